"""From a model's answer to records: quotations become spans or are dropped, indexes those of the contract.

What the answer says of dates and places is only where they stand: their values are those that masfufa has read there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from masfufa.gazetteer.store import Gazetteer, shipped
from masfufa.notices import notice
from masfufa.ontology import SECTORS, SUPRANATIONAL, VICTIM_GROUPS
from masfufa.ontology.plover import CONTEXTS, EVENT_TYPES
from masfufa.plugins.contract import Record
from masfufa.plugins.quotes import Quotes
from masfufa.records import (
    ActorMention,
    Attribution,
    DateMention,
    Document,
    Event,
    Figure,
    Mention,
    Notice,
    PlaceMention,
    Reading,
    Span,
    Statement,
    Victims,
)


class Answer:
    """One answer about `sentences` of a document. `figures_before` and `events_before` count all records before it."""

    def __init__(
        self,
        document: Document,
        base: Reading,
        sentences: Sequence[Span],
        figures_before: int,
        events_before: int,
    ) -> None:
        self._text = document.text
        self._base = base
        self._sentences = sentences
        self._quotes = [Quotes(self._text, span.start, span.end) for span in sentences]
        self._gazetteer = Gazetteer([shipped()])
        self._before = {"figures": figures_before, "events": events_before}
        self._notices: list[Notice] = []

    def records(self, answer: dict[str, Any]) -> list[Record]:
        """What of the answer stands in the text. Wrong values are left in, for the checks of all plug-ins to find."""
        figures, events = self._items(answer, "figures"), self._items(answer, "events")
        statements = self._items(answer, "statements")
        found_figures = self._found(figures, "figure", "text")
        at_figure = self._numbering("figures", found_figures)
        found_events = self._found(events, "event", "text")
        at_event = self._numbering("events", found_events)
        out: list[Record] = []
        for item, sentence, span in (one for one in found_figures if one is not None):
            out.append(self._figure(item, sentence, span, at_figure))
        for item, sentence, span in (one for one in found_events if one is not None):
            out.append(self._event(item, sentence, span, at_figure))
        for found in self._found(statements, "statement", "text"):
            if found is not None:
                statement = self._statement(*found, at_event)
                out += [statement] if statement is not None else []
        return out + self._notices

    def _items(self, answer: dict[str, Any], name: str) -> list[Any]:
        items = answer.get(name, [])
        if isinstance(items, list):
            return items
        self._notices.append(notice("plugin-bad-record", "list", records=name))
        return []

    def _found(self, items: list[Any], name: str, field: str) -> list[tuple[dict[str, Any], int, Span] | None]:
        """Every item with its sentence and span; None for one whose words are not in the text."""
        out: list[tuple[dict[str, Any], int, Span] | None] = []
        for item in items:
            if not isinstance(item, dict):
                self._notices.append(notice("plugin-bad-record", "object", record=name))
                out.append(None)
                continue
            place = self._where(item.get("sentence"), item.get(field))
            if place is None:
                self._notices.append(notice("plugin-invented", "record", record=name, quote=_shown(item.get(field))))
            out.append(None if place is None else (item, *place))
        return out

    def _where(self, sentence: object, quote: object) -> tuple[int, Span] | None:
        """The sentence that is named, or the only one in which the quotation stands."""
        if isinstance(sentence, int) and 1 <= sentence <= len(self._sentences):
            span = self._quotes[sentence - 1].find(quote)
            if span is not None:
                return sentence - 1, span
        elsewhere = [(n, span) for n, quotes in enumerate(self._quotes) if (span := quotes.find(quote)) is not None]
        return elsewhere[0] if len(elsewhere) == 1 else None

    def _numbering(self, kind: str, found: list[Any]) -> dict[int, int | None]:
        """From an index in the answer to one of the contract; None for a record that was left out."""
        at, numbering = self._before[kind], {}
        for n, one in enumerate(found):
            numbering[n] = None if one is None else at
            at += one is not None
        return numbering

    def _figure(self, item: dict[str, Any], sentence: int, span: Span, at: dict[int, int | None]) -> Figure:
        date = self._date(sentence, item.get("date"))
        low, high = _whole(item.get("low")), _whole(item.get("high"))
        qualifier, kind = item.get("qualifier"), item.get("kind")
        if low == high and qualifier in ("at_least", "at_most"):
            # The number that was read stands on both sides; what is open follows from the qualifier.
            low, high = (low, None) if qualifier == "at_least" else (None, high)
        told = date.value if date is not None else None
        running = kind in ("stock", "cumulative")
        return Figure(
            text=self._text[span.start : span.end],
            start=span.start,
            end=span.end,
            category=item.get("category"),  # type: ignore[arg-type]
            low=low,
            high=high,
            qualifier=qualifier,  # type: ignore[arg-type]
            unit=item.get("unit"),  # type: ignore[arg-type]
            kind=kind,  # type: ignore[arg-type]
            modality=item.get("modality"),  # type: ignore[arg-type]
            part_of=_index(item.get("part_of"), at),
            victims=self._victims(sentence, item.get("victims")),
            verified=item.get("verified"),
            places=self._places(sentence, item.get("places")),
            period=None if running else told,
            as_of=told.end if running and told is not None else None,
            date=date,
            attribution=self._attribution(sentence, item.get("attribution")),
            cause=item.get("cause"),
        )

    def _event(self, item: dict[str, Any], sentence: int, span: Span, at: dict[int, int | None]) -> Event:
        kind, mode = item.get("event_type"), item.get("mode")
        known = EVENT_TYPES.get(kind) if isinstance(kind, str) else None
        return Event(
            text=self._text[span.start : span.end],
            start=span.start,
            end=span.end,
            event_type=kind,  # type: ignore[arg-type]
            mode=mode if known is not None and mode in known.modes else None,
            contexts=tuple(c for c in CONTEXTS if c in _list(item.get("contexts"))),
            source=self._actors(sentence, item.get("source")),
            target=self._actors(sentence, item.get("target")),
            date=self._date(sentence, item.get("date")),
            places=self._places(sentence, item.get("places")),
            modality=item.get("modality"),  # type: ignore[arg-type]
            sentence=self._sentences[sentence],
            salience=item.get("salience"),  # type: ignore[arg-type]
            figures=_indexes(item.get("figures"), at),
        )

    def _statement(
        self, item: dict[str, Any], sentence: int, span: Span, at: dict[int, int | None]
    ) -> Statement | None:
        cue = self._near(sentence, item.get("cue"))
        if cue is None:
            self._notices.append(notice("plugin-invented", "cue", (span,), quote=_shown(item.get("cue"))))
            return None
        return Statement(
            text=self._text[span.start : span.end],
            start=span.start,
            end=span.end,
            speaker=self._actor(sentence, item.get("speaker")),
            addressee=self._actor(sentence, item.get("addressee")),
            cue=cue,
            direct=item.get("direct"),  # type: ignore[arg-type]
            medium=self._near(sentence, item.get("medium")),
            events=_indexes(item.get("events"), at),
        )

    def _near(self, sentence: int, quote: object) -> Mention | None:
        """A quotation in a sentence, else in the one before it or after it."""
        for n in (sentence, sentence - 1, sentence + 1):
            if 0 <= n < len(self._quotes):
                span = self._quotes[n].find(quote)
                if span is not None:
                    return Mention(self._text[span.start : span.end], span.start, span.end)
        return None

    def _victims(self, sentence: int, item: object) -> Victims | None:
        if not isinstance(item, dict):
            return None
        found = self._near(sentence, item.get("text"))
        if found is None:
            return None
        groups = _list(item.get("groups"))
        return Victims(found.text, found.start, found.end, tuple(g for g in VICTIM_GROUPS if g in groups))

    def _attribution(self, sentence: int, quote: object) -> Attribution | None:
        found = self._near(sentence, quote)
        return None if found is None else Attribution(found.text, found.start, found.end)

    def _actors(self, sentence: int, items: object) -> tuple[ActorMention, ...]:
        found = (self._actor(sentence, item) for item in _list(items))
        return tuple(dict.fromkeys(actor for actor in found if actor is not None))

    def _actor(self, sentence: int, item: object) -> ActorMention | None:
        if not isinstance(item, dict):
            return None
        found = self._near(sentence, item.get("text"))
        if found is None:
            return None
        country, sector = item.get("country"), item.get("sector")
        if not isinstance(country, str) or not (country in SUPRANATIONAL or self._gazetteer.country(country)):
            country = None
        return ActorMention(
            found.text, found.start, found.end, country=country, sector=sector if sector in SECTORS else None
        )

    def _places(self, sentence: int, quotes: object) -> tuple[PlaceMention, ...]:
        out: dict[int, PlaceMention] = {}
        for quote in _list(quotes):
            found = self._near(sentence, quote)
            if found is not None:
                place = next(_overlapping(self._base.places, found), None)
                place = place or PlaceMention(found.text, found.start, found.end)
                out.setdefault(place.start, place)
        return tuple(out[start] for start in sorted(out))

    def _date(self, sentence: int, quote: object) -> DateMention | None:
        found = self._near(sentence, quote)
        if found is None:
            return None
        return next(_overlapping(self._base.dates, found), None)


def _overlapping(records: Sequence[Any], found: Mention) -> Iterator[Any]:
    return (one for one in records if one.start < found.end and found.start < one.end)


def _whole(value: object) -> Any:
    """12.0 is 12; anything else is left for the checks to judge."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _index(value: object, at: dict[int, int | None]) -> Any:
    """An index of the contract. One that leads nowhere is made one that the checks refuse."""
    if value is None or isinstance(value, bool) or not isinstance(value, int):
        return value
    return at.get(value, -1)


def _indexes(values: object, at: dict[int, int | None]) -> tuple[Any, ...]:
    found = (_index(value, at) for value in _list(values))
    return tuple(dict.fromkeys(index for index in found if index is not None))


def _shown(quote: object) -> str:
    text = quote if isinstance(quote, str) else type(quote).__name__
    return "“" + "".join(c if c.isprintable() else " " for c in text[:60]) + "”"
