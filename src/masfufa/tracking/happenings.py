"""Reports of one happening become one: by time, place at any level, type, actors and counts.

A *report* is what one document says of one event: its figures (killed, wounded …) and its event claims. Reports are
taken in the order of days and joined to the happening that they fit best, or begin a new one. Two figures of one kind
in one document are two happenings: who counts two strikes means two.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from masfufa.claims import CellLocator, EventClaim, SubmissionLocator
from masfufa.tracking import dependence
from masfufa.tracking.arithmetic import DISJOINT
from masfufa.tracking.drafts import Draft, agree, compatible, kilometres, round_of, slip_like
from masfufa.tracking.estimates import Vote, combine, vote
from masfufa.tracking.geography import Geography
from masfufa.tracking.ledger import Estimate, Flag, Happening, Link, Node
from masfufa.tracking.sources import actor_of, words_of

JOIN = 0.05
"""The least score at which a report joins a happening (see `_score`)."""

WHO_WAS_HIT = frozenset(("migrants", "refugees", "idps", "civilians", "fighters", "security_forces", "journalists"))
"""Groups that say who the victims were, not which of them: alone they stand for all."""

UNREAL = frozenset(("denied", "hypothetical", "future", "historical"))
LONGEST = 14
"""Days: a report that spans more is no incident that others could be matched with by day."""

Slot = tuple[str, str, str]


class Report:
    """What one document says of one event."""

    __slots__ = (
        "actors",
        "counts",
        "dated",
        "documents",
        "drafts",
        "end",
        "events",
        "kinds",
        "named",
        "node",
        "order",
        "slots",
        "start",
        "toll",
        "types",
    )

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.events: list[EventClaim] = []
        self.documents: set[str] = set()
        self.slots: dict[Slot, list[Draft]] = {}
        self.types: set[str] = set()
        self.kinds: set[str] = set()
        self.named: set[str] = set()
        self.actors: set[str] = set()
        self.node = Node(())
        self.start: dt.date | None = None
        self.end: dt.date | None = None
        self.dated = "none"
        self.toll = False
        self.counts: dict[tuple[str, str], list[Draft]] | None = None
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
                if self.toll:
                    self.end = self.start
        for event in self.events:
            self.documents.add(event.document)
            self.kinds.add(event.event_type)
            if event.mode:
                self.types.add(event.mode)
            self.actors.update(_actors(event))
            self.named.update(_named(event))
            if not self.node.path and event.places:
                self.node = places.node(event.places)
            if self.dated != "text" and event.period_start is not None:
                self.start, self.end, self.dated = event.period_start, event.period_end or event.period_start, "text"
        first = [draft.id for draft in self.drafts] or [event.id for event in self.events]
        released = [d.claim.released for d in self.drafts if d.claim.released] + [
            e.released for e in self.events if e.released
        ]
        self.order = (
            self.toll,
            self.dated != "text",
            self.start or dt.date.max,
            -len(self.node.path),
            not self.node.spot,
            not self.drafts,
            min(released, default=dt.date.max),
            min(first),
        )


ARMED = frozenset(("MIL", "REB", "UAF", "GOV", "COP", "SPY", "OPP", "CRM"))
"""Sectors of those who fight: whoever a report names among them is an actor, and no description of victims."""


def _actors(event: EventClaim) -> Iterable[str]:
    """Who did it to whom, by names that can be compared. What a report calls the victims ("44 migrants") is none."""
    for role, actors in (("by", event.source), ("to", event.target)):
        for actor in actors:
            known = actor_of(actor.name)
            if known is not None or actor.sector in ARMED:
                yield f"{role} {known or ' '.join(words_of(actor.name))}"


def _named(event: EventClaim) -> Iterable[str]:
    """All of them as written: that two reports have the same words speaks for one event, other words against none."""
    for role, actors in (("by", event.source), ("to", event.target)):
        for actor in actors:
            yield f"{role} {' '.join(words_of(actor.name))}"


def build(
    drafts: Iterable[Draft], events: Iterable[EventClaim], places: Geography
) -> tuple[list[Draft], dict[str, Happening], list[Link], list[Flag]]:
    """The drafts that stay (repeats inside a happening have become carriers), the happenings by id, links and flags."""
    everything = list(drafts)
    reports = _reports(everything, events, places)
    out: dict[str, Happening] = {}
    links: list[Link] = []
    flags: list[Flag] = []
    carried: set[str] = set()
    for cluster in _cluster(reports):
        happening = _finish(cluster, links, flags, carried)
        out[happening.id] = happening
    kept = [draft for draft in everything if draft.id not in carried]
    return kept, {key: out[key] for key in sorted(out)}, links, flags


def _reports(drafts: Iterable[Draft], events: Iterable[EventClaim], places: Geography) -> list[Report]:
    incident = [draft for draft in drafts if draft.kind == "incident" and draft.counts]
    # Dated ones first: a figure without a date of its own joins the one before it.
    incident.sort(key=lambda d: (d.claim.document, _row(d), d.dated_by != "text", _at(d), d.id))
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
    reports: list[Report] = []
    groups: dict[tuple[object, ...], _Group] = {}
    latest: dict[str, _Group] = {}
    group_of: dict[str, _Group] = {}
    for draft in incident:
        whole = draft.claim.part_of
        group = group_of.get(whole) if whole is not None else None
        what = (draft.slot, draft.source.key, draft.claim.parts)
        if group is None:
            key = _group_key(draft, by_event)
            group = groups.get(key)
            if group is None and draft.dated_by != "text" and not _row(draft):
                group = latest.get(draft.claim.document)
                if group is not None and not compatible(group.node, draft.node) and draft.node.path:
                    group = None
            # Two numbers of one source for one thing are two things; two sources' numbers are rivals.
            if group is None or what in group.taken:
                group = groups[key] = _Group(Report(), draft.node)
                reports.append(group.report)
        group.taken.add(what)
        group.report.drafts.append(draft)
        group_of[draft.id] = group
        latest[draft.claim.document] = group
        event_of = by_event.get(draft.id)
        if event_of is not None and event_of not in group.report.events:
            group.report.events.append(event_of)
    for event in plain:
        report = Report()
        report.events.append(event)
        reports.append(report)
    reports += _tolls(drafts)
    for report in reports:
        report.close(places)
    reports.sort(key=lambda r: r.order)
    return reports


def _tolls(drafts: Iterable[Draft]) -> list[Report]:
    """Running totals that began days ago: the toll of one attack, risen since, reads like one."""
    out: dict[tuple[object, ...], Report] = {}
    for draft in drafts:
        claim = draft.claim
        if draft.kind != "cumulative" or draft.tabular or not draft.counts or not draft.whole:
            continue
        if claim.period_start is None or draft.end is None or (draft.end - claim.period_start).days > TOLL_DAYS:
            continue
        key = (claim.document, draft.node.path, draft.node.spot, claim.period_start)
        report = out.setdefault(key, Report())
        report.drafts.append(draft)
        report.toll = True
    return list(out.values())


TOLL_DAYS = 7
"""Days for which the toll of one attack is told as one that has risen."""


def _is_toll_of(report: Report, cluster: _Cluster) -> bool:
    """Someone gave the very number for the attack, or its own source a lower one before."""
    for draft in report.drafts:
        others = [d for member in cluster.reports for d in member.slots.get(draft.slot, ())]
        if any(d.value == draft.value and (d.value or 0) >= 2 for d in others):
            return True
        if any(d.source.key == draft.source.key and _grown(draft, d) for d in others):
            return True
    return False


class _Group:
    __slots__ = ("node", "report", "taken")

    def __init__(self, report: Report, node: Node) -> None:
        self.report = report
        self.node = node
        self.taken: set[tuple[object, ...]] = set()


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
        self.documents = set(report.documents) if report.drafts else set()

    def take(self, report: Report) -> None:
        self.reports.append(report)
        if report.drafts:
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
            margin = (RECALLED if _telling(report) else STILL_TOLD) if report.dated == "release" else 1
            first = report.start - dt.timedelta(days=margin)
            last = (report.end or report.start) + dt.timedelta(days=0 if report.dated == "release" else 1)
            for day in _days(first, last, margin + LONGEST):
                found = [below.get((path, day), ())]
                found += [exactly.get((path[:size], day), ()) for size in range(1, len(path))]
                if report.node.spot:
                    found.append(spots.get((path[0], report.node.spot, day), ()))
                for listed in found:
                    for cluster in listed:
                        if cluster.number in seen:
                            continue
                        seen.add(cluster.number)
                        if report.toll and not _is_toll_of(report, cluster):
                            continue
                        if margin == RECALLED and not _near_or_equal(report, cluster):
                            continue
                        score = _score(report, cluster)
                        if score >= JOIN and (best is None or (score, -cluster.number) > best):
                            best, chosen = (score, -cluster.number), cluster
        if report.toll:
            if chosen is not None:
                chosen.take(report)
            continue
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
    return _joined(clusters)


def _joined(clusters: list[_Cluster]) -> list[_Cluster]:
    """Happenings of one place and day that are one: told twice in other words (`_told_twice`), or a source's early
    count that stands alone, where its later and larger one stands with others (`_grew`)."""
    by_day: dict[tuple[object, ...], list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.node.path and cluster.start is not None and any(r.drafts for r in cluster.reports):
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
            sources = {d.source.key for r in early.reports for d in r.drafts if not d.generic}
            if len(sources) != 1:
                continue
            source = sources.pop()
            late = next((c for c in found if c is not early and c.number not in gone and _grew(early, c, source)), None)
            if late is not None:
                for report in early.reports:
                    late.take(report)
                gone.add(early.number)
    return [cluster for cluster in clusters if cluster.number not in gone]


def _grew(early: _Cluster, late: _Cluster, source: str) -> bool:
    """Every count of the early cluster is one that its source later gave as a larger one in the late cluster."""
    types = [{kind for report in cluster.reports for kind in report.types} for cluster in (early, late)]
    if (types[0] and types[1] and not types[0] & types[1]) or early.documents & late.documents:
        return False
    mine = [d for r in early.reports for d in r.drafts if d.source.key == source]
    larger = False
    for draft in mine:
        others = [d for r in late.reports for d in r.slots.get(draft.slot, ()) if d.source.key == source]
        if not any(other.value == draft.value or _grown(other, draft) for other in others):
            return False
        larger = larger or any((other.value or 0) > (draft.value or 0) for other in others)
    return larger and len({d.source.key for r in late.reports for d in r.drafts if not d.generic}) > 1


def _days(start: dt.date, end: dt.date | None, longest: int = LONGEST) -> Iterable[int]:
    first = start.toordinal()
    last = (end or start).toordinal()
    return range(first, min(last, first + longest) + 1)


def _score(report: Report, cluster: _Cluster) -> float:
    """How well a report fits a happening, in the manner of log odds: same place and day alone are 2.

    A day apart, a wider place, another kind of event, other actors and other counts take away; the same kind, actors
    and counts add, a count the more the larger it is: that two reports say 1 is chance, that both say 37 is not.
    """
    if report.documents & cluster.documents and report.drafts:
        return REJECTED
    place = _place_score(report.node, cluster.node)
    if place <= REJECTED:
        return REJECTED
    assert report.start is not None and cluster.start is not None
    apart = max(
        0,
        (report.start - (cluster.end or cluster.start)).days,
        (cluster.start - (report.end or report.start)).days,
    )
    vague = report.dated != "text" or all(member.dated != "text" for member in cluster.reports)
    time = 0.0 if apart == 0 else -0.3 * min(apart, STILL_TOLD) if vague else -3.5 * apart
    kinds = _kind_score(report, cluster)
    counts = _count_score(report, cluster)
    if kinds <= REJECTED or counts is None:
        return REJECTED
    return 2.0 + place + time + kinds + counts


REJECTED = -99.0


def _kind_score(report: Report, cluster: _Cluster) -> float:
    kinds = {kind for member in cluster.reports for kind in member.kinds}
    out = 0.0
    if report.types and (types := Counter(kind for member in cluster.reports for kind in member.types)):
        out += _mode_score(report.types, types)
    elif report.kinds and kinds:
        out += 0.2 if report.kinds & kinds else -4.0
    if not report.drafts and not report.kinds & kinds:
        return REJECTED
    best: float | None = None
    for member in cluster.reports:
        if report.actors and member.actors:
            score = _actor_score(report.actors, member.actors)
            best = score if best is None else max(best, score)
    if best is None and any(report.named & member.named for member in cluster.reports):
        best = 0.8
    out += best or 0.0
    mine, theirs = _dataset_ids([report]), _dataset_ids(cluster.reports)
    for dataset in mine.keys() & theirs.keys():
        out += 6.0 if mine[dataset] & theirs[dataset] else REJECTED
    return out


def _mode_score(mine: set[str], types: Counter[str]) -> float:
    """Modes against those that a happening's reports tell; what reports take for one another weighs less."""
    usual = max(types.values())
    if any(types[mode] == usual for mode in mine):
        return 1.2
    if any(mode in types for mode in mine):
        return 0.0
    leading = [mode for mode, count in types.items() if count == usual]
    if any(frozenset((one, two)) in TAKEN_FOR for one in mine for two in leading):
        return -2.0
    return -4.0


TAKEN_FOR = frozenset(
    (
        frozenset(("aerial", "heavy-weapons")),
        frozenset(("explosives", "heavy-weapons")),
        frozenset(("aerial", "explosives")),
    )
)
"""Modes that reports take for one another: from below all of them are explosions."""


def _actor_score(mine: set[str], theirs: set[str]) -> float:
    if mine == theirs:
        return 1.5
    if mine <= theirs or theirs <= mine:
        return 0.5
    return -0.8 if mine & theirs else -2.0


BOMBARDMENT = frozenset(("aerial", "heavy-weapons"))
"""Modes for which Arabic has one word, so that a reader can only guess between them."""


def _told_twice(one: _Cluster, other: _Cluster) -> bool:
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


def _dataset_ids(reports: Iterable[Report]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for event in report.events:
            if event.dataset and event.dataset_id:
                out[event.dataset].add(event.dataset_id)
    return out


def _telling(report: Report) -> bool:
    return any((draft.value or 0) >= 2 * CONTRADICTION for drafts in _comparable(report).values() for draft in drafts)


def _near_or_equal(report: Report, cluster: _Cluster) -> bool:
    """Of the last days, or further back one of the same large number."""
    assert report.start is not None and cluster.start is not None
    if (report.start - (cluster.end or cluster.start)).days <= STILL_TOLD:
        return True
    for slot, drafts in _comparable(report).items():
        values = {d.value for member in cluster.reports for d in _comparable(member).get(slot, ())}
        if any((draft.value or 0) >= 2 * CONTRADICTION and draft.value in values for draft in drafts):
            return True
    return False


def _place_score(a: Node, b: Node) -> float:
    if a.spot and b.spot and a.spot != b.spot:
        away = kilometres(a, b)
        return REJECTED if away is None or away > NEAR else 0.0 if away < 1 else -0.3
    if not compatible(a, b):
        return REJECTED
    if a.path == b.path:
        return 0.0 if a.spot == b.spot else -0.7
    shorter = min(len(a.path), len(b.path))
    return -2.2 if shorter == 1 else -1.2


RECALLED = 31
"""Days after which a report without a day may still recall a thing by its very number."""

STILL_TOLD = 4
"""Days after which a report that gives no day may still be of a thing."""

NEAR = 5.0
"""Kilometres within which two points may be one place under two names."""


def _count_score(report: Report, cluster: _Cluster) -> float | None:
    """What the counts that both have say; None where the two cannot be one happening."""
    total = 0.0
    for slot, drafts in _comparable(report).items():
        others = [d for member in cluster.reports for d in _comparable(member).get(slot, ())]
        if not others:
            continue
        best = REJECTED
        for draft in drafts:
            mine = [other for other in others if other.source.key == draft.source.key]
            if any(_two_things(draft, other) for other in mine):
                return None
            best = max(best, max(_alike(draft, other) for other in others))
            if mine and all(draft.value != other.value for other in mine) and not _revising(draft, mine):
                best -= 0.3 if all(_grown(draft, other) for other in mine) else 1.0
        total += best
    return total


def _comparable(report: Report) -> dict[tuple[str, str], list[Draft]]:
    """A report's counts of all victims by category and unit; where it only says who they were, that count."""
    if report.counts is None:
        found: dict[tuple[str, str], list[Draft]] = {}
        for slot in sorted(report.slots, key=lambda s: (s[2] != "all", s)):
            if slot[2] == "all" or (slot[:2] not in found and slot[2] in WHO_WAS_HIT):
                whole = [draft for draft in report.slots[slot] if draft.whole]
                if whole:
                    found.setdefault(slot[:2], whole)
        report.counts = found
    return report.counts


def _revising(draft: Draft, others: Iterable[Draft]) -> bool:
    return draft.revises or any(other.revises for other in others)


def _two_things(draft: Draft, other: Draft) -> bool:
    """One publisher, one source, one day, two numbers: it counts two things."""
    one, two = draft.claim, other.claim
    if one.publisher is None or one.publisher != two.publisher or one.released != two.released:
        return False
    return not agree(draft, other) and not draft.revises and not other.revises


def _grown(draft: Draft, other: Draft) -> bool:
    """A source's second number looks like a later count of the same: not lower, and not many times as high."""
    one, two = draft.claim.released, other.claim.released
    if one is None or two is None or one == two:
        return False
    earlier, later = (draft, other) if one < two else (other, draft)
    return (earlier.value or 0) <= (later.value or 0) <= 3 * (earlier.value or 0)


def _alike(draft: Draft, other: Draft) -> float:
    a, b = draft.value or 0, other.value or 0
    large = max(a, b)
    if a == b:
        return 0.3 if a <= 1 else 0.6 if a == 2 else 1.0 if a <= 4 else 1.6 if a <= 9 else 2.5
    if round_of(a, b) or round_of(b, a):
        return 1.6 if large >= 15 else 0.6
    if agree(draft, other):
        return 0.3
    ratio = min(a, b) / large
    if ratio >= 0.8:
        return 0.7 if large >= 10 else 0.0
    if ratio >= 0.5:
        return -0.4
    if slip_like(a, b):
        return -0.7
    one, two = draft.claim.released, other.claim.released
    if ratio >= 0.35 and one is not None and two is not None and (one < two) == (a < b) and one != two:
        return -0.7
    if draft.revises or other.revises:
        return -1.0
    return -1.8 if ratio >= FAR or large < TELLING else -4.0


def _finish(cluster: _Cluster, links: list[Link], flags: list[Flag], carried: set[str]) -> Happening:
    told = [draft for report in cluster.reports for draft in report.drafts]
    for report in cluster.reports:
        if report.toll:
            for draft in report.drafts:
                draft.family = "flow"
                draft.start = draft.end = report.start
                draft.flags.append("toll_of_happening")
    slots: dict[tuple[Slot, object], list[Draft]] = defaultdict(list)
    for draft in told:
        slots[draft.slot, draft.claim.parts].append(draft)
    drafts: list[Draft] = []
    by_slot: dict[Slot, list[Draft]] = defaultdict(list)
    for (slot, _), members in sorted(slots.items(), key=repr):
        kept = dependence.inside(members, links)
        drafts += kept
        by_slot[slot] += kept
        stay = {draft.id for draft in kept}
        carried.update(draft.id for draft in members if draft.id not in stay)
    drafts.sort(key=Draft.order)
    report_of = {draft.id: report for report in cluster.reports for draft in report.drafts}
    events = sorted({event.id for report in cluster.reports for event in report.events})
    ids = [draft.id for draft in drafts]
    estimates: dict[Slot, Estimate] = {}
    for slot in sorted(by_slot):
        if slot[2] == "all" or any(draft.whole for draft in by_slot[slot]):
            whole = [draft for draft in by_slot[slot] if draft.whole]
        else:
            whole = [draft for draft in by_slot[slot] if not draft.claim.parts]
        if not whole:
            continue
        estimates[slot] = combine([vote(draft) for draft in whole])
        _within(whole, estimates[slot], report_of, links, flags)
    for category, unit in sorted({slot[:2] for slot in by_slot}):
        if (category, unit, "all") not in estimates:
            groups = {slot[2]: members for slot, members in by_slot.items() if slot[:2] == (category, unit)}
            found = _from_groups(groups)
            if found is not None:
                estimates[category, unit, "all"] = found
    first = min(ids) if ids else min(events)
    return Happening(
        f"h{first[:14]}",
        cluster.node,
        cluster.start,
        cluster.end,
        tuple(sorted({kind for report in cluster.reports for kind in report.types or report.kinds})),
        tuple(sorted({actor for report in cluster.reports for actor in report.actors})),
        tuple(ids),
        tuple(events),
        estimates,
    )


def _within(
    drafts: list[Draft], estimate: Estimate, report_of: Mapping[str, Report], links: list[Link], flags: list[Flag]
) -> None:
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
        chosen = next((d for d in drafts if d.id in estimate.used), drafts[0])
        aside = {item.claim for item in estimate.set_aside if item.reason == "not_chosen"}
        for draft in drafts:
            if draft.id not in aside or agree(draft, chosen) or draft.generic != chosen.generic:
                continue
            message = (
                f"{draft.source.name} gives {draft.value:,} {draft.claim.category}, "
                f"{chosen.source.name} {chosen.value:,}, of one happening"
            )
            small, large = sorted((draft.value or 0, chosen.value or 0))
            pair = tuple(sorted((draft.id, chosen.id)))
            sure = large >= CONTRADICTION and (small >= FAR * large or slip_like(small, large))
            if sure and _surely_one(draft, drafts, estimate, report_of):
                links.append(Link("contradicts", "sources_disagree", draft.id, chosen.id, message))
                flags.append(Flag("sources_disagree", pair, message))
            else:
                flags.append(Flag("counts_differ", pair, message))


def _surely_one(draft: Draft, drafts: list[Draft], estimate: Estimate, report_of: Mapping[str, Report]) -> bool:
    """A report that contradicts others is about their happening: its kind and actors are theirs, or its other counts.

    Without that, a number of its own is more likely a thing of its own, and no contradiction.
    """
    mine = _reports_of(draft, report_of)
    theirs = [r for d in drafts if d.id in estimate.used for r in _reports_of(d, report_of)]
    types = {kind for r in mine for kind in r.types}
    if types & {kind for r in theirs for kind in r.types}:
        actors = {actor for r in mine for actor in r.actors or r.named}
        others = {actor for r in theirs for actor in r.actors or r.named}
        if actors and actors == others:
            return True
    for report in mine:
        for slot, counts in report.slots.items():
            if slot[:2] == draft.slot[:2]:
                continue
            for other in theirs:
                for one in counts:
                    for two in other.slots.get(slot, ()):
                        if agree(one, two) and min(one.value or 0, two.value or 0) >= TELLING:
                            return True
    return False


FAR = 0.28
"""Rival tolls of one thing are rarely further apart than this: beyond it, two things are likelier."""

CONTRADICTION = 10
"""Tolls below this are not called a contradiction where they differ: small counts change with the hour."""

TELLING = 5
"""A count from here up that two reports share makes it likely that they are about one thing."""


def _reports_of(draft: Draft, report_of: Mapping[str, Report]) -> list[Report]:
    ids = [draft.id, *(carrier.claim for carrier in draft.carriers)]
    return [report_of[i] for i in ids if i in report_of]


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
