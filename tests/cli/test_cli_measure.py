"""Measures by command."""

from __future__ import annotations

import pytest
from command_runs import Run, assert_one_line_error, recorded

ADD = ("--title", "Know whom to tell", "--counts", "people", "--better", "more")


def add(rrsa: Run, school: dict[str, str], *more: object) -> str:
    ran = rrsa("measure", "add", school["SETTING"], *ADD, "--outcome", school["OUTCOME"], *more)
    assert ran.code == 0, ran
    assert ran.out == f"{ran.first}\n"
    return ran.first


def listed(rrsa: Run, school: dict[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rrsa("measure", "list", school["SETTING"], "--json").data
    return found


def test_a_measure_with_all_that_can_be_said_of_it(rrsa: Run, school: dict[str, str]) -> None:
    words = ("--baseline", "24 of 41", "--baseline-date", "3 Sep 2025", "--target", "36/41")
    made = add(rrsa, school, *words, "--by", "30 Jun 2030", "--source", "Question 4", "--note", "By hand")
    [told] = listed(rrsa, school)
    assert told["id"] == made
    assert told["outcome"] == school["OUTCOME"]
    assert (told["baseline"], told["baseline_n"], told["baseline_on"]) == (24, 41, "2025-09-03")
    assert (told["target"], told["target_n"], told["target_on"]) == (36, 41, "2030-06-30")
    assert (told["source"], told["note"], told["reached"]) == ("Question 4", "By hand", False)


def test_a_look_for_means_its_outcome(rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("measure", "add", school["SETTING"], *ADD, "--outcome", school["LOOK"]).code == 0
    assert listed(rrsa, school)[0]["outcome"] == school["OUTCOME"]


def test_counting_again_tells_which_way_it_goes(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school, "--baseline", "24/41", "--baseline-date", "3 Sep 2025")
    ran = rrsa("measure", "read", school["SETTING"], made, "34/41", "--date", "4 Mar 2026", "--note", "N")
    assert "More than on 3 Sep 2025: the majority, 24 of 41 then; most, 34 of 41, on 4 Mar 2026" in ran.err
    [reading] = listed(rrsa, school)[0]["readings"]  # type: ignore[misc]
    assert reading == {"id": ran.first, "date": "2026-03-04", "count": 34, "n": 41, "note": "N"}


def test_a_reading_is_put_right_and_taken_away_by_its_id(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school)
    reading = rrsa("measure", "read", school["SETTING"], made, "34/41", "--note", "N").first
    assert rrsa("measure", "read", school["SETTING"], reading, "35/41").out == ""
    [told] = listed(rrsa, school)[0]["readings"]  # type: ignore[misc]
    assert (told["count"], told["note"]) == (35, "N")
    assert rrsa("measure", "remove", school["SETTING"], reading).code == 0
    assert listed(rrsa, school)[0]["readings"] == []


def test_a_measure_is_changed_cleared_removed_and_brought_back(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school, "--target", "36/41", "--by", "30 Jun 2030")
    setting = school["SETTING"]
    assert rrsa("measure", "edit", setting, made, "--title", "Other", "--target", "").code == 0
    [told] = listed(rrsa, school)
    assert (told["title"], told["target"], told["target_n"], told["target_on"]) == ("Other", None, None, None)
    assert "rrsa undo" in rrsa("measure", "remove", setting, made.lower()).err
    assert listed(rrsa, school) == []
    rrsa("undo", setting)
    assert [each["id"] for each in listed(rrsa, school)] == [made]


def test_showing_draws_says_and_sets_what_was_done_beside(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school, "--baseline", "24/41", "--baseline-date", "3 Sep 2025", "--target", "36/41")
    rrsa("measure", "read", school["SETTING"], made, "34/41", "--date", "4 Mar 2026")
    rrsa("action", "done", school["SETTING"], school["ACTION"], "--on-date", "3 Nov 2025")
    shown = rrsa("measure", "show", school["SETTING"], made).out
    for text in ("24/41", "34/41", "36/41", "3 Sep 2025", "a Tell every class · Done, 3 Nov 2025"):
        assert text in shown
    assert "The figures do not say whether one is the reason for the other" in " ".join(shown.split())
    assert "because" not in shown.lower()
    told = rrsa("measure", "show", school["SETTING"], made, "--json").data
    assert [each["action"] for each in told["beside"]] == [school["ACTION"]]


def test_a_terminal_with_few_characters_gets_a_drawing_that_it_can_show(
    program: Run, rrsa: Run, school: dict[str, str]
) -> None:
    made = add(rrsa, school, "--baseline", "24/41", "--baseline-date", "3 Sep 2025")
    shown = program("measure", "show", school["SETTING"], made, PYTHONIOENCODING="ascii")
    assert shown.code == 0
    assert "o 24/41" in shown.out
    assert "?" not in shown.out
    listing = program("measure", "list", school["SETTING"], PYTHONIOENCODING="ascii")
    assert "24 of 41" in listing.out
    assert "?" not in listing.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "SETTING", *ADD, "--outcome", "99"), "99"),
        (("add", "SETTING", *ADD, "--outcome", "OUTCOME", "--baseline", "58%"), "out of how many"),
        (("add", "SETTING", *ADD, "--outcome", "OUTCOME", "--baseline", "12"), "12/41"),
        (("add", "SETTING", *ADD, "--outcome", "OUTCOME", "--baseline", "50/41"), "50 people out of 41"),
        (("add", "SETTING", *ADD, "--outcome", "OUTCOME", "--by", "30 Jun 2030"), "--target"),
        (("add", "SETTING", *ADD, "--outcome", "OUTCOME", "--target", "1/2", "--by", "soon"), "not a date"),
        (("edit", "SETTING", "MADE"), "nothing to change"),
        (("edit", "SETTING", "MADE", "--title", ""), "title is missing"),
        (("read", "SETTING", "MADE", "lots"), "not a count"),
        (("read", "SETTING", "MADE", "12"), "out of how many"),
        (("read", "SETTING", "MADE", "1/2", "--date", "1 Jan 2090"), "in the future"),
        (("read", "SETTING", "M00000000", "1/2"), "M00000000"),
        (("show", "SETTING", "M00000000"), "M00000000"),
        (("remove", "SETTING", "M00000000"), "M00000000"),
    ],
)
def test_a_mistake_is_one_line_and_changes_nothing(
    words: tuple[str, ...], why: str, rrsa: Run, school: dict[str, str]
) -> None:
    ids = {**school, "MADE": add(rrsa, school)}
    before = recorded(school["DATABASE"])
    ran = rrsa("measure", *(ids.get(word, word) for word in words))
    assert ran.code == 2, ran
    assert_one_line_error(ran)
    assert why in ran.err
    assert recorded(school["DATABASE"]) == before


def test_nothing_counted_yet_is_said(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("measure", "list", school["SETTING"], "--for", school["OUTCOME"])
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing is counted yet" in ran.err
