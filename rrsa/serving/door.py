"""Who may come in: links that work once, and what a browser then shows to be known again.

Nothing of a link or a cookie is kept but its hash, so that nobody who sees the server's memory in a report
of an error can come in with it. All of it goes with the server.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

STAY = 12 * 60 * 60
"""Seconds for which a browser is known: a long working day."""
MOST_LINKS = 100
"""Links that may be open at a time; the oldest goes for a newer one."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who was let in. ``role`` is ``None`` where the app shall ask; ``person`` is the name of a
    folder of their own, empty on one's own machine."""

    key: str
    role: str | None = None
    person: str = ""


class Door:
    """Hands out links, lets each in once, and knows who came in."""

    def __init__(
        self, *, link_seconds: float, role: str | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._link_seconds = link_seconds
        self._role = role
        self._now = now
        self._links: dict[str, float] = {}
        self._inside: dict[str, tuple[Visitor, float]] = {}

    def new_link(self) -> str:
        """A word that lets one browser in, once, and not for long."""
        word = secrets.token_urlsafe(32)
        self._links[_hash(word)] = self._now() + self._link_seconds
        while len(self._links) > MOST_LINKS:
            del self._links[next(iter(self._links))]
        return word

    def is_open(self, word: str) -> bool:
        """Whether a link still lets somebody in. Asking does not use it up."""
        return self._links.get(_hash(word), float("-inf")) > self._now()

    def enter(self, word: str) -> tuple[Visitor, str] | None:
        """Lets somebody in with a link, which is used up then; gives them the word for their cookie."""
        if not self.is_open(word):
            return None
        del self._links[_hash(word)]
        cookie = secrets.token_urlsafe(32)
        visitor = Visitor(secrets.token_urlsafe(8), self._role)
        self._inside[_hash(cookie)] = (visitor, self._now() + STAY)
        return visitor, cookie

    def visitor(self, cookie: str) -> Visitor | None:
        """Who shows this cookie."""
        found = self._inside.get(_hash(cookie))
        if found is None:
            return None
        if found[1] <= self._now():
            del self._inside[_hash(cookie)]
            return None
        return found[0]

    def leave(self, cookie: str) -> None:
        """Forgets a cookie."""
        self._inside.pop(_hash(cookie), None)


def _hash(word: str) -> str:
    return sha256(word.encode("utf-8", "surrogatepass")).hexdigest()
