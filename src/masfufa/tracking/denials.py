"""What a source said and then denied itself: its earlier number counts no more."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from masfufa.tracking.drafts import Draft
from masfufa.tracking.sayings import say

LONGEST = 60
"""Days after which a denial is of something else that happens to have the same number."""


def take_back(drafts: Iterable[Draft]) -> None:
    """Drop claims of which their own named source later denied the very number, of one place and kind.

    Another source's denial takes nothing back: it is one more thing that is said. Nor does that of a source without a
    name, of which nobody knows whether it is the same.
    """
    drafts = list(drafts)
    denied: dict[tuple[object, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.claim.modality == "denied" and not draft.generic and draft.value is not None:
            denied[_of(draft)].append(draft)
    if not denied:
        return
    for draft in drafts:
        if not draft.counts or draft.generic:
            continue
        said = draft.claim.released
        days = [
            other.claim.released
            for other in denied.get(_of(draft), ())
            if other.claim.released is not None
            and said is not None
            and dt.timedelta(0) <= other.claim.released - said <= dt.timedelta(LONGEST)
            and _one_place(draft, other)
        ]
        if days:
            draft.drop("denied", say("taken_back", day=min(days)))


def _of(draft: Draft) -> tuple[object, ...]:
    return (draft.source.key, draft.claim.category, draft.claim.unit, draft.value)


def _one_place(a: Draft, b: Draft) -> bool:
    if not a.node.path or a.node.path[0] != (b.node.path or ("",))[0]:
        return False
    shorter = min(len(a.node.path), len(b.node.path))
    if a.node.path[:shorter] != b.node.path[:shorter]:
        return False
    return not a.node.spot or not b.node.spot or a.node.spot == b.node.spot
