"""A shared database with two schools, a desk and a role of every sort; and what each role should get to see.

Rows are made for every table that there is, so that a table which nobody has thought of is looked at too.
What is expected is written down here once more, by hand, and not taken from the rules.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Table, Text

from rrsa.store import tables
from rrsa.store.access import granting, setting_up
from rrsa.store.access.levels import Level
from rrsa.store.postgres import PostgresDatabase

DESK = "desk.overview"
SETTINGS = ("birch", "oak", DESK)
SAME = b"the same photograph in both schools"

GRANTS: dict[str, tuple[tuple[str, Level], ...]] = {
    "boss": (("all", Level.ADMIN),),
    "lead": (("birch", Level.EDITOR),),
    "head": (("birch", Level.READER),),
    "friend": (("birch", Level.REVIEWER),),
    "oaklead": (("oak", Level.EDITOR),),
    "coord": (("all", Level.COORDINATOR),),
    "area": (("birch", Level.COORDINATOR),),
    "allread": (("all", Level.READER),),
    "allreview": (("all", Level.REVIEWER),),
    "alledit": (("all", Level.EDITOR),),
    "stranger": (),
}

REVIEWS = ("review", "review_view")
JOURNAL = ("journal", "journal_change", "journal_guard")
SHARED = ("shared", "shared_before")
WITHOUT_SETTING = ("meta", "arrangement")
NAMES = [table.name for table in tables.metadata.sorted_tables]


def reads(role: str, table: str) -> set[str] | None:
    """Whose rows a role should see; ``None`` where it should not even be let at the table."""
    if role == "stranger" or table == "access":
        return None
    if table in WITHOUT_SETTING:
        return {"-"}
    secret = table == "sharing_key"
    seen = {
        "lead": {"birch"},
        "oaklead": {"oak"},
        "alledit": {"birch", "oak"},
        "head": set() if secret else {"birch"},
        "friend": set() if secret else {"birch"},
        "allread": set() if secret else {"birch", "oak"},
        "allreview": set() if secret else {"birch", "oak"},
        "coord": set(SETTINGS) if table in SHARED else {DESK},
        "area": {"birch"} if table in SHARED else set(),
    }
    return set(seen.get(role, set()))


def writes(role: str, table: str, command: str) -> set[str]:
    """Whose rows a role should be able to add, alter or take away."""
    if table in ("meta", "access") or role == "stranger":
        return set()
    if table == "arrangement":
        return {"-"} if role == "boss" else set()
    if command == "DELETE" and table in ("setting", "journal"):
        return set()
    if role == "boss":
        return {"birch", "oak"} if (table, command) == ("setting", "INSERT") else set()
    found = {"lead": {"birch"}, "oaklead": {"oak"}, "alledit": {"birch", "oak"}, "coord": {DESK}}
    mine = set(found.get(role, set()))
    if role in ("friend", "allreview"):
        own = {"birch"} if role == "friend" else {"birch", "oak"}
        added = command == "INSERT" and table in JOURNAL
        raised = command == "UPDATE" and table == "setting"
        return own if table in REVIEWS or added or raised else set()
    if role in ("coord", "area") and table in SHARED and (command, table) != ("DELETE", "shared"):
        mine |= set(SETTINGS) if role == "coord" else {"birch"}
    return mine


@dataclass
class World:
    """The database, the roles by their names in :data:`GRANTS`, and a connection for each."""

    url: str
    suffix: str
    lines: dict[str, psycopg.Connection[Any]] = field(default_factory=dict)

    def role(self, name: str) -> str:
        return f"{name}_{self.suffix}"

    def address(self, name: str) -> str:
        return f"postgresql://{self.role(name)}@{self.url.rpartition('@')[2]}"

    def line(self, name: str) -> psycopg.Connection[Any]:
        """The connection of a role, made once; ``postgres`` is the server's superuser."""
        if name not in self.lines:
            where = self.url if name == "postgres" else self.address(name)
            self.lines[name] = psycopg.connect(where)
        return self.lines[name]

    @contextlib.contextmanager
    def trying(self, name: str) -> Iterator[psycopg.Connection[Any]]:
        """A role's connection for things that must leave no trace."""
        line = self.line(name)
        line.execute("SELECT 1")  # begins, so that what follows is within and never committed
        try:
            yield line
        finally:
            line.rollback()


@contextlib.contextmanager
def world(server: str, *, filled: bool = True) -> Iterator[World]:
    """A world on a server, and nothing of it afterwards; ``filled`` with a row in every table."""
    suffix = uuid.uuid4().hex[:8]
    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        for each in GRANTS:
            admin.execute(f"CREATE ROLE {each}_{suffix} LOGIN{' CREATEROLE' if each == 'boss' else ''}")
        admin.execute(f"CREATE DATABASE {name} OWNER boss_{suffix} TEMPLATE template0 ENCODING 'UTF8'")
        made = World(f"{server.rpartition('/')[0]}/{name}", suffix)
        try:
            database = PostgresDatabase(made.address("boss"))
            setting_up.init(database)
            for role, granted in GRANTS.items():
                for setting, level in granted if role != "boss" else ():
                    granting.grant(database, made.role(role), [setting], level)
            database.close()
            if filled:
                fill(made)
            yield made
        finally:
            for line in made.lines.values():
                line.close()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for each in GRANTS:
                admin.execute(f"DROP ROLE {each}_{suffix}")


def fill(world: World) -> None:
    """A row in each table for each setting, by the superuser, for whom no rule holds."""
    line = world.line("postgres")
    for table in tables.metadata.sorted_tables:
        if table.name in WITHOUT_SETTING or table.name == "access":
            continue
        for setting in SETTINGS:
            insert(line, table, row(table, setting))
    line.execute("INSERT INTO arrangement VALUES ('whose', 'me')")
    line.execute("DELETE FROM access WHERE role = 'postgres'")
    line.commit()


def row(table: Table, setting: str, *, number: int = 1, word: str = "1") -> dict[str, object]:
    """A row of a setting; ``number`` and ``word`` tell it from others of the same table."""
    made: dict[str, object] = {}
    for column in table.columns:
        if column.name == "setting_id" or (table.name == "setting" and column.name == "id"):
            made[column.name] = setting
        elif isinstance(column.type, Integer | BigInteger):
            made[column.name] = number
        elif isinstance(column.type, Boolean):
            made[column.name] = True
        elif isinstance(column.type, LargeBinary):
            made[column.name] = SAME
        elif column.name in ("kind", "sha256"):
            made[column.name] = "review"
        elif column.primary_key or column.name in ("uuid", "line"):
            made[column.name] = word
        else:
            made[column.name] = f"secret of {setting}"
    return made


def insert(line: psycopg.Connection[Any], table: Table, values: dict[str, object]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    places = sql.SQL(", ").join(sql.Placeholder() * len(values))
    line.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table.name), names, places),
        list(values.values()),
    )


# -- looking ---------------------------------------------------------------------------------------------


def findings(world: World, name: str) -> list[str]:
    """Everything about a table that is not as it should be, for any role: too much, or too little."""
    return list(_findings(world, tables.metadata.tables[name]))


def _findings(world: World, table: Table) -> Iterator[str]:
    laid = world.line("postgres").execute(
        "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = to_regclass(%s)",
        (f'"{table.name}"',),
    )
    if laid.fetchone() != (True,):
        yield f"{table.name}: no forced row-level security"
    world.line("postgres").rollback()
    for role in GRANTS:
        for what, found, expected in _tried(world, role, table):
            if found != expected:
                yield f"{role} {what} {table.name}: {found} and not {expected}"


def _tried(world: World, role: str, table: Table) -> Iterator[tuple[str, object, object]]:
    key = _key(table)
    with world.trying(role) as line:
        for what, asked in (
            ("reads", f'SELECT {key} FROM "{table.name}"'),
            ("copies", f'COPY (SELECT {key} FROM "{table.name}") TO STDOUT'),
        ):
            yield what, _ids(line, asked), reads(role, table.name)
    for command in ("UPDATE", "DELETE"):
        with world.trying(role) as line:
            if command == "DELETE" and table.name == "side":  # its changesets go first
                _ids(line, "DELETE FROM side_changeset RETURNING setting_id")
            expected = writes(role, table.name, command)
            # Without looking at a row, a rule for looking at rows does not help.
            yield f"{command} blindly", _blind(line, command, table), len(expected)
            yield command, _ids(line, f"{_statement(command, table)} RETURNING {key}") or set(), expected
    found = set()
    for setting in ("-",) if table.name in (*WITHOUT_SETTING, "access") else SETTINGS:
        with world.trying(role) as line:
            if _may_add(world, role, line, table, setting):
                found.add(setting)
    yield "INSERT", found, writes(role, table.name, "INSERT")


def _key(table: Table) -> str:
    if table.name in WITHOUT_SETTING:
        return "'-'"
    return "id" if table.name == "setting" else "setting_id"


def _statement(command: str, table: Table, *, blind: bool = False) -> str:
    if command == "DELETE":
        return f'DELETE FROM "{table.name}"'
    if table.name == "setting":
        return "UPDATE setting SET revision = " + ("2" if blind else "revision + 1")
    column = next(
        (c for c in reversed(table.columns) if isinstance(c.type, Text) and not c.primary_key),
        list(table.columns)[-1],
    )
    if table.name == "journal":
        column = table.columns["reason"]
    new = "DEFAULT" if column.nullable else "'x'" if isinstance(column.type, Text) else "'1'"
    return f'UPDATE "{table.name}" SET "{column.name}" = ' + (new if blind else f'"{column.name}"')


def _blind(line: psycopg.Connection[Any], command: str, table: Table) -> int:
    """How many rows were altered or taken away by a statement that names none and looks at none."""
    try:
        with line.transaction(force_rollback=True):
            return line.execute(_statement(command, table, blind=True)).rowcount
    except psycopg.errors.InsufficientPrivilege:
        return 0
    except psycopg.errors.ForeignKeyViolation:
        return -1


def _ids(line: psycopg.Connection[Any], asked: str) -> set[str] | None:
    """The settings whose rows came back; ``None`` where that was refused."""
    try:
        with line.transaction():
            if asked.startswith("COPY"):
                with line.cursor().copy(asked) as copied:
                    return {str(each[0]) for each in copied.rows()}
            return {str(each[0]) for each in line.execute(asked)}
    except psycopg.errors.InsufficientPrivilege:
        return None
    except psycopg.errors.ForeignKeyViolation:  # got past the rules, and was kept from it by other rows
        return {"what others hang on"}


def _may_add(world: World, role: str, line: psycopg.Connection[Any], table: Table, setting: str) -> bool:
    """Whether a new row gets past the rules; that there is one of its key already comes after them."""
    _ids(line, f"UPDATE setting SET revision = revision + 1 WHERE id = '{setting}' RETURNING id")
    own = {"author": world.role(role)}
    if table.name in ("journal_change", "journal_guard"):
        with contextlib.suppress(psycopg.Error), line.transaction():
            made = row(tables.journal, setting, number=2, word="2")
            insert(line, tables.journal, {**made, **own})
    values = row(table, setting, number=2, word="2")
    if table.name == "journal":
        values |= own
    if table.name in SHARED or table.name == "sharing_key":
        values = row(table, setting)  # one a setting: the key that it has is the one to come with
    if table.name == "meta":
        values = {"version_num": "9", "application": "rrsa"}
    try:
        with line.transaction():
            insert(line, table, values)
    except psycopg.errors.InsufficientPrivilege:
        return False
    except (psycopg.errors.UniqueViolation, psycopg.errors.ForeignKeyViolation):
        return True
    return True
