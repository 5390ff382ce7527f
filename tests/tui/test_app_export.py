"""Exporting from the app: the file is there when it is said to be, and only then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from app_desk import at_home, complaint_beside
from textual.widgets import Input

from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


async def test_each_copy_is_written_and_can_be_opened(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app()) as desk:
        for copy in ("assessor", "working", "blank"):
            await desk.press("x")
            await desk.at("ExportDialog")
            await desk.choose("#copy", copy)
            await desk.write("#path", str(tmp_path / f"{copy}.xlsx"))
            await desk.press("enter")
            await desk.see("Written:")
            # Two pieces of the sample may not leave; a blank copy holds none to begin with.
            assert desk.sees("Figures on screen may be higher.") == (copy != "blank")
            book = openpyxl.load_workbook(tmp_path / f"{copy}.xlsx", read_only=True)
            assert "Outcomes" in book.sheetnames
            assert ("Quick look" in book.sheetnames) == (copy != "assessor")
            await desk.press("enter")
            await desk.at("HomeScreen")


async def test_the_suggested_name_says_whose_copy_and_of_which_day(make_app: Make, home: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        path = desk.app.screen.query_one("#path", Input)
        assert path.value == str(home / "corranbeath-assessor-2026-03-18.xlsx")
        await desk.choose("#copy", "working")
        assert path.value == str(home / "corranbeath-working-2026-03-18.xlsx")


async def test_a_place_that_is_not_there_is_said_beside_the_field(make_app: Make, tmp_path: Path) -> None:
    wrong = str(tmp_path / "nowhere" / "out.xlsx")
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", wrong)
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen.query_one("#dialog-error").display)
        await desk.settle()
        assert complaint_beside(desk, "#path")
        assert desk.app.screen.query_one("#path", Input).value == wrong
        assert desk.screen == "ExportDialog"
        await desk.write("#path", str(tmp_path / "out.xlsx"))
        await desk.press("enter")
        await desk.see("Written:")
        assert (tmp_path / "out.xlsx").is_file()


async def test_no_name_is_no_place(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", "")
        await desk.press("enter")
        assert "the file has no name" in complaint_beside(desk, "#path")


async def test_stopping_leaves_nothing_behind(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rrsa.exchange.export as export

    begun, go_on = threading.Event(), threading.Event()
    real = export.export_workbook

    def slow(*args: Any, progress: Callable[[int, int], None], **more: Any) -> Any:
        def step(done: int, total: int) -> None:
            begun.set()
            assert go_on.wait(15)
            progress(done, total)

        return real(*args, progress=step, **more)

    monkeypatch.setattr(export, "export_workbook", slow)
    folder = tmp_path / "out"
    folder.mkdir()
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", str(folder / "out.xlsx"))
        await desk.press("enter")
        await desk.until(begun.is_set, "the export has begun")
        await desk.press("escape")
        assert desk.screen == "ExportDialog"
        go_on.set()
        await desk.see("Stopped. Nothing was written.")
        assert list(folder.iterdir()) == []
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_what_nobody_expected_ends_in_words_too(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError("a slip of ours")

    monkeypatch.setattr("rrsa.exchange.export.export_workbook", broken)
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", str(tmp_path / "out.xlsx"))
        await desk.press("enter")
        await desk.see("▲ rrsa did not expect this: ZeroDivisionError: a slip of ours")
