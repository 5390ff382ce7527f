"""Where things lie in a pack: short plain paths that any program unpacks, and that tell no name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from rrsa.exchange.gate.files import FileOut
from rrsa.portfolio.ids import with_check

EVIDENCE = "evidence"
NOTE = "note-for-the-assessor.html"
SUMS = "SHA256SUMS.txt"
LONGEST = 180
"""Characters of a path; Windows unpacks no more than 260 with the folder before it."""
_NAME = 60
_ENDING = 8
_FOLDER = 40
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def plain(text: str, most: int = _NAME) -> str:
    """``text`` in letters, digits, ``.``, ``_`` and ``-``; empty where nothing is left of it."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    bare = re.sub(r"-+", "-", re.sub(r"[^A-Za-z0-9._-]+", "-", re.sub(r"\.\.+", ".", bare)))
    return bare.strip("-.")[:most].rstrip("-.")


def folder(outcome: str) -> str:
    """The folder of an outcome."""
    made = plain(outcome, _FOLDER) or "outcome"
    return f"_{made}" if _DEVICES.match(made) else made


def file_place(outcome: str, file: FileOut) -> str:
    """``evidence/4/E4K7M2Q9X-C council-minutes.pdf``; a name that tells nothing where it held a name."""
    name = PurePosixPath(file.name)
    ending = plain(file.ending.lstrip("."), _ENDING).lower()
    stem = plain(name.stem if file.name else "") or "file"
    return f"{EVIDENCE}/{folder(outcome)}/{with_check(file.evidence)} {stem}{'.' + ending if ending else ''}"


def places(chosen: Mapping[str, Iterable[str]], files: Mapping[str, FileOut]) -> dict[str, str]:
    """Evidence → the path of its file. A piece of several outcomes lies with the first of them; a file that
    two pieces share lies there once."""
    made: dict[str, str] = {}
    by_content: dict[str, str] = {}
    taken: set[str] = set()
    for outcome, pieces in chosen.items():
        for piece in pieces:
            file = files.get(piece)
            if file is None or piece in made:
                continue
            path = by_content.get(file.sha256)
            if path is None:
                path = _free(file_place(outcome, file), taken)
                by_content[file.sha256] = path
                taken.add(path.casefold())
            made[piece] = path
    return made


def _free(path: str, taken: set[str]) -> str:
    found, n = path, 2
    while found.casefold() in taken:
        at = PurePosixPath(path)
        found = str(at.with_name(f"{at.stem}-{n}{at.suffix}"))
        n += 1
    return found
