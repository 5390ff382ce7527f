"""What comes back and what is handed over can be read in every theme, and without colour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from app_desk import SETTING, Desk, at_home
from returned import Returned
from test_app_contrast import hard_to_read

from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.bringing_in import BringingInScreen

Make = Callable[..., RrsaApp]


async def walk(desk: Desk, look: Callable[[], None]) -> None:
    from rrsa.exchange.gate.names import Names

    desk.app.push_screen(BringingInScreen(Returned()))
    await desk.see("to choose")
    for keys in (("down",), ("t",), ("n", "m"), ("n", "n", "r"), ("end",), ("tab",), ("enter",)):
        await desk.press(*keys)
        look()
    await desk.press("escape", "f")
    look()
    await desk.press("escape", "escape", "y")
    await desk.at("HomeScreen")
    desk.app.open_sitting.evaluation.record_outcome("4", {"line": "Isla MacRae drew it."})
    Names.of(SETTING).add(["Isla MacRae"])
    for key, dialog in (
        ("I", "ChooseFiles"),
        ("L", "NamesDialog"),
        ("W", "HeldAbout"),
        ("Q", "QuestionnaireDialog"),
        ("X", "PackDialog"),
    ):
        await desk.press(key)
        await desk.at(dialog)
        look()
        await desk.press("ctrl+s")
        look()
        if desk.screen == "PackDialog":
            await desk.see("go along.")
            look()
        while desk.screen != "HomeScreen":
            await desk.press("escape")
    await desk.press("x", "ctrl+s")
    await desk.at("NamesFound")
    look()
    await desk.press("space")
    look()
    await desk.press("escape", "escape", "E")
    await desk.at("RegisterScreen")
    await desk.press("E")
    await desk.at("EraseDialog")
    look()
    await desk.press("ctrl+s", "ctrl+s")
    await desk.at("EraseSure")
    look()
    await desk.write("#word", "erase")
    await desk.press("enter")
    await desk.at("ReceiptDialog")
    look()


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_everything_can_be_read(make_app: Make, theme: str) -> None:
    app = make_app()
    app.theme = theme
    found: set[str] = set()
    seen: set[str] = set()

    async with at_home(app, (112, 40)) as desk:

        def look() -> None:
            seen.add(desk.screen)
            found.update(hard_to_read(desk))

        await walk(desk, look)
    assert not found, "\n".join(sorted(found))
    assert {"BringingInScreen", "BringIn", "NamesFound", "PackDialog", "EraseSure", "ReceiptDialog"} <= seen


async def test_what_becomes_of_each_line_is_said_in_words_and_shapes(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_home(make_app(), (120, 40)) as desk:
        desk.app.push_screen(BringingInScreen(Returned()))
        await desk.see("to choose")
        await desk.press("t", "n", "m", "n", "n", "r")
        for line in (
            "→ Why we say so goes in",
            "= Why we say so stays as it is",
            "? Our view to choose",
            "✕ The whole row is removed",
            "→ What ✚ goes in",
            "! Evidence!F12",
        ):
            assert desk.sees(line), line
