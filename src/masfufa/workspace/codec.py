"""Records as the compact JSON of the database's `body` columns, and back, directly and fast.

A body leaves out what the columns hold (id, document, channel, category or type, released, recorded, reader) and every
field that has its default. Units, issues and actors are lists in the order of their fields. The form that travels, in
packages and the API, is that of masfufa.claims_plain.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from functools import lru_cache
from typing import Any

from masfufa.claims import (
    ActorName,
    CellLocator,
    Claim,
    ClaimPlace,
    EventClaim,
    Issue,
    Locator,
    SubmissionLocator,
    TextLocator,
    Unit,
)
from masfufa.workspace.results import StatementClaim

_IN_COLUMNS = {"id", "document", "channel", "category", "event_type", "released", "recorded", "reader"}
_DAYS = ("period_start", "period_end", "as_of")
_Record = Claim | EventClaim | StatementClaim


def _plain_fields(kind: type[Any], apart: set[str]) -> tuple[tuple[str, Any], ...]:
    """Names and defaults of the fields that JSON holds as they are."""
    return tuple((f.name, f.default) for f in fields(kind) if f.name not in _IN_COLUMNS and f.name not in apart)


_APART = {"locator", "places", "parts", "repeats", "issues", "source", "target", "speaker", "addressee", *_DAYS}
_CLAIM = _plain_fields(Claim, _APART - {"source"})
_EVENT = _plain_fields(EventClaim, _APART)
_STATEMENT = _plain_fields(StatementClaim, _APART)
_TUPLES = ("chain", "groups", "contexts", "figures", "events")


def dumps(value: Any) -> str:
    """Compact JSON; half a surrogate pair, which no database takes, is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def places_body(places: tuple[ClaimPlace, ...]) -> str | None:
    """The places of a claim or event: a column of its own, since thousands of rows of a file share them."""
    return dumps([_place(place) for place in places]) if places else None


@lru_cache(maxsize=1 << 16)
def _read_places(text: str) -> tuple[ClaimPlace, ...]:
    plain = json.loads(text)
    for place in plain:
        if "units" in place:
            place["units"] = tuple(Unit(*unit) for unit in place["units"])
    return tuple(ClaimPlace(**place) for place in plain)


def claim_body(claim: Claim) -> str:
    """The body of a claim."""
    out = _body(claim, _CLAIM)
    if claim.parts:
        out["parts"] = [list(part) for part in claim.parts]
    if claim.repeats:
        out["repeats"] = [[span.start, span.end, span.text] for span in claim.repeats]
    if claim.issues:
        out["issues"] = [[issue.code, issue.severity, issue.message] for issue in claim.issues]
    _days(claim, out)
    return dumps(out)


def event_body(event: EventClaim) -> str:
    """The body of an event claim."""
    out = _body(event, _EVENT)
    for name in ("source", "target"):
        if actors := getattr(event, name):
            out[name] = [_actor(actor) for actor in actors]
    if event.issues:
        out["issues"] = [[issue.code, issue.severity, issue.message] for issue in event.issues]
    _days(event, out)
    return dumps(out)


def statement_body(statement: StatementClaim) -> str:
    """The body of a statement."""
    out = _body(statement, _STATEMENT)
    for name in ("speaker", "addressee"):
        if (actor := getattr(statement, name)) is not None:
            out[name] = _actor(actor)
    return dumps(out)


def read_claim(
    body: str,
    places: str | None,
    id: str,
    document: str,
    channel: Any,
    category: str,
    released: dt.date | None,
    recorded: dt.datetime | None,
    reader: str,
) -> Claim:
    """The claim of a body and its columns."""
    plain: dict[str, Any] = json.loads(body)
    _common(plain)
    if "parts" in plain:
        plain["parts"] = tuple((name, value) for name, value in plain["parts"])
    if "repeats" in plain:
        plain["repeats"] = tuple(TextLocator(*span) for span in plain["repeats"])
    return Claim(
        id=id,
        document=document,
        channel=channel,
        category=category,
        released=released,
        recorded=recorded,
        reader=reader,
        places=_read_places(places) if places else (),
        **plain,
    )


def read_event(
    body: str,
    places: str | None,
    id: str,
    document: str,
    channel: Any,
    event_type: str,
    released: dt.date | None,
    recorded: dt.datetime | None,
    reader: str,
) -> EventClaim:
    """The event claim of a body and its columns."""
    plain: dict[str, Any] = json.loads(body)
    _common(plain)
    for name in ("source", "target"):
        if name in plain:
            plain[name] = tuple(ActorName(*actor) for actor in plain[name])
    return EventClaim(
        id=id,
        document=document,
        channel=channel,
        event_type=event_type,
        released=released,
        recorded=recorded,
        reader=reader,
        places=_read_places(places) if places else (),
        **plain,
    )


def read_statement(
    body: str, id: str, document: str, released: dt.date | None, recorded: dt.datetime | None, reader: str
) -> StatementClaim:
    """The statement of a body and its columns."""
    plain: dict[str, Any] = json.loads(body)
    _common(plain)
    for name in ("speaker", "addressee"):
        if name in plain:
            plain[name] = ActorName(*plain[name])
    return StatementClaim(id=id, document=document, released=released, recorded=recorded, reader=reader, **plain)


def _body(record: _Record, names: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    out: dict[str, Any] = {"locator": _locator(record.locator)}
    for name, default in names:
        value = getattr(record, name)
        if value != default or type(value) is not type(default):
            out[name] = value
    return out


def _locator(locator: Locator) -> list[Any]:
    if isinstance(locator, TextLocator):
        return ["text", locator.start, locator.end, locator.text]
    if isinstance(locator, CellLocator):
        return ["cell", locator.file, locator.sheet, locator.cell, locator.text, list(locator.also)]
    return ["form", locator.form, locator.instance, locator.question, locator.text]


def _place(place: ClaimPlace) -> dict[str, Any]:
    out: dict[str, Any] = {"name": place.name}
    for name in ("country", "lat", "lon", "geonameid", "precision", "matched"):
        if (value := getattr(place, name)) is not None:
            out[name] = value
    if place.confidence != 1.0:
        out["confidence"] = place.confidence
    if place.units:
        out["units"] = [[unit.level, unit.code, unit.name, unit.scheme] for unit in place.units]
    if place.names:
        out["names"] = dict(place.names)
    return out


def _actor(actor: ActorName) -> list[Any]:
    return [actor.name, actor.country, actor.sector]


def _days(record: Claim | EventClaim, out: dict[str, Any]) -> None:
    for name in _DAYS:
        if (day := getattr(record, name, None)) is not None:
            out[name] = day.isoformat()


def _common(plain: dict[str, Any]) -> None:
    """What all bodies share, made into what it was, in place."""
    kind, *rest = plain["locator"]
    if kind == "text":
        plain["locator"] = TextLocator(*rest)
    elif kind == "cell":
        plain["locator"] = CellLocator(rest[0], rest[1], rest[2], rest[3], tuple(rest[4]))
    else:
        plain["locator"] = SubmissionLocator(*rest)
    for name in _TUPLES:
        if name in plain:
            plain[name] = tuple(plain[name])
    for name in _DAYS:
        if name in plain:
            plain[name] = dt.date.fromisoformat(plain[name])
    if "issues" in plain:
        plain["issues"] = tuple(Issue(*issue) for issue in plain["issues"])
