"""Reports of one happening become one: by time, place at any level, type, actors and counts.

A *report* is what one document says of one event: its figures (killed, wounded …) and its event claims. Reports are
taken in the order of days and joined to the happening that they fit best, or begin a new one. Two figures of one kind
in one document are two happenings: who counts two strikes means two.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping

from masfufa.claims import CellLocator, EventClaim, SubmissionLocator
from masfufa.tracking.arithmetic import DISJOINT
from masfufa.tracking.drafts import Draft, agree, compatible, kilometres, round_of
from masfufa.tracking.estimates import Vote, combine, vote
from masfufa.tracking.geography import Geography
from masfufa.tracking.ledger import Estimate, Flag, Happening, Link, Node
from masfufa.tracking.sources import actor_of, words_of

JOIN = 1.6
"""The least score at which a report joins a happening (see `_score`)."""

WHO_WAS_HIT = frozenset(("migrants", "refugees", "idps", "civilians", "fighters", "security_forces", "journalists"))
"""Groups that say who the victims were, not which of them: alone they stand for all."""

UNREAL = frozenset(("denied", "hypothetical", "future", "historical"))
LONGEST = 14
"""Days: a report that spans more is no incident that others could be matched with by day."""

Slot = tuple[str, str, str]


class Report:
    """What one document says of one event."""

    __slots__ = ("actors", "dated", "documents", "drafts", "end", "events", "node", "order", "slots", "start", "types")

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.events: list[EventClaim] = []
        self.documents: set[str] = set()
        self.slots: dict[Slot, list[Draft]] = {}
        self.types: set[str] = set()
        self.actors: set[str] = set()
        self.node = Node(())
        self.start: dt.date | None = None
        self.end: dt.date | None = None
        self.dated = "none"
        self.order: tuple[object, ...] = ()

    def close(self, places: Geography) -> None:
        """Set place and days from what is in it."""
        for draft in self.drafts:
            self.documents.add(draft.claim.document)
            self.documents.update(carrier.document for carrier in draft.carriers)
            self.slots.setdefault(draft.slot, []).append(draft)
            if len(draft.node.path) > len(self.node.path) or (
                draft.node.path == self.node.path and draft.node.spot and not self.node.spot
            ):
                self.node = draft.node
            if draft.dated_by == "text" or self.start is None:
                self.start, self.end, self.dated = draft.start or draft.end, draft.end, draft.dated_by
        for event in self.events:
            self.documents.add(event.document)
            self.types.add(event.mode or event.event_type)
            self.actors.update(_actors(event))
            if not self.node.path and event.places:
                self.node = places.node(event.places)
            if self.dated != "text" and event.period_start is not None:
                self.start, self.end, self.dated = event.period_start, event.period_end or event.period_start, "text"
        first = [draft.id for draft in self.drafts] or [event.id for event in self.events]
        released = [d.claim.released for d in self.drafts if d.claim.released] + [
            e.released for e in self.events if e.released
        ]
        self.order = (
            self.start or dt.date.max,
            -len(self.node.path),
            not self.node.spot,
            not self.drafts,
            min(released, default=dt.date.max),
            min(first),
        )


def _actors(event: EventClaim) -> Iterable[str]:
    for actor in (*event.source, *event.target):
        yield actor_of(actor.name) or " ".join(words_of(actor.name))


def build(
    drafts: Mapping[str, Draft],
    of_claim: Mapping[str, str],
    before: Iterable[Draft],
    events: Iterable[EventClaim],
    places: Geography,
) -> tuple[dict[str, Happening], list[Link], list[Flag]]:
    """The happenings by id, with links and flags. `before` are all drafts, also those that became carriers."""
    reports = _reports(drafts, of_claim, before, events, places)
    clusters = _cluster(reports)
    out: dict[str, Happening] = {}
    links: list[Link] = []
    flags: list[Flag] = []
    for cluster in clusters:
        happening = _finish(cluster, links, flags)
        out[happening.id] = happening
    return {key: out[key] for key in sorted(out)}, links, flags


def _reports(
    drafts: Mapping[str, Draft],
    of_claim: Mapping[str, str],
    before: Iterable[Draft],
    events: Iterable[EventClaim],
    places: Geography,
) -> list[Report]:
    incident = [
        draft
        for draft in before
        if draft.claim.kind == "incident" and drafts[of_claim[draft.id]].counts and draft.value is not None
    ]
    incident.sort(key=lambda d: (d.claim.document, _row(d), _at(d), d.id))
    by_event: dict[str, EventClaim] = {}
    plain: list[EventClaim] = []
    known = {draft.id for draft in incident}
    for event in sorted(events, key=lambda e: e.id):
        if event.modality in UNREAL:
            continue
        figures = [figure for figure in event.figures if figure in known]
        for figure in figures:
            by_event.setdefault(figure, event)
        if not figures and event.places and event.period_start and event.salience == "reported":
            plain.append(event)
    group: dict[str, int] = {}
    used: dict[tuple[object, ...], tuple[int, set[Slot]]] = {}
    parent: list[int] = []
    for draft in incident:
        whole = draft.claim.part_of
        if whole is not None and whole in group:
            group[draft.id] = group[whole]
            continue
        key = _group_key(draft, by_event)
        number, slots = used.get(key, (-1, set()))
        if number < 0 or (draft.slot in slots and not draft.claim.parts):
            number, slots = len(parent), set()
            parent.append(number)
        slots.add(draft.slot)
        used[key] = (number, slots)
        group[draft.id] = number
    # A claim that one document carries and another said first makes both reports one.
    for draft in incident:
        first = of_claim[draft.id]
        if first != draft.id and first in group:
            a, b = _root(parent, group[draft.id]), _root(parent, group[first])
            if a != b:
                parent[max(a, b)] = min(a, b)
    reports: dict[int, Report] = defaultdict(Report)
    for draft in incident:
        report = reports[_root(parent, group[draft.id])]
        if of_claim[draft.id] == draft.id:
            report.drafts.append(draft)
        if (event_of := by_event.get(draft.id)) is not None and event_of not in report.events:
            report.events.append(event_of)
    out = [report for report in reports.values() if report.drafts]
    for event in plain:
        report = Report()
        report.events.append(event)
        out.append(report)
    for report in out:
        report.close(places)
    out.sort(key=lambda r: r.order)
    return out


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _row(draft: Draft) -> str:
    locator = draft.claim.locator
    if isinstance(locator, CellLocator):
        return f"{locator.sheet}!{''.join(sign for sign in locator.cell if sign.isdigit()):0>9}"
    if isinstance(locator, SubmissionLocator):
        return f"{locator.form}/{locator.instance}"
    return ""


def _at(draft: Draft) -> int:
    return getattr(draft.claim.locator, "start", 0)


def _group_key(draft: Draft, by_event: Mapping[str, EventClaim]) -> tuple[object, ...]:
    row = _row(draft)
    if row:
        return (draft.claim.document, row)
    event = by_event.get(draft.id)
    if event is not None:
        return (draft.claim.document, "event", event.id)
    return (draft.claim.document, draft.node.path, draft.node.spot, draft.start, draft.end)


class _Cluster:
    __slots__ = ("documents", "end", "node", "number", "reports", "start")

    def __init__(self, number: int, report: Report) -> None:
        self.number = number
        self.reports = [report]
        self.node, self.start, self.end = report.node, report.start, report.end
        self.documents = set(report.documents)

    def take(self, report: Report) -> None:
        self.reports.append(report)
        self.documents |= report.documents
        deeper = len(report.node.path) > len(self.node.path)
        if deeper or (report.node.path == self.node.path and report.node.spot and not self.node.spot):
            self.node = report.node
        if report.start is not None and report.dated == "text":
            if self.reports[0].dated != "text" or self.start is None:
                self.start, self.end = report.start, report.end
            elif self.end is not None and report.end is not None and self.start is not None:
                start, end = max(self.start, report.start), min(self.end, report.end)
                if start <= end:
                    self.start, self.end = start, end


def _cluster(reports: list[Report]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    below: dict[tuple[object, ...], list[_Cluster]] = defaultdict(list)
    exactly: dict[tuple[object, ...], list[_Cluster]] = defaultdict(list)
    spots: dict[tuple[object, ...], list[_Cluster]] = defaultdict(list)

    def register(cluster: _Cluster) -> None:
        assert cluster.start is not None
        path = cluster.node.path
        for day in _days(cluster.start, cluster.end):
            exactly[path, day].append(cluster)
            for size in range(1, len(path) + 1):
                below[path[:size], day].append(cluster)
            if cluster.node.spot:
                spots[path[0], cluster.node.spot, day].append(cluster)

    for report in reports:
        path = report.node.path
        best: tuple[float, int] | None = None
        chosen: _Cluster | None = None
        if path and report.start is not None:
            seen: set[int] = set()
            margin = 2 if report.dated == "release" else 1
            first = report.start - dt.timedelta(days=margin)
            last = (report.end or report.start) + dt.timedelta(days=1)
            for day in _days(first, last):
                found = [below.get((path, day), ())]
                found += [exactly.get((path[:size], day), ()) for size in range(1, len(path))]
                if report.node.spot:
                    found.append(spots.get((path[0], report.node.spot, day), ()))
                for listed in found:
                    for cluster in listed:
                        if cluster.number in seen:
                            continue
                        seen.add(cluster.number)
                        score = _score(report, cluster)
                        if score >= JOIN and (best is None or (score, -cluster.number) > best):
                            best, chosen = (score, -cluster.number), cluster
        if chosen is None:
            chosen = _Cluster(len(clusters), report)
            clusters.append(chosen)
            if path and report.start is not None:
                register(chosen)
        else:
            old = (chosen.node, chosen.start, chosen.end)
            chosen.take(report)
            if (chosen.node, chosen.start, chosen.end) != old:
                register(chosen)
    return clusters


def _days(start: dt.date, end: dt.date | None) -> Iterable[int]:
    first = start.toordinal()
    last = (end or start).toordinal()
    return range(first, min(last, first + LONGEST) + 1)


def _score(report: Report, cluster: _Cluster) -> float:
    """How well a report fits a happening: place up to 1, days up to 1, counts −0.7 to 1, type and actors."""
    if report.documents & cluster.documents and report.drafts:
        return -1.0
    place = _place_score(report.node, cluster.node)
    if place < 0:
        return -1.0
    assert report.start is not None and cluster.start is not None
    apart = max(
        0,
        (report.start - (cluster.end or cluster.start)).days,
        (cluster.start - (report.end or report.start)).days,
    )
    time = 1.0 if apart == 0 else 0.55 if apart == 1 else 0.4
    counts = _count_score(report, cluster)
    if counts is None:
        return -1.0
    kinds = 0.0
    types = {kind for member in cluster.reports for kind in member.types}
    if report.types and types:
        if report.types & types:
            kinds = 0.3
        elif not report.drafts or counts <= 0:
            return -1.0
        else:
            kinds = -0.3
    actors = {actor for member in cluster.reports for actor in member.actors}
    if report.actors and actors:
        kinds += 0.2 if report.actors & actors else -0.6
    if counts == 0.0 and not (report.types and types and report.types & types) and not report.drafts:
        return -1.0
    return place + time + counts + kinds


def _place_score(a: Node, b: Node) -> float:
    if not compatible(a, b):
        return -1.0
    if a.path == b.path:
        if a.spot == b.spot:
            return 1.0
        return 0.9 if not (a.spot and b.spot) else 0.7
    away = kilometres(a, b)
    if a.spot and b.spot and away is not None and away <= 5:
        return 0.8
    shorter = min(len(a.path), len(b.path))
    return 0.3 if shorter == 1 else 0.6


def _count_score(report: Report, cluster: _Cluster) -> float | None:
    """Mean agreement of the counts that both have; None where the two cannot be one happening."""
    total, number = 0.0, 0
    for slot, drafts in report.slots.items():
        if slot[2] != "all" and ("all" in {s[2] for s in report.slots if s[:2] == slot[:2]}):
            continue
        others = [d for member in cluster.reports for d in member.slots.get(slot, ())]
        if not others:
            continue
        for draft in drafts:
            mine = [other for other in others if other.source.key == draft.source.key]
            for other in mine:
                if not _may_update(draft, other):
                    return None
            total += max(_alike(draft, other) for other in others)
            number += 1
    return total / number if number else 0.0


def _may_update(draft: Draft, other: Draft) -> bool:
    """One source's second number for a thing: later, and either said to be a revision or close enough to be one."""
    if draft.revises or other.revises or agree(draft, other):
        return True
    if draft.claim.released == other.claim.released:
        return False
    a, b = draft.value or 0, other.value or 0
    return min(a, b) * 2 >= max(a, b)


def _alike(draft: Draft, other: Draft) -> float:
    a, b = draft.value or 0, other.value or 0
    if a == b:
        return 1.0
    if round_of(a, b) or round_of(b, a):
        return 0.85
    if agree(draft, other):
        return 0.5
    ratio = min(a, b) / max(a, b)
    if ratio >= 0.8 or abs(a - b) <= 1:
        return 0.5
    if ratio >= 0.5:
        return 0.1
    return -0.3 if draft.revises or other.revises else -0.7


def _finish(cluster: _Cluster, links: list[Link], flags: list[Flag]) -> Happening:
    drafts = sorted((draft for report in cluster.reports for draft in report.drafts), key=Draft.order)
    events = sorted({event.id for report in cluster.reports for event in report.events})
    ids = [draft.id for draft in drafts]
    slots: dict[Slot, list[Draft]] = defaultdict(list)
    for draft in drafts:
        slots[draft.slot].append(draft)
    estimates: dict[Slot, Estimate] = {}
    for slot in sorted(slots):
        estimates[slot] = combine([vote(draft) for draft in slots[slot]])
        _within(slots[slot], estimates[slot], links, flags)
    for category, unit in sorted({slot[:2] for slot in slots}):
        if (category, unit, "all") not in estimates:
            groups = {slot[2]: slots[slot] for slot in slots if slot[:2] == (category, unit)}
            found = _from_groups(groups)
            if found is not None:
                estimates[category, unit, "all"] = found
    first = min(ids) if ids else min(events)
    return Happening(
        f"h{first[:14]}",
        cluster.node,
        cluster.start,
        cluster.end,
        tuple(sorted({kind for report in cluster.reports for kind in report.types})),
        tuple(sorted({actor for report in cluster.reports for actor in report.actors})),
        tuple(ids),
        tuple(events),
        estimates,
    )


def _within(drafts: list[Draft], estimate: Estimate, links: list[Link], flags: list[Flag]) -> None:
    """Links inside a happening: a source's later toll supersedes its earlier one; rivals contradict."""
    by_source: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_source[draft.source.key].append(draft)
    for source in sorted(by_source):
        found = sorted(by_source[source], key=lambda d: (d.claim.released or dt.date.min, d.revises, d.id))
        for earlier, later in itertools.pairwise(found):
            evidence = f"{later.source.name}: {later.value:,} after {earlier.value:,} for the same happening"
            links.append(Link("supersedes", "updated_toll", later.id, earlier.id, evidence))
    if "sources_disagree" in estimate.flags:
        chosen = next((d for d in drafts if d.value == estimate.best), drafts[0])
        aside = {item.claim for item in estimate.set_aside if item.reason == "not_chosen"}
        for draft in drafts:
            if draft.id in aside and not agree(draft, chosen):
                message = (
                    f"{draft.source.name} gives {draft.value:,} {draft.claim.category}, "
                    f"{chosen.source.name} {chosen.value:,}, of one happening"
                )
                links.append(Link("contradicts", "sources_disagree", draft.id, chosen.id, message))
                flags.append(Flag("sources_disagree", tuple(sorted((draft.id, chosen.id))), message))


def _from_groups(groups: Mapping[str, list[Draft]]) -> Estimate | None:
    """All victims, where reports only name groups of them: each source's largest sum of groups that do not overlap."""
    by_source: dict[tuple[str, str], dict[str, Draft]] = defaultdict(dict)
    for population in sorted(groups):
        if "disaster" in population or "verified" in population:
            continue
        for draft in groups[population]:
            by_source[draft.source.key, draft.claim.document][population] = draft
    votes: list[Vote] = []
    for key in sorted(by_source):
        found = by_source[key]
        sums = [[draft] for draft in found.values()]
        for disjoint in DISJOINT:
            members = [draft for population, draft in found.items() if population in disjoint]
            if len(members) > 1 and not any(draft.claim.part_of for draft in members):
                sums.append(members)
        best = max(sums, key=lambda members: (sum(d.value or 0 for d in members), len(members)))
        value = sum(draft.value or 0 for draft in best)
        first = vote(best[0])
        whole = all(set(draft.population.split("+")) & WHO_WAS_HIT for draft in best)
        exact = whole and all(draft.exact for draft in best)
        low = sum((draft.low if draft.low is not None else 0) for draft in best)
        highs = [draft.high for draft in best]
        high = sum(h or 0 for h in highs) if exact or (whole and all(h is not None for h in highs)) else None
        qualifier = first.qualifier if whole and len(best) == 1 else "exact" if exact else "at_least"
        ids = tuple(draft.id for draft in best)
        votes.append(
            Vote(
                first.source,
                first.name,
                value,
                low,
                high,
                exact,
                qualifier,
                first.named,
                first.alleged,
                first.released,
                ids,
                first.revises,
            )
        )
    if not votes:
        return None
    found_ = combine(votes)
    return Estimate(
        found_.best, found_.low, found_.high, found_.rule, found_.used, found_.set_aside, found_.sources, found_.steps,
        tuple(sorted({*found_.flags, "groups_only"})),
    )  # fmt: skip
