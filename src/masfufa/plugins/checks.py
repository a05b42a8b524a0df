"""Whether a record of a plug-in reader keeps the contract: its words stand in the text, its values are of the lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from masfufa.gazetteer.store import Gazetteer
from masfufa.ontology import (
    CATEGORIES,
    CAUSES,
    KINDS,
    MODALITIES,
    QUALIFIERS,
    SECTORS,
    SUPRANATIONAL,
    UNITS,
    VICTIM_GROUPS,
)
from masfufa.ontology.plover import CONTEXTS, EVENT_MODALITIES, EVENT_TYPES, SALIENCES
from masfufa.plugins.contract import Record
from masfufa.plugins.evidence import Evidence
from masfufa.plugins.shape import fault
from masfufa.records import (
    ActorMention,
    AdminUnit,
    DateMention,
    Document,
    Event,
    Figure,
    Notice,
    Period,
    PlaceMention,
    Span,
    Statement,
    Victims,
)

RECORDS = (Figure, Event, Statement, PlaceMention, DateMention, Notice)
GRANULARITIES = (
    "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "range", "open",
)  # fmt: skip
"""What `DateMention.granularity` may be."""

_PRECISION = re.compile(r"point|city|country|admin[1-9]")
_KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_LONGEST_MESSAGE = 500


class Broken(NamedTuple):
    """Why a record is left out: the kind of the notice, and what is wrong in words that follow "its"."""

    kind: str
    why: str


class Checks:
    """The checks of one document. `countries` answers whether an alpha-3 code is one."""

    def __init__(self, document: Document, evidence: Evidence, gazetteer: Gazetteer) -> None:
        self._text = document.text
        self._evidence = evidence
        self._gazetteer = gazetteer

    def broken(self, record: Any, indexes: int) -> Broken | None:
        """What is wrong with a record, None if nothing is. `indexes`: how many records an index may point into."""
        if type(record) not in RECORDS:
            return Broken("plugin-bad-record", f"it is no record but {type(record).__name__}")
        wrong = fault(record)
        if wrong is not None:
            return Broken("plugin-bad-record", wrong)
        for inner in _inside(record):
            found = self._broken_span(inner) or self._broken_value(inner)
            if found is not None:
                return found
        if any(not 0 <= index < indexes for index in indexes_of(record)):
            return Broken("plugin-bad-index", f"an index leads to none of the {indexes} records there are")
        if isinstance(record, Figure) and self._evidence.of(record) is None:
            return Broken("plugin-invented", f"{_bounds(record)} is not what {record.text[:60]!r} says")
        return None

    def _broken_span(self, record: Any) -> Broken | None:
        start, end = getattr(record, "start", None), getattr(record, "end", None)
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        if not 0 <= start < end <= len(self._text):
            return Broken("plugin-bad-span", f"{start}–{end} is no stretch of a text of {len(self._text)} characters")
        if not isinstance(record, Span) and self._text[start:end] != record.text:
            return Broken("plugin-bad-span", f"at {start}–{end} the text does not read {record.text[:60]!r}")
        return None

    def _broken_value(self, record: Any) -> Broken | None:
        check = _VALUES.get(type(record))
        for field, value, right in check(record) if check is not None else ():
            if not right:
                return Broken("plugin-bad-value", f"{field} is {value!r:.60}")
        if isinstance(record, ActorMention | PlaceMention) and not self._country(record):
            return Broken("plugin-bad-value", f"country is {record.country!r:.60}")
        return None

    def _country(self, record: ActorMention | PlaceMention) -> bool:
        code = record.country
        if code is None or (code in SUPRANATIONAL and isinstance(record, ActorMention)):
            return True
        return self._gazetteer.country(code) is not None


def indexes_of(record: Record) -> tuple[int, ...]:
    """The indexes into other records that a record holds."""
    if isinstance(record, Figure):
        return () if record.part_of is None else (record.part_of,)
    if isinstance(record, Event):
        return record.figures
    return record.events if isinstance(record, Statement) else ()


def _inside(record: Any) -> Iterator[Any]:
    """A record and every record inside it."""
    yield record
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(item):
                yield from _inside(item)


_Checked = tuple[str, object, bool]


def _bounds(figure: Figure) -> str:
    low, high = figure.low, figure.high
    return str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"


def _fitting(figure: Figure) -> bool:
    """Whether the bounds are such as the qualifier says, see docs/records.md."""
    low, high = figure.low, figure.high
    if any(bound is not None and bound < 0 for bound in (low, high)):
        return False
    return {
        "exact": low is not None and low == high,
        "approx": low is not None and low == high,
        "at_least": low is not None and high is None,
        "at_most": low is None and high is not None,
        "range": low is not None and high is not None and low < high,
        "vague": low is not None and (high is None or low < high),
    }[figure.qualifier]


def _of_figure(figure: Figure) -> Iterator[_Checked]:
    yield "category", figure.category, figure.category in CATEGORIES
    yield "qualifier", figure.qualifier, figure.qualifier in QUALIFIERS
    yield "unit", figure.unit, figure.unit in UNITS
    yield "kind", figure.kind, figure.kind in KINDS
    yield "modality", figure.modality, figure.modality in MODALITIES
    yield "cause", figure.cause, figure.cause is None or figure.cause in CAUSES
    yield f"{figure.qualifier}, but low..high", _bounds(figure), _fitting(figure)


def _of_event(event: Event) -> Iterator[_Checked]:
    known = EVENT_TYPES.get(event.event_type)
    yield "event_type", event.event_type, known is not None
    yield "mode", event.mode, event.mode is None or (known is not None and event.mode in known.modes)
    yield "contexts", event.contexts, set(event.contexts) <= set(CONTEXTS)
    yield "modality", event.modality, event.modality in EVENT_MODALITIES
    yield "salience", event.salience, event.salience in SALIENCES


def _of_place(place: PlaceMention) -> Iterator[_Checked]:
    yield "lat", place.lat, place.lat is None or -90 <= place.lat <= 90
    yield "lon", place.lon, place.lon is None or -180 <= place.lon <= 180
    yield "precision", place.precision, place.precision is None or bool(_PRECISION.fullmatch(place.precision))
    yield "confidence", place.confidence, 0 <= place.confidence <= 1


def _of_admin(unit: AdminUnit) -> Iterator[_Checked]:
    yield "level", unit.level, 1 <= unit.level <= 9
    yield "scheme", unit.scheme, unit.scheme in ("cod", "geonames")


def _of_period(period: Period) -> Iterator[_Checked]:
    right = period.start is None or period.end is None or period.start <= period.end
    yield "a period's end before its start,", f"{period.start}..{period.end}", right


def _of_date(date: DateMention) -> Iterator[_Checked]:
    yield "granularity", date.granularity, date.granularity in GRANULARITIES


def _of_victims(victims: Victims) -> Iterator[_Checked]:
    yield "groups", victims.groups, set(victims.groups) <= set(VICTIM_GROUPS)


def _of_actor(actor: ActorMention) -> Iterator[_Checked]:
    yield "sector", actor.sector, actor.sector is None or actor.sector in SECTORS


def _of_notice(notice: Notice) -> Iterator[_Checked]:
    yield "kind", notice.kind, bool(_KIND.fullmatch(notice.kind))
    yield "message", notice.message, 0 < len(notice.message) <= _LONGEST_MESSAGE and notice.message.isprintable()


_VALUES: dict[type[Any], Callable[[Any], Iterator[_Checked]]] = {
    Figure: _of_figure,
    Event: _of_event,
    PlaceMention: _of_place,
    AdminUnit: _of_admin,
    Period: _of_period,
    DateMention: _of_date,
    Victims: _of_victims,
    ActorMention: _of_actor,
    Notice: _of_notice,
}
