"""The pages of measures and of any day can be read in every theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from app_desk import at_outcome
from test_app_contrast import hard_to_read

from rrsa.tui import themes
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_counts_and_answers_can_be_read(make_app: Make, theme: str) -> None:
    app = make_app()
    app.theme = theme
    async with at_outcome(app, "4", (112, 36)) as desk:
        found = hard_to_read(desk)
        await desk.press("D")
        await desk.at("AnyDayScreen")
        found |= hard_to_read(desk)
        await desk.press("w")
        found |= hard_to_read(desk)
        await desk.press("escape", "escape", "M")
        await desk.at("MeasuresScreen")
        found |= hard_to_read(desk)
        await desk.focus("#reading-list")
        found |= hard_to_read(desk)
        for key in ("r", "a"):
            await desk.press(key)
            found |= hard_to_read(desk)
            await desk.press("ctrl+s")
            found |= hard_to_read(desk)
            await desk.press("escape")
    assert not found, "\n".join(sorted(found))
