"""What the store asks of a database engine; SQLite and PostgreSQL each answer in a file of their own."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from rrsa.errors import ConnectionLost, ReadOnly, RrsaError
from rrsa.i18n import _
from rrsa.store.answers import Link
from rrsa.store.faults import known, translated
from rrsa.store.patience import Patience
from rrsa.store.statements import Statements
from rrsa.vocabulary import Whose

WAIT_SECONDS = 10
"""How long a writer waits for another before it gives up: many take their turn in that time, and nobody
sits in front of a silent screen for longer."""


class Database(ABC):
    """One open database. ``shown`` is its name for people, without any password.

    All writing goes through one connection that is held open, so that it has its statements prepared and
    knows its own writes from those of others; reading takes connections of its own.
    """

    shares_with_others = False
    """Whether other programs may keep tables beside ours."""

    def __init__(self, engine: Engine, shown: str, *, read_only: bool) -> None:
        self.engine = engine
        self.shown = shown
        self.read_only = read_only
        self.statements = Statements(engine.dialect)
        self.patience = Patience()
        self._lock = threading.RLock()
        self._held: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction in which everything read belongs to one moment."""
        self._refuse_while_away()
        try:
            with translated(self.shown), self._reader() as connection, connection.begin():
                yield connection
        except ConnectionLost:
            self.patience.lost()
            raise

    @contextmanager
    def reading_beside(self) -> Iterator[Connection]:
        """As :meth:`reading`, within the work of another database: what goes wrong is told of that one."""
        with self._reader() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block has ended, and was never there if it raises."""
        if self.read_only:
            raise ReadOnly(_("this was opened for reading only"), _("open it without --read-only"))
        self._refuse_while_away()
        self.check_claim()
        with self._lock, translated(self.shown):
            connection = self.held()
            saving = False
            try:
                with connection.begin():
                    yield connection
                    saving = True
                    self._finish(connection)
            except RrsaError:
                raise  # refused by a rule, and rolled back: nothing is wrong with the connection
            except BaseException as problem:
                # Whatever state the connection is in, the next write starts on a fresh one.
                self._drop_held()
                if saving and isinstance(known(problem, self.shown), ConnectionLost):
                    from rrsa.store.server_faults import lost

                    raise lost(self.shown, saving=True) from problem
                raise

    def _finish(self, connection: Connection) -> None:  # noqa: B027 - only a server has anything to do
        """Told that the block has ended well; the transaction is committed next."""

    def _refuse_while_away(self) -> None:
        if not self.patience.may_ask:
            from rrsa.store.server_faults import away

            raise away(self.shown)

    def held(self) -> Connection:
        """The connection that writes, and that watches for others' writes."""
        if self._held is None:
            self._held = self._writer()
        return self._held

    def _drop_held(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()
            held.close()

    def others_wrote(self) -> bool:
        """Whether anybody else has written since this was asked last; cheap enough to ask every second."""
        if not self.patience.due or not self._lock.acquire(blocking=False):
            return False  # we are writing at this moment, or the server is away; ask again later
        try:
            with translated(self.shown):
                return self.patience.trying(self._others_wrote)
        except ConnectionLost:
            self._drop_held()
            self.patience.lost()
            raise
        finally:
            self._lock.release()

    def link(self) -> Link | None:
        """The line to the server; ``None`` where the database is a file."""
        return None

    def close(self) -> None:
        """Lets go of every connection."""
        with self._lock:
            if self._held is not None:
                self._held.close()
                self._held = None
            self.engine.dispose()

    @abstractmethod
    def _reader(self) -> Connection: ...

    @abstractmethod
    def _writer(self) -> Connection: ...

    @abstractmethod
    def _others_wrote(self) -> bool: ...

    @abstractmethod
    def take_lock(
        self, connection: Connection, setting_id: str, kinds: Collection[str] | None = None
    ) -> int | None:
        """Takes a setting's lock to the end of the transaction and its next revision; ``None`` where there
        is no such setting. A transaction that is given up gives the revision back.

        Raises :class:`~rrsa.errors.NotAllowed` where the connected role sees the setting and may not change
        records of ``kinds`` (of any kind, where none are named).
        """

    def lock_knowing(
        self, connection: Connection, setting_id: str, uuid: str, kinds: Collection[str] | None = None
    ) -> tuple[int | None, int | None]:
        """As :meth:`take_lock`, with the revision under which a changeset was committed before, if it was."""
        revision = self.take_lock(connection, setting_id, kinds)
        known = self.statements.revision_of_uuid.one(connection, setting_id, uuid)
        return revision, None if known is None else int(known[0])

    # -- who may do what, where a server is shared -------------------------------------------------

    @property
    def role(self) -> str | None:
        """The role that is connected, where every change is by that role; ``None`` where whoever is at the
        keyboard says who they are: on a file, and on a server where one role owns everything."""
        return None

    def levels(self, connection: Connection, setting_id: str) -> frozenset[str]:  # noqa: ARG002
        """What may be done with a setting; see :class:`~rrsa.store.access.levels.Level`."""
        return frozenset({"admin", "coordinator", "editor"})

    def check_writing(  # noqa: B027 - whoever may write a file may write all of it
        self, connection: Connection, setting_id: str, kinds: Collection[str] | None = None
    ) -> None:
        """Raises :class:`~rrsa.errors.NotAllowed` as :meth:`take_lock` does, and takes no lock."""

    def check_making(self, connection: Connection, setting_id: str) -> None:  # noqa: B027
        """Raises :class:`~rrsa.errors.NotAllowed` where no setting of this id may be made."""

    def brings_histories(self, connection: Connection) -> bool:  # noqa: ARG002
        """Whether changes with other people's names on them may be added to a history as they are."""
        return True

    def may_tidy(self) -> bool:
        """Whether the traces of what was deleted are this role's to clear."""
        return True

    @abstractmethod
    def tables_there(self, connection: Connection) -> set[str]:
        """The names of the tables that are there."""

    @abstractmethod
    def settle(self, whose: Whose) -> None:
        """Prepares a database that is ours, or is to be, for writing, as it is shared."""

    @abstractmethod
    def arranged(self, whose: Whose) -> None:
        """Told that the database is shared in another way from now on."""

    @abstractmethod
    def claim(self, role: str) -> None:
        """Claims the right to write where only one may at a time. Raises
        :class:`~rrsa.store.one_writer.Taken` where somebody else holds it; a server needs no claims."""

    @abstractmethod
    def check_claim(self) -> None:
        """Raises :class:`~rrsa.store.one_writer.Taken` where the claim has passed to somebody else."""

    @abstractmethod
    def lock_schema(self, connection: Connection) -> None:
        """Keeps others from making or changing tables to the end of the transaction."""

    @abstractmethod
    def delete_securely(self) -> None:
        """From now on what is deleted is overwritten, as far as the engine does so."""

    @abstractmethod
    def sweep(self) -> bool:
        """Leaves no trace of what was deleted in the files of the database; ``False`` where another program
        is in the way, or the disk is full: what was deleted is gone, and its traces go the next time."""

    @abstractmethod
    def own_check(self) -> list[str]:
        """What the engine itself finds wrong with the database."""

    @abstractmethod
    def noted(self, settings: int, revisions: int) -> None:
        """Told of own writes: how many settings and revisions were added."""
