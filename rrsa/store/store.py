"""The store: the one door through which everything that alters a portfolio goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from hashlib import sha256 as _sha256
from pathlib import Path
from typing import BinaryIO, TypeVar

from sqlalchemy import Connection, select

from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _
from rrsa.portfolio.changes import Change, Changeset, ConflictError, compare, new_uuid
from rrsa.portfolio.desk import is_desk
from rrsa.store import arrangement, files, tables, undo
from rrsa.store.access.levels import REVIEWS, not_to_be_made
from rrsa.store.answers import Committed, Entry, SettingInfo, Snapshot, StoredFile
from rrsa.store.arrangement import Arrangement
from rrsa.store.database import Database
from rrsa.store.erased import settle_erased
from rrsa.store.journal import Header, Journal, Standing
from rrsa.store.looking_back import LookingBack
from rrsa.store.records import Records, check_changeset
from rrsa.store.together import write
from rrsa.vocabulary import Whose

T = TypeVar("T")
Also = Callable[[Connection], None]
"""Something beside a portfolio that must be done with a change, or not at all."""


class Store(LookingBack):
    """An open database. One thread may write while others read."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._statements = database.statements

    @property
    def read_only(self) -> bool:
        return self.database.read_only

    @property
    def where(self) -> str:
        """The database's name for people; never with a password."""
        return self.database.shown

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # -- who is connected --------------------------------------------------------------------------

    def author_for(self, named: str) -> str:
        """Who a change is by: whoever is ``named``, but on a shared server the role that is connected."""
        return self.database.role or named

    def levels(self, setting_id: str) -> frozenset[str]:
        """What may be done with a setting here (:class:`~rrsa.store.access.levels.Level`); on a file all."""
        with self.database.reading() as connection:
            return self.database.levels(connection, setting_id)

    # -- reading -----------------------------------------------------------------------------------

    def settings(self) -> list[SettingInfo]:
        """Every setting, by name; a coordinator's desk is none."""
        return [info for info in self.portfolios() if not is_desk(info.id)]

    def portfolios(self) -> list[SettingInfo]:
        """Everything that has a journal, by name: settings and desks."""
        with self.database.reading() as connection:
            rows = self._statements.setting_list.all(connection)
        found = [
            SettingInfo(id_, name or id_, kind or "", framework or "", aim, revision, at)
            for id_, name, kind, framework, aim, revision, at in rows
        ]
        return sorted(found, key=lambda s: (s.name.casefold(), s.id))

    def exists(self, setting_id: str) -> bool:
        with self.database.reading() as connection:
            return self._statements.revision.one(connection, setting_id) is not None

    def load(self, setting_id: str) -> Snapshot:
        """A setting's portfolio as it stands, all of one moment. Raises :class:`NotFound`."""
        with self.database.reading() as connection:
            found = Records(connection, self._statements, setting_id).all_with_revision()
            if found is None:
                raise self._no_setting(connection, setting_id)
            return Snapshot(*found)

    def patiently(self, ask: Callable[[], T]) -> T:
        """What ``ask`` reads, tried again while a server is away as writes are: where one can wait."""
        return self.database.patience.again(ask)

    def revision(self, setting_id: str) -> int:
        """A setting's newest revision. Raises :class:`NotFound`."""
        with self.database.reading() as connection:
            return self._revision(connection, setting_id)

    def changed(self) -> bool:
        """Whether anybody else has written since this was asked last."""
        return self.database.others_wrote()

    # -- writing -----------------------------------------------------------------------------------

    def create(
        self,
        setting_id: str,
        changeset: Changeset,
        *,
        framework_text: str | None = None,
        then: Changeset | None = None,
    ) -> Committed:
        """Makes a setting with its first changeset, and keeps the framework's text beside it.

        ``then`` comes second, and the setting with it or not at all; the answer is of that one. Raises
        :class:`BadInput` where the id is taken. Repeating the same changesets is harmless.
        """
        check_changeset(changeset)
        if then is not None:
            check_changeset(then)
        if not setting_id or not changeset.changes:
            raise BadInput(_("a new setting needs a name"), _("a few words are enough"))
        return self.database.patience.again(lambda: self._create(setting_id, changeset, framework_text, then))

    def _create(
        self, setting_id: str, changeset: Changeset, framework_text: str | None, then: Changeset | None
    ) -> Committed:
        with self.database.writing() as connection:
            self.database.check_making(connection, setting_id)
            added = self._statements.add_setting.run(connection, setting_id, 0).rowcount
            if not added:
                known = self._journal(connection, setting_id).revision_of((then or changeset).uuid)
                if known is None:
                    if self._statements.revision.one(connection, setting_id) is None:
                        raise not_to_be_made(setting_id)  # there, and not to be seen
                    raise BadInput(
                        _("there is a setting “{id}” already").format(id=setting_id),
                        _("open that one, or give this one a name of its own"),
                    )
                return self._repeated(connection, setting_id, known)
            if framework_text is not None:
                self._keep_text(connection, setting_id, framework_text)
            committed = self._record(connection, setting_id, changeset)
            if then is not None:
                committed = self._record(connection, setting_id, then)
        self.database.noted(1, 1 if then is None else 2)
        return committed

    def commit(
        self,
        setting_id: str,
        changeset: Changeset,
        *,
        framework_text: str | None = None,
        revision: int | None = None,
        also: Also | None = None,
    ) -> Committed:
        """Makes a changeset's changes, all or none; durable once this returns. ``framework_text`` is kept
        beside them; with ``revision`` they are made only where that is still the newest. ``also`` is done
        in the same transaction, or in one of its own where nothing changes; not where it was done before.

        Raises :class:`~rrsa.portfolio.changes.ConflictError` where somebody has changed a cell since, and
        :class:`NotFound` where there is no such setting. A changeset that was committed before, or that
        changes nothing, makes no new revision.
        """
        check_changeset(changeset)
        return self.database.patience.again(
            lambda: self._commit(setting_id, changeset, framework_text, revision, also)
        )

    def _commit(
        self,
        setting_id: str,
        changeset: Changeset,
        framework_text: str | None,
        of: int | None,
        also: Also | None,
    ) -> Committed:
        with self.database.writing() as connection:
            committed = self._record(connection, setting_id, changeset, framework_text, of)
            if also is not None and committed.changes and not committed.repeated:
                also(connection)
        if also is not None and not committed.changes:
            with self.database.writing() as connection:
                also(connection)
        self._noted(committed)
        return committed

    def undo(self, setting_id: str, author: str, changeset_uuid: str | None = None) -> Entry:
        """Takes back the author's latest changeset that stands, or the one named (a beginning will do).

        Naming an undo does again what it took back. Returns what was taken back (``undone``) or done again.
        Raises :class:`~rrsa.portfolio.changes.ConflictError` where later changes stand on it, and
        :class:`NotFound` where nothing is left.
        """
        return self._take_back(
            setting_id,
            author,
            lambda journal, standing: (
                undo.named(journal, standing, changeset_uuid)
                if changeset_uuid
                else undo.latest_to_undo(journal, standing, self.author_for(author))
            ),
        )

    def redo(self, setting_id: str, author: str) -> Entry:
        """Does again what the author took back last. Raises as :meth:`undo` does."""
        return self._take_back(
            setting_id,
            author,
            lambda journal, standing: undo.latest_to_redo(journal, standing, self.author_for(author)),
        )

    def _take_back(
        self, setting_id: str, author: str, choose: Callable[[Journal, Standing], Header]
    ) -> Entry:
        author = self.author_for(author)
        uuid = new_uuid("undo")  # the same one however often it is tried, so that it is done once
        return self.database.patience.again(lambda: self._take_back_once(setting_id, author, choose, uuid))

    def _take_back_once(
        self, setting_id: str, author: str, choose: Callable[[Journal, Standing], Header], uuid: str
    ) -> Entry:
        with self.database.writing() as connection:
            revision = self._locked(connection, setting_id, REVIEWS)
            journal = self._journal(connection, setting_id)
            records = Records(connection, self._statements, setting_id)
            standing = Standing(journal.headers())
            if uuid in standing.by_uuid:
                entry = undo.told_again(journal, standing, uuid)
                _give_up(connection)
                return entry
            chosen = choose(journal, standing)
            if self.database.role is not None:
                kinds = {change.cell.kind for change in journal.one(chosen.revision).changes}
                self.database.check_writing(connection, setting_id, kinds)
            changeset, entry = undo.prepared(journal, standing, chosen, records.value, author)
            self._make(journal, records, revision, replace(changeset, uuid=uuid))
        self.database.noted(0, 1)
        return entry

    # -- files and framework texts -----------------------------------------------------------------

    def put_file(self, setting_id: str, source: BinaryIO | Path, *, limit: int = files.LIMIT) -> StoredFile:
        """Stores a file's content for a setting, once however often it comes. ``limit`` is in bytes.

        Raises :class:`BadInput` for one that is too large or changes while it is read; nothing is stored
        then. Only a changeset makes a piece of evidence speak of it.
        """
        content = files.read_source(source, limit)
        return self.database.patience.again(lambda: files.put(self.database, setting_id, content))

    def read_file(self, setting_id: str, sha256: str) -> Iterator[bytes]:
        """A stored file, chunk by chunk. Raises :class:`NotFound` at once, or at the end
        :class:`EnvironmentFailed` where the content is damaged."""
        return files.read(self.database, setting_id, sha256)

    def put_framework(self, setting_id: str, text: str) -> str:
        """Keeps a framework's text for a setting and returns its SHA-256, by which it is adopted."""

        def keep() -> str:
            with self.database.writing() as connection:
                self.database.check_writing(connection, setting_id)
                return self._keep_text(connection, setting_id, text)

        return self.database.patience.again(keep)

    def framework_text(self, setting_id: str, sha256: str) -> str:
        """A framework's text that the setting keeps."""
        t = tables.framework_text
        key = (t.c.setting_id == setting_id) & (t.c.sha256 == sha256)
        with self.database.reading() as connection:
            text = connection.execute(select(t.c.text).where(key)).scalar()
        if text is None:
            raise NotFound(
                _("the framework's text is not in the database"), _("bring back a backup with rrsa restore")
            )
        return str(text)

    # -- whose file it is --------------------------------------------------------------------------

    def arrangement(self) -> Arrangement:
        """Whose file the database is, and the roles that have written in it."""
        with self.database.reading() as connection:
            return arrangement.read(connection)

    def arrange(self, wanted: Arrangement) -> None:
        """Shares the database in another way from now on."""
        self.database.patience.again(lambda: arrangement.write(self.database, wanted))

    def claim(self, role: str) -> None:
        """Claims a database on a shared drive for ``role``, or renames one's claim; others need none.

        Raises :class:`~rrsa.store.one_writer.Taken` with who is writing and since when.
        """
        if not self.read_only and self.arrangement().whose is Whose.SHARED_DRIVE:
            self.database.claim(role)

    # -- care --------------------------------------------------------------------------------------

    def backup(self, path: Path | str) -> None:
        """Writes everything into one new SQLite file, checked before it takes its name."""
        from rrsa.store.backup import back_up

        back_up(self.database, Path(path))

    def check(self) -> list[str]:
        """What is wrong with the database, one line each; empty where all is well.

        Asks the engine itself, tells every journal again and compares with the tables, and reads every
        file that evidence speaks of.
        """
        from rrsa.store.checking import problems

        return problems(self)

    # -- inside a transaction ----------------------------------------------------------------------

    def _locked(self, connection: Connection, setting_id: str, kinds: Collection[str] | None = None) -> int:
        revision = self.database.take_lock(connection, setting_id, kinds)
        if revision is None:
            raise self._no_setting(connection, setting_id)
        return revision

    def _record(
        self,
        connection: Connection,
        setting_id: str,
        changeset: Changeset,
        framework_text: str | None = None,
        of: int | None = None,
    ) -> Committed:
        kinds = {change.cell.kind for change in changeset.changes}
        revision, known = self.database.lock_knowing(connection, setting_id, changeset.uuid, kinds)
        if revision is None:
            raise self._no_setting(connection, setting_id)
        journal = self._journal(connection, setting_id)
        changeset = replace(changeset, author=self.author_for(changeset.author))
        if known is not None:
            return self._repeated(connection, setting_id, known)
        if of is not None and revision != of + 1:
            raise ConflictError((), _("somebody else has saved something meanwhile"))
        records = Records(connection, self._statements, setting_id)
        todo = self._compared(records, changeset)
        if not todo:
            _give_up(connection)
            return Committed(revision - 1, ())
        if framework_text is not None:
            self._keep_text(connection, setting_id, framework_text)
        settle_erased(connection, self._statements, setting_id, todo, revision)
        write(connection, [*records.written(todo), *journal.written(revision, changeset, todo)])
        return Committed(revision, todo)

    def _make(self, journal: Journal, records: Records, revision: int, changeset: Changeset) -> None:
        todo = self._compared(records, changeset)
        made = journal.written(revision, changeset, todo)
        write(journal.connection, [*records.written(todo), *made])

    @staticmethod
    def _compared(records: Records, changeset: Changeset) -> tuple[Change, ...]:
        records.expect(changeset)
        todo, conflicts = compare(records.value, changeset)
        if conflicts:
            raise ConflictError(conflicts)
        return todo

    def _repeated(self, connection: Connection, setting_id: str, revision: int) -> Committed:
        changes = self._journal(connection, setting_id).changes(revision, revision)
        _give_up(connection)
        return Committed(revision, tuple(changes.get(revision, ())), repeated=True)

    def _keep_text(self, connection: Connection, setting_id: str, text: str) -> str:
        sha = _sha256(text.encode()).hexdigest()
        self._statements.adding_once(tables.framework_text).run(connection, setting_id, sha, text)
        return sha

    def _noted(self, committed: Committed) -> None:
        if committed.changes and not committed.repeated:
            self.database.noted(0, 1)


def _give_up(connection: Connection) -> None:
    """Rolls back, so that neither a revision nor anything else is used up."""
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()
