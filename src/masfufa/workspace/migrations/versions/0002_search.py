"""Search: an index of words, which documents are copies of which, and claims by category.

The index is filled when it is first asked for (masfufa.workspace.search_index), not here: it can be made again at any
time, and a large ledger should open at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and indexes."""
    op.create_table(
        "search_entry",
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_search_entry_document"),
        sa.PrimaryKeyConstraint("document", name="pk_search_entry"),
    )
    op.create_table(
        "copy",
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_copy_document"),
        sa.ForeignKeyConstraint(["original"], ["document.id"], name="fk_copy_original"),
        sa.PrimaryKeyConstraint("document", name="pk_copy"),
    )
    op.create_index("ix_copy_original", "copy", ["original"])
    op.create_index("ix_claim_category", "claim", ["category", "document", "valid_until"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute('CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = "unicode61 remove_diacritics 0")')
    else:
        op.execute("CREATE TABLE search_words (number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX search_words_words ON search_words USING gin (words)")
