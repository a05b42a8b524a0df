"""The matrix and its happenings as GeoJSON (RFC 7946): one feature a cell or happening, honest about its precision."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, TextIO

from masfufa.exchange.dictionary import Row
from masfufa.gazetteer.outlines import Outline, outlines, unit_named
from masfufa.tracking.ledger import Cell


def write_geojson(cells: Iterable[Cell], rows: Iterable[Row], out: TextIO, *, polygons: bool = False) -> int:
    """Write one feature a cell with the row's columns as properties; returns their number.

    A cell's geometry is its unit's point, or with `polygons` its outline where one is shipped (countries and GeoNames'
    first-level units); "geometry_is" says which. A place without either has a null geometry: nothing is guessed.
    """
    out.write('{"type": "FeatureCollection", "features": [')
    count = 0
    for cell, row in zip(cells, rows, strict=True):
        geometry, what = _geometry(cell, polygons)
        feature = {
            "type": "Feature",
            "id": cell.cell_id,
            "geometry": geometry,
            "properties": {**{name: _plain(value) for name, value in row.items()}, "geometry_is": what},
        }
        out.write(("\n" if count == 0 else ",\n") + json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        count += 1
    out.write("\n]}\n")
    return count


def _geometry(cell: Cell, polygons: bool) -> tuple[dict[str, Any] | None, str | None]:
    place = cell.place
    if polygons and place.country is not None:
        found = _outline(place.country, place.level, place.code, place.name)
        if found:
            return _multipolygon(found), "outline"
    if place.lat is not None and place.lon is not None:
        return {"type": "Point", "coordinates": [place.lon, place.lat]}, "unit_point"
    return None, None


def _outline(country: str, level: int, code: str | None, name: str) -> list[Outline]:
    if level == 0:
        return list(outlines(country))
    found = unit_named(country, name, code) if level == 1 else None
    return [found] if found is not None else []


def _multipolygon(units: list[Outline]) -> dict[str, Any]:
    coordinates = [[[list(point) for point in ring] for ring in polygon] for unit in units for polygon in unit.polygons]
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
