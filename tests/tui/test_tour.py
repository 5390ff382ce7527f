"""The tour: a minute of real work, left at any time, offered once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LARGE, Desk, at_desk, at_home
from test_app_contrast import hard_to_read

from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.tui.tour import known, offer_tour, remember, start_tour

Make = Callable[..., RrsaApp]
NEW = "rowan-brae"


@asynccontextmanager
async def on_tour(make_app: Make, empty: Path, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    """A school that has just been set up, at the tour's first page."""
    with open_store(empty) as store:
        create_setting(store, "Rowan Brae", find("rights-respecting-school"), author="Lead")
    async with at_desk(make_app(empty), size, at="StartScreen") as desk:
        await desk.see("Rowan Brae")
        await desk.press("enter")
        await desk.until(lambda: desk.app.sitting is not None)
        if desk.screen != "TourScreen":
            assert offer_tour(desk.app)
        await desk.at("TourScreen")
        yield desk


async def test_a_minute_makes_a_view_and_a_piece_of_evidence(make_app: Make, empty: Path) -> None:
    async with on_tour(make_app, empty) as desk:
        assert desk.sees("Enter: yes, let us begin.")
        await desk.press("enter", "2")
        await desk.type("Charters are on the wall")
        await desk.press("enter")
        assert desk.sees("How do we know?")
        await desk.type("Saw P3 use theirs")
        await desk.press("enter", "1", "enter", "enter")
        await desk.see("press u, and it is taken back")
        await desk.press("u")
        await desk.see("It is gone.")
        assert not desk.kept(NEW).evidence
        await desk.press("U")
        await desk.see("It is back.")
        await desk.press("g")
        await desk.at("GoToDialog")
        await desk.press("escape")
        await desk.see("That was all.")
        await desk.press("enter")
        await desk.at("HomeScreen")
        kept = desk.kept(NEW)
        assert (kept.outcome("1").view, kept.outcome("1").line) == (2, "Charters are on the wall")
        (item,) = kept.evidence.values()
        assert (item.title, item.perspective, item.date) == ("Saw P3 use theirs", "observation", "2026-03-18")
        assert known()


async def test_refused_once_it_is_not_offered_again_but_can_be_taken(make_app: Make, empty: Path) -> None:
    async with on_tour(make_app, empty) as desk:
        await desk.press("escape")
        await desk.at("HomeScreen")
        assert known()
        assert not offer_tour(desk.app)
        start_tour(desk.app)
        await desk.at("TourScreen")


async def test_escape_leaves_anywhere_and_keeps_what_was_said(make_app: Make, empty: Path) -> None:
    async with on_tour(make_app, empty) as desk:
        await desk.press("enter", "3")
        await desk.type("Half a thought")
        await desk.press("escape")
        await desk.at("HomeScreen")
        record = desk.kept(NEW).outcome("1")
        assert (record.view, record.line) == (3, "Half a thought")


async def test_what_undo_was_shown_with_comes_back_on_leaving(make_app: Make, empty: Path) -> None:
    async with on_tour(make_app, empty) as desk:
        await desk.press("enter", "3", "enter")
        await desk.type("Saw it")
        await desk.press("enter", "1", "enter", "enter")
        await desk.see("press u")
        await desk.press("u")
        await desk.see("It is gone.")
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.until(lambda: desk.kept(NEW).evidence, "the evidence")


async def test_it_is_offered_only_where_nothing_is_recorded_and_may_be(make_app: Make, empty: Path) -> None:
    async with at_home(make_app()) as desk:
        assert not offer_tour(desk.app), "there is work in this setting already"
    remember()
    with open_store(empty) as store:
        create_setting(store, "Rowan Brae", find("rights-respecting-school"), author="Lead")
    async with at_desk(make_app(empty), at="StartScreen") as desk:
        await desk.see("Rowan Brae")
        await desk.press("enter")
        await desk.at("HomeScreen")
        assert not offer_tour(desk.app)


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_it_can_be_read_in_every_theme(make_app: Make, empty: Path, theme: str) -> None:
    def make(database: Path) -> RrsaApp:
        app = make_app(database)
        app.theme = theme
        return app

    async with on_tour(make, empty, (112, 36)) as desk:
        found = hard_to_read(desk)
        await desk.press("enter")
        found |= hard_to_read(desk)
        await desk.press("3", "enter")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, empty: Path, album: Album, size: tuple[int, int]) -> None:
    async with on_tour(make_app, empty, size) as desk:
        await album.take(desk, "tour")
        await desk.press("enter")
        await album.take(desk, "tour-view")
        await desk.press("3", "enter")
        await album.take(desk, "tour-evidence")
        await desk.type("Saw it")
        await desk.press("enter", "1", "enter", "enter")
        await desk.see("press u")
        await album.take(desk, "tour-undo")
