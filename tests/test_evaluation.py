"""One setting's evaluation, opened on a real database: recorded, refused, taken back, kept up with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrsa import clock
from rrsa.errors import BadInput, NotFound, ReadOnly
from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.portfolio.changes import Cell, Conflict, ConflictError
from rrsa.portfolio.records import Link
from rrsa.scoring.assess import assess
from rrsa.setup import create_setting
from rrsa.store import Store, open_store

SMALL = adopt_file(Path(__file__).parent / "data" / "small-framework.yaml")
TODAY = date(2026, 4, 3)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[date]]:
    """The day on the wall; a test may turn it."""
    days = [TODAY]
    monkeypatch.setattr(clock, "today", lambda: days[0])
    yield days


@pytest.fixture
def store(tmp_path: Path, today: list[date]) -> Iterator[Store]:
    with open_store(tmp_path / "rrsa.db") as made:
        create_setting(made, "Glen", SMALL, author="lead")
        yield made
        assert made.check() == []


@pytest.fixture
def glen(store: Store) -> Evaluation:
    return Evaluation.open(store, "glen", author="lead")


@pytest.fixture
def other(store: Store) -> Evaluation:
    """The same setting, open on somebody else's screen."""
    return Evaluation.open(store, "glen", author="deputy")


SURVEY = {"title": "Survey of P7", "perspective": "children", "date": "2 Apr 2026", "place": "blue folder"}


@pytest.fixture
def survey(glen: Evaluation) -> str:
    return glen.add_evidence(SURVEY, ["1", "3.a"])


def same_as_saved(evaluation: Evaluation) -> None:
    """What is on the screen is what is in the database, and what assessing it afresh comes to."""
    snapshot = evaluation.store.load(evaluation.setting_id)
    assert evaluation.portfolio == snapshot.portfolio
    assert evaluation.revision == snapshot.revision
    assert evaluation.assessment == assess(evaluation.framework, snapshot.portfolio, on=evaluation.on)


def refused(
    evaluation: Evaluation, job: Callable[[], Any], kind: type[Exception] = BadInput, match: str | None = None
) -> str:
    """The line of a refusal, after which nothing has changed."""
    before = (evaluation.store.load(evaluation.setting_id), evaluation.portfolio, evaluation.revision)
    with pytest.raises(kind, match=match) as problem:
        job()
    assert (evaluation.store.load(evaluation.setting_id), evaluation.portfolio, evaluation.revision) == before
    assert "\n" not in str(problem.value)
    return str(problem.value)


def last_reason(evaluation: Evaluation) -> str:
    return evaluation.store.history(evaluation.setting_id, limit=1)[0].changeset.reason


# -- our view ----------------------------------------------------------------------------------------


def test_our_view_is_recorded_and_assessed_at_once(glen: Evaluation) -> None:
    glen.record_outcome("1", {"view": 3, "line": " Most classes. ", "asked": True})
    record = glen.portfolio.outcome("1")
    assert (record.view, record.line, record.asked) == (3, "Most classes.", True)
    assert glen.assessment.outcomes["1"].view == 3
    assert last_reason(glen) == "Our view of outcome 1, Know rights"
    same_as_saved(glen)


def test_the_same_again_makes_no_new_revision(glen: Evaluation) -> None:
    glen.record_outcome("1", {"view": 3})
    before = glen.revision
    glen.record_outcome("1", {"view": 3, "line": " "})
    assert glen.revision == before


@pytest.mark.parametrize(
    ("outcome", "values", "line"),
    [
        ("1", {"view": 9}, "9 is not a grade of this framework — choose one of: 1 (Not yet), 2 (Starting), "
                           "3 (Growing), 4 (Rooted)"),
        ("1", {"view": 0}, "0 is not a grade of this framework — choose one of: 1 (Not yet), 2 (Starting), "
                           "3 (Growing), 4 (Rooted)"),
        ("1", {"view": True}, "our view must be a whole number"),
        ("1", {"view": "3"}, "our view must be a whole number"),
        ("1", {"view": 3, "line": "x" * 301},
         "the line on why is 1 character too long — keep it to 300 characters"),
        ("9", {"view": 3}, "there is no outcome “9” — choose one of: 1, 2, 3"),
        ("1.a", {"view": 3}, "there is no outcome “1.a” — did you mean 1?"),
        ("", {"view": 3}, "there is no outcome “” — choose one of: 1, 2, 3"),
    ],
)  # fmt: skip
def test_a_view_that_is_refused_changes_nothing(
    glen: Evaluation, outcome: str, values: dict[str, Any], line: str
) -> None:
    assert refused(glen, lambda: glen.record_outcome(outcome, values)) == line


def test_a_field_that_somebody_else_has_changed_since_is_a_conflict(
    glen: Evaluation, other: Evaluation
) -> None:
    glen.record_outcome("1", {"line": "Ours"})
    other.refresh()
    other.record_outcome("1", {"line": "Theirs", "view": 2})
    with pytest.raises(ConflictError) as problem:
        glen.record_outcome(
            "1", {"line": "Ours again", "achieved": "x"}, seen={"line": "Ours", "achieved": None}
        )
    assert problem.value.conflicts == (
        Conflict(Cell("outcome", "1", "line"), "Ours", "Ours again", "Theirs"),
    )
    assert other.store.load("glen").portfolio.outcome("1").achieved is None
    assert glen.refresh()
    assert glen.portfolio.outcome("1").line == "Theirs"
    glen.record_outcome("1", {"line": "Ours again"})
    same_as_saved(glen)


def test_what_the_form_did_not_show_as_it_is_now_conflicts_even_after_a_refresh(
    glen: Evaluation, other: Evaluation
) -> None:
    other.record_outcome("1", {"line": "Theirs"})
    glen.refresh()
    refused(glen, lambda: glen.record_outcome("1", {"line": "Ours"}, seen={"line": None}), ConflictError)


# -- look-fors ---------------------------------------------------------------------------------------


def test_a_look_for_is_answered_and_cleared(glen: Evaluation) -> None:
    glen.record_look("1.A", "partly", "P1 not yet")
    assert (glen.portfolio.look("1.a").answer, glen.portfolio.look("1.a").why) == ("partly", "P1 not yet")
    assert last_reason(glen) == "Look-for 1.a"
    glen.record_look("1.a", None)
    assert "1.a" not in glen.portfolio.looks
    same_as_saved(glen)


def test_not_applicable_needs_a_reason_and_a_look_for_that_allows_it(glen: Evaluation) -> None:
    assert refused(glen, lambda: glen.record_look("1.a", "not-applicable", "why")) == (
        "look-for 1.a applies everywhere — answer yes, partly, not-yet or unsure"
    )
    for empty in (None, "", " \n"):
        assert refused(glen, lambda empty=empty: glen.record_look("3.c", "not-applicable", empty)) == (
            "“not applicable” needs a reason — say in a few words why it does not apply here"
        )
    glen.record_look("3.c", "not-applicable", "We appoint nobody ourselves")
    assert glen.portfolio.look("3.c").answer == "not-applicable"


@pytest.mark.parametrize(
    ("indicator", "answer", "line"),
    [
        ("1.d", "yes", "there is no look-for “1.d” — did you mean "),
        ("1", "yes", "there is no look-for “1”"),
        (
            "1.a",
            "maybe",
            "the answer cannot be “maybe” — choose one of: yes, partly, not-yet, unsure, not-applicable",
        ),
        ("1.a", "not yet", "the answer cannot be “not yet” — did you mean not-yet?"),
    ],
)
def test_a_wrong_answer_changes_nothing(glen: Evaluation, indicator: str, answer: str, line: str) -> None:
    assert refused(glen, lambda: glen.record_look(indicator, answer)).startswith(line)


# -- milestones and the setting ----------------------------------------------------------------------


def test_a_milestone_is_reached_on_a_day_and_not_after_all(glen: Evaluation) -> None:
    glen.record_milestone("group", "1/4/2026", "Six of us")
    assert (glen.portfolio.milestones["group"].done, glen.portfolio.milestones["group"].note) == (
        "2026-04-01",
        "Six of us",
    )
    glen.record_milestone("group", None)
    assert glen.portfolio.milestones["group"].done is None
    assert glen.portfolio.milestones["group"].note == "Six of us"
    glen.record_milestone("group", "today", "")
    assert glen.portfolio.milestones["group"].done == "2026-04-03"
    same_as_saved(glen)


@pytest.mark.parametrize(
    ("milestone", "day", "line"),
    [
        ("group", "4 Apr 2026", "4 Apr 2026 is in the future — give the day on which it happened"),
        (
            "group",
            "32/13/2026",
            "there is no such day as “32/13/2026” — write it like 3 Apr 2026 or 2026-04-03",
        ),
        ("groop", "today", "there is no milestone “groop” — did you mean group?"),
        ("x", None, "there is no milestone “x” — choose one of: group, plan"),
    ],
)
def test_a_wrong_milestone_changes_nothing(
    glen: Evaluation, milestone: str, day: str | None, line: str
) -> None:
    assert refused(glen, lambda: glen.record_milestone(milestone, day)) == line


def test_the_settings_own_details(glen: Evaluation) -> None:
    glen.record_setting(
        {"name": "Glen School", "aim": "second", "held": "first", "accredited_on": "1 Feb 2026", "head": ""}
    )
    setting = glen.portfolio.setting
    assert (setting.name, setting.aim, setting.held) == ("Glen School", "second", "first")
    assert setting.accredited_on == "2026-02-01"
    assert glen.stage == "second"
    same_as_saved(glen)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"name": " "}, "the name is missing — a few words are enough"),
        ({"aim": "gold"}, "there is no stage “gold” — choose one of: first, second"),
        ({"held": "secondd"}, "there is no stage “secondd” — did you mean second?"),
        ({"accredited_on": "2026-04-04"}, "4 Apr 2026 is in the future — give the day on which it happened"),
        ({"accredited_on": "lately"}, "“lately” is not a date — write it like 3 Apr 2026 or 2026-04-03"),
    ],
)
def test_wrong_details_change_nothing(glen: Evaluation, values: dict[str, Any], line: str) -> None:
    assert refused(glen, lambda: glen.record_setting(values)) == line


def test_details_conflict_as_everything_does(glen: Evaluation, other: Evaluation) -> None:
    other.record_setting({"head": "Theirs"})
    refused(glen, lambda: glen.record_setting({"head": "Ours"}, seen={"head": None}), ConflictError)


# -- evidence ----------------------------------------------------------------------------------------


def test_evidence_is_added_with_its_links_in_one_change(glen: Evaluation) -> None:
    made = glen.add_evidence({**SURVEY, "people": 24}, ["1", "1.A", "1"], direction="mixed")
    item = glen.portfolio.evidence[made]
    assert (item.title, item.perspective, item.date, item.people) == (
        "Survey of P7",
        "children",
        "2026-04-02",
        24,
    )
    assert item.present is True
    assert [(link.target, link.direction) for link in glen.portfolio.links_by_evidence[made]] == [
        ("1", "mixed"),
        ("1.a", "mixed"),
    ]
    assert glen.revision == 2
    assert last_reason(glen) == "Evidence added: Survey of P7"
    same_as_saved(glen)


@pytest.mark.parametrize(
    ("values", "targets", "direction", "line"),
    [
        ({"title": ""}, ["1"], "works", "the title is missing — a few words are enough"),
        ({"title": " \n "}, ["1"], "works", "the title is missing — a few words are enough"),
        ({"perspective": None}, ["1"], "works", "the perspective is missing — a few words are enough"),
        ({"perspective": "adult"}, ["1"], "works", "the perspective cannot be “adult” — did you mean adults? "
         "choose one of: children, observation, records, adults"),
        ({"date": "4/4/2026"}, ["1"], "works",
         "4 Apr 2026 is in the future — give the day on which it happened"),
        ({"people": -1}, ["1"], "works", "how many people must be a whole number"),
        ({}, [], "works",
         "it is not said what this is evidence for — name an outcome or a look-for, such as 4 or 4.2"),
        ({}, ["1", "9"], "works", "there is no outcome or look-for “9” — choose one of: "),
        ({}, ["1"], "works!",
         "what it shows cannot be “works!” — did you mean works? choose one of: works, mixed, not-yet"),
        ({}, ["1"], "", "what it shows is missing — a few words are enough"),
    ],
)  # fmt: skip
def test_wrong_evidence_changes_nothing(
    glen: Evaluation, values: dict[str, Any], targets: list[str], direction: str, line: str, tmp_path: Path
) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text("minutes")

    def add() -> None:
        glen.add_evidence({**SURVEY, **values}, targets, direction=direction, file=file)

    assert refused(glen, add).startswith(line)
    assert stored_files(glen) == 0


def stored_files(evaluation: Evaluation) -> int:
    with evaluation.store.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM file").scalar_one())


def test_title_and_perspective_are_needed_even_where_nothing_is_said_of_them(glen: Evaluation) -> None:
    assert "the title is missing" in refused(
        glen, lambda: glen.add_evidence({"perspective": "adults"}, ["1"])
    )
    assert "the perspective is missing" in refused(glen, lambda: glen.add_evidence({"title": "x"}, ["1"]))


def test_a_file_comes_with_evidence_and_a_wrong_one_stops_it(glen: Evaluation, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text("We ask first.")
    made = glen.add_evidence(SURVEY, ["1"], file=file)
    item = glen.portfolio.evidence[made]
    assert (item.file_name, item.file_type, item.file_size) == ("minutes.txt", "text/plain", 13)
    assert b"".join(glen.store.read_file("glen", item.file_sha256 or "")) == b"We ask first."
    file.write_text("")
    refused(glen, lambda: glen.add_evidence(SURVEY, ["1"], file=file), match="“minutes.txt” is empty")
    refused(glen, lambda: glen.edit_evidence(made, {}, file=tmp_path / "gone"), NotFound)
    file.write_text("We ask again.")
    glen.edit_evidence(made, {"note": "new minutes"}, file=file)
    assert glen.portfolio.evidence[made].file_sha256 != item.file_sha256
    assert glen.portfolio.evidence[made].title == "Survey of P7"
    same_as_saved(glen)


def test_evidence_is_edited_and_emptied(glen: Evaluation, survey: str) -> None:
    glen.edit_evidence(survey.lower(), {"title": "Survey of P6", "place": "", "date": "1/3/26"})
    item = glen.portfolio.evidence[survey]
    assert (item.title, item.place, item.date) == ("Survey of P6", None, "2026-03-01")
    assert last_reason(glen) == "Evidence changed: Survey of P6"
    same_as_saved(glen)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"title": ""}, "the title is missing — a few words are enough"),
        ({"perspective": ""}, "the perspective is missing — a few words are enough"),
        ({"date": "tomorrow"}, "4 Apr 2026 is in the future — give the day on which it happened"),
        ({"note": "x" * 40_000}, "the note is 20000 characters too long — keep it to 20000 characters"),
    ],
)
def test_wrong_edits_change_nothing(glen: Evaluation, survey: str, values: dict[str, Any], line: str) -> None:
    assert refused(glen, lambda: glen.edit_evidence(survey, values)) == line
    assert refused(glen, lambda: glen.revise_evidence(survey, values, ["1"], "works")) == line


def test_evidence_that_is_not_there_is_answered_with_what_is(glen: Evaluation, survey: str) -> None:
    line = f"there is no evidence “{survey[:-1]}?” — did you mean {survey}?"
    wrong = survey[:-1] + "?"
    for job in (
        lambda: glen.edit_evidence(wrong, {}),
        lambda: glen.revise_evidence(wrong, {}, ["1"], "works"),
        lambda: glen.link(wrong, ["1"]),
        lambda: glen.unlink(wrong, ["1"]),
        lambda: glen.choose(wrong, "1", True),
        lambda: glen.remove_evidence(wrong),
        lambda: glen.add_action("1", {"what": "Ask", "because": wrong}),
    ):
        assert refused(glen, job, NotFound) == line


def test_a_seen_value_that_has_changed_is_a_conflict_and_changes_nothing(
    glen: Evaluation, other: Evaluation, survey: str
) -> None:
    other.refresh()
    other.edit_evidence(survey, {"place": "green folder"})
    for job in (
        lambda: glen.edit_evidence(survey, {"place": "red", "note": "n"}, seen={"place": "blue folder"}),
        lambda: glen.revise_evidence(survey, {"place": "red"}, ["2"], "works", seen={"place": "blue folder"}),
    ):
        with pytest.raises(ConflictError) as problem:
            job()
        assert problem.value.conflicts == (
            Conflict(Cell("evidence", survey, "place"), "blue folder", "red", "green folder"),
        )
    saved = glen.store.load("glen").portfolio
    assert saved.evidence[survey].note is None
    assert len(saved.links) == 2


def test_evidence_that_somebody_has_removed_meanwhile_cannot_be_worked_on(
    glen: Evaluation, other: Evaluation, survey: str
) -> None:
    other.refresh()
    other.remove_evidence(survey)
    for job in (
        lambda: glen.edit_evidence(survey, {"note": "n"}),
        lambda: glen.revise_evidence(survey, {}, ["2"], "works"),
        lambda: glen.link(survey, ["2"]),
        lambda: glen.choose(survey, "1", True),
        lambda: glen.add_action("1", {"what": "Ask", "because": survey}),
    ):
        refused(glen, job, ConflictError)
    assert glen.refresh()
    assert survey not in glen.portfolio.evidence


def test_evidence_is_revised_with_its_links_as_one_change(glen: Evaluation, survey: str) -> None:
    before = glen.portfolio
    glen.revise_evidence(survey, {"title": "Survey of P6"}, ["3.A", "2"], "not-yet")
    assert glen.revision == 3
    assert {(link.target, link.direction) for link in glen.portfolio.links_by_evidence[survey]} == {
        ("3.a", "not-yet"),
        ("2", "not-yet"),
    }
    assert last_reason(glen) == "Evidence changed: Survey of P6"
    same_as_saved(glen)
    glen.undo()
    assert glen.portfolio == before


def test_revising_to_the_same_is_no_change(glen: Evaluation, survey: str) -> None:
    glen.revise_evidence(survey, {"title": "Survey of P7"}, ["1", "3.a"], "works")
    assert glen.revision == 2
    assert "what it shows is missing" in refused(glen, lambda: glen.revise_evidence(survey, {}, ["1"], ""))
    assert "it is not said" in refused(glen, lambda: glen.revise_evidence(survey, {}, [], "works"))


def test_revising_without_a_direction_leaves_each_link_as_it_is(glen: Evaluation, survey: str) -> None:
    glen.link(survey, ["3.a"], "not-yet")
    glen.revise_evidence(survey, {"place": "red folder"}, ["1", "3.a", "2"], None)
    assert {link.target: link.direction for link in glen.portfolio.links_by_evidence[survey]} == {
        "1": "works",
        "3.a": "not-yet",
        "2": "works",
    }
    same_as_saved(glen)


def test_a_piece_that_is_linked_nowhere_may_stay_so(glen: Evaluation, survey: str) -> None:
    glen.unlink(survey, ["1", "3.a"])
    glen.revise_evidence(survey, {"place": "red folder"}, [], "works")
    assert glen.portfolio.evidence[survey].place == "red folder"
    assert survey not in glen.portfolio.links_by_evidence
    same_as_saved(glen)


def test_what_a_piece_shows_is_told_place_by_place_as_one_change(glen: Evaluation, survey: str) -> None:
    before, revision = glen.portfolio, glen.revision
    glen.tell(survey.lower(), {"1": "mixed", "3.A": None, "2": "not-yet"})
    assert {link.target: link.direction for link in glen.portfolio.links_by_evidence[survey]} == {
        "1": "mixed",
        "2": "not-yet",
    }
    assert glen.revision == revision + 1
    assert "9" in refused(glen, lambda: glen.tell(survey, {"9": "works"}), NotFound)
    same_as_saved(glen)
    glen.undo()
    assert glen.portfolio == before


def test_thinning_out_is_all_or_nothing(glen: Evaluation, other: Evaluation, survey: str) -> None:
    walk = glen.add_evidence({"title": "Walk", "perspective": "observation"}, ["1", "2"])
    other.refresh()
    glen.edit_evidence(survey, {"place": "red folder"})
    refused(other, lambda: other.prune({walk: ["1"]}, [survey]), ConflictError)
    assert "1" in [link.target for link in glen.store.load("glen").portfolio.links_by_evidence[walk]]
    before = glen.portfolio
    glen.prune({walk: ["1"]}, [survey])
    assert survey not in glen.portfolio.evidence
    assert [link.target for link in glen.portfolio.links_by_evidence[walk]] == ["2"]
    assert last_reason(glen) == "Evidence thinned out: 2 pieces"
    same_as_saved(glen)
    glen.undo()
    assert glen.portfolio == before


def test_links_come_change_and_go(glen: Evaluation, survey: str) -> None:
    glen.link(survey, ["2", "1"], "mixed")
    assert {link.target: link.direction for link in glen.portfolio.links_by_evidence[survey]} == {
        "1": "mixed",
        "2": "mixed",
        "3.a": "works",
    }
    glen.unlink(survey.lower(), ["2", "3.A"])
    assert [link.target for link in glen.portfolio.links_by_evidence[survey]] == ["1"]
    assert refused(glen, lambda: glen.unlink(survey, ["1", "2"]), NotFound) == (
        f"{survey} is not linked to 2 — rrsa evidence list shows its links"
    )
    assert "what it shows is missing" in refused(glen, lambda: glen.link(survey, ["2"], " "))
    same_as_saved(glen)


def test_a_piece_is_chosen_for_the_assessor_and_no_longer(glen: Evaluation, survey: str) -> None:
    glen.choose(survey.lower(), "3.A", True)
    assert glen.portfolio.links[f"{survey}:3.a"].chosen is True
    glen.choose(survey, "3.a", False)
    assert glen.portfolio.links[f"{survey}:3.a"].chosen is None
    assert refused(glen, lambda: glen.choose(survey, "2", True), NotFound) == f"{survey} is not linked to 2"


def test_removing_takes_links_and_reasons_and_undo_brings_all_back(glen: Evaluation, survey: str) -> None:
    action = glen.add_action("1", {"what": "Ask again", "because": survey})
    before = glen.portfolio
    glen.remove_evidence(survey)
    assert not glen.portfolio.evidence
    assert not glen.portfolio.links
    assert glen.portfolio.actions[action].because is None
    assert glen.portfolio.actions[action].what == "Ask again"
    assert glen.assessment.outcomes["1"].pieces == ()
    glen.undo()
    assert glen.portfolio == before
    same_as_saved(glen)


def test_a_link_that_somebody_makes_meanwhile_does_not_outlive_the_evidence(
    glen: Evaluation, other: Evaluation, survey: str
) -> None:
    other.refresh()
    other.link(survey, ["2"])
    made = other.add_action("2", {"what": "Ask", "because": survey})
    glen.remove_evidence(survey)
    same_as_saved(glen)
    assert not glen.portfolio.links
    assert glen.portfolio.actions[made].because is None


def test_evidence_that_somebody_has_changed_meanwhile_is_not_removed_unseen(
    glen: Evaluation, other: Evaluation, survey: str
) -> None:
    other.refresh()
    other.edit_evidence(survey, {"note": "Read this first"})
    with pytest.raises(ConflictError) as problem:
        glen.remove_evidence(survey)
    note = Cell("evidence", survey, "note")
    assert problem.value.conflicts == (Conflict(note, None, None, "Read this first"),)
    glen.refresh()
    glen.remove_evidence(survey)
    same_as_saved(glen)
    assert not glen.portfolio.evidence


def test_a_link_or_action_that_somebody_has_added_to_is_not_removed_unseen(
    glen: Evaluation, other: Evaluation, survey: str
) -> None:
    action = glen.add_action("1", {"what": "Ask"})
    other.refresh()
    other.choose(survey, "1", True)
    other.edit_action(action, {"who": "DHT"})
    for job in (
        lambda: glen.unlink(survey, ["1"]),
        lambda: glen.revise_evidence(survey, {}, ["3.a"], "works"),
        lambda: glen.remove_action(action),
    ):
        refused(glen, job, ConflictError)
    glen.refresh()
    glen.unlink(survey, ["1"])
    glen.remove_action(action)
    same_as_saved(glen)
    assert f"{survey}:1" not in glen.portfolio.links
    assert not glen.portfolio.actions


# -- actions -----------------------------------------------------------------------------------------


def test_an_action_is_added_edited_finished_and_removed(glen: Evaluation, survey: str) -> None:
    made = glen.add_action(
        "1", {"what": " Ask P7 ", "who": "DHT", "due": "30 Jun 2026", "because": survey.lower()}
    )
    action = glen.portfolio.actions[made]
    assert (action.what, action.who, action.due) == ("Ask P7", "DHT", "2026-06-30")
    assert (action.outcome, action.status, action.because) == ("1", "planned", survey)
    glen.edit_action(made.lower(), {"status": "under-way", "outcome": "2", "who": ""})
    assert (glen.portfolio.actions[made].status, glen.portfolio.actions[made].outcome) == ("under-way", "2")
    assert glen.portfolio.actions[made].who is None
    glen.finish_action(made, on="1 Apr 2026", difference="They chair it now")
    action = glen.portfolio.actions[made]
    assert (action.status, action.done_on, action.difference) == ("done", "2026-04-01", "They chair it now")
    glen.remove_action(made)
    assert made not in glen.portfolio.actions
    assert last_reason(glen) == "Action removed: Ask P7"
    glen.undo()
    assert glen.portfolio.actions[made] == action
    same_as_saved(glen)


def test_done_goes_with_its_day(glen: Evaluation, today: list[date]) -> None:
    made = glen.add_action("1", {"what": "Ask"})
    glen.edit_action(made, {"status": "done"})
    assert glen.portfolio.actions[made].done_on == "2026-04-03"
    today[0] = date(2026, 5, 4)
    glen.finish_action(made, difference="It helped")
    assert glen.portfolio.actions[made].done_on == "2026-04-03"
    glen.edit_action(made, {"status": "planned", "done_on": "1 Apr 2026"})
    assert glen.portfolio.actions[made].done_on is None
    glen.finish_action(made)
    assert glen.portfolio.actions[made].done_on == "2026-05-04"
    assert glen.portfolio.actions[made].difference == "It helped"
    made = glen.add_action("2", {"what": "x", "status": "done"})
    assert glen.portfolio.actions[made].done_on == "2026-05-04"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"what": ""}, "what to do is missing — a few words are enough"),
        ({"what": "x" * 301}, "what to do is 1 character too long — keep it to 300 characters"),
        (
            {"status": "finished"},
            "how far it has come cannot be “finished” — choose one of: planned, under-way, done, cannot",
        ),
        ({"due": "soon"}, "“soon” is not a date — write it like 3 Apr 2026 or 2026-04-03"),
        (
            {"due": "31/6/2026"},
            "there is no such day as “31/6/2026” — write it like 3 Apr 2026 or 2026-04-03",
        ),
        ({"done_on": "2026-04-04"}, "4 Apr 2026 is in the future — give the day on which it happened"),
        ({"because": "E0000"}, "there is no evidence “E0000” — there is none yet"),
    ],
)
def test_wrong_actions_change_nothing(glen: Evaluation, values: dict[str, Any], line: str) -> None:
    assert refused(glen, lambda: glen.add_action("1", {"what": "Ask", **values})) == line
    made = glen.add_action("1", {"what": "Ask"})
    assert refused(glen, lambda: glen.edit_action(made, values)) == line


def test_an_action_needs_something_to_do_and_an_outcome(glen: Evaluation) -> None:
    assert "what to do is missing" in refused(glen, lambda: glen.add_action("1", {"who": "DHT"}))
    assert refused(glen, lambda: glen.add_action("1.a", {"what": "x"})).startswith(
        "there is no outcome “1.a”"
    )
    made = glen.add_action("1", {"what": "Ask"})
    for wrong in ("", "9", None):
        refused(
            glen, lambda wrong=wrong: glen.edit_action(made, {"outcome": wrong}), match="there is no outcome"
        )
    assert refused(glen, lambda: glen.finish_action(made, on="tomorrow")).startswith(
        "4 Apr 2026 is in the future"
    )


def test_an_action_that_is_not_there_is_answered_with_what_is(glen: Evaluation) -> None:
    for job in (
        lambda: glen.edit_action("A1", {}),
        lambda: glen.finish_action("A1"),
        lambda: glen.remove_action("A1"),
    ):
        assert refused(glen, job, NotFound) == "there is no action “A1” — there is none yet"


def test_actions_conflict_as_everything_does(glen: Evaluation, other: Evaluation) -> None:
    made = glen.add_action("1", {"what": "Ask"})
    other.refresh()
    other.edit_action(made, {"who": "Theirs"})
    refused(glen, lambda: glen.edit_action(made, {"who": "Ours"}, seen={"who": None}), ConflictError)
    other.remove_action(made)
    refused(glen, lambda: glen.edit_action(made, {"what": "Ours"}), ConflictError)


# -- taking back -------------------------------------------------------------------------------------


def test_undo_and_redo_go_back_and_forth(glen: Evaluation) -> None:
    portfolios = [glen.portfolio]
    for view in (1, 2, 3):
        glen.record_outcome("1", {"view": view})
        portfolios.append(glen.portfolio)
    for expected in (2, 1):
        assert glen.undo().undone
        assert glen.portfolio == portfolios[expected]
        same_as_saved(glen)
    for expected in (2, 3):
        assert not glen.redo().undone
        assert glen.portfolio == portfolios[expected]
        same_as_saved(glen)
    refused(glen, glen.redo, NotFound, "there is nothing of “lead” to do again")


def test_only_ones_own_changes_are_taken_back_unless_one_is_named(
    glen: Evaluation, other: Evaluation
) -> None:
    other.record_outcome("2", {"view": 2})
    glen.refresh()
    refused(glen, glen.undo, NotFound, "there is nothing of “lead” left to undo")
    entry = glen.undo(glen.store.history("glen", limit=1)[0].changeset.uuid)
    assert entry.changeset.author == "deputy"
    assert glen.portfolio.outcome("2").view is None


def test_what_something_stands_on_is_not_taken_back_alone(glen: Evaluation, survey: str) -> None:
    added = glen.store.history("glen", limit=1)[0].changeset.uuid
    glen.link(survey, ["2"])
    line = refused(glen, lambda: glen.undo(added), ConflictError)
    assert "“Evidence added: Survey of P7” cannot be taken back on its own" in line


# -- several at once ---------------------------------------------------------------------------------


def test_two_screens_on_one_database_keep_up(glen: Evaluation, other: Evaluation) -> None:
    glen.record_outcome("1", {"view": 3})
    assert other.portfolio.outcome("1").view is None
    assert other.refresh()
    assert other.portfolio.outcome("1").view == 3
    assert not other.refresh()
    other.record_outcome("2", {"view": 4})
    glen.record_outcome("3", {"view": 1})  # made on an older revision: the other's is taken in with it
    assert (glen.portfolio.outcome("2").view, glen.portfolio.outcome("3").view) == (4, 1)
    same_as_saved(glen)
    assert other.refresh()
    same_as_saved(other)
    assert other.portfolio == glen.portfolio


def test_saving_what_somebody_else_has_just_saved_is_no_conflict(glen: Evaluation, other: Evaluation) -> None:
    other.record_outcome("1", {"view": 3})
    glen.record_outcome("1", {"view": 3})
    assert glen.revision == 2
    same_as_saved(glen)


def test_what_was_read_stays_as_it_was_while_others_record(glen: Evaluation, other: Evaluation) -> None:
    seen, assessed = glen.portfolio, glen.assessment
    wrong: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            portfolio = glen.portfolio
            links = portfolio.links_by_evidence
            if {item: len(links.get(item, ())) for item in portfolio.evidence} != dict.fromkeys(
                portfolio.evidence, 2
            ):
                wrong.append("evidence without its links: half a change")

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for n in range(40):
            glen.add_evidence({"title": f"Piece {n}", "perspective": "records"}, ["1", "2"])
    finally:
        done.set()
        reader.join()
    assert wrong == []
    assert seen.evidence == {}
    assert assessed.outcomes["1"].pieces == ()
    assert len(glen.assessment.outcomes["1"].pieces) == 40


# -- days --------------------------------------------------------------------------------------------


def test_past_midnight_everything_is_assessed_anew(glen: Evaluation, survey: str, today: list[date]) -> None:
    fresh = glen.assessment.outcomes["1"].evidence.score
    assert not glen.refresh()
    today[0] = TODAY + timedelta(days=700)
    assert glen.refresh()
    assert glen.assessment.on == today[0]
    assert glen.assessment.outcomes["1"].evidence.score < fresh
    same_as_saved(glen)
    today[0] += timedelta(days=700)
    glen.record_outcome("2", {"view": 1})  # recording takes the new day in as well
    assert glen.assessment.on == today[0]
    same_as_saved(glen)


def test_a_named_day_stays_while_the_clock_goes_on(store: Store, today: list[date]) -> None:
    glen = Evaluation.open(store, "glen", author="lead", on=date(2027, 1, 1))
    today[0] = date(2026, 4, 9)
    assert not glen.refresh()
    assert glen.on == glen.assessment.on == date(2027, 1, 1)
    assert glen.today == date(2026, 4, 9)
    refused(glen, lambda: glen.record_milestone("group", "2026-12-01"), match="is in the future")


def test_what_was_refused_as_tomorrow_is_taken_the_day_after(glen: Evaluation, today: list[date]) -> None:
    refused(glen, lambda: glen.record_milestone("group", "2026-04-04"), match="is in the future")
    today[0] = date(2026, 4, 4)
    glen.record_milestone("group", "2026-04-04")
    assert glen.portfolio.milestones["group"].done == "2026-04-04"


# -- looking ahead -----------------------------------------------------------------------------------


def test_the_next_steps_are_for_the_stage_aimed_at(glen: Evaluation) -> None:
    assert glen.stage == "first"
    assert glen.steps(limit=2) == glen.steps()[:2]
    assert glen.steps("second") != glen.steps("first")
    glen.record_setting({"aim": ""})
    assert glen.stage == "first"


# -- reading alone -----------------------------------------------------------------------------------


def test_where_only_reading_is_possible_nothing_is_recorded(
    glen: Evaluation, survey: str, tmp_path: Path
) -> None:
    action = glen.add_action("1", {"what": "Ask"})
    file = tmp_path / "minutes.txt"
    file.write_text("minutes")
    with open_store(tmp_path / "rrsa.db", read_only=True) as store:
        reading = Evaluation.open(store, "glen", author="lead")
        assert reading.portfolio == glen.portfolio
        jobs: list[Callable[[], object]] = [
            lambda: reading.record_outcome("1", {"view": 3}),
            lambda: reading.record_look("1.a", "yes"),
            lambda: reading.record_milestone("group", "today"),
            lambda: reading.record_setting({"name": "New"}),
            lambda: reading.add_evidence(SURVEY, ["1"]),
            lambda: reading.add_evidence(SURVEY, ["1"], file=file),
            lambda: reading.edit_evidence(survey, {"note": "n"}),
            lambda: reading.revise_evidence(survey, {"note": "n"}, ["2"], "works", file=file),
            lambda: reading.link(survey, ["2"]),
            lambda: reading.unlink(survey, ["1"]),
            lambda: reading.choose(survey, "1", True),
            lambda: reading.remove_evidence(survey),
            lambda: reading.add_action("1", {"what": "Ask"}),
            lambda: reading.edit_action(action, {"who": "DHT"}),
            lambda: reading.finish_action(action),
            lambda: reading.remove_action(action),
            reading.undo,
            reading.redo,
        ]
        for job in jobs:
            refused(reading, job, ReadOnly)
    assert stored_files(glen) == 0


def test_a_file_is_not_even_opened_where_only_reading_is_possible(glen: Evaluation, tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db", read_only=True) as store:
        reading = Evaluation.open(store, "glen", author="lead")
        refused(reading, lambda: reading.add_evidence(SURVEY, ["1"], file=tmp_path / "gone.txt"), ReadOnly)


def test_a_setting_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no setting “glenn” — did you mean glen"):
        Evaluation.open(store, "glenn", author="lead")


# -- anything at all ---------------------------------------------------------------------------------

steps = st.lists(
    st.one_of(
        st.tuples(st.just("view"), st.sampled_from("123"), st.sampled_from([None, 1, 2, 3, 4])),
        st.tuples(
            st.just("look"), st.sampled_from(["1.a", "3.c"]), st.sampled_from([None, "yes", "not-yet"])
        ),
        st.tuples(st.just("evidence"), st.sampled_from(["1", "2.a"]), st.sampled_from(["works", "not-yet"])),
        st.tuples(st.just("action"), st.sampled_from("123"), st.sampled_from(["first", "none"])),
        st.tuples(st.just("remove"), st.just(""), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.just(""), st.none()),
        st.tuples(st.just("redo"), st.just(""), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_done_the_screen_shows_what_is_saved(
    store: Store, done: list[tuple[str, str, Any]]
) -> None:
    setting = create_setting(store, "Any", SMALL, author="lead", setting_id=f"any-{len(store.settings())}")
    any_ = Evaluation.open(store, setting, author="lead")
    for what, target, value in done:
        first = next(iter(any_.portfolio.evidence), None)
        try:
            if what == "view":
                any_.record_outcome(target, {"view": value})
            elif what == "look":
                any_.record_look(target, value)
            elif what == "evidence":
                any_.add_evidence({"title": "A piece", "perspective": "adults"}, [target], direction=value)
            elif what == "action":
                any_.add_action(target, {"what": "Ask", "because": first if value == "first" else None})
            elif what == "remove" and first:
                any_.remove_evidence(first)
            elif what == "undo":
                any_.undo()
            elif what == "redo":
                any_.redo()
        except (NotFound, ConflictError):
            assert what in ("undo", "redo")
    same_as_saved(any_)
    assert all(
        link == Link(link.id, True, link.evidence, link.target, link.direction)
        and link.evidence in any_.portfolio.evidence
        for link in any_.portfolio.links.values()
    )
