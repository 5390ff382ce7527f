"""What a sheet of a framework's workbook is made of, and the words that its cells take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

YES_NO = ("yes", "no")
EXAMPLE = "e.g."
"""A row whose first cell begins so is an example, and is passed over."""
GRADES = 10
FOLLOWS = 2_000
"""Rows for which drop-downs are laid out."""

MILESTONE = "milestone is reached"
IN_FULL = "as in the file"
CONDITIONS: Mapping[str, tuple[str, str]] = {
    MILESTONE: ("milestone", ""),
    "has a grade": ("has", "view"),
    "has a line on why": ("has", "line"),
    "says how it was achieved": ("has", "achieved"),
    "says what difference it made": ("has", "difference"),
    "has an action": ("has", "action"),
    "has children's views": ("has", "children"),
    "grade is at least": ("view", ""),
    "shown at least to grade": ("shown", ""),
    "pieces of evidence at least": ("pieces", ""),
    "perspectives at least": ("perspectives", ""),
    "evidence score at least": ("score", ""),
    "look-fors at least partly": ("looks", "partly"),
    "look-fors yes": ("looks", "yes"),
    IN_FULL: ("", ""),
}
"""What a row of the sheet for conditions says → the condition's key, and its word where it has no value."""
SETTING, EACH_OUTCOME, EACH_STRAND = "the setting", "each outcome", "each strand"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``offers`` holds the words of its drop-down, or the one column (``stages.id``) whose cells
    they are; ``needed`` cells may not be empty."""

    key: str
    head: str
    width: int  # pixels
    about: str = ""
    kind: str = "text"
    offers: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. ``spare`` empty rows are laid out below what it holds."""

    key: str
    name: str
    about: str
    columns: tuple[Column, ...]
    needed: bool = True
    spare: int = 12

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)
