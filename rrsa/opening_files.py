"""Opening a stored file with the system's own program, and writing a copy of it.

What is opened is a copy that only its owner can read and nobody can change, in a folder that is emptied when
the program ends and whenever it begins. Only kinds of file that are looked at are ever handed over: pictures,
sound, film, and documents that hold no program. Everything else can be saved as a copy.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import in_browser, paths
from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.portfolio.records import Evidence
    from rrsa.store import Store

_PICTURES = {".avif", ".bmp", ".gif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
_SOUND = {".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"}
_FILM = {".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".ogv", ".webm"}
_DOCUMENTS = {".csv", ".docx", ".md", ".odp", ".ods", ".odt", ".pdf", ".pptx", ".txt", ".xlsx"}
LOOKED_AT = frozenset(_PICTURES | _SOUND | _FILM | _DOCUMENTS)
"""Endings of files that are opened. A list of what may be is safer than one of what may not: the old
``.doc`` may hold a macro, ``.svg`` and ``.html`` a script."""

_AT_ONCE = 2.0
"""Seconds within which the system's opener says that it has failed; a viewer may stay open for hours."""


def may_open(name: str) -> bool:
    """Whether a file of this name is one to look at and nothing that could run."""
    return Path(name.strip().lower()).suffix in LOOKED_AT


def open_stored(store: Store, setting_id: str, item: Evidence) -> Path:
    """Hands a copy of the file of a piece to the system's program; returns the copy.

    It waits until the program has started, not until it ends. Raises :class:`BadInput` for a kind of file
    that is never opened, and :class:`EnvironmentFailed` where no program takes it.
    """
    name = _name(item)
    if in_browser.folder() is not None:
        raise BadInput(
            _("“{name}” cannot be opened on the server").format(name=name), _("save a copy; it comes down")
        )
    if not may_open(name):
        raise BadInput(
            _("“{name}” is a kind of file that could run a program, so it is not opened here").format(
                name=name
            ),
            _("save a copy and look at it with care"),
        )
    copy = _copy_out(store, setting_id, item, name)
    try:
        _hand_over(copy)
    except OSError:
        raise _no_program(name) from None
    return copy


def save_copy(store: Store, setting_id: str, item: Evidence, to: Path) -> Path:
    """Writes the file of a piece to ``to``, or under its own name into the folder ``to``; returns where.

    It never writes over a file, and never what consent holds back, since a copy may go anywhere.
    """
    from rrsa.portfolio.privacy import may_leave

    name = _name(item)
    if not may_leave(item):
        raise BadInput(
            _("as consent stands, “{name}” stays here").format(name=name),
            _("note consent with the evidence first, if it was given"),
        )
    target = to / name if to.is_dir() else to
    if target.exists():
        raise BadInput(
            _("there is a file “{name}” there already").format(name=target.name), _("choose another name")
        )
    if not target.parent.is_dir():
        raise NotFound(
            _("there is no folder “{folder}”").format(folder=target.parent), _("check the name of the folder")
        )
    handle, part = -1, ""
    try:
        handle, part = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            for chunk in store.read_file(setting_id, item.file_sha256 or ""):
                stream.write(chunk)
        Path(part).replace(target)
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{name}” cannot be written there: {why}").format(
                name=target.name, why=problem.strerror or problem
            ),
            _("choose another folder"),
        ) from None
    finally:
        if part:
            Path(part).unlink(missing_ok=True)
    return target


def clear() -> None:
    """Does away with all copies. One that a program still holds open goes the next time."""
    folder = _folder()
    for each in folder.rglob("*"):
        _make_writable(each)
    shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    return paths.cache_dir() / "opened"


def _name(item: Evidence) -> str:
    from rrsa.evidence_files import stored_name

    if not item.file_sha256:
        raise NotFound(_("there is no file with this piece"), _("look where it says that it is kept"))
    return stored_name(item.file_name or "")


def _copy_out(store: Store, setting_id: str, item: Evidence, name: str) -> Path:
    """A copy for reading, under the name that the file was stored with, in a folder of its own."""
    try:
        base = paths.private(_folder())
        atexit.register(clear)
        copy = Path(tempfile.mkdtemp(dir=base)) / name
        with copy.open("xb") as stream:
            for chunk in store.read_file(setting_id, item.file_sha256 or ""):
                stream.write(chunk)
        copy.chmod(stat.S_IRUSR)
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{name}” cannot be copied out: {why}").format(name=name, why=problem.strerror or problem),
            _("make some room on the disk, then try again"),
        ) from None
    return copy


def _hand_over(copy: Path) -> None:
    """Gives a file to the system's program; raises :class:`OSError` where there is none."""
    if sys.platform == "win32":
        os.startfile(copy)
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    process = subprocess.Popen(
        [opener, str(copy)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # it outlives the terminal, and never reads our keys
    )
    try:
        failed = process.wait(_AT_ONCE)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()  # so that its end is taken note of
        return
    if failed:
        raise OSError(failed, "no program took the file")


def _no_program(name: str) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("no program was found here that opens “{name}”").format(name=name),
        _("save a copy and open it where there is one"),
    )


def _make_writable(path: Path) -> None:
    """Windows does not delete what may only be read."""
    try:
        if path.is_file() and not path.is_symlink():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError:
        return
