"""What somebody prefers on this machine: theme, motion, keys. No part of any setting."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rrsa import paths
from rrsa.atomic import write_private


def _file() -> Path:
    return paths.own_dir() / "preferences.json"


def load_theme(known: list[str]) -> str:
    """The remembered theme, or the first that there is."""
    theme = _remembered().get("theme")
    return theme if theme in known else known[0]


def save_theme(theme: str) -> None:
    _remember("theme", theme)


def load_less_motion() -> bool:
    """Whether nothing should glide or fade."""
    return _remembered().get("motion") == "less"


def save_less_motion(less: bool) -> None:
    _remember("motion", "less" if less else "usual")


def load_keys() -> dict[str, str]:
    """Binding id → the key that somebody has chosen for it."""
    keys = _remembered().get("keys")
    return {str(id_): str(key) for id_, key in keys.items()} if isinstance(keys, dict) else {}


def save_keys(keys: Mapping[str, str]) -> None:
    _remember("keys", dict(keys))


def _remember(name: str, value: object) -> None:
    # A preference that cannot be remembered is no reason to stop anybody from working.
    with contextlib.suppress(OSError):
        before = _remembered()
        if before.get(name) != value:
            write_private(_file(), json.dumps({**before, name: value}, ensure_ascii=False))


def _remembered() -> dict[str, Any]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
