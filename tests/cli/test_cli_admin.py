"""rrsa admin: making a shared database and saying who may do what, in words and exit codes."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from command_runs import SMALL, Run


class Server:
    """A database that the role ``boss`` owns, and addresses for others."""

    def __init__(self, server: str) -> None:
        self.host = server.rpartition("@")[2].rpartition("/")[0]
        self.suffix = uuid.uuid4().hex[:8]
        self.name = f"t_{self.suffix}"

    def role(self, name: str) -> str:
        return f"{name}-{self.suffix}"

    def url(self, name: str) -> str:
        return f"postgresql://{self.role(name)}@{self.host}/{self.name}"


@pytest.fixture
def server(postgres_server: str) -> Iterator[Server]:
    made = Server(postgres_server)
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f'CREATE ROLE "{made.role("boss")}" LOGIN CREATEROLE')  # type: ignore[arg-type]
        admin.execute(f'CREATE DATABASE {made.name} OWNER "{made.role("boss")}"')  # type: ignore[arg-type]
        try:
            yield made
        finally:
            admin.execute(f"DROP DATABASE {made.name} WITH (FORCE)")  # type: ignore[arg-type]
            for each in ("boss", "lead", "head"):
                admin.execute(f'DROP ROLE IF EXISTS "{made.role(each)}"')  # type: ignore[arg-type]


def test_from_nothing_to_a_view_and_a_refusal(server: Server, rrsa: Run) -> None:
    boss, lead, head = (server.url(name) for name in ("boss", "lead", "head"))
    made = rrsa("admin", "init", "--database", boss)
    assert made.code == 0
    assert "Made the tables, with their rules." in made.out
    again = rrsa("admin", "init", "--database", boss)
    assert (again.code, again.out) == (0, "Everything is there and up to date already.\n")

    lead_role = server.role("lead")
    granted = rrsa(
        "admin", "grant", lead_role, "--setting", "glen-mhor-school", "--as", "editor", "--database", boss
    )
    assert granted.code == 0
    assert f"“{lead_role}” is now editor: glen-mhor-school." in granted.out
    assert "may make a setting under that id" in granted.err
    assert f"rrsa admin password {lead_role}" in granted.err
    assert rrsa("new", "Glen Mhor School", "--framework", SMALL, "--database", lead).code == 0
    head_role = server.role("head")
    words = ("admin", "grant", head_role, "--setting", "glen-mhor-school", "--as", "reader")
    assert rrsa(*words, "--database", boss).code == 0

    assert rrsa("view", "glen-mhor-school", "1", "3", "--database", lead, "--author", "x").code == 0
    assert rrsa("status", "glen-mhor-school", "--json", "--database", head).code == 0
    refused = rrsa("view", "glen-mhor-school", "1", "2", "--database", head)
    assert (refused.code, refused.out) == (3, "")
    assert refused.err == (
        "error: you may read “Glen Mhor School” but not change it — ask whoever looks after the server to "
        f"make “{head_role}” its editor\n"
    )
    hidden = rrsa("status", "glen-mhor-school", "--database", boss)
    assert hidden.code == 2
    history = rrsa("history", "glen-mhor-school", "--database", head)
    assert lead_role in history.out and " x" not in history.out


def test_what_was_granted_is_listed_and_taken_back(server: Server, rrsa: Run) -> None:
    boss, lead_role = server.url("boss"), server.role("lead")
    rrsa("admin", "init", "--database", boss)
    words = ("admin", "grant", lead_role, "--setting", "oak", "elm", "--as", "reviewer", "--database", boss)
    assert rrsa(*words).code == 0
    assert rrsa(*words).out == f"“{lead_role}” is that already.\n"
    listed = rrsa("admin", "list", "--database", boss)
    assert f"oak           reviewer  {lead_role}\n" in listed.out
    assert f"all settings  admin     {server.role('boss')}\n" in listed.out
    told = rrsa("admin", "list", "--role", lead_role, "--json", "--database", boss).data
    assert [(each["setting"], each["level"], each["there"]) for each in told] == [
        ("elm", "reviewer", True),
        ("oak", "reviewer", True),
    ]
    own = rrsa("admin", "list", "--json", "--database", server.url("lead")).data
    assert own == told
    back = rrsa("admin", "revoke", lead_role, "--setting", "oak", "--database", boss)
    assert (back.code, back.out) == (0, f"Took back 1 grant of “{lead_role}”.\n")
    last = rrsa("admin", "revoke", lead_role, "--database", boss)
    assert (last.code, last.out) == (0, f"Took back 1 grant of “{lead_role}”.\n")
    shut = rrsa("settings", "--database", server.url("lead"))
    assert shut.code == 3
    assert "has been granted nothing" in shut.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("grant", "lead", "--setting", "oak", "--as", "owner"), 2, "cannot be “owner”"),
        (("grant", "lead", "--setting", "oak"), 2, "--as is missing"),
        (("grant", "lead", "--as", "reader"), 2, "not said for which setting"),
        (("grant", "le'ad", "--setting", "oak", "--as", "reader"), 2, "cannot be a role's name"),
        (("grant", "lead", "--setting", "Oak Primary", "--as", "reader"), 2, "is no setting's id"),
        (("grant", "lead", "--setting", "oak", "--as", "admin"), 2, "an admin is one for all settings"),
        (("revoke", "lead"), 2, "nothing of that was granted"),
        (("password", "lead"), 2, "no password was typed"),
        (("init", "--read-only"), 3, "reading only"),
        (("init", "--admin", "rrsa_owner"), 2, "nobody connects as"),
    ],
)
def test_a_wrong_word_is_one_line_and_changes_nothing(
    server: Server, rrsa: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    rrsa("admin", "init", "--database", server.url("boss"))
    done = rrsa("admin", *words, "--database", server.url("boss"))
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert len(rrsa("admin", "list", "--json", "--database", server.url("boss")).data) == 1


def test_a_file_has_no_roles(rrsa: Run) -> None:
    for words in (("init",), ("list",), ("grant", "lead", "--setting", "oak", "--as", "reader"), ("tidy",)):
        done = rrsa("admin", *words)
        assert (done.code, done.out) == (2, "")
        assert "a file has no roles" in done.err


def test_a_password_is_typed_twice_and_never_shown(
    server: Server, rrsa: Run, monkeypatch: pytest.MonkeyPatch, postgres_server: str
) -> None:
    typed = iter(["short", "a heron by the water", "not the same words", *["a heron by the water"] * 2])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    rrsa("admin", "init", "--database", server.url("boss"))
    words = ("admin", "grant", server.role("lead"), "--setting", "oak", "--as", "editor")
    done = rrsa(*words, "--database", server.url("boss"))
    assert done.code == 0
    assert "That is short." in done.err and "The two are not the same." in done.err
    assert "has a password" in done.out
    assert "heron" not in done.out + done.err
    with psycopg.connect(postgres_server) as admin:
        kept = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (server.role("lead"),))
        assert str(kept.fetchone()).count("SCRAM-SHA-256$") == 1


def test_erased_words_are_tidied_away_by_the_owner(server: Server, rrsa: Run) -> None:
    rrsa("admin", "init", "--database", server.url("boss"))
    rrsa(
        "admin", "grant", server.role("lead"), "--setting", "oak", "--as", "editor",
        "--database", server.url("boss"),
    )  # fmt: skip
    done = rrsa("admin", "tidy", "--database", server.url("boss"))
    assert (done.code, done.err) == (0, "")
    refused = rrsa("admin", "tidy", "--database", server.url("lead"))
    assert refused.code == 3
    assert "connect as the role that owns the database" in refused.err
    rrsa("new", "Oak", "--framework", SMALL, "--database", server.url("lead"))
    words = ("--title", "Minutes", "--perspective", "adults", "--for", "1", "--database", server.url("lead"))
    item = rrsa("evidence", "add", "oak", *words).first
    erased = rrsa("erase", "oak", item, "--apply", "--database", server.url("lead"))
    assert "rrsa admin tidy" in " ".join((erased.out + erased.err).split())
    finish = rrsa("erase", "oak", "--finish", "--database", server.url("lead"))
    assert finish.code == 3
    assert finish.err.endswith("ask them for: rrsa admin tidy\n")
