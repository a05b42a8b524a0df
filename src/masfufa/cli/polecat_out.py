"""POLECAT out: a table with the forty columns of the POLECAT event data, one row an event (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable

from masfufa.cli.csv_out import SEPARATOR, guarded
from masfufa.cli.event_facts import event_ids, fields, modes, sector_of, stretch
from masfufa.cli.settings import Settings
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.records import ActorMention, PlaceMention


class Polecat:
    """Tab-separated rows under one header; tabs and line ends inside a cell become spaces."""

    def __init__(self, settings: Settings) -> None:
        self._excel = settings.excel

    def head(self) -> str:
        """The header row."""
        return ("\ufeff" if self._excel else "") + self._line(fields()["polecat"]["columns"])

    def document(self, item: Item) -> str:
        """One row an event; none for a document without events."""
        return "".join(self._line(row) for row in rows(item))

    def failure(self, key: str, failure: Failure) -> str:
        """No row: what could not be read is told on stderr."""
        return ""

    def tail(self, totals: Totals) -> str:
        """Nothing."""
        return ""

    def _line(self, cells: list[str]) -> str:
        return "\t".join(" ".join(cell.split()) for cell in cells) + ("\r\n" if self._excel else "\n")


def rows(item: Item) -> list[list[str]]:
    """The cells of every event, in the order of POLECAT's columns; "" for what the text does not say.

    The n-th entries of the cells of an actor belong together; "Event Date" is never that of publication.
    """
    table, reading, document = fields()["polecat"], item.reading, item.document
    story = list(dict.fromkeys(place.name or place.text for place in reading.places))
    out = []
    for event, identity in zip(reading.events, event_ids(item), strict=True):
        start, end = stretch(event)
        cells: dict[str, str] = {
            "Event ID": identity,
            "Event Date": start or end or "",
            "Event Type": event.event_type,
            "Event Mode": SEPARATOR.join(modes(event)),
            "Quad Code": table["quad_codes"][EVENT_TYPES[event.event_type].quad],
            "Contexts": SEPARATOR.join(event.contexts),
            **_actors("Actor", event.source),
            **_actors("Recipient", event.target),
            **(_place(event.places[0]) if event.places else {}),
            "Source": guarded(document.publisher or ""),
            "Publication Date": reading.published.isoformat() if reading.published else "",
            "Story Locations": guarded(SEPARATOR.join(story)),
            "Language": table["languages"].get(reading.language, reading.language or ""),
            "Version": f"masfufa {reading.reader}",
        }
        out.append([cells.get(column, "") for column in table["columns"]])
    return out


def _actors(role: str, actors: tuple[ActorMention, ...]) -> dict[str, str]:
    sectors = [sector_of(actor) for actor in actors]
    return {
        f"{role} Name": _joined(actor.name for actor in actors),
        f"{role} Country": _joined(actor.country for actor in actors),
        f"Primary {role} Sector": next((sector for sector in sectors if sector), ""),
        f"{role} Sectors": _joined(sectors),
        f"{role} Name Raw": _joined(actor.text for actor in actors),
    }


def _place(place: PlaceMention) -> dict[str, str]:
    units = {unit.level: unit.name for unit in place.admin}
    return {
        "Placename": guarded(place.name or ""),
        "City": guarded(place.name or "") if place.precision == "city" and place.feature != "country" else "",
        "District": guarded(units.get(2, "")),
        "Province": guarded(units.get(1, "")),
        "Country": place.country or "",
        "Latitude": "" if place.lat is None else str(place.lat),
        "Longitude": "" if place.lon is None else str(place.lon),
        "GeoNames ID": "" if place.geonameid is None else str(place.geonameid),
        "Raw Placename": guarded(place.text),
        "Feature Type": place.feature or "",
    }


def _joined(values: Iterable[str | None]) -> str:
    listed = list(values)
    return guarded(SEPARATOR.join(value or "" for value in listed)) if any(listed) else ""
