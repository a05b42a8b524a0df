"""Which of several periods is meant, and periods counted from a day: the arithmetic under date_resolve.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from masfufa.values.calendar_math import Interval, add_days, add_months, month_interval, week_interval

NEAR_DAY, NEAR_MONTH = 92, 45
WORKWEEK = {"ar": (6, (4, 5)), "en": (0, (5, 6)), "fr": (0, (5, 6))}
"""First day of the week (0 is Monday) and the two days of the weekend."""

MONTHS_IN = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}


def one_day(day: dt.date | None) -> Interval | None:
    """The interval of a single day."""
    return (day, day) if day is not None else None


def choose(options: Iterable[Interval], ref: dt.date, bias: int, near: int) -> Interval | None:
    """The option that holds `ref`; else by `bias` the last before (-1) or first after it (1); else the likelier."""
    past: Interval | None = None
    future: Interval | None = None
    for option in options:
        if option[0] <= ref <= option[1]:
            return option
        if option[1] < ref and (past is None or option > past):
            past = option
        if option[0] > ref and (future is None or option < future):
            future = option
    if past is None or future is None:
        return past or future
    if bias:
        return past if bias < 0 else future
    ahead, behind = (future[0] - ref).days, (ref - past[1]).days
    return future if ahead <= near and ahead < behind else past


def directed(options: list[Interval], ref: dt.date, direction: int) -> Interval | None:
    """The last of the ordered `options` before `ref` (-1), the first after it (1), or the one in its year (0)."""
    if direction == 0:
        same = [o for o in options if o[0].year == ref.year]
        return same[0] if same else choose(options, ref, 0, NEAR_DAY)
    if direction < 0:
        past = [o for o in options if o[1] < ref]
        return past[-1] if past else None
    future = [o for o in options if o[0] > ref]
    return future[0] if future else None


def latest_weekend(ref: dt.date, language: str) -> Interval | None:
    """The weekend that has begun last."""
    this = unit_interval("weekend", 0, ref, language)
    return this if this is not None and this[0] <= ref else unit_interval("weekend", -1, ref, language)


def unit_interval(unit: str, n: int, ref: dt.date, language: str) -> Interval | None:
    """The day, week, … that lies `n` from the one that holds `ref`."""
    if unit == "day":
        return one_day(add_days(ref, n))
    if unit == "week":
        moved = add_days(ref, 7 * n)
        return week_interval(moved, WORKWEEK[language][0]) if moved is not None else None
    if unit == "weekend":
        first, days = WORKWEEK[language][0], WORKWEEK[language][1]
        start = week_interval(ref, first)[0] + dt.timedelta(days=(days[0] - first) % 7 + 7 * n)
        return start, start + dt.timedelta(days=1)
    if unit == "fortnight":
        moved = add_days(ref, 14 * n)
        return (moved, moved + dt.timedelta(days=13)) if moved is not None else None
    months = MONTHS_IN.get(unit)
    if months is None:
        return None
    index = ref.year * 12 + ref.month - 1
    start_index = (index // months + n) * months
    return months_from(start_index, months)


def months_from(index: int, count: int) -> Interval | None:
    """`count` months from the month `index`, which is year * 12 + month - 1."""
    year, month = divmod(index, 12)
    if not 1 <= year <= 9000:
        return None
    last_year, last_month = divmod(index + count - 1, 12)
    return dt.date(year, month + 1, 1), month_interval(last_year, last_month + 1)[1]


def nth_weekday(weekday: int, n: int, start: dt.date, end: dt.date) -> Interval | None:
    """The n-th such weekday of a period, the last for -1; None where it has fewer."""
    if n < 0:
        return one_day(end - dt.timedelta(days=(end.weekday() - weekday) % 7))
    day = start + dt.timedelta(days=(weekday - start.weekday()) % 7 + 7 * (n - 1))
    return (day, day) if day <= end else None


def nth_unit(unit: str, n: int, count: int, start: dt.date, end: dt.date) -> Interval | None:
    """The n-th `count` units of a period, counted from its first day (n above 0) or back from its last (-1)."""
    one = dt.timedelta(days=1)
    if unit in DAYS_IN:
        days = DAYS_IN[unit] * count
        if n < 0:
            return max(end - dt.timedelta(days=days - 1), start), end
        first = start + dt.timedelta(days=DAYS_IN[unit] * (n - 1))
        last = min(first + dt.timedelta(days=days - 1), end)
        return (first, last) if first <= end else None
    if unit == "weekend" or unit not in MONTHS_IN:
        return None
    size = MONTHS_IN[unit]
    if n < 0:
        edge = add_months(end + one, -size * count)
        return (max(edge, start), end) if edge is not None else None
    first_day, after = add_months(start, size * (n - 1)), add_months(start, size * (n - 1 + count))
    if first_day is None or after is None or first_day > end:
        return None
    return first_day, min(after - one, end)
