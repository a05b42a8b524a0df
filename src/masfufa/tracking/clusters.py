"""Reports joined to the happenings that they fit best, in the order of their days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from masfufa.tracking.drafts import slip_like
from masfufa.tracking.fitting import (
    CONTRADICTION,
    RECALLED,
    STILL_TOLD,
    fit,
    grown,
    is_toll_of,
    near_or_equal,
    telling,
)
from masfufa.tracking.reports import Cluster, Report, Slot

JOIN = 0.05
"""The least score at which a report joins a happening (see `fit`)."""


LONGEST = 14
"""Days: a report that spans more is no incident that others could be matched with by day."""


BOMBARDMENT = frozenset(("aerial", "heavy-weapons"))
"""Modes for which Arabic has one word, so that a reader can only guess between them."""


def cluster_reports(reports: list[Report]) -> list[Cluster]:
    """The happenings of reports, given in their order. Candidates are looked up by place and day."""
    clusters: list[Cluster] = []
    below: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)
    exactly: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)
    spots: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)

    def register(cluster: Cluster) -> None:
        assert cluster.start is not None
        path = cluster.node.path
        for day in days_of_span(cluster.start, cluster.end):
            if not path:
                spots[None, cluster.node.spot, day].append(cluster)
                continue
            exactly[path, day].append(cluster)
            for size in range(1, len(path) + 1):
                below[path[:size], day].append(cluster)
            if cluster.node.spot:
                spots[path[0], cluster.node.spot, day].append(cluster)

    for report in reports:
        path = report.node.path
        placed = bool(path or report.node.spot)
        best: tuple[float, int] | None = None
        chosen: Cluster | None = None
        if placed and report.start is not None:
            seen: set[int] = set()
            margin = (RECALLED if telling(report) else STILL_TOLD) if report.dated == "release" else 1
            first = report.start - dt.timedelta(days=margin)
            last = (report.end or report.start) + dt.timedelta(days=0 if report.dated == "release" else 1)
            for day in days_of_span(first, last, margin + LONGEST):
                found = [below.get((path, day), ())] if path else []
                found += [exactly.get((path[:size], day), ()) for size in range(1, len(path))]
                if report.node.spot:
                    found.append(spots.get((path[0] if path else None, report.node.spot, day), ()))
                for listed in found:
                    for cluster in listed:
                        if cluster.number in seen:
                            continue
                        seen.add(cluster.number)
                        if report.toll and not is_toll_of(report, cluster):
                            continue
                        if margin == RECALLED and not near_or_equal(report, cluster):
                            continue
                        score = fit(report, cluster)
                        if score >= JOIN and (best is None or (score, -cluster.number) > best):
                            best, chosen = (score, -cluster.number), cluster
        if report.toll:
            if chosen is not None:
                chosen.take(report)
            continue
        if chosen is None:
            chosen = Cluster(len(clusters), report)
            clusters.append(chosen)
            if placed and report.start is not None:
                register(chosen)
        else:
            old = (chosen.node, chosen.start, chosen.end)
            chosen.take(report)
            if (chosen.node, chosen.start, chosen.end) != old:
                register(chosen)
    return _joined(clusters)


def _joined(clusters: list[Cluster]) -> list[Cluster]:
    """Happenings of one place and day that are one: told twice in other words (`_told_twice`), or a source's early
    count that stands alone, where its later and larger one stands with others (`_grew`)."""
    by_day: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        placed = cluster.node.path or cluster.node.spot
        if placed and cluster.start is not None and any(r.drafts for r in cluster.reports):
            by_day[cluster.node.path, cluster.node.spot, cluster.start].append(cluster)
    gone: set[int] = set()
    for key in sorted(by_day, key=repr):
        found = by_day[key]
        for index, one in enumerate(found):
            for other in found[index + 1 :]:
                if one.number not in gone and other.number not in gone and _told_twice(one, other):
                    for report in other.reports:
                        one.take(report)
                    gone.add(other.number)
        found = [cluster for cluster in found if cluster.number not in gone]
        for early in found if len(found) > 1 else ():
            if early.number in gone:
                continue
            late = next((c for c in found if c is not early and c.number not in gone and _grew(early, c)), None)
            if late is not None:
                for report in early.reports:
                    late.take(report)
                gone.add(early.number)
    return [cluster for cluster in clusters if cluster.number not in gone]


def _grew(early: Cluster, late: Cluster) -> bool:
    """Every count of the early cluster is one that its source later gave as a larger one in the late cluster."""
    types = [{kind for report in cluster.reports for kind in report.types} for cluster in (early, late)]
    if (types[0] and types[1] and not types[0] & types[1]) or early.documents & late.documents:
        return False
    mine = [d for r in early.reports for d in r.drafts if not d.generic]
    if not mine or len({d.source.key for r in late.reports for d in r.drafts if not d.generic}) < 2:
        return False
    follows: dict[tuple[Slot, str], list[bool]] = defaultdict(list)
    larger = False
    for draft in mine:
        told = [d for r in late.reports for d in r.slots.get(draft.slot, ())]
        own = [d for d in told if d.source.key == draft.source.key]
        same = [d for d in mine if (d.slot, d.source.key) == (draft.slot, draft.source.key)]
        rises = any(later.value == draft.value or grown(later, draft) for later in own)
        # A count may be mistyped, early or late, for one that has grown.
        rises = rises or any(
            slip_like(later.value or 0, d.value or 0) and grown(d, draft) for later in own for d in told
        )
        follows[draft.slot, draft.source.key].append(rises)
        if not rises and not any(slip_like(draft.value or 0, d.value or 0) for d in same):
            return False
        larger = larger or any((later.value or 0) > (draft.value or 0) for later in own)
    return larger and all(any(found) for found in follows.values())


def _told_twice(one: Cluster, other: Cluster) -> bool:
    """Air strike here, shelling there, but the same large counts: one attack that Arabic has one word for."""
    if one.documents & other.documents:
        return False
    types = {kind for cluster in (one, other) for report in cluster.reports for kind in report.types}
    if not types <= BOMBARDMENT:
        return False
    reports = (*one.reports, *other.reports)
    if not any(draft.claim.language == "ar" for report in reports for draft in report.drafts):
        return False
    mine: dict[Slot, set[int]] = defaultdict(set)
    theirs: dict[Slot, set[int]] = defaultdict(set)
    for counts, cluster in ((mine, one), (theirs, other)):
        for report in cluster.reports:
            for draft in report.drafts:
                counts[draft.slot].add(draft.value or 0)
    shared = mine.keys() & theirs.keys()
    equal = [mine[slot] & theirs[slot] for slot in shared]
    return bool(equal) and all(equal) and max(max(values) for values in equal) >= CONTRADICTION


def days_of_span(start: dt.date, end: dt.date | None, longest: int = LONGEST) -> Iterable[int]:
    """The days of a span as ordinals, at most `longest` after the first."""
    first = start.toordinal()
    last = (end or start).toordinal()
    return range(first, min(last, first + longest) + 1)
