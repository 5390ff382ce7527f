"""What a crosswalk is made of: how one framework, or one version of it, becomes another.

One YAML file, below the key ``crosswalk``. It mentions every outcome and look-for of the old framework once
and says what becomes of it, with a reason. The reader is ``crosswalk.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from rrsa.framework.fields import Flag, Grade, Id, Model, Text
from rrsa.i18n import _

_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[A-Za-z0-9][A-Za-z0-9._-]{0,31}")

NOTHING = frozenset({"null", "~", "none", ""})
"""How “no new one” is written behind a colon; no id can be one of these by chance."""


def _ref(value: str) -> str:
    if not _REF.fullmatch(value):
        raise ValueError(
            _("this is not one version of a framework — write its id, @ and the version: my-school@2026.1")
        )
    return value


def _none(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().casefold() in NOTHING else value


Ref = Annotated[str, AfterValidator(_ref)]
NewId = Annotated[Id | None, BeforeValidator(_none)]
NewGrade = Annotated[Grade | None, BeforeValidator(_none)]


class Move(Model):
    """What becomes of some outcomes or look-fors."""

    from_: tuple[Id, ...] = Field(default=(), alias="from")
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


class Crosswalk(Model):
    """From one framework to another."""

    from_: Ref = Field(alias="from")
    """The old framework, as ID@VERSION."""
    to: Ref
    """The new one, as ID@VERSION."""
    about: Text
    """What has changed on the whole, and who says so."""
    scale: Mapping[Grade, NewGrade] = Field(default_factory=dict)
    """Old grade → new grade, for every old grade; “null” for one that lies beside for review.
    Left out where both scales are the same."""
    views: Literal["move", "beside"] = "move"
    """“beside” where the scales differ and nobody can say which grade is which: no view moves then."""
    moves: tuple[Move, ...] = Field(min_length=1)
    """What becomes of each outcome and look-for."""
    stages: Mapping[Id, NewId] = Field(default_factory=dict)
    """Old stage → new stage, or “null”."""
    milestones: Mapping[Id, NewId] = Field(default_factory=dict)
    """Old milestone → new milestone, or “null”."""
    checklist: Mapping[Id, NewId] = Field(default_factory=dict)
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


class CrosswalkFile(Model):
    """A file that holds one crosswalk."""

    crosswalk: Crosswalk
