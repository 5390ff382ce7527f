"""An action plan made from areas for improvement: one action for each, proposed before anything is planned.

A partnership writes its areas for improvement one a line beside each outcome, as a published inspection
report lists them. Each becomes an action in the same words; who does it and by when is for people to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rrsa.framework.model import Framework
from rrsa.portfolio.ids import ACTION_LETTER, derived_id
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import LINE

_BULLET = re.compile(r"^\s*(?:[-–—•*▪◦]|\d{1,2}[.)])\s+")


class Proposed(NamedTuple):
    """An action that an area for improvement would become."""

    action: str
    """Its id: the same for the same area, so that nothing is planned twice."""
    outcome: str
    what: str
    planned: bool
    """Whether it stands in the plan already."""


def areas(text: str | None) -> tuple[str, ...]:
    """The areas for improvement in what was written, one a line, without bullets or numbers."""
    lines = (_BULLET.sub("", line).strip() for line in (text or "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def proposals(framework: Framework, portfolio: Portfolio, outcome: str | None = None) -> tuple[Proposed, ...]:
    """The actions that areas for improvement come to, of all outcomes or of one, in the framework's order."""
    return tuple(_proposals(framework, portfolio, outcome))


def to_plan(proposed: Iterable[Proposed]) -> list[tuple[str, str, str]]:
    """Id, outcome and what to do of those that are not in the plan yet."""
    return [(each.action, each.outcome, each.what) for each in proposed if not each.planned]


def _proposals(framework: Framework, portfolio: Portfolio, only: str | None) -> Iterator[Proposed]:
    for outcome in framework.outcomes:
        if only is not None and outcome != only:
            continue
        stand = {_same(action.what) for action in portfolio.actions_by_outcome.get(outcome, ())}
        for area in areas(portfolio.outcome(outcome).improve):
            what = area if len(area) <= LINE else area[: LINE - 1].rstrip() + "…"
            made = derived_id(ACTION_LETTER, "area for improvement", outcome, _same(area))
            yield Proposed(made, outcome, what, made in portfolio.actions or _same(what) in stand)


def _same(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
