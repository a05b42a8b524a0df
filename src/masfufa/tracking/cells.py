"""Which claims and happenings lie in which cell, and the value of each.

A figure goes to the cell of the unit and period that hold it. One that no unit of the wanted level holds goes to a row
of its own, `LBY.LY02:only` ("in LBY.LY02, not known where"); one that no period holds to a row of its own days; one
without a country to `none`. So every figure is in exactly one row, and nothing is dropped.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from masfufa.claims import CHANNELS, Channel
from masfufa.tracking.estimates import add, combine, vote
from masfufa.tracking.flows import Item, Running, flow_value
from masfufa.tracking.geography import slug
from masfufa.tracking.ledger import (
    By,
    CanonicalClaim,
    Cell,
    Estimate,
    Every,
    Family,
    Happening,
    Ledger,
    Node,
    PlaceName,
)
from masfufa.tracking.periods import UNDATED, Period, holding, period_of
from masfufa.tracking.stocks import cumulative_value, stock_value

LEVELS: dict[By, int] = {"country": 0, "adm1": 1, "adm2": 2, "adm3": 3, "adm4": 4, "place": 9}

ONLY = ":only"
"""Ends the place of a row that holds what is known to lie in a unit, but not where in it."""

Slot = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """A cell's place in the matrix."""

    place: str
    path: tuple[str, ...]
    period: Period
    category: str
    unit: str
    measure: Family
    population: str

    @property
    def cell_id(self) -> str:
        """`LBY.LY0201/2019-W15/killed/person`, with `/stock` or `/cumulative` and whom alone it counts, if anyone."""
        words = [self.place, self.period.label, self.category, self.unit]
        if self.measure != "flow":
            words.append(self.measure)
        if self.population != "all":
            words.append(self.population)
        return "/".join(words)


@dataclass(slots=True)
class Content:
    """What lies in a cell."""

    claims: list[CanonicalClaim] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    running: list[Running] = field(default_factory=list)
    absent: list[CanonicalClaim] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def place_of(node: Node, level: int) -> tuple[str, tuple[str, ...], bool]:
    """The row's place key, its path, and whether the place is wider than the level that was asked for."""
    if not node.path:
        return node.key, (), False
    if level == LEVELS["place"]:
        spot = f"{node.key}:{node.spot}" if node.spot else node.key
        return spot, node.path, False
    path = node.path[: level + 1]
    while path and path[-1] == "-":
        path = path[:-1]
    key = path[0] if len(path) == 1 else f"{path[0]}.{path[-1]}"
    if len(path) <= level:
        return key + ONLY, path, True
    return key, path, False


def collect(
    ledger: Ledger, by: By, every: Every, wanted: Callable[[str], bool], since: dt.date | None, until: dt.date | None
) -> dict[Key, Content]:
    """Every cell's content. Cost: linear in claims, plus one look-up a period for each running total."""
    level = LEVELS[by]
    cells: dict[Key, Content] = defaultdict(Content)
    nearer_rows = _rows_below(ledger, level)

    def key_of(
        node: Node, start: dt.date | None, end: dt.date | None, slot: Slot, measure: Family, number: str | None
    ) -> tuple[Key, set[str]]:
        place, path, wider = place_of(node, level)
        flags = {"place_wider"} if wider else set()
        if every == "round":
            period = Period(f"round-{number}", None, None)
        else:
            period, wide = holding(start, end, every)
            if wide:
                flags.add("period_wider")
        if not path:
            flags |= {"place_not_resolved"} if node.spot else {"place_not_said", "covers_other_rows"}
        return Key(place, path, period, *slot[:2], measure, slot[2]), flags

    def inside(start: dt.date | None, end: dt.date | None) -> bool:
        first, last = start or end, end or start
        return not (
            (since is not None and last is not None and last < since)
            or (until is not None and first is not None and first > until)
        )

    operations: dict[str | None, set[str | None]] = defaultdict(set)
    if every == "round":
        for claim in ledger.canonical.values():
            if claim.claim.round:
                operations[claim.node.country].add(claim.claim.operation)
    for claim in ledger.canonical.values():
        what = claim.claim
        number = what.round
        if number and len(operations[claim.node.country]) > 1:
            number = f"{number}-{slug(what.operation or 'other')}"
        if not wanted(what.category) or not inside(claim.start if claim.family == "flow" else claim.end, claim.end):
            continue
        if not claim.counts and claim.why_not != "absent":
            continue
        if "part" in claim.flags or (what.parts and claim.family == "flow" and what.part_of):
            continue
        if every == "round" and not what.round:
            continue
        slot = (what.category, what.unit, claim.population)
        if claim.family == "flow":
            if claim.counts and (what.kind == "incident" or "toll_of_happening" in claim.flags):
                continue
            key, flags = key_of(claim.node, claim.start, claim.end, slot, "flow", number)
        else:
            key, flags = key_of(claim.node, claim.end, claim.end, slot, claim.family, number)
            if (
                claim.family == "stock"
                and "place_wider" in flags
                and (claim.source, slot, what.round or claim.end) in nearer_rows
            ):
                flags.add("covers_other_rows")
        if claim.family == "flow" and flags & {"place_wider", "period_wider"} and claim.counts:
            flags.add("covers_other_rows")
        content = cells[key]
        (content.claims if claim.counts else content.absent).append(claim)
        content.flags |= flags
    if every != "round":
        for happening in ledger.happenings.values():
            if not inside(happening.start, happening.end):
                continue
            for slot in happening.estimates:
                if not wanted(slot[0]) or (slot[2] != "all" and _is_part(ledger, happening, slot)):
                    continue
                key, flags = key_of(
                    happening.node, happening.start, happening.start or happening.end, slot, "flow", None
                )
                content = cells[key]
                content.happenings.append(happening)
                content.flags |= flags
        _differences(ledger, level, every, wanted, inside, cells)
    return cells


def _is_part(ledger: Ledger, happening: Happening, slot: Slot) -> bool:
    """All that is said of this group is a part of a total."""
    return all(
        "part" in ledger.canonical[i].flags or ledger.canonical[i].claim.parts
        for i in happening.claims
        if ledger.canonical[i].population == slot[2] and ledger.canonical[i].claim.category == slot[0]
    )


def _rows_below(ledger: Ledger, level: int) -> set[tuple[object, ...]]:
    return {
        (c.source, (c.claim.category, c.claim.unit, c.population), c.claim.round or c.end)
        for c in ledger.canonical.values()
        if c.family == "stock" and c.counts and c.node.level >= level and not isinstance(c.claim.round, type(None))
    }


def _differences(
    ledger: Ledger,
    level: int,
    every: Every,
    wanted: Callable[[str], bool],
    inside: Callable[[dt.date | None, dt.date | None], bool],
    cells: dict[Key, Content],
) -> None:
    """Running totals speak of every period between their values; of the place that they are about only."""
    groups: dict[tuple[str, tuple[str, ...], str, str, str, bool], list[CanonicalClaim]] = defaultdict(list)
    for claim in ledger.canonical.values():
        what = claim.claim
        if claim.family != "cumulative" or not claim.counts or not wanted(what.category):
            continue
        if "part" in claim.flags or what.parts or not claim.node.path or every == "total":
            continue
        place, path, wider = place_of(claim.node, level)
        if path == claim.node.path:
            groups[place, path, what.category, what.unit, claim.population, wider].append(claim)
    for group in sorted(groups, key=repr):
        place, path, category, unit, population, wider = group
        running = Running(groups[group])
        if running.first is None or running.last is None:
            continue
        starts = [c.start for c in groups[group] if c.start is not None]
        day = min([running.first, *starts])
        while day <= running.last:
            period = period_of(day, every)
            assert period.start is not None and period.end is not None
            day = period.end + dt.timedelta(days=1)
            if not inside(period.start, period.end):
                continue
            key = Key(place, path, period, category, unit, "flow", population)
            found = running.difference(period.start, period.end)
            # A total that nobody gave anew says nothing of a period; one that stayed the same says zero.
            if found is None or (found.best == 0 and key not in cells and not running.speaks(period.start, period.end)):
                continue
            content = cells[key]
            content.running.append(running)
            if wider:
                content.flags |= {"place_wider", "covers_other_rows"}


def value(ledger: Ledger, key: Key, content: Content, channel: Channel | None = None) -> Estimate | None:
    """The estimate of a cell, from all channels or from one; None where nothing there counts."""
    claims = [c for c in content.claims if channel is None or channel in channels_of(ledger, c)]
    if key.measure == "stock":
        found = [*claims, *(c for c in content.absent if channel in (None, c.claim.channel))]
        return stock_value(found, key.path) if claims else None
    if key.measure == "cumulative":
        return cumulative_value(claims, key.path) if claims else None
    slot = (key.category, key.unit, key.population)
    items: list[Item] = []
    for happening in content.happenings:
        estimate: Estimate | None = happening.estimates[slot]
        if channel is not None:
            estimate = _in_channel(ledger, happening, slot, channel)
        if estimate is not None:
            items.append(Item(happening.id, happening.node, happening.start, happening.end, estimate))
    items.sort(key=lambda item: item.id)
    difference = None
    for running in content.running:
        if channel is not None:
            own = [c for points in running.series.values() for _, c in points if channel in channels_of(ledger, c)]
            running = Running(own)
        if key.period.start is not None and key.period.end is not None:
            difference = running.difference(key.period.start, key.period.end)
    claims = _last_release(claims, content.absent)
    wholes = [c for c in claims if not c.claim.parts]
    if not wholes and claims:
        wholes, extra = [], claims
        difference_parts = add([combine([vote(c)]) for c in extra], "parts_added")
        return difference_parts if not items else add([difference_parts], "")
    if not items and not wholes and difference is None:
        return None
    return flow_value(items, wholes, difference, key.path, key.period.start, key.period.end)


def _last_release(claims: Sequence[CanonicalClaim], absent: Sequence[CanonicalClaim]) -> list[CanonicalClaim]:
    """Of a data set's releases the last one holds: what it gives anew, and what it no longer gives."""
    last: dict[tuple[object, ...], CanonicalClaim] = {}
    out: list[CanonicalClaim] = []
    order = sorted([*claims, *absent], key=lambda c: (c.restated or dt.date.min, not c.counts, c.id))
    for claim in order:
        what = claim.claim
        if what.dataset is None:
            if claim.counts:
                out.append(claim)
            continue
        key = (what.dataset, claim.node.path, claim.node.spot, claim.start, claim.end, what.parts, what.round)
        old = last.get(key)
        if old is not None and old.claim.document == what.document:
            if claim.counts:
                out.append(claim)
            continue
        last[key] = claim
    out += [claim for claim in last.values() if claim.counts]
    return sorted(out, key=lambda c: c.id)


def channels_of(ledger: Ledger, claim: CanonicalClaim) -> set[Channel]:
    """The channels that a canonical claim came by: its own and its carriers'."""
    found = {claim.claim.channel}
    for carrier in claim.carriers:
        found.add(ledger.claims[carrier.claim].channel)
    return found


def _in_channel(ledger: Ledger, happening: Happening, slot: Slot, channel: Channel) -> Estimate | None:
    own = [ledger.canonical[i] for i in happening.claims]
    own = [c for c in own if channel in channels_of(ledger, c) and c.counts and c.value is not None]
    if not own:
        return None
    if len(own) == len(happening.claims):
        return happening.estimates[slot]
    same = [c for c in own if (c.claim.category, c.claim.unit, c.population) == slot]
    return combine([vote(c) for c in same]) if same else None


def all_claims(ledger: Ledger, key: Key, content: Content) -> tuple[str, ...]:
    """Every claim that speaks of a cell, carriers too."""
    slot = (key.category, key.unit, key.population)
    found: set[str] = set()
    canonical: list[CanonicalClaim] = [*content.claims, *content.absent]
    for happening in content.happenings:
        for i in happening.claims:
            claim = ledger.canonical[i]
            mine = (claim.claim.category, claim.claim.unit) == slot[:2]
            if mine and (claim.population == slot[2] or i in happening.estimates[slot].used):
                canonical.append(claim)
    for claim in canonical:
        found.add(claim.id)
        found.update(carrier.claim for carrier in claim.carriers)
    return tuple(sorted(found))


def place_name(ledger: Ledger, key: Key) -> PlaceName:
    """The unit of a row."""
    base = key.place.removesuffix(ONLY)
    known = ledger.places.get(base)
    if known is None:
        unit, _, spot = base.partition(":")
        parent = ledger.places.get(unit)
        if parent is not None and spot:
            return _in_unit(ledger.spots.get(base), spot, parent, base)
        return parent or PlaceName(base, None, -1, None, base, "none")
    return known


def _in_unit(known: PlaceName | None, spot: str, parent: PlaceName, key: str) -> PlaceName:
    """A town with the unit that it lies in: "Nyala, South Darfur"."""
    own: Mapping[str, str] = known.names if known else {}
    name = known.name if known else spot
    names = {
        language: _joined(own.get(language, name), parent.names.get(language, parent.name), language)
        for language in sorted(own.keys() | parent.names.keys())
    }
    lat, lon = (known.lat, known.lon) if known else (None, None)
    whole = _joined(own.get("en", name), parent.name, "en")
    return PlaceName(key, parent.country, parent.level + 1, None, whole, "place", names, lat, lon)


def _joined(spot: str, unit: str, language: str) -> str:
    return spot if spot == unit else ("، " if language == "ar" else ", ").join((spot, unit))


def build(ledger: Ledger, key: Key, content: Content) -> Cell:
    """One finished cell."""
    estimate = value(ledger, key, content)
    flags = set(content.flags)
    if estimate is None:
        absences = sorted({c.claim.absence or "blank" for c in content.absent})
        flags |= {f"absent:{absence}" for absence in absences}
        estimate = Estimate(None, None, None, "no_value", (), (), tuple(sorted({c.source for c in content.absent})))
    channels: dict[Channel, int | None] = dict.fromkeys(CHANNELS)
    present = {ch for c in content.claims for ch in channels_of(ledger, c)}
    for happening in content.happenings:
        present |= {ch for i in happening.claims for ch in channels_of(ledger, ledger.canonical[i])}
    for running in content.running:
        present |= {ch for points in running.series.values() for _, c in points for ch in channels_of(ledger, c)}
    for channel in sorted(present):
        alone = estimate if len(present) == 1 else value(ledger, key, content, channel)
        channels[channel] = alone.best if alone is not None else None
    flags |= set(estimate.flags)
    used = set(estimate.used)
    for claim in content.claims:
        if claim.id in used:
            flags |= {f for f in claim.flags if f in SHOWN}
    for happening in content.happenings:
        for i in happening.claims:
            if i in used:
                flags |= {f for f in ledger.canonical[i].flags if f in SHOWN}
    claims = tuple(sorted({*all_claims(ledger, key, content), *estimate.used}))
    return Cell(
        place=place_name(ledger, key),
        period=key.period.label,
        period_start=key.period.start,
        period_end=key.period.end,
        cell_id=key.cell_id,
        category=key.category,
        unit=key.unit,
        measure=key.measure,
        population=key.population,
        estimate=estimate,
        channels=channels,
        claims=claims,
        happenings=tuple(sorted(h.id for h in content.happenings)),
        flags=tuple(sorted(flags)),
    )


SHOWN = frozenset(
    (
        "presumed_repeat", "place_by_distance", "dated_by_release", "several_places", "parts_exceed_total",
        "household_size", "source_contradicts_itself", "revised", "corrected_down",
    )
)  # fmt: skip
"""Flags of a claim that a cell which uses it shows too."""


def with_round_days(cells: Iterable[tuple[Key, Content]]) -> list[tuple[Key, Content]]:
    """Rounds have the days of their claims."""
    out = []
    for key, content in cells:
        days = [c.end for c in (*content.claims, *content.absent) if c.end is not None]
        if key.period.label.startswith("round-") and days:
            period = Period(key.period.label, min(days), max(days))
            key = Key(key.place, key.path, period, key.category, key.unit, key.measure, key.population)
        out.append((key, content))
    return out


UNDATED_LABEL = UNDATED.label
