"""Search, help, palette, undo and redo, resuming, themes, the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_desk import at_desk, at_home, at_outcome
from textual.widgets import Input, OptionList

from rrsa.drafts import Place, last_place
from rrsa.tui import tour
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


# -- search -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "opens", "seen"),
    [
        ("belongs", "OutcomeScreen", "outcome 6 of 9"),
        ("6.4", "OutcomeScreen", "outcome 6 of 9"),
        ("playground tally", "EvidenceDialog", "Which outcome or look-fors is it for?"),
        ("mend the locks", "ActionDialog", "What will you do?"),
    ],
)
async def test_search_finds_and_goes(make_app: Make, typed: str, opens: str, seen: str) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("/")
        await desk.at("FindDialog")
        await desk.type(typed)
        await desk.press("enter")
        await desk.at(opens)
        assert desk.sees(seen)


async def test_search_says_when_there_is_nothing(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("/")
        await desk.at("FindDialog")
        await desk.type("xylophone quartet")
        await desk.see("Nothing found")
        await desk.press("enter")
        assert desk.screen == "FindDialog"
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_arrows_choose_among_what_is_found(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("/")
        await desk.at("FindDialog")
        await desk.type("safe-places maps")
        await desk.press("down", "enter")
        await desk.at("EvidenceDialog")
        assert desk.app.screen.query_one("#title", Input).value == "Safe-places maps, second round"


# -- help and palette -------------------------------------------------------------------------------


async def test_help_speaks_of_what_has_the_focus(make_app: Make) -> None:
    async with at_outcome(make_app(), "6") as desk:
        for focus, said in (
            ("#look-list", "A look-for is one thing that you can go and see"),
            ("#evidence-list", "Evidence for this outcome"),
            ("#action-list", "What you are going to do about this outcome"),
            ("#grades", "Number keys give our view"),
        ):
            await desk.focus(focus)
            await desk.press("?")
            await desk.at("HelpScreen")
            assert said in " ".join(desk.texts())
            assert "Keys here" in " ".join(desk.texts())
            await desk.press("escape")
            await desk.at("OutcomeScreen")


async def test_a_dialog_has_help_too(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("a")
        await desk.at("EvidenceDialog")
        await desk.press("f1")
        await desk.at("HelpScreen")
        assert "Point, don’t copy" in " ".join(desk.texts())


async def test_the_palette_lists_what_can_be_done_here_and_does_it(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        names = {command.title for command in desk.app.get_system_commands(desk.app.screen)}
        assert {"Quick look", "Readiness", "Export", "Search", "Undo", "Help"} <= names
        assert "Light, dark, high contrast" in names
        assert not names & {"Maximize", "Screenshot"}, "no more than this app's own"
        await desk.press("ctrl+p")
        await desk.type("readiness")
        await desk.until(
            lambda: desk.app.screen.query(OptionList).first().option_count == 1, "the palette has found it"
        )
        await desk.press("enter", "enter")
        await desk.at("ReadinessScreen")


# -- undo and redo ----------------------------------------------------------------------------------


async def test_undo_and_redo_say_what_they_did(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("2", "3")
        await desk.press("u")
        assert desk.kept().outcome("9").view == 2
        await desk.see("Taken back: Our view of outcome 9")
        await desk.press("u")
        assert desk.kept().outcome("9").view is None
        await desk.press("U", "U")
        assert desk.kept().outcome("9").view == 3
        await desk.see("Done again: Our view of outcome 9")
        assert desk.sees("3 ● Making a difference")


async def test_undo_with_nothing_left_says_so(make_app: Make, empty: Path) -> None:
    tour.remember()
    async with at_desk(make_app(empty)) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.type("Rowan Brae")
        await desk.press("enter")
        await desk.at("QuickLookScreen")
        await desk.press("U")
        await desk.see("nothing")


# -- where it was left ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "screen", "seen"),
    [
        (("down", "down", "enter"), "OutcomeScreen", "outcome 3 of 9"),
        (("r",), "ReadinessScreen", "Picture"),
        (("k", "p"), "QuickLookScreen", "Quick look ·"),
        ((), "HomeScreen", "Corranbeath Primary School — working towards"),
    ],
)
async def test_the_app_opens_where_it_was_left(
    make_app: Make, keys: tuple[str, ...], screen: str, seen: str
) -> None:
    async with at_home(make_app()) as desk:
        for key in keys:
            await desk.press(key)
        await desk.at(screen)
        where = next(text for text in desk.texts() if seen in text)
        desk.send("ctrl+q")
        await desk.until(lambda: desk.app.store is None, "the app has closed")
    async with at_desk(make_app(), at=screen) as desk:
        assert desk.sees(where)


async def test_going_back_to_the_settings_forgets_the_place(make_app: Make, school: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("escape")
        await desk.at("StartScreen")
    assert last_place(str(school)) is None


async def test_a_place_in_a_setting_that_is_gone_is_no_trouble(make_app: Make, school: Path) -> None:
    from rrsa.drafts import remember_place

    remember_place(str(school), Place("another-school", "outcome", "3"))
    async with at_desk(make_app(), at="StartScreen") as desk:
        await desk.see("Corranbeath")


# -- reading only -----------------------------------------------------------------------------------


async def test_reading_only_says_so_and_changes_nothing(make_app: Make) -> None:
    async with at_outcome(make_app(read_only=True), "9") as desk:
        before = desk.reasons()
        assert desk.sees("reading only")
        await desk.press("3")
        await desk.see("only")
        if desk.screen != "OutcomeScreen":
            await desk.press("escape")
        assert desk.reasons() == before
        assert desk.sees("3 ○ Making a difference")


# -- looks ------------------------------------------------------------------------------------------


async def test_the_theme_is_remembered(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        first = desk.app.theme
        await desk.press("ctrl+t")
        second = desk.app.theme
        assert second != first
    async with at_desk(make_app(), at="HomeScreen") as desk:
        assert desk.app.theme == second


async def test_themes_that_cannot_be_read_are_no_trouble(make_app: Make, home: Path) -> None:
    (home / "preferences.json").write_text("{broken", encoding="utf-8")
    async with at_home(make_app()) as desk:
        assert desk.app.theme == "rrsa-light"


async def test_a_window_too_small_says_so_and_nothing_typed_is_lost(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.write("#line", "Half a thou")
        await desk.pilot.resize_terminal(50, 12)
        await desk.at("TooSmall")
        assert desk.sees("Please make this window larger")
        await desk.pilot.resize_terminal(120, 60)
        await desk.at("OutcomeScreen")
        assert desk.sees("Half a thou")
        field = desk.app.screen.query_one("#line")
        await desk.until(lambda: field.has_focus, "the field has the focus again")
        await desk.type("ght")
        await desk.press("tab")
        assert desk.kept().outcome("9").line == "Half a thought"


@pytest.mark.parametrize("size", [(80, 24), (64, 18)])
async def test_the_smallest_windows_still_work(make_app: Make, size: tuple[int, int]) -> None:
    async with at_outcome(make_app(), "9", size) as desk:
        await desk.press("2")
        assert desk.kept().outcome("9").view == 2
        await desk.press("a")
        await desk.at("EvidenceDialog")
        await desk.type("A walk round")
        assert desk.sees("Save"), "the button is in sight"


# -- this setting -----------------------------------------------------------------------------------


async def test_what_is_known_of_the_school_can_be_changed(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("s")
        await desk.at("AboutSettingDialog")
        await desk.choose("#aim", "gold")
        await desk.write("#name", "Corranbeath Primary")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        setting = desk.kept().setting
        assert (setting.name, setting.aim, setting.held) == ("Corranbeath Primary", "gold", "bronze")
        assert desk.sees("Corranbeath Primary — working towards Gold")
