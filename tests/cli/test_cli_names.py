"""The list of names by command, and what it does to whatever leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded
from openpyxl import load_workbook


@pytest.fixture
def slipped(rrsa: Run, school: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A school where somebody has named a child in a text and in a file, and the child is on the list."""
    file = tmp_path / "notes.txt"
    file.write_text("At the door Isla said no.", "utf-8")
    edit = ("evidence", "edit", school["SETTING"], school["EVIDENCE"])
    rrsa(*edit, "--note", "Isla drew it", "--file", file, "--place", "Blue folder")
    assert rrsa("names", school["SETTING"], "add", "Isla MacRae", "Tam").code == 0
    return school


def texts(path: Path) -> str:
    book = load_workbook(path)
    return " ".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c)


def test_list_add_and_remove(rrsa: Run, school: dict[str, str], home: Path) -> None:
    setting = school["SETTING"]
    first = rrsa("names", setting)
    assert (first.code, first.out) == (0, "")
    assert "no name on the list yet" in first.err
    added = rrsa("names", setting, "add", "Isla MacRae", "Tam")
    assert "2 names were added." in added.err
    file = home / "names" / f"{setting}.txt"
    assert f"The list is in {file}; it stays on this machine." in added.err
    assert rrsa("names", setting, "list").out == "Isla MacRae\nTam\n"
    assert "0 names were added" in rrsa("names", setting, "add", "tam").err
    assert "1 name was removed." in rrsa("names", setting, "remove", "Tam").err
    data = rrsa("names", setting, "--json").data
    assert data == {"setting": setting, "file": str(file), "names": ["Isla MacRae"]}


def test_names_from_a_file(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    source = tmp_path / "p6.txt"
    source.write_bytes("# P6\r\nZoë Muir\r\n\r\nTam # left\r\n".encode("cp1252"))
    rrsa("names", school["SETTING"], "add", "--from", source)
    assert rrsa("names", school["SETTING"]).out == "Zoë Muir\nTam\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "not said whom"),
        (("add", "#"), "no name"),
        (("remove", "Tim"), "“Tim” is not on the list"),
        (("list", "Tam"), "takes no names"),
        (("check", "Tam"), "takes no names"),
        (("change",), "list, add, remove, check"),
        (("remove", "Tam", "--from", "x.txt"), "--from goes with add"),
        (("add", "--from", "nowhere.txt"), "there is no file"),
    ],
)
def test_wrong_use_changes_nothing(
    rrsa: Run, school: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    rrsa("names", school["SETTING"], "add", "Tam")
    ran = rrsa("names", school["SETTING"], *words)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert said in ran.err
    assert rrsa("names", school["SETTING"]).out == "Tam\n"


def test_reading_only_adds_no_name(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("--read-only", "names", school["SETTING"], "add", "Tam")
    assert ran.code == 3
    assert rrsa("--read-only", "names", school["SETTING"]).out == ""


def test_the_list_is_in_no_database_and_no_backup(rrsa: Run, slipped: dict[str, str], tmp_path: Path) -> None:
    assert rrsa("backup", tmp_path / "backup.db").code == 0
    assert b"MacRae" not in (tmp_path / "backup.db").read_bytes()
    assert b"MacRae" not in Path(slipped["DATABASE"]).read_bytes()


def test_check_says_where_and_lets_nothing_out(rrsa: Run, slipped: dict[str, str]) -> None:
    before = recorded(slipped["DATABASE"])
    ran = rrsa("names", slipped["SETTING"], "check")
    assert ran.code == 1
    text, file = ran.out.splitlines()
    assert "What it shows: “Isla drew it”" in text
    assert "At the door Isla said no." in file
    assert "the file stays here" in file
    data = rrsa("names", slipped["SETTING"], "check", "--json")
    assert data.code == 1
    assert [hit["name"] for hit in data.data["hits"]] == ["Isla MacRae", "Isla MacRae"]
    assert data.data["held"] == {"name": 1}
    assert recorded(slipped["DATABASE"]) == before


def test_check_without_a_find_promises_nothing(rrsa: Run, school: dict[str, str]) -> None:
    assert "there is no list yet" in rrsa("names", school["SETTING"], "check").err
    rrsa("names", school["SETTING"], "add", "Tam")
    ran = rrsa("names", school["SETTING"], "check")
    assert (ran.code, ran.out) == (0, "")
    assert "That helps, and proves nothing" in ran.err


@pytest.mark.parametrize("copy", ["assessor", "working"])
def test_an_export_says_what_it_found_and_leaves_it_out(
    rrsa: Run, slipped: dict[str, str], tmp_path: Path, copy: str
) -> None:
    words = ("export", slipped["SETTING"], "-o", tmp_path / "a.xlsx", "--copy", copy)
    ran = rrsa(*words)
    assert ran.code == 0
    assert "Isla MacRae: Evidence" in ran.err
    assert "1 name of your list was taken out of the texts." in ran.err
    assert "Isla" not in texts(tmp_path / "a.xlsx")
    kept = rrsa(*words, "--keep-name", "isla macrae")
    assert "1 name stays in, as you said." in kept.err
    assert "Isla drew it" in texts(tmp_path / "a.xlsx")
    wrong = rrsa(*words, "--keep-name", "Ilsa")
    assert wrong.code == 2
    assert_one_line_error(wrong)
    assert "“Ilsa” is not on the list" in wrong.err


def test_so_does_a_report(rrsa: Run, slipped: dict[str, str], tmp_path: Path) -> None:
    words = ("report", slipped["SETTING"], "-o", tmp_path / "a.html", "--for", "evaluation")
    assert "Names of your list were found" in rrsa(*words).err
    assert "Isla" not in (tmp_path / "a.html").read_text("utf-8")
    rrsa(*words, "--keep-name", "Isla")
    assert "Isla drew it" in (tmp_path / "a.html").read_text("utf-8")


def test_a_list_that_cannot_be_read_lets_nothing_out(
    rrsa: Run, school: dict[str, str], tmp_path: Path, home: Path
) -> None:
    (home / "names" / f"{school['SETTING']}.txt").mkdir(parents=True)
    ran = rrsa("export", school["SETTING"], "-o", tmp_path / "a.xlsx")
    assert ran.code == 3
    assert_one_line_error(ran)
    assert not (tmp_path / "a.xlsx").exists()
