"""Joining two numbers into a range: بين 20 و30, from 20 to 30, 15-20 ألفا; and not into dates, years or times."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from masfufa.language.tokens import NUMBER, WORD, Tokens
from masfufa.values.number_lexicon import NumberLexicon
from masfufa.values.number_sum import Found

_DASHES = frozenset("-~")
_CURRENCIES = frozenset("$€£")
_TATWEEL = "\u0640"
_REACH = 8  # tokens before "from" in which a verb of change makes "from 20 to 30" a change


def _word(tokens: Tokens, index: int, words: frozenset[str]) -> bool:
    """Whether the token at `index` is one of `words`, a conjunction before it aside (وبين, d'entre)."""
    if index < 0:
        return False
    form = tokens.forms[index]
    return form in words or (form[:1] in ("و", "ف") and form[1:] in words)


def opened(tokens: Tokens, index: int, words: NumberLexicon) -> bool:
    """Whether "between" stands before token `index`."""
    return _word(tokens, index - 1, words.between)


def joined(tokens: Tokens, low: Found, high: Found, words: NumberLexicon) -> Found | None:
    """The range from `low` to `high`, or None where the two are numbers apart."""
    if "vague" in (low.kind, high.kind) or "code" in (low.kind, high.kind) or low.kind == "range":
        return None
    if low.ordinal or high.ordinal or low.kind == "fraction" or high.kind == "fraction":
        return None
    before = low.first - 1
    if before >= 0 and tokens.kinds[before] == WORD and (low.prefix or low.definite) and tokens.glued(low.first):
        before -= 1  # the proclitics of digits are a token of their own
    start = _start(tokens, low, high, before, words)
    if start is None or _dated(tokens, low, high, before, words):
        return None
    bottom = low.low
    if low.unscaled and high.bare is not None and bottom < high.bare and bottom < 1000:
        bottom = bottom * Fraction(high.high) / high.bare
    if bottom >= high.high:
        return None
    first = tokens.at(start)
    return replace(
        low, first=first, last=high.last, start=start, end=high.end, low=bottom, high=high.high, kind="range",
        bare=None, unscaled=False, plain=False,
    )  # fmt: skip


def _start(tokens: Tokens, low: Found, high: Found, before: int, words: NumberLexicon) -> int | None:
    """Where the range begins in the text, if the words between and before the two make one."""
    gap = [k for k in range(low.last, high.first) if not (tokens.forms[k] and tokens.ends[k] <= low.end)]
    forms = [tokens.forms[k] for k in gap if tokens.forms[k] not in _CURRENCIES]
    if _word(tokens, before, words.between):
        # Arabic "and" is a proclitic of the second number, or stands before it
        linked = (high.prefix == "و" and len(forms) <= 1) or (len(forms) == 1 and forms[0] in words.and_)
        dashed = len(forms) == 1 and (forms[0] in _DASHES or forms[0] in words.to)
        return tokens.starts[before] if linked or dashed else None
    if len(forms) == 1 and forms[0] in words.to and not high.prefix:
        if _word(tokens, before, words.from_):
            if any(_word(tokens, k, words.change) for k in range(max(0, before - _REACH), before)):
                return None
            return tokens.starts[before]
        return low.start
    if high.prefix:
        return None
    if len(forms) == 1 and forms[0] in _DASHES:
        return low.start
    parted = low.last - 1 == high.first and _TATWEEL in tokens.text[low.end : high.start]
    return low.start if parted else None


def _dated(tokens: Tokens, low: Found, high: Found, before: int, words: NumberLexicon) -> bool:
    """Whether the two look like parts of a date, time, telephone number or code rather than a range."""
    if low.plain and high.plain and 1900 <= low.low <= 2100 and 1900 <= high.low <= 2100:
        return True
    n, forms = len(tokens), tokens.forms
    after = high.last
    if after + 1 < n and forms[after] in words.from_ and forms[after + 1] in words.months:
        after += 1  # بين 5 و7 من مايو
    if after < n and forms[after] in words.months and high.high <= 31:
        return True
    if before >= 0 and forms[before] in words.months and low.low <= 31:
        return True
    if low.plain and forms[low.first].startswith("0") and len(forms[low.first]) > 1:
        return True
    tight = frozenset("-/:+")
    if after + 1 < n and forms[after] in tight and tokens.glued(after) and tokens.glued(after + 1):
        return tokens.kinds[after + 1] == NUMBER
    return before >= 0 and forms[before] in tight and tokens.glued(low.first)
