"""Names by language, codes and points of countries and GeoNames' first-level units, which claims rarely bring."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from masfufa.gazetteer.outlines import unit_named
from masfufa.gazetteer.store import Gazetteer
from masfufa.lexicon.actor_schema import known_actors
from masfufa.tracking.ledger import PlaceName


def described(place: PlaceName) -> PlaceName:
    """`place` with what the shipped lists know of it and it lacks; its key never changes."""
    if place.country is None:
        return place
    if place.level == 0:
        return _country(place)
    if place.level == 1 and place.scheme == "geonames":
        return _unit(place)
    if place.level == 1:
        return _named(place)
    return place


def _country(place: PlaceName) -> PlaceName:
    assert place.country is not None
    names = {**_country_names().get(place.country, {}), **place.names}
    known = _gazetteer().country(place.country) if place.lat is None else None
    return replace(
        place,
        name=names.get("en", place.name) if place.name == place.key else place.name,
        names=names,
        lat=known.lat if known else place.lat,
        lon=known.lon if known else place.lon,
    )


def _unit(place: PlaceName) -> PlaceName:
    assert place.country is not None
    unit = unit_named(place.country, place.name, place.code)
    if unit is None:
        return place
    lat, lon = (place.lat, place.lon) if place.lat is not None else unit.point
    return replace(place, code=place.code or unit.code or None, names={**unit.names, **place.names}, lat=lat, lon=lon)


def _named(place: PlaceName) -> PlaceName:
    """A unit of another scheme takes the names of the one that is called like it; its code and point stay its own."""
    assert place.country is not None
    unit = unit_named(place.country, place.name)
    return place if unit is None else replace(place, names={**unit.names, **place.names})


@cache
def _country_names() -> dict[str, dict[str, str]]:
    return {
        actor.usual.country: {language: names[0] for language, names in actor.names.items() if names}
        for actor in known_actors()
        if actor.kind == "state" and actor.usual.country
    }


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()
