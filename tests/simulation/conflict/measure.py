"""The matrix against the truth, beside the naive answers in the same cells."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from conflict.as_claims import Ledgered
from conflict.reports import Number, Report, Told
from conflict.world import World
from masfufa.claims import Claim
from masfufa.tracking.ledger import Cell, Ledger

Key = tuple[str, int]
"""District and week."""

NAIVE = ("sum", "maximum", "latest")


class Outcome(NamedTuple):
    """One cell: the truth, and the matrix's best, low and high (None where it has none)."""

    key: Key
    truth: int
    best: int | None
    low: int | None
    high: int | None
    open: bool


@dataclass(slots=True)
class Score:
    """One category's cells. Shares are of the cells that any source covers.

    within: best within 10 % of the truth. near: or within 1. holds: the truth lies in [low, high], where a high that
    nobody named is open. bounded: the share whose interval is not open. width: median width over truth.
    ceiling: `within`, if it were known which report tells of which incident (see `ceiling`); None where not measured.
    naive: median relative error by answer; charitable: the same from claims of single incidents and of the period
    alone (no running totals).
    """

    category: str
    cells: int
    missing: int
    within: float
    near: float
    holds: float
    bounded: float
    width: float
    error: float
    ceiling: float | None = None
    naive: dict[str, float] = field(default_factory=dict)
    charitable: dict[str, float] = field(default_factory=dict)
    naive_within: dict[str, float] = field(default_factory=dict)
    wrong: list[Outcome] = field(default_factory=list)


@dataclass(slots=True)
class Contradictions:
    """planted and found: incidents. false: flags between numbers that are all right. slips, stale: flags that rest on a
    slip, or on a paper's copy of a number that its source has since corrected: disagreements, but not planted ones."""

    planted: int
    found: int
    false: int
    slips: int
    stale: int
    examples: list[tuple[str, ...]] = field(default_factory=list)


def covered(ledgered: Ledgered, category: str, kinds: Sequence[str], week_of: Mapping[dt.date, int]) -> set[Key]:
    """The district-weeks of which at least one report gives a number of the category, in persons."""
    out: set[Key] = set()
    for report, number in ledgered.truth.values():
        if number.category != category or number.unit != "person" or report.kind not in kinds or report.end is None:
            continue
        if len(district := report.place[:6]) == 6:
            out.add((district, week_of[report.end]))
    return out


def weeks(world: World) -> dict[dt.date, int]:
    """The week of every day."""
    return {world.monday(w) + dt.timedelta(days=d): w for w in range(world.settings.weeks) for d in range(7)}


def score(
    world: World, ledgered: Ledgered, cells: Iterable[Cell], category: str, measure: str, truth: Mapping[Key, int],
    kinds: Sequence[str],
) -> Score:  # fmt: skip
    """The cells of one category (persons, all of them, adm2 by week) against the truth."""
    week_of = weeks(world)
    found: dict[Key, Cell] = {}
    for cell in cells:
        slot = (cell.category, cell.unit, cell.measure, cell.population)
        day, code = cell.period_end, cell.place.code
        if slot == (category, "person", measure, "all") and code in world.districts and day in week_of:
            found[code, week_of[day]] = cell
    outcomes = []
    for key in sorted(covered(ledgered, category, kinds, week_of)):
        cell = found.get(key)
        if cell is None:
            outcomes.append(Outcome(key, truth[key], None, None, None, False))
        else:
            outcomes.append(Outcome(key, truth[key], cell.best, cell.low, cell.high, cell.high is None))
    return _score(category, outcomes, naive_answers(ledgered.claims, category, week_of, measure))


def _score(category: str, outcomes: list[Outcome], naive: dict[str, dict[str, dict[Key, int]]]) -> Score:
    count = max(1, len(outcomes))
    there = [o for o in outcomes if o.best is not None]
    result = Score(
        category,
        len(outcomes),
        len(outcomes) - len(there),
        sum(_within(o.best, o.truth) for o in outcomes) / count,
        sum(_within(o.best, o.truth) or _close(o.best, o.truth) for o in outcomes) / count,
        sum((o.low or 0) <= o.truth and (o.high is None or o.truth <= o.high) for o in there) / count,
        sum(not o.open for o in there) / count,
        statistics.median([((o.high or 0) - (o.low or 0)) / max(1, o.truth) for o in there if not o.open] or [0.0]),
        statistics.median([_error(o.best, o.truth) for o in outcomes] or [0.0]),
        wrong=[o for o in outcomes if not _within(o.best, o.truth)],
    )
    for answer in NAIVE:
        for name, values, into in (
            ("all", naive["all"][answer], result.naive),
            ("kind", naive["kind"][answer], result.charitable),
        ):
            into[answer] = statistics.median([_error(values.get(o.key), o.truth) for o in outcomes] or [0.0])
            if name == "all":
                result.naive_within[answer] = sum(_within(values.get(o.key), o.truth) for o in outcomes) / count
    return result


def _within(best: int | None, truth: int) -> bool:
    return best is not None and abs(best - truth) <= 0.1 * truth


def _close(best: int | None, truth: int) -> bool:
    return best is not None and abs(best - truth) <= 1


def _error(best: int | None, truth: int) -> float:
    """The relative error; of a truth of zero, the number itself."""
    return 1.0 if best is None else abs(best - truth) / max(1, truth)


def naive_answers(
    claims: Iterable[Claim], category: str, week_of: Mapping[dt.date, int], measure: str
) -> dict[str, dict[str, dict[Key, int]]]:
    """Sum, maximum and latest of the claims dated in a week in a district.

    "all": of all claims in persons; "kind": only of those of the measure's own kind.
    """
    family = {"flow": ("incident", "period", "increment"), "stock": ("stock",)}[measure]
    out: dict[str, dict[str, dict[Key, int]]] = {}
    for name, kinds in (("all", ("incident", "period", "increment", "cumulative", "stock")), ("kind", family)):
        sums: dict[Key, int] = defaultdict(int)
        most: dict[Key, int] = {}
        last: dict[Key, tuple[dt.date, str, int]] = {}
        for claim in claims:
            day = claim.period_end or claim.as_of
            district = _district(claim)
            if claim.category != category or claim.unit != "person" or claim.kind not in kinds or district is None:
                continue
            if day not in week_of or claim.low is None or claim.released is None:
                continue
            key = district, week_of[day]
            sums[key] += claim.low
            most[key] = max(most.get(key, 0), claim.low)
            last[key] = max(last.get(key, (dt.date.min, "", 0)), (claim.released, claim.id, claim.low))
        out[name] = {"sum": dict(sums), "maximum": most, "latest": {key: said[2] for key, said in last.items()}}
    return out


_DISTRICTS: dict[tuple[float | None, float | None], str] = {}


def know_places(world: World) -> None:
    """Let the naive answers know which district each coordinate lies in: they are spared the matching of places."""
    _DISTRICTS.clear()
    for town in world.towns.values():
        _DISTRICTS[town.lat, town.lon] = town.parent
    for district in world.districts.values():
        _DISTRICTS[district.lat, district.lon] = district.code


def _district(claim: Claim) -> str | None:
    return _DISTRICTS.get((claim.places[0].lat, claim.places[0].lon)) if claim.places else None


def contradictions(told: Told, truth: Mapping[str, tuple[Report, Number]], ledger: Ledger) -> Contradictions:
    """Planted contradictions that a flag names, and flags that are false."""
    found: set[str] = set()
    false = slips = stale = 0
    examples: list[tuple[str, ...]] = []
    for flag in ledger.contradictions:
        known = [truth[claim] for claim in flag.claims if claim in truth]
        tags = frozenset(tag for _, number in known for tag in number.tags)
        planted = {
            report.incident.id
            for report, number in known
            if report.incident is not None and "planted" in number.tags and report.incident.id in told.planted
        }
        if planted:
            found |= planted
        elif "slip" in tags:
            slips += 1
        elif "stale" in tags:
            stale += 1
        else:
            false += 1
            examples.append((flag.code, flag.message, *flag.claims))
    return Contradictions(len(told.planted), len(found), false, slips, stale, examples)


def table(scores: Sequence[Score], found: Contradictions) -> str:
    """The measures as a Markdown table."""
    head = (
        "| category | cells | within 10 % | ceiling | or within 1 | interval holds | no cell | open | width | error "
        "| sum | maximum | latest |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    )
    rows = []
    for s in scores:
        naive = [f"{s.naive[answer]:.2f} ({s.charitable[answer]:.2f})" for answer in NAIVE]
        shares = [f"{share:.3f}" for share in (s.within, s.near, s.holds)]
        others = [str(s.missing), f"{1 - s.bounded:.3f}", f"{s.width:.2f}", f"{s.error:.2f}"]
        shares.insert(1, "" if s.ceiling is None else f"{s.ceiling:.3f}")
        rows.append("| " + " | ".join([s.category, str(s.cells), *shares, *others, *naive]) + " |")
    last = (
        f"Contradictions: {found.found} of {found.planted} planted found, {found.false} false; "
        f"{found.slips} more rest on slips, {found.stale} on stale copies."
    )
    return "\n".join([*head, *rows, "", last])


def ceiling(world: World, ledgered: Ledgered, category: str, truth: Mapping[Key, int]) -> float:
    """The share of cells within 10 % if it were known which report tells of which incident.

    Each source's last number of an incident, most of them or their median, added up; an agency's total of the week
    before that. What is still wrong are slips, roundings, planted contradictions and what nobody told.
    """
    week_of = weeks(world)
    said: dict[tuple[Key, str], dict[str, tuple[bool, dt.date, int]]] = defaultdict(dict)
    totals: dict[Key, int] = {}
    for report, number in ledgered.truth.values():
        if number.category != category or report.end is None:
            continue
        if report.kind == "period":
            totals[report.place, week_of[report.end]] = number.value
        elif report.incident is not None:
            key = (report.incident.district, report.incident.week)
            entry = (not report.carrier, report.released, number.value)
            numbers = said[key, report.incident.id]
            numbers[report.origin.en] = max(numbers.get(report.origin.en, entry), entry)
    sums: dict[Key, int] = defaultdict(int)
    for (key, _), numbers in said.items():
        values = [value for _, _, value in numbers.values()]
        sums[key] += statistics.median_low(statistics.multimode(values))
    keys = covered(ledgered, category, ("incident", "period", "cumulative"), week_of)
    return sum(_within(totals.get(key, sums.get(key, 0)), truth[key]) for key in keys) / max(1, len(keys))
