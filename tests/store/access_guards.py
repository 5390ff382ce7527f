"""What the functions and guards of a shared database keep to, tried by roles that could wish otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import psycopg
from access_world import World

Line: TypeAlias = "psycopg.Connection[Any]"


def broken(world: World, about: str | None = None) -> list[str]:
    """What does not hold, of what has to do with a table (with any, where none is named)."""
    return [
        said
        for said, (table, role, attempt) in PROMISES.items()
        if about in (None, table) and not _holds(world, role, attempt)
    ]


def _holds(world: World, role: str, attempt: Callable[[World, Line], bool]) -> bool:
    with world.trying(role) as line:
        try:
            return attempt(world, line)
        except psycopg.Error:
            return False


def refused(line: Line, statement: str, *values: object) -> bool:
    """Whether the server says that a role may not."""
    try:
        with line.transaction():
            line.execute(statement, values)  # type: ignore[arg-type]
            line.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def _makes(world: World, line: Line) -> bool:
    line.execute("INSERT INTO setting (id, revision) VALUES ('elm', 0)")
    asked = "SELECT setting_id, level, role FROM rrsa_grants() WHERE setting_id = 'elm'"
    found = line.execute(asked).fetchall()
    return found == [("elm", "editor", world.role("boss"))] and bool(
        line.execute("UPDATE setting SET revision = 1 WHERE id = 'elm'").rowcount
    )


def _nothing_granted(world: World, line: Line) -> bool:
    return line.execute("SELECT count(*) FROM rrsa_grants()").fetchone() == (1,)


def _told(world: World, line: Line) -> bool:
    found = line.execute("SELECT * FROM rrsa_group_figures()").fetchall()
    return len(found) == 1 and len(found[0]) == 4  # the desk's, and none that a setting's editor wrote


PROMISES: dict[str, tuple[str, str, Callable[[World, Line], bool]]] = {
    "an admin edits the setting that it makes": ("setting", "boss", _makes),
    "a coordinator needs no grant for the desk": ("access", "coord", _nothing_granted),
    "everybody is told group figures": ("released", "head", _told),
    "a reviewer alters nothing of a setting": (
        "setting",
        "friend",
        lambda _world, line: refused(
            line, "UPDATE setting SET revision = revision + 1, name = 'x' WHERE id = 'birch'"
        ),
    ),
    "a reviewer raises the revision by one": (
        "setting",
        "friend",
        lambda _world, line: refused(line, "UPDATE setting SET revision = 7 WHERE id = 'birch'"),
    ),
    "a reviewer’s revision has its changeset": (
        "setting",
        "friend",
        lambda _world, line: refused(line, "UPDATE setting SET revision = revision + 1 WHERE id = 'birch'"),
    ),
    "a setting keeps its id": (
        "setting",
        "alledit",
        lambda _world, line: refused(line, "UPDATE setting SET id = 'elm' WHERE id = 'birch'"),
    ),
    "nobody writes in another’s name": (
        "journal",
        "lead",
        lambda _world, line: refused(line, *_entry("birch", "Head")),
    ),
    "a reviewer writes in no other’s name": (
        "journal",
        "friend",
        lambda _world, line: _raised(line) and refused(line, *_entry("birch", "Head")),
    ),
    "nobody alters who did what": (
        "journal",
        "lead",
        lambda _world, line: refused(line, "UPDATE journal SET author = author || 'x'"),
    ),
    "nobody alters when it was": (
        "journal",
        "lead",
        lambda _world, line: refused(line, "UPDATE journal SET at = at || 'x'"),
    ),
    "a reviewer tells of reviews alone": (
        "journal_change",
        "friend",
        lambda world, line: (
            _raised(line)
            and not refused(line, *_entry("birch", world.role("friend")))
            and refused(
                line, "INSERT INTO journal_change VALUES ('birch', 2, 0, 'outcome', '1', 'view', 'null', '4')"
            )
        ),
    ),
    "a coordinator puts no other key in place": (
        "sharing_key",
        "coord",
        lambda _world, line: refused(line, "UPDATE shared SET key = 'forged' WHERE setting_id = 'birch'"),
    ),
    "a coordinator puts nothing older in place": (
        "shared",
        "coord",
        lambda _world, line: refused(line, "UPDATE shared SET at = '1999' WHERE setting_id = 'birch'"),
    ),
}
"""What is promised → the table that it has to do with, the role that tries, and whether it holds."""


def _raised(line: Line) -> bool:
    return line.execute("UPDATE setting SET revision = revision + 1 WHERE id = 'birch'").rowcount == 1


def _entry(setting: str, author: str) -> tuple[object, ...]:
    return (
        "INSERT INTO journal VALUES (%s, 2, 'u2', %s, '2026-01-01', 'why', NULL, 1)",
        setting,
        author,
    )


def each_guard(world: World) -> Iterator[tuple[str, str]]:
    """Every guard that is laid on: its name and its table."""
    found = world.line("postgres").execute(
        "SELECT tgname, relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE starts_with(tgname, 'rrsa_')"
    )
    yield from found.fetchall()
    world.line("postgres").rollback()
