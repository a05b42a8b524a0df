"""Facilities in English ("Al-Shifa Hospital") and French ("hôpital Al-Chifa") that the gazetteer has not."""

from __future__ import annotations

from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.reading.place_containers import Containers, facility
from masfufa.reading.place_words import PlaceWords
from masfufa.records import PlaceMention

_LONGEST = 5


def latin_facilities(
    tokens: Tokens, words: PlaceWords, found: list[tuple[int, int, PlaceMention]], language: str
) -> list[tuple[int, int, PlaceMention]]:
    """(first token, last token, mention) of capitalised names before (English) or after (French) a facility's word."""
    heads = [i for i, form in enumerate(tokens.forms) if form in words.facilities]
    if not heads:
        return []
    containers = Containers(tokens, found)
    ends = {last: (first, mention) for first, last, mention in found}
    starts = {first: (last, mention) for first, last, mention in found}
    out: list[tuple[int, int, PlaceMention]] = []
    for i in heads:
        named: PlaceMention | None = None
        if language == "en":
            if not tokens.capital(i) or (out and i < out[-1][1]):
                continue
            first, last = _before(tokens, i, words), i + 1
            if i in ends and ends[i][0] >= first:
                named = ends[i][1]
        else:
            first, last = i, _after(tokens, i, words)
            named = next((starts[j][1] for j in range(i + 1, last) if j in starts and starts[j][0] == last), None)
        if last - first < 2 or (named is not None and named.feature == "country"):
            continue
        start, end = tokens.starts[first], tokens.ends[last - 1]
        kind = words.facilities[tokens.forms[i]]
        mention = facility(tokens.text, start, end, kind, named, containers.of(first, last))
        out.append((first, last, mention))
    return out


def _before(tokens: Tokens, i: int, words: PlaceWords) -> int:
    """Where the capitalised name that ends before token i begins; i where there is none."""
    first, j = i, i - 1
    sentence = tokens.sentences[tokens.sentence_of(i)][0]
    while j >= max(sentence, i - 2 * _LONGEST):
        if tokens.kinds[j] == SIGN and tokens.forms[j] == "-" and tokens.glued(j) and tokens.glued(j + 1):
            j -= 1
            continue
        if tokens.kinds[j] != WORD or tokens.forms[j] in words.never - words.directions:
            break
        if not tokens.capital(j) and tokens.forms[j] not in words.particles:
            break
        if tokens.capital(j) or tokens.forms[j] in words.arabic_articles:
            first = j
        j -= 1
    return first


def _after(tokens: Tokens, i: int, words: PlaceWords) -> int:
    """End of the capitalised name after token i, particles between; i + 1 where there is none."""
    last, j = i + 1, i + 1
    while j < min(len(tokens), i + 2 * _LONGEST):
        if tokens.kinds[j] == SIGN and tokens.forms[j] == "-" and tokens.glued(j):
            j += 1
            continue
        if tokens.kinds[j] != WORD:
            break
        form = tokens.forms[j]
        if tokens.capital(j) or (form[1:2] == "'" and tokens.text[tokens.inside(j, 2)].isupper()):
            last = j + 1
        elif form not in words.particles:
            break
        j += 1
    return last
