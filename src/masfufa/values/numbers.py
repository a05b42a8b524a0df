"""Numbers in text: digits, words and both mixed, ranges and vague quantities, in Arabic, English and French.

`find_numbers` says where each number stands and what it is worth; what it counts is for others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from masfufa.language.tokens import NUMBER, WORD, Tokens
from masfufa.values import number_words_ar, number_words_latin
from masfufa.values.digits import read_digits
from masfufa.values.number_lexicon import NumberLexicon, Value, number_lexicon
from masfufa.values.number_ranges import joined, opened
from masfufa.values.number_sum import Found

KINDS = ("digits", "words", "mixed", "dozen", "about", "range", "vague", "fraction", "code")
"""What `Number.kind` may be.

digits: 66,000. words: خمسة وعشرون. mixed: 66 ألفا, 100k. dozen: two dozen, دزينتان. about: an approximate collective
(une vingtaine, une centaine), low == high. range: بين 20 و30. vague: عشرات, hundreds, bounds as in docs/records.md.
fraction: a share alone (half, ثلاثة أرباع), a value between 0 and 1. code: digits in a name (F-16, كوفيد-19).
"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text.

    `first` to `last` (exclusive) are the tokens it touches; `start` and `end` its offsets in the text as given. `start`
    may lie inside token `first`, after the Arabic proclitics that `prefix` holds ("و", "ل", "وب" …); an article
    belongs to the number (`definite`). `low` == `high` where the number is exact.
    """

    first: int
    last: int
    start: int
    end: int
    low: int | float | None
    high: int | float | None
    kind: str
    ordinal: bool = False
    definite: bool = False
    prefix: str = ""


_Read = Callable[[Tokens, int, bool], Found | None]


def find_numbers(tokens: Tokens, language: str) -> list[Number]:
    """All numbers of a text in text order; none overlap. `language` is "ar", "en" or "fr", anything else gives []."""
    if language not in ("ar", "en", "fr"):
        return []
    words = number_lexicon(language)
    out: list[Found] = []
    at = 0
    for index in _candidates(tokens, language):
        if index < at:
            continue
        found = _at(tokens, index, language, words)
        if not found:
            continue
        for one in found:
            range_ = joined(tokens, out[-1], one, words) if out else None
            if range_ is None:
                out.append(one)
            else:
                out[-1] = range_
        at = out[-1].last
    return [_number(one) for one in out]


def printable(numbers: Iterable[Number]) -> list[Number]:
    """Those that the public `numbers` list shows: no vague words, ordinals, shares alone or digits of a name."""
    return [n for n in numbers if not n.ordinal and n.kind not in ("vague", "fraction", "code")]


def _candidates(tokens: Tokens, language: str) -> list[int]:
    """Tokens at which a number may begin."""
    kinds = tokens.kinds
    if language == "ar":
        sense = number_words_ar.sense
        return [i for i, form in enumerate(tokens.forms) if kinds[i] == NUMBER or (kinds[i] == WORD and sense(form))]
    if language == "fr":
        known = number_words_latin.sense
        return [i for i, form in enumerate(tokens.forms) if kinds[i] == NUMBER or known(form, language)]
    entries = number_lexicon(language).entries
    return [i for i, form in enumerate(tokens.forms) if form in entries or kinds[i] == NUMBER]


def _read(tokens: Tokens, index: int, language: str, joining: bool = True) -> Found | None:
    if language == "ar":
        return number_words_ar.read(tokens, index, joining)
    return number_words_latin.read(tokens, index, language, joining)


def _at(tokens: Tokens, index: int, language: str, words: NumberLexicon) -> list[Found]:
    """The numbers that begin in the token at `index`: one, or several where one token of digits holds a list."""
    found = _read(tokens, index, language)
    if found is None:
        if tokens.kinds[index] != NUMBER:
            return []
        several = read_digits(tokens, index, language, False)
        out = [Found(d.first, d.last, d.start, d.end, d.value, d.value, "digits", plain=d.plain) for d in several]
        return _scaled_last(tokens, out, language)
    if opened(tokens, index, words):
        # "between a thousand and two thousand": try the shorter reading where the longer one leaves no upper bound
        upper = _read_upper(tokens, found, language, words)
        if upper is None:
            shorter = _read(tokens, index, language, joining=False)
            if shorter is not None and shorter.last < found.last and _read_upper(tokens, shorter, language, words):
                return [shorter]
    if found.kind == "digits" and not found.ordinal and _is_code(tokens, found, language, words):
        found.kind = "code"
    return [found]


def _read_upper(tokens: Tokens, low: Found, language: str, words: NumberLexicon) -> Found | None:
    """The range that a number right after `low` makes with it."""
    for index in range(low.last, min(low.last + 2, len(tokens))):
        high = _read(tokens, index, language)
        if high is not None and high.first >= low.last:
            return joined(tokens, low, high, words)
    return None


def _scaled_last(tokens: Tokens, several: list[Found], language: str) -> list[Found]:
    """`15ـ20 ألفا`: the scale word after a token of two numbers belongs to the last of them."""
    if not several or several[-1].last >= len(tokens):
        return several
    word = _read(tokens, several[-1].last, language)
    last = several[-1]
    if word is None or word.prefix or word.low != word.high or word.definite or word.low not in (1000, 10**6, 10**9):
        return several
    value = last.low * word.low
    several[-1] = Found(
        last.first, word.last, last.start, word.end, value, value, "mixed", bare=last.low, unscaled=False
    )
    return several


def _is_code(tokens: Tokens, found: Found, language: str, words: NumberLexicon) -> bool:
    """Digits that are part of a name: F-16, B52, كوفيد-19, 5G. A year after a hyphen (mid-2019) is none."""
    first, forms = found.first, tokens.forms
    after = found.last
    if after < len(tokens) and tokens.glued(after) and tokens.kinds[after] == WORD and len(forms[after]) == 1:
        letter = tokens.words(after, after + 1)
        if "A" <= letter <= "Z":
            return True
    if not tokens.glued(first):
        return False
    before = forms[first - 1]
    if tokens.kinds[first - 1] == WORD:
        return before.isascii() and len(before) <= 3 and tokens.capital(first - 1)
    if before != "-" or first < 2 or tokens.kinds[first - 2] != WORD or not tokens.glued(first - 1):
        return False
    name = forms[first - 2]
    if name in words.months or 1900 <= found.low <= 2100:
        return False
    if name.isascii():
        return tokens.capital(first - 2)
    return number_words_ar.proclitic(name) is None


def _plain(value: Value) -> int | float:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def _number(one: Found) -> Number:
    return Number(
        one.first, one.last, one.start, one.end, _plain(one.low), _plain(one.high), one.kind,
        one.ordinal, one.definite, one.prefix,
    )  # fmt: skip
