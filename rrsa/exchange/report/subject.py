"""What a paper is about: what may leave of a setting, the stage it is read for, perhaps one outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rrsa.exchange.content import Content
from rrsa.framework.model import (
    Framework,
    Outcome,
    OutcomeCondition,
    Stage,
    StageCondition,
    StrandCondition,
)
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action
from rrsa.vocabulary import SettingKind


@dataclass(frozen=True)
class Subject:
    """Everything that a composer may look at."""

    content: Content
    stage: Stage
    outcome: Outcome | None = None
    review: str | None = None  # the review that a report is about

    @property
    def framework(self) -> Framework:
        return self.content.framework

    @property
    def portfolio(self) -> Portfolio:
        return self.content.portfolio

    @property
    def kind(self) -> SettingKind:
        return self.framework.for_

    @cached_property
    def conditions(self) -> tuple[StageCondition, ...]:
        """The stage's conditions with those inside *any* and *all*, none of which holds others itself."""
        return tuple(_flat_stage(self.stage.conditions))

    @cached_property
    def of_outcomes(self) -> tuple[OutcomeCondition, ...]:
        """What the stage asks of each outcome, flat likewise."""
        return tuple(_flat_outcome(each for c in self.conditions for each in c.each_outcome or ()))

    @cached_property
    def of_strands(self) -> tuple[StrandCondition, ...]:
        """What the stage asks of each strand."""
        return tuple(each for condition in self.conditions for each in condition.each_strand or ())

    def actions(self, outcome: str | None = None) -> tuple[Action, ...]:
        """The actions of an outcome, or all of them: soonest first, those without a date last."""
        every = self.portfolio.actions.values()
        kept = [a for a in every if a.present and (outcome is None or a.outcome == outcome)]
        return tuple(sorted(kept, key=lambda a: (a.due or "9999", a.id)))

    def stray_actions(self) -> tuple[Action, ...]:
        """The actions that belong to no outcome of this framework."""
        return tuple(a for a in self.actions() if a.outcome not in self.framework.outcomes)


def _flat_stage(conditions: tuple[StageCondition, ...]) -> Iterator[StageCondition]:
    for condition in conditions:
        inner = condition.any or condition.all
        if inner is None:
            yield condition
        else:
            yield from _flat_stage(inner)


def _flat_outcome(conditions: Iterator[OutcomeCondition]) -> Iterator[OutcomeCondition]:
    for condition in conditions:
        inner = condition.any or condition.all
        if inner is None:
            yield condition
        else:
            yield from _flat_outcome(iter(inner))
