"""Patience with a server that is away: the same write again, after waits that grow, until it is back.

Only writes that may be repeated without harm come here: a changeset has its UUID, a file its content. A
command waits for a few seconds. The app waits for as long as somebody may be at lunch, says so meanwhile, and
asks nothing more of the server than whether it is there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from rrsa.errors import ConnectionLost

T = TypeVar("T")

QUICK: tuple[float, ...] = (0.0, 0.3, 0.7, 1.5, 3.0)
"""Seconds between the tries of a command: a server that is started again is back within them."""
LONG: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, *[15.0] * 240)
"""Seconds between the tries of the app: an hour, and never more than a quarter of a minute late."""


class Patience:
    """How long a write goes on trying. ``told(True)`` hears that the server is away and ``told(False)`` that
    it is back, in the thread that found out; without it nothing is noted beyond the write itself."""

    def __init__(self, waits: Sequence[float] = QUICK, told: Callable[[bool], None] | None = None) -> None:
        self._waits = tuple(waits)
        self._told = told
        self._ended = threading.Event()
        self._trying = threading.local()
        self._due = 0.0
        self._tries = 0
        self.away = False

    @property
    def may_ask(self) -> bool:
        """Whether this thread may ask the server: while it is away only the one that waits for it does, so
        that nobody sits in front of a screen that waits for an answer."""
        return not self.away or bool(getattr(self._trying, "now", False))

    def again(self, write: Callable[[], T]) -> T:
        """What ``write`` returns, however often it has to be tried. Raises
        :class:`~rrsa.errors.ConnectionLost` when all waits are over, or once :meth:`end` is called."""
        unsure: ConnectionLost | None = None
        for wait in (*self._waits, None):
            try:
                result = self.trying(write)
            except ConnectionLost as lost:
                unsure = unsure or (lost if lost.unsure else None)
                if wait:  # the first try again is at once, and nobody needs to hear of it
                    self.lost()
                if wait is None or self._ended.wait(wait):
                    raise (unsure or lost) from lost
            else:
                return result
        raise AssertionError("the last wait ends it")

    def trying(self, ask: Callable[[], T]) -> T:
        """What ``ask`` returns, once; if it does, the server is back."""
        before = getattr(self._trying, "now", False)
        self._trying.now = True
        try:
            result = ask()
        finally:
            self._trying.now = before
        self._back()
        return result

    def lost(self) -> None:
        """Notes that the server is away."""
        if self._told is not None and not self.away:
            self.away = True
            self._tries, self._due = 0, time.monotonic()
            self._told(True)

    @property
    def due(self) -> bool:
        """Whether it is time to see if a server that is away is back; asking counts as one try."""
        if not self.away:
            return True
        now = time.monotonic()
        if now < self._due:
            return False
        self._due = now + self._waits[min(self._tries, len(self._waits) - 1)]
        self._tries += 1
        return True

    def end(self) -> None:
        """Nobody waits any longer: what has not been written fails now."""
        self._ended.set()

    def _back(self) -> None:
        if self.away:
            self.away = False
            if self._told is not None:
                self._told(False)
