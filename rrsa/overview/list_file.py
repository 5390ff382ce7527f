"""A coordinator's list from a CSV file: a line for each setting, and every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.overview.csv_file import csv_lines, read_text
from rrsa.overview.listing import FIELDS, Entry, entry

MOST_ROWS = 20_000
"""Rows of a list; a national body has thousands of settings, a file with more is something else."""

_HEADS = {
    "id": "id",
    "setting": "name",
    "name": "name",
    "school": "name",
    "house": "name",
    "kind": "kind",
    "type": "kind",
    "area": "area",
    "cluster": "area",
    "town": "area",
    "framework": "framework",
    "role": "role",
    "write to": "role",
    "note": "note",
    "notes": "note",
}
"""What a column may be called, in any case, and what it holds."""


class ListProblems(BadInput):
    """A list that cannot be taken as it is, with everything that is wrong in it, one line each."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        n = len(self.problems)
        what = ngettext(
            "{name} has {n} line that cannot be used", "{name} has {n} lines that cannot be used", n
        ).format(name=name, n=n)
        super().__init__(what, _("mend what is said above; nothing was taken in"))


def read(path: Path) -> list[Entry]:
    """Every setting that the file lists.

    The first line holds the columns' names: ``name``, and any of ``id``, ``kind``, ``area``, ``framework``,
    ``role``, ``note``. Raises :class:`ListProblems` with every line that is wrong, :class:`BadInput` for a
    file that is no list, and :class:`EnvironmentFailed` where the machine is in the way.
    """
    lines = csv_lines(path, read_text(path))
    number, heads = next(lines, (0, []))
    if not number:
        raise BadInput(_("“{name}” is empty").format(name=path.name), _how())
    columns = [_HEADS.get(" ".join(head.casefold().split()), "") for head in heads]
    if "name" not in columns:
        raise BadInput(_("{file}:{line}: no column is called “name”").format(file=path, line=number), _how())
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise BadInput(
            _("{file}:{line}: two columns hold the same: {names}").format(
                file=path, line=number, names=", ".join(sorted(twice))
            ),
            _("leave one of them"),
        )
    return _entries(path, columns, lines)


def _entries(path: Path, columns: list[str], lines: Iterator[tuple[int, list[str]]]) -> list[Entry]:
    problems: list[str] = []
    found: list[Entry] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) + len(problems) >= MOST_ROWS:
            raise BadInput(
                _("“{name}” has more than {n} lines").format(name=path.name, n=MOST_ROWS), _("check the file")
            )
        given = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        try:
            if any(cell.strip() for cell in cells[len(columns) :]):
                raise BadInput(
                    _("there are more cells than columns"), _("put a text that holds a comma in quotes")
                )
            made = entry(given)
            if made.setting in seen:
                raise BadInput(
                    _("“{id}” is in line {line} already").format(id=made.setting, line=seen[made.setting]),
                    _("two of one name need an id each, in a column “id”"),
                )
        except BadInput as problem:
            problems.append(f"{path}:{number}: {problem}")
        else:
            seen[made.setting] = number
            found.append(made)
    if problems:
        raise ListProblems(path.name, problems)
    if not found:
        raise BadInput(_("“{name}” lists no setting").format(name=path.name), _how())
    return found


def _how() -> str:
    return _("begin it with the columns’ names: id, {names}").format(names=", ".join(FIELDS))
