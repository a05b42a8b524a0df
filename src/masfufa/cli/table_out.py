"""The terminal's view: tables of figures, events and statements under each document's name, its notices, totals."""

from __future__ import annotations

from rich.cells import cell_len

from masfufa.cli.bidi import EXPLICIT, IMPLICIT, clean, is_right_to_left, steady_dates
from masfufa.cli.event_wording import comma
from masfufa.cli.labels import labels
from masfufa.cli.settings import Settings
from masfufa.cli.table_events import (
    EVENT_CARD,
    EVENT_COLUMNS,
    EVENT_COMPACT,
    HEADS,
    STACKED,
    STATEMENT_CARD,
    STATEMENT_COLUMNS,
    STATEMENT_COMPACT,
    Paragraphs,
    event_fields,
    event_tone,
    statement_fields,
)
from masfufa.cli.wording import kind_of, name_of, places_of, published_of, said_by, value_of, when_of
from masfufa.cli.work import Item, Totals
from masfufa.cli.wrap import fitted, wrapped
from masfufa.documents.jsonl import Failure
from masfufa.notices import said_in
from masfufa.records import Figure

WIDE, COMPACT = 104, 72
"""Columns from which nine columns, or four, have room; below, each figure is a block of lines."""
_WIDEST = 160
_TONES = {
    "killed": "31", "casualties": "31", "missing": "31", "abducted": "31",
    "wounded": "33", "detained": "33", "homes_destroyed": "33", "homes_damaged": "33",
    "protesters": "35", "in_need": "36", "affected": "36", "stranded": "36",
}  # fmt: skip
_OTHER_TONE = "34"
_BOLD, _DIM, _NOTICE = "1", "2", "33"


Cell = tuple[tuple[str, str], ...]
"""Paragraphs of one cell, each with the SGR code of its colour ("" for none)."""

WIDE_COLUMNS = ("number", "category", "value", "unit", "where", "when", "kind", "said_by", "words")
COMPACT_COLUMNS = ("number", "figure", "where_when", "said_by", "words")
CELLS = {"figure": ("category", "value_unit", "kind"), "where_when": ("where", "when"), **STACKED}
"""What the columns of the compact table put under one another."""

_WEIGHTS = {
    "said_by": 1.4, "words": 1.8, "where": 1.2, "where_when": 1.2, "who": 1.3, "whom": 1.3,
    "who_whom": 1.5, "said": 3.0,
}  # fmt: skip
_CARD = ("where", "when", "said_by", "words")
_BAR = " │ "
_LONGEST_WORD = 16
"""Columns are not made narrower than their longest word, up to this many columns."""


class Table:
    """Renders with the width, colours, labels and bidi mode of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._width = min(settings.width, _WIDEST)
        self._color = settings.color
        self._bidi = settings.bidi
        self._words = labels(settings.interface)
        self._explicit = settings.color and settings.bidi == "visual"

    def head(self) -> str:
        """In "visual", the terminal is told to leave the order of letters alone."""
        return EXPLICIT if self._explicit else ""

    def tail(self, totals: Totals) -> str:
        """One line of totals."""
        words = self._words
        parts = [f"{words['documents']}: {totals.documents:,}", f"{words['figures']}: {totals.figures:,}"]
        for name, count in (("events", totals.events), ("statements", totals.statements)):
            if count:
                parts.append(f"{words[name]}: {count:,}")
        if totals.notices:
            parts.append(f"{words['notices']}: {totals.notices:,}")
        if totals.unread:
            parts.append(f"{words['unread']}: {totals.unread:,}")
        lines = self._block(" · ".join(parts), _BOLD)
        return "\n".join(lines) + "\n" + (IMPLICIT if self._explicit else "")

    def failure(self, key: str, failure: Failure) -> str:
        """The document's name and what was wrong."""
        name = clean(failure.id or self._words["documents"])
        lines = [
            self._paint(self._fit(name), _BOLD),
            *self._block(f"✗ {self._words['not_read']}: {failure.message} [{failure.code}]", _NOTICE),
        ]
        return "\n".join(lines) + "\n\n"

    def document(self, item: Item) -> str:
        """Header, figures, events, statements, notices."""
        lines, words, reading = self._header(item), self._words, item.reading
        figures = [self._fields(at, figure) for at, figure in enumerate(reading.figures)]
        if not figures:
            lines.append(self._paint(self._fit(words["no_figures"]), _DIM))
        elif self._width >= COMPACT:
            lines += self._table(WIDE_COLUMNS if self._width >= WIDE else COMPACT_COLUMNS, figures)
        else:
            for fields, figure in zip(figures, reading.figures, strict=True):
                lines += self._card(fields, "category", ("value_unit", "kind"), _CARD, _tone(figure))
        lines += self._events(item) + self._statements(item)
        for notice in reading.notices:
            message = said_in(notice, words.language) or notice.message
            lines += self._block(f"! {notice.kind}: {message}", _NOTICE)
        return "\n".join(lines) + "\n\n"

    # --- parts

    def _header(self, item: Item) -> list[str]:
        words, document, reading = self._words, item.document, item.reading
        published = published_of(reading.published, words)
        language = words.of("languages", reading.language) if reading.language else ""
        facts = [part for part in (document.publisher or "", published, language) if part]
        name = name_of(reading, words)
        lines = [self._paint(line, _BOLD) for line in self._block(reading.title or name)]
        if reading.title and reading.title != reading.id:
            facts.insert(0, name)
        # Each fact on its own where directions mix: a row of them would be ordered as one sentence.
        if any(is_right_to_left(fact) for fact in facts) and not words.right_to_left:
            right = [fact for fact in facts if is_right_to_left(fact)]
            left = [fact for fact in facts if not is_right_to_left(fact)]
            return lines + [
                self._paint(self._fit(self._ready(fact)), _DIM) for fact in (*right, " · ".join(left)) if fact
            ]
        return lines + [self._paint(line, _DIM) for line in self._block(" · ".join(facts))]

    def _events(self, item: Item) -> list[str]:
        events = item.reading.events
        rows = [self._made_ready(event_fields(at, event, self._words)) for at, event in enumerate(events)]
        lines = self._title("events") if rows else []
        if self._width >= COMPACT:
            return lines + (self._table(EVENT_COLUMNS if self._width >= WIDE else EVENT_COMPACT, rows) if rows else [])
        for fields, event in zip(rows, events, strict=True):
            lines += self._card(fields, "what", ("modality",), EVENT_CARD, event_tone(event))
        return lines

    def _statements(self, item: Item) -> list[str]:
        said = item.reading.statements
        rows = [self._made_ready(statement_fields(at, one, self._words)) for at, one in enumerate(said)]
        lines = self._title("statements") if rows else []
        if self._width >= COMPACT:
            columns = STATEMENT_COLUMNS if self._width >= WIDE else STATEMENT_COMPACT
            return lines + (self._table(columns, rows) if rows else [])
        for fields in rows:
            lines += self._card(fields, "speaker", (), STATEMENT_CARD, _BOLD)
        return lines

    def _title(self, name: str) -> list[str]:
        return ["", self._paint(self._fit(self._words[name]), _BOLD)]

    def _table(self, columns: tuple[str, ...], rows: list[dict[str, Cell]]) -> list[str]:
        heads = [self._words.of("columns", HEADS.get(name, name)) for name in columns]
        weights = [_WEIGHTS.get(name, 1.0) for name in columns]
        cells = [
            [tuple(pair for name in CELLS.get(column, (column,)) for pair in fields[name]) for column in columns]
            for fields in rows
        ]
        return self._grid(heads, cells, weights)

    def _fields(self, at: int, figure: Figure) -> dict[str, Cell]:
        words = self._words
        unit = words.of("unit", figure.unit)
        part = [(f"{words['part_of']} {figure.part_of + 1}", _DIM)] if figure.part_of is not None else []
        fields: dict[str, Paragraphs] = {
            "number": [(f"{at + 1}", _DIM), *part],
            "category": [(words.of("category", figure.category), _tone(figure))],
            "value": [(value_of(figure), _BOLD)],
            "unit": [(unit, "")],
            "value_unit": [(f"{value_of(figure)} {unit}", _BOLD)],
            "where": [(text, "") for text in places_of(figure)],
            "when": [(when_of(figure, words), "")],
            "kind": [(kind_of(figure, words), "")],
            "said_by": [(said_by(figure, words), "")],
            "words": [(figure.text, "")],
        }
        return self._made_ready(fields)

    def _made_ready(self, fields: dict[str, Paragraphs]) -> dict[str, Cell]:
        return {name: tuple((self._ready(text), tone) for text, tone in cell if text) for name, cell in fields.items()}

    def _card(
        self, fields: dict[str, Cell], topic: str, more: tuple[str, ...], names: tuple[str, ...], tone: str
    ) -> list[str]:
        number = " ".join(text for text, _ in fields["number"])
        summary = " · ".join(text for name in more for text, _ in fields[name])
        title = comma(self._words).join(text for text, _ in fields[topic]) or self._words["nobody"]
        title = f"{number}. {title}" + (f": {summary}" if summary else "")
        heads = {name: self._words.of("columns", name) for name in names}
        side = max(cell_len(head) for head in heads.values())
        room = self._width - side - 4
        lines = ["", *(self._paint(line, tone) for line in self._block(title))]
        for name in names:
            head = heads[name]
            for text, _ in fields[name]:
                for line in wrapped(text, room):
                    shown = self._paint(fitted(head, side, self._bidi), _DIM)
                    lines.append(self._row_of(shown, self._side(line, room), "  ", margin="  "))
                    head = ""
        return lines

    def _side(self, line: str, room: int) -> str:
        return fitted(line, room, self._bidi, self._words.right_to_left or is_right_to_left(line))

    def _row_of(self, head: str, body: str, gap: str, margin: str = "") -> str:
        if self._words.right_to_left:
            return body + gap + head + margin
        return (margin + head + gap + body).rstrip(" ")

    def _grid(self, heads: list[str], rows: list[list[Cell]], weights: list[float]) -> list[str]:
        head: list[Cell] = [((text, _BOLD),) for text in heads]
        widths = fit_columns([head, *rows], self._width - len(_BAR) * (len(heads) - 1), weights)
        lines = self._row(head, widths)
        rule = self._paint("─┼─".join("─" * width for width in self._ordered(widths)), _DIM)
        for row in rows:
            lines += [rule, *self._row(row, widths)]
        return lines

    def _ordered(self, parts: list[int]) -> list[int]:
        return parts[::-1] if self._words.right_to_left else parts

    def _row(self, cells: list[Cell], widths: list[int]) -> list[str]:
        columns: list[list[str]] = []
        for cell, width in zip(cells, widths, strict=True):
            column = []
            for text, tone in cell:
                # Words keep to the side of their own script, numbers and dates to the side the table is read from.
                right = is_right_to_left(text) or (self._words.right_to_left and not any(map(str.isalpha, text)))
                column += [self._paint(fitted(line, width, self._bidi, right), tone) for line in wrapped(text, width)]
            columns.append(column)
        lines = []
        for at in range(max(map(len, columns))):
            parts = [
                column[at] if at < len(column) else " " * width for column, width in zip(columns, widths, strict=True)
            ]
            line = self._paint(_BAR, _DIM).join(parts[::-1] if self._words.right_to_left else parts)
            lines.append(line if self._words.right_to_left else line.rstrip(" "))
        return lines

    def _ready(self, text: str) -> str:
        return steady_dates(clean(text)) if self._words.right_to_left else clean(text)

    def _block(self, text: str, tone: str = "") -> list[str]:
        right = self._words.right_to_left or is_right_to_left(text)
        return [self._paint(self._fit(line, right), tone) for line in wrapped(self._ready(text), self._width)]

    def _fit(self, text: str, right: bool | None = None) -> str:
        right = self._words.right_to_left or is_right_to_left(text) if right is None else right
        line = fitted(text, self._width, self._bidi, right)
        return line if right else line.rstrip(" ")

    def _paint(self, text: str, tone: str) -> str:
        return f"\x1b[{tone}m{text}\x1b[0m" if self._color and tone and text.strip() else text


def fit_columns(rows: list[list[Cell]], room: int, weights: list[float]) -> list[int]:
    """Widths of the columns of `rows` that add up to at most `room`: as wide as their text, the widest cut first.

    A column of weight 2 is cut only once it is twice as wide as one of weight 1.
    """
    widths, least = [], []
    for column in zip(*rows, strict=True):
        texts = [text for cell in column for text, _ in cell]
        widths.append(min(max((cell_len(text) for text in texts), default=1), _WIDEST))
        words = [cell_len(word) for text in texts for word in text.split()]
        least.append(min(max(words, default=1), _LONGEST_WORD))
    while sum(widths) > room:
        slack = [width - low for width, low in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda at: (slack[at] > 0, widths[at] / weights[at]))
        if widths[widest] <= 2:
            break
        widths[widest] -= 1
    return widths


def _tone(figure: Figure) -> str:
    return f"{_BOLD};{_TONES.get(figure.category, _OTHER_TONE)}"
