"""Which rows of which table a role may see and write, written for every table there is.

A rule is asked once a statement and compared with each row: the functions in it stand in sub-selects, which
the server runs when they are first needed and keeps. No rule depends on another table's rows, but for what a
reviewer adds to the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Table

from rrsa.portfolio.desk import DESK
from rrsa.store import tables
from rrsa.store.access.levels import READING, REVIEWS, Level

_OPEN = (tables.meta, tables.arrangement)
"""Tables that say how the database is made and shared, and nothing of any setting."""


class Rule(NamedTuple):
    """A policy: for which command, to whom, which rows may be seen, and which may come about."""

    name: str
    command: str
    using: str | None = None
    check: str | None = None
    to: str = "PUBLIC"


def _has(column: str, *levels: Level) -> str:
    """Whether the connected role has one of ``levels`` for a row's setting."""
    named = ", ".join(f"'{level}'" for level in levels)
    return (
        f"{column} = ANY ((SELECT rrsa_mine({named}))::text[])"
        f" OR (SELECT rrsa_all({named})) AND NOT starts_with({column}, '{DESK}')"
    )


def _desk(column: str) -> str:
    """Whoever coordinates all settings keeps the desk."""
    return f"starts_with({column}, '{DESK}') AND (SELECT rrsa_all('{Level.COORDINATOR}'))"


def _read(column: str) -> str:
    return f"{_has(column, *READING)} OR {_desk(column)}"


def _edit(column: str) -> str:
    return f"{_has(column, Level.EDITOR)} OR {_desk(column)}"


_COORDINATE = _has("setting_id", Level.COORDINATOR)
_ADMIN = f"(SELECT rrsa_all('{Level.ADMIN}'))"
_REVIEW = _has("setting_id", Level.REVIEWER)
_OF_REVIEWS = ", ".join(f"'{kind}'" for kind in sorted(REVIEWS))
_NEWEST = "revision = (SELECT s.revision FROM setting s WHERE s.id = setting_id)"
_OWN_NAME = "author = session_user::text"

_READS = Rule("rrsa_reads", "SELECT", _read("setting_id"))
_EDITS = Rule("rrsa_edits", "ALL", _edit("setting_id"), _edit("setting_id"))


def rules(table: Table) -> tuple[Rule, ...]:
    """The rules of a table. One that nobody has thought of is like a portfolio's: closed to all but those
    who may read or edit the setting."""
    made = _SPECIAL.get(table.name)
    if made is None:
        made = (_READS, _EDITS)
        if table.name in REVIEWS:
            made = (*made, Rule("rrsa_reviews", "ALL", _REVIEW, _REVIEW))
    return made


_ROWS_ADDED = (
    _READS,
    _EDITS,
    Rule(
        "rrsa_reviews",
        "INSERT",
        check=f"({_REVIEW}) AND kind IN ({_OF_REVIEWS}) AND {_NEWEST}",
    ),
)

_SPECIAL: dict[str, tuple[Rule, ...]] = {
    "meta": (Rule("rrsa_reads", "SELECT", "true"),),
    "arrangement": (Rule("rrsa_reads", "SELECT", "true"), Rule("rrsa_arranges", "ALL", _ADMIN, _ADMIN)),
    "setting": (
        Rule("rrsa_reads", "SELECT", _read("id")),
        Rule("rrsa_makes", "INSERT", check=f"{_ADMIN} OR {_edit('id')}"),
        Rule("rrsa_edits", "UPDATE", *(2 * (f"{_edit('id')} OR {_has('id', Level.REVIEWER)}",))),
    ),
    "journal_change": _ROWS_ADDED,
    "journal_guard": _ROWS_ADDED,
    "journal": (
        _READS,
        # Histories from elsewhere, with other people's names in them, are brought in by an admin.
        Rule(
            "rrsa_edits",
            "INSERT",
            check=f"({_edit('setting_id')}) AND ({_OWN_NAME} OR {_ADMIN})"
            f" OR ({_REVIEW}) AND {_OWN_NAME} AND {_NEWEST}",
        ),
        Rule("rrsa_rewords", "UPDATE", *(2 * (_edit("setting_id"),))),
    ),
    "shared": (
        Rule("rrsa_reads", "SELECT", f"{_read('setting_id')} OR {_COORDINATE}"),
        _EDITS,
        Rule("rrsa_takes_in", "INSERT", check=_COORDINATE),
        Rule("rrsa_renews", "UPDATE", _COORDINATE, _COORDINATE),
        Rule("rrsa_counts", "SELECT", "true", to="CURRENT_USER"),
    ),
    "shared_before": (
        Rule("rrsa_reads", "SELECT", f"{_read('setting_id')} OR {_COORDINATE}"),
        _EDITS,
        Rule("rrsa_takes_in", "ALL", _COORDINATE, _COORDINATE),
        Rule("rrsa_counts", "SELECT", "true", to="CURRENT_USER"),
    ),
    "sharing_key": (_EDITS, Rule("rrsa_compares", "SELECT", "true", to="CURRENT_USER")),
    "access": (
        Rule("rrsa_reads", "SELECT", "role = session_user::text"),
        Rule("rrsa_keeps", "ALL", "true", "true", to="CURRENT_USER"),
    ),
}


def statements() -> Iterator[str]:
    """Everything that closes the tables, to be run by their owner; what was laid on before goes."""
    yield DROP
    for table in tables.metadata.sorted_tables:
        name = f'"{table.name}"'
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        for rule in rules(table):
            using = "" if rule.using is None else f" USING ({rule.using})"
            check = "" if rule.check is None else f" WITH CHECK ({rule.check})"
            yield f"CREATE POLICY {rule.name} ON {name} FOR {rule.command} TO {rule.to}{using}{check}"


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
