"""A partnership on the screen: strengths, areas for improvement, and a plan that is made from them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from app_desk import DAY, LEAD, Desk, at_desk, at_home, at_outcome

from rrsa.drafts import Place, remember_place
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
PARTNERSHIP = "childrens-services-inverclyde-2017"
SMALL = (80, 24)


@pytest.fixture(scope="module")
def published_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership's published grades."""
    from rrsa.samples import load_sample

    file = tmp_path_factory.mktemp("partnership") / "published.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("rrsa.clock.today", lambda: DAY)
        with open_store(file) as store:
            load_sample(store, PARTNERSHIP, author=LEAD)
    return file


@pytest.fixture
def published(published_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(published_file, tmp_path / "published.db"))


def look(desk: Desk, name: str) -> None:
    if folder := os.environ.get("LOOK"):
        (Path(folder) / f"{name}.txt").write_text(desk.picture(), encoding="utf-8")


def at(database: Path, page: str, place: str = "") -> None:
    remember_place(str(database), Place(PARTNERSHIP, page, place))


async def test_strengths_and_areas_are_written_on_the_outcome(make_app: Make, published: Path) -> None:
    at(published, "outcome", "6.2")
    async with at_desk(make_app(published), at="OutcomeScreen") as desk:
        assert desk.sees("Areas for improvement, one a line")
        await desk.write("#strengths", "One plan for all partners")
        await desk.write("#improve", "Fewer plans beside it")
        await desk.press("escape")
        said = desk.kept(PARTNERSHIP).outcome("6.2")
        assert (said.strengths, said.improve) == ("One plan for all partners", "Fewer plans beside it")
        await desk.press("n")
        assert desk.sees("Children, young people and families were involved")
        await desk.press("n", "n", "n", "n", "n", "n")
        assert desk.sees("The first look at risk")


async def test_a_school_has_no_such_fields(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        assert not desk.app.screen.query("#strengths")
        assert not desk.sees("Areas for improvement")


async def test_the_plan_is_made_from_the_areas(make_app: Make, published: Path) -> None:
    at(published, "plan")
    async with at_desk(make_app(published), SMALL, at="PlanScreen") as desk:
        await desk.press("i")
        await desk.at("Sure")
        assert desk.sees("Make 2 actions from the areas for improvement?")
        look(desk, "sure")
        await desk.press("escape")
        await desk.at("PlanScreen")
        assert not desk.kept(PARTNERSHIP).actions
        await desk.press("i")
        await desk.at("Sure")
        await desk.press("y")
        await desk.at("PlanScreen")
        actions = desk.kept(PARTNERSHIP).actions.values()
        assert {action.outcome for action in actions} == {"5.2"}
        assert len(actions) == 2
        look(desk, "plan")
        await desk.press("i")
        assert desk.screen == "PlanScreen", "nothing is planned twice"
        await desk.press("u")
        assert not desk.kept(PARTNERSHIP).actions


async def test_the_plan_of_a_school_has_no_such_key(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("A")
        await desk.at("PlanScreen")
        await desk.press("i")
        assert desk.screen == "PlanScreen"
        assert not desk.sees("From areas")


@pytest.mark.parametrize("page", ["", "readiness", "outcome"])
async def test_its_pages_speak_of_no_award_and_of_no_school(
    make_app: Make, published: Path, page: str
) -> None:
    at(published, page or "home", "6.3" if page == "outcome" else "")
    async with at_desk(make_app(published), SMALL) as desk:
        await desk.see("Inverclyde")
        look(desk, f"page-{page or 'home'}")
        if page != "outcome":
            await desk.see("Self-evaluation, not an inspection grade")
        told = desk.picture()
        assert "award" not in told
        assert "school" not in told
        assert "the house" not in told


async def test_history_is_not_offered_for_a_new_setting(make_app: Make, empty: Path) -> None:
    from textual.widgets import Select

    async with at_desk(make_app(empty), at="StartScreen") as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        offered = [str(value) for _title, value in desk.app.screen.query_one("#framework", Select)._options]
        assert offered == ["rights-respecting-school@2026.1", "rights-respecting-house@2026.1"]
