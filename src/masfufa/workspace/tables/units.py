"""Administrative units that imports brought."""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Words, metadata

unit = sa.Table(
    "unit",
    metadata,
    sa.Column("country", sa.String(3), primary_key=True),
    sa.Column("scheme", Words, primary_key=True),
    sa.Column("code", Words, primary_key=True),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("names", sa.Text, nullable=False),
    sa.Column("parent", Words),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
)
