"""Figures for ``docs/why/scale.md``: what 5,000 settings on one PostgreSQL server come to.

    python -m benchmarks.at_scale

They are absolute, so they belong to the machine that they were measured on, and are in no budget.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.people import CROWD, DURABLE, ROOT, SETTINGS, _script, copies, fill

WRITERS = 16
SECONDS = 5
LARGEST = 6


def main() -> None:
    postgres, crowd = _script("postgres", ROOT / "scripts"), _script("crowd", CROWD.parent)
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"RRSA_HOME": folder}),
        postgres.server({**DURABLE, "shared_buffers": "256MB"}) as server,
        crowd.place(server.url, [("school-0",)]) as (address, plan),
    ):
        fill(plan[0]["url"], "school-0")
        megabytes = copies(address, "school-0", SETTINGS)
        print(f"size: {megabytes} MB, {1000 * megabytes / SETTINGS:.0f} kB a setting")
        _sizes(address)
        _connections(address, plan[0]["url"])
        _looking(address, plan[0]["url"])
        _listing(address)
        _calling(address)
        _copying(postgres, address, Path(folder))


def _sizes(address: str) -> None:
    import psycopg

    with psycopg.connect(address) as admin:
        rows = admin.execute(
            "SELECT relname, pg_total_relation_size(c.oid), reltuples FROM pg_class c"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT %s",
            (LARGEST,),
        ).fetchall()
    for name, size, rows_there in rows:
        print(
            f"  {name}: {size / 1e6:.0f} MB, {size / SETTINGS / 1e3:.1f} kB a setting, {rows_there:,.0f} rows"
        )


def _connections(address: str, person: str) -> None:
    """The memory that one program in use takes on the server, by what is its own (Pss, Linux)."""
    import psycopg

    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    with psycopg.connect(address, autocommit=True) as admin, open_store(person, create=False) as store:
        evaluation = Evaluation.open(store, "school-0", author="lead")
        evaluation.record_outcome("1", {"line": "measured"})
        store.changed()
        evaluation.store.load("school-0")
        found = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user"
        ).fetchall()
        sizes = [own for (pid,) in found if (own := _own_memory(pid))]
    print(f"connections of one program: {len(found)}, {sum(sizes):.0f} MB of memory of their own")


def _own_memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return (
        sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))
        / 1e3
    )


def _looking(address: str, person: str) -> None:
    """What one look of an idle program costs the server, which it takes once a minute."""
    from rrsa.store import open_store

    for what, url in (("a role of one setting", person), ("a role that sees all", address)):
        with open_store(url, create=False) as store, store.database.reading() as connection:
            totals = store.database.statements.totals
            print(f"the look of an idle program, {what}: {_median(lambda: totals.one(connection)):.2f} ms")  # noqa: B023


def _listing(address: str) -> None:
    from rrsa.store import open_store

    with open_store(address, create=False) as store:
        print(f"the list of all settings: {_median(store.settings, 9):.0f} ms")


def _median(work: Callable[[], object], runs: int = 50) -> float:
    times = []
    for _run in range(runs):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _calling(address: str) -> None:
    """The end of a commit with and without a call, by writers that do nothing else, each at a row of its own:
    all that the call can slow down."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("CREATE TABLE measured (id integer PRIMARY KEY, n integer)")
        admin.execute("INSERT INTO measured SELECT n, 0 FROM generate_series(0, %s) n", (WRITERS,))
    update = "UPDATE measured SET n = n + 1 WHERE id = {n}"
    ways = {
        "no call": ("BEGIN", update, "COMMIT"),
        "the call in the same transaction": ("BEGIN", update, "NOTIFY rrsa", "COMMIT"),
        "the call behind it": ("BEGIN", update, "COMMIT", "NOTIFY rrsa"),
    }
    for what, orders in ways.items():
        _commits(address, orders)
        print(f"{WRITERS} writers, {what}: {_commits(address, orders):.0f} commits a second")


def _commits(address: str, orders: Sequence[str]) -> float:
    import psycopg

    done = [0] * WRITERS
    over = threading.Event()

    def write(n: int) -> None:
        with psycopg.connect(address, autocommit=True) as line:
            while not over.is_set():
                with line.pipeline():
                    for order in orders:
                        line.execute(order.format(n=n))
                done[n] += 1

    writers = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(SECONDS)
    over.set()
    for writer in writers:
        writer.join()
    return sum(done) / SECONDS


def _copying(postgres: Any, address: str, folder: Path) -> None:
    import psycopg

    with _timed() as took:
        file = folder / "all.dump"
        dump = [postgres.binaries() / "pg_dump", "-Fc", "-f", file, address]
        subprocess.run(dump, check=True)
    print(f"pg_dump of everything: {took[0]:.0f} s, {file.stat().st_size / 1e6:.0f} MB")
    with _timed() as took, psycopg.connect(address, autocommit=True) as admin:
        admin.execute("VACUUM FULL")
    print(f"rewriting every table, as after an erasure: {took[0]:.0f} s, while nobody can save")


@contextmanager
def _timed() -> Iterator[list[float]]:
    took = [time.perf_counter()]
    yield took
    took[0] = time.perf_counter() - took[0]


if __name__ == "__main__":
    main()
