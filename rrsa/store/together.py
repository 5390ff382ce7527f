"""Several statements at once: over a slow line, one wait instead of one for each.

PostgreSQL's driver sends them one behind the other and then takes the answers. SQLite is in the same
program, so that there is nothing to wait for, and gets them one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection

from rrsa.store.statements import Prepared

Rows = Sequence[tuple[Any, ...]]


class Asked(NamedTuple):
    """A statement with the values for its places."""

    statement: Prepared
    values: tuple[object, ...]


class Written(NamedTuple):
    """A statement that writes, once for each of some rows."""

    statement: Prepared
    rows: Sequence[tuple[object, ...]]


def together(connection: Connection, asked: Sequence[Asked]) -> list[Rows]:
    """The rows of each, all of the transaction that is open."""
    if len(asked) < 2 or not in_line(connection):
        return [statement.all(connection, *values) for statement, values in asked]
    with line(connection) as driver:
        cursors = [driver.execute(statement.sql, values) for statement, values in asked]
    return [cursor.fetchall() for cursor in cursors]


def write(connection: Connection, written: Sequence[Written]) -> None:
    """Writes all of it, in this order."""
    if not in_line(connection):
        for statement, rows in written:
            statement.run_many(connection, rows)
        return
    with line(connection) as driver:
        for statement, rows in written:
            for row in rows:
                driver.execute(statement.sql, row)


def in_line(connection: Connection) -> bool:
    """Whether this driver can send several statements before it waits for an answer."""
    if connection.dialect.name != "postgresql":
        return False
    import psycopg

    return psycopg.Pipeline.is_supported()


@contextmanager
def line(connection: Connection) -> Iterator[Any]:
    """The driver's own connection, sending without waiting; the first thing that goes wrong is raised at the
    end. The database library does not see that, so it is told where the connection is gone."""
    import psycopg

    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield driver
    except psycopg.OperationalError:
        if driver.broken:
            connection.invalidate()
        raise
