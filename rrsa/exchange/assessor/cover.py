"""The cover: whose it is, of which day, what is inside, what was held back."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.cover_parts import WIDTHS, fact, head, inside, section
from rrsa.exchange.phrases import day_of, held_back_words, identity_words, not_affiliated, not_an_award
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("cover", _("Cover"), WIDTHS)
    record = content.portfolio.setting
    sheet.gap(70)
    head(sheet, _("Rights-respecting self-evaluation"), content.name, content.framework.title)
    sheet.gap(24)
    stages = content.framework.stage_by_id
    aim = stages.get(record.aim or "")
    held = stages.get(record.held or "")
    held_words = ""
    if held is not None:
        since = day_of(record.accredited_on)
        held_words = (
            _("{stage}, since {day}").format(stage=held.name, day=show_day(since)) if since else held.name
        )
    for label, value in (
        (_("Working towards"), aim.name if aim else ""),
        (_("Held now"), held_words),
        (_("Authority"), record.authority),
        (content.framework.for_.head_label, record.head),
        (_("Lead"), record.lead),
    ):
        if value:
            fact(sheet, label, value)
    fact(sheet, _("As of"), content.on)
    sheet.gap(28)
    _contents(sheet)
    sheet.gap(28)
    section(sheet, _("About this copy"))
    for text in (
        _about(content),
        held_back_words(content),
        _("Numbers of people under five are not shown."),
        not_an_award(content.framework) + " " + not_affiliated(),
    ):
        sheet.put(0, text, "body", span=2)
        sheet.end(least=18)
    sheet.gap(14)
    sheet.put(0, identity_words(content), "small", span=2)
    sheet.end()
    sheet.finish(one_page=True)


def _about(content: Content) -> str:
    if content.files is not None:
        return _(
            "What stands here is the setting's own view of itself, with the pieces of evidence that were "
            "chosen for this pack. Their files lie beside this workbook. There is more in the setting, and "
            "it can be seen on a visit."
        )
    return _(
        "What stands here is the setting's own view of itself, with two or three pieces of evidence "
        "for each outcome. The register lists all the evidence; most of it is kept where it came about "
        "and can be seen on a visit."
    )


def _contents(sheet: Sheet) -> None:
    inside(
        sheet,
        (
            ("summary", _("Summary"), _("every outcome in one line")),
            ("outcomes", _("Outcomes"), _("a page each: what we did, what it changed, how we know")),
            ("evidence", _("Evidence"), _("the register: what there is and where it is kept")),
            ("children", _("Children's views"), _("what children told us, and what happened then")),
            ("plan", _("Action plan"), _("what we are going to do now")),
            ("visit", _("Visit"), _("who and what to see, and questions worth asking")),
        ),
    )
