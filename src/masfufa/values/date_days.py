"""Days by weekday or by a word: Friday the 15th, الأحد الماضي, أمس, the 21st; and the week of a day."""

from __future__ import annotations

from dataclasses import replace

from masfufa.language.tokens import SIGN
from masfufa.values.date_calendar import CalendarDates
from masfufa.values.date_expressions import Expression

Found = tuple[Expression, int]


class NamedDays(CalendarDates):
    """Reads weekdays and the words for the days around today."""

    def weekday_led(self, i: int) -> Found | None:
        """Friday, الأحد الماضي, Friday the 15th, يوم الخميس في 7 آذار, الجمعة من الأسبوع المقبل."""
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
        if dated is None and direction is None and self.k(end, "dir_after") in (-1, 0, 1):
            dated = self._weekday_with_date(weekday, end + 1)  # السبت المقبل 15 نوفمبر
            dated = dated if dated is not None and dated[0].kind == "day" else None
        if dated is not None:
            return dated
        if weak and not (led or j > i or (direction is not None) or self._short_weekday(j)):
            return None
        if weak and self.lexicon.language == "ar" and self.k(end, "dir_after") is None and not (led or j > i):
            return None
        after = self.k(end, "dir_after")
        if after is not None and direction is None and self.k(end + 1, "unit") != "week":
            return replace(x, direction=after), end + 1
        overnight = end + 1 if self.sep(end) in ("-", "/") else end
        if self.lexicon.language == "ar" and j > i and not led and self.weekday_value(overnight) == (weekday + 1) % 7:
            return Expression("range", a=x, b=replace(x, weekday=(weekday + 1) % 7)), overnight + 1
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
        alone = j == self.n - 1 and self.atoms[j].last == len(self.tokens)
        return self.lexicon.language == "fr" and alone and first > 0 and self.tokens.kinds[first - 1] == SIGN

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
            got = self.numeric(at) or self.day_month(at) or self.month_then_day(at) or self.year_then_month(at)
            if got is not None and got[0].kind == "day":
                break
            got = None
        if got is not None:
            x, stop = got
            x, stop = self.with_twin(x, stop)
            stop += bracket and self.sep(stop) == ")"
            if got[0].day is not None and got[0].day <= 5 and self.lexicon.language == "ar" and self.is_ordinal(at):
                x = replace(x, n=got[0].day)  # الاثنين الأول من يوليو: Monday the first, or the first Monday
            return replace(x, weekday=weekday), stop
        at = hop + 1 if self.k(hop, "the") is not None else hop
        day = self.number(at)
        if day is None or not 1 <= day <= 31 or self.digits(at) > 2:
            return None
        if self.sep(at + 1) in ("/", ":"):
            return None
        counted = self.word_follows(at + 1) or self.k(at + 1, "unit") is not None
        if counted and not (self.is_ordinal(at) and (self.digits(at) or at == end)):
            return None  # Monday, in the first …
        if (
            (not counted and self.sep(end) is None)
            or (self.is_ordinal(at) and (self.digits(at) or day > 3))
            or at > hop
        ):
            return Expression("daynum", day=day, weekday=weekday), at + 1
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
        got = self.day_month(after) or self.numeric(after)
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

    def over_dayparts(self, j: int) -> int:
        """`j` moved over parts of the day: فجر, ليلة, the night of, matin."""
        for _ in range(3):
            if (self.k(j, "daypart") is not None and self.k(j, "month") is None) or (
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

    def lone_day(self, i: int) -> Found | None:
        """The 21st, يوم 15, le 21: a day of some month, only where nothing is counted after it."""
        j = i + 1
        day = self.number(j)
        if day is None or not 1 <= day <= 31 or self.word_after(j) or (j + 1 < self.n and not self._closes(j + 1)):
            return None
        if self.lexicon.language == "en":
            said = self.is_ordinal(j) and (self.digits(j) > 0 or day > 12)
            fits = self.k(i, "the") is not None and (said or (self.near("on", i - 1) and self.digits(j) in (1, 2)))
        elif self.lexicon.language == "fr":
            fits = self.form(i) == "le" and 1 <= self.digits(j) <= 2
        else:
            late = self.digits(j) == 0 and day > 10 and self.is_ordinal(j) and bool(self.atoms[j].kinds.get("definite"))
            if late and (self.form(i) == "اليوم" or self.form(i) == "في"):
                return Expression("daynum", day=day), j + 1
            fits = self.digits(j) in (1, 2) and (
                (self.form(i) == "يوم" and self.k(i, "unit") == "day")
                or (self.form(i) == "ال" and self.near("on", i - 1))
            )
        return (Expression("daynum", day=day), j + 1) if fits else None

    def _closes(self, j: int) -> bool:
        """True where a number before atom `j` stands alone: a sign, or a word that joins dates."""
        if self.sep(j) in (".", ",", ")"):
            return self.month_value(j + 1) is None and self.number(j + 1) is None
        return self.raw(j, "to") is not None or self.raw(j, "and") is not None

    def week_of(self, i: int) -> Found | None:
        """Week of 16 September, w/c Feb 4, أسبوع 16 سبتمبر."""
        j = None
        arabic = self.lexicon.language == "ar" and self.k(i, "unit") == "week" and not self.plural(i)
        if arabic or self.k(i, "week_of") is not None:
            j = i + 1
        elif self.lexicon.language == "en":
            week = i + 1 if self.k(i, "the") is not None else i
            if self.k(week, "unit") == "week" and self.form(week + 1) == "of":
                j = week + 2
        if j is None:
            return None
        hop = j + 1 if self.k(j, "the") is not None else j
        got = self.day_month(hop) or self.month_then_day(hop) or self.numeric(hop)
        if got is None or got[0].kind != "day":
            return None
        return Expression("weekof", of=got[0]), got[1]
