"""Whether a database is whole: the engine's own view, the journal against the tables, every file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from rrsa.errors import EnvironmentFailed
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import tables
from rrsa.store.database import Database
from rrsa.store.journal import Journal
from rrsa.store.records import Records

if TYPE_CHECKING:
    from rrsa.store.store import Store

_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What comes of values that no program of ours has written."""


def problems(store: Store) -> list[str]:
    """What is wrong, one line each."""
    database = store.database
    try:
        found = database.own_check()
        for info in store.portfolios():
            with database.reading() as connection:
                try:
                    found += _setting(database, connection, info.id)
                except _UNREADABLE:
                    found.append(_("{setting}: what is kept cannot be read").format(setting=info.id))
    except EnvironmentFailed as problem:
        return [str(problem)]
    return found


def _setting(database: Database, connection: Connection, setting_id: str) -> Iterator[str]:
    row = database.statements.revision.one(connection, setting_id)
    if row is None:  # gone since the list was made
        return
    journal = Journal(connection, database.statements, setting_id)
    now = int(row[0])
    changesets = database.statements.journal_rows.all(connection, setting_id, 1, now)
    if [revision for revision, *_rest in reversed(changesets)] != list(range(1, now + 1)):
        yield _("{setting}: the history has gaps").format(setting=setting_id)
    known: set[str] = set()
    for _revision, uuid, _author, at, _reason, undoes in reversed(changesets):
        datetime.fromisoformat(at)
        if undoes is not None and undoes not in known:
            yield _("{setting}: the history takes back what is not in it").format(setting=setting_id)
        known.add(uuid)
    told = Portfolio().with_changes(c for each in journal.changes(1, now).values() for c in each)
    kept = Records(connection, database.statements, setting_id).all()
    wrong = dict(told.cells()).items() ^ dict(kept.cells()).items()
    for cell in sorted({cell for cell, _value in wrong}):
        yield _("{setting}: {cell} is not what the history says").format(
            setting=setting_id, cell="/".join(cell)
        )
    yield from _files(connection, setting_id, kept)


def _files(connection: Connection, setting_id: str, portfolio: Portfolio) -> Iterator[str]:
    t, c = tables.file, tables.file_chunk
    rows = connection.execute(select(t.c.sha256).where(t.c.setting_id == setting_id))
    stored = {str(sha) for sha in rows.scalars()}
    for item in portfolio.evidence.values():
        if item.file_sha256 is not None and item.file_sha256 not in stored:
            yield _("{setting}: the file of evidence {id} is missing").format(setting=setting_id, id=item.id)
    for sha in stored:
        digest = sha256()
        chunks = (
            select(c.c.content)
            .where((c.c.setting_id == setting_id) & (c.c.sha256 == sha))
            .order_by(c.c.n)
            .execution_options(yield_per=4)
        )
        for content in connection.execute(chunks).scalars():
            digest.update(content)
        if digest.hexdigest() != sha:
            yield _("{setting}: a stored file is damaged ({sha})").format(setting=setting_id, sha=sha[:12])
