"""What a program may say of a record: the fields that a correction changes, or those of a claim that it adds.

The database keeps whatever a decision says, and tracking reads it; so nothing gets there that the page's form would
not have taken either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from masfufa.claims import ABSENCES, Claim, EventClaim, TextLocator
from masfufa.claims_plain import claim_from_plain, claim_to_plain, event_to_plain
from masfufa.desk.api.common import Text
from masfufa.desk.api.models import Model
from masfufa.desk.edits import CLAIM_CHOICES, EVENT_CHOICES, fitting
from masfufa.errors import UsageError
from masfufa.ontology.figures import VICTIM_GROUPS
from masfufa.workspace.batches import StoredDocument

Name = Annotated[Text, Field(min_length=1, max_length=500)]
Number = Annotated[int, Field(ge=0, le=10**12, strict=True)]
_PRECISIONS = ("point", "city", "admin4", "admin3", "admin2", "admin1", "country")


def _one_of(values: Collection[str]) -> Any:
    return Literal[tuple(values)]


class UnitEdit(Model):
    """An administrative unit."""

    level: Annotated[int, Field(ge=0, le=5, strict=True)]
    code: Annotated[Text, Field(max_length=80)] | None
    name: Name
    scheme: Annotated[Text, Field(max_length=40)] = "cod"


class PlaceEdit(Model):
    """A place, as records have it (docs/ledger.md)."""

    name: Name
    country: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    units: list[UnitEdit] = Field([], max_length=6)
    names: dict[Text, Text] = Field({}, max_length=20)
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    geonameid: Number | None = None
    precision: _one_of(_PRECISIONS) | None = None  # type: ignore[valid-type]
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    matched: Literal["code", "name", "coordinates", "reading"] | None = None


class ActorEdit(Model):
    """An actor of an event."""

    name: Name
    country: Annotated[Text, Field(max_length=80)] | None = None
    sector: Annotated[Text, Field(max_length=80)] | None = None


class ClaimEdit(Model):
    """The fields of a claim that can be corrected; what is left out stays."""

    category: _one_of(CLAIM_CHOICES["category"]) = "killed"  # type: ignore[valid-type]
    unit: _one_of(CLAIM_CHOICES["unit"]) = "person"  # type: ignore[valid-type]
    qualifier: _one_of(CLAIM_CHOICES["qualifier"]) = "exact"  # type: ignore[valid-type]
    kind: _one_of(CLAIM_CHOICES["kind"]) = "incident"  # type: ignore[valid-type]
    modality: _one_of(CLAIM_CHOICES["modality"]) = "asserted"  # type: ignore[valid-type]
    cause: _one_of(CLAIM_CHOICES["cause"]) | None = None  # type: ignore[valid-type]
    low: Number | None = None
    high: Number | None = None
    best: Number | None = None
    absence: _one_of(ABSENCES) | None = None  # type: ignore[valid-type]
    source: Name | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    as_of: dt.date | None = None
    places: list[PlaceEdit] = Field([], max_length=50)
    groups: list[_one_of(VICTIM_GROUPS)] = Field([], max_length=30)  # type: ignore[valid-type]
    verified: Annotated[bool, Field(strict=True)] | None = None
    part_of: Annotated[Text, Field(max_length=100)] | None = None


class LocatorEdit(Model):
    """Where a claim that is added stands: `text[start:end] == text` of the document, in code points."""

    type: Literal["text"]
    start: Annotated[int, Field(ge=0, strict=True)]
    end: Annotated[int, Field(ge=0, strict=True)]
    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class ClaimAdded(ClaimEdit):
    """A claim that reading missed."""

    document: Annotated[Text, Field(max_length=100)]
    locator: LocatorEdit
    category: _one_of(CLAIM_CHOICES["category"])  # type: ignore[valid-type]


class EventEdit(Model):
    """The fields of an event that can be corrected; what is left out stays."""

    event_type: _one_of(EVENT_CHOICES["event_type"]) = "ASSAULT"  # type: ignore[valid-type]
    modality: _one_of(EVENT_CHOICES["modality"]) = "asserted"  # type: ignore[valid-type]
    source: list[ActorEdit] = Field([], max_length=50)
    target: list[ActorEdit] = Field([], max_length=50)
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    places: list[PlaceEdit] = Field([], max_length=50)


class StatementEdit(Model):
    """The fields of a statement that can be corrected; what is left out stays."""

    speaker: ActorEdit | None = None
    addressee: ActorEdit | None = None
    cue: Name | None = None
    direct: Annotated[bool, Field(strict=True)] = False


def _read(kind: type[Model], edited: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return kind.model_validate(dict(edited)).model_dump(mode="json", exclude_unset=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])[:100]
        raise UsageError("decision-field", f"edited.{where}: {first['msg'][:200]}") from error


def _filled(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [PlaceEdit.model_validate(place).model_dump(mode="json") for place in places]


def _whole(after: Mapping[str, Any]) -> None:
    """Raise UsageError "decision-field" where the fields together can't be meant."""
    low, high, best = after.get("low"), after.get("high"), after.get("best")
    if low is not None and high is not None and low > high:
        raise UsageError("decision-field", "edited.low is above edited.high.")
    if best is not None and not (low or 0) <= best <= (best if high is None else high):
        raise UsageError("decision-field", "edited.best is outside of the bounds.")
    start, end = after.get("period_start"), after.get("period_end")
    if start and end and start > end:
        raise UsageError("decision-field", "edited.period_start is after edited.period_end.")


def _value(changes: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The changes with what follows from new bounds, as the page has it."""
    after = {**before, **changes}
    low, high = after["low"], after["high"]
    if low is None and high is None:
        if after["absence"] is None:
            raise UsageError("decision-field", "A claim has a bound (low, high), or says why it has none (absence).")
        changes.update(best=None)
    elif after["absence"] is not None:
        changes.update(absence=None)
    if (low, high) != (before["low"], before["high"]):
        changes.setdefault("best", None)
        changes.setdefault("qualifier", fitting(before["qualifier"], low, high))
    return changes


def claim_edit(before: Claim, edited: Mapping[str, Any], parts: Collection[str]) -> dict[str, Any]:
    """The changes of a claim, checked. `parts`: ids of claims that it may be part of. UsageError "decision-field"."""
    changes = _read(ClaimEdit, edited)
    if "places" in changes:
        changes["places"] = _filled(changes["places"])
    if changes.get("part_of") is not None and changes["part_of"] not in parts:
        raise UsageError("decision-field", "edited.part_of is no other claim of this document.")
    plain = claim_to_plain(before)
    if {"low", "high", "absence"} & set(changes):
        changes = _value(changes, plain)
    _whole({**plain, **changes})
    return changes


def event_edit(before: EventClaim, edited: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of an event, checked. Raises UsageError "decision-field"."""
    changes = _read(EventEdit, edited)
    if "places" in changes:
        changes["places"] = _filled(changes["places"])
    for name in ("source", "target"):
        if name in changes:
            changes[name] = [ActorEdit.model_validate(actor).model_dump() for actor in changes[name]]
    if before.mode is not None and changes.get("event_type", before.event_type) != before.event_type:
        changes["mode"] = None  # each type has modes of its own
    _whole({**event_to_plain(before), **changes})
    return changes


def statement_edit(edited: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of a statement, checked. Raises UsageError "decision-field"."""
    changes = _read(StatementEdit, edited)
    for name in ("speaker", "addressee"):
        if changes.get(name) is not None:
            changes[name] = ActorEdit.model_validate(changes[name]).model_dump()
    return changes


def document_of(edited: Mapping[str, Any]) -> str:
    """The document that a claim is added to. Raises UsageError "decision-field"."""
    return str(_read(ClaimAdded, edited)["document"])


def claim_added(document: StoredDocument, edited: Mapping[str, Any], parts: Collection[str]) -> Claim:
    """The claim that is added, without its id: at words that stand in the text, else it could not be checked.

    Raises UsageError "decision-field".
    """
    given = _read(ClaimAdded, edited)
    at = given.pop("locator")
    text = document.text
    if text is None or at["end"] - at["start"] != len(at["text"]) or text[at["start"] : at["end"]] != at["text"]:
        raise UsageError("decision-field", "edited.locator: these words do not stand there in the document's text.")
    empty = Claim(
        id="",
        document=document.id,
        locator=TextLocator(at["start"], at["end"], at["text"]),
        channel="press",
        category="killed",
        low=None,
        high=None,
        qualifier="exact",
        unit="person",
        kind="incident",
        publisher=document.publisher,
        released=document.released,
        language=document.language,
        reader="person",
    )
    del given["document"]
    changes = claim_edit(empty, {"low": None, **given}, parts)
    return claim_from_plain({**claim_to_plain(empty), **changes})
