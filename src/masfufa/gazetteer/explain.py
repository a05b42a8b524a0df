"""Why a name leads to the places it does: for `masfufa gazetteer find`."""

from __future__ import annotations

from typing import Any

from masfufa.errors import UsageError
from masfufa.gazetteer.names import alike, key_of
from masfufa.gazetteer.rank import CONTEXT_WEIGHT, prominence
from masfufa.gazetteer.store import CURATED, USER, Gazetteer, Place
from masfufa.records import as_plain


def explain(name: str, gazetteer: Gazetteer, context: str | None = None) -> list[dict[str, Any]]:
    """Candidates of `name`, the likeliest first, with score and reasons. `context`: a country's code or name."""
    code = country_code(context, gazetteer) if context else None
    found = [(place, "") for place in gazetteer.candidates(name)]
    if not found and code:
        key = key_of(name)
        near = ((place, alike(key, key_of(place.name))) for place in gazetteer.loose_candidates(name, code))
        found = [(place, f"sounds {likeness:.0%} like it") for place, likeness in near if likeness >= 0.6]
    rows = [_row(place, extra, code) for place, extra in found]
    return sorted(rows, key=lambda row: -row["score"])


def country_code(text: str, gazetteer: Gazetteer) -> str:
    """Alpha-3 of a country's code or name in any language. Raises UsageError("unknown-country")."""
    if len(text) == 3 and gazetteer.country(text.upper()) is not None:
        return text.upper()
    for place in gazetteer.candidates(text):
        if place.feature == "country":
            return place.country
    raise UsageError("unknown-country", f"{text}: no such country. Give a three-letter code (LBY) or a name.")


def _row(place: Place, extra: str, code: str | None) -> dict[str, Any]:
    score = prominence(place)
    why = [f"prominence {score:.2f} as a {place.feature}" + (f" of {place.population:,}" if place.population else "")]
    if extra:
        why.append(extra)
    if code == place.country:
        score += CONTEXT_WEIGHT
        why.append(f"+{CONTEXT_WEIGHT:.2f} for lying in {code}")
    if place.common_word:
        why.append("also an ordinary word: needs evidence in a text")
    source = (
        "user list"
        if place.flags & USER
        else "curated overlay"
        if place.flags & CURATED
        else "GeoNames"
        if place.geonameid
        else "shipped"
    )
    return {
        "name": place.name,
        "country": place.country,
        "feature": place.feature,
        "population": place.population,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "geonameid": place.geonameid,
        "pcode": place.pcode,
        "admin": as_plain(place.admin),
        "score": round(score, 3),
        "why": why,
        "source": source,
    }
