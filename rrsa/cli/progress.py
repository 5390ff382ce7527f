"""How far long work has come, on a terminal only and on one line that is free again afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rrsa.i18n import _

Progress = Callable[[int, int], None]
"""Called with how much of how much is done."""


def writing() -> AbstractContextManager[Progress]:
    """Shows how far something that is being written has come."""
    return _showing(_("Writing … {percent} %"))


def reading() -> AbstractContextManager[Progress]:
    """Shows how far something that is being read has come."""
    return _showing(_("Reading … {percent} %"))


@contextmanager
def _showing(words: str) -> Iterator[Progress]:
    try:
        yield lambda done, total: _show(words.format(percent=done * 100 // max(total, 1)))
    finally:
        _show("")
        _show("", wide=0)


def _show(text: str, *, wide: int = 40) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<{wide}}")
        sys.stderr.flush()
