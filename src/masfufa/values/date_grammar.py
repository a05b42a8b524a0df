"""The grammar of single dates, put together.

A parser reads the atoms of one run of date words. Every rule takes an index and returns (expression, end) or None;
`point` takes the longest. One grammar serves all languages: what differs is the order of words (modifiers before or
after), and both orders are read. Ranges and open periods are in date_ranges.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.tokens import Tokens
from masfufa.values.date_atoms import Atom
from masfufa.values.date_expressions import Expression
from masfufa.values.date_lexicon import DateLexicon
from masfufa.values.date_parts import PeriodParts

Found = tuple[Expression, int]


class DateParser(PeriodParts):
    """Reads single dates from `atoms`, a run of date words in `tokens`."""

    def __init__(self, tokens: Tokens, lexicon: DateLexicon, atoms: Sequence[Atom], month_first: bool) -> None:
        super().__init__(tokens, lexicon, atoms, month_first)
        self._memo: dict[int, Found | None] = {}

    def point(self, i: int) -> Found | None:
        """The longest single date at atom `i`."""
        if i not in self._memo:
            if len(self._memo) > 64:
                self._memo.clear()
            old, self.start = self.start, i
            self._memo[i] = self._point(i)
            self.start = old
        return self._memo[i]

    def _point(self, i: int) -> Found | None:
        if i >= self.n:
            return None
        best: Found | None = None
        for rule in (
            self.numeric, self.weekday_led, self.calendar, self.offset, self.shift, self.last_units, self.nth,
            self.part, self.unit, self.lone_day, self.decade, self.season, self.week_of, self.back_reference,
        ):  # fmt: skip
            got = rule(i)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        return best
