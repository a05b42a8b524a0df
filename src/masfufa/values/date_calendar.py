"""Calendar dates with names: day and month, month and year, years, pairs of names, two calendars for one day."""

from __future__ import annotations

from dataclasses import replace

from masfufa.values.calendar_math import FIRST_YEAR, HIJRI_YEARS, LAST_YEAR
from masfufa.values.date_expressions import Expression
from masfufa.values.date_relative import RelativeDates

Found = tuple[Expression, int]
_COMMON_YEARS = (1900, 2099)


class CalendarDates(RelativeDates):
    """Reads days, months and years in every order."""

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
        if self.k(j, "the") is not None and self.k(j + 1, "unit") == "year" and self.digits(j + 2) == 4:
            j += 1
        if self.k(j, "unit") == "year" or self.k(j, "dual_unit") == "year" or self.k(j, "year_cue") is not None:
            cue, j = True, j + 1
        number = self.number(j)
        if number is not None and cue and self.plain_year(j, number):
            return self._era(Expression("year", year=number), j + 1)
        arabic_short = number is not None and j > start and self.lexicon.language == "ar" and self.digits(j) == 2
        if arabic_short and number is not None and number > 31 and not self.word_after(j):
            return Expression("year", year=century(number)), j + 1
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
        short = got is None and self.digits(j) == 2 and not self.is_ordinal(j) and (self.number(j) or 0) > 31
        if short and not self.word_follows(j + 1):
            got = Expression("year", year=century(self.number(j) or 0)), j + 1
        closing = j == self.n - 1 and self.atoms[j].last == len(self.tokens) and self.sep(j - 1) is None
        if got is None and closing and x.kind == "day" and self.digits(j) == 2 and not self.is_ordinal(j):
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

    def calendar(self, i: int) -> Found | None:
        """Day and month, month and day, month and year, a year with its cue, in every order."""
        best: Found | None = None
        for rule in (self.day_month, self.month_then_day, self.year_then_month, self._bare_year):
            got = rule(i)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        return self.with_twin(*best) if best is not None else None

    def with_twin(self, x: Expression, j: int) -> Found:
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
        got = self.day_month(hop) or self.numeric(hop)
        if got is None or got[0].hijri == x.hijri or got[0].kind != "day":
            return x, j
        y, end = got
        end += self.sep(end) == ")"
        return (y if x.hijri else x), end

    def day_month(self, i: int) -> Found | None:
        """12 March 2019, the 21st of May, 20 آذار (مارس) الماضي, الثالث من الشهر الجاري."""
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
        if at == j and self.lexicon.language == "fr" and self.k(j, "dir_before") in (-1, 1):
            return None  # trois derniers mois
        beside = m.month_rel is not None and at == j == i + 1 and self.lexicon.language == "ar"
        if beside and self.digits(i) > 0 and not self.near("on", i - 1):
            return None  # "15 هذا الشهر" only closes a range
        x = Expression("day", day=day, month=m.month, month_rel=m.month_rel, month_same=m.month_same, hijri=m.hijri,
                       direction=m.direction, year_same=m.year_same)  # fmt: skip
        return self.tail_year(x, end)

    def month_then_day(self, i: int) -> Found | None:
        """March 12, 2019; April ninth; May 2016; a month alone where it may stand."""
        got = self.month(i)
        if got is None or got[0].month is None:
            return None
        m, j = got
        if m.hijri:
            dated = self.tail_year(m, j)
            return dated if dated[1] > j or self._month_may_stand(i, m) else None
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
        """آب is the month, أب a father; French "sept" is seven where no stop shortens it."""
        atom = self.atoms[i]
        if self.lexicon.language == "ar":
            at = self.tokens.starts[atom.first] if not atom.skip else self.tokens.inside(atom.first, atom.skip)
            return self.form(i) == "اب" and self.tokens.text[at] == "أ"
        dotted = self.sep(i + 1) == "." and self.tokens.glued(self.atoms[i + 1].first)
        return self.lexicon.language == "fr" and not dotted and ("card" in atom.kinds or "num" in atom.kinds)

    def year_then_month(self, i: int) -> Found | None:
        """2018 June, 2019-aug-1, 2020/Sep/23."""
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


def century(number: int) -> int:
    """The year that two digits stand for: 00–49 are 2000–2049, 50–99 are 1950–1999."""
    return number + (2000 if number < 50 else 1900) if number < 100 else number
