"""A desk with the app on it: press keys, wait until all is saved, read the screen, look into the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

DAY = date(2026, 3, 18)
"""A Wednesday in a school week."""
LEAD = "P6 teacher"
SETTING = "corranbeath"
LARGE = (120, 60)
"""A window in which a whole page can be seen."""
PATIENCE = 15.0
"""Seconds after which something that was waited for will not come any more."""

_EDGES = str.maketrans(dict.fromkeys("│█▌▐▎▊", " "))
"""Borders beside a text, which are no part of it."""


def new_ids(numbers: Iterator[int]) -> Callable[[str], str]:
    """Ids of the usual shape that count up instead of being drawn by lot."""
    return lambda letter: f"{letter}{next(numbers):08d}"


class Desk:
    """The app under the hands of somebody who sees only the screen and the database."""

    def __init__(self, app: RrsaApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.database = Path(app.database)

    # -- doing -------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Presses keys and waits until everything that they asked for is saved and drawn."""
        for key in keys:
            self.send(key)
            await self._quiet()
        await self.settle()

    async def type(self, text: str) -> None:
        """Types a text as fast as a machine can."""
        for character in text:
            self.send(character)
        await self._quiet()

    def send(self, key: str) -> None:
        """A key as the terminal would send it."""
        driver = self.app._driver
        assert driver is not None
        character = key if len(key) == 1 else None
        event = events.Key(_character_to_key(key) if character and not key.isalnum() else key, character)
        event.set_sender(self.app)
        driver.send_message(event)

    async def write(self, selector: str, text: str) -> None:
        """Goes to a field, marks all that is in it, and types."""
        field = self.app.screen.query_one(selector)
        assert isinstance(field, (Input, TextArea))
        field.focus()
        await self._quiet()
        field.select_all()
        await self.press("delete")
        await self.type(text)

    async def choose(self, selector: str, value: str) -> None:
        """Chooses in a drop-down list."""
        self.app.screen.query_one(selector, Select).value = value
        await self._quiet()

    async def focus(self, selector: str) -> None:
        self.app.screen.query_one(selector).focus()
        await self._quiet()
        await self.app.animator.wait_until_complete()  # it scrolls into sight
        await self._quiet()

    async def settle(self) -> None:
        """Waits for the writer and for what it had to say."""
        await self._quiet()
        while (sitting := self.app.sitting) is not None and sitting.writer.busy:
            await asyncio.sleep(0.005)
        await self._quiet()

    async def at_rest(self) -> None:
        """Waits until nothing is being read or worked out beside the screen any more either."""
        await self.settle()

        def at_work() -> bool:
            return any(not worker.is_finished for worker in self.app.workers)

        while at_work():
            await self.until(lambda: not at_work(), "what is worked out beside the screen")
            await self.settle()

    async def _quiet(self) -> None:
        """Waits until every part of the app has done what it was told, and what followed from that."""
        for _round in range(3):
            await self.pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def until(self, true: Callable[[], Any], what: str = "") -> None:
        """Waits until a condition holds, and fails with the screen's text if it never does."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what or true}\n{self.picture()}")
            await self.pilot.pause(0.02)

    async def see(self, text: str) -> None:
        """Waits until a text is on the screen."""
        await self.until(lambda: self.sees(text), f"“{text}”")
        await self.settle()

    async def at(self, screen: str) -> None:
        """Waits until a screen or dialog is open, by the name of its class."""
        await self.until(lambda: type(self.app.screen).__name__ == screen, screen)
        await self.settle()

    # -- looking -----------------------------------------------------------------------------------

    def picture(self) -> str:
        """The screen as lines of text."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def sees(self, text: str) -> bool:
        """Whether a text can be read on the screen, however it is wrapped."""
        return any(text in seen for seen in self.texts())

    def texts(self) -> list[str]:
        """What can be read in each part of the screen."""
        compositor = self.app.screen._compositor
        lines = [strip.text for strip in compositor.render_strips()]
        found = []
        for region, clip in compositor.visible_widgets.values():
            seen = region.intersection(clip)
            # Cropping by characters is right here: nothing on our screens is two cells wide.
            part = [line[seen.x : seen.right] for line in lines[seen.y : seen.bottom]]
            found.append(" ".join(" ".join(part).translate(_EDGES).split()))
        return found

    @property
    def focused(self) -> Widget | None:
        return self.app.screen.focused

    @property
    def screen(self) -> str:
        return type(self.app.screen).__name__

    def kept(self, setting: str = SETTING) -> Portfolio:
        """The portfolio as the database has it now."""
        with open_store(self.database, read_only=True) as store:
            return store.load(setting).portfolio

    def reasons(self, setting: str = SETTING) -> list[str]:
        """What the history says was done, the latest first."""
        with open_store(self.database, read_only=True) as store:
            return [entry.changeset.reason for entry in store.history(setting, limit=100)]


@asynccontextmanager
async def at_desk(
    app: RrsaApp, size: tuple[int, int] = LARGE, *, at: str | None = None
) -> AsyncIterator[Desk]:
    """Opens the app, waits until ``at`` is on the screen, and puts everything away at the end."""
    async with app.run_test(size=size, notifications=True, tooltips=False) as pilot:
        desk = Desk(app, pilot)
        app.animation_level = "none"
        if at is not None:
            await desk.at(at)
        try:
            yield desk
        finally:
            await asyncio.to_thread(app.end_sitting)
            if app.store is not None:
                app.store.close()


@asynccontextmanager
async def at_home(app: RrsaApp, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    """Opens the sample school at its first page."""
    async with at_desk(app, size, at="StartScreen") as desk:
        await desk.see("Corranbeath")
        await desk.press("enter")
        await desk.at("HomeScreen")
        yield desk


@asynccontextmanager
async def at_outcome(app: RrsaApp, outcome: str, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    """Opens the sample school at an outcome, as if it had been left there."""
    from rrsa.drafts import Place, remember_place

    remember_place(app.database, Place(SETTING, "outcome", outcome))
    async with at_desk(app, size, at="OutcomeScreen") as desk:
        yield desk


def complaint_beside(desk: Desk, selector: str) -> str:
    """The error that a dialog shows, which must stand right below the field (or its row) and in sight."""
    said = desk.app.screen.query_one("#dialog-error")
    field = desk.app.screen.query_one(selector)
    row = (
        field.parent if "row" in (field.parent.classes if isinstance(field.parent, Widget) else ()) else field
    )
    assert isinstance(row, Widget)
    assert said.display, "nothing is complained about"
    assert said.region.y == row.region.bottom, "the error stands somewhere else"
    assert field.has_focus
    return next(text for text in desk.texts() if text.startswith("▲"))
