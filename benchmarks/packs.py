"""Evidence packs with many files: how long against a bare zip of the same files, and in how much memory."""

from __future__ import annotations

import hashlib
import io
import os
import random
import statistics
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks import Row
from benchmarks.workbooks import peak, timed

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

_FEW, _MANY = 4, 40
_SIZE = 5 * 1024 * 1024
_RUNS = 3
_RATIO = 2
_MEMORY = 1.2  # the pack does not grow in memory with what it holds


def rows() -> list[Row]:
    """The lines of the table for packs."""
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ, {"RRSA_HOME": name}):
        folder = Path(name)
        with _school(folder / "few.db", _FEW) as few:
            little = peak(partial(_pack, few, folder / "few.zip"))
        with _school(folder / "many.db", _MANY) as many:
            target = folder / "many.zip"
            much = peak(partial(_pack, many, target))
            ours, bare = [], []
            for _run in range(_RUNS):
                bare.append(timed(partial(_bare, many, folder / "bare.zip")))
                ours.append(timed(partial(_pack, many, target)))
    size = f"{_MANY * _SIZE // 1024**2} MB in {_MANY} files"
    return [
        Row(
            work=f"an evidence pack of {size}, looked into for names",
            against="the same files read, summed and zipped",
            ratio=statistics.median(a / b for a, b in zip(ours, bare, strict=True)),
            budget=_RATIO,
            detail=f"{statistics.median(ours) * 1000:.0f} ms and {statistics.median(bare) * 1000:.0f} ms",
        ),
        Row(
            work=f"memory of an evidence pack of {size}",
            against=f"memory with {_FEW} such files",
            ratio=much / little,
            budget=_MEMORY,
            detail=f"peaks of {much / 1e6:.1f} MB and {little / 1e6:.1f} MB",
        ),
    ]


def _pack(evaluation: Evaluation, target: Path) -> None:
    from rrsa.exchange.pack.choice import Choice
    from rrsa.exchange.pack.writing import write_pack

    pieces = tuple(evaluation.portfolio.evidence)
    packed = write_pack(evaluation, target, choice=Choice(add=pieces))
    assert packed.files == len(pieces), packed


def _bare(evaluation: Evaluation, target: Path) -> None:
    """What nobody can do without: reading, summing and writing."""
    store, setting = evaluation.store, evaluation.setting_id
    with zipfile.ZipFile(target, "w") as archive:
        for item in evaluation.portfolio.evidence.values():
            digest = hashlib.sha256()
            with archive.open(f"{item.id}.mp4", "w") as stream:
                for chunk in store.read_file(setting, item.file_sha256 or ""):
                    digest.update(chunk)
                    stream.write(chunk)
            archive.writestr(f"{item.id}.sha256", digest.hexdigest())


@contextmanager
def _school(database: Path, files: int) -> Iterator[Evaluation]:
    """A school whose every piece of evidence has a film that nothing can be made smaller of."""
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.gate.names import Names
    from rrsa.framework.catalogue import find
    from rrsa.portfolio import edits
    from rrsa.portfolio.changes import Change, Changeset
    from rrsa.portfolio.ids import derived_id
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import Value
    from rrsa.setup import create_setting
    from rrsa.store import open_store

    with open_store(database) as store:
        adopted = find("rights-respecting-school")
        setting = create_setting(store, database.stem, adopted, author="Lead")
        outcomes = list(adopted.framework.outcomes)
        changes: list[Change] = []
        for n in range(files):
            stored = store.put_file(setting, io.BytesIO(random.Random(n).randbytes(_SIZE)))
            made = derived_id("E", str(n))
            values: dict[str, Value] = {
                "title": f"A film of circle time, week {n}",
                "perspective": "observation",
                "directness": "first-hand",
                "consent": "given",
                "file_sha256": stored.sha256,
                "file_name": f"circle-time-{n}.mp4",
                "file_type": "video/mp4",
                "file_size": stored.size,
            }
            changes += edits.create("evidence", made, values)
            target = [outcomes[n % len(outcomes)]]
            changes += edits.link(Portfolio(), made, target, "works", new=True)[0]
        store.commit(setting, Changeset("Lead", "Films", tuple(changes)))
        Names.of(setting).add(["Quillfeather"])
        yield Evaluation.open(store, setting, author="Lead")
