"""Where a workbook or a paper goes: said at once when it cannot, written whole or not at all, nothing lost.

A file that is there already is replaced only when it is an export of ours that nobody has saved since.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias
from uuid import uuid4

from rrsa.errors import BadInput, EnvironmentFailed, RrsaError
from rrsa.i18n import _

_MARKER = re.compile(rb"<dc:title[^>]*>[^<]*rrsa export [0-9a-f-]{36} base [^<]*</dc:title>")
_MOMENT = rb"<dcterms:%s[^>]*>([^<]+)</dcterms:%s>"
_PROPERTIES = "docProps/core.xml"
_UNDATED = (1980, 1, 1, 0, 0, 0)
_MOST = 64 * 1024  # bytes of the properties that are looked at

_ABANDONED = 3600.0  # seconds
_OPEN_FILES = "/proc/self/fd"

LookAt: TypeAlias = Callable[[Path], tuple[bool, bool]]


def check_target(path: Path) -> None:
    """Raises :class:`BadInput` or :class:`EnvironmentFailed` where ``path`` cannot become a workbook."""
    _check_name(path)
    check_place(path, ".xlsx", lambda file: office_file(file, _MARKER))


def check_place(path: Path, ending: str, look_at: LookAt) -> None:
    """Raises where nothing can be written to ``path``, or where what is there must stay.

    ``look_at`` says of a file whether it is ours, and whether nobody has saved it since.
    """
    try:
        if path.is_dir():
            raise BadInput(
                _("“{path}” is a folder").format(path=path),
                _("add a file name that ends in {ending}").format(ending=ending),
            )
        if not path.parent.is_dir():
            raise BadInput(
                _("there is no folder “{folder}”").format(folder=path.parent),
                _("make it first, or choose another"),
            )
        if path.exists():
            _check_existing(path, look_at)
    except OSError as problem:
        raise fault(path, problem) from None


def _check_name(path: Path) -> None:
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return
    name = path.name or str(path)
    if ending in (".xls", ".xlsm", ".xlsb", ".ods", ".csv"):
        raise BadInput(
            _("a workbook cannot be written as {ending}").format(ending=ending),
            _("call it “{name}”; Excel and LibreOffice both open that").format(name=f"{path.stem}.xlsx"),
        )
    raise BadInput(
        _("“{name}” does not end in .xlsx").format(name=name),
        _("call it “{name}”").format(name=f"{name}.xlsx"),
    )


def _check_existing(path: Path, look_at: LookAt) -> None:
    # A pipe or a device is not looked into: that could wait for ever.
    ours, untouched = look_at(path) if path.is_file() else (False, False)
    if not ours:
        raise BadInput(
            _("“{name}” is there already and was not exported by rrsa").format(name=path.name),
            _("choose another name, so that nothing of yours is lost"),
        )
    if not untouched:
        raise BadInput(
            _("“{name}” has been saved by somebody since it was exported").format(name=path.name),
            _("choose another name, so that nothing filled in is lost"),
        )


def office_file(path: Path, marker: re.Pattern[bytes]) -> tuple[bool, bool]:
    """Whether a workbook or document bears our ``marker`` in its properties, and whether nobody has saved it
    since we wrote it.

    As it was written it says that it was last saved at the very moment when it was made, and none of its
    members bears a date; every program that saves changes the one, and most the other.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            undated = all(member.date_time == _UNDATED for member in archive.infolist())
            with archive.open(_PROPERTIES) as member:
                content = member.read(_MOST)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ):
        return False, False
    moments = {
        m[1] for name in (b"created", b"modified") if (m := re.search(_MOMENT % (name, name), content))
    }
    return bool(marker.search(content)), undated and len(moments) == 1


def write_whole(path: Path, content: bytes) -> None:
    """``content`` under the name ``path``, in one go: first beside it, flushed, then renamed."""
    beside = _beside(path)
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as problem:
        raise fault(path, problem) from None
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream for what is too large for memory; its content has the name ``path`` once it is complete.

    Where anything goes wrong, nothing is left, and where the system can do it (Linux) not even when the
    program is killed: until then the file has no name. Elsewhere it lies beside ``path``, and what a killed
    program has left there goes with the next.
    """
    _clear_away(path)
    beside = _beside(path)
    try:
        nameless = _nameless(path.parent)
        with beside.open("x+b") if nameless is None else os.fdopen(nameless, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if nameless is not None:
                _give_name(stream, beside)
        beside.replace(path)
    except OSError as problem:
        raise fault(path, problem) from None
    finally:
        beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.stem[:40]}.{uuid4().hex[:8]}.part")


def _nameless(folder: Path) -> int | None:
    """A new file in ``folder`` that has no name yet; ``None`` where there is no such thing."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not Path(_OPEN_FILES).is_dir():
        return None
    try:
        return os.open(folder, flag | os.O_RDWR, 0o666)
    except OSError:  # not every file system can; whatever else is wrong is said when the other way is tried
        return None


def _give_name(stream: BinaryIO, beside: Path) -> None:
    number = stream.fileno()
    try:
        # With a folder's number the link leads to what the name in /proc stands for, not to that name.
        os.link(f"{_OPEN_FILES}/{number}", beside, src_dir_fd=number)
    except OSError:
        stream.seek(0)
        with beside.open("xb") as copy:
            shutil.copyfileobj(stream, copy, 1024 * 1024)
            copy.flush()
            os.fsync(copy.fileno())


def _clear_away(path: Path) -> None:
    """Half files for ``path`` that nobody has written to for an hour: whoever was at it is gone."""
    part = re.compile(rf"\.{re.escape(path.stem[:40])}\.[0-9a-f]{{8}}\.part")
    with suppress(OSError):
        for each in path.parent.iterdir():
            if part.fullmatch(each.name) and time.time() - each.stat().st_mtime > _ABANDONED:
                each.unlink(missing_ok=True)


def fault(path: Path, problem: OSError) -> RrsaError:
    """What stands in the way of writing, in a line."""
    name = path.name
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFailed(
            _("there is no room left on the disk for “{name}”").format(name=name),
            _("free some space, or choose another place"),
        )
    if isinstance(problem, PermissionError) or problem.errno == errno.EROFS:
        if _is_there(path):
            return EnvironmentFailed(
                _("“{name}” cannot be replaced").format(name=name),
                _("close it in Excel if it is open there, or choose another name"),
            )
        return EnvironmentFailed(
            _("nothing may be written to “{folder}”").format(folder=path.parent),
            _("choose a folder of your own, such as Documents"),
        )
    if problem.errno == errno.ENAMETOOLONG:
        return BadInput(_("the name is too long"), _("choose a shorter one"))
    return EnvironmentFailed(
        _("“{name}” cannot be written: {why}").format(name=name, why=problem.strerror or problem),
        _("choose another place"),
    )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that one may not even look into
        return False
