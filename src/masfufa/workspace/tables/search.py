"""What finds documents: which are in the index of words, and which are copies of which.

All of it follows from the documents and can be made again. The index itself is a virtual table on SQLite (FTS5) and a
`tsvector` on PostgreSQL, both called `search_words` and keyed by the document's number; ../search_index.py alone
touches it.
"""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import metadata

search_entry = sa.Table(
    "search_entry",
    metadata,
    sa.Column("document", sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
"""`version`: that of the folding (../search_words.py) that the document's words were made with."""

copy = sa.Table(
    "copy",
    metadata,
    sa.Column("document", sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("original", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Index("ix_copy_original", "original"),
)
"""Every document that was compared: `original` is itself where it is no copy."""

INDEX = "search_words"


def apart(name: str | None) -> bool:
    """Whether a table of the database is the index of words, which no two databases have in one form."""
    return name is not None and name.startswith(INDEX)
