"""Where portfolios are kept: the database, the journal, evidence files, migrations, backup.

Importing this package costs nothing; the database library comes with the first :func:`open_store`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.store.answers import Committed, Entry, SettingInfo, Snapshot, StoredFile

if TYPE_CHECKING:
    from rrsa.store.store import Store

__all__ = [
    "Committed",
    "Entry",
    "SettingInfo",
    "Snapshot",
    "Store",
    "StoredFile",
    "open_store",
    "restore",
]


def open_store(where: str | Path | None = None, *, read_only: bool = False, create: bool = True) -> Store:
    """Opens a database: a file, ``sqlite:///FILE`` or ``postgresql://…``; the user's own where none is named.

    A file that does not exist is made where ``create`` allows it; an older database is brought up to date.
    Raises :class:`~rrsa.errors.BadInput` where that is no database of ours and
    :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    from rrsa.store.opening import opened

    return opened(where, read_only=read_only, create=create)


def restore(path: Path, where: str | Path | None = None) -> list[str]:
    """Brings every setting of the backup ``path`` into the database ``where``; returns their ids.

    Nothing is overwritten: raises :class:`~rrsa.errors.BadInput` where a setting is there already.
    """
    from rrsa.store.backup import restored

    return restored(Path(path), where)


def __getattr__(name: str) -> Any:
    if name == "Store":
        from rrsa.store.store import Store

        return Store
    raise AttributeError(name)
