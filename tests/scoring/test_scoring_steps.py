"""What to do next: the right few things, proven."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from scoring_laws import link_to
from scoring_strategies import ON, SMALL, TWISTED

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, LookRecord, MilestoneRecord, OutcomeRecord
from rrsa.scoring.assess import assess
from rrsa.scoring.model import Missing, Step, StepKind
from rrsa.scoring.steps import next_steps
from rrsa.vocabulary import Perspective


def steps(stage: str, *records, framework: Framework = SMALL, limit: int | None = None) -> tuple[Step, ...]:
    portfolio = Portfolio.from_records(records)
    return next_steps(framework, portfolio, assess(framework, portfolio, ON), stage, limit=limit)


def about(found: tuple[Step, ...], outcome: str) -> list[StepKind]:
    return [step.kind for step in found if step.outcome == outcome]


def evidence(id_: str, perspective: str, directness: str = "first-hand", day: str | None = "2026-01-01"):
    return [Evidence(id_, True, id_, perspective, directness, day), link_to(id_, "3")]


OTHERS = [OutcomeRecord("1", 3, line="so"), OutcomeRecord("2", 3, line="so")]


def test_first_of_all_look_at_what_nobody_has_looked_at() -> None:
    found = steps("second", *OTHERS[:1])
    assert [(s.kind, s.outcome) for s in found[:2]] == [
        (StepKind.LOOK_AT_OUTCOME, "2"),
        (StepKind.LOOK_AT_OUTCOME, "3"),
    ]
    assert about(found, "3") == [StepKind.LOOK_AT_OUTCOME]


def test_looking_closes_the_missing_view_and_promises_no_grade() -> None:
    look = steps("first", *OTHERS)[0]
    assert [gap.missing for gap in look.closes] == [Missing.VIEW]
    asked_for_three = [s for s in steps("third", *OTHERS, framework=TWISTED) if s.outcome == "3"]
    assert [(s.kind, s.closes) for s in asked_for_three] == [(StepKind.LOOK_AT_OUTCOME, ())]


def test_a_ready_stage_asks_for_nothing() -> None:
    done = [*OTHERS, OutcomeRecord("3", 3, line="so"), MilestoneRecord("group", "2026-01-01")]
    assert steps("first", *done) == ()


def test_a_milestone_is_a_step() -> None:
    found = steps("first", *OTHERS, OutcomeRecord("3", 3, line="so"))
    assert [(s.kind, s.milestone) for s in found] == [(StepKind.REACH_MILESTONE, "group")]


def test_a_low_grade_leads_to_an_action_and_never_to_a_higher_grade() -> None:
    found = steps("first", *OTHERS, OutcomeRecord("3", 1, line="so"))
    assert about(found, "3") == [StepKind.PLAN_ACTION]
    assert [gap.missing for step in found if step.outcome == "3" for gap in step.closes] == [Missing.ANY]


def test_children_are_asked_first_and_one_piece_closes_several_gaps() -> None:
    view = OutcomeRecord("3", 3, difference="x")
    found = [s for s in steps("second", view, *evidence("E1", "adults")) if s.kind is StepKind.ADD_EVIDENCE]
    assert found[0].perspective is Perspective.CHILDREN
    closed = {gap.missing for gap in found[0].closes if gap.outcome == "3"}
    assert closed == {Missing.CHILDREN, Missing.PIECES, Missing.PERSPECTIVES, Missing.SHOWN}
    assert (found[0].shown_before, found[0].shown_after) == (2, 3)


def test_the_least_strength_is_named() -> None:
    view = OutcomeRecord("3", 3, difference="x")
    have = [*evidence("E1", "adults", "reported", None), *evidence("E2", "children", "reported", None)]
    added = [s for s in steps("second", view, *have) if s.kind is StepKind.ADD_EVIDENCE and s.outcome == "3"]
    score = next(s for s in added if any(g.missing is Missing.SCORE for g in s.closes))
    # Two undated reports leave 0.9² open. To halve that to 0.5 a new piece has to bring 0.38: a report
    # does, as long as it is fresh.
    assert score.strength == Fraction(2, 5)


def test_a_plan_among_plans_does_not_lift_the_cap_on_plans() -> None:
    view = OutcomeRecord("3", 4, difference="x", achieved="x")
    plans = [s for p in ("children", "adults") for s in evidence(p, p, "intended")]
    found = steps("third", view, *plans, framework=TWISTED)
    added = next(s for s in found if s.kind is StepKind.ADD_EVIDENCE and s.outcome == "3")
    assert added.strength is not None
    assert added.strength > TWISTED.evidence.directness["intended"]
    assert any(gap.missing is Missing.SHOWN for gap in added.closes)


def test_a_date_helps_where_one_is_missing_and_a_fresh_look_where_it_is_old() -> None:
    view = OutcomeRecord("3", 3, difference="x")
    undated = steps(
        "second", view, *evidence("E1", "children", day=None), *evidence("E2", "adults", day=None)
    )
    assert StepKind.DATE_EVIDENCE in about(undated, "3")
    old = steps("second", view, *evidence("E1", "children", day="2020-01-01"))
    refresh = next(s for s in old if s.kind is StepKind.REFRESH_EVIDENCE)
    assert (refresh.evidence, [g.missing for g in refresh.closes]) == ("E1", [Missing.SCORE])


def test_what_difference_it_made_is_asked_for_where_a_cap_wants_it() -> None:
    have = [s for p in ("children", "adults", "records") for s in evidence(p, p)]
    found = steps("third", OutcomeRecord("3", 4, achieved="x"), *have, framework=TWISTED)
    step = next(s for s in found if s.kind is StepKind.RECORD_DIFFERENCE and s.outcome == "3")
    assert [gap.missing for gap in step.closes] == [Missing.SHOWN]
    assert (step.shown_before, step.shown_after) == (3, 4)


def test_a_look_for_answered_low_leads_to_work_on_it() -> None:
    have = [s for p in ("children", "adults", "records") for s in evidence(p, p)]
    looks = [LookRecord("3.b", "not-yet"), LookRecord("3.c", "yes")]
    found = steps("second", OutcomeRecord("3", 3, difference="x"), *looks, *have)
    assert [(s.kind, s.closes) for s in found if s.outcome == "3"] == [(StepKind.PLAN_ACTION, ())]


def test_nobody_sure_is_asked_to_look_again_and_no_answer_is_suggested() -> None:
    found = steps("second", OutcomeRecord("3", 3), LookRecord("3.b", "unsure"), LookRecord("3.c", "partly"))
    looks = [s for s in found if s.kind is StepKind.LOOK_AT_INDICATOR and s.outcome == "3"]
    assert [(s.indicator, s.closes) for s in looks] == [("3.b", ())]


def test_a_strand_that_lacks_evidence_gets_a_step_where_it_has_least() -> None:
    only_strands = (SMALL.stages[0], replace(SMALL.stages[1], conditions=_strand_only()))
    framework = replace(SMALL, stages=only_strands)
    views = [OutcomeRecord("2", 3), OutcomeRecord("3", 3)]
    found = steps("second", *views, *evidence("E1", "children"), framework=framework)
    added = [s for s in found if s.kind is StepKind.ADD_EVIDENCE]
    assert {s.outcome for s in added} == {"2"}
    assert sum(s.count for s in added) == 2


def _strand_only():
    return tuple(c for c in SMALL.stages[1].conditions if c.each_strand is not None)


def test_a_limit_takes_the_first_of_the_same_list() -> None:
    records = [*OTHERS, OutcomeRecord("3", 2), *evidence("E1", "adults")]
    every = steps("second", *records)
    assert len(every) > 4
    assert steps("second", *records, limit=4) == every[:4]


def test_carrying_on_is_a_step_while_something_is_planned() -> None:
    planned = Action("A1", True, "do", "3", status="under-way")
    have = [s for p in ("children", "adults", "records") for s in evidence(p, p)]
    looks = [LookRecord("3.b", "not-yet"), LookRecord("3.c", "yes")]
    found = steps("second", OutcomeRecord("3", 3, difference="x"), planned, *looks, *have)
    assert about(found, "3") == [StepKind.PLAN_ACTION]
