"""Opening the app from the command line."""

from __future__ import annotations

import gc
import os
import sys

from rrsa import in_browser
from rrsa.cli.session import Session
from rrsa.errors import EnvironmentFailed
from rrsa.i18n import _


def has_terminal() -> bool:
    """Whether somebody sits at a terminal that a full-screen app can use, or before one in a browser."""
    if in_browser.folder() is not None:
        return True
    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return False
    return os.environ.get("TERM", "").lower() != "dumb"


def open_app(
    session: Session, *, where: str | None = None, demo: bool = False, overview: bool = False
) -> int:
    """Opens the app, on the sample or on the overview if asked for; returns the exit code."""
    if not has_terminal():
        raise EnvironmentFailed(
            _("the app needs a terminal, and this is none that it can draw on"),
            _("open it in a terminal; every task has a command too: rrsa --help"),
        )
    gc.disable()  # until something is open: nothing of all that is loaded until then goes away again
    try:
        from rrsa.tui.app import run_app

        return run_app(
            where or session.where,
            author=session.named_role,
            on=session.on,
            read_only=session.read_only,
            demo=demo,
            overview=overview,
        )
    finally:
        gc.enable()
