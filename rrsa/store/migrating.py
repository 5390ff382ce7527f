"""Bringing an older database up to date.

On SQLite: on a connection of its own, with foreign keys off (rebuilding a table must not empty those that
point at it), under ``BEGIN IMMEDIATE``, foreign keys checked before the commit. It is rehearsed on a copy
first; then the file itself is changed in one transaction rather than swapped, since a program that has it
open would go on writing into the file that was swapped away. Two copies of how it was before are kept.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

from rrsa.errors import EnvironmentFailed, RrsaError
from rrsa.i18n import _
from rrsa.store import tables
from rrsa.store.database import WAIT_SECONDS, Database
from rrsa.store.faults import disk_full, known
from rrsa.store.sqlite import SqliteDatabase, engine_check, file_uri, prepare

FOLDERS: tuple[Path, ...] = (Path(__file__).parent / "migrations",)
"""Where the steps from one schema to the next are."""

COPIES = 2
_ROOM = 3  # times the size of the file: the rehearsal, the copy that is kept, and the change itself


class IntegrityLost(Exception):
    """A step left rows behind whose owner is gone."""


def bring_up_to_date(
    database: Database, *, to: str | None = None, folders: Sequence[Path] | None = None
) -> None:
    """Brings an older database to the schema ``to`` (this program's own where none is named).

    Where that fails the old database stays as it was.
    """
    to = to or tables.SCHEMA
    folders = folders or FOLDERS
    if database.read_only:
        raise EnvironmentFailed(
            _("{where} was made by an older version of this program").format(where=database.shown),
            _("open it once without --read-only, so that it can be brought up to date"),
        )
    try:
        if isinstance(database, SqliteDatabase):
            database.close()
            _sqlite(database.path, to, folders)
        else:
            with database.engine.begin() as connection:
                database.lock_schema(connection)
                if _version(connection) < to:
                    step_on(connection, to, folders)
    except RrsaError:
        raise
    except Exception as problem:
        raise known(problem, database.shown) or EnvironmentFailed(
            _("{where} could not be brought up to date ({kind})").format(
                where=database.shown, kind=type(problem).__name__
            ),
            _("it is as it was before; report this, and use the earlier version meanwhile"),
        ) from problem


def step_on(connection: Connection, to: str | None = None, folders: Sequence[Path] | None = None) -> None:
    """Brings a database on a server up to date, within the transaction that is open, as its tables' owner."""
    from rrsa.store.access import rules

    to = to or tables.SCHEMA
    rules.lift(connection)
    _run(connection, to, folders or FOLDERS)
    if to >= tables.SCHEMA:
        rules.lay(connection)


def _sqlite(path: Path, to: str, folders: Sequence[Path]) -> None:
    wal = path.with_name(path.name + "-wal")
    size = path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    if shutil.disk_usage(path.parent).free < _ROOM * size:
        raise disk_full(str(path))
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = path.with_name(f"{path.name}.before-{to}-{stamp}")
    rehearsal = path.with_name(f"{path.name}-rehearsal.{stamp}")
    try:
        with _own_transaction(path) as connection:
            if _version(connection) >= to:  # somebody else was quicker
                return
            # Others can read but not write from here on, so the copies are what is about to change.
            _copy(path, kept)
            _rehearse(kept, rehearsal, to, folders)
            _run(connection, to, folders)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    _keep_newest(path)


def _rehearse(copy: Path, rehearsal: Path, to: str, folders: Sequence[Path]) -> None:
    shutil.copyfile(copy, rehearsal)
    try:
        with _own_transaction(rehearsal) as trial:
            _run(trial, to, folders)
    finally:
        for leftover in rehearsal.parent.glob(f"{rehearsal.stem}.*"):  # also of one that was killed
            leftover.unlink(missing_ok=True)


@contextmanager
def _own_transaction(path: Path) -> Iterator[Connection]:
    """A connection of its own in a transaction that others cannot write beside."""

    def connect() -> sqlite3.Connection:
        uri = f"{file_uri(path)}?mode=rw"
        connection = prepare(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS))
        connection.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        yield connection


def _copy(path: Path, to: Path) -> None:
    source = sqlite3.connect(f"{file_uri(path)}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    target = sqlite3.connect(to)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        if engine_check(target):
            raise EnvironmentFailed(
                _("{file} is damaged, so it was not brought up to date").format(file=path),
                _("bring back your latest backup with rrsa restore"),
            )
    finally:
        target.close()
        source.close()


def _run(connection: Connection, to: str, folders: Sequence[Path]) -> None:
    """Takes every step up to the schema ``to`` within the transaction that is open."""
    script = ScriptDirectory(str(folders[0]), version_locations=[str(folder) for folder in folders])

    def steps(revision: object, _context: object) -> object:
        return script._upgrade_revs(to, revision)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), script, fn=steps, destination_rev=to) as environment:
        environment.configure(
            connection=connection,
            target_metadata=tables.metadata,
            version_table=tables.meta.name,
        )
        environment.run_migrations()
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise IntegrityLost("rows were left that belong to nothing")


def _version(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM meta")).scalar_one())


def _keep_newest(path: Path) -> None:
    copies = sorted(
        path.parent.glob(f"{path.name}.before-*"), key=lambda p: p.name.rpartition("before-")[2][5:]
    )
    for old in copies[:-COPIES]:
        old.unlink(missing_ok=True)
