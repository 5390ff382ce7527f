"""What the tests of ``rrsa serve`` rely on: a small school, and sessions that cost little."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from serving_desk import Somebody, serving, somebody, stand_in

from rrsa.serving.asked import Asked
from rrsa.serving.server import Server

SMALL = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"


@pytest.fixture(scope="session")
def school_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting
    from rrsa.store import open_store

    file = tmp_path_factory.mktemp("school") / "rrsa.db"
    with open_store(file) as store:
        create_setting(store, "Glen Primary", find(str(SMALL)), author="Lead")
    return file


@pytest.fixture
def school(school_made: Path, tmp_path: Path) -> Path:
    """A database with one small school, for this test alone."""
    return Path(shutil.copy(school_made, tmp_path / "school.db"))


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """A server whose sessions run a stand-in for the app."""
    stand_in(monkeypatch)
    asked = Asked(str(tmp_path / "rrsa.db"), port=0, sessions=2, upload=300_000, uploads=3)
    async with serving(asked) as running:
        yield running


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Somebody]:
    """Somebody whom a link has let in."""
    async with somebody(server) as one:
        await one.come_in()
        yield one
