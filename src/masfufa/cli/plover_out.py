"""PLOVER out: JSON Lines, one event a line, with the field names of the PLOVER manual (docs/cli.md)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from masfufa.cli.event_facts import event_ids, modes, sector_of, size_of, stretch
from masfufa.cli.settings import Settings
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.language.tokens import Tokens
from masfufa.ontology.cameo import to_cameo
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.records import ActorMention, Event, PlaceMention

CODEBOOK = "PLOVER 0.8 (September 2021)"


class Plover:
    """One line an event, in the order of the input; documents without events have none."""

    def __init__(self, settings: Settings) -> None:
        self._story = "text" in settings.include

    def head(self) -> str:
        """Nothing: a stream has no frame."""
        return ""

    def document(self, item: Item) -> str:
        """The lines of one document's events."""
        return "".join(
            json.dumps(record, ensure_ascii=False, separators=(", ", ": ")) + "\n"
            for record in records(item, story=self._story)
        )

    def failure(self, key: str, failure: Failure) -> str:
        """No line: what could not be read is told on stderr."""
        return ""

    def tail(self, totals: Totals) -> str:
        """Nothing."""
        return ""


def records(item: Item, *, story: bool = False) -> list[dict[str, Any]]:
    """The PLOVER records of one document's events, keys in the manual's order; what is not known is left out.

    `date` is there even where neither the text nor the document tells it, then null; `comment` says what stands behind
    a date, or a modality that PLOVER has no field for. `story` adds all sentences of the document to `text_info`.
    """
    if not item.reading.events:
        return []
    tokens = Tokens(item.document.text)
    sentences = [tokens.words(first, last) for first, last in tokens.sentences] if story else None
    out = []
    for event, identity in zip(item.reading.events, event_ids(item), strict=True):
        record = _record(item, event, identity)
        record["text_info"] = {
            "sequence": tokens.sentence_of(tokens.at(event.start)) + 1,
            "start": event.sentence.start,
            "end": event.sentence.end,
            **({"text_story": sentences} if sentences is not None else {}),
        }
        out.append(
            {name: record[name] for name in _ORDER if record.get(name) not in (None, "", [], {}) or name in _ALWAYS}
        )
    return out


_ORDER = (
    "id", "has_event", "date", "enddate", "actor", "recipient", "event", "event_loc", "further_locs", "event_text",
    "quad_code", "mode", "context", "cameo", "size", "text", "text_info", "cite_info", "coder", "comment",
)  # fmt: skip
_ALWAYS = ("id", "date", "actor", "recipient", "event")


def _record(item: Item, event: Event, identity: str) -> dict[str, Any]:
    reading, document = item.reading, item.document
    start, end = stretch(event)
    comments = []
    date = start or end
    if date is None:
        date = reading.published.isoformat() if reading.published else None
        said = f"“{event.date.text}” could not be resolved" if event.date else "the text does not tell the date"
        comments.append(f"{said}; date is that of publication" if date else f"{said}, nor is that of publication known")
    elif start is None:
        comments.append("the start is not known; date is the last day")
    if event.modality == "alleged_or_reported":
        comments.append("alleged or reported")
    if event.salience == "background":
        comments.append("told as background")
    locations = [_location(place) for place in event.places]
    return {
        "id": identity,
        "has_event": True,
        "date": date,
        "enddate": end if start and end != start else None,
        "actor": [_entity(actor) for actor in event.source],
        "recipient": [_entity(actor) for actor in event.target],
        "event": [event.event_type],
        "event_loc": locations[0] if locations else None,
        "further_locs": locations[1:],
        "event_text": [event.text],
        "quad_code": EVENT_TYPES[event.event_type].quad,
        "mode": modes(event),
        "context": list(event.contexts),
        "cameo": to_cameo(event.event_type, event.mode, event.contexts),
        "size": size_of(event, reading.figures),
        "text": document.text[event.sentence.start : event.sentence.end],
        "cite_info": _known(
            citation=document.id,
            url=document.url,
            title=reading.title,
            language=reading.language,
            publication=document.publisher,
            coder=f"masfufa {reading.reader}",
            codebook=CODEBOOK,
        ),
        "coder": f"masfufa {reading.reader}",
        "comment": "; ".join(comments),
    }


def _entity(actor: ActorMention) -> dict[str, Any]:
    return _known(code=actor.country, sector=sector_of(actor), entity_text=actor.text, identifier_text=actor.name)


def _location(place: PlaceMention) -> dict[str, Any]:
    units = {f"admin{unit.level} code": unit.pcode for unit in place.admin if unit.scheme == "geonames"}
    return _known(
        geonameid=place.geonameid,
        name=place.name or place.text,
        latitude=place.lat,
        longitude=place.lon,
        **{"country code": _alpha2().get(place.country or ""), "cc3": place.country},
        **units,
    )


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@cache
def _alpha2() -> dict[str, str]:
    from masfufa.gazetteer.store import shipped

    pairs: dict[str, str] = shipped().meta["alpha2"]
    return {alpha3: alpha2 for alpha2, alpha3 in pairs.items()}
