"""Working copies that somebody fills in: cells by sheet, record and field, as a person would find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from workbook_reader import export

from rrsa.evaluation import Evaluation
from rrsa.exchange.returning import apply_return, read_returns
from rrsa.exchange.returning.preview import Difference, Preview
from rrsa.framework.adopted import adopt_file
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Changeset
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.portfolio import Portfolio
from rrsa.setup import create_setting
from rrsa.store import Store

SMALL = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"
TODAY = date(2026, 4, 20)

RECORDS: dict[tuple[str, str], dict[str, Any]] = {
    ("outcome", "1"): {"view": 2, "line": "We have begun.", "achieved": "Charters in every class."},
    ("outcome", "2"): {"view": 3},
    ("look", "1.a"): {"answer": "yes", "why": "Every class has one."},
    ("evidence", "E11111111"): {
        "title": "Council minutes",
        "perspective": "children",
        "directness": "first-hand",
        "date": "2026-03-03",
        "seen_by": "P6 teacher",
        "place": "Office",
        "note": "They asked for longer breaks.",
        "consent": "not-needed",
        "people": 12,
    },
    ("evidence", "E22222222"): {"title": "Playground watch", "perspective": "observation", "people": 3},
    ("evidence", "E33333333"): {"title": "Letter home", "perspective": "records", "replaces": "E22222222"},
    ("link", "E11111111:1"): {"evidence": "E11111111", "target": "1", "direction": "works", "chosen": True},
    ("link", "E11111111:2.a"): {"evidence": "E11111111", "target": "2.a", "direction": "not-yet"},
    ("link", "E22222222:2"): {"evidence": "E22222222", "target": "2", "direction": "works"},
    ("action", "A11111111"): {
        "what": "Longer breaks",
        "outcome": "2",
        "who": "Head",
        "due": "2026-05-01",
        "status": "planned",
        "because": "E11111111",
    },
    ("measure", "M11111111"): {
        "title": "Feels heard",
        "outcome": "3",
        "counts": "people",
        "better": "more",
        "baseline": 20,
        "baseline_n": 41,
        "baseline_on": "2025-09-01",
    },
    ("reading", "R11111111"): {"measure": "M11111111", "date": "2026-02-02", "count": 30, "n": 41},
}
"""A small school, with something of everything that a working copy holds."""


def made(store: Store, records: dict[tuple[str, str], dict[str, Any]] = RECORDS) -> Evaluation:
    """A school that holds exactly these records, unchecked."""
    setting = create_setting(store, "Glen School", adopt_file(SMALL), author="Lead", aim="second")
    changes: list[Change] = []
    for (kind, record), values in records.items():
        if kind in ("outcome", "look"):
            changes += edits.set_fields(Portfolio(), kind, record, values)[0]
        else:
            changes += edits.create(kind, record, values)
    store.commit(setting, Changeset("Lead", "Made for a test", tuple(changes)))
    return Evaluation.open(store, setting, author="Lead")


class Copy:
    """A working copy opened by a colleague, in openpyxl's shape."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self._heads: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._columns: dict[tuple[str, str], str] = {}
        for line in self.book["_rrsa"].iter_rows(values_only=True):
            if line[0] == "sheet":
                self._names[str(line[1])], self._heads[str(line[1])] = str(line[2]), int(str(line[3]))
            elif line[0] == "column":
                self._columns[str(line[1]), str(line[3])] = str(line[2])

    def sheet(self, key: str) -> Any:
        return self.book[self._names[key]]

    def head(self, key: str) -> int:
        return self._heads[key]

    def column(self, key: str, field: str) -> int:
        wanted = self._columns[key, field]
        row = self.sheet(key)[self._heads[key]]
        return next(cell.column for cell in row if cell.value == wanted)

    def row(self, key: str, record: str) -> int:
        wanted = with_check(record)
        return next(row[0].row for row in self.sheet(key).iter_rows(max_col=1) if row[0].value == wanted)

    def empty_row(self, key: str, n: int = 0) -> int:
        """The row of the n-th reference that was handed out for something new."""
        rows = [
            row[0].row
            for row in self.sheet(key).iter_rows(min_row=self._heads[key] + 1, max_col=1)
            if str(row[0].value).startswith("N")
        ]
        return int(rows[n])

    def cell(self, key: str, record: str, field: str) -> Any:
        return self.sheet(key).cell(self.row(key, record), self.column(key, field))

    def set(self, key: str, record: str, field: str, value: object) -> str:
        """Types something; gives the place as a message would name it."""
        cell = self.cell(key, record, field)
        cell.value = value
        return f"{self._names[key]}!{get_column_letter(cell.column)}{cell.row}"

    def add(self, key: str, values: Mapping[str, object], n: int = 0) -> int:
        """Fills in the n-th empty row; gives its number."""
        row = self.empty_row(key, n)
        for field, value in values.items():
            self.sheet(key).cell(row, self.column(key, field)).value = value
        return row

    def filled_in_by(self, role: str) -> None:
        start = self.book.worksheets[0]
        for row in start.iter_rows(max_col=1):
            if row[0].value == "Filled in by (a role)":
                start.cell(row[0].row, 2).value = role

    def save(self, path: Path | None = None) -> Path:
        path = path or self.path
        self.book.save(path)
        return path


def working(evaluation: Evaluation, folder: Path, name: str = "copy.xlsx") -> Copy:
    """A working copy that has just gone out."""
    evaluation.refresh()
    return Copy(export(evaluation, folder / name, "working"))


def look(store: Store, *paths: Path, today: date = TODAY) -> Preview:
    """What workbooks of one setting come to."""
    (preview,) = read_returns(store, paths, today=today)
    return preview


def words(preview: Preview) -> dict[str, str]:
    """Every difference by its key, as what the workbooks say."""
    return {each.key: " | ".join(side.words for side in each.theirs) for each in preview.differences}


def difference(preview: Preview, key: str) -> Difference:
    return next(each for each in preview.differences if each.key == key)


def refused(preview: Preview) -> dict[str, str]:
    """What was refused, by its place."""
    return {each.place: each.why for each in preview.refused}


def bring_in(
    store: Store, preview: Preview, choices: Mapping[str, str] | None = None, prefer: str | None = None
) -> int:
    return apply_return(store, preview, choices or {}, prefer=prefer, author="Lead").committed


def same_in_any_order(store: Store, paths: Sequence[Path]) -> None:
    """The order in which files are named makes no difference."""
    assert look(store, *paths) == look(store, *reversed(paths))
