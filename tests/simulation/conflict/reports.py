"""What sources and papers make of the truth: reports with their numbers, and what is wrong with each, if anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from conflict.names import INCREMENTS, PAPERS, RUNNING, SOURCES, TOTALS, TRACKER, Name
from conflict.settings import Settings
from conflict.world import Incident, World

HOUSEHOLD = 5


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a report. `tags` tell what is wrong with it: early, stale, slip, planted; rounded is not wrong."""

    category: str
    value: int
    unit: str = "person"
    rounded: bool = False
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one incident (`incident` set) or a row of a bulletin (`district` or `province`, `start`, `end`).

    kind as in claims. `source` gave the numbers, None where the report names nobody; `origin` is the true source.
    `carrier`: a paper that carries another's numbers.
    """

    id: str
    publisher: Name
    source: Name | None
    origin: Name
    language: str
    released: dt.date
    numbers: tuple[Number, ...]
    kind: str = "incident"
    channel: str = "press"
    incident: Incident | None = None
    place: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    carrier: bool = False
    revises: bool = False
    round: int | None = None
    tabular: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """All reports, and the incidents (by id) on which two camps were made to differ."""

    reports: list[Report]
    planted: frozenset[str]


def tell(world: World) -> Told:
    """The reports of a world, in order of release: the same world gives the same reports."""
    return _Teller(world).tell()


class _Teller:
    def __init__(self, world: World) -> None:
        self.world = world
        self.s: Settings = world.settings
        self.random = Random(self.s.seed + 1)
        self.count = 0
        self.planted: set[str] = set()

    def tell(self) -> Told:
        reports = [*self.of_incidents(), *self.totals(), *self.running(), *self.increments(), *self.rounds()]
        reports = [replace(r, numbers=tuple(self.slip(n, r.tabular) for n in r.numbers)) for r in reports]
        reports.sort(key=lambda r: (r.released, r.id))
        return Told(reports, frozenset(self.planted))

    def id(self) -> str:
        self.count += 1
        return f"r{self.count:06d}"

    # Single incidents

    def of_incidents(self) -> Iterator[Report]:
        sources = SOURCES[: self.s.sources]
        for incident in self.world.incidents:
            speak = [source for source in sources if self.random.random() < self.s.reported]
            other = None
            if incident.killed >= 6 and len(speak) >= 2 and self.random.random() < self.s.contradictions:
                other = max(incident.killed + 6, round(incident.killed * self.random.uniform(1.7, 2.8)))
                self.planted.add(incident.id)
            camp = set(self.random.sample(speak, self.random.randint(1, len(speak) - 1))) if other else set()
            for source in speak:
                killed = other if other is not None and source in camp else incident.killed
                yield from self.of_source(incident, source, killed, planted=other is not None)

    def of_source(self, incident: Incident, source: Name, killed: int, planted: bool) -> Iterator[Report]:
        released = incident.day + dt.timedelta(days=self.random.randint(0, self.s.delay))
        tags = frozenset(("planted",)) if planted else frozenset[str]()
        numbers = []
        if killed:
            numbers.append(self.number("killed", killed, tags))
        if incident.wounded:
            numbers.append(self.number("wounded", incident.wounded, frozenset()))
        report = Report(
            self.id(), source, source, source, self.language(), released, tuple(numbers), incident=incident,
            place=incident.town, start=incident.day, end=incident.day,
        )  # fmt: skip
        if self.random.random() < self.s.revised:
            early = tuple(
                Number(n.category, max(1, int(n.value * self.random.uniform(0.4, 0.8))), tags=n.tags | {"early"})
                if n.value > 1
                else n
                for n in numbers
            )
            yield from self.with_copies(replace(report, numbers=early))
            later = released + dt.timedelta(days=self.random.randint(1, 3))
            report = replace(report, id=self.id(), released=later, revises=True)
        yield from self.with_copies(report)

    def with_copies(self, report: Report) -> Iterator[Report]:
        yield report
        if self.random.random() >= self.s.syndicated:
            return
        for paper in self.random.sample(PAPERS[: self.s.papers], self.random.choice((1, 1, 1, 2))):
            named = self.random.random() < self.s.attributed
            numbers = tuple(
                replace(n, tags=n.tags - {"early"} | {"stale"}) if "early" in n.tags else n for n in report.numbers
            )
            yield replace(
                report,
                id=self.id(),
                publisher=paper,
                source=report.source if named else None,
                language="ar" if report.language == "en" else "en",
                released=report.released + dt.timedelta(days=self.random.randint(0, 2)),
                numbers=numbers,
                carrier=True,
            )

    def number(self, category: str, value: int, tags: frozenset[str]) -> Number:
        if value >= 15 and self.random.random() < self.s.rounded:
            return Number(category, (value + 5) // 10 * 10, rounded=True, tags=tags)
        return Number(category, value, tags=tags)

    def language(self) -> str:
        return "ar" if self.random.random() < 0.6 else "en"

    # Agencies

    def totals(self) -> Iterator[Report]:
        """An agency's totals of a week for the districts that it covers; a zero is said."""
        dead, hurt = self.world.dead("killed"), self.world.dead("wounded")
        for district in self.some(self.s.totals):
            for week in range(self.s.weeks):
                numbers = (Number("killed", dead[district, week]), Number("wounded", hurt[district, week]))
                yield self.row(TOTALS, district, week, numbers, "period", self.random.randint(1, 4))

    def running(self) -> Iterator[Report]:
        """Another's running totals since the fighting began."""
        dead, hurt = self.world.dead("killed"), self.world.dead("wounded")
        for district in self.some(self.s.running):
            killed = wounded = 0
            for week in range(self.s.weeks):
                killed += dead[district, week]
                wounded += hurt[district, week]
                numbers = (Number("killed", killed), Number("wounded", wounded))
                row = self.row(RUNNING, district, week, numbers, "cumulative", self.random.randint(1, 4))
                yield replace(row, start=self.s.start)

    def increments(self) -> Iterator[Report]:
        """The newly displaced of a week, some of them counted in families."""
        for district in self.world.districts:
            for week in range(self.s.weeks):
                if self.random.random() >= self.s.increments:
                    continue
                new = self.world.new[district, week]
                numbers = [Number("displaced", new)]
                if self.random.random() < 0.4:
                    numbers.append(Number("displaced", round(new / HOUSEHOLD), "household"))
                row = self.row(INCREMENTS, district, week, tuple(numbers), "increment", self.random.randint(0, 4))
                yield from self.with_copies(replace(row, tabular=False))

    def rounds(self) -> Iterator[Report]:
        """The tracker's rounds: how many displaced there are, by district, and their sum by province."""
        for number, week in enumerate(range(self.s.round_weeks - 1, self.s.weeks, self.s.round_weeks), 1):
            sums: dict[str, list[int]] = {}
            for district, place in self.world.districts.items():
                stock = self.world.stock[district, week]
                back = sum(self.world.returned[district, w] for w in range(week + 1))
                total = sums.setdefault(place.parent, [0, 0])
                total[0] += stock
                total[1] += back
                yield self.round_row(district, week, number, stock, back)
            for province, (stock, back) in sums.items():
                yield self.round_row(province, week, number, stock, back)

    def round_row(self, place: str, week: int, number: int, stock: int, back: int) -> Report:
        numbers = (
            Number("displaced", stock),
            Number("displaced", round(stock / HOUSEHOLD), "household"),
            Number("returned", back),
        )
        return replace(self.row(TRACKER, place, week, numbers, "stock", 9), start=None, round=number)

    def row(self, who: Name, place: str, week: int, numbers: tuple[Number, ...], kind: str, delay: int) -> Report:
        start = self.world.monday(week)
        end = start + dt.timedelta(days=6)
        return Report(
            self.id(), who, who, who, self.language(), end + dt.timedelta(days=delay), numbers, kind, "agency",
            place=place, start=start, end=end, tabular=True,
        )  # fmt: skip

    def some(self, share: float) -> list[str]:
        codes = list(self.world.districts)
        return sorted(self.random.sample(codes, round(share * len(codes))))

    # Slips

    def slip(self, number: Number, tabular: bool) -> Number:
        """A digit swapped, or a wrong unit. Tables are checked before they are released: a third of the slips."""
        if number.value == 0 or self.random.random() >= self.s.slips / (3 if tabular else 1):
            return number
        tags = number.tags | {"slip"}
        if number.category == "displaced" and number.unit == "household":
            return replace(number, unit="person", tags=tags)
        digits = list(str(number.value))
        if len(digits) > 1 and digits[0] != digits[1]:
            digits[0], digits[1] = digits[1], digits[0]
            value = int("".join(digits))
        else:
            value = number.value * 10
        return replace(number, value=value, tags=tags) if value != number.value else number
