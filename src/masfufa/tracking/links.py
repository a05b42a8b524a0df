"""How canonical claims hang together: supersedes, adds_to, part_of, contradicts, with rule and evidence for each.

A series holds the values of one source about one thing (running totals, stocks). Inside it a later day supersedes an
earlier one; a later release for the same day is a revision; two values released on one day for one day contradict.
"""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from masfufa.tracking.drafts import Draft, agree, bounds, compatible
from masfufa.tracking.ledger import Flag, Link
from masfufa.tracking.sayings import say

SLACK = 0.02
"""Two sources that differ by less than this share do not disagree: they counted on two sides of an hour."""


def series_links(drafts: Iterable[Draft]) -> tuple[list[Link], list[Flag]]:
    """Links and flags inside the series of running totals and stocks. Cost: sorting."""
    series: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.family != "flow" and draft.counts and draft.end is not None:
            series[draft.series].append(draft)
    links: list[Link] = []
    flags: list[Flag] = []
    for key in sorted(series):
        members = sorted(series[key], key=_by_day)
        current: Draft | None = None
        for draft in members:
            if current is not None:
                _follow(current, draft, links, flags)
            if current is None or draft.why_not is None:
                current = draft
        if members[0].family == "cumulative":
            _falls(members, links, flags)
    return links, flags


def _by_day(draft: Draft) -> tuple[dt.date, dt.date, str]:
    return (draft.end or dt.date.min, draft.claim.released or dt.date.min, draft.id)


def _follow(earlier: Draft, later: Draft, links: list[Link], flags: list[Flag]) -> None:
    if earlier.end != later.end:
        evidence = say(
            "later", name=later.source.name, what=_n(later), day=later.end, what2=_n(earlier), day2=earlier.end
        )
        links.append(Link("supersedes", "later_as_of", later.id, earlier.id, evidence))
        return
    if earlier.claim.round != later.claim.round and earlier.claim.round and later.claim.round:
        links.append(Link("supersedes", "later_round", later.id, earlier.id, say("round", id=later.claim.round)))
        return
    released, before = later.claim.released, earlier.claim.released
    if released is not None and before is not None and released > before:
        evidence = say("revised", day=released, day2=later.end, what=_n(earlier), day3=before)
        links.append(Link("supersedes", "revised", later.id, earlier.id, evidence))
        if later.value != earlier.value:
            later.flags.append("revised")
        return
    if agree(earlier, later):
        return
    message = say("itself", name=later.source.name, what=_n(earlier), what2=_n(later), day=later.end, day2=released)
    links.append(Link("contradicts", "source_contradicts_itself", later.id, earlier.id, message))
    flags.append(Flag("source_contradicts_itself", (earlier.id, later.id), message))
    for draft in (earlier, later):
        draft.flags.append("source_contradicts_itself")


def _falls(members: list[Draft], links: list[Link], flags: list[Flag]) -> None:
    """A running total that falls: with a stated correction it is one, else the value out of line is set aside."""
    # Start anew after each stated correction: what was said before it does not bind what comes after.
    start = 0
    last = _last_of_days(members)
    for index in range(1, len(last) + 1):
        ends = index == len(last)
        if not ends and last[index].revises and _below(last[index], last[index - 1]):
            draft, before = last[index], last[index - 1]
            evidence = say("corrects", what=_n(before), day=before.end, what2=_n(draft), day2=draft.end)
            links.append(Link("supersedes", "corrected_down", draft.id, before.id, evidence))
            draft.flags.append("corrected_down")
            for old in last[start:index]:
                if _below(draft, old):
                    old.flags.append("corrected_later")
            _one_run(last[start:index], links, flags)
            start = index
        elif ends:
            _one_run(last[start:index], links, flags)


def _last_of_days(members: list[Draft]) -> list[Draft]:
    by_day: dict[dt.date | None, Draft] = {}
    for draft in members:
        by_day[draft.end] = draft
    return list(by_day.values())


def _below(later: Draft, earlier: Draft) -> bool:
    """The later value is under the earlier one, and not by rounding."""
    _, high = bounds(later)
    low, _ = bounds(earlier)
    return high is not None and high < low and not agree(earlier, later)


def _one_run(run: list[Draft], links: list[Link], flags: list[Flag]) -> None:
    if len(run) < 2 or not any(_below(b, a) for a, b in itertools.pairwise(run)):
        return
    keep = _rising(run)
    last_kept: Draft | None = None
    for index, draft in enumerate(run):
        if index in keep:
            last_kept = draft
            continue
        after = next((run[i] for i in range(index + 1, len(run)) if i in keep), None)
        rival = last_kept if last_kept is not None and _below(draft, last_kept) else after
        if rival is None:
            continue
        message = say("falls", name=draft.source.name, what=_n(draft), day=draft.end, what2=_n(rival), day2=rival.end)
        links.append(Link("contradicts", "cumulative_falls", draft.id, rival.id, message))
        flags.append(Flag("cumulative_falls", tuple(sorted((draft.id, rival.id))), message))
        draft.flags.append("cumulative_falls")
        draft.flags.append("out_of_line")


def _rising(run: list[Draft]) -> set[int]:
    """Indexes of the longest sequence that never falls; among equals the one with the later values."""
    tails: list[int] = []
    values: list[int] = []
    back: list[int] = [-1] * len(run)
    for index, draft in enumerate(run):
        value = draft.value or 0
        at = bisect_right(values, value)
        back[index] = tails[at - 1] if at else -1
        if at == len(tails):
            tails.append(index)
            values.append(value)
        else:
            tails[at] = index
            values[at] = value
    out: set[int] = set()
    at = tails[-1]
    while at != -1:
        out.add(at)
        at = back[at]
    return out


def part_links(drafts: Mapping[str, Draft], of_claim: Mapping[str, str]) -> list[Link]:
    """`part_of` links as the readings give them."""
    out = []
    for draft in drafts.values():
        whole = of_claim.get(draft.claim.part_of or "")
        if whole is not None and whole != draft.id:
            evidence = say("part", what=_n(draft), what2=_n(drafts[whole]))
            out.append(Link("part_of", "stated_part", draft.id, whole, evidence))
    return out


def rival_sources(drafts: Iterable[Draft]) -> tuple[list[Link], list[Flag]]:
    """Sources that disagree about one running total or stock, of one place, population and day."""
    groups: dict[tuple[object, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.family == "flow" or not draft.counts or draft.end is None or not draft.whole:
            continue
        if "out_of_line" in draft.flags or not (draft.node.path or draft.node.spot):
            continue
        groups[(*draft.slot, draft.family, draft.node.path, draft.end)].append(draft)
    links: list[Link] = []
    flags: list[Flag] = []
    for key in sorted(groups, key=repr):
        latest: dict[tuple[str, str], Draft] = {}
        for draft in sorted(groups[key], key=_by_day):
            latest[draft.source.key, draft.node.spot] = draft
        found = [latest[who] for who in sorted(latest)]
        for index, one in enumerate(found):
            for other in found[index + 1 : index + 6]:
                if one.source.key == other.source.key:
                    continue
                if not compatible(one.node, other.node) or agree(one, other) or _close(one, other):
                    continue
                message = say(
                    "rivals", name=one.source.name, what=_n(one), name2=other.source.name, what2=_n(other), day=one.end
                )
                links.append(Link("contradicts", "sources_disagree", other.id, one.id, message))
                flags.append(Flag("sources_disagree", tuple(sorted((one.id, other.id))), message))
    return links, flags


def _close(one: Draft, other: Draft) -> bool:
    a, b = one.value or 0, other.value or 0
    return abs(a - b) <= SLACK * max(a, b)


def _n(draft: Draft) -> str:
    claim = draft.claim
    unit = {"household": " households", "home": " homes"}.get(claim.unit, "")
    value = say("no_value") if draft.value is None else f"{draft.value:,}"
    return f"{value}{unit} {claim.category}"
