"""Elided words as tokens of their own, once numbers, dates and places are known: l'armée is l' and armée.

The grammars of numbers and dates and the gazetteer read words as written; what is read of people, actors and events
asks whether an article or a preposition stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from masfufa.language.tokens import Tokens
from masfufa.lexicon.phrases import elided_words
from masfufa.reading.places import FoundPlace
from masfufa.values.dates import Date
from masfufa.values.numbers import Number


def parted(
    tokens: Tokens, language: str, numbers: Sequence[Number], dates: Sequence[Date], places: Sequence[FoundPlace]
) -> tuple[Tokens, Sequence[Number], Sequence[Date], Sequence[FoundPlace]]:
    """Tokens with elided words apart, and what was found on the tokens as they were; all unchanged in a language
    without elision."""
    elided = elided_words(language)
    if not elided:
        return tokens, numbers, dates, places
    apart = tokens.parted(elided)

    return (
        apart,
        [_number(apart, number) for number in numbers],
        [_date(apart, date) for date in dates],
        [FoundPlace(*apart.range_of(p.mention.start, p.mention.end), p.mention) for p in places],
    )


def _number(tokens: Tokens, number: Number) -> Number:
    first, last = tokens.range_of(number.start, number.end)
    return replace(number, first=first, last=last)


def _date(tokens: Tokens, date: Date) -> Date:
    first, last = tokens.range_of(date.start, date.end)
    return replace(date, first=first, last=last)
