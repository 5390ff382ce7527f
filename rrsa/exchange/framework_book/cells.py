"""The sheets of a framework's workbook as rows of texts, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rrsa.exchange.framework_book.columns import every
from rrsa.exchange.framework_book.shape import EXAMPLE, Column, Table
from rrsa.exchange.returning.sheet_parser import COLUMNS, Broken, CellRead, RowRead
from rrsa.exchange.returning.workbook import Workbook
from rrsa.framework.problems import MOST
from rrsa.framework.writing import cleaned
from rrsa.i18n import _

_LOOKED_AT = 12
"""Rows from the top among which a sheet's heads are looked for."""
_MOST = 5 * MOST
_KEY = re.compile(r"([a-z-]+)\.([a-z0-9_-]+)")


class Spot(NamedTuple):
    """A cell, as a mark for the framework's reader: the row, then sheet and column in one number."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing to put right, at its cell. ``cell`` is empty where it is the whole sheet."""

    sheet: str
    cell: str
    what: str
    mend: str
    order: tuple[int, int, int] = (0, 0, 0)

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{place}: {self.what} — {self.mend}" if self.mend else f"{place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row that holds something: its texts by column key, and the spot of each of its columns."""

    table: Table
    spot: Spot
    texts: Mapping[str, str]
    spots: Mapping[str, Spot]
    refused: frozenset[str] = frozenset()

    def get(self, key: str) -> str:
        return self.texts.get(key, "")

    def at(self, key: str) -> Spot:
        return self.spots.get(key, self.spot)


@dataclass(slots=True)
class Read:
    """What a workbook holds, table by table, and the problems met so far."""

    names: list[str] = field(default_factory=list)
    rows: dict[str, list[Cells]] = field(default_factory=dict)
    tops: dict[str, Spot] = field(default_factory=dict)
    free: dict[str, Spot] = field(default_factory=dict)
    """Where one would type the next row of a sheet."""
    heads: dict[tuple[int, int], Column] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    def problem(self, spot: Spot, what: str, mend: str) -> None:
        if len(self.problems) >= _MOST:
            return  # far more than will be listed
        number, column = divmod(spot.column, COLUMNS)
        cell = f"{_letters(column)}{spot.line + 1}"
        order = (number, spot.line, column)
        self.problems.append(CellProblem(self.names[number], cell, what, mend, order))

    def head(self, spot: Spot) -> Column | None:
        """The column in which a spot lies, if it is one of ours."""
        return self.heads.get(divmod(spot.column, COLUMNS))

    def missing_sheet(self, table: Table) -> None:
        what = _("this sheet is missing")
        mend = _("copy it from a new workbook: rrsa frameworks to-workbook --blank")
        self.problems.append(CellProblem(table.name, "", what, mend, (len(self.names), 0, 0)))


def read_cells(path: Path) -> Read:
    """All rows of the workbook at ``path``. Raises :class:`BadInput` and the like where it is none."""
    read = Read()
    with Workbook(path) as workbook:
        for name in workbook.sheets:
            number = len(read.names)
            read.names.append(name)
            _sheet(read, number, name, workbook.sheet(name).rows)
    for table in every().values():
        if table.key not in read.tops and table.needed:
            read.missing_sheet(table)
    return read


def _sheet(read: Read, number: int, name: str, rows: Sequence[RowRead]) -> None:
    found = _heads(name, rows[:_LOOKED_AT])
    if found is None:
        return  # a sheet of the author's own
    table, columns, below = found
    top = Spot(below - 1, number * COLUMNS + min(columns) - 1)
    if table.key in read.tops:
        read.problem(
            top, _("this is a second sheet “{name}”").format(name=table.name), _("take one of them out")
        )
        return
    read.tops[table.key] = top
    for place, column in columns.items():
        read.heads[number, place - 1] = column
    absent = [c for c in table.columns if c.needed and c not in columns.values()]
    for column in absent:
        what = _("the column “{head}” is missing").format(head=column.head or column.key)
        read.problem(top, what, _("copy it from a new workbook: rrsa frameworks to-workbook --blank"))
    kept = [row for row in rows if row.number > below]
    read.free[table.key] = Spot(max((row.number for row in kept), default=below), top.column)
    read.rows[table.key] = list(_rows(read, number, table, columns, kept))


def _heads(name: str, rows: Sequence[RowRead]) -> tuple[Table, dict[int, Column], int] | None:
    """Which of our sheets it is, its columns by place (from 1), and the row that its content follows."""
    for row in rows:
        keys = {
            place: match
            for place, value in row.cells.items()
            if isinstance(value, str) and (match := _KEY.fullmatch(value.strip()))
        }
        tables = [every()[match[1]] for match in keys.values() if match[1] in every()]
        if len(tables) >= 2 or (tables and len(keys) == 1 and len(row.cells) == 1):
            table = max(tables, key=tables.count)
            columns = {
                place: column
                for place, match in keys.items()
                if match[1] == table.key and (column := table.column(match[2]))
            }
            return table, columns, row.number + 1  # the heads in words stand below the keys
    wanted = name.strip().casefold()
    for table in every().values():
        if table.name.casefold() == wanted:
            return _by_words(table, rows)
    return None


def _by_words(table: Table, rows: Sequence[RowRead]) -> tuple[Table, dict[int, Column], int] | None:
    """A sheet whose hidden row has gone: known by its name and the words of its heads."""
    words = {column.head.casefold(): column for column in table.columns if column.head}
    for row in rows:
        columns = {
            place: words[text]
            for place, value in row.cells.items()
            if isinstance(value, str) and (text := value.strip().casefold()) in words
        }
        if len(columns) >= 2:
            return table, columns, row.number
    return None


def _rows(
    read: Read, number: int, table: Table, columns: Mapping[int, Column], rows: Sequence[RowRead]
) -> Iterator[Cells]:
    first = min(columns)
    for row in rows:
        spots = {
            column.key: Spot(row.number - 1, number * COLUMNS + place - 1)
            for place, column in columns.items()
        }
        held = {place: row.cells[place] for place in columns if place in row.cells}
        if _is_example(held.get(first)) or not any(
            not isinstance(v, str) or v.strip() for v in held.values()
        ):
            continue
        texts, refused = {}, set()
        for place, value in held.items():
            column = columns[place]
            text = _text(read, spots[column.key], column, value)
            if text is None:
                refused.add(column.key)
            elif text:
                texts[column.key] = text
        start = Spot(row.number - 1, number * COLUMNS + first - 1)
        yield Cells(table, start, texts, spots, frozenset(refused))


def _is_example(value: CellRead | None) -> bool:
    return isinstance(value, str) and value.strip().casefold().startswith(EXAMPLE)


def _text(read: Read, spot: Spot, column: Column, value: CellRead) -> str | None:
    """A cell's value as the author typed it; None, with a problem, where it has become something else."""
    if isinstance(value, Broken):
        if value.formula:
            read.problem(spot, _("there is a formula here, and no result of it"), _("type the text itself"))
        else:
            what = _("the cell shows the error {shown}").format(shown=value.shown[:20])
            read.problem(spot, what, _("type the text itself"))
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        what = _("the spreadsheet has made a day of this")
        read.problem(spot, what, _("set the cell's format to Text and type it again"))
        return None
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    if column.kind == "text" and column.offers:
        value = value.strip()
        lower = {word.casefold(): word for word in column.offers}
        return lower.get(value.casefold(), value)
    return cleaned(value)


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
