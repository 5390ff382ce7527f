"""A database as an earlier version of the program left it, for the tests."""

from __future__ import annotations

from sqlalchemy import inspect, select, text

from rrsa.store import Store, tables
from rrsa.store.migrating import FOLDERS, _run


def take_back_to(store: Store, schema: str) -> None:
    """Makes a filled database into one of an earlier schema, with all rows that it knew."""
    with store.database.reading() as connection:
        rows = {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables.CONTENT
        }
    with store.database.writing() as connection:
        tables.metadata.drop_all(connection)
        connection.execute(text("CREATE TABLE meta (version_num TEXT NOT NULL)"))
    with store.database.writing() as connection:
        _run(connection, schema, FOLDERS)
        connection.execute(text("UPDATE meta SET application = 'rrsa'"))
        there = store.database.tables_there(connection)
        for table, held in rows.items():
            if table.name in there and held:
                known = {column["name"] for column in inspect(connection).get_columns(table.name)}
                kept = [{name: value for name, value in row.items() if name in known} for row in held]
                connection.execute(table.insert(), kept)
