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
    try:
        theme = str(json.loads(_file().read_text(encoding="utf-8"))["theme"])
    except (OSError, ValueError, KeyError, TypeError):
        return known[0]
    return theme if theme in known else known[0]


def save_theme(theme: str) -> None:
    # A theme that cannot be remembered is no reason to stop anybody from working.
    with contextlib.suppress(OSError):
        if not _file().exists() or load_theme([theme]) != theme or theme not in _file().read_text("utf-8"):
            write_private(_file(), json.dumps({"theme": theme}))
