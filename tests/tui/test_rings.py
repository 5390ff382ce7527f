"""Key people: placed by keyboard, drawn, printed on demand, and afterwards nowhere to be found."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_desk import Desk, at_home
from textual.widgets import Input

from rrsa import paths
from rrsa.guide.rings import MOST, Rings, drawing
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens import rings as page

Make = Callable[..., RrsaApp]
WORD, HELPS = "zwiebelfisch", "quargelbrot"
"""Words that stand nowhere else."""


async def place(desk: Desk, word: str) -> None:
    await desk.press("a")
    await desk.type(word)
    await desk.press("enter")


def holding(*folders: Path) -> Iterator[Path]:
    """The files that hold one of the words, however they are encoded."""
    wanted = [w.encode(code) for w in (WORD, HELPS) for code in ("utf-8", "utf-16-le")]
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and any(each in file.read_bytes() for each in wanted):
                yield file


async def test_people_are_placed_moved_and_said_to_help(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("K")
        await desk.at("RingsScreen")
        await place(desk, "my nan")
        assert desk.sees("[my nan]")
        assert desk.sees("my nan close")
        await desk.press("left", "left")
        assert desk.sees("my nan very close")
        await desk.press("h")
        await desk.type("she listens")
        await desk.press("enter")
        assert desk.sees("she listens")
        await place(desk, "football")
        await desk.press("right")
        assert desk.sees("football further away")
        await desk.press("up", "d")
        assert not desk.sees("my nan")
        assert desk.sees("You can ask for an advocate")


async def test_nothing_is_found_anywhere_after_the_sitting(
    make_app: Make, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "temporary"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    copied: list[str] = []
    monkeypatch.setattr(RrsaApp, "copy_to_clipboard", lambda _app, text: copied.append(text))
    app = make_app()
    async with at_home(app) as desk:
        before = desk.reasons()
        await desk.press("K")
        await desk.at("RingsScreen")
        await place(desk, WORD)
        await desk.press("h")
        await desk.type(HELPS)
        field = desk.app.screen.query_one("#typed", Input)
        field.select_all()
        await desk.press("ctrl+c", "ctrl+x", "enter")
        assert desk.sees(WORD)
        await desk.press("escape")
        assert desk.screen == "RingsScreen", "one key alone never loses what a child has placed"
        assert desk.sees("When you leave, this is gone.")
        await desk.press("escape")
        await desk.at("HomeScreen")
        assert not desk.sees(WORD)
        assert desk.reasons() == before
        folders = (school.parent, spare, paths.data_dir(), paths.cache_dir())
        assert list(holding(*[each for each in folders if each.exists()])) == []
        await desk.press("K")
        await desk.at("RingsScreen")
        assert not desk.sees(WORD), "the next one begins with nobody"
    assert list(holding(*[each for each in folders if each.exists()])) == []
    assert not [text for text in copied if WORD in text or HELPS in text]
    gc.collect()
    left = [r for r in gc.get_objects() if isinstance(r, Rings) and len(r)]
    assert left == [], "leaving empties the rings, whoever still holds them"


async def test_a_page_is_written_only_where_it_is_asked_for(make_app: Make, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with at_home(make_app()) as desk:
        await desk.press("K")
        await desk.at("RingsScreen")
        await place(desk, WORD)
        await desk.press("p")
        await desk.type(str(stick / "rings.txt"))
        await desk.press("enter")
        assert desk.sees("does not end in .html")
        await desk.press("p")
        await desk.type(str(stick / "rings.html"))
        await desk.press("enter")
        assert desk.sees("Written:")
    assert [file.name for file in stick.iterdir()] == ["rings.html"]
    assert WORD in (stick / "rings.html").read_text(encoding="utf-8")
    assert list(holding(paths.data_dir(), paths.cache_dir())) == []


async def test_where_keys_are_logged_the_rings_stay_shut(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(make_app()) as desk:
        monkeypatch.setattr(page.constants, "LOG_FILE", str(tmp_path / "keys.log"))
        await desk.press("K")
        assert desk.screen == "HomeScreen"
        assert desk.sees("what a child places would be written down")


def test_an_error_report_does_not_spell_it_out() -> None:
    rings = Rings()
    placed = rings.add(WORD)
    assert WORD not in repr(rings) and WORD not in repr(placed) and WORD not in repr([placed])


def test_many_people_fit_and_one_too_many_is_not_placed() -> None:
    rings = Rings()
    made = [rings.add(f"p{n}", n % 3) for n in range(MOST + 1)]
    assert made[-1] is None and len(rings) == MOST
    lines = drawing(rings, 60, 20)
    assert len(lines) == 20 and max(map(len, lines)) <= 60
    assert rings.add("   ") is None
