"""What one workbook says, once it has been understood: plain values, cell by cell, with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from rrsa.exchange.returning.preview import Refusal
from rrsa.portfolio.records import Value


class Shown(NamedTuple):
    """What a piece is shown as against one target."""

    direction: str | None
    chosen: bool


Links: TypeAlias = Mapping[str, Shown]
"""Target → what the piece shows there."""


def links_of(base: Mapping[str, Any]) -> Links:
    """What a piece was for when it went out, of its base values."""
    chosen = base.get("chosen", ())
    return {target: Shown(direction, target in chosen) for target, direction in base.get("for", {}).items()}


class Pending(str):
    """The reference of a new row, until that row has its id."""

    __slots__ = ()


@dataclass(slots=True)
class RowSaid:
    """A row of a record that is known: what differs from what went out."""

    kind: str
    record: str
    number: int
    base: Mapping[str, Value] | None
    """What went out, ``None`` where that is not known."""
    base_links: Links
    values: dict[str, Value] = field(default_factory=dict)
    """Field → what stands there now, of those that differ from what went out."""
    links: Links | None = None
    """What the piece is for, where that differs."""
    places: dict[str, str] = field(default_factory=dict)
    """Field → ``Evidence!F12``."""
    unknown: frozenset[str] = frozenset()
    """Fields whose value did not go out."""

    @property
    def says_something(self) -> bool:
        return bool(self.values) or self.links is not None


@dataclass(slots=True)
class NewRow:
    """A row that somebody has added."""

    kind: str
    record: str
    """Its id, made from the export, its reference and what it holds."""
    reference: str
    place: str
    values: dict[str, Value]
    links: Links
    places: dict[str, str]


@dataclass(slots=True)
class Returned:
    """One workbook, understood."""

    name: str
    who: str
    rows: dict[tuple[str, str], RowSaid] = field(default_factory=dict)
    news: dict[str, NewRow] = field(default_factory=dict)
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Rows that went out and did not come back: kind and record."""
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    untouched: int = 0
    """Rows in which nothing differs from what went out."""
    is_bound: bool = True
    """Whether it was written by the framework's text that is in force."""
