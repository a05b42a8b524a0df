"""The matrix on a terminal: a row a place and what is counted, a column a period.

Periods that have no room beside one another go below one another, up to three tables; older ones are left out, and that
is said.
"""

from __future__ import annotations

import datetime as dt
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from masfufa.cli.matrix_words import counted_short, marks_of, number, place_name, value_short, words

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Cell

_PIPED = 100
"""Columns of what goes to no terminal, unless COLUMNS says otherwise."""
_BETWEEN = 3
"""What stands between two columns."""
_TABLES = 3
"""Tables below one another at most."""
_COUNTED = (24, 0.32)
"""What is counted has at least so many columns, and at most this share of the width, before it is folded."""
_WIDER = ".."
"""Stands in the label of what is longer than any period of the matrix."""
_MEASURES = ("flow", "cumulative", "stock")

Row = tuple[str, str]
"""Of a cell's id what its place is, and what is counted."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What is shown: the periods of each table, those left out, rows with their cells by period, cells of no one
    period."""

    tables: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]
    rows: dict[Row, dict[str, Cell]]
    wider: tuple[Cell, ...]

    @property
    def cells(self) -> list[Cell]:
        """The cells shown, row by row, then those that are longer than a period."""
        told = [
            cells[name] for periods in self.tables for cells in self.rows.values() for name in periods if name in cells
        ]
        return [*told, *self.wider]


def view(to_terminal: bool) -> tuple[int, str]:
    """Columns (0: no bound, for a file) and how right-to-left text is handed over."""
    from masfufa.cli.output import bidi_mode, terminal_width

    shown = to_terminal and sys.stdout.isatty()
    if not to_terminal:
        return 0, bidi_mode("auto", False)
    return terminal_width() if shown or os.environ.get("COLUMNS") else _PIPED, bidi_mode("auto", shown)


def write_table(
    cells: Sequence[Cell], sink: TextIO, language: str, to_terminal: bool, *, ids: bool = False, again: str = ""
) -> None:
    """Write the cells, a legend of the marks used, and how a cell is opened; as lines where no column has room.

    `to_terminal`: not into a file, which gets every period. `ids` lists the ids of the cells shown; `again` are the
    options that `masfufa why` needs to find the same cell.
    """
    block = words(language)
    if not cells:
        sink.write(block["empty"] + "\n")
        return
    width, mode = view(to_terminal)
    grid = _fitting(cells, language, width)
    if not grid.tables:
        from masfufa.cli.matrix_lines import write_lines

        write_lines(cells, sink, language, to_terminal)
        return
    for n, periods in enumerate(grid.tables if grid.rows else ()):
        sink.write("\n" if n else "")
        _write_grid(grid, periods, sink, language, width, mode)
    _write_below(grid, cells, sink, language, width or _PIPED, mode, ids, again)


def _fitting(cells: Sequence[Cell], language: str, width: int) -> Grid:
    """The latest periods that fit into `width` columns beside what is counted."""
    from rich.cells import cell_len

    rows: dict[Row, dict[str, Cell]] = {}
    wider: list[Cell] = []
    order: dict[str, int] = {}
    days: dict[str, dt.date] = {}
    sizes: dict[str, int] = {}
    for cell in cells:
        if _WIDER in cell.period:
            wider.append(cell)
            continue
        place, _, rest = cell.cell_id.partition("/")
        order.setdefault(place, len(order))
        rows.setdefault((place, rest.partition("/")[2]), {})[cell.period] = cell
        days[cell.period] = max(days.get(cell.period, dt.date.min), cell.period_start or dt.date.max)
        sizes[cell.period] = max(sizes.get(cell.period, cell_len(cell.period)), cell_len(value_short(cell, language)))
    rows = dict(sorted(rows.items(), key=lambda row: (order[row[0][0]], *_rank(_any(row[1])))))
    periods = sorted(days, key=lambda label: (days[label], label))
    if not periods:
        return Grid(((),), (), {}, tuple(wider))
    tables: list[tuple[str, ...]] = []
    left = len(periods)
    while left and len(tables) < _TABLES:
        begin = _columns(periods[:left], sizes, width - _first_width(rows, language, width) if width else None)
        if begin == left:
            break
        tables.insert(0, tuple(periods[begin:left]))
        left = begin
    since = days[tables[0][0]] if tables else dt.date.max
    late = tuple(cell for cell in wider if not left or (tables and (cell.period_end or dt.date.max) >= since))
    return Grid(tuple(tables), tuple(periods[:left]), rows, late)


def _columns(periods: Sequence[str], sizes: dict[str, int], room: int | None) -> int:
    """The index from which on the periods fit beside one another; 0 without a bound."""
    if room is None:
        return 0
    first = len(periods)
    while first and (size := sizes[periods[first - 1]] + _BETWEEN) <= room:
        first, room = first - 1, room - size
    return first


def _first_width(rows: dict[Row, dict[str, Cell]], language: str, width: int) -> int:
    from rich.cells import cell_len

    longest = max(cell_len(counted_short(_any(cells), language)) + 2 for cells in rows.values())
    least, share = _COUNTED
    return min(longest, max(least, int(width * share)))


def _rank(cell: Cell) -> tuple[object, ...]:
    """Numbers of one category beside one another: what happened, the total so far, how many there are."""
    from masfufa.ontology.figures import CATEGORIES

    return (
        list(CATEGORIES).index(cell.category) if cell.category in CATEGORIES else len(CATEGORIES),
        cell.population != "all",
        cell.population,
        cell.unit != "person",
        _MEASURES.index(cell.measure),
        cell.unit,
    )


def _any(cells: dict[str, Cell]) -> Cell:
    return next(iter(cells.values()))


def _write_grid(grid: Grid, periods: Sequence[str], sink: TextIO, language: str, width: int, mode: str) -> None:
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from masfufa.cli.bidi import clean, present
    from masfufa.cli.wrap import fitted, wrapped

    # Where we know how the terminal orders text, an Arabic table begins at the right.
    mirrored = language == "ar" and mode in ("isolate", "visual")
    first = _first_width(grid.rows, language, width or 1000)
    lines: list[list[str]] = []
    place = ""
    for row, cells in grid.rows.items():
        cell = _any(cells)
        if not any(name in cells for name in periods):
            continue
        if row[0] != place:
            place = row[0]
            lines += [[line] for line in wrapped(clean(place_name(cell.place, cell.cell_id, language)), first)]
        named = wrapped(clean(counted_short(cell, language)), first - 2)
        values = [clean(value_short(cells[name], language)) if name in cells else "" for name in periods]
        # A name in two lines is ordered line by line, so that right-to-left text is not broken after it was turned.
        lines += [[f"  {named[0]}", *values], *([f"  {more}"] for more in named[1:])]
    heads = [words(language)["grid"]["counted"], *periods]
    table = Table(show_edge=False, pad_edge=False)
    order = range(len(heads))
    sizes: dict[int, int] = {}
    for at in reversed(order) if mirrored else order:
        size = max(cell_len(line[at]) for line in [heads, *lines] if len(line) > at)
        # Names are set to their edge here: the table would strip an indent at the right.
        table.add_column(present(heads[at], mode), justify="right" if at or mirrored else "left", no_wrap=True,
                         min_width=size)  # fmt: skip
        sizes[at] = size
    for line in lines:
        full: list[str | Text] = [present(text, mode) for text in line + [""] * (len(heads) - len(line))]
        full[0] = Text(fitted(line[0], sizes[0], mode, mirrored), justify="left")
        table.add_row(*(full[::-1] if mirrored else full))
    wide = width or first + sum(max(cell_len(line[at]) for line in [heads, *lines] if len(line) > at) + _BETWEEN
                                for at in order) + _BETWEEN  # fmt: skip
    Console(file=sink, width=wide, highlight=False, markup=False).print(table)


def _write_below(
    grid: Grid, cells: Sequence[Cell], sink: TextIO, language: str, width: int, mode: str, ids: bool, again: str
) -> None:
    from masfufa.cli.bidi import clean, present
    from masfufa.cli.wrap import wrapped

    block, said = words(language), words(language)["grid"]
    shown = grid.cells

    def write(text: str, indent: str = "") -> None:
        for n, line in enumerate(wrapped(clean(text), width - len(indent))):
            sink.write(present((indent if n else "") + line, mode) + "\n")

    if grid.wider:
        write(f"{said['wider']}:")
        for cell in grid.wider:
            name = place_name(cell.place, cell.cell_id, language)
            days = cell.period.replace(_WIDER, " – ")
            write(f"  {name} · {days} · {counted_short(cell, language)}: {value_short(cell, language)}", "    ")
    for line in _legend(shown, said, language):
        write(line, "  ")
    if grid.left_out:
        first, last = grid.left_out[0], grid.left_out[-1]
        names = first if first == last else f"{first} … {last}"
        write(said["left_out"].format(periods=names, n=len(grid.left_out), cells=number(len(cells) - len(shown))))
    if ids:
        for cell in shown:
            sink.write(f"{cell.cell_id}\n")
    sink.write(f"{len(cells):,} {block['cells']}")
    if shown:
        one = max(shown, key=_telling)
        # The command by itself at the end: it can be copied, and is never folded.
        sink.write(
            present(f"{said['between']}{said['why']}:", mode) + f"\n  masfufa why {shlex.quote(one.cell_id)}{again}"
        )
    sink.write("\n")


def _telling(cell: Cell) -> tuple[object, ...]:
    """The cell that shows most when it is opened: several sources, then the newest."""
    return len(cell.estimate.sources), len(cell.claims), cell.period, cell.cell_id


def _legend(cells: Iterable[Cell], said: dict[str, Any], language: str) -> list[str]:
    """What the signs in the cells mean, of those that are there."""
    cells = list(cells)
    used = {mark for cell in cells for mark in marks_of(cell)}
    told = [f"{mark} {text}" for mark, text in said["marks"].items() if mark in used]
    if any(cell.best is not None and cell.low is not None and cell.low != cell.best for cell in cells):
        told.insert(0, f"[–] {said['interval']}")
    if any(cell.best is not None and cell.high is None for cell in cells):
        told.insert(0, f"+ {said['open']}")
    if any(len(cell.estimate.sources) > 1 for cell in cells):
        told.append(f"(2) {said['sources']}")
    if any(cell.best is None for cell in cells):
        told.append(f"– {said['no_value']}")
    told.append(said["blank"])
    return [said["between"].join(told)]
