"""Imports in the database: a batch is written whole or not at all, and once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from masfufa.claims import Claim, EventClaim
from masfufa.errors import DataError
from masfufa.workspace import decision_log, versions
from masfufa.workspace.batches import AdminRow, ImportBatch, RowReport
from masfufa.workspace.codec import dumps
from masfufa.workspace.documents import insert_document
from masfufa.workspace.results import ImportRecord
from masfufa.workspace.tables import batch, batch_rows, document, unit


def same_as(connection: sa.Connection, given: ImportBatch) -> ImportRecord | None:
    """The last import of the same file and format, where mapping, release and importer are the same too."""
    condition = (batch.c.document == given.document.id) & (batch.c.format == given.format)
    row = connection.execute(sa.select(batch).where(condition).order_by(batch.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    same = (row.mapping_hash, row.released, row.reader) == (_mapping_hash(given), given.released, _reader(given))
    return _record(row, new=False) if same else None


def write(connection: sa.Connection, given: ImportBatch, now: dt.datetime) -> ImportRecord:
    """Store a batch: what it says replaces what an earlier import of the same file and format said."""
    everything: tuple[Claim | EventClaim, ...] = (*given.claims, *given.events)
    for record in everything:
        if record.document != given.document.id:
            raise DataError(
                "import-document", f"{record.id} names document {record.document}, not that of its file. Report this."
            )
    known = connection.execute(sa.select(document.c.purged).where(document.c.id == given.document.id)).first()
    if known is None:
        insert_document(connection, given.document, now, notices="[]")
    elif known[0] is not None:
        raise purged_error(given.document.name)
    id, origin = given.document.id, given.format
    rows_ = versions.rows_of_claims(given.claims)
    claims = versions.write(connection, "claim", id, origin, rows_, now, decision_log.decided(connection, "claim"))
    rows_ = versions.rows_of_events(given.events)
    events = versions.write(connection, "event", id, origin, rows_, now, decision_log.decided(connection, "event"))
    write_units(connection, given.units)
    counts = Counter(row.outcome for row in given.rows)
    values = {
        "document": given.document.id,
        "format": given.format,
        "mapping": None if given.mapping is None else dumps(given.mapping),
        "mapping_hash": _mapping_hash(given),
        "released": given.released,
        "released_from": given.released_from,
        "reader": _reader(given),
        "at": now,
        "taken": counts["taken"],
        "skipped": counts["skipped"],
        "rejected": counts["rejected"],
        "claims": claims.holding,
        "events": events.holding,
        "units": len(given.units),
    }
    number = connection.execute(batch.insert().returning(batch.c.id), values).scalar_one()
    reports = zlib.compress(dumps([_report(row) for row in given.rows]).encode("utf-8"), 6)
    connection.execute(batch_rows.insert().values(batch=number, rows=reports))
    row = connection.execute(sa.select(batch).where(batch.c.id == number)).one()
    return _record(row, new=True)


def purged_error(name: str) -> DataError:
    """The error for a file that was purged."""
    return DataError("document-purged", f"{name} was purged from this workspace, and is not taken in again.")


def records(connection: sa.Connection) -> list[ImportRecord]:
    """All imports, oldest first."""
    return [_record(row, new=False) for row in connection.execute(sa.select(batch).order_by(batch.c.id))]


def rows(connection: sa.Connection, number: int) -> tuple[RowReport, ...]:
    """What became of each row of an import; () for an unknown one."""
    packed = connection.execute(sa.select(batch_rows.c.rows).where(batch_rows.c.batch == number)).scalar()
    return () if packed is None else tuple(RowReport(*fields) for fields in json.loads(zlib.decompress(packed)))


def write_units(connection: sa.Connection, given: Iterable[AdminRow]) -> int:
    """Add units, or bring known ones (country, scheme, code) up to date; how many were new or changed."""
    wanted = {(row.country, row.scheme, row.code): row for row in given}
    there: dict[tuple[str, str, str], AdminRow] = {}
    for country in {key[0] for key in wanted}:
        there.update(((row.country, row.scheme, row.code), row) for row in units(connection, country))
    new = [_unit_values(row) for key, row in wanted.items() if key not in there]
    if new:
        connection.execute(unit.insert(), new)
    changed = [row for key, row in wanted.items() if key in there and there[key] != row]
    for row in changed:
        key = (unit.c.country == row.country) & (unit.c.scheme == row.scheme) & (unit.c.code == row.code)
        connection.execute(unit.update().where(key).values(_unit_values(row)))
    return len(new) + len(changed)


def units(connection: sa.Connection, country: str | None = None) -> Iterator[AdminRow]:
    """Units by country, scheme, level and code."""
    query = sa.select(unit).order_by(unit.c.country, unit.c.scheme, unit.c.level, unit.c.code)
    if country is not None:
        query = query.where(unit.c.country == country)
    for row in connection.execute(query):
        fields: dict[str, Any] = dict(row._mapping)
        yield AdminRow(**{**fields, "names": json.loads(fields["names"])})


def _unit_values(row: AdminRow) -> dict[str, Any]:
    fields = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    return {**fields, "names": dumps(dict(row.names))}


def _report(row: RowReport) -> list[Any]:
    return [row.sheet, row.row, row.outcome, row.code, row.message, row.cell, row.severity]


def _mapping_hash(given: ImportBatch) -> str:
    if given.mapping is None:
        return ""
    text = json.dumps(given.mapping, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _reader(given: ImportBatch) -> str:
    return ",".join(sorted({claim.reader for claim in given.claims} | {event.reader for event in given.events}))


def _record(row: Any, *, new: bool) -> ImportRecord:
    fields = {field.name: getattr(row, field.name) for field in dataclasses.fields(ImportRecord) if field.name != "new"}
    fields["mapping"] = None if row.mapping is None else json.loads(row.mapping)
    return ImportRecord(**fields, new=new)
