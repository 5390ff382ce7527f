"""Who a workbook is, so that it can come back: docs/reference/workbooks.md describes the layout.

A hidden sheet holds the export's and the base changeset's UUID and, for every row that goes out, the
values that went; so what comes back can be compared without the journal. Cover and title repeat the
UUIDs, because some programs drop one or the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

from rrsa import __version__
from rrsa.portfolio.ids import derived_id, with_check

if TYPE_CHECKING:
    from rrsa.exchange.book import Book

HIDDEN = "_rrsa"
WORDS = "_words"
FORMAT = 1
NEW_LETTER = "N"
NO_BASE = "none"
_PORTION = 32_000  # characters of JSON in one cell

Base: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """One export of one setting."""

    setting: str
    framework: str  # id@version
    framework_sha256: str
    copy: str  # assessor | working | blank
    day: str  # ISO; assessed as of
    base: str  # the latest changeset's UUID when it went out, or "none"
    details: tuple[tuple[str, str], ...] = ()  # of a working copy: what makes a setting of a blank one
    export: str = field(default_factory=lambda: str(uuid4()))

    @property
    def marker(self) -> str:
        """The end of the title property; ``exchange.target`` knows our own files by it."""
        return f"rrsa export {self.export} base {self.base}"

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Name and value, as the hidden sheet begins."""
        return (
            ("format", str(FORMAT)),
            ("export", self.export),
            ("base", self.base),
            ("setting", self.setting),
            ("framework", self.framework),
            ("framework_sha256", self.framework_sha256),
            ("copy", self.copy),
            ("day", self.day),
            ("rrsa", __version__),
            *self.details,
        )

    def issued(self, sheet: str, number: int) -> str:
        """The reference of an empty row that is handed out to be filled in."""
        return derived_id(NEW_LETTER, self.export, sheet, str(number))


@lru_cache(maxsize=16_384)
def reference(record: str) -> str:
    """A record's id with its check character, as it stands in a sheet's first and last column."""
    return with_check(record)


class Ledger:
    """The hidden sheet, line by line: its first cell says what a line is. Written last, so that it
    stands behind the sheets that people see."""

    def __init__(self, identity: Identity) -> None:
        self._lines: list[Sequence[str]] = list(identity.lines())

    def sheet(self, key: str, name: str, head_row: int) -> None:
        """A sheet that can come back, and the row (from 1) of its column heads."""
        self._lines.append(("sheet", key, name, str(head_row + 1)))

    def column(self, sheet: str, head: str, field_name: str, words: str) -> None:
        """A column that can come back: its head, the field, and the list of words that it speaks in."""
        self._lines.append(("column", sheet, head, field_name, words))

    def row(self, sheet: str, reference: str, record: str, base: Base) -> None:
        """A row that went out with these values; absent ones are left out."""
        self._lines.append(("row", sheet, reference, record, *json_cells(base)))

    def issued(self, sheet: str, reference: str) -> None:
        """An empty row that was handed out."""
        self._lines.append(("new", sheet, reference))

    def write(self, book: Book) -> None:
        sheet = book.hidden(HIDDEN)
        write = sheet.write_string
        for row, cells in enumerate(self._lines):
            for column, text in enumerate(cells):
                write(row, column, text)


_encode = json.JSONEncoder(separators=(",", ":")).encode  # ASCII: no program alters it


def json_cells(base: Base) -> Sequence[str]:
    """A row's values as JSON, over as many cells as it needs."""
    text = _encode(base)
    if len(text) <= _PORTION:
        return (text,)
    return [text[i : i + _PORTION] for i in range(0, len(text), _PORTION)]
