"""From a date expression to days: against the publication date, and the dates before it in the document.

Where a year or a month is not said, the nearest fitting one is taken: the period that holds the reference, else the
past one, unless the coming one is close (docs/dates.md). None where the reference that is needed is not known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from masfufa.values.calendar_math import (
    Interval,
    add_days,
    add_months,
    hijri_interval,
    hijri_year_of,
    make_date,
    month_interval,
    span_of,
    week_interval,
    year_interval,
)
from masfufa.values.date_expressions import Expression
from masfufa.values.date_intervals import (
    DAYS_IN,
    MONTHS_IN,
    NEAR_DAY,
    NEAR_MONTH,
    WORKWEEK,
    choose,
    directed,
    latest_weekend,
    months_from,
    nth_unit,
    nth_weekday,
    one_day,
    unit_interval,
)

Open = tuple[dt.date | None, dt.date | None]
"""First and last day, None on an open side."""

_QUARTER, _HALF = 3, 6
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(slots=True)
class Context:
    """What expressions are resolved against: publication day, the last resolved date of the document, and the year
    that the sentence has named before ("last year's floods … between April and May")."""

    language: str
    published: dt.date | None
    last: Interval | None = None
    last_period: Interval | None = None
    year: int | None = None
    in_sentence: bool = False

    @property
    def first_weekday(self) -> int:
        """0 is Monday. Arabic weeks begin on Sunday."""
        return WORKWEEK[self.language][0]


def resolve(x: Expression, context: Context) -> Open | None:
    """First and last day of `x`, or None where it can't be told."""
    if x.kind == "open" and x.of is not None:
        return _open(x, context)
    try:
        return _closed(x, context)
    except (ValueError, OverflowError):
        return None


def _open(x: Expression, context: Context) -> Open | None:
    whole = x.of
    if whole is None:
        return None
    bias = -1 if x.connective == "since" and x.part != "ahead" else 0
    try:
        got = _closed(whole, context, bias)
    except (ValueError, OverflowError):
        return None
    if got is None:
        return None
    start, end = got
    if x.connective == "since":
        return start, None
    if x.connective == "until":
        return None, end
    if x.connective == "before":
        late = whole.kind == "part" and whole.part in ("end", "late")
        return None, end if late else add_days(start, -1)
    return add_days(end, 1), None


def _closed(x: Expression, context: Context, bias: int = 0) -> Interval | None:
    ref = context.published
    match x.kind:
        case "day" | "month":
            return _calendar(x, context, bias)
        case "year":
            year = _year(x, context)
            return _years_of(x, year) if year is not None else None
        case "range":
            return _range(x, context, bias)
        case "same":
            return _same(x, context)
        case "nth":
            return _nth(x, context, bias)
        case "part":
            return span_rest(_closed(x.of, context, bias), x.part, context) if x.of is not None else None
        case "decade":
            years = 100 if x.unit == "century" else 10
            return dt.date(x.n or 1, 1, 1), dt.date((x.n or 0) + years - 1, 12, 31)
        case "weekof":
            day = _closed(x.of, context, bias) if x.of is not None else None
            return week_interval(day[0], context.first_weekday) if day is not None else None
        case "season":
            return _season(x, context)
    if ref is None:
        return None
    match x.kind:
        case "now":
            return ref, ref
        case "offset":
            return one_day(add_days(ref, x.n or 0))
        case "weekday":
            return _weekday(x, context)
        case "daynum":
            return _day_of_some_month(x, ref)
        case "unit":
            if x.n is None:
                return latest_weekend(ref, context.language)
            return unit_interval(x.unit, x.n, ref, context.language)
        case "shift":
            if x.of is not None:
                base = _closed(x.of, context)
                return _shift(replace(x, of=None), base[0]) if base is not None else None
            anchored = context.in_sentence if x.part == "later" else x.part == "anaphor" and context.last is not None
            return _later(x, context) if anchored else _shift(x, ref)
        case "last":
            return _last(x, ref)
    return None


def span_rest(whole: Interval | None, part: str, context: Context) -> Interval | None:
    """A part of `whole`; the rest of it runs from the publication date on."""
    if whole is None:
        return None
    if part == "first":
        return whole[0], whole[0]
    ref = context.published
    if part == "sofar":
        return None if ref is None else (whole[0], max(min(ref, whole[1]), whole[0]))
    if part != "rest":
        return span_of(whole, part)
    return None if ref is None else (min(max(ref, whole[0]), whole[1]), whole[1])


# ---------------------------------------------------------------- calendar
def _year(x: Expression, context: Context) -> int | None:
    if x.year is not None:
        return x.year
    if x.year_same:
        return context.last[0].year if context.last is not None else None
    if x.year_rel is not None:
        if context.published is None:
            return None
        base = hijri_year_of(context.published) if x.hijri else context.published.year
        return base + x.year_rel
    return None


def _years_of(x: Expression, year: int) -> Interval | None:
    if x.hijri:
        return hijri_interval(year, None, None)
    return year_interval(year) if 1 <= year <= 9999 else None


def _fields(x: Expression, year: int, month: int) -> Interval | None:
    if x.hijri:
        return hijri_interval(year, month, x.day)
    if not 1 <= year <= 9998:
        return None
    if x.day is None:
        return month_interval(year, month)
    return one_day(make_date(year, month, x.day))


def _hijri_in(x: Expression, year: int) -> Interval | None:
    """Ramadan 2024: the Hijri month or day that begins in a Gregorian year."""
    centre = hijri_year_of(dt.date(year, 1, 1))
    options = (_fields(x, y, x.month or 1) for y in range(centre - 1, centre + 3))
    return next((o for o in options if o is not None and o[0].year == year), None)


def _calendar(x: Expression, context: Context, bias: int) -> Interval | None:
    ref = context.published
    if x.month_rel is not None:
        if ref is None:
            return None
        base = add_months(ref.replace(day=1), x.month_rel)
        return _fields(x, base.year, base.month) if base is not None else None
    if x.month_same:
        return _fields(x, context.last[0].year, context.last[0].month) if context.last is not None else None
    if x.month is None:
        return None
    if x.has_year:
        year = _year(x, context)
        if x.hijri and year is not None and year > 1600:
            return _hijri_in(x, year)
        return _fields(x, year, x.month) if year is not None else None
    if context.year is not None and x.direction is None and not x.hijri and x.weekday is None:
        return _fields(x, context.year, x.month)
    if ref is None:
        return None
    centre = hijri_year_of(ref) if x.hijri else ref.year
    reach = 8 if x.month == 2 and x.day == 29 and not x.hijri else 2
    options = [o for y in range(centre - reach, centre + reach + 1) if (o := _fields(x, y, x.month)) is not None]
    if x.direction is not None:
        return directed(options, ref, x.direction)
    if x.weekday is not None:
        fitting = [o for o in options if o[0].weekday() == x.weekday and abs(o[0].year - ref.year) <= 1]
        if not fitting and x.n is not None:
            whole = choose([month_interval(o[0].year, o[0].month) for o in options], ref, bias, NEAR_MONTH)
            return nth_weekday(x.weekday, x.n, *whole) if whole is not None else None
        options = fitting or options
    return choose(options, ref, bias, NEAR_MONTH if x.day is None else NEAR_DAY)


def _in_year(x: Expression, year: int) -> Expression:
    if x.kind not in ("day", "month") or x.has_year or x.month is None or x.direction is not None or x.hijri:
        return x
    return replace(x, year=year)


def _range(x: Expression, context: Context, bias: int) -> Interval | None:
    a, b, ref = x.a, x.b, context.published
    if a is None or b is None:
        return None
    if context.year is not None:
        a, b = _in_year(a, context.year), _in_year(b, context.year)
    floating = a.kind in ("day", "month") and not a.has_year and a.month is not None and a.direction is None
    if floating and ref is not None and b.kind in ("day", "month") and not b.has_year and b.month is not None:
        options = []
        for year in (
            range(ref.year - 2, ref.year + 3) if not a.hijri else range(hijri_year_of(ref) - 2, hijri_year_of(ref) + 3)
        ):
            first, last = _fields(a, year, a.month or 1), _fields(b, year, b.month)
            if first is not None and last is not None and last[1] < first[0]:
                last = _fields(b, year + 1, b.month)
            if first is not None and last is not None:
                options.append((first[0], last[1]))
        if b.direction is not None:
            return directed(options, ref, b.direction)
        return choose(options, ref, bias, NEAR_DAY)
    first = _closed(a, context, bias)
    if first is None:
        return None
    inner = Context(context.language, context.published, first, context.last_period)
    last = _closed(b, inner, bias)
    if last is None:
        return None
    if b.kind == "weekday" and b.direction is None and b.of is None:
        day = first[0] + dt.timedelta(days=((b.weekday or 0) - first[0].weekday()) % 7)
        last = (day, day)
    elif last[1] < first[0] and not b.has_year and b.kind in ("day", "month") and b.month is not None:
        again = _fields(
            b, first[0].year + (0 if (b.month, b.day or 31) >= (first[0].month, first[0].day) else 1), b.month
        )
        last = again or last
    elif last[1] < first[0] and a.kind == "weekday" and a.direction is None:
        earlier = add_days(first[0], -7)
        first = (earlier, earlier) if earlier is not None else first
    return (first[0], last[1]) if first[0] <= last[1] else None


# ---------------------------------------------------------------- relative


def _weekday(x: Expression, context: Context) -> Interval | None:
    ref, weekday = context.published, x.weekday or 0
    if ref is None:
        return None
    if x.of is not None:
        week = _closed(x.of, context)
        return one_day(add_days(week[0], (weekday - week[0].weekday()) % 7)) if week is not None else None
    back = (ref.weekday() - weekday) % 7
    if x.direction is None:
        return one_day(add_days(ref, -back))
    if x.direction < 0:
        return one_day(add_days(ref, -(back or 7) + 7 * (x.direction + 1)))
    if x.direction == 0:
        week = week_interval(ref, context.first_weekday)
        return one_day(add_days(week[0], (weekday - week[0].weekday()) % 7))
    return one_day(add_days(ref, 7 - back + 7 * (x.direction - 1)))


def _day_of_some_month(x: Expression, ref: dt.date) -> Interval | None:
    """The 21st, Friday the 15th: in the month that fits the weekday, nearest to the reference."""
    options = []
    for shift in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6) if x.weekday is not None else (0, -1, 1):
        base = add_months(ref.replace(day=1), shift)
        day = make_date(base.year, base.month, x.day or 0) if base is not None else None
        if day is not None and (x.weekday is None or day.weekday() == x.weekday):
            options.append(day)
    if x.weekday is None:
        past = [d for d in options if d <= ref]
        return one_day(max(past)) if past else None
    return one_day(min(options, key=lambda d: (abs((d - ref).days), d))) if options else None


def _shift(x: Expression, ref: dt.date) -> Interval | None:
    sign = x.direction or 1
    day: dt.date | None = ref
    for unit, count in x.shifts:
        if day is None:
            return None
        if unit in MONTHS_IN:
            day = add_months(day, sign * count * MONTHS_IN[unit])
        elif unit in DAYS_IN:
            day = add_days(day, sign * count * DAYS_IN[unit])
        elif unit == "hour":
            day = add_days(day, sign * (count // 24))
        else:
            return None
    if day is not None and x.weekday is not None:
        day = min((d for k in range(-3, 4) if (d := add_days(day, k)) and d.weekday() == x.weekday), default=day)
    return one_day(day)


def _later(x: Expression, context: Context) -> Interval | None:
    """ "Three days later", بعد أسبوعين after a date in the sentence: counted from that date, if it is a day."""
    last = context.last
    return _shift(x, last[0]) if last is not None and last[0] == last[1] else None


def _last(x: Expression, ref: dt.date) -> Interval | None:
    if x.n is None:
        return None
    sign = x.direction or -1
    unit, n = x.unit, x.n
    if unit == "hour":
        edge = add_days(ref, sign * max(1, -(-n // 24)))
    elif unit == "weekend":
        return None
    elif unit in DAYS_IN:
        edge = add_days(ref, sign * n * DAYS_IN[unit])
    else:
        edge = add_months(ref, sign * n * MONTHS_IN.get(unit, 1))
    if edge is None:
        return None
    return (edge, ref) if sign < 0 else (ref + dt.timedelta(days=1), edge)


def _same(x: Expression, context: Context) -> Interval | None:
    last = context.last
    if x.unit == "period":
        return context.last_period
    n = x.n or 0
    if last is None:
        here = context.published if x.part == "here" else None
        return one_day(add_days(here, n)) if here is not None else None
    if x.unit == "day":
        return one_day(add_days(last[1] if n > 0 else last[0], n))
    period = context.last_period
    if (
        x.unit == "week"
        and n == 0
        and period is not None
        and period[1] == last[1]
        and (period[1] - period[0]).days <= 6
    ):
        return period
    return unit_interval(x.unit, n, last[0], context.language)


# ---------------------------------------------------------------- parts
def _season(x: Expression, context: Context) -> Interval | None:
    month, ref = _SEASONS[x.unit], context.published
    year = _year(x, context)
    if year is not None:
        return months_from(year * 12 + month - 1, 3)
    if ref is None or x.has_year:
        return None
    options = [o for y in range(ref.year - 2, ref.year + 3) if (o := months_from(y * 12 + month - 1, 3)) is not None]
    if x.direction == 0:
        return choose(options, ref, 0, 366)
    return directed(options, ref, x.direction if x.direction is not None else -1)


def _nth(x: Expression, context: Context, bias: int) -> Interval | None:
    n = x.n or 1
    if x.of is None:
        ref = context.published
        if ref is None:
            return None
        size = _HALF if x.unit == "halfyear" else _QUARTER
        options = [
            o
            for y in range(ref.year - 1, ref.year + 2)
            if (o := months_from(y * 12 + (n - 1) * size, size)) is not None
        ]
        return choose(options, ref, bias, 0)
    inner = replace(x.of) if x.of.kind != "month" or x.weekday is None else x.of
    whole = _closed(inner, context, bias)
    if whole is None:
        return None
    start, end = whole
    if x.weekday is not None:
        return nth_weekday(x.weekday, n, start, end)
    if x.unit == "halfyear" and (end - start).days <= 31:
        middle = start + dt.timedelta(days=14)
        return (start, middle) if n == 1 else (middle + dt.timedelta(days=1), end)
    if x.unit == "halfyear" and (end - start).days not in (364, 365):
        return None
    return nth_unit(x.unit, n, x.count, start, end)
