"""Whether what is stored of a document is what reading or importing it again gives.

A reading is a pure function of the document, the reader and the crisis folder, an import one of the file, its mapping
and its day of release, so that any row that differs was damaged or changed by hand: a value, a place, a day. What
another version read last can't be compared.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import sqlalchemy as sa

from masfufa.documents.guard import Guard
from masfufa.documents.load import from_bytes
from masfufa.errors import MasfufaError
from masfufa.records import Document
from masfufa.workspace import versions
from masfufa.workspace.batches import ImportBatch, StoredDocument
from masfufa.workspace.checks import Fault
from masfufa.workspace.documents import LINE, identity
from masfufa.workspace.from_reading import ORIGIN, Records, read_records, reader_word
from masfufa.workspace.store import Workspace
from masfufa.workspace.tables import RECORDS, batch, reading

_COLUMNS = ("id", "channel", "category", "event_type", "released", "reader", "places", "body")
ImportAgain = Callable[
    [StoredDocument, str, str, Mapping[str, Any] | None, dt.date | None, tuple[str, ...]], ImportBatch | None
]
"""(file, format, reader, mapping, day of release, countries) → what importing gives, None where that can't be known."""


def read_again(space: Workspace) -> Iterator[Fault]:
    """Every record that reading its document again does not give, and those that it gives and that are not there."""
    word = reader_word(space.crisis_folder)
    other = set(space.stale(word))
    ids = [id for id, known in space.known().items() if not known.purged and id not in other]
    guard = Guard()
    try:
        for document in space.to_read_again(ids):
            stored = space.document(document.id)
            if stored is not None and stored.media_type == LINE:
                yield from _line(document)
            elif stored is not None and stored.content is not None and stored.url is None:
                yield from _text_of(guard, stored)
            try:
                made: Records = guard.call(read_records, space.crisis_folder, document, document.id, document.id)
            except MasfufaError as error:
                yield Fault("content", f"document {document.id[:12]}", f"can't be read again ({error.code})")
                continue
            yield from _compared(space, document.id, word, made)
    finally:
        guard.rest()


def _text_of(guard: Guard, stored: StoredDocument) -> Iterator[Fault]:
    """Whether a file's text is what its bytes give; what a server said of a page's letters is not stored."""
    try:
        found = guard.call(from_bytes, stored.content, stored.name, suffix=PurePosixPath(stored.name).suffix.lower())
    except MasfufaError:
        return  # OCR, perhaps
    if found.text != stored.text:
        yield Fault("content", f"document {stored.id[:12]}", "its text is not what its bytes give")
    elif (found.title or "").replace("\0", "\ufffd") != (stored.title or ""):
        yield Fault("content", f"document {stored.id[:12]}", "its title is not what its bytes give")


def _line(document: Document) -> Iterator[Fault]:
    """Whether a line's words are those that it is known by; its day and publisher may have been filled in later."""
    if "\ufffd" in f"{document.title}{document.url}{document.publisher}":
        return  # NUL is stored as this
    for day in (document.published, None):
        for publisher in (document.publisher, None):
            said = dataclasses.replace(document, published=day, publisher=publisher)
            if identity(said) == document.id:
                return
    yield Fault("content", f"document {document.id[:12]}", "is not what it is known by: its hash is another")


def import_again(space: Workspace, again: ImportAgain) -> Iterator[Fault]:
    """The same for what was imported."""
    with space._reading() as connection:
        rows = list(connection.execute(sa.select(batch).order_by(batch.c.id)))
    for row in {(row.document, row.format): row for row in rows}.values():
        stored = space.document(row.document)
        if stored is None or stored.purged is not None:
            continue
        try:
            mapping = json.loads(row.mapping) if row.mapping else None
            made = again(stored, row.format, row.reader, mapping, row.released, tuple(space.countries))
        except (MasfufaError, ValueError) as error:
            code = error.code if isinstance(error, MasfufaError) else "no JSON"
            yield Fault("content", f"document {row.document[:12]}", f"can't be imported again ({code})")
            continue
        if made is not None:
            wanted = {"claim": versions.rows_of_claims(made.claims), "event": versions.rows_of_events(made.events)}
            with space._reading() as connection:
                there = {kind: _stored(connection, RECORDS[kind], row.document, row.format) for kind in wanted}
            yield from _differences(row.document, wanted, there)


def _compared(space: Workspace, id: str, word: str, made: Records) -> Iterator[Fault]:
    again = {
        "claim": versions.rows_of_claims(made.claims),
        "event": versions.rows_of_events(made.events),
        "statement": versions.rows_of_statements(made.statements),
    }
    with space._reading() as connection:
        current = (reading.c.document == id) & reading.c.valid_until.is_(None)
        if connection.execute(sa.select(reading.c.reader).where(current)).scalar() != word:
            return  # an import, which nobody read
        stored = {kind: _stored(connection, table, id, ORIGIN) for kind, table in RECORDS.items()}
    yield from _differences(id, again, stored)


def _differences(
    id: str, again: Mapping[str, list[dict[str, Any]]], stored: Mapping[str, dict[str, dict[str, Any]]]
) -> Iterator[Fault]:
    for kind, rows in again.items():
        wanted, there = {row["id"]: row for row in rows}, stored[kind]
        for key in sorted(wanted.keys() | there.keys()):
            name = f"{kind} {key[:20]} of document {id[:12]}"
            if key not in there:
                yield Fault("row", name, "is read in the document, and is not there")
            elif key not in wanted:
                yield Fault("row", name, "is not read in the document")
            elif differing := [c for c in _COLUMNS if c in wanted[key] and wanted[key][c] != there[key].get(c)]:
                yield Fault("row", name, f"is read otherwise: {', '.join(differing)}")


def _stored(connection: sa.Connection, table: sa.Table, id: str, origin: str) -> dict[str, dict[str, Any]]:
    c = table.c
    here = (c.document == id) & c.valid_until.is_(None) & (c.origin == origin) & c.kept.is_(False)
    columns = [table.c[name] for name in _COLUMNS if name in table.c]
    return {row["id"]: dict(row) for row in connection.execute(sa.select(*columns).where(here)).mappings()}
