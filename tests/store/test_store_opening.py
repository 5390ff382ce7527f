"""Finding, making and refusing databases."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_samples import set_up, view

from rrsa import paths
from rrsa.errors import BadInput, EnvironmentFailed, NotFound, ReadOnly, RrsaError
from rrsa.store import open_store


def one_line(problem: RrsaError) -> str:
    """The message, which must be one line that says what to do."""
    text = str(problem)
    assert "\n" not in text
    assert problem.what and problem.mend
    return text


def test_the_users_own_database_is_made_where_none_is_named(home: Path) -> None:
    with open_store() as store:
        set_up(store)
    assert paths.default_database().is_file()
    assert paths.default_database().is_relative_to(home)
    if os.name == "posix":
        assert paths.default_database().stat().st_mode & 0o077 == 0
    with open_store(create=False) as store:
        assert store.exists("birch")


@pytest.mark.parametrize("name", ["plain.db", "a b.db", "50%25 #1?mode=ro&x.db", "früh 👧.db", "no suffix"])
@pytest.mark.parametrize("form", [str, Path, lambda p: f"sqlite:///{p}"], ids=["text", "path", "url"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str, form: Callable[[Path], str | Path]) -> None:
    with open_store(form(tmp_path / name)) as store:
        set_up(store)
    assert (tmp_path / name).is_file()
    with open_store(form(tmp_path / name), read_only=True) as store:
        assert store.exists("birch")
    # A reader may not tidy away what SQLite needs beside the file; nothing else is left.
    assert {p.name.removesuffix("-wal").removesuffix("-shm") for p in tmp_path.iterdir()} == {name}


def test_nothing_is_made_where_nothing_should_be(tmp_path: Path) -> None:
    for refused in ({"create": False}, {"read_only": True}):
        with pytest.raises(NotFound, match="there is no database") as found:
            open_store(tmp_path / "rrsa.db", **refused)
        one_line(found.value)
    with pytest.raises(BadInput, match="there is no folder"):
        open_store(tmp_path / "nowhere" / "rrsa.db")
    with pytest.raises(BadInput, match="is a folder"):
        open_store(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "where", ["mysql://x/y", "sqlite://", "sqlite:///", ":memory:", "sqlite:///:memory:"]
)
def test_other_kinds_of_database_are_refused(where: str) -> None:
    with pytest.raises(BadInput) as refused:
        open_store(where)
    one_line(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"not a database\n" * 500,
        b"PK\x03\x04" + bytes(5000),
        b"SQLite format 3\0",
        b"SQLite format 3\0" + b"\x07" * 9000,
    ],
    ids=["one byte", "text", "zip", "cut short", "garbage"],
)
def test_what_is_no_database_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rrsa.db"
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(EnvironmentFailed, match="damaged or no database") as refused:
            open_store(path, read_only=read_only)
        assert "rrsa restore" in one_line(refused.value)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photos (name)")
    before = path.read_bytes()
    with pytest.raises(BadInput, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_tables_of_another_program_on_a_server_are_left_alone(postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE photos (name text)")
    with open_store(postgres_url) as store:  # beside others' tables there is room
        set_up(store)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP TABLE meta")
    with pytest.raises(BadInput, match="another program"):
        open_store(postgres_url)


def test_a_file_that_was_being_made_when_the_program_was_killed_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "rrsa.db"
    path.touch()
    with open_store(path) as store:
        set_up(store)
    empty = tmp_path / "empty.db"
    connection = sqlite3.connect(empty)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    with open_store(empty) as store:
        set_up(store)


def test_a_damaged_page_is_said_and_found_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        set_up(store)
        for n in range(200):
            store.commit("birch", view(str(n), None, n))
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'outcome'").fetchone()[0]
    page = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * page : root * page] = b"\xff" * page
    path.write_bytes(content)
    with open_store(path, read_only=True) as store:
        problems = store.check()
        assert problems
        assert all("\n" not in line for line in problems)
        with pytest.raises(EnvironmentFailed) as failed:
            store.load("birch")
        assert "rrsa restore" in one_line(failed.value)


def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    """No test can cut the power; these are the settings under which SQLite survives that."""
    with open_store(tmp_path / "rrsa.db") as store:
        set_up(store)
        driver = store.database.driver()
        asked = {
            name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert driver.execute("PRAGMA foreign_keys").fetchone()[0] == 1


# -- rights ------------------------------------------------------------------------------------------

NOBODY = 65534


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """Rights apply to everybody but root: where the tests run as root, this part does not."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, NOBODY, NOBODY)
    for each in folder.iterdir():
        os.chown(each, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def shelf(posix: None) -> Iterator[Path]:
    """A folder that an ordinary user can reach, with a filled database in it."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="rrsa-shelf-"))
    with open_store(folder / "rrsa.db") as store:
        set_up(store)
        store.check()
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_file_in_a_read_only_folder_can_be_read(shelf: Path) -> None:
    with ordinary_user(shelf):
        (shelf / "rrsa.db").chmod(0o444)
        shelf.chmod(0o555)
        with open_store(shelf / "rrsa.db", read_only=True) as store:
            assert store.exists("birch")
            assert store.check() == []
            assert not store.changed()


@pytest.mark.parametrize("file, folder", [(0o444, 0o755), (0o444, 0o555), (0o644, 0o555)])
def test_a_database_that_cannot_be_written_says_so_when_it_is_opened(
    shelf: Path, file: int, folder: int
) -> None:
    with ordinary_user(shelf):
        (shelf / "rrsa.db").chmod(file)
        shelf.chmod(folder)
        with pytest.raises(ReadOnly) as refused:
            open_store(shelf / "rrsa.db")
        assert "--read-only" in one_line(refused.value)


def test_a_database_that_may_not_be_read_or_made_says_so(shelf: Path) -> None:
    with ordinary_user(shelf):
        (shelf / "rrsa.db").chmod(0o000)
        for read_only in (False, True):
            with pytest.raises(EnvironmentFailed) as refused:
                open_store(shelf / "rrsa.db", read_only=read_only)
            one_line(refused.value)
        shelf.chmod(0o555)
        with pytest.raises(EnvironmentFailed, match="cannot be made") as refused:
            open_store(shelf / "new.db")
        one_line(refused.value)


def test_a_reader_sees_what_a_writer_has_not_yet_folded_in(shelf: Path) -> None:
    with open_store(shelf / "rrsa.db") as writer:
        writer.commit("birch", view("1", None, 3))
        assert (shelf / "rrsa.db-wal").stat().st_size > 0
        with open_store(shelf / "rrsa.db", read_only=True) as reader:
            assert reader.load("birch").portfolio.outcome("1").view == 3
