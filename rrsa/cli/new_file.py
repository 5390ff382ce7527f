"""Where a new file goes that a command writes for somebody."""

from __future__ import annotations

from pathlib import Path

from rrsa.errors import BadInput
from rrsa.i18n import _


def free_place(typed: str, unsaid: BadInput) -> Path:
    """The path of a file that is not there yet, in a folder that is.

    Raises ``unsaid`` where nothing was typed, and :class:`BadInput` where the file is there already or the
    folder is not: what is there is never written over.
    """
    from rrsa.paths import expanded

    if not typed.strip():
        raise unsaid
    path = expanded(Path(typed))
    if path.exists():
        raise BadInput(_("“{name}” is there already").format(name=path.name), _("choose another name"))
    if not path.parent.is_dir():
        raise BadInput(
            _("there is no folder “{folder}”").format(folder=path.parent),
            _("make it first, or choose another"),
        )
    return path
