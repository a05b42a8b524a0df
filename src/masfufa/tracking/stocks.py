"""The value of a stock cell (how many there are now) and of a running-total cell (how many since the beginning).

A stock is the latest of each source inside the period. Rows of one round are summed from the lowest level only; a row
of an upper level is another reading of the same people. Running totals are never summed over places that may overlap.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from masfufa.claims import CellLocator, SubmissionLocator
from masfufa.tracking.drafts import round_of
from masfufa.tracking.estimates import Vote, add, combine, vote
from masfufa.tracking.ledger import CanonicalClaim, Estimate, SetAside
from masfufa.tracking.sayings import say

FRESH = 3
"""Days by which another source's value may be older than the latest, and still bound it."""

SLACK = 0.02
"""Differences below this share are no disagreement."""

MONTH = 31
"""Days for which a count round is what the press tells of."""


def stock_value(claims: Sequence[CanonicalClaim], place: tuple[str, ...]) -> Estimate:
    """The estimate of a stock cell: the latest of each source, the freshest source first, agencies before the press."""
    by_source: dict[str, list[CanonicalClaim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.source].append(claim)
    readings: list[tuple[tuple[object, ...], dt.date, Estimate]] = []
    aside: list[SetAside] = []
    flags: set[str] = set()
    for source in sorted(by_source):
        day, estimate, table = _latest_of(by_source[source], place, aside, flags)
        if estimate is None:
            continue
        readings.append(((not table, -day.toordinal(), source), day, estimate))
    if not readings:
        return Estimate(None, None, None, "withdrawn", (), tuple(aside), tuple(sorted(by_source)), (), ("withdrawn",))
    newest = max(day for _, day, _ in readings)
    # A count round before a press total, unless the round is older than what else there is by more than a month.
    readings.sort(key=lambda r: ((newest - r[1]).days > 31, *r[0]))
    return _side_by_side(readings, aside, flags)


def _side_by_side(
    readings: Sequence[tuple[tuple[object, ...], dt.date, Estimate]], aside: list[SetAside], flags: set[str]
) -> Estimate:
    _, day, chosen = readings[0]
    low, high = chosen.low, chosen.high
    steps = list(chosen.steps)
    sources = set(chosen.sources)
    for _, other_day, other in readings[1:]:
        sources |= set(other.sources)
        steps.append(f"{', '.join(other.sources)}: {other.best:,} ({other_day})")
        near = abs((other_day - day).days) <= FRESH
        same = other.best == chosen.best or (
            other.best is not None
            and chosen.best is not None
            and (round_of(other.best, chosen.best) is not None or round_of(chosen.best, other.best) is not None)
        )
        if near and not same and other.best is not None and chosen.best is not None:
            low = min(low if low is not None else chosen.best, other.low if other.low is not None else other.best)
            high = None if high is None else max(high, other.high if other.high is not None else other.best)
            if abs(other.best - chosen.best) > SLACK * max(other.best, chosen.best):
                flags.add("sources_disagree")
        reason = "other_source" if near else "older"
        aside += [SetAside(i, reason, say("as_of", n=other.best, day=other_day)) for i in other.used]
        aside += list(other.set_aside)
    return Estimate(
        chosen.best, low, high, chosen.rule, chosen.used, (*chosen.set_aside, *aside), tuple(sorted(sources)),
        tuple(steps), tuple(sorted({*chosen.flags, *flags})),
    )  # fmt: skip


def _latest_of(
    claims: Sequence[CanonicalClaim], place: tuple[str, ...], aside: list[SetAside], flags: set[str]
) -> tuple[dt.date, Estimate | None, bool]:
    """One source's latest round or day."""
    # A table's rows are dated each by itself: one round of one kind of assessment is one state, as of its last day.
    rounds: dict[tuple[object, ...], list[CanonicalClaim]] = defaultdict(list)
    for claim in _last_released(claims, aside, flags):
        what = claim.claim
        number = what.round or claim.end or dt.date.min
        rounds[what.dataset or "", what.operation or "", what.assessment or "", number].append(claim)
    if not rounds:
        return dt.date.min, None, False
    newest = max(_day(members) for members in rounds.values())

    def rank(key: tuple[object, ...]) -> tuple[object, ...]:
        members = rounds[key]
        # The press tells of a round after it: rows that are not a month older are what it tells of.
        rows = _tables(members) and (newest - _day(members)).days <= MONTH
        return (rows, _day(members), len(members), repr(key))

    last = max(rounds, key=rank)
    chosen = list(rounds[last])
    day = _day(chosen)
    rest = {key: members for key, members in rounds.items() if key != last}
    for key in sorted(rest, key=repr):
        if _beside(last, key, chosen, rest[key]):
            # Two operations of one agency in two parts of a country count different people.
            chosen += rest.pop(key)
            flags.add("operations_added")
    estimate, table = _one_round(chosen, place, aside, flags)
    for members in rest.values():
        near = _tables(chosen) and abs((_day(members) - day).days) <= MONTH
        if near and not _tables(members):
            reason, words = "told_of_round", say("told_of_round")
            if any(_differs(claim, estimate) for claim in members if claim.node.path == place):
                flags.add("press_differs_from_rows")
        elif near and _day(members) == day:
            reason, words = "other_assessment", say("other_assessment")
        else:
            reason, words = "superseded", say("a_later")
        aside += [SetAside(c.id, reason, say("dated_why", day=c.end, why=words)) for c in members]
    return day, estimate, table


def _beside(
    last: tuple[object, ...],
    key: tuple[object, ...],
    chosen: Sequence[CanonicalClaim],
    members: Sequence[CanonicalClaim],
) -> bool:
    """Rows of another operation of the same data set, at about the same time, in other places."""
    if last[0] != key[0] or not last[0] or last[1] == key[1] or last[2] != key[2] or not _tables(members):
        return False
    if abs((_day(chosen) - _day(members)).days) > MONTH:
        return False
    mine = {claim.node.path for claim in chosen}
    theirs = {claim.node.path for claim in members}
    above = {path[:size] for path in mine for size in range(1, len(path) + 1)}
    return not any(path in above or any(path[:size] in mine for size in range(1, len(path))) for path in theirs)


def _differs(claim: CanonicalClaim, estimate: Estimate) -> bool:
    best = estimate.best or 0
    return bool(claim.value) and abs((claim.value or 0) - best) > SLACK * max(claim.value or 0, best)


def _day(claims: Sequence[CanonicalClaim]) -> dt.date:
    return max(claim.end or dt.date.min for claim in claims)


def _tables(claims: Sequence[CanonicalClaim]) -> bool:
    return any(isinstance(claim.claim.locator, CellLocator | SubmissionLocator) for claim in claims)


def _last_released(claims: Sequence[CanonicalClaim], aside: list[SetAside], flags: set[str]) -> list[CanonicalClaim]:
    """Of several releases of one value the last; one that was taken back by its data set is none."""
    found: dict[tuple[object, ...], list[CanonicalClaim]] = {}
    for claim in sorted(claims, key=lambda c: (c.restated or dt.date.min, not c.counts, c.id)):
        what = claim.claim
        key = (claim.node.path, claim.node.spot, what.parts, what.round, claim.end, what.dataset or "")
        old = found.setdefault(key, [])
        if old and old[-1].claim.document == what.document:
            # Two rows of one table are two things, and a blank beside a value is not its withdrawal.
            if claim.counts:
                old.append(claim)
            continue
        if not claim.counts and (claim.why_not != "absent" or what.dataset is None):
            continue
        words = f"{claim.value:,}" if claim.counts and claim.value is not None else say("no_value")
        aside += [SetAside(c.id, "superseded", say("again", value=words)) for c in old if c.counts]
        if not claim.counts and any(c.counts for c in old):
            flags.add("withdrawn")
        found[key] = [claim]
    return [claim for members in found.values() for claim in members if claim.counts]


def _one_round(
    claims: Sequence[CanonicalClaim], place: tuple[str, ...], aside: list[SetAside], flags: set[str]
) -> tuple[Estimate, bool]:
    table = _tables(claims)
    whole = [claim for claim in claims if not claim.claim.parts and "part" not in claim.flags]
    parts = [claim for claim in claims if claim.claim.parts]
    by_level: dict[int, list[CanonicalClaim]] = defaultdict(list)
    for claim in whole:
        by_level[len(claim.node.path)].append(claim)
    direct = [claim for claim in whole if claim.node.path == place]
    lower = {level: members for level, members in by_level.items() if level > len(place)}
    rows = [c for members in lower.values() for c in members if _is_row(c)]
    inside = [c for c in direct if c.node.spot and _is_row(c)]
    if not rows and len({c.node.spot for c in inside}) > 1:
        # Rows of villages or sites that lie in one unit are parts of it, as the rows of units below it are.
        rows, direct = inside, [c for c in direct if not c.node.spot]
    if rows:
        depth = max(len(c.node.path) for c in rows)
        lowest = [c for c in rows if len(c.node.path) == depth]
        summed = _sum(lowest, "lowest_rows_added")
        for level, members in sorted(lower.items()):
            if level != depth:
                aside += [SetAside(c.id, "upper_level", say("same_people")) for c in members]
        stated = [c for c in direct if c.value is not None]
        for claim in stated:
            aside.append(SetAside(claim.id, "upper_level", say("same_people")))
        if stated:
            top = max(stated, key=lambda c: (_is_row(c), c.id))
            if top.value != summed.best and not (top.value and round_of(top.value, summed.best or 0)):
                flags.add("levels_differ")
                if (top.value or 0) > (summed.best or 0) * (1 + SLACK) and _is_row(top):
                    # The rows do not make up the total: some are missing.
                    return _bounded(combine([vote(top)]), summed), table
                return _bounded(summed, combine([vote(top)])), table
        return summed, table
    if direct:
        return combine([vote(claim) for claim in direct]), table
    if lower:
        flags.add("rolled_up")
        return _rolled_up([c for members in lower.values() for c in members]), table
    return _sum_of_parts(parts or list(claims), flags), table


def _is_row(claim: CanonicalClaim) -> bool:
    return claim.claim.channel != "press" or isinstance(claim.claim.locator, CellLocator | SubmissionLocator)


def _sum(claims: Sequence[CanonicalClaim], rule: str) -> Estimate:
    """Rows of one level: of one place the claims are combined, of all places added."""
    by_place: dict[tuple[object, ...], list[CanonicalClaim]] = defaultdict(list)
    for claim in claims:
        key: tuple[object, ...] = (claim.node.path, claim.node.spot)
        if _is_row(claim) and isinstance(claim.claim.locator, CellLocator):
            key = (*key, claim.claim.locator.key)
        by_place[key].append(claim)
    return add([combine([vote(c) for c in by_place[key]]) for key in sorted(by_place, key=repr)], rule)


def _bounded(chosen: Estimate, other: Estimate) -> Estimate:
    low = min(chosen.low or 0, other.low or 0)
    high = None if chosen.high is None else max(chosen.high, other.high or other.best or 0)
    return Estimate(
        chosen.best, low, high, chosen.rule, chosen.used, (*chosen.set_aside, *other.set_aside), chosen.sources,
        (*chosen.steps, say("other_level", n=other.best)), chosen.flags,
    )  # fmt: skip


def _rolled_up(claims: Sequence[CanonicalClaim]) -> Estimate:
    """Parts of a place, where nobody speaks of the whole: at least their sum, without those inside one another."""
    kept: list[CanonicalClaim] = []
    taken: set[tuple[str, ...]] = set()
    for claim in sorted(claims, key=lambda c: (len(c.node.path), c.node.spot, -(c.value or 0), c.id)):
        path = claim.node.path
        if any(path[:size] in taken for size in range(1, len(path) + 1)):
            continue
        taken.add(path)
        kept.append(claim)
    summed = add([combine([vote(claim)]) for claim in kept], "places_added")
    return Estimate(
        summed.best, summed.low, None, summed.rule, summed.used, summed.set_aside, summed.sources, summed.steps,
        tuple(sorted({*summed.flags, "rolled_up"})),
    )  # fmt: skip


def _sum_of_parts(parts: Sequence[CanonicalClaim], flags: set[str]) -> Estimate:
    """Only parts are given (by reason, by sex): those of one kind are added, level by level the lowest."""
    by_names: dict[tuple[str, ...], list[CanonicalClaim]] = defaultdict(list)
    for claim in parts:
        by_names[tuple(name for name, _ in claim.claim.parts)].append(claim)
    names = max(by_names, key=lambda key: (len(by_names[key]), [-ord(s) for s in "".join(key)]))
    members = by_names[names]
    depth = max(len(claim.node.path) for claim in members)
    flags.add("summed_parts")
    return add([combine([vote(claim)]) for claim in members if len(claim.node.path) == depth], "parts_added")


def cumulative_value(claims: Sequence[CanonicalClaim], place: tuple[str, ...]) -> Estimate:
    """The estimate of a running total: each source's latest; the latest of these, others side by side."""
    by_source: dict[str, list[CanonicalClaim]] = defaultdict(list)
    aside: list[SetAside] = []
    flags: set[str] = set()
    direct = [claim for claim in claims if claim.node.path == place]
    for claim in claims:
        if "out_of_line" in claim.flags:
            aside.append(SetAside(claim.id, "out_of_line", say("out_of_line")))
            flags.add("cumulative_falls")
        elif "corrected_later" in claim.flags:
            aside.append(SetAside(claim.id, "corrected", say("corrected")))
        elif claim.node.path == place or not direct:
            by_source[claim.source].append(claim)
        else:
            aside.append(SetAside(claim.id, "part_of_place", say("part_of_place")))
    if not by_source:
        for claim in claims:
            by_source[claim.source].append(claim)
        aside, flags = [], flags | {"no_value_in_line"}
    readings: list[tuple[tuple[object, ...], dt.date, Estimate]] = []
    for source in sorted(by_source):
        found = sorted(by_source[source], key=_newest)
        if direct:
            last = [found[-1]]
            votes: list[Vote] = [vote(claim) for claim in last]
            estimate = combine(votes)
        else:
            latest: dict[tuple[tuple[str, ...], str], CanonicalClaim] = {}
            for claim in found:
                latest[claim.node.path, claim.node.spot] = claim
            last = list(latest.values())
            estimate = _rolled_up(last)
        kept = {claim.id for claim in last}
        aside += [SetAside(c.id, "superseded", say("dated", day=c.end)) for c in found if c.id not in kept]
        day = max((claim.end or dt.date.min) for claim in last)
        named = last[0].attributed and not source.startswith("unnamed:")
        exact = last[0].claim.qualifier == "exact"
        readings.append(((not named, -day.toordinal(), not exact, source), day, estimate))
    readings.sort(key=lambda reading: reading[0])
    if not readings[0][0][0]:
        # Where a source is named, who names none bounds nothing.
        for key, day, estimate in readings:
            if key[0]:
                aside += [SetAside(i, "no_named_source", say("as_of", n=estimate.best, day=day)) for i in estimate.used]
        readings = [reading for reading in readings if not reading[0][0]]
    result = _side_by_side(readings, aside, flags)
    return Estimate(
        result.best, result.low, result.high, "latest_as_of" if direct else result.rule, result.used, result.set_aside,
        result.sources, result.steps, result.flags,
    )  # fmt: skip


def _newest(claim: CanonicalClaim) -> tuple[object, ...]:
    released = claim.claim.released or dt.date.min
    return (claim.end or dt.date.min, released, claim.claim.qualifier == "exact", claim.value or 0, claim.id)
