"""Makes every screenshot of the documentation from the samples, on a fixed day, without a hand on them.

``python scripts/screenshots.py [NAME …]``: all of them, or those that are named.

``docs/screenshots/NAME.svg`` shows a screen at 100×32; ``docs/screenshots/SIZE/NAME.svg`` the same at the
sizes that the app is made for. The pictures name no outside font.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screenshots"
DAY = date(2026, 11, 20)
SIZES = ((80, 24), (120, 40), (160, 50))
DOCS_SIZE = (100, 32)

SCREENS: dict[str, tuple[str, ...]] = {
    "start": (),
    "home": ("enter",),
    "quick-look": ("enter", "k", "home"),
    "outcome": ("enter", *["down"] * 3, "enter"),
    "look-fors": ("enter", *["down"] * 3, "enter", "l", "l"),
    "evidence": ("enter", *["down"] * 3, "enter", "a"),
    "action": ("enter", *["down"] * 3, "enter", "t"),
    "readiness": ("enter", "r"),
    "why-not-yet": ("enter", "r", "2"),
    "next-steps": ("enter", "r", "3"),
    "milestones": ("enter", "r", "4"),
    "export": ("enter", "x"),
    "search": ("enter", "slash", "q", "u", "e", "s", "t"),
    "help": ("enter", "question_mark"),
    "go-to": ("enter", "g"),
    "ten-minutes": ("enter", "T"),
    "register": ("enter", "E"),
    "plan": ("enter", "A"),
    "measures": ("enter", "M"),
    "coverage": ("enter", "r", "5"),
    "over-time": ("enter", "r", "6"),
    "visit": ("enter", "V"),
    "meeting": ("enter", "G", "space"),
    "news": ("enter", "N"),
    "history": ("enter", "H"),
    "papers": ("enter", "P"),
    "pack": ("enter", "X"),
    "names-found": ("enter", "x", "ctrl+s"),
    "bringing-in": ("enter", "returned"),
    "erase": ("enter", "E", "E"),
    "bring-in": ("enter", "I"),
    "voices": ("enter", "C"),
    "asking": ("enter", "O", "tab", "1", "2", "ctrl+s", "enter", "8"),
    "rings": ("enter", "K"),
    "others-views": ("enter", "R"),
    "waiting": ("enter", "moved", "w"),
    "whose": ("w",),
    "keys": ("f2",),
    "house": ("down", "enter"),
    "house-meeting": ("down", "enter", "G", "n"),
    "any-day": ("down", "enter", "D", *["n"] * 3),
    "house-measures": ("down", "enter", "M"),
}
AUTHORITY: dict[str, tuple[str, ...]] = {
    "overview": ("o",),
    "overview-needs": ("o", "n"),
    "overview-targets": ("o", "t"),
    "overview-moderation": ("o", "m", "2"),
    "overview-send": ("o", "w"),
    "share": ("enter", "S"),
}
"""Pages of the coordinator's desk, and of a setting that shares, taken of the sample authority."""
AT_THE_DESK = (
    "overview targets add --about view:8 --wanted 30 --group kind:school --by 2027-06-30",
    "overview targets add --about stage:silver --wanted 28 --group kind:school --by 2027-12-31",
    "overview moderation draw --settings 12 --seed 2026-11-20 --apply",
    "overview blanks {folder} --only silent",
)
"""What the coordinator has done before the pictures are taken."""
RETURNED = "returned"
"""In the place of a key: workbooks that two colleagues have filled in come back."""
MOVED = "moved"
"""In the place of a key: the setting moves to the framework's next version."""
NEXT = "rights-respecting-school@2027.1-draft"
FILLED_IN = {
    "depute-head": {"Quick look": {"E4": "They teach it to their families.", "E7": "All can name an adult."}},
    "nursery": {"Quick look": {"E4": "They sing it at home.", "E8": "Fruit each morning, for all."}},
}
THEMED = ("rrsa-dark", "rrsa-high-contrast")


async def picture(
    database: Path, size: tuple[int, int], keys: Sequence[str], theme: str = "rrsa-light"
) -> str:
    """The screen that ``keys`` lead to, as SVG."""
    from rrsa import drafts
    from rrsa.tui.app import RrsaApp

    drafts.remember_place(str(database), None)
    app = RrsaApp(str(database))
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause(0.2)
        for key in keys:
            if key == RETURNED:
                come_back(app, database)
                await app.workers.wait_for_complete()
            elif key == MOVED:
                move_on(app)
                await app.workers.wait_for_complete()
            else:
                await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        shown = without_fonts(app.export_screenshot(title="rrsa"))
        if MOVED in keys:  # the other pictures are of the setting as it was
            app.open_sitting.evaluation.undo()
        return shown


def at_the_desk(database: Path) -> None:
    """The sample authority, with a coordinator who has begun her work."""
    from rrsa import authority_sample
    from rrsa.cli.program import program

    authority_sample.ready(database)
    for line in AT_THE_DESK:
        words = [word.format(folder=database.parent / "copies") for word in line.split()]
        program.main([*words, "--database", str(database)], prog_name="rrsa", standalone_mode=False)


def move_on(app: RrsaApp) -> None:
    """The setting moves on; what did not go along by itself waits."""
    from rrsa.guide.moving import planned

    evaluation = app.open_sitting.evaluation
    plan = planned(evaluation, NEXT, None)
    evaluation.move_to(plan.text, plan.changes, reason=plan.reason, revision=plan.revision)


def come_back(app: RrsaApp, database: Path) -> None:
    """Working copies go out, are filled in, and are compared with what was changed here meanwhile."""
    import openpyxl

    from rrsa.exchange.export import export_workbook
    from rrsa.tui.coming_back import Workbooks
    from rrsa.tui.screens.bringing_in import BringingInScreen

    evaluation = app.open_sitting.evaluation
    paths = []
    for who, sheets in FILLED_IN.items():
        path = database.parent / f"{who}.xlsx"
        if not path.exists():
            export_workbook(evaluation, path, copy="working")
            book = openpyxl.load_workbook(path)
            for sheet, cells in sheets.items():
                for cell, text in cells.items():
                    book[sheet][cell] = text
            book.save(path)
        paths.append(path)
    app.push_screen(BringingInScreen(Workbooks(paths)))


def without_fonts(svg: str) -> str:
    """A picture that asks no other host for a font."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
    # The exporter makes up an id for each picture; a fixed one keeps a picture the same while its screen is.
    return "\n".join(line.rstrip() for line in re.sub(r"terminal-\d+", "terminal", svg).splitlines()) + "\n"


def write(name: str, svg: str) -> None:
    path = OUT / f"{name}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg, encoding="utf-8", newline="\n")
    print(path.relative_to(ROOT))


async def main(names: Sequence[str]) -> None:
    """Writes the screenshots ``names``, or all where none is named."""
    every = SCREENS | AUTHORITY
    screens = {name: every[name] for name in names or every}
    with (
        tempfile.TemporaryDirectory() as home,
        patch.dict(os.environ, {"RRSA_HOME": home}),
        patch("rrsa.clock.today", lambda: DAY),
        patch("pathlib.Path.home", lambda: Path("/home/teacher")),
        patch("rrsa.portfolio.ids.secrets.choice", Random(DAY.toordinal()).choice),
        patch("rrsa.overview.releasing.now_utc", lambda: f"{DAY}T09:00:00.000000+00:00"),
    ):
        from rrsa.samples import ensure_demo

        database, authority = Path(home) / "demo.db", Path(home) / "authority.db"
        if screens.keys() & SCREENS.keys():
            ensure_demo(database)
        if screens.keys() & AUTHORITY.keys():
            at_the_desk(authority)
        for name, keys in screens.items():
            of = authority if name in AUTHORITY else database
            write(name, await picture(of, DOCS_SIZE, keys))
            for width, height in SIZES:
                write(f"{width}x{height}/{name}", await picture(of, (width, height), keys))
        for theme in THEMED:
            for name in screens.keys() & {"home", "outcome"}:
                write(f"{theme}/{name}", await picture(database, DOCS_SIZE, SCREENS[name], theme))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
