"""Reading a user's tables of places: CSV in any usual encoding, XLSX, and GeoJSON of boundaries."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from masfufa.errors import DataError

Polygon = list[list[list[float]]]
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Table:
    """One sheet or file: `label` says which, for messages."""

    label: str
    rows: list[list[object]]
    shapes: list[list[Polygon]] | None = None


def read_tables(path: Path) -> Iterator[Table]:
    """The tables of a file. Raises DataError("gazetteer-file") for one that can't be read, saying what is needed."""
    if not path.is_file():
        raise DataError("gazetteer-file", f"{path}: no such file.")
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        yield from _workbook(path)
    elif suffix in (".geojson", ".json"):
        yield _geojson(path)
    elif suffix in (".shp", ".gpkg", ".zip"):
        yield _with_geopandas(path)
    else:
        yield Table(path.name, _csv(path))


def _csv(path: Path) -> list[list[object]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = str(from_bytes(content).best() or "")
    sample = text[:20_000]
    delimiter = max(",;\t|", key=lambda sign: sample.count(sign))
    return [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def _workbook(path: Path) -> Iterator[Table]:
    try:
        import openpyxl  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise DataError(
            "gazetteer-file", f"{path}: reading XLSX needs openpyxl (pip install openpyxl), or save it as CSV."
        ) from error
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its zip and XML readers do
        raise DataError("gazetteer-file", f"{path}: not a workbook that can be read ({error}).") from error
    for sheet in book:
        if hasattr(sheet, "iter_rows"):
            yield Table(f"{path.name}, sheet {sheet.title}", [list(row) for row in sheet.iter_rows(values_only=True)])
    book.close()


def _geojson(path: Path) -> Table:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("gazetteer-file", f"{path}: not GeoJSON ({error}).") from error
    return _features(path.name, [(feature.get("properties") or {}, feature.get("geometry")) for feature in features])


def _with_geopandas(path: Path) -> Table:
    try:
        import geopandas  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError as error:
        raise DataError(
            "gazetteer-file",
            f"{path}: shapefiles and geopackages need geopandas (pip install geopandas), or convert to GeoJSON.",
        ) from error
    collection = json.loads(geopandas.read_file(path).to_crs(4326).to_json())
    return _features(path.name, [(feature["properties"], feature["geometry"]) for feature in collection["features"]])


def _features(label: str, features: list[tuple[dict[str, Any], dict[str, Any] | None]]) -> Table:
    header: list[object] = [*sorted({key for properties, _ in features for key in properties})]
    rows: list[list[object]] = [header]
    shapes: list[list[Polygon]] = []
    for properties, geometry in features:
        rows.append([properties.get(str(key)) for key in header])
        kind = (geometry or {}).get("type")
        coordinates: Any = (geometry or {}).get("coordinates")
        shapes.append(coordinates if kind == "MultiPolygon" else [coordinates] if kind == "Polygon" else [])
    return Table(label, rows, shapes)


def inside(polygons: list[Polygon], lat: float, lon: float) -> bool:
    """True where the point lies in one of the polygons (rings of [longitude, latitude]; holes count)."""
    return any(_odd(polygon, lat, lon) for polygon in polygons)


def _odd(polygon: Polygon, lat: float, lon: float) -> bool:
    odd = False
    for ring in polygon:
        for (x0, y0, *_), (x1, y1, *_) in pairwise(ring):
            if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) / (y1 - y0) * (x1 - x0):
                odd = not odd
    return odd


def box(polygons: list[Polygon]) -> Box:
    """(west, south, east, north) of the outer rings."""
    points = [point for polygon in polygons for point in polygon[0]]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def middle(polygons: list[Polygon]) -> tuple[float, float] | None:
    """(latitude, longitude) of the centre of the largest outer ring."""
    best, found = 0.0, None
    for polygon in polygons:
        area = x = y = 0.0
        for (x0, y0, *_), (x1, y1, *_) in pairwise(polygon[0]):
            cross = x0 * y1 - x1 * y0
            area += cross
            x += (x0 + x1) * cross
            y += (y0 + y1) * cross
        if abs(area) > best:
            best, found = abs(area), (y / (3 * area), x / (3 * area))
    return found
