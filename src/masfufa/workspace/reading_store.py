"""Readings in the database: a document, what was read in it, and what became of an earlier reading."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import sqlalchemy as sa

from masfufa.records import Document, Notice, Span
from masfufa.workspace import decision_log, versions
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.codec import dumps
from masfufa.workspace.documents import LINE, insert_document, read_documents
from masfufa.workspace.from_reading import ORIGIN, Records
from masfufa.workspace.results import AddResult, Known
from masfufa.workspace.tables import document, document_body, reading


def write(
    connection: sa.Connection, records: Records, content: bytes | None, now: dt.datetime, *, update: bool = False
) -> AddResult:
    """Store a reading. Nothing is written where the outcome is "known" or "purged"."""
    given = records.document
    row = connection.execute(sa.select(document).where(document.c.id == given.id)).first()
    if row is None and (same := _same_page(connection, records)) is not None:
        return AddResult(same, "known")
    if row is not None and row.purged is not None:
        return AddResult(given.id, "purged")
    differs = row is not None and update and (row.released, row.publisher) != (given.released, given.publisher)
    if row is None:
        stored = StoredDocument(**{**{n: getattr(given, n) for n in given.__dataclass_fields__}, "content": content})
        insert_document(connection, stored, now, notices=dumps(_plain(records.loading)))
    else:
        if not differs and _reader_of(connection, given.id) == records.reader:
            return AddResult(given.id, "known")
        if differs:
            changed = {"released": given.released, "publisher": given.publisher}
            connection.execute(document.update().where(document.c.id == given.id).values(changed))
    current = (reading.c.document == given.id) & reading.c.valid_until.is_(None)
    connection.execute(reading.update().where(current).values(valid_until=now))
    values = {
        "document": given.id,
        "reader": records.reader,
        "language": records.language,
        "published": given.released,
        "notices": dumps(_plain(records.notices)),
        "valid_from": now,
    }
    connection.execute(reading.insert().values(values))
    rows = {
        "claim": versions.rows_of_claims(records.claims),
        "event": versions.rows_of_events(records.events),
        "statement": versions.rows_of_statements(records.statements),
    }
    written = {
        kind: versions.write(
            connection,
            kind,
            given.id,
            ORIGIN,
            new,
            now,
            () if row is None else decision_log.decided(connection, kind),
            fresh=row is None,
        )
        for kind, new in rows.items()
    }
    return AddResult(
        document=given.id,
        outcome="added" if row is None else "reread",
        claims=written["claim"].holding,
        events=written["event"].holding,
        statements=written["statement"].holding,
        kept=sum(one.kept for one in written.values()),
    )


def _same_page(connection: sa.Connection, records: Records) -> str | None:
    """The id of a page of the same address and text: the bytes of a page change with its adverts and time stamps."""
    given = records.document
    if given.url is None or given.media_type == LINE:
        return None
    for stored in read_documents(connection, (document.c.url == given.url) & (document.c.media_type != LINE)):
        if stored.text == given.text:
            return stored.id
    return None


def known(connection: sa.Connection) -> dict[str, Known]:
    """What is stored of each document, by its id."""
    query = sa.select(document.c.id, reading.c.reader, document.c.released, document.c.publisher, document.c.purged)
    current = (reading.c.document == document.c.id) & reading.c.valid_until.is_(None)
    rows = connection.execute(query.select_from(document.outerjoin(reading, current)))
    return {row[0]: Known(row[1], row[2], row[3], row[4] is not None) for row in rows}


def stale(connection: sa.Connection, reader: str) -> list[str]:
    """The ids of documents whose reading is not of `reader`, in the order in which they came."""
    query = sa.select(document.c.id).join(reading).where(reading.c.valid_until.is_(None), document.c.purged.is_(None))
    query = query.where(reading.c.reader != reader).order_by(document.c.number)
    return [row[0] for row in connection.execute(query)]


def stored_as_document(connection: sa.Connection, ids: list[str]) -> Iterator[Document]:
    """Stored documents as the reader takes them; those without a text are left out."""
    b = document_body.c
    loading = {
        row[0]: row[1] for row in connection.execute(sa.select(b.document, b.notices).where(b.document.in_(ids)))
    }
    for stored in read_documents(connection, document.c.id.in_(ids)):
        if stored.text is None:
            continue
        yield Document(
            id=stored.id,
            text=stored.text,
            title=stored.title,
            language=stored.language,
            published=stored.released,
            publisher=stored.publisher,
            url=stored.url,
            notices=_notices(loading.get(stored.id, "[]")),
        )


def _reader_of(connection: sa.Connection, id: str) -> str | None:
    current = (reading.c.document == id) & reading.c.valid_until.is_(None)
    return connection.execute(sa.select(reading.c.reader).where(current)).scalar()


def _plain(notices: tuple[Notice, ...]) -> list[list[object]]:
    return [[n.kind, n.message, [[span.start, span.end] for span in n.spans]] for n in notices]


def _notices(text: str) -> tuple[Notice, ...]:
    return tuple(
        Notice(kind, message, tuple(Span(*span) for span in spans)) for kind, message, spans in json.loads(text)
    )
