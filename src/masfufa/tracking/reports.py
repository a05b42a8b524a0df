"""What one document says of one event, and the happening that such reports gather in.

Figures of one event of a document are one report; two figures of one source for one thing are two reports: who counts
two strikes means two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from masfufa.claims import CellLocator, EventClaim, SubmissionLocator
from masfufa.tracking.drafts import Draft, compatible
from masfufa.tracking.geography import Geography
from masfufa.tracking.ledger import Node
from masfufa.tracking.sources import Sources, words_of

WHO_WAS_HIT = frozenset(("migrants", "refugees", "idps", "civilians", "fighters", "security_forces", "journalists"))
"""Groups that say who the victims were, not which of them: alone they stand for all."""


UNREAL = frozenset(("denied", "hypothetical", "future", "historical"))


TOLL_DAYS = 7
"""Days for which the toll of one attack is told as one that has risen."""


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

    def close(self, places: Geography, names: Sources) -> None:
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
            self.actors.update(_actors(event, names))
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


class Cluster:
    """Reports of one happening: its most exact place, its days, and the documents that it has figures of."""

    __slots__ = ("documents", "end", "node", "number", "reports", "start")

    def __init__(self, number: int, report: Report) -> None:
        self.number = number
        self.reports = [report]
        self.node, self.start, self.end = report.node, report.start, report.end
        self.documents = set(report.documents) if report.drafts else set()

    def take(self, report: Report) -> None:
        """Add a report; place and days become as exact as it makes them."""
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


ARMED = frozenset(("MIL", "REB", "UAF", "GOV", "COP", "SPY", "OPP", "CRM"))
"""Sectors of those who fight: whoever a report names among them is an actor, and no description of victims."""


def _actors(event: EventClaim, names: Sources) -> Iterable[str]:
    """Who did it to whom, by names that can be compared. What a report calls the victims ("44 migrants") is none."""
    for role, actors in (("by", event.source), ("to", event.target)):
        for actor in actors:
            known = names.actor_of(actor.name)
            if known is not None or actor.sector in ARMED:
                yield f"{role} {known or ' '.join(words_of(actor.name))}"


def _named(event: EventClaim) -> Iterable[str]:
    """All of them as written: that two reports have the same words speaks for one event, other words against none."""
    for role, actors in (("by", event.source), ("to", event.target)):
        for actor in actors:
            yield f"{role} {' '.join(words_of(actor.name))}"


def gather(drafts: Iterable[Draft], events: Iterable[EventClaim], places: Geography, names: Sources) -> list[Report]:
    """The reports of drafts and events, in the order in which they are to be joined."""
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
        report.close(places, names)
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


def comparable(report: Report) -> dict[tuple[str, str], list[Draft]]:
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
