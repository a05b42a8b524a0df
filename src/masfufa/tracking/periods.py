"""The periods of a matrix: their labels, which can be read and sorted, and the days that each covers."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from masfufa.errors import UsageError
from masfufa.tracking.ledger import Every


class Period(NamedTuple):
    """Its label (2019-W15) and its days, both inclusive; None where open or unknown."""

    label: str
    start: dt.date | None
    end: dt.date | None


TOTAL = Period("total", None, None)
UNDATED = Period("undated", None, None)


def period_of(day: dt.date, every: Every) -> Period:
    """The period that a day lies in. Weeks are ISO weeks, Monday to Sunday."""
    if every == "day":
        return Period(day.isoformat(), day, day)
    if every == "week":
        year, week, weekday = day.isocalendar()
        start = day - dt.timedelta(days=weekday - 1)
        return Period(f"{year:04d}-W{week:02d}", start, start + dt.timedelta(days=6))
    if every == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return Period(f"{day.year:04d}-{day.month:02d}", day.replace(day=1), day.replace(day=last))
    if every == "year":
        return Period(f"{day.year:04d}", dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    return TOTAL


def holding(start: dt.date | None, end: dt.date | None, every: Every) -> tuple[Period, bool]:
    """The period that holds all of these days; where none does, one of their own, and True."""
    if every == "total":
        return TOTAL, False
    if end is None and start is None:
        return UNDATED, False
    first, last = start or end, end or start
    assert first is not None and last is not None
    period = period_of(first, every)
    if period.end is not None and last > period.end:
        return Period(f"{first.isoformat()}..{last.isoformat()}", first, last), True
    return period, False


_FORMS: tuple[tuple[re.Pattern[str], Every], ...] = (
    (re.compile(r"\d{4}-\d\d-\d\d\Z"), "day"),
    (re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d\Z"), "day"),
    (re.compile(r"\d{4}-W\d\d\Z"), "week"),
    (re.compile(r"\d{4}-\d\d\Z"), "month"),
    (re.compile(r"\d{4}\Z"), "year"),
    (re.compile(r"total\Z"), "total"),
    (re.compile(r"undated\Z"), "month"),
    (re.compile(r"round-.+\Z"), "round"),
)


def every_of(label: str) -> Every:
    """What a label is one of. Raises UsageError("cell-unknown")."""
    for form, every in _FORMS:
        if form.match(label):
            return every
    raise UsageError("cell-unknown", f"{label} is no period. A cell id reads LBY.LY0201/2019-W15/killed/person.")


def length(start: dt.date | None, end: dt.date | None) -> int:
    """Days from start to end, both counted; 1 where either is unknown."""
    return (end - start).days + 1 if start is not None and end is not None else 1
