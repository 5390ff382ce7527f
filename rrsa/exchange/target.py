"""Where a workbook or a paper goes: said at once when it cannot, written whole or not at all, nothing lost.

A file that is there already is replaced only when it is an export of ours that nobody has saved since.
"""

from __future__ import annotations

import errno
import os
import re
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
    with whole_file(path) as stream:
        stream.write(content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content has the name ``path`` once it is complete: until then it lies beside it.

    Where anything goes wrong, nothing is left. What a program that was killed has left there goes now.
    """
    _clear_away(path)
    beside = path.with_name(f".{path.stem[:40]}.{uuid4().hex[:8]}.part")
    try:
        with beside.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as problem:
        raise fault(path, problem) from None
    finally:
        beside.unlink(missing_ok=True)


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
