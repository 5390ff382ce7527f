"""Servers that refuse, are full, are gone, or are somebody else's: one line each, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from store_samples import evidence, set_up, view
from test_store_opening import one_line

from rrsa.errors import BadInput, ConnectionLost, EnvironmentFailed, PasswordNeeded, RrsaError
from rrsa.store import open_store
from rrsa.store import patience as waiting

SECRET = "s3cret of the lead"


@pytest.fixture(scope="module")
def strict(postgres_servers: ModuleType) -> Iterator[Any]:
    """A server that asks for passwords, and takes few connections."""
    import psycopg

    few = {"max_connections": "12", "superuser_reserved_connections": "3"}
    with postgres_servers.server(few, scram=True) as made:
        with psycopg.connect(made.url, password=made.password, autocommit=True) as admin:
            admin.execute(f"CREATE ROLE lead LOGIN PASSWORD '{SECRET}'")
            admin.execute("CREATE DATABASE school OWNER lead")
            admin.execute("CREATE DATABASE closed")
            admin.execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC")
        yield made


@pytest.fixture
def address(strict: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> str:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "no-such-file"))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    return f"postgresql://lead@127.0.0.1:{strict.port}/school"


def refused(url: str) -> RrsaError:
    """What somebody reads who opens ``url``; with --debug they read all of it, and no password even then."""
    with pytest.raises(RrsaError) as failed:
        open_store(url)
    one_line(failed.value)
    assert SECRET not in "".join(traceback.format_exception(failed.value))
    return failed.value


def test_the_password_may_come_from_the_environment_a_file_or_the_keyboard(
    address: str, strict: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from rrsa.store import addresses

    asked = refused(address)
    assert isinstance(asked, PasswordNeeded)
    assert not asked.refused
    assert "set PGPASSWORD, keep it in a pgpass file, or start this on a terminal" in str(asked)

    monkeypatch.setenv("PGPASSWORD", SECRET)
    open_store(address).close()
    monkeypatch.delenv("PGPASSWORD")

    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{strict.port}:school:lead:{SECRET}\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    open_store(address).close()
    file.unlink()

    addresses.remember(address, SECRET)
    try:
        with open_store(address) as store:
            assert SECRET not in store.where
            assert SECRET not in repr(store.database.engine)
    finally:
        addresses.forget(address)


def test_a_wrong_password_is_said_and_known_to_be_one(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", f"not {SECRET}")
    wrong = refused(address)
    assert isinstance(wrong, PasswordNeeded)
    assert wrong.refused
    assert "does not let you in" in str(wrong)
    assert f"not {SECRET}" not in "".join(traceback.format_exception(wrong))


WRONG = {
    "role": ("postgresql://nobody@127.0.0.1:{port}/school", EnvironmentFailed, "does not let you in"),
    "database": (
        "postgresql://lead@127.0.0.1:{port}/scool",
        EnvironmentFailed,
        "there is no database .*scool",
    ),
    "not allowed": ("postgresql://lead@127.0.0.1:{port}/closed", EnvironmentFailed, "does not let you in"),
    "host": ("postgresql://lead@no-such-server.invalid/school", ConnectionLost, "no server by the name"),
    "port": ("postgresql://lead@127.0.0.1:{free}/school", ConnectionLost, "cannot be reached"),
    "option": ("postgresql://lead@127.0.0.1:{port}/school?sslmod=prefer", BadInput, "says “sslmod”"),
    "sslmode": ("postgresql://lead@127.0.0.1:{port}/school?sslmode=perhaps", BadInput, "says “perhaps”"),
    "no TLS": (
        "postgresql://lead@127.0.0.1:{port}/school?sslmode=require",
        EnvironmentFailed,
        "does not offer encrypted connections",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_whatever_is_wrong_with_an_address_is_one_line_that_says_it(
    strict: Any, address: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", SECRET)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    url, kind, said = WRONG[what]
    problem = refused(url.format(port=strict.port, free=free))
    assert isinstance(problem, kind)
    with pytest.raises(RrsaError, match=said):
        raise problem


def test_as_many_connections_as_there_are_is_said_and_passes(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", SECRET)
    with contextlib.ExitStack() as open_now:
        problem = None
        for _n in range(12):
            try:
                open_now.enter_context(open_store(address))
            except ConnectionLost as failed:
                problem = failed
                break
        assert problem is not None
        assert "has as many connections as it takes — wait a moment" in one_line(problem)
    open_store(address).close()


def test_a_server_that_starts_again_in_the_middle_of_work_takes_the_next_save(
    postgres_servers: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres_servers.server({"synchronous_commit": "on"}) as made, open_store(made.url) as store:
        set_up(store)
        store.commit("birch", view("1", None, 1))
        made.stop()
        monkeypatch.setattr(store.database.patience, "_waits", (0.0, 0.01))
        with pytest.raises(ConnectionLost) as gone:
            store.commit("birch", view("1", 1, 2))
        assert "the last thing was not saved" in one_line(gone.value) or "cannot be reached" in str(
            gone.value
        )
        with pytest.raises(ConnectionLost):
            store.load("birch")
        one_line(refused(made.url))
        made.start()
        assert store.commit("birch", view("1", 1, 3)).revision == 3
        assert store.load("birch").revision == 3
        assert store.check() == []


def test_a_full_disk_on_the_server_is_said_and_keeps_all_that_was_acknowledged(
    postgres_servers: ModuleType, posix: None
) -> None:
    """No file of the server can grow: its writes fall short as they do where the disk is full."""
    import io

    with postgres_servers.server({"synchronous_commit": "on"}, largest_file=3 * 1024 * 1024 + 4096) as made:
        with open_store(made.url) as store:
            set_up(store)
            saved = []
            for n in range(8):
                content = os.urandom(900_000)
                try:
                    saved.append((store.put_file("birch", io.BytesIO(content)).sha256, content))
                    store.commit("birch", evidence(f"E{n}"))
                except EnvironmentFailed as full:
                    assert "is full; the last thing was not saved — make some room" in one_line(full)
                    break
            else:
                pytest.fail("the disk never filled up")
            assert len(saved) >= 2
            for sha, content in saved:
                assert b"".join(store.read_file("birch", sha)) == content
            assert store.commit("birch", view("1", None, 1)).revision > 1  # what is small still goes in
        made.stop()
        made.start()
        with open_store(made.url) as store:
            assert store.put_file("birch", io.BytesIO(os.urandom(900_000))).size == 900_000
            assert store.check() == []


HOLDS_THE_LOCK = """
import sys, time
import psycopg

connection = psycopg.connect(sys.argv[1])
connection.execute("UPDATE setting SET revision = revision + 1 WHERE id = 'birch'")
print("held", flush=True)
time.sleep(60)
"""


def test_a_program_that_is_killed_in_a_transaction_lets_go_of_its_lock(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        set_up(store)
        child = subprocess.Popen(
            [sys.executable, "-c", HOLDS_THE_LOCK, postgres_url], stdout=subprocess.PIPE, text=True
        )
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "held\n"
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
        assert store.commit("birch", view("1", None, 1)).revision == 2
        assert store.check() == []


def test_a_program_that_sleeps_in_a_transaction_is_ended_by_the_server(postgres_url: str) -> None:
    with open_store(postgres_url) as store, store.database.reading() as connection:
        asked = (
            "SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout')"
        )
        assert tuple(connection.exec_driver_sql(asked).one()) == ("2min", "10s")


def test_tables_that_another_version_changed_under_an_open_program_are_said(postgres_url: str) -> None:
    import psycopg

    with open_store(postgres_url) as store:
        set_up(store)
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute("ALTER TABLE outcome RENAME COLUMN line TO reason")
        with pytest.raises(EnvironmentFailed, match="another version has changed them; close this") as failed:
            store.load("birch")
        one_line(failed.value)


def test_a_proxy_that_forgets_what_was_prepared_is_said_with_the_way_round_it(postgres_url: str) -> None:
    """The connection that it gives holds what another program has prepared, under the same names."""
    with open_store(postgres_url) as store:
        set_up(store)
        with store.database.reading() as connection:
            for n in range(100):
                connection.exec_driver_sql(f'PREPARE "_pg3_{n}" AS SELECT 1')
        with pytest.raises(EnvironmentFailed, match="add prepare=no to the address") as failed:
            for _time in range(8):
                store.revision("birch")
                store.load("birch")
        one_line(failed.value)
    with open_store(f"{postgres_url}?prepare=no") as store, store.database.reading() as connection:
        for _time in range(8):
            connection.exec_driver_sql("SELECT 1")
        assert connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar() == 0
    with pytest.raises(BadInput, match="neither yes nor no"):
        open_store(f"{postgres_url}?prepare=perhaps")


def test_a_role_that_was_given_nothing_is_told_so(postgres_url: str, postgres_server: str) -> None:
    import psycopg

    with open_store(postgres_url) as store:
        set_up(store)
    name = f"stranger_{os.getpid()}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN")
    try:
        stranger = f"postgresql://{name}@{postgres_url.partition('@')[2]}"
        problem = refused(stranger)
        assert problem.exit_code == 3
    finally:
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            admin.execute(f"DROP ROLE {name}")


def test_the_app_waits_for_long_and_a_command_for_seconds() -> None:
    assert 4 < sum(waiting.QUICK) < 10
    assert 3000 < sum(waiting.LONG) < 2 * 3600
    assert list(waiting.LONG) == sorted(waiting.LONG)
