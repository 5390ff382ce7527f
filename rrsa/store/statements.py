"""The statements of the hot paths: made once from the tables, compiled once for an engine's dialect.

Compiling and binding is most of what a small statement costs, so what runs at every keystroke of a busy
teacher is kept as text with positional places, and rows come back as plain tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Integer,
    Table,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.expression import ClauseElement

from rrsa.portfolio.records import SPECS
from rrsa.store import tables

CHANNEL = "rrsa"
"""Where a server calls all programs that listen."""

_ONE = literal_column("1", Integer)  # written out, so that it takes no place


class Prepared:
    """One statement as text, its values by place in the order in which the statement names them."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        self.sql = str(statement.compile(dialect=dialect))

    def run(self, connection: Connection, *values: object) -> Any:
        """Runs it once; returns the driver's result."""
        return connection.exec_driver_sql(self.sql, values)

    def run_many(self, connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
        """Runs it for each of ``rows``."""
        if len(rows) == 1:
            connection.exec_driver_sql(self.sql, rows[0])
        elif rows:
            connection.exec_driver_sql(self.sql, list(rows))

    def one(self, connection: Connection, *values: object) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        return cast("tuple[Any, ...] | None", connection.exec_driver_sql(self.sql, values).first())

    def all(self, connection: Connection, *values: object) -> Sequence[tuple[Any, ...]]:
        """Every row."""
        return cast("Sequence[tuple[Any, ...]]", connection.exec_driver_sql(self.sql, values).all())


def _inserting(dialect: Dialect) -> Callable[[Table], Any]:
    """The dialect's own insert, which knows *on conflict*; the other dialect is not even imported."""
    if dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert


class Statements:
    """The statements for one dialect, each made when it is first needed."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._insert = _inserting(dialect)
        self._by_kind: dict[tuple[str, str], Prepared] = {}

    def prepared(self, statement: ClauseElement) -> Prepared:
        return Prepared(statement, self.dialect)

    # -- settings ----------------------------------------------------------------------------------

    @cached_property
    def next_revision(self) -> Prepared:
        t = tables.setting
        return self.prepared(
            update(t).where(t.c.id == bindparam("setting_id")).values(revision=t.c.revision + _ONE)
        )

    @cached_property
    def next_revision_returning(self) -> Prepared:
        """The lock, the next revision, and what the connected role may do with the setting."""
        t = tables.setting
        return self.prepared(
            update(t)
            .where(t.c.id == bindparam("setting_id"))
            .values(revision=t.c.revision + _ONE)
            .returning(t.c.revision, func.rrsa_levels(t.c.id))
        )

    @cached_property
    def revision(self) -> Prepared:
        t = tables.setting
        return self.prepared(select(t.c.revision).where(t.c.id == bindparam("setting_id")))

    @cached_property
    def setting_ids(self) -> Prepared:
        return self.prepared(select(tables.setting.c.id))

    @cached_property
    def add_setting(self) -> Prepared:
        """Places: id, revision. Adds nothing where the id is there already."""
        insert = self._insert(tables.setting).values(id=bindparam("id"), revision=bindparam("revision"))
        return self.prepared(insert.on_conflict_do_nothing())

    @cached_property
    def totals(self) -> Prepared:
        """How many settings there are, and the sum of their revisions."""
        t = tables.setting
        return self.prepared(
            select(func.count(), func.coalesce(func.sum(t.c.revision), literal_column("0"))).select_from(t)
        )

    @cached_property
    def setting_list(self) -> Prepared:
        t, j = tables.setting, tables.journal
        return self.prepared(
            select(t.c.id, t.c.name, t.c.kind, t.c.framework, t.c.aim, t.c.revision, j.c.at).select_from(
                t.outerjoin(j, (j.c.setting_id == t.c.id) & (j.c.revision == t.c.revision))
            )
        )

    # -- records -----------------------------------------------------------------------------------

    def rows(self, kind: str) -> Prepared:
        """Every record of a kind of one setting: id, then its fields. Places: setting."""
        return self._of_kind("rows", kind)

    def row(self, kind: str) -> Prepared:
        """One record: id, then its fields. Places: setting, and the record's id but for the setting."""
        return self._of_kind("row", kind)

    def write(self, kind: str) -> Prepared:
        """Writes a whole record. Places: setting, id, fields; for the setting itself: fields, setting."""
        return self._of_kind("write", kind)

    def remove(self, kind: str) -> Prepared:
        """Removes a record. Places: setting, id."""
        return self._of_kind("remove", kind)

    def _of_kind(self, verb: str, kind: str) -> Prepared:
        found = self._by_kind.get((verb, kind))
        if found is None:
            made = self._setting_itself(verb) if kind == "setting" else self._record(verb, kind)
            found = self._by_kind[verb, kind] = self.prepared(made)
        return found

    def _setting_itself(self, verb: str) -> ClauseElement:
        t = tables.setting
        here = t.c.id == bindparam("setting_id")
        if verb == "write":
            return update(t).where(here).values({name: bindparam(f"new_{name}") for name in SPECS["setting"]})
        return select(t.c.id, *(t.c[name] for name in SPECS["setting"])).where(here)

    def _record(self, verb: str, kind: str) -> ClauseElement:
        t: Table = tables.records[kind]
        mine = t.c.setting_id == bindparam("of_setting")
        this = mine & (t.c.id == bindparam("of_id"))
        if verb == "remove":
            return delete(t).where(this)
        if verb == "write":
            insert = self._insert(t).values({c.name: bindparam(c.name) for c in t.c})
            upsert: ClauseElement = insert.on_conflict_do_update(
                index_elements=["setting_id", "id"],
                set_={name: insert.excluded[name] for name in SPECS[kind]},
            )
            return upsert
        columns = select(t.c.id, *(t.c[name] for name in SPECS[kind]))
        return columns.where(mine if verb == "rows" else this)

    # -- journal -----------------------------------------------------------------------------------

    @cached_property
    def revision_of_uuid(self) -> Prepared:
        j = tables.journal
        return self.prepared(
            select(j.c.revision).where(
                (j.c.setting_id == bindparam("of_setting")) & (j.c.uuid == bindparam("of_uuid"))
            )
        )

    def adding(self, table: Table) -> Prepared:
        """Adds a row to a table. Places: its columns."""
        return self._adding(table, "add")

    def adding_once(self, table: Table) -> Prepared:
        """Adds a row to a table unless its key is there. Places: its columns."""
        return self._adding(table, "add once")

    def _adding(self, table: Table, verb: str) -> Prepared:
        found = self._by_kind.get((verb, table.name))
        if found is None:
            insert = self._insert(table).values({c.name: bindparam(c.name) for c in table.c})
            if verb == "add once":
                insert = insert.on_conflict_do_nothing()
            found = self._by_kind[verb, table.name] = self.prepared(insert)
        return found

    @cached_property
    def headers(self) -> Prepared:
        """Every changeset of a setting without its changes: revision, uuid, author, reason, undoes."""
        j = tables.journal
        return self.prepared(
            select(j.c.revision, j.c.uuid, j.c.author, j.c.reason, j.c.undoes)
            .where(j.c.setting_id == bindparam("of_setting"))
            .order_by(j.c.revision)
        )

    @cached_property
    def moments(self) -> Prepared:
        """When each changeset of a setting was committed: revision, moment. Places: setting."""
        j = tables.journal
        return self.prepared(
            select(j.c.revision, j.c.at)
            .where(j.c.setting_id == bindparam("of_setting"))
            .order_by(j.c.revision)
        )

    @cached_property
    def turns(self) -> Prepared:
        """Every undo and redo of a setting, as ``headers`` gives them."""
        j = tables.journal
        return self.prepared(
            select(j.c.revision, j.c.uuid, j.c.author, j.c.reason, j.c.undoes)
            .where((j.c.setting_id == bindparam("of_setting")) & j.c.undoes.is_not(None))
            .order_by(j.c.revision)
        )

    @cached_property
    def journal_rows(self) -> Prepared:
        """Changesets, newest first. Places: setting, first and last revision."""
        j = tables.journal
        return self.prepared(
            select(j.c.revision, j.c.uuid, j.c.author, j.c.at, j.c.reason, j.c.undoes)
            .where(
                (j.c.setting_id == bindparam("of_setting"))
                & (j.c.revision >= bindparam("first"))
                & (j.c.revision <= bindparam("last"))
            )
            .order_by(j.c.revision.desc())
        )

    @cached_property
    def changes(self) -> Prepared:
        """Changes in the order in which they were made. Places: setting, first and last revision."""
        j, c = tables.journal, tables.journal_change
        return self.prepared(
            select(c.c.revision, j.c.format, c.c.kind, c.c.record, c.c.field, c.c.before, c.c.after)
            .select_from(c.join(j, (j.c.setting_id == c.c.setting_id) & (j.c.revision == c.c.revision)))
            .where(
                (c.c.setting_id == bindparam("of_setting"))
                & (c.c.revision >= bindparam("first"))
                & (c.c.revision <= bindparam("last"))
            )
            .order_by(c.c.revision, c.c.n)
        )

    @cached_property
    def any_change(self) -> Prepared:
        """The first change of a revision, else nothing. Places: setting, revision."""
        c = tables.journal_change
        here = (c.c.setting_id == bindparam("of_setting")) & (c.c.revision == bindparam("of_revision"))
        return self.prepared(select(func.min(c.c.n)).where(here))

    @cached_property
    def guards(self) -> Prepared:
        """Guards. Places: setting, first and last revision."""
        g = tables.journal_guard
        return self.prepared(
            select(g.c.revision, g.c.kind, g.c.record, g.c.field, g.c.value)
            .where(
                (g.c.setting_id == bindparam("of_setting"))
                & (g.c.revision >= bindparam("first"))
                & (g.c.revision <= bindparam("last"))
            )
            .order_by(g.c.revision, g.c.n)
        )

    @cached_property
    def erased(self) -> Prepared:
        """What was erased and not written anew: kind, record, field. Places: setting."""
        e = tables.erased
        return self.prepared(
            select(e.c.kind, e.c.record, e.c.field).where(
                (e.c.setting_id == bindparam("of_setting")) & e.c.again.is_(None)
            )
        )

    @cached_property
    def written_anew(self) -> Prepared:
        """A field that was erased holds something again. Places: revision, setting, kind, record, field."""
        e = tables.erased
        here = (e.c.setting_id == bindparam("of_setting")) & (e.c.kind == bindparam("of_kind"))
        here &= (e.c.record == bindparam("of_record")) & (e.c.field == bindparam("of_field"))
        return self.prepared(update(e).where(here).values(again=bindparam("new_again")))

    def later(self, table: Table) -> Prepared:
        """Later revisions that touch a record: field, revision. Places: setting, kind, record, revision."""
        found = self._by_kind.get(("later", table.name))
        if found is None:
            c = table.c
            found = self._by_kind["later", table.name] = self.prepared(
                select(c.field, c.revision).where(
                    (c.setting_id == bindparam("of_setting"))
                    & (c.kind == bindparam("of_kind"))
                    & (c.record == bindparam("of_record"))
                    & (c.revision > bindparam("after_revision"))
                )
            )
        return found
