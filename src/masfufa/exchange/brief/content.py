"""What a brief says, before it is laid out: key figures, table, series, map, changes, happenings, notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from masfufa.claims import CellLocator, Claim, SubmissionLocator
from masfufa.exchange.brief.facts import Deadly, Facts
from masfufa.exchange.brief.words import Words, isolated
from masfufa.exchange.matrix_rows import name_of
from masfufa.tracking.ledger import Cell, Change, PlaceName
from masfufa.tracking.sayings import said_in

SentenceOf = Callable[[Claim], str | None]
"""The sentence around a claim's words, or None where the text is gone."""

MOST_CHANGES = 25


@dataclass(frozen=True, slots=True)
class Number:
    """A value as the brief prints it, with the numbers of its notes. `id` is the cell's, or "" for a happening's."""

    text: str
    interval: str
    notes: tuple[int, ...] = ()
    id: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures at the head of the brief."""

    label: str
    detail: str
    number: Number
    sources: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A source sentence: `words` as written, `where` says publisher, who gave the number, day and place in the file."""

    number: int
    words: str
    where: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """A circle of the map; `value` sets its area."""

    name: str
    lat: float
    lon: float
    value: int
    country: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """One step of a time series: its first and last day, best, low and high (None unknown)."""

    start: dt.date
    end: dt.date
    best: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """A time series of one category; `measure` is flow, stock or cumulative."""

    label: str
    measure: str
    steps: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the brief with its notes."""

    text: str
    detail: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """A row of the table of happenings."""

    date: str
    place: str
    killed: Number
    actors: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief in one language, ready to be laid out."""

    words: Words
    title: str
    subtitle: str
    key_figures: tuple[KeyFigure, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number | None, ...]], ...]
    series: tuple[Series, ...]
    map_category: str
    points: tuple[Point, ...]
    countries: tuple[str, ...]
    compared: bool
    changes: tuple[Line, ...]
    happenings: tuple[Incident, ...]
    disagreements: tuple[Line, ...]
    notes: tuple[Note, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.key_figures or self.rows or self.happenings)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a brief is made from. Cells are those of the matrix: `totals` by country over the whole period, `areas` by
    area over the whole period, `course` by country and week or month; `changes` is None where nothing is compared."""

    name: str
    facts: Facts
    totals: Sequence[Cell]
    areas: Sequence[Cell]
    course: Sequence[Cell]
    changes: Sequence[Change] | None
    known_on: dt.date
    since: dt.date | None
    sentence_of: SentenceOf


def make_brief(ask: Ask, words: Words) -> Brief:
    """The brief of `ask` in the language of `words`. Notes are numbered in the order in which the brief needs them."""
    notes = _Notes(ask, words)
    before = {change.cell_id: change for change in ask.changes or ()}
    key_figures = tuple(_key_figure(cell, before.get(cell.cell_id), words, notes) for cell in ask.totals)
    columns, rows = _table(ask.areas, words, notes)
    mapped, points = _points(ask.areas, words)
    incidents = tuple(_incident(happening, words, notes) for happening in ask.facts.deadliest)
    changes = _changes(ask.changes or (), words, notes)
    disagreements = _disagreements(ask.facts, words, notes)
    subtitle = words["until"].format(date=isolated(ask.known_on.isoformat()))
    if ask.since:
        subtitle += " · " + words["since"].format(date=isolated(ask.since.isoformat()))
    return Brief(
        words=words,
        title=words["title"].format(name=ask.name),
        subtitle=subtitle,
        key_figures=key_figures,
        columns=columns,
        rows=rows,
        series=_series(ask.course, words),
        map_category=mapped,
        points=points,
        countries=tuple(sorted({cell.place.country for cell in ask.totals if cell.place.country})),
        compared=ask.changes is not None,
        changes=changes,
        happenings=incidents,
        disagreements=disagreements,
        notes=notes.all(),
    )


class _Notes:
    """The notes in the order in which they were asked for; one note a claim."""

    def __init__(self, ask: Ask, words: Words) -> None:
        self._claim, self._sentence_of, self._words = ask.facts.claim, ask.sentence_of, words
        self._numbers: dict[str, int] = {}
        self._notes: list[Note] = []

    def of(self, claims: Sequence[str], most: int = 3) -> tuple[int, ...]:
        """The notes of the first `most` of these claims; of tables' many cells the first stands for the others."""
        out: set[int] = set()
        for claim in claims:
            number = self._number(claim)
            if number is not None:
                out.add(number)
            if len(out) == most:
                break
        return tuple(sorted(out))

    def _number(self, claim_id: str) -> int | None:
        found = self._numbers.get(claim_id)
        if found is None and (claim := self._claim(claim_id)) is not None:
            found = self._numbers[claim_id] = len(self._notes) + 1
            self._notes.append(self._note(found, claim))
        return found

    def _note(self, number: int, claim: Claim) -> Note:
        words = self._sentence_of(claim) or claim.locator.text or self._words["withheld"]
        who = [part for part in (claim.publisher, claim.source) if part]
        where = " · ".join(dict.fromkeys(who))
        if claim.released:
            where += f" · {isolated(claim.released.isoformat())}"
        locator = claim.locator
        if isinstance(locator, CellLocator):
            where += " · " + self._words["cell"].format(
                file=locator.file, sheet=locator.sheet or "-", cell=locator.cell
            )
        elif isinstance(locator, SubmissionLocator):
            where += " · " + self._words["submission"].format(form=locator.form, question=locator.question)
        return Note(number, " ".join(words.split()), where.removeprefix(" · "), claim.language)

    def all(self) -> tuple[Note, ...]:
        return tuple(self._notes)


def _number(cell: Cell, words: Words, notes: _Notes) -> Number:
    return Number(
        words.number(cell.best),
        words.interval(cell.low, cell.high),
        notes.of(cell.estimate.used),
        cell.cell_id,
        bool(cell.flags),
    )


def _key_figure(cell: Cell, change: Change | None, words: Words, notes: _Notes) -> KeyFigure:
    detail = [words.of("unit", cell.unit), words.of("measure", cell.measure), words.population(cell.population)]
    return KeyFigure(
        label=words.list((words.of("category", cell.category), place_name(cell.place, words))),
        detail=words.list([part for part in detail if part]),
        number=_number(cell, words, notes),
        sources=words.sources(len(cell.estimate.sources)),
        was=words["was"].format(before=words.number(change.before)) if change and change.before is not None else None,
    )


def _table(
    cells: Sequence[Cell], words: Words, notes: _Notes
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[Number | None, ...]], ...]]:
    """Areas × (category, measure); populations counted apart are left to the matrix itself."""
    whole = [cell for cell in cells if cell.population == "all" and cell.unit == "person"]
    kinds = sorted({(cell.category, cell.measure) for cell in whole})
    places: dict[str, str] = {}
    values: dict[tuple[str, tuple[str, str]], Cell] = {}
    for cell in whole:
        places.setdefault(cell.place.key, place_name(cell.place, words))
        values[cell.place.key, (cell.category, cell.measure)] = cell
    rows = []
    for key, name in places.items():
        found = [values.get((key, kind)) for kind in kinds]
        rows.append((name, tuple(_number(cell, words, notes) if cell else None for cell in found)))
    columns = tuple(f"{words.of('category', category)} ({words.of('measure', measure)})" for category, measure in kinds)
    return columns, tuple(rows)


def _points(cells: Sequence[Cell], words: Words) -> tuple[str, tuple[Point, ...]]:
    """The map shows the first of these that has values: people displaced now, killed, displaced in the period."""
    for category, measure in (
        ("displaced", "stock"),
        ("killed", "flow"),
        ("displaced", "flow"),
        ("killed", "cumulative"),
    ):
        points = tuple(
            Point(place_name(cell.place, words), cell.place.lat, cell.place.lon, cell.best, cell.place.country)
            for cell in cells
            if (cell.category, cell.measure, cell.unit, cell.population) == (category, measure, "person", "all")
            and cell.best
            and cell.place.lat is not None
            and cell.place.lon is not None
            and cell.place.country is not None
            and cell.place.level > 0
        )
        if points:
            return f"{words.of('category', category)} ({words.of('measure', measure)})", points
    return "", ()


def _series(cells: Sequence[Cell], words: Words) -> tuple[Series, ...]:
    """A series for each category and measure of all people that has at least three steps, the longest first."""
    found: dict[tuple[str, str, str], list[Stretch]] = {}
    for cell in cells:
        if cell.population == "all" and cell.unit == "person" and cell.period_start and cell.period_end:
            step = Stretch(cell.period_start, cell.period_end, cell.best, cell.low, cell.high)
            found.setdefault((cell.category, cell.measure, cell.place.key), []).append(step)
    many = sorted((item for item in found.items() if len(item[1]) >= 3), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Series(words.of("category", category), measure, tuple(sorted(steps, key=lambda step: step.start)))
        for (category, measure, _), steps in many[:4]
    )


def _incident(happening: Deadly, words: Words, notes: _Notes) -> Incident:
    deaths = happening.deaths
    around = place_name(happening.place, words) if happening.place else words["unresolved"]
    days = [day.isoformat() for day in (happening.start, happening.end) if day]
    return Incident(
        date=" – ".join(dict.fromkeys(days)) or words["unknown"],
        place=words.list((place_name(happening.spot, words), around)) if happening.spot else around,
        killed=Number(
            words.number(deaths.best),
            words.interval(deaths.low, deaths.high),
            notes.of(deaths.used),
            "",
            bool(deaths.flags),
        ),
        actors=words.list(happening.actors),
    )


def _changes(changes: Sequence[Change], words: Words, notes: _Notes) -> tuple[Line, ...]:
    lines = [
        Line(
            words.of("change", change.kind).format(
                place=place_name(change.place, words),
                category=words.of("category", change.category),
                before=words.number(change.before),
                after=words.number(change.after),
            ),
            said_in(change.detail, words.language),
            notes.of(change.claims),
        )
        for change in changes[:MOST_CHANGES]
    ]
    return (*lines, *_more(len(changes) - MOST_CHANGES, words))


def _disagreements(facts: Facts, words: Words, notes: _Notes) -> tuple[Line, ...]:
    lines = [
        Line(
            words.flag(flag.code),
            said_in(flag.message, words.language, lambda name: words.of("category", name)),
            notes.of(flag.claims),
        )
        for flag in facts.disagreements
    ]
    return (*lines, *_more(facts.contradictions - len(lines), words))


def _more(count: int, words: Words) -> tuple[Line, ...]:
    return (Line(words["more"].format(count=count)),) if count > 0 else ()


def place_name(place: PlaceName, words: Words) -> str:
    """The place in the brief's language; what could be put nowhere says so in its name."""
    return name_of(place, words.language)
