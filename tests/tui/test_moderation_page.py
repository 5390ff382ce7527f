"""Moderation rounds on the screen: seen before they are drawn, recorded by hand, sent out, taken in, told."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from app_desk import DAY, LARGE, Desk, at_desk, complaint_beside
from moderation_desk import NAMES, VIEW, desk_with, drawn, fill_in, snapshot
from test_app_contrast import hard_to_read
from textual.widgets import Select

from rrsa.overview.desk import DESK_ID
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens import overview_moderation as moderation_screen
from rrsa.tui.screens.overview_moderation import ModerationScreen

Make = Callable[..., RrsaApp]


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A database with what six schools and a house have shared for a joint round; no round yet."""
    file = tmp_path / "authority.db"
    with desk_with(file, [*(snapshot(n) for n in NAMES[:6]), snapshot("Rowan House", house=True)]):
        pass
    return file


@pytest.fixture
def with_round(authority: Path) -> Path:
    with desk_with(authority, ()) as desk:
        drawn(desk, 1)
    return authority


@asynccontextmanager
async def at_rounds(app: RrsaApp, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    async with at_desk(app, size, at="StartScreen") as desk:
        await desk.until(lambda: app.store is not None)
        await desk.press("o")
        await desk.at("OverviewScreen")
        await desk.press("m")
        await desk.at("ModerationScreen")
        await desk.until(lambda: "Reading" not in desk.picture())
        yield desk


def page(desk: Desk) -> ModerationScreen:
    screen = desk.app.screen
    assert isinstance(screen, ModerationScreen)
    return screen


async def read(desk: Desk) -> ModerationScreen:
    """Waits until the round that was drawn has been read."""
    await desk.until(lambda: page(desk).round is not None, "the round")
    return page(desk)


def kept(desk: Desk) -> Any:
    return desk.kept(DESK_ID)


async def test_a_round_is_seen_before_it_is_drawn_and_can_be_taken_back(
    make_app: Make, authority: Path
) -> None:
    async with at_rounds(make_app(authority), (80, 24)) as desk:
        await desk.see("Settings agree to a joint round")
        await desk.press("a")
        await desk.at("DrawDialog")
        await desk.see("12 outcomes of 6 settings")
        await desk.see("Rowan House: has nobody to exchange with")
        await desk.write("#each", "1")
        await desk.see("6 outcomes of 6 settings")
        await desk.write("#settings", "1")
        await desk.see("nobody looks at their own")
        await desk.press("ctrl+s")
        assert desk.screen == "DrawDialog" and desk.sees("draw two or more")
        await desk.write("#settings", "")
        await desk.focus("#across")
        await desk.press("space")
        await desk.see("7 outcomes of 7 settings")
        await desk.write("#title", "Autumn round")
        await desk.press("ctrl+s")
        await desk.at("ModerationScreen")
        await desk.see("Autumn round")
        [record] = kept(desk).moderations.values()
        assert (record.each, record.across, record.seed) == (1, True, DAY.isoformat())
        assert len(kept(desk).moderated) == 7
        await desk.press("u")
        await desk.until(lambda: not kept(desk).moderations, "undo")


async def test_one_is_recorded_by_hand_and_told_in_words(make_app: Make, with_round: Path) -> None:
    async with at_rounds(make_app(with_round)) as desk:
        screen = await read(desk)
        await desk.press("2")
        await desk.see("nobody has looked yet")
        item = screen.item
        assert item is not None and item.own is not None
        await desk.press("enter")
        await desk.at("LookDialog")
        name = screen.round.name(item.setting or "") if screen.round else ""
        assert desk.sees(name) and not desk.sees("It says")
        await desk.write("#why_not", "Both")
        view = 4 if item.own < 3 else 1
        desk.app.screen.query_one("#view", Select).value = view
        await desk.press("ctrl+s")
        assert "leave one of the two empty" in complaint_beside(desk, "#why_not")
        await desk.write("#why_not", "")
        await desk.write("#words", "We could not find children’s own words")
        await desk.press("ctrl+s")
        await desk.at("ModerationScreen")
        await desk.until(lambda: kept(desk).moderated[item.id].view == view, "the view")
        await desk.see("“We could not find children’s own words”")
        reviewer = screen.round.name(item.reviewer or "") if screen.round else ""
        assert reviewer not in next(t for t in desk.texts() if "It says" in t and "could not find" in t)
        await desk.press("3")
        await desk.see(f"{reviewer}: all back")
        assert "It says" not in desk.picture() and "could not find" not in desk.picture()
        await desk.press("4")
        await desk.see("so nothing is counted")
        await desk.press("u")
        await desk.until(lambda: kept(desk).moderated[item.id].view is None, "undo")


async def test_workbooks_go_out_and_come_back(make_app: Make, with_round: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    async with at_rounds(make_app(with_round)) as desk:
        await read(desk)
        await desk.press("o")
        await desk.at("OutDialog")
        await desk.write("#path", str(folder))
        await desk.press("ctrl+s")
        await desk.until(lambda: len(list(folder.glob("*.xlsx"))) == 6, "six workbooks")
        await desk.at("ModerationScreen")

        def answer(_n: int, row: list[Any]) -> None:
            row[VIEW].value = 9 if path.name.startswith("glenmore") else 2

        for path in folder.glob("*.xlsx"):
            fill_in(path, answer)
        await desk.press("t")
        await desk.at("TakeDialog")
        await desk.press("ctrl+s")
        assert "no file is chosen" in complaint_beside(desk, "#path")
        await desk.write("#path", str(folder))
        await desk.press("ctrl+s")
        await desk.at("Came")
        assert desk.sees("1 outcome taken") and desk.sees("Your views!D4: there is no grade “9”")
        await desk.press("enter")
        await desk.at("ModerationScreen")
        assert sum(item.view == 2 for item in kept(desk).moderated.values()) == 5
        await desk.press("k")
        await desk.at("BackDialog")
        await desk.write("#path", str(tmp_path / "back"))
        await desk.press("ctrl+s")
        await desk.until(lambda: len(list((tmp_path / "back").glob("*.xlsx"))) == 5, "five reviews")
        await desk.at("ModerationScreen")
        await desk.press("p")
        await desk.at("RoundReport")
        await desk.write("#path", str(tmp_path / "round.docx"))
        await desk.press("ctrl+s")
        await desk.until(lambda: (tmp_path / "round.docx").is_file(), "the report")


async def test_a_round_is_closed_opened_and_removed(make_app: Make, with_round: Path) -> None:
    async with at_rounds(make_app(with_round)) as desk:
        await read(desk)
        [round_id] = kept(desk).moderations
        await desk.press("c")
        await desk.until(lambda: kept(desk).moderations[round_id].closed_on, "closed")
        await desk.press("2")
        await desk.until(lambda: page(desk).round and page(desk).round.record.closed_on)  # type: ignore[union-attr]
        await desk.press("enter")
        await desk.see("is closed — open it again")
        assert desk.screen == "ModerationScreen"
        await desk.press("c")
        await desk.until(lambda: not kept(desk).moderations[round_id].closed_on, "opened")
        await desk.press("d")
        await desk.at("Sure")
        await desk.press("y")
        await desk.until(lambda: not kept(desk).moderations, "removed")
        await desk.at("ModerationScreen")
        await desk.see("No round is drawn yet")
        await desk.press("o")
        await desk.see("Press a to see what one would be")


async def test_a_key_pressed_while_the_round_is_read_waits_for_it(
    make_app: Make, with_round: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow line the round as it was must be neither acted upon nor said to be missing."""
    go_on = threading.Event()
    real = moderation_screen.open_round

    def slow(desk: Any, round_id: str) -> Any:
        assert go_on.wait(15)
        return real(desk, round_id)

    monkeypatch.setattr(moderation_screen, "open_round", slow)
    async with at_rounds(make_app(with_round)) as desk:
        await desk.press("d")
        assert desk.screen == "ModerationScreen"
        assert not desk.sees("Press a to see what one would be")
        go_on.set()
        await desk.at("Sure")
        go_on.clear()
        await desk.press("y")
        await desk.until(lambda: not kept(desk).moderations, "removed")
        go_on.set()
        await desk.at_rest()
        assert page(desk).round is None and desk.sees("No round is drawn yet")


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_everything_can_be_read_in_every_theme(make_app: Make, with_round: Path, theme: str) -> None:
    app = make_app(with_round)
    async with at_rounds(app, (80, 24)) as desk:
        app.theme = theme
        await read(desk)
        for tab in "1234":
            await desk.press(tab)
            assert not hard_to_read(desk), (theme, tab)
        await desk.press("a")
        await desk.at("DrawDialog")
        await desk.see("outcomes of 6 settings")
        assert not hard_to_read(desk), theme


async def test_in_a_browser_files_go_down_and_come_up(
    make_app: Make, with_round: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No path of the server's disk is asked for or shown."""
    from rrsa import in_browser

    place = tmp_path / "session"
    for name in (in_browser.UP, in_browser.DOWN):
        (place / name).mkdir(parents=True)
    monkeypatch.setenv(in_browser.FOLDER, str(place))
    async with at_rounds(make_app(with_round)) as desk:
        await read(desk)
        await desk.press("o")
        await desk.at("OutDialog")
        assert not desk.app.screen.query("#path")
        await desk.press("ctrl+s")
        await desk.until(lambda: len(list((place / in_browser.DOWN).rglob("*.xlsx"))) == 6, "six workbooks")
        await desk.at("ModerationScreen")
        assert not desk.sees(str(place))
        came = next((place / in_browser.DOWN).rglob("*.xlsx"))
        fill_in(came, lambda _n, row: setattr(row[VIEW], "value", 2))
        came.rename(place / in_browser.UP / came.name)
        await desk.press("t")
        await desk.at("TakeDialog")
        await desk.write("#path", "/etc/passwd")
        await desk.press("ctrl+s")
        assert "leave out the folders" in complaint_beside(desk, "#path")
        await desk.write("#path", came.name)
        await desk.press("ctrl+s")
        await desk.at("Came")
        assert desk.sees("1 outcome taken")
