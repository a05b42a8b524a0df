"""Places that a person chooses: looked up in the gazetteer, kept as a claim's place."""

from __future__ import annotations

from masfufa.claims import ClaimPlace, Unit
from masfufa.gazetteer.store import Gazetteer, Place

MOST = 12


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
