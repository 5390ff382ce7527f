"""Start here: how to fill it in, in five lines; whose it is; what the grades mean."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.phrases import held_back_words, identity_words, not_affiliated, not_an_award
from rrsa.i18n import _

_WIDTHS = (160, 480)


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("start", _("Start here"), _WIDTHS)
    kind = _("Blank working copy") if content.blank else _("Working copy")
    sheet.put(0, kind, "eyebrow", span=2)
    sheet.end()
    sheet.put(0, content.name, "title", span=2)
    sheet.end(least=40)
    sheet.put(0, content.framework.title, "subtitle", span=2)
    sheet.end(least=22)
    _how(sheet)
    _sheets(sheet)
    _who(sheet, content)
    _grades(sheet, content)
    _closing(sheet, content)
    sheet.finish(one_page=True)


def _section(sheet: Sheet, title: str) -> None:
    sheet.gap(10)
    sheet.put(0, title, "section", span=2)
    sheet.end(least=22)
    sheet.gap(4)


def _how(sheet: Sheet) -> None:
    _section(sheet, _("How to fill it in"))
    for number, text in enumerate(
        (
            _("Begin with Quick look: a grade and one line for each outcome. Leave out what you don't know."),
            _("Where a cell offers a list, choose from it. Write days like 3 Apr 2026."),
            _("New evidence, actions, measures and readings go into the empty rows that end their sheets."),
            _("Write roles, never a child's name. Say where a thing is kept; don't copy it in here."),
            _("Leave the grey cells with the references alone: by them each row finds its way back."),
            _(
                "If a child says that they are not safe: stop, listen, and follow your child protection "
                "procedure. Don’t type it here."
            ),
        ),
        start=1,
    ):
        sheet.put(0, str(number), "label")
        sheet.put(1, text, "body")
        sheet.end(least=17)


def _sheets(sheet: Sheet) -> None:
    _section(sheet, _("What is inside"))
    for key, name, about in (
        ("quick-look", _("Quick look"), _("how we are doing: a grade and one line each")),
        ("outcomes", _("Outcomes"), _("what we did, what it has changed, whom to ask")),
        ("look-fors", _("Look-fors"), _("what one can go and see, hear or count")),
        ("evidence", _("Evidence"), _("how we know, and where it is kept")),
        ("plan", _("Action plan"), _("what we are going to do now")),
        ("measures", _("Measures"), _("what we count, to see whether it makes a difference")),
        ("readings", _("Readings"), _("what was counted, day by day")),
        ("coverage", _("Coverage"), _("where evidence comes from, and which rights it touches")),
        ("scores", _("How scores work"), _("what the figures mean, and what they don't")),
    ):
        sheet.put(0, name, "link", link=key)
        sheet.put(1, about, "body")
        sheet.end(least=16)


def _who(sheet: Sheet, content: Content) -> None:
    _section(sheet, _("Whose it is"))
    record = content.portfolio.setting
    stage = content.framework.stage_by_id.get(record.aim or "")
    for label, value in (
        (_("From"), " · ".join(x for x in (content.name, record.authority) if x)),
        (_("Working towards"), stage.name if stage else ""),
    ):
        if value:
            sheet.put(0, label, "label")
            sheet.put(1, value, "body")
            sheet.end(least=17)
    sheet.put(0, _("As of"), "label")
    sheet.put(1, content.on, "body_day")
    sheet.end(least=17)
    for label, filled, look in (
        (_("Return to"), content.return_to or record.lead, "box"),
        (_("Return by"), content.return_by, "box_day"),
        (_("Filled in by (a role)"), None, "box"),
    ):
        sheet.put(0, label, "label")
        sheet.put(1, filled, look)
        sheet.end(least=19)


def _grades(sheet: Sheet, content: Content) -> None:
    _section(sheet, _("What the grades mean"))
    for step in content.framework.scale:
        sheet.put(0, f"{step.grade} {step.name}", "label")
        sheet.put(1, step.meaning, "body")
        sheet.end(least=17)


def _closing(sheet: Sheet, content: Content) -> None:
    _section(sheet, _("About this copy"))
    words = (
        [] if content.blank else [held_back_words(content), _("Numbers of people under five are not shown.")]
    )
    words.append(not_an_award(content.framework) + " " + not_affiliated())
    sheet.put(0, " ".join(words), "body", span=2)
    sheet.end(least=17)
    sheet.gap(6)
    sheet.put(0, identity_words(content), "small", span=2)
    sheet.end()
