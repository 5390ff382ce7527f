"""The history by command: narrowed to an outcome, an item or a day, and told in words."""

from __future__ import annotations

from command_runs import Run, assert_one_line_error


def reasons(rrsa: Run, school: dict[str, str], *words: str) -> list[str]:
    return [entry["reason"] for entry in rrsa("history", school["SETTING"], *words, "--json").data]


def test_only_an_outcome(rrsa: Run, school: dict[str, str]) -> None:
    rrsa("view", school["SETTING"], school["OTHER"], 3)
    assert reasons(rrsa, school, "--outcome", school["OUTCOME"]) == [
        "Action added: Tell every class",
        "Evidence added: Council minutes",
        f"Our view of outcome {school['OUTCOME']}, Know rights",
    ]
    assert len(reasons(rrsa, school, "--outcome", school["OTHER"])) == 1


def test_only_an_item_also_when_it_is_gone(rrsa: Run, school: dict[str, str]) -> None:
    assert reasons(rrsa, school, "--item", school["ACTION"][:6].lower()) == ["Action added: Tell every class"]
    rrsa("action", "remove", school["SETTING"], school["ACTION"])
    assert reasons(rrsa, school, "--item", school["ACTION"]) == [
        "Action removed: Tell every class",
        "Action added: Tell every class",
    ]


def test_only_a_day(rrsa: Run, school: dict[str, str]) -> None:
    assert len(reasons(rrsa, school, "--day", "today")) == len(reasons(rrsa, school))
    ran = rrsa("history", school["SETTING"], "--day", "3 Apr 1999")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing was changed there" in ran.err


def test_in_full_each_change_is_told(rrsa: Run, school: dict[str, str]) -> None:
    rrsa("view", school["SETTING"], school["OUTCOME"], 3)
    assert "Our view of 1 Know rights: Starting → Growing" in rrsa("history", school["SETTING"], "--full").out
    assert "Starting → Growing" not in rrsa("history", school["SETTING"]).out
    assert len(rrsa("history", school["SETTING"], "--full", "--limit", 1).out.splitlines()) == 2


def test_what_never_was_is_a_line(rrsa: Run, school: dict[str, str]) -> None:
    for words in (("--outcome", "99"), ("--item", "nothing"), ("--day", "soon")):
        ran = rrsa("history", school["SETTING"], *words)
        assert ran.code == 2, words
        assert_one_line_error(ran)
