"""Which numbers go on with a running total, though they read like one incident.

A reader may take "the fighting has left 205 dead" for one event. Where its source gives running totals of the same
place, and the number lies between the one before and the one after, it is one of them.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from masfufa.tracking.drafts import Draft

APART = 14
"""Days within which a running total must have been given before."""

GROWTH = 1.5
"""Where no later total bounds it, the number is at most this many times the one before."""

STATES = frozenset(("displaced", "sheltered", "homeless", "refugees", "in_need", "affected", "stranded"))
"""What people are rather than what befalls them on a day."""

MANY = 100
"""From here up an undated count of people in such a state is a total so far, not one day's."""

LEAST = 20
"""Below this a running total is hardly told from an incident."""


def told_again(drafts: Iterable[Draft]) -> None:
    """Turn counts without a beginning, and such that continue a running total of their source, into running totals."""
    drafts = list(drafts)
    for draft in drafts:
        _total_so_far(draft)
    totals: dict[tuple[object, ...], list[tuple[dt.date, int]]] = defaultdict(list)
    undated: list[Draft] = []
    for draft in drafts:
        released = draft.claim.released
        if (
            not draft.counts
            or draft.value is None
            or released is None
            or not draft.source.attributed
            or not draft.whole
        ):
            continue
        if draft.kind == "cumulative":
            totals[_what(draft)].append((released, draft.value))
        elif draft.kind == "incident" and draft.dated_by != "text" and draft.value >= LEAST and not draft.tabular:
            undated.append(draft)
    for points in totals.values():
        points.sort()
    for draft in undated:
        points = totals.get(_what(draft), [])
        released, value = draft.claim.released, draft.value
        if released is None or value is None:
            continue
        at = bisect_right(points, (released, value))
        before = points[at - 1] if at else None
        after = points[at] if at < len(points) else None
        if before is None or (released - before[0]).days > APART or value < before[1]:
            continue
        if (after is not None and value <= after[1]) or (after is None and value <= GROWTH * before[1]):
            draft.kind = "cumulative"
            draft.family = "cumulative"
            draft.start, draft.end = None, released
            draft.flags.append("continues_running_total")


def _total_so_far(draft: Draft) -> None:
    """ "510 killed by 19 May" has an end and no beginning; "42,000 are displaced" has no day on which they fled."""
    claim = draft.claim
    if (
        draft.kind not in ("incident", "period")
        or draft.tabular
        or draft.value is None
        or claim.period_start is not None
    ):
        return
    state = claim.category in STATES and draft.value >= MANY and draft.kind == "incident"
    end = claim.period_end or (claim.as_of or claim.released if state else None)
    if end is not None:
        draft.kind = draft.family = "cumulative"
        draft.start, draft.end = None, end
        draft.dated_by = "text" if claim.period_end or claim.as_of else "release"
        draft.flags.append("total_so_far")


def _what(draft: Draft) -> tuple[object, ...]:
    return (draft.source.key, *draft.slot, draft.node.path, draft.node.spot)
