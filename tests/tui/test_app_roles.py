"""The app on a shared server, as a role that may only read."""

from __future__ import annotations

from collections.abc import Iterator

import access_world
import pytest
from access_world import World
from app_desk import at_desk

from rrsa.drafts import Place, remember_place
from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp


@pytest.fixture
def world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server, filled=False) as made:
        with open_store(made.address("lead")) as store:
            framework = find("rights-respecting-school")
            assert create_setting(store, "Birch", framework, author="x") == "birch"
        yield made


async def test_a_reader_is_told_before_it_writes_and_nothing_is_changed(world: World) -> None:
    where = world.address("head")
    remember_place(where, Place("birch", "outcome", "1"))
    async with at_desk(RrsaApp(where), at="OutcomeScreen") as desk:
        assert desk.sees("reading only")
        await desk.press("3")
        await desk.see("you may read “Birch” but not change it")
    with open_store(world.address("lead")) as store:
        assert len(store.history("birch")) == 1


async def test_an_editor_writes_and_the_history_names_its_role(world: World) -> None:
    where = world.address("lead")
    remember_place(where, Place("birch", "outcome", "1"))
    async with at_desk(RrsaApp(where, author="Somebody"), at="OutcomeScreen") as desk:
        assert not desk.sees("reading only")
        await desk.press("3")
        await desk.see("Saved")
    with open_store(where) as store:
        assert store.load("birch").portfolio.outcome("1").view == 3
        assert store.history("birch")[0].changeset.author == world.role("lead")
