"""The file appears whole or not at all, and nothing of anybody's is ever lost."""

from __future__ import annotations

import errno
import getpass
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from workbook_reader import COPIES, export

from rrsa.errors import BadInput, EnvironmentFailed, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.exchange.export import Cancelled, Exported, export_workbook
from rrsa.portfolio.privacy import Why

Recorded = Callable[..., Evaluation]


def refused(school: Evaluation, path: Path, kind: type[RrsaError] = BadInput) -> str:
    """The one line with which an export to ``path`` is refused."""
    with pytest.raises(kind) as error:
        export_workbook(school, path)
    assert "\n" not in str(error.value)
    assert error.value.mend
    return str(error.value)


def test_it_says_where_what_and_how_many_were_held_back(school: Evaluation, tmp_path: Path) -> None:
    done = export_workbook(school, tmp_path / "a.xlsx")
    sheets = ("Cover", "Summary", "Outcomes", "Evidence", "Children's views", "Action plan", "Visit")
    by_reason = {Why.REFUSED: 1, Why.WITHDRAWN: 1, Why.NOT_KNOWN: 1}
    assert done == Exported(tmp_path / "a.xlsx", 3, sheets, by_reason)
    assert done.fuller_on_screen
    visible = [s.title for s in load_workbook(tmp_path / "a.xlsx") if s.sheet_state == "visible"]
    assert tuple(visible) == sheets
    working = export_workbook(school, tmp_path / "w.xlsx", copy="working")
    assert working.held_back == 3
    assert working.sheets == (
        "Start here",
        "Quick look",
        "Outcomes",
        "Look-fors",
        "Evidence",
        "Action plan",
        "Measures",
        "Readings",
        "Coverage",
        "How scores work",
    )
    assert export_workbook(school, tmp_path / "b.xlsx", copy="working", blank=True).sheets == working.sheets


@pytest.mark.parametrize("copy", COPIES)
def test_progress_rises_to_its_end(school: Evaluation, tmp_path: Path, copy: str) -> None:
    seen: list[tuple[int, int]] = []
    export_workbook(
        school,
        tmp_path / "p.xlsx",
        copy="assessor" if copy == "assessor" else "working",
        blank=copy == "blank",
        progress=lambda done, total: seen.append((done, total)),
    )
    total = seen[0][1]
    assert seen == [(n, total) for n in range(total + 1)]
    assert total > 5


def test_cancelled_anywhere_it_leaves_nothing(school: Evaluation, tmp_path: Path) -> None:
    target = tmp_path / "working.xlsx"
    for stop_at in range(10):

        def progress(done: int, total: int, stop_at: int = stop_at) -> None:
            if done == stop_at:
                raise Cancelled

        with pytest.raises(Cancelled):
            export_workbook(school, target, copy="working", progress=progress)
        assert list(tmp_path.iterdir()) == []


def test_cancelled_it_leaves_the_earlier_export_alone(school: Evaluation, tmp_path: Path) -> None:
    target = export(school, tmp_path / "a.xlsx", "assessor")
    before = target.read_bytes()

    def progress(done: int, total: int) -> None:
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_workbook(school, target, progress=progress)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_an_untouched_export_is_replaced(school: Evaluation, tmp_path: Path) -> None:
    target = export(school, tmp_path / "a.xlsx", "assessor")
    before = load_workbook(target).properties.title
    export(school, target, "working")
    assert load_workbook(target).properties.title != before
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_that_somebody_has_filled_in_is_not_replaced(school: Evaluation, tmp_path: Path) -> None:
    target = export(school, tmp_path / "w.xlsx", "working")
    book = load_workbook(target)
    book["Quick look"]["E9"] = "Filled in by hand"
    book.save(target)
    before = target.read_bytes()
    assert "has been saved by somebody since" in refused(school, target)
    assert target.read_bytes() == before


def test_an_export_saved_by_libreoffice_is_not_replaced(
    school: Evaluation, exported: dict[str, Path], convert: Callable[..., Path]
) -> None:
    saved = convert("xlsx", exported["working"]) / "working.xlsx"
    before = saved.read_bytes()
    assert "choose another name" in refused(school, saved)
    assert saved.read_bytes() == before


@pytest.mark.parametrize("kind", ["workbook", "text", "empty", "cut short"])
def test_a_file_of_another_kind_is_never_overwritten(school: Evaluation, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine.xlsx"
    if kind == "workbook":
        book = Workbook()
        book.properties.title = "rrsa export of my own"
        book.save(target)
    elif kind == "cut short":
        target.write_bytes(export(school, tmp_path / "whole.xlsx", "assessor").read_bytes()[:-200])
    else:
        target.write_bytes(b"Minutes of the rights group" if kind == "text" else b"")
    before = target.read_bytes()
    assert "“mine.xlsx” is there already" in refused(school, target)
    assert target.read_bytes() == before


def test_a_file_that_appears_meanwhile_is_not_overwritten(school: Evaluation, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"

    def progress(done: int, total: int) -> None:
        target.write_text("Somebody else's")

    with pytest.raises(BadInput, match="is there already"):
        export_workbook(school, target, progress=progress)
    assert target.read_text() == "Somebody else's"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("plan.xls", "call it “plan.xlsx”"),
        ("plan.ods", "call it “plan.xlsx”"),
        ("plan.csv", "call it “plan.xlsx”"),
        ("plan", "“plan” does not end in .xlsx — call it “plan.xlsx”"),
        ("plan.pdf", "call it “plan.pdf.xlsx”"),
        ("no-such-folder/plan.xlsx", "there is no folder"),
        ("x" * 300 + ".xlsx", "the name is too long"),
    ],
)
def test_a_target_that_will_not_do_is_said_at_once(
    school: Evaluation, tmp_path: Path, name: str, says: str
) -> None:
    assert says in refused(school, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_capitals_in_the_ending_are_fine(school: Evaluation, tmp_path: Path) -> None:
    assert export_workbook(school, tmp_path / "PLAN.XLSX").path.is_file()


def test_a_folder_is_refused(school: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    assert "is a folder" in refused(school, tmp_path / "folder.xlsx")


def test_a_full_disk_leaves_nothing_behind(
    school: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = refused(school, tmp_path / "a.xlsx", EnvironmentFailed)
    assert "no room left" in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_in_excel_stays_as_it_is(
    school: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that a program holds open."""
    target = export(school, tmp_path / "a.xlsx", "assessor")
    before = target.read_bytes()

    def held(_self: Path, _target: object) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(Path, "replace", held)
    assert "close it in Excel" in refused(school, target, EnvironmentFailed)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_may_not_be_written_to(
    school: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.open

    def forbidden(self: Path, mode: str = "r", *args: object) -> object:
        if "x" in mode:
            raise PermissionError(errno.EACCES, "Permission denied")
        return original(self, mode, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", forbidden)
    assert "nothing may be written" in refused(school, tmp_path / "a.xlsx", EnvironmentFailed)


def test_only_the_working_copy_can_be_blank(school: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="only the working copy can be blank"):
        export_workbook(school, tmp_path / "a.xlsx", blank=True)
    with pytest.raises(BadInput, match="choose one of: assessor, working"):
        export_workbook(school, tmp_path / "a.xlsx", copy="governors")  # type: ignore[arg-type]


@pytest.mark.parametrize("copy", COPIES)
def test_no_user_is_named_in_the_document(exported: dict[str, Path], copy: str) -> None:
    properties = load_workbook(exported[copy]).properties
    assert properties.creator == properties.lastModifiedBy == "rrsa"
    with zipfile.ZipFile(exported[copy]) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    for name in {getpass.getuser(), str(Path.home())} - {"root", "/root"}:
        assert not [part for part, content in parts.items() if name in content]


def test_nothing_is_left_in_the_temporary_folder(
    school: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a workbook hold what the workbook holds; none is ever written elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    opened: list[str] = []
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    monkeypatch.setattr("tempfile.mkstemp", lambda *a, **k: opened.append(str(a)) or (0, ""))
    export(school, tmp_path / "w.xlsx", "working")
    assert not opened
    assert list(elsewhere.iterdir()) == []


def test_a_setting_with_nothing_recorded_exports_all_three(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = recorded({})
    for copy in COPIES:
        assert export(evaluation, tmp_path / f"{copy}.xlsx", copy).stat().st_size > 5_000
