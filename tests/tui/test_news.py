"""What is new: one line at home, a page by outcome, and nothing about oneself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LEAD, SETTING, at_desk, at_home
from test_app_contrast import hard_to_read

from rrsa.drafts import remember_place
from rrsa.evaluation import Evaluation
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.visits import last_visit, remember_visit

Make = Callable[..., RrsaApp]


def others_work(file: Path) -> None:
    """The lead was here; then a colleague has done two things."""
    with open_store(file) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        remember_visit(str(file), SETTING, LEAD, evaluation.revision)
        evaluation.record_outcome("4", {"view": 3})
        evaluation.add_action("5", {"what": "Ask the cooks"})


async def test_home_says_how_much_is_new_and_the_page_says_what(make_app: Make, school: Path) -> None:
    others_work(school)
    async with at_home(make_app()) as desk:
        await desk.see("2 changes since you were last here: N")
        await desk.press("N")
        await desk.see("2 changes since you were last here, on 18 Mar 2026")
        assert desk.sees("4 · Safe, with help at hand")
        assert desk.sees("Ask the cooks")
        assert desk.sees("DHT")
        await desk.press("enter")
        await desk.at("OutcomeScreen")


async def test_the_first_visit_is_told_as_such_and_the_next_has_no_news(make_app: Make) -> None:
    app = make_app()
    async with at_home(app) as desk:
        assert not desk.sees("since you were last here")
        await desk.press("N")
        await desk.see("This is the first time")
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.press("k", "1", "escape", "escape")
        await desk.at("HomeScreen")
        await desk.press("escape")
        await desk.at("StartScreen")
        assert last_visit(app.database, SETTING, LEAD) is not None
        await desk.press("enter")
        await desk.at("HomeScreen")
        await desk.press("N")
        await desk.see("Nothing has changed since you were last here, on 18 Mar 2026.")


async def test_what_oneself_does_now_is_no_news_and_what_comes_in_is(
    make_app: Make, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rrsa.tui.app.LOOK_FOR_OTHERS", 0.05)
    others_work(school)
    async with at_home(make_app()) as desk:
        await desk.see("2 changes")
        await desk.press("k", "2", "escape", "escape")
        await desk.at("HomeScreen")
        await desk.see("2 changes")
        with open_store(school) as store:
            Evaluation.open(store, SETTING, author="DHT").record_outcome("6", {"view": 1})
        await desk.see("3 changes since you were last here")


async def test_when_somebody_was_here_stands_nowhere_in_the_database(make_app: Make, school: Path) -> None:
    with open_store(school) as store:
        before = store.load(SETTING)
    async with at_home(make_app()) as desk:
        await desk.press("N")
        await desk.see("This is the first time")
    with open_store(school) as store:
        assert store.load(SETTING) == before


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_it_can_be_read_in_every_theme(make_app: Make, school: Path, theme: str) -> None:
    others_work(school)
    app = make_app()
    app.theme = theme
    async with at_home(app, (112, 36)) as desk:
        await desk.see("2 changes")
        found = hard_to_read(desk)
        await desk.press("N")
        await desk.see("Ask the cooks")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(
    make_app: Make, school: Path, album: Album, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rrsa.portfolio.changes.now_utc", lambda: "2026-03-18T15:42:00.000000+00:00")
    others_work(school)
    monkeypatch.setattr("rrsa.tui.screens.news.NewsScreen._moment", lambda self, item: "18 Mar 2026 15:42")
    async with at_home(make_app(), size) as desk:
        await desk.see("2 changes")
        await album.take(desk, "home-with-news")
        await desk.press("N")
        await desk.see("Ask the cooks")
        await album.take(desk, "news")
        database = desk.database
    remember_place(str(database), None)
    async with at_desk(make_app(author="Nobody yet"), size, at="StartScreen") as desk:
        await desk.see("Corranbeath")
        await desk.press("enter")
        await desk.at("HomeScreen")
        await desk.press("N")
        await desk.see("This is the first time")
        await album.take(desk, "news-first-time")
