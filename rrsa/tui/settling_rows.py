"""The lines in which what came back is listed: which there are, how they are marked, and what they can be
narrowed down to."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rrsa.exchange.returning.preview import Difference, Preview, Refusal
from rrsa.i18n import _

ROWS = 200
"""Rows on a page: nobody reads thousands, and a list of them takes seconds to draw."""

BETWEEN = " · "


class Fate(StrEnum):
    """What becomes of a difference as things are settled now."""

    GOES_IN = "goes-in"
    WAITS = "waits"
    STAYS = "stays"
    REMOVED = "removed"
    LEFT_OUT = "left-out"
    """It only goes in with something else that does not, such as the title of a new row."""


MARKS = {Fate.GOES_IN: "→", Fate.WAITS: "?", Fate.STAYS: "=", Fate.REMOVED: "✕", Fate.LEFT_OUT: "="}


class Only(StrEnum):
    """What the list can be narrowed down to."""

    EVERYTHING = "everything"
    WAITING = "waiting"
    CHANGES = "changes"
    NEW = "new"
    STAYS = "stays"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {
            Only.EVERYTHING: _("Everything"),
            Only.WAITING: _("What is to choose"),
            Only.CHANGES: _("What only they have changed"),
            Only.NEW: _("New rows"),
            Only.STAYS: _("What stays as it is here"),
            Only.REFUSED: _("Cells that are not understood"),
        }[self]


class Wanted(NamedTuple):
    """What is listed: of all, or of one outcome, piece or sheet, or from one workbook."""

    only: Only = Only.EVERYTHING
    group: str = ""
    workbook: str = ""


class Row(NamedTuple):
    """A line of the list: a heading (nothing else set), a difference, a refusal, or a note."""

    text: str
    preview: Preview | None = None
    difference: Difference | None = None
    refusal: Refusal | None = None
    note: str = ""

    @property
    def id(self) -> str | None:
        if self.preview is None:
            return None
        if self.difference is not None:
            return f"d {self.preview.setting} {self.difference.key}"
        if self.refusal is not None:
            return f"r {self.preview.setting} {self.refusal.workbook} {self.refusal.place}"
        return f"n {self.preview.setting} {self.note}"


class Page(NamedTuple):
    """The rows of a page with their headings, the number of the first, and how many there are in all."""

    rows: tuple[Row, ...]
    first: int
    total: int


def group_of(difference: Difference) -> str:
    """What a difference belongs to: the outcome, the piece, the action."""
    return difference.about.partition(BETWEEN)[0]


def name_in_group(difference: Difference) -> str:
    """What it is within that."""
    return difference.about.partition(BETWEEN)[2] or difference.about


def grouped(differences: Sequence[Difference]) -> list[tuple[str, Difference]]:
    """Together what belongs together, each group where its first one stands."""
    groups: dict[str, list[Difference]] = {}
    for difference in differences:
        groups.setdefault(group_of(difference), []).append(difference)
    return [(group, difference) for group, own in groups.items() for difference in own]
