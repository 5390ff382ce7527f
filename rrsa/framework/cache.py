"""Frameworks that have been read before, kept so that they need not be parsed again.

An entry is named by the program's version and the text's SHA-256, holds JSON from which the models are made
without checking them once more, and begins with its own hash. One that is damaged, foreign or unwritable is
passed over in silence: the framework is read from its text instead.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import __version__, paths
from rrsa.atomic import write_private

if TYPE_CHECKING:
    from rrsa.framework.model import Framework

RULES = 2
"""Raise it when the reader comes to refuse what it accepted before, or entries to be written otherwise, under
the same program version."""


def _path(sha256: str) -> Path:
    return paths.cache_dir() / "frameworks" / f"{__version__}-{RULES}-{sha256}.json"


def load(sha256: str) -> Framework | None:
    """The framework whose text has this hash, if it has been read before."""
    try:
        content = _path(sha256).read_bytes()
    except OSError:
        return None
    stamp, _newline, body = content.partition(b"\n")
    if stamp != _stamp(sha256, body):
        return None
    from rrsa.framework import model, plain, voices

    try:
        found = plain.loaded(body, vars(model) | vars(voices))
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, model.Framework) else None


def save(sha256: str, framework: Framework) -> None:
    """Keep ``framework`` for next time, if that can be done."""
    from rrsa.framework import plain

    body = plain.kept(framework)
    # A framework that cannot be kept is read again next time.
    with contextlib.suppress(OSError):
        write_private(_path(sha256), _stamp(sha256, body) + b"\n" + body)


def _stamp(sha256: str, body: bytes) -> bytes:
    return hashlib.sha256(sha256.encode() + body).hexdigest().encode()
