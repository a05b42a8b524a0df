"""Fitting text into terminal columns: widths as terminals count them, lines broken at spaces."""

from __future__ import annotations

from rich.cells import cell_len

from masfufa.cli.bidi import is_right_to_left, present


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns (≥ 2), broken at spaces, or within a word longer than a line."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        for part in _pieces(word, width):
            size = cell_len(part)
            if line and used + 1 + size <= width:
                line, used = f"{line} {part}", used + 1 + size
            else:
                if line:
                    lines.append(line)
                line, used = part, size
    if line:
        lines.append(line)
    return lines or [""]


def _pieces(word: str, width: int) -> list[str]:
    if cell_len(word) <= width:
        return [word]
    pieces, piece, used = [], "", 0
    for character in word:
        size = cell_len(character)
        if used + size > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + size
    return [*pieces, piece]


def fitted(line: str, width: int, bidi: str, right: bool | None = None) -> str:
    """`line` made ready for the terminal and padded to `width` columns; right-to-left text stands at the right edge."""
    shown = present(line, bidi)
    padding = " " * max(width - cell_len(shown), 0)
    return padding + shown if (is_right_to_left(line) if right is None else right) else shown + padding
