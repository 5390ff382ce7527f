"""The first schema: settings, their records, the journal, framework texts and files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "setting",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("framework", sa.Text),
        sa.Column("framework_sha256", sa.Text),
        sa.Column("aim", sa.Text),
        sa.Column("held", sa.Text),
        sa.Column("accredited_on", sa.Text),
        sa.Column("authority", sa.Text),
        sa.Column("head", sa.Text),
        sa.Column("lead", sa.Text),
    )
    op.create_table(
        "outcome",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("view", sa.BigInteger),
        sa.Column("line", sa.Text),
        sa.Column("achieved", sa.Text),
        sa.Column("difference", sa.Text),
        sa.Column("asked", sa.Boolean),
        sa.Column("whom_to_ask", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "look",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("why", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean),
        sa.Column("title", sa.Text),
        sa.Column("perspective", sa.Text),
        sa.Column("directness", sa.Text),
        sa.Column("date", sa.Text),
        sa.Column("seen_by", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("consent", sa.Text),
        sa.Column("identifiable", sa.Boolean),
        sa.Column("people", sa.BigInteger),
        sa.Column("file_sha256", sa.Text),
        sa.Column("file_name", sa.Text),
        sa.Column("file_type", sa.Text),
        sa.Column("file_size", sa.BigInteger),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean),
        sa.Column("evidence", sa.Text),
        sa.Column("target", sa.Text),
        sa.Column("direction", sa.Text),
        sa.Column("chosen", sa.Boolean),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean),
        sa.Column("what", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("who", sa.Text),
        sa.Column("due", sa.Text),
        sa.Column("status", sa.Text),
        sa.Column("done_on", sa.Text),
        sa.Column("difference", sa.Text),
        sa.Column("because", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "milestone",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("done", sa.Text),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("setting_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal",
        sa.Column("setting_id", sa.Text, sa.ForeignKey("setting.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("uuid", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("undoes", sa.Text),
        sa.Column("format", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "revision"),
        sa.UniqueConstraint("setting_id", "uuid"),
    )
    op.create_table(
        "journal_change",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "revision", "n"),
        sa.ForeignKeyConstraint(["setting_id", "revision"], ["journal.setting_id", "journal.revision"]),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "journal_change_cell", "journal_change", ["setting_id", "kind", "record", "field", "revision"]
    )
    op.create_table(
        "journal_guard",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "revision", "n"),
        sa.ForeignKeyConstraint(["setting_id", "revision"], ["journal.setting_id", "journal.revision"]),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "journal_guard_cell", "journal_guard", ["setting_id", "kind", "record", "field", "revision"]
    )
    op.create_table(
        "framework_text",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "sha256"),
    )
    op.create_table(
        "file_chunk",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "sha256", "n"),
    )
    op.create_table(
        "file",
        sa.Column("setting_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("setting_id", "sha256"),
    )
    op.add_column("meta", sa.Column("application", sa.Text))
    op.execute("UPDATE meta SET application = 'rrsa'")
