"""Accounts of a desk: who may sign in, sessions, attempts, tokens, and the audit log of all that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "account",
        sa.Column("id", number, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("added", sa.DateTime(), nullable=False),
        sa.Column("password_set", sa.DateTime(), nullable=False),
        sa.Column("disabled", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("key", name="uq_account_key"),
    )
    op.create_table(
        "desk_session",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account", number, nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_desk_session_account"),
        sa.PrimaryKeyConstraint("hash", name="pk_desk_session"),
    )
    op.create_index("ix_desk_session_account", "desk_session", ["account"])
    op.create_table(
        "desk_attempt",
        sa.Column("id", number, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_attempt"),
    )
    op.create_index("ix_desk_attempt_key", "desk_attempt", ["key", "at"])
    op.create_index("ix_desk_attempt_address", "desk_attempt", ["address", "at"])
    op.create_table(
        "api_token",
        sa.Column("id", number, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account", number),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("revoked", sa.DateTime()),
        sa.Column("seen", sa.DateTime()),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_api_token_account"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
    )
    op.create_index("ix_api_token_account", "api_token", ["account"])
    op.create_table(
        "desk_event",
        sa.Column("id", number, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_event"),
    )
    op.create_index("ix_desk_event_at", "desk_event", ["at"])
