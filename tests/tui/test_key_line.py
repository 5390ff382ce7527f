"""The line of keys, and that a day with the app open does not fill the memory."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from typing import Any

from app_desk import Desk, at_home
from textual.widgets import Button
from textual.widgets._footer import FooterKey

from rrsa.tui.app import RrsaApp
from rrsa.tui.widgets.key_line import KeyLine

Make = Callable[..., RrsaApp]


def alive() -> Counter[str]:
    """What Textual has made and still holds, by kind."""
    gc.collect()
    kinds = (type(each) for each in gc.get_objects())
    return Counter(kind.__name__ for kind in kinds if str(kind.__module__).startswith("textual."))


async def go_about(desk: Desk, times: int) -> Counter[str]:
    for _time in range(times):
        await desk.press("r", "2", "3", "escape", "tab", "tab")
        await desk.at("HomeScreen")
    await desk.at_rest()
    return alive()


async def test_keys_and_pages_that_are_gone_are_let_go(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        once = await go_about(desk, 2)
        more = await go_about(desk, 4)
        # Some of what is drawn is kept on purpose, so as not to draw it again. If it piled up, there would be
        # more than twice as much.
        assert more["FooterKey"] < 1.6 * once["FooterKey"]
        assert more["Strip"] < 1.6 * once["Strip"]
        assert more["StylesCache"] < 1.6 * once["StylesCache"]


async def test_each_key_is_shown_once_and_does_what_it_says(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        line = desk.app.screen.query_one(KeyLine)
        shown: list[Any] = list(line.query(FooterKey))
        actions = [key.action for key in shown]
        assert len(actions) == len(set(actions)) > 5
        readiness = next(key for key in shown if key.key == "r")
        await desk.pilot.click(readiness)
        await desk.at("ReadinessScreen")


async def test_the_key_of_a_dialog_says_what_its_button_says(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        for key, dialog, said in (("x", "ExportDialog", "Export"), ("P", "ReportDialog", "Write")):
            await desk.press(key)
            await desk.at(dialog)
            assert desk.app.screen.query_one("#ok", Button).label.plain == said
            assert desk.sees(f"^s {said}")
            await desk.press("escape")
            await desk.at("HomeScreen")
