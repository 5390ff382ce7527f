"""Thirty people on one PostgreSQL server against one alone, and 5,000 settings in one database against one.

The server is the project's own throw-away one, but durable: every commit is on the disk before it is
acknowledged. Everybody connects as a role of their own, so that every row goes through the rules.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks import Row

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

ROOT = Path(__file__).resolve().parent.parent
CROWD = ROOT / "tests" / "store" / "crowd.py"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
PEOPLE = 30
EVERY = 1.0
"""Seconds between what one person saves; nobody keeps that up for long."""
SECONDS = 8
SETTINGS = 5_000
RUNS = 60


def rows() -> list[Row]:
    """Nothing where PostgreSQL is not installed."""
    postgres, crowd = _script("postgres", ROOT / "scripts"), _script("crowd", CROWD.parent)
    try:
        postgres.binaries()
    except postgres.NoPostgres:
        return []
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"RRSA_HOME": folder}),
        postgres.server(DURABLE) as server,
    ):
        return [*_people(server.url, crowd, Path(folder)), *_settings(server.url, crowd)]


def _script(name: str, folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- people ----------------------------------------------------------------------------------------------


def _people(server: str, crowd: ModuleType, folder: Path) -> list[Row]:
    people = [(f"own-{n}", f"school-{n % 10}") for n in range(PEOPLE)]
    with crowd.place(server, people) as (_address, plan):
        together = [
            {**each, "settings": each["settings"][1:], "views": True, "every": EVERY} for each in plan
        ]
        apart = [{**each, "settings": each["settings"][:1], "views": True} for each in plan]
        alone = _saves([{**together[0], "every": 0.1}], folder)
        many = _saves(together, folder)
        rate_alone, rate_many = (len(_saves(each, folder)) / SECONDS for each in (apart[:1], apart))
    p95_alone, p95_many = _p95(alone), _p95(many)
    detail = f"{p95_many:.1f} ms of {len(many)} against {p95_alone:.1f} ms of {len(alone)}"
    rates = f"{rate_alone:.0f} against {rate_many:.0f}; each worked out and assessed as in the app"
    return [
        Row(
            f"a save among {PEOPLE} people who each save once a second, 95 of 100",
            "a save by one person alone, 95 of 100",
            p95_many / p95_alone,
            3,
            f"{detail}; {PEOPLE} processes, {PEOPLE} roles, 10 settings",
        ),
        Row(
            "saves in a second by one person who never pauses",
            f"those of {PEOPLE} at once, all on this machine",
            rate_alone / rate_many,
            1.2,
            rates,
        ),
    ]


def _saves(plan: list[dict[str, Any]], folder: Path) -> list[float]:
    """The milliseconds of every save that was acknowledged."""
    with tempfile.TemporaryDirectory(dir=folder) as logs:
        file = Path(logs) / "plan.json"
        file.write_text(json.dumps(plan), encoding="utf-8")
        subprocess.run([sys.executable, str(CROWD), str(file), logs, str(SECONDS)], check=True)
        lines = [
            line.split()
            for n in range(len(plan))
            for line in (Path(logs) / str(n)).read_text(encoding="utf-8").splitlines()
        ]
    return [float(line[4]) for line in lines if line[0] == "commit"]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


# -- settings --------------------------------------------------------------------------------------------


def _settings(server: str, crowd: ModuleType) -> list[Row]:
    with (
        crowd.place(server, [("school-0",)]) as (_one, few),
        crowd.place(server, [("school-0",)]) as (many, full),
    ):
        for person in (few[0], full[0]):
            fill(person["url"], "school-0")
        size = copies(many, "school-0", SETTINGS)
        opened = _in_turn(lambda: _open(full[0]["url"]), lambda: _open(few[0]["url"]))
        with _sitting(full[0]["url"]) as large, _sitting(few[0]["url"]) as small:
            saved = _in_turn(_save(large), _save(small))
    against = "the same in a database with one setting"
    return [
        _row(f"opening one of {SETTINGS:,} settings on a server", against, *opened, f"{size} MB in all"),
        _row(f"a durable commit among {SETTINGS:,} settings on a server", against, *saved, "as one role"),
    ]


def _row(work: str, against: str, ours: float, theirs: float, more: str) -> Row:
    detail = f"{ours * 1000:.2f} ms against {theirs * 1000:.2f} ms, medians of {RUNS} in turn; {more}"
    return Row(work, against, ours / theirs, 1.2, detail)


def fill(address: str, setting: str) -> None:
    """What a school has after a year: forty pieces of evidence, linked, and its views."""
    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    with open_store(address) as store:
        evaluation = Evaluation.open(store, setting, author="lead")
        outcomes = cycle(evaluation.framework.outcomes)
        for n in range(40):
            outcome = next(outcomes)
            evaluation.add_evidence({"title": f"Minutes {n}", "perspective": "records"}, [outcome])
            evaluation.record_outcome(outcome, {"view": 1 + n % 4, "line": f"because {n}"})


def copies(address: str, setting: str, wanted: int) -> int:
    """Copies a setting within a database until there are ``wanted``, row by row as they stand, by the
    superuser; returns the size of the database in megabytes."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as admin:
        asked = (
            "SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
            " FROM information_schema.columns WHERE table_schema = 'public' AND column_name <> %s"
            " AND table_name IN (SELECT table_name FROM information_schema.columns WHERE column_name = %s)"
            " GROUP BY 1"
        )
        found = {"setting": admin.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
            " FROM information_schema.columns WHERE table_name = 'setting' AND column_name <> 'id'"
        ).fetchone()[0]}  # type: ignore[index]  # fmt: skip
        found |= dict(admin.execute(asked, ("setting_id", "setting_id")).fetchall())
        admin.execute("SET session_replication_role = replica")  # as it stands: no rule, no trigger
        for table, columns in found.items():
            if table == "access":
                continue
            key = "id" if table == "setting" else "setting_id"
            admin.execute(
                f"INSERT INTO {table} ({key}, {columns}) SELECT 'copy-' || copy, {columns}"
                f" FROM {table}, generate_series(2, %s) copy WHERE {key} = %s",
                (wanted, setting),
            )
        admin.execute("VACUUM ANALYZE")
        admin.execute("CHECKPOINT")  # else the disk is still busy with it while others are measured
        (size,) = admin.execute("SELECT pg_database_size(current_database()) / 1000000").fetchone()  # type: ignore[misc]
    return int(size)


def _open(address: str) -> None:
    with _sitting(address):
        pass


class _sitting:  # noqa: N801 - a context, written as one
    """One person at the setting, connected as their role."""

    def __init__(self, address: str) -> None:
        from rrsa.evaluation import Evaluation
        from rrsa.store import open_store

        self._store = open_store(address, create=False)
        self._evaluation = Evaluation.open(self._store, "school-0", author="lead")

    def __enter__(self) -> Evaluation:
        return self._evaluation

    def __exit__(self, *_exception: object) -> None:
        self._store.close()


def _save(evaluation: Evaluation) -> Callable[[], None]:
    from rrsa.portfolio.changes import Cell, Change, Changeset

    cell = Cell("outcome", next(iter(evaluation.framework.outcomes)), "line")
    store, lines = evaluation.store, iter(range(1_000_000))
    before = evaluation.portfolio.value(cell)
    author = store.author_for("lead")

    def save() -> None:
        nonlocal before
        after = f"because {next(lines)}"
        store.commit("school-0", Changeset(author, "Our view", (Change(cell, before, after),)))
        before = after

    return save


def _in_turn(ours: Callable[[], None], theirs: Callable[[], None]) -> tuple[float, float]:
    """The median seconds of each, in turn, so that a drift of the machine hits both."""
    for work in (ours, theirs) * 5:
        work()
    pairs = [(_seconds(ours), _seconds(theirs)) for _run in range(RUNS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    for measured in rows():
        print(f"{measured.work}: {measured.ratio:.2f} × {measured.against} ({measured.detail})")
