"""A step of the tests' own: renames a column, rebuilds a table that others point at, fills a new column."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("setting") as setting:
        setting.add_column(sa.Column("council", sa.Text))
    with op.batch_alter_table("journal") as journal:
        journal.alter_column("reason", new_column_name="why")
    op.execute("UPDATE setting SET council = authority")
