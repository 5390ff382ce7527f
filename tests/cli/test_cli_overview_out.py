"""Blank copies out, filled ones in, who is missing, and packs for an assessor, by command."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error, recorded
from openpyxl import load_workbook

from rrsa import paths
from rrsa.exchange.many.manifest import MANIFEST
from rrsa.store import open_store

NAMES = {"ash": "Ash Primary", "birch": "Birch Primary", "cedar": "Cedar Primary"}


@pytest.fixture
def listed(rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three settings on a list, each to be sent a copy by the small framework; a folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RRSA_DATABASE", str(tmp_path / "rrsa.db"))
    shutil.copy(SMALL, paths.private(paths.user_frameworks_dir()) / SMALL.name)
    for area, name in NAMES.items():
        ran = rrsa(
            "overview", "list", "add", name, "--kind", "school", "--area", area, "--framework", "small"
        )
        assert ran.code == 0, ran
    return tmp_path


def fill(path: Path, to: Path) -> None:
    book = load_workbook(path)
    sheet = book["Quick look"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Why, in one line")
    sheet.cell(head.row + 1, head.column).value = "We have begun."
    book.save(to)


def test_out_and_in_again(rrsa: Run, listed: Path) -> None:
    ran = rrsa("overview", "blanks", "copies", "--to", "Rights officer", "--by", "1 Jan 2099")
    assert ran.code == 0, ran
    assert "3 blank copies were written." in ran.err
    assert sorted(p.name for p in (listed / "copies").iterdir()) == [
        "ash-primary-blank.xlsx",
        "birch-primary-blank.xlsx",
        "cedar-primary-blank.xlsx",
        "read-me-first.docx",
    ]
    data = rrsa("overview", "missing", "--json").data
    assert [each["setting"] for each in data["not_returned"]] == [
        "ash-primary",
        "birch-primary",
        "cedar-primary",
    ]
    assert data["not_returned"][0]["days"] == 0
    assert ", today" in rrsa("overview", "missing").out

    (listed / "back").mkdir()
    fill(listed / "copies" / "ash-primary-blank.xlsx", listed / "back" / "Copy of ash.xlsx")
    (listed / "back" / "notes.txt").write_text("see you on Monday", "utf-8")
    ran = rrsa("overview", "collect", "back")
    assert ran.code == 1, "one file needs a look"
    assert "Copy of ash.xlsx (Ash Primary): a new setting; 1 entry came in" in " ".join(ran.out.split())
    assert "notes.txt: “notes.txt” is not a workbook" in " ".join(ran.out.split())
    assert "1 of 2 files are in." in ran.err

    data = rrsa("overview", "collect", "back", "--json").data
    assert {each["file"]: each["state"] for each in data["files"]} == {
        "Copy of ash.xlsx": "same",
        "notes.txt": "failed",
    }
    ran = rrsa("overview", "missing")
    assert "Has a blank copy and has not sent it back: 2 of 3" in ran.out
    assert "Ash Primary" not in ran.out.partition("Has not shared")[0]
    assert [each["id"] for each in rrsa("settings", "--json").data] == ["ash-primary"]


def test_blanks_for_some(rrsa: Run, listed: Path) -> None:
    ran = rrsa("overview", "blanks", "copies", "Ash Primary", "--json")
    assert [(each["setting"], each["state"]) for each in ran.data["copies"]] == [("ash-primary", "written")]
    ran = rrsa("overview", "blanks", "copies", "--area", "birch", "--json")
    assert [each["setting"] for each in ran.data["copies"]] == ["birch-primary"]
    ran = rrsa("overview", "blanks", "copies", "--json")
    assert [each["state"] for each in ran.data["copies"]] == ["there", "there", "written"]


def test_one_that_was_filled_in_is_said(rrsa: Run, listed: Path) -> None:
    rrsa("overview", "blanks", "copies")
    path = listed / "copies" / "ash-primary-blank.xlsx"
    fill(path, path)
    ran = rrsa("overview", "blanks", "copies", "--again")
    assert ran.code == 1
    assert "has been saved by somebody since, and stays" in " ".join(ran.out.split())
    assert "2 blank copies were written." in ran.err


def test_packs_in_one_go(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa("overview", "send", tmp_path / "out", "--copies", "--packs", "--read-only")
    assert ran.code == 0, ran
    assert "glen-mhor-school-pack.zip: Nothing was held back." in ran.out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "glen-mhor-school-assessor.xlsx",
        "glen-mhor-school-pack.zip",
        MANIFEST,
    ]
    assert recorded(school["DATABASE"]) == before
    data = rrsa("overview", "send", tmp_path / "out", "Glen Mhor School", "--json").data
    (line,) = data["files"]
    assert (line["what"], line["state"], line["held"]) == ("pack", "there", {})
    assert len(line["sha256"]) == 64
    rrsa("view", school["SETTING"], school["OUTCOME"], "3")
    (line,) = rrsa("overview", "send", tmp_path / "out", "--json").data["files"]
    assert line["state"] == "anew"


def test_one_that_cannot_be_sent_is_exit_one(rrsa: Run, listed: Path) -> None:
    rrsa("new", "Bare School", "--framework", "small")
    ran = rrsa("overview", "send", "out", "--json")
    assert ran.code == 1
    assert [each["state"] for each in ran.data["files"]] == ["failed"]
    assert ran.data["elsewhere"] == 3
    ran = rrsa("overview", "send", "out", "Ash Primary")
    assert ran.code == 1
    assert "its records are not kept here" in ran.out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("blanks", ""), "FOLDER is empty"),
        (("blanks",), "FOLDER is missing"),
        (("blanks", "copies", "nobody"), "there is no setting “nobody”"),
        (("blanks", "copies", "--by", "1 Jan 2001"), "is over"),
        (("blanks", "copies", "--by", "soon"), "is not a date"),
        (("blanks", "copies", "--to", "x" * 500), "too long"),
        (("blanks", "copies", "ash-primary", "--area", "ash"), "named and narrowed down as well"),
        (("blanks", "copies", "--area", "nowhere"), "no setting is left by that"),
        (("blanks", "rrsa.db"), "is a file"),
        (("collect", "nowhere"), "there is no folder"),
        (("collect", " "), "FOLDER is empty"),
        (("send", "out"), "the records of none of these settings are kept here"),
        (("send", "out", "--only", "rich"), "what is wanted cannot be"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value)[:40],
)
def test_bad_input_is_one_line_and_changes_nothing(
    rrsa: Run, listed: Path, words: tuple[str, ...], what: str
) -> None:
    def desk() -> int:
        with open_store(listed / "rrsa.db", create=False) as store:
            return store.load("desk.overview").revision

    before = desk()
    ran = rrsa("overview", *words)
    assert ran.code == 2, ran
    assert_one_line_error(ran)
    assert what in ran.err
    assert desk() == before
    assert not (listed / "copies").exists()


@pytest.mark.parametrize("words", [("blanks", "copies"), ("missing",), ("send", "out")], ids=" ".join)
def test_with_no_database_it_says_where_to_begin(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rrsa("overview", *words)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert "rrsa overview list add" in ran.err
    assert not list(tmp_path.iterdir())


def test_read_only_writes_no_copies(rrsa: Run, listed: Path) -> None:
    ran = rrsa("overview", "blanks", "copies", "--read-only")
    assert ran.code == 3
    assert_one_line_error(ran)
    assert not (listed / "copies").exists()


def test_stopped_from_the_keyboard_what_is_written_is_noted(rrsa: Run, listed: Path, posix: None) -> None:
    """Ctrl+C as a terminal sends it, once the first copy lies there."""
    for n in range(12):
        rrsa("overview", "list", "add", f"School {n}", "--kind", "school", "--framework", "small")
    command = [sys.executable, "-m", "rrsa", "overview", "blanks", "copies"]
    with subprocess.Popen(command, cwd=listed, stderr=subprocess.DEVNULL) as process:
        while not (listed / "copies").exists() or not list((listed / "copies").glob("*.xlsx")):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.wait()
    there = {p.name.removesuffix("-blank.xlsx") for p in (listed / "copies").glob("*.xlsx")}
    assert 0 < len(there) < 15
    with open_store(listed / "rrsa.db", create=False) as store:
        noted = {e.id for e in store.load("desk.overview").portfolio.listed.values() if e.issued}
    assert len(there - noted) <= 1, "the one that was being written is noted by the next run"
    assert noted <= there
    ran = rrsa("overview", "blanks", "copies")
    assert ran.code == 0
    with open_store(listed / "rrsa.db", create=False) as store:
        assert all(e.issued for e in store.load("desk.overview").portfolio.listed.values())
