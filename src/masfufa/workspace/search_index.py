"""The index of words: filling it, asking it, taking documents out of it, on SQLite (FTS5) and PostgreSQL (tsvector)."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from masfufa.workspace.documents import read_documents
from masfufa.workspace.search_words import VERSION, asked, words_of
from masfufa.workspace.tables import document
from masfufa.workspace.tables.search import copy, search_entry

_SHORTEST_BEGINNING = 3
"""A word of so many letters is found at the beginning of longer ones as well."""


def missing(connection: sa.Connection, most: int | None = None) -> list[str]:
    """The ids of documents that are not in the index, in the order in which they came."""
    entry = (search_entry.c.document == document.c.id) & (search_entry.c.version == VERSION)
    query = sa.select(document.c.id).outerjoin(search_entry, entry)
    query = query.where(search_entry.c.document.is_(None), document.c.purged.is_(None)).order_by(document.c.number)
    return list(connection.execute(query.limit(most)).scalars())


def fill(connection: sa.Connection, ids: Iterable[str]) -> int:
    """Put documents into the index, in place of what is there of them; how many were put."""
    wanted = list(ids)
    numbers = dict(
        connection.execute(sa.select(document.c.id, document.c.number).where(document.c.id.in_(wanted))).all()
    )
    _drop(connection, list(numbers.values()))
    connection.execute(search_entry.delete().where(search_entry.c.document.in_(wanted)))
    rows = []
    for stored in read_documents(connection, document.c.id.in_(wanted)):
        if stored.purged is not None:
            continue
        said = (stored.title, stored.text) if stored.text is not None else (stored.title, stored.name)
        rows.append({"number": numbers[stored.id], "words": words_of("\n".join(filter(None, said)))})
        connection.execute(search_entry.insert().values(document=stored.id, version=VERSION))
    if rows:
        lite = connection.dialect.name == "sqlite"
        value = ":words" if lite else "to_tsvector('simple', :words)"
        key = "rowid" if lite else "number"
        connection.execute(sa.text(f"INSERT INTO search_words ({key}, words) VALUES (:number, {value})"), rows)
    return len(rows)


def drop(connection: sa.Connection, id: str) -> None:
    """Take one document out of the index and out of the copies, so that no word of it stays."""
    number = connection.execute(sa.select(document.c.number).where(document.c.id == id)).scalar()
    if number is not None:
        _drop(connection, [number])
        if connection.dialect.name == "sqlite":  # merges what is left, without what was deleted
            connection.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('optimize')")
    connection.execute(search_entry.delete().where(search_entry.c.document == id))
    connection.execute(copy.delete().where((copy.c.document == id) | (copy.c.original == id)))


def _drop(connection: sa.Connection, numbers: list[int]) -> None:
    key = "rowid" if connection.dialect.name == "sqlite" else "number"
    if numbers:
        query = sa.text(f"DELETE FROM search_words WHERE {key} = :number")
        connection.execute(query, [{"number": number} for number in numbers])


def matching(connection: sa.Connection, query: str) -> sa.ColumnElement[bool] | None:
    """The condition on `document` for what a person asks for; None where the query holds no word."""
    groups = asked(query)
    if not groups:
        return None
    if connection.dialect.name == "sqlite":
        said = " AND ".join(
            f'"{" ".join(group)}"{"*" if len(group) == 1 and len(group[0]) >= _SHORTEST_BEGINNING else ""}'
            for group in groups
        )
        found = sa.text("SELECT rowid FROM search_words WHERE search_words MATCH :asked").bindparams(asked=said)
    else:
        said = " & ".join(
            f"{group[0]}:*" if len(group) == 1 and len(group[0]) >= _SHORTEST_BEGINNING else " <-> ".join(group)
            for group in groups
        )
        found = sa.text("SELECT number FROM search_words WHERE words @@ to_tsquery('simple', :asked)").bindparams(
            asked=said
        )
    return document.c.number.in_(found.columns(sa.column("number", sa.Integer)))
