"""What is typed is strange but meant: it is taken as it was meant, or refused in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error, recorded

from rrsa.store import open_store

UNREADABLE = os.fsdecode(b"caf\xe9")
"""A text in another encoding than the terminal's, as Python hands it on."""


@pytest.mark.parametrize(
    "words",
    [
        ("view", "SETTING", "OUTCOME", "3", "--line", UNREADABLE),
        ("look", "SETTING", "LOOK", "yes", "--why", UNREADABLE),
        ("evidence", "edit", "SETTING", "EVIDENCE", "--note", UNREADABLE),
        ("action", "add", "SETTING", "OUTCOME", UNREADABLE),
        ("new", UNREADABLE, "--framework", str(SMALL)),
        ("view", "SETTING", "OUTCOME", "3", "--author", UNREADABLE),
    ],
)
def test_characters_that_cannot_be_read_are_refused_rather_than_lost(
    words: tuple[str, ...], rrsa: Run, school: dict[str, str]
) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa(*(school.get(word, word) for word in words))
    assert ran.code == 2
    assert_one_line_error(ran)
    assert "UTF-8" in ran.err
    assert recorded(school["DATABASE"]) == before


def test_a_file_may_be_called_what_it_likes(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("evidence", "edit", school["SETTING"], school["EVIDENCE"], "--file", f"{UNREADABLE}.pdf")
    assert ran.code == 2
    assert "there is no file" in ran.err


def test_a_database_whose_name_cannot_be_read_is_refused_before_it_is_made(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rrsa("new", "Elsewhere", "--framework", SMALL, "--database", f"{UNREADABLE}.db")
    assert ran.code == 2
    assert_one_line_error(ran)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("unseen", ["\u200b", " \u2060 ", "\u200d\u200c"])
def test_a_name_that_nobody_can_see_is_no_name(unseen: str, rrsa: Run, tmp_path: Path) -> None:
    ran = rrsa("new", unseen, "--framework", SMALL, "--database", tmp_path / "new.db")
    assert ran.code == 2
    assert "name is missing" in ran.err


@pytest.mark.parametrize("number", ["²", "①", "1²"])
def test_a_digit_that_is_no_number_is_no_change(number: str, rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("undo", school["SETTING"], number)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert number in ran.err


def test_an_empty_text_clears_what_is_chosen_or_counted(rrsa: Run, school: dict[str, str]) -> None:
    edit = ("evidence", "edit", school["SETTING"], school["EVIDENCE"])
    assert rrsa(*edit, "--people", "12", "--directness", "reported", "--consent", "given").code == 0
    assert rrsa(*edit, "--people", "", "--directness", "", "--consent", " ").code == 0
    (item,) = rrsa("evidence", "list", school["SETTING"], "--json").data
    assert (item["people"], item["directness"], item["consent"]) == (None, None, None)


def test_a_new_piece_has_nothing_to_clear(rrsa: Run, school: dict[str, str]) -> None:
    add = ("evidence", "add", school["SETTING"], "--title", "T", "--perspective", "records", "--for", "OTHER")
    for option in ("--people", "--directness", "--consent"):
        ran = rrsa(*(school.get(word, word) for word in add), option, "")
        assert ran.code == 2
        assert_one_line_error(ran)


def test_what_one_command_changes_one_undo_takes_back(rrsa: Run, school: dict[str, str]) -> None:
    before = recorded(school["DATABASE"])[0][1]
    edit = ("evidence", "edit", school["SETTING"], school["EVIDENCE"])
    assert rrsa(*edit, "--note", "Read aloud", "--for", school["OTHER"], "--direction", "mixed").code == 0
    (item,) = rrsa("evidence", "list", school["SETTING"], "--json").data
    assert item["note"] == "Read aloud"
    assert {link["target"]: link["direction"] for link in item["links"]}[school["OTHER"]] == "mixed"
    assert rrsa("undo", school["SETTING"]).code == 0
    assert recorded(school["DATABASE"])[0][1] == before


def test_an_environment_that_names_nothing_names_no_database(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RRSA_DATABASE", "  ")
    assert rrsa("demo", "--create-only").code == 0
    assert not (tmp_path / "  ").exists()


def test_who_brings_a_backup_back_is_not_told_to_bring_one_back(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    diary, whole = tmp_path / "diary.db", tmp_path / "whole.db"
    diary.write_bytes(b"Dear diary, " * 500)
    assert rrsa("backup", whole).code == 0
    broken = bytearray(whole.read_bytes())
    broken[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    whole.write_bytes(broken)
    for file in (diary, whole):
        ran = rrsa("restore", file, "--database", tmp_path / "again.db")
        assert ran.code == 3
        assert_one_line_error(ran)
        assert ran.err.count(" — ") == 1
        assert "rrsa restore" not in ran.err
        assert not (tmp_path / "again.db").exists()


def test_the_demo_finds_the_home_folder_as_all_commands_do(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr("pathlib.Path.expanduser", lambda path: Path(str(path).replace("~", str(home), 1)))
    ran = rrsa("demo", "--create-only", "--database", str(Path("~", "demo.db")))
    assert ran.code == 0, ran.err
    assert [each.name for each in home.iterdir()] == ["demo.db"]
    assert list(here.iterdir()) == []


def test_the_demo_makes_no_folder_that_was_mistyped(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rrsa("demo", "--create-only", "--database", Path("no", "such.db"))
    assert ran.code == 2
    assert_one_line_error(ran)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("age", ["Fresh", "FRESH", "before_accreditation", "before accreditation"])
def test_an_age_is_known_in_any_case(age: str, rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("evidence", "list", school["SETTING"], "--age", age, "--json")
    assert ran.code == 0, ran.err
    assert isinstance(ran.data, list)


def test_one_age_is_asked_for_at_a_time(rrsa: Run, school: dict[str, str]) -> None:
    listing = ("evidence", "list", school["SETTING"], "--json")
    stale = rrsa(*listing, "--age", "stale").data
    assert rrsa(*listing, "--stale").data == rrsa(*listing, "--stale", "--age", "Stale").data == stale
    ran = rrsa(*listing, "--stale", "--age", "fresh")
    assert ran.code == 2
    assert_one_line_error(ran)


def test_an_aim_is_known_as_a_stage_is(rrsa: Run, tmp_path: Path) -> None:
    new = ("new", "Elsewhere", "--framework", "rights-respecting-school", "--database", tmp_path / "new.db")
    ran = rrsa(*new, "--aim", "platinum")
    assert ran.code == 2
    assert_one_line_error(ran)
    assert list(tmp_path.glob("new.db*")) == [], "a slip leaves no database behind"
    assert rrsa(*new, "--aim", " Silver: Rights Aware ").code == 0
    (setting,) = rrsa("settings", "--json", "--database", tmp_path / "new.db").data
    assert setting["aim"] == "silver"


def test_a_note_on_a_milestone_leaves_its_day(rrsa: Run, school: dict[str, str]) -> None:
    def day() -> str | None:
        with open_store(school["DATABASE"], create=False) as store:
            return store.load(school["SETTING"]).portfolio.milestones["group"].done

    milestone = ("milestone", school["SETTING"], "group")
    assert rrsa(*milestone, "--done", "3 Sep 2025").code == 0
    assert rrsa(*milestone, "--note", "Twelve children, two adults").code == 0
    assert day() == "2025-09-03"
    assert rrsa(*milestone, "--done", "4 Sep 2025", "--note", "").code == 0
    assert day() == "2025-09-04"


def test_history_that_is_refused_leaves_no_database_behind(rrsa: Run, tmp_path: Path) -> None:
    ran = rrsa("new", "X", "--framework", "childrens-services-2017", "--database", tmp_path / "new.db")
    assert ran.code == 2
    assert "--history" in ran.err
    assert list(tmp_path.glob("new.db*")) == []
