"""Hospitals, streets, camps and quarters that the gazetteer has not.

They take the coordinates of the place that the text puts them in, with that place's precision; where the text puts them
nowhere, they stay unresolved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.reading.place_words import PlaceWords
from masfufa.records import PlaceMention

_CLOSE = 5
_UNSURE = 0.5
_LONGEST = 3
_QUOTES = frozenset("\"'#_")


def find_facilities(
    tokens: Tokens, language: str, words: PlaceWords, found: list[tuple[int, int, PlaceMention]]
) -> list[tuple[int, int, PlaceMention]]:
    """(first token, last token, mention) for each; `found` are the document's places in text order."""
    if language != "ar":
        return []
    at_token = {first: (first, last, mention) for first, last, mention in found}
    inside = {i for first, last, _ in found for i in range(first, last)}
    out: list[tuple[int, int, PlaceMention]] = []
    done = 0
    for i, form in enumerate(tokens.forms):
        head = _head(form, words)
        if head is None or i < done or i in inside:
            continue
        skipped, kind = head
        last, named = _name_after(tokens, i, inside, at_token, words)
        if last == i + 1:
            continue
        start = tokens.inside(i, skipped) if skipped else tokens.starts[i]
        end = tokens.ends[last - 1]
        container = named or _container(tokens, i, last, found)
        text = tokens.text[start:end]
        if container is None:
            mention = PlaceMention(text, start, end, feature=kind, confidence=0.3)
        else:
            sure = round(container.confidence * (0.9 if named else _UNSURE), 2)
            mention = replace(container, text=text, start=start, end=end, feature=kind, confidence=sure)
        out.append((i, last, mention))
        done = last
    return out


def _head(form: str, words: PlaceWords) -> tuple[int, str] | None:
    kind = words.facilities.get(form)
    if kind is not None:
        return 0, kind
    for skip in (1, 2):
        if len(form) > skip + 1 and all(letter in "وفبل" for letter in form[:skip]):
            kind = words.facilities.get(form[skip:])
            if kind is not None:
                return skip, kind
    return None


def _name_after(
    tokens: Tokens, i: int, inside: set[int], at_token: dict[int, tuple[int, int, PlaceMention]], words: PlaceWords
) -> tuple[int, PlaceMention | None]:
    """Where the name after the head ends, and the place it is, where it is one that the gazetteer has."""
    forms, kinds = tokens.forms, tokens.kinds
    j = i + 1
    while j < len(forms) and kinds[j] == SIGN and forms[j] in _QUOTES:
        j += 1
    quoted = j > i + 1 and forms[j - 1] in "\"'"
    if j < len(forms) and j in at_token and kinds[j] == WORD and tokens.starts[j] == at_token[j][2].start:
        first, last, mention = at_token[j]
        if (
            words.facilities.get(forms[i]) in ("neighbourhood", "village", "town", "camp")
            or mention.feature == "country"
        ):
            return i + 1, None
        while (
            last < len(forms)
            and kinds[last] == WORD
            and forms[last].startswith("ال")
            and last not in inside
            and last - i < _LONGEST
        ):
            last += 1
        return last, mention
    if j >= len(forms) or kinds[j] != WORD or j in inside:
        return i + 1, None
    first = forms[j]
    if not (first.startswith("ال") or quoted or first in words.first_names or first in words.links):
        return i + 1, None
    if first in words.never or first in words.prepositions:
        return i + 1, None
    last = j + 1
    while last < len(forms) and last - j < _LONGEST and kinds[last] == WORD and last not in inside:
        form, before = forms[last], forms[last - 1]
        if not (
            form.startswith("ال")
            or before in words.links
            or (before in words.first_names and form in words.first_names)
        ):
            break
        last += 1
    return last, None


def _container(tokens: Tokens, i: int, last: int, found: list[tuple[int, int, PlaceMention]]) -> PlaceMention | None:
    """The place that the text puts tokens i..last in: right after, else in the sentence, else the document's only one."""
    begin, end = tokens.sentences[tokens.sentence_of(i)] if tokens.sentences else (0, len(tokens))
    after = [mention for first, _, mention in found if last <= first <= last + _CLOSE and first < end]
    if after:
        return _finest(after)
    near = [mention for first, _, mention in found if begin <= first < end and mention.name]
    if near:
        return _finest(near)
    below = Counter((m.name, m.country) for _, _, m in found if m.name and m.feature != "country")
    if below:
        (name, country), count = below.most_common(1)[0]
        if len(below) == 1 or count > sum(below.values()) / 2:
            return next(m for _, _, m in found if m.name == name and m.country == country)
        countries = {m.country for _, _, m in found if m.name}
        if len(countries) > 1:
            return None
    whole = {m.country for _, _, m in found if m.feature == "country"}
    return next((m for _, _, m in found if m.feature == "country"), None) if len(whole) == 1 else None


def _finest(mentions: list[PlaceMention]) -> PlaceMention:
    order = ("point", "city", "admin4", "admin3", "admin2", "admin1", "country")
    return min(mentions, key=lambda mention: order.index(mention.precision or "country"))
