"""Making a database that several roles share: its owner, its group, its tables and its rules.

All of it in one transaction, by whoever connects: a role that may make roles and owns the database (or a
superuser). Doing it again brings everything up to date and is harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from rrsa.errors import BadInput, EnvironmentFailed, NotAllowed
from rrsa.i18n import _
from rrsa.store import tables
from rrsa.store.access import rules
from rrsa.store.access.functions import GROUPS, NOW, OWNER, PEOPLE
from rrsa.store.access.granting import check_role, make_role, role_there
from rrsa.store.access.policies import COORDINATORS, OF_ALL
from rrsa.store.opening import fill, found_version

if TYPE_CHECKING:
    from rrsa.store.database import Database


@dataclass(frozen=True)
class _Connected:
    """Who connects, and what the server lets that role do."""

    name: str
    superuser: bool
    makes_roles: bool
    database: str
    schema: str
    owns_schema: bool


@dataclass
class Done:
    """What was done, one line each, and what whoever looks after the server should know."""

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    made: str | None = None
    """The role that was made to connect with; it has no password yet."""


def init(database: Database, admin: str | None = None) -> Done:
    """Makes a database of several roles, or brings one up to date.

    ``admin`` is the role that may make settings and grant, and is made where the server has none such; where
    none is named and there is no admin yet, it is the connected role. A database that one role made for
    itself is taken over: that role stays its admin and goes on editing the settings it has. Raises
    :class:`NotAllowed` where the connected role has not got the rights for it; then nothing has changed.
    """
    done = Done()
    with database.writing() as connection:
        database.lock_schema(connection)
        me = _connected(connection)
        owner = _owner(connection)
        _check(me, owner)
        if admin is not None:
            check_role(admin)
        _roles(connection, me, done)
        if admin is not None and not role_there(connection, admin):
            make_role(connection, admin, makes_roles=True)
            done.made = admin
            done.lines.append(_("made the role “{role}”, which may make roles").format(role=admin))
        with _Member(connection, me):
            _tables(connection, _version(database, connection), owner, done)
            _admin(connection, me, admin, done)
        _close_schema(connection, me, done)
    if me.superuser:
        done.notes.append(
            _("“{role}” is a superuser, for whom no rule holds; use it for this and nothing else").format(
                role=me.name
            )
        )
    return done


def _connected(connection: Connection) -> _Connected:
    row = connection.exec_driver_sql(
        "SELECT r.rolname, r.rolsuper, r.rolsuper OR r.rolcreaterole, current_database(), current_schema(),"
        " (SELECT pg_has_role(n.nspowner, 'USAGE') FROM pg_namespace n WHERE n.nspname = current_schema())"
        " FROM pg_roles r WHERE r.rolname = session_user"
    ).one()
    if row[4] is None:
        raise EnvironmentFailed(
            _("the search path of “{role}” names no schema that is there").format(role=row[0]),
            _("ask whoever looks after the server; public is the usual one"),
        )
    return _Connected(*row)


def _owner(connection: Connection) -> str | None:
    asked = "SELECT tableowner FROM pg_tables WHERE tablename = 'meta' AND schemaname = current_schema()"
    found = rules.scalar(connection, asked)
    return None if found is None else str(found)


def _version(database: Database, connection: Connection) -> str | None:
    version = found_version(database, connection)
    if version is not None and version > tables.SCHEMA:
        raise EnvironmentFailed(
            _("{where} was made by a newer version of this program").format(where=database.shown),
            _("install the newest version, then open it again"),
        )
    return version


def _check(me: _Connected, owner: str | None) -> None:
    """Raises with everything that is missing, before anything is done."""
    if me.superuser:
        return
    if not me.makes_roles:
        raise NotAllowed(
            _("“{role}” may not make roles, and a shared database needs two of its own").format(role=me.name),
            _("connect as one with CREATEROLE that owns the database, or have the server's superuser do it"),
        )
    if not me.owns_schema:
        raise NotAllowed(
            _("“{role}” owns neither the database “{database}” nor its schema “{schema}”").format(
                role=me.name, database=me.database, schema=me.schema
            ),
            _("connect as the role that owns them, or have the server's superuser do it"),
        )
    if owner not in (None, OWNER, me.name):
        raise NotAllowed(
            _("the tables belong to “{owner}”").format(owner=owner),
            _("connect as that role, or have the server's superuser do it"),
        )


def _roles(connection: Connection, me: _Connected, done: Done) -> None:
    """The owner and the group; where they are there already, the connected role must be let use them."""
    for role in (OWNER, *GROUPS):
        if rules.scalar(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role) is None:
            rules.run(connection, _MAKE.format(role=role))
            done.lines.append(_("made the role {role}, with which nobody can connect").format(role=role))
    strange = rules.scalar(
        connection,
        "SELECT string_agg(rolname, ', ') FROM pg_roles WHERE rolname IN (%s, %s, %s, %s)"
        " AND (rolcanlogin OR rolsuper OR rolbypassrls)",
        OWNER,
        *GROUPS,
    )
    if strange:
        raise EnvironmentFailed(
            _("the role {role} can be connected with, or passes over rules").format(role=strange),
            _("take LOGIN, SUPERUSER and BYPASSRLS from it; it must own the tables and do nothing else"),
        )
    members = rules.scalar(
        connection,
        "SELECT string_agg(u.rolname, ', ') FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member"
        " JOIN pg_roles r ON r.oid = m.roleid WHERE r.rolname = %s AND u.rolname <> %s AND NOT u.rolsuper",
        OWNER,
        me.name,
    )
    if members:
        done.notes.append(
            _("{members} may act as {role} and so pass over every rule; take that membership away").format(
                members=members, role=OWNER
            )
        )


# Another database of the same server may be set up at this moment.
_MAKE = """
DO $body$ BEGIN
    CREATE ROLE {role} NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $body$
"""


class _Member:
    """Makes the connected role a member of the owner for as long as it takes."""

    def __init__(self, connection: Connection, me: _Connected) -> None:
        self.connection = connection
        self.me = me

    def __enter__(self) -> None:
        if not self.me.superuser:
            self.connection.exec_driver_sql(f"GRANT {OWNER} TO CURRENT_USER")
        for group in GROUPS:
            asked = (
                "SELECT 1 FROM pg_auth_members m WHERE pg_get_userbyid(m.roleid) = %s"
                " AND pg_get_userbyid(m.member) = %s AND m.admin_option"
            )
            if rules.scalar(self.connection, asked, group, OWNER) is None:
                self.connection.exec_driver_sql(f"GRANT {group} TO {OWNER} WITH ADMIN OPTION")
        rules.run(
            self.connection,
            "DO $body$ BEGIN EXECUTE format("
            f"'GRANT USAGE, CREATE ON SCHEMA %I TO {OWNER}', current_schema()); END $body$",
        )

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None and not self.me.superuser:
            self.connection.exec_driver_sql(f"REVOKE {OWNER} FROM CURRENT_USER")


def _tables(connection: Connection, version: str | None, owner: str | None, done: Done) -> None:
    if version is None:
        connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
        fill(connection)
        done.lines.append(_("made the tables, with their rules"))
    else:
        up_to_date = version == tables.SCHEMA and rules.laid(connection)
        if owner != OWNER:
            _take_over(connection, str(owner), version, done)
        connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
        if version < tables.SCHEMA and owner == OWNER:
            _step(connection)
        elif owner != OWNER or not up_to_date:
            rules.lay(connection)
        if version < tables.SCHEMA:
            done.lines.append(
                _("brought the tables from {old} to {new}").format(old=version, new=tables.SCHEMA)
            )
        if owner != OWNER or not up_to_date:
            done.lines.append(_("laid the rules on the tables"))
    connection.exec_driver_sql("RESET ROLE")


def _step(connection: Connection) -> None:
    from rrsa.store.migrating import step_on

    step_on(connection)


def _take_over(connection: Connection, owner: str, version: str, done: Done) -> None:
    """The tables of one plain role become everybody's: it goes on with its settings, and with no others."""
    quoted = rules.scalar(connection, "SELECT quote_ident(%s)", owner)
    connection.exec_driver_sql(f"SET LOCAL ROLE {quoted}")
    if version < tables.SCHEMA:
        _step(connection)
    connection.exec_driver_sql("RESET ROLE")
    if version == tables.SCHEMA:  # who sat at the keyboard of one role's own is nobody else's business
        connection.exec_driver_sql("DELETE FROM arrangement")
    rules.run(connection, _TAKE_OVER)
    done.lines.append(
        _("the tables belonged to “{owner}”, which goes on editing the settings it has").format(owner=owner)
    )


_TAKE_OVER = f"""
DO $body$
DECLARE
    each text;
BEGIN
    FOR each IN SELECT format('TABLE %I', tablename) FROM pg_tables WHERE schemaname = current_schema()
                AND tablename IN ({", ".join(f"'{t.name}'" for t in tables.metadata.sorted_tables)})
         UNION ALL SELECT 'FUNCTION ' || oid::regprocedure FROM pg_proc
                WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'rrsa_') LOOP
        EXECUTE format('ALTER %s OWNER TO {OWNER}', each);
    END LOOP;
END $body$;
"""


def _admin(connection: Connection, me: _Connected, admin: str | None, done: Done) -> None:
    """Makes somebody admin, and lets everybody who was granted something use the tables."""
    connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
    there = "SELECT 1 FROM access a JOIN pg_roles r ON r.rolname = a.role WHERE a.level = 'admin'"
    if admin is None and rules.scalar(connection, f"{there} LIMIT 1") is None:
        if me.superuser:
            raise BadInput(
                _("“{role}” is a superuser, and no good as an admin: no rule holds for it").format(
                    role=me.name
                ),
                _("name the role of whoever is to grant: rrsa admin init --admin ROLE"),
            )
        admin = me.name
    if admin is not None:
        added = connection.exec_driver_sql(
            "INSERT INTO access (setting_id, role, level, at, by) SELECT '*', %s, 'admin', "
            f"{NOW}, session_user ON CONFLICT DO NOTHING",
            (admin,),
        ).rowcount
        if added:
            done.lines.append(_("“{role}” is an admin: it makes settings and grants").format(role=admin))
    rules.run(connection, _EVERYBODY)
    connection.exec_driver_sql("RESET ROLE")


_EVERYBODY = f"""
DO $body$
DECLARE
    each text;
BEGIN
    FOR each IN SELECT DISTINCT a.role FROM access a JOIN pg_roles r ON r.rolname = a.role
                WHERE NOT r.rolsuper AND a.role <> '{OWNER}' LOOP
        EXECUTE format('GRANT {PEOPLE} TO %I', each);
    END LOOP;
    FOR each IN SELECT DISTINCT format('%I TO %I', CASE a.level WHEN 'coordinator' THEN '{COORDINATORS}'
                                       ELSE '{OF_ALL}' END, a.role)
                FROM access a JOIN pg_roles r ON r.rolname = a.role
                WHERE NOT r.rolsuper AND a.setting_id = '*' AND a.level <> 'admin' LOOP
        EXECUTE 'GRANT ' || each;
    END LOOP;
END $body$;
"""


def _close_schema(connection: Connection, me: _Connected, done: Done) -> None:
    """Nobody else may put a table or a function where ours are looked for."""
    open_still = rules.scalar(connection, "SELECT has_schema_privilege('public', current_schema(), 'CREATE')")
    if not open_still:
        return
    if me.owns_schema or me.superuser:
        quoted = rules.scalar(connection, "SELECT quote_ident(current_schema())")
        connection.exec_driver_sql(f"REVOKE CREATE ON SCHEMA {quoted} FROM PUBLIC")
        done.lines.append(_("took from everybody the right to make tables beside ours"))
    else:
        done.notes.append(_("anybody may make tables beside ours; have the server's superuser stop that"))
