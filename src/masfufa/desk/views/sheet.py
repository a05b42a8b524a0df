"""A part of a stored table around a cell: the rows as they stand in the file, cells that were read lit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from masfufa.claims import CellLocator
from masfufa.exchange.tables import Row, Sheet, Table, address, letters, position
from masfufa.workspace.inbox import ReviewDocument

BEFORE, AFTER = 12, 28
COLUMNS = 24
_HEAD, _NAMES = 3, 2
"""Rows and columns that are always shown: what the columns and rows are called usually stands there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. record: the id of a record that was read in it, "" for none; lit: whether it is the one asked for."""

    text: str
    record: str
    lit: bool
    also: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file; gap: rows before it are left out."""

    number: int
    cells: tuple[Cell, ...]
    gap: bool
    lit: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet. columns: letters; before, after: the row to show for what comes before and after, or None."""

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    before: int | None
    after: int | None
    cell: str


def cells_read(review: ReviewDocument) -> dict[tuple[str, str], str]:
    """By sheet and cell the record that was read in it."""
    out: dict[tuple[str, str], str] = {}
    for record in review.records:
        locator = record.shown.locator
        if isinstance(locator, CellLocator):
            out.setdefault((locator.sheet, locator.cell), record.id)
            for other in locator.also:
                out.setdefault((locator.sheet, other), record.id)
    return out


def part(
    table: Table,
    sheet_name: str,
    row: int,
    column: int,
    read: Mapping[tuple[str, str], str],
    lit: str,
    also: tuple[str, ...],
) -> Part | None:
    """The part around a cell (both count from 1); None where there is no such sheet. `lit`: the cell asked for."""
    sheet = next((s for s in table.sheets if s.name == sheet_name), None)
    if sheet is None:
        return None
    first = max(row - BEFORE, 1)
    rows, more = _rows(sheet, first, row + AFTER)
    width = max([len(r) for r in rows] + [column])
    start = min(max(column - COLUMNS // 2, 1), max(width - COLUMNS + 1, 1))
    shown = sorted({*range(1, min(_NAMES, width) + 1), *range(start, min(start + COLUMNS, width + 1))})
    lines = []
    last = 0
    for r in rows:
        cells = []
        for at in shown:
            where = address(r.number, at)
            text = r[at - 1].text
            cells.append(Cell(text, read.get((sheet_name, where), ""), where == lit, where in also))
        lines.append(
            Line(r.number, tuple(cells), r.number > last + 1 and last > 0 and r.number == first, r.number == row)
        )
        last = r.number
    return Part(
        sheet_name,
        tuple(s.name for s in table.sheets),
        tuple(letters(at) for at in shown),
        tuple(lines),
        max(row - BEFORE - AFTER, 1) if first > _HEAD + 1 else None,
        row + AFTER + BEFORE if more else None,
        lit,
    )


def _rows(sheet: Sheet, first: int, last: int) -> tuple[list[Row], bool]:
    """The head of the sheet and the rows from `first` to `last`; whether there are more."""
    out: list[Row] = []
    for row in sheet:
        if row.number > last:
            return out, True
        if row.number <= _HEAD or row.number >= first:
            out.append(row)
    return out, False


def place_of(cell: str) -> tuple[int, int]:
    """Row and column of a cell's address; the first of all for what is none."""
    try:
        return position(cell)
    except ValueError:
        return 1, 1
