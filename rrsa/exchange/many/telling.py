"""What the ways of handling many settings share: how far it has come, where to, what is noted on the desk."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.exchange.export import Cancelled
from rrsa.i18n import _
from rrsa.paths import expanded
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, ConflictError, Guard
from rrsa.portfolio.records import Value

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many of how many are done; may raise :class:`Stopped`."""


_THOROUGHLY = 4
"""After so many settings everything is looked through for what nobody refers to any more."""


class Stopped(Cancelled):
    """Raised by a progress callback to stop between two settings: what is whole by then stays."""


def tidy(number: int) -> None:
    """Lets go of what the setting with that number in a run has left behind.

    Workbooks refer to themselves in circles and would lie about by the dozen. Looking through everything
    takes as long as a small pack, so mostly only what is young is looked through.
    """
    gc.collect(2 if number % _THOROUGHLY == _THOROUGHLY - 1 else 1)


def folder_to_write(folder: Path) -> Path:
    """The folder that things go into, made where it is not there yet. Raises :class:`BadInput` or
    :class:`EnvironmentFailed`."""
    folder = expanded(Path(folder))
    try:
        if folder.exists() and not folder.is_dir():
            raise BadInput(
                _("“{path}” is a file").format(path=folder),
                _("name a folder, such as {name}-copies").format(name=folder.stem),
            )
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise BadInput(
            _("there is no folder “{folder}”").format(folder=folder.parent),
            _("make it first, or choose another"),
        ) from None
    except OSError as problem:
        raise _not_to_be_used(folder, problem) from None
    return folder


def folder_to_read(folder: Path) -> Path:
    """The folder that things come from. Raises :class:`NotFound` or :class:`BadInput`."""
    folder = expanded(Path(folder))
    try:
        if folder.is_dir():
            return folder
        there = folder.exists()
    except OSError as problem:
        raise _not_to_be_used(folder, problem) from None
    if there:
        raise BadInput(_("“{path}” is a file").format(path=folder), _("name the folder that it lies in"))
    raise NotFound(_("there is no folder “{folder}”").format(folder=folder), _("check its name"))


def _not_to_be_used(folder: Path, problem: OSError) -> BadInput | EnvironmentFailed:
    if problem.errno == errno.ENAMETOOLONG:
        return BadInput(_("the name is too long"), _("choose a shorter one"))
    return EnvironmentFailed(
        _("“{folder}” cannot be used: {why}").format(folder=folder, why=problem.strerror or problem),
        _("choose a folder of your own, such as one in Documents"),
    )


def note_on_desk(desk: Desk, reason: str, noted: Mapping[str, Mapping[str, Value]]) -> None:
    """Notes some fields of listed settings, id → field → value, as one changeset.

    Where a colleague has just written on the desk too, it is done once more on top of that; a setting that
    she has taken off the list meanwhile is left alone.
    """
    try:
        desk.commit(reason, _edit(desk, noted))
    except ConflictError:
        desk.refresh()
        desk.commit(reason, _edit(desk, noted))


def _edit(desk: Desk, noted: Mapping[str, Mapping[str, Value]]) -> edits.Edit:
    changes: list[Change] = []
    guards: list[Guard] = []
    for setting, values in noted.items():
        if setting not in desk.portfolio.listed:
            continue
        made, _none = edits.set_fields(desk.portfolio, "listed", setting, values)
        changes += made
        if made:
            guards.append(edits.present("listed", setting))
    return tuple(changes), tuple(guards)
