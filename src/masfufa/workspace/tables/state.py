"""One row: which workspace this is, and how often it was changed. Writers take it first, so they go one by one."""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Time, metadata

state = sa.Table(
    "state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("workspace", sa.String(32), nullable=False),
    sa.Column("changes", sa.BigInteger, nullable=False),
    sa.Column("last", Time, nullable=False),
    sa.Column("tracked", sa.BigInteger, nullable=False, server_default="0"),
)
"""`changes` counts every change, `tracked` those of what tracking reads (masfufa.workspace.tracked). `last` is the
moment of the latest change: the next one is later, whatever the clock says."""
