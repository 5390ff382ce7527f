"""The theme that was chosen last, kept on this machine."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from rrsa import paths
from rrsa.atomic import write_private


def _file() -> Path:
    return paths.data_dir() / "preferences.json"


def load_theme(known: list[str]) -> str:
    """The remembered theme, or the first that there is."""
    theme = _remembered()
    return theme if theme in known else known[0]


def save_theme(theme: str) -> None:
    # A theme that cannot be remembered is no reason to stop anybody from working.
    with contextlib.suppress(OSError):
        if _remembered() != theme:
            write_private(_file(), json.dumps({"theme": theme}))


def _remembered() -> str | None:
    try:
        return str(json.loads(_file().read_text(encoding="utf-8"))["theme"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
