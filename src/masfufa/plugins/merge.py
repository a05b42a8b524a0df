"""A plug-in reader's records joined to a reading: what is new is added, what is there already stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from masfufa.gazetteer.store import Gazetteer
from masfufa.notices import DROPPED, notice
from masfufa.plugins.checks import Checks
from masfufa.plugins.contract import MOST_TOLD
from masfufa.plugins.evidence import Evidence
from masfufa.records import DateMention, Document, Event, Figure, Notice, PlaceMention, Reading, Span, Statement

Placed = Figure | Event | Statement | PlaceMention | DateMention

_NAMES: dict[type[Any], tuple[str, str]] = {
    Figure: ("figure", "figures"),
    Event: ("event", "events"),
    Statement: ("statement", "statements"),
    PlaceMention: ("place", "places"),
    DateMention: ("date", "dates"),
}
_BLOCK = 256


def merge(document: Document, base: Reading, name: str, given: Iterable[object], gazetteer: Gazetteer) -> Reading:
    """`base` with the records `given` by the reader called `name`, each checked; what was left out is told in notices.

    A record of `base` is never changed but for the indexes it holds, which follow the records they point to.
    """
    return _Merge(document, base, name, gazetteer).result(list(given))


class _Slots:
    """Records of one kind: those of the base first, then those that were added, in the order of the reader.

    `leads_to` says for every index that the reader may use which slot holds that record: None if it was left out.
    """

    def __init__(self, there: Sequence[Any]) -> None:
        self.records: list[Any] = list(there)
        self.base = len(there)
        self.leads_to: list[int | None] = list(range(len(there)))
        self.out: set[int] = set()

    def added(self) -> list[Any]:
        """What the reader brought."""
        return [record for n, record in enumerate(self.records) if n >= self.base and n not in self.out]

    def ordered(self) -> tuple[list[Any], dict[int, int]]:
        """What is kept in text order, and where each slot's record went."""
        kept = [n for n in range(len(self.records)) if n not in self.out]
        kept.sort(key=lambda n: self.records[n].start)
        return [self.records[n] for n in kept], {n: at for at, n in enumerate(kept)}


class _Near:
    """Which slots' spans overlap a span."""

    def __init__(self) -> None:
        self._blocks: dict[int, list[tuple[Span, int]]] = {}

    def add(self, span: Span, slot: int) -> None:
        for block in range(span.start // _BLOCK, span.end // _BLOCK + 1):
            self._blocks.setdefault(block, []).append((span, slot))

    def overlapping(self, span: Span) -> list[int]:
        blocks = range(span.start // _BLOCK, span.end // _BLOCK + 1)
        near = (one for block in blocks for one in self._blocks.get(block, ()))
        return sorted({slot for other, slot in near if other.start < span.end and span.start < other.end})


class _Merge:
    def __init__(self, document: Document, base: Reading, name: str, gazetteer: Gazetteer) -> None:
        self._base = base
        self._name = name
        self._length = len(document.text)
        self._evidence = Evidence(document, base)
        self._checks = Checks(document, self._evidence, gazetteer)
        self._notices: dict[str, list[Notice]] = {}

    def result(self, given: list[object]) -> Reading:
        base = self._base
        own = {kind: [record for record in given if type(record) is kind] for kind in _NAMES}
        n_figures, n_events = len(base.figures) + len(own[Figure]), len(base.events) + len(own[Event])
        figures = self._taken(own[Figure], base.figures, n_figures)
        self._break_circles(figures)
        events = self._taken(own[Event], base.events, n_figures)
        statements = self._taken(own[Statement], base.statements, n_events)
        places, dates = self._taken(own[PlaceMention], base.places, 0), self._taken(own[DateMention], base.dates, 0)
        for record in given:
            if type(record) not in _NAMES:
                self._take_notice(record)
        added = [record for slots in (figures, events, statements, places, dates) for record in slots.added()]
        if added:
            self._tell(notice("plugin-records", spans=_spans(added), name=self._name, records=_counted(added)))
        figures_in_order, figure_at = figures.ordered()
        events_in_order, event_at = events.ordered()
        return dataclasses.replace(
            base,
            figures=tuple(_pointing(f, "part_of", figures, figure_at) for f in figures_in_order),
            events=tuple(_pointing(e, "figures", figures, figure_at) for e in events_in_order),
            statements=tuple(_pointing(s, "events", events, event_at) for s in statements.ordered()[0]),
            places=tuple(places.ordered()[0]),
            dates=tuple(dates.ordered()[0]),
            notices=(*base.notices, *(one for told in self._notices.values() for one in _shortened(told))),
        )

    def _taken(self, own: list[Any], there: Sequence[Any], indexes: int) -> _Slots:
        slots, near = _Slots(there), _Near()
        if own:
            for slot, record in enumerate(there):
                near.add(self._core(record), slot)
        for record in own:
            broken = self._checks.broken(record, indexes)
            if broken is not None:
                self._drop(broken.kind, record, broken.why)
                slots.leads_to.append(None)
                continue
            core = self._core(record)
            met = near.overlapping(core)
            if not met:
                near.add(core, len(slots.records))
                slots.leads_to.append(len(slots.records))
                slots.records.append(record)
                continue
            same = next((slot for slot in met if _agree(slots.records[slot], record)), None)
            slots.leads_to.append(same)
            if same is None:
                other = slots.records[met[0]]
                values = {"name": self._name, "own": _said(record), "other": _said(other)}
                self._tell(notice("plugin-disagrees", "", _spans([other, record]), **values))
        return slots

    def _core(self, record: Placed) -> Span:
        """What no two records of a kind share: a figure's number, a statement's words of saying, else the words."""
        if isinstance(record, Figure):
            return self._evidence.words(record)
        if isinstance(record, Statement):
            return Span(record.cue.start, record.cue.end)
        return Span(record.start, record.end)

    def _break_circles(self, slots: _Slots) -> None:
        """A figure that is, over any number of steps, a part of itself is left out."""
        up: dict[int, int | None] = {}
        for slot, figure in enumerate(slots.records):
            up[slot] = None if figure.part_of is None else slots.leads_to[figure.part_of]
        for slot in range(slots.base, len(slots.records)):
            seen: set[int] = set()
            at = up[slot]
            while at is not None and at != slot and at not in seen:
                seen.add(at)
                at = up[at]
            if at == slot:
                self._drop("plugin-bad-index", slots.records[slot], "it would be a part of itself")
                slots.out.add(slot)
                up[slot] = None

    def _take_notice(self, record: object) -> None:
        broken = self._checks.broken(record, 0)
        if broken is not None:
            self._drop(broken.kind, record, broken.why)
        elif isinstance(record, Notice):
            self._tell(Notice(record.kind, f"{self._name}: {record.message}", record.spans))

    def _drop(self, kind: str, record: object, why: str) -> None:
        name = _NAMES.get(type(record), ("record",))[0]
        start, end = getattr(record, "start", None), getattr(record, "end", None)
        there = type(start) is int and type(end) is int and 0 <= start < end <= self._length
        spans = (Span(start, end),) if there else ()  # type: ignore[arg-type]
        self._tell(notice(kind, DROPPED, spans, name=self._name, record=name, why=printable(why)))

    def _tell(self, notice: Notice) -> None:
        self._notices.setdefault(notice.kind, []).append(notice)


def printable(text: str) -> str:
    """A text for a message: on one line, without what a terminal would act on."""
    return "".join(c if c.isprintable() else " " for c in text)


def _pointing(record: Any, field: str, slots: _Slots, at: dict[int, int]) -> Any:
    """A record whose indexes lead to where the records they meant have gone; one that was left out is not said."""
    pointers = getattr(record, field)
    if pointers is None or pointers == ():
        return record
    many = isinstance(pointers, tuple)
    lead = [slots.leads_to[index] for index in (pointers if many else (pointers,))]
    new = sorted({at[slot] for slot in lead if slot is not None and slot in at})
    return dataclasses.replace(record, **{field: tuple(new) if many else (new[0] if new else None)})


def _agree(one: Placed, other: Placed) -> bool:
    """Whether two records in one place say the same."""
    if isinstance(one, Figure) and isinstance(other, Figure):
        return (one.category, one.low, one.high) == (other.category, other.low, other.high)
    if isinstance(one, Event) and isinstance(other, Event):
        return one.event_type == other.event_type
    if isinstance(one, Statement) and isinstance(other, Statement):
        if one.speaker is None or other.speaker is None:
            return True
        return one.speaker.start < other.speaker.end and other.speaker.start < one.speaker.end
    if isinstance(one, PlaceMention) and isinstance(other, PlaceMention):
        if one.name is None or other.name is None:
            return True
        known = (one.geonameid, other.geonameid)
        return known[0] == known[1] if None not in known else (one.name, one.country) == (other.name, other.country)
    assert isinstance(one, DateMention) and isinstance(other, DateMention)
    return one.value is None or other.value is None or one.value == other.value


def _said(record: Placed) -> str:
    """A record in a few words."""
    if isinstance(record, Figure):
        low, high = record.low, record.high
        bounds = str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
        return f"{record.category} {bounds}"
    if isinstance(record, Event):
        return record.event_type
    if isinstance(record, Statement):
        return f"a statement of {printable(record.speaker.text[:60])}" if record.speaker else "a statement"
    if isinstance(record, PlaceMention):
        return printable(f"{record.name} ({record.country})"[:60])
    return "no date" if record.value is None else f"{record.value.start}..{record.value.end}"


def _spans(records: Iterable[Any]) -> tuple[Span, ...]:
    return tuple(sorted({Span(r.start, r.end) for r in records}, key=lambda span: (span.start, span.end)))


def _counted(records: list[Any]) -> str:
    parts = []
    for kind, (one, many) in _NAMES.items():
        n = sum(1 for record in records if type(record) is kind)
        if n:
            parts.append(f"{n} {one if n == 1 else many}")
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _shortened(notices: list[Notice]) -> list[Notice]:
    """The first notices of a kind; the last of them counts the rest."""
    rest = len(notices) - MOST_TOLD
    if rest <= 0:
        return notices
    last = notices[MOST_TOLD - 1]
    told = dataclasses.replace(last, message=f"{last.message} The same holds for {rest:,} more.")
    return [*notices[: MOST_TOLD - 1], told]
