"""Words that count from now or point back: last week, قبل يومين, les trois derniers jours, العام نفسه."""

from __future__ import annotations

from abc import ABC, abstractmethod

from masfufa.language.tokens import WORD
from masfufa.values.date_expressions import Expression
from masfufa.values.date_numeric import NumericDates

Found = tuple[Expression, int]
_HALVES = {"year": ("month", 6), "month": ("day", 15)}
_MOST_AHEAD = {"year": 10, "decade": 0, "century": 0}


class RelativeDates(NumericDates, ABC):
    """Reads units of time that are placed by a relation."""

    def unit(self, i: int) -> Found | None:
        """A unit counted from now: last week, هذا الشهر, l'année prochaine, the week before last."""
        j = i + 1 if self.k(i, "the") is not None else i
        before = self.k(j, "dir_before")
        if before is not None:
            j += 1
            if self.k(j, "anyunit") is not None:
                j += 1
            unit = self.k(j, "unit")
            if unit is None or self.plural(j):
                return None
            after = self.k(j + 1, "dir_after")
            if after is not None and self.lexicon.language == "ar":
                return Expression("unit", unit=unit, n=after), j + 2
            return Expression("unit", unit=unit, n=before), j + 1
        unit = self.k(j, "unit")
        if unit is None:
            return None
        after = self.k(j + 1, "dir_after")
        if after is None and unit == "weekend" and (j > i or self.lexicon.language == "ar"):
            return Expression("unit", unit=unit), j + 1
        if after is None or self.plural(j):
            return None
        if self.lexicon.language == "ar":
            if (unit != "weekend" and not self.atoms[j].kinds.get("definite")) or self.general(j):
                return None
            if self.k(j + 2, "dir_after") is not None and self.form(j + 1) in ("هذا", "هذه"):
                return None
        return Expression("unit", unit=unit, n=after), j + 2

    def back_reference(self, i: int) -> Found | None:
        """The same day, الشهر ذاته, نفس العام, the following day, الفترة ذاتها."""
        near = self.k(i, "same_day")
        if near is not None:
            return Expression("same", unit="day", n=near, part="here"), i + 1
        j = i + 1 if self.k(i, "the") is not None else i
        before = self.k(j, "same_before")
        if before is not None:
            unit = self.k(j + 1, "unit") or ("period" if self.k(j + 1, "period_word") is not None else None)
            if unit in ("hour", None):
                return None
            return Expression("same", unit=unit, n=0), j + 2
        following = self.k(j, "same_next")
        if following is not None and self.k(j + 1, "unit") is not None and j > i and not self.plural(j + 1):
            return Expression("same", unit=self.k(j + 1, "unit"), n=following), j + 2
        unit = self.k(j, "unit") or ("period" if self.k(j, "period_word") is not None else None)
        if unit is None or unit == "hour":
            return None
        if self.k(j + 1, "same_after") is not None:
            return Expression("same", unit=unit, n=0), j + 2
        following = self.k(j + 1, "same_next")
        if following is not None and (self.atoms[j].kinds.get("definite") or j > i):
            return Expression("same", unit=unit, n=following), j + 2
        return None

    def shift(self, i: int) -> Found | None:
        """Three days ago, قبل يومين, il y a 2 jours, in 3 weeks, بعد شهرين, منذ شهر و 21 يوم من الآن."""
        j, direction, later = i, None, False
        if self.k(j, "ago_before") is not None:
            direction, j = -1, j + 1
        elif self.k(j, "hence_before") is not None:
            if self.lexicon.language == "ar" and self.raw(i - 1, "unit") is not None:
                return None  # يوما بعد يوم
            direction, j, later = 1, j + 1, self.lexicon.language == "ar"
        amounts, j = self._amounts(j, direction is not None)
        if not amounts:
            return None
        if self.k(j, "ago") is not None:
            direction, j = -1, j + 1
            j += self.k(j, "day") == 0
        elif (base := self._counted_from(i, j, direction)) is not None:
            x, stop, sign = base
            return Expression("shift", shifts=tuple(amounts), direction=sign, of=x), stop
        elif self.k(j, "hence") is not None:
            direction, later, j = direction or 1, False, j + 1
        elif direction is None and self.k(j, "later_on") is not None:
            return Expression("shift", shifts=tuple(amounts), direction=1, part="anaphor"), j + 1
        elif direction is None and self.k(j, "earlier_on") is not None:
            return Expression("shift", shifts=tuple(amounts), direction=-1, part="anaphor"), j + 1
        elif direction is not None and self.lexicon.language == "ar":
            if self.form(i) == "من":
                return None
            if self.form(j) == "من" and direction is not None:
                return None  # "after two days of …": counted from an event, not from now
        elif direction == 1 and self.lexicon.language == "en":
            lasting = amounts[0][1] > _MOST_AHEAD.get(amounts[0][0], 60) or any(u == "hour" for u, _ in amounts)
            if lasting or self.word_follows(j) or self.form(j) == "of":
                return None  # "in three days": a duration as often as a date; only where nothing follows
        if direction is None:
            return None
        weekday = None
        on = j + 1 if self.k(j, "on") is not None else j
        if self.weekday_value(on) is not None and on > j:
            weekday, j = self.weekday_value(on), on + 1
        elif direction == -1 and self.form(i) == "من" and self.lexicon.language == "ar":
            return None
        part = "later" if later else ""
        return Expression("shift", shifts=tuple(amounts), direction=direction, weekday=weekday, part=part), j

    def _amounts(self, j: int, bare: bool) -> tuple[list[tuple[str, int]], int]:
        """Units and counts that add up: 2 years, 1 month and 21 days; شهر و21 يوما; and where they end."""
        out: list[tuple[str, int]] = []
        old = self.start
        got = self.amount(j, bare)
        while got is not None:
            out.append(got[:2])
            j = got[2]
            hop = j + 1 if self.raw(j, "and") is not None or self.raw(j, "sep") == "," else j
            self.start = hop
            got = self.amount(hop, bare and (self.linked(hop) or hop > j))
            if got is None and self.linked(hop) and self.k(hop, "half") is not None and out[-1][0] in _HALVES:
                out.append(_HALVES[out[-1][0]])  # عام ونصف
                j = hop + 1
        self.start = old
        return out, j

    def _counted_from(self, i: int, j: int, direction: int | None) -> tuple[Expression, int, int] | None:
        """(base, end, sign) of "two weeks from tomorrow", "a day before 3 May", بعد يومين من 12 مارس."""
        if self.lexicon.language == "ar":
            if self.form(j) != "من" or (direction is not None and self.form(i) not in ("قبل", "بعد")):
                return None
            sign = direction or 1
        elif direction is None and (self.form(j) == "from" or self.k(j, "later") is not None):
            sign = 1
        elif direction is None and self.k(j, "prior") is not None:
            sign = -1
        else:
            return None
        got = self.point(j + 1)
        if got is None or got[0].kind not in ("day", "offset", "weekday") or got[1] == j + 1:
            return None
        return got[0], got[1], sign

    @abstractmethod
    def point(self, i: int) -> Found | None:
        """The longest single date at atom `i`; the grammar that builds on these rules gives it."""

    def amount(self, j: int, bare: bool) -> tuple[str, int, int] | None:
        """(unit, count, end) of "three weeks", أسبوعين, "a month"; a bare unit is one where `bare`."""
        dual = self.k(j, "dual_unit")
        if dual is not None:
            return dual, 2, j + 1
        count, hop = self.number(j), j + 1
        if count is not None and self.digits(j) > 3:
            return None
        if count is None:
            count = self.k(j, "single")
        if count is not None and self.k(hop, "unit") is not None:
            return self.k(hop, "unit"), count, hop + 1
        unit = self.k(j, "unit")
        if unit is not None and bare and self.lexicon.language == "ar" and not self.atoms[j].kinds.get("definite"):
            if self.number(j + 1) in (1, 2) and self.digits(j + 1) == 0 and not self.is_ordinal(j + 1):
                return unit, self.number(j + 1) or 1, j + 2
            return unit, 1, j + 1
        return None

    def last_units(self, i: int) -> Found | None:
        """The past three days, آخر 3 سنوات, الأيام الثلاثة الماضية, les deux prochaines semaines."""
        j = i + 1 if self.k(i, "the") is not None else i
        direction = self.k(j, "dir_before")
        if direction is None and self.k(j, "ord_last") is not None:
            direction = -1
        if direction in (-1, 1):
            got = self._counted(j + 1)
            if got is not None:
                return Expression("last", unit=got[0], n=got[1], direction=direction), got[2]
        got = self._counted(j)
        if got is None:
            return None
        unit, n, end = got
        after = self.k(end, "dir_after")
        if after is None and self.lexicon.language == "fr" and self.k(j + 1, "dir_before") in (-1, 1):
            return Expression("last", unit=unit, n=n, direction=self.k(j + 1, "dir_before")), end
        if after not in (-1, 1):
            return None
        return Expression("last", unit=unit, n=n, direction=after), end + 1

    def _counted(self, j: int) -> tuple[str, int | None, int] | None:
        """(unit, count or None for a few, end), with the count before or after the unit."""
        dual = self.k(j, "dual_unit")
        if dual is not None:
            return dual, 2, j + 1
        few = self.k(j, "few") is not None
        count, hop = self.number(j), j + 1
        if few or (count is not None and not self.is_ordinal(j) and self.digits(j) <= 3):
            for word in ("dir_before",) if self.lexicon.language == "fr" else ():
                hop += self.k(hop, word) is not None
            unit = self.k(hop, "unit")
            if unit is not None and not (self.lexicon.language == "ar" and self.atoms[hop].kinds.get("definite")):
                return unit, None if few else count, hop + 1
            return None
        unit = self.k(j, "unit")
        if unit is None or self.lexicon.language != "ar" or not self.plural(j):
            return None
        if self.k(j + 1, "few") is not None:
            return unit, None, j + 2
        at = j + 2 if self.form(j + 1) == "ال" else j + 1  # الساعات الـ24 الماضية
        count = self.number(at)
        if count is not None and not self.is_ordinal(at):
            return unit, count, at + 1
        return (unit, None, j + 1) if self.k(j + 1, "dir_after") is not None else None

    def general(self, j: int) -> bool:
        """المدعي العام الحالي: العام means "general" there."""
        first = self.atoms[j].first
        return first > 0 and self.names(first - 1, self.lexicon.general_after)

    def word_follows(self, j: int) -> bool:
        """True where a word that is no date word comes next: 22 شخصا, 20 people."""
        at = self.atoms[j].first if j < self.n else (self.atoms[-1].last if self.atoms else 0)
        if j < self.n and self.atoms[j].kinds and "sep" not in self.atoms[j].kinds:
            return bool({"few", "single"} & self.atoms[j].kinds.keys())
        return at < len(self.tokens) and self.tokens.kinds[at] == WORD

    def whole(self, i: int) -> bool:
        """True where the atom stands alone in its text."""
        return self.atoms[i].first == 0 and self.atoms[i].last == len(self.tokens)

    def over_of(self, j: int) -> int:
        """`j` moved over the words that join a part to its whole: of the, من, في, de."""
        for _ in range(3):
            article = self.k(j, "the") is not None and self.lexicon.language != "ar"
            if not article and (self.k(j, "of") is None or self.dateful(j)):
                break
            j += 1
        return j

    def dateful(self, j: int) -> bool:
        """True where the atom can itself begin a date (شهر is also a joining word)."""
        kinds = self.atoms[j].kinds if j < self.n else {}
        return "unit" in kinds or "num" in kinds
