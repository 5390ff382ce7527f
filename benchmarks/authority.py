"""Sixty evidence packs in one go: how long against the same packs one by one, and in how much memory."""

from __future__ import annotations

import io
import os
import random
import statistics
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks import Row
from benchmarks.workbooks import peak, timed

if TYPE_CHECKING:
    from rrsa.store import Store

_FEW, _MANY = 6, 60
_SIZE = 1024 * 1024  # bytes of each file
_FILES = 2  # of each setting
_RUNS = 3
_RATIO = 1.3
_MEMORY = 1.2  # a run does not grow in memory with the number of settings


def rows() -> list[Row]:
    """The lines of the table for many settings at once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(mock.patch.dict(os.environ, {"RRSA_HOME": str(folder)}))
        from rrsa.store import open_store

        store = stack.enter_context(open_store(folder / "authority.db"))
        settings = [_setting(store, n) for n in range(_MANY)]
        _send(store, folder / "first", settings[:1])  # what is read once and kept
        little = peak(partial(_send, store, folder / "few", settings[:_FEW]))
        much = peak(partial(_send, store, folder / "many", settings))
        together, alone = [], []
        for run in range(_RUNS):
            alone.append(timed(partial(_one_by_one, store, folder / f"alone-{run}", settings[:_FEW])))
            together.append(timed(partial(_send, store, folder / f"together-{run}", settings[:_FEW])))
    return [
        Row(
            work=f"{_FEW} evidence packs in one go, listed with checksums",
            against="the same packs one by one",
            ratio=statistics.median(a / b for a, b in zip(together, alone, strict=True)),
            budget=_RATIO,
            detail=f"medians of {statistics.median(together):.2f} and {statistics.median(alone):.2f} s",
        ),
        Row(
            work=f"memory of {_MANY} evidence packs in one go",
            against=f"memory of {_FEW}",
            ratio=much / little,
            budget=_MEMORY,
            detail=f"peaks of {much / 1e6:.1f} MB and {little / 1e6:.1f} MB",
        ),
    ]


def _send(store: Store, folder: Path, settings: list[str]) -> None:
    from rrsa.exchange.many.sending import send

    made = send(store, folder, settings, author="Coordinator")
    assert len(made.lines) == len(settings)
    assert not made.problems, made.problems


def _one_by_one(store: Store, folder: Path, settings: list[str]) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.pack.writing import write_pack

    folder.mkdir()
    for setting in settings:
        evaluation = Evaluation.open(store, setting, author="Coordinator")
        write_pack(evaluation, folder / f"{setting}.zip")


def _setting(store: Store, number: int) -> str:
    """A school with a piece for each outcome, and a file with some of them."""
    from rrsa.framework.catalogue import find
    from rrsa.portfolio import edits
    from rrsa.portfolio.changes import Change, Changeset
    from rrsa.portfolio.ids import derived_id
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import Value
    from rrsa.setup import create_setting

    adopted = find("rights-respecting-school")
    setting = create_setting(store, f"School {number:02}", adopted, author="Lead")
    changes: list[Change] = []
    for n, outcome in enumerate(adopted.framework.outcomes):
        made = derived_id("E", setting, str(n))
        values: dict[str, Value] = {
            "title": f"What pupils said in week {n}",
            "perspective": "children",
            "directness": "first-hand",
            "consent": "not-needed",
        }
        if n < _FILES:
            stored = store.put_file(setting, io.BytesIO(random.Random(f"{number} {n}").randbytes(_SIZE)))
            values |= {
                "file_sha256": stored.sha256,
                "file_name": f"week-{n}.mp3",
                "file_type": "audio/mpeg",
                "file_size": stored.size,
            }
        changes += edits.create("evidence", made, values)
        changes += edits.link(Portfolio(), made, [outcome], "works", new=True)[0]
        changes += edits.set_fields(
            Portfolio(), "outcome", outcome, {"view": 2, "line": "Some classes do this well."}
        )[0]
    store.commit(setting, Changeset("Lead", "A year", tuple(changes)))
    return setting
