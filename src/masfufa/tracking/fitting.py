"""How well a report fits a happening: place, days, kind, actors and counts, weighed in the manner of log odds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from masfufa.tracking.drafts import Draft, agree, compatible, kilometres, rounds, slip_like
from masfufa.tracking.ledger import Node
from masfufa.tracking.reports import Cluster, Report, comparable

REJECTED = -99.0


RECALLED = 31
"""Days after which a report without a day may still recall a thing by its very number."""


STILL_TOLD = 4
"""Days after which a report that gives no day may still be of a thing."""


NEAR = 5.0
"""Kilometres within which two points may be one place under two names."""


FAR = 0.28
"""Rival tolls of one thing are rarely further apart than this: beyond it, two things are likelier."""


CONTRADICTION = 10
"""Tolls below this are not called a contradiction where they differ: small counts change with the hour."""


TELLING = 5
"""A count from here up that two reports share makes it likely that they are about one thing."""


SOME = 3
"""A count from here up that two reports share says so too, where their kind of event or their actors are the same."""


TAKEN_FOR = frozenset(
    (
        frozenset(("aerial", "heavy-weapons")),
        frozenset(("explosives", "heavy-weapons")),
        frozenset(("aerial", "explosives")),
    )
)
"""Modes that reports take for one another: from below all of them are explosions."""


def fit(report: Report, cluster: Cluster) -> float:
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


def _kind_score(report: Report, cluster: Cluster) -> float:
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


def _actor_score(mine: set[str], theirs: set[str]) -> float:
    if mine == theirs:
        return 1.5
    if mine <= theirs or theirs <= mine:
        return 0.5
    return -0.8 if mine & theirs else -2.0


def _dataset_ids(reports: Iterable[Report]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for event in report.events:
            if event.dataset and event.dataset_id:
                out[event.dataset].add(event.dataset_id)
    return out


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


def _count_score(report: Report, cluster: Cluster) -> float | None:
    """What the counts that both have say; None where the two cannot be one happening."""
    total = 0.0
    for slot, drafts in comparable(report).items():
        others = [d for member in cluster.reports for d in comparable(member).get(slot, ())]
        if not others:
            continue
        best = REJECTED
        for draft in drafts:
            mine = [other for other in others if other.source.key == draft.source.key]
            if any(_two_things(draft, other) for other in mine):
                return None
            best = max(best, max(_alike(draft, other) for other in others))
            if mine and all(draft.value != other.value for other in mine) and not _revising(draft, mine):
                best -= 0.3 if all(grown(draft, other) for other in mine) else 1.0
        total += best
    return total


def _alike(draft: Draft, other: Draft) -> float:
    a, b = draft.value or 0, other.value or 0
    large = max(a, b)
    if a == b:
        return 0.3 if a <= 1 else 0.6 if a == 2 else 1.0 if a <= 4 else 1.6 if a <= 9 else 2.5
    if rounds(draft, other) or rounds(other, draft):
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


def _revising(draft: Draft, others: Iterable[Draft]) -> bool:
    return draft.revises or any(other.revises for other in others)


def _two_things(draft: Draft, other: Draft) -> bool:
    """One publisher, one source, one day, two numbers: it counts two things."""
    one, two = draft.claim, other.claim
    if one.publisher is None or one.publisher != two.publisher or one.released != two.released:
        return False
    return not agree(draft, other) and not draft.revises and not other.revises


def grown(draft: Draft, other: Draft) -> bool:
    """A source's second number looks like a later count of the same: not lower, and not many times as high."""
    one, two = draft.claim.released, other.claim.released
    if one is None or two is None or one == two:
        return False
    earlier, later = (draft, other) if one < two else (other, draft)
    return (earlier.value or 0) <= (later.value or 0) <= 3 * (earlier.value or 0)


def telling(report: Report) -> bool:
    """It gives a number that hardly stands in two reports by chance."""
    return any((draft.value or 0) >= 2 * CONTRADICTION for drafts in comparable(report).values() for draft in drafts)


def near_or_equal(report: Report, cluster: Cluster) -> bool:
    """Of the last days, or further back one of the same large number."""
    assert report.start is not None and cluster.start is not None
    if (report.start - (cluster.end or cluster.start)).days <= STILL_TOLD:
        return True
    for slot, drafts in comparable(report).items():
        values = {d.value for member in cluster.reports for d in comparable(member).get(slot, ())}
        if any((draft.value or 0) >= 2 * CONTRADICTION and draft.value in values for draft in drafts):
            return True
    return False


def is_toll_of(report: Report, cluster: Cluster) -> bool:
    """Someone gave the very number for the attack, or its own source a lower one before."""
    for draft in report.drafts:
        others = [d for member in cluster.reports for d in member.slots.get(draft.slot, ())]
        if any(d.value == draft.value and (d.value or 0) >= 2 for d in others):
            return True
        if any(d.source.key == draft.source.key and grown(draft, d) for d in others):
            return True
    return False
