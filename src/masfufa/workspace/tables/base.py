"""What all tables share: names of constraints, and column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Time(sa.types.TypeDecorator[dt.datetime]):
    """A moment, kept in UTC without its zone, since SQLite has none; comes back with the zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """To UTC, zone dropped."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Any) -> dt.datetime | None:
        """Back with its zone."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Words(sa.types.TypeDecorator[str]):
    """Text of others: PostgreSQL takes no NUL, which becomes U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Without NUL."""
        return value.replace("\0", "\ufffd") if value else value


Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A running number: SQLite counts by itself only in a plain INTEGER."""
