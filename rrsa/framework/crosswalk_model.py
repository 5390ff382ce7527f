"""What a crosswalk is made of: how one framework, or one version of it, becomes another.

One YAML file, below the key ``crosswalk``. It mentions every outcome and look-for of the old framework once
and says what becomes of it, with a reason. The reader is ``crosswalk.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from rrsa.framework.plain import Model

if TYPE_CHECKING:
    from pydantic import Field

    from rrsa.framework.fields import Flag, Grade, Id, NewGrade, NewId, Ref, Text


@dataclass(frozen=True, kw_only=True)
class Move(Model):
    """What becomes of some outcomes or look-fors."""

    from_: Annotated[tuple[Id, ...], Field(alias="from")] = ()
    """Ids in the old framework, outcomes or look-fors."""
    to: tuple[Id, ...] = ()
    """Ids in the new one. With “kept” it may be left out: the ids stay as they are."""
    supports: tuple[Id, ...] = ()
    """New ids to which evidence may belong as well; views and words are not laid beside these."""
    how: Literal["kept", "renamed", "split", "merged", "retired", "new"]
    """What has happened to them."""
    same: Flag = False
    """Whether it still asks the same, so that views, words and evidence move along by themselves.
    Otherwise they lie beside the new outcome for review."""
    why: Text
    """The reason, as people read it before they move."""

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Old id → new id, one for one; empty unless it is kept or renamed."""
        if self.how == "kept":
            return tuple((old, old) for old in self.from_)
        return tuple(zip(self.from_, self.to, strict=False)) if self.how == "renamed" else ()


@dataclass(frozen=True, kw_only=True)
class Crosswalk(Model):
    """From one framework to another."""

    from_: Annotated[Ref, Field(alias="from")]
    """The old framework, as ID@VERSION."""
    to: Ref
    """The new one, as ID@VERSION."""
    about: Text
    """What has changed on the whole, and who says so."""
    scale: Mapping[Grade, NewGrade] = field(default_factory=dict)
    """Old grade → new grade, for every old grade; “null” for one that lies beside for review.
    Left out where both scales are the same."""
    views: Literal["move", "beside"] = "move"
    """“beside” where the scales differ and nobody can say which grade is which: no view moves then."""
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]
    """What becomes of each outcome and look-for."""
    stages: Mapping[Id, NewId] = field(default_factory=dict)
    """Old stage → new stage, or “null”."""
    milestones: Mapping[Id, NewId] = field(default_factory=dict)
    """Old milestone → new milestone, or “null”."""
    checklist: Mapping[Id, NewId] = field(default_factory=dict)
    """Old item of the visit's checklist → new item, or “null”. One that is not named is laid by."""

    @cached_property
    def move_of(self) -> Mapping[str, Move]:
        """Old id → what becomes of it."""
        return {old: move for move in self.moves for old in move.from_}

    @cached_property
    def same_as(self) -> Mapping[str, str]:
        """Old id → the new id that still asks the same."""
        return {old: new for move in self.moves if move.same for old, new in move.pairs}

    @cached_property
    def reached(self) -> frozenset[str]:
        """The new ids to which something leads."""
        return frozenset(
            new
            for move in self.moves
            if move.how != "new"
            for new in (*move.to, *(new for _old, new in move.pairs))
        )


@dataclass(frozen=True, kw_only=True)
class CrosswalkFile(Model):
    """A file that holds one crosswalk."""

    crosswalk: Crosswalk
