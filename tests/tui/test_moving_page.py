"""Moving to another framework in the app: read first, one change, a queue to settle, and all of it undone."""

from __future__ import annotations

from collections.abc import Callable

from app_desk import SETTING, Desk, at_home, at_outcome
from textual.widgets import Button, OptionList, Select

from rrsa.portfolio.parking import waiting
from rrsa.tui.app import RrsaApp
from rrsa.tui.dialogs.moving import MoveDialog
from rrsa.tui.screens.moving import KeptScreen

Make = Callable[..., RrsaApp]
DRAFT = "rights-respecting-school@2027.1-draft"


async def choose(desk: Desk, to: str) -> None:
    """Opens the dialog, chooses where to and waits until the plan stands there."""
    desk.app.action_move()
    await desk.at("MoveDialog")
    dialog = desk.app.screen
    assert isinstance(dialog, MoveDialog)
    if dialog.query_one("#to", Select).value != to:
        await desk.choose("#to", to)
    await desk.until(lambda: not dialog.query_one("#ok", Button).disabled, "the plan")


async def test_a_move_is_read_made_settled_and_taken_back(make_app: Make) -> None:
    async with at_home(make_app(), (120, 50)) as desk:
        start = desk.kept()
        await choose(desk, DRAFT)
        await desk.see("two look-fors are split")
        assert desk.sees("Split: 4.3 → 4.6, 4.7")
        await desk.press("ctrl+s")
        await desk.at("KeptScreen")
        moved = desk.kept()
        assert moved.setting.framework == DRAFT and moved.setting.framework_sha256 != (
            start.setting.framework_sha256
        )
        wait = len(waiting(moved))
        assert wait and desk.sees(f"{wait} things wait for review")
        assert desk.sees("Before: rights-respecting-school@2026.1") and desk.sees("Why it waits")
        # The first is kept as history; the next is taken over for one of two.
        await desk.press("k")
        assert len(waiting(desk.kept())) == wait - 1
        await desk.press("u")
        assert len(waiting(desk.kept())) == wait
        screen = desk.app.screen
        assert isinstance(screen, KeptScreen) and screen.shown is not None
        first = screen.shown
        await desk.press("t")
        if desk.screen == "FindDialog":
            await desk.press("enter")
            await desk.at("KeptScreen")
        await desk.settle()
        taken = desk.kept().parked[first.id]
        assert taken.settled == "taken"
        await desk.press("u", "u")
        await desk.at("HomeScreen")
        assert desk.kept() == start
        assert desk.app.open_sitting.evaluation.framework.version == "2026.1"


async def test_undoing_a_move_on_an_outcomes_page_goes_back_to_the_outcomes(make_app: Make) -> None:
    async with at_outcome(make_app(), "4", (120, 50)) as desk:
        await choose(desk, "rights-respecting-house@2026.1")
        await desk.press("ctrl+s")
        await desk.at("KeptScreen")
        await desk.press("o")
        await desk.at("OutcomeScreen")
        await desk.press("u")
        await desk.at("HomeScreen")
        assert desk.kept().setting.framework == "rights-respecting-school@2026.1"


async def test_what_is_kept_is_found_by_searching_and_waits_on_the_first_page(make_app: Make) -> None:
    async with at_home(make_app(), (120, 50)) as desk:
        await choose(desk, DRAFT)
        await desk.press("ctrl+s")
        await desk.at("KeptScreen")
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.see("wait for review: w")
        await desk.press("/")
        await desk.at("FindDialog")
        one = waiting(desk.kept())[-1]
        await desk.type(one.id)
        await desk.press("enter")
        await desk.at("KeptScreen")
        screen = desk.app.screen
        assert isinstance(screen, KeptScreen) and screen.shown is not None
        assert screen.shown.id == one.id
        await desk.press("k")
        listed = screen.query_one("#kept-list", OptionList)
        before = listed.option_count
        await desk.press("f")
        assert listed.option_count == before + 2, "the one that is kept, below a heading of its own"
        await desk.press("end")
        await desk.see("Kept as history, 18 Mar 2026")


async def test_no_way_on_is_said_and_changes_nothing(make_app: Make) -> None:
    async with at_home(make_app(), (120, 50)) as desk:
        await choose(desk, DRAFT)
        await desk.press("ctrl+s")
        await desk.at("KeptScreen")
        before = desk.reasons(SETTING)
        desk.app.action_move()
        await desk.see("No crosswalk leads on from")
        assert desk.reasons(SETTING) == before


async def test_a_look_for_stands_beside_the_houses_wording(make_app: Make) -> None:
    async with at_outcome(make_app(), "4", (120, 50)) as desk:
        desk.app.action_beside()
        await desk.at("BesideDialog")
        assert desk.sees("Young people are safe and know where to turn") and desk.sees("Both ask the same.")
        await desk.press("escape")
        await desk.at("OutcomeScreen")
