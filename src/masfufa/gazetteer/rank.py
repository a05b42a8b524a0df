"""How prominent a place is: what readers will think of first when nothing else tells."""

from __future__ import annotations

from math import log10

from masfufa.gazetteer.store import CAPITAL, CURATED, HOME, USER, Place

CONTEXT_WEIGHT = 0.4
"""What lying in the country that a document is about adds to a place's prominence."""

_OF_FEATURE = {
    "country": 1.0,
    "region": 0.72,
    "admin1": 0.7,
    "sea": 0.7,
    "desert": 0.6,
    "river": 0.62,
    "island": 0.55,
    "admin2": 0.44,
}
_NO_POPULATION = 0.3
_CURATED = 0.5
_CAPITAL = 0.9


def importance(feature: str, population: int, flags: int) -> float:
    """0..1. A city of a million has 0.72, of ten thousand 0.5; a capital at least 0.9; an overlay entry 0.5."""
    value = _OF_FEATURE.get(feature, _NO_POPULATION)
    if population > 0 and feature not in _OF_FEATURE:
        value = min(0.88, 0.08 + 0.107 * log10(population))
    if flags & CAPITAL:
        value = max(value, _CAPITAL)
    if flags & (CURATED | USER):
        value = max(value, _CURATED)
    if flags & HOME and feature != "country":
        value += 0.05
    return min(value, 1.0)


def prominence(place: Place) -> float:
    """`importance` of a place that the gazetteer gave."""
    return importance(place.feature, place.population, place.flags)
