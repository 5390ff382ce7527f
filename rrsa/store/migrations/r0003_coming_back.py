"""Rounds of questions and their counts, side lines of merged portfolios, and what was erased."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_RECORDS: dict[str, tuple[tuple[str, Any], ...]] = {
    "round": (
        ("present", sa.Boolean),
        ("title", sa.Text),
        ("who", sa.Text),
        ("group", sa.Text),
        ("by", sa.Text),
        ("since", sa.Text),
        ("date", sa.Text),
        ("n", sa.BigInteger),
        ("source", sa.Text),
        ("form", sa.Text),
        ("sentence", sa.Text),
        ("evidence", sa.Text),
        ("note", sa.Text),
    ),
    "tally": (
        ("present", sa.Boolean),
        ("round", sa.Text),
        ("outcome", sa.Text),
        ("question", sa.Text),
        ("asked", sa.Text),
        ("place", sa.BigInteger),
        ("answer", sa.Text),
        ("rank", sa.BigInteger),
        ("leans", sa.Text),
        ("count", sa.BigInteger),
        ("of", sa.BigInteger),
    ),
    "form": (
        ("present", sa.Boolean),
        ("title", sa.Text),
        ("who", sa.Text),
        ("columns", sa.Text),
    ),
}


def upgrade() -> None:
    """Adds tables; no row that is there is touched."""
    for table, columns in _RECORDS.items():
        op.create_table(
            table,
            sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
            sa.Column("id", sa.Text, nullable=False),
            *(sa.Column(name, kind) for name, kind in columns),
            sa.PrimaryKeyConstraint("setting_id", "id"),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "side",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("common", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("merge", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "line"),
    )
    op.create_table(
        "side_changeset",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("uuid", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("undoes", sa.Text),
        sa.Column("format", sa.Integer, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "line", "n"),
        sa.ForeignKeyConstraint(["setting_id", "line"], ["side.setting_id", "side.line"]),
    )
    op.create_table(
        "erased",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("again", sa.Integer),
        sa.PrimaryKeyConstraint("setting_id", "kind", "record", "field"),
    )
