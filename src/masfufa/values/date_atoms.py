"""From tokens to the atoms that the date grammar reads: phrases as one piece, number words as one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from masfufa.language.tokens import NUMBER, SIGN, WORD, Tokens
from masfufa.values.date_lexicon import DateLexicon, Entry, Kinds

SIGNS = frozenset("/-.,()~'")
"""Signs that may stand inside a date."""

_CURRENCY = frozenset("$€£¥#")
_PAIR_FIRST = (10, 21)
_THOUSAND = 1000
_MOST_DIGITS = 4
_NONE: Kinds = {}


@dataclass(slots=True)
class Atom:
    """One piece: its classes and the tokens `first` to `last` (exclusive) that it covers.

    Numbers have "num" (value) with "digits" (how many, 0 for words) and "ordinal"; signs have "sep"; dotted dates
    have "dotted" (their three numbers and the length of each).
    """

    kinds: Kinds
    first: int
    last: int
    skip: int = 0
    prefix: str = ""


class _Number:
    """Reads number words that begin at a token; day numbers, small counts and years."""

    def __init__(self, tokens: Tokens, lexicon: DateLexicon, end: int) -> None:
        self.forms, self.tokens, self.lexicon, self.end = tokens.forms, tokens, lexicon, end

    def word(self, at: int, linked: bool | None) -> tuple[Kinds, int] | None:
        """The number class of the longest phrase at `at` and where it ends; `linked` asks for the prefix و."""
        if at >= self.end:
            return None
        entry = self.lexicon[self.forms[at]]
        if entry is None:
            return None
        for reading in entry.readings:
            if linked is not None and linked != (reading.prefix[:1] == "و"):
                continue
            for rest, kinds in reading.phrases:
                stop = at + 1 + len(rest)
                if _NUMERAL.isdisjoint(kinds) or stop > self.end or tuple(self.forms[at + 1 : stop]) != rest:
                    continue
                return kinds, stop
        return None

    def arabic(self, at: int) -> tuple[int, bool, int] | None:
        """ألفين وعشرين، ثمانية عشر، الحادي والعشرين: (value, ordinal, end)."""
        got = self.word(at, None)
        if got is None:
            return None
        total, smallest, ordinal, end = 0, 10_000, False, at
        while got is not None:
            kinds, stop = got
            value, order = _value(kinds)
            if 0 < value < 10 and stop < self.end:  # a teen: ثمانية عشر، الحادي عشر
                ten = self.word(stop, False)
                if ten is not None and ten[0].get("card") == 10:
                    value, stop = value + 10, ten[1]
            fits = value < smallest and (
                total == 0 or _rank(value) < _rank(smallest) or self._tens_after(smallest, value)
            )
            if not fits:
                break
            total, smallest, ordinal, end = total + value, value, ordinal or order, stop
            got = self.word(end, True)
            if got is None and end < self.end and self.forms[end] == "و":
                got = self.word(end + 1, False)
                if (
                    got is not None
                    and _value(got[0])[0] >= smallest
                    and not self._tens_after(smallest, _value(got[0])[0])
                ):
                    got = None
            if got is not None and not (_value(got[0])[0] < smallest or self._tens_after(smallest, _value(got[0])[0])):
                got = None
            elif got is not None and self._tens_after(smallest, _value(got[0])[0]):
                tens = _value(got[0])[0]
                return total + tens, ordinal, got[1]
        return (total, ordinal, end) if total else None

    @staticmethod
    def _tens_after(unit: int, tens: int) -> bool:
        return 0 < unit < 10 and 20 <= tens <= 90 and tens % 10 == 0

    def small(self, at: int) -> tuple[int, bool, int] | None:
        """Below a hundred, English or French: (value, ordinal, end)."""
        got = self.word(at, False)
        if got is None or "scale" in got[0]:
            return None
        value, ordinal = _value(got[0])
        end = got[1]
        if value >= 20 and not ordinal:
            stop = end
            if stop < self.end and self.forms[stop] == "-":
                stop += 1
            if stop < self.end and self.forms[stop] == "et":
                stop += 1
                if stop < self.end and self.forms[stop] == "-":
                    stop += 1
            more = self.word(stop, False)
            if more is not None and "scale" not in more[0]:
                extra, order = _value(more[0])
                most = 19 if value in (60, 80) and self.lexicon.language == "fr" else 9
                if 0 < extra <= most:
                    return value + extra, order, more[1]
        return value, ordinal, end

    def western(self, at: int) -> tuple[int, bool, int] | None:
        """Numbers up to the thousands and year pairs (nineteen ninety six): (value, ordinal, end)."""
        head = self.small(at)
        if head is None:
            got = self.word(at, False)
            if got is None or got[0].get("scale") != _THOUSAND:
                return None
            head = (1, False, at)
        value, ordinal, end = head
        if ordinal:
            return head
        scale = self._scale(end)
        if scale == _THOUSAND:
            total, end = value * _THOUSAND, end + 1
            rest = self._hundreds(self._skip_and(end))
            return (total + rest[0], False, rest[2]) if rest is not None else (total, False, end)
        if scale == 100:
            total, end = value * 100, end + 1
            low = self.small(self._skip_and(end))
            return (total + low[0], low[1], low[2]) if low is not None else (total, False, end)
        if _PAIR_FIRST[0] <= value <= _PAIR_FIRST[1] and self.lexicon.language == "en":
            low = self.small(end)
            if low is not None and not low[1] and 10 <= low[0] <= 99 and self._scale(low[2]) is None:
                return value * 100 + low[0], False, low[2]
        return head

    def _hundreds(self, at: int) -> tuple[int, bool, int] | None:
        head = self.small(at)
        if head is not None and self._scale(head[2]) == 100:
            low = self.small(self._skip_and(head[2] + 1))
            total = head[0] * 100
            return (total + low[0], low[1], low[2]) if low is not None else (total, False, head[2] + 1)
        if head is None and self._scale(at) == 100:
            low = self.small(at + 1)
            return (100 + low[0], low[1], low[2]) if low is not None else (100, False, at + 1)
        return head

    def _scale(self, at: int) -> int | None:
        got = self.word(at, False)
        return got[0].get("scale") if got is not None else None

    def _skip_and(self, at: int) -> int:
        return at + 1 if at < self.end and self.forms[at] == "and" else at


_NUMERAL = frozenset({"card", "ord", "scale", "hundred_word", "thousand_word"})


def _value(kinds: Kinds) -> tuple[int, bool]:
    for kind in ("card", "ord", "hundred_word", "thousand_word"):
        if kind in kinds:
            return kinds[kind], kind == "ord"
    return kinds.get("scale", 0), False


_GROUP = 3
_SPACES = (" ", "\u00a0", "\u202f")


def _rank(value: int) -> int:
    return 3 if value >= _THOUSAND else 2 if value >= 100 else 1 if value >= 10 else 0


def build(tokens: Tokens, lexicon: DateLexicon, first: int, last: int) -> list[Atom]:
    """Atoms of the tokens `first` to `last` (exclusive)."""
    number = _Number(tokens, lexicon, last)
    read = number.arabic if lexicon.language == "ar" else number.western
    out: list[Atom] = []
    i = first
    while i < last:
        kind = tokens.kinds[i]
        if kind == NUMBER:
            atom = _digits(tokens, lexicon, i, last)
        elif kind == SIGN:
            atom = Atom({"sep": tokens.forms[i]}, i, i + 1)
        else:
            atom = _word(tokens, lexicon, i, last)
            got = read(i) if not _NUMERAL.isdisjoint(atom.kinds) or atom.last == i + 1 else None
            if got is not None and got[2] >= atom.last and not (got[2] == atom.last and "weekday" in atom.kinds):
                more: dict[str, Any] = {"num": got[0], "digits": 0, "ordinal": got[1]}
                if got[2] == atom.last:
                    more |= {k: v for k, v in atom.kinds.items() if k not in _NUMERAL}
                elif "definite" in atom.kinds:
                    more["definite"] = True
                atom = Atom(more, i, got[2], atom.skip, atom.prefix)
        out.append(atom)
        i = atom.last
    return out


def _word(tokens: Tokens, lexicon: DateLexicon, i: int, last: int) -> Atom:
    entry = lexicon[tokens.forms[i]]
    if entry is None:
        return Atom(_NONE, i, i + 1)
    best: Atom | None = None
    for reading in entry.readings:
        for rest, kinds in reading.phrases:
            stop = i + 1 + len(rest)
            if stop <= last and tuple(tokens.forms[i + 1 : stop]) == rest and (best is None or stop > best.last):
                best = Atom(kinds, i, stop, reading.skip, reading.prefix)
                break
    return best or Atom(_NONE, i, i + 1)


def _digits(tokens: Tokens, lexicon: DateLexicon, i: int, last: int) -> Atom:
    form = tokens.forms[i]
    if not form.isdigit():
        return _dotted(form, i)
    before = i - 1
    if before >= 0 and tokens.kinds[before] == SIGN and tokens.forms[before] in _CURRENCY:
        return Atom(_NONE, i, i + 1)
    if before >= 0 and tokens.glued(i):
        if tokens.kinds[before] == WORD and lexicon[tokens.forms[before]] is None:
            return Atom(_NONE, i, i + 1)
        if tokens.forms[before] == ":" and before > 0 and tokens.kinds[before - 1] == NUMBER:
            return Atom(_NONE, i, i + 1)
    after = i + 1
    if after < len(tokens):
        form_after = tokens.forms[after]
        if form_after == "%" or (form_after == ":" and tokens.kinds[min(after + 1, len(tokens) - 1)] == NUMBER):
            return Atom(_NONE, i, i + 1)
    if len(form) > _MOST_DIGITS or (lexicon.language == "fr" and _grouped(tokens, i)):
        return Atom(_NONE, i, i + 1)
    kinds: Kinds = {"num": int(form), "digits": len(form), "ordinal": False}
    stop = after
    if after < len(tokens) and tokens.glued(after) and tokens.kinds[after] == WORD:
        entry = lexicon[tokens.forms[after]]
        classes = _single(entry)
        if "suffix" in classes:
            kinds["ordinal"], stop = True, after + 1
        elif "decade_suffix" in classes:
            return Atom({"decade_digits": int(form)}, i, after + 1)
        elif not classes and tokens.forms[after] != "t":  # 10h, 30km; but 2024-05-12T10:00
            return Atom(_NONE, i, i + 1)
    elif after < last and tokens.forms[after] == "'" and tokens.forms[after + 1 : after + 2] == ["s"]:
        return Atom({"decade_digits": int(form)}, i, after + 2)
    return Atom(kinds, i, stop)


def _grouped(tokens: Tokens, i: int) -> bool:
    """The thousands of a number that is written with a space: mardi, 11 975 familles."""
    after = i + 1
    if after >= len(tokens) or tokens.kinds[after] != NUMBER or len(tokens.forms[i]) > _GROUP:
        return False
    return len(tokens.forms[after]) == _GROUP and tokens.text[tokens.ends[i] : tokens.starts[after]] in _SPACES


def _single(entry: Entry | None) -> Kinds:
    """The classes of a token alone, as it stands."""
    if entry is None or not entry.readings:
        return _NONE
    rest, kinds = entry.readings[0].phrases[-1]
    return kinds if rest == () else _NONE


def _dotted(form: str, i: int) -> Atom:
    parts = form.split(".")
    if len(parts) in (2, 3) and all(p.isdigit() and len(p) <= _MOST_DIGITS for p in parts):
        return Atom({"dotted": tuple((int(p), len(p)) for p in parts)}, i, i + 1)
    return Atom(_NONE, i, i + 1)
