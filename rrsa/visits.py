"""Where each role left off: the revision of a setting that somebody had before them when they closed it.

This lies in a private local file and never in the database: nobody is to see when a colleague was here. A
file that cannot be read is treated as empty; the next visit writes it anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from rrsa import clock, paths
from rrsa.atomic import write_private


class Visit(NamedTuple):
    """What a role had seen when it left: everything up to ``revision``, on ``day`` (ISO)."""

    revision: int
    day: str


def last_visit(database: str, setting: str, role: str) -> Visit | None:
    """Where ``role`` left off in a setting on this machine; ``None`` on the first visit."""
    return _visits().get(_key(database, setting, role))


def remember_visit(database: str, setting: str, role: str, revision: int) -> None:
    """Notes that ``role`` has had the setting before them up to ``revision``, today."""
    visits = dict(_visits())
    key = _key(database, setting, role)
    visit = Visit(revision, clock.today().isoformat())
    if visits.get(key) == visit:
        return
    visits[key] = visit
    # Not knowing what is new next time is no reason to stop anybody from closing up.
    with contextlib.suppress(OSError):
        write_private(_file(), json.dumps({each: list(value) for each, value in visits.items()}))


def _key(database: str, setting: str, role: str) -> str:
    return "\n".join((database, setting, " ".join(role.casefold().split())))


def _file() -> Path:
    return paths.own_dir() / "visits.json"


def _visits() -> Mapping[str, Visit]:
    try:
        rows = json.loads(_file().read_text(encoding="utf-8"))
        return {str(key): Visit(int(row[0]), str(row[1])) for key, row in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return {}
