"""The visit: what to have ready, whom to ask, and questions that are worth asking."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.content import Content
from rrsa.framework.model import Visit
from rrsa.i18n import _

_WIDTHS = (24, 166, 450)


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("visit", _("Visit"), _WIDTHS)
    sheet.anchor("visit")
    sheet.put(0, _("Visit"), "heading", span=3)
    sheet.end(least=30)
    visit = content.framework.visit
    if visit is not None:
        sheet.put(0, visit.about, "body", span=3)
        sheet.end(least=20)
    _whom(sheet, content)
    if visit is not None:
        _checklist(sheet, visit)
        _questions(sheet, content, visit)
    sheet.finish()


def _section(sheet: Sheet, title: str) -> None:
    sheet.gap(10)
    sheet.put(0, title, "section", span=3)
    sheet.end(least=22)
    sheet.gap(4)


def _whom(sheet: Sheet, content: Content) -> None:
    named = [
        (outcome, content.portfolio.outcome(outcome.id).whom_to_ask)
        for outcome in content.framework.outcomes.values()
    ]
    if not any(whom for _outcome, whom in named):
        return
    _section(sheet, _("Whom to ask"))
    for outcome, whom in named:
        if whom:
            sheet.put(0, outcome.id, "link", link=f"outcome:{outcome.id}")
            sheet.put(1, outcome.short, "label")
            sheet.put(2, whom, "body")
            sheet.end(least=18)


def _checklist(sheet: Sheet, visit: Visit) -> None:
    if not visit.checklist:
        return
    _section(sheet, _("To have ready"))
    for item in visit.checklist:
        # An empty box of its own cell: a tick-box character is missing from many fonts.
        sheet.put(0, None, "box")
        sheet.put(1, item.text, "indented", span=2)
        sheet.end(least=20)
        sheet.gap(3)


def _questions(sheet: Sheet, content: Content, visit: Visit) -> None:
    if not visit.questions:
        return
    people = {
        "children": _("Children"),
        "staff": _("Staff"),
        "leaders": _("Leaders"),
        "families": _("Families"),
        "partners": _("Partners"),
    }
    sheet.page_break()
    _section(sheet, _("Questions worth asking"))
    before = ""
    for question in visit.questions:
        known = question.outcome in content.framework.outcomes
        sheet.put(
            0,
            question.outcome if known else None,
            "link" if known else "body",
            link=f"outcome:{question.outcome}" if known else None,
        )
        sheet.put(1, people[question.who] if question.who != before else None, "label")
        sheet.put(2, question.ask, "body")
        sheet.end(least=18)
        before = question.who
