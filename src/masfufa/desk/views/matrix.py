"""The matrix as plain data: rows of places and what is counted, columns of periods; what changed since a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from masfufa.desk.views.frame import Asked, cell_address, counted, disagrees, flags_of, interval, number, place_called
from masfufa.desk.words import Words
from masfufa.tracking.ledger import Cell, Change
from masfufa.tracking.sayings import said_in

Line = tuple[str, str, str, str, str]
"""Place, category, unit of count, measure, population."""

ROWS, PERIODS, CHANGES = 60, 36, 200


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the grid. `channels`: (press | agency | field, its best value in words)."""

    id: str
    address: str
    best: str
    interval: str
    sources: int
    channels: tuple[tuple[str, str], ...]
    disagrees: bool
    flags: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A place and what is counted there; `slots` goes by period, None where nobody says anything."""

    place: str
    counted: str
    measure: str
    slots: tuple[Slot | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A page of the matrix. `left`: how many periods before the first are left out."""

    periods: tuple[str, ...]
    rows: tuple[Row, ...]
    page: int
    pages: int
    cells: int
    left: int


def slot_of(cell: Cell, asked: Asked, t: Words) -> Slot:
    """A cell as the grid shows it."""
    return Slot(
        cell.cell_id,
        cell_address(cell.cell_id, asked.known),
        number(cell.best, t),
        interval(cell.best, cell.low, cell.high, t),
        len(cell.estimate.sources),
        tuple(
            (name, f"{value:,}")
            for name in ("press", "agency", "field")
            if (value := cell.channels.get(name)) is not None
        ),
        disagrees(cell),
        tuple(flags_of(cell, t)),
        cell.best is not None,
    )


def chosen(cells: Sequence[Cell], asked: Asked) -> list[Cell]:
    """The cells that the address asks for, in the matrix's order."""
    wanted = frozenset(asked.categories)
    return [
        cell
        for cell in cells
        if cell.category in wanted
        and not (asked.since and cell.period_end and cell.period_end < asked.since)
        and not (asked.until and cell.period_start and cell.period_start > asked.until)
    ]


def grid(cells: Sequence[Cell], asked: Asked, t: Words) -> Grid:
    """The grid of these cells: the latest `PERIODS` periods, `ROWS` rows a page."""
    starts: dict[str, tuple[bool, str]] = {}
    lines: dict[Line, dict[str, Cell]] = {}
    for cell in cells:
        undated = cell.period_start is None
        starts.setdefault(cell.period, (undated, cell.period_start.isoformat() if cell.period_start else cell.period))
        # A row of "not known where" is one of its own beside that of the place itself.
        key: Line = (cell.cell_id.split("/", 1)[0], cell.category, cell.unit, cell.measure, cell.population)
        lines.setdefault(key, {})[cell.period] = cell
    periods = sorted(starts, key=lambda label: (*starts[label], label))
    left = max(len(periods) - PERIODS, 0)
    periods = periods[left:]
    shown = frozenset(periods)
    keys = [key for key, found in lines.items() if shown & found.keys()]
    pages = max(-(-len(keys) // ROWS), 1)
    page = min(asked.page, pages)
    rows = []
    for shown_key in keys[(page - 1) * ROWS : page * ROWS]:
        found = lines[shown_key]
        first = next(iter(found.values()))
        rows.append(
            Row(
                place_called(first.place, first.cell_id, t),
                counted(*shown_key[1:], t),
                first.measure,
                tuple(slot_of(found[p], asked, t) if p in found else None for p in periods),
            )
        )
    return Grid(tuple(periods), tuple(rows), page, pages, len(cells), left)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in a cell, and why."""

    place: str
    period: str
    counted: str
    kind: str
    before: str
    after: str
    reason: str
    detail: str
    address: str
    gone: bool


def changed_of(changes: Sequence[Change], asked: Asked, t: Words) -> list[Changed]:
    """The changes in words, the first `CHANGES` of them."""
    wanted = frozenset(asked.categories)
    return [
        Changed(
            place_called(c.place, c.cell_id, t),
            c.cell_id.split("/")[1],
            counted(c.category, c.unit, c.measure, c.population, t),
            str(t("see.change")[c.kind]),
            number(c.before, t) if c.kind != "new_cell" else "–",
            number(c.after, t) if c.kind != "gone" else "–",
            str(t("see.change_reason").get(c.reason, c.reason)),
            said_in(c.detail, t.language),
            cell_address(c.cell_id, asked.known),
            c.kind == "gone",
        )
        for c in changes
        if c.category in wanted
    ][:CHANGES]
