"""Figures of groups as they were made: kept with their day, so that nobody can count before and after.

What the figures say is JSON that this module does not look into. Rows are added, and of older ones it is let
go which snapshots they were made of. On a server, whoever may not keep the desk reads them through a function
that leaves that out, and what is told of areas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, func, insert, select, text, update

from rrsa.store import tables

if TYPE_CHECKING:
    from rrsa.store.store import Store

AREAS = "/areas"
"""What the subject of figures by area ends in."""

_TURN = 7_726_005
"""The lock by which two who coordinate take their turn."""

FUNCTION = "rrsa_group_figures"
"""On a server: what gives everybody the same figures."""


class ReleasedRow(NamedTuple):
    """Figures about one subject of one framework; ``at`` is a moment in UTC."""

    framework: str
    subject: str
    at: str
    content: str


class Made(NamedTuple):
    """Figures to be kept, with the snapshots that they were made of; ``after`` is the moment of those that
    they follow, ``None`` where they are the first."""

    row: ReleasedRow
    basis: str
    after: str | None


def released(store: Store) -> list[ReleasedRow]:
    """All figures that this reader may see, the earliest first."""
    t = tables.released
    with store.database.reading() as connection:
        if _on_server(connection):
            columns = ", ".join(ReleasedRow._fields)
            rows = connection.execute(text(f"SELECT {columns} FROM {FUNCTION}()")).all()
            found = {ReleasedRow._make(row) for row in rows}
            # Whoever keeps the desk sees the areas too; to all others this finds nothing.
            asked = select(*(t.c[name] for name in ReleasedRow._fields)).where(t.c.subject.endswith(AREAS))
            found |= {ReleasedRow._make(row) for row in connection.execute(asked)}
        else:
            asked = select(*(t.c[name] for name in ReleasedRow._fields))
            found = {ReleasedRow._make(row) for row in connection.execute(asked)}
    return sorted(found, key=lambda row: (row.framework, row.subject, row.at))


def bases(store: Store) -> dict[tuple[str, str], tuple[str, str]]:
    """Framework and subject → the moment of the newest figures, and the snapshots that they were made of."""
    t = tables.released
    newest = (
        select(t.c.framework, t.c.subject, func.max(t.c.at).label("at"))
        .group_by(t.c.framework, t.c.subject)
        .subquery()
    )
    asked = select(t.c.framework, t.c.subject, t.c.at, t.c.basis).join(
        newest,
        (t.c.framework == newest.c.framework) & (t.c.subject == newest.c.subject) & (t.c.at == newest.c.at),
    )
    with store.database.reading() as connection:
        return {(str(f), str(s)): (str(at), str(b)) for f, s, at, b in connection.execute(asked)}


def add(store: Store, setting_id: str, made: Sequence[Made]) -> int:
    """Keeps figures under the desk's id, but those that somebody else was quicker with; says how many."""
    t = tables.released
    kept = 0
    with store.database.writing() as connection:
        if connection.dialect.name == "postgresql":  # elsewhere whoever writes is alone already
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
        newest = _newest(connection)
        for each in made:
            key = (each.row.framework, each.row.subject)
            if newest.get(key) != each.after:
                continue
            older = (t.c.setting_id == setting_id) & (t.c.framework == key[0]) & (t.c.subject == key[1])
            connection.execute(update(t).where(older & (t.c.basis != "")).values(basis=""))
            values = {"setting_id": setting_id, **each.row._asdict(), "basis": each.basis}
            connection.execute(insert(t), [values])
            newest[key] = each.row.at
            kept += 1
    return kept


def _newest(connection: Connection) -> dict[tuple[str, str], str]:
    t = tables.released
    asked = select(t.c.framework, t.c.subject, func.max(t.c.at)).group_by(t.c.framework, t.c.subject)
    return {(str(f), str(s)): str(at) for f, s, at in connection.execute(asked)}


def _on_server(connection: Connection) -> bool:
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.execute(text(f"SELECT to_regproc('{FUNCTION}') IS NOT NULL")).scalar())


def unite(source: Connection, target: Connection, setting_id: str | None = None) -> None:
    """Brings figures from another copy of the database; those that are here already stay."""
    t = tables.released
    asked = select(t) if setting_id is None else select(t).where(t.c.setting_id == setting_id)
    keys = [column.name for column in t.primary_key]
    here = {tuple(row) for row in target.execute(select(*(t.c[key] for key in keys)))}
    rows: list[Mapping[str, object]] = [dict(row) for row in source.execute(asked).mappings()]
    missing = [row for row in rows if tuple(row[key] for key in keys) not in here]
    if missing:
        target.execute(insert(t), missing)
