"""Asking a server what the connected role may do, before anything is compared or written."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from rrsa.errors import NotAllowed
from rrsa.store.access.functions import OWNER
from rrsa.store.access.levels import (
    READING,
    Level,
    may_write,
    not_to_be_made,
    nothing_granted,
    refused,
)


class Role(NamedTuple):
    """The role that a connection was made with; ``owns_all`` where it owns the tables, as it does where one
    plain role opened an empty database for itself."""

    name: str
    owns_all: bool


_WHO = """
SELECT session_user, coalesce((
    SELECT pg_get_userbyid(c.relowner) = session_user FROM pg_class c WHERE c.oid = to_regclass('meta')
), true)
"""


def who(connection: Connection) -> Role:
    """The connected role."""
    name, owns_all = connection.exec_driver_sql(_WHO).one()
    return Role(str(name), bool(owns_all))


_GRANTED = f"""
SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = session_user AND (rolsuper OR rolbypassrls))
    OR EXISTS (SELECT FROM rrsa_grants())
FROM pg_class c WHERE c.oid = to_regclass('meta') AND pg_get_userbyid(c.relowner) = '{OWNER}'
"""


def check_granted(connection: Connection, shown: str) -> None:
    """Raises :class:`NotAllowed` where nothing was granted to the connected role in a database of several.

    That its group may use the tables says nothing: groups are the server's, for all of its databases.
    """
    if connection.exec_driver_sql(_GRANTED).scalar() is False:
        raise nothing_granted(shown)


def levels(connection: Connection, setting_id: str) -> frozenset[str]:
    """What the connected role may do with a setting."""
    told = connection.exec_driver_sql("SELECT rrsa_levels(%s::text)", (setting_id,)).scalar_one()
    return frozenset(told)


def refusal(connection: Connection, setting_id: str, own: Collection[str]) -> NotAllowed:
    """What is said where ``own`` levels are not enough for a setting that the role sees."""
    row = connection.exec_driver_sql(
        "SELECT coalesce(name, id), session_user FROM setting WHERE id = %s", (setting_id,)
    ).first()
    name, role = row if row is not None else (setting_id, "")
    return refused(own, str(name), str(role))


def check_writing(connection: Connection, setting_id: str, kinds: Collection[str] | None) -> None:
    """Raises :class:`NotAllowed` where the role sees the setting and may not change records of ``kinds``."""
    own = levels(connection, setting_id)
    if may_write(own, kinds) or own.isdisjoint(READING):
        return
    if connection.exec_driver_sql("SELECT 1 FROM setting WHERE id = %s", (setting_id,)).first() is not None:
        raise refusal(connection, setting_id, own)


def check_making(connection: Connection, setting_id: str) -> None:
    """Raises :class:`NotAllowed` where the role may not make a setting of this id."""
    if levels(connection, setting_id).isdisjoint((Level.ADMIN, Level.EDITOR)):
        raise not_to_be_made(setting_id)


_MAY_TIDY = """
SELECT EXISTS (
    SELECT FROM pg_class c WHERE c.oid = to_regclass('meta') AND pg_has_role(c.relowner, 'USAGE'))
OR EXISTS (
    SELECT FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(d.datdba, 'USAGE'))
"""


def may_tidy(connection: Connection) -> bool:
    """Whether the role may have the server write its tables anew; for others it would pass them over."""
    return bool(connection.exec_driver_sql(_MAY_TIDY).scalar_one())
