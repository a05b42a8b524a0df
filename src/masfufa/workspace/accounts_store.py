"""What accounts, attempts, tokens and the audit log share: a transaction aside from the ledger, and the log itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from masfufa.workspace.database import told
from masfufa.workspace.tables import state
from masfufa.workspace.tables.accounts import desk_event
from masfufa.workspace.transactions import Transactions

if TYPE_CHECKING:
    from masfufa.workspace.store import Workspace


def folded(name: str) -> str:
    """A name as names are compared: case, width and marks of compatibility do not tell two people apart."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def attempt_key(name: str) -> str:
    """What is kept of the name that somebody tried to sign in with."""
    return hashlib.sha256(folded(name).encode("utf-8", "replace")).hexdigest()


def log(
    connection: sa.Connection,
    now: dt.datetime,
    who: str,
    what: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    address: str = "",
) -> None:
    """Add a row to the audit log."""
    words = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True)
    values = {"at": now, "who": who, "what": what, "subject": subject, "detail": words, "address": address}
    connection.execute(desk_event.insert().values(**values))


class AccountStore(Transactions):
    """A workspace's database, seen from the side of accounts. It is closed with the workspace."""

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """On the database of an open workspace."""
        return cls(workspace.address, workspace._engine)

    @contextmanager
    def _changing(self) -> Iterator[tuple[sa.Connection, dt.datetime]]:
        connect = self._engine.connect
        with told(self.address), connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(state.update().values(changes=state.c.changes))  # writers go one by one
            yield connection, dt.datetime.now(dt.UTC)
