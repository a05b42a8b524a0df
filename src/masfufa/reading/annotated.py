"""A document prepared for the rules: tokens, lexicon senses, numbers, dates and places, each looked up once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from masfufa.language.tokens import Tokens
from masfufa.lexicon.matcher import Matcher, Sense, matcher
from masfufa.reading.places import FoundPlace
from masfufa.reading.words import Grammar, grammar
from masfufa.records import Document
from masfufa.values.dates import Date
from masfufa.values.numbers import Number

Marks = tuple[tuple[Sense, int], ...]
"""Senses of one token, each with the index after its last token."""

_TABLES = ("people", "impacts", "cues")


class Annotated:
    """What is known of a document before any figure is read.

    `marks[i]` are the lexicon senses that begin at token i. `number_at`, `date_at` and `place_at` map every token that
    a number, a date or a place covers to it.
    """

    __slots__ = (
        "_date_starts",
        "date_at",
        "dates",
        "document",
        "grammar",
        "language",
        "lexicon",
        "marks",
        "number_at",
        "numbers",
        "place_at",
        "places",
        "tokens",
    )

    def __init__(
        self,
        document: Document,
        language: str,
        tokens: Tokens,
        numbers: Sequence[Number],
        dates: Sequence[Date],
        places: Sequence[FoundPlace],
    ) -> None:
        self.document = document
        self.language = language
        self.grammar: Grammar = grammar(language)
        self.tokens = tokens
        self.lexicon: Matcher = matcher(language, *_TABLES)
        self.numbers = numbers
        self.dates = dates
        self._date_starts = [date.first for date in dates]
        self.places = places
        self.number_at = {i: number for number in numbers for i in range(number.first, number.last)}
        self.date_at = {i: date for date in dates for i in range(date.first, date.last)}
        self.place_at = {i: place for place in places for i in range(place.first, place.last)}
        self.marks: list[Marks] = self._look_up()
        self._drop_places_in_phrases()

    def _look_up(self) -> list[Marks]:
        tokens, known = self.tokens, self.lexicon.known
        forms, text, ends = tokens.forms, tokens.text, tokens.ends
        out: list[Marks] = []
        for i, (form, following) in enumerate(zip_longest(forms, forms[1:], fillvalue="")):
            found, phrases = known[form]
            after = phrases.get(following) if phrases else None
            if not found and after is None:
                out.append(())
                continue
            if form[-1] == "ه" and text[ends[i] - 1] == "ة":  # إصابة is no أصاب + ه
                found = tuple(sense for sense in found if sense.suffix != "ه")
            marks = [(sense, i + 1) for sense in found]
            if after is not None:
                matched = [
                    (sense, i + 1 + len(sense.rest))
                    for sense in after
                    if tuple(forms[i + 1 : i + 1 + len(sense.rest)]) == sense.rest
                ]
                marks = matched + marks
            out.append(tuple(marks))
        return out

    def _drop_places_in_phrases(self) -> None:
        """A name inside a phrase of the lexicon is no place: في عداد المفقودين."""
        covered = {
            k
            for i, marks in enumerate(self.marks)
            for sense, last in marks
            if sense.rest and sense.entry.tag in ("trigger", "stock", "bound", "increment")
            for k in range(i, last)
        }
        if covered:
            self.places = [place for place in self.places if place.first not in covered]
            self.place_at = {i: place for i, place in self.place_at.items() if place.first not in covered}

    def dates_in(self, first: int, last: int) -> Sequence[Date]:
        """The dates that begin in a token range."""
        return self.dates[bisect_left(self._date_starts, first) : bisect_left(self._date_starts, last)]

    def tagged(self, index: int, tag: str) -> tuple[Sense, int] | None:
        """The longest sense of a section that begins at a token, with the index after it."""
        for sense, last in self.marks[index]:
            if sense.entry.tag == tag:
                return sense, last
        return None

    def all_tagged(self, first: int, last: int, tag: str) -> Iterator[tuple[int, Sense, int]]:
        """(index, sense, index after) of every sense of a section that begins in a token range, one an index."""
        marks = self.marks
        for i in range(first, last):
            for sense, after in marks[i]:
                if sense.entry.tag == tag:
                    yield i, sense, after
                    break

    def has(self, first: int, last: int, tag: str) -> bool:
        """True if any sense of a section begins in a token range."""
        return any(sense.entry.tag == tag for i in range(first, last) for sense, _ in self.marks[i])
