"""What we are going to do now: adding, editing, finishing and removing actions."""

from __future__ import annotations

from collections.abc import Callable

from app_desk import Desk, at_outcome, complaint_beside
from textual.widgets import Input

from rrsa.portfolio.records import Action
from rrsa.tui.app import RrsaApp
from rrsa.vocabulary import ActionStatus

Make = Callable[..., RrsaApp]


def found(desk: Desk, what: str) -> Action:
    (action,) = [action for action in desk.kept().actions.values() if action.what == what]
    return action


async def test_an_action_is_added(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.type("Tell the parent council")
        await desk.write("#who", "Head teacher")
        await desk.write("#due", "30 Apr 2026")
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        action = found(desk, "Tell the parent council")
        assert (action.outcome, action.who, action.due) == ("9", "Head teacher", "2026-04-30")
        assert action.status == ActionStatus.PLANNED.value
        assert desk.sees("☐ Tell the parent council Planned · Head teacher · by 30 Apr 2026")


async def test_an_action_needs_words_and_a_day_that_exists(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.press("ctrl+s")
        assert complaint_beside(desk, "#what")
        await desk.type("Tell the parent council")
        await desk.write("#due", "31 Feb")
        await desk.press("ctrl+s")
        assert complaint_beside(desk, "#due")
        assert desk.app.screen.query_one("#what", Input).value == "Tell the parent council"
        assert "9" not in desk.kept().actions_by_outcome


async def test_an_action_is_changed(make_app: Make) -> None:
    what = "Each class plans one topic with the children and keeps the first page of it"
    async with at_outcome(make_app(), "7") as desk:
        await desk.focus("#action-list")
        await desk.press("enter")
        await desk.at("ActionDialog")
        await desk.write("#who", "All class teachers")
        await desk.choose("#status", ActionStatus.UNDER_WAY.value)
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        action = found(desk, what)
        assert (action.who, action.status) == ("All class teachers", ActionStatus.UNDER_WAY.value)


async def test_finishing_asks_what_difference_it_has_made(make_app: Make) -> None:
    what = "Each class plans one topic with the children and keeps the first page of it"
    async with at_outcome(make_app(), "7") as desk:
        await desk.focus("#action-list")
        await desk.press("f")
        await desk.at("FinishDialog")
        assert desk.sees("Done — what difference has it made?")
        await desk.type("P3 chose the sea and read more than ever")
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        action = found(desk, what)
        assert (action.status, action.done_on) == (ActionStatus.DONE.value, "2026-03-18")
        assert action.difference == "P3 chose the sea and read more than ever"
        assert desk.sees(f"✓ {what}")


async def test_an_action_that_is_removed_comes_back(make_app: Make) -> None:
    what = "Each class plans one topic with the children and keeps the first page of it"
    async with at_outcome(make_app(), "7") as desk:
        action = found(desk, what)
        await desk.focus("#action-list")
        await desk.press("delete")
        await desk.see("Press u to take that back")
        assert action.id not in desk.kept().actions
        await desk.press("u")
        assert found(desk, what) == action


async def test_an_action_past_its_date_says_so_in_words(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.see("was due 9 Mar 2026, nine days ago")
