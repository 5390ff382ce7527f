"""What settings have shared, moving with them: into a backup, another database, another copy of their own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from rrsa.store import tables

_ROWS = 100  # rows of content that are read at a time

TABLES = (tables.shared, tables.shared_before, tables.sharing_key)
"""What moves by :func:`unite`, since a database that it comes to may hold some of it already."""


def unite(source: Connection, target: Connection, setting_id: str | None = None) -> None:
    """Brings these tables from another copy of the database: of each setting the newer snapshot stays, with
    those before it, and a key that is here already stays too. ``setting_id`` names one setting, else all."""
    here = {str(row[0]): str(row[1]) for row in target.execute(select(tables.shared.c.setting_id, _AT))}
    with_keys = set(target.execute(select(tables.sharing_key.c.setting_id)).scalars())
    theirs = {
        row[0]: row[1] for row in source.execute(_of(select(tables.shared.c.setting_id, _AT), setting_id))
    }
    newer = {each for each, at in theirs.items() if each not in here or here[each] < at}
    for each in newer & set(here):
        for table in (tables.shared, tables.shared_before):
            target.execute(delete(table).where(table.c.setting_id == each))
    for table in TABLES:
        wanted = select(table).execution_options(yield_per=_ROWS)
        for batch in source.execute(_of(wanted, setting_id)).mappings().partitions():
            rows = [
                dict(row)
                for row in batch
                if (
                    row["setting_id"] not in with_keys
                    if table is tables.sharing_key
                    else row["setting_id"] in newer
                )
            ]
            if rows:
                target.execute(insert(table), rows)


_AT = tables.shared.c.at


def _of(asked: Any, setting_id: str | None) -> Any:
    table = asked.get_final_froms()[0]
    return asked if setting_id is None else asked.where(table.c.setting_id == setting_id)
