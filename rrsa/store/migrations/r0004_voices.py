"""Reviews and agreed views, what a change of framework parked, strengths and areas for improvement."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NEW = (("outcome", "strengths", sa.Text), ("outcome", "improve", sa.Text))

_RECORDS: dict[str, tuple[tuple[str, Any], ...]] = {
    "review": (
        ("present", sa.Boolean),
        ("title", sa.Text),
        ("by", sa.Text),
        ("who", sa.Text),
        ("date", sa.Text),
        ("blind", sa.Boolean),
        ("people", sa.BigInteger),
        ("closed_on", sa.Text),
        ("strengths", sa.Text),
        ("before", sa.Text),
        ("after", sa.Text),
    ),
    "review_view": (
        ("present", sa.Boolean),
        ("review", sa.Text),
        ("outcome", sa.Text),
        ("view", sa.BigInteger),
        ("words", sa.Text),
        ("said_yes", sa.Boolean),
        ("rather_not", sa.Boolean),
        ("note", sa.Text),
    ),
    "agreed": (
        ("view", sa.BigInteger),
        ("reason", sa.Text),
        ("date", sa.Text),
    ),
    "parked": (
        ("present", sa.Boolean),
        ("origin", sa.Text),
        ("kind", sa.Text),
        ("record", sa.Text),
        ("about", sa.Text),
        ("words", sa.Text),
        ("content", sa.Text),
        ("outcome", sa.Text),
        ("evidence", sa.Text),
        ("settled_on", sa.Text),
        ("settled", sa.Text),
    ),
}


def upgrade() -> None:
    """Adds columns and tables; no row that is there is touched."""
    for table, column, kind in _NEW:
        op.add_column(table, sa.Column(column, kind))
    for table, columns in _RECORDS.items():
        op.create_table(
            table,
            sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
            sa.Column("id", sa.Text, nullable=False),
            *(sa.Column(name, kind) for name, kind in columns),
            sa.PrimaryKeyConstraint("setting_id", "id"),
            sqlite_with_rowid=False,
        )
