"""The place that a text puts a facility in, and the facility's mention that takes its coordinates."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from masfufa.language.tokens import Tokens
from masfufa.records import PlaceMention

_CLOSE = 5
_NAMED, _SAID, _SENTENCE, _DOCUMENT = 0.9, 0.8, 0.6, 0.4
_UNRESOLVED = 0.3
"""Shares of the container's confidence: the facility bears its name; it follows at once; same sentence; document."""


class Containers:
    """A document's resolved places, to be asked for the one that a token range lies in."""

    def __init__(self, tokens: Tokens, found: list[tuple[int, int, PlaceMention]]) -> None:
        self._tokens = tokens
        self._found = [(first, mention) for first, _, mention in found if mention.name]
        self._firsts = [first for first, _ in self._found]
        self._whole: PlaceMention | None = None
        self._asked = False

    def of(self, first: int, last: int) -> tuple[PlaceMention, float] | None:
        """The container of tokens first..last and its share of confidence; None where the text tells none.

        It is the place right after, else the nearest in the sentence, else the one that the whole document is about.
        """
        tokens, found = self._tokens, self._found
        begin, end = tokens.sentences[tokens.sentence_of(first)] if tokens.sentences else (0, len(tokens))
        at = bisect_left(self._firsts, last)
        if at < len(found) and found[at][0] < min(end, last + _CLOSE):
            return self._narrowed(at, begin, end), _SAID
        before = at - 1
        while before >= 0 and found[before][0] >= first:
            before -= 1
        if before >= 0 and found[before][0] >= begin:
            return self._narrowed(before, begin, end), _SENTENCE
        if at < len(found) and found[at][0] < end:
            return self._narrowed(at, begin, end), _SENTENCE
        whole = self._of_document()
        return (whole, _DOCUMENT) if whole is not None else None

    def _narrowed(self, at: int, begin: int, end: int) -> PlaceMention:
        """The place at `at`; for a country, a place of it beside it in the sentence."""
        mention = self._found[at][1]
        if mention.feature != "country":
            return mention
        for other in (at - 1, at + 1):
            if 0 <= other < len(self._found) and begin <= self._found[other][0] < end:
                near = self._found[other][1]
                if near.country == mention.country and near.feature != "country":
                    return near
        return mention

    def _of_document(self) -> PlaceMention | None:
        if not self._asked:
            self._asked = True
            self._whole = self._dominant()
        return self._whole

    def _dominant(self) -> PlaceMention | None:
        mentions = [mention for _, mention in self._found]
        below = Counter((m.name, m.country) for m in mentions if m.feature != "country")
        if below:
            (name, country), count = below.most_common(1)[0]
            if len(below) == 1 or count > sum(below.values()) / 2:
                return next(m for m in mentions if m.name == name and m.country == country)
        countries = {m.country for m in mentions}
        if len(countries) != 1:
            return None
        return next((m for m in mentions if m.feature == "country"), None)


def facility(
    text: str, start: int, end: int, kind: str, named: PlaceMention | None, container: tuple[PlaceMention, float] | None
) -> PlaceMention:
    """The mention of a facility that the gazetteer lacks; `named` is the place whose name it bears (جامعة القاهرة).

    Name and kind are its own; coordinates, units and precision are those of the place it lies in.
    """
    words = text[start:end]
    place, share = (named, _NAMED) if named is not None else container or (None, 0.0)
    if place is None:
        return PlaceMention(words, start, end, feature=kind, confidence=_UNRESOLVED)
    sure = round(place.confidence * share, 2)
    return replace(place, text=words, start=start, end=end, name=words, feature=kind, geonameid=None, confidence=sure)
