"""The start screen: what it says, setting up by keys alone, the sample."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

from app_desk import SETTING, at_desk, at_home

from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


async def test_the_start_says_whose_it_is_not(make_app: Make, empty: Path) -> None:
    async with at_desk(make_app(empty)) as desk:
        await desk.see("Nothing has been set up here yet")
        assert desk.sees("Not affiliated with or endorsed by UNICEF")
        assert desk.sees("nothing is sent anywhere")


async def test_a_school_is_set_up_with_keys_alone_and_opens_at_the_tour_or_its_quick_look(
    make_app: Make, empty: Path
) -> None:
    async with at_desk(make_app(empty, author="Lead")) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.type("Rowan Brae Primary School")
        await desk.press("enter")
        await desk.at("TourScreen")
        assert desk.kept("rowan-brae-primary-school").setting.name == "Rowan Brae Primary School"
        await desk.press("escape")  # refused once, it is not offered again
        await desk.at("HomeScreen")
        await desk.press("escape", "n")
        await desk.at("NewSettingDialog")
        await desk.type("Another School")
        await desk.press("enter")
        await desk.at("QuickLookScreen")
        assert desk.sees("Quick look · 1 of 9")


async def test_a_setting_without_a_name_is_asked_for_beside_the_field(make_app: Make, empty: Path) -> None:
    async with at_desk(make_app(empty)) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.press("ctrl+s")
        assert desk.screen == "NewSettingDialog"
        assert desk.sees("▲")
        assert desk.focused is not None and desk.focused.id == "name"


async def test_a_name_that_is_taken_is_said(make_app: Make) -> None:
    async with at_desk(make_app()) as desk:
        await desk.see("Corranbeath")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.type("Corranbeath")
        await desk.press("enter")
        await desk.see("there is a setting “corranbeath” already")


async def test_the_sample_opens_in_a_database_of_its_own(make_app: Make, empty: Path, home: Path) -> None:
    async with at_desk(make_app(empty)) as desk:
        await desk.see("Press n")
        await desk.press("d")
        await desk.at("HomeScreen")
        assert desk.sees("Corranbeath Primary School")
        assert Path(desk.app.database).is_relative_to(home / "demo")


async def test_the_school_opens_where_one_presses_enter(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        assert desk.sees("Corranbeath Primary School — working towards")
        assert desk.sees("Self-evaluation, not an award decision")
        await desk.press("escape")
        await desk.at("StartScreen")
        assert desk.app.sitting is None


async def test_the_setting_named_on_the_command_line_opens_at_once(make_app: Make) -> None:
    async with at_desk(make_app(setting=SETTING), at="HomeScreen") as desk:
        assert desk.sees("Corranbeath Primary School")


async def test_what_a_lasting_app_has_opened_is_kept_out_of_the_collectors_way(make_app: Make) -> None:
    app = make_app()
    app.lasting = True
    gc.disable()  # as the command does until something is open
    try:
        async with at_home(app):
            assert gc.get_freeze_count() > 10_000
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


async def test_collecting_goes_on_where_nothing_is_there_to_be_opened(make_app: Make, empty: Path) -> None:
    app = make_app(empty)
    app.lasting = True
    gc.disable()
    try:
        async with at_desk(app) as desk:
            await desk.see("Nothing has been set up here yet")
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


async def test_an_app_that_does_not_last_leaves_the_collector_alone(make_app: Make) -> None:
    async with at_home(make_app()):
        assert gc.get_freeze_count() == 0
