"""The action plan: each outcome with the word that the award's form asks for, then what, who, when."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.phrases import day_of, rag_words, status_words, view_words
from rrsa.framework.model import Outcome
from rrsa.i18n import _
from rrsa.portfolio.records import Action

_WIDTHS = (44, 356, 130, 92, 118, 250)


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("plan", _("Action plan"), _WIDTHS, landscape=True)
    sheet.anchor("plan")
    sheet.put(0, _("Action plan"), "heading", span=4)
    sheet.end(least=30)
    record = content.portfolio.setting
    stage = content.framework.stage_by_id.get(record.aim or "")
    facts = (content.name, record.authority, record.head, record.lead, stage.name if stage else None)
    sheet.put(0, " · ".join(fact for fact in facts if fact), "body", span=6)
    sheet.end(least=20)
    sheet.gap(6)
    head = sheet.row
    heads = ("", _("What"), _("Who"), _("By when"), _("How far"), _("What difference it has made"))
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=22)
    for outcome in content.framework.outcomes.values():
        _outcome(sheet, content, outcome)
    others = [a for a in content.portfolio.actions.values() if a.outcome not in content.framework.outcomes]
    if others:
        sheet.put(0, None, "band")
        sheet.put(1, _("For no outcome in particular"), "band", span=5)
        sheet.end(least=20)
        for action in sorted(others, key=lambda a: (a.due or "9999", a.id)):
            _row(sheet, content, action)
    sheet.worksheet.freeze_panes(head + 1, 0)
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _outcome(sheet: Sheet, content: Content, outcome: Outcome) -> None:
    found = content.assessment.outcomes[outcome.id]
    sheet.put(0, outcome.id, "band_link", link=f"outcome:{outcome.id}")
    sheet.put(1, outcome.title, "band", span=2)
    words = view_words(content.framework, found)
    if found.view is not None:
        words = f"{rag_words(content.framework, found.view)}: {words}"
    sheet.put(3, words, "band", span=3)
    sheet.end(least=20)
    actions = [a for a in content.portfolio.actions_by_outcome.get(outcome.id, ()) if a.present]
    for action in actions:
        _row(sheet, content, action)
    if not actions:
        sheet.put(0, None, "cell")
        sheet.put(1, _("Nothing planned at present."), "cell_muted", span=5)
        sheet.end(least=18)


def _row(sheet: Sheet, content: Content, action: Action) -> None:
    sheet.put(0, None, "cell")
    sheet.put(1, action.what, "cell")
    sheet.put(2, action.who, "cell")
    sheet.put(3, day_of(action.due) or _("No date yet"), "cell_day")
    sheet.put(4, status_words(action, content.on), "cell")
    sheet.put(5, action.difference, "cell")
    sheet.end(least=18)
