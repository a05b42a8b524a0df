"""Happenings as event rows, with column names like those of UCDP GED and of ACLED (`dictionary.yaml`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from masfufa.claims import TextLocator
from masfufa.exchange.dictionary import Row
from masfufa.exchange.matrix_rows import Paths, name_of
from masfufa.tracking.kept import Kept
from masfufa.tracking.ledger import Estimate, Happening, Ledger, PlaceName

_KILLED = ("killed", "person", "all")
_WOUNDED = ("wounded", "person", "all")
_CIVILIANS = ("killed", "person", "civilians")


def ged_rows(ledger: Ledger, *, language: str = "en") -> Iterator[Row]:
    """One row a happening, in the ledger's order, deaths with low, best and high."""
    for fact in _facts(ledger, language):
        happening = fact.happening
        killed = fact.estimate(_KILLED)
        yield {
            "id": happening.id,
            "year": happening.start.year if happening.start else None,
            "event_types": ";".join(happening.event_types),
            "actors": ";".join(happening.actors),
            "number_of_sources": len(fact.sources),
            "source_office": ";".join(fact.sources),
            "where_prec": fact.where_precision,
            "where_coordinates": fact.place_name,
            "adm_1": fact.unit(1),
            "adm_2": fact.unit(2),
            "latitude": happening.node.lat,
            "longitude": happening.node.lon,
            "iso3": happening.node.country,
            "date_prec": fact.date_precision,
            "date_start": happening.start,
            "date_end": happening.end,
            "deaths_civilians": _best(fact.estimate(_CIVILIANS)),
            "low": killed.low if killed else None,
            "best": _best(killed),
            "high": killed.high if killed else None,
            "wounded": _best(fact.estimate(_WOUNDED)),
        }


def acled_rows(ledger: Ledger, *, language: str = "en") -> Iterator[Row]:
    """One row a happening that some report tells as an event, or that people were killed in."""
    for fact in _facts(ledger, language):
        happening = fact.happening
        killed = fact.estimate(_KILLED)
        if not happening.events and killed is None:
            continue
        first, second = fact.sides()
        yield {
            "event_id_cnty": f"{happening.node.country or 'XXX'}-{happening.id}",
            "event_date": happening.start,
            "year": happening.start.year if happening.start else None,
            "time_precision": min(fact.date_precision, 3) if fact.date_precision else None,
            "event_type": ";".join(happening.event_types),
            "actor1": first,
            "actor2": second,
            "iso3": happening.node.country,
            "admin1": fact.unit(1),
            "admin2": fact.unit(2),
            "location": fact.place_name,
            "latitude": happening.node.lat,
            "longitude": happening.node.lon,
            "geo_precision": {1: 1, 2: 1, 3: 2, 4: 2, 6: 3}.get(fact.where_precision or 0),
            "source": ";".join(fact.sources),
            "notes": fact.words(),
            "fatalities": _best(killed),
            "fatalities_low": killed.low if killed else None,
            "fatalities_high": killed.high if killed else None,
        }


def kept_rows(kept: Kept, table: str, language: str = "en") -> list[Row]:
    """The rows of "ged" or "acled" of a kept ledger; their days are ISO words."""
    make = {"ged": ged_rows, "acled": acled_rows}[table]
    rows: list[Row] = kept.plain(f"{table}:1:{language}", lambda ledger: list(make(ledger, language=language)))
    return rows


class _Fact:
    """A happening with what the rows need of the ledger around it."""

    def __init__(self, happening: Happening, ledger: Ledger, paths: Paths, language: str) -> None:
        self.happening = happening
        self._ledger = ledger
        self._language = language
        self._place = ledger.places.get(happening.node.key)
        self._units: dict[int, PlaceName] = paths.units(self._place) if self._place else {}
        names = {ledger.canonical[claim].source_name for claim in happening.claims if claim in ledger.canonical}
        names |= {
            event.publisher
            for key in happening.events
            if (event := ledger.events.get(key)) is not None and event.publisher
        }
        self.sources = sorted(names)

    @property
    def place_name(self) -> str | None:
        if self.happening.node.spot:
            spot = self._ledger.spots.get(f"{self.happening.node.key}:{self.happening.node.spot}")
            return name_of(spot, self._language) if spot else self.happening.node.spot
        return name_of(self._place, self._language) if self._place else None

    @property
    def where_precision(self) -> int | None:
        """UCDP's scale: 1 exact … 6 country; None unknown."""
        node = self.happening.node
        if not node.path:
            return None
        if node.spot:
            return 1
        return {0: 6, 1: 4, 2: 3}.get(node.level, 2)

    @property
    def date_precision(self) -> int | None:
        """UCDP's scale by the length of the stretch: 1 a day … 4 more than a month; 5 open on a side."""
        start, end = self.happening.start, self.happening.end
        if start is None and end is None:
            return None
        if start is None or end is None:
            return 5
        days = (end - start) // dt.timedelta(days=1)
        return 1 if days == 0 else 2 if days < 7 else 3 if days < 31 else 4

    def unit(self, level: int) -> str | None:
        unit = self._units.get(level)
        return name_of(unit, self._language) if unit else None

    def estimate(self, key: tuple[str, str, str]) -> Estimate | None:
        return self.happening.estimates.get(key)

    def sides(self) -> tuple[str | None, str | None]:
        """Who acted and whom it was done to, as the first report that names either tells."""
        for key in self.happening.events:
            event = self._ledger.events.get(key)
            if event is not None and (event.source or event.target):
                return _names(event.source), _names(event.target)
        return None, None

    def words(self) -> str | None:
        """The words of the first event or figure, if they stand in a text that is still there."""
        for record in self._records():
            if isinstance(record.locator, TextLocator) and record.locator.text:
                return record.locator.text
        return None

    def _records(self) -> Iterator[Any]:
        yield from (self._ledger.events[key] for key in self.happening.events if key in self._ledger.events)
        yield from (self._ledger.claims[key] for key in self.happening.claims if key in self._ledger.claims)


def _facts(ledger: Ledger, language: str) -> Iterator[_Fact]:
    paths = Paths.of(ledger)
    for happening in ledger.happenings.values():
        yield _Fact(happening, ledger, paths, language)


def _names(actors: Any) -> str | None:
    return ";".join(actor.name for actor in actors) or None


def _best(estimate: Estimate | None) -> int | None:
    return estimate.best if estimate else None
