"""What does not add up: notices where parts exceed their total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

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
            notices.append(_notice(total, larger, f"A part ({larger[0].low:,}) is larger than its total ({limit:,})."))
        elif together > limit:
            said = f"The parts add up to {together:,}, more than their total ({limit:,})."
            notices.append(_notice(total, groups, said))
    return notices


def _notice(total: Figure, parts: list[Figure], message: str) -> Notice:
    spans = (Span(total.start, total.end), *(Span(part.start, part.end) for part in parts))
    return Notice("parts-exceed-total", message, spans)
