"""Happenings: the counts that their reports give, with best, low and high, and the links inside them.

Reports (`reports`) are joined (`clusters`) where they fit (`fitting`); here repeats inside a happening become carriers,
and each thing counted gets its estimate.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping

from masfufa.claims import EventClaim
from masfufa.tracking import dependence
from masfufa.tracking.arithmetic import DISJOINT
from masfufa.tracking.clusters import cluster_reports
from masfufa.tracking.drafts import Draft, agree, slip_like
from masfufa.tracking.estimates import Vote, combine, vote
from masfufa.tracking.fitting import CONTRADICTION, FAR, TELLING
from masfufa.tracking.geography import Geography
from masfufa.tracking.ledger import Estimate, Flag, Happening, Link
from masfufa.tracking.reports import WHO_WAS_HIT, Cluster, Report, Slot, gather


def build(
    drafts: Iterable[Draft], events: Iterable[EventClaim], places: Geography
) -> tuple[list[Draft], dict[str, Happening], list[Link], list[Flag]]:
    """The drafts that stay (repeats inside a happening have become carriers), the happenings by id, links and flags."""
    everything = list(drafts)
    reports = gather(everything, events, places)
    out: dict[str, Happening] = {}
    links: list[Link] = []
    flags: list[Flag] = []
    carried: set[str] = set()
    for cluster in cluster_reports(reports):
        happening = _finish(cluster, links, flags, carried)
        out[happening.id] = happening
    kept = [draft for draft in everything if draft.id not in carried]
    return kept, {key: out[key] for key in sorted(out)}, links, flags


def _finish(cluster: Cluster, links: list[Link], flags: list[Flag], carried: set[str]) -> Happening:
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
