"""The places of a document: found, told apart, resolved.

Three passes: every key of the gazetteer that stands in the text; what the document is about (countries named, demonyms,
names that only one country has); then, name by name, which place is meant and whether a place is meant at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from masfufa.gazetteer.store import Gazetteer, Place
from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.reading.place_context import Context, Reading, lies_in
from masfufa.reading.place_facilities import find_facilities
from masfufa.reading.place_loose import find_loose
from masfufa.reading.place_scan import scan
from masfufa.reading.place_strength import ACCEPT
from masfufa.reading.place_words import PlaceWords, country_of_demonym, place_words
from masfufa.records import PlaceMention

__all__ = ["FoundPlace", "country_of_demonym", "find_places"]

_REACH = 5
_LISTED = 0.25
_LIST_SIGNS = frozenset(",/")


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place mention and the tokens it stands on, `first` to `last` (exclusive)."""

    first: int
    last: int
    mention: PlaceMention


def find_places(tokens: Tokens, language: str, gazetteer: Gazetteer, title: str | None = None) -> list[FoundPlace]:
    """The place mentions of a text in text order, not overlapping. `title` is context and yields no mention."""
    words = place_words(language)
    matches, demonyms, nothing = scan(tokens, language, gazetteer)
    context = Context(tokens, language, words)
    context.taken = {i for match in matches for i in range(match.first, match.last)}
    readings = [context.look_around(match) for match in matches]
    evidence = list(readings)
    if title:
        title_tokens = Tokens(title)
        title_matches, title_demonyms, _ = scan(title_tokens, language, gazetteer)
        around = Context(title_tokens, language, words)
        evidence += [around.look_around(match) for match in title_matches]
        for code, count in title_demonyms.items():
            demonyms[code] = demonyms.get(code, 0) + count
    context.weigh_countries(evidence, demonyms)
    live = [reading for reading in readings if not reading.blocked and not reading.match.evidence_only]
    _capitals(tokens, live, context, gazetteer, language)
    live = [reading for reading in live if reading.match.places]
    _link_containers(tokens, live, context)
    anchors = _anchors(live)
    for reading in live:
        context.resolve(reading, anchors)
    _listed(tokens, words, live)
    kept = [reading for reading in live if reading.place is not None and reading.strength >= ACCEPT]
    loose = find_loose(tokens, language, gazetteer, context, readings)
    found = [_found(tokens, reading) for reading in kept] + [_found(tokens, reading) for reading in loose]
    found.sort(key=lambda place: place.first)
    spans = [(place.first, place.last, place.mention) for place in found]
    more = [FoundPlace(*entry) for entry in find_facilities(tokens, language, words, spans, nothing)]
    covered = {i for place in more for i in range(place.first, place.last)}
    found = [place for place in found if not covered.intersection(range(place.first, place.last))] + more
    found.sort(key=lambda place: place.first)
    return found


def _capitals(tokens: Tokens, live: list[Reading], context: Context, gazetteer: Gazetteer, language: str) -> None:
    """The word for the capital, with no name after it: that of the demonym after it, or of the document's country."""
    named = {reading.match.first for reading in live if reading.match.places}
    for reading in live:
        match = reading.match
        if match.places or match.last in named:
            continue
        after = tokens.forms[match.last] if match.last < len(tokens) and tokens.kinds[match.last] == WORD else ""
        country = country_of_demonym(after, language) if after else None
        if country is not None and match.last + 1 in named:
            continue
        if country is None:
            country = context.main_country() if language == "ar" else None
        capital = gazetteer.capital(country) if country else None
        if capital is not None:
            match.places = (capital,)


def _listed(tokens: Tokens, words: PlaceWords, live: list[Reading]) -> None:
    """A name joined to one that is a place of the same country is one too: الفاشر وكتم ومليط."""
    pairs = [(one, other) for one, other in pairwise(live) if _joined(tokens, words, one, other)]
    for one, other in [*pairs, *reversed(pairs)]:
        if one.place is None or other.place is None or one.place.country != other.place.country:
            continue
        if one.strength >= ACCEPT > other.strength and other.place.feature != "country" != one.place.feature:
            other.strength += _LISTED
        elif other.strength >= ACCEPT > one.strength and other.place.feature != "country" != one.place.feature:
            one.strength += _LISTED


def _joined(tokens: Tokens, words: PlaceWords, one: Reading, other: Reading) -> bool:
    between = tokens.forms[one.match.last : other.match.first]
    if not between:
        return other.match.skipped > 0 and tokens.forms[other.match.first].startswith("و")
    return len(between) <= 2 and all(form in _LIST_SIGNS or form in words.joiners for form in between)


def _anchors(live: list[Reading]) -> list[tuple[str, Place]]:
    """(name, place) below country level that are certain by name alone: all candidates in one country, and few."""
    out: dict[str, tuple[str, Place]] = {}
    for reading in live:
        places = reading.match.places
        if places[0].feature != "country" and len({place.country for place in places}) == 1 and len(places) <= 3:
            out.setdefault(reading.match.key, (reading.match.key, places[0]))
            if len(out) == 8:
                break
    return list(out.values())


def _link_containers(tokens: Tokens, live: list[Reading], context: Context) -> None:
    """X, Y; X في Y; X (Y); X بولاية Y: note Y as what X is said to lie in, where some X lies in some Y."""
    leads = context.words.prepositions | context.words.directions
    for one, other in pairwise(live):
        if one.match.places[0].feature == "country":
            continue
        between = range(one.match.last, other.match.first)
        if len(between) > _REACH:
            continue
        said = other.match.skipped > 0 and tokens.forms[other.match.first][: other.match.skipped][-1:] in ("ب", "ل")
        plain = True
        for i in between:
            form = tokens.forms[i]
            if (tokens.kinds[i] == SIGN and form in ",(-") or form in leads:
                said = True
            elif tokens.kinds[i] == WORD and context.is_feature(form):
                said = said or form[0] in "بل"
            else:
                plain = False
        if not (said and plain):
            continue
        for container in other.match.places[:4]:
            if any(lies_in(place, container) for place in one.match.places):
                one.within = container
                break


def _found(tokens: Tokens, reading: Reading) -> FoundPlace:
    match, place = reading.match, reading.place
    assert place is not None
    start, end = tokens.starts[match.first], tokens.ends[match.last - 1]
    if match.skipped:
        start = tokens.inside(match.first, match.skipped)
    if 0 <= match.cut < len(tokens.forms[match.last - 1]):
        end = tokens.inside(match.last - 1, match.cut)
    return FoundPlace(match.first, match.last, mention_of(tokens.text, start, end, place, confidence(reading)))


def confidence(reading: Reading) -> float:
    """How sure: that a place is meant (strength over what is asked) times that it is this one (lead over the next)."""
    meant = min(1.0, 0.6 + 0.4 * (reading.strength - ACCEPT) / 0.5)
    this = min(1.0, 0.55 + max(0.0, reading.margin))
    return round(min(0.99, meant * this), 2)


def mention_of(text: str, start: int, end: int, place: Place, sure: float) -> PlaceMention:
    """A mention of `text[start:end]` resolved to `place`."""
    return PlaceMention(
        text[start:end],
        start,
        end,
        place.name,
        place.country or None,
        place.admin,
        place.lat,
        place.lon,
        place.geonameid,
        place.feature,
        place.precision,
        sure,
    )
