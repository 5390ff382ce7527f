"""Pictures of every screen, compared with those in ``__snapshots__``.

After a change of looks that is meant, make them anew and look at each before it is committed:

    make test TESTS="tests/tui/test_app_snapshots.py --snapshot-update"

They are compared on Python 3.11 alone, where the checks before a change lands run; elsewhere each screen only
has to show something. A picture that differs is written aside, and the failure says where.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from album import SIZES, Album
from app_desk import SETTING, at_desk, at_home
from textual.widgets import OptionList

from rrsa.drafts import Draft, Drafts
from rrsa.portfolio.changes import Cell, Conflict
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.readiness import ReadinessScreen

Make = Callable[..., RrsaApp]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No notification comes and goes over a picture, and no folder of this machine is suggested."""
    monkeypatch.setattr(RrsaApp, "notify", lambda *_args, **_more: None)
    monkeypatch.setattr("rrsa.in_browser.suggested", lambda name: f"Documents/{name}")


sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@sizes
async def test_the_start(make_app: Make, album: Album, empty: Path, size: tuple[int, int]) -> None:
    async with at_desk(make_app(empty), size, at="StartScreen") as desk:
        await desk.see("Press n")
        await album.take(desk, "welcome")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await album.take(desk, "new-setting")


@sizes
async def test_the_pages(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_desk(make_app(), size, at="StartScreen") as desk:
        await desk.see("Corranbeath")
        await album.take(desk, "start")
        await desk.press("enter")
        await desk.at("HomeScreen")
        await album.take(desk, "home")
        await desk.press("k")
        await album.take(desk, "quick-look")
        await desk.press("escape", "r")
        await desk.see("Comes next")  # the steps are worked out beside the page
        await album.take(desk, "readiness-picture")
        for key, tab in (("2", "why"), ("3", "steps"), ("4", "milestones")):
            await desk.press(key)
            if tab == "steps":
                await desk.see("→ ")
            await album.take(desk, f"readiness-{tab}")
        await desk.press("escape")
        await desk.at("HomeScreen")
        home = desk.app.screen.query_one("#outcomes", OptionList)
        home.highlighted = home.get_option_index("4")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        await desk.see("M opens the drawing") if size[0] > 100 else await desk.settle()
        await album.take(desk, "outcome")
        await desk.focus("#look-list")
        await album.take(desk, "look-fors")
        await desk.focus("#evidence-list")
        await album.take(desk, "evidence-list")
        await desk.focus("#action-list")
        await album.take(desk, "action-list")


@sizes
async def test_the_dialogs(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_home(make_app(), size) as desk:
        for key, name in (("s", "about-setting"), ("x", "export"), ("/", "search"), ("?", "help")):
            await desk.press(key)
            await album.take(desk, name)
            await desk.press("escape")
            await desk.at("HomeScreen")
        await desk.press("/")
        await desk.type("safe")
        await album.take(desk, "search-found")
        await desk.press("escape")
        await desk.at("HomeScreen")
        home = desk.app.screen.query_one("#outcomes", OptionList)
        home.highlighted = home.get_option_index("4")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        await desk.press("a")
        await album.take(desk, "evidence")
        await desk.press("ctrl+s")
        await album.take(desk, "evidence-error")
        await desk.press("escape", "t")
        await album.take(desk, "action")
        await desk.press("escape")
        await desk.focus("#action-list")
        await desk.press("f")
        await album.take(desk, "action-finished")
        await desk.press("escape")
        await desk.focus("#look-list")
        indicator = desk.app.screen.query_one("#look-list", OptionList)
        assert indicator.option_count
        await desk.press("escape")


@sizes
async def test_trouble(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    from rrsa.tui.dialogs.drafts import offer_drafts
    from rrsa.tui.dialogs.simple import AskLine, SettleConflict
    from rrsa.tui.dialogs.trouble import NotSaved

    app = make_app()
    cell = Cell("outcome", "9", "line")
    async with at_home(app, size) as desk:
        why = "the disk of school.db is full; the last thing was not saved — make some room, then do it again"
        conflict = Conflict(cell, None, "Half a thought", "Written by the DHT")
        dialogs: list[tuple[str, Any]] = [
            ("not-saved", NotSaved(why, lambda: None)),
            ("conflict", SettleConflict(desk.app.sitting.evaluation, (conflict,))),
            (
                "ask-why",
                AskLine("Why does 6.4 not apply here?", "A few words; they stand in the portfolio.", "why"),
            ),
        ]
        for name, dialog in dialogs:
            app.push_screen(dialog)
            await album.take(desk, name)
            await desk.press("escape")
            await desk.at("HomeScreen")
        app.open_sitting.drafts.keep(cell, "Half a thought", "")
        assert Drafts(app.database, SETTING).all() == (Draft(cell, "Half a thought", ""),)
        offer_drafts(app)
        await album.take(desk, "left-behind")
        await desk.press("escape")
        await desk.at("HomeScreen")
        if size == SIZES[0]:
            await desk.pilot.resize_terminal(50, 12)
            await desk.at("TooSmall")
            assert desk.sees("Please make this window larger")


@pytest.mark.parametrize("theme", ["rrsa-light", "rrsa-dark", "rrsa-high-contrast"])
async def test_large_and_in_every_theme(make_app: Make, album: Album, theme: str) -> None:
    app = make_app()
    app.theme = theme
    async with at_home(app, (160, 50)) as desk:
        await album.take(desk, "home")
        await desk.press("down", "down", "down", "enter")
        await desk.at("OutcomeScreen")
        await desk.see("→ ")
        await album.take(desk, "outcome")
        if theme != "rrsa-light":
            await desk.press("r")
            assert isinstance(app.screen, ReadinessScreen)
            await desk.see("Comes next")
            await album.take(desk, "readiness")
