"""Evidence files in the database."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from store_samples import change, set_up

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.portfolio.changes import Changeset
from rrsa.store import Store, open_store

MIB = 1024 * 1024


def rows(store: Store, table: str) -> int:
    with store.database.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0)


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 17])
def test_a_file_comes_back_as_it_went_in(store: Store, birch: str, size: int, tmp_path: Path) -> None:
    content = os.urandom(size)
    file = tmp_path / "photo.jpg"
    file.write_bytes(content)
    stored = store.put_file(birch, file)
    assert stored == (sha256(content).hexdigest(), size)
    pieces = list(store.read_file(birch, stored.sha256))
    assert b"".join(pieces) == content
    assert all(len(piece) <= MIB for piece in pieces)


def test_the_same_content_is_stored_once_a_setting(store: Store) -> None:
    set_up(store, "birch")
    set_up(store, "ash")
    content = os.urandom(2 * MIB)
    first = store.put_file("birch", io.BytesIO(content))
    assert store.put_file("birch", io.BytesIO(content)) == first
    assert (rows(store, "file"), rows(store, "file_chunk")) == (1, 2)
    with pytest.raises(NotFound):
        store.read_file("ash", first.sha256)
    store.put_file("ash", io.BytesIO(content))
    assert (rows(store, "file"), rows(store, "file_chunk")) == (2, 4)


def test_a_file_that_is_too_large_is_refused_before_anything_is_stored(store: Store, birch: str) -> None:
    assert store.put_file(birch, io.BytesIO(b"x" * MIB), limit=MIB).size == MIB
    with pytest.raises(BadInput, match="larger than 1 MB"):
        store.put_file(birch, io.BytesIO(b"x" * (MIB + 1)), limit=MIB)
    assert rows(store, "file") == 1


def test_more_than_the_limit_is_never_read(store: Store, birch: str) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(BadInput):
        store.put_file(birch, endless, limit=4 * MIB)  # type: ignore[arg-type]
    assert endless.given <= 6 * MIB


def test_a_source_that_hands_over_little_by_little_is_stored_whole(store: Store, birch: str) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 70_001))

    content = os.urandom(MIB + 5)
    stored = store.put_file(birch, Slow(content))
    assert stored.sha256 == sha256(content).hexdigest()
    assert [len(p) for p in store.read_file(birch, stored.sha256)] == [MIB, 5]


def _grow(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(b"more")


def _shrink(file: Path) -> None:
    os.truncate(file, MIB + 10)


def _touch(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(b"other")
    os.utime(file, ns=(1, 1))


@pytest.mark.parametrize("meddle", [_grow, _shrink, _touch])
def test_a_file_that_changes_while_it_is_read_is_refused(
    store: Store, birch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meddle: Callable[[Path], None]
) -> None:
    from rrsa.store import files

    file = tmp_path / "notes.docx"
    file.write_bytes(os.urandom(3 * MIB))
    read, calls = files._filled, []

    def meddled(stream: io.BufferedReader) -> bytes:
        piece = read(stream)
        if not calls:
            meddle(file)
        calls.append(1)
        return piece

    monkeypatch.setattr(files, "_filled", meddled)
    with pytest.raises(BadInput, match=r"“notes\.docx” was changed while"):
        store.put_file(birch, file)
    assert rows(store, "file_chunk") == 0
    monkeypatch.undo()


def test_a_file_that_is_not_there_or_a_folder_is_said_at_once(
    store: Store, birch: str, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        store.put_file(birch, tmp_path / "nothing.pdf")
    with pytest.raises(BadInput, match="is a folder"):
        store.put_file(birch, tmp_path)
    with pytest.raises(NotFound, match="not in the database"):
        store.read_file(birch, "0" * 64)


def test_damage_is_noticed_when_reading_and_by_the_check(store: Store, birch: str) -> None:
    stored = store.put_file(birch, io.BytesIO(b"abc" * MIB))
    with store.database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE aside AS SELECT * FROM file_chunk WHERE n = 1")
        connection.exec_driver_sql("DELETE FROM file_chunk WHERE n = 1")
    with pytest.raises(EnvironmentFailed, match="damaged"):
        list(store.read_file(birch, stored.sha256))
    assert any("damaged" in line for line in store.check())
    with store.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO file_chunk SELECT * FROM aside")
        connection.exec_driver_sql("DROP TABLE aside")
    assert len(b"".join(store.read_file(birch, stored.sha256))) == 3 * MIB


def test_evidence_whose_file_is_missing_is_found_by_the_check(store: Store, birch: str) -> None:
    cells = (
        change("evidence", "E1", "present", None, True),
        change("evidence", "E1", "file_sha256", None, "0"),
    )
    mine = Changeset("head", "File", cells)
    store.commit(birch, mine)
    assert store.check() == ["birch: the file of evidence E1 is missing"]
    store.undo(birch, "head")


KILLED = """
import io, os, sys
from rrsa.store import open_store
from rrsa.store.statements import Prepared

plain, steps = Prepared.run, 0

def run(self, connection, *values):
    global steps
    result = plain(self, connection, *values)
    steps += "INTO file" in self.sql
    if steps == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    return result

Prepared.run = run
open_store(sys.argv[1]).put_file("birch", io.BytesIO(bytes(range(256)) * 4096 * 5))
"""


@pytest.mark.parametrize("after", [1, 3, 5, 6])
def test_a_program_killed_while_storing_leaves_no_trace(tmp_path: Path, after: int) -> None:
    """Killed after so many of its statements: chunks first, the row that speaks of them last."""
    where = tmp_path / "rrsa.db"
    with open_store(where) as store:
        set_up(store)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(where), str(after)], check=False)
    assert killed.returncode == -9
    with open_store(where) as store:
        assert (rows(store, "file"), rows(store, "file_chunk")) == (0, 0)
        assert store.check() == []
        again = store.put_file("birch", io.BytesIO(bytes(range(256)) * 4096 * 5))
        assert len(b"".join(store.read_file("birch", again.sha256))) == 5 * MIB
