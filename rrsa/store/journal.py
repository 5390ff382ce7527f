"""The journal: every changeset in the order of its revisions, from which every state can be told again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from rrsa.portfolio.changes import Change, Changeset, Guard
from rrsa.store import tables
from rrsa.store.journal_format import FORMAT, Row, read_change, read_guard, written
from rrsa.store.statements import Statements
from rrsa.store.together import Written, write


class Header(NamedTuple):
    """A changeset without its changes."""

    revision: int
    uuid: str
    author: str
    reason: str
    undoes: str | None


class Journal:
    """One setting's journal, read and written within a transaction."""

    def __init__(self, connection: Connection, statements: Statements, setting_id: str) -> None:
        self.connection = connection
        self.statements = statements
        self.setting_id = setting_id

    def revision_of(self, uuid: str) -> int | None:
        """The revision under which a changeset was committed, if it was."""
        row = self.statements.revision_of_uuid.one(self.connection, self.setting_id, uuid)
        return None if row is None else int(row[0])

    def add(self, revision: int, changeset: Changeset, changes: Sequence[Change]) -> None:
        """Writes a changeset with the ``changes`` that were really made."""
        write(self.connection, self.written(revision, changeset, changes))

    def written(self, revision: int, changeset: Changeset, changes: Sequence[Change]) -> list[Written]:
        """What is to be written for a changeset."""
        s, own, c = self.statements, (self.setting_id, revision), changeset
        made = [
            (*own, n, *each.cell, written(each.before), written(each.after)) for n, each in enumerate(changes)
        ]
        guards = [(*own, n, *g.cell, written(g.value)) for n, g in enumerate(c.guards)]
        return [
            Written(s.adding(tables.journal), [(*own, c.uuid, c.author, c.at, c.reason, c.undoes, FORMAT)]),
            Written(s.adding(tables.journal_change), made),
            Written(s.adding(tables.journal_guard), guards),
        ]

    def changes(self, first: int, last: int) -> dict[int, list[Change]]:
        """Revision → its changes, for the revisions from ``first`` to ``last``."""
        found: dict[int, list[Change]] = {}
        rows = self.statements.changes.all(self.connection, self.setting_id, first, last)
        for revision, row_format, *row in rows:
            found.setdefault(revision, []).append(read_change(Row(*row), row_format))
        return found

    def is_empty(self, revision: int) -> bool:
        """Whether nothing is left of what a changeset did, or it never did anything."""
        row = self.statements.any_change.one(self.connection, self.setting_id, revision)
        return row is None or row[0] is None

    def headers(self) -> list[Header]:
        """Every changeset, oldest first, without its changes."""
        return [Header(*row) for row in self.statements.headers.all(self.connection, self.setting_id)]

    def turns(self) -> list[Header]:
        """Every undo and redo, oldest first, without its changes: all that says what has been taken back."""
        return [Header(*row) for row in self.statements.turns.all(self.connection, self.setting_id)]

    def revisions(
        self,
        last: int,
        limit: int | None,
        touching: Collection[tuple[str, str]] | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[int]:
        """At most ``limit`` revisions up to ``last``, newest first, narrowed as ``Store.history`` says."""
        j, c = tables.journal, tables.journal_change
        asked = select(j.c.revision).where(j.c.setting_id == self.setting_id, j.c.revision <= last)
        if since is not None:
            asked = asked.where(j.c.at >= since)
        if until is not None:
            asked = asked.where(j.c.at < until)
        asked = asked.order_by(j.c.revision.desc()).limit(limit)
        if touching is None:
            return [row[0] for row in self.connection.execute(asked)]
        by_kind: dict[str, list[str]] = {}
        for kind, record in sorted(touching):
            by_kind.setdefault(kind, []).append(record)
        found: set[int] = set()
        for kind, records in by_kind.items():
            for part in _in_parts(records):
                touches = (c.c.setting_id == j.c.setting_id) & (c.c.revision == j.c.revision)
                touches &= (c.c.kind == kind) & c.c.record.in_(part)
                found.update(row[0] for row in self.connection.execute(asked.join(c, touches).distinct()))
        return sorted(found, reverse=True)[:limit]

    def ever_named(self, kind: str, field: str, texts: Collection[str]) -> set[str]:
        """The records of a kind that ever had one of ``texts`` in a field."""
        c = tables.journal_change
        found: set[str] = set()
        for part in _in_parts([written(text) for text in sorted(texts)]):
            asked = select(c.c.record).where(
                c.c.setting_id == self.setting_id,
                c.c.kind == kind,
                c.c.field == field,
                c.c.before.in_(part) | c.c.after.in_(part),
            )
            found.update(row[0] for row in self.connection.execute(asked.distinct()))
        return found

    def changesets(self, first: int, last: int) -> list[tuple[int, Changeset]]:
        """The changesets from revision ``first`` to ``last``, newest first."""
        rows = self.statements.journal_rows.all(self.connection, self.setting_id, first, last)
        changes = self.changes(first, last)
        guards: dict[int, list[Guard]] = {}
        for revision, *row in self.statements.guards.all(self.connection, self.setting_id, first, last):
            guards.setdefault(revision, []).append(read_guard(*row))
        return [
            (
                revision,
                Changeset(
                    author=author,
                    reason=reason,
                    changes=tuple(changes.get(revision, ())),
                    guards=tuple(guards.get(revision, ())),
                    undoes=undoes,
                    uuid=uuid,
                    at=at,
                ),
            )
            for revision, uuid, author, at, reason, undoes in rows
        ]

    def one(self, revision: int) -> Changeset:
        """The changeset of a revision that is known to be there."""
        return self.changesets(revision, revision)[0][1]


def _in_parts(values: Sequence[str], size: int = 300) -> Iterator[Sequence[str]]:
    """``values`` in parts that a statement can hold as its places."""
    for first in range(0, len(values), size):
        yield values[first : first + size]


class Standing:
    """Which changesets stand and which have been taken back.

    An ordinary changeset is taken back by an undo that names it, and an undo by a redo that names it; a
    changeset that was brought back in this way can be taken back once more. Every undo and redo has to be
    among the headers; of the ordinary changesets, those that are asked about.
    """

    def __init__(self, headers: Iterable[Header]) -> None:
        self.headers = list(headers)
        self.by_uuid = {h.uuid: h for h in self.headers}
        self._depth: dict[str, int] = {}
        redone: set[str] = set()
        undone: set[str] = set()
        # The journal's order puts what is taken back before what takes it back.
        for h in self.headers:
            self._depth[h.uuid] = 0 if h.undoes is None else self._depth.get(h.undoes, 0) + 1
            if self._depth[h.uuid] == 2 and h.undoes is not None:
                redone.add(h.undoes)
        for h in self.headers:
            if self._depth[h.uuid] == 1 and h.uuid not in redone and h.undoes is not None:
                undone.add(h.undoes)
        self._undone = undone
        self._redone = redone

    def depth(self, header: Header) -> int:
        """0 for an ordinary changeset, 1 for an undo, 2 for a redo."""
        return self._depth[header.uuid]

    def root(self, header: Header) -> Header:
        """The ordinary changeset behind an undo or redo."""
        while header.undoes is not None:
            header = self.by_uuid[header.undoes]
        return header

    def taken_back(self, header: Header) -> bool:
        """Whether a changeset has been taken back: an ordinary one by an undo, an undo by a redo."""
        match self.depth(header):
            case 0:
                return header.uuid in self._undone
            case 1:
                return header.uuid in self._redone
            case _:
                return self.by_uuid[header.undoes or ""].undoes in self._undone
