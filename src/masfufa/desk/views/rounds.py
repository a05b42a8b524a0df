"""Imported batches, what a file's rows would become, and press beside tracker: plain data for pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from masfufa.claims import CellLocator, Channel, Claim, ClaimPlace, SubmissionLocator
from masfufa.desk.views.frame import cell_address, interval, number, place_called
from masfufa.desk.views.mapping import parts_text
from masfufa.desk.words import Words
from masfufa.exchange.tables import position
from masfufa.tracking.ledger import Cell
from masfufa.workspace.batches import AdminRow, ImportBatch, RowReport, StoredDocument
from masfufa.workspace.results import ImportRecord

Series = tuple[str, str, str]
"""Category, unit of count, measure."""

ROWS = 20
"""Rows of a file that the preview shows."""
_EXAMPLES = 3
_QUIET = ("header-row", "hxl-row")


@dataclass(frozen=True, slots=True)
class Told:
    """What the claims of a batch tell of it."""

    operations: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


def told_of(claims: Iterable[Claim]) -> Told:
    """Operations, rounds and days of claims."""
    operations: dict[str, None] = {}
    rounds: dict[str, None] = {}
    days: set[dt.date] = set()
    for claim in claims:
        if claim.operation:
            operations.setdefault(claim.operation)
        if claim.round:
            rounds.setdefault(claim.round)
        days.update(day for day in (claim.as_of, claim.period_start, claim.period_end) if day is not None)
    return Told(tuple(operations), tuple(rounds), min(days, default=None), max(days, default=None))


@dataclass(frozen=True, slots=True)
class Batch:
    """An import as the list shows it. warnings: rows that were taken and want a look."""

    id: int
    document: str
    name: str
    agency: str
    format: str
    operations: tuple[str, ...]
    rounds: tuple[str, ...]
    days: str
    released: str
    released_from: str
    at: dt.datetime
    taken: int
    skipped: int
    rejected: int
    claims: int
    warnings: int
    purged: bool


def batch_of(record: ImportRecord, document: StoredDocument | None, told: Told, warnings: int) -> Batch:
    """An import with its document."""
    return Batch(
        id=record.id,
        document=record.document,
        name=document.name if document else record.document[:12],
        agency=(document.publisher or "") if document else "",
        format=record.format,
        operations=told.operations,
        rounds=told.rounds,
        days="–".join(dict.fromkeys(day.isoformat() for day in (told.first, told.last) if day)),
        released=record.released.isoformat() if record.released else "",
        released_from=record.released_from or "",
        at=record.at,
        taken=record.taken,
        skipped=record.skipped,
        rejected=record.rejected,
        claims=record.claims,
        warnings=warnings,
        purged=bool(document and document.purged),
    )


def warnings_in(rows: Iterable[RowReport]) -> int:
    """How many rows were taken and want a look."""
    return sum(row.outcome == "taken" and row.code is not None for row in rows)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of thing to be told of rows: how many, the first of them, what it says there. outcome: as of a row."""

    outcome: str
    code: str
    count: int
    where: tuple[str, ...]
    message: str


def troubles(rows: Iterable[RowReport]) -> list[Trouble]:
    """What is to be told of rows, each kind once: rejected ones first, then warnings, then what was skipped."""
    groups: dict[tuple[str, str], list[RowReport]] = {}
    for row in rows:
        if row.code and row.code not in _QUIET:
            groups.setdefault((row.outcome, row.code), []).append(row)
    order = {"rejected": 0, "taken": 1, "skipped": 2}
    out = [
        Trouble(
            outcome, code, len(members), tuple(_where(row) for row in members[:_EXAMPLES]), members[0].message or ""
        )
        for (outcome, code), members in groups.items()
    ]
    return sorted(out, key=lambda one: (order.get(one.outcome, 3), -one.count, one.code))


def _where(row: RowReport) -> str:
    cell = row.cell or (f"{row.row}" if row.row else "")
    return "!".join(filter(None, (row.sheet, cell))) or "–"


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of the file and what it becomes. values: (what is counted, value, cell)."""

    where: str
    place: str
    code: str
    matched: str
    days: str
    values: tuple[tuple[str, str, str], ...]
    issues: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file's rows would become. places: how many, by how they were matched; units: new and known ones."""

    taken: int
    skipped: int
    rejected: int
    claims: int
    events: int
    absent: int
    rows: tuple[Taken, ...]
    troubles: tuple[Trouble, ...]
    notices: tuple[tuple[str, str, str], ...]
    matched: tuple[tuple[str, int], ...]
    new_units: int
    known_units: int
    released: str
    released_from: str
    told: Told = field(default_factory=Told)


def preview(batch: ImportBatch, units: Iterable[AdminRow], t: Words) -> Preview:
    """A batch before it is taken. `units`: those that the workspace knows."""
    counts = Counter(row.outcome for row in batch.rows if row.row > 0)
    known = {(unit.country, unit.scheme, unit.code) for unit in units}
    new = sum((unit.country, unit.scheme, unit.code) not in known for unit in batch.units)
    places: dict[tuple[str, ...], str] = {}
    for claim in batch.claims:
        for place in claim.places[:1]:
            places.setdefault(_place_key(place), place.matched or "none")
    matched = Counter(places.values())
    return Preview(
        taken=counts["taken"],
        skipped=counts["skipped"],
        rejected=counts["rejected"],
        claims=len(batch.claims),
        events=len(batch.events),
        absent=sum(claim.absence is not None for claim in batch.claims),
        rows=tuple(_rows(batch.claims, t)),
        troubles=tuple(troubles(batch.rows)),
        notices=tuple((notice.severity, notice.code, notice.message) for notice in batch.notices),
        matched=tuple((str(t("rounds.matched").get(how, how)), count) for how, count in matched.most_common()),
        new_units=new,
        known_units=len(batch.units) - new,
        released=batch.released.isoformat() if batch.released else "",
        released_from=batch.released_from or "",
        told=told_of(batch.claims),
    )


def _place_key(place: ClaimPlace) -> tuple[str, ...]:
    return (place.country or "", *((unit.code or unit.name) for unit in place.units), place.name)


def _rows(claims: Sequence[Claim], t: Words) -> Iterable[Taken]:
    """The first rows of each kind of locator, with all that they give."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        where = _row_of(claim)
        if where not in groups and len(groups) >= ROWS:
            continue
        groups.setdefault(where, []).append(claim)
    for where, members in groups.items():
        first = members[0]
        place = first.places[0] if first.places else None
        days = [day for day in (first.as_of, first.period_start, first.period_end) if day is not None]
        yield Taken(
            where=where,
            place=" › ".join(dict.fromkeys([*(u.name for u in place.units), place.name])) if place else "",
            code=next((u.code for u in reversed(place.units) if u.code), "") if place else "",
            matched=str(t("rounds.matched").get(place.matched or "none")) if place else "",
            days="–".join(dict.fromkeys(day.isoformat() for day in days)),
            values=tuple((_counted(claim, t), _value(claim, t), _cell(claim)) for claim in members),
            issues=tuple(dict.fromkeys((issue.code, issue.message) for claim in members for issue in claim.issues)),
        )


def _row_of(claim: Claim) -> str:
    locator = claim.locator
    if isinstance(locator, CellLocator):
        try:
            row = str(position(locator.cell)[0])
        except ValueError:
            row = locator.cell
        return f"{locator.sheet}!{row}" if locator.sheet else row
    return locator.instance if isinstance(locator, SubmissionLocator) else locator.key


def _cell(claim: Claim) -> str:
    locator = claim.locator
    if isinstance(locator, CellLocator):
        return locator.cell
    return locator.question if isinstance(locator, SubmissionLocator) else ""


def _counted(claim: Claim, t: Words) -> str:
    called = t.of("category", claim.category)
    if claim.unit != "person" and not claim.category.startswith("homes_"):
        called += f" ({t.of('unit', claim.unit)})"
    return f"{called} · {parts_text(claim.parts)}" if claim.parts else called


def _value(claim: Claim, t: Words) -> str:
    if claim.absence:
        return str(t.of("absence", claim.absence))
    if claim.low is not None and claim.low == claim.high:
        return f"{claim.low:,}"
    if claim.low is None and claim.high is None:
        return str(t("see.unknown"))
    if claim.high is None:
        return f"≥ {claim.low:,}"
    return f"≤ {claim.high:,}" if claim.low is None else f"{claim.low:,}–{claim.high:,}"


# --- press beside tracker


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says of an area. days: what it holds for; channel: agency or field of a tracker, else press."""

    value: str
    interval: str
    period: str
    days: str
    address: str
    channel: str


@dataclass(frozen=True, slots=True)
class Compared:
    """An area. difference, ratio: press less tracker, and press over tracker, "" where one says nothing; apart: days
    between the ends of both periods; disagrees: whether they differ by more than a tenth.
    """

    place: str
    tracker: Side | None
    press: Side | None
    difference: str
    ratio: str
    apart: int | None
    disagrees: bool


def compare(
    cells: Sequence[Cell], known: dt.date | None, days: Mapping[str, Mapping[str, str]], t: Words
) -> list[Compared]:
    """Areas by what trackers say, largest first; of each area the latest that a tracker says, and what the press says
    nearest to that. `cells`: of one series; `days`: by cell id and channel what its claims hold for.
    """
    areas: dict[str, list[Cell]] = {}
    for cell in cells:
        areas.setdefault(cell.cell_id.split("/", 1)[0], []).append(cell)
    rows = [row for members in areas.values() if (row := _compared(members, known, days, t)) is not None]
    rows.sort(key=lambda pair: (-pair[0], pair[1].place))
    return [row for _, row in rows]


def _compared(
    members: Sequence[Cell], known: dt.date | None, days: Mapping[str, Mapping[str, str]], t: Words
) -> tuple[int, Compared] | None:
    tracked = [cell for cell in members if _tracker(cell) is not None]
    pressed = [cell for cell in members if cell.channels.get("press") is not None]
    if not tracked and not pressed:
        return None
    mine = max(tracked, key=_end, default=None)
    theirs: Cell | None
    if mine is None:
        theirs = max(pressed, key=_end)
    else:
        at = _end(mine)
        theirs = min(pressed, key=lambda cell: (abs((_end(cell) - at).days), -_end(cell).toordinal()), default=None)
    channel = _tracker(mine) if mine is not None else None
    one = mine.channels.get(channel) if mine is not None and channel is not None else None
    two = theirs.channels.get("press") if theirs is not None else None
    difference = ratio = ""
    far = False
    if one is not None and two is not None:
        difference = f"{two - one:+,}"
        ratio = f"{two / one:.2f}" if one else ""
        far = abs(two - one) * 10 > max(one, two)
    row = Compared(
        place_called(members[0].place, members[0].cell_id, t),
        _side(mine, channel, known, days, t) if mine is not None and channel is not None else None,
        _side(theirs, "press", known, days, t) if theirs is not None else None,
        difference,
        ratio,
        abs((_end(theirs) - _end(mine)).days) if mine is not None and theirs is not None else None,
        far,
    )
    return (one if one is not None else -1), row


def most_compared(cells: Iterable[Cell], every_series: Sequence[Series]) -> Series | None:
    """The series with the most areas of which both sides speak, then the tracker alone; persons before households."""
    sides: dict[Series, tuple[set[str], set[str]]] = {series: (set(), set()) for series in every_series}
    for cell in cells:
        found = sides.get((cell.category, cell.unit, cell.measure))
        if found is None or cell.population != "all":
            continue
        area = cell.cell_id.split("/", 1)[0]
        if _tracker(cell) is not None:
            found[0].add(area)
        if cell.channels.get("press") is not None:
            found[1].add(area)

    def rank(series: Series) -> tuple[int, int, bool]:
        tracked, pressed = sides[series]
        return len(tracked & pressed), len(tracked), series[1] == "person"

    return max(every_series, key=rank, default=None)


def shown_cells(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that `compare` may show, so that only their claims need to be looked up."""
    return [c for c in cells if _tracker(c) is not None or c.channels.get("press") is not None]


def _tracker(cell: Cell) -> Channel | None:
    """The tracker's channel of a cell: the field's where there is one, else agencies'."""
    trackers: tuple[Channel, ...] = ("field", "agency")
    return next((name for name in trackers if cell.channels.get(name) is not None), None)


def _end(cell: Cell) -> dt.date:
    return cell.period_end or cell.period_start or dt.date.min


def _side(cell: Cell, channel: Channel, known: dt.date | None, days: Mapping[str, Mapping[str, str]], t: Words) -> Side:
    value = cell.channels[channel]
    alone = sum(v is not None for v in cell.channels.values()) == 1
    return Side(
        number(value, t),
        interval(cell.best, cell.low, cell.high, t) if alone else "",
        cell.period,
        days.get(cell.cell_id, {}).get(channel, ""),
        cell_address(cell.cell_id, known),
        channel,
    )


def days_behind(cells: Iterable[Cell], entry: Any, most: int = 40) -> dict[str, dict[str, str]]:
    """By cell id and channel the days that its claims hold for; `entry` looks a claim up (tracking.kept).

    Of a cell of more than `most` claims the first are looked up.
    """
    out: dict[str, dict[str, str]] = {}
    for cell in cells:
        found: dict[str, set[str]] = {}
        for claim in cell.claims[:most]:
            known = entry(claim)
            if known and "claim" in known:
                days = {day for day in (known.get("start"), known.get("end")) if day}
                found.setdefault(known["claim"]["channel"], set()).update(days)
        out[cell.cell_id] = {
            channel: "–".join(dict.fromkeys((min(days), max(days)))) for channel, days in found.items() if days
        }
    return out
