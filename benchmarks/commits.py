"""One view: a durable commit and the assessment after it, against the same statements in bare ``sqlite3``."""

from __future__ import annotations

import itertools
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks import Row
from benchmarks.frameworks import generate

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.portfolio.changes import Change

SMALL, LARGE = 1_209, 5_880
PIECES = 5_000
RUNS = 200
BUDGET = 3
BUDGET_LARGE = 1.2


def rows() -> list[Row]:
    """The commit alone, the commit with its assessment, and the latter on a larger framework."""
    with tempfile.TemporaryDirectory() as folder:
        small = opened(Path(folder), SMALL)
        large = opened(Path(folder), LARGE)
        bare, commit = _bare(small), _commit(small, Path(folder))
        view, larger_view = _view(small), _view(large)
        _in_turn(commit, view, larger_view, bare, runs=20)  # warm-up
        alone, one, larger, theirs = _in_turn(commit, view, larger_view, bare)
        small.store.close()
        large.store.close()
    against = "the same statements in bare sqlite3 on the same disk"
    pieces = f"{PIECES:,} pieces"
    return [
        _row(f"a durable commit of one cell, {pieces}", against, alone, theirs, BUDGET),
        _row(
            f"one view: commit and assessment, {SMALL:,} indicators, {pieces}", against, one, theirs, BUDGET
        ),
        _row(
            f"the same view, {LARGE:,} indicators", f"that at {SMALL:,} indicators", larger, one, BUDGET_LARGE
        ),
    ]


def _row(work: str, against: str, ours: float, theirs: float, budget: float) -> Row:
    detail = f"{ours * 1000:.2f} ms against {theirs * 1000:.2f} ms, medians of {RUNS} in turn"
    return Row(work, against, ours / theirs, budget, detail)


def _in_turn(*works: Callable[[], None], runs: int = RUNS) -> list[float]:
    """The median seconds of each, all of them run in turn so that a drift of the disk hits them alike."""
    times = [[_seconds(work) for work in works] for _run in range(runs)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def opened(folder: Path, indicators: int, pieces: int = PIECES) -> Evaluation:
    """A school with ``pieces`` of evidence, spread over outcomes and indicators, in a file of its own."""
    from rrsa.evaluation import Evaluation
    from rrsa.framework.adopted import adopt_file
    from rrsa.portfolio.changes import Changeset
    from rrsa.setup import create_setting
    from rrsa.store import open_store

    adopted = adopt_file(generate(folder / f"{indicators}.yaml", indicators))
    store = open_store(folder / f"{indicators}.db")
    setting = create_setting(store, "Benchmark School", adopted, author="bench")
    store.commit(setting, Changeset("bench", "pieces", tuple(_pieces(adopted.framework, pieces))))
    return Evaluation.open(store, setting, author="bench")


def _pieces(framework: Framework, pieces: int) -> list[Change]:
    from rrsa.clock import today
    from rrsa.portfolio import edits
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.vocabulary import Direction, Directness, Perspective

    targets = itertools.cycle([*framework.indicators, *framework.outcomes])
    perspectives, directness = itertools.cycle(Perspective), itertools.cycle(Directness)
    changes: list[Change] = []
    for n in range(pieces):
        day = today() - timedelta(days=n % 900)
        values = {
            "title": f"Piece {n}",
            "perspective": str(next(perspectives)),
            "directness": str(next(directness)),
            "date": day.isoformat(),
            "place": "the blue folder in the office",
            "note": "What the children said about it, and what we did then.",
        }
        changes += edits.create("evidence", f"E{n}", dict(values))
        changes += edits.link(Portfolio(), f"E{n}", [next(targets)], Direction.WORKS.value, new=True)[0]
    return changes


def _commit(evaluation: Evaluation, folder: Path) -> Callable[[], None]:
    """One line of one outcome, written again and again, in a copy that nothing else writes to."""
    from rrsa.portfolio.changes import Cell, Change, Changeset
    from rrsa.store import open_store

    evaluation.store.backup(folder / "commit.db")
    store, setting = open_store(folder / "commit.db"), evaluation.setting_id
    cell = Cell("outcome", next(iter(evaluation.framework.outcomes)), "line")
    lines = itertools.count()
    before = evaluation.portfolio.value(cell)

    def commit() -> None:
        nonlocal before
        after = f"because {next(lines)}"
        store.commit(setting, Changeset("bench", "Our view", (Change(cell, before, after),)))
        before = after

    return commit


def _view(evaluation: Evaluation) -> Callable[[], None]:
    """One grade of one outcome after another, as on the screen, with the new assessment."""
    outcomes = itertools.cycle(evaluation.framework.outcomes)
    grades = [step.grade for step in evaluation.framework.scale]

    def view() -> None:
        outcome = next(outcomes)
        now = evaluation.portfolio.outcome(outcome).view
        evaluation.record_outcome(outcome, {"view": grades[0] if now != grades[0] else grades[-1]})

    return view


def _bare(evaluation: Evaluation) -> Callable[[], None]:
    """The statements of one such commit, by hand, on a copy of the file with the same settings."""
    from rrsa.portfolio.records import SPECS
    from rrsa.store import tables
    from rrsa.store.sqlite import SqliteDatabase, prepare, use_write_ahead_log

    database = evaluation.store.database
    assert isinstance(database, SqliteDatabase)
    copy = database.path.with_suffix(".bare.db")
    connection = sqlite3.connect(copy)
    database.driver().backup(connection)
    prepare(connection)
    use_write_ahead_log(connection)
    s = database.statements
    next_revision, revision_now, known = s.next_revision.sql, s.revision.sql, s.revision_of_uuid.sql
    row, write = s.row("outcome").sql, s.write("outcome").sql
    journal, change = s.adding(tables.journal).sql, s.adding(tables.journal_change).sql
    setting, outcome = evaluation.setting_id, next(iter(evaluation.framework.outcomes))
    grades = itertools.count()

    def commit() -> None:
        uuid, view = str(uuid4()), next(grades)
        run = connection.execute
        run("BEGIN IMMEDIATE")
        run(next_revision, (setting,))
        revision = run(revision_now, (setting,)).fetchone()[0]
        run(known, (setting, uuid)).fetchone()
        was = run(row, (setting, outcome)).fetchone() or (outcome, *[None] * len(SPECS["outcome"]))
        run(write, (setting, outcome, view, *was[2:]))
        at = "2026-04-03T10:11:12.123456+00:00"
        run(journal, (setting, revision, uuid, "bench", at, "Our view", None, 1))
        before, after = json.dumps(was[1]), json.dumps(view)
        run(change, (setting, revision, 0, "outcome", outcome, "view", before, after))
        connection.commit()

    return commit


if __name__ == "__main__":
    for measured in rows():
        print(f"{measured.work}: {measured.ratio:.2f} × {measured.against} ({measured.detail})")
