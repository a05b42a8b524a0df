"""A report's text as HTML with the words of every record marked."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from html import escape

from masfufa.cli.event_wording import quad_of
from masfufa.records import Reading

_TONES = {
    "killed": "death", "casualties": "death", "missing": "death", "abducted": "death",
    "wounded": "harm", "detained": "harm", "homes_destroyed": "harm", "homes_damaged": "harm",
    "in_need": "need", "affected": "need", "stranded": "need", "protesters": "crowd",
}  # fmt: skip
_OTHER_TONE = "move"
_DROPPED = {code: "\ufffd" for code in [*range(9), 11, *range(14, 32), *range(127, 160)] if code != 0x85}
_OWN = frozenset(("figure", "trigger", "statement"))
"""Roles whose first piece carries the id that the record links to."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to mark. `role` is figure, repeat, place, date, source, trigger, actor, target, statement or cue;
    `records` are those it belongs to: "0" for a figure, "e0" for an event, "q0" for a statement."""

    start: int
    end: int
    role: str
    records: tuple[str, ...]


def tone_of_figure(category: str) -> str:
    """The class that colours a figure."""
    return _TONES.get(category, _OTHER_TONE)


def safe(text: str) -> str:
    """`text` for HTML: escaped, without control characters."""
    return escape(text.translate(_DROPPED), quote=True)


def record_id(anchor: str, record: str) -> str:
    """The id of a record's card."""
    return f"{anchor}-{record}" if record[0] in "eq" else f"{anchor}-f{record}"


def span_id(anchor: str, record: str) -> str:
    """The id of a record's words in the text."""
    letter = {"e": "t", "q": "u"}.get(record[0], "s")
    return f"{anchor}-{letter}{record.lstrip('eq')}"


def marked(text: str, reading: Reading, anchor: str) -> str:
    """`text` as HTML with the words of figures, events and statements marked; spans may overlap.

    The text is cut wherever a mark begins or ends, and each piece carries all marks that cover it. Linear in the
    length of the text, and in the marks but for how many of them overlap.
    """
    marks = _marks(reading)
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces: list[str] = []
    begun: set[str] = set()
    active: list[Mark] = []
    upcoming = 0
    for start, end in itertools.pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while upcoming < len(marks) and marks[upcoming].start <= start:
            if marks[upcoming].end > start:
                active.append(marks[upcoming])
            upcoming += 1
        pieces.append(_piece(text[start:end], active, reading, anchor, begun))
    return "".join(pieces)


def _marks(reading: Reading) -> list[Mark]:
    marks: dict[tuple[int, int, str], list[str]] = {}

    def add(start: int, end: int, role: str, record: str) -> None:
        if end > start:
            records = marks.setdefault((start, end, role), [])
            if record not in records:
                records.append(record)

    for number, figure in enumerate(reading.figures):
        record = str(number)
        add(figure.start, figure.end, "figure", record)
        for span in figure.repeats:
            add(span.start, span.end, "repeat", record)
        for place in figure.places:
            add(place.start, place.end, "place", record)
        if figure.date:
            add(figure.date.start, figure.date.end, "date", record)
        if figure.attribution:
            add(figure.attribution.start, figure.attribution.end, "source", record)
    for number, event in enumerate(reading.events):
        record = f"e{number}"
        add(event.start, event.end, "trigger", record)
        for role, actors in (("actor", event.source), ("target", event.target)):
            for actor in actors:
                add(actor.start, actor.end, role, record)
        for place in event.places:
            add(place.start, place.end, "place", record)
        if event.date:
            add(event.date.start, event.date.end, "date", record)
    for number, said in enumerate(reading.statements):
        record = f"q{number}"
        add(said.start, said.end, "statement", record)
        add(said.cue.start, said.cue.end, "cue", record)
        for role, who in (("actor", said.speaker), ("target", said.addressee)):
            if who:
                add(who.start, who.end, role, record)
    return [Mark(start, end, role, tuple(records)) for (start, end, role), records in sorted(marks.items())]


def _order(record: str) -> tuple[str, int]:
    return (record[0] if record[0] in "eq" else "", int(record.lstrip("eq")))


def _piece(text: str, active: list[Mark], reading: Reading, anchor: str, begun: set[str]) -> str:
    shown = safe(text)
    if not active:
        return shown
    roles = sorted({mark.role for mark in active})
    data = " ".join(sorted({record for mark in active for record in mark.records}, key=_order))
    ids = []
    for mark in active:
        if mark.role in _OWN:
            ids += [record for record in mark.records if record not in begun]
            begun.update(mark.records)
    own = f' id="{span_id(anchor, ids[0])}"' if ids else ""
    more = "".join(f'<span id="{span_id(anchor, record)}"></span>' for record in ids[1:])
    leading = _leading(active)
    if not leading:
        return f'<span class="m {" ".join(roles)}"{own} data-f="{data}">{more}{shown}</span>'
    first = leading[0].records[0]
    many = len({record for mark in leading for record in mark.records}) > 1
    overlap = " overlap" if many and leading[0].role in ("figure", "repeat") else ""
    classes = f"m {' '.join(roles)} {_tone(first, reading)}{overlap}"
    return f'<a class="{classes}"{own} href="#{record_id(anchor, first)}" data-f="{data}">{more}{shown}</a>'


def _leading(active: list[Mark]) -> list[Mark]:
    """The marks that decide colour and link, the shortest first: a part stands inside its total."""
    for roles in (("figure", "repeat"), ("trigger",), ("cue",)):
        found = [mark for mark in active if mark.role in roles]
        if found:
            return sorted(found, key=lambda mark: (mark.end - mark.start, mark.start))
    return []


def _tone(record: str, reading: Reading) -> str:
    if record[0] == "e":
        return quad_of(reading.events[int(record[1:])])
    if record[0] == "q":
        return "said"
    return tone_of_figure(reading.figures[int(record)].category)
