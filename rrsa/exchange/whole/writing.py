"""Writing a whole pack: one setting with its history and files, its sums, and a note on what it is."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import textwrap
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa import paths
from rrsa.errors import BadInput
from rrsa.exchange.target import check_place, whole_file
from rrsa.exchange.whole.opening import DATABASE, MARK, SUMS, looks_untouched
from rrsa.i18n import _
from rrsa.paths import expanded

if TYPE_CHECKING:
    from rrsa.store import Store

Progress = Callable[[int, int], None]

NOTE = "READ-ME-FIRST.txt"
_NOTE_WIDTH = 100  # characters
_QUICK = 1  # photos and documents are packed already, and pack no smaller for the waiting
_PIECE = 1024 * 1024
_ABANDONED = 24 * 3600.0  # seconds after which a working folder is nobody's


class WholePack(NamedTuple):
    """A whole pack that was written."""

    path: Path
    setting: str
    files: int
    """Stored files in it."""
    size: int
    """Bytes of the pack."""


def write_whole_pack(
    store: Store, setting_id: str, path: Path, *, progress: Progress | None = None
) -> WholePack:
    """Writes all of one setting to ``path``: records, history, files, framework texts, side lines, and the
    ids of what was erased. Nothing is held back; the list of names is not in it.

    It has its name only when it is complete, and never takes the place of what is not ours. Raises
    :class:`BadInput` or :class:`~rrsa.errors.EnvironmentFailed`, and then leaves nothing behind.
    """
    path = expanded(path).absolute()
    _check(path)
    from rrsa.store.whole import write_setting

    name = store.load(setting_id).portfolio.setting.name or setting_id
    with working_folder() as folder:
        database = folder / DATABASE
        files = write_setting(store, setting_id, database, progress=_half(progress, 0))
        with whole_file(path) as stream:
            if hasattr(os, "fchmod"):  # elsewhere it has the rights of its folder
                os.fchmod(stream.fileno(), 0o600)
            archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK)
            try:
                sums = [
                    _add(archive, DATABASE, _pieces(database, _half(progress, 1)), database.stat().st_size)
                ]
                note = note_text(name).encode()
                sums.append(_add(archive, NOTE, [note], len(note)))
                listed = "".join(sorted(sums, key=lambda line: line[66:])).encode()
                _add(archive, SUMS, [listed], len(listed))
                archive.comment = MARK + hashlib.sha256(listed).hexdigest().encode()
                archive.close()
            except BaseException:
                archive.fp = None  # the file goes away all the same
                raise
    return WholePack(path, setting_id, files, path.stat().st_size)


def _check(path: Path) -> None:
    if path.suffix.lower() != ".zip":
        name = path.name or str(path)
        raise BadInput(
            _("“{name}” does not end in .zip").format(name=name),
            _("call it “{name}”").format(name=f"{name}.zip"),
        )
    check_place(path, ".zip", looks_untouched)


def _half(progress: Progress | None, which: int) -> Progress | None:
    """Progress of the first or second half of the work, in thousandths of the whole."""
    if progress is None:
        return None
    return lambda done, total: progress(500 * which + 500 * done // max(total, 1), 1000)


def _pieces(file: Path, progress: Progress | None) -> Iterator[bytes]:
    size, done = file.stat().st_size, 0
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
            done += len(piece)
            if progress is not None:
                progress(done, size)


def _add(archive: zipfile.ZipFile, name: str, content: Iterator[bytes] | list[bytes], size: int) -> str:
    """A member of the archive; returns its line in the list of sums."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=size >= 2**31) as stream:  # undated, and its owner's alone
        for piece in content:
            digest.update(piece)
            stream.write(piece)
    return f"{digest.hexdigest()}  {name}\n"


def note_text(name: str) -> str:
    """What whoever finds the pack has to know, in our words."""
    paragraphs = (
        _("{name}: the whole of a self-evaluation").format(name=name),
        _(
            "This is everything that was recorded: views, evidence with its files, actions, the history. "
            "Nothing is held back. It holds also what no assessor would get, such as pieces whose people "
            "said no, and children's own words. Treat it like a child's file."
        ),
        _(
            "Hand it over in person, or in a way that your council calls safe. Not by e-mail. Delete it "
            "when it has been brought in and looked at."
        ),
        _("To open it: install rrsa, then bring it in with the command below, or in the app."),
        "    rrsa restore FILE.zip",
        _(
            "If the setting is there already, both are brought together, and whatever differs is asked "
            "about first."
        ),
    )
    lines = (text if text.startswith(" ") else textwrap.fill(text, _NOTE_WIDTH) for text in paragraphs)
    return "\n\n".join(lines) + "\n"


@contextlib.contextmanager
def working_folder() -> Iterator[Path]:
    """A private folder for a while; what a program that was killed has left there a day ago goes too."""
    base = paths.private(paths.cache_dir() / "whole")
    for each in base.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - each.stat().st_mtime > _ABANDONED:
                shutil.rmtree(each, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
