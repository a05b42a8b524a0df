"""Arithmetic on days, months and years, and the Hijri calendar; no text."""

from __future__ import annotations

import calendar
import datetime as dt

from hijridate import Hijri

Interval = tuple[dt.date, dt.date]
"""First and last day, both inclusive."""

FIRST_YEAR, LAST_YEAR = 1000, 2999
HIJRI_YEARS = (1343, 1500)
"""What the Umm al-Qura tables of hijridate cover."""


def month_interval(year: int, month: int) -> Interval:
    """All days of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year_interval(year: int) -> Interval:
    """All days of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def add_days(day: dt.date, count: int) -> dt.date | None:
    """`day` moved by `count` days; None beyond the calendar."""
    try:
        return day + dt.timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: dt.date, count: int) -> dt.date | None:
    """`day` moved by months, to the last day of the month where it is shorter; None beyond the calendar."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week_interval(day: dt.date, first_weekday: int) -> Interval:
    """The seven days around `day` that begin on `first_weekday` (0 is Monday)."""
    start = day - dt.timedelta(days=(day.weekday() - first_weekday) % 7)
    return start, start + dt.timedelta(days=6)


def hijri_interval(year: int, month: int | None, day: int | None) -> Interval | None:
    """A Hijri day, month or year in the Gregorian calendar (Umm al-Qura); None where the tables end."""
    try:
        if month is None:
            return Hijri(year, 1, 1).to_gregorian(), Hijri(year, 12, Hijri(year, 12, 1).month_length()).to_gregorian()
        if day is None:
            first = Hijri(year, month, 1)
            return first.to_gregorian(), Hijri(year, month, first.month_length()).to_gregorian()
        date = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date, date


def hijri_year_of(day: dt.date) -> int:
    """About which Hijri year `day` lies in; right to one year."""
    return int((day.year - 622) * 33 / 32) + 1


def span_of(interval: Interval | None, part: str) -> Interval | None:
    """A part of a period. Start, early, mid and late, end are thirds; months are cut at the 10th and 20th."""
    if interval is None:
        return None
    start, end = interval
    days = (end - start).days + 1
    if start.day == 1 and 28 <= days <= 31:
        cuts = (10, 20)
    elif start.day == 1 and start.month == 1 and days >= 365:
        third = start.replace(month=5)
        cuts = ((third - start).days, (start.replace(month=9) - start).days)
        if days > 366:
            years = end.year - start.year + 1
            early, late = (
                start.replace(year=start.year + years // 3),
                start.replace(year=start.year + years * 2 // 3 + 1),
            )
            cuts = ((early - start).days, (late - start).days)
    else:
        cuts = (max(days // 3, 1), max(2 * days // 3, 1))
    first, second = (start + dt.timedelta(days=cut) for cut in cuts)
    step = dt.timedelta(days=1)
    if part in ("start", "early"):
        return start, first - step
    if part == "mid":
        return first, max(second - step, first)
    return min(second, end), end
