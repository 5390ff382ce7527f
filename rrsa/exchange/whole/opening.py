"""Opening a whole pack: bounded, its sums checked, its database looked through before anything is done."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _
from rrsa.paths import expanded

if TYPE_CHECKING:
    from rrsa.store import Store

DATABASE = "whole.db"
SUMS = "SHA256SUMS.txt"
MARK = b"rrsa whole pack sums "

_MARKED = re.compile(re.escape(MARK) + rb"([0-9a-f]{64})")
_SUM = re.compile(r"^([0-9a-f]{64})  (\S+)$")
_MOST_SUMS = 64 * 1024  # bytes
_MOST_RATIO = 200  # no database of ours packs better than this
_FREE = 16 * 1024 * 1024  # bytes that are believed whatever the ratio
_PIECE = 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)


def is_whole_pack(path: Path) -> bool:
    """Whether a file is a zip rather than a backup; :func:`opened_pack` says whether it is a whole pack."""
    try:
        with expanded(path).open("rb") as stream:
            return stream.read(2) == b"PK"
    except OSError:
        return False


def looks_untouched(path: Path) -> tuple[bool, bool]:
    """Whether a file is a whole pack of ours, and whether nobody has altered it since."""
    try:
        with zipfile.ZipFile(path) as archive:
            mark = _MARKED.fullmatch(archive.comment)
            if mark is None:
                return False, False
            with archive.open(SUMS) as member:
                sums = member.read(_MOST_SUMS)
            names = {member.filename for member in archive.infolist()}
    except _BROKEN:
        return False, False
    listed = {line[66:] for line in sums.decode("utf-8", "replace").splitlines()}
    return True, hashlib.sha256(sums).hexdigest().encode() == mark[1] and names == listed | {SUMS}


@contextmanager
def opened_pack(path: Path, folder: Path) -> Iterator[tuple[Store, str]]:
    """A whole pack as a store of its own in ``folder``, and the id of its one setting.

    Raises :class:`BadInput` for what is no whole pack, and :class:`EnvironmentFailed` where it is damaged,
    too new, or there is no room for it.
    """
    database = folder / DATABASE
    _take_out(expanded(path).absolute(), database)
    _refuse_machinery(path, database)
    from rrsa.store import open_store

    with open_store(database, create=False) as store:
        yield store, _the_one_setting(path, store)


def _the_one_setting(path: Path, store: Store) -> str:
    """The id of the one setting in a pack that is whole."""
    from rrsa.store.checking import problems

    settings = store.settings()
    if len(settings) != 1:
        raise _damaged(path, _("it holds {n} settings").format(n=len(settings)))
    try:
        wrong = problems(store)
        store.side_lines(settings[0].id)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise _damaged(path, _("its history cannot be read")) from problem
    if wrong:
        raise _damaged(path, wrong[0])
    return settings[0].id


def digest_of(path: Path) -> str:
    """A pack's SHA-256, by which it is known again."""
    digest = hashlib.sha256()
    with expanded(path).open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _take_out(path: Path, to: Path) -> None:
    try:
        if not path.is_file():
            raise NotFound(_("there is no file {file}").format(file=path), _("check the name and the folder"))
        with zipfile.ZipFile(path) as archive:
            members = {member.filename: member for member in archive.infolist()}
            if DATABASE not in members or SUMS not in members:
                raise BadInput(
                    _("“{name}” is no whole pack").format(name=path.name),
                    _("a whole pack is made with rrsa pack --whole; workbooks come back with rrsa import"),
                )
            wanted = _sum_of(archive, members[SUMS])
            member = members[DATABASE]
            _refuse_bomb(path, member)
            if shutil.disk_usage(to.parent).free < member.file_size + _FREE:
                raise EnvironmentFailed(
                    _("there is no room to unpack “{name}”").format(name=path.name),
                    _("make some room on the disk, then try again"),
                )
            found = _copy_out(archive, member, to)
    except _BROKEN as problem:
        raise _damaged(path, _("it cannot be unpacked")) from problem
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{name}” cannot be read: {why}").format(name=path.name, why=problem.strerror or problem),
            _("copy it somewhere of your own first"),
        ) from problem
    if wanted is None or found != wanted:
        raise _damaged(path, _("its content does not fit its checksums"))


def _sum_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str | None:
    with archive.open(member) as stream:
        text = stream.read(_MOST_SUMS).decode("utf-8", "replace")
    sums = (_SUM.match(line) for line in text.splitlines())
    return next((found[1] for found in sums if found and found[2] == DATABASE), None)


def _refuse_bomb(path: Path, member: zipfile.ZipInfo) -> None:
    if member.file_size > _FREE and member.file_size > _MOST_RATIO * max(member.compress_size, 1):
        raise BadInput(
            _("“{name}” would grow beyond all measure when it is unpacked").format(name=path.name),
            _("it was not made by this program; ask whoever sent it"),
        )


def _copy_out(archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path) -> str:
    """Unpacks a member, never more than it says that it is; returns its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with archive.open(member) as source, to.open("xb") as target:
        to.chmod(0o600)
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > member.file_size:
                raise zipfile.BadZipFile("more than it says")
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _refuse_machinery(path: Path, database: Path) -> None:
    """A database of ours has tables and indexes and nothing that acts by itself; a newer one is said."""
    from rrsa.store.tables import SCHEMA

    try:
        with closing(sqlite3.connect(database)) as connection:
            acting = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')"
            ).fetchone()[0]
            version = connection.execute("SELECT version_num FROM meta").fetchone()
    except (sqlite3.Error, ValueError) as problem:  # ValueError: names that are no text
        raise _damaged(path, _("it holds no database")) from problem
    if acting or version is None:
        raise _damaged(path, _("it was not made by this program"))
    if str(version[0]) > SCHEMA:
        raise EnvironmentFailed(
            _("{where} was made by a newer version of this program").format(where=path),
            _("install the newest version, then bring it back"),
        )


def _damaged(path: Path, what: str) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("“{name}” is damaged: {what}").format(name=path.name, what=what),
        _("ask for it once more, or use an earlier one"),
    )
