"""Results that were computed from the ledger: they hold for one state of it only."""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Time, metadata

result = sa.Table(
    "result",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
