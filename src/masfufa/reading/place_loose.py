"""Latin spellings that the gazetteer has not: matched by what transliterations share, where the country is known."""

from __future__ import annotations

from masfufa.gazetteer.names import alike, key_of, skeleton
from masfufa.gazetteer.rank import prominence
from masfufa.gazetteer.store import Gazetteer, Place
from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.reading.place_context import Context, Reading
from masfufa.reading.place_scan import Match
from masfufa.reading.place_words import PlaceWords

_ALIKE = 0.7
_SURE_COUNTRY = 0.5
_COUNTRIES = 2


def find_loose(
    tokens: Tokens, language: str, gazetteer: Gazetteer, context: Context, readings: list[Reading]
) -> list[Reading]:
    """Capitalised runs after a preposition or a feature word that sound like a place of the document's country."""
    if language == "ar":
        return []
    ranked = sorted(context.countries, key=lambda code: (-context.countries[code], code))
    about = [code for code in ranked[:_COUNTRIES] if context.share(code) >= _SURE_COUNTRY]
    if not about:
        return []
    taken = {i for reading in readings for i in range(reading.match.first, reading.match.last)}
    out: list[Reading] = []
    i, n = 0, len(tokens)
    forms, kinds, words = tokens.forms, tokens.kinds, context.words
    while i < n:
        if not (
            kinds[i] == WORD
            and len(forms[i]) > 3 - (forms[i] in words.arabic_articles)
            and i not in taken
            and forms[i] not in words.never
        ):
            i += 1
            continue
        before = i - 1
        cue = before >= 0 and (
            forms[before] in words.prepositions
            or forms[before] in words.features
            or forms[before] == ","
            or (forms[before] in words.joiners and before - 1 in taken)
        )
        if not cue or not (tokens.capital(i) or forms[i] in words.arabic_articles):
            i += 1
            continue
        last = _run(tokens, i, taken, words)
        found = None
        for end in range(last, i, -1):
            found = _match(tokens.words(i, end), about, gazetteer)
            if found:
                last = end
                break
        if found:
            likeness, place = found
            match = Match(i, last, 0, -1, key_of(tokens.words(i, last)), (place,))
            out.append(
                Reading(match, preposition=True, place=place, strength=0.62 + 0.2 * (likeness - _ALIKE), margin=0.3)
            )
        i = last
    return out


def _run(tokens: Tokens, i: int, taken: set[int], words: PlaceWords) -> int:
    """End of the capitalised words from token i on, hyphens within, at most four words."""
    last, j = i + 1, i + 1
    while j < min(len(tokens), i + 8):
        if j in taken:
            break
        if tokens.kinds[j] == SIGN and tokens.forms[j] == "-" and tokens.glued(j):
            j += 1
            continue
        if tokens.kinds[j] != WORD or not (tokens.capital(j) or tokens.glued(j) or tokens.forms[j] in words.particles):
            break
        j += 1
        last = j
    return last


def _match(name: str, about: list[str], gazetteer: Gazetteer) -> tuple[float, Place] | None:
    key = key_of(name)
    if not skeleton(key):
        return None
    best: tuple[float, float, Place] | None = None
    for country in about:
        for place in gazetteer.loose_candidates(name, country):
            likeness = max(alike(key, key_of(spelling)) for spelling in (place.name,))
            if likeness >= _ALIKE and (best is None or (likeness, prominence(place)) > best[:2]):
                best = (likeness, prominence(place), place)
    return (best[0], best[2]) if best else None
