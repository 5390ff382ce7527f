"""The terminal that the app is drawn on, and whether it is still there."""

from __future__ import annotations

import errno
import os
import sys

LOOK = 2.0
"""Seconds between two looks at the terminal."""


def is_gone() -> bool:
    """Whether the terminal was closed without a signal, as where another program stands between.

    What is no terminal at all, such as the pipe of a browser session, is never gone in this sense; nor is one
    on Windows, which ends its programs itself.
    """
    if os.name == "nt" or sys.__stdin__ is None:
        return False
    import termios

    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except termios.error as problem:
        return bool(problem.args[0] == errno.EIO)
    except (OSError, ValueError):
        return False
    return False
