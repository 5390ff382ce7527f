"""Framework files that are written anew: never over one that is there, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from rrsa.errors import BadInput
from rrsa.i18n import _


def check_new_file(path: Path) -> None:
    """Raises where no new YAML file can have the name ``path``."""
    from rrsa.exchange.target import check_place

    if path.suffix.lower() not in (".yaml", ".yml"):
        name = path.name or str(path)
        raise BadInput(
            _("“{name}” does not end in .yaml").format(name=name),
            _("call it “{name}”").format(name=f"{name}.yaml"),
        )
    if path.exists() and not path.is_dir():
        raise BadInput(
            _("“{name}” is there already").format(name=path.name),
            _("choose another name; nothing is ever replaced"),
        )
    check_place(path, ".yaml", lambda _file: (False, False))


def write_new_file(path: Path, text: str) -> None:
    """``text`` in UTF-8 as a new file. Raises where one has come to be there meanwhile."""
    from rrsa.exchange.target import write_whole

    check_new_file(path)
    write_whole(path, text.encode("utf-8"))
