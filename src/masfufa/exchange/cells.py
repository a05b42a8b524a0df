"""What a cell says: a count, a coordinate, a day, or why there is none. Anything else is an issue, never 0.

`"1,234"`, `"1 234"`, `"١٬٢٣٤"` and `" 12 "` are counts; `""`, `"n/a"` and `"confidential"` are absences of different
kinds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from masfufa.claims import Absence, Issue
from masfufa.exchange.tables import Cell

Order = Literal["dmy", "mdy"]

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\ufeff]+")
_PLAIN = re.compile(r"[+-]?\d+$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.'’ ٬])\d{3})(?:\1\d{3})*(?:[.,٫](\d+))?$")
_DECIMAL = re.compile(r"[+-]?\d+[.٫](\d+)$")
_COMMA_DECIMAL = re.compile(r"[+-]?\d+,(\d+)$")
_SCALE = re.compile(r"[+-]?\d+(?:\.\d+)?[eE]\+?\d{1,2}$")
_LARGEST = 10**10
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_YEARS = range(1900, 2120)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: lower ones are years, ages and counts
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})$")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ].*)?$")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?[-/ .,]+([^\W\d_][^\d]*?)[-/ .,]+(\d{4}|\d{2})$")
_WORD_FIRST = re.compile(r"([^\W\d_][^\d]*?)[-/ .,]+(\d{1,2})(?:st|nd|rd|th)?[-/ .,]+(\d{4})$")


class Count(NamedTuple):
    """`value` is a whole number not below 0, or None and then `absence` says why. `issue` is what to tell of it."""

    value: int | None
    absence: Absence | None = None
    issue: Issue | None = None


class Day(NamedTuple):
    """`value` is a day, or None; `issue` says why where something stands in the cell that is no sure day."""

    value: dt.date | None
    issue: Issue | None = None


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, Absence], dict[str, int]]:
    import yaml

    text = resources.files("masfufa.exchange").joinpath("cells.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    absences = {str(word): kind for kind, words in data["absences"].items() for word in words}
    months = {word: month for month, words in data["months"].items() for word in words}
    return absences, months


def clean(text: str) -> str:
    """Text with every run of blanks as one space, none around it, and digits of any script as 0 to 9."""
    return _BLANKS.sub(" ", text).strip().translate(_DIGITS)


def absence_of(text: str) -> Absence | None:
    """Which absence the text stands for: "" is blank, "n/a" and "-" not_available …; None for anything else."""
    return _words()[0].get(clean(text).casefold().rstrip(".") or text.strip())


def month_of(word: str) -> int | None:
    """The number of the month that a word names in English, French or Arabic, or None."""
    months = _words()[1]
    folded = word.strip(" .").casefold()
    return months.get(folded) or (months.get(folded[:3]) if folded.isascii() and len(folded) < 10 else None)


def is_blank(value: str) -> bool:
    """Whether a text says nothing, or only that something is not there."""
    return absence_of(value) is not None


def _not_read(cell: Cell, code: str, message: str) -> Count:
    return Count(None, "unreadable", Issue(code, "warning", f"{cell.address}: {message}"))


def read_count(cell: Cell) -> Count:
    """A count of people, households or homes.

    Issue codes: formula-without-value, not-a-number, date-for-number, negative-number, ambiguous-number, part-number.
    """
    if cell.unreadable:
        return _not_read(
            cell, "formula-without-value", "the formula was saved without its value; open and save the file"
        )
    value = cell.value
    if value is None:
        return Count(None, "blank")
    if isinstance(value, bool):
        return _not_read(cell, "not-a-number", f"{cell.text!r} is no number")
    if isinstance(value, int):
        return _whole(cell, float(value)) if abs(value) < _LARGEST else _whole(cell, float(_LARGEST))
    if isinstance(value, float):
        return _whole(cell, value) if value == value else Count(None, "not_available")
    if isinstance(value, dt.date | dt.datetime | dt.time | dt.timedelta):
        return _not_read(cell, "date-for-number", f"{cell.text!r} is a date where a number is expected")
    return _count_in_text(cell)


def _count_in_text(cell: Cell) -> Count:
    absence = absence_of(cell.text)
    if absence is not None:
        return Count(None, absence)
    text = clean(cell.text)
    if _PLAIN.match(text):
        return _whole(cell, float(text)) if len(text) < 16 else _not_read(cell, "not-a-number", f"{text!r} is too long")
    grouped = _GROUPED.match(text)
    if grouped:
        head = re.split(r"[.,٫](?=\d+$)", text)[0] if grouped[2] else text
        if grouped[1] == "." and text.count(".") == 1 and not grouped[2]:
            return _not_read(cell, "ambiguous-number", f"{cell.text!r} may be thousands or a decimal; write it plainly")
        whole = re.sub(r"[^\d-]", "", head)
        return _whole(cell, float(f"{whole}.{grouped[2] or 0}"))
    if _DECIMAL.match(text):
        return _whole(cell, float(text.replace("٫", ".")))
    if _COMMA_DECIMAL.match(text):
        return _whole(cell, float(text.replace(",", ".")))
    if _SCALE.match(text):
        return _whole(cell, float(text))
    return _not_read(cell, "not-a-number", f"{cell.text.strip()!r} is no number")


def _whole(cell: Cell, value: float) -> Count:
    if value < 0:
        return _not_read(cell, "negative-number", f"{cell.text.strip()!r}: a count is not below 0")
    if value >= _LARGEST:
        return _not_read(cell, "not-a-number", f"{cell.text.strip()!r} is more than there are people")
    near = round(value)
    if abs(value - near) < 1e-6:
        return Count(near)
    whole = int(value + 0.5)
    issue = Issue(
        "part-number", "warning", f"{cell.address}: {cell.text.strip()!r} is no whole number; taken as {whole}"
    )
    return Count(whole, None, issue)


def read_float(cell: Cell) -> float | None:
    """A number that may have decimals, such as a coordinate; None where there is none."""
    value = cell.value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if value == value else None
    text = clean(str(value)).replace("٫", ".")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def read_coordinate(cell: Cell, axis: Literal["lat", "lon"]) -> float | None:
    """Degrees of latitude or longitude; None where there are none or they lie outside the globe."""
    value = read_float(cell)
    return value if value is not None and abs(value) <= (90 if axis == "lat" else 180) else None


def day_order(cells: Iterable[Cell]) -> Order | None:
    """Which of day and month comes first in a column's dates like 03/04/2021: told by those that can only be one.

    None where no date tells, or where some tell this and some that.
    """
    found: set[Order] = set()
    for cell in cells:
        if not isinstance(cell.value, str):
            continue
        match = _NUMERIC.match(clean(cell.value))
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            found.add("dmy")
        elif second > 12 >= first:
            found.add("mdy")
    return found.pop() if len(found) == 1 else None


def read_day(cell: Cell, order: Order | None = None) -> Day:
    """A day: a date cell, an Excel number, ISO, 30/03/2021, 30-Mar-2021, March 30, 2021 (en, fr, ar).

    `order` is what `day_order` found for the column: 03/04/2021 is no day without it.
    Issue codes: formula-without-value, not-a-date, ambiguous-date.
    """
    if cell.unreadable:
        return _no_day(cell, "formula-without-value", "the formula was saved without its value")
    value = cell.value
    if value is None:
        return Day(None)
    if isinstance(value, dt.datetime):
        return _likely(cell, value.date())
    if isinstance(value, dt.date):
        return _likely(cell, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _numbered(cell, float(value))
    if is_blank(cell.text):
        return Day(None)
    text = clean(cell.text)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) or _COMPACT.match(text):
        return _numbered(cell, float(text))
    match = _ISO.match(text)
    if match:
        return _made(cell, int(match[1]), int(match[2]), int(match[3]))
    match = _NUMERIC.match(text)
    if match:
        return _of_numbers(cell, int(match[1]), int(match[2]), _year(match[3]), order)
    for pattern, day, month, year in ((_WORDED, 1, 2, 3), (_WORD_FIRST, 2, 1, 3)):
        match = pattern.match(text)
        if match:
            number = month_of(match[month])
            if number:
                return _made(cell, _year(match[year]), number, int(match[day]))
    return _no_day(cell, "not-a-date", f"{cell.text.strip()!r} is no date")


def _no_day(cell: Cell, code: str, message: str) -> Day:
    return Day(None, Issue(code, "warning", f"{cell.address}: {message}"))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _numbered(cell: Cell, value: float) -> Day:
    whole = int(value)
    if whole in _SERIALS:
        return Day(_EXCEL_EPOCH + dt.timedelta(days=whole))
    match = _COMPACT.match(str(whole))
    if match:
        return _made(cell, int(match[1] + match[2]), int(match[3]), int(match[4]))
    return _no_day(cell, "not-a-date", f"{cell.text.strip()!r} is no date")


def _of_numbers(cell: Cell, first: int, second: int, year: int, order: Order | None) -> Day:
    if first > 12 or first == second:
        return _made(cell, year, second, first)
    if second > 12:
        return _made(cell, year, first, second)
    if order is None:
        what = f"{cell.text.strip()!r}: day and month cannot be told apart; write it as YYYY-MM-DD"
        return _no_day(cell, "ambiguous-date", what)
    return _made(cell, year, second, first) if order == "dmy" else _made(cell, year, first, second)


def _made(cell: Cell, year: int, month: int, day: int) -> Day:
    try:
        return _likely(cell, dt.date(year, month, day))
    except ValueError:
        return _no_day(cell, "not-a-date", f"{cell.text.strip()!r} is no date of the calendar")


def _likely(cell: Cell, day: dt.date) -> Day:
    # 0001-01-01 and 9999-12-31 are how programs write "no date".
    if day.year in _YEARS:
        return Day(day)
    return _no_day(cell, "not-a-date", f"{day.isoformat()} is no day that a report is about")
