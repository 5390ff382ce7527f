"""Handing over by command: workbooks, backup and restore."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded
from openpyxl import load_workbook


def test_both_copies_and_a_blank_one(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    sheets = {}
    for name, words in {
        "plain": (),
        "assessor": ("--copy", "assessor"),
        "working": ("--copy", "working"),
        "blank": ("--blank",),
        "blank-working": ("--blank", "--copy", "Working"),
    }.items():
        target = tmp_path / f"{name}.xlsx"
        ran = rrsa("export", school["SETTING"], "-o", target, *words)
        assert (ran.code, ran.out) == (0, f"{target}\n"), ran
        sheets[name] = load_workbook(target).sheetnames
    assert sheets["plain"] == sheets["assessor"] != sheets["working"]
    assert sheets["working"] == sheets["blank"] == sheets["blank-working"]
    texts = {
        name: {
            str(cell)
            for sheet in load_workbook(tmp_path / f"{name}.xlsx")
            for row in sheet.values
            for cell in row
        }
        for name in ("working", "blank")
    }
    assert "Council minutes" in texts["working"]
    assert "Council minutes" not in texts["blank"]


def test_what_was_held_back_is_counted(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    words = ("export", school["SETTING"], "-o", tmp_path / "a.xlsx")
    assert "Nothing was held back" in rrsa(*words).err
    rrsa("evidence", "edit", school["SETTING"], school["EVIDENCE"], "--consent", "refused")
    ran = rrsa(*words)
    assert "1 piece of evidence was held back" in ran.err
    assert "Council minutes" not in ran.err


def test_exporting_changes_nothing_and_needs_no_right_to(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    before = recorded(school["DATABASE"])
    assert rrsa("export", school["SETTING"], "-o", tmp_path / "a.xlsx", "--read-only").code == 0
    assert recorded(school["DATABASE"]) == before


def test_a_file_of_somebody_elses_stays(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "register.xlsx"
    target.write_bytes(b"not ours")
    ran = rrsa("export", school["SETTING"], "-o", target)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert target.read_bytes() == b"not ours"


def test_backup_and_restore_into_a_new_database(
    rrsa: Run, school: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, elsewhere = tmp_path / "backup.db", tmp_path / "elsewhere.db"
    made = rrsa("backup", backup)
    assert (made.code, made.out) == (0, f"{backup}\n"), made
    assert "1 setting" in made.err
    back = rrsa("restore", backup, "--database", elsewhere)
    assert (back.code, back.out) == (0, f"{school['SETTING']}\n"), back
    assert recorded(elsewhere) == recorded(school["DATABASE"])
    assert (
        rrsa("history", school["SETTING"], "--database", elsewhere).out
        == rrsa("history", school["SETTING"]).out
    )


def test_restore_overwrites_nothing(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    rrsa("backup", backup)
    rrsa("view", school["SETTING"], school["OUTCOME"], 4)
    before = recorded(school["DATABASE"])
    ran = rrsa("restore", backup)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert school["SETTING"] in ran.err
    assert recorded(school["DATABASE"]) == before
