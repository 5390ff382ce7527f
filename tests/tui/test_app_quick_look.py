"""The quick look: a number, a line, Enter, and on to the next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from app_desk import Desk, at_desk

from rrsa.tui import tour
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
NEW = "rowan-brae"


@asynccontextmanager
async def first_look(make_app: Make, empty: Path) -> AsyncIterator[Desk]:
    """A school that has just been set up, at the first of its nine outcomes."""
    tour.remember()
    async with at_desk(make_app(empty)) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.type("Rowan Brae")
        await desk.press("enter")
        await desk.at("QuickLookScreen")
        yield desk


async def test_a_number_a_line_and_enter_go_on_to_the_next(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        await desk.press("2")
        await desk.see("Saved: outcome 1")
        await desk.type("Charters are on the wall")
        await desk.press("enter")
        assert desk.sees("Quick look · 2 of 9")
        kept = desk.kept(NEW).outcome("1")
        assert (kept.view, kept.line) == (2, "Charters are on the wall")
        await desk.press("4", "enter")
        assert desk.sees("Quick look · 3 of 9")
        assert desk.kept(NEW).outcome("2").view == 4


async def test_nothing_has_to_be_answered(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        await desk.press("n", "n")
        assert desk.sees("Quick look · 3 of 9")
        await desk.press("p")
        assert desk.sees("Quick look · 2 of 9")
        assert desk.kept(NEW).outcome("1").view is None
        assert len(desk.reasons(NEW)) == 1


async def test_the_last_one_leads_home_with_all_that_was_said(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        for _outcome in range(9):
            await desk.press("3", "enter")
        await desk.at("HomeScreen")
        await desk.see("That was the last one")
        portfolio = desk.kept(NEW)
        assert [portfolio.outcome(str(n)).view for n in range(1, 10)] == [3] * 9
        assert desk.sees("Every outcome has been looked at.")


async def test_the_last_line_is_saved_although_its_page_goes(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        await desk.press(*["n"] * 8, "1")
        await desk.type("Only fundraising so far")
        await desk.press("enter")
        await desk.at("HomeScreen")
        await desk.see("Saved")
        assert desk.kept(NEW).outcome("9").line == "Only fundraising so far"
        assert not desk.app.open_sitting.drafts.all()


async def test_zero_takes_a_grade_back_and_a_wrong_number_is_refused(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        await desk.press("3", "escape", "0")
        assert desk.kept(NEW).outcome("1").view is None
        await desk.press("9")
        await desk.see("There is no grade 9 here.")
        assert desk.kept(NEW).outcome("1").view is None


async def test_a_line_is_saved_on_the_way_out_of_the_quick_look(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        await desk.press("2")
        await desk.type("Half a thought")
        await desk.press("escape", "escape")
        await desk.at("HomeScreen")
        assert desk.kept(NEW).outcome("1").line == "Half a thought"


async def test_letters_in_the_line_are_text_and_not_keys(make_app: Make, empty: Path) -> None:
    async with first_look(make_app, empty) as desk:
        await desk.press("2")
        await desk.type("n p u r x 3 ? /")
        await desk.press("enter")
        assert desk.kept(NEW).outcome("1").line == "n p u r x 3 ? /"
        assert desk.kept(NEW).outcome("1").view == 2
