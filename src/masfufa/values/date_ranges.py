"""The grammar of periods: from … to, between … and, since, until, pairs of days."""

from __future__ import annotations

from dataclasses import replace

from masfufa.values.date_expressions import Expression
from masfufa.values.date_grammar import DateParser, Found

_OPENING = {"since": "since", "starting": "since", "until": "until", "prior": "before", "later": "after"}


class PeriodParser(DateParser):
    """Reads the longest date or period that begins at an atom."""

    def expression(self, i: int) -> Found | None:
        """A period, an open period or a single date at atom `i`."""
        self.start = i
        best: Found | None = None
        for rule in (self._pair, self.point, self._between, self._from_to, self._inside, self._until_now, self._open):
            got = rule(i)
            if got is not None and (best is None or got[1] > best[1]):
                best = got
        return best

    # ------------------------------------------------------------ ends of a range
    def end_point(self, i: int) -> Found | None:
        """A date, "now", or a bare day number, as one end of a range."""
        old, self.start, self.in_range = self.start, i, True
        got = self.point(i)
        j = i + 1 if self.k(i, "the") is not None and self.number(i) is None else i
        if got is None and self.k(i, "now") is not None:
            got = Expression("now"), i + 1
        if got is None and self.k(j, "on") is not None and self.number(j + 1) is not None:
            j += 1
        day = self.number(j)
        if (got is None or got[1] <= j + 1) and day is not None:
            if 1 <= day <= 31 and self.digits(j) <= 2 and (got is None or got[0].kind != "year"):
                got = Expression("daynum", day=day), j + 1
            elif got is None and 1900 <= day <= 2099 and self.digits(j) in (0, 4) and not self.word_follows(j + 1):
                got = Expression("year", year=day), j + 1
        self.start, self.in_range = old, False
        return got

    def _closed(self, left: Expression, j: int, explicit: bool) -> Found | None:
        """The range from `left` to the end point at `j`, with the month or year that both share after it."""
        got = self.end_point(j)
        if got is None:
            return None
        right, end = got
        if left.kind == "daynum" and right.kind == "daynum" and left.weekday is None:
            tail = self._shared_month(end)
            if tail is None:
                return None
            m, end = tail
            left, right = self._onto(left, m), self._onto(right, m)
        elif right.kind == "daynum" and left.kind == "day":
            right = replace(left, day=right.day, weekday=right.weekday)
            if not left.has_year:
                (right, end) = self.tail_year(right, end)
        elif right.kind == "daynum" and right.weekday is None:
            return None
        joined = join(left, right)
        return (joined, end) if joined is not None else None

    def _shared_month(self, j: int) -> Found | None:
        old, self.start = self.start, j
        at = self.over_of(j)
        if self.sep(at) in ("/", "-") and self.month_value(at + 1) is not None:
            at += 1
        got = self.month(at)
        self.start = old
        return self.tail_year(*got) if got is not None else None

    @staticmethod
    def _onto(day: Expression, m: Expression) -> Expression:
        return replace(m, kind="day", day=day.day, weekday=day.weekday)

    # ------------------------------------------------------------ rules
    def _from_to(self, i: int) -> Found | None:
        """From 9 to 11 November, من … إلى …, 13–15 July, Dec/2018-May/2019; the opening word may lack."""
        j, opened = i, False
        if self.k(i, "from") is not None or self.k(i, "between") is not None or self.k(i, "period_word") is not None:
            j, opened = i + 1, True
        if opened and ((self.k(j, "on") is not None and self.k(j, "unit") is None) or self._day_led(j)):
            j += 1
        if opened and self.k(j, "the") is not None and self.number(j + 1) is not None and self.digits(j + 1) == 2:
            j += 1
        best: Found | None = None
        numbered = not opened and self._after_number_word(i)  # update No. 12 - 28 July
        for got in self._lefts(j):
            left, end = got
            if numbered and left.kind == "daynum":
                continue
            if left.kind == "now" and not opened:
                continue
            found = self._after_left(left, end, opened, i)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        return best

    def _lefts(self, j: int) -> list[Found]:
        """Readings of the left end: the longest date, and the bare day number of "4-23 mois prochain"."""
        out = []
        got = self.end_point(j)
        if got is not None:
            out.append(got)
        day = self.number(j)
        if day is not None and (got is None or got[1] > j + 1):
            if 1 <= day <= 31 and self.digits(j) <= 2:
                out.append((Expression("daynum", day=day), j + 1))
            elif 1900 <= day <= 2099 and self.digits(j) == 4 and self.sep(j + 1) is not None:
                out.append((Expression("year", year=day), j + 1))
        elif got is not None and got[0].kind == "day" and self.month_value(j) is not None and self.sep(got[1]) is None:
            pass
        return out

    def _after_left(self, left: Expression, end: int, opened: bool, i: int) -> Found | None:
        sign = self.sep(end)
        hop = end + 1 if sign == "," and opened else end
        if self.raw(hop, "until_now") is not None:
            return Expression("range", a=left, b=Expression("now"), connective="from_to"), hop + 1
        to = self.raw(hop, "to") is not None
        dash = sign in ("-", "~") or (sign == "/" and self._next_year(left, end + 1))
        if not to and not dash:
            return None
        nxt = (hop if to else end) + 1
        at = self.k(nxt, "on") is not None and self.k(nxt, "unit") is None and self.k(nxt, "the") is None
        if at or self._day_led(nxt):
            nxt += 1
        if self.k(nxt, "the") is not None and self.number(nxt + 1) is not None:
            nxt += 1
        if left.kind == "year" and not opened and not dash and not self.year_wanted(end - 1):
            return None
        if to and not opened and left.kind == "day" and left.has_year and self._bare_number(nxt):
            return None  # (raised the toll of) 3 February 2024 to seven (dead)
        got = self._closed(left, nxt, opened)
        if got is None:
            return None
        x, stop = got
        years = dash and x.a is not None and x.a.kind == "year" and x.b is not None and x.b.kind == "year"
        if years and not self._years_fit(x, stop, opened):
            return None
        return replace(x, connective="from_to"), stop

    def _after_number_word(self, i: int) -> bool:
        """True after رقم, No.: what follows numbers a document."""
        at = self.atoms[i].first - 1
        if at > 0 and self.tokens.forms[at] == ".":
            at -= 1
        return at >= 0 and self.names(at, self.lexicon.not_after)

    def _bare_number(self, i: int) -> bool:
        """A number that names no day by itself: no month, year or weekday goes with it."""
        got = self.point(i)
        return self.number(i) is not None and (got is None or got[1] <= i + 1)

    def _next_year(self, left: Expression, j: int) -> bool:
        """عام 2023/2024."""
        return left.kind == "year" and self.digits(j) == 4 and self.number(j) == (left.year or 0) + 1

    def _years_fit(self, x: Expression, stop: int, opened: bool) -> bool:
        """Two years with a dash are a period where they ascend and count nothing."""
        first = x.a.year if x.a is not None else None
        last = x.b.year if x.b is not None else None
        return (first or 0) < (last or 0) and (opened or not self.word_after(stop - 1))

    def _day_led(self, j: int) -> bool:
        """يوم before a day number."""
        return self.lexicon.language == "ar" and self.k(j, "unit") == "day" and self.number(j + 1) is not None

    def _between(self, i: int) -> Found | None:
        """Between 4 and 11 April, بين 4 و11 أبريل, entre le 4 et le 11."""
        if self.k(i, "between") is None:
            return None
        j = i + 1
        if self.k(j, "the") is not None and self.number(j + 1) is not None:
            j += 1
        dual = self.k(j, "dual_unit") in ("day", "month", "year") and self.lexicon.language == "ar"
        if dual or (self.k(j, "unit") == "day" and self.number(j + 1) is not None):
            j += 1
        got = self.end_point(j)
        if got is None:
            return None
        left, end = got
        nxt = self._over_and(end)
        if nxt is None:
            return None
        if self.k(nxt, "the") is not None and self.number(nxt + 1) is not None:
            nxt += 1
        if self.k(nxt, "on") is not None and self.k(nxt, "unit") is None and self.lexicon.language == "ar":
            nxt += 1
        found = self._closed(left, nxt, True)
        return (replace(found[0], connective="from_to"), found[1]) if found is not None else None

    def _over_and(self, j: int) -> int | None:
        if self.linked(j):
            return j
        old, self.start = self.start, j
        got = self.k(j, "and")
        self.start = old
        return j + 1 if got is not None else None

    def _inside(self, i: int) -> Found | None:
        """A month or week, then its days: May between 3 and 9, الشهر الماضي بين الثاني والخامس."""
        got = self.point(i)
        if got is None or got[0].kind not in ("month", "unit"):
            return None
        whole, j = got
        if self.k(j, "between") is None and self.k(j, "from") is None:
            return None
        between = self.k(j, "between") is not None
        left = self.end_point(j + 1)
        if left is None:
            return None
        nxt = self._over_and(left[1]) if between else (left[1] + 1 if self.k(left[1], "to") is not None else None)
        right = self.end_point(nxt) if nxt is not None else None
        if right is None:
            return None
        a, b = left[0], right[0]
        if whole.kind == "month" and a.kind == b.kind == "daynum":
            x = join(self._onto(a, whole), self._onto(b, whole))
        elif whole.kind == "unit" and whole.unit == "month" and a.kind == b.kind == "daynum":
            m = Expression("month", month_rel=whole.n)
            x = join(self._onto(a, m), self._onto(b, m))
        elif whole.kind == "unit" and whole.unit == "week" and a.kind == b.kind == "weekday":
            x = Expression("range", a=replace(a, of=whole), b=b)
        else:
            return None
        return (replace(x, connective="from_to"), right[1]) if x is not None else None

    def _pair(self, i: int) -> Found | None:
        """Neighbours as one period: يومي 3 و4 نوفمبر, 14 and 15 April; others lend the first what it lacks."""
        j = i + 1 if self.lexicon.language == "ar" and self.k(i, "dual_unit") in ("day", "year", "month") else i
        day = self.number(j)
        left: Expression | None = None
        end = j + 1
        if day is not None and 1 <= day <= 31 and self.digits(j) <= 2 and not self.is_ordinal(j):
            left = Expression("daynum", day=day)
        elif day is not None and j > i and 1900 <= day <= 2099:
            left = Expression("year", year=day)
        elif day is None and (self.month_value(j) is not None or (j > i and self.weekday_value(j) is not None)):
            got = self.end_point(j)
            if got is not None and got[0].kind in ("month", "weekday") and not got[0].has_year:
                left, end = got
        nxt = self._over_and(end) if left is not None else None
        if (
            nxt is None
            and left is not None
            and left.kind == "daynum"
            and self.sep(end) == ","
            and self.digits(end + 1) <= 2
        ):
            nxt = end + 1
        if left is None or nxt is None:
            return None
        if left.kind == "year":
            second = self.atoms[nxt].kinds.get("num") if nxt < self.n else None
            if second != (left.year or 0) + 1:
                return (left, end) if second in range(1900, 2100) else None
            return Expression("range", a=left, b=Expression("year", year=second), connective="from_to"), nxt + 1
        got = self.end_point(nxt)
        if got is None:
            return None
        right, stop = got
        last = right
        if left.kind == right.kind == "daynum":  # 26, 27 and 28 October
            old, self.start = self.start, nxt
            more = self._pair(nxt)
            self.start = old
            if more is None:
                return None
            right, stop = more
            last = right.b if right.kind == "range" and right.b is not None else right
            right = right.a if right.kind == "range" and right.a is not None else right
        if left.kind == "daynum" and right.kind == "day" and not self._counts(i):
            neighbours = right.day == (left.day or 0) + 1
            left, right = replace(right, day=left.day, weekday=None), last
        elif left.kind == right.kind == "month" and left.direction is None:
            neighbours = right.month == (left.month or 0) + 1
            left = replace(left, year=right.year, year_rel=right.year_rel, year_same=right.year_same)
        elif left.kind == right.kind == "weekday" and left.direction is None:
            neighbours = right.weekday == ((left.weekday or 0) + 1) % 7
        else:
            return None
        if not neighbours:
            return left, end
        joined = join(left, right)
        return (replace(joined, connective="from_to"), stop) if joined is not None else None

    def _counts(self, i: int) -> bool:
        """True where the number at `i` rather ends a range or a count than names a day."""
        return self.sep(i - 1) in ("-", "/", ".") or self.raw(i - 1, "to") is not None

    def _until_now(self, i: int) -> Found | None:
        unit = self.k(i, "unit")
        if unit is not None and self.k(i + 1, "until_now") is not None and not self.plural(i):  # year to date
            return Expression("part", part="sofar", of=Expression("unit", unit=unit, n=0)), i + 2
        if self.k(i, "until_now") is None:
            return None
        return Expression("open", of=Expression("now"), connective="until"), i + 1

    def _open(self, i: int) -> Found | None:
        """Since 12 March, حتى نهاية الشهر الماضي, before 30 July, by the end of the year, from May onwards."""
        for kind, connective in _OPENING.items():
            if self.k(i, kind) is None:
                continue
            j = i + 1
            hop = j + 1 if self.k(j, "on") is not None and not self.dateful(j) else j
            if self.lexicon.language == "ar" and self.k(hop, "unit") == "day" and self.number(hop + 1) is not None:
                hop += 1
            got = self._opened(hop, connective)
            if got is not None:
                ahead = "ahead" if kind == "starting" else got[0].part
                return replace(got[0], connective=connective, part=ahead), got[1]
        if self.k(i, "from") is not None:
            got = self.point(i + 1)
            if got is not None and self.k(got[1], "onwards") is not None:
                return Expression("open", of=got[0], connective="since"), got[1] + 1
        return None

    def _opened(self, j: int, connective: str) -> Found | None:
        got = self.point(j)
        if got is None and self.k(j, "now") is not None and connective in ("until", "since"):
            got = Expression("now"), j + 1
        if got is None and connective == "since" and self.number(j) is not None and self.digits(j) == 4:
            number = self.number(j) or 0
            got = (Expression("year", year=number), j + 1) if 1900 <= number <= 2099 else None
        if got is None and connective == "since" and self.k(j, "daypart") is not None and self.near("definite", j):
            got = Expression("offset", n=0), j + 1  # منذ الصباح
        if got is None and connective in ("since", "until"):
            got = self.container(j)
            if got is not None and got[0].kind != "unit":
                got = None
        if got is None:
            return None
        x, end = got
        if connective == "since":
            closing = self.raw(end, "to") is not None or self.raw(end, "until") is not None
            closed = self._closed(x, end + 1, True) if closing else None
            if closed is not None:
                return closed
        if x.kind == "shift":
            return (x, end) if connective == "since" else None
        if x.kind == "last":
            return None
        return Expression("open", of=x), end


def join(a: Expression, b: Expression) -> Expression | None:
    """The range from `a` to `b`, each lending the other the month and year it lacks; None where they do not fit."""
    if a.kind == "daynum" and a.weekday is None:
        if b.kind != "day":
            return None
        a = replace(b, day=a.day, weekday=None)
    elif a.kind == "day" and b.kind == "daynum" and b.weekday is None:
        b = replace(a, day=b.day, weekday=None)
    elif a.kind == "day" and a.month is not None and not a.has_year and b.kind == "day" and b.year is not None:
        late = (a.month or 0, a.day or 0) > (b.month or 0, b.day or 0)
        a = replace(a, year=b.year - late, hijri=b.hijri)
    elif a.kind == "day" and not a.has_year and b.kind == "day" and (b.year_rel is not None or b.year_same):
        a = replace(a, year_rel=b.year_rel, year_same=b.year_same)
    elif a.kind == "month" and a.month is not None and not a.has_year and b.kind == "month" and b.has_year:
        early = b.year is not None and a.month > (b.month or 0)
        a = replace(
            a, year=(b.year - early) if b.year is not None else None, year_rel=b.year_rel, year_same=b.year_same
        )
    elif a.kind == "month" and b.kind == "day" and a.month is not None and not a.has_year and b.year is not None:
        a = replace(a, year=b.year - (a.month > (b.month or 0)))
    elif a.kind == "weekday" and b.kind in ("month", "year"):
        return None
    if a.kind in ("day", "month") and b.kind == a.kind and a.year is not None and not b.has_year:
        before = (a.month or 0, a.day or 0) > (b.month or 0, b.day or 0)
        b = replace(b, year=a.year + before)
    return Expression("range", a=a, b=b)
