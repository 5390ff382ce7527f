"""Writing a paper from the app: what is asked for is written, and what is said of it is true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from album import SIZES, Album
from app_desk import DAY, SETTING, at_home, complaint_beside
from textual.widgets import Input

from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


async def test_the_evaluation_for_a_stage_is_written(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        await desk.choose("#stage", "bronze")
        await desk.write("#path", str(tmp_path / "a.docx"))
        await desk.press("enter")
        await desk.see("Written:")
        assert desk.sees("pieces of evidence were held back")
        document = docx.Document(str(tmp_path / "a.docx"))
        assert document.paragraphs[0].text == "School evaluation: Bronze: Rights Committed"
        await desk.press("enter")
        await desk.at("HomeScreen")


async def test_what_is_asked_depends_on_the_paper(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        shown = lambda: [desk.app.screen.query_one(f"#by-{n}").display for n in ("stage", "outcome")]  # noqa: E731
        assert shown() == [True, False]
        await desk.choose("#paper", "children")
        assert shown() == [False, False]
        await desk.choose("#paper", "any-day")
        assert shown() == [False, True]
        await desk.choose("#outcome", "8")
        await desk.choose("#form", ".html")
        await desk.write("#path", str(tmp_path / "a.html"))
        await desk.press("enter")
        await desk.see("Written:")
        assert "8 · Children are asked, heard and answered" in (tmp_path / "a.html").read_text("utf-8")


async def test_the_suggested_name_says_which_paper_of_which_day(make_app: Make, home: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        path = desk.app.screen.query_one("#path", Input)
        assert path.value == str(home / "corranbeath-evaluation-2026-03-18.docx")
        await desk.choose("#paper", "children")
        await desk.choose("#form", ".html")
        assert path.value == str(home / "corranbeath-children-2026-03-18.html")


async def test_what_stands_in_the_way_is_said_beside_the_field(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        for typed, said in (("", "the file has no name"), (str(tmp_path / "a.pdf"), "cannot be written as")):
            await desk.write("#path", typed)
            await desk.press("enter")
            await desk.until(lambda: desk.app.screen.query_one("#dialog-error").display)
            await desk.settle()
            assert said in complaint_beside(desk, "#path")
        assert list(tmp_path.glob("*.pdf")) == []
        await desk.write("#path", str(tmp_path / "a.html"))
        await desk.press("enter")
        await desk.see("Written:")


async def test_what_nobody_expected_ends_in_words_too(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError("a slip of ours")

    monkeypatch.setattr("rrsa.exchange.report.writing.write_report", broken)
    async with at_home(make_app()) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        await desk.write("#path", str(tmp_path / "a.html"))
        await desk.press("enter")
        await desk.see("▲ rrsa did not expect this: ZeroDivisionError: a slip of ours")
        await desk.press("escape")
        await desk.at("HomeScreen")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialog(
    make_app: Make, album: Album, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RrsaApp, "notify", lambda *_args, **_more: None)
    monkeypatch.setattr("rrsa.in_browser.suggested", lambda name: f"Documents/{name}")
    async with at_home(make_app(), size) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        assert desk.sees(f"{SETTING}-evaluation-{DAY.isoformat()}") or size[1] < 30
        await album.take(desk, "papers")
        await desk.choose("#paper", "any-day")
        await album.take(desk, "papers-any-day")
