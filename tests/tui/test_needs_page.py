"""Needs and targets on the screen, and a setting beside others of its kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from an_authority import filled
from app_desk import LARGE, Desk, at_desk, at_home, complaint_beside
from sharing_samples import put
from test_app_contrast import hard_to_read

from rrsa.overview.desk import DESK_ID
from rrsa.overview.releasing import release
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
FIGURES = """title,subject,group,figure,date,source
Scotland at 3 or above,view:1,kind:school,72 %,1 Feb 2026,National survey
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("authority") / "desk.db")


@pytest.fixture
def authority(made: Path, tmp_path: Path) -> Path:
    """A coordinator's database with two dozen schools and eight houses."""
    copy = tmp_path / "desk.db"
    copy.write_bytes(made.read_bytes())
    return copy


@asynccontextmanager
async def at_page(app: RrsaApp, key: str, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    async with at_desk(app, size, at="StartScreen") as desk:
        await desk.until(lambda: app.store is not None)
        await desk.press("o")
        await desk.at("OverviewScreen")
        await desk.press(key)
        await desk.at({"n": "NeedsScreen", "t": "TargetsScreen"}[key])
        await desk.until(lambda: "Reading …" not in desk.picture(), "the figures")
        yield desk


async def test_needs_are_told_group_by_group(make_app: Make, authority: Path) -> None:
    async with at_page(make_app(authority), "n", (80, 24)) as desk:
        await desk.see("8 children’s houses")
        await desk.press("]")
        await desk.see("schools group 2 of 5")
        await desk.press("end")
        await desk.see("8 Outcome 8")
        await desk.see("the majority, 16 of 24")
        await desk.press("]", "]")
        await desk.see("area East")
        await desk.see("12 in East")
        await desk.press("[")
        await desk.see("group 3 of 5")


async def test_evidence_time_and_help_have_tabs_of_their_own(make_app: Make, authority: Path) -> None:
    async with at_page(make_app(authority), "n") as desk:
        await desk.press("2")
        await desk.see("Nobody covers: 31")
        await desk.see("gone the better way since the baseline in: all 24")
        await desk.press("3")
        await desk.see("8 of 24 →")
        await desk.press("4")
        await desk.see("Hearing the youngest children School 01")
        await desk.see("→ We can show how the youngest are heard School 05")
        await desk.see("Nobody has offered this yet")


async def test_figures_from_elsewhere_are_taken_removed_and_taken_back(
    make_app: Make, authority: Path, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(FIGURES, encoding="utf-8")
    bad.write_text(FIGURES.replace("1 Feb 2026", "1 Feb 2036"), encoding="utf-8")
    async with at_page(make_app(authority), "n") as desk:
        await desk.press("5")
        await desk.see("No figure from elsewhere yet")
        await desk.press("f")
        await desk.at("FigureFileDialog")
        await desk.write("#path", str(bad))
        await desk.press("enter")
        await desk.see(":2:date: 1 Feb 2036 is in the future")
        await desk.write("#path", str(good))
        await desk.press("enter")
        await desk.at("NeedsScreen")
        await desk.see("Scotland at 3 or above: 72 %")
        await desk.see("National survey, 1 Feb 2026")
        await desk.press("d")
        await desk.see("No figure from elsewhere yet")
        await desk.press("u")
        await desk.see("Scotland at 3 or above: 72 %")


async def test_a_draft_of_the_rights_report_is_written(
    make_app: Make, authority: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    async with at_page(make_app(authority), "n") as desk:
        await desk.press("r")
        await desk.at("RightsReport")
        await desk.write("#authority", "Inverbrae Council")
        await desk.write("#path", str(file))
        await desk.press("enter")
        await desk.see("It is a draft")
        await desk.press("enter")
        await desk.at("NeedsScreen")
    assert "Inverbrae Council" in file.read_text(encoding="utf-8")


async def test_a_target_is_set_changed_closed_removed_and_taken_back(make_app: Make, authority: Path) -> None:
    async with at_page(make_app(authority), "t") as desk:
        await desk.see("No target is set yet")
        await desk.press("a")
        await desk.at("TargetDialog")
        await desk.choose("#group", "kind:school")
        await desk.press("ctrl+s")
        assert "about" in complaint_beside(desk, "#subject")
        await desk.choose("#subject", "view:8")
        await desk.write("#wanted", "many")
        await desk.press("ctrl+s")
        assert "“many” is no number" in complaint_beside(desk, "#wanted")
        await desk.write("#wanted", "15")
        await desk.write("#by", "30 Jun 2027")
        await desk.press("ctrl+s")
        await desk.at("TargetsScreen")
        await desk.see("wanted: 15, by 30 Jun 2027")
        await desk.see("now: less than half, 8 of 24")
        (target,) = desk.kept(DESK_ID).targets.values()
        assert (target.at_least, target.baseline, target.baseline_n) == (3, 8, 24)
        await desk.press("enter")
        await desk.at("TargetDialog")
        await desk.write("#wanted", "8")
        await desk.press("ctrl+s")
        await desk.see("reached")
        await desk.press("c")
        await desk.see("closed on")
        await desk.press("d")
        await desk.see("No target is set yet")
        await desk.press("u")
        await desk.see("closed on")


async def test_without_figures_targets_say_what_they_wait_for(make_app: Make, tmp_path: Path) -> None:
    async with at_page(make_app(filled(tmp_path / "few.db", 4, 0)), "t", (80, 24)) as desk:
        await desk.see("Targets need figures")
        await desk.press("a")
        assert desk.screen == "TargetsScreen"


async def test_a_setting_is_shown_beside_others_under_how_it_went(make_app: Make, school: Path) -> None:
    from an_authority import authority as settings

    with open_store(school, create=False) as store:
        put(store, *settings(12, 0))
        release(store)
    async with at_home(make_app(school)) as desk:
        await desk.press("r")
        await desk.at("ReadinessScreen")
        await desk.press("6")
        await desk.see("Beside others of our kind")
        await desk.see("12 schools")
        assert not desk.sees("School 0")


async def test_all_can_be_read_in_every_theme(make_app: Make, authority: Path) -> None:
    async with at_page(make_app(authority), "n") as desk:
        for theme in themes.THEMES:
            desk.app.theme = theme.name
            for tab in "124":
                await desk.press(tab)
                assert not hard_to_read(desk), (theme.name, tab)
