"""Backup into one SQLite file, whatever the engine, and bringing it back into either."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _, ngettext
from rrsa.paths import expanded
from rrsa.store import released, shared_moving, tables
from rrsa.store.access.levels import histories_refused, not_to_be_made
from rrsa.store.checking import problems
from rrsa.store.database import Database
from rrsa.store.faults import Damaged, damaged, translated
from rrsa.store.opening import fill, found_version, opened, refuse_others
from rrsa.store.sqlite import SqliteDatabase, engine_check
from rrsa.store.store import Store

_ROWS_AT_ONCE = 500
_CHUNKS_AT_ONCE = 8
WITHOUT_OWNER = (tables.framework_text, tables.file_chunk, tables.file)
"""Tables whose rows may be there before their setting is."""


def back_up(database: Database, path: Path) -> None:
    """Writes everything to ``path``: first under another name, checked, then renamed.

    A backup that is there already is replaced; anything else of that name is refused.
    """
    path = expanded(path).absolute()
    try:
        _refuse_target(database, path)
    except OSError as problem:
        raise _not_written(path, problem) from problem
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with translated(str(path)):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            if isinstance(database, SqliteDatabase):
                _copy_file(database, part)
            else:
                _copy_content(database, part)
            seal(part, database.shown)
        part.replace(path)
    except FileNotFoundError:
        raise BadInput(
            _("there is no folder {folder}").format(folder=path.parent),
            _("check the name, or make the folder first"),
        ) from None
    except OSError as problem:
        raise _not_written(path, problem) from problem
    finally:
        for leftover in part.parent.glob(f"{part.name}*"):
            leftover.unlink(missing_ok=True)


def _not_written(path: Path, problem: OSError) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("the backup {file} cannot be written: {why}").format(file=path, why=problem.strerror or problem),
        _("choose another place"),
    )


def _refuse_target(database: Database, path: Path) -> None:
    if path.is_dir():
        raise BadInput(
            _("{path} is a folder").format(path=path),
            _("name a file inside it, such as {file}").format(file=path / "rrsa-backup.db"),
        )
    if isinstance(database, SqliteDatabase) and path.exists() and path.samefile(database.path):
        raise BadInput(_("that is the database itself"), _("give the backup another name"))
    if path.exists() and not _is_ours(path):
        raise BadInput(
            _("{path} is there already and is no backup").format(path=path), _("give the backup another name")
        )


def _is_ours(path: Path) -> bool:
    if not path.is_file():  # opening a pipe could wait for ever
        return False
    try:
        refuse_others(path)
        with _source(path) as (database, _version):
            return isinstance(database, SqliteDatabase)
    except (BadInput, EnvironmentFailed):
        return False


def _copy_file(database: SqliteDatabase, part: Path) -> None:
    with database.engine.connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        target = sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            target.close()


def _copy_content(database: Database, part: Path) -> None:
    target = SqliteDatabase(part)
    try:
        with target.writing() as into, database.reading() as source:
            fill(into)
            copy_rows(source, into)
    finally:
        target.close()


def seal(part: Path, source: str) -> None:
    """Makes a copy one self-contained file, sees that it is whole, and that it is on the disk.

    A copy that is not whole tells of ``source``, which the copy is true to.
    """
    connection = sqlite3.connect(part)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        if engine_check(connection):
            raise damaged(source)
    finally:
        connection.close()
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())


def copy_rows(
    source: Connection,
    target: Connection,
    setting_id: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Copies the rows of every table, those of one setting where it is named, a batch at a time.

    ``progress`` is told after each batch of a file's content how many pieces it held.
    """
    for table in (each for each in tables.CONTENT if each not in (*shared_moving.TABLES, tables.released)):
        at_once = _CHUNKS_AT_ONCE if table is tables.file_chunk else _ROWS_AT_ONCE
        asked = select(table).execution_options(yield_per=at_once)
        if setting_id is not None:
            asked = asked.where((table.c.id if table is tables.setting else table.c.setting_id) == setting_id)
        add = insert(table)
        for batch in source.execute(asked).mappings().partitions():
            target.execute(add, [dict(row) for row in batch])
            if progress is not None and table is tables.file_chunk:
                progress(len(batch))
    # After the settings themselves: on a server, who may share for them is known from then on.
    shared_moving.unite(source, target, setting_id)
    released.unite(source, target, setting_id)


# -- bringing back -----------------------------------------------------------------------------------


def restored(path: Path, where: str | Path | None) -> list[str]:
    """Brings every setting of a backup into a database; see :func:`rrsa.store.restore`."""
    path = expanded(path).absolute()
    try:
        if path.is_dir():
            raise BadInput(_("{path} is a folder").format(path=path), _("choose the backup inside it"))
        if not path.is_file():
            raise NotFound(
                _("there is no backup {file}").format(file=path), _("check the name and the folder")
            )
    except OSError as problem:
        raise EnvironmentFailed(
            _("the backup {file} cannot be read: {why}").format(file=path, why=problem.strerror or problem),
            _("copy it somewhere of your own first"),
        ) from problem
    with _whole(path) as source:
        target = opened(where, read_only=False, create=True)
        try:
            return _bring_in(source, target)
        finally:
            target.close()


@contextmanager
def _whole(path: Path) -> Iterator[Store]:
    """A backup that nothing is wrong with. Who brings one back is not told to bring one back."""
    with ExitStack() as stack:
        try:
            refuse_others(path)
            source = stack.enter_context(up_to_date(path))
        except Damaged:
            raise EnvironmentFailed(
                _("{file} is damaged or no backup").format(file=path),
                _("check the file name, or use an earlier backup"),
            ) from None
        wrong = problems(source)
        if wrong:
            what, _dash, _mend = wrong[0].partition(" — ")
            raise EnvironmentFailed(
                _("the backup is damaged: {what}").format(what=what), _("use an earlier backup")
            )
        yield source


def _bring_in(source: Store, target: Store) -> list[str]:
    ids = sorted(info.id for info in source.portfolios())
    revisions = sum(info.revision for info in source.portfolios())
    with target.database.writing() as into, source.database.reading_beside() as connection:
        target.database.lock_schema(into)
        if not target.database.brings_histories(into):
            raise histories_refused()
        there = {row[0] for row in target.database.statements.setting_ids.all(into)}
        taken = [setting_id for setting_id in ids if setting_id in there]
        if taken:
            raise BadInput(
                ngettext(
                    "the setting {ids} is in the database already",
                    "the settings {ids} are in the database already",
                    len(taken),
                ).format(ids=", ".join(taken)),
                _("bring the backup back into a new database, with --database FILE"),
            )
        for table in WITHOUT_OWNER:  # what a set-up that was given up may have left
            into.execute(table.delete().where(table.c.setting_id.in_(ids)))
        with hidden_ones(target.database, ids):
            copy_rows(connection, into)
    target.database.noted(len(ids), revisions)
    return ids


@contextmanager
def hidden_ones(database: Database, ids: Sequence[str]) -> Iterator[None]:
    """Where a setting is there already and may not be seen, that is said as if it might not be made."""
    try:
        yield
    except IntegrityError:
        if not database.shares_with_others:
            raise
        raise not_to_be_made(", ".join(ids)) from None


@contextmanager
def up_to_date(path: Path) -> Iterator[Store]:
    """A backup as a store in this program's form; an older one is brought up to date in a copy."""
    with _source(path) as (database, version):
        if version > tables.SCHEMA:
            raise EnvironmentFailed(
                _("{where} was made by a newer version of this program").format(where=path),
                _("install the newest version, then bring it back"),
            )
        if version == tables.SCHEMA:
            yield Store(database)
            return
    with tempfile.TemporaryDirectory(prefix="rrsa-") as folder:
        copy = Path(folder) / "backup.db"
        shutil.copyfile(path, copy)
        store = opened(copy, read_only=False, create=False)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _source(path: Path) -> Iterator[tuple[SqliteDatabase, str]]:
    """A backup opened for reading, with its schema version."""
    database = SqliteDatabase(path, read_only=True)
    try:
        with database.reading() as connection:
            version = found_version(database, connection)
        if version is None:
            raise damaged(str(path))
        yield database, version
    finally:
        database.close()
