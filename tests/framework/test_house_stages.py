"""The stages of the framework for children's houses: what reaches them, and that next steps lead there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

import pytest

from rrsa.framework.model import Framework, OutcomeCondition
from rrsa.framework.reader import read_framework
from rrsa.paths import shipped
from rrsa.portfolio.changes import Change
from rrsa.portfolio.portfolio import Portfolio, record_cells
from rrsa.portfolio.records import (
    Action,
    Evidence,
    Link,
    LookRecord,
    MilestoneRecord,
    OutcomeRecord,
    Record,
    link_id,
)
from rrsa.scoring.assess import assess
from rrsa.scoring.model import Step, StepKind
from rrsa.scoring.steps import next_steps

FIRST, LATER = "making-it-real", "how-we-live"
TODAY = date(2026, 11, 20)
FRESH, OLD = "2026-09-01", "2022-09-01"
Sort = tuple[str, str, str]  # perspective, directness, date


@lru_cache(maxsize=1)
def house() -> Framework:
    return read_framework(shipped("frameworks") / "rights-respecting-house.yaml")


def _ready(stage: str, grade: int, pieces: list[Sort], look: str = "partly", action: bool = False) -> bool:
    """Whether a house that has reached the stage's milestones, gives every outcome this grade, answers
    every look-for alike and shows every outcome by these pieces is ready for the stage."""
    records: list[Record] = [
        MilestoneRecord(m.id, done=FRESH) for m in house().milestones if m.stage == stage
    ]
    records += [LookRecord(indicator, answer=look) for indicator in house().indicators]
    for outcome in house().outcomes:
        said: dict[str, Any] = {"line": "We asked.", "achieved": "We began.", "difference": "It is calmer."}
        records.append(OutcomeRecord(outcome, view=grade, **said))
        if action:
            records.append(Action(f"action-{outcome}", present=True, what="Ask.", outcome=outcome))
        for n, (perspective, directness, day) in enumerate(pieces):
            piece = f"piece-{outcome}-{n}"
            seen: dict[str, Any] = {"title": "Seen", "directness": directness, "date": day}
            records.append(Evidence(piece, present=True, perspective=perspective, **seen))
            records.append(Link(link_id(piece, outcome), True, piece, outcome, "works"))
    return assess(house(), Portfolio.from_records(records), TODAY).stages[stage].ready


def test_every_milestone_is_asked_for_by_its_own_stage() -> None:
    for stage in house().stages:
        asked = [condition.milestone for condition in stage.conditions if condition.milestone]
        assert asked == [m.id for m in house().milestones if m.stage == stage.id]
        assert asked


def test_finding_out_asks_for_no_evidence() -> None:
    assert _ready("finding-out", 4, [])
    assert _ready("finding-out", 1, [], action=True)
    assert not _ready("finding-out", 3, []), "a low grade asks for an action"


@pytest.mark.parametrize("other", ["observation", "records", "adults"])
def test_two_pieces_make_it_real_if_one_is_what_young_people_say(other: str) -> None:
    assert _ready(FIRST, 4, [("children", "reported", OLD), (other, "reported", OLD)])
    assert not _ready(FIRST, 4, [("children", "first-hand", FRESH)] * 2), "one perspective"
    without = "records" if other == "adults" else "adults"
    assert not _ready(FIRST, 4, [(without, "first-hand", FRESH), (other, "first-hand", FRESH)])


def test_three_pieces_are_enough_for_how_we_live_if_they_are_fresh_or_first_hand() -> None:
    sides = ("children", "observation", "adults")
    assert _ready(LATER, 5, [(side, "reported", FRESH) for side in sides], look="yes")
    assert _ready(LATER, 5, [(side, "first-hand", OLD) for side in sides], look="yes")
    assert not _ready(LATER, 5, [(side, "reported", OLD) for side in sides], look="yes")
    assert not _ready(LATER, 5, [(side, "first-hand", FRESH) for side in sides[:2]], look="yes")
    assert not _ready(LATER, 4, [(side, "first-hand", FRESH) for side in sides], look="yes")


def test_it_is_kept_with_what_there_was_and_a_plan_where_something_slipped() -> None:
    had = [(side, "reported", OLD) for side in ("children", "observation", "adults")]
    assert _ready("keeping-it", 5, had)
    assert _ready("keeping-it", 4, had, action=True)
    assert not _ready("keeping-it", 4, had)
    assert not _ready("keeping-it", 3, had, action=True)


def _leaves(conditions: tuple[OutcomeCondition, ...]) -> Iterator[OutcomeCondition]:
    for condition in conditions:
        if condition.any or condition.all:
            yield from _leaves((condition.any or ()) + (condition.all or ()))
        else:
            yield condition


def test_what_evidence_can_carry_matches_what_the_stages_ask_to_be_shown() -> None:
    at_most = {cap.when: cap.at_most for cap in house().caps}
    shown = {
        stage.id: max(leaf.shown or 0 for c in stage.conditions for leaf in _leaves(c.each_outcome or ()))
        for stage in house().stages
    }
    assert at_most["no-children"] < shown[FIRST] <= at_most["two-perspectives"] < shown[LATER]
    assert at_most["one-perspective"] < shown[FIRST]
    assert at_most["no-difference"] < shown[LATER]
    assert len(at_most) == len(house().caps) == 5


# What comes next


def _carried_out(step: Step, view: int, made: Iterator[int]) -> list[Record]:
    """What a house records when it does what a step says; ``view`` is the grade it gives at a first look."""
    outcome = step.outcome or ""
    if step.kind is StepKind.ADD_EVIDENCE:
        records: list[Record] = []
        for _ in range(step.count):
            piece = f"piece-{next(made)}"
            seen: dict[str, Any] = {"title": "Seen", "directness": "first-hand", "date": FRESH}
            records.append(Evidence(piece, present=True, perspective=step.perspective, **seen))
            records.append(Link(link_id(piece, outcome), True, piece, outcome, "works"))
        return records
    if step.kind is StepKind.LOOK_AT_INDICATOR:
        return [LookRecord(step.indicator or "", answer="yes")]
    if step.kind is StepKind.REACH_MILESTONE:
        return [MilestoneRecord(step.milestone or "", done=FRESH)]
    if step.kind is StepKind.PLAN_ACTION:
        return [Action(f"action-{next(made)}", present=True, what="Ask.", outcome=outcome)]
    values: dict[StepKind, dict[str, Any]] = {
        StepKind.LOOK_AT_OUTCOME: {"view": view},
        StepKind.RECORD_DIFFERENCE: {"difference": "It is calmer."},
        StepKind.WRITE: {step.field or "": "We asked."},
    }
    return [OutcomeRecord(outcome, **values[step.kind])]


def _with(portfolio: Portfolio, records: list[Record]) -> Portfolio:
    changes = [Change(cell, None, value) for record in records for cell, value in record_cells(record)]
    return portfolio.with_changes(changes)


def test_next_steps_carry_a_new_house_through_every_stage() -> None:
    portfolio, made = Portfolio(), count()
    for stage in house().stages:
        for _turn in range(12):
            found = assess(house(), portfolio, TODAY)
            steps = next_steps(house(), portfolio, found, stage.id, limit=None)
            if found.stages[stage.id].ready:
                break
            assert steps, f"{stage.id}: {[gap.missing for gap in found.stages[stage.id].gaps]}"
            for step in steps:
                portfolio = _with(portfolio, _carried_out(step, 3, made))
        else:
            pytest.fail(f"{stage.id} is not reached")
        # What no step ever asks for: with time the house thinks better of itself.
        better = [OutcomeRecord(outcome, view=5) for outcome in house().outcomes]
        portfolio = _with(portfolio, list(better))
