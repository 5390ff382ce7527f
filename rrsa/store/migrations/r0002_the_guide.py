"""Measures and their readings, the visit and its checklist, what children were asked, whose file this is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NEW = (
    ("setting", "visit_on", sa.Text),
    ("evidence", "question", sa.Text),
    ("evidence", "said", sa.Text),
    ("evidence", "showcase", sa.Boolean),
    ("evidence", "replaces", sa.Text),
    ("action", "measure", sa.Text),
    ("action", "for_children", sa.Text),
    ("action", "why_not", sa.Text),
)


def upgrade() -> None:
    """Adds columns and tables; no row that is there is touched."""
    for table, column, kind in _NEW:
        op.add_column(table, sa.Column(column, kind))
    op.create_table(
        "measure",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean),
        sa.Column("title", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("counts", sa.Text),
        sa.Column("better", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("baseline", sa.BigInteger),
        sa.Column("baseline_n", sa.BigInteger),
        sa.Column("baseline_on", sa.Text),
        sa.Column("target", sa.BigInteger),
        sa.Column("target_n", sa.BigInteger),
        sa.Column("target_on", sa.Text),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reading",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean),
        sa.Column("measure", sa.Text),
        sa.Column("date", sa.Text),
        sa.Column("count", sa.BigInteger),
        sa.Column("n", sa.BigInteger),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checklist",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("done", sa.Text),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "arrangement",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
