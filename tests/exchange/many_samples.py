"""A coordinator's desk with settings on its list, and copies that they fill in."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from returned_workbooks import SMALL, Copy

from rrsa import paths
from rrsa.exchange.many.blanks import Blanks, write_blanks
from rrsa.overview.desk import Desk
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change
from rrsa.store import Store

FRAMEWORK = "small@1.0"
NAMES = ("Ash Primary", "Birch Primary", "Cedar Primary", "Elm Primary")

OpenDesk = Callable[..., Desk]


def small_framework() -> None:
    """The small framework, known on this machine."""
    folder = paths.private(paths.user_frameworks_dir())
    shutil.copy(SMALL, folder / SMALL.name)


def desk_with(store: Store, *names: str, author: str = "Coordinator") -> Desk:
    """A desk with these on its list, each to be sent a copy by the small framework."""
    small_framework()
    desk = Desk.open(store, author)
    changes: list[Change] = []
    for name in names:
        values = {"name": name, "kind": "school", "area": "East", "framework": FRAMEWORK}
        changes += edits.create("listed", ident(name), values)
    desk.commit("Put on the list", (tuple(changes), ()))
    return desk


def ident(name: str) -> str:
    return name.lower().replace(" ", "-")


def written(desk: Desk, folder: Path) -> Blanks:
    made = write_blanks(desk, folder)
    assert not made.problems, made.problems
    return made


def fill(
    path: Path, to: Path | None = None, *, line: str = "We have begun.", view: str = "2 Starting"
) -> Path:
    """Somebody fills in a grade, a line, and a piece of evidence in the first empty row."""
    copy = Copy(path)
    copy.set("quick-look", "1", "view", view)
    copy.set("quick-look", "1", "line", line)
    copy.add("evidence", {"title": "Council minutes", "perspective": "Children's views", "for": "1"})
    copy.filled_in_by("Depute head")
    return copy.save(to or path)


def fill_quickly(copies: Mapping[Path, Path]) -> None:
    """A grade in the same cell of many blank copies, without a library: from → to."""
    first = Copy(next(iter(copies)))
    sheet = first.sheet("quick-look")
    place = first.cell("quick-look", "1", "view").coordinate
    part = f"xl/worksheets/sheet{first.book.worksheets.index(sheet) + 1}.xml"
    empty = re.compile(rf'<c r="{place}"( s="\d+")?/>'.encode())
    typed = f'<c r="{place}"\\1 t="inlineStr"><is><t>2 Starting</t></is></c>'.encode()
    for path, to in copies.items():
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name)
                if name == part:
                    content, n = empty.subn(typed, content)
                    assert n == 1, place
                target.writestr(name, content)
