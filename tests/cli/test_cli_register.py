"""The evidence register by command: narrowed down, replaced, thinned out, and its files brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error


def add(rrsa: Run, school: dict[str, str], title: str, *more: str, side: str = "records") -> str:
    words = ("evidence", "add", school["SETTING"], "--title", title, "--perspective", side)
    ran = rrsa(*words, *(more or ("--for", "1")))
    assert ran.code == 0, ran
    return ran.first


def listed(rrsa: Run, school: dict[str, str], *asked: str) -> list[str]:
    """The titles of what fits."""
    ran = rrsa("evidence", "list", school["SETTING"], *asked, "--json")
    assert ran.code == 0, ran
    return [each["title"] for each in ran.data]


@pytest.fixture
def filled(rrsa: Run, school: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Beside the council's minutes (children, outcome 1): four pieces that differ in everything."""
    (tmp_path / "count.csv").write_text("class,yes\nP6,20\n", encoding="utf-8")
    add(
        rrsa,
        school,
        "Old survey",
        "--for",
        "2",
        "--date",
        "3 Mar 2015",
        "--note",
        "About lunch",
        side="adults",
    )
    add(rrsa, school, "Count", "--for", "1.a", "--file", str(tmp_path / "count.csv"), "--date", "today")
    add(rrsa, school, "Walk", "--for", "1", "--direction", "not-yet", "--showcase", side="observation")
    loose = add(rrsa, school, "Loose", "--for", "2", "--consent", "refused", "--date", "yesterday")
    assert rrsa("evidence", "unlink", school["SETTING"], loose, "--for", "2").code == 0
    return school


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ((), {"Council minutes", "Old survey", "Count", "Walk", "Loose"}),
        (("--outcome", "1"), {"Council minutes", "Count", "Walk"}),
        (("--for", "1.a", "2"), {"Count", "Old survey"}),
        (("--perspective", "adults"), {"Old survey"}),
        (("--direction", "not-yet"), {"Walk"}),
        (("--outcome", "1", "--direction", "works"), {"Council minutes", "Count"}),
        (("--consent", "refused"), {"Loose"}),
        (("--unlinked",), {"Loose"}),
        (("--stale",), {"Old survey"}),
        (("--age", "undated"), {"Walk"}),
        (("--with-file",), {"Count"}),
        (("--showcase",), {"Walk"}),
        (("--replaced",), set()),
        (("--search", "LUNCH"), {"Old survey"}),
        (("--search", "lunch survey"), {"Old survey"}),
        (("--search", "lunch minutes"), set()),
        (("--perspective", "adults", "--unlinked"), set()),
    ],
    ids=lambda given: " ".join(sorted(given) if isinstance(given, set) else given) or "all",
)
def test_the_list_is_narrowed_down(
    asked: tuple[str, ...], titles: set[str], rrsa: Run, filled: dict[str, str]
) -> None:
    assert set(listed(rrsa, filled, *asked)) == titles


def test_nothing_that_fits_is_said(rrsa: Run, filled: dict[str, str]) -> None:
    ran = rrsa("evidence", "list", filled["SETTING"], "--search", "volcano")
    assert (ran.code, ran.out) == (0, "")
    assert "No evidence fits that" in ran.err


def test_what_children_were_asked_and_said(rrsa: Run, school: dict[str, str]) -> None:
    made = add(
        rrsa,
        school,
        *("Circle time", "--for", "1", "--question", "Who listens?", "--said", "Most grown-ups do."),
        side="children",
    )
    told = rrsa("evidence", "list", school["SETTING"]).out
    assert "Asked: Who listens? They said: “Most grown-ups do.”" in told
    rrsa("evidence", "edit", school["SETTING"], made, "--said", "", "--showcase")
    item = next(e for e in rrsa("evidence", "list", school["SETTING"], "--json").data if e["id"] == made)
    assert (item["question"], item["said"], item["showcase"]) == ("Who listens?", None, True)
    rrsa("evidence", "edit", school["SETTING"], made, "--no-showcase")
    assert listed(rrsa, school, "--showcase") == []


def test_a_newer_piece_takes_the_place_and_both_say_so(rrsa: Run, school: dict[str, str]) -> None:
    older = school["EVIDENCE"]
    ran = rrsa("evidence", "replace", school["SETTING"], older.lower(), "--title", "Minutes, spring")
    assert ran.code == 0
    assert f"The older piece is kept: {older}, Council minutes" in ran.err
    items = {each["id"]: each for each in rrsa("evidence", "list", school["SETTING"], "--json").data}
    newer = items[ran.first]
    assert (newer["replaces"], newer["perspective"], newer["age"]) == (older, "children", "fresh")
    assert [link["target"] for link in newer["links"]] == [school["OUTCOME"]]
    assert (items[older]["replaced_by"], items[older]["links"]) == (ran.first, [])
    told = rrsa("evidence", "list", school["SETTING"]).out
    assert f"Replaced by {ran.first}" in told
    assert f"In the place of {older}, which is kept" in told
    assert listed(rrsa, school, "--replaced") == ["Council minutes"]
    assert listed(rrsa, school, "--unlinked") == []
    rrsa("undo", school["SETTING"])
    assert listed(rrsa, school) == ["Council minutes"]


def test_thinning_out_lists_first_and_changes_nothing(rrsa: Run, school: dict[str, str]) -> None:
    for n in range(5):
        add(rrsa, school, f"Count {n}", "--for", "1", "--directness", "first-hand", "--date", "today")
    before = rrsa("evidence", "list", school["SETTING"], "--json").data
    ran = rrsa("evidence", "prune", school["SETTING"], "1")
    assert ran.code == 0
    assert "Nothing has changed" in ran.err
    assert "speak from the same side, and stay" in " ".join(ran.out.split())
    assert rrsa("evidence", "list", school["SETTING"], "--json").data == before


def test_thinned_out_as_one_change_that_one_undo_brings_back(rrsa: Run, school: dict[str, str]) -> None:
    for n in range(5):
        add(rrsa, school, f"Count {n}", "--for", "1", "--directness", "first-hand", "--date", "today")
    before = rrsa("evidence", "list", school["SETTING"], "--json").data
    named = rrsa("evidence", "prune", school["SETTING"], "--json").data
    assert named
    assert all(each["outcome"] == "1" and each["why"] for each in named)
    shown = rrsa("status", school["SETTING"], "--json").data["outcomes"]
    ran = rrsa("evidence", "prune", school["SETTING"], "--apply")
    assert ran.code == 0
    assert "rrsa undo" in ran.err
    assert set(listed(rrsa, school, "--unlinked")) == {each["title"] for each in named}
    after = rrsa("status", school["SETTING"], "--json").data["outcomes"]
    assert [each["shown"] for each in after] == [each["shown"] for each in shown]
    assert rrsa("undo", school["SETTING"]).code == 0
    assert rrsa("evidence", "list", school["SETTING"], "--json").data == before


def test_only_what_is_shown_nowhere_else_is_removed(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school, "Both", "--for", "1", "2")
    for n in range(5):
        add(rrsa, school, f"Count {n}", "--for", "1", "--directness", "first-hand", "--date", "today")
    named = {each["title"] for each in rrsa("evidence", "prune", school["SETTING"], "1", "--json").data}
    assert "Both" in named
    assert "also shown for 2" in " ".join(rrsa("evidence", "prune", school["SETTING"]).out.split())
    assert rrsa("evidence", "prune", school["SETTING"], "1", "--apply", "--remove").code == 0
    left = {each["id"]: each for each in rrsa("evidence", "list", school["SETTING"], "--json").data}
    assert [link["target"] for link in left[made]["links"]] == ["2"]
    assert {each["title"] for each in left.values()} & named == {"Both"}


def test_where_every_piece_adds_something(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("evidence", "prune", school["SETTING"], "--apply")
    assert (ran.code, ran.out) == (0, "")
    assert "Every piece adds something. Two or three good pieces" in ran.err


def test_a_file_is_brought_back(rrsa: Run, filled: dict[str, str], tmp_path: Path) -> None:
    every = rrsa("evidence", "list", filled["SETTING"], "--json").data
    ids = {each["title"]: each["id"] for each in every}
    folder = tmp_path / "out"
    folder.mkdir()
    ran = rrsa("evidence", "file", filled["SETTING"], ids["Count"], "-o", folder)
    assert (ran.code, ran.out.strip()) == (0, str(folder / "count.csv"))
    assert (folder / "count.csv").read_text(encoding="utf-8") == "class,yes\nP6,20\n"
    for mistake in (("file", ids["Count"], "-o", folder), ("file", ids["Walk"], "-o", folder)):
        ran = rrsa("evidence", mistake[0], filled["SETTING"], *mistake[1:])
        assert ran.code == 2
        assert_one_line_error(ran)


@pytest.mark.parametrize(
    "words",
    [
        ("prune", "{SETTING}", "--remove"),
        ("prune", "{SETTING}", "99"),
        ("replace", "{SETTING}", "E00000000"),
        ("replace", "{SETTING}", "{EVIDENCE}", "--date", "tomorrow"),
        ("list", "{SETTING}", "--age", "rotten"),
        ("list", "{SETTING}", "--outcome", "99"),
        ("file", "{SETTING}", "{EVIDENCE}", "-o", " "),
    ],
    ids=str,
)
def test_mistakes_are_one_line_and_change_nothing(
    words: tuple[str, ...], rrsa: Run, school: dict[str, str]
) -> None:
    before = rrsa("evidence", "list", school["SETTING"], "--json").data
    ran = rrsa("evidence", *(word.format(**school) for word in words))
    assert ran.code == 2
    assert_one_line_error(ran)
    assert rrsa("evidence", "list", school["SETTING"], "--json").data == before
