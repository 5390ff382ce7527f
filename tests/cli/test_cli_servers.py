"""Commands on a database server: passwords, what doctor says of the line, what is said when it is away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from command_runs import Run

from rrsa.store import addresses


@pytest.fixture(scope="module")
def server(postgres_servers: ModuleType) -> Iterator[Any]:
    """A server that asks for a password and offers encryption."""
    with postgres_servers.server(scram=True, tls=True) as made:
        yield made


@pytest.fixture(autouse=True)
def knows_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "no-such-file"))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setattr(addresses, "_typed", {})


def with_password(server: Any, password: str = "") -> str:
    return str(server.url).replace("postgres@", f"postgres:{password or server.password}@")


def test_a_password_on_the_command_line_is_refused_with_the_three_ways(rrsa: Run, server: Any) -> None:
    for given in (with_password(server), f"{server.url}?password={server.password}"):
        ran = rrsa("settings", "--database", given)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: a password on the command line can be read by others")
        for way in ("PGPASSWORD", "pgpass file", "type it"):
            assert way in ran.err
        assert server.password not in ran.err


def test_the_environment_may_hold_one_and_nothing_shows_it(
    program: Run, server: Any, tmp_path: Path, home: Path
) -> None:
    made = program(
        "new", "Birch Primary", "--framework", "rights-respecting-school", RRSA_DATABASE=with_password(server)
    )
    assert made.code == 0, made.err
    listed = program("settings", "--json", "--database", server.url, PGPASSWORD=server.password)
    assert [setting["name"] for setting in listed.data] == ["Birch Primary"]
    looked = program("doctor", RRSA_DATABASE=with_password(server))
    assert server.password not in made.out + made.err + looked.out + looked.err
    assert not any(
        server.password.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file()
    )


@pytest.mark.parametrize("wrong", ["not the one", "p%41ss/w:rd"])
def test_what_debug_prints_holds_no_password(program: Run, server: Any, wrong: str) -> None:
    from urllib.parse import quote

    for environment in (
        {"RRSA_DATABASE": with_password(server, quote(wrong, safe=""))},
        {"RRSA_DATABASE": server.url, "PGPASSWORD": wrong},
    ):
        ran = program("settings", "--debug", **environment)
        assert ran.code == 3
        assert "Traceback" in ran.err
        assert ran.err.splitlines()[-1].startswith("error: the database server does not let you in")
        assert wrong not in ran.err
        assert quote(wrong, safe="") not in ran.err


def test_doctor_says_who_is_connected_and_whether_anybody_could_read_along(rrsa: Run, server: Any) -> None:
    addresses.remember(server.url, server.password)
    found = {f["name"]: f for f in rrsa("doctor", "--json", "--database", server.url).data["findings"]}
    assert found["role on the server"]["value"] == "postgres"
    assert found["connection"]["value"].startswith("encrypted (TLSv1.")
    assert found["connection"]["fine"] is True
    open_line = f"{server.url}?sslmode=disable"
    addresses.remember(open_line, server.password)
    found = {f["name"]: f for f in rrsa("doctor", "--json", "--database", open_line).data["findings"]}
    assert found["connection"]["value"] == "not encrypted, and it stays on this machine"


def test_a_server_that_cannot_show_who_it_is_is_refused_where_the_address_asks_for_that(
    program: Run, server: Any
) -> None:
    knows = {"PGPASSWORD": server.password, "PGSSLROOTCERT": str(server.folder / "no-such-file")}
    ran = program("settings", "--database", f"{server.url}?sslmode=verify-full", **knows)
    assert ran.code == 3
    assert "cannot show that it is the one you mean" in ran.err
    certificate = server.folder / "server.crt"
    ran = program(
        "settings", "--database", f"{server.url}?sslmode=verify-full&sslrootcert={certificate}", **knows
    )
    assert ran.code == 0, ran.err


def test_nobody_is_asked_where_nobody_sits_at_a_terminal(program: Run, server: Any) -> None:
    ran = program("settings", "--database", server.url)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert "asks for a password — set PGPASSWORD" in ran.err


def test_somebody_at_a_terminal_is_asked_and_what_they_type_is_not_shown(server: Any, posix: None) -> None:
    import pexpect

    asked = pexpect.spawn(
        sys.executable,
        ["-m", "rrsa", "settings", "--database", server.url],
        env={**os.environ, "LANG": "C.UTF-8"},
        encoding="utf-8",
        timeout=60,
    )
    asked.expect("Password for postgresql://postgres@127")
    asked.expect(": ")
    asked.sendline("not the one")
    asked.expect("That was not the password.")
    asked.expect("Password for")
    asked.sendline(server.password)
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == 0
    assert server.password not in str(asked.before)


def test_a_server_that_is_away_is_one_line(program: Run, postgres_servers: ModuleType) -> None:
    with postgres_servers.server({"synchronous_commit": "on"}) as made:
        place = {"RRSA_DATABASE": made.url}
        new = program("new", "Birch Primary", "--framework", "rights-respecting-school", **place)
        assert new.code == 0, new.err
        made.stop()
        for words in (["settings"], ["view", "birch-primary", "1", "2"], ["status", "birch-primary"]):
            ran = program(*words, **place)
            assert (ran.code, ran.out) == (3, "")
            assert ran.err.count("\n") == 1
            assert "cannot be reached — see whether it runs" in ran.err
        made.start()
        assert program("view", "birch-primary", "1", "2", **place).code == 0
