"""The tables in a returned workbook: which sheet is which, where its heads stand now, and its rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from rrsa.exchange.identity import HIDDEN, WORDS
from rrsa.exchange.returning.layout import OF_PARTNERSHIPS, SHEETS
from rrsa.exchange.returning.ledger import Ledger
from rrsa.exchange.returning.preview import Refusal
from rrsa.exchange.returning.sheet_parser import CellRead, RowRead, SheetRead, letters_of
from rrsa.exchange.returning.workbook import Workbook
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.ids import without_check

_DASHES = re.compile("[‐‑‒–—−﹘﹣－_]")
_MOST_MERGED = 500_000
_HEADS_WITHIN = 200  # rows: as many may have been put in above the heads


@dataclass(slots=True)
class TableRow:
    """One row: what stands in its first and last column, and its cells by field."""

    number: int
    references: tuple[str, ...]
    cells: dict[str, CellRead]
    covered: frozenset[str] = frozenset()
    """Fields whose cells lie under a merged one and so say nothing."""


@dataclass(slots=True)
class Table:
    """One sheet's table as it came back."""

    key: str
    name: str
    columns: dict[str, int]
    """Field → column, of those that are there."""
    rows: list[TableRow]
    has_references: bool
    refused: list[Refusal] = field(default_factory=list)
    reference_column: int = 1
    absent: tuple[str, ...] = ()
    """The heads of columns that are not there."""

    def place(self, row: int, field_name: str = "") -> str:
        """``Evidence!F12``."""
        column = self.columns.get(field_name, self.reference_column)
        return f"{self.name}!{letters_of(column)}{row}"


def heads_of(ledger: Ledger, framework: Framework, key: str) -> dict[str, tuple[str, str]]:
    """Field → head and list of words: as the workbook says, else as this program would have written it."""
    if key in ledger.columns:
        return ledger.columns[key]
    asked = [c for c in SHEETS[key].columns if framework.asks_strengths or c.field not in OF_PARTNERSHIPS]
    return {column.field: (column.head(framework), column.words) for column in asked}


def find_tables(workbook: Workbook, ledger: Ledger, framework: Framework) -> Iterator[Table | str]:
    """Every table that is there, in the order of :data:`SHEETS`; the name of a sheet that is not."""
    heads = {key: heads_of(ledger, framework, key) for key in SHEETS}
    where = {
        key: name
        for key in SHEETS
        if (name := _by_name(workbook, ledger.sheets.get(key) or SHEETS[key].name()))
    }
    lost = [key for key in SHEETS if key not in where]
    for key, name in list(where.items()):
        if _head_row(workbook.sheet(name, _HEADS_WITHIN), heads[key]) is None:
            del where[key]
            lost.append(key)
    if lost:
        where.update(_by_heads(workbook, {key: heads[key] for key in lost}, set(where.values())))
    for key in SHEETS:
        name = where.get(key)
        if name is None:
            yield ledger.sheets.get(key) or SHEETS[key].name()
        else:
            yield _table(key, workbook.sheet(name), heads[key], workbook.name)


def copies(
    workbook: Workbook, ledger: Ledger, framework: Framework, tables: Collection[Table]
) -> dict[str, str]:
    """Sheets that look like one that is read and are not it: their name → the name of that one."""
    read = {table.name: heads_of(ledger, framework, table.key) for table in tables}
    found: dict[str, str] = {}
    for name in workbook.sheets:
        if name in read or name.startswith((HIDDEN, WORDS)):
            continue
        top = workbook.sheet(name, _HEADS_WITHIN)
        for original, wanted in read.items():
            head = _head_row(top, wanted)
            if head is not None and len(head[1]) == len(wanted):
                found[name] = original
                break
    return found


def _by_name(workbook: Workbook, wanted: str) -> str | None:
    if wanted in workbook.sheets:
        return wanted
    return next((name for name in workbook.sheets if plain(name) == plain(wanted)), None)


def _by_heads(
    workbook: Workbook, heads: Mapping[str, Mapping[str, tuple[str, str]]], taken: set[str]
) -> dict[str, str]:
    """Sheets that were given another name, known by what stands over their columns."""
    fits: list[tuple[float, str, str]] = []
    for name in workbook.sheets:
        if name in taken or name.startswith((HIDDEN, WORDS)):
            continue
        top = workbook.sheet(name, _HEADS_WITHIN)
        for key, wanted in heads.items():
            found = _head_row(top, wanted)
            if found is not None:
                share = len(found[1]) / len(wanted)
                if share >= 0.5:
                    fits.append((share, key, name))
    chosen: dict[str, str] = {}
    for _share, key, name in sorted(fits, key=lambda fit: (-fit[0], list(SHEETS).index(fit[1]), fit[2])):
        if key not in chosen and name not in chosen.values():
            chosen[key] = name
    return chosen


def plain(text: str) -> str:
    """A text as it is compared: case and spaces make no difference, nor what ends it."""
    return " ".join(text.replace("’", "'").casefold().split()).rstrip(" .:*")


def _head_row(
    sheet: SheetRead, heads: Mapping[str, tuple[str, str]]
) -> tuple[RowRead, dict[str, list[int]]] | None:
    """The row of column heads, and the columns that each field was found over."""
    by_head = {plain(head): name for name, (head, _words) in heads.items()}
    best: tuple[RowRead, dict[str, list[int]]] | None = None
    for row in sheet.rows:
        if row.number > _HEADS_WITHIN:
            break
        found: dict[str, list[int]] = {}
        for column, value in row.cells.items():
            if isinstance(value, str) and (name := by_head.get(plain(value))) is not None:
                found.setdefault(name, []).append(column)
        if found and (best is None or len(found) > len(best[1])):
            best = row, found
    if best is None or (len(best[1]) == 1 and len(best[0].cells) == 1 and len(heads) > 1):
        return None
    return best


def _table(key: str, sheet: SheetRead, heads: Mapping[str, tuple[str, str]], workbook: str) -> Table:
    found = _head_row(sheet, heads)
    assert found is not None
    head, columns = found
    refused = [
        Refusal(
            f"{sheet.name}!{letters_of(places[1])}{head.number}",
            _("“{head}” stands over two columns — rename the one that should not come in").format(
                head=heads[name][0]
            ),
            workbook,
        )
        for name, places in columns.items()
        if len(places) > 1
    ]
    fields = {name: places[0] for name, places in columns.items() if len(places) == 1}
    below = [row for row in sheet.rows if row.number > head.number]
    taken = {column for places in columns.values() for column in places}
    references = _reference_columns(below, taken)
    covered = _covered(sheet, below, fields)
    rows = []
    for row in below:
        cells = {
            name: value
            for name, column in fields.items()
            if (value := row.cells.get(column)) is not None
            and not (isinstance(value, str) and not value.strip())
        }
        ends = tuple(_as_text(row.cells.get(column)) for column in references)
        given = tuple(end for end in ends if end)
        if not cells and not given:
            continue
        if _is_head(cells, heads):
            continue
        rows.append(TableRow(row.number, given, cells, covered.get(row.number, frozenset())))
    table = Table(
        key=key,
        name=sheet.name,
        columns=fields,
        rows=rows,
        has_references=bool(references),
        refused=refused,
        absent=tuple(head for name, (head, _words) in heads.items() if name not in columns),
    )
    if references:
        table.reference_column = references[0]
    return table


def _is_head(cells: Mapping[str, CellRead], heads: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a row repeats the heads, as happens when sheets are pasted under one another."""
    return bool(cells) and all(
        isinstance(value, str) and plain(value) == plain(heads[name][0]) for name, value in cells.items()
    )


def _as_text(value: CellRead | None) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _reference_columns(rows: list[RowRead], taken: set[int]) -> tuple[int, ...]:
    """The first and the last column that hold references, wherever they were moved to."""
    filled: dict[int, int] = {}
    fitting: dict[int, int] = {}
    for row in rows:
        for column, value in row.cells.items():
            if column in taken:
                continue
            filled[column] = filled.get(column, 0) + 1
            if isinstance(value, str) and as_reference(value) is not None:
                fitting[column] = fitting.get(column, 0) + 1
    found = sorted(column for column, n in fitting.items() if n * 2 >= filled[column])
    return (found[0], found[-1]) if len(found) > 1 else tuple(found)


def as_reference(text: str) -> str | None:
    """The record's id in a reference as people copy one; ``None`` where its check character does not fit."""
    if len(text) > 80:
        return None
    return without_check(tidy_reference(text))


def tidy_reference(text: str) -> str:
    """``e4k7 m2q9x – c`` → ``E4K7M2Q9X-C``."""
    return "".join(_DASHES.sub("-", text).split()).upper()


def _covered(sheet: SheetRead, rows: list[RowRead], fields: Mapping[str, int]) -> dict[int, frozenset[str]]:
    """Row → the fields whose cells lie under a merged one, its first cell left out."""
    found: dict[int, set[str]] = {}
    numbers = [row.number for row in rows]
    left = _MOST_MERGED
    for first_row, first_column, last_row, last_column in sheet.merged:
        left -= 1 + bisect_right(numbers, last_row) - bisect_left(numbers, first_row)
        if left < 0:  # no person merges so much; what is under them is read as it is
            break
        under = [(name, column) for name, column in fields.items() if first_column <= column <= last_column]
        for number in numbers[bisect_left(numbers, first_row) : bisect_right(numbers, last_row)]:
            for name, column in under:
                if (number, column) != (first_row, first_column):
                    found.setdefault(number, set()).add(name)
    return {number: frozenset(names) for number, names in found.items()}
