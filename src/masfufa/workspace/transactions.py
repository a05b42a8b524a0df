"""Reading and writing transactions of an open workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from masfufa.workspace.database import is_sqlite, readable, told
from masfufa.workspace.tables import state


class Nothing(Exception):
    """Ends a writing transaction that has nothing to write."""


@dataclass(frozen=True, slots=True)
class Change:
    """A writing transaction: its connection, and the moment under which all it writes is recorded."""

    connection: sa.Connection
    now: dt.datetime

    def tracked(self) -> None:
        """Say that this changes what tracking reads: what it made of it before holds no more."""
        self.connection.execute(state.update().values(tracked=state.c.tracked + 1))


class Transactions:
    """What holds a workspace's database. `address` is that of the database, with its password."""

    def __init__(self, address: str, engine: sa.Engine) -> None:
        self.address = address
        self._engine = engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def is_sqlite(self) -> bool:
        """Whether the ledger is a file of the folder."""
        return is_sqlite(self.address)

    @staticmethod
    def _state(connection: sa.Connection) -> str:
        row = connection.execute(sa.select(state.c.workspace, state.c.changes)).one()
        return f"{row.workspace[:12]}-{row.changes}"

    @staticmethod
    def _tracked_state(connection: sa.Connection) -> str:
        row = connection.execute(sa.select(state.c.workspace, state.c.tracked)).one()
        return f"{row.workspace[:12]}-t{row.tracked}"

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        connect = self._engine.connect
        # One moment for all that is read, as SQLite has it by itself.
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with told(self.address), readable(self.address), connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def _writing(self, *, tracked: bool = True) -> Iterator[Change]:
        """A change. `tracked` False: the caller says by `Change.tracked` whether tracking reads what is changed."""
        try:
            connect = self._engine.connect
            with told(self.address), connect().execution_options(writes=True) as connection, connection.begin():
                # Whoever changes this row first holds it until the end: writers go one by one on every database.
                connection.execute(state.update().values(changes=state.c.changes + 1))
                with readable(self.address):
                    last = connection.execute(sa.select(state.c.last)).scalar_one()
                now = max(dt.datetime.now(dt.UTC), last + dt.timedelta(microseconds=1))
                connection.execute(state.update().values(last=now))
                change = Change(connection, now)
                if tracked:
                    change.tracked()
                yield change
        except Nothing:
            pass
