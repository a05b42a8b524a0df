"""A count of the changes that tracking reads, beside that of all changes: results of tracking outlive the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was kept under the old count is made again when it is asked for."""
    with op.batch_alter_table("state") as table:
        table.add_column(sa.Column("tracked", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("DELETE FROM result")
