"""The action plan as it is read: words for dates, the two orders, and how an action begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.guide import plan
from rrsa.guide.plan import Only
from rrsa.portfolio.records import LINE, Action, Value
from rrsa.scoring.model import Gap, Missing, StepKind
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.vocabulary import ActionStatus

SMALL = adopt_file(Path(__file__).parent.parent / "data" / "small-framework.yaml")
TODAY = date(2026, 4, 3)


@pytest.fixture
def glen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evaluation]:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    with open_store(tmp_path / "rrsa.db") as store:
        create_setting(store, "Glen", SMALL, author="lead")
        yield Evaluation.open(store, "glen", author="lead")


@pytest.fixture
def low(glen: Evaluation) -> str:
    """An outcome that stands too low."""
    glen.record_outcome(first(glen), {"view": 1, "line": "Hardly begun"})
    return first(glen)


def first(evaluation: Evaluation) -> str:
    return next(iter(evaluation.framework.outcomes))


def due(day: str | None, **more: str) -> Action:
    return Action("A1", present=True, what="Ask", due=day, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-03", "due today"),
        ("2026-04-04", "due tomorrow"),
        ("2026-04-12", "by 12 Apr 2026, in nine days"),
        ("2026-04-17", "by 17 Apr 2026, in 14 days"),
        ("2026-04-18", "by 18 Apr 2026"),
        ("2026-04-02", "was due 2 Apr 2026, yesterday"),
        ("2026-03-31", "was due 31 Mar 2026, three days ago"),
        ("2026-03-27", "was due 27 Mar 2026, a week ago"),
        ("2026-03-20", "was due 20 Mar 2026, two weeks ago"),
        ("2026-01-28", "was due 28 Jan 2026, two months ago"),
        ("2024-04-04", "was due 4 Apr 2024, 23 months ago"),
        ("2024-04-03", "was due 3 Apr 2024, two years ago"),
        (None, ""),
    ],
)
def test_a_date_is_said_in_words(day: str | None, said: str) -> None:
    assert plan.due_words(due(day), TODAY) == said


@pytest.mark.parametrize("status", [ActionStatus.DONE, ActionStatus.CANNOT])
def test_what_is_over_is_never_late(status: ActionStatus) -> None:
    action = due("2020-01-01", status=status.value)
    assert plan.due_words(action, TODAY) == ""
    assert not plan.is_late(action, TODAY)
    assert plan.is_late(due("2020-01-01"), TODAY)
    assert not plan.is_late(due("2026-04-03"), TODAY), "it is late only once its day is over"


def add(evaluation: Evaluation, what: str, outcome: str = "", **values: Value) -> str:
    return evaluation.add_action(outcome or first(evaluation), {"what": what, **values})


def read(groups: tuple[plan.Group, ...]) -> dict[str, list[str | None]]:
    return {group.heading: [action.what for action in group.actions] for group in groups}


def test_by_date_what_is_late_comes_first_and_what_is_over_last(glen: Evaluation) -> None:
    add(glen, "some day")
    add(glen, "in June", due="2026-06-30")
    add(glen, "late", due="2026-03-01")
    add(glen, "soon", due="2026-04-20")
    add(glen, "sooner", due="2026-04-10")
    glen.finish_action(add(glen, "done early"), on="1 Mar 2026")
    glen.finish_action(add(glen, "done", due="2026-01-01"), on="2 Apr 2026")
    glen.give_up_action(add(glen, "never"), "The hall is let in the evenings")
    assert list(read(plan.by_date(glen.portfolio, TODAY)).items()) == [
        ("Past its date", ["late"]),
        ("Apr 2026", ["sooner", "soon"]),
        ("Jun 2026", ["in June"]),
        ("No date yet", ["some day"]),
        ("Done", ["done", "done early"]),
        ("We cannot", ["never"]),
    ]


def test_by_outcome_what_is_open_comes_first(glen: Evaluation) -> None:
    one, two = list(glen.framework.outcomes)[:2]
    add(glen, "second", two)
    glen.finish_action(add(glen, "over", one, due="2026-01-01"))
    add(glen, "later", one, due="2026-06-01")
    add(glen, "open", one)
    groups = plan.by_outcome(glen.framework, glen.assessment, glen.portfolio)
    assert list(read(groups).values()) == [["later", "open", "over"], ["second"]]
    assert [group.outcome for group in groups] == [one, two]


def test_only_what_is_wanted_is_listed(glen: Evaluation) -> None:
    add(glen, "teachers", who="P6 and P7 teachers", due="2026-01-01")
    add(glen, "deputy", who="DHT")
    glen.finish_action(add(glen, "finished", who="DHT"))

    def listed(only: Only) -> list[str | None]:
        return sorted(
            what or "" for found in read(plan.by_date(glen.portfolio, TODAY, only)).values() for what in found
        )

    assert listed(Only(role="p6")) == ["teachers"]
    assert listed(Only(role="dht", statuses=plan.OPEN)) == ["deputy"]
    assert listed(Only(late=True)) == ["teachers"]
    assert listed(Only(statuses=frozenset({ActionStatus.DONE}))) == ["finished"]
    assert listed(Only(outcome="nowhere")) == []
    assert plan.roles(glen.portfolio) == ("DHT", "P6 and P7 teachers")


def test_a_low_outcome_without_an_action_is_offered_one(glen: Evaluation, low: str) -> None:
    def bare() -> list[str | None]:
        groups = plan.by_outcome(glen.framework, glen.assessment, glen.portfolio)
        return [group.outcome for group in groups if group.bare]

    assert bare() == [low]
    made = add(glen, "Something", low)
    assert bare() == []
    glen.give_up_action(made, "No money this year")
    assert bare() == [low], "what cannot be done is no answer to a low view"


def test_the_plan_is_summed_up_in_words(glen: Evaluation) -> None:
    add(glen, "late", due="2026-03-01")
    add(glen, "open")
    glen.finish_action(add(glen, "done"))
    glen.give_up_action(add(glen, "never"), "No")
    assert (
        plan.summary_words(glen.portfolio, TODAY) == "2 to do, 1 past its date · 1 done · 1 that we cannot do"
    )


# -- we cannot -----------------------------------------------------------------------------------------


def test_we_cannot_needs_a_reason_and_can_be_taken_up_again(glen: Evaluation) -> None:
    made = add(glen, "Open the library at lunch")
    with pytest.raises(BadInput, match="why it cannot be done is missing"):
        glen.edit_action(made, {"status": "cannot"})
    with pytest.raises(BadInput, match="not one that we cannot do"):
        glen.edit_action(made, {"why_not": "Nobody is free"})
    glen.give_up_action(made, "Nobody is free at lunch")
    assert plan.how_far(glen.portfolio.actions[made], TODAY) == ["We cannot", "Nobody is free at lunch"]
    glen.edit_action(made, {"status": "planned"})
    assert glen.portfolio.actions[made].why_not is None


def test_what_cannot_be_done_is_not_planned_for_a_stage(glen: Evaluation, low: str) -> None:
    def planned() -> bool:
        gaps = [gap for stage in glen.assessment.stages.values() for gap in stage.gaps if gap.outcome == low]
        return not any(Missing.ACTION in (g.missing, *(o.missing for o in g.options)) for g in gaps)

    assert not planned()
    made = add(glen, "Something", low)
    assert planned()
    glen.give_up_action(made, "No money this year")
    assert not planned()


# -- where an action comes from, and where it goes -----------------------------------------------------


def test_every_gap_and_step_gives_an_action_to_begin_with(glen: Evaluation, low: str) -> None:
    for stage in glen.framework.stages:
        for gap in glen.assessment.stages[stage.id].gaps:
            idea = plan.from_gap(glen.framework, glen.portfolio, gap)
            assert idea.outcome == gap.outcome
            assert len(idea.what) <= LINE
            assert "{" not in idea.what
            # What to do about a low view only those who know the place can say.
            about = {gap.missing, *(option.missing for option in gap.options)}
            assert idea.what or about & {Missing.ACTION, Missing.VIEW_BELOW}
        for step in glen.steps(stage.id):
            idea = plan.from_step(glen.framework, glen.portfolio, step)
            assert idea.outcome == step.outcome
            assert idea.what or step.kind is StepKind.PLAN_ACTION
            assert not idea.what.endswith(".")


def test_a_low_view_begins_with_the_look_for_that_says_not_yet(glen: Evaluation, low: str) -> None:
    gap = Gap(glen.stage, Missing.VIEW_BELOW, outcome=low, need=3, have=1)
    assert plan.from_gap(glen.framework, glen.portfolio, gap).what == ""
    look = glen.framework.outcomes[low].indicators[0]
    glen.record_look(look.id, "not-yet")
    idea = plan.from_gap(glen.framework, glen.portfolio, gap)
    assert idea.what == f"Work on {look.id}: {look.statement}"


def test_evidence_that_shows_not_yet_begins_an_action_because_of_it(glen: Evaluation) -> None:
    item = glen.add_evidence({"title": "Maps", "perspective": "children"}, [first(glen)], direction="not-yet")
    idea = plan.from_evidence(glen.portfolio, first(glen), item)
    assert (idea.outcome, idea.because) == (first(glen), item)
    assert "“Maps”" in idea.what


def test_the_difference_becomes_evidence_of_the_same_perspective(glen: Evaluation) -> None:
    item = glen.add_evidence({"title": "Maps", "perspective": "children"}, [first(glen)], direction="not-yet")
    made = add(glen, "Mend the lights", because=item, who="Janitor")
    glen.finish_action(made, on="1 Apr 2026", difference="P5 go there again")
    values = plan.as_evidence(glen.portfolio, glen.portfolio.actions[made], TODAY)
    assert values["title"] == "What came of it: Mend the lights"
    assert (values["note"], values["date"]) == ("P5 go there again", "2026-04-01")
    assert (values["perspective"], values["seen_by"]) == ("children", "Janitor")
    kept = glen.add_evidence(values, [first(glen)])
    assert glen.portfolio.evidence[kept].note == "P5 go there again"


def test_what_moved_a_measure_is_kept_as_a_record(glen: Evaluation) -> None:
    values = {"title": "Late for class", "counts": "events", "better": "fewer"}
    measure = glen.add_measure(first(glen), values)
    made = add(glen, "Open the gate earlier", measure=measure)
    action = glen.portfolio.actions[made]
    assert plan.as_evidence(glen.portfolio, action, TODAY)["perspective"] == "records"
