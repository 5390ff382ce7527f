"""Every text on every screen can be read in every theme: at least 4.5 to 1 (WCAG 2.2, 1.4.3), as drawn.

The page behind an open palette is left out: it is out of use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from app_desk import Desk, at_desk, at_home, at_outcome
from rich.color import Color
from rich.segment import Segment

from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.tui.pages import PAGES

Make = Callable[..., RrsaApp]
ENOUGH = 4.5


def luminance(color: Color) -> float:
    """Relative luminance as WCAG defines it."""

    def channel(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = color.get_truecolor()
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)


@cache
def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def says_something(text: str) -> bool:
    """Letters, digits and signs that carry meaning; not blanks, borders and scroll bars."""
    return any(unicodedata.category(c)[0] in "LN" or c in "●○◆◇◈◐✓☐★→▲?·–" for c in text)


def unticked(segment: Segment) -> bool:
    """A box without a tick: its cross has the colour of the box, and so is not there."""
    style = segment.style
    return segment.text == "X" and style is not None and style.color == style.bgcolor


def drawn(desk: Desk) -> Iterator[Segment]:
    """The pieces of the open page or dialog that say something."""
    compositor = desk.app.screen._compositor
    shown = compositor.render_strips()
    for widget, (region, clip) in compositor.visible_widgets.items():
        if widget.children:
            continue  # what it says is said by its parts
        seen = region.intersection(clip)
        for strip in shown[seen.y : seen.bottom]:
            yield from (
                s for s in strip.crop(seen.x, seen.right) if says_something(s.text) and not unticked(s)
            )


def hard_to_read(desk: Desk) -> set[str]:
    """What is on the screen and too faint, with its colours."""
    found = set()
    for text, style, _control in drawn(desk):
        assert style is not None and style.color is not None and style.bgcolor is not None, text
        ratio = contrast(style.color, style.bgcolor)
        if ratio < ENOUGH or style.dim:
            front, back = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
            found.add(f"{desk.screen}: {text.strip()[:30]!r} {front} on {back} is {ratio:.2f} to 1")
    return found


def test_the_measure_is_the_official_one() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.478, abs=0.001)
    assert not says_something("│ ─╭▁▔")


async def walk(desk: Desk, look: Callable[[], None]) -> None:
    """Through all pages and dialogs, with the focus on every part that shows it."""

    async def press_and_look(*keys: str) -> None:
        await desk.press(*keys)
        look()

    look()
    await press_and_look("s")
    await press_and_look("escape", "/")
    await desk.type("safe")
    look()
    await press_and_look("escape", "x")
    await press_and_look("shift+tab", "shift+tab")
    await press_and_look("escape", "?")
    await press_and_look("escape", "r")
    for tab in "2341":
        await press_and_look(tab, "down")
    await press_and_look("escape", "k")
    await press_and_look("3")
    await press_and_look("escape", "escape", "down", "down", "down", "enter")
    assert desk.screen == "OutcomeScreen"
    for selector in (
        "#look-list",
        "#evidence-list",
        "#action-list",
        "#line",
        "#achieved",
        "#asked",
        "#grades",
    ):
        field = desk.app.screen.query_one(selector)
        if field.display:
            await desk.focus(selector)
            look()
    await press_and_look("a")
    await press_and_look("ctrl+s")  # the error beside the field
    assert any(text.startswith("▲") for text in desk.texts())
    for _fields in range(5):
        await press_and_look("tab", "tab", "tab")
    await press_and_look("escape")
    await desk.focus("#action-list")
    await press_and_look("f")
    await press_and_look("escape", "enter")
    await press_and_look("escape", "9")  # a notification
    await press_and_look("ctrl+p")


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_everything_can_be_read(make_app: Make, theme: str) -> None:
    app = make_app()
    app.theme = theme
    found: set[str] = set()
    seen: set[str] = set()

    async with at_home(app, (112, 36)) as desk:

        def look() -> None:
            seen.add(desk.screen)
            found.update(hard_to_read(desk))

        await walk(desk, look)
    assert not found, "\n".join(sorted(found))
    assert {"HomeScreen", "OutcomeScreen", "QuickLookScreen", "ReadinessScreen"} <= seen
    assert {"EvidenceDialog", "ActionDialog", "ExportDialog", "FindDialog", "HelpScreen"} <= seen


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_the_start_can_be_read(make_app: Make, empty: Any, theme: str) -> None:
    for database, first in ((None, "Corranbeath"), (empty, "Press n")):
        app = make_app(database)
        app.theme = theme
        async with at_desk(app, at="StartScreen") as desk:
            await desk.see(first)
            found = hard_to_read(desk)
            await desk.press("n")
            await desk.at("NewSettingDialog")
            found |= hard_to_read(desk)
            assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_the_list_that_has_the_keys_can_be_told_from_one_that_has_not(
    make_app: Make, theme: str
) -> None:
    app = make_app()
    app.theme = theme

    async with at_outcome(app, "9") as desk:

        def cursor() -> tuple[Any, Any]:
            (row,) = {(s.style.bgcolor, s.style.bold) for s in drawn(desk) if s.text.strip() == "First steps"}
            return row

        with_keys = cursor()
        await desk.focus("#line")
        assert cursor() != with_keys


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_every_page_of_the_guide_can_be_read(make_app: Make, theme: str) -> None:
    app = make_app()
    app.theme = theme
    found: set[str] = set()
    seen: set[str] = set()

    async with at_home(app, (112, 36)) as desk:

        def look() -> None:
            seen.add(desk.screen)
            found.update(hard_to_read(desk))

        for page in PAGES:
            await desk.press(page.key)
            look()
            await desk.press("down")
            look()
            await desk.press("tab")
            look()
            for _deep in range(4):
                if desk.screen != "HomeScreen":
                    await desk.press("escape")
            assert desk.screen == "HomeScreen", page.name
        for key, dialog in (("g", "GoToDialog"), ("P", "ReportDialog"), ("f2", "KeysDialog")):
            await desk.press(key)
            await desk.at(dialog)
            look()
            await desk.press("escape")
        await desk.press("ctrl+r")
        await desk.at("RoleDialog")
        look()
        await desk.press("escape", "f9")
        await desk.at("CoverScreen")
        look()
    assert not found, "\n".join(sorted(found))
    assert {page.where.partition(":")[2] for page in PAGES} <= seen
