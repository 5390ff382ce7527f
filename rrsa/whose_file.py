"""Whose file this is: setting up a shared database, moving there, and finding it again next time."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import paths
from rrsa.atomic import write_private
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.vocabulary import Whose

if TYPE_CHECKING:
    from rrsa.store import Store


def common_folder() -> Path:
    """A folder that everybody on this PC can reach, as a beginning."""
    if sys.platform == "win32":
        return Path(os.environ.get("PUBLIC", r"C:\Users\Public")) / "Documents" / "rrsa"
    if sys.platform == "darwin":
        return Path("/Users/Shared/rrsa")
    return paths.data_dir()


def database_in(folder: str) -> Path:
    """The database file for a folder that somebody typed.

    Raises :class:`BadInput` where there is no such folder (its last part may be new), where it is a file, or
    where a service copies it to other machines.
    """
    from rrsa.store.opening import refuse_synchronised

    given = folder.strip()
    if not given:
        raise BadInput(_("the folder is missing"), _("give the folder in which the file is to lie"))
    path = paths.expanded(Path(given)).absolute()
    if path.suffix == ".db" or path.is_file():
        raise BadInput(
            _("{path} is not a folder").format(path=path), _("give the folder; the file is made in it")
        )
    if (
        not path.is_dir()
        and not path.parent.is_dir()
        and not path.is_relative_to(paths.data_dir().absolute())
    ):
        raise BadInput(
            _("there is no folder {folder}").format(folder=path.parent),
            _("check the name, or connect the drive first"),
        )
    database = path / paths.DATABASE_NAME
    refuse_synchronised(database)
    return database


def arrange(store: Store, whose: Whose, role: str) -> None:
    """Shares ``store`` as ``whose`` from now on, with ``role`` as the latest at the keyboard."""
    store.arrange(replace(store.arrangement().with_role(role), whose=whose))


def settle(store: Store, whose: Whose, role: str, to: Path | None) -> Path | None:
    """Shares as ``whose`` from now on, in the file ``to`` where one is named; returns a new file's path.

    Into a file that is not there everything is copied, checked, and the old one stays where it is. A file
    that a colleague has made is joined, as it is shared already. Raises :class:`BadInput` where both hold
    settings. The caller closes ``store`` when it gets a path.
    """
    if to is None or str(to) == store.where:
        arrange(store, whose, role)
        return None
    if to.exists():
        _join(store, to, role)
    else:
        _move(store, to, whose, role)
    use_from_now_on(to)
    return to


def _join(store: Store, to: Path, role: str) -> None:
    from rrsa.store import open_store

    if store.settings():
        raise BadInput(
            _("there is a file {file} already, and settings here too").format(file=to),
            _("choose an empty folder, or open that file with --database"),
        )
    with open_store(to, create=False) as there:
        there.arrange(there.arrangement().with_role(role))


def _move(store: Store, to: Path, whose: Whose, role: str) -> None:
    from rrsa.store import open_store

    before = store.arrangement()
    to.parent.mkdir(exist_ok=True)
    store.backup(to)
    if whose is not Whose.ME:
        # Other accounts may open the file as far as they may use its folder; Windows sees to that itself.
        to.chmod(0o600 | to.parent.stat().st_mode & 0o066)
    with open_store(to, create=False) as moved:
        moved.arrange(replace(before.with_role(role), whose=whose))


def use_from_now_on(database: Path) -> None:
    """Opens ``database`` from now on whenever none is named."""
    own = paths.data_dir() / paths.DATABASE_NAME
    if database.absolute() == own.absolute():
        paths.usual_file().unlink(missing_ok=True)
    else:
        write_private(paths.usual_file(), str(database.absolute()) + "\n")
