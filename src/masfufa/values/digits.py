"""Numbers written in digits: which separators group thousands, which begin decimals, which part a list.

`66,000`, `66.000`, `66 000`, `66'000` and `٦٦٬٠٠٠` are 66000; `1.5` and French `1,5` are decimals; `22,24,26` is a
list; `2,14,000` in English is the Indian way to write 214000.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from masfufa.language.tokens import NUMBER, Tokens
from masfufa.values.number_lexicon import Value

_LONGEST = 24  # digits; more are no number of anything but accounts and hashes
_LONGEST_TOKEN, _MOST_GROUPS = 240, 8  # characters of a list without spaces; groups of thousands
_TATWEEL, _ARABIC_COMMA, _ARABIC_DECIMAL = "\u0640", "\u060c", "\u066b"
_HEAD = re.compile(r"[1-9]\d{0,2}$")
_GROUP = re.compile(r"\d{3}$")
_LAST_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?$")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,'])\d{3})(?:\1\d{3})*$")
_GROUPED_DECIMAL = re.compile(
    r"([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)$|([1-9]\d{0,2}(?:\.\d{3})+),(\d+)$|([1-9]\d{0,2}(?:'\d{3})+)[.,](\d+)$"
)
_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}$")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$")


class Digits(NamedTuple):
    """One number in digits, in the tokens `first` to `last`. `plain` tells that no separator stands in it."""

    first: int
    last: int
    start: int
    end: int
    value: Value
    plain: bool


class _Piece(NamedTuple):
    start: int
    end: int
    value: Value
    plain: bool


def _decimal(whole: str, part: str) -> Value:
    value = Fraction(int(whole + part), 10 ** len(part))
    return value.numerator if value.denominator == 1 else value


def _whole(form: str, start: int = 0) -> _Piece:
    digits = re.sub("[.,']", "", form)
    return _Piece(start, start + len(form), int(digits), digits == form)


def _listed(form: str, separator: str, language: str) -> tuple[_Piece, ...]:
    out, at = [], 0
    for part in form.split(separator):
        out += [_Piece(at + p.start, at + p.end, p.value, p.plain) for p in _pieces(part, language, False, "")]
        at += len(part) + 1
    return tuple(out)


@lru_cache(maxsize=16384)
def _pieces(form: str, language: str, scaled: bool, mark: str) -> tuple[_Piece, ...]:
    """The numbers in one token. `scaled`: a word like million or per cent follows; `mark`: its separator as written."""
    if form.isdigit():
        return (_whole(form),) if len(form) <= _LONGEST else ()
    mixed = _GROUPED_DECIMAL.match(form)
    if mixed:
        whole, part = (g for g in mixed.groups() if g is not None)
        return (_Piece(0, len(form), _decimal(re.sub("[.,']", "", whole), part), False),)
    parts = re.split("[.,']", form)
    if _GROUPED.match(form):
        if len(parts) > 2 or _groups_thousands(form, parts[1], language, scaled, mark):
            return (_whole(form),)
        return (_Piece(0, len(form), _decimal(*parts), False),)
    if language == "en" and _INDIAN.match(form):
        return (_whole(form),)
    if "'" in form:
        return _listed(form, "'", language)
    if "," in form:
        short = len(parts) == 2 and "." not in form
        if short and (language == "fr" or scaled or parts[0] == "0" or (language == "ar" and mark == ",")):
            return (_Piece(0, len(form), _decimal(*parts), False),)
        return _listed(form, ",", language)
    if len(parts) == 2:
        return (_Piece(0, len(form), _decimal(*parts), False),)
    return _listed(form, ".", language) if _DATE.match(form) else ()  # else a version, an address, a section


def _groups_thousands(form: str, tail: str, language: str, scaled: bool, mark: str) -> bool:
    """Whether one separator with three digits after it groups thousands (66.000) or begins decimals (1.234 million)."""
    if "'" in form:
        return True
    if "," in form:
        return language != "fr" or not scaled
    if mark == _ARABIC_DECIMAL:
        return tail == "000" and not scaled
    if scaled:
        return False
    # English writes 66,000; a dot there is a decimal point unless a round number shows another hand.
    return language != "en" or tail.endswith("0")


def _glued_by_space(tokens: Tokens, index: int) -> bool:
    """Whether token `index` is a number that one space parts from the number before."""
    if not 0 < index < len(tokens) or tokens.kinds[index] != NUMBER or tokens.kinds[index - 1] != NUMBER:
        return False
    end, start = tokens.ends[index - 1], tokens.starts[index]
    return start - end == 1 and tokens.text[end] != "\t"


def _spaced_groups(tokens: Tokens, index: int) -> int:
    """The token after `66 000` written from `index` on; `index` where there is no such group."""
    forms = tokens.forms
    if not _HEAD.match(forms[index]) or not _glued_by_space(tokens, index + 1) or _glued_by_space(tokens, index):
        return index
    if index > 0 and forms[index - 1] == "+" and tokens.glued(index):
        return index  # a telephone number
    last = index + 1
    while _glued_by_space(tokens, last):
        last += 1
    middle = all(_GROUP.match(form) for form in forms[index + 1 : last - 1])
    return last if middle and last - index <= _MOST_GROUPS and _LAST_GROUP.match(forms[last - 1]) else index


def read_digits(tokens: Tokens, index: int, language: str, scaled: bool, grouping: bool = True) -> list[Digits]:
    """The numbers that begin in the number token `index`: one, or several for a list (`22,24`) or `15ـ20`, or none.

    `scaled` tells that a scale word or per cent follows the token; `grouping` allows spaces between thousands.
    """
    form = tokens.forms[index]
    if len(form) > _LONGEST_TOKEN:
        return []
    last = _spaced_groups(tokens, index) if grouping else index
    if last > index:
        tail = re.split("[.,]", tokens.forms[last - 1])
        whole = "".join([*tokens.forms[index : last - 1], tail[0]])
        start, end = tokens.span(index, last)
        return [Digits(index, last, start, end, _decimal(whole, tail[1]) if len(tail) > 1 else int(whole), False)]
    start, end = tokens.span(index, index + 1)
    if _TATWEEL in tokens.text[start:end]:
        return _parted_by_tatweel(tokens, index, language)
    separators = [k for k, char in enumerate(form) if not char.isdigit()]
    mark = tokens.text[tokens.inside(index, separators[0])] if len(separators) == 1 else ""
    pieces = _pieces(form, language, scaled, mark)
    if len(pieces) == 1 and pieces[0].end == len(form):
        return [Digits(index, index + 1, start, end, pieces[0].value, pieces[0].plain)]
    return [
        Digits(index, index + 1, tokens.inside(index, p.start), tokens.inside(index, p.end - 1) + 1, p.value, p.plain)
        for p in pieces
    ]


def _parted_by_tatweel(tokens: Tokens, index: int, language: str) -> list[Digits]:
    """`15ـ20`: the fold drops the stroke, but between digits it is a dash."""
    form, parts, begin = tokens.forms[index], [], 0
    offsets = [tokens.inside(index, k) for k in range(len(form))]
    for k in range(1, len(form) + 1):
        if k == len(form) or _TATWEEL in tokens.text[offsets[k - 1] : offsets[k]]:
            parts.append((begin, k))
            begin = k
    out = []
    for begin, stop in parts:
        part = form[begin:stop].strip(".,'")
        pieces = _pieces(part, language, False, ",") if part else ()
        if len(pieces) == 1:
            shift = form.index(part, begin)
            last = shift + len(part) - 1
            out.append(Digits(index, index + 1, offsets[shift], offsets[last] + 1, pieces[0].value, pieces[0].plain))
    return out
