"""A document's text cut into pieces, each with the records whose words it belongs to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from masfufa.claims import Claim, TextLocator
from masfufa.workspace.inbox import ReviewRecord


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text. start: its offset in code points; records: ids of those that it belongs to, the shortest
    first; kinds: their classes; begins: records whose first piece this is."""

    start: int
    text: str
    records: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def pieces(text: str, records: Sequence[ReviewRecord], status: dict[str, str]) -> list[Piece]:
    """The whole text in pieces; spans may overlap. Linear in the text, and in the spans but for how many overlap."""
    spans: list[tuple[int, int, str, str]] = []
    for record in records:
        shown = record.shown
        located = [shown.locator, *(shown.repeats if isinstance(shown, Claim) else ())]
        for locator in located:
            if isinstance(locator, TextLocator) and 0 <= locator.start < locator.end <= len(text):
                spans.append((locator.start, locator.end, record.id, record.kind))
    spans.sort(key=lambda span: (span[0], span[1], span[2]))
    edges = sorted({0, len(text), *(s[0] for s in spans), *(s[1] for s in spans)})
    out: list[Piece] = []
    begun: set[str] = set()
    active: list[tuple[int, int, str, str]] = []
    upcoming = 0
    for start, end in itertools.pairwise(edges):
        active = [span for span in active if span[1] > start]
        while upcoming < len(spans) and spans[upcoming][0] <= start:
            active.append(spans[upcoming])
            upcoming += 1
        ordered = sorted(active, key=lambda span: (span[1] - span[0], span[0], span[2]))
        ids = tuple(dict.fromkeys(span[2] for span in ordered))
        kinds = tuple(dict.fromkeys(span[3] for span in ordered))
        if len(ids) > 1:
            kinds = (*kinds, "overlap")
        if ids:
            kinds = (*kinds, f"is-{status[ids[0]]}")
        new = tuple(id for id in ids if id not in begun)
        begun.update(new)
        out.append(Piece(start, text[start:end], ids, kinds, new))
    return out
