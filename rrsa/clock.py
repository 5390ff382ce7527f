"""The day it is, on the wall of the room where the work is done. One place, so that tests can hold it."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """The local day."""
    return date.today()  # noqa: DTZ011 - a school's day is local, whatever the hour in UTC
