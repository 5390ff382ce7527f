"""Sharing from the home page: chosen, seen word for word, and only then shared; and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_desk import LARGE, SETTING, Desk, at_home, complaint_beside

from rrsa.exchange.gate.names import Names
from rrsa.exchange.sharing import read_share
from rrsa.guide.shared import Part, Shared
from rrsa.store import open_store
from rrsa.store import shared as table
from rrsa.tui.app import RrsaApp
from rrsa.tui.widgets.ticks import TickList

Make = Callable[..., RrsaApp]
SMALL = (80, 24)


def shared_now(desk: Desk) -> Shared | None:
    """What lies in the database, read anew."""
    with open_store(desk.database, read_only=True) as store:
        text = table.content(store, SETTING)
    return Shared.from_json(text) if text else None


async def choose(desk: Desk, *parts: Part) -> None:
    """Opens the dialog and ticks these parts alone."""
    await desk.press("S")
    await desk.at("ShareDialog")
    ticks = desk.app.screen.query_one("#parts", TickList)
    ticks.deselect_all()
    for part in parts:
        ticks.select(part.value)
    await desk.settle()


async def test_it_is_seen_before_it_is_shared(make_app: Make, tmp_path: Path) -> None:
    target = tmp_path / "corranbeath.rrsa-share"
    async with at_home(make_app(), SMALL) as desk:
        await choose(desk, Part.VIEWS)
        assert desk.sees("So far nothing is shared.") and desk.sees("Our view of each outcome")
        await desk.write("#help_wanted", "Article 12 in maths")
        await desk.write("#area", "East")
        await desk.write("#path", str(target))
        await desk.press("ctrl+s")
        await desk.at("SeenDialog")
        assert desk.sees("Would like help with: Article 12 in maths") and desk.sees("Area: East")
        assert desk.sees("our view “Making a difference”") and not desk.sees("shown as far as")
        assert not target.exists() and shared_now(desk) is None
        await desk.press("enter")  # whoever presses on without reading shares nothing
        await desk.at("SeenDialog")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        await desk.see("Shared. Written:")
    found = read_share(target).shared
    assert found is not None and found == shared_now(desk)
    assert (found.parts, found.wants, found.area) == ({Part.VIEWS}, "Article 12 in maths", "East")
    assert found.outcomes["1"].view == 3 and found.outcomes["1"].shown is None


async def test_leaving_shares_nothing(make_app: Make) -> None:
    async with at_home(make_app(), SMALL) as desk:
        revision = desk.app.open_sitting.evaluation.revision
        await choose(desk, Part.ACTIONS)
        await desk.write("#path", "")
        await desk.press("ctrl+s")
        await desk.at("SeenDialog")
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.press("S", "escape")
        await desk.at("HomeScreen")
        assert desk.app.open_sitting.evaluation.revision == revision
        assert shared_now(desk) is None


async def test_names_are_asked_about_first(make_app: Make) -> None:
    Names.of(SETTING).add(["Isla MacRae"])
    async with at_home(make_app(), LARGE) as desk:
        await choose(desk)
        await desk.write("#help_offered", "Isla MacRae draws maps")
        await desk.write("#path", "")
        await desk.press("ctrl+s")
        await desk.at("NamesFound")
        await desk.press("ctrl+s")
        await desk.at("SeenDialog")
        assert desk.sees("Could help with: [name] draws maps")
        assert desk.sees("1 name of your list was taken out of the texts.")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        await desk.see("Shared.")
        found = shared_now(desk)
        assert found is not None and found.offers == "[name] draws maps"


async def test_a_joint_round_brings_the_views_and_the_choice_is_remembered(make_app: Make) -> None:
    async with at_home(make_app(), LARGE) as desk:
        await choose(desk, Part.MODERATION)
        await desk.write("#path", "")
        await desk.press("ctrl+s")
        await desk.at("SeenDialog")
        assert desk.sees("For a joint round: 1 Knowing our rights")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        await desk.press("S")
        await desk.at("ShareDialog")
        ticked = desk.app.screen.query_one("#parts", TickList).selected
        assert sorted(ticked) == ["moderation", "views"]
        assert desk.sees("Shared now is how it was on")
        await desk.focus("#now")
        await desk.press("enter")
        await desk.at("SeenNow")
        assert desk.sees("For a joint round: 1 Knowing our rights")
        await desk.press("escape")
        await desk.at("ShareDialog")


async def test_a_file_that_cannot_be_written_is_said_beside_it(make_app: Make, tmp_path: Path) -> None:
    other = tmp_path / "minutes.rrsa-share"
    other.write_text("minutes", encoding="utf-8")
    async with at_home(make_app(), LARGE) as desk:
        await choose(desk)
        for path, why in (
            (tmp_path / "nowhere" / "a.rrsa-share", "there is no folder"),
            (tmp_path / "a.docx", "does not end in .rrsa-share"),
            (other, "was not exported by rrsa"),
        ):
            await desk.write("#path", str(path))
            await desk.press("ctrl+s")
            assert why in complaint_beside(desk, "#path")
            await desk.at("ShareDialog")
    assert other.read_text(encoding="utf-8") == "minutes"


@pytest.mark.parametrize("with_file", [True, False], ids=["with a file", "here alone"])
async def test_it_is_taken_back(make_app: Make, tmp_path: Path, with_file: bool) -> None:
    target = tmp_path / "corranbeath.rrsa-share"
    async with at_home(make_app(), LARGE) as desk:
        await choose(desk, *Part)
        assert not desk.app.screen.query("#withdraw"), "there is nothing to take back yet"
        await desk.write("#path", str(target))
        await desk.press("ctrl+s")
        await desk.at("SeenDialog")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        assert shared_now(desk) is not None
        await desk.press("S")
        await desk.at("ShareDialog")
        await desk.write("#path", str(target) if with_file else "")
        await desk.focus("#withdraw")
        await desk.press("enter")
        await desk.at("Sure")
        assert desk.sees("nothing is left here but that it was")
        await desk.press("y")
        await desk.at("HomeScreen")
        await desk.until(lambda: shared_now(desk) is None, "the tombstone")
        await desk.press("S")
        await desk.at("ShareDialog")
        assert desk.sees("What was shared was taken back on")
    assert (read_share(target).shared is None) is with_file


async def test_undo_takes_it_back_too(make_app: Make) -> None:
    async with at_home(make_app(), LARGE) as desk:
        await choose(desk, Part.VIEWS)
        await desk.write("#path", "")
        await desk.press("ctrl+s")
        await desk.at("SeenDialog")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        assert shared_now(desk) is not None
        await desk.press("u")
        await desk.until(lambda: shared_now(desk) is None, "the tombstone")


async def test_whoever_may_only_read_shares_nothing(make_app: Make) -> None:
    async with at_home(make_app(read_only=True), LARGE) as desk:
        await desk.press("S")
        await desk.see("Nothing can be shared while this is open for reading only.")
        await desk.at("HomeScreen")
