"""Claims, events and statements: three tables of one shape, each row a version of a record.

A record is never edited. Where a later reading says something else of the same words, its row ends (`valid_until`) and
another begins, so that the ledger of any moment can be had again; `recorded` stays that of the first.
"""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Number, Time, metadata


def _records(name: str, *columns: sa.Column[str]) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("number", Number, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("document", sa.ForeignKey("document.id"), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        *columns,
        sa.Column("released", sa.Date),
        sa.Column("recorded", Time, nullable=False),
        sa.Column("valid_from", Time, nullable=False),
        sa.Column("valid_until", Time),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Index(f"ix_{name}_id", "id"),
        sa.Index(f"ix_{name}_document", "document", "origin"),
    )


claim = _records(
    "claim",
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("places", sa.Text),
)
event = _records(
    "event",
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("places", sa.Text),
)
statement = _records("statement")
sa.Index("ix_claim_category", claim.c.category, claim.c.document, claim.c.valid_until)
RECORDS = {"claim": claim, "event": event, "statement": statement}
"""`origin` is "reading" or the format of an import; `places` and `body` the record as compact JSON
(../codec.py). `kept`: the latest
reading has it no more, and a decision keeps it."""
