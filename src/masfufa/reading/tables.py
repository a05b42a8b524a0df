"""Tables and labelled lines: what a number counts is told by its column, by the label of its line, or by the title.

    District  Killed  Displaced families        Displaced households by governorate
    Sirwah    12      340                       Aden: 310
    Raghwan   3       95                        Lahj: 145

A row is a line whose cells stand between tabs or upright strokes; a labelled line is a few words, a colon and a number.
Nothing is read of a table whose columns and title name no category.
"""

from __future__ import annotations

from typing import NamedTuple

from masfufa.language.tokens import BREAK, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.quantities import Quantity

RULE = "table"
"""The rule of figures whose line names what they are of (a district), and a column or title what was counted."""
_FEWEST_LINES = 2
_LONGEST_LABEL = 8
_LONGEST_CELL = 12
_LONGEST_TITLE = 16
_NOUN = 3
"""Most tokens after the number of a cell: its noun."""
_EDGES = ("\t", "|")

Range = tuple[int, int]


class _Head(NamedTuple):
    """What a heading names: the category with the sense that told it, and the noun that is counted."""

    category: str | None
    sense: Sense | None
    at: Range | None
    noun: Sense | None


class _Line(NamedTuple):
    cells: list[Range]
    grid: bool


_NOTHING = _Head(None, None, None, None)


def read_tables(marked: Annotated, quantities: list[Quantity], decisions: list[Decision | None]) -> None:
    """Decide the quantities that stand in tables and labelled lines, in place: others keep what was decided."""
    if "\n" not in marked.document.text:
        return
    reader: _Tables | None = None
    block: list[_Line] = []
    title: Range | None = None
    for first, last in [*_lines(marked), (0, 0)]:
        line = _line(marked, first, last) if last > first else None
        if line is not None and (not block or block[-1].grid == line.grid):
            block.append(line)
            continue
        if len(block) >= _FEWEST_LINES:
            reader = reader or _Tables(marked, quantities, decisions)
            reader.read(block, title)
        if line is not None:
            block = [line]
        else:
            block, title = [], ((first, last) if last - first <= _LONGEST_TITLE else None)


def row_places(marked: Annotated, quantity: Quantity) -> Range:
    """The token range of the first cell of a quantity's line: where the number holds."""
    first, last = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)]
    line = _line(marked, first, last)
    return line.cells[0] if line is not None else (first, first)


def _lines(marked: Annotated) -> list[Range]:
    """The token ranges between line breaks."""
    kinds, out, first = marked.tokens.kinds, [], 0
    for k, kind in enumerate(kinds):
        if kind == BREAK:
            out.append((first, k))
            first = k + 1
    return [*out, (first, len(kinds))]


def _line(marked: Annotated, first: int, last: int) -> _Line | None:
    """A line as cells, or as label and number; None for other lines."""
    tokens = marked.tokens
    text = tokens.text[tokens.starts[first] : tokens.ends[last - 1]] if last > first else ""
    if any(edge in text for edge in _EDGES):
        cells = _cells(marked, first, last)
        return _Line(cells, True) if len(cells) >= 2 and all(b - a <= _LONGEST_CELL for a, b in cells) else None
    if last - first > _LONGEST_LABEL + _NOUN:
        return None
    for k in range(first + 1, min(last - 1, first + _LONGEST_LABEL)):
        sign = tokens.forms[k] == ":" or (tokens.forms[k] == "-" and not tokens.glued(k) and not tokens.glued(k + 1))
        if sign:
            cell = (k + 1, last)
            labelled = not any(j in marked.number_at for j in range(first, k)) and _number(marked, cell) is not None
            return _Line([(first, k), cell], False) if labelled else None
    return None


def _cells(marked: Annotated, first: int, last: int) -> list[Range]:
    tokens, out, start = marked.tokens, [], first
    for k in range(first, last):
        stroke = tokens.forms[k] == "|"
        if k > start and not stroke and "\t" in tokens.text[tokens.ends[k - 1] : tokens.starts[k]]:
            out.append((start, k))
            start = k
        elif stroke:
            if k > start:
                out.append((start, k))
            start = k + 1
    return [*out, (start, last)] if last > start else out


def _number(marked: Annotated, cell: Range) -> int | None:
    """First token of the number that a cell holds, with no more than its noun; None for other cells."""
    first, last = cell
    number = marked.number_at.get(first)
    if number is None or number.first != first or first in marked.date_at or number.last > last:
        return None
    rest = range(number.last, last)
    signs = marked.tokens.kinds
    plain = len(rest) <= _NOUN and not any(k in marked.number_at or signs[k] == SIGN for k in rest)
    return first if plain else None


class _Tables:
    """Reads the tables of one document."""

    def __init__(self, marked: Annotated, quantities: list[Quantity], decisions: list[Decision | None]) -> None:
        self.marked = marked
        self.quantities = quantities
        self.decisions = decisions
        self.at = {k: n for n, quantity in enumerate(quantities) for k in range(quantity.first, quantity.last)}

    def read(self, block: list[_Line], title: Range | None) -> None:
        """A run of lines of one form, and the line before it."""
        above = self._head(title) if title is not None else _NOTHING
        if block[0].grid:
            self._grid(block, above)
            return
        for line in block:
            own = self._head(line.cells[0])
            if own.category:
                self._cell(line.cells[1], own, "topic")
            else:
                self._cell(line.cells[1], _joined(own, above))

    def _grid(self, rows: list[_Line], above: _Head) -> None:
        if any(_number(self.marked, cell) is not None for cell in rows[0].cells):
            return  # no heading
        heads = [self._head(cell) for cell in rows[0].cells]
        if not any(head.category for head in heads) and not (above.category and any(h.noun for h in heads)):
            return
        for row in rows[1:]:
            if len(row.cells) != len(heads):
                continue
            for cell, head in zip(row.cells[1:], heads[1:], strict=True):
                self._cell(cell, head if head.category else _joined(head, above) if head.noun else _NOTHING)

    def _cell(self, cell: Range, head: _Head, rule: str = RULE) -> None:
        """Decide the quantity of one cell; in a table nothing else speaks of it."""
        first = _number(self.marked, cell)
        n = self.at.get(first) if first is not None else None
        if n is None:
            return
        quantity, number = self.quantities[n], self.quantities[n].number
        if number is not None and quantity.last > cell[1]:  # a noun was taken from the next line
            quantity.last, quantity.end = number.last, self.marked.tokens.ends[number.last - 1]
            quantity.noun, quantity.shape, quantity.unknown_noun = None, "bare", False
        if quantity.thing or head.category is None:
            self.decisions[n] = None if head.category is None else self.decisions[n]
            return
        quantity.noun = quantity.noun or head.noun
        self.decisions[n] = Decision(head.category, None, head.sense, rule)

    def _head(self, cell: Range) -> _Head:
        """What the words of a heading name: a lot (killed, returnees), and who is counted (families)."""
        marked = self.marked
        noun: Sense | None = None
        weak: tuple[str, Sense, Range] | None = None
        for k in range(*cell):
            for sense, after in marked.marks[k]:
                tag, category = sense.entry.tag, sense.data.get("cat")
                if after > cell[1]:
                    continue
                counted = tag == "counted" and (sense.data.get("unit") or category or sense.data.get("plain"))
                if counted and (noun is None or (sense.data.get("unit") and not noun.data.get("unit"))):
                    noun = sense
                named = category is not None and (tag in ("counted", "total") or tag == "trigger")
                if named and (weak is None or (tag != "trigger" and weak[1].entry.tag == "trigger")):
                    weak = str(category), sense, (k, after)
        if weak is None:
            return _Head(None, None, None, noun)
        return _Head(weak[0], weak[1], weak[2], noun)


def _joined(own: _Head, above: _Head) -> _Head:
    """A label or column under a title that names the category."""
    return _Head(above.category, above.sense, above.at, own.noun or above.noun)
