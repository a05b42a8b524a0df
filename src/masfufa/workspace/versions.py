"""Rows of claims, events and statements: written as versions, read as the ledger of a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from masfufa.claims import Claim, ClaimPlace, EventClaim, Issue
from masfufa.errors import DataError
from masfufa.workspace import codec
from masfufa.workspace.decided import NOT_REREAD
from masfufa.workspace.results import StatementClaim
from masfufa.workspace.tables import RECORDS, claim, event, statement

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Written:
    """How many records of one kind hold after writing, and how many of them only a decision keeps."""

    holding: int
    kept: int
    changed: int


class _Places:
    """Places as JSON, written once for all records that share them."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[object, str | None]] = {}

    def of(self, places: tuple[ClaimPlace, ...]) -> str | None:
        """The JSON of `places`; known by identity, so what it was made of is kept alive beside it."""
        known = self._written.get(id(places))
        if known is None:
            known = self._written[id(places)] = (places, codec.places_body(places))
        return known[1]


def rows_of_claims(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Claims as rows, without the columns that `write` fills."""
    places = _Places()
    return [
        {
            "id": c.id,
            "channel": c.channel,
            "category": c.category,
            "released": c.released,
            "reader": c.reader,
            "places": places.of(c.places),
            "body": codec.claim_body(c),
        }
        for c in claims
    ]


def rows_of_events(events: Iterable[EventClaim]) -> list[dict[str, Any]]:
    """Event claims as rows."""
    places = _Places()
    return [
        {
            "id": e.id,
            "channel": e.channel,
            "event_type": e.event_type,
            "released": e.released,
            "reader": e.reader,
            "places": places.of(e.places),
            "body": codec.event_body(e),
        }
        for e in events
    ]


def rows_of_statements(statements: Iterable[StatementClaim]) -> list[dict[str, Any]]:
    """Statements as rows."""
    return [
        {"id": s.id, "released": s.released, "reader": s.reader, "body": codec.statement_body(s)} for s in statements
    ]


def write(
    connection: sa.Connection,
    kind: str,
    document_id: str,
    origin: str,
    rows: Sequence[dict[str, Any]],
    now: dt.datetime,
    decided: Iterable[str] = (),
    *,
    fresh: bool = False,
) -> Written:
    """Make `rows` what holds of one document and origin from `now` on.

    What says the same as before is left alone; what says something else ends and begins anew under its first time of
    recording; what is no more there ends, but for those in `decided`, which stay and say so. `fresh`: there is nothing
    yet of this document. Raises DataError "claim-twice" where two rows that differ have one id.
    """
    table = RECORDS[kind]
    new = _once(rows, kind)
    before: dict[str, Any] = {}
    first: dict[str, dt.datetime] = {}
    where = (table.c.document == document_id) & (table.c.origin == origin)
    earlier = () if fresh else connection.execute(sa.select(table).where(where).order_by(table.c.number))
    for row in earlier:
        first.setdefault(row.id, row.recorded)
        if row.valid_until is None:
            before[row.id] = row
    ended: list[int] = []
    added: list[dict[str, Any]] = []
    for identity, fields in new.items():
        old = before.pop(identity, None)
        if old is not None:
            if not old.kept and all(getattr(old, name) == value for name, value in fields.items() if name != "reader"):
                continue
            ended.append(old.number)
        added.append({**fields, "kept": False, "recorded": first.get(identity, now)})
    kept = 0
    standing = set(decided) if before else set()
    for identity, old in before.items():
        if identity in standing:
            kept += 1
            if old.kept:
                continue
            again = {name: getattr(old, name) for name in _fields(table)}
            added.append({**again, "kept": True, "recorded": old.recorded})
        ended.append(old.number)
    for start in range(0, len(ended), 500):
        chosen = table.c.number.in_(ended[start : start + 500])
        connection.execute(table.update().where(chosen).values(valid_until=now))
    if added:
        fixed = {"document": document_id, "origin": origin, "valid_from": now, "valid_until": None}
        connection.execute(table.insert(), [{**row, **fixed} for row in added])
    return Written(len(new) + kept, kept, len(ended) + len(added))


def _fields(table: sa.Table) -> list[str]:
    apart = {"number", "document", "origin", "recorded", "valid_from", "valid_until", "kept"}
    return [column.name for column in table.columns if column.name not in apart]


def _once(rows: Sequence[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for row in rows:
        other = out.setdefault(row["id"], row)
        if other is not row and other != row:
            raise DataError(
                "claim-twice",
                f"Two values that differ stand at one place ({kind} {row['id']}): {row['body'][:200]}. "
                "Please report this file.",
            )
    return out


def holding(
    table: sa.Table,
    known: dt.date | None = None,
    recorded: dt.datetime | None = None,
    *,
    identity: str | None = None,
    document: str | None = None,
) -> sa.ColumnElement[bool]:
    """The condition for rows that hold: now or at `recorded`; released by `known` (else recorded by then)."""
    if recorded is None:
        condition: sa.ColumnElement[bool] = table.c.valid_until.is_(None)
    else:
        later = table.c.valid_until.is_(None) | (table.c.valid_until > recorded)
        condition = (table.c.valid_from <= recorded) & later
    if known is not None:
        end = dt.datetime.combine(known, dt.time.max, dt.UTC)
        condition &= (table.c.released <= known) | (table.c.released.is_(None) & (table.c.recorded <= end))
    if identity is not None:
        condition &= table.c.id == identity
    if document is not None:
        condition &= table.c.document == document
    return condition


_KEPT = Issue(NOT_REREAD, "warning", "The latest reading does not have this any more; a decision keeps it.")


def read_claims(
    connection: sa.Connection, condition: sa.ColumnElement[bool], *, latest: bool = False
) -> Iterator[Claim]:
    """The claims of the rows that meet a condition, in the order in which they came; `latest`: the last come first."""
    c = claim.c
    columns = (c.body, c.places, c.id, c.document, c.channel, c.category, c.released, c.recorded, c.reader, c.kept)
    for row in _rows(connection, claim, columns, condition, latest):
        found = codec.read_claim(*row[:9])
        yield found if not row[9] else _marked(found)


def read_events(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterator[EventClaim]:
    """The event claims of the rows that meet a condition."""
    c = event.c
    columns = (c.body, c.places, c.id, c.document, c.channel, c.event_type, c.released, c.recorded, c.reader, c.kept)
    for row in _rows(connection, event, columns, condition):
        found = codec.read_event(*row[:9])
        yield found if not row[9] else _marked(found)


def read_statements(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterator[StatementClaim]:
    """The statements of the rows that meet a condition."""
    c = statement.c
    columns = (c.body, c.id, c.document, c.released, c.recorded, c.reader)
    for row in _rows(connection, statement, columns, condition):
        yield codec.read_statement(*row)


def _marked(record: Any) -> Any:
    from dataclasses import replace

    return replace(record, issues=(*record.issues, _KEPT))


def _rows(
    connection: sa.Connection, table: sa.Table, columns: Any, condition: sa.ColumnElement[bool], latest: bool = False
) -> Iterator[Any]:
    order = table.c.number.desc() if latest else table.c.number
    query = sa.select(*columns).where(condition).order_by(order)
    return iter(connection.execute(query, execution_options={"yield_per": _CHUNK}))
