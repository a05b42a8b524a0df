"""Accounts of a desk, what they are signed in with, and what became of them. None of it is part of the ledger: it goes
into no package, and the ledger's state does not change with it.
"""

from __future__ import annotations

import sqlalchemy as sa

from masfufa.workspace.tables.base import Number, Time, Words, metadata

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("key", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("role", Words, nullable=False),
    sa.Column("password", Words, nullable=False),
    sa.Column("added", Time, nullable=False),
    sa.Column("password_set", Time, nullable=False),
    sa.Column("disabled", Time),
    sa.UniqueConstraint("key"),
)
"""`key`: the name as names are compared; no two accounts share one. `password`: as Argon2 writes it. An account is
never deleted, so that its name stays that of the person who decided under it."""

desk_session = sa.Table(
    "desk_session",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.ForeignKey("account.id"), nullable=False),
    sa.Column("created", Time, nullable=False),
    sa.Column("seen", Time, nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Column("language", Words),
    sa.Index("ix_desk_session_account", "account"),
)
"""`hash`: of the cookie under the desk's secret; the cookie itself is kept nowhere."""

desk_attempt = sa.Table(
    "desk_attempt",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Column("ok", sa.Boolean, nullable=False),
    sa.Index("ix_desk_attempt_key", "key", "at"),
    sa.Index("ix_desk_attempt_address", "address", "at"),
)
"""Attempts to sign in. `key`: a hash of the name that was written, since people write passwords into that field."""

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("account", sa.ForeignKey("account.id")),
    sa.Column("who", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("role", Words, nullable=False),
    sa.Column("created", Time, nullable=False),
    sa.Column("expires", Time, nullable=False),
    sa.Column("revoked", Time),
    sa.Column("seen", Time),
    sa.UniqueConstraint("hash"),
    sa.Index("ix_api_token_account", "account"),
)
"""`account` is None for a token of whoever runs the desk alone; such a one opens no desk that has accounts."""

desk_event = sa.Table(
    "desk_event",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("who", Words, nullable=False),
    sa.Column("what", Words, nullable=False),
    sa.Column("subject", Words, nullable=False),
    sa.Column("detail", Words, nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Index("ix_desk_event_at", "at"),
)
"""The audit log beside the log of decisions: rows are added and never changed."""
