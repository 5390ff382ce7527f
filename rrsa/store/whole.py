"""One setting, all of it, as a database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from rrsa.store import tables
from rrsa.store.backup import copy_rows, seal
from rrsa.store.faults import translated
from rrsa.store.opening import fill
from rrsa.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from rrsa.store.store import Store


def write_setting(
    store: Store, setting_id: str, path: Path, *, progress: Callable[[int, int], None] | None = None
) -> int:
    """Writes a setting with its history, files, framework texts and side lines to the new file ``path``, one
    moment of it, a piece at a time; returns how many files are in it.

    ``progress`` is told how many pieces of files are written and how many there are. Raises
    :class:`~rrsa.errors.NotFound` where there is no such setting.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    target = SqliteDatabase(path)
    f = tables.file
    try:
        with store.database.reading() as source, translated(str(path)), target.writing() as into:
            store._revision(source, setting_id)
            own = select(func.count(), func.coalesce(func.sum(f.c.chunks), 0)).where(
                f.c.setting_id == setting_id
            )
            files, pieces = source.execute(own).one()
            done = 0

            def told(more: int) -> None:
                nonlocal done
                done += more
                if progress is not None:
                    progress(done, int(pieces))

            fill(into)
            copy_rows(source, into, setting_id, told)
    finally:
        target.close()
    with translated(str(path)):
        seal(path, store.where)
    return int(files)
