"""The whole ledger as plain rows, and back: what data packages carry (docs/publishing.md).

Everything is kept that `Workspace` can tell: documents, readings, every version of every record, imports with their row
reports, units and decisions. Results of tracking are left out: they follow from the rest.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from masfufa.errors import DataError
from masfufa.workspace.migrate import HEAD, revision
from masfufa.workspace.tables import RECORDS, batch, batch_rows, decision, document, document_body, reading, unit

PlainRow = dict[str, Any]
"""A row with JSON values: ISO dates and moments, bytes as base64."""

TABLES: tuple[sa.Table, ...] = (
    document, document_body, reading, *RECORDS.values(), batch, batch_rows, unit, decision,
)  # fmt: skip
"""In an order in which they can be filled."""
_COUNTED = {
    reading.name: "number",
    batch.name: "id",
    decision.name: "id",
    **{t.name: "number" for t in RECORDS.values()},
}
"""Tables whose key is a running number of the database it stands in."""
_SAME = frozenset(f"{number:04}" for number in range(1, int(HEAD) + 1))
"""Schemas whose `TABLES` are those of this one: what was exported under any of them can be taken in."""
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Restored:
    """What came in: how many documents were new, how many were there already, and how many decisions were added."""

    documents: int
    known: int
    claims: int
    decisions: int


def dump(connection: sa.Connection, *, content: bool = False) -> Iterator[tuple[str, Iterator[PlainRow]]]:
    """Each table's name and its rows in a fixed order; `content`: with the documents' original bytes.

    The rows of one table must be read before the next is asked for.
    """
    for table in TABLES:
        yield table.name, _rows(connection, table, content)


def schema_of(connection: sa.Connection) -> str:
    """The revision of the schema that rows are dumped under, and can be restored under."""
    return revision(connection) or HEAD


def restore(
    connection: sa.Connection, schema: str, tables: Iterable[tuple[str, Iterable[Mapping[str, Any]]]]
) -> Restored:
    """Take in what `dump` gave. A document that is there already is left as it is, with all that was said of it.

    Raises DataError "archive-version" where the rows are of another schema, "archive-broken" where they can't be read.
    """
    if schema not in _SAME:
        raise DataError(
            "archive-version",
            f"The package holds a ledger of schema {schema}, this version of masfufa works on {HEAD}. "
            "Export it again with this version.",
        )
    given = {name: list(rows) for name, rows in tables}
    missing = [table.name for table in TABLES if table.name not in given]
    if missing:
        raise DataError("archive-broken", f"The package lacks {', '.join(missing)}. Export it again.")
    try:
        return _restore(connection, {table.name: [_row(table, row) for row in given[table.name]] for table in TABLES})
    except (KeyError, TypeError, ValueError, sa.exc.IntegrityError) as error:
        raise DataError("archive-broken", f"The package's rows can't be read ({error!r}). Export it again.") from error


def _restore(connection: sa.Connection, given: dict[str, list[dict[str, Any]]]) -> Restored:
    there = set(connection.execute(sa.select(document.c.id)).scalars())
    fresh = [row for row in given[document.name] if row["id"] not in there]
    ids = {row["id"] for row in fresh}
    first = (connection.execute(sa.select(sa.func.max(document.c.number))).scalar() or 0) + 1
    fresh.sort(key=lambda row: row["number"])
    _insert(connection, document, [{**row, "number": first + place} for place, row in enumerate(fresh)])
    for table in (document_body, reading, *RECORDS.values()):
        _insert(connection, table, [_uncounted(table, row) for row in given[table.name] if row["document"] in ids])
    reports = {row["batch"]: row["rows"] for row in given[batch_rows.name]}
    for row in given[batch.name]:
        if row["document"] in ids:
            number = connection.execute(
                batch.insert().values(_uncounted(batch, row)).returning(batch.c.id)
            ).scalar_one()
            connection.execute(batch_rows.insert().values(batch=number, rows=reports[row["id"]]))
    _units(connection, given[unit.name])
    decided = _decisions(connection, given[decision.name])
    claims = sum(row["document"] in ids and row["valid_until"] is None for row in given["claim"])
    return Restored(len(fresh), len(given[document.name]) - len(fresh), claims, decided)


def _units(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    there = {tuple(row) for row in connection.execute(sa.select(unit.c.country, unit.c.scheme, unit.c.code))}
    _insert(connection, unit, [row for row in rows if (row["country"], row["scheme"], row["code"]) not in there])


def _decisions(connection: sa.Connection, rows: list[dict[str, Any]]) -> int:
    """Append those that are not there yet, under new numbers; an undo goes on naming the decision it takes back."""
    import json

    what = ("at", "who", "subject", "subject_id", "action")
    there = {
        tuple(getattr(row, name) for name in what): row.id
        for row in connection.execute(sa.select(decision).order_by(decision.c.id))
    }
    numbers: dict[int, int] = {}
    added = 0
    for row in sorted(rows, key=lambda row: row["id"]):
        known = there.get(tuple(row[name] for name in what))
        if known is not None:
            numbers[row["id"]] = known
            continue
        values = _uncounted(decision, row)
        if row["action"] == "undo" and row["edited"]:
            edited = json.loads(row["edited"])
            edited["decision"] = numbers.get(edited["decision"], edited["decision"])
            values["edited"] = json.dumps(edited, ensure_ascii=False, separators=(",", ":"))
        numbers[row["id"]] = connection.execute(decision.insert().values(values).returning(decision.c.id)).scalar_one()
        added += 1
    return added


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        connection.execute(table.insert(), rows[start : start + _CHUNK])


def _uncounted(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    key = _COUNTED.get(table.name)
    return {name: value for name, value in row.items() if name != key}


def _rows(connection: sa.Connection, table: sa.Table, content: bool) -> Iterator[PlainRow]:
    for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns)):
        plain = {name: _plain(value) for name, value in row._mapping.items()}
        if not content and table is document_body:
            plain["content"] = None
        yield plain


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


_FROM: dict[type[Any], Any] = defaultdict(
    lambda: lambda value: value,
    {
        bytes: base64.b64decode,
        dt.date: dt.date.fromisoformat,
        dt.datetime: dt.datetime.fromisoformat,
    },
)


def _row(table: sa.Table, plain: Mapping[str, Any]) -> dict[str, Any]:
    out = {}
    for column in table.columns:
        value = plain[column.name]
        kind = column.type.impl_instance if isinstance(column.type, sa.types.TypeDecorator) else column.type
        out[column.name] = None if value is None else _FROM[kind.python_type](value)
    return out
