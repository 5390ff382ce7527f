"""Whole packs by command: handed over, brought in, brought together."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, school: dict[str, str], tmp_path: Path) -> Callable[[str], str]:
    """Puts one at a desk: ours, or a colleague's with a database of their own."""

    def go(desk: str) -> str:
        where = school["DATABASE"] if desk == "ours" else str(tmp_path / f"{desk}.db")
        monkeypatch.setenv("RRSA_DATABASE", where)
        return where

    return go


def test_a_colleague_who_takes_over_gets_all_of_it(
    rrsa: Run, school: dict[str, str], at: Callable[[str], str], tmp_path: Path
) -> None:
    setting, file = school["SETTING"], tmp_path / "whole.zip"
    ran = rrsa("pack", setting, "--whole", "-o", file)
    assert (ran.code, ran.out) == (0, f"{file}\n")
    told = rrsa("history", setting, "--full").out
    at("theirs")
    look = rrsa("restore", file, "--look")
    assert look.code == 0
    assert "It is not here yet and comes in complete" in look.out
    assert rrsa("settings").out == ""
    ran = rrsa("restore", file)
    assert (ran.code, ran.out) == (0, f"{setting}\n")
    assert rrsa("history", setting, "--full").out == told
    again = rrsa("restore", file)
    assert again.code == 0
    assert "There is nothing to do: all that was done there is known here." in again.out
    assert rrsa("undo", setting, "--author", "Lead").code == 0


def test_both_moved_on_and_a_conflict_is_settled_with_a_file(
    rrsa: Run, school: dict[str, str], at: Callable[[str], str], tmp_path: Path
) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    rrsa("pack", setting, "--whole", "-o", tmp_path / "out.zip")
    at("theirs")
    rrsa("restore", tmp_path / "out.zip")
    rrsa("view", setting, outcome, "3", "--line", "It works", "--author", "Depute")
    rrsa("view", setting, school["OTHER"], "2", "--author", "Depute")
    rrsa("pack", setting, "--whole", "-o", tmp_path / "back.zip")
    database = at("ours")
    rrsa("view", setting, outcome, "2", "--line", "Going well")
    before = recorded(database)
    ran = rrsa("restore", tmp_path / "back.zip", "--write-choices", tmp_path / "choices.yaml")
    assert ran.code == 1
    assert f"outcome/{outcome}/line" in ran.out
    assert "Depute, back.zip" in ran.out
    assert "Nothing has changed: choose first" in ran.err
    assert recorded(database) == before
    choices = (tmp_path / "choices.yaml").read_text(encoding="utf-8")
    assert "# Then: rrsa restore back.zip --choices choices.yaml" in choices
    (tmp_path / "choices.yaml").write_text(f"outcome/{outcome}/line: theirs\n", encoding="utf-8")
    ran = rrsa("restore", tmp_path / "back.zip", "--choices", tmp_path / "choices.yaml")
    assert (ran.code, ran.out) == (0, f"{setting}\n")
    assert f"rrsa undo {setting} takes them back" in ran.err
    assert "Brought together with the copy of Depute" in rrsa("history", setting, "--limit", "1").out
    assert "It works" in rrsa("history", setting, "--full", "--limit", "1").out
    side = rrsa("history", setting, "--side")
    assert "2 changes since revision" in side.out
    assert side.out.count("Depute") == 2
    assert rrsa("history", setting, "--side", "--json").data[0]["changes"][0]["author"] == "Depute"
    ran = rrsa("restore", tmp_path / "back.zip", "--choices", tmp_path / "choices.yaml")
    assert (ran.code, "nothing to do" in ran.out) == (0, True)
    rrsa("undo", setting)
    assert recorded(database)[0][1] == before[0][1]


@pytest.mark.parametrize("prefer", ["mine", "theirs"])
def test_one_side_is_preferred(
    rrsa: Run, school: dict[str, str], at: Callable[[str], str], tmp_path: Path, prefer: str
) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    rrsa("pack", setting, "--whole", "-o", tmp_path / "out.zip")
    at("theirs")
    rrsa("restore", tmp_path / "out.zip")
    rrsa("view", setting, outcome, "3", "--line", "It works")
    rrsa("pack", setting, "--whole", "-o", tmp_path / "back.zip")
    at("ours")
    rrsa("view", setting, outcome, "2", "--line", "Going well")
    ran = rrsa("restore", tmp_path / "back.zip", "--prefer", prefer, "--json")
    assert ran.code == 0
    assert (ran.data["road"], ran.data["applied"], ran.data["left"]) == ("merge", True, [])
    lines = {"mine": "Going well", "theirs": "It works"}
    now = recorded(school["DATABASE"])[0][1]["outcome"][outcome]
    assert now.line == lines[prefer]


def test_what_was_erased_there_waits_for_a_word(
    rrsa: Run, school: dict[str, str], at: Callable[[str], str], tmp_path: Path
) -> None:
    setting, piece = school["SETTING"], school["EVIDENCE"]
    rrsa("pack", setting, "--whole", "-o", tmp_path / "out.zip")
    at("theirs")
    rrsa("restore", tmp_path / "out.zip")
    assert rrsa("erase", setting, piece, "--apply").code == 0
    rrsa("pack", setting, "--whole", "-o", tmp_path / "back.zip")
    at("ours")
    ran = rrsa("restore", tmp_path / "back.zip", "--prefer", "theirs")
    assert ran.code == 1
    assert f"erased/evidence/{piece}" in ran.out
    choices = tmp_path / "c.yaml"
    choices.write_text(f"erased/evidence/{piece}: remove\n", encoding="utf-8")
    ran = rrsa("restore", tmp_path / "back.zip", "--choices", choices)
    assert ran.code == 0
    assert "1 thing was erased here as well, for good." in ran.err
    assert b"Council minutes" not in Path(school["DATABASE"]).read_bytes()


def test_a_backup_still_comes_back_as_it_did(
    rrsa: Run, school: dict[str, str], at: Callable[[str], str], tmp_path: Path
) -> None:
    rrsa("backup", tmp_path / "backup.db")
    ran = rrsa("restore", tmp_path / "backup.db")
    assert ran.code == 2
    assert "is in the database already" in ran.err
    ran = rrsa("restore", tmp_path / "backup.db", "--prefer", "mine")
    assert ran.code == 2
    assert_one_line_error(ran)
    at("new")
    assert rrsa("restore", tmp_path / "backup.db").out == f"{school['SETTING']}\n"


def test_what_is_no_whole_pack_is_said(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    before = recorded(school["DATABASE"])
    workbook = tmp_path / "copy.xlsx"
    rrsa("export", school["SETTING"], "-o", workbook)
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("letter.txt", "dear")
    for name in ("copy.xlsx", "half.zip", "other.zip"):
        ran = rrsa("restore", tmp_path / name)
        assert ran.code in (2, 3)
        assert_one_line_error(ran)
    assert "rrsa import" in rrsa("restore", workbook).err
    ran = rrsa("restore", tmp_path / "nothing.zip")
    assert ran.code == 2
    assert_one_line_error(ran)
    ran = rrsa("history", school["SETTING"], "--side", "--limit", "3")
    assert ran.code == 2
    assert recorded(school["DATABASE"]) == before


def test_without_a_side_line_it_says_so(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("history", school["SETTING"], "--side")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing was brought together with this yet" in ran.err
