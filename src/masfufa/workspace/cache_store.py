"""Results of tracking, kept as long as the state that they were computed from."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from masfufa.workspace.tables import result


def put(connection: sa.Connection, key: str, state: str, value: bytes) -> None:
    """Keep a value; those of other states go."""
    connection.execute(result.delete().where((result.c.state != state) | (result.c.key == key)))
    connection.execute(result.insert().values(key=key, state=state, at=dt.datetime.now(dt.UTC), value=value))


def get(connection: sa.Connection, key: str, state: str) -> bytes | None:
    """The value of a key in a state, None where there is none."""
    chosen = (result.c.key == key) & (result.c.state == state)
    value = connection.execute(sa.select(result.c.value).where(chosen)).scalar()
    return None if value is None else bytes(value)
