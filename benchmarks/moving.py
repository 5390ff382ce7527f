"""Moving a setting by a crosswalk: reading it and planning, against loading the same portfolio; making the
move, against bare ``sqlite3`` writing the same rows and the same lines of the journal."""

from __future__ import annotations

import itertools
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import Row
from benchmarks.commits import opened
from benchmarks.frameworks import generate

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.guide.moving import Plan

OLD, NEW = 1_269, 1_375
PIECES = 5_000
RUNS = 5
BUDGET_PREVIEW = 5
BUDGET_APPLY = 4


def rows() -> list[Row]:
    """The preview and the move, of a portfolio in which every look-for is answered."""
    from rrsa.framework.adopted import adopt_file
    from rrsa.framework.crosswalk import read_crosswalk
    from rrsa.guide.moving import plan_move
    from rrsa.portfolio.changes import Changeset

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        evaluation = opened(folder, OLD, PIECES)
        _answer(evaluation)
        old, adopted = evaluation.framework, adopt_file(generate(folder / "new.yaml", NEW))
        file = _crosswalk(folder / "crosswalk.yaml", old, adopted.framework)
        frameworks = {old.ref: old, adopted.framework.ref: adopted.framework}
        store, setting = evaluation.store, evaluation.setting_id

        def load() -> object:
            return store.load(setting)

        def preview() -> Plan:
            crosswalk = read_crosswalk(file, lambda ref: frameworks[ref])
            return plan_move(old, adopted, crosswalk, evaluation.portfolio)

        preview()
        load()
        pairs = [(_seconds(load), _seconds(preview)) for _run in range(RUNS)]
        read, planned = (statistics.median(times) for times in zip(*pairs, strict=True))
        plan = preview()
        bare, applied = [], []
        for run in range(RUNS):
            bare.append(_bare(folder / f"bare-{run}.db", plan))
            begun = time.perf_counter()
            store.commit(setting, Changeset("bench", plan.reason, plan.changes), framework_text=plan.text)
            applied.append(time.perf_counter() - begun)
            store.undo(setting, "bench")
        theirs, ours = statistics.median(bare), statistics.median(applied)
        store.close()
    scale = f"{OLD:,} to {NEW:,} indicators, {PIECES:,} pieces"
    waits = f"{len(plan.changes):,} cells, {len(plan.waiting):,} things wait"
    return [
        Row(
            f"preview of a move by a crosswalk, {scale}",
            "loading the same portfolio",
            planned / read,
            BUDGET_PREVIEW,
            f"{planned * 1000:.0f} ms against {read * 1000:.0f} ms, medians of {RUNS}; {waits}",
        ),
        Row(
            f"the move itself, one durable change, {scale}",
            "bare sqlite3 writing the same rows and journal",
            ours / theirs,
            BUDGET_APPLY,
            f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms, medians of {RUNS}",
        ),
    ]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _answer(evaluation: Evaluation) -> None:
    """Every outcome viewed and every look-for answered, so that there is something to move."""
    from rrsa.portfolio.changes import Cell, Change, Changeset

    changes = []
    for n, outcome in enumerate(evaluation.framework.outcomes):
        changes.append(Change(Cell("outcome", outcome, "view"), None, n % 4 + 1))
        changes.append(
            Change(Cell("outcome", outcome, "achieved"), None, f"What we did about {outcome}. " * 20)
        )
    answers = itertools.cycle(("yes", "partly", "not-yet"))
    changes += [
        Change(Cell("look", i, "answer"), None, next(answers)) for i in evaluation.framework.indicators
    ]
    evaluation.store.commit(evaluation.setting_id, Changeset("bench", "answers", tuple(changes)))
    evaluation.refresh()


def _crosswalk(path: Path, old: Framework, new: Framework) -> Path:
    """Most ids are kept; of every nine look-fors one is split, one merged and one retired."""
    kept = [each for each in old.outcomes if each in new.outcomes]
    look_fors = list(old.indicators)
    moves: list[dict[str, object]] = [{"from": kept, "how": "kept", "same": True}]
    moves += [{"from": [each], "how": "retired"} for each in old.outcomes if each not in new.outcomes]
    there = [each for each in look_fors if each in new.indicators]
    moves += [{"from": [each], "how": "retired"} for each in look_fors if each not in new.indicators]
    fresh = iter([each for each in new.indicators if each not in old.indicators])
    same = []
    for n, each in enumerate(there):
        target = next(fresh, None) if n % 9 in (1, 4) else None
        if n % 9 == 1 and target:
            moves.append({"from": [each], "to": [each, target], "how": "split"})
        elif n % 9 == 4 and target:
            moves.append({"from": [each], "to": [target], "how": "renamed"})
        elif n % 9 == 7:
            moves.append({"from": [each], "how": "retired"})
        else:
            same.append(each)
    moves.append({"from": same, "how": "kept", "same": True})
    content = {
        "crosswalk": {
            "from": old.ref,
            "to": new.ref,
            "about": "For measuring.",
            "moves": [{**move, "why": "For measuring."} for move in moves],
            "stages": {each: each for each in old.stage_by_id},
            "milestones": {each: each for each in old.milestone_by_id},
        }
    }
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path


def _bare(path: Path, plan: Plan) -> float:
    """Seconds that bare ``sqlite3`` takes for the rows that the move touches and one line of the journal for
    each cell, durable as ours are."""
    rows: dict[tuple[str, str], list[object]] = {}
    for change in plan.changes:
        rows.setdefault((change.cell.kind, change.cell.record), []).append(change.after)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE row (kind TEXT, id TEXT, said TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE change (n INTEGER, kind TEXT, id TEXT, field TEXT, before TEXT, after TEXT, "
        "PRIMARY KEY (n)) WITHOUT ROWID"
    )
    connection.executemany("INSERT INTO row VALUES (?, ?, ?)", ((*key, "") for key in rows))
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for kind, record in rows:
        connection.execute("SELECT said FROM row WHERE kind = ? AND id = ?", (kind, record)).fetchone()
    connection.executemany(
        "INSERT OR REPLACE INTO row VALUES (?, ?, ?)",
        ((*key, json.dumps(values)) for key, values in rows.items()),
    )
    connection.executemany(
        "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
        (
            (n, *change.cell, json.dumps(change.before), json.dumps(change.after))
            for n, change in enumerate(plan.changes)
        ),
    )
    connection.execute("COMMIT")
    took = time.perf_counter() - begun
    connection.close()
    return took


if __name__ == "__main__":
    for measured in rows():
        print(f"{measured.work}: {measured.ratio:.2f} × {measured.against} ({measured.detail})")
