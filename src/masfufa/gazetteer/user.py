"""A user's own gazetteer: a GeoNames dump, COD-AB tables and boundaries, lists of places, compiled into one layer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from masfufa.errors import DataError, UsageError
from masfufa.gazetteer.columns import PLACE_LEVEL, Columns, guess
from masfufa.gazetteer.geonames import dump_rows, feature_of
from masfufa.gazetteer.names import is_arabic, key_of
from masfufa.gazetteer.pack import Packer, Row
from masfufa.gazetteer.rank import importance
from masfufa.gazetteer.store import CAPITAL, COD, HOME, USER, Gazetteer, Layer, Place, shipped
from masfufa.gazetteer.tables import Box, Polygon, Table, box, inside, middle, read_tables

_SETTLED = frozenset({"capital", "city", "town", "village", "neighbourhood", "district"})
_SAME_KM = 30.0
_VOTERS = 2000
_PCODE = re.compile(r"([A-Z]{2,3})\d{2,}$")


@dataclass(slots=True)
class Report:
    """What one source gave: for the command's output."""

    label: str
    read: int = 0
    without_point: int = 0
    notes: list[str] = field(default_factory=list)


class UserBuild:
    """Collects sources and writes the layer."""

    def __init__(self, country: str | None = None) -> None:
        self.base = shipped()
        self.country = country.upper() if country else None
        self.packer = Packer({"kind": "user", "sources": []}, 64)
        self.units: dict[tuple[str, int, str], Row] = {}
        self.shapes: list[tuple[Row, int, list[Polygon]]] = []
        self.reports: list[Report] = []
        self._points: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._names: dict[int, list[str]] | None = None
        self._gazetteer = Gazetteer([self.base])
        self._voted = ""

    # ------------------------------------------------------------------ sources
    def add_places(self, path: Path, columns: dict[str, str] | None = None) -> None:
        """A list of places or a COD-AB file. Raises DataError("gazetteer-columns") where no sheet of it is one."""
        found = False
        for table in read_tables(path):
            layout = guess(table.rows, columns)
            if layout is None or not layout.useful():
                continue
            found = True
            self._add_table(table, layout)
        if not found:
            raise DataError(
                "gazetteer-columns",
                f"{path}: found no table with names of places and coordinates or codes. Say which column is what: "
                "--columns name_ar=HEADER --columns lat=HEADER --columns lon=HEADER",
            )

    def add_geonames(self, path: Path, countries: frozenset[str] | None = None) -> None:
        """A GeoNames dump (LY.txt, allCountries.txt); `countries` (alpha-3) keeps only those."""
        report = Report(path.name)
        iso3 = _alpha3()
        units: dict[str, Row] = {}
        later: list[tuple[Row, str]] = []
        for cells in dump_rows(path):
            country = iso3.get(cells[8], "")
            if not country or (countries and country not in countries):
                continue
            feature = feature_of(cells[6], cells[7], int(cells[14] or 0))
            if feature is None:
                continue
            names = {cells[2], *cells[3].split(",")} - {""}
            kept = {
                name for name in names if is_arabic(name) or (name.isascii() and name[:1].isupper() and len(name) > 3)
            }
            precision = feature if feature.startswith("admin") else "city" if feature in _SETTLED else "point"
            flags = (CAPITAL if feature == "capital" else 0) | HOME
            row = Row(
                cells[1],
                country,
                feature,
                float(cells[4]),
                float(cells[5]),
                precision,
                kept,
                int(cells[14] or 0),
                int(cells[0]),
                flags=flags,
                loose=True,
            )
            if feature == "admin1":
                units[f"{cells[8]}.{cells[10]}"] = row
            later.append((row, f"{cells[8]}.{cells[10]}"))
            self.packer.add(row)
            report.read += 1
        for row, code in later:
            if row is not units.get(code):
                row.parent = units.get(code)
        self.reports.append(report)

    # ------------------------------------------------------------------ tables
    def _add_table(self, table: Table, layout: Columns) -> None:
        report = Report(table.label)
        self._voted = "" if layout.country or self.country else self._vote(table, layout)
        for number, cells in enumerate(table.rows[layout.first_row :]):
            row = self._add_row(cells, layout, report)
            if row is not None and table.shapes is not None:
                polygons = table.shapes[number + layout.first_row - 1]
                centre = middle(polygons) if polygons else None
                if centre is not None:
                    self._points[id(row)] = [centre]
                    self.shapes.append((row, layout.deepest, polygons))
        self.reports.append(report)
        if not report.read:
            raise DataError(
                "gazetteer-country",
                f"{table.label}: which country its places lie in could not be told. Say it: --country LBY",
            )

    def _vote(self, table: Table, layout: Columns) -> str:
        """The country most of whose units bear the table's names; "" where none stands out."""
        names = {
            _text(cells, column)
            for cells in table.rows[layout.first_row : layout.first_row + _VOTERS]
            for column, _ in layout.names[min(layout.names)]
        }
        votes: Counter[str] = Counter()
        for name in sorted(names):
            found = [place for place in self._gazetteer.candidates(name) if name and place.feature != "country"]
            votes.update({place.country for place in found})
        if not votes:
            return ""
        (first, most), *others = votes.most_common(2)
        return first if most * 2 > len(names) and (not others or others[0][1] < most) else ""

    def _add_row(self, cells: list[object], layout: Columns, report: Report) -> Row | None:
        codes = {level: _text(cells, number) for level, number in layout.codes.items()}
        if 0 in codes:
            codes.setdefault(layout.deepest, codes.pop(0))
        country = self._country_of(cells, layout, codes)
        if not country:
            return None
        if layout.level is not None:
            return self._add_levelled(cells, layout, country, report)
        cod = any(_PCODE.match(code) for code in codes.values())
        parent: Row | None = None
        for level in sorted(layout.names):
            names = [
                name for column, _ in layout.names[level] if (name := _text(cells, column)) and not _is_number(name)
            ]
            if not names:
                continue
            parent = self._unit(country, level, codes.get(level, ""), names, parent, cod)
        if parent is None:
            return None
        report.read += 1
        lat, lon = _number(cells, layout.lat), _number(cells, layout.lon)
        if lat is not None and lon is not None and -90 <= lat <= 90 and -180 <= lon <= 180 and (lat or lon):
            self._points[id(parent)].append((lat, lon))
        return parent

    def _add_levelled(self, cells: list[object], layout: Columns, country: str, report: Report) -> Row | None:
        """A row that gives its own level, code and the code of the unit above (the global list of P-codes)."""
        name, code = _text(cells, layout.names[layout.deepest][0][0]), _text(cells, layout.codes[layout.deepest])
        level = int(_number(cells, layout.level) or 0)
        if not name or not code or not 1 <= level < PLACE_LEVEL:
            return None
        report.read += 1
        above = self.units.get((country, level - 1, f"#{_text(cells, layout.parent)}"))
        return self._unit(country, level, code, [name], above, True)

    def _unit(self, country: str, level: int, code: str, names: list[str], parent: Row | None, cod: bool) -> Row:
        latin = [name for name in names if not is_arabic(name)]
        # A code names a unit by itself; without one, a unit is its name within the unit above.
        keys = [(country, level, f"#{code}")] if code else []
        above = f"{id(parent)}/" if parent is not None else ""
        keys += [(country, level, above + key_of(name)) for name in names if key_of(name)]
        found = next((self.units[key] for key in keys if key in self.units), None)
        if found is not None and code and found.pcode and found.pcode != code:
            found = None
            keys = keys[:1]
        if found is None:
            kind = f"admin{level}" if level < PLACE_LEVEL else "village"
            precision = kind if level < PLACE_LEVEL else "point"
            flags = USER | HOME | (COD if cod and level < PLACE_LEVEL else 0)
            label = (latin or names)[0]
            found = None if cod or level >= PLACE_LEVEL else self._shipped_unit(country, kind, names, parent)
            found = found or Row(
                label, country, kind, 0.0, 0.0, precision, set(), parent=parent, flags=flags, loose=True
            )
            self.packer.add(found)
        if not found.pcode:
            found.pcode = code
        found.names.update(names)
        for key in keys:
            self.units.setdefault(key, found)
        return found

    def _shipped_unit(self, country: str, kind: str, names: list[str], parent: Row | None) -> Row | None:
        """GeoNames' unit of the name: for lists without P-codes, whose units are of no other scheme."""
        for name in names:
            for place in self._gazetteer.candidates(name):
                if place.country == country and place.feature == kind and place.geonameid is not None:
                    return Row(
                        place.name, country, kind, place.lat, place.lon, place.precision, set(), 0, place.geonameid,
                        parent, flags=place.flags, loose=True,
                    )  # fmt: skip
        return None

    def _country_of(self, cells: list[object], layout: Columns, codes: dict[int, str]) -> str:
        for column in layout.country:
            text = _text(cells, column)
            if len(text) == 3 and text.isupper() and text.isascii():
                return text
            named = [place for place in self._gazetteer.candidates(text) if place.feature == "country"] if text else []
            if named:
                return named[0].country
        if self.country:
            return self.country
        iso3 = _alpha3()
        for code in codes.values():
            letters = match.group(1) if (match := _PCODE.match(code)) else ""
            if letters in iso3.values():
                return letters
            if letters in iso3:
                return iso3[letters]
        return self._voted

    # ------------------------------------------------------------------ finish
    def write(self, folder: Path) -> int:
        """Settle points and parents, lay the shipped places over, write; returns the size in bytes."""
        if not self.packer.rows:
            raise UsageError("gazetteer-nothing", "Nothing to build from: give --geonames, --cod-ab or --places.")
        self._settle_points()
        cod = sorted({row.country for row in self.packer.rows if row.flags & COD})
        self._adopt(set(cod))
        for row in self.packer.rows:
            row.weight = importance(row.feature, row.population, row.flags)
        self.packer.meta["cod_countries"] = cod
        self.packer.meta["sources"] = [report.label for report in self.reports]
        return self.packer.write(folder)

    def _settle_points(self) -> None:
        """Its own point, else its parts' middle, else that of the shipped place of its name, else its whole's."""
        rows = self.packer.rows
        for row in rows:
            points = self._points.get(id(row))
            if points:
                row.lat, row.lon = _mean(points)
        parts: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for row in reversed(rows):  # parts were added after their wholes
            if not (row.lat or row.lon) and id(row) in parts:
                row.lat, row.lon = _mean(parts[id(row)])
            elif not (row.lat or row.lon):
                self._borrow_point(row)
            if row.parent is not None and (row.lat or row.lon):
                parts[id(row.parent)].append((row.lat, row.lon))
        for row in rows:
            if not (row.lat or row.lon) and row.parent is not None and (row.parent.lat or row.parent.lon):
                row.lat, row.lon, row.precision = row.parent.lat, row.parent.lon, row.parent.precision
        kept = [row for row in rows if row.lat or row.lon]
        self.reports[-1].without_point += len(rows) - len(kept)
        alive = {id(row) for row in kept}
        for row in kept:
            while row.parent is not None and id(row.parent) not in alive:
                row.parent = row.parent.parent
        self.packer.rows = kept

    def _borrow_point(self, row: Row) -> None:
        for name in (row.name, *sorted(row.names)):
            for place in self._gazetteer.candidates(name):
                if place.country == row.country and place.feature != "country":
                    row.lat, row.lon = place.lat, place.lon
                    return

    def _adopt(self, countries: set[str]) -> None:
        """Give shipped places of the countries their COD units: by boundary, else by name and nearness."""
        boxes = [(box(polygons), level, row, polygons) for row, level, polygons in self.shapes]
        boxes.sort(key=lambda entry: -entry[1])
        given = {row.geonameid for row in self.packer.rows if row.geonameid}
        units = [row for row in self.packer.rows if row.flags & COD]
        by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for entry in units:
            for name in {entry.name, *entry.names}:
                by_name[entry.country, key_of(name)].append(entry)
        for number in range(self.base.count):
            place = self.base.place(number)
            if place.country not in countries or place.feature == "country" or place.feature.startswith("admin"):
                continue
            if place.geonameid in given:
                continue
            unit = _containing(boxes, place)
            names = self._names_of(number)
            if unit is None and place.feature in _SETTLED:
                unit = _nearest(place, [row for name in names for row in by_name.get((place.country, name), ())])
            if unit is not None:
                self.packer.add(self._copy(place, names, unit))

    def _copy(self, place: Place, names: list[str], unit: Row) -> Row:
        return Row(
            place.name,
            place.country,
            place.feature,
            place.lat,
            place.lon,
            place.precision,
            {*names},
            place.population,
            place.geonameid or 0,
            unit,
            flags=place.flags,
            loose=True,
        )

    def _names_of(self, number: int) -> list[str]:
        if self._names is None:
            self._names = defaultdict(list)
            for key in self.base.names:
                for row in self.base.rows(key):
                    self._names[row].append(key)
        return self._names.get(number, [])


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points)


def _nearest(place: Place, units: list[Row]) -> Row | None:
    best, distance = None, _SAME_KM / 111.0
    for unit in sorted(units, key=lambda row: row.feature, reverse=True):
        away = max(abs(unit.lat - place.lat), abs(unit.lon - place.lon))
        if away < distance - 0.02:
            best, distance = unit, away
    return best


def _containing(boxes: list[tuple[Box, int, Row, list[Polygon]]], place: Place) -> Row | None:
    """The deepest unit whose boundary holds the place; `boxes` go from the deepest level upwards."""
    for (west, south, east, north), _, unit, polygons in boxes:
        if west <= place.lon <= east and south <= place.lat <= north and inside(polygons, place.lat, place.lon):
            return unit
    return None


def _text(cells: list[object], number: int | None) -> str:
    value = cells[number] if number is not None and number < len(cells) else None
    return "" if value is None else " ".join(str(value).split())


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace("-", "").isdigit()


def _number(cells: list[object], number: int | None) -> float | None:
    try:
        return float(_text(cells, number).replace(",", "."))
    except ValueError:
        return None


@cache
def _alpha3() -> dict[str, str]:
    """alpha-2 → alpha-3 of every country in the shipped gazetteer."""
    pairs: dict[str, str] = shipped().meta["alpha2"]
    return pairs


__all__ = ["Layer", "Report", "UserBuild"]
