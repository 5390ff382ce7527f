"""Whole packs that were spoiled, or altered by somebody who made the sums fit: one line, and nothing halved.

``RRSA_FUZZ=500`` tries more cases, ``RRSA_FUZZ_FROM=300`` others; a failure names its seed.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from foreign_writers import foreign
from workbook_fuzz import VALUES, ZIP_WAYS, parts_of

from rrsa.errors import RrsaError
from rrsa.evaluation import Evaluation
from rrsa.exchange.whole import apply_whole_pack, read_whole_pack, write_whole_pack
from rrsa.exchange.whole.opening import DATABASE, MARK, SUMS
from rrsa.store import Store, open_store

CASES = int(os.environ.get("RRSA_FUZZ", "40"))
FIRST = int(os.environ.get("RRSA_FUZZ_FROM", "0"))
_ODD = (*(value.encode("utf-8", "replace").decode() for value in VALUES), None, 7, -1, b"\xff", "2026-13-40")


@pytest.fixture
def moved_apart(tmp_path: Path) -> Iterator[tuple[Evaluation, bytes]]:
    """A school that has moved on, and a whole pack of a copy that has moved on elsewhere."""
    with open_store(tmp_path / "here.db") as store, open_store(tmp_path / "there.db") as other:
        school = foreign.make_setting(store)
        began = tmp_path / "began.zip"
        write_whole_pack(store, school.setting_id, began)
        apply_whole_pack(other, began, {}, author="Lead")
        school.record_outcome("1", {"line": "here"})
        there = Evaluation.open(other, school.setting_id, author="Head")
        there.record_outcome("1", {"line": "there"})
        there.record_outcome("2", {"achieved": "A rota of listeners."})
        pack = tmp_path / "theirs.zip"
        write_whole_pack(other, school.setting_id, pack)
        yield school, pack.read_bytes()


def test_spoiled_packs_are_refused_in_a_line_or_come_in_whole(
    moved_apart: tuple[Evaluation, bytes], tmp_path: Path
) -> None:
    school, made = moved_apart
    store, setting = school.store, school.setting_id
    before = store.load(setting)
    came: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + CASES):
        path = tmp_path / f"{seed}.zip"
        path.write_bytes(_spoiled(made, random.Random(seed), tmp_path / "altered.db"))
        try:
            came[_looked_at(store, path)] += 1
            assert store.load(setting) == before, "looking has changed something"
            with open_store(tmp_path / f"{seed}.db") as empty:
                came[_brought_in(empty, path)] += 1
        except Exception as problem:
            raise AssertionError(f"seed {seed}: {problem!r}") from problem
    assert came["refused"] and came["compared"] and came["brought in"], came


def _looked_at(store: Store, path: Path) -> str:
    try:
        read_whole_pack(store, path)
    except RrsaError as refused:
        assert "\n" not in str(refused)
        return "refused"
    return "compared"


def _brought_in(store: Store, path: Path) -> str:
    """Into an empty database: complete, with a history that tells the same, or not at all."""
    try:
        apply_whole_pack(store, path, {}, prefer="theirs", author="Lead")
    except RrsaError as refused:
        assert "\n" not in str(refused)
        assert not store.settings()
        return "refused"
    for info in store.settings():
        now = store.load(info.id)
        assert store.portfolio_at(info.id, now.revision) == now.portfolio
        assert not store.check()
    return "brought in"


def _spoiled(made: bytes, lot: random.Random, working: Path) -> bytes:
    if lot.random() < 0.2:
        return lot.choice(ZIP_WAYS)(lot, made)
    parts = parts_of(made)
    working.write_bytes(parts[DATABASE])
    with closing(sqlite3.connect(working)) as connection:
        for _time in range(lot.choice((1, 1, 3))):
            _alter(lot, connection)
        connection.commit()
    return _with_sums(parts | {DATABASE: working.read_bytes()})


def _alter(lot: random.Random, connection: sqlite3.Connection) -> None:
    """A value becomes another, in one row or in all, or a row is gone."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    table = lot.choice(sorted(table for table in tables if counts[table]))
    column = lot.choice([row[1] for row in connection.execute(f"PRAGMA table_info({table})")])
    one = f"rowid IN (SELECT rowid FROM {table} LIMIT 1 OFFSET {lot.randrange(counts[table])})"
    value = lot.choice(_ODD)
    try:
        if lot.random() < 0.2:
            connection.execute(f"DELETE FROM {table} WHERE {one}")
        else:
            where = one if lot.random() < 0.7 else "1"
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))
    except sqlite3.Error:
        pass  # the database itself would not have it


def _with_sums(parts: dict[str, bytes]) -> bytes:
    """The pack put together again by somebody who knows how its sums are made."""
    stream = io.BytesIO()
    lines = [f"{hashlib.sha256(part).hexdigest()}  {name}\n" for name, part in parts.items() if name != SUMS]
    sums = "".join(lines).encode()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in (parts | {SUMS: sums}).items():
            archive.writestr(name, part)
        archive.comment = MARK + hashlib.sha256(sums).hexdigest().encode()
    return stream.getvalue()
