"""The journal: every changeset in the order of its revisions, from which every state can be told again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from rrsa.portfolio.changes import Change, Changeset, Guard
from rrsa.store import tables
from rrsa.store.journal_format import FORMAT, Row, read_change, read_guard, written
from rrsa.store.statements import Statements


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
        s, connection, own = self.statements, self.connection, (self.setting_id, revision)
        s.adding(tables.journal).run(
            connection,
            *own,
            changeset.uuid,
            changeset.author,
            changeset.at,
            changeset.reason,
            changeset.undoes,
            FORMAT,
        )
        s.adding(tables.journal_change).run_many(
            connection,
            [(*own, n, *c.cell, written(c.before), written(c.after)) for n, c in enumerate(changes)],
        )
        if changeset.guards:
            s.adding(tables.journal_guard).run_many(
                connection,
                [(*own, n, *g.cell, written(g.value)) for n, g in enumerate(changeset.guards)],
            )

    def changes(self, first: int, last: int) -> dict[int, list[Change]]:
        """Revision → its changes, for the revisions from ``first`` to ``last``."""
        found: dict[int, list[Change]] = {}
        rows = self.statements.changes.all(self.connection, self.setting_id, first, last)
        for revision, row_format, *row in rows:
            found.setdefault(revision, []).append(read_change(Row(*row), row_format))
        return found

    def headers(self) -> list[Header]:
        """Every changeset, oldest first, without its changes."""
        return [Header(*row) for row in self.statements.headers.all(self.connection, self.setting_id)]

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


class Standing:
    """Which changesets stand and which have been taken back.

    An ordinary changeset is taken back by an undo that names it, and an undo by a redo that names it; a
    changeset that was brought back in this way can be taken back once more.
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
                return self.taken_back(self.root(header))
