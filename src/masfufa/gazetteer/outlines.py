"""Outlines of countries and their first-level units, for maps: simplified Natural Earth polygons, read one country at a
time."""

from __future__ import annotations

import importlib.resources
import json
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

Ring = tuple[tuple[float, float], ...]
"""Points as (longitude, latitude) in degrees; the first is the last."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A first-level unit: `code` is GeoNames' ("LY.70"), "" where Natural Earth knows none; `names` by language.

    `polygons` holds for each polygon its outer ring, then its holes.
    """

    country: str
    code: str
    names: Mapping[str, str]
    polygons: tuple[tuple[Ring, ...], ...]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies in the unit (even-odd rule; a point on the line may fall on either side)."""
        return any(_inside(polygon, lat, lon) for polygon in self.polygons)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees."""
        points = [point for polygon in self.polygons for point in polygon[0]]
        return (
            min(lon for lon, _ in points),
            min(lat for _, lat in points),
            max(lon for lon, _ in points),
            max(lat for _, lat in points),
        )

    @property
    def point(self) -> tuple[float, float]:
        """(latitude, longitude): the centre of the largest polygon, which in a bent unit may lie outside it."""
        largest = max((polygon[0] for polygon in self.polygons), key=lambda ring: abs(_area(ring)))
        area = _area(largest)
        if not area:
            return largest[0][1], largest[0][0]
        lat = lon = 0.0
        for (x0, y0), (x1, y1) in pairwise(largest):
            cross = x0 * y1 - x1 * y0
            lon += (x0 + x1) * cross
            lat += (y0 + y1) * cross
        return lat / (6 * area), lon / (6 * area)


def unit_named(country: str, name: str, code: str | None = None) -> Outline | None:
    """The first-level unit of that GeoNames code, else the only one that has that name in some language."""
    units = outlines(country)
    if code:
        found = [unit for unit in units if unit.code == code]
        if found:
            return found[0]
    wanted = plain_name(name)
    found = [unit for unit in units if any(plain_name(known) == wanted for known in unit.names.values())]
    return found[0] if len(found) == 1 else None


def plain_name(name: str) -> str:
    """A name without case, marks and signs: how names of two lists are held together."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return "".join(c for c in letters if c.isalnum())


def _area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


@lru_cache(maxsize=32)
def outlines(country: str) -> tuple[Outline, ...]:
    """The first-level units of a country (ISO 3166 alpha-3); () for a country without any."""
    archive = _archive()
    try:
        plain = json.loads(archive.read(f"{country}.json"))
    except KeyError:
        return ()
    return tuple(
        Outline(
            country,
            unit["code"],
            unit["names"],
            tuple(tuple(_ring(ring) for ring in polygon) for polygon in unit["polygons"]),
        )
        for unit in plain
    )


def countries() -> tuple[str, ...]:
    """The countries that have outlines, as ISO 3166 alpha-3 codes in order."""
    return tuple(sorted(name.removesuffix(".json") for name in _archive().namelist()))


def country_at(lat: float, lon: float, among: tuple[str, ...] | None = None) -> str | None:
    """The country (alpha-3) whose land holds the point, looked for in `among` (else everywhere); None at sea."""
    for country in among if among is not None else countries():
        if any(_in_bounds(unit, lat, lon) and unit.holds(lat, lon) for unit in outlines(country)):
            return country
    return None


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    content = importlib.resources.files("masfufa.gazetteer").joinpath("data", "outlines.zip").read_bytes()
    return zipfile.ZipFile(BytesIO(content))


def _ring(flat: list[int]) -> Ring:
    """Points from whole hundredths of a degree, the first absolute and each further one relative to the last."""
    points, lon, lat = [], 0, 0
    for step in range(0, len(flat), 2):
        lon += flat[step]
        lat += flat[step + 1]
        points.append((lon / 100, lat / 100))
    return tuple(points)


def _in_bounds(unit: Outline, lat: float, lon: float) -> bool:
    west, south, east, north = unit.bounds
    return west <= lon <= east and south <= lat <= north


def _inside(polygon: tuple[Ring, ...], lat: float, lon: float) -> bool:
    crossings = 0
    for ring in polygon:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
                crossings += 1
    return crossings % 2 == 1
