"""Pages at scale: 1,209 indicators and 5,000 pieces of evidence against 45 and what a small school has."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks import Row
from benchmarks.commits import opened

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from rrsa.tui.app import RrsaApp

SMALL, LARGE = 45, 1_209
FEW, MANY = 60, 5_000
TABS = ("picture", "why", "steps", "milestones", "coverage")
RUNS = 5
ROUNDS = 3
BUDGET = 1.5


def rows() -> list[Row]:
    """Each page opened, and each tab of readiness drawn anew; small and large in turn, so that a drift of
    the machine hits both."""
    with ExitStack() as homes:
        small, large = (
            _school(Path(homes.enter_context(tempfile.TemporaryDirectory())), indicators, pieces)
            for indicators, pieces in ((SMALL, FEW), (LARGE, MANY))
        )
        rounds = [(asyncio.run(_measured(small)), asyncio.run(_measured(large))) for _n in range(ROUNDS)]
    at_scale = f"{LARGE:,} indicators, {MANY:,} pieces"
    against = f"the same at {SMALL} indicators, {FEW} pieces"
    found = []
    for what in rounds[0][0]:
        ours, theirs = ([each[side][what] for each in rounds] for side in (1, 0))
        found.append(
            Row(
                f"{what}, {at_scale}",
                against,
                statistics.median(ours) / statistics.median(theirs),
                BUDGET,
                f"{statistics.median(ours) * 1000:.0f} ms against {statistics.median(theirs) * 1000:.0f} ms, "
                f"medians of {RUNS} in {ROUNDS} rounds",
            )
        )
    return found


def _school(home: Path, indicators: int, pieces: int) -> tuple[Path, str]:
    """A home with a school in it: the folder, and the setting's id."""
    evaluation = opened(home, indicators, pieces)
    _say_something(evaluation)
    evaluation.store.close()
    return home, evaluation.setting_id


async def _measured(school: tuple[Path, str]) -> dict[str, float]:
    """What was done → the median seconds until it was on the screen."""
    from rrsa.tui.app import RrsaApp

    home, setting = school
    with patch.dict(os.environ, {"RRSA_HOME": str(home)}):
        app = RrsaApp(next(home.glob("*.db")), setting=setting)
        app.lasting = True  # as when it is run
        try:
            async with app.run_test(size=(120, 40)) as pilot:
                while app.sitting is None:
                    await pilot.pause(0.01)
                await pilot.pause(0.5)
                return {
                    "readiness opened at its picture": await _page(pilot, app, app.action_readiness),
                    "readiness, the slowest tab drawn anew": await _tabs(pilot, app),
                    "the evidence register's first page": await _page(
                        pilot, app, lambda: app.action_page("register")
                    ),
                }
        finally:
            gc.unfreeze()
            gc.collect()


def _say_something(evaluation: Any) -> None:
    """A view of most outcomes, so that the page has something to show."""
    from rrsa.portfolio.changes import Cell, Change, Changeset

    changes = [
        Change(Cell("outcome", outcome, "view"), None, n % 4 + 1)
        for n, outcome in enumerate(evaluation.framework.outcomes)
        if n % 3
    ]
    evaluation.store.commit(evaluation.setting_id, Changeset("bench", "views", tuple(changes)))


async def _drawn(app: RrsaApp) -> None:
    """Until the screen has been drawn with all that was asked of it; threads may still be at work."""
    done = asyncio.Event()
    while not app.screen.is_mounted or not app.screen.is_current:
        await asyncio.sleep(0)
    app.screen.call_after_refresh(done.set)
    await done.wait()


async def _at_rest(pilot: Pilot[int], app: RrsaApp) -> None:
    """Until no thread works for the screen any more."""
    await pilot.pause(0.1)
    while any(worker.is_running for worker in app.workers):
        await pilot.pause(0.02)


async def _page(pilot: Pilot[int], app: RrsaApp, open_it: Any) -> float:
    times = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        open_it()
        await _drawn(app)
        times.append(time.perf_counter() - begun)
        await _at_rest(pilot, app)
        app.pop_screen()
        await pilot.pause(0.1)
    return statistics.median(times)


async def _tabs(pilot: Pilot[int], app: RrsaApp) -> float:
    """The slowest tab, while nothing of it is drawn yet."""
    from rrsa.tui.screens.readiness import ReadinessScreen

    app.action_readiness()
    await pilot.pause(0.2)
    await _at_rest(pilot, app)
    page = app.screen
    assert isinstance(page, ReadinessScreen)
    slowest = 0.0
    for tab in TABS:
        times = []
        for _run in range(RUNS):
            page.action_tab("milestones" if tab != "milestones" else "picture")
            page._drawn.clear()  # as after a save
            await pilot.pause(0.1)
            begun = time.perf_counter()
            page.action_tab(tab)
            await _drawn(app)
            times.append(time.perf_counter() - begun)
        slowest = max(slowest, statistics.median(times))
    app.pop_screen()
    await pilot.pause(0.1)
    return slowest
