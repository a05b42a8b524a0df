"""Parts of periods, and periods by name: النصف الأول من 2016, early May, Q3, summer, the 1990s."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from masfufa.language.tokens import WORD
from masfufa.values.calendar_math import LAST_YEAR
from masfufa.values.date_days import NamedDays
from masfufa.values.date_expressions import Expression

Found = tuple[Expression, int]
_COMMON_YEARS = (1900, 2099)


class PeriodParts(NamedDays):
    """Reads parts of months and years, seasons and decades."""

    def nth(self, i: int) -> Found | None:
        """The first week of May, الربع الثالث 2016, ثالث ثلاثاء في أيلول, Q3 this year, the first half of 2016."""
        j = i + 1 if self.k(i, "the") is not None else i
        year = self.number(i)
        if year is not None and self.digits(i) == 4 and _COMMON_YEARS[0] <= year <= _COMMON_YEARS[1]:
            got = self._ordinal_first(i + 1) or self._ordinal_after(i + 1)
            fits = got is not None and got[0].unit in ("quarter", "halfyear")
            return (replace(got[0], of=Expression("year", year=year)), got[1]) if got is not None and fits else None
        for head in (self._q_head, self._ordinal_first, self._ordinal_after):
            got = head(j)
            if got is None:
                continue
            x, end = got
            if x.unit == "century":
                if x.n is not None and 1 <= x.n <= 30 and x.count == 1:
                    return Expression("decade", n=(x.n - 1) * 100, unit="century"), end
                continue
            whole = self.container(end)
            if whole is not None:
                y, stop = whole
                if x.weekday is not None and y.kind not in ("month", "year"):
                    continue
                if x.unit == "day" and x.count == 1 and y.kind == "month" and x.n != -1:
                    return replace(y, kind="day", day=x.n), stop
                return replace(x, of=y), stop
            latest = x.n == -1 and x.count == 1 and x.unit in ("week", "month") and self.lexicon.language == "ar"
            if latest and end == j + 2 and not self.word_follows(end) and self.form(end) not in ("من", "في"):
                return Expression("unit", unit=x.unit, n=-1), end  # آخر أسبوع
            if x.weekday is None and x.unit in ("quarter", "halfyear") and self._quarter_alone(j, x, end):
                return x, end
        return None

    def _quarter_alone(self, j: int, x: Expression, end: int) -> bool:
        if self.k(j, "qprefix") is not None:
            return True
        if x.n == -1:
            return False
        if self.lexicon.language == "ar":
            open_end = not self.word_follows(end) and self.form(end) != "من" and self.near("definite", j)
            return self.near("definite", j) and (self.near("in", j - 1) or (open_end and x.unit == "quarter"))
        return any(self.near(word, j - 1) for word in ("in", "during", "the"))

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
        counted = self.number(hop) is not None and not self.is_ordinal(hop) and self.k(hop + 1, "unit") is not None
        if counted and n in (1, -1):
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
        ordinal = self.is_ordinal(hop) or (x.unit == "century" and "definite" in self.atoms[min(hop, self.n - 1)].kinds)
        n = self.number(hop) if ordinal else (-1 if self.k(hop, "ord_last") is not None else None)
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
        if unit == "day" and (self.k(j + 1, "weekday") is not None or self.k(j + 1, "weekday_weak") is not None):
            return self._what(j + 1, n, count)
        if unit is not None and unit not in ("year", "hour", "decade"):
            return Expression("nth", unit=unit, n=n, count=count), j + 1
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
            said = definite or (at > j and (self.k(at - 1, "the") is not None or self.lexicon.language == "fr"))
            calendar = unit in ("week", "month", "year", "decade", "century")
            if said and calendar and unit is not None and not self.plural(at) and not self._qualified(at + 1):
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
        year = self.number(i)
        if year is not None and self.digits(i) == 4 and _COMMON_YEARS[0] <= year <= _COMMON_YEARS[1]:
            name = self.k(i + 1, "season")
            return (Expression("season", unit=name, year=year), i + 2) if name is not None else None
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
        if dated.year is not None and self.sep(end) in ("-", "/") and self.number(end + 1) == dated.year + 1:
            end += 2  # winter 2024-2025
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
