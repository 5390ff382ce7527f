"""Recording by command: views, look-fors, milestones, evidence, actions, and taking back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from command_runs import SMALL, Run

from rrsa import clock


def outcome_of(rrsa: Run, school: dict[str, str], outcome: str) -> dict[str, object]:
    found = rrsa("status", school["SETTING"], "--json").data["outcomes"]
    return next(each for each in found if each["id"] == outcome)


@pytest.mark.parametrize("grade", ["3", "Growing", "growing", "3 growing"])
def test_a_grade_by_number_or_name(grade: str, rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("view", school["SETTING"], school["OUTCOME"], grade)
    assert (ran.code, ran.out) == (0, "")
    assert "Growing" in ran.err
    assert outcome_of(rrsa, school, school["OUTCOME"])["view"] == 3


def test_the_words_around_a_view(rrsa: Run, school: dict[str, str]) -> None:
    words = ("view", school["SETTING"], school["OUTCOME"])
    rrsa(*words, 3, "--line", "L", "--achieved", "A", "--difference", "D", "--whom-to-ask", "W", "--asked")
    told = outcome_of(rrsa, school, school["OUTCOME"])
    assert (told["line"], told["achieved"], told["difference"], told["whom_to_ask"]) == ("L", "A", "D", "W")
    # Without a grade the words alone are recorded, and an empty text clears one.
    assert rrsa(*words, "--line", "", "--difference", "D2").code == 0
    told = outcome_of(rrsa, school, school["OUTCOME"])
    assert (told["view"], told["line"], told["difference"]) == (3, None, "D2")


def test_children_who_chose_not_to_say_were_asked(rrsa: Run, school: dict[str, str]) -> None:
    words = ("view", school["SETTING"], school["OTHER"])
    assert outcome_of(rrsa, school, school["OTHER"])["asked"] is False
    rrsa(*words, "--asked")
    assert outcome_of(rrsa, school, school["OTHER"])["asked"] is True
    rrsa(*words, "--not-asked")
    assert outcome_of(rrsa, school, school["OTHER"])["asked"] is False


@pytest.mark.parametrize("answer", ["yes", "partly", "not-yet", "unsure", "NOT YET", "not_yet"])
def test_answers_to_a_look_for(answer: str, rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("look", school["SETTING"], school["LOOK"], answer, "--why", "W").code == 0
    looked = outcome_of(rrsa, school, school["OUTCOME"])["look_fors"]
    assert isinstance(looked, list)
    assert looked[0]["answer"] == answer.lower().replace(" ", "-").replace("_", "-")


def test_not_applicable_with_a_reason(rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("look", school["SETTING"], "3.c", "not-applicable", "--why", "We have no nursery").code == 0


def test_a_milestone_today_on_a_day_and_not_after_all(rrsa: Run, school: dict[str, str]) -> None:
    def reached() -> bool:
        told = rrsa("status", school["SETTING"], "--json").data["milestones"]
        return bool(next(each for each in told if each["id"] == "group")["reached"])

    assert not reached()
    assert rrsa("milestone", school["SETTING"], "group").code == 0
    assert reached()
    [change] = rrsa("history", school["SETTING"], "--json", "--limit", 1).data[0]["changes"]
    assert change["after"] == clock.today().isoformat()
    rrsa("milestone", school["SETTING"], "GROUP", "--done", "3 Sep 2025", "--note", "Met in the library")
    assert reached()
    assert rrsa("milestone", school["SETTING"], "group", "--not-done").code == 0
    assert not reached()


# -- evidence ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "targets",
    [
        ("--for", "1", "1.a", "2"),
        ("--for", "1,1.a", "2"),
        ("--for", "1", "--for", "1.a", "--for", "2"),
        ("--for=1", "--for", "1.a", "2"),
        ("--for=1", "1.a", "2"),
        ("--for=1", "1.a", "--note", "between", "--for=2"),
        ("--for", "1", "1.a", "2", "--note", "after"),
        ("--for", "2", "1", "1.a", "1", "2"),
    ],
)
def test_what_evidence_is_for_may_be_written_in_many_ways(
    targets: tuple[str, ...], rrsa: Run, school: dict[str, str]
) -> None:
    added = rrsa("evidence", "add", school["SETTING"], "--title", "T", "--perspective", "adults", *targets)
    assert added.code == 0, added
    made = added.first
    assert added.out == f"{made}\n"
    item = next(e for e in rrsa("evidence", "list", school["SETTING"], "--json").data if e["id"] == made)
    assert {link["target"] for link in item["links"]} == {"1", "1.a", "2"}
    assert {link["direction"] for link in item["links"]} == {"works"}


def test_the_setting_may_stand_behind_for_with_an_equals_sign(rrsa: Run, school: dict[str, str]) -> None:
    words = ("evidence", "add", "--title", "T", "--perspective", "adults")
    assert rrsa(*words, "--for=1", school["SETTING"]).code == 0
    assert rrsa("evidence", "list", "--for=1", school["SETTING"]).code == 0


def test_the_setting_may_stand_behind_for(rrsa: Run, school: dict[str, str]) -> None:
    added = rrsa(
        "evidence", "add", "--title", "T", "--perspective", "adults", "--for", "1", "2", school["SETTING"]
    )
    assert added.code == 0, added
    linked = rrsa("evidence", "link", "--for", "1.a", school["SETTING"], added.first)
    assert linked.code == 0, linked


def test_everything_that_is_given_is_kept(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "count.csv"
    file.write_text("class,yes\nP6,20\n", encoding="utf-8")
    made = rrsa(
        *("evidence", "add", school["SETTING"], "--title", "Count", "--perspective", "records"),
        *(
            "--directness",
            "reported",
            "--date",
            "3 Apr 2026",
            "--place",
            "Shared drive",
            "--seen-by",
            "P6 teacher",
        ),
        *("--note", "Most said yes", "--people", "24", "--consent", "given", "--identifiable"),
        *("--file", file, "--for", "1", "--direction", "mixed"),
    ).first
    item = next(e for e in rrsa("evidence", "list", school["SETTING"], "--json").data if e["id"] == made)
    assert item == {
        "id": made,
        "title": "Count",
        "perspective": "records",
        "directness": "reported",
        "date": "2026-04-03",
        "place": "Shared drive",
        "seen_by": "P6 teacher",
        "note": "Most said yes",
        "people": 24,
        "consent": "given",
        "identifiable": True,
        "file_name": "count.csv",
        "file_type": "text/csv",
        "file_size": file.stat().st_size,
        "file_sha256": item["file_sha256"],
        "question": None,
        "said": None,
        "showcase": False,
        "replaces": None,
        "replaced_by": None,
        "age": item["age"],
        "links": [{"target": "1", "direction": "mixed", "chosen": False}],
        "may_leave": True,
    }
    rrsa(
        "evidence",
        "edit",
        school["SETTING"],
        made.lower(),
        "--not-identifiable",
        "--people",
        "30",
        "--place",
        "",
    )
    item = next(e for e in rrsa("evidence", "list", school["SETTING"], "--json").data if e["id"] == made)
    assert (item["identifiable"], item["people"], item["place"], item["note"]) == (
        False,
        30,
        None,
        "Most said yes",
    )


@pytest.mark.parametrize(("typed", "days_ago"), [("today", 0), ("yesterday", 1)], ids=["today", "yesterday"])
def test_days_in_words(typed: str, days_ago: int, rrsa: Run, school: dict[str, str]) -> None:
    rrsa("evidence", "edit", school["SETTING"], school["EVIDENCE"], "--date", typed)
    [item] = rrsa("evidence", "list", school["SETTING"], "--json").data
    assert item["date"] == (clock.today() - timedelta(days=days_ago)).isoformat()


def test_evidence_that_shows_not_yet_asks_what_was_done(rrsa: Run, school: dict[str, str]) -> None:
    added = rrsa(
        *("evidence", "add", school["SETTING"], "--title", "T", "--perspective", "children"),
        *("--for", school["OTHER"], "--direction", "not-yet"),
    )
    assert "What will you do about it?" in added.err
    assert "Not shown yet" in added.err


def test_what_may_not_leave_is_said_at_once(rrsa: Run, school: dict[str, str]) -> None:
    added = rrsa(
        *("evidence", "add", school["SETTING"], "--title", "T", "--perspective", "children"),
        *("--for", school["OUTCOME"], "--consent", "unknown", "--identifiable"),
    )
    assert "left out of every export" in added.err
    assert "Held back" in rrsa("evidence", "list", school["SETTING"]).out


def test_what_is_said_back_stays_on_one_line(rrsa: Run, school: dict[str, str]) -> None:
    added = rrsa(
        *("evidence", "add", school["SETTING"], "--title", "Two\nlines", "--perspective", "children"),
        *("--for", school["OUTCOME"]),
    )
    assert f"Saved {added.first}: Two lines.\n" in added.err


def test_linking_unlinking_removing(rrsa: Run, school: dict[str, str]) -> None:
    setting, item = school["SETTING"], school["EVIDENCE"]

    def targets() -> list[str]:
        [found] = rrsa("evidence", "list", setting, "--json").data
        return [link["target"] for link in found["links"]]

    assert rrsa("evidence", "link", setting, item, "--for", "2", "3.a", "--direction", "mixed").code == 0
    assert targets() == ["1", "2", "3.a"]
    assert rrsa("evidence", "unlink", setting, item, "--for", "1", "2").code == 0
    assert targets() == ["3.a"]
    assert rrsa("evidence", "list", setting, "--for", "3", "--json").data  # an outcome brings its look-fors
    assert rrsa("evidence", "list", setting, "--for", "1", "--json").data == []
    assert rrsa("evidence", "remove", setting, item).code == 0
    assert rrsa("evidence", "list", setting, "--json").data == []
    assert rrsa("undo", setting).code == 0
    assert targets() == ["3.a"]


# -- actions -------------------------------------------------------------------------------------------


def test_an_action_from_plan_to_difference(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    made = rrsa(
        *("action", "add", setting, "2", "Ask P7", "--who", "DHT", "--due", "1/2/2026"),
        *("--because", school["EVIDENCE"]),
    ).first

    def action() -> dict[str, object]:
        return next(a for a in rrsa("action", "list", setting, "--json").data if a["id"] == made)

    told = action()
    assert (told["outcome"], told["what"], told["who"], told["due"]) == ("2", "Ask P7", "DHT", "2026-02-01")
    assert (told["status"], told["because"], told["overdue"]) == ("planned", school["EVIDENCE"], True)
    assert "was due 1 Feb 2026, " in rrsa("action", "list", setting).out
    rrsa("action", "edit", setting, made, "--status", "under-way", "--due", "")
    assert (action()["status"], action()["due"], action()["overdue"]) == ("under-way", None, False)
    assert "What difference" in rrsa("action", "done", setting, made, "--on-date", "2 Feb 2026").err
    assert (action()["status"], action()["done_on"]) == ("done", "2026-02-02")
    rrsa("action", "edit", setting, made, "--difference", "They now run it")
    assert action()["difference"] == "They now run it"
    assert rrsa("action", "remove", setting, made).code == 0
    assert [a["id"] for a in rrsa("action", "list", setting, "--json").data] == [school["ACTION"]]


@pytest.mark.parametrize(
    "words",
    [
        ("2", "Ask P7"),
        ("--for", "2", "--what", "Ask P7"),
        ("2", "--what", "Ask P7"),
        ("--for", "2", "Ask P7"),
        ("2.b", "Ask P7"),
    ],
)
def test_an_action_may_be_written_in_many_ways(
    words: tuple[str, ...], rrsa: Run, school: dict[str, str]
) -> None:
    made = rrsa("action", "add", school["SETTING"], *words)
    assert made.code == 0, made
    told = next(a for a in rrsa("action", "list", school["SETTING"], "--json").data if a["id"] == made.first)
    assert (told["outcome"], told["what"]) == ("2", "Ask P7")


# -- taking back ---------------------------------------------------------------------------------------


def test_undo_goes_back_step_by_step_and_redo_forward(rrsa: Run, school: dict[str, str]) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]

    def view() -> object:
        return outcome_of(rrsa, school, outcome)["view"]

    for grade in (1, 3, 4):
        rrsa("view", setting, outcome, grade)
    assert "Taken back" in rrsa("undo", setting).err
    assert view() == 3
    rrsa("undo", setting)
    assert view() == 1
    assert "Done again" in rrsa("redo", setting).err
    assert view() == 3


def test_an_older_change_by_its_number(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    rrsa("view", setting, school["OTHER"], 3)
    number = rrsa("history", setting, "--json").data[0]["revision"]
    rrsa("view", setting, school["OUTCOME"], 4)
    assert f"{number}  " in rrsa("history", setting).out
    assert rrsa("undo", setting, number).code == 0
    assert outcome_of(rrsa, school, school["OTHER"])["view"] is None
    assert outcome_of(rrsa, school, school["OUTCOME"])["view"] == 4
    assert "(taken back)" in rrsa("history", setting).out


def test_what_something_newer_stands_on_is_a_conflict(rrsa: Run, school: dict[str, str]) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    rrsa("view", setting, outcome, 3)
    number = rrsa("history", setting, "--json").data[0]["revision"]
    uuid = rrsa("history", setting, "--json").data[0]["changeset"]
    rrsa("view", setting, outcome, 4, "--author", "DHT")
    for named in (number, uuid, uuid[:8]):
        ran = rrsa("undo", setting, named)
        assert ran.code == 1, ran
        assert ran.err.startswith("error: ")
        assert ran.err.count("\n") == 1
    assert outcome_of(rrsa, school, outcome)["view"] == 4


# -- settings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["glen-mhor-school", "GLEN-MHOR-SCHOOL", "Glen Mhor School", "glen mhor  school"]
)
def test_a_setting_by_its_id_or_its_name(typed: str, rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("status", typed).code == 0


def test_a_name_that_two_settings_have_is_asked_about(rrsa: Run, school: dict[str, str]) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    rrsa("new", "Ardlui House", "--framework", SMALL)
    with open_store(school["DATABASE"]) as store:
        Evaluation.open(store, school["SETTING"], author="Lead").record_setting({"name": "Ardlui  House"})
        Evaluation.open(store, "ardlui-house", author="Lead").record_setting({"name": "Ardlui  House"})
    ran = rrsa("status", "Ardlui  House")
    assert ran.code == 2
    assert "2 settings are called" in ran.err
    assert "ardlui-house, glen-mhor-school" in ran.err
    assert rrsa("status", "ardlui-house").code == 0


def test_a_setting_with_its_details(rrsa: Run, school: dict[str, str]) -> None:
    made = rrsa(
        *("new", "Ardlui House", "--framework", SMALL, "--aim", "SECOND"),
        *("--authority", "Argyll", "--head", "Head", "--lead", "Depute"),
    )
    assert made.out == "ardlui-house\n"
    listed = rrsa("settings", "--json").data
    assert [s["id"] for s in listed] == ["ardlui-house", "glen-mhor-school"]
    assert (listed[0]["aim"], listed[0]["kind"], listed[0]["framework"]) == ("second", "school", "small@1.0")
    changes = rrsa("history", "ardlui-house", "--json").data[0]["changes"]
    assert {c["field"]: c["after"] for c in changes}["authority"] == "Argyll"
    text = rrsa("settings").out
    assert "ardlui-house" in text
    assert "Ardlui House" in text


def test_no_setting_is_an_empty_list(rrsa: Run) -> None:
    ran = rrsa("settings", "--json")
    assert (ran.code, ran.data) == (0, [])
    assert "rrsa new" in rrsa("settings").err
