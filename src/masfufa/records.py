"""The record contract: what a document is and what a reading of it holds.

One definition serves reading, storage, API and exports. Offsets are code points into `Document.text` as given, ends
exclusive, and `document.text[start:end] == text` holds for every record that has a span. None means "the text does
not say"; it never stands for zero, nor for "said, but not resolved".
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document's text came from. `pages` holds the start offset of each page in the text."""

    sha256: str
    media_type: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as given: `text` is never altered, and every offset in a reading points into it."""

    id: str
    text: str
    title: str | None = None
    language: str | None = None
    published: dt.date | None = None
    publisher: str | None = None
    url: str | None = None
    source: Source | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, `start` to `end` (exclusive)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text and where they stand."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """ISO dates, both inclusive; None where that side is open or not said."""

    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression. `value` is inclusive on both sides; `relative` tells that it was resolved against another
    date."""

    text: str
    start: int
    end: int
    value: Period | None
    granularity: str
    relative: bool


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number expression; exact numbers have low == high."""

    text: str
    start: int
    end: int
    low: int | float | None
    high: int | float | None


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """One administrative unit that a place lies in. `scheme` is "cod" or "geonames"; level 1 is the first below the
    country."""

    level: int
    name: str
    pcode: str | None
    scheme: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name. `country` is ISO 3166 alpha-3; `precision` is point, city, admin4 … admin1 or country.

    `confidence` is between 0 and 1. Unresolved names keep their span with the resolved fields None.
    """

    text: str
    start: int
    end: int
    name: str | None = None
    country: str | None = None
    admin: tuple[AdminUnit, ...] = ()
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    feature: str | None = None
    precision: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Victims:
    """Who a figure counts. `groups` is drawn from `masfufa.ontology.VICTIM_GROUPS`."""

    text: str
    start: int
    end: int
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who gave the number; `chain` holds the sources that this one passed on from, nearest first."""

    text: str
    start: int
    end: int
    chain: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people, households or homes that a report gives. Field meanings and closed values:
    docs/records.md."""

    text: str
    start: int
    end: int
    category: str
    low: int | None
    high: int | None
    qualifier: str
    unit: str
    kind: str
    modality: str
    part_of: int | None = None
    victims: Victims | None = None
    verified: bool | None = None
    places: tuple[PlaceMention, ...] = ()
    period: Period | None = None
    as_of: dt.date | None = None
    date: DateMention | None = None
    attribution: Attribution | None = None
    cause: str | None = None
    repeats: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Who acts or is acted on. `country` is ISO 3166 alpha-3, or IGO, NGO or IMG; `sector` is one of
    `masfufa.ontology.SECTORS`.

    `name` is the lexicon's name for a known actor, or the full name that a short mention of the document stands for.
    """

    text: str
    start: int
    end: int
    name: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, in the PLOVER ontology of 2021. `text`, `start` and `end` are the trigger words."""

    text: str
    start: int
    end: int
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    source: tuple[ActorMention, ...]
    target: tuple[ActorMention, ...]
    date: DateMention | None
    places: tuple[PlaceMention, ...]
    modality: str
    sentence: Span
    salience: str
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what. `text`, `start` and `end` are what was said; `cue` the words of saying; `events` are indexes."""

    text: str
    start: int
    end: int
    speaker: ActorMention | None
    addressee: ActorMention | None
    cue: Mention
    direct: bool
    medium: Mention | None = None
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What a careful reader would stop at. `kind` is listed in docs/errors.md."""

    kind: str
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the reader found in a document. Lists are in text order."""

    id: str
    language: str | None
    published: dt.date | None
    title: str | None
    reader: str
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    notices: tuple[Notice, ...] = ()
    numbers: tuple[NumberMention, ...] = ()


_FIELDS: dict[type[Any], tuple[str, ...]] = {}


def _field_names(record_type: type[Any]) -> tuple[str, ...]:
    names = _FIELDS.get(record_type)
    if names is None:
        names = _FIELDS[record_type] = tuple(field.name for field in dataclasses.fields(record_type))
    return names


def as_plain(value: Any) -> Any:
    """`value` (a record, or a tuple, date, str, number or None) as dicts, lists and ISO dates, ready for JSON."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_plain(item) for item in value]
    return {name: as_plain(getattr(value, name)) for name in _field_names(type(value))}
