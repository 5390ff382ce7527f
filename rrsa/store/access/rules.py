"""Laying the rules on a database, and lifting them for as long as its tables are altered."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from rrsa.store import tables
from rrsa.store.access.functions import CALLED, DROP_TRIGGERS, NOW, OWNER, PEOPLE, TRIGGERS, functions
from rrsa.store.access.policies import DROP, statements


def run(connection: Connection, script: str) -> None:
    """Runs several statements at once, within the transaction that is open."""
    driver: Any = connection.connection.driver_connection
    driver.execute(script)


def scalar(connection: Connection, asked: str, *values: object) -> Any:
    """The one value that a question comes to."""
    return connection.exec_driver_sql(asked, values).scalar()


def lay(connection: Connection) -> None:
    """Lays the rules on the tables of this schema; doing so again does no harm.

    To be run by the owner of the tables. Where that is a role that somebody connects with, everything stays
    as easy as it was: it is admin, coordinator, and editor of what it makes. Where it is :data:`OWNER`, the
    group :data:`PEOPLE` gets the use of the tables, and nobody anything else.
    """
    schema, owner = connection.exec_driver_sql("SELECT quote_ident(current_schema()), current_user").one()
    run(connection, script(str(schema), shared=owner == OWNER))
    if owner == OWNER:
        run(connection, ";\n".join(_privileges(str(schema))))
    else:
        run(connection, _OF_ITS_OWNER)
    run(connection, f"COMMENT ON FUNCTION rrsa_levels(text) IS '{version()}'")


def script(schema: str, *, shared: bool) -> str:
    """All of the rules for a schema (quoted)."""
    closed = (f"{each};" for each in statements(shared=shared))
    return "\n".join((functions(schema), _NOBODY, DROP_TRIGGERS, TRIGGERS, *closed, _NO_STATISTICS))


def version() -> str:
    """What tells one set of rules from another."""
    return "rrsa " + sha256(script("", shared=True).encode()).hexdigest()[:16]


def laid(connection: Connection) -> bool:
    """Whether the rules that are laid on are those of this program."""
    asked = "SELECT obj_description(to_regprocedure('rrsa_levels(text)'), 'pg_proc')"
    return bool(scalar(connection, asked) == version())


def lift(connection: Connection) -> None:
    """Takes the rules off until they are laid on again in this transaction: a step to another schema alters
    tables, and rows of all settings. Whoever is no owner of the tables sees nothing more meanwhile."""
    run(connection, f"{DROP};{DROP_TRIGGERS}{_NO_FORCE}")


_NO_FORCE = """
DO $body$
DECLARE
    each name;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND rowsecurity LOOP
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', each);
    END LOOP;
END $body$;
"""

# Without statistics of what columns hold, a plan's estimates tell nobody whose rows there are.
_NO_STATISTICS = """
DO $body$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT c.relname,
                       string_agg(format('ALTER COLUMN %I SET STATISTICS 0', a.attname), ', ') AS told
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relforcerowsecurity
                      AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget <> 0
                GROUP BY c.relname LOOP
        EXECUTE format('ALTER TABLE %I ', each.relname) || each.told;
    END LOOP;
END $body$;
"""

_OF_ITS_OWNER = f"""
INSERT INTO access (setting_id, role, level, at, by)
SELECT '*', current_user, level, {NOW}, current_user
FROM unnest(ARRAY['admin', 'coordinator']) AS level
ON CONFLICT DO NOTHING
"""


# Whoever was granted nothing calls no function of ours.
_NOBODY = """
DO $body$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
                AND starts_with(proname, 'rrsa_') LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', each);
    END LOOP;
END $body$;
"""


def _privileges(schema: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA {schema} TO {PEOPLE}"
    for table in tables.metadata.sorted_tables:
        yield f'REVOKE ALL ON "{table.name}" FROM PUBLIC, {PEOPLE}'
        # Who may do what is told by a function: the table itself is nobody's to look at.
        if table is not tables.access:
            rights = "SELECT" if table is tables.meta else "SELECT, INSERT, UPDATE, DELETE"
            yield f'GRANT {rights} ON "{table.name}" TO {PEOPLE}'
    for name in CALLED:
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {PEOPLE}"
