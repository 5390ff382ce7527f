"""Ten minutes: what is picked, how it is asked, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.guide.answers import carry_out, finish
from rrsa.guide.questions import asked, check, enough, questions
from rrsa.guide.tasks import ADDS, TEN_MINUTES, Finder, Task, TaskKind, sitting, through_outcome
from rrsa.portfolio.changes import ConflictError
from rrsa.setup import create_setting
from rrsa.store import Store, open_store
from rrsa.vocabulary import Perspective

DAY = date(2026, 3, 18)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    with open_store(tmp_path / "rrsa.db") as made:
        yield made


@pytest.fixture
def glen(store: Store) -> Evaluation:
    setting = create_setting(store, "Glen", find("rights-respecting-school"), author="Lead", aim="silver")
    return Evaluation.open(store, setting, author="Lead")


@pytest.fixture
def house(store: Store) -> Evaluation:
    setting = create_setting(store, "Burnside", find("rights-respecting-house"), author="Lead")
    return Evaluation.open(store, setting, author="Lead")


def kinds(tasks: tuple[Task, ...]) -> set[TaskKind]:
    return {task.kind for task in tasks}


def every(evaluation: Evaluation, kind: TaskKind) -> list[Task]:
    return [task for task in Finder(evaluation).tasks() if task.kind is kind]


# -- what is picked ------------------------------------------------------------------------------------


def test_a_beginner_is_asked_for_first_views_and_milestones(glen: Evaluation) -> None:
    tasks = sitting(glen)
    assert 3 <= len(tasks) <= 5
    assert TaskKind.VIEW in kinds(tasks)
    assert kinds(tasks) <= {TaskKind.VIEW, TaskKind.MILESTONE}


def test_a_sitting_is_small_short_and_always_the_same(glen: Evaluation) -> None:
    glen.record_outcome("4", {"view": 1})
    glen.add_evidence({"title": "Map", "perspective": "children"}, ["4"], direction="not-yet")
    glen.add_action("4", {"what": "Ask", "due": "2026-01-09"})
    tasks = sitting(glen)
    assert tasks == sitting(glen)
    assert sum(task.minutes for task in tasks) <= TEN_MINUTES
    minutes = [task.minutes for task in tasks]
    assert minutes == sorted(minutes), "the small ones come first"
    assert len(kinds(tasks)) >= 4, "one of a kind as long as there are others"
    assert all(task.what and task.why and task.time_words for task in tasks)


def test_what_was_begun_comes_first(glen: Evaluation) -> None:
    late = sitting(glen, most=50)[-1]
    assert sitting(glen, begun={late.key})[0] == late


def test_every_kind_is_found_where_there_is_reason_for_it(glen: Evaluation) -> None:
    glen.record_outcome("4", {"view": 2})
    undated = glen.add_evidence({"title": "Map", "perspective": "children"}, ["4"])
    old = glen.add_evidence({"title": "Old", "perspective": "adults", "date": "2019-01-01"}, ["4"])
    doubt = glen.add_evidence({"title": "Doubt", "perspective": "children"}, ["4"], direction="not-yet")
    late = glen.add_action("4", {"what": "Late", "due": "2026-01-09"})
    open_ended = glen.add_action("4", {"what": "Some day"})
    done = glen.add_action("4", {"what": "Done"})
    glen.finish_action(done)
    measure = glen.add_measure(
        "4", {"title": "Can name an adult", "counts": "people", "better": "more", "source": "Survey"}
    )
    about = {(task.kind, task.about) for task in Finder(glen).tasks()}
    assert about >= {
        (TaskKind.LINE, "4"),
        (TaskKind.DATE, undated),
        (TaskKind.REFRESH, old),
        (TaskKind.ACT_ON, doubt),
        (TaskKind.MOVE_ON, late),
        (TaskKind.DUE, open_ended),
        (TaskKind.ACTION_DIFFERENCE, done),
        (TaskKind.DIFFERENCE, "4"),
        (TaskKind.READING, measure),
        (TaskKind.LOOK, "4.1"),
        (TaskKind.VIEW, "5"),
    }
    assert any(task.outcome == "4" for task in every(glen, TaskKind.EVIDENCE))


def test_what_was_answered_is_not_asked_again(glen: Evaluation) -> None:
    glen.record_outcome("4", {"view": 2})
    doubt = glen.add_evidence({"title": "Doubt", "perspective": "children"}, ["4"], direction="not-yet")
    late = glen.add_action("4", {"what": "Late", "due": "2026-01-09", "because": doubt})
    assert not every(glen, TaskKind.ACT_ON)
    assert every(glen, TaskKind.MOVE_ON)
    glen.give_up_action(late, "The door is listed")
    assert not every(glen, TaskKind.MOVE_ON), "what cannot be done is not late"
    assert not every(glen, TaskKind.ACTION_DIFFERENCE)


def test_a_measure_is_counted_again_after_about_a_term(glen: Evaluation) -> None:
    measure = glen.add_measure("4", {"title": "Falls", "counts": "events", "better": "fewer"})
    glen.add_reading(measure, {"count": 3, "date": "2026-03-01"})
    assert not every(glen, TaskKind.READING)
    glen.edit_reading(next(iter(glen.portfolio.readings)), {"date": "2025-11-01"})
    assert "1 Nov 2025" in every(glen, TaskKind.READING)[0].why


def test_a_house_is_spoken_to_in_its_own_words(house: Evaluation) -> None:
    for task in (*Finder(house).tasks(), *through_outcome(house, "4")):
        said = " ".join((task.what, task.why, *(q.ask + q.hint for q in questions(house, task)))).lower()
        assert "school" not in said
        assert "dinner queue" not in said
        assert "child’s name" not in said
    view = questions(house, Finder(house).view("4"))[0]
    assert [choice.value for choice in view.choices] == ["1", "2", "3", "4", "5", "6"]


# -- answers -------------------------------------------------------------------------------------------


def test_a_view_with_its_line_is_one_change(glen: Evaluation) -> None:
    task = Finder(glen).view("4")
    before = glen.revision
    done = carry_out(glen, task, {"view": "3", "line": "They know whom to tell"})
    assert glen.revision == before + 1
    record = glen.portfolio.outcome("4")
    assert (record.view, record.line) == (3, "They know whom to tell")
    assert done.stands(glen)
    glen.undo()
    assert not done.stands(glen)


def test_evidence_keeps_its_perspective_and_what_it_shows(glen: Evaluation) -> None:
    task = Finder(glen).evidence("4", Perspective.CHILDREN)
    answers = {
        "title": "Talk in P4",
        "direction": "not-yet",
        "said": "We want two benches",
        "date": "yesterday",
    }
    carry_out(glen, task, answers)
    (item,) = glen.portfolio.evidence.values()
    assert (item.perspective, item.said, item.date) == ("children", "We want two benches", "2026-03-17")
    (link,) = glen.portfolio.links_by_evidence[item.id]
    assert (link.target, link.direction) == ("4", "not-yet")


def test_an_action_from_what_shows_not_yet_remembers_why(glen: Evaluation) -> None:
    glen.record_outcome("4", {"view": 2})
    doubt = glen.add_evidence({"title": "Doubt", "perspective": "children"}, ["4"], direction="not-yet")
    (task,) = every(glen, TaskKind.ACT_ON)
    carry_out(glen, task, {"what": "Mend the lock", "who": "Janitor", "due": "30 Jun 2026"})
    (action,) = glen.portfolio.actions.values()
    assert (action.because, action.outcome, action.due) == (doubt, "4", "2026-06-30")


@pytest.mark.parametrize(
    ("answers", "status", "field", "value"),
    [
        ({"progress": "done", "difference": "Two wait less"}, "done", "difference", "Two wait less"),
        ({"progress": "later", "due": "1 Jun 2026"}, "planned", "due", "2026-06-01"),
        ({"progress": "cannot", "why_not": "No money this year"}, "cannot", "why_not", "No money this year"),
    ],
)
def test_a_late_action_moves_on(
    glen: Evaluation, answers: dict[str, str], status: str, field: str, value: str
) -> None:
    late = glen.add_action("4", {"what": "Late", "due": "2026-01-09"})
    (task,) = every(glen, TaskKind.MOVE_ON)
    names = [question.name for question in asked(questions(glen, task), answers)]
    assert names == list(answers), "only what follows from the answer is asked"
    carry_out(glen, task, answers)
    action = glen.portfolio.actions[late]
    assert (action.status, getattr(action, field)) == (status, value)


def test_days_looks_texts_readings_and_milestones_are_recorded(glen: Evaluation) -> None:
    glen.record_outcome("4", {"view": 2})
    item = glen.add_evidence({"title": "Map", "perspective": "children"}, ["4"])
    measure = glen.add_measure("4", {"title": "Know whom", "counts": "people", "better": "more"})
    done = glen.add_action("4", {"what": "Done"})
    glen.finish_action(done)
    by_kind = {task.kind: task for task in Finder(glen).tasks() if task.outcome in ("4", None)}
    carry_out(glen, by_kind[TaskKind.DATE], {"date": "3 Mar 2026"})
    carry_out(glen, by_kind[TaskKind.LOOK], {"answer": "partly"})
    carry_out(glen, by_kind[TaskKind.DIFFERENCE], {"difference": "They tell us"})
    carry_out(glen, by_kind[TaskKind.LINE], {"line": "Because they say so"})
    carry_out(glen, by_kind[TaskKind.ACTION_DIFFERENCE], {"difference": "Less waiting"})
    carry_out(glen, by_kind[TaskKind.READING], {"count": "12 of 41", "date": "today"})
    carry_out(glen, by_kind[TaskKind.MILESTONE], {"done": "1 Mar 2026"})
    portfolio = glen.portfolio
    assert portfolio.evidence[item].date == "2026-03-03"
    assert portfolio.look(by_kind[TaskKind.LOOK].about).answer == "partly"
    assert portfolio.outcome("4").difference == "They tell us"
    assert portfolio.outcome("4").line == "Because they say so"
    assert portfolio.actions[done].difference == "Less waiting"
    (reading,) = portfolio.readings_by_measure[measure]
    assert (reading.count, reading.n, reading.date) == (12, 41, "2026-03-18")
    assert portfolio.milestones[by_kind[TaskKind.MILESTONE].about].done == "2026-03-01"


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [
        (TaskKind.VIEW, "view", "9"),
        (TaskKind.VIEW, "view", "green"),
        (TaskKind.VIEW, "view", ""),
        (TaskKind.VIEW, "line", "x" * 301),
        (TaskKind.MILESTONE, "done", "1 Jan 2030"),
        (TaskKind.MILESTONE, "done", "soon"),
        (TaskKind.READING, "count", "some"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(
    glen: Evaluation, kind: TaskKind, name: str, typed: str
) -> None:
    glen.add_measure("4", {"title": "Know whom", "counts": "people", "better": "more"})
    task = every(glen, kind)[0]
    question = next(q for q in questions(glen, task) if q.name == name)
    before = glen.revision
    with pytest.raises(BadInput) as refused:
        check(glen, question, typed)
    assert " — " in str(refused.value)
    assert glen.revision == before


def test_a_count_of_people_needs_how_many_there_are(glen: Evaluation) -> None:
    glen.add_measure("4", {"title": "Know whom", "counts": "people", "better": "more"})
    task = every(glen, TaskKind.READING)[0]
    for typed in ("12", "50/41"):
        with pytest.raises(BadInput):
            carry_out(glen, task, {"count": typed})
    assert not glen.portfolio.readings


def test_a_choice_may_be_typed_as_number_word_or_beginning(glen: Evaluation) -> None:
    task = Finder(glen).look("4.1")
    (question,) = questions(glen, task)
    assert [check(glen, question, typed) for typed in ("3", "not yet", "NOT Y", "not-yet")] == ["not-yet"] * 4


def test_enough_is_what_is_needed_and_no_more(glen: Evaluation) -> None:
    asked_of_view = questions(glen, Finder(glen).view("4"))
    assert not enough(asked_of_view, {})
    assert not enough(asked_of_view, {"line": "Only a line"})
    assert enough(asked_of_view, {"view": "2"})


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(store: Store, glen: Evaluation) -> None:
    glen.record_outcome("4", {"view": 2})
    task = Finder(glen).line("4")
    other = Evaluation.open(store, glen.setting_id, author="Deputy")
    other.record_outcome("4", {"line": "Theirs"})
    with pytest.raises(ConflictError):
        carry_out(glen, task, {"line": "Mine"}, seen={"line": ""})
    assert other.portfolio.outcome("4").line == "Theirs"


def test_the_finish_line_tells_what_stands_and_what_is_next(glen: Evaluation) -> None:
    first = carry_out(glen, Finder(glen).view("4"), {"view": "3"})
    second = carry_out(glen, Finder(glen).view("5"), {"view": "2"})
    glen.undo()
    found = finish(glen, [first, second])
    assert found.done == (first.said,)
    assert found.next_time
    assert all(task.about != "4" or task.kind is not TaskKind.VIEW for task in found.next_time)


def test_one_outcome_goes_through_all_its_questions(glen: Evaluation) -> None:
    tasks = through_outcome(glen, "4")
    order = [task.kind for task in tasks]
    assert order[0] is TaskKind.VIEW
    assert order[-3:] == [TaskKind.EVIDENCE, TaskKind.PLAN, TaskKind.DIFFERENCE]
    assert set(order[1:-3]) == {TaskKind.LOOK}
    assert {TaskKind.EVIDENCE, TaskKind.PLAN} <= ADDS
