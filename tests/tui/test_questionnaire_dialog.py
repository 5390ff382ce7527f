"""Answers of a form, from the app: seen as counts first, then in at once; nobody's own answers anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import at_home, complaint_beside
from textual.widgets import Select

from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
SIZE = (100, 60)
FILES = Path(__file__).resolve().parent.parent / "data" / "questionnaires"
MICROSOFT = FILES / "Rights survey(1-50).xlsx"


@pytest.fixture(autouse=True)
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after the answers of the files."""
    from datetime import date

    monkeypatch.setattr("rrsa.clock.today", lambda: date(2026, 11, 20))


async def test_answers_are_seen_as_counts_and_taken_in(make_app: Make) -> None:
    async with at_home(make_app(), SIZE) as desk:
        before = len(desk.kept().rounds)
        await desk.press("Q")
        await desk.at("QuestionnaireDialog")
        await desk.press("ctrl+s")
        assert "no file is chosen" in complaint_beside(desk, "#path")
        await desk.write("#path", str(MICROSOFT))
        await desk.press("enter")
        await desk.see("a form that is new here")
        assert desk.sees("Do you feel safe in school?")
        assert len(desk.kept().rounds) == before
        await desk.choose("#group", "\0together")
        await desk.see("Rights survey 15 Sep 2025 to 21 Feb 2026 · 50 answered · new")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        await desk.see("1 round taken in. u takes it back.")
        assert len(desk.kept().rounds) == before + 1
        await desk.press("u")
        await desk.until(lambda: len(desk.kept().rounds) == before, "taken back")


async def test_a_day_makes_two_rounds(make_app: Make) -> None:
    async with at_home(make_app(), SIZE) as desk:
        await desk.press("Q")
        await desk.at("QuestionnaireDialog")
        await desk.write("#path", str(MICROSOFT))
        await desk.press("enter")
        await desk.see("a form that is new here")
        await desk.choose("#group", "\0together")
        await desk.see("· 50 answered · new")
        await desk.write("#split", "no day")
        await desk.press("enter")
        assert "no day" in complaint_beside(desk, "#split")
        await desk.write("#split", "1 Jan 2026")
        await desk.press("enter")
        await desk.see("Rights survey 15 Sep 2025 to")
        await desk.press("ctrl+s")
        await desk.see("2 rounds taken in. u takes them back.")


async def test_what_is_no_questionnaire_says_so(make_app: Make, tmp_path: Path) -> None:
    wrong = tmp_path / "picture.xlsx"
    wrong.write_bytes(b"GIF89a")
    async with at_home(make_app(), SIZE) as desk:
        await desk.press("Q")
        await desk.at("QuestionnaireDialog")
        await desk.write("#path", str(wrong))
        await desk.press("enter")
        await desk.see("▲")
        assert desk.sees("picture.xlsx")
        assert desk.app.screen.query_one("#group", Select).value is Select.NULL


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(
    make_app: Make, album: Album, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FILES)
    async with at_home(make_app(), size) as desk:
        await desk.press("Q")
        await desk.at("QuestionnaireDialog")
        await desk.write("#path", MICROSOFT.name)
        await desk.press("enter")
        await desk.until(lambda: "answered" in desk.picture(), "read")
        await album.take(desk, "questionnaire")
