"""What runs out, term by term, the soonest first: early enough to do something about it."""

from __future__ import annotations

from collections.abc import Sequence

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.exchange.phrases import day_of
from rrsa.i18n import _
from rrsa.overview.rows import Row
from rrsa.overview.telling import kind_words
from rrsa.portfolio.checks import show_day

_WIDTHS = (170, 84, 92, 104, 94, 96)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("expiring", _("Expiring"), _WIDTHS)
    sheet.anchor("expiring")
    sheet.put(0, _("Expiring"), "heading", span=6)
    sheet.end(least=28)
    about = _(
        "Stages that are held and the day on which they run out. A term is roughly August to December, "
        "January to March, April to July."
    )
    sheet.put(0, about, "body", span=6)
    sheet.end(least=20)
    sheet.gap(6)
    found = overview.noticed
    parts: list[tuple[str, Sequence[Row]]] = [(_("Has run out"), found.out)]
    parts += [
        (_("Runs out {term}, to {day}").format(term=term.name, day=show_day(term.end)), rows)
        for term, rows in found.by_term
    ]
    if not any(rows for _title, rows in parts):
        sheet.put(0, _("Nothing runs out within three terms."), "body", span=6)
        sheet.end(least=20)
        sheet.finish(one_page_wide=True)
        return
    head = sheet.row
    heads = (_("Setting"), _("Kind"), _("Area"), _("Holds"), _("Until"), _("Write to"))
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=22)
    for title, rows in parts:
        if rows:
            _part(sheet, overview, title, rows)
    sheet.worksheet.freeze_panes(head + 1, 0)
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _part(sheet: Sheet, overview: Overview, title: str, rows: Sequence[Row]) -> None:
    sheet.put(0, _("{title}: {n}").format(title=title, n=len(rows)), "band", span=6)
    sheet.end(least=20)
    plain = sheet.book.look("cell")
    looks = (sheet.book.look("cell_strong"), plain, plain, plain, sheet.book.look("cell_day"), plain)
    for row in rows:
        stage = overview.stages.name(row.framework, row.held)
        sheet.line((row.name, kind_words(row), row.area, stage, day_of(row.expires_on), row.role), looks)
