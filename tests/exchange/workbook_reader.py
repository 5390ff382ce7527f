"""Exports workbooks, and reads a working copy as docs/reference/workbooks.md describes it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from rrsa.evaluation import Evaluation
from rrsa.exchange.export import export_workbook
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.ids import without_check
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, link_id

COPIES = ("assessor", "working", "blank")
KIND = {
    "quick-look": "outcome",
    "outcomes": "outcome",
    "look-fors": "look",
    "evidence": "evidence",
    "plan": "action",
    "measures": "measure",
    "readings": "reading",
}
_FOR = re.compile(r"^(\S+)(?: \((.+)\))?$")


def export(evaluation: Evaluation, path: Path, copy: str) -> Path:
    """One of the three copies, at ``path``."""
    export_workbook(
        evaluation, path, copy="assessor" if copy == "assessor" else "working", blank=copy == "blank"
    )
    return path


def texts(path: Path, *, hidden: bool = False) -> str:
    """Everything that stands in a workbook's cells, a line each."""
    book = load_workbook(path)
    return "\n".join(
        str(cell)
        for sheet in book
        if hidden or sheet.sheet_state == "visible"
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


@dataclass
class Returned:
    """A workbook as it says itself: who it is, what went out, what stands there now."""

    identity: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    columns: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    base: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    issued: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    new: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def cells(self) -> dict[Cell, Any]:
        """Every cell of the portfolio that the visible rows hold."""
        return _cells({(KIND[sheet], record): values for (sheet, record), values in self._merged().items()})

    def base_cells(self) -> dict[Cell, Any]:
        """Every cell of the portfolio that the hidden sheet says went out."""
        merged: dict[tuple[str, str], dict[str, Any]] = {}
        for (sheet, record), values in self.base.items():
            known = merged.setdefault((KIND[sheet], record), {})
            known |= {k: v for k, v in values.items() if k not in ("for", "chosen", "withheld")}
            if "for" in values:
                chosen = set(values.get("chosen", ()))
                known["links"] = {t: (d, t in chosen) for t, d in values["for"].items()}
        return _cells(merged)

    def _merged(self) -> dict[tuple[str, str], dict[str, Any]]:
        merged: dict[tuple[str, str], dict[str, Any]] = {}
        for (sheet, record), values in self.rows.items():
            first = "quick-look" if sheet == "outcomes" else sheet
            merged.setdefault((first, record), {}).update(values)
        return merged


def _cells(records: dict[tuple[str, str], dict[str, Any]]) -> dict[Cell, Any]:
    found: dict[Cell, Any] = {}
    for (kind, record), values in records.items():
        if kind in ("evidence", "action", "measure", "reading"):
            found[Cell(kind, record, "present")] = True
        for name, value in values.items():
            if name == "links":
                for target, (direction, chosen) in value.items():
                    made = link_id(record, target)
                    link = {"present": True, "evidence": record, "target": target, "direction": direction}
                    link |= {"chosen": True} if chosen else {}
                    found |= {Cell("link", made, k): v for k, v in link.items() if v is not None}
            elif value is not None:
                found[Cell(kind, record, name)] = value
    return found


def carried(portfolio: Portfolio) -> dict[Cell, Any]:
    """The cells of a portfolio that a working copy carries."""
    left_out = {
        "setting": set(SPECS["setting"]),
        "milestone": set(SPECS["milestone"]),
        "checklist": set(SPECS["checklist"]),
        # Counts never travel in a working copy: they are not filled in, and small ones are among them.
        **{kind: set(SPECS[kind]) for kind in ("round", "tally", "form")},
        # Others' views are not filled in by colleagues either; they stand in the assessor's copy.
        **{kind: set(SPECS[kind]) for kind in ("review", "review_view", "agreed")},
        "evidence": {"file_sha256", "file_name", "file_type", "file_size"},
    }
    return {cell: v for cell, v in portfolio.cells() if cell.field not in left_out.get(cell.kind, ())}


def read(path: Path) -> Returned:
    """The working copy at ``path``."""
    book = load_workbook(path, data_only=True)
    found = Returned()
    for name, value, label in book["_words"].iter_rows(min_row=2, max_col=3, values_only=True):
        found.words.setdefault(name, {})[label] = value or ""
    for line in book["_rrsa"].iter_rows(values_only=True):
        _line(found, [cell for cell in line if cell is not None])
    for key, name in found.names.items():
        if key in KIND:
            _sheet(found, key, book[name])
    return found


def _line(found: Returned, line: list[str]) -> None:
    what, rest = line[0], line[1:]
    if what == "sheet":
        found.names[rest[0]] = rest[1]
        found.heads[rest[0]] = int(rest[2])
    elif what == "column":
        found.columns.setdefault(rest[0], {})[rest[1]] = (rest[2], rest[3] if len(rest) > 3 else "")
    elif what == "row":
        assert without_check(rest[1]) == rest[2]
        found.base[rest[0], rest[2]] = json.loads("".join(rest[3:]))
    elif what == "new":
        found.issued.setdefault(rest[0], set()).add(rest[1])
    else:
        found.identity[what] = rest[0]


def _sheet(found: Returned, key: str, sheet: Any) -> None:
    head = [cell.value for cell in sheet[found.heads[key]]]
    assert head[0] == head[-1]
    for row in sheet.iter_rows(min_row=found.heads[key] + 1, values_only=True):
        reference = row[0]
        if not reference:
            continue
        assert row[len(head) - 1] == reference, "the last column repeats the first"
        values: dict[str, Any] = {}
        for title, value in zip(head, row, strict=False):
            if title in found.columns[key]:
                name, words = found.columns[key][title]
                values[name] = _value(found, KIND[key], name, words, value)
        if key == "evidence":
            values["links"] = _links(found, values.pop("for"), values.pop("direction"), values.pop("chosen"))
        if reference in found.issued.get(key, ()):
            found.new[key, reference] = values
        else:
            record = without_check(reference)
            assert record is not None, reference
            found.rows[key, record] = values


def _value(found: Returned, kind: str, name: str, words: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if words:
        value = found.words[words].get(value, value) or None
    spec = SPECS[kind].get(name)
    if spec is None:
        return value
    if spec.type == "whole":
        return int(value) if str(value).isdigit() else None
    if spec.type == "flag":
        return True if value == "true" else None
    if spec.type == "day":
        assert isinstance(value, datetime), "days are real dates"
        return value.date().isoformat()
    if name in ("because", "measure", "replaces"):
        return without_check(value)
    return value


def _links(found: Returned, text: str | None, usual: str | None, chosen: str | None) -> dict[str, Any]:
    first = {target.strip() for target in (chosen or "").split(",")}
    links = {}
    for part in str(text).split(",") if text else []:
        match = _FOR.match(part.strip())
        assert match, part
        direction = found.words["directions"][match[2]] if match[2] else usual
        links[match[1]] = (direction, match[1] in first)
    return links
