"""What a form says of a record: the fields that a correction changes, or all fields of a record that is added."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from masfufa.claims import ActorName, Claim, ClaimPlace, EventClaim
from masfufa.claims_plain import place_from_plain, place_to_plain
from masfufa.desk.places import claim_place, point_of, spot
from masfufa.gazetteer.store import Gazetteer
from masfufa.language.fold import fold_word
from masfufa.ontology.figures import CATEGORIES, CAUSES, KINDS, MODALITIES, QUALIFIERS, UNITS, VICTIM_GROUPS
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.workspace.decided import statement_fields
from masfufa.workspace.inbox import ReviewRecord
from masfufa.workspace.results import StatementClaim

CLAIM_CHOICES: dict[str, tuple[str, ...]] = {
    "category": tuple(CATEGORIES),
    "unit": UNITS,
    "qualifier": QUALIFIERS,
    "kind": KINDS,
    "modality": MODALITIES,
    "cause": CAUSES,
}
OPTIONAL = ("cause",)
EVENT_CHOICES: dict[str, tuple[str, ...]] = {
    "event_type": tuple(EVENT_TYPES),
    "modality": (*MODALITIES, "historical"),
}
DAYS = ("period_start", "period_end", "as_of")
_BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in a form: fields by name, groups, and places by key.

    chosen: keys of the places that hold: those of `place_key`, or "g:123", the gazetteer's place of that id,
    or "p:32.88,13.19", that very point.
    """

    fields: Mapping[str, str]
    groups: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    verified: str = ""


@dataclass(slots=True)
class Problems:
    """What can't be meant: the word of each field's error (words.yaml, "errors")."""

    found: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, word: str) -> None:
        """Keep the first error of a field."""
        self.found.setdefault(name, word)


def values_of(record: Claim | EventClaim | StatementClaim) -> Values:
    """The form of a record as it stands."""
    if isinstance(record, StatementClaim):
        names = {name: actor.name if actor else "" for name, actor in
                 (("speaker", record.speaker), ("addressee", record.addressee))}  # fmt: skip
        return Values({**names, "direct": str(record.direct).lower()})
    chosen = tuple(map(place_key, record.places))
    if isinstance(record, EventClaim):
        fields = {
            "event_type": record.event_type,
            "modality": record.modality,
            "source": f"{_BETWEEN} ".join(actor.name for actor in record.source),
            "target": f"{_BETWEEN} ".join(actor.name for actor in record.target),
            **{name: _iso(getattr(record, name)) for name in DAYS[:2]},
        }
        return Values(fields, chosen=chosen)
    fields = {
        **{name: getattr(record, name) or "" for name in CLAIM_CHOICES},
        **{name: _iso(getattr(record, name)) for name in DAYS},
        "low": "" if record.low is None else str(record.low),
        "high": "" if record.high is None else str(record.high),
        "source": record.source or "",
        "part_of": record.part_of or "",
    }
    verified = "" if record.verified is None else str(record.verified).lower()
    return Values(fields, record.groups, chosen, verified)


def place_key(place: ClaimPlace) -> str:
    """A key that stays with a place whatever became of its record meanwhile."""
    words = json.dumps(place_to_plain(place), sort_keys=True)
    return f"k:{hashlib.blake2b(words.encode(), digest_size=8).hexdigest()}"


def known_places(record: ReviewRecord) -> dict[str, ClaimPlace]:
    """Every place that the record has, had as read, or had in a decision, by its key: those that hold come first."""
    places = [*getattr(record.shown, "places", ()), *getattr(record.original, "places", ())]
    for decision in record.decisions:
        for plain in (*(decision.original.get("places") or ()), *((decision.edited or {}).get("places") or ())):
            places.append(place_from_plain(plain))
    return _keyed(places)


def _iso(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def claim_changes(
    before: Claim,
    values: Values,
    parts: Sequence[str],
    gazetteer: Gazetteer,
    known: Mapping[str, ClaimPlace] = MappingProxyType({}),
) -> tuple[dict[str, Any], Problems]:
    """The fields of a claim that a form changes, as masfufa.claims_plain has them. `parts`: what it may be part of;
    `known`: places that the form may name by their keys, beside the claim's own.
    """
    problems = Problems()
    said = values.fields
    after: dict[str, Any] = {}
    for name, allowed in CLAIM_CHOICES.items():
        value = said.get(name, "") or None
        now = getattr(before, name)
        if value != now and value not in allowed and not (value is None and name in OPTIONAL):
            problems.add(name, "value")
        after[name] = value
    for name in ("low", "high"):
        after[name] = _number(said.get(name, ""), name, problems)
    low, high = after["low"], after["high"]
    if not problems.found:
        if low is not None and high is not None and low > high:
            problems.add("low", "bounds")
        if low is None and high is None and before.absence is None:
            problems.add("low", "empty")
    after["absence"] = before.absence if low is None and high is None else None
    if (low, high) != (before.low, before.high):
        after["best"] = None
        if after["qualifier"] == before.qualifier:
            after["qualifier"] = fitting(before.qualifier, low, high)
    else:
        after["best"] = before.best
    _days(said, DAYS, after, problems)
    after["source"] = said.get("source", "") or None
    part = said.get("part_of", "") or None
    if part is not None and part not in parts:
        problems.add("part_of", "value")
    after["part_of"] = part
    after["groups"] = [g for g in (*VICTIM_GROUPS, *before.groups) if g in values.groups]
    after["groups"] = list(dict.fromkeys(after["groups"]))
    after["verified"] = {"true": True, "false": False}.get(values.verified)
    places = places_of({**known, **_keyed(before.places)}, values, gazetteer, said.get("place", ""))
    changes = {name: value for name, value in after.items() if value != _plain(getattr(before, name))}
    if places != before.places:
        changes["places"] = [place_to_plain(place) for place in places]
    return changes, problems


def event_changes(
    before: EventClaim,
    values: Values,
    gazetteer: Gazetteer,
    known: Mapping[str, ClaimPlace] = MappingProxyType({}),
) -> tuple[dict[str, Any], Problems]:
    """The fields of an event claim that a form changes; `known` as for a claim."""
    problems = Problems()
    said = values.fields
    after: dict[str, Any] = {}
    for name, allowed in EVENT_CHOICES.items():
        after[name] = said.get(name, "")
        if after[name] != getattr(before, name) and after[name] not in allowed:
            problems.add(name, "value")
    _days(said, DAYS[:2], after, problems)
    changes = {name: value for name, value in after.items() if value != _plain(getattr(before, name))}
    if "event_type" in changes and before.mode is not None:
        changes["mode"] = None  # each type has modes of its own
    for name in ("source", "target"):
        named = {actor.name: actor for actor in (*before.source, *before.target)}
        names = [one.strip() for one in said.get(name, "").split(_BETWEEN)]
        actors = tuple(named.get(one) or ActorName(one) for one in names if one)
        if actors != getattr(before, name):
            changes[name] = [{"name": a.name, "country": a.country, "sector": a.sector} for a in actors]
    places = places_of({**known, **_keyed(before.places)}, values, gazetteer, said.get("place", ""))
    if places != before.places:
        changes["places"] = [place_to_plain(place) for place in places]
    return changes, problems


def statement_changes(before: StatementClaim, values: Values) -> tuple[dict[str, Any], Problems]:
    """The fields of a statement that a form changes."""
    said = values.fields
    stood = statement_fields(before)
    changes: dict[str, Any] = {}
    for name in ("speaker", "addressee"):
        typed = said.get(name, "").strip()
        known = stood[name]
        if typed != (known["name"] if known else ""):
            changes[name] = {"name": typed, "country": None, "sector": None} if typed else None
    if (direct := said.get("direct", "") == "true") != before.direct:
        changes["direct"] = direct
    return changes, Problems()


def _keyed(places: Sequence[ClaimPlace]) -> dict[str, ClaimPlace]:
    return {place_key(place): place for place in places}


def places_of(
    known: Mapping[str, ClaimPlace], values: Values, gazetteer: Gazetteer, name: str
) -> tuple[ClaimPlace, ...]:
    """The places that a form chose; keys that mean nothing are left out."""
    out: list[ClaimPlace] = []
    for key in values.chosen:
        if key in known:
            out.append(known[key])
            continue
        kind, _, number = key.partition(":")
        if kind == "p":
            point = point_of(number)
            found = spot(gazetteer, *point, name) if point is not None else None
            out += [found] if found is not None else []
            continue
        if not number.isascii() or not number.isdigit() or len(number) > 12:
            continue
        if kind == "g":
            try:
                place = gazetteer.place(int(number))
            except (IndexError, ValueError, KeyError, OverflowError):
                continue
            except Exception as error:  # struct.error of a number beyond the table
                if type(error).__name__ != "error":
                    raise
                continue
            out.append(claim_place(gazetteer, place, name))
    return tuple(out)


def fitting(before: str, low: int | None, high: int | None) -> str:
    """A precision that new bounds allow: the one before where it still fits."""
    if low == high:
        return before if before in ("exact", "approx") else "exact"
    if high is None:
        return "at_least"
    if low is None:
        return "at_most"
    return before if before in ("range", "approx", "vague") else "range"


def _number(said: str, name: str, problems: Problems) -> int | None:
    plain = "".join(c for c in fold_word(said) if c not in " ,'\u00a0\u202f")
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
        problems.add(name, "number")
        return None
    return int(plain)


def _days(said: Mapping[str, str], names: Sequence[str], after: dict[str, Any], problems: Problems) -> None:
    for name in names:
        value = fold_word(said.get(name, ""))
        try:
            after[name] = dt.date.fromisoformat(value).isoformat() if value else None
        except ValueError:
            problems.add(name, "date")
            after[name] = None
    start, end = after.get("period_start"), after.get("period_end")
    if start and end and start > end:
        problems.add("period_start", "days")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
