"""``rrsa voices``: look at a questionnaire's answers, take them in, show them, make evidence of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import DATA, Run, assert_one_line_error, recorded

ONE = DATA / "questionnaires" / "Rights survey(1-24).xlsx"
BOTH = DATA / "questionnaires" / "Rights survey(1-50).xlsx"
SAFE = "Do you feel safe in school?"


@pytest.fixture
def taken(rrsa: Run, school: dict[str, str]) -> dict[str, str]:
    """The small school with two rounds, before and after New Year; their ids too."""
    done = rrsa(
        *("voices", "take", school["SETTING"], BOTH, "--undivided", "--split", "1 Jan 2026", "--apply"),
        *("--title", "Rights survey, whole school"),
    )
    assert done.code == 0, done.err
    listed = rrsa("voices", "list", school["SETTING"], "--json").data
    return {**school, "BEFORE": listed[0]["id"], "AFTER": listed[1]["id"]}


def test_without_apply_it_is_only_looked_at(rrsa: Run, school: dict[str, str]) -> None:
    before = recorded(school["DATABASE"])
    looked = rrsa("voices", "take", school["SETTING"], ONE)
    assert looked.code == 0
    assert "Rights survey, a form that is new here" in looked.out
    assert f"{SAFE}: One answer · Yes, Sometimes, No" in " ".join(looked.out.split())
    assert "The majority say “Yes”: 9 of 15." in " ".join(looked.out.split())
    assert "Nothing has changed yet. If that is right, add --apply." in looked.err
    assert recorded(school["DATABASE"]) == before


def test_taken_in_it_can_be_taken_back(rrsa: Run, school: dict[str, str]) -> None:
    before = recorded(school["DATABASE"])
    done = rrsa("voices", "take", school["SETTING"], ONE, "--group", "which class", "--apply")
    assert done.code == 0
    assert "2 rounds taken in. To take them back: rrsa undo" in done.err
    again = rrsa("voices", "take", school["SETTING"], ONE, "--apply")
    assert "No counts have changed." in again.err
    assert rrsa("undo", school["SETTING"]).code == 0
    assert recorded(school["DATABASE"])[0][1] == before[0][1]


def test_a_look_as_json(rrsa: Run, school: dict[str, str]) -> None:
    data = rrsa("voices", "take", school["SETTING"], ONE, "--json").data
    assert (data["changes"], data["applied"], data["known"], data["small_groups"]) == (2, 0, False, 0)
    assert {round_["group"]: round_["n"] for round_ in data["rounds"]} == {"P6": 15, "P7": 9}
    assert {each["fate"] for each in data["rounds"]} == {"new"}
    assert {each["as"] for each in data["columns"]} == {"ignore", "when", "group", "question"}


def test_list_and_show_words_first_with_what_was_before(rrsa: Run, taken: dict[str, str]) -> None:
    listed = rrsa("voices", "list", taken["SETTING"]).out
    assert "Rights survey, whole school" in listed
    assert "26 answered" in listed
    told = " ".join(rrsa("voices", "show", taken["SETTING"], taken["AFTER"]).out.split())
    assert "Most say “Yes”: 21 of 26." in told
    assert "21 Yes (15)" in told
    assert "Before: The majority say “Yes”: 15 of 24. A larger share than before." in told
    assert "Not everybody who answered the second time need have answered the first." in told
    data = rrsa("voices", "show", taken["SETTING"], taken["AFTER"], "--json").data
    assert data["before"] == taken["BEFORE"]
    assert data["questions"][0]["question"] == SAFE
    assert data["questions"][0]["answers"][0] == {"answer": "Yes", "leans": "agrees", "count": 21}


def test_nothing_taken_in_says_how_to_begin(rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("voices", "list", school["SETTING"]).err.startswith("Nothing has been taken in yet.")
    assert rrsa("voices", "list", school["SETTING"], "--json").data == []


def test_a_round_goes_and_comes_back(rrsa: Run, taken: dict[str, str]) -> None:
    gone = rrsa("voices", "remove", taken["SETTING"], taken["BEFORE"][:6].lower())
    assert gone.code == 0
    assert gone.err.startswith("Removed: Rights survey, whole school.")
    assert len(rrsa("voices", "list", taken["SETTING"], "--json").data) == 1
    rrsa("undo", taken["SETTING"])
    assert len(rrsa("voices", "list", taken["SETTING"], "--json").data) == 2


def test_a_round_becomes_evidence(rrsa: Run, taken: dict[str, str]) -> None:
    made = rrsa(
        "voices", "evidence", taken["SETTING"], taken["AFTER"], "--for", taken["OUTCOME"], taken["LOOK"]
    )
    assert made.code == 0, made.err
    assert "It says: Shows it works. If that is not right: rrsa evidence link" in " ".join(made.err.split())
    item = next(
        each for each in rrsa("evidence", "list", taken["SETTING"], "--json").data if each["id"] == made.first
    )
    assert (item["perspective"], item["people"], item["date"]) == ("children", 26, "2026-02-21")
    assert item["title"] == "Rights survey, whole school"
    shown = rrsa("voices", "show", taken["SETTING"], taken["AFTER"], "--json").data
    assert shown["evidence"] == made.first
    twice = rrsa("voices", "evidence", taken["SETTING"], taken["AFTER"], "--for", taken["OUTCOME"])
    assert twice.code == 2
    assert_one_line_error(twice)


def test_what_it_is_evidence_for_must_be_known(rrsa: Run, taken: dict[str, str]) -> None:
    refused = rrsa("voices", "evidence", taken["SETTING"], taken["BEFORE"])
    assert refused.code == 2
    assert "it is not said what this is evidence for" in refused.err


def test_a_map_goes_out_and_comes_back(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    written = rrsa("voices", "take", school["SETTING"], ONE, "--write-map", path)
    assert written.code == 0
    assert f"Written: {path}" in written.err
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("who: children", "who: staff", 1), encoding="utf-8")
    done = rrsa("voices", "take", school["SETTING"], ONE, "--map", path, "--apply", "--json")
    assert {each["who"] for each in done.data["rounds"]} == {"staff"}
    there = rrsa("voices", "take", school["SETTING"], ONE, "--write-map", path)
    assert there.code == 2
    assert_one_line_error(there)


@pytest.mark.parametrize(
    "words",
    [
        ("take", "SETTING", "nothing.csv"),
        ("take", "SETTING", DATA),
        ("take", "SETTING", DATA / "small-framework.yaml"),
        ("take", "SETTING", ONE, "--group", "shoe size"),
        ("take", "SETTING", ONE, "--group", "Name"),
        ("take", "SETTING", ONE, "--group-name", " "),
        ("take", "SETTING", ONE, "--since", "32/13/2026"),
        ("take", "SETTING", ONE, "--dates", "sideways"),
        ("take", "SETTING", ONE, "--map", "nothing.yaml"),
        ("take", "SETTING", ONE, "--who", "everybody"),
        ("take", "SETTING", ONE, "--sentence", "Which group?"),
        ("take", "nowhere", ONE),
        ("show", "SETTING", "V0000000"),
        ("remove", "SETTING", "V0000000"),
        ("evidence", "SETTING", "V0000000"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    rrsa: Run, school: dict[str, str], words: tuple[object, ...]
) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa(
        "voices", *(school.get(str(word), word) for word in words), *(["--apply"] * (words[0] == "take"))
    )
    assert ran.code == 2
    assert_one_line_error(ran)
    assert recorded(school["DATABASE"]) == before


def test_reading_only_is_enough_for_a_look(rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("voices", "take", school["SETTING"], ONE, "--read-only").code == 0
    assert rrsa("voices", "take", school["SETTING"], ONE, "--read-only", "--apply").code == 3
