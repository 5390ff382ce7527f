"""What a folder says has been written into it: a line for each file, with its SHA-256, the setting's revision
and the day.

Lines are only ever added, and the last one about a file holds; so a run that was killed leaves every line
before it, and a line that was cut off is passed over. Nothing in it is about a child or about what a setting
thinks of itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from rrsa.errors import BadInput
from rrsa.exchange.target import fault
from rrsa.i18n import _

MANIFEST = "rrsa-sent.jsonl"
_FIRST = {"rrsa": "sent", "format": 1}
_CHUNK = 1024 * 1024
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that was written whole. ``day`` is the day that it was assessed as of, as ISO text."""

    file: str
    setting: str
    what: str  # copy | pack
    revision: int
    day: str
    sha256: str
    size: int  # bytes
    held_back: int  # pieces of evidence and files that stayed behind


class Manifest:
    """The list in a folder; there need not be one yet."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / MANIFEST
        self._entries: dict[str, Entry] = {}
        self._cut_off = False
        self._read()

    def entry(self, file: str) -> Entry | None:
        """What is known of a file."""
        return self._entries.get(file)

    def add(self, entry: Entry) -> None:
        """Notes a file, durably. Raises as :func:`~rrsa.exchange.target.fault` says."""
        first = not self.path.exists()
        text = (_line(_FIRST) if first else "") + _line(asdict(entry))
        try:
            with self.path.open("ab") as stream:
                stream.write((("\n" if self._cut_off else "") + text).encode("ascii"))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as problem:
            raise fault(self.path, problem) from None
        self._cut_off = False
        self._entries[entry.file] = entry

    def _read(self) -> None:
        try:
            if not self.path.exists():
                return
            with self.path.open("rb") as stream:
                content = stream.read(_LARGEST)
        except OSError as problem:
            raise fault(self.path, problem) from None
        lines = content.decode("utf-8", "replace").splitlines()
        self._cut_off = bool(content) and not content.endswith(b"\n")
        if lines and _parsed(lines[0]) != _FIRST and not _FIRST_LINE.startswith(lines[0]):
            raise BadInput(
                _("“{name}” is there already and is no list of ours").format(name=self.path.name),
                _("choose another folder"),
            )
        for line in lines:
            entry = _entry(_parsed(line))
            if entry is not None:
                self._entries[entry.file] = entry


def digest(path: Path) -> tuple[str, int]:
    """A file's SHA-256 and its size, read in pieces. Raises as :func:`~rrsa.exchange.target.fault` says."""
    found = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                found.update(chunk)
                size += len(chunk)
    except OSError as problem:
        raise fault(path, problem) from None
    return found.hexdigest(), size


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=True) + "\n"


_FIRST_LINE = _line(_FIRST)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _entry(data: Any) -> Entry | None:
    """An entry, where the line is whole."""
    if not isinstance(data, dict):
        return None
    types = {"revision": int, "size": int, "held_back": int}
    values: dict[str, Any] = {}
    for each in fields(Entry):
        value = data.get(each.name)
        if type(value) is not types.get(each.name, str):
            return None
        values[each.name] = value
    return Entry(**values)
