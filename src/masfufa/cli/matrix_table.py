"""The matrix on a terminal: a table where there is room for one, else a few lines a cell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Cell

_PIPED = 120
"""Columns of what goes to no terminal, unless COLUMNS says otherwise."""
HEADS = ("place", "period", "category", "value", "press", "agency", "field", "sources", "flags", "cell_id")
_NUMBERS = frozenset(("value", "press", "agency", "field", "sources"))
_WHOLE = frozenset(("period", "value", "press", "agency", "field", "sources", "cell_id"))
"""Columns that are never folded: a number in two lines is two numbers, and an id in two lines can't be copied."""
_FOLDED = 14
"""Columns that a folded one has at least."""


def write_table(cells: Sequence[Cell], sink: TextIO, language: str, to_terminal: bool) -> None:
    """Write the cells. `to_terminal`: not into a file; then the terminal's width and direction count."""
    from rich.cells import cell_len

    from masfufa.cli import bidi
    from masfufa.cli.matrix_words import words
    from masfufa.cli.output import bidi_mode, terminal_width

    block = words(language)
    if not cells:
        sink.write(block["empty"] + "\n")
        return
    shown = to_terminal and sys.stdout.isatty()
    mode = bidi_mode("auto", shown)
    width = terminal_width() if shown or os.environ.get("COLUMNS") else _PIPED
    heads = [block["columns"][head] for head in HEADS]
    rows = [[bidi.clean(text) for text in _row(cell, language)] for cell in cells]
    widths = [max(cell_len(row[at]) for row in [heads, *rows]) for at in range(len(HEADS))]
    least = [size if head in _WHOLE else min(size, _FOLDED) for head, size in zip(HEADS, widths, strict=True)]
    if sum(least) + 3 * (len(HEADS) - 1) <= width:
        _write_table(heads, rows, sink, width, mode)
    else:
        _write_lines(heads, rows, sink, width, mode)
    sink.write(f"{len(cells):,} {block['cells']}\n")


def _row(cell: Cell, language: str) -> tuple[str, ...]:
    from masfufa.cli.matrix_words import bounds, counted, notes, number, place_name

    return (
        place_name(cell.place, cell.cell_id, language),
        cell.period,
        counted(cell, language),
        bounds(cell, language),
        number(cell.channels.get("press")),
        number(cell.channels.get("agency")),
        number(cell.channels.get("field")),
        str(len(cell.estimate.sources)),
        notes(cell, language),
        cell.cell_id,
    )


def _write_table(heads: Iterable[str], rows: Iterable[Sequence[str]], sink: TextIO, width: int, mode: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from masfufa.cli import bidi

    table = Table(show_edge=False, pad_edge=False)
    for head, name in zip(heads, HEADS, strict=True):
        table.add_column(bidi.present(head, mode), justify="right" if name in _NUMBERS else "left",
                         overflow="fold", no_wrap=name in _WHOLE)  # fmt: skip
    for row in rows:
        table.add_row(*(bidi.present(text, mode) for text in row))
    Console(file=sink, width=width, highlight=False, markup=False).print(table)


def _write_lines(heads: Sequence[str], rows: Iterable[Sequence[str]], sink: TextIO, width: int, mode: str) -> None:
    """A line that says what and how many, then who says so, and the id by itself so that it can be copied."""
    from masfufa.cli.bidi import present
    from masfufa.cli.wrap import wrapped

    names = dict(zip(HEADS, heads, strict=True))
    for row in rows:
        said = dict(zip(HEADS, row, strict=True))
        lines = wrapped(f"{said['place']} · {said['period']} · {said['category']}: {said['value']}", width)
        about = [f"{names[head]} {said[head]}" for head in ("press", "agency", "field", "sources") if said[head]]
        about += [said["flags"]] if said["flags"] else []
        lines += [f"    {line}" for line in wrapped("; ".join(about), width - 4)]
        sink.writelines(present(line, mode) + "\n" for line in lines)
        sink.write(f"    {said['cell_id']}\n")
