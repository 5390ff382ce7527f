"""Backup into one file, from either engine, and back into either."""

from __future__ import annotations

import io
import os
import sqlite3
from pathlib import Path

import pytest
from store_samples import AUTHOR, evidence, founding, link, may_edit, set_up, view

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.store import Entry, SettingInfo, Snapshot, Store, open_store, restore

CONTENT = os.urandom(2 * 1024 * 1024 + 9)


def fill(store: Store) -> tuple[str, str]:
    """Two settings with a history, a file and a framework's text; returns the hashes of the last two."""
    set_up(store, "birch")
    file = store.put_file("birch", io.BytesIO(CONTENT)).sha256
    store.commit("birch", evidence("E1", identifiable=True, people=3, file_sha256=file, note="früh 👧"))
    store.commit("birch", link("E1", "4"))
    store.commit("birch", view("1", None, 3))
    store.undo("birch", AUTHOR)
    store.create("ash", founding("Ash House"), framework_text="title: ash")
    return file, store.put_framework("ash", "title: ash")


Told = list[tuple[SettingInfo, Snapshot, list[Entry]]]


def everything(store: Store) -> Told:
    return [(s, store.load(s.id), store.history(s.id)) for s in store.settings()]


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_brings_everything_back(
    engine: str, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "one.db")
    back = str(tmp_path / "two.db")
    if engine == into == "postgresql":
        url = str(request.getfixturevalue("postgres_url"))
        where, back = f"{url}?options=-csearch_path%3Done", f"{url}?options=-csearch_path%3Dtwo"
        _schemas(url, "one", "two")
    elif engine == "postgresql":
        where = str(request.getfixturevalue("postgres_url"))
    elif into == "postgresql":
        back = str(request.getfixturevalue("postgres_url"))
    with open_store(where) as store:
        file, text = fill(store)
        told = everything(store)
        store.backup(tmp_path / "backup.db")
        store.commit("birch", view("9", None, 1))
    assert restore(tmp_path / "backup.db", back) == ["ash", "birch"]
    with open_store(back) as store:
        assert everything(store) == told
        assert b"".join(store.read_file("birch", file)) == CONTENT
        assert store.framework_text("ash", text) == "title: ash"
        assert store.check() == []
        store.redo("birch", AUTHOR)
        assert store.load("birch").portfolio.outcome("1").view == 3


def _schemas(url: str, *names: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE SCHEMA {name}".encode())


def test_a_backup_is_one_file_that_opens_by_itself_and_is_private(store: Store, tmp_path: Path) -> None:
    fill(store)
    folder = tmp_path / "stick"
    folder.mkdir()
    store.backup(folder / "backup.db")
    assert [p.name for p in folder.iterdir()] == ["backup.db"]
    assert (folder / "backup.db").stat().st_mode & 0o077 == 0
    with open_store(folder / "backup.db", read_only=True) as reader:
        assert everything(reader) == everything(store)


def test_a_newer_backup_takes_an_older_ones_place_but_nothing_elses(
    store: Store, birch: str, tmp_path: Path
) -> None:
    store.backup(tmp_path / "backup.db")
    store.commit(birch, view("1", None, 3))
    store.backup(tmp_path / "backup.db")
    with open_store(tmp_path / "backup.db", read_only=True) as reader:
        assert reader.load(birch).revision == 2
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK dear parents")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    for path in (letter, other):
        with pytest.raises(BadInput, match="is no backup"):
            store.backup(path)
    assert letter.read_bytes() == b"PK dear parents"
    with pytest.raises(BadInput, match="is a folder"):
        store.backup(tmp_path)
    with pytest.raises(BadInput, match="there is no folder"):
        store.backup(tmp_path / "nowhere" / "backup.db")


def test_the_database_is_never_its_own_backup(tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db") as store:
        set_up(store)
        with pytest.raises(BadInput, match="the database itself"):
            store.backup(tmp_path / "rrsa.db")


def test_a_backup_that_fails_on_the_way_leaves_the_earlier_one(
    store: Store, birch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.store import backup

    store.backup(tmp_path / "backup.db")
    before = (tmp_path / "backup.db").read_bytes()
    store.commit(birch, view("1", None, 3))
    monkeypatch.setattr(backup, "engine_check", lambda _driver: ["the file is damaged"])
    with pytest.raises(EnvironmentFailed) as failed:
        store.backup(tmp_path / "backup.db")
    assert str(failed.value).startswith(f"{store.where} is damaged")
    assert (tmp_path / "backup.db").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []
    monkeypatch.undo()


def test_bringing_back_never_overwrites(store_url: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "first.db") as store:
        fill(store)
        store.backup(tmp_path / "backup.db")
    with open_store(store_url) as store:
        set_up(store, "birch")
        store.commit("birch", view("1", None, 4))
        set_up(store, "oak")
        before = everything(store)
    with pytest.raises(BadInput, match="the setting birch is in the database already"):
        restore(tmp_path / "backup.db", store_url)
    with open_store(store_url) as store:
        assert everything(store) == before


def test_settings_come_back_beside_others(store_url: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "first.db") as store:
        file, _text = fill(store)
        store.backup(tmp_path / "backup.db")
    with open_store(store_url) as store:
        set_up(store, "oak")
        may_edit(store_url, "birch")
        store.put_file("birch", io.BytesIO(CONTENT))  # of a set-up that was given up
    restore(tmp_path / "backup.db", store_url)
    with open_store(store_url) as store:
        assert [s.id for s in store.settings()] == ["ash", "birch", "oak"]
        assert b"".join(store.read_file("birch", file)) == CONTENT
        assert store.check() == []


def test_what_is_no_whole_backup_is_refused(store: Store, birch: str, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no backup"):
        restore(tmp_path / "nothing.db", tmp_path / "new.db")
    text = tmp_path / "text.db"
    text.write_text("not a database at all")
    with pytest.raises(EnvironmentFailed, match="damaged or no backup"):
        restore(text, tmp_path / "new.db")
    store.backup(tmp_path / "tampered.db")
    with sqlite3.connect(tmp_path / "tampered.db") as connection:
        connection.execute("UPDATE setting SET name = 'Elm'")
    connection.close()
    with pytest.raises(EnvironmentFailed, match="the backup is damaged: birch: setting/setting/name"):
        restore(tmp_path / "tampered.db", tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()
