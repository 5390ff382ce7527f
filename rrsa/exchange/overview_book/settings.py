"""The settings: a line for each with what it shared, to be sorted and filtered as one likes."""

from __future__ import annotations

from rrsa.exchange.book import Book, CellValue
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.exchange.phrases import day_of
from rrsa.guide.shared import Part
from rrsa.i18n import _
from rrsa.overview.rows import Row, State
from rrsa.overview.telling import kind_words

_WIDTHS = (152, 76, 76, 96, 92, 96, 92, 106, 102, 102)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("settings", _("Settings"), _WIDTHS, landscape=True)
    sheet.anchor("settings")
    sheet.put(0, _("Settings"), "heading", span=10)
    sheet.end(least=28)
    about = _(
        "What each has shared, and when. An empty cell says that nothing was said of it, and is no gap. "
        "The order is of names or of days, never of merit."
    )
    sheet.put(0, about, "body", span=10)
    sheet.end(least=20)
    sheet.gap(6)
    head = sheet.row
    for column, text in enumerate(
        (
            _("Setting"),
            _("Kind"),
            _("Area"),
            _("Holds"),
            _("Until"),
            _("Works towards"),
            _("Shared"),
            _("What it shares"),
            _("Would like help"),
            _("Could help"),
        )
    ):
        sheet.put(column, text, "head")
    sheet.end(least=30)
    plain, day = book.look("cell"), book.look("cell_day")
    looks = (book.look("cell_strong"), plain, plain, plain, day, plain, day, plain, plain, plain)
    for row in overview.rows:
        sheet.line(_cells(row, overview), looks)
    if overview.rows:
        sheet.worksheet.autofilter(head, 0, sheet.row - 1, len(_WIDTHS) - 1)
    else:
        sheet.put(0, _("No setting is listed here."), "note", span=10)
        sheet.end()
    sheet.worksheet.freeze_panes(head + 1, 1)
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _cells(row: Row, overview: Overview) -> tuple[CellValue, ...]:
    stages = overview.stages
    aim = row.aim if row.aim != row.held else None
    return (
        row.name,
        kind_words(row),
        row.area,
        stages.name(row.framework, row.held),
        day_of(row.expires_on),
        stages.name(row.framework, aim),
        row.shared_on if row.state is State.SHARED else None,
        what_is_shared(row),
        row.wants,
        row.offers,
    )


def what_is_shared(row: Row) -> str:
    """The parts that a setting chose, in words."""
    if row.state is not State.SHARED:
        return row.state.label
    parts = [_short(part) for part in Part if part.value in row.parts]
    return ", ".join(parts) or _("its stage alone")


def _short(part: Part) -> str:
    """A part in a word or two: a cell has many of them."""
    return {
        Part.VIEWS: _("views"),
        Part.SHOWN: _("shown"),
        Part.ACTIONS: _("actions"),
        Part.MEASURES: _("measures"),
        Part.EVIDENCE: _("evidence"),
        Part.MODERATION: _("joint round"),
    }[part]
