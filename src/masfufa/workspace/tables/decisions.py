"""The log of decisions: rows are added and never changed (a purge alone takes words out of it)."""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Number, Time, Words, metadata

decision = sa.Table(
    "decision",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("who", Words, nullable=False),
    sa.Column("subject", Words, nullable=False),
    sa.Column("subject_id", Words, nullable=False),
    sa.Column("action", Words, nullable=False),
    sa.Column("original", sa.Text, nullable=False),
    sa.Column("edited", sa.Text),
    sa.Column("reason", Words),
    sa.Index("ix_decision_subject", "subject", "subject_id"),
)
