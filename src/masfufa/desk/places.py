"""Places that a person chooses: looked up in the gazetteer, kept as a claim's place."""

from __future__ import annotations

import re

from masfufa.claims import ClaimPlace, Unit
from masfufa.gazetteer.outlines import country_at, outlines
from masfufa.gazetteer.store import Gazetteer, Place
from masfufa.language.fold import fold_word

MOST = 12
_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,8})?)\s*[,،;\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)\s*\Z")


def look_up(gazetteer: Gazetteer, name: str, countries: tuple[str, ...] = ()) -> list[Place]:
    """Places of that name, those in the crisis's countries first; for a name that is not known its near spellings."""
    found = gazetteer.candidates(name)
    if not found:
        for country in countries:
            found += gazetteer.loose_candidates(name, country)
    return sorted(found, key=lambda place: place.country not in countries)[:MOST]


def label(place: Place | ClaimPlace) -> str:
    """A place in one line: its name, the units it lies in, its country."""
    above = (
        [unit.name for unit in place.units[:0:-1]]
        if isinstance(place, ClaimPlace)
        else [unit.name for unit in reversed(place.admin)]
    )
    parts = [place.name, *above, place.country or ""]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def claim_place(gazetteer: Gazetteer, place: Place, name: str) -> ClaimPlace:
    """A gazetteer's place as a claim's, called `name` as the person wrote it."""
    units: tuple[Unit, ...] = ()
    if place.country:
        country = gazetteer.country(place.country)
        top = Unit(0, place.country, country.name if country else place.country)
        units = (top, *(Unit(unit.level, unit.pcode, unit.name, unit.scheme) for unit in place.admin))
    return ClaimPlace(
        name=name or place.name,
        country=place.country or None,
        units=units,
        names={"ar" if any("\u0600" <= letter <= "\u06ff" for letter in place.name) else "en": place.name},
        lat=place.lat,
        lon=place.lon,
        geonameid=place.geonameid,
        precision=place.precision,
        matched="name",
    )


def point_of(said: str) -> tuple[float, float] | None:
    """Latitude and longitude as `32.88, 13.19`; None for what is no point of the Earth."""
    found = _POINT.match(fold_word(said))
    if not found:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def spot(gazetteer: Gazetteer, lat: float, lon: float, name: str, countries: tuple[str, ...] = ()) -> ClaimPlace | None:
    """The very point as a claim's place, with the first-level unit that it lies in; None at sea.

    `name`: what the person calls it, else the unit's name. `countries` are looked at first.
    """
    country = country_at(lat, lon, countries) if countries else None
    country = country or country_at(lat, lon)
    if country is None:
        return None
    unit = next((one for one in outlines(country) if one.holds(lat, lon)), None)
    known = gazetteer.country(country)
    units = [Unit(0, country, known.name if known else country)]
    names = dict(unit.names) if unit is not None else {}
    called = names.get("en") or next(iter(names.values()), "")
    if unit is not None and called:
        units.append(Unit(1, unit.code or None, called, "geonames" if unit.code else "source"))
    return ClaimPlace(
        name=name or called or units[0].name,
        country=country,
        units=tuple(units),
        names={} if name else {code: names[code] for code in ("ar", "en", "fr") if code in names},
        lat=round(lat, 5),
        lon=round(lon, 5),
        precision="point",
        matched="coordinates",
    )
