"""A pack as it is written: streamed, the same bytes for the same content, with a sum for every file.

Nothing in it says when, by whom or on which machine it was packed.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from rrsa.errors import BadInput
from rrsa.exchange.pack.places import SUMS
from rrsa.exchange.target import check_place
from rrsa.i18n import _

ENDING = ".zip"
_UNDATED = (1980, 1, 1, 0, 0, 0)
_FOR_ALL = 0o644 << 16
_MARK = re.compile(rb"rrsa pack (\S+) sums ([0-9a-f]{64})")
_PACKED = {
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pdf",
    ".zip", ".mp3", ".mp4", ".m4a", ".ogg", ".7z", ".gz",
}  # fmt: skip
_LARGE = 1024 * 1024 * 1024


class Archive:
    """A zip that is being written into a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(stream, "w", allowZip64=True)
        self._sums: list[str] = []

    def add(self, path: str, content: Iterable[bytes], size: int) -> None:
        """A file, chunk by chunk; of ``size`` bytes as far as is known."""
        digest = hashlib.sha256()
        with self._zip.open(self._member(path), "w", force_zip64=size > _LARGE) as stream:
            for chunk in content:
                digest.update(chunk)
                stream.write(chunk)
        self._sums.append(f"{digest.hexdigest()}  {path}\n")

    def close(self, export: str) -> None:
        """The list of sums, and the mark by which a pack of ours is known."""
        sums = "".join(sorted(self._sums, key=lambda line: line[66:])).encode()
        self._zip.writestr(self._member(SUMS), sums)
        self._zip.comment = f"rrsa pack {export} sums {hashlib.sha256(sums).hexdigest()}".encode()
        self._zip.close()

    def abandon(self) -> None:
        """Lets go of the zip without writing its end: the file goes away all the same."""
        self._zip.fp = None

    @staticmethod
    def _member(path: str) -> zipfile.ZipInfo:
        made = zipfile.ZipInfo(path, _UNDATED)
        packed = PurePosixPath(path).suffix.lower() in _PACKED
        made.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        made.create_system = 3  # the same on every machine
        made.external_attr = _FOR_ALL
        return made


def check_pack(path: Path) -> None:
    """Raises :class:`BadInput` or :class:`~rrsa.errors.EnvironmentFailed` where ``path`` cannot become a
    pack: a pack that somebody has altered, or any other file, stays."""
    if path.suffix.lower() != ENDING:
        name = path.name or str(path)
        raise BadInput(
            _("“{name}” does not end in .zip").format(name=name),
            _("call it “{name}”").format(name=f"{name}.zip"),
        )
    check_place(path, ENDING, _ours)


def _ours(path: Path) -> tuple[bool, bool]:
    """Whether a file is a pack of ours, and whether nobody has altered it since."""
    try:
        with zipfile.ZipFile(path) as archive:
            mark = _MARK.fullmatch(archive.comment)
            if mark is None:
                return False, False
            sums = archive.read(SUMS)
            members = archive.infolist()
        with path.open("rb") as stream:  # what stands behind the end is nothing of ours
            stream.seek(-len(mark[0]), 2)
            ends = stream.read() == mark[0]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False, False
    named = {line[66:] for line in sums.decode("utf-8", "replace").splitlines()}
    whole = {member.filename for member in members} == named | {SUMS}
    undated = all(member.date_time == _UNDATED for member in members)
    return True, ends and whole and undated and hashlib.sha256(sums).hexdigest().encode() == mark[2]
