"""Looking back: the journal read page by page, narrowed to some records or days, and earlier portfolios."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from sqlalchemy import Connection, func, select

from rrsa.errors import NotFound
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import side_lines, tables, undo
from rrsa.store.answers import Entry
from rrsa.store.database import Database
from rrsa.store.journal import Header, Journal, Standing
from rrsa.store.side_lines import SideLine
from rrsa.store.statements import Statements

Touched: TypeAlias = Collection[tuple[str, str]]
"""Records, each by its kind and id."""


class LookingBack:
    """What a store can tell of what was recorded when."""

    database: Database
    _statements: Statements

    def history(
        self,
        setting_id: str,
        *,
        limit: int | None = None,
        before: int | None = None,
        touching: Touched | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Entry]:
        """The changesets, newest first: at most ``limit``, older than the revision ``before``.

        ``touching`` wants only those that changed one of some records; ``since`` (included) and ``until``
        (not included) only those from between two moments, in UTC as ISO text without its offset. However
        long the journal is, only what is asked for is read, with one line for each change taken back.
        """
        with self.database.reading() as connection:
            now = self._revision(connection, setting_id)
            last = now if before is None else min(now, before - 1)
            journal = self._journal(connection, setting_id)
            if touching is None and since is None and until is None:
                found = journal.changesets(1 if limit is None else last - limit + 1, last)
            else:
                revisions = journal.revisions(last, limit, touching, since, until)
                found = [pair for revision in revisions for pair in journal.changesets(revision, revision)]
            own = [Header(revision, c.uuid, c.author, c.reason, c.undoes) for revision, c in found]
            standing = Standing(sorted({*journal.turns(), *own}, key=lambda h: h.revision))
            return [
                Entry(revision, changeset, standing.taken_back(standing.by_uuid[changeset.uuid]))
                for revision, changeset in found
            ]

    def uuid_at(self, setting_id: str, revision: int) -> str | None:
        """The UUID of the changeset that led to a revision, without reading what it changed; ``None`` for
        a revision that there is not."""
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            rows = self._statements.journal_rows.all(connection, setting_id, revision, revision)
        return rows[0][1] if rows else None

    def ever_named(
        self, setting_id: str, fields: Mapping[tuple[str, str], Collection[str]]
    ) -> set[tuple[str, str]]:
        """The records, those removed since too, that ever had one of some texts in a field.

        ``fields`` gives the texts for each kind and field: ``{("action", "outcome"): ["4"]}``.
        """
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            journal = self._journal(connection, setting_id)
            return {
                (kind, record)
                for (kind, field), texts in fields.items()
                for record in journal.ever_named(kind, field, texts)
            }

    def ever_changed(self, setting_id: str, kinds: Iterable[str], record: str) -> set[tuple[str, str]]:
        """The records of some kinds that ever had this id, those removed since too."""
        with self.database.reading() as connection:
            now = self._revision(connection, setting_id)
            journal = self._journal(connection, setting_id)
            return {(kind, record) for kind in kinds if journal.revisions(now, 1, [(kind, record)])}

    def standing_on(self, setting_id: str, uuid: str) -> list[Entry]:
        """What stands on a changeset, newest first, so that it cannot be taken back on its own; none where
        it can. Raises as :meth:`Store.undo` does where it never could."""
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            journal = self._journal(connection, setting_id)
            standing = Standing(journal.headers())
            others = undo.standing_on(journal, standing, undo.named(journal, standing, uuid))
            return [Entry(other.revision, journal.one(other.revision), False) for other in others]

    def changeset(self, setting_id: str, uuid: str) -> Entry:
        """One changeset of a setting's history, by its UUID."""
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            journal = self._journal(connection, setting_id)
            revision = journal.revision_of(uuid)
            if revision is None:
                raise NotFound(
                    _("there is no change “{uuid}” in this setting's history").format(uuid=uuid[:60]),
                    _("rrsa history lists them"),
                )
            standing = Standing(journal.headers())
            taken_back = standing.taken_back(standing.by_uuid[uuid])
            return Entry(revision, journal.one(revision), taken_back)

    def portfolio_at(self, setting_id: str, revision: int) -> Portfolio:
        """The portfolio as it stood after ``revision``, told again from the journal."""
        with self.database.reading() as connection:
            now = self._revision(connection, setting_id)
            if not 0 <= revision <= now:
                raise NotFound(
                    _("there is no revision {revision}").format(revision=revision),
                    _("the latest is {now}").format(now=now),
                )
            changes = self._journal(connection, setting_id).changes(1, revision)
        return Portfolio().with_changes(c for each in changes.values() for c in each)

    def erased(self, setting_id: str) -> frozenset[tuple[str, str, str]]:
        """What was erased for good, each by kind, id and field; the field is empty for a whole record.

        A single field that was written anew since then is no longer among them.
        """
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            rows = self._statements.erased.all(connection, setting_id)
            return frozenset((kind, record, field) for kind, record, field in rows)

    def side_lines(self, setting_id: str) -> list[SideLine]:
        """What was recorded in other copies before they were brought together with this one, read only; the
        earliest brought in first."""
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            return side_lines.read(self._journal(connection, setting_id))

    def entered(self, setting_id: str) -> dict[tuple[str, str], str]:
        """Kind and id of every record that was ever made → the UTC moment at which it was (ISO text)."""
        j, c = tables.journal, tables.journal_change
        same = (j.c.setting_id == c.c.setting_id) & (j.c.revision == c.c.revision)
        asked = select(c.c.kind, c.c.record, func.min(j.c.at)).join(j, same)
        asked = asked.where(c.c.setting_id == setting_id, c.c.field == "present")
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            rows = connection.execute(asked.group_by(c.c.kind, c.c.record))
            return {(kind, record): at for kind, record, at in rows}

    def moments(self, setting_id: str) -> list[tuple[int, str]]:
        """Every revision, oldest first, with the UTC moment at which it was committed (ISO text)."""
        with self.database.reading() as connection:
            self._revision(connection, setting_id)
            return [
                (int(revision), at) for revision, at in self._statements.moments.all(connection, setting_id)
            ]

    def portfolios_at(self, setting_id: str, revisions: Iterable[int]) -> Iterator[tuple[int, Portfolio]]:
        """The portfolio as it stood after each of ``revisions``, the earliest first, in one pass over the
        journal. What was committed never changes, so each stretch is read on its own."""
        portfolio, done = Portfolio(), 0
        for revision in sorted(set(revisions)):
            with self.database.reading() as connection:
                changes = self._journal(connection, setting_id).changes(done + 1, revision)
            portfolio = portfolio.with_changes(c for each in changes.values() for c in each)
            done = revision
            yield revision, portfolio

    # -- inside a transaction ----------------------------------------------------------------------

    def _journal(self, connection: Connection, setting_id: str) -> Journal:
        return Journal(connection, self._statements, setting_id)

    def _revision(self, connection: Connection, setting_id: str) -> int:
        row = self._statements.revision.one(connection, setting_id)
        if row is None:
            raise self._no_setting(connection, setting_id)
        return int(row[0])

    def _no_setting(self, connection: Connection, setting_id: str) -> NotFound:
        known = sorted(row[0] for row in self._statements.setting_ids.all(connection))
        near = get_close_matches(setting_id, known, n=1, cutoff=0.4)
        if near:
            mend = _("did you mean {near}?").format(near=near[0])
        elif known:
            mend = _("rrsa settings lists those that there are")
        else:
            mend = _("there is none yet; rrsa new makes one")
        return NotFound(_("there is no setting “{id}”").format(id=setting_id[:60]), mend)
