"""What does not add up: notices where parts exceed their total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from masfufa.records import Figure, Notice, Span


def arithmetic_notices(figures: Sequence[Figure]) -> list[Notice]:
    """A notice for every total that is smaller than one of its parts, or than all parts of one category together.

    Only exact numbers of one unit are compared, and only parts that tell the total apart by group or place: parts that
    overlap (so many women, so many from one town) may well exceed it together, so those of one kind of group alone count.
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
            figures[n] for n in members if figures[n].unit == total.unit and figures[n].category == total.category and figures[n].low
        ]
        larger = [part for part in same if (part.low or 0) > limit]
        together = sum(part.low or 0 for part in same if part.victims is not None and part.victims.groups)
        if larger:
            notices.append(_notice(total, larger, f"A part ({larger[0].low:,}) is larger than its total ({limit:,})."))
        elif together > limit:
            shown = [part for part in same if part.victims is not None and part.victims.groups]
            notices.append(_notice(total, shown, f"The parts add up to {together:,}, more than their total ({limit:,})."))
    return notices


def _notice(total: Figure, parts: list[Figure], message: str) -> Notice:
    spans = (Span(total.start, total.end), *(Span(part.start, part.end) for part in parts))
    return Notice("parts-exceed-total", message, spans)
