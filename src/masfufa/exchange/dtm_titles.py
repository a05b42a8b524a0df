"""What the sheets beside the data say of it: when it was collected, when it was published, what it adds up to."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from masfufa.exchange import words
from masfufa.exchange.cells import clean, month_of, read_count
from masfufa.exchange.tables import Cell, Row, Sheet

_LONGEST, _ROWS = 240, 60
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTH_YEAR = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([^\W\d_]{3,}(?:\s[^\W\d_]{3,})?)\.?,?\s+(20\d\d)(?!\d)")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)")


class Told(NamedTuple):
    """A day that a title tells, the cell it stands in, and what it is: release, collection or plain."""

    day: dt.date
    sheet: str
    cell: Cell
    kind: str


class Total(NamedTuple):
    """A total that a sheet states for a role, and where."""

    role: str
    value: int
    sheet: Sheet
    cell: Cell


def days_told(sheets: list[Sheet]) -> list[Told]:
    """The days that short texts at the top of sheets tell. A month stands for its last day."""
    out = []
    for sheet in sheets:
        for row in sheet.head(_ROWS):
            if sum(not cell.empty for cell in row) > 8:
                continue
            left = ""
            for cell in row:
                text = clean(cell.text)
                if not text or len(text) > _LONGEST or (cell.merged and text == left):
                    continue
                day = day_in(text)
                if day is not None:
                    out.append(Told(day, sheet.name, cell, _kind(f"{left} {text}")))
                left = text
    return out


def _kind(text: str) -> str:
    folded = text.casefold()
    table = words.table()
    if any(cue in folded for cue in table["collection_cues"]):
        return "collection"
    return "release" if any(cue in folded for cue in table["release_cues"]) else "plain"


def day_in(text: str) -> dt.date | None:
    """The last day that a text names: 30-09-2021, 2021-09-30, 30 September 2021, September 2021 (its last day)."""
    found = []
    for match in _ISO.finditer(text):
        found.append(_day(int(match[1]), int(match[2]), int(match[3])))
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            found.append(_day(int(match[3]), second, first))
        elif second > 12:
            found.append(_day(int(match[3]), first, second))
    for match in _MONTH_YEAR.finditer(text):
        month = month_of(match[2]) or month_of(match[2].split()[-1])
        if month:
            year = int(match[3])
            found.append(_day(year, month, int(match[1]) if match[1] else calendar.monthrange(year, month)[1]))
    return max((day for day in found if day is not None), default=None)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def modified(data: bytes) -> dt.date | None:
    """The day a workbook was last saved, as it says itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            match = _MODIFIED.search(archive.read("docProps/core.xml"))
    except (zipfile.BadZipFile, KeyError, OSError):
        return None
    return dt.date.fromisoformat(match[1].decode()) if match else None


def totals_stated(sheets: list[Sheet], roles: set[str]) -> Iterator[Total]:
    """Totals that summary sheets state: in the totals row of a column of that role, or beside or below a label."""
    for sheet in sheets:
        rows = {row.number: row for row in sheet if row.number < 3000}
        for row in rows.values():
            for cell in row:
                if not isinstance(cell.value, str) or len(cell.text) > 80 or (cell.merged and cell.row != row.number):
                    continue
                whole = words.whole_of(cell.text)
                if whole is None or whole.category is None or whole.unit is None:
                    continue
                role = f"{whole.category}_{whole.unit}"
                found = _stated(rows, row, cell) if role in roles else None
                if found is not None:
                    yield Total(role, read_count(found).value or 0, sheet, found)


def _stated(rows: dict[int, Row], row: Row, label: Cell) -> Cell | None:
    """The number of the totals row below a header cell, or the lone number right of or below a label."""
    below, number = 0, label.row + 1
    while number in rows:
        cell = rows[number][label.column - 1]
        if _total_left(rows[number], label.column):
            return cell if _is_count(cell) else None
        if not _is_count(cell):
            break
        below += 1
        number += 1
    if label.text.lstrip().startswith("#"):
        right = row[label.column]
        if _is_count(right) and below == 0:
            return right
        under = rows[label.row + 1][label.column - 1] if label.row + 1 in rows else None
        if under is not None and _is_count(under) and below == 1:
            return under
    return None


def _is_count(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) and read_count(cell).value is not None


def _total_left(row: Row, column: int) -> bool:
    """Whether the nearest text left of the column calls the row a total."""
    for index in range(column - 2, -1, -1):
        cell = row[index]
        if isinstance(cell.value, str) and cell.value.strip():
            return words.is_total(cell.value)
    return False
