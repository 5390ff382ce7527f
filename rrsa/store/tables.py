"""The tables, made from the description of the records: one table for each kind, one column a field.

``setting_id`` leads every primary key, so that one setting's rows lie together and no row of one setting
can be taken for another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from rrsa.portfolio.records import SPECS

SCHEMA = "0005"
"""The schema that this program reads and writes: the newest revision in ``migrations/``."""

APPLICATION = "rrsa"
APPLICATION_ID = 0x52525341  # "RRSA", in the header of the SQLite file

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("version_num", Text, nullable=False),  # named as the migrations expect it
    Column("application", Text),
)

arrangement = Table(
    "arrangement",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""How the database itself is shared; no part of any portfolio, and so in no journal, nor restored."""


_TYPES: dict[str, type[TypeEngine[Any]]] = {"text": Text, "day": Text, "whole": BigInteger, "flag": Boolean}


def _fields(kind: str) -> Iterator[Column[Any]]:
    for spec in SPECS[kind].values():
        yield Column(spec.name, _TYPES[spec.type]())


setting = Table(
    "setting",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    *_fields("setting"),
)


def _owner() -> Column[str]:
    return Column("setting_id", Text, ForeignKey("setting.id"), nullable=False)


records: dict[str, Table] = {
    kind: Table(
        kind,
        metadata,
        _owner(),
        Column("id", Text, nullable=False),
        *_fields(kind),
        PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    for kind in SPECS
    if kind != "setting"
}
"""Kind → table, for every kind but the setting itself."""

journal = Table(
    "journal",
    metadata,
    _owner(),
    Column("revision", Integer, nullable=False),
    Column("uuid", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undoes", Text),
    Column("format", Integer, nullable=False),
    PrimaryKeyConstraint("setting_id", "revision"),
    UniqueConstraint("setting_id", "uuid"),
    # A server has no statistics of what columns hold (see access/), and would not choose the one above.
    Index("journal_uuid", "uuid").ddl_if(dialect="postgresql"),
)

journal_change = Table(
    "journal_change",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text, nullable=False),  # JSON
    Column("after", Text, nullable=False),  # JSON
    PrimaryKeyConstraint("setting_id", "revision", "n"),
    ForeignKeyConstraint(["setting_id", "revision"], ["journal.setting_id", "journal.revision"]),
    # Who wrote a cell last is asked whenever something is taken back.
    Index("journal_change_cell", "setting_id", "kind", "record", "field", "revision"),
    sqlite_with_rowid=False,
)

journal_guard = Table(
    "journal_guard",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),  # JSON
    PrimaryKeyConstraint("setting_id", "revision", "n"),
    ForeignKeyConstraint(["setting_id", "revision"], ["journal.setting_id", "journal.revision"]),
    # What relies on a cell must be known too: evidence that somebody has linked cannot simply go.
    Index("journal_guard_cell", "setting_id", "kind", "record", "field", "revision"),
    sqlite_with_rowid=False,
)

framework_text = Table(
    "framework_text",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("setting_id", "sha256"),
)

file_chunk = Table(
    "file_chunk",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("setting_id", "sha256", "n"),
)

file = Table(
    "file",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("chunks", Integer, nullable=False),
    PrimaryKeyConstraint("setting_id", "sha256"),
)

side = Table(
    "side",
    metadata,
    _owner(),
    Column("line", Text, nullable=False),  # the UUID of its last changeset
    Column("common", Integer, nullable=False),  # our revision up to which both journals are the same
    Column("at", Text, nullable=False),  # when it was brought in
    Column("author", Text, nullable=False),  # by whom
    Column("merge", Text),  # the UUID of the changeset that brought it in; it is known while that stands
    PrimaryKeyConstraint("setting_id", "line"),
)
"""A side line: what was recorded in another copy of the portfolio before the two were merged. Read only."""

side_changeset = Table(
    "side_changeset",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("uuid", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undoes", Text),
    Column("format", Integer, nullable=False),
    Column("changes", Text, nullable=False),  # JSON: [kind, record, field, before, after], …
    PrimaryKeyConstraint("setting_id", "line", "n"),
    ForeignKeyConstraint(["setting_id", "line"], ["side.setting_id", "side.line"]),
)

erased = Table(
    "erased",
    metadata,
    _owner(),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),  # empty for the whole record
    Column("at", Text, nullable=False),  # the day
    Column("again", Integer),  # the revision in which a single field was written anew
    PrimaryKeyConstraint("setting_id", "kind", "record", "field"),
)
"""What was erased for good, by id alone, so that no old copy brings it back."""

shared = Table(
    "shared",
    metadata,
    # No foreign key: a coordinator's database holds what settings elsewhere have shared.
    Column("setting_id", Text, nullable=False),
    Column("at", Text, nullable=False),  # when it was shared, or withdrawn: UTC
    Column("taken_at", Text, nullable=False),  # when it reached this database
    Column("withdrawn", Boolean, nullable=False),  # then nothing else is left but the key and the moments
    Column("key", Text, nullable=False),  # the public key that the setting signs with
    Column("name", Text),
    Column("kind", Text),
    Column("area", Text),
    Column("framework", Text),  # "id@version"
    Column("held", Text),
    Column("aim", Text),
    Column("accredited_on", Text),  # since when it holds the stage that it holds
    Column("expires_on", Text),
    Column("wants", Text),
    Column("offers", Text),
    Column("parts", Text),  # what else it shares: "views,shown"
    Column("content", Text),  # the whole snapshot as JSON
    Column("signature", Text),
    PrimaryKeyConstraint("setting_id"),
)
"""The newest snapshot of each setting that shared one; the columns are what an overview lists."""

shared_before = Table(
    "shared_before",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("content", Text, nullable=False),
    PrimaryKeyConstraint("setting_id", "at"),
)
"""Earlier snapshots, from which trends over groups are told; gone when the setting withdraws."""

sharing_key = Table(
    "sharing_key",
    metadata,
    Column("setting_id", Text, nullable=False),
    Column("private", Text, nullable=False),
    Column("public", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("setting_id"),
)
"""What a setting signs its snapshots with, made when it first shares; whoever takes over goes on with it."""

released = Table(
    "released",
    metadata,
    Column("setting_id", Text, nullable=False),  # the desk's
    Column("framework", Text, nullable=False),  # "id@version"
    Column("subject", Text, nullable=False),  # "views", "evidence/areas", "measure:…"
    Column("at", Text, nullable=False),  # of the newest snapshot in it: UTC
    Column("content", Text, nullable=False),  # JSON: figures about five settings or more, and nothing else
    Column("basis", Text, nullable=False),  # JSON: which snapshots were counted; empty for all but the newest
    PrimaryKeyConstraint("setting_id", "framework", "subject", "at"),
)
"""Figures of groups of settings as they were made; what is shown is never counted anew from a few."""

access = Table(
    "access",
    metadata,
    Column("setting_id", Text, nullable=False),  # "*" for all
    Column("role", Text, nullable=False),  # the role that connects to the server
    Column("level", Text, nullable=False),  # "admin" | "coordinator" | "editor" | "reviewer" | "reader"
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("setting_id", "role", "level"),
    Index("access_role", "role", "setting_id", "level"),  # asked with every statement on a server
)
"""Who may do what, where a server is shared; a file of one's own has nothing in it. In no backup."""

CONTENT = (
    setting,
    *records.values(),
    journal,
    journal_change,
    journal_guard,
    framework_text,
    file_chunk,
    file,
    side,
    side_changeset,
    erased,
    shared,
    shared_before,
    sharing_key,
    released,
)
"""Every table that holds what people recorded, in an order in which rows may be copied."""
