"""A reading as rows of the tables in schema.py: plain tuples, each in the order of its table's columns."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from masfufa.documents.jsonl import Failure
from masfufa.records import (
    ActorMention,
    DateMention,
    Document,
    Event,
    Figure,
    PlaceMention,
    Reading,
    Statement,
    as_plain,
)

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
Key = tuple[str, int, str | None]

_NOBODY = (None, None, None, None)
_NOWHERE = (None, None, None, None, None, None)


def rows_of(source: str, position: int, document: Document, reading: Reading, reader: str, *, text: bool) -> Rows:
    """The rows of one document in each table."""
    key: Key = (source, position, document.id)
    about: Row = (
        *key,
        document.source.sha256 if document.source else _sha256(document.text),
        reading.language,
        reading.published,
        reading.title,
        document.publisher,
        document.url,
        reader,
        len(document.text.split()),
        len(reading.figures),
        len(reading.events),
        len(reading.statements),
        [notice.kind for notice in reading.notices],
        document.text if text else None,
        None,
        None,
    )
    return {
        "documents": [about],
        "figures": [_figure(key, number, one) for number, one in enumerate(reading.figures)],
        "events": [_event(key, number, one) for number, one in enumerate(reading.events)],
        "statements": [_statement(key, number, one) for number, one in enumerate(reading.statements)],
    }


def failed_rows(source: str, position: int, failure: Failure, reader: str) -> Rows:
    """The row of a document that could not be read."""
    row: Row = (source, position, failure.id, *(None,) * 6, reader, None, None, None, None, [], None)
    return {"documents": [(*row, failure.code, failure.message)], "figures": [], "events": [], "statements": []}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _record(record: Figure | Event | Statement) -> str:
    return json.dumps(as_plain(record), ensure_ascii=False, separators=(",", ":"))


def _figure(key: Key, number: int, one: Figure) -> Row:
    return (
        *key,
        number,
        one.text,
        one.start,
        one.end,
        one.category,
        one.low,
        one.high,
        one.qualifier,
        one.unit,
        one.kind,
        one.modality,
        one.part_of,
        one.verified,
        one.cause,
        one.victims.text if one.victims else None,
        list(one.victims.groups) if one.victims else [],
        *_place(one.places),
        one.period.start if one.period else None,
        one.period.end if one.period else None,
        one.as_of,
        one.date.text if one.date else None,
        one.attribution.text if one.attribution else None,
        _record(one),
    )


def _event(key: Key, number: int, one: Event) -> Row:
    return (
        *key,
        number,
        one.text,
        one.start,
        one.end,
        one.event_type,
        one.mode,
        list(one.contexts),
        one.modality,
        one.salience,
        *_actor(one.source[0] if one.source else None),
        *_actor(one.target[0] if one.target else None),
        *_place(one.places),
        *_days(one.date),
        list(one.figures),
        _record(one),
    )


def _statement(key: Key, number: int, one: Statement) -> Row:
    return (
        *key,
        number,
        one.text,
        one.start,
        one.end,
        *_actor(one.speaker),
        one.cue.text,
        one.direct,
        list(one.events),
        _record(one),
    )


def _actor(one: ActorMention | None) -> Row:
    return (one.text, one.name, one.country, one.sector) if one else _NOBODY


def _place(places: tuple[PlaceMention, ...]) -> Row:
    if not places:
        return _NOWHERE
    one = places[0]
    finest = max((unit for unit in one.admin if unit.pcode), key=lambda unit: unit.level, default=None)
    return (one.name or one.text, one.country, finest.pcode if finest else None, one.lat, one.lon, one.precision)


def _days(one: DateMention | None) -> Row:
    if one is None:
        return (None, None, None)
    return (one.value.start if one.value else None, one.value.end if one.value else None, one.text)
