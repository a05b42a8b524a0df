"""The map as plain data: outlines as GeoJSON, values by unit and period, happenings and how exactly they are placed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from masfufa.desk.views.borders import disputed, disputed_lines
from masfufa.desk.views.frame import cell_address, counted, interval, number, place_called
from masfufa.desk.words import Words
from masfufa.gazetteer.outlines import Outline, outlines, unit_named
from masfufa.tracking.ledger import Cell, Ledger, PlaceName

Series = tuple[str, str, str]
"""Category, unit of count, measure."""

MOST_POINTS, LISTED = 1500, 100


@lru_cache(maxsize=8)
def outlines_geojson(countries: tuple[str, ...]) -> bytes:
    """First-level units of the countries as a GeoJSON FeatureCollection; a feature's id is that of `unit_id`.

    Its member "borders" is a feature of its own: the lines between countries that are not agreed.
    """
    dashed = {country for entry in disputed() for country in entry["dashed"]}
    features = []
    for country in countries:
        for place, unit in enumerate(outlines(country)):
            lat, lon = unit.point
            names = {f"name_{language}": name for language, name in unit.names.items()}
            features.append(
                {
                    "type": "Feature",
                    "properties": {
                        "unit": f"{country}:{place}",
                        **names,
                        "lat": lat,
                        "lon": lon,
                        "disputed": country in dashed,
                    },
                    "geometry": {
                        "type": "MultiPolygon",
                        "coordinates": [[list(ring) for ring in polygon] for polygon in unit.polygons],
                    },
                }
            )
    lines = {"type": "MultiLineString", "coordinates": disputed_lines(countries)}
    borders = {"type": "Feature", "properties": {}, "geometry": lines}
    found = {"type": "FeatureCollection", "features": features, "borders": borders}
    return json.dumps(found, ensure_ascii=False).encode("utf-8")


Anchors = Mapping[str, Sequence[float]]
"""By the key of a unit without a point: latitude and longitude of a place inside it that claims name."""


def unit_id(place: PlaceName, anchors: Anchors) -> str | None:
    """The outline of a first-level unit as `COUNTRY:NUMBER`: by code, by any of its names, by a point in it."""
    if place.country is None or place.level != 1:
        return None
    lat, lon = (place.lat, place.lon) if place.lat is not None else anchors.get(place.key, (None, None))
    return _unit_id(place.country, place.code or "", (*place.names.values(), place.name), lat, lon)


@lru_cache(maxsize=4096)
def _unit_id(country: str, code: str, names: tuple[str, ...], lat: float | None, lon: float | None) -> str | None:
    units = outlines(country)
    found: Outline | None = None
    for name in names:
        found = unit_named(country, name, code)
        if found is not None:
            break
    if found is None and lat is not None and lon is not None:
        found = next((unit for unit in units if unit.holds(lat, lon)), None)
    return None if found is None else f"{country}:{units.index(found)}"


def series_of(cells: Sequence[Cell]) -> list[Series]:
    """The series that the cells of all people have, the most frequent first."""
    found: dict[Series, int] = {}
    for cell in cells:
        if cell.population == "all" and cell.place.level >= 0:
            key = (cell.category, cell.unit, cell.measure)
            found[key] = found.get(key, 0) + (cell.place.level == 1)
    return sorted(found, key=lambda key: (-found[key], key))


def of_series(cells: Sequence[Cell], series: Series) -> list[Cell]:
    """The cells of a series."""
    return [c for c in cells if (c.category, c.unit, c.measure) == series and c.population == "all"]


def periods_of(cells: Sequence[Cell]) -> list[str]:
    """The periods of the cells, in order; what has no date is in none."""
    starts = {cell.period: cell.period_start for cell in cells if cell.period_start is not None}
    return sorted(starts, key=lambda label: (starts[label], label))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the map's table; address "" where nobody says anything."""

    name: str
    best: str
    interval: str
    sources: str
    address: str
    precision: str


def values(cells: Sequence[Cell], anchors: Anchors, t: Words, known: Any) -> dict[str, list[dict[str, Any]]]:
    """By period: one value a unit, with its words; unit None where no outline holds it."""
    out: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        if cell.period_start is None:
            continue
        only = cell.cell_id.split("/", 1)[0].endswith(":only")
        unit = None if only else unit_id(cell.place, anchors)
        how = (
            "unit" if unit else "wider" if only or cell.place.level == 0 else "none" if cell.place.level < 0 else "area"
        )
        out.setdefault(cell.period, []).append(
            {
                "unit": unit,
                "name": place_called(cell.place, cell.cell_id, t),
                "value": cell.best,
                "best": number(cell.best, t),
                "interval": interval(cell.best, cell.low, cell.high, t),
                "sources": len(cell.estimate.sources),
                "address": cell_address(cell.cell_id, known),
                "precision": str(t("see.precisions")[how]),
            }
        )
    return out


def table(found: Sequence[dict[str, Any]], t: Words) -> list[TableRow]:
    """The values of one period as rows."""
    return [
        TableRow(v["name"], v["best"], v["interval"], str(v["sources"]), v["address"], v["precision"]) for v in found
    ]


def happenings(ledger: Ledger) -> dict[str, Any]:
    """ "happenings" as plain data: where and how exactly, when, what, counts by category, largest first; "anchors"."""
    anchors: dict[str, tuple[float, float]] = {}
    for known in ledger.canonical.values():
        node = known.node
        if node.level == 1 and node.spot and node.lat is not None and node.lon is not None:
            anchors.setdefault(node.key, (node.lat, node.lon))
    names: dict[str, dict[str, str]] = {}
    for claim in ledger.claims.values():
        for place in claim.places:
            if place.geonameid is not None:
                names.setdefault(str(place.geonameid), {**place.names, "as": place.name})
    out: list[dict[str, Any]] = []
    for happening in ledger.happenings.values():
        node = happening.node
        unit = ledger.places.get(node.key)
        where = names.get(node.spot, {}) if node.spot else (dict(unit.names) | {"as": unit.name} if unit else {})
        how = "spot" if node.spot and node.lat is not None else ("none", "wider", "unit")[min(node.level, 1) + 1]
        if how == "unit" and node.level > 1:
            how = "area"
        counts: dict[str, list[int | None]] = {}
        for (category, count_unit, population), e in happening.estimates.items():
            if count_unit == "person" and e.best is not None and (population == "all" or category not in counts):
                counts[category] = [e.best, e.low, e.high]
        first = next((ledger.claims[c].document for c in happening.claims if c in ledger.claims), None)
        first = first or next((ledger.events[c].document for c in happening.events if c in ledger.events), None)
        out.append(
            {
                "id": happening.id,
                "names": where,
                "lat": node.lat,
                "lon": node.lon,
                "how": how,
                "unit": unit_id(unit, anchors) if unit is not None and how == "unit" else None,
                "start": happening.start.isoformat() if happening.start else None,
                "end": (happening.end or happening.start).isoformat() if happening.start else None,
                "types": list(happening.event_types),
                "counts": counts,
                "reports": len(happening.claims) + len(happening.events),
                "document": first,
            }
        )
    out.sort(key=lambda h: (-max((c[0] or 0 for c in h["counts"].values()), default=0), h["start"] or "", h["id"]))
    return {"happenings": out[:MOST_POINTS], "anchors": anchors}


def points(found: Sequence[dict[str, Any]], category: str, t: Words) -> list[dict[str, Any]]:
    """Happenings that have a count of the category, in words."""
    out = []
    for h in found:
        if (count := h["counts"].get(category)) is None:
            continue
        best, low, high = count
        what = [t.of("event_type", name) for name in h["types"]]
        what = [
            t.of("mode", called) if called == name else called for called, name in zip(what, h["types"], strict=True)
        ]
        names = h["names"]
        out.append(
            {
                "name": names.get(t.language) or names.get("as") or str(t("see.unresolved")),
                "lat": h["lat"],
                "lon": h["lon"],
                "how": h["how"],
                "unit": h["unit"],
                "start": h["start"],
                "end": h["end"],
                "day": h["start"] or str(t("see.unknown")),
                "what": ("، " if t.language == "ar" else ", ").join(what) or "–",
                "number": best,
                "value": number(best, t),
                "interval": interval(best, low, high, t),
                "document": h["document"],
                "reports": h["reports"],
            }
        )
    return out


def called(series: Series, t: Words) -> str:
    """What a series is called."""
    return counted(*series, "all", t)
