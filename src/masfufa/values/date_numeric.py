"""Dates in digits, and the ways in which the grammar looks at atoms.

The order of ambiguous digits: a four-digit part is the year, and a year in front means year, month, day; a part above
12 is the day; otherwise day before month, but month before day in English with / or -, unless the document has shown
the other order (docs/dates.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from masfufa.language.tokens import NUMBER, SIGN, WORD, Tokens
from masfufa.values.calendar_math import HIJRI_YEARS, make_date
from masfufa.values.date_atoms import Atom
from masfufa.values.date_expressions import Expression
from masfufa.values.date_lexicon import DateLexicon

Found = tuple[Expression, int]
_YEARS = range(1900, 2100)
_HIJRI = range(HIJRI_YEARS[0], HIJRI_YEARS[1])
_LINKS = ("و", "ف")
_CUES = ("in", "since", "until", "during", "from", "to", "between", "prior", "later", "part", "year_cue")


class NumericDates:
    """Looks at the atoms of one run; reads dates written in digits."""

    def __init__(self, tokens: Tokens, lexicon: DateLexicon, atoms: Sequence[Atom], month_first: bool) -> None:
        self.tokens, self.lexicon, self.atoms, self.n = tokens, lexicon, atoms, len(atoms)
        self.month_first = month_first
        self.start = 0
        self.in_range = False

    # ------------------------------------------------------------ looking
    def k(self, j: int, kind: str) -> Any:
        """The value of class `kind` at atom `j`; None also where "and" is written before it."""
        if not 0 <= j < self.n:
            return None
        value = self.atoms[j].kinds.get(kind)
        if value is None or (j != self.start and self.linked(j)):
            return None
        return value

    def linked(self, j: int) -> bool:
        """True where an Arabic "and" is written together with the atom."""
        return 0 <= j < self.n and self.atoms[j].prefix[:1] in _LINKS

    def number(self, j: int) -> int | None:
        """The number at atom `j`."""
        value: int | None = self.k(j, "num")
        return value

    def digits(self, j: int) -> int:
        """How many digits the number at `j` is written with; 0 for words, 9 where there is none."""
        return int(self.atoms[j].kinds.get("digits", 9)) if 0 <= j < self.n else 9

    def is_ordinal(self, j: int) -> bool:
        """True for 21st, الحادي والعشرين."""
        return 0 <= j < self.n and bool(self.atoms[j].kinds.get("ordinal"))

    def sep(self, j: int) -> str | None:
        """The sign at atom `j`."""
        value: str | None = self.k(j, "sep")
        return value

    def tight(self, j: int) -> bool:
        """True where no space stands around the atom."""
        atom = self.atoms[j]
        return self.tokens.glued(atom.first) and atom.last < len(self.tokens) and self.tokens.glued(atom.last)

    def form(self, j: int) -> str:
        """The folded first word of the atom, without proclitics."""
        if not 0 <= j < self.n:
            return ""
        atom = self.atoms[j]
        return self.tokens.forms[atom.first][atom.skip :]

    def names(self, token: int, words: frozenset[str]) -> bool:
        """True where the token, or what is left of it without proclitics, is one of `words`."""
        form = self.tokens.forms[token]
        if form in words:
            return True
        if self.lexicon.language != "ar":
            return False
        return form[:1] in ("و", "ف", "ب", "ل") and (form[1:] in words or (form[:1] in _LINKS and form[2:] in words))

    def raw(self, j: int, kind: str) -> Any:
        """Like `k`, also where "and" is written before the atom: وحتى."""
        return self.atoms[j].kinds.get(kind) if 0 <= j < self.n else None

    def plural(self, j: int) -> bool:
        """True for the plural of a unit."""
        return 0 <= j < self.n and "plural" in self.atoms[j].kinds

    def near(self, kind: str, j: int) -> bool:
        """True where the atom before a date has class `kind`, or its proclitic is a preposition that stands for it."""
        if 0 <= j < self.n and kind in self.atoms[j].kinds:
            return True
        own = self.atoms[j + 1].prefix if 0 <= j + 1 < self.n else ""
        return kind in ("in", "on") and own[-1:] in ("ب", "ل")

    def month_value(self, j: int) -> int | None:
        """1–12 where a month's name stands."""
        value: int | None = self.k(j, "month")
        if value is None:
            value = self.k(j, "month_weak")
        return value

    def weekday_value(self, j: int) -> int | None:
        """0–6 where a weekday's full name stands."""
        value: int | None = self.k(j, "weekday")
        return value

    # ------------------------------------------------------------ reading
    def numeric(self, i: int) -> Found | None:
        """A date in digits at atom `i`."""
        dotted = self.k(i, "dotted")
        if dotted is not None:
            return self._dotted(i, dotted)
        if self.number(i) is None or not 1 <= self.digits(i) <= 4 or self.is_ordinal(i):
            return None
        sign = self.sep(i + 1)
        if sign is None:
            return self._year_quarter(i, i + 1)
        if sign not in ("/", "-", "."):
            return None
        if self.k(i + 2, "qprefix") is not None:
            return self._year_quarter(i, i + 2)
        if self.number(i + 2) is None or not 1 <= self.digits(i + 2) <= 4 or self._named(i):
            return None
        if self.sep(i + 3) == sign and self.number(i + 4) is not None and self.digits(i + 4) in (1, 2, 4):
            got = self._three([i, i + 2, i + 4], sign)
            if got is not None:
                era = got.year is not None and got.year < 1600 and self.k(i + 5, "era") == "hijri"
                return got, i + 5 + era
        return self._two(i, sign)

    def _year_quarter(self, i: int, j: int) -> Found | None:
        number, quarter = self.number(i), self.number(j + 1)
        unit = self.k(j, "qprefix")
        if unit is None or quarter is None or number not in _YEARS or self.digits(i) != 4:
            return None
        if not 1 <= quarter <= (4 if unit == "quarter" else 2):
            return None
        return Expression("nth", unit=unit, n=quarter, of=Expression("year", year=number)), j + 2

    def _dotted(self, i: int, parts: tuple[tuple[int, int], ...]) -> Found | None:
        if len(parts) == 2:
            (a, _), (b, width) = parts
            if width == 2 and 1 <= a <= 31 and 1 <= b <= 12 and self.near("on", i - 1) and not self.word_after(i):
                return Expression("day", day=a, month=b), i + 1
            return None
        values, widths = [p[0] for p in parts], [p[1] for p in parts]
        x = self._order(values, widths, ".")
        return (x, i + 1) if x is not None and (4 in widths or all(w == 2 for w in widths)) else None

    def _three(self, at: list[int], sign: str) -> Expression | None:
        values = [self.atoms[j].kinds["num"] for j in at]
        if self.lexicon.language == "ar" and max(values[0], values[2]) in _HIJRI:
            year, month, day = values if values[0] > 31 else values[::-1]
            fits = 1 <= month <= 12 and 1 <= day <= 30
            return Expression("day", year=year, month=month, day=day, hijri=True) if fits else None
        return self._order(values, [self.digits(j) for j in at], sign)

    def _order(self, values: list[int], widths: list[int], sign: str) -> Expression | None:
        a, b, c = values
        if widths[0] == 4 and widths[1] <= 2 and widths[2] <= 2:
            return self._valid(a, b, c) or self._valid(a, c, b)
        if widths[0] > 2 or widths[1] > 2 or widths[2] not in (1, 2, 4):
            return None
        short = widths[2] != 4
        year = (c + (2000 if c < 50 else 1900)) if short else c
        if short and widths[2] == 1:
            return None
        unclear = short or (a != b and a <= 12 and b <= 12)
        month_first = self.month_first and sign in "/-"
        first, second = ((b, a), (a, b)) if month_first else ((a, b), (b, a))
        out = self._valid(year, first[1], first[0], unclear) or self._valid(year, second[1], second[0], unclear)
        if out is None and short:
            out = self._valid(a + (2000 if a < 50 else 1900), b, c, True)
        return out

    @staticmethod
    def _valid(year: int, month: int, day: int, unclear: bool = False) -> Expression | None:
        if not 1000 <= year <= 2999 or make_date(year, month, day) is None:
            return None
        return Expression("day", year=year, month=month, day=day, ambiguous=unclear)

    def _two(self, i: int, sign: str) -> Found | None:
        a, b = self.atoms[i].kinds["num"], self.atoms[i + 2].kinds["num"]
        da, db = self.digits(i), self.digits(i + 2)
        if sign == ".":
            return None
        if da == 4 and db <= 2 and a in _YEARS and 1 <= b <= 12:
            return Expression("month", year=a, month=b), i + 3
        if da <= 2 and db == 4 and b in _YEARS and 1 <= a <= 12:
            return Expression("month", year=b, month=a), i + 3
        if da > 2 or db > 2 or not self.tight(i + 1):
            return None
        if self.month_first and max(a, b) <= 12:
            day, month = b, a
        else:
            day, month = (a, b) if b <= 12 else (b, a)
        if not 1 <= month <= 12 or make_date(2000, month, day) is None:
            return None
        named = self.near("weekday", i - 1) or self.near("weekday_weak", i - 1)
        cued = self.near("on", i - 1) or named or (self.in_range and sign == "/")
        if not cued:
            counted = self.word_after(i + 2)
            if max(a, b) <= 12 or counted or (sign == "-" and a < b) or a == 0 or b == 0:
                return None
        elif sign == "-" and self.word_after(i + 2):
            return None
        return Expression("day", month=month, day=day, ambiguous=True), i + 3

    def word_after(self, j: int) -> bool:
        """True where the token after atom `j` is a word that no date holds, or a percent sign."""
        at = self.atoms[j].last
        if at >= len(self.tokens):
            return False
        form = self.tokens.forms[at]
        return form == "%" or (self.tokens.kinds[at] == WORD and self.lexicon[form] is None)

    def _named(self, i: int) -> bool:
        """True after "resolution", رقم, No.: document numbers, rooms, addresses."""
        first = self.atoms[i].first
        at = first - 1
        if at >= 0 and self.tokens.forms[at] == "." and at > 0:
            at -= 1
        return at >= 0 and self.names(at, self.lexicon.not_after)

    def year_wanted(self, i: int) -> bool:
        """True where four digits stand as a year: after a preposition of time, in brackets, beside another year."""
        number, atom = self.number(i) or 0, self.atoms[i]
        last = atom.last
        if last < len(self.tokens) and self.tokens.forms[last] in self.lexicon.unit_words:
            return False
        if self._named(i):
            return False
        before = i - 1
        if self.near("year_cue", before) or self.near("since", before):
            return True
        counted = self.word_after(i)
        if self.sep(before) == "(" and self.sep(i + 1) == ")":
            return True
        if any(self.near(cue, before) for cue in _CUES) or (self.near("of", before)):
            return not (counted and number % 100 == 0)
        hop = before - 1 if before >= 0 and ("and" in self.atoms[before].kinds or self.sep(before) == ",") else before
        if hop < before and hop >= 0 and self.digits(hop) == 4 and self.atoms[hop].kinds.get("num", 0) in _YEARS:
            return not counted
        alone = atom.first == 0 and last == len(self.tokens)
        return alone or (
            atom.first > 0
            and self.tokens.kinds[atom.first - 1] == SIGN
            and self.tokens.forms[atom.first - 1] == "("
            and last < len(self.tokens)
            and self.tokens.kinds[last] != NUMBER
            and self.tokens.forms[last] in (")", "-", ",")
        )
