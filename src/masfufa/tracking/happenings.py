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
from masfufa.tracking.fitting import CONTRADICTION, FAR, SOME, TELLING
from masfufa.tracking.geography import Geography
from masfufa.tracking.ledger import Estimate, Flag, Happening, Link
from masfufa.tracking.reports import WHO_WAS_HIT, Cluster, Report, Slot, gather
from masfufa.tracking.sayings import say
from masfufa.tracking.sources import Sources


def build(
    drafts: Iterable[Draft], events: Iterable[EventClaim], places: Geography, names: Sources
) -> tuple[list[Draft], dict[str, Happening], list[Link], list[Flag]]:
    """The drafts that stay (repeats inside a happening have become carriers), the happenings by id, links and flags."""
    everything = list(drafts)
    reports = gather(everything, events, places, names)
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
            evidence = say("updated", name=later.source.name, n=later.value, n2=earlier.value)
            links.append(Link("supersedes", "updated_toll", later.id, earlier.id, evidence))
    if "sources_disagree" in estimate.flags:
        chosen = next((d for d in drafts if d.id in estimate.used and d.value == estimate.best), drafts[0])
        aside = {item.claim for item in estimate.set_aside if item.reason == "not_chosen"}
        for draft in drafts:
            if draft.id not in aside or agree(draft, chosen) or draft.generic != chosen.generic:
                continue
            what = f"{draft.value:,} {draft.claim.category}"
            message = say("differ", name=draft.source.name, what=what, name2=chosen.source.name, n2=chosen.value)
            small, large = sorted((draft.value or 0, chosen.value or 0))
            pair = tuple(sorted((draft.id, chosen.id)))
            one = _one_thing(draft, chosen, drafts, report_of) if large >= CONTRADICTION else 0
            if one > (0 if small >= FAR * large else 1):
                links.append(Link("contradicts", "sources_disagree", draft.id, chosen.id, message))
                flags.append(Flag("sources_disagree", pair, message))
            else:
                flags.append(Flag("counts_differ", pair, message))


def _one_thing(draft: Draft, chosen: Draft, drafts: list[Draft], report_of: Mapping[str, Report]) -> int:
    """How sure it is that a report which contradicts others is about their happening: 0 not, 1 sure, 2 beyond doubt.

    What the reports say besides the count in question decides: their other counts, kind and actors. Who disagrees about
    the dead and agrees about the wounded speaks of the same attack. Where every count differs, it is another attack, or
    the same one as it was known earlier.
    """
    # Not those of carriers: who repeats a number may have mistyped another.
    mine = [report_of[draft.id]] if draft.id in report_of else []
    theirs = [report_of[d.id] for d in drafts if d.value == chosen.value and d.id in report_of]
    types = {kind for r in mine for kind in r.types}
    same_kind = bool(types & {kind for r in theirs for kind in r.types})
    actors = {actor for r in mine for actor in r.actors or r.named}
    same_actors = bool(actors) and actors == {actor for r in theirs for actor in r.actors or r.named}
    equal, near, differ, fewer = 0, 0, False, True
    for report in mine:
        for slot, counts in report.slots.items():
            if slot[:2] == draft.slot[:2]:
                continue
            for one, two in itertools.product(counts, (c for r in theirs for c in r.slots.get(slot, ()))):
                a, b = one.value or 0, two.value or 0
                if a == b and one.exact and two.exact:
                    equal = max(equal, a)
                elif (
                    a == b
                    or (agree(one, two) and not (one.exact and two.exact))
                    or (min(a, b) >= CONTRADICTION and slip_like(a, b))
                ):
                    # Rounded, or two digits swapped. That one exact number looks like another one rounded says nothing.
                    near = max(near, min(a, b))
                elif not slip_like(a, b):
                    differ = True
                    fewer = fewer and (a < b) == ((draft.value or 0) < (chosen.value or 0))
    if not _same_days(mine, theirs):
        # Another day, another attack, unless all else is the same.
        return int(same_kind and same_actors and equal >= TELLING)
    if equal >= TELLING:
        return 2 if same_kind or same_actors else 1
    if near >= 2 * CONTRADICTION and same_kind and same_actors:
        return 2
    if near >= TELLING or (equal >= SOME and (same_kind or same_actors)):
        return 1
    if not (same_kind and same_actors):
        return 0
    large = min(draft.value or 0, chosen.value or 0) >= 2 * CONTRADICTION
    return int(equal + near > 0 or not differ or (large and not (fewer and _earlier(draft, chosen))))


def _same_days(mine: Iterable[Report], theirs: Iterable[Report]) -> bool:
    """Some report of each side may be of one day; who gives none may be of any."""
    for one, two in itertools.product(mine, theirs):
        if one.dated != "text" or two.dated != "text" or one.start is None or two.start is None:
            return True
        if one.start <= (two.end or two.start) and two.start <= (one.end or one.start):
            return True
    return False


def _earlier(one: Draft, other: Draft) -> bool:
    """The lower of two values was released before the higher."""
    low, high = sorted((one, other), key=lambda d: d.value or 0)
    return (low.claim.released or dt.date.min) < (high.claim.released or dt.date.min)


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
