"""The grammar of single dates: days, months, years, weekdays, relative words and parts of periods.

A parser reads the atoms of one run of date words. Every rule takes an index and returns (expression, end) or None;
`point` takes the longest. One grammar serves all languages: what differs is the order of words (modifiers before or
after), and both orders are read. Ranges and open periods are in date_ranges.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from masfufa.language.tokens import SIGN, WORD, Tokens
from masfufa.values.calendar_math import FIRST_YEAR, HIJRI_YEARS, LAST_YEAR
from masfufa.values.date_atoms import Atom
from masfufa.values.date_expressions import Expression
from masfufa.values.date_lexicon import DateLexicon
from masfufa.values.date_numeric import NumericDates

Found = tuple[Expression, int]
_COMMON_YEARS = (1900, 2099)


class DateParser(NumericDates):
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
            self.part, self.unit, self.decade, self.season, self.week_of, self.back_reference,
        ):  # fmt: skip
            got = rule(i)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        return best

    # ------------------------------------------------------------ small pieces
    def over_of(self, j: int) -> int:
        """`j` moved over the words that join a part to its whole: of the, من, في, de."""
        for _ in range(3):
            if self.k(j, "of") is not None and not self.dateful(j):
                j += 1
            elif self.k(j, "the") is not None and self.lexicon.language != "ar":
                j += 1
            else:
                break
        return j

    def dateful(self, j: int) -> bool:
        """True where the atom can itself begin a date (شهر is also a joining word)."""
        kinds = self.atoms[j].kinds if j < self.n else {}
        return "unit" in kinds or "num" in kinds

    def month_word(self, j: int) -> Found | None:
        """A month with its pair (نيسان/أبريل، مارس (آذار)), and the word شهر before it."""
        unit = False
        if self.k(j, "unit") == "month":
            unit, j = True, j + 1
            if self.k(j, "of") is not None and self.lexicon.language != "ar":
                j += 1
        elif self.k(j, "dual_unit") == "month":
            unit, j = True, j + 1
        month = self.month_value(j)
        if month is not None:
            end = self._over_pair(j + 1, month)
            if (
                self.sep(end) == "."
                and self.k(j, "month_weak") is not None
                and self.tokens.glued(self.atoms[end].first)
            ):
                end += 1
            return Expression("month", month=month), end
        hijri = self.k(j, "hijri_month")
        if hijri is not None:
            return Expression("month", month=hijri, hijri=True), j + 1
        if unit and self.lexicon.language == "ar":
            number = self.number(j)
            definite = self.atoms[j - 1].kinds.get("definite", False)
            if number is not None and 1 <= number <= 12 and definite == self.is_ordinal(j) and not self._one_month(j):
                return Expression("month", month=number), j + 1
        return None

    def _one_month(self, j: int) -> bool:
        """شهر واحد counts a month; شهر واحد as January is too rare to risk it."""
        return self.number(j) == 1 and self.digits(j) == 0 and not self.is_ordinal(j)

    def _over_pair(self, j: int, month: int) -> int:
        if self.sep(j) in ("/", "-") and self.month_value(j + 1) == month:
            return j + 2
        if self.sep(j) == "(" and self.month_value(j + 1) is not None and self.sep(j + 2) == ")":
            return j + 3  # the second name repeats the first, also where it is mistaken
        return j

    def month(self, j: int) -> Found | None:
        """A month, named or relative: May, last May, مايو الماضي، الشهر المقبل."""
        before = self.k(j, "dir_before")
        got = self.month_word(j + 1) if before is not None else None
        if got is not None and self.k(j + 1, "unit") is None:
            return replace(got[0], direction=before), got[1]
        got = self.month_word(j)
        if got is not None:
            x, end = got
            after = self.k(end, "dir_after")
            if after is not None:
                x, end = replace(x, direction=after), end + 1
            elif self.k(end, "same_after") is not None:
                x, end = replace(x, year_same=True), end + 1
            return x, end
        relative = self.unit(j)
        if relative is not None and relative[0].unit == "month" and relative[0].kind == "unit":
            return Expression("month", month_rel=relative[0].n), relative[1]
        same = self.back_reference(j)
        if same is not None and same[0].unit == "month" and same[0].n == 0:
            return Expression("month", month_same=True), same[1]
        return None

    def year(self, j: int, cue: bool) -> Found | None:
        """A year: 2016, ألفين وعشرين, عام 2016, العام الماضي; `cue` tells that a word before asks for one."""
        start = j
        if self.k(j, "unit") == "year" or self.k(j, "dual_unit") == "year" or self.k(j, "year_cue") is not None:
            cue, j = True, j + 1
        number = self.number(j)
        if number is not None and cue and self.plain_year(j, number):
            return self._era(Expression("year", year=number), j + 1)
        if self.sep(j) == "'" and self.digits(j + 1) == 2 and cue:
            return Expression("year", year=century(self.number(j + 1) or 0)), j + 2
        relative = self.unit(start)
        if relative is not None and relative[0].unit == "year" and relative[0].kind == "unit":
            return Expression("year", year_rel=relative[0].n), relative[1]
        same = self.back_reference(start)
        if same is not None and same[0].unit == "year" and same[0].n == 0:
            return Expression("year", year_same=True), same[1]
        return None

    def plain_year(self, j: int, number: int) -> bool:
        """True where the number is written like a year: four digits, or words of a thousand and more."""
        return FIRST_YEAR <= number <= LAST_YEAR and self.digits(j) in (0, 4) and not self.is_ordinal(j)

    def _era(self, x: Expression, j: int) -> Found:
        era = self.k(j, "era")
        if era == "hijri" and x.year is not None and HIJRI_YEARS[0] <= x.year <= HIJRI_YEARS[1]:
            return replace(x, hijri=True), j + 1
        if era == "common" and (self.tokens.glued(self.atoms[j].first) or len(self.form(j)) > 1):
            return x, j + 1
        return x, j

    def tail_year(self, x: Expression, j: int) -> Found:
        """`x` with the year that follows it, if one does."""
        if x.has_year:
            return x, j
        hop = j
        if self.sep(hop) in (",", "/", "-") and (self.sep(hop) == "," or self.tight(hop)):
            hop += 1
        joined = self.over_of(hop)
        got = self.year(joined, True)
        if got is None and joined > hop and self.k(joined - 1, "of") is not None and self.digits(joined) == 2:
            number = self.number(joined) or 0
            if number > 31 or (x.kind == "month" and self.lexicon.language == "en"):
                got = Expression("year", year=century(number)), joined + 1
        if got is None and self.digits(j) == 2 and not self.is_ordinal(j) and (self.number(j) or 0) > 31:
            if not self.word_follows(j + 1):
                got = Expression("year", year=century(self.number(j) or 0)), j + 1
        if got is None and self.sep(j) == "'" and self.digits(j + 1) == 2:
            got = self.year(j, True)
        if got is None:
            return x, j
        y, end = got
        hijri = y.hijri or (x.hijri and y.year is not None)
        if hijri and not x.hijri:
            return x, j
        out = replace(x, year=y.year, year_rel=y.year_rel, year_same=y.year_same)
        return (self._era(out, end)[0], self._era(out, end)[1]) if x.hijri else (out, end)

    # ------------------------------------------------------------ rules
    def calendar(self, i: int) -> Found | None:
        """Day and month, month and day, month and year, a year with its cue, in every order."""
        best: Found | None = None
        for rule in (self._day_month, self._month_first, self._year_first, self._bare_year):
            got = rule(i)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        return self._with_twin(*best) if best is not None else None

    def _with_twin(self, x: Expression, j: int) -> Found:
        """Two calendars for one day: 12 رمضان 1445 هـ الموافق 22 مارس 2024; the Gregorian one counts."""
        if x.kind != "day":
            return x, j
        hop = j
        if self.sep(hop) in (",", "/", "(", "-"):
            hop += 1
        corresponds = self.k(hop, "corresponds") is not None
        if corresponds:
            hop += 1
        elif hop == j or not x.hijri:
            return x, j
        got = self._day_month(hop) or self.numeric(hop)
        if got is None or got[0].hijri == x.hijri or got[0].kind != "day":
            return x, j
        y, end = got
        end += self.sep(end) == ")"
        return (y if x.hijri else x), end

    def _day_month(self, i: int) -> Found | None:
        day, j = self.number(i), i + 1
        if self.k(i, "the") is not None:
            day, j = self.number(i + 1), i + 2
            if (
                day is not None
                and self.lexicon.language == "en"
                and self.digits(i + 1) == 0
                and not self.is_ordinal(i + 1)
            ):
                return None
        elif self.k(i, "ord_last") is not None and self.k(i + 1, "unit") == "day":
            return None
        if day is None or not 1 <= day <= 31 or self.digits(j - 1) > 2:
            return None
        if self.k(j, "unit") == "day" and self.is_ordinal(j - 1):
            j += 1
        if self.sep(j) in ("/", "-", ".", ",") and self.month_value(j + 1) is not None:
            j += 1
            if self.sep(j - 1) == "," and self.lexicon.language != "ar":
                return None
        at = self.over_of(j)
        got = self.month(at)
        if got is None and self.k(at, "on") is not None:
            got = self.month(at + 1)
        if got is None:
            return None
        m, end = got
        if (
            m.month_rel is not None
            and at == j
            and self.digits(j - 1) > 0
            and self.lexicon.language == "ar"
            and j == i + 1
        ):
            return None  # "15 هذا الشهر" only closes a range
        x = Expression("day", day=day, month=m.month, month_rel=m.month_rel, month_same=m.month_same, hijri=m.hijri,
                       direction=m.direction, year_same=m.year_same)  # fmt: skip
        return self.tail_year(x, end)

    def _month_first(self, i: int) -> Found | None:
        got = self.month(i)
        if got is None or got[0].month is None:
            return None
        m, j = got
        if m.hijri:
            best = self.tail_year(m, j)
            return best if best[1] > j or self._month_may_stand(i, m) else None
        best: Found | None = None
        hop = j + 1 if self.sep(j) in ("/", "-", ",") and (self.sep(j) != "," or self.lexicon.language == "en") else j
        if self.k(hop, "the") is not None:
            hop += 1
        day = self.number(hop)
        if day is not None and 1 <= day <= 31 and self.digits(hop) <= 2 and self._day_may_follow(i, j, hop):
            x = Expression("day", day=day, month=m.month, hijri=m.hijri, direction=m.direction)
            best = self.tail_year(x, hop + 1)
        with_year = self.tail_year(m, j)
        if best is None or with_year[1] > best[1]:
            best = with_year
        x, end = best
        if x.kind == "month" and end == j and not self._month_may_stand(i, m):
            return None
        return best

    def _day_may_follow(self, i: int, j: int, hop: int) -> bool:
        """Whether a number after a month is its day: "on March 20 gunmen …" is, "in March 20 people …" is not."""
        if self.is_ordinal(hop) or not self.word_follows(hop + 1):
            return True
        if self.lexicon.language != "en":
            return False
        return not self.near("in", i - 1) or self.near("on", i - 1)

    def _month_may_stand(self, i: int, m: Expression) -> bool:
        name = i + (self.k(i, "dir_before") is not None)
        weak = "month_weak" in self.atoms[name].kinds
        if weak and self.lexicon.language == "en" and not self.tokens.capital(self.atoms[name].first):
            return False  # "this may be"
        if m.direction is not None or m.has_year or "unit" in self.atoms[i].kinds or "dual_unit" in self.atoms[i].kinds:
            return True
        kinds = self.atoms[i].kinds
        if "month" in kinds:
            return True
        before = i - 1
        cued = any(
            self.near(c, before) for c in ("in", "since", "until", "to", "during", "between", "from", "part", "of")
        )
        if m.hijri:
            return self.near("during", before) or (
                self.near("in", before) and self.lexicon.language == "ar" and m.month == 9
            )
        return cued and not self._other_word(i)

    def _other_word(self, i: int) -> bool:
        """آب is the month, أب a father; French "mars" and "sept" need more than a preposition of place."""
        atom = self.atoms[i]
        if self.lexicon.language == "ar":
            at = self.tokens.starts[atom.first] if not atom.skip else self.tokens.inside(atom.first, atom.skip)
            return self.form(i) == "اب" and self.tokens.text[at] == "أ"
        return self.lexicon.language == "fr" and "card" in atom.kinds

    def _year_first(self, i: int) -> Found | None:
        number = self.number(i)
        if number is None or self.digits(i) != 4 or not _COMMON_YEARS[0] <= number <= _COMMON_YEARS[1]:
            return None
        j = i + 1
        if self.sep(j) in ("/", "-", ","):
            j += 1
        got = self.month_word(j)
        if got is None or "unit" in self.atoms[j].kinds:
            return None
        m, end = got
        if self.number(end) is not None and self.plain_year(end, self.number(end) or 0):
            return None
        if self.sep(end) in ("/", "-") and self.digits(end + 1) in (1, 2):
            end += 1
        day = self.number(end)
        if day is not None and 1 <= day <= 31 and (self.sep(end - 1) is not None or not self.word_follows(end + 1)):
            return Expression("day", year=number, month=m.month, day=day), end + 1
        if j == i + 1 and self.near("year_cue", i - 1):
            return None
        return Expression("month", year=number, month=m.month), got[1]

    def _bare_year(self, i: int) -> Found | None:
        got = self.year(i, False)
        if got is not None:
            return got
        number = self.number(i)
        if number is None or not self.plain_year(i, number):
            return None
        era = self._era(Expression("year", year=number), i + 1)
        if era[1] > i + 1 and (era[0].hijri or self.form(i + 1) != "م"):
            return era
        if not _COMMON_YEARS[0] <= number <= _COMMON_YEARS[1]:
            return None
        before = i - 1
        if self.digits(i) == 0:
            cued = (
                self.near("in", before) and number % 1000 != 0 and not self.word_after(i) and self.form(before) != "من"
            )
            return (Expression("year", year=number), i + 1) if cued or self.whole(i) else None
        if self.year_wanted(i):
            return Expression("year", year=number), i + 1
        return None

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
        if after is None or self.plural(j):
            return None
        if self.lexicon.language == "ar":
            if not self.atoms[j].kinds.get("definite") or self.general(j):
                return None
            if self.k(j + 2, "dir_after") is not None and self.form(j + 1) in ("هذا", "هذه"):
                return None
        return Expression("unit", unit=unit, n=after), j + 2

    def back_reference(self, i: int) -> Found | None:
        """The same day, الشهر ذاته, نفس العام, the following day, الفترة ذاتها."""
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

    def offset(self, i: int) -> Found | None:
        """Today, أمس, hier soir, فجر اليوم الأربعاء, yesterday, Sunday."""
        j = self.over_dayparts(i)
        day = self.k(j, "day")
        if day is None or self.common_noun_day(j) or (day == 0 and self.place_name(j)):
            return None
        x, end = Expression("offset", n=day), j + 1
        end = self.over_dayparts(end) if self.lexicon.language != "ar" else self._time_after(end)
        hop = end + 1 if self.sep(end) in (",", "(", "/", "-") else end
        if self.k(hop, "unit") == "day" and self.weekday_value(hop + 1) is not None:
            hop += 1
        weekday = self.weekday_value(hop)
        if weekday is not None and not self.weekday_is_list(hop):
            x, end = replace(x, weekday=weekday), hop + 1
            if self.sep(end) == ")" and self.sep(hop - 1) == "(":
                end += 1
        after = end + 1 if self.sep(end) in (",", "(") else end
        if self.k(after, "on") is not None and self.number(after + 1) is not None:
            after += 1
        if self.k(after, "corresponds") is not None:
            after += 1
        got = self._day_month(after) or self.numeric(after)
        if got is not None and got[0].kind == "day":
            y, stop = got
            stop += self.sep(stop) == ")" and self.sep(end) == "("
            return replace(y, weekday=weekday), stop
        return x, end

    def _time_after(self, j: int) -> int:
        return j + 1 if self.k(j, "daypart") is not None and not self.atoms[j].kinds.get("month") else j

    def common_noun_day(self, j: int) -> bool:
        """اليوم الثالث is the third day, not today."""
        if self.form(j) != "اليوم":
            return False
        return (self.is_ordinal(j + 1) and self.number(j + 1) is not None) or any(
            self.k(j + 1, c) is not None for c in ("same_next", "same_after", "dir_after")
        )

    def shift(self, i: int) -> Found | None:
        """Three days ago, قبل يومين, il y a 2 jours, in 3 weeks, بعد شهرين, منذ شهر و 21 يوم من الآن."""
        j, direction = i, None
        if self.k(j, "ago_before") is not None:
            direction, j = -1, j + 1
        elif self.k(j, "hence_before") is not None:
            direction, j = 1, j + 1
        amounts: list[tuple[str, int]] = []
        while True:
            got = self.amount(j, first=not amounts, bare=direction is not None)
            if got is None:
                break
            amounts.append(got[:2])
            j = got[2]
            if self.linked(j):
                self.start = j
                continue
            if self.k(j, "and") is None or self.amount(j + 1, False, True) is None:
                break
            j += 1
        if not amounts:
            return None
        if self.k(j, "ago") is not None:
            direction, j = -1, j + 1
        elif self.k(j, "hence") is not None:
            if direction is None:
                direction = 1
            j += 1
        elif direction is not None and self.lexicon.language == "ar":
            if self.form(i) == "من":
                return None
            if self.form(j) == "من" and direction is not None:
                return None  # "after two days of …": counted from an event, not from now
        elif direction == 1 and self.lexicon.language == "en":
            if amounts[0][1] > 60 or self.word_follows(j) or any(unit == "hour" for unit, _ in amounts):
                return None  # "in three days": a duration as often as a date; only where nothing follows
        if direction is None:
            return None
        weekday = None
        on = j + 1 if self.k(j, "on") is not None else j
        if self.weekday_value(on) is not None and on > j:
            weekday, j = self.weekday_value(on), on + 1
        elif direction == -1 and self.form(i) == "من" and self.lexicon.language == "ar":
            return None
        return Expression("shift", shifts=tuple(amounts), direction=direction, weekday=weekday), j

    def amount(self, j: int, first: bool, bare: bool) -> tuple[str, int, int] | None:
        """(unit, count, end) of "three weeks", أسبوعين, "a month"; a bare unit is one where `bare`."""
        dual = self.k(j, "dual_unit")
        if dual is not None:
            return dual, 2, j + 1
        count = self.number(j)
        if count is None:
            count = self.k(j, "single")
        if count is not None and self.k(j + 1, "unit") is not None and self.digits(j) <= 3:
            return self.k(j + 1, "unit"), count, j + 2
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
        if after is None and self.lexicon.language == "fr":
            after = self.k(j + 1, "dir_before")
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
            if unit is not None:
                return unit, None if few else count, hop + 1
            return None
        unit = self.k(j, "unit")
        if unit is None or self.lexicon.language != "ar" or not self.plural(j):
            return None
        if self.k(j + 1, "few") is not None:
            return unit, None, j + 2
        count = self.number(j + 1)
        if count is not None:
            hop = j + 2
            if not self.is_ordinal(j + 1):
                return unit, count, hop
        return (unit, None, j + 1) if self.k(j + 1, "dir_after") is not None else None

    def nth(self, i: int) -> Found | None:
        """The first week of May, الربع الثالث 2016, ثالث ثلاثاء في أيلول, Q3 this year, the first half of 2016."""
        j = i + 1 if self.k(i, "the") is not None else i
        for head in (self._q_head, self._ordinal_first, self._ordinal_after):
            got = head(j)
            if got is None:
                continue
            x, end = got
            whole = self.container(end)
            if whole is not None:
                y, stop = whole
                if x.weekday is not None and y.kind not in ("month", "year"):
                    continue
                if x.unit == "day" and x.count == 1 and y.kind == "month" and x.n != -1:
                    return replace(y, kind="day", day=x.n), stop
                return replace(x, of=y), stop
            if x.weekday is None and x.unit in ("quarter", "halfyear") and self._quarter_alone(j, x, end):
                return x, end
        return None

    def _quarter_alone(self, j: int, x: Expression, end: int) -> bool:
        if self.k(j, "qprefix") is not None or self.year_before(j):
            return True
        return x.n != -1 and (self.lexicon.language != "ar" or self.atoms[j].kinds.get("definite", False)) and (
            self.near("in", j - 1) or self.near("during", j - 1) or self.near("the", j - 1)
        )  # fmt: skip

    def year_before(self, j: int) -> bool:
        """Overridden by nothing: a year that stands before a quarter is read by `numeric`."""
        return False

    def _q_head(self, j: int) -> Found | None:
        unit = self.k(j, "qprefix")
        number = self.number(j + 1)
        if unit is None or number is None or not self.tokens.glued(self.atoms[j + 1].first):
            return None
        if not 1 <= number <= (4 if unit == "quarter" else 2) or self.digits(j + 1) != 1:
            return None
        end = j + 2
        if self.sep(end) in ("-", "/") and self.digits(end + 1) == 4:
            end += 1
        return Expression("nth", unit=unit, n=number), end

    def _ordinal_first(self, j: int) -> Found | None:
        n: Any = self.number(j) if self.is_ordinal(j) else None
        if n is None and self.k(j, "ord_last") is not None:
            n = -1
        if n is None:
            return None
        hop, count = j + 1, 1
        if self.number(hop) is not None and not self.is_ordinal(hop) and n in (1, -1):
            count, hop = self.number(hop) or 1, hop + 1
        elif self.k(hop, "dual_unit") is not None and n in (1, -1):
            return Expression("nth", unit=self.k(hop, "dual_unit"), n=n, count=2), hop + 1
        return self._what(hop, n, count)

    def _ordinal_after(self, j: int) -> Found | None:
        """النصف الأول, الأسبوع الثالث, الثلاثاء الأخير, الأشهر الثلاثة الأولى; French "les trois premiers mois"."""
        if self.lexicon.language == "fr":
            count, n = self.number(j), self.number(j + 1)
            if count is not None and not self.is_ordinal(j) and n == 1 and self.is_ordinal(j + 1):
                return self._what(j + 2, 1, count)
            return None
        if self.lexicon.language != "ar":
            return None
        got = self._what(j, 0, 1)
        if got is None:
            return None
        x, hop = got
        count = 1
        if self.plural(j) and self.number(hop) is not None and not self.is_ordinal(hop):
            count, hop = self.number(hop) or 1, hop + 1
        n = self.number(hop) if self.is_ordinal(hop) else (-1 if self.k(hop, "ord_last") is not None else None)
        if n is None or (count > 1 and n not in (1, -1)):
            return None
        if count == 1 and self.k(j, "dual_unit") is not None:
            count = 2
        return replace(x, n=n, count=count), hop + 1

    def _what(self, j: int, n: int, count: int) -> Found | None:
        unit = self.k(j, "unit")
        if unit is None:
            unit = self.k(j, "dual_unit")
        if self.k(j, "half") is not None:
            unit = "halfyear"
        if unit is not None and unit not in ("year", "hour", "decade", "century"):
            return Expression("nth", unit=unit, n=n, count=count), j + 1
        if unit == "decade" and self.lexicon.language == "ar":
            return None
        weekday = self.k(j, "weekday")
        if weekday is None:
            weekday = self.k(j, "weekday_weak")
        return (Expression("nth", weekday=weekday, n=n, count=count), j + 1) if weekday is not None else None

    def container(self, j: int, bare: bool = True) -> Found | None:
        """The period that a part belongs to: of May, من العام الماضي, في سنة 2014, of the year."""
        at = self.over_of(j)
        if self.sep(at) == "," and self.number(at + 1) is not None:
            at += 1
        best: Found | None = None
        month = self.month(at)
        if month is not None:
            x = month[0]
            best = self.tail_year(x, month[1])
        for rule in (lambda k: self.year(k, True), self.unit, self.back_reference, self.season, self.decade, self.nth):
            got = rule(at)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        if best is None and bare:
            unit = self.k(at, "unit")
            definite = self.atoms[at].kinds.get("definite") if at < self.n else False
            if (
                unit in ("week", "month", "year", "decade", "century")
                and not self.plural(at)
                and not self._qualified(at + 1)
            ):
                if definite or (at > j and self.k(at - 1, "the") is not None) or (
                    self.lexicon.language == "fr" and at > j
                ):  # fmt: skip
                    best = Expression("unit", unit=unit, n=0), at + 1
        return best

    def _qualified(self, j: int) -> bool:
        """العام الدراسي, الأسبوع الأول: the unit goes on, so it is not the current one."""
        if self.is_ordinal(j):
            return True
        at = self.atoms[j].first if j < self.n else self.atoms[-1].last
        if self.lexicon.language != "ar" or at >= len(self.tokens) or self.lexicon[self.tokens.forms[at]] is not None:
            return False
        return self.tokens.kinds[at] == WORD and self.tokens.forms[at].startswith("ال")

    def part(self, i: int) -> Found | None:
        """Early May, منتصف عام 2016, the end of last month, بقية الأسبوع, mid-2016."""
        j = i + 1 if self.k(i, "the") is not None else i
        part = self.k(j, "part")
        if part is None:
            return None
        hop = j + 1
        if self.sep(hop) == "-":
            hop += 1
        if self.k(hop, "season_cue") is not None:
            hop += 1
        whole = self.container(hop)
        if whole is None:
            return None
        x, end = whole
        if x.kind == "unit" and x.unit == "week" and part == "end" and self.lexicon.language != "fr":
            return Expression("unit", unit="weekend", n=x.n), end
        return Expression("part", part=part, of=x), end

    def season(self, i: int) -> Found | None:
        """Summer 2016, صيف العام الماضي, last winter, l'été dernier."""
        before = self.k(i, "dir_before")
        j = i + 1 if before is not None or self.k(i, "the") is not None or self.k(i, "season_cue") is not None else i
        season = self.k(j, "season")
        if season is None:
            return None
        after = self.k(j + 1, "dir_after")
        x = Expression("season", unit=season, direction=before if before is not None else after)
        if x.direction is not None:
            return x, j + (2 if before is None else 1)
        dated, end = self.tail_year(x, j + 1)
        return (dated, end) if dated.has_year else None

    def decade(self, i: int) -> Found | None:
        """The 1990s, the nineties, السبعينيات, les années 90."""
        j = i + 1 if self.k(i, "the") is not None else i
        digits = self.k(j, "decade_digits")
        if digits is not None:
            if digits % 10 == 0 and (100 <= digits <= LAST_YEAR or (digits < 100 and digits >= 20)):
                return Expression("decade", n=digits if digits >= 100 else 1900 + digits), j + 1
            return None
        word = self.k(j, "decade_word")
        if word is not None:
            if self.lexicon.language == "en" and j == i and not self.near("the", i - 1):
                return None
            end = j + 1
            if self.k(end, "unit") == "century" and self.k(end + 1, "dir_after") is not None:
                end += 2
            return Expression("decade", n=1900 + word if word >= 20 else word), end
        if self.k(j, "decade_cue") is not None:
            number = self.number(j + 1)
            if (
                number is not None
                and number % 10 == 0
                and (20 <= number <= 90 or _COMMON_YEARS[0] <= number <= _COMMON_YEARS[1])
            ):
                return Expression("decade", n=number if number > 100 else 1900 + number), j + 2
        return None

    def week_of(self, i: int) -> Found | None:
        """Week of 16 September, w/c Feb 4, أسبوع 16 سبتمبر."""
        j = None
        if self.k(i, "week_of") is not None:
            j = i + 1
        elif self.k(i, "unit") == "week" and self.lexicon.language == "ar" and not self.plural(i):
            j = i + 1
        if j is None:
            return None
        hop = j + 1 if self.k(j, "the") is not None else j
        got = self._day_month(hop) or self._month_first(hop) or self.numeric(hop)
        if got is None or got[0].kind != "day":
            return None
        return Expression("weekof", of=got[0]), got[1]

    def weekday_led(self, i: int) -> Found | None:
        """Friday, الأحد الماضي, Friday the 15th, يوم الاثنين في 18 شباط, الجمعة من الأسبوع المقبل."""
        j = self.over_dayparts(i)
        direction = self.k(j, "dir_before")
        if direction is not None:
            j += 1
        week = self.unit(i) if direction is not None or self.k(i, "unit") == "week" else None
        if week is not None and week[0].unit == "week":
            hop = week[1] + (self.sep(week[1]) == "," or self.k(week[1], "on") is not None)
            weekday = self.weekday_value(hop)
            if weekday is not None and not self.linked(hop):
                return Expression("weekday", weekday=weekday, of=week[0]), hop + 1
        led = self.k(j, "unit") == "day" or self.k(j, "dual_unit") == "day"
        if led:
            j += 1
            j += self.k(j, "on") is not None and self.weekday_value(j + 1) is not None
        j = self.over_dayparts(j)
        weekday = self.weekday_value(j)
        weak = weekday is None
        if weekday is None:
            weekday = self.k(j, "weekday_weak")
        if weekday is None or (not weak and self.place_name(j)):
            return None
        x, end = Expression("weekday", weekday=weekday, direction=direction), j + 1
        if self.sep(end) == "." and weak and self.tokens.glued(self.atoms[end].first):
            end += 1
        dated = self._weekday_with_date(weekday, end)
        if dated is not None:
            return dated
        if weak and not (led or j > i or (direction is not None) or self._short_weekday(j)):
            return None
        if weak and self.lexicon.language == "ar" and self.k(end, "dir_after") is None and not (led or j > i):
            return None
        after = self.k(end, "dir_after")
        if after is not None and direction is None:
            return replace(x, direction=after), end + 1
        week = self._week_after(end)
        if week is not None and direction is None:
            return replace(x, of=week[0]), week[1]
        if self.lexicon.language != "ar":
            end = self.over_dayparts(end)
        return x, end

    def _week_after(self, end: int) -> Found | None:
        hop = end + 1 if self.sep(end) == "," else end
        got = self.unit(self.over_of(hop))
        return got if got is not None and got[0].unit == "week" else None

    def _short_weekday(self, j: int) -> bool:
        """Abbreviated weekdays alone: only as a word of their own, before nothing."""
        first = self.atoms[j].first
        return self.lexicon.language == "fr" and first > 0 and self.tokens.kinds[first - 1] == SIGN and j == self.n - 1 and (
            self.atoms[j].last == len(self.tokens)
        )  # fmt: skip

    def _weekday_with_date(self, weekday: int, end: int) -> Found | None:
        hop = end + 1 if self.sep(end) in (",", "(", "/", "-") else end
        bracket = self.sep(hop - 1) == "("
        plain = hop
        for _ in range(2):
            if self.k(hop, "corresponds") is not None or (
                (self.k(hop, "on") is not None or self.k(hop, "of") is not None) and not self.dateful(hop)
            ):
                hop += 1
        got = None
        for at in (hop, plain):
            got = self.numeric(at) or self._day_month(at) or self._month_first(at) or self._year_first(at)
            if got is not None and got[0].kind == "day":
                break
            got = None
        if got is not None:
            x, stop = got
            x, stop = self._with_twin(x, stop)
            stop += bracket and self.sep(stop) == ")"
            return replace(x, weekday=weekday), stop
        at = hop + 1 if self.k(hop, "the") is not None else hop
        day = self.number(at)
        if day is None or not 1 <= day <= 31 or self.digits(at) > 2:
            return None
        counted = self.word_follows(at + 1) or self.k(at + 1, "unit") is not None
        if (
            (not counted and self.sep(end) is None)
            or (self.is_ordinal(at) and (self.digits(at) or day > 3))
            or at > hop
        ):
            return Expression("daynum", day=day, weekday=weekday), at + 1
        return None

    # ------------------------------------------------------------ evidence around
    def over_dayparts(self, j: int) -> int:
        """`j` moved over parts of the day: فجر, ليلة, the night of, matin."""
        for _ in range(3):
            if self.k(j, "daypart") is not None and self.k(j, "month") is None:
                j += 1
            elif (
                j > 0
                and self.lexicon.language != "ar"
                and self.k(j - 1, "daypart") is not None
                and (self.k(j, "of") is not None or self.k(j, "the") is not None or self.k(j, "on") is not None)
            ):
                j += 1
            else:
                break
        return j

    def weekday_is_list(self, j: int) -> bool:
        """Overridable hook for rules that pair weekdays; a weekday after أمس names the same day."""
        return self.linked(j)

    def place_name(self, j: int) -> bool:
        """سوق الجمعة is a place."""
        first = self.atoms[j].first
        return first > 0 and self.names(first - 1, self.lexicon.not_after)

    def general(self, j: int) -> bool:
        """المدعي العام الحالي: العام means "general" there."""
        first = self.atoms[j].first
        return first > 0 and self.names(first - 1, self.lexicon.general_after)

    def whole(self, i: int) -> bool:
        """True where the atom stands alone in its text."""
        return self.atoms[i].first == 0 and self.atoms[i].last == len(self.tokens)

    def word_follows(self, j: int) -> bool:
        """True where a word that is no date word comes next: 22 شخصا, 20 people."""
        at = self.atoms[j].first if j < self.n else (self.atoms[-1].last if self.atoms else 0)
        if j < self.n and self.atoms[j].kinds and "sep" not in self.atoms[j].kinds:
            return bool({"few", "single"} & self.atoms[j].kinds.keys())
        return at < len(self.tokens) and self.tokens.kinds[at] == WORD


def century(number: int) -> int:
    """The year that two digits stand for: 00–49 are 2000–2049, 50–99 are 1950–1999."""
    return number + (2000 if number < 50 else 1900) if number < 100 else number
