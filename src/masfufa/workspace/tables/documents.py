"""Documents, their content, and the readings of them."""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Number, Time, Words, metadata

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("name", Words, nullable=False),
    sa.Column("media_type", Words, nullable=False),
    sa.Column("title", Words),
    sa.Column("language", Words),
    sa.Column("publisher", Words),
    sa.Column("released", sa.Date),
    sa.Column("url", Words),
    sa.Column("added", Time, nullable=False),
    sa.Column("purged", Time),
    sa.Column("purged_by", Words),
    sa.Column("purged_for", Words),
    sa.Column("number", sa.Integer, nullable=False),
    sa.UniqueConstraint("number"),
    sa.Index("ix_document_url", "url", postgresql_using="hash"),
)
"""`id`: SHA-256 of the content. `number`: the order in which documents came in. A purged one is a tombstone."""

document_body = sa.Table(
    "document_body",
    metadata,
    sa.Column("document", sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("text", sa.LargeBinary),
    sa.Column("content", sa.LargeBinary),
    sa.Column("notices", sa.Text, nullable=False),
)
"""`text` is UTF-8 under zlib, `content` the bytes as they came; apart from `document` so that lists stay small.
`notices`: what loading the document gave to tell."""

reading = sa.Table(
    "reading",
    metadata,
    sa.Column("number", Number, primary_key=True),
    sa.Column("document", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("language", Words),
    sa.Column("published", sa.Date),
    sa.Column("notices", sa.Text, nullable=False),
    sa.Column("valid_from", Time, nullable=False),
    sa.Column("valid_until", Time),
    sa.Index("ix_reading_document", "document"),
)
"""One reading of one document by one version of the reader; the current one has no `valid_until`."""
