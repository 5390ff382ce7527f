"""Portfolios of every shape for two frameworks, for property tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rrsa.framework.model import (
    Cap,
    Framework,
    LookCondition,
    OutcomeCondition,
    Stage,
    StageCondition,
    StrandCondition,
)
from rrsa.framework.reader import read_framework
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import (
    Action,
    Evidence,
    Link,
    LookRecord,
    MilestoneRecord,
    OutcomeRecord,
    SettingRecord,
    link_id,
)
from rrsa.vocabulary import Answer, Direction, Directness, Perspective

ON = date(2026, 4, 3)
FIRST_DAY = date(2019, 1, 1)

SMALL = read_framework(Path(__file__).parents[1] / "data" / "small-framework.yaml")


def framework_with(**changes: Any) -> Framework:
    """The small framework with some of its top-level parts changed."""
    return replace(SMALL, **changes)


def _each(**condition: Any) -> OutcomeCondition:
    return OutcomeCondition(**condition)


TWISTED = framework_with(
    caps=(
        Cap(when="only-intended", at_most=1, why="A plan alone."),
        Cap(when="no-children", at_most=2, why="Children first."),
        Cap(when="one-perspective", at_most=2, why="One side."),
        Cap(when="two-perspectives", at_most=3, why="Two sides."),
        Cap(when="no-difference", at_most=3, why="No difference."),
    ),
    stages=(
        *SMALL.stages,
        Stage(
            id="third",
            name="Third",
            about="Every way of asking, one inside the other.",
            conditions=(
                StageCondition(
                    any=(
                        StageCondition(milestone="plan"),
                        StageCondition(
                            all=(
                                StageCondition(milestone="group"),
                                StageCondition(each_outcome=(_each(has="line"), _each(pieces=1))),
                            )
                        ),
                    )
                ),
                StageCondition(all=(StageCondition(each_strand=(StrandCondition(perspectives=3),)),)),
                StageCondition(
                    each_outcome=(
                        _each(shown=4),
                        _each(
                            any=(
                                _each(score=Fraction(7, 10)),
                                _each(all=(_each(has="achieved"), _each(has="action"), _each(pieces=3))),
                            )
                        ),
                        _each(all=(_each(view=3), _each(perspectives=3))),
                        _each(looks=LookCondition(stage="second", answer="yes")),
                        _each(has="children"),
                    )
                ),
            ),
        ),
    ),
)
"""The small framework with every cap and every kind of condition."""

frameworks = st.sampled_from([SMALL, TWISTED])

OUTCOMES = tuple(SMALL.outcomes)
INDICATORS = tuple(SMALL.indicators)
TARGETS = (*OUTCOMES, *INDICATORS)
EVIDENCE = tuple(f"E{n}" for n in range(8))

past_days = st.dates(FIRST_DAY, ON).map(date.isoformat)
words = st.sampled_from([None, None, "some words", "  "])
mostly_there = st.sampled_from([True, True, True, True, None])


def evidence_items(ids: st.SearchStrategy[str], *, sound: bool = False) -> st.SearchStrategy[Evidence]:
    """Evidence; with ``sound``, only such as can be entered and counts."""
    perspectives = [p.value for p in Perspective]
    directness = [d.value for d in Directness]
    return st.builds(
        Evidence,
        id=ids,
        present=st.just(True) if sound else mostly_there,
        title=st.just("a title"),
        perspective=st.sampled_from(perspectives if sound else [*perspectives, *perspectives, None]),
        directness=st.sampled_from([*directness, *directness, None]),
        date=st.none() | past_days,
    )


def _link(evidence: str, target: str, direction: str | None, present: bool | None) -> Link:
    return Link(link_id(evidence, target), present, evidence, target, direction)


links = st.builds(
    _link,
    st.sampled_from([*EVIDENCE, "gone"]),
    st.sampled_from([*TARGETS, *TARGETS, "unknown"]),
    st.sampled_from([Direction.WORKS.value] * 3 + [Direction.MIXED.value, Direction.NOT_YET.value]),
    mostly_there,
)

outcome_records = st.builds(
    OutcomeRecord,
    id=st.sampled_from(OUTCOMES),
    view=st.sampled_from([None, 1, 2, 3, 3, 4, 4, 9]),
    line=words,
    achieved=words,
    difference=words,
    asked=st.sampled_from([None, None, True]),
)

look_records = st.builds(
    LookRecord,
    id=st.sampled_from([*INDICATORS, "unknown"]),
    answer=st.sampled_from([None, *[a.value for a in Answer]]),
)

actions = st.builds(
    Action,
    id=st.sampled_from(["A1", "A2", "A3"]),
    present=mostly_there,
    what=st.just("do it"),
    outcome=st.sampled_from([*OUTCOMES, "unknown"]),
)

milestones = st.builds(
    MilestoneRecord, id=st.sampled_from(["group", "plan", "unknown"]), done=st.none() | past_days
)

settings_records = st.builds(
    SettingRecord, id=st.just("setting"), accredited_on=st.none() | st.none() | past_days
)


def portfolios() -> st.SearchStrategy[Portfolio]:
    """Portfolios whose days are all at or before ``ON``: nearly empty ones, and well filled ones."""
    return st.one_of(_portfolios(0, 0, 0), _portfolios(2, 5, 9))


def _portfolios(least_said: int, least_evidence: int, least_links: int) -> st.SearchStrategy[Portfolio]:
    return st.builds(
        lambda *groups: Portfolio.from_records(record for group in groups for record in group),
        st.lists(settings_records, max_size=1),
        st.lists(outcome_records, min_size=least_said, max_size=3, unique_by=lambda r: r.id),
        st.lists(look_records, max_size=8, unique_by=lambda r: r.id),
        st.lists(
            evidence_items(st.sampled_from(EVIDENCE)),
            min_size=least_evidence,
            max_size=8,
            unique_by=lambda r: r.id,
        ),
        st.lists(links, min_size=least_links, max_size=16, unique_by=lambda r: r.id),
        st.lists(actions, max_size=3, unique_by=lambda r: r.id),
        st.lists(milestones, max_size=3, unique_by=lambda r: r.id),
    )


def edits() -> st.SearchStrategy[list[Change]]:
    """One to four cells set to something, as undo, an import or a colleague may do."""
    flag = st.sampled_from([True, None])
    one = st.one_of(
        _cells("outcome", OUTCOMES, view=st.sampled_from([None, 1, 2, 3, 4]), asked=flag, difference=words),
        _cells("look", INDICATORS, answer=st.sampled_from([None, *[a.value for a in Answer]])),
        _cells(
            "evidence",
            EVIDENCE,
            present=flag,
            date=st.none() | past_days,
            perspective=st.sampled_from([p.value for p in Perspective]),
        ),
        _cells("action", ["A1", "A2"], present=flag, outcome=st.sampled_from(OUTCOMES)),
        _cells("milestone", ["group", "plan"], done=st.none() | past_days),
        _cells("setting", ["setting"], accredited_on=st.none() | past_days),
    )
    linked = links.map(
        lambda link: [
            Change(Cell("link", link.id, "present"), None, link.present),
            Change(Cell("link", link.id, "evidence"), None, link.evidence),
            Change(Cell("link", link.id, "target"), None, link.target),
            Change(Cell("link", link.id, "direction"), None, link.direction),
        ]
    )
    unlinked = links.map(
        lambda link: [
            Change(Cell("link", link.id, name), None, None)
            for name in ("present", "evidence", "target", "direction")
        ]
    )
    return st.one_of(st.lists(one, min_size=1, max_size=4), linked, unlinked)


def _cells(kind: str, ids: Any, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Change]:
    return st.one_of(
        *(
            st.builds(
                lambda record, after, name=name: Change(Cell(kind, record, name), None, after),
                st.sampled_from(list(ids)),
                strategy,
            )
            for name, strategy in values.items()
        )
    )


def later(days: int) -> date:
    """So many days after ``ON``."""
    return ON + timedelta(days=days)
