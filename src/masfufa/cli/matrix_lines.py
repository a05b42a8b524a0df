"""The matrix as a few lines a cell, each with its whole id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from masfufa.tracking.ledger import Cell

HEADS = ("place", "period", "category", "value", "press", "agency", "field", "sources", "flags", "cell_id")


def write_lines(cells: Sequence[Cell], sink: TextIO, language: str, to_terminal: bool) -> None:
    """A line that says what and how many, then who says so, and the id by itself so that it can be copied.

    `to_terminal`: not into a file; then the terminal's width and direction count.
    """
    from masfufa.cli.bidi import clean, present
    from masfufa.cli.matrix_table import view
    from masfufa.cli.matrix_words import words
    from masfufa.cli.wrap import wrapped

    block = words(language)
    if not cells:
        sink.write(block["empty"] + "\n")
        return
    width, mode = view(to_terminal)
    width = width or 100
    names = block["columns"]
    for cell in cells:
        said = dict(zip(HEADS, (clean(text) for text in _row(cell, language)), strict=True))
        lines = wrapped(f"{said['place']} · {said['period']} · {said['category']}: {said['value']}", width)
        about = [f"{names[head]} {said[head]}" for head in ("press", "agency", "field", "sources") if said[head]]
        about += [said["flags"]] if said["flags"] else []
        lines += [f"    {line}" for line in wrapped("; ".join(about), width - 4)]
        sink.writelines(present(line, mode) + "\n" for line in lines)
        sink.write(f"    {said['cell_id']}\n")
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
