"""Documents in the database: their identity, storing them and reading them back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from masfufa.records import Document
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.tables import document, document_body

LINE = "application/x-ndjson"
"""The media type of a document that came as a line of JSON Lines."""


def identity(given: Document) -> str:
    """The id of a document: the SHA-256 of the bytes it came from; of a line of JSON Lines, that of what it says.

    For a line these are text, title, publication date, publisher and address, as JSON with sorted keys; its own "id"
    and the order of its fields don't count.
    """
    if given.source is not None:
        return given.source.sha256
    said = {
        "text": given.text,
        "title": given.title,
        "published": given.published and given.published.isoformat(),
        "publisher": given.publisher,
        "url": given.url,
    }
    words = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode("ascii")).hexdigest()


def insert_document(connection: sa.Connection, given: StoredDocument, now: dt.datetime, *, notices: str) -> None:
    """Store a document that is not there yet. `notices` is JSON."""
    number = connection.execute(sa.select(sa.func.coalesce(sa.func.max(document.c.number), 0))).scalar_one()
    values = {
        "id": given.id,
        "name": given.name,
        "media_type": given.media_type,
        "title": given.title,
        "language": given.language,
        "publisher": given.publisher,
        "released": given.released,
        "url": given.url,
        "added": now,
        "number": number + 1,
    }
    connection.execute(document.insert().values(values))
    text = None if given.text is None else zlib.compress(given.text.encode("utf-8", "surrogatepass"), 6)
    body = {"document": given.id, "text": text, "content": given.content, "notices": notices}
    connection.execute(document_body.insert().values(body))


def read_documents(
    connection: sa.Connection, condition: Any = None, *, text: bool = True, content: bool = False
) -> Iterator[StoredDocument]:
    """Documents in the order in which they came; text and bytes only where they are asked for."""
    d, b = document.c, document_body.c
    columns: list[Any] = [
        d.id,
        d.name,
        d.media_type,
        d.title,
        d.language,
        d.publisher,
        d.released,
        d.url,
        d.added,
        d.purged,
    ]
    columns.append(b.text if text else sa.null().label("text"))
    columns.append(b.content if content else sa.null().label("content"))
    query = sa.select(*columns).select_from(document.outerjoin(document_body)).order_by(d.number)
    if condition is not None:
        query = query.where(condition)
    for row in connection.execute(query, execution_options={"yield_per": 500}):
        packed = row.text
        yield StoredDocument(
            id=row.id,
            name=row.name,
            media_type=row.media_type,
            text=None if packed is None else zlib.decompress(packed).decode("utf-8", "surrogatepass"),
            title=row.title,
            language=row.language,
            publisher=row.publisher,
            released=row.released,
            url=row.url,
            content=None if row.content is None else bytes(row.content),
            added=row.added,
            purged=row.purged,
        )
