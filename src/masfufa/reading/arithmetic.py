"""What does not add up: notices where parts exceed their total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from masfufa.notices import notice
from masfufa.records import Figure, Notice, Span


def arithmetic_notices(figures: Sequence[Figure]) -> list[Notice]:
    """A notice for every total that is smaller than one of its parts, or than all parts of one category together.

    Only numbers of one unit and category are compared. Parts by group (children, women) are added up; others may
    overlap (so many women, so many from one town) and are each compared alone.
    """
    parts: dict[int, list[int]] = defaultdict(list)
    for n, figure in enumerate(figures):
        if figure.part_of is not None:
            parts[figure.part_of].append(n)
    notices = []
    for total_at, members in parts.items():
        total = figures[total_at]
        limit = total.high
        if limit is None:
            continue
        same = [
            part for part in (figures[n] for n in members) if (part.unit, part.category) == (total.unit, total.category)
        ]
        larger = [part for part in same if (part.low or 0) > limit]
        groups = [part for part in same if part.victims is not None and part.victims.groups]
        together = sum(part.low or 0 for part in groups)
        if larger:
            told = {"part": f"{larger[0].low:,}", "total": f"{limit:,}"}
            notices.append(notice("parts-exceed-total", "one", _spans(total, larger), **told))
        elif together > limit:
            told = {"together": f"{together:,}", "total": f"{limit:,}"}
            notices.append(notice("parts-exceed-total", "together", _spans(total, groups), **told))
    return notices


def _spans(total: Figure, parts: list[Figure]) -> tuple[Span, ...]:
    return (Span(total.start, total.end), *(Span(part.start, part.end) for part in parts))
