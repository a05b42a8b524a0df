"""The value of a flow cell: happenings, period totals, increments and differences of running totals, never added twice.

Readings of one cell: (1) a period total, or the totals of one source that do not overlap, with the happenings that
they do not cover; (2) the difference of a running total at both ends; (3) the happenings' sum. One is chosen, the
others widen the bounds where they rest on other sources, and all are listed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from masfufa.gazetteer.outlines import plain_name
from masfufa.tracking.drafts import distance, slip_like
from masfufa.tracking.estimates import Vote, add, combine, vote, widen
from masfufa.tracking.ledger import CanonicalClaim, Estimate, Node, SetAside
from masfufa.tracking.periods import length
from masfufa.tracking.sayings import say

SLACK = 1.1
"""The happenings' sum may be this much above a total before it counts as a contradiction of it."""

END_SHARE = 0.15
"""A running total may be this share of the period away from each end, and its difference still stands for it."""

APART = 8.0
"""Kilometres from which two named places of one unit do not hold each other; a quarter lies nearer to its city."""


@dataclass(frozen=True, slots=True)
class Item:
    """A happening's count in one slot: where, when, the estimate, and what it rests on."""

    id: str
    node: Node
    start: dt.date | None
    end: dt.date | None
    estimate: Estimate


def flow_value(
    items: Sequence[Item],
    totals: Sequence[CanonicalClaim],
    difference: Estimate | None,
    place: tuple[str, ...],
    start: dt.date | None,
    end: dt.date | None,
) -> Estimate:
    """The estimate of a cell from what lies in it. At least one of the three must be there."""
    events = add([item.estimate for item in items], "happenings_added" if len(items) > 1 else "") if items else None
    readings: list[tuple[str, Estimate]] = []
    for name, estimate in _by_totals(items, totals, place, start, end):
        readings.append((name, estimate))
    # A running total leaves no happening out; reports of happenings do. So its difference comes before their sum.
    if (
        difference is not None
        and events is not None
        and (events.low or 0) * 1.0 > (difference.high or difference.best or 0) * SLACK
    ):
        readings.append(("happenings_added", events))
        readings.append(("cumulative_difference", difference))
    else:
        if difference is not None:
            readings.append(("cumulative_difference", difference))
        if events is not None:
            readings.append(("happenings_added", events))
    chosen = readings[0][1]
    return widen(chosen, readings[1:])


def _by_totals(
    items: Sequence[Item],
    totals: Sequence[CanonicalClaim],
    place: tuple[str, ...],
    start: dt.date | None,
    end: dt.date | None,
) -> list[tuple[str, Estimate]]:
    """One reading a source (or a set of sources that count exactly this cell), the best coverage first."""
    by_source: dict[str, list[CanonicalClaim]] = defaultdict(list)
    exact: list[CanonicalClaim] = []
    for claim in totals:
        if (
            start is not None
            and _meant(claim).path == place
            and not _meant(claim).spot
            and (claim.start, claim.end) == (start, end)
        ):
            exact.append(claim)
        else:
            by_source[claim.source].append(claim)
    ranked: list[tuple[tuple[object, ...], str, Estimate]] = []
    if exact:
        estimate = _named("period_total", combine([vote(claim) for claim in exact]))
        boxes = [(_meant(claim), claim.start, claim.end) for claim in exact[:1]]
        ranked.append(((0,), "period_total", _covering(estimate, boxes, items)))
    for source in sorted(by_source):
        taken, aside = _without_overlap(by_source[source])
        parts = [combine([vote(claim)]) for claim in taken]
        names = {claim.claim.kind for claim in taken}
        name = "increments_added" if names == {"increment"} else "period_totals_added"
        whole = add(parts, name)
        whole = Estimate(
            whole.best, whole.low, whole.high, name if len(parts) > 1 else "period_total" if name[0] == "p" else name,
            whole.used, (*whole.set_aside, *aside), whole.sources, whole.steps, whole.flags,
        )  # fmt: skip
        boxes = [(_meant(claim), claim.start, claim.end) for claim in taken]
        value = _covering(whole, boxes, items, only_since={source} if names == {"increment"} else None)
        days = sum(length(claim.start, claim.end) for claim in taken)
        ranked.append(((1, -days, -(value.best or 0), source), value.rule, value))
    ranked.sort(key=lambda entry: entry[0])
    return [(name, estimate) for _, name, estimate in ranked]


def _named(rule: str, e: Estimate) -> Estimate:
    return Estimate(e.best, e.low, e.high, rule, e.used, e.set_aside, e.sources, e.steps, e.flags)


_Box = tuple[Node, dt.date | None, dt.date | None]


def _covering(
    total: Estimate, boxes: Sequence[_Box], items: Sequence[Item], only_since: set[str] | None = None
) -> Estimate:
    """A total, with the happenings that it does not cover added to it; those inside are part of it.

    `only_since` holds the source of a total that is a sum of increments: a happening of which that source alone had
    counted more than the whole sum was counted before it, and is not in it.
    """
    index: dict[tuple[str, ...], list[tuple[dt.date, dt.date, Node]]] = defaultdict(list)
    for node, start, end in boxes:
        last = end or start
        if last is not None:
            index[node.path].append((start or last, last, node))
    for spans in index.values():
        spans.sort(key=lambda span: span[:2])
    inside: list[Item] = []
    outside: list[Item] = []
    for item in items:
        before = (
            only_since is not None
            and set(item.estimate.sources) == only_since
            and total.high is not None
            and (item.estimate.low or 0) > total.high
        )
        (inside if not before and _covered(item, index) else outside).append(item)
    flags = set(total.flags)
    aside = [
        *total.set_aside,
        *(SetAside(claim, "part_of_total", say("in_total")) for i in inside for claim in i.estimate.used),
        *(entry for i in inside for entry in i.estimate.set_aside),
    ]
    best, low, high = total.best or 0, total.low or 0, total.high
    rule, used, steps = total.rule, total.used, list(total.steps)
    sources = set(total.sources)
    if inside:
        summed = add([i.estimate for i in inside], "happenings_added")
        sure = sum(i.estimate.low or 0 for i in inside if len(i.estimate.sources) > 1)
        steps.append(say("inside", n=len(inside), n2=summed.best))
        top = total.high if total.high is not None else 10**15
        if slip_like(total.best or 0, summed.best or 0) and total.rule == "period_total":
            # The very sum, but for a zero or two digits swapped: the total is mistyped.
            flags.add("slip_suspected")
            high = None if summed.high is None else max(summed.high, total.high or 0)
            best, rule, used = summed.best or 0, "happenings_added", summed.used
            low = min(low, summed.low or 0)
            aside = [*(SetAside(i, "slip", say("mistyped", n=best)) for i in total.used), *summed.set_aside]
            sources |= set(summed.sources)
        elif sure > top * SLACK:
            # More was counted one by one, by two sources each, than the total says: the total is not all.
            flags.add("total_below_incidents")
            best = max(best, summed.best or 0)
            high = None if summed.high is None else max(summed.high, top if total.high is not None else 0)
            rule = "happenings_above_total"
            used = (*used, *summed.used)
            sources |= set(summed.sources)
            aside = list(total.set_aside) + list(summed.set_aside)
        elif high is not None and (summed.best or 0) > high:
            high = summed.best
    if outside:
        rest = add([i.estimate for i in outside], "happenings_added")
        steps.append(say("outside", n=len(outside), n2=rest.best))
        best, low = best + (rest.best or 0), low + (rest.low or 0)
        high = None if high is None or rest.high is None else high + rest.high
        used = (*used, *rest.used)
        aside += rest.set_aside
        flags |= set(rest.flags)
        sources |= set(rest.sources)
        rule = f"{rule}_and_happenings" if not rule.endswith("_happenings") else rule
    return Estimate(
        best, min(low, best), high, rule, used, tuple(aside), tuple(sorted(sources)), tuple(steps), tuple(sorted(flags))
    )


def _covered(item: Item, index: dict[tuple[str, ...], list[tuple[dt.date, dt.date, Node]]]) -> bool:
    last = item.end or item.start
    if last is None:
        return False
    path = item.node.path
    for size in range(1, len(path) + 1):
        spans = index.get(path[:size])
        if not spans:
            continue
        at = bisect_right(spans, (last, dt.date.max), key=lambda span: span[:2])
        # Totals of one source do not overlap, but for those of towns that lie apart: their spans may.
        for start, end, node in reversed(spans[:at]):
            if start <= (item.start or last) and last <= end and not _apart(node, item.node):
                return True
            if not node.spot:
                break
    return False


def _meant(claim: CanonicalClaim) -> Node:
    """Where a total holds: in a town that bears its unit's name ("in Tripoli") it may hold for all of the unit."""
    node = claim.node
    if not node.spot or node.how == "name":
        return replace(node, spot="")
    for place in claim.claim.places:
        seat = plain_name(place.units[-1].name) if place.units else ""
        if seat in {plain_name(name) for name in (place.name, *place.names.values())}:
            return replace(node, spot="")
    return node


def _apart(a: Node, b: Node) -> bool:
    """Two named places of one unit, neither of which can hold the other."""
    if not a.spot or not b.spot or a.spot == b.spot or a.path != b.path:
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return distance(a.lat, a.lon, b.lat, b.lon) > APART


def _without_overlap(claims: Sequence[CanonicalClaim]) -> tuple[list[CanonicalClaim], list[SetAside]]:
    """One source's totals that do not overlap in place and time, the longest and widest first."""
    aside: list[SetAside] = []
    latest: dict[tuple[object, ...], CanonicalClaim] = {}
    for claim in sorted(claims, key=lambda c: (c.claim.released or dt.date.min, c.id)):
        key = (claim.node.path, claim.node.spot, claim.start, claim.end)
        old = latest.get(key)
        if old is not None:
            aside.append(SetAside(old.id, "superseded", say("says_later", name=claim.source_name, n=claim.value)))
        latest[key] = claim
    ordered = sorted(latest.values(), key=lambda c: (-length(c.start, c.end), len(c.node.path), -(c.value or 0), c.id))
    taken: list[CanonicalClaim] = []
    by_day: dict[int, list[Node]] = defaultdict(list)
    for claim in ordered:
        days = range(
            (claim.start or claim.end or dt.date.min).toordinal(),
            (claim.end or claim.start or dt.date.min).toordinal() + 1,
        )
        mine = _meant(claim)
        if any(_related(mine, other) for day in days for other in by_day.get(day, ())):
            aside.append(SetAside(claim.id, "overlaps", say("overlaps", name=claim.source_name)))
            continue
        taken.append(claim)
        for day in days:
            by_day[day].append(mine)
    return taken, aside


def _related(a: Node, b: Node) -> bool:
    shorter = min(len(a.path), len(b.path))
    return a.path[:shorter] == b.path[:shorter] and not _apart(a, b)


class Running:
    """The running totals of one place and slot, by source: what they say of a period by the difference of its ends."""

    def __init__(self, claims: Sequence[CanonicalClaim]) -> None:
        self.series: dict[str, list[tuple[dt.date, CanonicalClaim]]] = defaultdict(list)
        best: dict[tuple[str, dt.date], CanonicalClaim] = {}
        for claim in sorted(claims, key=lambda c: (c.claim.released or dt.date.min, c.id)):
            if claim.end is not None and "out_of_line" not in claim.flags and "corrected_later" not in claim.flags:
                best[claim.source, claim.end] = claim
        for (source, day), claim in sorted(best.items(), key=lambda entry: entry[0]):
            self.series[source].append((day, claim))
        days = [day for points in self.series.values() for day, _ in points]
        self.first = min(days, default=None)
        self.last = max(days, default=None)

    def speaks(self, start: dt.date, end: dt.date) -> bool:
        """Some source gave its total as of a day in this time."""
        return any(start <= day <= end for points in self.series.values() for day, _ in points)

    def difference(self, start: dt.date, end: dt.date) -> Estimate | None:
        """What was added from `start` to `end`, by every source that has a value near both ends."""
        slack = dt.timedelta(days=max(0, int(length(start, end) * END_SHARE)))
        before = start - dt.timedelta(days=1)
        votes: list[Vote] = []
        steps: list[str] = []
        for source, points in self.series.items():
            days = [day for day, _ in points]
            at = bisect_right(days, end) - 1
            base = bisect_right(days, before + slack) - 1
            if at < 0 or days[at] < end - slack or base >= at:
                continue
            top = points[at][1]
            if base >= 0 and days[base] >= before - slack:
                bottom = points[base][1]
                off = abs((days[base] - before).days) + abs((days[at] - end).days)
                ids: tuple[str, ...] = (top.id, bottom.id)
                floor: int = bottom.value or 0
                floor_day = days[base]
                value = (top.value or 0) - (bottom.value or 0)
                exact = _exact(top) and _exact(bottom) and off == 0
            elif base < 0 and top.start is not None and abs((top.start - start).days) <= slack.days:
                ids, floor, floor_day = (top.id,), 0, top.start
                value, off, exact = top.value or 0, 0, _exact(top)
            else:
                continue
            if value < 0:
                continue
            margin = 0 if exact else max(value * off // max(1, length(start, end)), 0)
            votes.append(
                Vote(source, top.source_name, value, max(0, value - margin), value + margin, exact,
                     "exact" if exact else "approx", top.attributed, False, top.claim.released or dt.date.min, ids)
            )  # fmt: skip
            ends = f"{top.value:,} ({days[at]}) − {floor:,} ({floor_day})"
            steps.append(f"{top.source_name}: {ends} = {value:,}")
        if not votes:
            return None
        found = combine(votes)
        return Estimate(
            found.best, found.low, found.high, "cumulative_difference", found.used, found.set_aside, found.sources,
            tuple(steps), found.flags,
        )  # fmt: skip


def _exact(claim: CanonicalClaim) -> bool:
    return claim.claim.qualifier == "exact" and claim.low == claim.high
