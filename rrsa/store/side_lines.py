"""Side lines: what was recorded in another copy of a portfolio before the two were brought together.

They are read and never changed (but for what is erased), and they say which changesets are known already.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select

from rrsa.portfolio.changes import Change, Changeset
from rrsa.store import tables
from rrsa.store.journal import Standing
from rrsa.store.journal_format import FORMAT, Row, read_change, written

if TYPE_CHECKING:
    from rrsa.store.journal import Journal


class SideLine(NamedTuple):
    """What another copy held that ours had not heard of when it was brought in; its changesets, oldest first.

    ``common`` is our revision up to which both histories are the same.
    """

    line: str
    common: int
    at: str
    author: str
    merge: str | None
    changesets: tuple[Changeset, ...]


def read(journal: Journal) -> list[SideLine]:
    """A setting's side lines, the earliest brought in first."""
    s, c = tables.side, tables.side_changeset
    rows = journal.connection.execute(
        select(c.c.line, c.c.uuid, c.c.author, c.c.at, c.c.reason, c.c.undoes, c.c.format, c.c.changes)
        .where(c.c.setting_id == journal.setting_id)
        .order_by(c.c.line, c.c.n)
    )
    by_line: dict[str, list[Changeset]] = {}
    for line, uuid, author, at, reason, undoes, row_format, changes in rows:
        made = tuple(_read(row, row_format) for row in json.loads(changes))
        by_line.setdefault(line, []).append(Changeset(author, reason, made, (), undoes, uuid, at))
    heads = journal.connection.execute(
        select(s.c.line, s.c.common, s.c.at, s.c.author, s.c.merge)
        .where(s.c.setting_id == journal.setting_id)
        .order_by(s.c.at, s.c.line)
    )
    return [SideLine(*head, tuple(by_line.get(head[0], ()))) for head in heads]


def _read(row: list[object], row_format: int) -> Change:
    kind, record, field, before, after = row
    texts = [written(value) for value in (before, after)]  # type: ignore[arg-type]
    return read_change(Row(str(kind), str(record), str(field), *texts), row_format)


def known(journal: Journal, lines: Iterable[SideLine]) -> set[str]:
    """The UUIDs of every changeset that a setting has heard of: its own, and those of the side lines whose
    merging was not taken back."""
    standing = Standing(journal.headers())
    found = set(standing.by_uuid)
    for line in lines:
        merge = standing.by_uuid.get(line.merge or "")
        if merge is None or not standing.taken_back(merge):
            found.update(changeset.uuid for changeset in line.changesets)
    return found


def add(journal: Journal, lines: Iterable[SideLine]) -> int:
    """Keeps side lines; those that are wholly within a new one make room. Returns how many are kept."""
    new = [line for line in lines if line.changesets]
    for line in new:
        _make_room(journal, {changeset.uuid for changeset in line.changesets} | {line.line})
        journal.connection.execute(
            tables.side.insert().values(
                setting_id=journal.setting_id, line=line.line, common=line.common, at=line.at,
                author=line.author, merge=line.merge,
            )
        )  # fmt: skip
        journal.connection.execute(tables.side_changeset.insert(), list(_rows(journal.setting_id, line)))
    return len(new)


def _make_room(journal: Journal, uuids: Collection[str]) -> None:
    for old in read(journal):
        if all(changeset.uuid in uuids for changeset in old.changesets):
            for table in (tables.side_changeset, tables.side):
                here = (table.c.setting_id == journal.setting_id) & (table.c.line == old.line)
                journal.connection.execute(delete(table).where(here))


def _rows(setting_id: str, line: SideLine) -> Iterator[dict[str, object]]:
    from rrsa.store.rewriting import side_text

    for n, changeset in enumerate(line.changesets):
        yield {
            "setting_id": setting_id,
            "line": line.line,
            "n": n,
            "uuid": changeset.uuid,
            "author": changeset.author,
            "at": changeset.at,
            "reason": changeset.reason,
            "undoes": changeset.undoes,
            "format": FORMAT,
            "changes": side_text((*c.cell, c.before, c.after) for c in changeset.changes),
        }
