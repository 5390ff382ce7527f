"""The visit's page: the day, ticks, what will have aged, and a mock visit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LARGE, Desk, at_desk, at_home, complaint_beside
from textual.widgets import OptionList

from rrsa.drafts import Place, remember_place
from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@asynccontextmanager
async def at_visit(app: RrsaApp, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    async with at_home(app, size) as desk:
        await desk.press("V")
        await desk.at("VisitScreen")
        yield desk


async def set_day(desk: Desk, text: str) -> None:
    await desk.press("d")
    await desk.at("VisitDayDialog")
    await desk.write("#day", text)
    await desk.press("enter")


async def test_the_day_is_set_as_people_write_it_and_cleared(make_app: Make) -> None:
    async with at_visit(make_app()) as desk:
        assert desk.sees("No day is agreed yet.")
        await set_day(desk, "1 june 2026")
        await desk.at("VisitScreen")
        assert desk.kept().setting.visit_on == "2026-06-01"
        assert desk.sees("The visit is on 1 Jun 2026, in 2 months.")
        await desk.press("d", "enter")
        await desk.at("VisitScreen")
        assert desk.kept().setting.visit_on == "2026-06-01", "left as it was"
        await set_day(desk, "")
        await desk.at("VisitScreen")
        assert desk.kept().setting.visit_on is None
        assert desk.sees("No day is agreed yet.")


async def test_what_is_no_day_is_said_beside_the_field(make_app: Make) -> None:
    async with at_visit(make_app()) as desk:
        await set_day(desk, "after easter")
        assert "not a date" in complaint_beside(desk, "#day")
        await desk.press("escape")
        assert desk.kept().setting.visit_on is None


async def test_the_list_is_ticked_and_unticked(make_app: Make) -> None:
    async with at_visit(make_app()) as desk:
        assert desk.sees("0 of 14 things on the list are ready.")
        await desk.press("down", "enter")
        assert desk.kept().checklist["lead"].done == "2026-03-18"
        assert desk.sees("1 of 14 things on the list are ready.")
        listed = desk.app.screen.query_one("#ready-list", OptionList)
        assert listed.highlighted == 1, "the highlight stays where it was"
        await desk.press("enter")
        assert desk.kept().checklist.get("lead") is None or not desk.kept().checklist["lead"].done
        assert desk.sees("0 of 14")


async def test_what_will_have_grown_old_by_the_day(make_app: Make) -> None:
    async with at_visit(make_app()) as desk:
        await desk.press("2")
        assert desk.sees("Once the day is set, this says what will have grown old by then.")
        await set_day(desk, "1/6/2029")
        await desk.see("Will have grown old: worth another look")
        assert desk.sees("Age never lowers our view or what is shown.")
        aging = desk.app.screen.query_one("#aging-list", OptionList)
        piece = next(
            n
            for n in range(aging.option_count)
            if (aging.get_option_at_index(n).id or "").startswith("piece-")
        )
        aging.highlighted = piece
        await desk.press("enter")
        await desk.at("EvidenceDialog")
        await desk.press("escape")
        await desk.at("VisitScreen")
        await set_day(desk, "1 Mar 2026")
        await desk.see("That day is past.")
        assert desk.sees("The visit was on 1 Mar 2026, 2 weeks ago.")


async def test_a_question_stands_beside_what_we_have_and_opens_its_outcome(make_app: Make) -> None:
    async with at_visit(make_app()) as desk:
        await desk.press("3")
        assert desk.sees("Nobody should learn an answer by heart.")
        assert desk.sees("Rights wall outside P3")
        questions = desk.app.screen.query_one("#question-list", OptionList)
        questions.highlighted = questions.get_option_index("question-3")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.sees("outcome 4 of 9")


async def test_a_mock_visit_asks_first_and_answers_on_request(make_app: Make) -> None:
    async with at_visit(make_app()) as desk:
        before = desk.reasons()
        await desk.press("m")
        await desk.at("MockVisitScreen")
        assert desk.sees("1 of 18")
        assert desk.sees("Say your answer first")
        assert not desk.sees("We say")
        await desk.press("enter")
        assert desk.sees("We say")
        assert desk.sees("Whom to ask")
        await desk.press("n")
        assert desk.sees("2 of 18")
        assert not desk.sees("We say")
        await desk.press("p", "p")
        assert desk.sees("18 of 18")
        await desk.press("n", "n", "n", "n", "o")
        await desk.at("OutcomeScreen")
        assert desk.sees("outcome 4 of 9")
        await desk.press("escape", "escape")
        await desk.at("VisitScreen")
        assert desk.reasons() == before, "nothing of it is recorded"


async def test_a_house_has_no_such_page(make_app: Make, empty: Path) -> None:
    with open_store(empty) as store:
        setting = create_setting(store, "Rowan", find("rights-respecting-house"), author="Lead")
    remember_place(str(empty), Place(setting, "home"))
    async with at_desk(make_app(empty), at="HomeScreen") as desk:
        await desk.press("V")
        assert desk.screen == "HomeScreen"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_visit(make_app(), size) as desk:
        await album.take(desk, "visit")
        await desk.press("d")
        await desk.at("VisitDayDialog")
        await album.take(desk, "visit-day")
        await desk.press("escape")
        await set_day(desk, "1 Jun 2029")
        await desk.press("2")
        await desk.see("Will have grown old")
        await album.take(desk, "visit-aging")
        await desk.press("3")
        await album.take(desk, "visit-questions")
        await desk.press("m")
        await album.take(desk, "mock-visit")
        await desk.press("enter")
        await album.take(desk, "mock-visit-answer")
