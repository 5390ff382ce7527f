"""Readiness: coverage, how it went over time, what a step changes, what becomes an action, a kind start."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LARGE, SETTING, Desk, at_desk
from textual.widgets import OptionList

from rrsa.drafts import Place, remember_place
from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens import readiness as page

Make = Callable[..., RrsaApp]


@asynccontextmanager
async def at_readiness(
    app: RrsaApp, size: tuple[int, int] = LARGE, setting: str = SETTING
) -> AsyncIterator[Desk]:
    remember_place(app.database, Place(setting, "readiness"))
    async with at_desk(app, size, at="ReadinessScreen") as desk:
        yield desk


def begin(database: Path, framework: str = "rights-respecting-school") -> str:
    """A setting that has recorded nothing yet."""
    with open_store(database) as store:
        return create_setting(store, "Birch", find(framework), author="Lead")


async def test_coverage_says_which_side_is_silent_and_opens_the_outcome(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        await desk.press("5")
        assert desk.focused is not None
        assert desk.focused.id == "coverage-list"
        assert desk.sees("Children's views 4 of 9")
        assert desk.sees("Nothing yet from: Observation")
        listed = desk.app.screen.query_one("#coverage-list", OptionList)
        listed.highlighted = listed.get_option_index("outcome-6")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.sees("outcome 6 of 9")


async def test_an_article_opens_an_outcome_that_names_it_and_is_not_shown(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        await desk.press("5")
        evaluation = desk.app.open_sitting.evaluation
        listed = desk.app.screen.query_one("#coverage-list", OptionList)
        listed.highlighted = listed.get_option_index("article-15")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        outcome = desk.app.screen.outcome_id  # type: ignore[attr-defined]
        assert 15 in evaluation.framework.outcomes[outcome].articles
        assert evaluation.assessment.outcomes[outcome].ways == 0


async def test_it_is_told_how_it_went(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        await desk.press("6")
        await desk.see("How many outcomes hold which grade")
        assert desk.focused is not None
        assert desk.focused.id == "time-scroll"
        assert desk.sees("nobody had looked at any outcome yet; now 8 of 9")
        assert desk.sees("Outcome by outcome")
        await desk.press("]")
        await desk.see("Gold: Rights Respecting:")


async def test_a_step_says_what_it_changes(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        await desk.press("3")
        await desk.see("→ ")
        evaluation = desk.app.open_sitting.evaluation
        stage = evaluation.assessment.stages["silver"]
        (two,) = [s for s in evaluation.steps(limit=12) if len(s.closes) == 2]
        assert desk.sees(f"{stage.met} of {stage.total} things in place → {stage.met + len(two.closes)}")
        assert desk.sees("shown as far as 2 (Taking shape) → 3 (Making a difference)")


async def test_a_gap_and_a_step_become_actions_with_one_key(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        before = set(desk.kept().actions)
        for tab, selector in (("2", "#gaps"), ("3", "#step-list")):
            await desk.press(tab)
            if tab == "3":
                await desk.see("→ ")
            listed = desk.app.screen.query_one(selector, OptionList)
            listed.highlighted = next(
                n
                for n in range(listed.option_count)
                if (listed.get_option_at_index(n).id or "").startswith(("gap-", "step-"))
            )
            await desk.press("t")
            await desk.at("ActionDialog")
            if desk.app.screen.query_one("#outcome").value is desk.app.screen.query_one("#outcome").NULL:  # type: ignore[attr-defined]
                await desk.choose("#outcome", "4")
            await desk.press("ctrl+s")
            await desk.at("ReadinessScreen")
        assert len(set(desk.kept().actions) - before) == 2
        await desk.press("1", "t")
        assert desk.screen == "ReadinessScreen", "a picture is nothing to do"


async def test_a_beginner_finds_a_start_and_no_wall_of_what_is_lacking(make_app: Make, empty: Path) -> None:
    setting = begin(empty)
    async with at_readiness(make_app(empty), setting=setting) as desk:
        await desk.see("Comes next: Take a first look at outcome 1")
        text = desk.picture()
        assert "things to put in place, one at a time" in text
        assert "Not shown yet" not in text
        assert "Lowest now" not in text
        assert "9 not looked at yet" in text
        await desk.press("5")
        assert desk.sees("No evidence yet, and none is needed to begin.")
        assert not desk.sees("Nothing yet from")
        assert not desk.sees("Thin:")
        await desk.press("6")
        await desk.see("There is nothing to look back on yet.")


async def test_one_view_alone_is_not_called_the_lowest(make_app: Make, empty: Path) -> None:
    setting = begin(empty)
    async with at_readiness(make_app(empty), setting=setting) as desk:
        evaluation = desk.app.open_sitting.evaluation
        evaluation.record_outcome("1", {"view": 2})
        desk.app.screen.redraw()  # type: ignore[attr-defined]
        await desk.settle()
        assert not desk.sees("Lowest now")
        evaluation.record_outcome("2", {"view": 3})
        desk.app.screen.redraw()  # type: ignore[attr-defined]
        await desk.see("Lowest now: 1 Knowing our rights")


async def test_a_house_reads_the_same_page_in_its_own_stages(make_app: Make, empty: Path) -> None:
    setting = begin(empty, "rights-respecting-house")
    async with at_readiness(make_app(empty), (80, 24), setting=setting) as desk:
        names = [stage.name for stage in desk.app.open_sitting.evaluation.framework.stages]
        assert desk.sees(names[0])
        for tab in "23456":
            await desk.press(tab)
            for word in ("Silver", "Gold", "%", "school"):
                assert word not in desk.picture(), tab


async def test_a_long_list_of_gaps_comes_in_parts(make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_GAPS", 10)
    async with at_readiness(make_app()) as desk:
        desk.app.screen._most_gaps = 10  # type: ignore[attr-defined]
        desk.app.screen.redraw()  # type: ignore[attr-defined]
        await desk.press("2")
        gaps = desk.app.screen.query_one("#gaps", OptionList)
        total = len(desk.app.open_sitting.evaluation.assessment.stages["silver"].gaps)
        assert total > 20
        listed = [gaps.get_option_at_index(n).id for n in range(gaps.option_count)]
        assert listed[-1] == "more"
        assert "gap-9" in listed
        assert "gap-10" not in listed
        gaps.highlighted = gaps.get_option_index("more")
        await desk.press("enter")
        assert gaps.get_option_index("gap-19")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_readiness(make_app(), size) as desk:
        await desk.see("Comes next")
        await album.take(desk, "picture")
        await desk.press("3")
        await desk.see("→ ")
        await album.take(desk, "steps")
        await desk.press("5")
        await album.take(desk, "coverage")
        await desk.press("6")
        await desk.see("How many outcomes")
        await album.take(desk, "over-time")


async def test_picture_of_a_start(make_app: Make, empty: Path, album: Album) -> None:
    setting = begin(empty)
    async with at_readiness(make_app(empty), (80, 24), setting=setting) as desk:
        await desk.see("Comes next")
        await album.take(desk, "start-picture")
        await desk.press("5")
        await album.take(desk, "start-coverage")
