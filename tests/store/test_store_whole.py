"""The whole of one setting in a file: complete when it comes in, nothing half when something goes wrong."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from older import take_back_to
from store_samples import AUTHOR, evidence, founding, link, view
from test_store_faults import writer_in_the_way
from two_copies import begin, bring, cells, pack, put

from rrsa.errors import BadInput, EnvironmentFailed, NotFound, RrsaError
from rrsa.exchange.whole import read_whole_pack, write_whole_pack
from rrsa.store import Store, open_store, tables
from rrsa.store.erasing import erase
from rrsa.store.kinship import Road
from rrsa.store.rewriting import Mark

CONTENT = os.urandom(2 * 1024 * 1024 + 9)


def fill(store: Store) -> str:
    """A setting with a history, a file, something erased and another setting beside it; the file's hash."""
    begin(store)
    file = store.put_file("birch", io.BytesIO(CONTENT)).sha256
    store.commit("birch", evidence("E1", identifiable=True, people=3, file_sha256=file, note="früh 👧"))
    store.commit("birch", evidence("E2", consent="refused"))
    store.commit("birch", link("E1", "4"))
    store.commit("birch", view("1", None, 3))
    store.undo("birch", AUTHOR)
    erase(store, "birch", [Mark("evidence", "E2")], author="lead")
    store.create("ash", founding("Ash House"))
    store.commit("ash", evidence("E9", "Ash alone"))
    return file


@pytest.mark.parametrize(
    ("engine", "into"), [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]
)
def test_it_comes_in_complete(engine: str, into: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    where, new = (
        str(request.getfixturevalue("postgres_url")) if each == "postgresql" else str(tmp_path / name)
        for each, name in ((engine, "rrsa.db"), (into, "new.db"))
    )
    with open_store(where) as store, open_store(new) as other:
        file = fill(store)
        told = store.history("birch"), store.load("birch"), store.erased("birch")
        done = bring(other, pack(store, tmp_path))
        assert (done.road, done.setting, done.revision) == (Road.NEW, "birch", told[1].revision)
        assert [info.id for info in other.settings()] == ["birch"]
        assert (other.history("birch"), other.load("birch"), other.erased("birch")) == told
        assert b"".join(other.read_file("birch", file)) == CONTENT
        sha = other.load("birch").portfolio.setting.framework_sha256
        assert other.framework_text("birch", sha or "") == store.framework_text("birch", sha or "")
        other.redo("birch", AUTHOR)
        assert other.load("birch").portfolio.outcome("1").view == 3
        with pytest.raises(BadInput, match="erased for good"):
            other.commit("birch", evidence("E2"))
        assert other.check() == []


def test_the_file_is_private_holds_one_setting_and_no_list_of_names(
    store: Store, tmp_path: Path, home: Path, posix: None
) -> None:
    fill(store)
    (home / "names").mkdir()
    (home / "names" / "birch.txt").write_text("Morag Wintergreen\n", encoding="utf-8")
    folder = tmp_path / "stick"
    folder.mkdir()
    made = write_whole_pack(store, "birch", folder / "birch.zip")
    assert (made.files, made.setting) == (1, "birch")
    assert [each.name for each in folder.iterdir()] == ["birch.zip"]
    assert made.path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(made.path) as archive:
        assert sorted(archive.namelist()) == ["READ-ME-FIRST.txt", "SHA256SUMS.txt", "whole.db"]
        sums = dict(line.split()[::-1] for line in archive.read("SHA256SUMS.txt").decode().splitlines())
        for name in ("whole.db", "READ-ME-FIRST.txt"):
            assert hashlib.sha256(archive.read(name)).hexdigest() == sums[name]
        held = b"".join(archive.read(name) for name in archive.namelist())
        archive.extract("whole.db", tmp_path)
    assert b"Wintergreen" not in held
    assert b"Ash alone" not in held
    assert "Nothing is held back" in " ".join(held.decode("utf-8", "replace").split())
    with open_store(tmp_path / "whole.db") as alone:
        assert alone.check() == []
    assert list((home / "cache" / "whole").iterdir()) == []


def test_what_was_done_there_since_is_added_as_it_was(store: Store, tmp_path: Path) -> None:
    fill(store)
    with open_store(tmp_path / "theirs.db") as theirs:
        bring(theirs, pack(store, tmp_path))
        sha = theirs.put_file("birch", io.BytesIO(b"new")).sha256
        put(theirs, "depute", {("evidence", "E1", "file_sha256"): sha})
        theirs.undo("birch", "depute")
        put(theirs, "depute", {("outcome", "2", "line"): "two"})
        told = theirs.history("birch"), theirs.load("birch")
        file = pack(theirs, tmp_path)
    seen = read_whole_pack(store, file)
    assert seen.preview.notes == ("Nothing was done here since: 3 changes come in as they were made.",)
    done = bring(store, file)
    assert (done.road, done.committed) == (Road.FORWARD, 3)
    assert (store.history("birch"), store.load("birch")) == told
    assert b"".join(store.read_file("birch", sha)) == b"new"
    assert bring(store, file).road is Road.NOTHING
    store.undo("birch", "depute")


def test_an_older_copy_of_ours_comes_to_nothing(store: Store, tmp_path: Path) -> None:
    fill(store)
    file = pack(store, tmp_path)
    put(store, "lead", {("outcome", "2", "line"): "since"})
    before = store.load("birch")
    seen = read_whole_pack(store, file)
    assert seen.comes_to_nothing
    assert seen.preview.notes == ("There is nothing to do: all that was done there is known here.",)
    assert bring(store, file).committed == 0
    assert store.load("birch") == before


def test_a_pack_of_an_earlier_version_is_brought_up_to_date_on_the_way(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "old.db") as old:
        begin(old)
        put(old, "lead", {("outcome", "2", "line"): "long ago"})
        file = pack(old, tmp_path)
    with open_store(_taken_out(file, tmp_path)) as inside:
        take_back_to(inside, "0002")
    _packed(file, (tmp_path / "whole.db").read_bytes())
    assert bring(store, file).road is Road.NEW
    assert store.load("birch").portfolio.outcome("2").line == "long ago"


# -- what is no whole pack -----------------------------------------------------------------------------


def _taken_out(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        return Path(archive.extract("whole.db", folder))


def _packed(file: Path, database: bytes, sums: bytes | None = None) -> Path:
    told = sums if sums is not None else f"{hashlib.sha256(database).hexdigest()}  whole.db\n".encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("whole.db", database)
        archive.writestr("SHA256SUMS.txt", told)
    return file


def _altered(file: Path, folder: Path, *statements: str) -> Path:
    database = _taken_out(file, folder)
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return _packed(file, database.read_bytes())


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda f, _t: _packed(f, b"no database"), "damaged: it holds no database — ask for it once more"),
        (lambda f, _t: _packed(f, b"SQLite", b"0" * 64 + b"  whole.db\n"), "does not fit its checksums"),
        (lambda f, _t: _packed(f, b"SQLite", b"nothing"), "does not fit its checksums"),
        (lambda f, _t: f.write_bytes(f.read_bytes()[:-2000]), "is damaged: it cannot be unpacked"),
        (lambda f, _t: f.write_bytes(b"PK and more"), "is damaged: it cannot be unpacked"),
        (lambda f, _t: _packed(f, bytes(64_000_000)), "would grow beyond all measure"),
        (lambda f, t: _altered(f, t, "CREATE TRIGGER t AFTER INSERT ON erased BEGIN SELECT 1; END"),
         "was not made by this program"),
        (lambda f, t: _altered(f, t, "UPDATE setting SET name = 'Elm'"), "setting/setting/name is not what"),
        (lambda f, t: _altered(f, t, "UPDATE meta SET version_num = '9999'"), "newer version"),
        (lambda f, t: _altered(f, t, "INSERT INTO setting (id, revision) VALUES ('x', 0)"), "2 settings"),
        (lambda f, t: _altered(f, t, "UPDATE journal_change SET kind = 'wish'"), "kept cannot be read"),
        (lambda f, t: _altered(f, t, "UPDATE journal_change SET after = '{'"), "kept cannot be read"),
    ],
    ids=[
        "text", "wrong sum", "no sum", "cut off", "no zip", "bomb", "trigger", "altered", "newer", "two",
        "kind", "value",
    ],
)  # fmt: skip
def test_what_is_no_whole_pack_is_said_in_a_line_and_changes_nothing(
    make: object, says: str, tmp_path: Path, home: Path
) -> None:
    with open_store(tmp_path / "theirs.db") as theirs:
        begin(theirs)
        file = pack(theirs, tmp_path)
    make(file, tmp_path / "out")  # type: ignore[operator]
    with open_store(tmp_path / "rrsa.db") as store:
        with pytest.raises(RrsaError) as failed:
            bring(store, file)
        assert says in str(failed.value)
        assert "\n" not in str(failed.value)
        assert store.settings() == []
        with pytest.raises(NotFound, match="there is no file"):
            bring(store, tmp_path / "nothing.zip")
    assert list((home / "cache" / "whole").iterdir()) == []


def test_an_evidence_pack_is_no_whole_pack(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.writestr("evidence/4/council.pdf", "x")
    with pytest.raises(BadInput, match="is no whole pack — a whole pack is made with rrsa pack --whole"):
        bring(store, tmp_path / "pack.zip")


def test_it_never_takes_the_place_of_what_is_not_ours(store: Store, tmp_path: Path) -> None:
    fill(store)
    letter = tmp_path / "letter.zip"
    letter.write_bytes(b"PK dear parents")
    with pytest.raises(BadInput, match="was not exported by rrsa"):
        write_whole_pack(store, "birch", letter)
    assert letter.read_bytes() == b"PK dear parents"
    with pytest.raises(BadInput, match=r"does not end in \.zip"):
        write_whole_pack(store, "birch", tmp_path / "whole.db")
    with pytest.raises(NotFound):
        write_whole_pack(store, "oak", tmp_path / "oak.zip")
    first = pack(store, tmp_path)
    put(store, "lead", {("outcome", "2", "line"): "since"})
    write_whole_pack(store, "birch", first)
    with zipfile.ZipFile(first, "a") as archive:
        archive.writestr("more.txt", "mine")
    with pytest.raises(BadInput, match="has been saved by somebody"):
        write_whole_pack(store, "birch", first)
    assert sorted(each.name for each in tmp_path.iterdir() if ".part" in each.name) == []


# -- the machine in the way ----------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from rrsa.store import merging, open_store
from rrsa.exchange.whole import apply_whole_pack
after = int(sys.argv[3])
with open_store(sys.argv[1]) as store:
    def tick(connection, cursor, statement, parameters, context, executemany):
        global after
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            after -= 1
            if after < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    from sqlalchemy import event
    event.listen(store.database.engine, "before_cursor_execute", tick)
    apply_whole_pack(store, Path(sys.argv[2]), {}, prefer="theirs", author="taker")
    print("done")
"""


@pytest.mark.parametrize("road", ["new", "forward", "merge"])
def test_killed_on_the_way_it_is_all_or_none(tmp_path: Path, posix: None, road: str) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store, open_store(tmp_path / "theirs.db") as theirs:
        begin(theirs)
        if road != "new":
            bring(store, pack(theirs, tmp_path))
        if road == "merge":
            put(store, "lead", {("outcome", "1", "line"): "ours"})
        sha = theirs.put_file("birch", io.BytesIO(CONTENT)).sha256
        theirs.commit("birch", evidence("E1", file_sha256=sha))
        put(theirs, "depute", {("outcome", "2", "line"): "two"})
        file = pack(theirs, tmp_path)
        before = cells(store) if road != "new" else {}
    finished = False
    for after in (0, 2, 4, 7, 11, 200):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(file), str(after)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        finished = done.returncode == 0
        assert finished or done.returncode == -signal.SIGKILL, done.stderr
        with open_store(path) as store:
            assert store.check() == []
            if not finished:
                assert (cells(store) if store.exists("birch") else {}) == before
                assert not store.exists("birch") or store.side_lines("birch") == []
        if finished:
            break
    assert finished
    with open_store(path) as store:
        assert store.load("birch").portfolio.outcome("2").line == "two"
        assert b"".join(store.read_file("birch", sha)) == CONTENT


def test_a_full_disk_is_said_and_leaves_nothing_half(tmp_path: Path) -> None:
    with open_store(tmp_path / "theirs.db") as theirs:
        fill(theirs)
        file = pack(theirs, tmp_path)
    with open_store(tmp_path / "rrsa.db") as store:
        driver = store.database.driver()
        driver.execute(f"PRAGMA max_page_count={driver.execute('PRAGMA page_count').fetchone()[0] + 40}")
        with pytest.raises(EnvironmentFailed, match="is full"):
            bring(store, file)
        assert store.settings() == []
        assert store.check() == []
        assert bring(store, file).road is Road.NEW  # the next write starts on a fresh connection


NO_ROOM = """
import resource, signal, sys
from pathlib import Path
from rrsa.errors import EnvironmentFailed
from rrsa.exchange.whole import write_whole_pack
from rrsa.store import open_store, whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

def no_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

def then_no_room(*arguments, **more):
    done = inner(*arguments, **more)
    no_room()
    return done

with open_store(sys.argv[1]) as store:
    if sys.argv[3] == "database":
        no_room()
    else:
        inner, whole.write_setting = whole.write_setting, then_no_room
    try:
        write_whole_pack(store, "birch", Path(sys.argv[2]))
    except EnvironmentFailed as problem:
        print("failed", problem)
"""


@pytest.mark.parametrize("full", ["database", "zip"])
def test_a_disk_that_fills_up_while_packing_leaves_no_half_pack(
    tmp_path: Path, posix: None, home: Path, full: str
) -> None:
    """Full while the database is copied, and while the zip is written."""
    with open_store(tmp_path / "rrsa.db") as store:
        fill(store)
    folder = tmp_path / "stick"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(tmp_path / "rrsa.db"), str(folder / "birch.zip"), full],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("failed"), done.stdout + done.stderr
    assert list(folder.iterdir()) == []
    assert list((home / "cache" / "whole").iterdir()) == []


def test_another_writer_is_waited_for_and_then_said(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.store import postgres, sqlite

    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.2)
    with open_store(store_url) as store, open_store(tmp_path / "theirs.db") as theirs:
        begin(store)
        bring(theirs, pack(store, tmp_path))
        put(theirs, "depute", {("outcome", "2", "line"): "two"})
        file = pack(theirs, tmp_path)
        before = store.load("birch")
        with writer_in_the_way(store_url), pytest.raises(EnvironmentFailed, match="busy"):
            bring(store, file)
        assert store.load("birch") == before
        assert bring(store, file).road is Road.FORWARD
        assert store.check() == []


def test_every_table_that_holds_what_people_recorded_travels() -> None:
    """A table that is added has to come along, by the setting that owns its rows."""
    for table in tables.CONTENT:
        assert table is tables.setting or "setting_id" in table.c
