"""What the tests of the app rely on: a fixed day, ids that count, a sample made once, a still cursor."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from album import Album
from app_desk import DAY, LEAD, new_ids
from pytest_textual_snapshot import SVGImageExtension
from syrupy import SnapshotAssertion
from textual.worker import Worker

from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

collect_ignore = ["test_app_in_a_terminal.py"] if sys.platform == "win32" else []
"""Windows has no pseudo-terminals of this kind."""

MOMENT = datetime.fromisoformat("2026-03-18T15:42:00+00:00")


class FrozenMoment(datetime):
    """A clock that stands at ``MOMENT``."""

    @classmethod
    def now(cls, tz: Any = None) -> FrozenMoment:
        return cls.fromisoformat(MOMENT.isoformat())

    def astimezone(self, tz: Any = None) -> FrozenMoment:
        return self


def stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day and the ids of new records."""
    monkeypatch.setattr("rrsa.clock.today", lambda: DAY)
    monkeypatch.setattr("rrsa.portfolio.ids.new_id", new_ids(count(1)))


@pytest.fixture(autouse=True, scope="package")
def collect_garbage_seldom() -> Iterator[None]:
    """Each app is thousands of small objects, and looking for dead ones would take a quarter of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    yield
    gc.set_threshold(*before)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample school as it stands on ``DAY``; copied for each test that wants it."""
    from rrsa.samples import load_sample

    file = tmp_path_factory.mktemp("sample") / "school.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        stand_still(monkeypatch)
        with open_store(file) as store:
            load_sample(store, author=LEAD)
    return file


@pytest.fixture(scope="session")
def read_before(tmp_path_factory: pytest.TempPathFactory, sample_file: Path) -> Path:
    """The frameworks as the program keeps them once they have been read."""
    from rrsa.evaluation import Evaluation

    home = tmp_path_factory.mktemp("read-before")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("RRSA_HOME", str(home))
        with open_store(sample_file, read_only=True) as store:
            Evaluation.open(store, store.settings()[0].id, author=LEAD)
    return home / "cache"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path, read_before: Path) -> Iterator[None]:
    """Nothing on the screen depends on the hour, on chance or on this machine."""
    from textual.widgets import Input, TextArea

    stand_still(monkeypatch)
    monkeypatch.setattr("rrsa.portfolio.ids.new_id", new_ids(count(9001)))
    monkeypatch.setattr("rrsa.tui.app.datetime", FrozenMoment)
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    if read_before.is_dir():
        shutil.copytree(read_before, home / "cache")
    return


@pytest.fixture(autouse=True)
def late_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``RRSA_LATE_WORK`` set, what is worked out beside the screen comes late, as on a busy machine.

    A test that looks too early fails then every time, instead of once in a hundred runs.
    """
    if os.environ.get("RRSA_LATE_WORK"):
        at_once = Worker._run_threaded

        async def late(worker: Worker[Any]) -> Any:
            await asyncio.sleep(random.choice((0.05, 0.3, 0.6)))
            return await at_once(worker)

        monkeypatch.setattr(Worker, "_run_threaded", late)


@pytest.fixture
def school(sample_file: Path, tmp_path: Path) -> Path:
    """A database with the sample school, of the test's own."""
    return Path(shutil.copy(sample_file, tmp_path / "school.db"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A place for a database; there is none yet."""
    return tmp_path / "new.db"


@pytest.fixture
def make_app(school: Path) -> Callable[..., RrsaApp]:
    """The app as the command line makes it, on the sample school unless another database is named."""

    def make(database: Path | None = None, *, author: str | None = LEAD, **more: Any) -> RrsaApp:
        return RrsaApp(database or school, author=author, **more)

    return make


@pytest.fixture
def album(snapshot: SnapshotAssertion, tmp_path: Path) -> Iterator[Album]:
    made = Album(snapshot.use_extension(SVGImageExtension), tmp_path)
    yield made
    assert not made.different, "these look different:\n" + "\n".join(made.different)
