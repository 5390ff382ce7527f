"""What settings share, a coordinator's desk, and who may do what where a server is shared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NEW = ("area", "help_wanted", "help_offered", "shares", "shared_on")

_RECORDS: dict[str, tuple[tuple[str, Any], ...]] = {
    "listed": (
        ("present", sa.Boolean),
        ("name", sa.Text),
        ("kind", sa.Text),
        ("area", sa.Text),
        ("framework", sa.Text),
        ("role", sa.Text),
        ("issued_on", sa.Text),
        ("issued", sa.Text),
        ("returned_on", sa.Text),
        ("note", sa.Text),
    ),
    "target": (
        ("present", sa.Boolean),
        ("title", sa.Text),
        ("group", sa.Text),
        ("subject", sa.Text),
        ("at_least", sa.BigInteger),
        ("wanted", sa.BigInteger),
        ("by", sa.Text),
        ("baseline", sa.BigInteger),
        ("baseline_n", sa.BigInteger),
        ("baseline_on", sa.Text),
        ("closed_on", sa.Text),
        ("note", sa.Text),
    ),
    "reference": (
        ("present", sa.Boolean),
        ("title", sa.Text),
        ("group", sa.Text),
        ("subject", sa.Text),
        ("figure", sa.Text),
        ("count", sa.BigInteger),
        ("n", sa.BigInteger),
        ("date", sa.Text),
        ("source", sa.Text),
        ("note", sa.Text),
    ),
    "moderation": (
        ("present", sa.Boolean),
        ("title", sa.Text),
        ("framework", sa.Text),
        ("seed", sa.Text),
        ("drawn_on", sa.Text),
        ("each", sa.BigInteger),
        ("settings", sa.BigInteger),
        ("across", sa.Boolean),
        ("drawn_from", sa.Text),
        ("closed_on", sa.Text),
        ("note", sa.Text),
    ),
    "moderated": (
        ("present", sa.Boolean),
        ("moderation", sa.Text),
        ("setting", sa.Text),
        ("outcome", sa.Text),
        ("reviewer", sa.Text),
        ("ref", sa.Text),
        ("shared_at", sa.Text),
        ("own", sa.BigInteger),
        ("view", sa.BigInteger),
        ("words", sa.Text),
        ("looked_on", sa.Text),
        ("why_not", sa.Text),
    ),
}

_SHARED = (
    "name",
    "kind",
    "area",
    "framework",
    "held",
    "aim",
    "accredited_on",
    "expires_on",
    "wants",
    "offers",
    "parts",
    "content",
)


def upgrade() -> None:
    """Adds columns and tables; no row that is there is touched."""
    for column in _NEW:
        op.add_column("setting", sa.Column(column, sa.Text))
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
        "shared",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("taken_at", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in _SHARED),
        sa.Column("signature", sa.Text),
        sa.PrimaryKeyConstraint("setting_id"),
    )
    op.create_table(
        "shared_before",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "at"),
    )
    op.create_table(
        "sharing_key",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("private", sa.Text, nullable=False),
        sa.Column("public", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id"),
    )
    op.create_table(
        "released",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("framework", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "framework", "subject", "at"),
    )
    op.create_table(
        "access",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "role", "level"),
    )
    op.create_index("access_role", "access", ["role", "setting_id", "level"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("journal_uuid", "journal", ["uuid"])
        # Whoever owned the tables goes on with every setting there is; the rules are laid on afterwards.
        op.execute(
            "INSERT INTO access (setting_id, role, level, at, by) SELECT id, current_user, 'editor',"
            " to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"'), current_user"
            " FROM setting"
        )
