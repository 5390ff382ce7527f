"""The overview over 5,000 settings against opening one: in the app, from the first screen to a drawn page."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from benchmarks import Row

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from rrsa.store import Store
    from rrsa.tui.app import RrsaApp

SETTINGS = 5_000
RUNS = 5
ROUNDS = 3
BUDGET = 2
ROOT = Path(__file__).resolve().parent.parent


def rows() -> list[Row]:
    """The first page of the overview, on SQLite and where it is there on PostgreSQL; and the next key in its
    search box, which narrows all 5,000 down."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(patch.dict(os.environ, {"RRSA_HOME": str(home)}))
        places = {"SQLite": str(home / "authority.db")}
        if (url := stack.enter_context(_postgres())) is not None:
            places["PostgreSQL"] = url
        for place in places.values():
            _fill(place)
        setting = _sample(home)
        rounds = [
            (
                asyncio.run(_opening_one(home / "school.db", setting)),
                {engine: asyncio.run(_opening_many(place)) for engine, place in places.items()},
            )
            for _n in range(ROUNDS)
        ]
    one = statistics.median(opened for opened, _many in rounds)
    found = []
    for engine in places:
        first, typed = (statistics.median(many[engine][n] for _one, many in rounds) for n in (0, 1))
        found.append(_row(f"overview over {SETTINGS:,} settings, first page, {engine}", first, one))
        if engine == "SQLite":
            found.append(_row("a letter typed into its search box", typed, one))
    gc.unfreeze()
    gc.collect()
    return found


def _row(work: str, ours: float, one: float) -> Row:
    detail = f"{ours * 1000:.0f} ms against {one * 1000:.0f} ms, medians of {RUNS} in {ROUNDS} rounds"
    return Row(work, "opening one setting, the sample school", ours / one, BUDGET, detail)


def _sample(home: Path) -> str:
    from rrsa.samples import load_sample
    from rrsa.store import open_store

    with open_store(home / "school.db") as store:
        return load_sample(store, author="bench")


def _fill(place: str) -> None:
    """5,000 settings that have shared everything, each tenth of them on the coordinator's list."""
    from rrsa.overview import listing
    from rrsa.overview.desk import Desk
    from rrsa.store import open_store

    with open_store(place) as store:
        _share(store)
        entries = [
            listing.Entry(_id(n), {"name": f"Setting {n}", "area": f"Area {n % 30}"})
            for n in range(0, SETTINGS, 10)
        ]
        listing.add(Desk.open(store, "bench"), entries)


def _id(n: int) -> str:
    return f"setting-{n:05d}"


def _share(store: Store) -> None:
    from sqlalchemy import insert

    from rrsa.store import tables

    today, now = date.today(), datetime.now(UTC)  # noqa: DTZ011 - as the app has it
    content = '{"rrsa":"shared"' + " " * 6_000 + "}"  # as long as a snapshot with all of its parts
    made = [
        {
            "setting_id": _id(n),
            "at": (now - timedelta(hours=n)).isoformat(timespec="microseconds"),
            "taken_at": now.isoformat(timespec="microseconds"),
            "withdrawn": False,
            "key": "0" * 64,
            "name": f"Setting {n}",
            "kind": "residential" if n % 9 == 0 else "school",
            "area": f"Area {n % 30}",
            "framework": "rights-respecting-school@2026.1",
            "held": ("bronze", "silver", "gold")[n % 3],
            "aim": "gold",
            "accredited_on": (today - timedelta(days=n % 1_000)).isoformat(),
            "expires_on": (today + timedelta(days=n % 1_000)).isoformat(),
            "wants": "pupil voice in the early years" if n % 5 == 0 else None,
            "offers": "a rights week, done twice" if n % 7 == 0 else None,
            "parts": "views,shown,actions,measures,evidence",
            "content": content,
            "signature": "0" * 128,
        }
        for n in range(SETTINGS)
    ]
    with store.database.writing() as connection:
        connection.execute(insert(tables.shared), made)


@contextmanager
def _postgres() -> Iterator[str | None]:
    """The address of a throw-away PostgreSQL; ``None`` where there is none to be had."""
    spec = importlib.util.spec_from_file_location("postgres", ROOT / "scripts" / "postgres.py")
    assert spec and spec.loader
    throw_away = importlib.util.module_from_spec(spec)
    sys.modules["postgres"] = throw_away  # its dataclasses look for their module there
    spec.loader.exec_module(throw_away)
    if importlib.util.find_spec("psycopg") is None:
        yield None
        return
    try:
        throw_away.binaries()
    except throw_away.NoPostgres:
        yield None
        return
    with throw_away.cluster() as url:
        yield url


async def _opening_one(school: Path, setting: str) -> float:
    """The median seconds until one setting is open."""
    from rrsa.tui.app import RrsaApp

    app = RrsaApp(school, author="bench")
    app.lasting = True  # as when it is run
    async with app.run_test(size=(120, 40)) as pilot:
        while app.store is None:
            await pilot.pause(0.01)
        return statistics.median([await _one(pilot, app, setting) for _run in range(RUNS)])


async def _opening_many(authority: str) -> tuple[float, float]:
    """The median seconds until the overview's first page is drawn, and until a letter has narrowed it."""
    from rrsa.tui.app import RrsaApp

    app = RrsaApp(authority, author="bench")
    app.lasting = True
    async with app.run_test(size=(120, 40)) as pilot:
        while app.store is None:
            await pilot.pause(0.01)
        times = [await _many(pilot, app) for _run in range(RUNS)]
    first, typed = (statistics.median(column) for column in zip(*times, strict=True))
    return first, typed


async def _drawn(app: RrsaApp) -> None:
    """Until the screen has been drawn with all that was asked of it."""
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


async def _one(pilot: Pilot[int], app: RrsaApp, setting: str) -> float:
    from rrsa.tui.screens.home import HomeScreen

    begun = time.perf_counter()
    app.open_setting(setting)
    while not isinstance(app.screen, HomeScreen) or not app.screen.is_mounted:
        await asyncio.sleep(0.001)
    await _drawn(app)
    taken = time.perf_counter() - begun
    await _at_rest(pilot, app)
    app.close_setting()
    await pilot.pause(0.1)
    return taken


async def _many(pilot: Pilot[int], app: RrsaApp) -> tuple[float, float]:
    from textual.widgets import DataTable, Input

    from rrsa.tui.screens.overview import OverviewScreen

    begun = time.perf_counter()
    app.action_overview()
    while not isinstance(app.screen, OverviewScreen) or not app.screen.is_mounted:
        await asyncio.sleep(0.001)
    table = app.screen.query_one("#settings", DataTable)
    while not table.row_count:
        await asyncio.sleep(0.001)
    await _drawn(app)
    first = time.perf_counter() - begun
    await _at_rest(pilot, app)
    screen = app.screen
    screen.action_search()
    await pilot.pause(0.1)
    begun = time.perf_counter()
    screen.query_one("#search", Input).value = "7"
    while screen.sitting.wanted.search != "7":
        await asyncio.sleep(0.001)
    await _drawn(app)
    typed = time.perf_counter() - begun
    app.close_setting()
    await pilot.pause(0.1)
    return first, typed


async def _at_rest(pilot: Pilot[int], app: RrsaApp) -> None:
    """Until no thread works for the screen any more."""
    await pilot.pause(0.1)
    while any(worker.is_running for worker in app.workers):
        await pilot.pause(0.02)
