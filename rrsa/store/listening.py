"""Listening for a server's call that somebody has saved something, instead of asking it every second.

The connection that writes listens as well: its calls lie at this end of the line and are picked up without a
word to the server. A proxy that hands each transaction to another connection swallows them, and does not say
so. So everything is looked at once in a while all the same, and where that finds what nobody has called out,
the call is not relied upon any more.
"""

from __future__ import annotations

import time
from typing import Any

from rrsa.store.statements import CHANNEL

SELDOM = 60.0
"""Seconds between two looks where the server calls; thirty programs come to a question every two seconds."""
OFTEN = 5.0
"""Seconds between two looks where it does not."""


class Ear:
    """Listens at one connection; a new one takes the place of one that was lost."""

    def __init__(self) -> None:
        self._driver: Any = None
        self._refused = False
        self._called = False  # by another program, and not told yet
        self._any_call = False  # by whomever, since the last look
        self._doubtful = False
        self._look_at = 0.0

    @property
    def relies(self) -> bool:
        """Whether the server's calls come through, as far as one can tell."""
        return self._driver is not None and not self._refused

    @property
    def due(self) -> bool:
        """Whether it is time to look, called or not."""
        return time.monotonic() >= self._look_at

    def heard(self, driver: Any) -> bool:
        """Whether another program has called since this was asked last; costs no way to the server. Raises as
        the driver does where the line is broken."""
        if driver is not self._driver:
            self._listen(driver)
            self._look_at = 0.0  # nobody knows what was missed
        if self._refused:
            return False
        driver.pgconn.consume_input()
        while (call := driver.pgconn.notifies()) is not None:
            self._note(call.be_pid)
        if self._any_call:
            self._doubtful = False
        elif self._doubtful:
            self._refused = True  # there was news, and a moment later still no call of it
        called, self._called = self._called, False
        return called

    def looked(self, news: bool) -> None:
        """Told what a look has found."""
        self._doubtful = news and not self._any_call and not self._refused and self._look_at > 0.0
        self._any_call = False
        self._look_at = time.monotonic() + (OFTEN if self._refused else SELDOM)

    def _listen(self, driver: Any) -> None:
        import psycopg

        self._driver = driver
        self._refused = self._called = self._any_call = self._doubtful = False
        driver.add_notify_handler(lambda call: self._note(call.pid))
        try:
            driver.execute(f"LISTEN {CHANNEL}")
            driver.commit()
        except psycopg.OperationalError:
            self._driver = None
            raise
        except psycopg.Error:
            driver.rollback()
            self._refused = True

    def _note(self, process: int) -> None:
        self._any_call = True
        if process != self._driver.info.backend_pid:
            self._called = True
