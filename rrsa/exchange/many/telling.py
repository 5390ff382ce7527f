"""What the ways of handling many settings share: how far it has come, and where things go and come from."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.exchange.export import Cancelled
from rrsa.i18n import _
from rrsa.paths import expanded

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
