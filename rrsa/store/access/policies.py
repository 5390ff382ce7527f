"""Which rows of which table a role may see and write, written for every table there is.

A rule for single settings is made so that a plan which was carried out (EXPLAIN ANALYZE) tells nothing of
rows that were passed over, not even whether there are any. It says one thing twice, and the server asks the
function in it once a statement each time. ``setting_id = ANY (…)`` goes into the index together with what is
looked for, so that looking for a setting that is not theirs ends where it would for one that is not there.
``array_position (…)`` counts as so cheap that it comes before any condition of theirs where all rows are
read. Rules for all settings stand by themselves, for the groups of those who were granted all, so that they
stand in nobody else's way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Table

from rrsa.portfolio.desk import DESK
from rrsa.store import tables
from rrsa.store.access.levels import READING, REVIEWS, Level

OF_ALL = "rrsa_of_all"
"""The group of those who read, review or edit all settings."""

COORDINATORS = "rrsa_coordinators"
"""The group of those who coordinate all settings."""

_EDITING = (Level.EDITOR,)
_REVIEWING = (Level.EDITOR, Level.REVIEWER)
_SHARED = (*READING, Level.COORDINATOR)
_TAKING_IN = (Level.EDITOR, Level.COORDINATOR)


class Rule(NamedTuple):
    """A policy: for which command, which rows may be seen and which may come about, and to whom it is for:
    everybody, a group, or (``owner``) whoever owns the tables, within a function of ours."""

    name: str
    command: str
    condition: str
    to: Sequence[str] = ("PUBLIC",)

    first: str = ""
    """What is compared first where rows are looked at."""

    @property
    def text(self) -> str:
        """The policy in SQL, behind its name and table; ``{to}`` stands for whom it is for."""
        seen = "" if self.command == "INSERT" else f" USING ({self.first}{self.condition})"
        come = "" if self.command in ("SELECT", "DELETE") else f" WITH CHECK ({self.condition})"
        return f"FOR {self.command} TO {{to}}{seen}{come}"


def _named(levels: Sequence[Level]) -> str:
    return ", ".join(f"'{level}'" for level in levels)


def _mine(levels: Sequence[Level], column: str = "setting_id") -> str:
    return f"{column} = ANY ((SELECT rrsa_mine({_named(levels)}))::text[])"


def _first(levels: Sequence[Level], column: str = "setting_id") -> str:
    return f"array_position((SELECT rrsa_mine({_named(levels)})), {column}) IS NOT NULL AND "


def _all(levels: Sequence[Level], column: str = "setting_id") -> str:
    return f"(SELECT rrsa_all({_named(levels)})) AND NOT starts_with({column}, '{DESK}')"


def _both(
    name: str, command: str, levels: Sequence[Level], column: str = "setting_id", more: str = ""
) -> Iterator[Rule]:
    """A rule for single settings, and the same for those who were granted all."""
    also = f" AND {more}" if more else ""
    yield Rule(name, command, f"{_mine(levels, column)}{also}", first=_first(levels, column))
    groups = [OF_ALL] if set(levels) & set(READING) else []
    groups += [COORDINATORS] if Level.COORDINATOR in levels else []
    yield Rule(f"{name}_all", command, f"{_all(levels, column)}{also}", groups)


def _read(levels: Sequence[Level], column: str = "setting_id") -> Iterator[Rule]:
    yield from _both("rrsa_reads", "SELECT", levels, column)


def _write(levels: Sequence[Level], commands: str = "INSERT UPDATE DELETE") -> Iterator[Rule]:
    for command in commands.split():
        yield from _both(f"rrsa_{command.lower()}s", command, levels)


_ADMIN = f"(SELECT rrsa_all('{Level.ADMIN}'))"
_OWN_NAME = "author = session_user::text"
_NEWEST = "revision = (SELECT s.revision FROM setting s WHERE s.id = setting_id)"
_OF_REVIEWS = f"kind IN ({', '.join(repr(kind) for kind in sorted(REVIEWS))}) AND {_NEWEST}"
_OWNER = ("CURRENT_USER",)


def rules(table: Table) -> tuple[Rule, ...]:
    """The rules of a table. One that nobody has thought of is like a portfolio's: closed to all but those
    who may read or edit the setting."""
    if table.name in REVIEWS:
        return (*_read(READING), *_write(_REVIEWING))
    return _SPECIAL.get(table.name) or (*_read(READING), *_write(_EDITING))


_ROWS_ADDED = (
    *_read(READING),
    *_write(_EDITING),
    *_both("rrsa_reviews", "INSERT", (Level.REVIEWER,), more=_OF_REVIEWS),
)

_SPECIAL: dict[str, tuple[Rule, ...]] = {
    "meta": (Rule("rrsa_reads", "SELECT", "true"),),
    "arrangement": (Rule("rrsa_reads", "SELECT", "true"), Rule("rrsa_arranges", "ALL", _ADMIN)),
    "setting": (
        *_read(READING, "id"),
        *_both("rrsa_inserts", "INSERT", _EDITING, "id"),
        Rule("rrsa_makes", "INSERT", _all((Level.ADMIN,), "id")),
        *_both("rrsa_updates", "UPDATE", _REVIEWING, "id"),
    ),
    "journal_change": _ROWS_ADDED,
    "journal_guard": _ROWS_ADDED,
    "journal": (
        *_read(READING),
        # Histories from elsewhere, with other people's names in them, are brought in by an admin.
        *_both("rrsa_inserts", "INSERT", _EDITING, more=f"({_OWN_NAME} OR {_ADMIN})"),
        *_both("rrsa_reviews", "INSERT", (Level.REVIEWER,), more=f"{_OWN_NAME} AND {_NEWEST}"),
        *_write(_EDITING, "UPDATE"),
    ),
    "shared": (*_read(_SHARED), *_write(_TAKING_IN, "INSERT UPDATE"), *_write(_EDITING, "DELETE")),
    "shared_before": (*_read(_SHARED), *_write(_TAKING_IN)),
    "sharing_key": (
        *_read(_EDITING),
        *_write(_EDITING),
        Rule("rrsa_compares", "SELECT", "true", _OWNER),
    ),
    "released": (*_read(READING), *_write(_EDITING), Rule("rrsa_tells", "SELECT", "true", _OWNER)),
    "access": (Rule("rrsa_keeps", "ALL", "true", _OWNER),),
}


def statements(*, shared: bool) -> Iterator[str]:
    """Everything that closes the tables, to be run by their owner; what was laid on before goes.

    Where the database is not ``shared`` there are no groups, and whoever owns it stands in their place.
    """
    yield DROP
    for table in tables.metadata.sorted_tables:
        name = f'"{table.name}"'
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        for rule in rules(table):
            groups = rule.to is not _OWNER and rule.to != ("PUBLIC",) and not shared
            to = ", ".join(_OWNER if groups else rule.to)
            yield f"CREATE POLICY {rule.name} ON {name} {rule.text.format(to=to)}"


DROP = """
DO $body$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT policyname, tablename FROM pg_policies
                WHERE schemaname = current_schema() AND starts_with(policyname, 'rrsa_') LOOP
        EXECUTE format('DROP POLICY %I ON %I', each.policyname, each.tablename);
    END LOOP;
END $body$"""
"""Takes away every rule that was laid on before."""
