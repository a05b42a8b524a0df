"""An earlier running total told beside the one that holds: "653 so far; it had put the toll at 562 before".

Nobody says on which day the lower one held, so it must not stand for the day of the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from masfufa.tracking.drafts import Draft, agree
from masfufa.tracking.sayings import say


def told_before(drafts: Iterable[Draft]) -> dict[str, str]:
    """Claim id → what is said of it: running totals without a day of their own, below another of their series that
    their document tells for its day or later. Cost: linear, save for documents with many totals of one series."""
    told: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.family == "cumulative" and draft.counts and draft.whole and not draft.tabular and not draft.revises:
            told[draft.claim.document, draft.series].append(draft)
    found: dict[str, str] = {}
    for members in told.values():
        highest = max(members, key=lambda d: (d.value or 0, d.id))
        for draft in members:
            if draft.dated_by != "text" and (draft.value or 0) < (highest.value or 0) and not agree(draft, highest):
                found[draft.id] = say("told_before", n=highest.value, day=highest.end)
    return found


def set_aside(kept: Iterable[Draft], told: dict[str, str]) -> None:
    """Drop those that no other document gives for a day: where one does, the number is that day's, told again."""
    for draft in kept:
        if draft.id in told and all(carrier.claim in told for carrier in draft.carriers):
            draft.drop("told_before", told[draft.id])
