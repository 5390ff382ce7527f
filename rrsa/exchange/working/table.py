"""A table that staff fill in: references at both ends, drop-downs, rows that can be sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from rrsa.exchange.book import Book, CellValue, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.identity import Base, Ledger, reference
from rrsa.exchange.working.words import WordLists
from rrsa.i18n import _

_REFERENCE = 82  # pixels
_EVERY = 250  # rows between two calls of ``book.step``
_TO_FILL_IN = 26.0
_REPEATED = 2  # columns that stand on each of several pages: reference and title
_BESIDE = 6  # columns beside them that are on the first page for certain


class Desk(NamedTuple):
    """What the sheets of a working copy share."""

    book: Book
    content: Content
    ledger: Ledger
    words: WordLists


@dataclass(frozen=True, slots=True)
class Column:
    """A column between the two references. ``field`` is empty where it is only shown."""

    head: str
    width: int  # pixels
    field: str = ""
    words: str = ""  # the list that its drop-down offers
    rule: Mapping[str, Any] | None = None  # what may be typed, as XlsxWriter says it
    about: str = ""  # said when the cell is entered
    look: str = "cell"


class Row(NamedTuple):
    """A record as it goes out: what its cells show, and the values behind them."""

    record: str
    cells: Sequence[CellValue]
    base: Base
    words: str = ""  # a list for this row's drop-down, in place of the column's


def ticks(rows: int) -> int:
    """How often a table of so many rows calls ``book.step`` while it is written."""
    return rows // _EVERY


def until_today() -> dict[str, Any]:
    """A day that has come: typing one that lies ahead is refused, on whatever day it is typed."""
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1900, 1, 1),
        "maximum": "=TODAY()",
        "error_title": _("A day, please"),
        "error_message": _("Write it like 3 Apr 2026. It cannot lie in the future."),
    }


def any_day() -> dict[str, Any]:
    """Any day."""
    return {
        "validate": "date",
        "criteria": ">=",
        "value": date(1900, 1, 1),
        "error_title": _("A day, please"),
        "error_message": _("Write it like 3 Apr 2026."),
    }


def whole(about: str) -> dict[str, Any]:
    """A whole number, or nothing."""
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": _("A whole number, please"),
        "error_message": about,
    }


class Table:
    """One sheet with one table, written row by row."""

    def __init__(
        self,
        desk: Desk,
        key: str,
        name: str,
        about: str,
        columns: Sequence[Column],
        *,
        pages_wide: int = 1,
    ) -> None:
        self.desk = desk
        self.pages_wide = pages_wide
        self.key = key
        self.columns = tuple(columns)
        widths = (_REFERENCE, *(column.width for column in columns), _REFERENCE)
        self.sheet: Sheet = desk.book.sheet(key, name, widths, landscape=True, growing=True)
        self.sheet.anchor(key)
        self.sheet.put(0, name, "heading", span=3)
        self.sheet.end(least=28)
        if pages_wide > 1:  # beside the columns that every page repeats, or it would be cut there
            self.sheet.put(_REPEATED, about, "body", span=_BESIDE)
        else:
            self.sheet.put(0, about, "body", span=len(widths))
        self.sheet.end(least=20)
        self.head = self.sheet.row
        for position, text in enumerate((_("Reference"), *(c.head for c in columns), _("Reference"))):
            self.sheet.put(position, text, "head")
        self.sheet.end(least=34)
        self.sheet.worksheet.fixed = self.sheet.row
        self._looks = tuple(map(desk.book.look, ("cell_ref", *(c.look for c in columns), "cell_ref")))
        self._runs: list[tuple[int, str]] = []  # first row → the list of its drop-down
        desk.ledger.sheet(key, name, self.head)
        for column in columns:
            if column.field:
                desk.ledger.column(key, column.head, column.field, column.words)

    def write(self, rows: Iterable[Row], issued: int = 0) -> None:
        """All rows, then so many empty ones with references of their own, then what may be typed."""
        number = 0
        for number, row in enumerate(rows, start=1):
            named = reference(row.record)
            self.sheet.line((named, *row.cells, named), self._looks)
            self.desk.ledger.row(self.key, named, row.record, row.base)
            if not self._runs or self._runs[-1][1] != row.words:
                self._runs.append((self.sheet.row - 1, row.words))
            if number % _EVERY == 0:
                self.desk.book.step()
        empty: list[CellValue] = [None] * len(self.columns)
        for n in range(1, issued + 1):
            named = reference(self.desk.content.identity.issued(self.key, n))
            self.sheet.line((named, *empty, named), self._looks, least=_TO_FILL_IN)
            self.desk.ledger.issued(self.key, named)
        if self.sheet.row > self.head + 1:
            self._rules()
            self.sheet.worksheet.autofilter(self.head, 0, self.sheet.row - 1, len(self.columns) + 1)
        self.sheet.worksheet.freeze_panes(self.head + 1, 2)
        self.sheet.finish(repeat=(self.head, self.head), one_page_wide=True)
        if self.pages_wide > 1:
            # Too many columns to be read on one page: reference and title stand again on the next.
            self.sheet.worksheet.fit_to_pages(self.pages_wide, 0)
            self.sheet.worksheet.repeat_columns(0, _REPEATED - 1)
            self.sheet.worksheet.print_across()

    def _rules(self) -> None:
        """Drop-downs and what may be typed; a word outside its list is refused, an empty cell is not."""
        last = self.sheet.row - 1
        for position, column in enumerate(self.columns, start=1):
            if column.words:
                runs = self._runs or [(self.head + 1, "")]
                if all(not words for _first, words in runs):
                    runs = [(self.head + 1, "")]
                ends = [first - 1 for first, _words in runs[1:]] + [last]
                for (first, words), end in zip(runs, ends, strict=True):
                    self._rule(first, end, position, column, self._list(words or column.words))
            elif column.rule is not None:
                self._rule(self.head + 1, last, position, column, dict(column.rule))

    def _list(self, words: str) -> dict[str, Any]:
        return {
            "validate": "list",
            "source": self.desk.words.source(words),
            "error_title": _("From the list, please"),
            "error_message": _("Choose one of the words in the list, or leave the cell empty."),
        }

    def _rule(self, first: int, last: int, position: int, column: Column, rule: dict[str, Any]) -> None:
        if column.about:
            rule |= {"input_title": column.head[:32], "input_message": column.about[:255]}
        self.sheet.worksheet.data_validation(first, position, last, position, rule)
