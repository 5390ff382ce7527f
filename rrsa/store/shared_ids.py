"""Under which id a setting's snapshot is kept, where another setting has the same id.

Two schools of one name, each with a database of its own, end on the same id. A coordinator's database knows a
setting by its id and its key; the second is kept beside the first, under an id that its key makes, so that
whatever comes of it later finds its place without being asked about again.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from rrsa.store import tables

_LONGEST = 75  # an id has at most 80 characters
_DIGITS = 4


def beside(setting_id: str, key: str) -> str:
    """The id of a setting that is kept beside another of the same id: ``st-marys-primary-3f2a``."""
    return f"{setting_id[:_LONGEST]}-{key[:_DIGITS]}"


def kept_under(connection: Connection, setting_id: str, key: str) -> str:
    """The id under which what is signed with ``key`` is kept: its own, but where it was taken in beside
    another."""
    second = beside(setting_id, key)
    t = tables.shared
    known = connection.execute(select(t.c.key).where(t.c.setting_id == second)).scalar()
    return second if known == key else setting_id
