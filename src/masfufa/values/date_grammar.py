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
_MEMO = 64


_OPENERS = {
    "numeric": "num dotted",
    "weekday_led": "daypart dir_before unit dual_unit weekday weekday_weak",
    "calendar": "num the dir_before month month_weak hijri_month unit dual_unit year_cue sep same_before",
    "offset": "daypart day",
    "shift": "ago_before hence_before num single dual_unit",
    "last_units": "the dir_before ord_last few num unit dual_unit",
    "nth": "the qprefix num ord_last unit dual_unit half weekday weekday_weak",
    "part": "the part",
    "unit": "the dir_before unit",
    "lone_day": "the on unit",
    "decade": "the decade_digits decade_word decade_cue",
    "season": "num dir_before the season_cue season",
    "week_of": "week_of unit the",
    "back_reference": "the same_before same_day unit period_word",
}
_RULES = tuple((name, frozenset(classes.split())) for name, classes in _OPENERS.items())
"""Each rule with the classes of the atom that it may begin with: most rules need not be tried."""


class DateParser(PeriodParts):
    """Reads single dates from `atoms`, a run of date words in `tokens`."""

    def __init__(self, tokens: Tokens, lexicon: DateLexicon, atoms: Sequence[Atom], month_first: bool) -> None:
        super().__init__(tokens, lexicon, atoms, month_first)
        self._memo: dict[tuple[int, bool], Found | None] = {}

    def point(self, i: int) -> Found | None:
        """The longest single date at atom `i`."""
        key = (i, self.in_range)
        if key not in self._memo:
            if len(self._memo) > _MEMO:
                self._memo.clear()
            old, self.start = self.start, i
            self._memo[key] = self._point(i)
            self.start = old
        return self._memo[key]

    def _point(self, i: int) -> Found | None:
        if i >= self.n:
            return None
        best: Found | None = None
        kinds = self.atoms[i].kinds.keys()
        for name, openers in _RULES:
            if openers.isdisjoint(kinds):
                continue
            got: Found | None = getattr(self, name)(i)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        return best
