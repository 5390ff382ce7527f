"""The terminal that the app is drawn on, and whether it is still there."""

from __future__ import annotations

import errno
import os
import select
import sys

from rrsa import in_browser

LOOK = 2.0
"""Seconds between two looks at the terminal."""


def is_gone() -> bool:
    """Whether the terminal was closed without a signal, as where another program stands between.

    In a browser it is the server at the other end of the pipe: one that was killed asks no session to end.
    What is neither is never gone in this sense; nor is a terminal on Windows, which ends its programs itself.
    """
    if os.name == "nt" or sys.__stdin__ is None:
        return False
    if in_browser.folder() is not None:
        return _has_hung_up(sys.__stdin__.fileno())
    import termios

    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except termios.error as problem:
        return bool(problem.args[0] == errno.EIO)
    except (OSError, ValueError):
        return False
    return False


def _has_hung_up(descriptor: int) -> bool:
    look = select.poll()
    look.register(descriptor, 0)  # that the other end has gone is told without being asked for
    return any(events & select.POLLHUP for _descriptor, events in look.poll(0))
