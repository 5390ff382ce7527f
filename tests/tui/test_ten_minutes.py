"""Ten minutes: one thing at a time, answered with few keys, skippable, with a finish line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LARGE, Desk, at_desk, at_home
from test_app_contrast import hard_to_read

from rrsa.evaluation import Evaluation
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@asynccontextmanager
async def ten_minutes(app: RrsaApp, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    async with at_home(app, size) as desk:
        await desk.press("T")
        await desk.see("1 of 5")
        yield desk


async def to_the_view(desk: Desk) -> None:
    """Skips to the outcome that nobody has looked at yet."""
    for _task in range(5):
        if desk.sees("How is it going with outcome 9"):
            return
        await desk.press("escape", "s") if desk.focused and desk.focused.id == "task-text" else (
            await desk.press("s")
        )
    raise AssertionError(desk.picture())


async def test_a_number_and_a_line_do_it_and_the_next_one_comes(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        await to_the_view(desk)
        await desk.press("2")
        await desk.type("We wrote to the council")
        await desk.press("enter")
        record = desk.kept().outcome("9")
        assert (record.view, record.line) == (2, "We wrote to the council")
        assert not desk.sees("How is it going with outcome 9")


async def test_everything_can_be_skipped_and_the_end_says_what_is_next(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        before = desk.kept()
        for _task in range(5):
            if desk.focused is not None and desk.focused.id == "task-text":
                await desk.press("escape")
            await desk.press("s")
        await desk.see("Nothing was recorded this time")
        assert desk.sees("Ready for next time")
        assert desk.kept() == before
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_enough_for_today_keeps_what_was_said_and_tells_it(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        await to_the_view(desk)
        await desk.press("3")
        await desk.type("Half a thought")
        await desk.press("escape", "e")
        await desk.see("That was it: 1 thing is done.")
        assert desk.sees("Our view of 9, Acting for rights: 3")
        record = desk.kept().outcome("9")
        assert (record.view, record.line) == (3, "Half a thought")
        await desk.press("u")
        await desk.see("Nothing was recorded this time")
        assert desk.kept().outcome("9").view is None


async def test_what_was_begun_waits_for_the_next_time(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        await to_the_view(desk)
        await desk.press("2")
        await desk.type("We wrote to")
        await desk.press("ctrl+q")
        assert desk.kept().outcome("9").view is None
        database = desk.database
    async with at_desk(make_app(database), at="TenMinutesScreen") as desk:
        await desk.see("1 of 5")
        assert desk.sees("How is it going with outcome 9")
        assert desk.sees("We wrote to")
        await desk.type(" the council")
        await desk.press("enter")
        record = desk.kept().outcome("9")
        assert (record.view, record.line) == (2, "We wrote to the council")


async def test_a_day_that_is_none_is_said_so_and_asked_again(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        while not desk.sees("When was this seen"):
            await desk.press("s")
        await desk.type("last tuesday")
        await desk.press("enter")
        await desk.see("▲ “last tuesday” is not a date")
        await desk.write("#task-text", "yesterday")
        await desk.press("enter")
        assert "2026-03-17" in [item.date for item in desk.kept().evidence.values()]


async def test_back_goes_to_the_question_before(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        await to_the_view(desk)
        await desk.press("2")
        assert desk.sees("Why do you say so?")
        await desk.press("escape", "b")
        assert desk.sees("Which of these fits best today?")
        await desk.press("4", "enter")
        assert desk.kept().outcome("9").view == 4


async def test_a_number_that_is_no_answer_is_refused(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        await to_the_view(desk)
        await desk.press("9")
        await desk.see("choose a number from 1 to 4")
        assert desk.kept().outcome("9").view is None


async def test_letters_in_a_line_are_text_and_not_keys(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        await to_the_view(desk)
        await desk.press("2")
        await desk.type("s b e T u 3")
        await desk.press("enter")
        assert desk.kept().outcome("9").line == "s b e T u 3"


async def test_what_somebody_else_saved_meanwhile_is_settled_not_lost(make_app: Make) -> None:
    async with ten_minutes(make_app()) as desk:
        while not desk.sees("What is different for children because of outcome"):
            await desk.press("escape", "s") if desk.focused and desk.focused.id == "task-text" else (
                await desk.press("s")
            )
        outcome = desk.app.open_sitting.evaluation.framework.outcomes
        named = next(o for o in outcome if desk.sees(f"because of outcome {o},"))
        with open_store(desk.database) as store:
            Evaluation.open(store, "corranbeath", author="DHT").record_outcome(
                named, {"difference": "Theirs"}
            )
        await desk.type("Mine")
        await desk.press("enter")
        await desk.see("Somebody else has changed this too")
        assert desk.kept().outcome(named).difference == "Theirs"


async def test_a_new_setting_has_something_to_do_as_well(make_app: Make, empty: Path) -> None:
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting

    with open_store(empty) as store:
        create_setting(store, "Burnside", find("rights-respecting-house"), author="Lead")
    async with at_desk(make_app(empty), at="StartScreen") as desk:
        await desk.see("Burnside")
        await desk.press("enter")
        await desk.until(lambda: desk.app.sitting is not None)
        while desk.screen != "HomeScreen":
            await desk.press("escape")
        await desk.press("T")
        await desk.see("Ten minutes · 1 of")


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_it_can_be_read_in_every_theme(make_app: Make, theme: str) -> None:
    app = make_app()
    app.theme = theme
    async with ten_minutes(app, (112, 36)) as desk:
        await to_the_view(desk)
        found = hard_to_read(desk)
        await desk.press("2")
        found |= hard_to_read(desk)
        await desk.press("escape", "e")
        await desk.see("That was it")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with ten_minutes(make_app(), size) as desk:
        await album.take(desk, "ten-minutes")
        await to_the_view(desk)
        await album.take(desk, "ten-minutes-view")
        await desk.press("2")
        await album.take(desk, "ten-minutes-line")
        await desk.press("escape", "e")
        await desk.see("That was it")
        await album.take(desk, "ten-minutes-finish")
