"""Bringing another copy of a setting in, all or none, along the road that the two copies' histories give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from rrsa.i18n import _
from rrsa.portfolio.changes import Change, Changeset, ConflictError, now_utc, same, squash
from rrsa.portfolio.naming import BELONGS
from rrsa.store import shared, shared_moving, side_lines, tables
from rrsa.store.access.levels import histories_refused
from rrsa.store.backup import WITHOUT_OWNER, copy_rows, hidden_ones
from rrsa.store.erased import settle_erased
from rrsa.store.erasing import kept, sweep
from rrsa.store.journal import Journal
from rrsa.store.kinship import Kinship, Laid, Road, compare_copies
from rrsa.store.records import Records
from rrsa.store.rewriting import Mark, forget
from rrsa.store.side_lines import SideLine

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from rrsa.store.store import Store

Settle = Callable[[Kinship], Iterable[Change]]
"""Chooses what goes in of what there is to take over; raises where something still waits for a choice."""


@dataclass(frozen=True)
class BroughtIn:
    """What bringing a copy in came to."""

    road: Road
    revision: int
    changes: int
    """Changesets that were added as they were, or cells that the merge changeset turned."""
    erased: int
    """Things erased here because they were erased there, and somebody said so."""


def bring_in(
    ours: Store,
    theirs: Store,
    setting_id: str,
    *,
    laid: Laid,
    revision: int,
    settle: Settle,
    erase: Collection[Mark],
    author: str,
    reason: str,
) -> BroughtIn:
    """Brings in ``theirs``, a copy that nobody else has open and on which our erasures were ``laid``.

    ``revision`` is ours, as it was looked at: raises :class:`ConflictError` where somebody has saved since.
    ``erase`` are those of what was erased there that go here too; they never come back. Everything happens
    in one transaction.
    """
    if erase:
        ours.database.delete_securely()
    with ours.database.writing() as connection:
        ours.database.lock_schema(connection)
        author = ours.author_for(author)
        ours.database.check_writing(connection, setting_id)
        here = ours.database.statements.revision.one(connection, setting_id)
        if (int(here[0]) if here else 0) != revision:
            raise ConflictError(
                (), _("somebody has saved something since you looked"), _("look at it again, then choose")
            )
        if here is not None:
            ours.database.take_lock(connection, setting_id)
            _set_revision(connection, setting_id, revision)
        kinship = compare_copies(connection, ours, theirs, setting_id, laid)
        done = _Bringing(connection, ours, theirs, kinship, author, reason).along(settle, erase)
    ours.database.noted(0 if revision else 1, done.revision - revision)
    if erase:
        sweep(ours, setting_id)
    return done


class _Bringing:
    def __init__(
        self, connection: Connection, ours: Store, theirs: Store, kinship: Kinship, author: str, reason: str
    ) -> None:
        self.connection = connection
        self.ours, self.theirs = ours, theirs
        self.kinship = kinship
        self.setting = kinship.setting
        self.author, self.reason = author, reason
        self.journal = Journal(connection, ours.database.statements, self.setting)

    def along(self, settle: Settle, erase: Collection[Mark]) -> BroughtIn:
        road = self.kinship.road
        if road is Road.NOTHING:
            return BroughtIn(road, self.kinship.revision, 0, 0)
        if road is Road.NEW:
            return self._new()
        changes = tuple(settle(self.kinship))
        self._files_and_texts()
        stays = set(self.kinship.asked) - set(erase)
        if erase:
            self._erase(erase)
        done = self._forward(len(erase)) if road is Road.FORWARD else self._merge(changes, len(erase))
        self._unite(stays, done.revision)
        with self.theirs.database.reading_beside() as source:
            shared_moving.unite(
                source, self.connection, self.setting
            )  # whoever takes over goes on with its key
        return done

    def _new(self) -> BroughtIn:
        self.ours.database.check_making(self.connection, self.setting)
        if not self.ours.database.brings_histories(self.connection):
            raise histories_refused()
        for table in WITHOUT_OWNER:  # what a set-up that was given up may have left
            self.connection.execute(table.delete().where(table.c.setting_id == self.setting))
        with (
            self.theirs.database.reading_beside() as source,
            hidden_ones(self.ours.database, [self.setting]),
        ):
            copy_rows(source, self.connection, self.setting)
        row = self.ours.database.statements.revision.one(self.connection, self.setting)
        assert row is not None
        return BroughtIn(Road.NEW, int(row[0]), int(row[0]), 0)

    def _forward(self, erased: int) -> BroughtIn:
        """Their later revisions are added as they are."""
        first = self.kinship.revision
        with self.theirs.database.reading_beside() as source:
            for table in (tables.journal, tables.journal_change, tables.journal_guard):
                later = (table.c.setting_id == self.setting) & (table.c.revision > first)
                rows = source.execute(select(table).where(later).execution_options(yield_per=500)).mappings()
                for batch in rows.partitions():
                    self.connection.execute(table.insert(), [dict(row) for row in batch])
        made = squash(c for changeset in self.kinship.unknown for c in changeset.changes)
        Records(self.connection, self.journal.statements, self.setting).make(made)
        last = first + len(self.kinship.unknown)
        _set_revision(self.connection, self.setting, last)
        side_lines.add(self.journal, self.kinship.lines)
        return BroughtIn(Road.FORWARD, last, len(self.kinship.unknown), erased)

    def _merge(self, changes: tuple[Change, ...], erased: int) -> BroughtIn:
        """One changeset takes over what was chosen; where that is nothing, and both hold the same, none."""
        records = Records(self.connection, self.journal.statements, self.setting)
        todo = tuple(
            Change(change.cell, now, change.after)
            for change in changes
            if not same(now := records.value(change.cell), change.after)
        )
        revision = self.kinship.revision
        changeset = Changeset(self.author, self.reason, todo)
        needed = bool(todo or erased or self.kinship.parts)
        if needed:
            revision += 1
            settle_erased(self.connection, self.journal.statements, self.setting, todo, revision)
            records.make(todo)
            self.journal.add(revision, changeset, todo)
            _set_revision(self.connection, self.setting, revision)
        merge = changeset.uuid if needed else None
        unknown = self.kinship.unknown
        theirs = [line._replace(merge=merge) for line in self.kinship.lines]
        theirs = [line._replace(common=min(line.common, self.kinship.common)) for line in theirs]
        own = SideLine(unknown[-1].uuid, self.kinship.common, now_utc(), self.author, merge, unknown)
        side_lines.add(self.journal, [*theirs, own])
        return BroughtIn(Road.MERGE, revision, len(todo), erased)

    # -- what comes along --------------------------------------------------------------------------

    def _files_and_texts(self) -> None:
        """Their stored files and framework texts that we have not, a piece at a time."""
        with self.theirs.database.reading_beside() as source:
            for sha in self._missing(source, tables.file):
                chunks = tables.file_chunk
                own = (chunks.c.setting_id == self.setting) & (chunks.c.sha256 == sha)
                asked = select(chunks).where(own).order_by(chunks.c.n).execution_options(yield_per=1)
                for row in source.execute(asked).mappings():
                    self._once(chunks, dict(row))
                self._copy(source, tables.file, sha)
            for sha in self._missing(source, tables.framework_text):
                self._copy(source, tables.framework_text, sha)

    def _missing(self, source: Connection, table: Table) -> list[str]:
        own = select(table.c.sha256).where(table.c.setting_id == self.setting)
        there = set(source.execute(own).scalars())
        return sorted(there - set(self.connection.execute(own).scalars()))

    def _copy(self, source: Connection, table: Table, sha: str) -> None:
        own = (table.c.setting_id == self.setting) & (table.c.sha256 == sha)
        for row in source.execute(select(table).where(own)).mappings():
            self._once(table, dict(row))

    def _once(self, table: Table, row: dict[str, object]) -> None:
        add = self.journal.statements.adding_once(table)
        add.run(self.connection, *(row[column.name] for column in table.c))

    # -- what was erased there ---------------------------------------------------------------------

    def _erase(self, marks: Collection[Mark]) -> None:
        """Erases here what was erased there; titles take the wording that they have there."""
        done = forget(self.journal, marks, kept(marks, self.kinship.theirs.value))
        shared.withdraw_what_speaks_of(self.connection, self.setting, {mark.kind for mark in done.marks})

    def _unite(self, stays: Collection[Mark], revision: int) -> None:
        """Remembers what was erased there, but for what somebody chose to keep here."""
        t = tables.erased
        with self.theirs.database.reading_beside() as source:
            rows = source.execute(select(t).where(t.c.setting_id == self.setting)).mappings().all()
        for row in rows:
            mark = Mark(row["kind"], row["record"], row["field"])
            if mark in self.kinship.erased and not self._stays(mark, stays):
                again = None if row["again"] is None else revision
                self._once(t, {**row, "again": again})

    def _stays(self, mark: Mark, stays: Collection[Mark]) -> bool:
        if mark in stays:
            return True
        if mark.field or mark.kind not in BELONGS:
            return False
        field, owner = BELONGS[mark.kind]
        record = self.kinship.mine.of_kind(mark.kind).get(mark.record)
        return Mark(owner, str(getattr(record, field, None) or mark.record.partition(":")[0])) in stays


def _set_revision(connection: Connection, setting_id: str, revision: int) -> None:
    t = tables.setting
    connection.execute(update(t).where(t.c.id == setting_id).values(revision=revision))
