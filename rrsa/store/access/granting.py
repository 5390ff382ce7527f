"""Saying who may do what on a server, and looking at what has been said.

The granting itself is done by functions in the database, which look at who is connected once more: nobody
who leaves this program out gets further than with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from rrsa.errors import BadInput, NotAllowed, NotFound
from rrsa.i18n import _
from rrsa.portfolio.desk import is_desk
from rrsa.store.access import rules
from rrsa.store.access.asking import levels, who
from rrsa.store.access.functions import GROUPS, OWNER
from rrsa.store.access.levels import EVERY, Level

if TYPE_CHECKING:
    from rrsa.store.database import Database

ALL = "all"
"""What people type for :data:`EVERY`, which a shell would make something else of."""

_LONGEST = 63  # bytes of a role's name that a server keeps
_AN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|desk\.[a-z0-9]+(-[a-z0-9]+)*")


class Grant(NamedTuple):
    """What a role may do; ``there`` says whether the server still has that role."""

    role: str
    setting: str
    level: str
    at: str
    by: str
    there: bool


class Granted(NamedTuple):
    """What came of granting: which grants are new, whether the role was made for it, and what to know."""

    new: tuple[str, ...]
    made: bool
    unknown: tuple[str, ...]
    """Settings that nobody has been granted before: the role may make them."""
    no_login: bool
    near: tuple[str, ...] = ()
    """What was probably meant: ids and roles that are there and are written nearly alike."""


def grants(database: Database, setting: str | None = None, role: str | None = None) -> list[Grant]:
    """Every grant that the connected role may see: an admin all, everybody else the own ones."""
    with database.reading() as connection:
        _check_shared(connection)
        found = _grants(connection)
    meant = None if setting is None else _every(setting)
    return [g for g in found if meant in (None, g.setting) and role in (None, g.role)]


def grant(database: Database, role: str, settings: Iterable[str], level: Level) -> Granted:
    """Lets ``role`` do something with ``settings`` (ids, or :data:`ALL`); makes the role where there is none.

    Raises :class:`NotAllowed` where the connected role is no admin or means itself, and :class:`BadInput`
    for what cannot be; then nothing has changed.
    """
    meant = [_checked_id(_every(each)) for each in dict.fromkeys(settings)]
    if not meant:
        raise BadInput(_("it is not said for which setting"), _("name it with --setting, or --setting all"))
    if level is Level.ADMIN and meant != [EVERY]:
        raise BadInput(_("an admin is one for all settings"), _("write --setting all --as admin"))
    check_role(role)
    with database.writing() as connection:
        _check_admin(connection)
        if who(connection).name == role:
            raise NotAllowed(_("nobody grants themselves anything"), _("another admin can do so"))
        held = _grants(connection)
        known = {each.setting for each in held}
        _check_holding(connection, role)
        made = not role_there(connection, role)
        if made:
            make_role(connection, role)
            # What a role of this name had, before it was taken away, is not the new one's.
            rules.scalar(connection, "SELECT rrsa_revoke(%s::text, NULL, NULL)", role)
        asked = "SELECT rrsa_grant(%s::text, %s::text, %s::text)"
        new = tuple(each for each in meant if rules.scalar(connection, asked, role, each, str(level)))
        no_login = not rules.scalar(connection, "SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", role)
    unknown = tuple(each for each in meant if each not in known and each != EVERY and not is_desk(each))
    near = [get_close_matches(each, sorted(known - {EVERY, each}), n=1) for each in unknown]
    if made:
        known_roles = {each.role.casefold(): each.role for each in held if each.role != role}
        alike = get_close_matches(role.casefold(), sorted(known_roles), n=1, cutoff=0.75)
        near.append([known_roles[each] for each in alike])
    return Granted(new, made, unknown, no_login, tuple(each for some in near for each in some))


def revoke(database: Database, role: str, setting: str | None, level: Level | None) -> int:
    """Takes back what a role may do with a setting (with any, where none is named); says how many grants.

    ``level`` narrows it down to that one. Raises :class:`NotAllowed` where the connected role is no admin, or
    where no admin would be left, and :class:`NotFound` where nothing of the kind was granted.
    """
    meant = None if setting is None else _every(setting)
    with database.writing() as connection:
        _check_admin(connection)
        found = _grants(connection)
        here = [
            g for g in found
            if g.role == role and meant in (None, g.setting) and (level is None or g.level == level)
        ]  # fmt: skip
        if not here:
            raise _nothing_granted(found, role)
        admins = {g.role for g in found if g.level == Level.ADMIN and g.there}
        if any(g.level == Level.ADMIN for g in here) and admins <= {role}:
            raise NotAllowed(
                _("“{role}” is the last admin").format(role=role), _("make somebody else one first")
            )
        asked = "SELECT rrsa_revoke(%s::text, %s::text, %s::text)"
        return int(rules.scalar(connection, asked, role, meant, None if level is None else str(level)))


def set_password(database: Database, role: str | None, password: str) -> str:
    """Gives a role a password (the connected one where none is named) and returns the role's name.

    The password itself neither goes to the server nor into its log: what goes is what the server keeps.
    Raises :class:`NotFound` where there is no such role, and as the server does where it may not be changed.
    """
    with database.writing() as connection:
        me = who(connection).name
        named = role or me
        if not role_there(connection, named):
            raise _no_role(named)
        driver: Any = connection.connection.driver_connection
        from psycopg import sql

        kept = driver.pgconn.encrypt_password(password.encode(), named.encode()).decode()
        driver.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(named), sql.Literal(kept)))
    return named


# -- roles ---------------------------------------------------------------------------------------------


def check_role(role: str) -> None:
    """Raises :class:`BadInput` for what cannot be a role's name, or not one for people."""
    if role in (OWNER, *GROUPS):
        raise BadInput(_("nobody connects as “{role}”").format(role=role), _("choose another name"))
    wrong = not role or role != role.strip() or any(not c.isprintable() or c in "\"'\\" for c in role)
    if wrong or role.startswith("pg_") or role.lower() in ("public", "none", "current_user", "session_user"):
        raise BadInput(
            _("“{role}” cannot be a role's name").format(role=role[:60]),
            _("write a job, in small letters, such as kirkbrae-lead"),
        )
    if len(role.encode()) > _LONGEST:
        raise BadInput(
            _("that name of a role is too long"), _("keep it to {n} characters").format(n=_LONGEST)
        )


def _check_holding(connection: Connection, role: str) -> None:
    """Raises :class:`BadInput` for a role that passes over every rule, so that a grant would say nothing."""
    asked = "SELECT 1 FROM pg_roles WHERE rolname = %s AND (rolsuper OR rolbypassrls)"
    if rules.scalar(connection, asked, role) is not None:
        raise BadInput(
            _("no rule holds for “{role}”: it is a superuser, or passes over them").format(role=role),
            _("grant to a role that somebody has for this alone; rrsa admin grant makes it"),
        )


def role_there(connection: Connection, role: str) -> bool:
    """Whether the server has a role of this name."""
    return rules.scalar(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role) is not None


def make_role(connection: Connection, role: str, *, makes_roles: bool = False) -> None:
    """Makes a role to connect with, without a password: until it has one, nobody gets in as that role.

    Raises :class:`NotAllowed` where the connected role may not make any.
    """
    if not rules.scalar(
        connection, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
    ):
        raise NotAllowed(
            _("there is no role “{role}” on the server, and you may not make one").format(role=role),
            _("have the server's superuser make it, or give your own role CREATEROLE"),
        )
    quoted = rules.scalar(connection, "SELECT quote_ident(%s)", role)
    connection.exec_driver_sql(f"CREATE ROLE {quoted} LOGIN{' CREATEROLE' if makes_roles else ''}")


def _no_role(role: str) -> NotFound:
    return NotFound(
        _("there is no role “{role}” on the server").format(role=role[:60]),
        _("rrsa admin grant makes it, together with what it may do"),
    )


# -- inside ----------------------------------------------------------------------------------------------


def _every(setting: str) -> str:
    return EVERY if setting.strip().lower() in (ALL, EVERY) else setting.strip()


def _checked_id(setting: str) -> str:
    if setting != EVERY and not _AN_ID.fullmatch(setting):
        raise BadInput(
            _("“{given}” is no setting's id").format(given=setting[:60]),
            _("write it as rrsa settings does, such as kirkbrae-primary, or all"),
        )
    return setting


def _check_shared(connection: Connection) -> None:
    if rules.scalar(connection, "SELECT tableowner FROM pg_tables WHERE tablename = 'meta'"
                                " AND schemaname = current_schema()") != OWNER:  # fmt: skip
        raise BadInput(
            _("this database is not shared by roles yet"),
            _("rrsa admin init makes it so; what is in it stays"),
        )


def _check_admin(connection: Connection) -> None:
    _check_shared(connection)
    if Level.ADMIN not in levels(connection, EVERY):
        raise NotAllowed(_("only an admin says who may do what"), _("rrsa admin list shows what you may do"))


def _grants(connection: Connection) -> list[Grant]:
    rows = connection.exec_driver_sql(
        "SELECT g.role, g.setting_id, g.level, g.at, g.by,"
        " EXISTS (SELECT FROM pg_roles r WHERE r.rolname = g.role) FROM rrsa_grants() g"
    )
    return [Grant(*row) for row in rows]


def _nothing_granted(found: list[Grant], role: str) -> NotFound:
    near = get_close_matches(role, sorted({g.role for g in found}), n=1)
    if not any(g.role == role for g in found) and near:
        mend = _("did you mean {near}?").format(near=near[0])
    else:
        mend = _("rrsa admin list shows who may do what")
    return NotFound(_("nothing of that was granted to “{role}”").format(role=role[:60]), mend)
