"""Text that was being typed and not yet saved, and where somebody left off.

Both lie in private local files outside the journal: a draft goes when its text is saved, and neither ever
leaves the machine. A file that cannot be read is treated as empty, since nothing in it was acknowledged.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from weakref import WeakSet

from rrsa import paths
from rrsa.atomic import write_private
from rrsa.portfolio.changes import Cell


class Draft(NamedTuple):
    """Unsaved text for a cell, and the text that stood there when typing began."""

    cell: Cell
    text: str
    base: str


SITTINGS = ("", "\nten-minutes", "\ntour")
"""What is added to a setting's id by the pages that keep drafts of their own."""


class Drafts:
    """The drafts of one setting in one database."""

    def __init__(self, database: str, setting_id: str, *, file: Path | None = None) -> None:
        self.file = file or paths.drafts_dir() / drafts_file(database, setting_id)
        self._drafts: dict[Cell, Draft] = {d.cell: d for d in self._read()}
        self._asked: set[Cell] = set()
        _OPEN.add(self)

    def get(self, cell: Cell) -> Draft | None:
        return self._drafts.get(cell)

    def save_asked(self, cell: Cell) -> None:
        """The draft's text is on its way to the database, and may not get there."""
        self._asked.add(cell)

    def on_the_way(self, cell: Cell) -> Draft | None:
        """Text that was to be saved in this sitting and is not through yet, or could not be saved."""
        return self._drafts.get(cell) if cell in self._asked else None

    def all(self) -> tuple[Draft, ...]:
        return tuple(self._drafts[cell] for cell in sorted(self._drafts))

    def keep(self, cell: Cell, text: str, base: str) -> None:
        """Keeps what is typed so far; text equal to its base is no draft, unless that base is itself only on
        its way to the database."""
        if text == base:
            if (waiting := self.on_the_way(cell)) is None:
                self.clear(cell)
                return
            base = waiting.base
        draft = Draft(cell, text, base)
        if self._drafts.get(cell) != draft:
            self._drafts[cell] = draft
            self._write()

    def saved(self, cell: Cell, text: str) -> None:
        """A draft's text is in the database. What has been typed since stays a draft."""
        draft = self._drafts.get(cell)
        if draft is None or draft.text == text:
            self.clear(cell)

    def clear(self, cell: Cell) -> None:
        """The text is saved, or was given up on purpose."""
        self._asked.discard(cell)
        if self._drafts.pop(cell, None) is not None:
            self._write()

    def _read(self) -> list[Draft]:
        try:
            rows = json.loads(self.file.read_text(encoding="utf-8"))
            return [Draft(Cell(*map(str, row["cell"])), str(row["text"]), str(row["base"])) for row in rows]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return []

    def _write(self) -> None:
        if not self._drafts:
            with contextlib.suppress(OSError):
                self.file.unlink(missing_ok=True)
            return
        rows = [{"cell": list(d.cell), "text": d.text, "base": d.base} for d in self.all()]
        # A draft that cannot be kept is no reason to stop anybody from typing.
        with contextlib.suppress(OSError):
            write_private(self.file, json.dumps(rows))


_OPEN: WeakSet[Drafts] = WeakSet()
"""Drafts that a page of this program holds: what it keeps in mind, it writes again with the next key."""


def drafts_file(database: str, setting_id: str) -> str:
    """The name of the file that keeps the drafts of a setting."""
    return sha256(f"{database}\n{setting_id}".encode()).hexdigest()[:24] + ".json"


def of_setting(databases: Iterable[str], setting_id: str) -> list[Drafts]:
    """All drafts of a setting, whichever page keeps them; ``databases`` are names by which it is opened."""
    names = [drafts_file(name, setting_id + page) for name in dict.fromkeys(databases) for page in SITTINGS]
    folders = paths.all_drafts_dirs()
    own = [Drafts("", "", file=folder / name) for folder in folders for name in names]
    files = {each.file for each in own}
    return [*own, *(each for each in list(_OPEN) if each.file in files and each not in own)]


def everywhere() -> list[Drafts]:
    """All drafts on this machine, of whichever setting, those included that a page has open."""
    folders = paths.all_drafts_dirs()
    kept = [Drafts("", "", file=file) for folder in folders for file in sorted(folder.glob("*.json"))]
    return [*kept, *(each for each in list(_OPEN) if each not in kept)]


class Place(NamedTuple):
    """Where somebody left off: a setting, a screen of it, and the outcome that was open."""

    setting: str
    screen: str = "home"
    outcome: str = ""


def last_place(database: str) -> Place | None:
    """Where the last sitting with this database ended."""
    return _places().get(database)


def remember_place(database: str, place: Place | None) -> None:
    """Notes where this sitting is; ``None`` forgets it."""
    places = dict(_places())
    if places.get(database) == place:
        return
    places.pop(database, None)
    if place is not None:
        places[database] = place
    # Not knowing where we were is no reason to stop anybody from working.
    with contextlib.suppress(OSError):
        write_private(_places_file(), json.dumps({key: list(value) for key, value in places.items()}))


def _places_file() -> Path:
    return paths.own_dir() / "places.json"


def _places() -> Mapping[str, Place]:
    try:
        rows = json.loads(_places_file().read_text(encoding="utf-8"))
        return {str(key): Place(*(str(part) for part in row)) for key, row in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
