"""The cells of one sheet, as its part is read: values, results of formulas, days, and what was merged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeAlias
from xml.parsers import expat

from rrsa.exchange.returning.number_formats import NumberFormat, Shows

ROWS, COLUMNS = 1_048_576, 16_384
MOST_CELLS = 4_000_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LAST_SERIAL = 2_958_465  # 31 December 9999


class Enough(Exception):
    """All rows that were wanted have been read."""


class Broken(NamedTuple):
    """A cell that holds no value: an error (``#REF!``), or a formula that nobody has reckoned."""

    shown: str
    formula: bool = False


CellRead: TypeAlias = str | int | float | bool | date | Broken
"""What a cell holds; a day with an hour is a ``datetime``. Empty cells are left out."""


class RowRead(NamedTuple):
    """One row of a sheet: its number (from 1) and its cells by column (from 1)."""

    number: int
    cells: dict[int, CellRead]


class SheetRead(NamedTuple):
    """A sheet's rows, and where cells were merged: first row, first column, last row, last column."""

    name: str
    rows: list[RowRead]
    merged: list[tuple[int, int, int, int]]


class SheetParser:
    """Collects the rows of one sheet."""

    def __init__(
        self,
        strings: Sequence[str],
        formats: Mapping[int, NumberFormat],
        day: Callable[[float], date | None],
        most: int = ROWS,
    ) -> None:
        self.rows: list[RowRead] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.count = 0
        self.overflowed = False
        self._most = min(most, ROWS)
        self._strings = strings
        self._formats = formats
        self._day = day
        self._row = 0
        self._cells: dict[int, CellRead] = {}
        self._column = 0
        self._type = self._style = ""
        self._text: list[str] | None = None  # what is being read, if anything
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = self._phonetic = False
        self._local: dict[str, str] = {}
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.buffer_size = 65_536
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local.get(name)
        if local is None:
            local = self._local[name] = name.rpartition(" ")[2]
        if local == "c":
            place = attributes.get("r")
            self._column = column_of(place) if place else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._value = None
            self._formula = False
            if self._inline:
                self._inline = []
        elif local == "v" or (local == "t" and not self._phonetic):
            self._text = []
        elif local == "f":
            self._formula = True
        elif local == "row":
            given = attributes.get("r")
            self._row = int(float(given)) if given else self._row + 1
            self._cells = {}
            self._column = 0
            if self._row > self._most:
                raise Enough
        elif local == "rPh":
            self._phonetic = True
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        local = self._local[name]
        if local == "v":
            self._value = "".join(self._text or ())
            self._text = None
        elif local == "c":
            self._keep()
        elif local == "row":
            self.count += len(self._cells)
            if self.count > MOST_CELLS:
                self.overflowed = True
                self._cells = {}
            if self._cells and self._row >= 1:
                self.rows.append(RowRead(self._row, self._cells))
        elif local == "t":
            if self._text is not None:
                self._inline += self._text
            self._text = None
        elif local == "rPh":
            self._phonetic = False

    def _keep(self) -> None:
        if not 1 <= self._column <= COLUMNS:
            return
        value = self._read()
        if value is not None and value != "":
            self._cells[self._column] = value

    def _read(self) -> CellRead | None:
        kind, text = self._type, self._value
        if kind == "inlineStr":
            return unescaped("".join(self._inline))
        if not text and kind != "str":  # a formula's text may well come to nothing
            return Broken("", formula=True) if self._formula else None
        if text is None:
            return None
        if kind == "s":
            return self._strings[int(text)]
        if kind == "str":
            return unescaped(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return Broken(text[:20])
        if kind == "d":
            return _iso(text)
        if not text.strip():
            return None
        number = float(text)
        if number != number or number in (float("inf"), float("-inf")):
            return Broken(text[:20])
        if self._style and (form := self._formats.get(int(self._style))) is not None:
            if (words := form.words(number)) is not None:
                return words
            if form.shows in (Shows.DAY, Shows.TIME) and (day := self._day(number)) is not None:
                return day
        return int(number) if number.is_integer() and abs(number) < 2**53 else number

    def _merge(self, ref: str) -> None:
        first, _colon, last = ref.partition(":")
        if last:
            self.merged.append((row_of(first), column_of(first), row_of(last), column_of(last)))


def _iso(text: str) -> CellRead:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return moment.date() if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else moment


_LETTERS: dict[str, int] = {}


def column_of(place: str) -> int:
    """``F12`` → 6."""
    letters = place.rstrip("0123456789").replace("$", "")
    known = _LETTERS.get(letters)
    if known is None:
        known = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z" or known > COLUMNS:
                raise ValueError(place)
            known = known * 26 + ord(letter) - 64
        if len(_LETTERS) < COLUMNS:
            _LETTERS[letters] = known
    return known


def row_of(place: str) -> int:
    """``F12`` → 12."""
    return int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$").replace("$", ""))


def letters_of(column: int) -> str:
    """6 → ``F``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def day_of_serial(serial: float, *, epoch_1904: bool = False) -> date | None:
    """The day that a spreadsheet's number stands for."""
    if epoch_1904:
        serial += 1462
    elif serial < 60:  # before 1 March 1900 spreadsheets count a day that never was
        serial += 1
    if not 1 <= serial <= _LAST_SERIAL:
        return None
    whole = int(serial)
    day = date(1899, 12, 30) + timedelta(days=whole)
    seconds = round((serial - whole) * 86_400)
    return datetime.combine(day, time()) + timedelta(seconds=seconds) if seconds else day


def unescaped(text: str) -> str:
    """``_x000D_`` is how a workbook writes a character that it may not hold."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    # Two halves make one character; half a one is none.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
