"""The machine in the way: locks, full disks, lost servers. What was acknowledged is never lost."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from store_samples import change, evidence, set_up, view
from test_store_opening import one_line

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.portfolio.changes import Changeset
from rrsa.store import Store, open_store


@contextmanager
def writer_in_the_way(url: str) -> Iterator[None]:
    """Another program that holds the setting's lock."""
    if url.startswith("postgresql"):
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("UPDATE setting SET revision = revision + 1")
            yield
            connection.rollback()
    else:
        import sqlite3

        connection = sqlite3.connect(url, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()
        connection.close()


def test_a_locked_database_is_said_and_can_be_written_again_later(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.store import postgres, sqlite

    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.2)
    with open_store(store_url) as store:
        set_up(store)
        mine = view("1", None, 3)
        with writer_in_the_way(store_url):
            with pytest.raises(EnvironmentFailed, match="busy") as failed:
                store.commit("birch", mine)
            one_line(failed.value)
            assert store.load("birch").revision == 1  # reading goes on meanwhile
        assert store.commit("birch", mine).revision == 2
        assert store.check() == []


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db") as store:
        set_up(store)
        store.commit("birch", evidence("E1"))
        pages = store.database.driver().execute("PRAGMA page_count").fetchone()[0]
        store.database.driver().execute(f"PRAGMA max_page_count={pages + 2}")
        long = Changeset("head", "Long", (change("outcome", "1", "achieved", None, "x" * 20_000),))
        with pytest.raises(
            EnvironmentFailed, match=r"is full; the last thing was not saved — make some room"
        ):
            store.commit("birch", long)
        assert store.load("birch").revision == 2
        assert store.commit("birch", long).revision == 3  # the next write starts on a fresh connection
        assert store.check() == []


NO_ROOM = """
import resource, signal, sys
from rrsa.errors import EnvironmentFailed
from rrsa.portfolio.changes import Cell, Change, Changeset
from rrsa.store import open_store

store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for n in range(500):
    change = Change(Cell("outcome", str(n), "achieved"), None, "x" * 5000)
    try:
        store.commit("birch", Changeset("head", str(n), (change,)))
    except EnvironmentFailed as problem:
        print("failed", problem)
        break
    print(n, flush=True)
"""


def test_a_disk_that_fills_up_keeps_all_that_was_acknowledged(tmp_path: Path, posix: None) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        set_up(store)
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(path)], capture_output=True, text=True, check=True
    )
    *acknowledged, last = done.stdout.splitlines()
    assert last.startswith("failed")
    assert len(acknowledged) > 5
    with open_store(path) as store:
        assert store.check() == []
        assert set(acknowledged) <= set(store.load("birch").portfolio.outcomes)
        assert len(store.load("birch").portfolio.outcomes) <= len(acknowledged) + 1
        store.commit("birch", view("after", None, 1))


# -- servers -----------------------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(EnvironmentFailed, match="cannot be reached") as failed:
        open_store(f"postgresql://lead:s3cret@127.0.0.1:{port}/school?application_name=s3cret")
    assert "s3cret" not in one_line(failed.value)


def test_a_database_that_the_server_does_not_have_is_said(postgres_server: str) -> None:
    url = postgres_server.rpartition("/")[0].replace("@", ":s3cret@") + "/no_such_school"
    with pytest.raises(EnvironmentFailed) as failed:
        open_store(url)
    assert "s3cret" not in one_line(failed.value)
    assert "no_such_school" in str(failed.value)


@pytest.mark.parametrize(
    "url", ["postgresql://host:port/x", "postgresql://[", "postgresql://u:p@h:99999999/x"]
)
def test_a_mistyped_address_is_said_without_the_password(url: str) -> None:
    with pytest.raises((BadInput, EnvironmentFailed)) as failed:
        open_store(url.replace("u:p", "lead:s3cret"))
    assert "s3cret" not in one_line(failed.value)


def test_a_missing_driver_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(
        EnvironmentFailed, match=r'install it with: pip install "rrsa\[postgresql\]"'
    ) as failed:
        open_store("postgresql://localhost/school")
    one_line(failed.value)


def test_a_connection_that_broke_is_taken_up_again(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        set_up(store)
        store.commit("birch", view("1", None, 1))
        _hang_up(postgres_url)
        assert store.commit("birch", view("1", 1, 2)).revision == 3
        _hang_up(postgres_url)
        assert store.load("birch").revision == 3
        assert store.check() == []


def _hang_up(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_an_answer_lost_after_the_commit_makes_no_second_revision(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has committed, then the line drops before the answer comes: the retry finds the UUID."""
    with open_store(postgres_url) as store:
        set_up(store)
        inner, calls = Store._commit, []

        def lost(self: Store, *arguments: object) -> object:
            done = inner(self, *arguments)  # type: ignore[arg-type]
            calls.append(done)
            if len(calls) == 1:
                _hang_up(postgres_url)
                with self.database.writing() as connection:
                    connection.exec_driver_sql("SELECT 1")
            return done

        monkeypatch.setattr(Store, "_commit", lost)
        done = store.commit("birch", view("1", None, 1))
        assert (done.revision, done.repeated, len(calls)) == (2, True, 2)
        assert store.load("birch").revision == 2


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE setting SET revision = 'TRUE'",
        "UPDATE journal SET at = 'yesterday'",
        "UPDATE journal SET format = 'x'",
        "UPDATE journal SET undoes = 'nothing'",
        "UPDATE journal_change SET after = '7x'",
        "UPDATE journal_change SET kind = 'nonsense'",
        "UPDATE journal_change SET field = x'ff'",
    ],
)
def test_values_that_no_program_of_ours_wrote_are_said_in_a_line(tmp_path: Path, altered: str) -> None:
    import sqlite3

    with open_store(tmp_path / "rrsa.db") as store:
        set_up(store)
        assert store.check() == []
        with closing(sqlite3.connect(tmp_path / "rrsa.db")) as connection:
            connection.execute(altered)
            connection.commit()
        found = store.check()
        assert found
        assert all("\n" not in line for line in found)
