"""Documents by address: a page that is added is looked for among those of the same address.

A hash on PostgreSQL, whose ordered indexes take no addresses longer than some two thousand letters.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_document_url", "document", ["url"], postgresql_using="hash")
