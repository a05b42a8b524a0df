"""Event claims as PLOVER records, with the field names of the PLOVER manual; one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from masfufa.claims import ActorName, Claim, ClaimPlace, EventClaim
from masfufa.exchange.sentences import Sentences
from masfufa.ontology.cameo import to_cameo
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.tracking.ledger import Ledger

CODEBOOK = "PLOVER 0.8 (September 2021)"
_SIZES = {"dead": "killed", "injured": "wounded", "arrested": "detained"}
_SECTORS = {"MED": "JRN", "HLH": "MED"}
"""The manual's letters for media and health."""
_AUXILIARY = {"denied": "negation", "hypothetical": "hypothetical", "future": "future", "historical": "historical"}


def write_plover(
    events: Iterable[EventClaim],
    claims: Mapping[str, Claim],
    happenings: Mapping[str, str],
    sentences: Sentences,
    out: TextIO,
) -> int:
    """One line an event claim, in the order given; returns their number.

    `happenings` leads from an event claim's id to the happening it reports: reports of one thing share it in "comment".
    """
    return write_records(
        (plover_record(event, claims, happenings.get(event.id), sentences.of(event)) for event in events), out
    )


def write_records(records: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """One line a record, in the order given; returns their number."""
    count = 0
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False, separators=(", ", ": ")) + "\n")
        count += 1
    return count


def plover_records(ledger: Ledger, sentences: Sentences) -> Iterator[dict[str, Any]]:
    """One record an event claim; reports of one happening share its id in "comment"."""
    happenings = {event: happening.id for happening in ledger.happenings.values() for event in happening.events}
    for event in ledger.events.values():
        yield plover_record(event, ledger.claims, happenings.get(event.id), sentences.of(event))


def plover_record(
    event: EventClaim, claims: Mapping[str, Claim], happening: str | None, sentence: str | None
) -> dict[str, Any]:
    """The manual's fields in its order; what is not known is left out, but for the five that must be there.

    `date` is the event's own first day, else that of publication, which "comment" then says; else null.
    """
    comments = [f"happening {happening}"] if happening else []
    start, end = event.period_start, event.period_end
    date = start or end
    if date is None:
        date = event.released
        comments.append("date is that of publication" if date else "no date is known")
    elif start is None:
        comments.append("the start is not known; date is the last day")
    if event.modality == "alleged_or_reported":
        comments.append("alleged or reported")
    if event.salience == "background":
        comments.append("told as background")
    auxiliary = _AUXILIARY.get(event.modality)
    places = [_place(place) for place in event.places]
    record = {
        "id": event.id,
        "has_event": True,
        "date": date.isoformat() if date else None,
        "enddate": end.isoformat() if start and end and end != start else None,
        "actor": [_entity(actor) for actor in event.source],
        "recipient": [_entity(actor) for actor in event.target],
        "event": [event.event_type],
        "event_loc": places[0] if places else None,
        "further_locs": places[1:],
        "event_text": [event.locator.text] if event.locator.text else [],
        "quad_code": EVENT_TYPES[event.event_type].quad,
        "mode": [mode for mode in (event.mode, auxiliary) if mode],
        "context": list(event.contexts),
        "cameo": to_cameo(event.event_type, event.mode, event.contexts),
        "size": _size(event, claims),
        "text": sentence,
        "cite_info": _known(
            citation=event.document, publication=event.publisher, codebook=CODEBOOK, dataset=event.dataset,
            dataset_id=event.dataset_id,
        ),
        "coder": f"masfufa {event.reader}".strip(),
        "comment": "; ".join(comments),
    }  # fmt: skip
    needed = ("id", "date", "actor", "recipient", "event")
    return {name: value for name, value in record.items() if value not in (None, "", [], {}) or name in needed}


def _size(event: EventClaim, claims: Mapping[str, Claim]) -> dict[str, int | str]:
    """The event's own figures: a number where it is exact, else "12+", "<=12" or "10-14"."""
    found = [claims[key] for key in event.figures if key in claims]
    sizes: dict[str, int | str] = {}
    for name, category in _SIZES.items():
        for claim in found:
            if claim.category == category and claim.part_of is None and claim.unit == "person" and name not in sizes:
                low, high = claim.low, claim.high
                if low is not None and low == high:
                    sizes[name] = low
                elif low is not None:
                    sizes[name] = f"{low}+" if high is None else f"{low}-{high}"
                elif high is not None:
                    sizes[name] = f"<={high}"
    return sizes


def _entity(actor: ActorName) -> dict[str, Any]:
    sector = _SECTORS.get(actor.sector, actor.sector) if actor.sector else None
    return _known(code=actor.country, sector=sector, entity_text=actor.name)


def _place(place: ClaimPlace) -> dict[str, Any]:
    units = {f"admin{unit.level} code": unit.code for unit in place.units if unit.level > 0}
    return _known(
        geonameid=place.geonameid, name=place.name, latitude=place.lat, longitude=place.lon, cc3=place.country, **units
    )


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}
