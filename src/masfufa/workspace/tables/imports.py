"""Imports of agency files and field rounds, and what became of each row."""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Number, Time, Words, metadata

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("document", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("format", Words, nullable=False),
    sa.Column("mapping", sa.Text),
    sa.Column("mapping_hash", Words, nullable=False),
    sa.Column("released", sa.Date),
    sa.Column("released_from", Words),
    sa.Column("reader", Words, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("skipped", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.Column("claims", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("units", sa.Integer, nullable=False),
    sa.Index("ix_batch_document", "document"),
)
"""The last batch of a document and format is the one whose claims hold."""

batch_rows = sa.Table(
    "batch_rows",
    metadata,
    sa.Column("batch", sa.ForeignKey("batch.id"), primary_key=True),
    sa.Column("rows", sa.LargeBinary, nullable=False),
)
"""`rows`: the reports of all rows, JSON under zlib."""
