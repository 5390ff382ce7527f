"""The laws of scoring, each as a plain function that fails where the law does not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from scoring_strategies import ON, later

from rrsa.framework.model import Framework
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, Link, MilestoneRecord, OutcomeRecord, Record, link_id
from rrsa.scoring.assess import assess
from rrsa.scoring.incremental import Assessor
from rrsa.scoring.model import Assessment, Missing, Step, StepKind
from rrsa.scoring.steps import next_steps
from rrsa.scoring.strength import freshness
from rrsa.vocabulary import Direction, Directness, Perspective


def missing(assessment: Assessment) -> set[tuple[object, ...]]:
    """What tells every gap of every stage from the others."""
    return {gap.about for stage in assessment.stages.values() for gap in stage.gaps}


def with_records(portfolio: Portfolio, *records: Record) -> Portfolio:
    """The portfolio with these records, in the place of those with the same ids."""
    kinds = {kind: dict(found) for kind, found in portfolio.records.items()}
    for record in records:
        kinds.setdefault(record.KIND, {})[record.id] = record
    return Portfolio(kinds)


def link_to(evidence: str, target: str, direction: str = Direction.WORKS) -> Link:
    return Link(link_id(evidence, target), True, evidence, target, direction)


def never_lower(before: Assessment, after: Assessment) -> None:
    """Nothing that counts has gone down, and nothing that was met is missing."""
    for outcome, was in before.outcomes.items():
        now = after.outcomes[outcome]
        assert (now.view or 0) >= (was.view or 0)
        assert (now.shown or 0) >= (was.shown or 0)
        assert now.ways >= was.ways
        assert now.evidence.score >= was.evidence.score
    assert missing(after) <= missing(before)


# -- the laws --------------------------------------------------------------------------------------


def law_order_never_matters(framework: Framework, portfolio: Portfolio, random: Random) -> None:
    """Neither the order of the records nor the ids of the evidence change what comes out."""
    ids = sorted({*portfolio.evidence, *(x.evidence or "" for x in portfolio.links.values())})
    names = dict(zip(ids, random.sample(ids, len(ids)), strict=True))
    records: list[Record] = []
    for kind in portfolio.records.values():
        for record in kind.values():
            if isinstance(record, Evidence):
                record = replace(record, id=names[record.id])
            elif isinstance(record, Link):
                evidence = names[record.evidence or ""]
                record = replace(record, evidence=evidence, id=link_id(evidence, record.target or ""))
            records.append(record)
    random.shuffle(records)
    one, other = assess(framework, portfolio, ON), assess(framework, Portfolio.from_records(records), ON)
    assert one.stages == other.stages
    for outcome, was in one.outcomes.items():
        now = other.outcomes[outcome]
        assert (was.shown, was.ways, was.evidence, was.caps) == (now.shown, now.ways, now.evidence, now.caps)
        assert sorted(p.strength for p in was.pieces) == sorted(p.strength for p in now.pieces)


def law_agreeing_evidence_never_lowers(
    framework: Framework, portfolio: Portfolio, item: Evidence, target: str
) -> None:
    """A piece that shows it works, new or already there, lowers nothing."""
    known = portfolio.evidence.get(item.id)
    after = with_records(portfolio, item if known is None else known, link_to(item.id, target))
    never_lower(assess(framework, portfolio, ON), assess(framework, after, ON))


def law_time_alone_never_raises(framework: Framework, portfolio: Portfolio, days: int) -> None:
    """Time passes, nothing is done: nothing goes up, and nothing that was missing is met.

    It holds while every day recorded lies at or before the first of the two; looking back to before an
    item's day takes it as undated.
    """
    never_lower(assess(framework, portfolio, later(days)), assess(framework, portfolio, ON))


def law_age_never_lowers_what_is_shown(framework: Framework, portfolio: Portfolio, days: int) -> None:
    """Age touches the evidence score and its flags, and nothing else."""
    now, then = assess(framework, portfolio, ON), assess(framework, portfolio, later(days))
    for outcome, one in now.outcomes.items():
        other = then.outcomes[outcome]
        assert (one.view, one.shown, one.ways, one.caps) == (other.view, other.shown, other.ways, other.caps)
    before = missing(now)
    for stage in then.stages.values():
        for gap in stage.gaps:
            assert gap.about in before or gap.missing in (Missing.SCORE, Missing.ANY)


def law_score_lies_in_bounds(framework: Framework, portfolio: Portfolio) -> None:
    """0 ≤ score < 1, no perspective above the ceiling, every strength in (0, 1]."""
    for outcome in assess(framework, portfolio, ON).outcomes.values():
        assert 0 <= outcome.evidence.score < 1
        assert 0 <= outcome.evidence.out_of_100 < 100
        assert all(0 < s <= framework.evidence.ceiling for s in outcome.evidence.by_perspective.values())
        assert all(0 < piece.strength <= 1 for piece in outcome.pieces)


def law_parts_recompute(framework: Framework, portfolio: Portfolio) -> None:
    """From the parts that are shown, anybody can work out the score, exactly."""
    rules = framework.evidence
    for outcome in assess(framework, portfolio, ON).outcomes.values():
        by_perspective: dict[Perspective, Fraction] = {}
        for piece in outcome.pieces:
            assert piece.directness == rules.directness[piece.kind]
            assert piece.strength == piece.directness * piece.freshness
            assert piece.freshness <= freshness(rules.freshness, piece.months)
            if piece.direction is Direction.WORKS:
                left = by_perspective.get(piece.perspective, Fraction(1))
                by_perspective[piece.perspective] = left * (1 - piece.strength)
        shares = {p: min(rules.ceiling, 1 - left) for p, left in by_perspective.items()}
        assert outcome.evidence.by_perspective == shares
        left = Fraction(1)
        for share in shares.values():
            left *= 1 - share
        assert outcome.evidence.score == 1 - left
        assert outcome.ways == len(shares)


def law_shown_never_exceeds_view(framework: Framework, portfolio: Portfolio) -> None:
    """Shown is at most our view, and is nothing without a view or without evidence that it works."""
    for outcome in assess(framework, portfolio, ON).outcomes.values():
        assert (outcome.shown is None) == (outcome.view is None or not outcome.counting)
        if outcome.shown is not None and outcome.view is not None:
            assert outcome.shown == min([outcome.view, *(cap.at_most for cap in outcome.caps)])


def law_only_what_works_counts(framework: Framework, portfolio: Portfolio) -> None:
    """Mixed evidence and evidence that shows not yet neither raise nor lower anything."""
    kept = {k: x for k, x in portfolio.links.items() if x.direction == Direction.WORKS}
    without = Portfolio({**portfolio.records, "link": kept})
    one, other = assess(framework, portfolio, ON), assess(framework, without, ON)
    assert missing(one) == missing(other)
    for outcome, was in one.outcomes.items():
        now = other.outcomes[outcome]
        assert (was.shown, was.ways, was.evidence, was.caps) == (now.shown, now.ways, now.evidence, now.caps)


def law_silence_is_never_punished(framework: Framework, portfolio: Portfolio, outcome: str) -> None:
    """Children who were asked and chose not to say: nothing goes down, and no cap and no condition other
    than a count of pieces or a score stands where one of their views would have lifted it."""
    asked = with_records(portfolio, replace(portfolio.outcome(outcome), asked=True))
    before, silent = assess(framework, portfolio, ON), assess(framework, asked, ON)
    never_lower(before, silent)
    view = Evidence("said", True, "t", Perspective.CHILDREN, Directness.INTENDED)
    spoken = assess(framework, with_records(portfolio, view, link_to("said", outcome)), ON)
    if silent.outcomes[outcome].counting:
        assert (silent.outcomes[outcome].shown or 0) >= (spoken.outcomes[outcome].shown or 0)
        left = missing(spoken)
        for stage in silent.stages.values():
            for gap in stage.gaps:
                counts = (Missing.PIECES, Missing.SCORE, Missing.ANY)
                assert gap.about in left or gap.missing in counts


def law_readiness_adds_up(framework: Framework, portfolio: Portfolio) -> None:
    """Met and missing make the total; ready means that nothing is missing; each gap is its own."""
    for stage in assess(framework, portfolio, ON).stages.values():
        assert stage.met + len(stage.gaps) == stage.total
        assert stage.met >= 0
        assert stage.ready == (stage.met == stage.total)
        assert len({gap.about for gap in stage.gaps}) == len(stage.gaps)


def law_incremental_equals_full(
    framework: Framework, portfolio: Portfolio, edits: list[list[Change]], days: list[int]
) -> None:
    """After every change, and on every other day, the quick way comes to the same as the whole."""
    for on in [ON, *(later(d) for d in days)]:
        assessor = Assessor(framework, on)
        current = portfolio
        assert assessor.assess(current) == assess(framework, current, on)
        for edit in edits:
            current = current.with_changes(edit)
            assert assessor.assess(current) == assess(framework, current, on)
        assert assessor.assess(portfolio) == assess(framework, portfolio, on)


def law_a_step_closes_what_it_names(
    framework: Framework, portfolio: Portfolio, stage: int, random: Random
) -> None:
    """Each step, carried out in the weakest way that it allows or any stronger, closes all it names."""
    before = assess(framework, portfolio, ON)
    asked = framework.stages[min(stage, len(framework.stages) - 1)].id
    open_gaps = before.stages[asked].gaps
    for step in next_steps(framework, portfolio, before, asked):
        after = assess(framework, carried_out(framework, portfolio, step, random), ON)
        left = {gap.about for gap in after.stages[asked].gaps}
        assert set(step.closes) <= set(open_gaps)
        assert not [gap for gap in step.closes if gap.about in left], step
        if step.outcome is not None:
            assert step.shown_before == before.outcomes[step.outcome].shown
            if step.kind is not StepKind.ADD_EVIDENCE:
                assert step.shown_after == after.outcomes[step.outcome].shown
            never_lower_elsewhere = after.outcomes[step.outcome].shown or 0
            assert never_lower_elsewhere >= (step.shown_before or 0)


def carried_out(framework: Framework, portfolio: Portfolio, step: Step, random: Random) -> Portfolio:
    """The portfolio after a step was done with no more than it asks for."""
    outcome = portfolio.outcome(step.outcome or "")
    lowest = min(grade.grade for grade in framework.scale)
    if step.kind is StepKind.LOOK_AT_OUTCOME:
        return with_records(portfolio, replace(outcome, view=lowest))
    if step.kind is StepKind.LOOK_AT_INDICATOR:
        look = replace(portfolio.look(step.indicator or ""), answer="not-yet")
        return with_records(portfolio, look)
    if step.kind is StepKind.RECORD_DIFFERENCE:
        return with_records(portfolio, replace(outcome, difference="better"))
    if step.kind is StepKind.WRITE:
        written = replace(outcome, line="a line") if step.field == "line" else replace(outcome, achieved="so")
        return with_records(portfolio, written)
    if step.kind is StepKind.PLAN_ACTION:
        return with_records(portfolio, Action("new", True, "do", step.outcome))
    if step.kind is StepKind.REACH_MILESTONE:
        return with_records(portfolio, MilestoneRecord(step.milestone or "", ON.isoformat()))
    if step.kind is StepKind.ADD_EVIDENCE:
        made: list[Record] = []
        for n in range(step.count):
            item = _item(framework, portfolio, f"new{n}", step, random)
            made += [item, link_to(item.id, step.outcome or "")]
        return with_records(portfolio, *made)
    item = replace(portfolio.evidence[step.evidence or ""], date=_just_fresh(framework, portfolio))
    return with_records(portfolio, item)


def _item(framework: Framework, portfolio: Portfolio, made: str, step: Step, random: Random) -> Evidence:
    """Some piece of the perspective that is asked for, at least as strong as is asked for."""
    accredited = portfolio.setting.accredited_on
    rules = framework.evidence
    days: list[date | None] = [None, *(later(-30 * n) for n in range(0, 60, 3))]
    fitting = []
    for kind in Directness:
        for day in days:
            months = None if day is None else (ON - day).days // 30
            share = freshness(rules.freshness, months)
            if day is not None and accredited and day.isoformat() < accredited:
                share = rules.freshness.floor
            if rules.directness[kind] * share >= (step.strength or 0):
                fitting.append((rules.directness[kind] * share, kind, day))
    weakest = min(strength for strength, _kind, _day in fitting)
    _strength, kind, day = random.choice([f for f in fitting if f[0] == weakest] + fitting)
    return Evidence(
        made, True, "t", step.perspective, kind.value, day.isoformat() if day is not None else None
    )


def _just_fresh(framework: Framework, portfolio: Portfolio) -> str:
    months = ON.year * 12 + ON.month - 1 - framework.evidence.freshness.fresh_months
    day = date(months // 12, months % 12 + 1, ON.day).isoformat()
    return max(day, portfolio.setting.accredited_on or day)


def set_view(portfolio: Portfolio, outcome: str, view: int | None) -> Portfolio:
    """The portfolio with another view."""
    return portfolio.with_changes([Change(Cell("outcome", outcome, "view"), None, view)])


def viewed(outcome: str, view: int, **values: object) -> OutcomeRecord:
    """An outcome's record."""
    return OutcomeRecord(outcome, view, **values)  # type: ignore[arg-type]
