"""Portfolios and changesets of every shape that the store lets through, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from rrsa.portfolio.changes import Cell, Change, Changeset, Guard
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, FieldSpec, Value, link_id

IDS = {
    "setting": ["setting"],
    "outcome": ["1", "2", "3"],
    "look": ["1.a", "2.a"],
    "evidence": ["E1", "E2", "E3"],
    "link": [link_id(e, t) for e in ("E1", "E2", "E3") for t in ("1", "2", "1.a")],
    "action": ["A1", "A2"],
    "milestone": ["group"],
    "round": ["V1", "V2"],
    "tally": ["T1", "T2"],
    "form": ["F1"],
}

_FIXED: dict[str, list[Value]] = {
    "evidence": ["E1", "E2", "E3"],
    "target": ["1", "2", "1.a"],
    "outcome": ["1", "2"],
    "because": ["E1", "E2", "E3"],
    "round": ["V1", "V2"],
    "form": ["F1"],
    "due": ["2026-04-03", "2027-01-31"],
}


def values(spec: FieldSpec) -> st.SearchStrategy[Value]:
    """What a field may hold; absent as often as not."""
    if spec.name in _FIXED:
        return st.none() | st.sampled_from(_FIXED[spec.name])
    if spec.choices:
        return st.none() | st.sampled_from(spec.choices)
    if spec.type == "whole":
        return st.none() | st.integers(0, 3)
    if spec.type == "flag":
        return st.none() | st.just(True)
    if spec.type == "day":
        return st.none() | st.sampled_from(["2026-04-03", "2025-09-01"])
    return st.none() | st.sampled_from(["a word", "two\nlines", "عربي 👧", ""])


@st.composite
def addresses(draw: st.DrawFn) -> Cell:
    kind = draw(st.sampled_from(sorted(IDS)))
    return Cell(kind, draw(st.sampled_from(IDS[kind])), draw(st.sampled_from(sorted(SPECS[kind]))))


@st.composite
def wishes(draw: st.DrawFn, most: int = 12) -> dict[Cell, Value]:
    """Cells, and what somebody wants in them."""
    cells = draw(st.lists(addresses(), max_size=most, unique=True))
    return {cell: draw(values(SPECS[cell.kind][cell.field])) for cell in cells}


def portfolios() -> st.SearchStrategy[Portfolio]:
    return wishes(30).map(
        lambda wanted: Portfolio().with_changes(Change(cell, None, value) for cell, value in wanted.items())
    )


def changeset(seen: Portfolio, wanted: dict[Cell, Value], guarded: list[Cell] | None = None) -> Changeset:
    """What somebody who saw ``seen`` wants, holding on to some cells as they were seen."""
    return Changeset(
        "rights lead",
        "a change",
        tuple(Change(cell, seen.value(cell), value) for cell, value in wanted.items()),
        tuple(Guard(cell, seen.value(cell)) for cell in guarded or () if cell not in wanted),
    )


@st.composite
def changesets(draw: st.DrawFn, seen: Portfolio) -> Changeset:
    return changeset(seen, draw(wishes()), draw(st.lists(addresses(), max_size=3, unique=True)))
