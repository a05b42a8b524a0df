"""Places of agency rows: a country by code or name, a unit by its name, coordinates against the place that is named.

Coordinates are never moved and rows never dropped: what does not fit together is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from masfufa.claims import ClaimPlace, Unit
from masfufa.gazetteer.outlines import country_at, outlines
from masfufa.gazetteer.store import PRECISIONS, RECORD, Gazetteer, Place, shipped

_FAR_KM = {"point": 150, "city": 150, "admin4": 100, "admin3": 120, "admin2": 250, "admin1": 600}
"""How far from a named place something said to be there may be: boats off its coast, the size of such a unit."""
_BORDER = 0.25
"""Degrees: outlines are simplified and coordinates rounded, so a point this near a border may lie on either side."""
_NEIGHBOURS = 6
_WORD = re.compile(r"[^\W_]+(?:['’`-][^\W_]+)*")
_BRACKETS = re.compile(r"\([^)]*\)")


class Country(NamedTuple):
    """A country of a row. `iso3` is None where the code stands for no one country; `code` is as the ledger writes it;
    `note` says what is special about it."""

    iso3: str | None
    code: str
    name: str
    note: str | None = None


@cache
def _data() -> dict[str, Any]:
    import yaml

    text = resources.files("masfufa.exchange").joinpath("countries.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, opened once."""
    return Gazetteer.open()


@lru_cache(maxsize=2048)
def country_of(code: str = "", name: str = "", number: str = "") -> Country | None:
    """The country of an alpha-3 code, else of an ISO number, else of a name; None where none of them is known."""
    data = _data()
    code = code.strip().upper()
    special = data["special"].get(code)
    if special:
        return Country(special["country"], special["country"] or code, special["name"], special["note"])
    known = shipped().meta["country_rows"]
    if code and (code in known or code in data["numbers"]):
        entry = gazetteer().country(code)
        return Country(code, code, entry.name if entry else name or code)
    if number.isdigit():
        for iso3, value in data["numbers"].items():
            if value == int(number):
                return country_of(iso3, name)
        if int(number) in data["old_numbers"]:
            return country_of(data["old_numbers"][int(number)], name)
    if name:
        for alias, iso3 in data["names"].items():
            if alias.casefold() == name.strip().casefold():
                return country_of(iso3, name)
        for place in gazetteer().candidates(name):
            if place.feature == "country":
                return Country(place.country, place.country, place.name)
    return None


def country_place(country: Country | None, name: str = "") -> ClaimPlace:
    """A whole country as a claim's place; without a country the name as written, unresolved."""
    if country is None:
        return ClaimPlace(name)
    unit = Unit(0, country.code, country.name, "geonames" if country.iso3 else "source")
    entry = gazetteer().country(country.iso3) if country.iso3 else None
    return ClaimPlace(
        name or country.name,
        country.iso3,
        (unit,),
        lat=entry.lat if entry else None,
        lon=entry.lon if entry else None,
        geonameid=entry.geonameid if entry else None,
        precision="country",
        matched="code",
    )


@lru_cache(maxsize=65536)
def unit_named(name: str, iso3: str, level: int, parent: str | None = None) -> Unit:
    """The administrative unit of that name and level; under `parent` (a unit's name) if several have it.

    The word for what it is may follow the name ("Tripoli district"), and Latin spellings may differ where only one unit
    sounds like it. A name that the gazetteer lacks gives a unit of the scheme "source", without a code.
    """
    bare = _bare(name)
    for spelling in dict.fromkeys((name, bare)):
        found = _units_among(gazetteer().candidates(spelling), iso3, level, parent)
        if found:
            return found[0]
    sounding = _units_among(gazetteer().loose_candidates(bare, iso3), iso3, level, parent)
    if len(set(sounding)) == 1:
        return sounding[0]
    return Unit(level, None, name, "source")


def _units_among(places: list[Place], iso3: str, level: int, parent: str | None) -> list[Unit]:
    out = []
    for place in places:
        if place.country != iso3 or place.feature != f"admin{level}" or not place.admin:
            continue
        unit, above = place.admin[-1], place.admin[:-1]
        if unit.level == level and (parent is None or not above or any(other.name == parent for other in above)):
            out.append(Unit(level, unit.pcode, unit.name, unit.scheme))
    return out


def _bare(name: str) -> str:
    """The name without the word for what it is."""
    words = name.split()
    while len(words) > 1 and words[-1].casefold() in _data()["unit_words"]:
        words.pop()
    return " ".join(words)


def units_of(
    country: Country, names: tuple[str, ...], lat: float | None = None, lon: float | None = None
) -> tuple[Unit, ...]:
    """The country and the units under it by their names, from level 1 downwards, up to the first that is empty.

    A first-level name that the gazetteer lacks is told by the outlines, if a point inside it is given.
    """
    units = [Unit(0, country.code, country.name, "geonames" if country.iso3 else "source")]
    for level, name in enumerate(names, 1):
        if not name:
            break
        unit = unit_named(name, country.iso3 or "", level, units[-1].name if level > 1 else None)
        if level == 1 and unit.scheme == "source" and lat is not None and lon is not None:
            unit = (*units_at(lat, lon, country)[1:], unit)[0]
        units.append(unit)
    return tuple(units)


def units_above(country: Country, place: Place) -> tuple[Unit, ...]:
    """The country and the units that a place of the gazetteer lies in."""
    top = Unit(0, country.code, country.name, "geonames")
    return (top, *(Unit(unit.level, unit.pcode, unit.name, unit.scheme) for unit in place.admin))


@lru_cache(maxsize=65536)
def units_at(lat: float, lon: float, country: Country) -> tuple[Unit, ...]:
    """The country and the first-level unit that holds the point, where the outlines tell."""
    top = Unit(0, country.code, country.name, "geonames" if country.iso3 else "source")
    for outline in outlines(country.iso3) if country.iso3 else ():
        if outline.holds(lat, lon):
            named = [unit_named(name, country.iso3 or "", 1) for name in outline.names.values() if name]
            known = [unit for unit in named if unit.scheme != "source"] or named[:1]
            return (top, *known[:1])
    return (top,)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=16384)
def places_in(description: str, iso3: str) -> tuple[Place, ...]:
    """Places of the country that a description names, most exact words first: of each comma's stretch the longest name.

    All places of one name are given, as it may be any of them. What stands in brackets is left out.
    """
    out: list[Place] = []
    for stretch in re.split(r"[,;/]", _BRACKETS.sub(" ", description)):
        words = list(_WORD.finditer(stretch))
        used = 0
        for start in range(len(words)):
            if start < used or not words[start].group()[:1].isupper():
                continue
            for end in range(min(len(words), start + 5), start, -1):
                name = stretch[words[start].start() : words[end - 1].end()]
                found = [p for p in gazetteer().candidates(name) if p.country == iso3 and p.feature != "country"]
                if found and (end - start > 1 or not found[0].common_word):
                    out.extend(found)
                    used = end
                    break
    return tuple(out)


class Check(NamedTuple):
    """`fits`: None if there is nothing to check against. `place` is the named place that the words mean, where known;
    `far`: kilometres from it. `swapped`: latitude and longitude exchanged would fit. `lies_in`: the country there."""

    fits: bool | None
    place: Place | None
    far: float | None = None
    swapped: bool = False
    lies_in: str | None = None


def check_coordinates(lat: float, lon: float, description: str, iso3: str) -> Check:
    """Coordinates against the place that a description names in a country, and against the country itself."""
    named = places_in(description, iso3)
    fits, place, far = _near_a_name(lat, lon, named)
    if fits:
        return Check(True, place, far)
    lies_in = _foreign(lat, lon, iso3)
    if lies_in is not None and lies_in in _countries_named(description):
        return Check(None, place, far)
    if lies_in is None and (not named or not _alone(named) or _on_the_way(description)):
        return Check(None, place, far)
    swapped = abs(lon) <= 90 and (_near_a_name(lon, lat, named)[0] if named else _in_country(lon, lat, iso3))
    return Check(False, place, far, bool(swapped), lies_in)


def _alone(named: tuple[Place, ...]) -> bool:
    """Whether a name is sure enough to say by it alone, inside the right country, that coordinates are wrong.

    A country has many villages of one name and the gazetteer few of them: only towns and units count.
    """
    first = named[0]
    return first.precision in ("admin2", "admin3", "admin4") or first.population >= 15_000


def _on_the_way(description: str) -> bool:
    """Whether the words say that it was not at the places they name but between them or on the way."""
    words = {word.group().casefold() for word in _WORD.finditer(description)}
    return bool(words & set(_data()["way_words"]))


@lru_cache(maxsize=4096)
def _countries_named(description: str) -> frozenset[str]:
    words = list(_WORD.finditer(description))
    names = (
        description[words[start].start() : words[end].end()]
        for start in range(len(words))
        for end in range(start, min(start + 4, len(words)))
        if words[start].group()[:1].isupper()
    )
    found = frozenset(country.iso3 for name in names if (country := country_of(name=name)) and country.iso3)
    demonyms = {word.group().casefold() for word in words}
    return found | {code for code, listed in _data()["demonyms"].items() if demonyms & set(listed)}


def _near_a_name(lat: float, lon: float, named: tuple[Place, ...]) -> tuple[bool, Place | None, float | None]:
    best: tuple[float, Place] | None = None
    for place in named:
        far = kilometres(lat, lon, place.lat, place.lon)
        if far <= _FAR_KM.get(place.precision, 150):
            return True, place, far
        if best is None:
            best = (far, place)
    return (False, best[1], best[0]) if best else (False, None, None)


@lru_cache(maxsize=65536)
def _foreign(lat: float, lon: float, iso3: str) -> str | None:
    """The other country whose land holds the point; None at sea, and in or close to the stated country."""
    if not outlines(iso3) or _in_country(lat, lon, iso3, _BORDER):
        return None
    nearest: dict[str, float] = {}
    for far, country in _around(lat, lon):
        if country and far < nearest.get(country, 1e9):
            nearest[country] = far
    near = sorted(nearest, key=lambda country: nearest[country])[:_NEIGHBOURS]
    return country_at(lat, lon, tuple(country for country in near if country != iso3))


def _in_country(lat: float, lon: float, iso3: str, margin: float = 0.0) -> bool:
    """Whether the country holds the point, or one that is `margin` degrees off it in any direction."""
    steps = (0.0,) if not margin else (0.0, margin, -margin)
    return any(country_at(lat + up, lon + right, (iso3,)) for up in steps for right in steps)


def _around(lat: float, lon: float) -> Iterator[tuple[float, str]]:
    grid = _grid()
    wide = min(20, math.ceil(1.2 / max(0.1, math.cos(math.radians(lat)))))
    for row in range(math.floor(lat) - 2, math.floor(lat) + 3):
        for column in range(math.floor(lon) - wide, math.floor(lon) + wide + 1):
            for place_lat, place_lon, country in grid.get((row, (column + 180) % 360 - 180), ()):
                yield kilometres(lat, lon, place_lat, place_lon), country


@cache
def _grid() -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    """Settlements by whole degrees. Units and countries have their middle far from their edges and are left out."""
    layer = shipped()
    settlements = {PRECISIONS.index("point"), PRECISIONS.index("city")}
    out: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    data = memoryview(layer._map)[layer._records : layer._records + layer.count * RECORD.size]
    for record in RECORD.iter_unpack(data):
        if record[8] in settlements:
            lat, lon = record[1] / 1e5, record[2] / 1e5
            out.setdefault((math.floor(lat), math.floor(lon)), []).append((lat, lon, layer.countries[record[6]]))
    data.release()
    return out
