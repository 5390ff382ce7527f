"""Whose file this is: how a database is shared, kept in the database itself and in no portfolio."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from rrsa.store.tables import arrangement
from rrsa.vocabulary import Whose

if TYPE_CHECKING:
    from rrsa.store.database import Database

MOST_ROLES = 40


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Whose file a database is, and the roles that have sat at the keyboard, the latest first."""

    whose: Whose = Whose.ME
    roles: tuple[str, ...] = ()

    def with_role(self, role: str) -> Arrangement:
        """The same, with ``role`` as the latest."""
        others = tuple(each for each in self.roles if each.casefold() != role.casefold())
        return replace(self, roles=(role, *others)[:MOST_ROLES])


def read(connection: Connection) -> Arrangement:
    """What is arranged; a database that says nothing is its owner's alone."""
    rows = {key: value for key, value in connection.execute(select(arrangement.c.key, arrangement.c.value))}  # noqa: C416
    try:
        whose = Whose(rows.get("whose", Whose.ME))
    except ValueError:
        whose = Whose.ME
    try:
        roles = tuple(str(role) for role in json.loads(rows.get("roles", "[]")))
    except (ValueError, TypeError):
        roles = ()
    return Arrangement(whose, roles)


def write(database: Database, wanted: Arrangement) -> None:
    """Keeps ``wanted`` in place of what was arranged before."""
    rows = {"whose": wanted.whose.value, "roles": json.dumps(wanted.roles, ensure_ascii=False)}
    with database.writing() as connection:
        if read(connection) == wanted:
            return
        connection.execute(delete(arrangement))
        connection.execute(insert(arrangement), [{"key": k, "value": v} for k, v in rows.items()])
    database.arranged(wanted.whose)
