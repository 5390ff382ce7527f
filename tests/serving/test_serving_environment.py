"""What a session finds around it: what it needs, and nothing of the server's besides."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest
from serving_desk import Somebody, serving, somebody, stand_in
from sqlalchemy.engine import make_url

from rrsa import paths
from rrsa.serving.asked import Asked, Behind
from rrsa.serving.door import Visitor
from rrsa.serving.environment import environment

ALWAYS = {
    *("HOME", "USERPROFILE", "TEMP", "TMP", "TMPDIR", "PATH", "TERM"),
    *("PYTHONPATH", "PYTHONSAFEPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"),
    *("RRSA_HOME", "RRSA_DATABASE", "RRSA_BROWSER_FOLDER"),
    *("TEXTUAL_DRIVER", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM"),
}
SERVERS_OWN = {
    "LANG": "en_GB.UTF-8",
    "AWS_SECRET_ACCESS_KEY": "x",
    "SSH_AUTH_SOCK": "/tmp/agent",
    "LD_PRELOAD": "/tmp/x.so",
    "PYTHONSTARTUP": "/tmp/x.py",
    "TEXTUAL_LOG": "/tmp/log",
    "PGPASSWORD": "not for everybody",
    "PGPASSFILE": "/home/me/.pgpass",
    "PGSSLMODE": "verify-full",
    "HTTP_PROXY": "http://x",
    "PATH": "/home/me/bin",
}
ADDRESS = "postgresql://owner:secret@db.example:5433/rrsa?sslmode=require&passfile=/all&user=owner"
NAMES = tuple(f"{who}_{uuid.uuid4().hex[:8]}" for who in ("head", "p5"))
"""Roles of a cluster, which all tests share."""
PEOPLE = Behind("X-User", "https://rrsa.example", {"a": "Head", "b": "P5 teacher"})


def built(asked: Asked, visitor: Visitor) -> dict[str, str]:
    return environment(asked, visitor, Path("/sessions/a"), SERVERS_OWN)


def test_it_is_a_list_and_not_what_is_left_of_the_server_s() -> None:
    found = built(Asked("/data/rrsa.db"), Visitor("v"))
    assert set(found) == {*ALWAYS, "LANG"}
    assert found["PATH"] == os.defpath
    assert found["HOME"] == str(Path("/sessions/a/home"))
    assert found["RRSA_HOME"] == str(paths.data_dir().absolute())


def test_a_password_goes_along_only_to_a_server_and_for_one_role() -> None:
    url = "postgresql://lead@db.example/rrsa"
    alone = built(Asked(url), Visitor("v"))
    assert alone["PGPASSWORD"] == "not for everybody"
    assert alone["PGSSLMODE"] == "verify-full"
    assert alone["RRSA_DATABASE"] == url
    assert "PGPASSWORD" not in built(Asked("/data/rrsa.db"), Visitor("v"))


def test_a_password_that_was_typed_goes_along_and_stands_nowhere_else() -> None:
    asked = Asked("postgresql://lead@db.example/rrsa", password="hunter2")
    found = environment(asked, Visitor("v"), Path("/sessions/a"), {})
    assert found["PGPASSWORD"] == "hunter2"
    assert "hunter2" not in found["RRSA_DATABASE"]
    assert "hunter2" not in repr(asked)


def test_files_that_the_driver_looks_for_at_home_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("APPDATA", str(tmp_path))
    own = tmp_path / ".pgpass"
    if os.name == "nt":
        own = tmp_path / "postgresql" / "pgpass.conf"
        own.parent.mkdir()
    own.write_text("x", encoding="utf-8")
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").write_text("x", encoding="utf-8")
    found = environment(Asked("postgresql://lead@db.example/rrsa"), Visitor("v"), Path("/s"), {})
    assert found["PGPASSFILE"] == str(own)
    assert found["PGSSLROOTCERT"] == str(tmp_path / ".postgresql" / "root.crt")
    assert "PGPASSFILE" not in environment(Asked("/data/rrsa.db"), Visitor("v"), Path("/s"), {})


def test_of_several_people_each_has_their_own_role_and_password_alone() -> None:
    behind = Behind("X-User", "https://rrsa.example", PEOPLE.roles, passwords=Path("/passwords"))
    asked = Asked(ADDRESS, behind=behind)
    found = built(asked, Visitor("v", "P5 teacher", "folder-of-b"))
    url = make_url(found["RRSA_DATABASE"])
    assert (url.username, url.password) == ("P5 teacher", None)
    assert (url.host, url.port, url.database) == ("db.example", 5433, "rrsa")
    assert dict(url.query) == {"sslmode": "require"}
    assert found["PGPASSFILE"] == str(Path("/passwords/P5 teacher.pgpass").absolute())
    assert "PGPASSWORD" not in found
    assert "secret" not in repr(found)
    assert found["RRSA_PERSON"] == "folder-of-b"


def test_what_is_one_person_s_own_lies_apart(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    from rrsa.drafts import Drafts, everywhere, of_setting
    from rrsa.portfolio.changes import Cell

    cell = Cell("outcome", "1", "line")
    monkeypatch.setenv(paths.PERSON, "one")
    Drafts("db", "glen").keep(cell, "half a thought", "")
    monkeypatch.setenv(paths.PERSON, "other")
    assert Drafts("db", "glen").all() == ()
    assert paths.drafts_dir() == home / "people" / "other" / "drafts"
    monkeypatch.delenv(paths.PERSON)
    # Whoever erases finds the drafts of everybody.
    assert [draft.text for each in of_setting(["db"], "glen") for draft in each.all()] == ["half a thought"]
    assert [draft.text for each in everywhere() for draft in each.all()]


async def test_a_real_session_finds_no_more(
    visitor: Somebody, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("RRSA_TEST_SECRET", "x")
    monkeypatch.setenv("PGPASSWORD", "x")
    async with visitor.app() as app:
        found = await app.environment()
    assert not {"RRSA_TEST_SECRET", "PGPASSWORD"} & set(found)
    assert set(found) - {"LC_CTYPE"} <= {*ALWAYS, "COLUMNS", "ROWS", "LINES", "LANG", "LC_ALL", "TZ"} | {
        "RRSA_LANGUAGE"
    }
    assert Path(found["HOME"]).is_relative_to(home)


async def test_no_secret_stands_in_the_words_of_a_command_or_on_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch)
    asked = Asked("postgresql://lead:hunter2@127.0.0.1:1/rrsa", port=0, words=("--read-only",))
    async with serving(asked) as server, somebody(server) as one:
        await one.come_in()
        async with one.app() as app:
            await app.until('"in": ')
            assert '"words": ["--read-only"]' in app.drawn
            assert "hunter2" not in app.text
            assert "127.0.0.1:1/" not in app.text


async def test_nothing_that_came_up_is_ever_run(visitor: Somebody, home: Path) -> None:
    """A module that is named like one of Python's own lies where it is never looked for."""
    from rrsa.serving.environment import command

    words = command(visitor.server.asked)
    assert words[1] == "-P"
    async with visitor.app() as app:
        await app.until('"in": ')
        import json

        where = Path(json.loads(app.drawn)["in"])
    assert where.name == "home"


async def test_a_session_connects_as_the_role_of_its_user(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posix: None
) -> None:
    """Two people, two roles: the author of what each does is who has signed in."""
    import psycopg

    from rrsa.serving import sitting

    with psycopg.connect(postgres_server, autocommit=True) as admin:
        for role in NAMES:
            admin.execute(f"CREATE ROLE {role} LOGIN")
    passwords = tmp_path / "passwords"
    passwords.mkdir()
    for role in NAMES:
        (passwords / f"{role}.pgpass").write_text(f"*:*:*:{role}:x\n", encoding="utf-8")
        (passwords / f"{role}.pgpass").chmod(0o600)
    who = (
        "import os, psycopg\n"
        "got = psycopg.connect(os.environ['RRSA_DATABASE']).execute('SELECT session_user').fetchone()[0]\n"
        "said = ('I am ' + got).encode()\n"
        "os.write(1, b'__GANGLION__\\n' + b'D' + len(said).to_bytes(4, 'big') + said)\n"
        "os.read(0, 1)\n"
    )
    import sys

    monkeypatch.setattr(sitting, "command", lambda _asked: [sys.executable, "-c", who])
    roles = dict(zip(("head@glen", "p5@glen"), NAMES, strict=True))
    behind = Behind("X-User", "https://rrsa.example", roles, passwords=passwords)
    try:
        async with serving(Asked(postgres_server, port=0, behind=behind)) as server:
            for user, role in roles.items():
                headers = {"Host": "rrsa.example", "X-User": user}
                async with somebody(server, headers) as one, one.app() as app:
                    await app.until(f"I am {role}")
    finally:
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            for role in NAMES:
                admin.execute(f"DROP ROLE {role}")
