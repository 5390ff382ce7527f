"""The first frame, the demo's content, and a key press to its repaint."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from benchmarks import Row
from benchmarks.frameworks import generate
from benchmarks.processes import paired

_BARE = """
import os
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("one line")
    def on_ready(self):
        os._exit(0)
Bare().run(headless=True)
"""

_FIRST_FRAME = """
import gc
import os
gc.disable()  # as rrsa.cli.app does
from rrsa.tui.app import RrsaApp
class Timed(RrsaApp):
    def on_ready(self):
        os._exit(0)
Timed({database!r}).run(headless=True)
"""

_CONTENT = """
import gc
import os
gc.disable()  # as rrsa.cli.app does
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.home import HomeScreen
class Timed(RrsaApp):
    def on_ready(self):
        super().on_ready()
        self.set_interval(0.005, self.look)
    def look(self):
        if isinstance(self.screen, HomeScreen) and self.screen.query("#outcomes") \\
                and self.screen.query_one("#outcomes").option_count:
            os._exit(0)
Timed({database!r}, setting={setting!r}).run(headless=True)
"""


def rows() -> list[Row]:
    from rrsa.samples import ensure_demo

    with tempfile.TemporaryDirectory() as home:
        env = {"RRSA_HOME": home}
        database = str(Path(home) / "demo.db")
        with patch.dict(os.environ, env):
            setting = ensure_demo(database)
        frame, ours, bare = paired(
            ["-c", _FIRST_FRAME.format(database=database)], ["-c", _BARE], runs=9, env=env
        )
        content, full, bare_again = paired(
            ["-c", _CONTENT.format(database=database, setting=setting)], ["-c", _BARE], runs=9, env=env
        )
    small, large = asyncio.run(_key_presses(45)), asyncio.run(_key_presses(1_209))
    return [
        Row(
            "first frame of the app",
            "a bare Textual app with one line",
            frame,
            1.3,
            f"{ours * 1000:.0f} ms against {bare * 1000:.0f} ms, whole processes",
        ),
        Row(
            "the demo's home page, filled",
            "a bare Textual app with one line",
            content,
            3,
            f"{full * 1000:.0f} ms against {bare_again * 1000:.0f} ms, whole processes",
        ),
        Row(
            "key press to repaint, 1,209 indicators",
            "the same at 45",
            large / small,
            1.5,
            f"a number key on an outcome's page, saved and drawn: {large * 1000:.0f} ms against "
            f"{small * 1000:.0f} ms",
        ),
    ]


async def _key_presses(indicators: int, presses: int = 20) -> float:
    """Median seconds from a number key on an outcome's page until its view is saved and drawn."""
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting
    from rrsa.store import open_store
    from rrsa.tui.app import RrsaApp

    with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, {"RRSA_HOME": home}):
        database = Path(home) / "bench.db"
        file = Path(home) / "framework.yaml"
        generate(file, indicators)
        store = open_store(database)
        create_setting(store, "Bench", find(str(file)), author="Lead", setting_id="bench")
        store.close()
        app = RrsaApp(database, setting="bench")
        times = []
        async with app.run_test(size=(120, 40)) as pilot:
            await app.workers.wait_for_complete()
            while app.sitting is None:
                await pilot.pause(0.01)
            outcome = next(iter(app.sitting.evaluation.framework.outcomes))
            app.open_outcome(outcome)
            await pilot.pause(0.3)
            for n in range(presses):
                grade = n % 2 + 1
                begun = time.perf_counter()
                await pilot.press(str(grade))
                while app.sitting.evaluation.assessment.outcomes[outcome].view != grade:
                    await asyncio.sleep(0.001)
                await pilot.pause()
                times.append(time.perf_counter() - begun)
        return statistics.median(times)
