"""Hospitals, streets, camps and quarters that the gazetteer has not.

They take the coordinates of the place that the text puts them in, with that place's precision; where the text puts them
nowhere, they stay unresolved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.reading.place_words import PlaceWords, country_of_demonym, place_words
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
    heads = _heads(language)
    for i, head in [(i, head) for i, head in enumerate(map(heads.__getitem__, tokens.forms)) if head is not None]:
        if i < done or i in inside:
            continue
        skipped, kind, of_place = head
        if i and tokens.forms[i - 1] == "عن" and kind == "road":  # عن طريق: by way of
            continue
        last, named = _name_after(tokens, i, kind, inside, at_token, words)
        if last == i + 1 or (of_place and named is None):
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


_SETTLEMENTS = frozenset({"village", "town", "neighbourhood", "camp", "city"})


class _Heads(dict[str, tuple[int, str, bool] | None]):
    """Asked once for each word of the vocabulary."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.words = place_words(language)

    def __missing__(self, form: str) -> tuple[int, str, bool] | None:
        if len(self) > 300_000:
            self.clear()
        found = self[form] = _head(form, self.words)
        return found


@cache
def _heads(language: str) -> _Heads:
    return _Heads(language)


def _head(form: str, words: PlaceWords) -> tuple[int, str, bool] | None:
    """(letters of clitics, kind, whether only a place's name may follow)."""
    for skip in (0, 1, 2):
        if len(form) > skip + 1 and all(letter in "وفبل" for letter in form[:skip]):
            word = form[skip:]
            kind = words.facilities.get(word)
            if kind is None and not word.startswith("ال"):
                said = words.features.get(word)
                kind = said if said in _SETTLEMENTS or said == "any" else None
            if kind is not None:
                return skip, kind, word in words.of_places
    return None


def _name_after(
    tokens: Tokens,
    i: int,
    kind: str,
    inside: set[int],
    at_token: dict[int, tuple[int, int, PlaceMention]],
    words: PlaceWords,
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
    if first in words.never or country_of_demonym(first, "ar"):
        return i + 1, None
    named = first.startswith("ال") or quoted or first in words.first_names or first in words.links
    if kind == "any":  # منطقة الجادرية: after an indefinite head, a definite ـية is a name
        named = quoted or (first.startswith("ال") and first.endswith("يه"))
    if not named and not (kind in _SETTLEMENTS and _may_be_name(tokens, j, words)):
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


def _may_be_name(tokens: Tokens, j: int, words: PlaceWords) -> bool:
    """An indefinite word after "village" and the like that is neither an adjective nor a verb by its looks."""
    form = tokens.forms[j]
    if len(form) < 3 or form[0] in "تيوبلن" or form.endswith(("ه", "ي", "ها", "هم", "ين", "ات")):
        return False
    after = tokens.forms[j + 1] if j + 1 < len(tokens) else "."
    return (
        not after[0].isalpha() or after[0] == "و" or after in words.prepositions or after in words.directions
        or country_of_demonym(after, "ar") is not None
    )  # fmt: skip


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
