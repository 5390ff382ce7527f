"""A framework together with the exact text that a setting adopts.

A setting keeps the text of its framework, known by its SHA-256, and is assessed by that text until it takes
another. The hash covers the text in UTF-8 without a byte order mark and with lines ended by LF, so that a
checkout on Windows and one on Linux adopt the same thing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rrsa.framework import cache
from rrsa.framework.text import normal

if TYPE_CHECKING:
    from pathlib import Path

    from rrsa.framework.model import Framework


@dataclass(frozen=True, slots=True)
class Adopted:
    """``sha256`` (64 hexadecimal digits) of ``text``, and what the text says."""

    sha256: str
    text: str
    framework: Framework


def adopt(text: str, name: str = "framework.yaml") -> Adopted:
    """``text`` read and hashed; ``name`` stands for a file's name in messages.

    Raises ``FrameworkProblems``. What was read once is kept in the cache.
    """
    return _adopt(normal(text), name)


def adopt_file(path: Path) -> Adopted:
    """The framework in the file at ``path``. Raises ``FrameworkProblems``."""
    from rrsa.framework.reader import load_text

    return _adopt(load_text(path), str(path))


@lru_cache(maxsize=16)
def _adopt(text: str, name: str) -> Adopted:
    # The reader brings the YAML library along, which a framework from the cache has no need of.
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        from rrsa.framework.reader import read_text

        read_text(text, name)  # half a character: the reader says where
        raise
    sha256 = hashlib.sha256(data).hexdigest()
    framework = cache.load(sha256)
    if framework is None:
        from rrsa.framework.reader import read_text

        framework = read_text(text, name)
        cache.save(sha256, framework)
    return Adopted(sha256, text, framework)
