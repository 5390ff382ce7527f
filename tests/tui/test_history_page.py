"""The history's page: what each change did, narrowed, and taking an older one back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from album import SIZES, Album
from app_desk import Desk, at_home
from textual.widgets import OptionList

from rrsa.guide import history
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@pytest.fixture(autouse=True)
def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall is the same everywhere."""
    for module in ("rrsa.guide.history", "rrsa.tui.dialogs.taking_back"):
        monkeypatch.setattr(f"{module}.moment", datetime.fromisoformat)


@asynccontextmanager
async def at_history(app: RrsaApp, size: tuple[int, int] = (120, 60)) -> AsyncIterator[Desk]:
    """The page, with outcome 2 viewed as 4 and then as 3 since the sample was made."""
    async with at_home(app, size) as desk:
        evaluation = desk.app.open_sitting.evaluation
        for view in (4, 3):
            evaluation.record_outcome("2", {"view": view})
        await desk.press("H")
        await desk.at("HistoryScreen")
        await filled(desk)
        yield desk


async def filled(desk: Desk) -> None:
    await desk.until(lambda: rows(desk).option_count > 0, "the history")
    await desk.settle()


def rows(desk: Desk) -> OptionList:
    return desk.app.screen.query_one("#history-list", OptionList)


async def test_each_change_is_told_with_its_role(make_app: Make) -> None:
    async with at_history(make_app()) as desk:
        assert desk.sees("Our view of 2 Rights in daily life: Second nature → Making a difference")
        assert desk.sees("The choir film is gone Pupil support assistant")
        await desk.press("down", "down")
        assert desk.sees("It was They ask, we change things and they can say what.")
        assert desk.sees("It became They ask, things change and they can say what.")


async def test_the_newest_is_taken_back_and_done_again(make_app: Make) -> None:
    async with at_history(make_app()) as desk:
        await desk.press("enter")
        await desk.at("TakeBack")
        await desk.press("enter")
        await desk.at("HistoryScreen")
        await desk.see("(taken back)")
        assert desk.kept().outcome("2").view == 4
        await desk.press("home", "enter")
        await desk.at("TakeBack")
        assert desk.sees("Do this again?")
        await desk.press("enter")
        await desk.at("HistoryScreen")
        assert desk.kept().outcome("2").view == 3


async def test_an_older_change_says_what_stands_on_it_and_stays(make_app: Make) -> None:
    async with at_history(make_app()) as desk:
        await desk.press("down", "enter")
        await desk.at("TakeBack")
        assert desk.sees("Something newer stands on it")
        assert desk.sees("Our view of outcome 2, Rights in daily life ·")
        await desk.press("ctrl+s", "escape")
        await desk.at("HistoryScreen")
        assert desk.kept().outcome("2").view == 3


async def test_what_is_taken_back_already_says_so(make_app: Make) -> None:
    async with at_history(make_app()) as desk:
        await desk.press("u")
        await desk.see("(taken back)")
        await desk.press("home", "down", "enter")
        await desk.see("has been taken back already")
        assert desk.screen == "HistoryScreen"


async def test_what_set_the_setting_up_stays(make_app: Make) -> None:
    async with at_history(make_app()) as desk:
        await desk.press("end", "enter")
        await desk.see("set the setting up and cannot be taken back")


async def test_only_one_outcome_one_day_and_everything_again(make_app: Make) -> None:
    async with at_history(make_app()) as desk:
        whole = rows(desk).option_count
        await desk.press("o")
        await desk.at("FindDialog")
        await desk.type("2 ")
        await desk.press("enter")
        await desk.at("HistoryScreen")
        await desk.until(lambda: 0 < rows(desk).option_count < whole, "the outcome's history")
        assert desk.sees("Only: 2 ·")
        assert not desk.sees("The choir film is gone")
        await desk.press("e")
        await desk.until(lambda: rows(desk).option_count == whole, "everything")
        await desk.press("d")
        await desk.at("AskLine")
        await desk.type("12 Mar 2026")
        await desk.press("enter")
        await desk.at("HistoryScreen")
        await desk.until(lambda: rows(desk).option_count == 2, "the day")
        assert desk.sees("The choir film is gone")
        await desk.press("d")
        await desk.type("1 Jan 2020")
        await desk.press("enter")
        await desk.see("Nothing was changed there.")


async def test_the_history_of_an_action_from_the_plan(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("A")
        await desk.at("PlanScreen")
        await desk.press("o", "h")
        await desk.at("HistoryScreen")
        await filled(desk)
        assert desk.sees("Only: “Mend the locks")
        first = next(text for text in desk.texts() if "• " in text)
        assert first.index("Mend the locks") < first.index("Survey") if "Survey" in first else True
        assert desk.sees("• New: “Mend the locks")
        await desk.press("escape")
        await desk.at("PlanScreen")


async def test_a_long_history_comes_page_by_page(make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 5)
    async with at_history(make_app()) as desk:
        assert desk.sees("Older changes …")
        entries = desk.app.screen._entries  # type: ignore[attr-defined]
        assert len(entries) == 5
        await desk.press("end", "enter")
        await desk.until(lambda: len(desk.app.screen._entries) == 10, "the next page")  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_home(make_app(), size) as desk:
        await desk.press("H")
        await desk.at("HistoryScreen")
        await filled(desk)
        await album.take(desk, "history")
        await desk.press("enter")
        await desk.at("TakeBack")
        await album.take(desk, "history-take-back")
