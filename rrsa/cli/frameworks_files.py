"""Framework files that are written anew: never over anybody's work, whole or not at all."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from rrsa.errors import BadInput
from rrsa.i18n import _

_STAMP = re.compile(r"# rrsa [0-9a-f]{16}\n")


def check_new_file(path: Path, *, again: bool = False) -> None:
    """Raises where no new YAML file can have the name ``path``. With ``again`` a file that bears our stamp,
    and that nobody has changed since, may be written anew."""
    from rrsa.exchange.target import check_place

    if path.suffix.lower() not in (".yaml", ".yml"):
        name = path.name or str(path)
        raise BadInput(
            _("“{name}” does not end in .yaml").format(name=name),
            _("call it “{name}”").format(name=f"{name}.yaml"),
        )
    if path.exists() and not path.is_dir():
        if again and _untouched(path):
            return
        raise BadInput(
            _("“{name}” is there already").format(name=path.name),
            _("choose another name; nothing is ever replaced"),
        )
    check_place(path, ".yaml", lambda _file: (False, False))


def write_new_file(path: Path, text: str, *, again: bool = False) -> None:
    """``text`` in UTF-8 as a new file. Raises where one has come to be there meanwhile. With ``again`` it
    bears a stamp, by which it is known that nobody has changed it."""
    from rrsa.exchange.target import write_whole

    check_new_file(path, again=again)
    write_whole(path, (f"# rrsa {_sum(text)}\n{text}" if again else text).encode("utf-8"))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _untouched(path: Path) -> bool:
    """Whether a file is as we wrote it."""
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, ValueError):
        return False
    stamp = _STAMP.match(text)
    return stamp is not None and stamp[0].split()[2] == _sum(text[stamp.end() :])
