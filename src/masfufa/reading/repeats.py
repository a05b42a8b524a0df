"""Titles, captions, pull quotes and repeated sentences: they repeat figures and add none."""

from __future__ import annotations

import dataclasses

from masfufa.language.tokens import BREAK
from masfufa.reading.annotated import Annotated
from masfufa.records import Figure, Span

_SMALL = 10
_SHORT_PARAGRAPH = 40


def secondary_zones(marked: Annotated) -> list[tuple[int, int]]:
    """Token ranges of the title, bracketed or marked captions and pull quotes."""
    tokens = marked.tokens
    paragraphs: list[tuple[int, int]] = []
    first = 0
    n = len(tokens)
    for k in range(n + 1):
        if k == n or tokens.kinds[k] == BREAK:
            if k > first:
                paragraphs.append((first, k))
            first = k + 1
    zones = []
    for number, (a, b) in enumerate(paragraphs):
        if len(paragraphs) > 1 and (number == 0 and _is_title(marked, a, b) or _is_aside(marked, a, b)):
            zones.append((a, b))
    return zones


def _is_title(marked: Annotated, first: int, last: int) -> bool:
    title = (marked.document.title or "").strip()
    text = marked.tokens.words(first, last)
    if title and text.strip() == title:
        return True
    return last - first <= 25 and marked.tokens.forms[last - 1] not in (".", "!", "?")


def _is_aside(marked: Annotated, first: int, last: int) -> bool:
    forms = marked.tokens.forms
    opening = forms[first]
    if last - first > _SHORT_PARAGRAPH:
        return False
    if opening in ("[", ">", "|", "#"):
        return True
    if opening == '"' and ('"' in forms[first + 1 : last]):
        closing = last - 1 - forms[first:last][::-1].index('"')
        return closing - first >= 0.5 * (last - first)
    return marked.has(first, first + 3 if first + 3 < last else last, "caption")


def fold_repeats(figures: list[tuple[Figure, int]], zones: list[tuple[int, int]]) -> tuple[list[tuple[Figure, int]], dict[int, int]]:
    """Merge figures that repeat another. `figures` are (figure, first token); returns the kept ones and old → new index."""

    def secondary(token: int) -> bool:
        return any(a <= token < b for a, b in zones)

    primary = [n for n, (_, token) in enumerate(figures) if not secondary(token)]
    repeats: dict[int, list[Span]] = {}
    dropped: set[int] = set()
    kept_primary: list[int] = []
    for n in primary:
        figure = figures[n][0]
        home = next((m for m in kept_primary if _same(figures[m][0], figure)), None)
        if home is None:
            kept_primary.append(n)
        else:
            repeats.setdefault(home, []).append(Span(figure.start, figure.end))
            dropped.add(n)
    for n, (figure, token) in enumerate(figures):
        if not secondary(token):
            continue
        home = next((m for m in kept_primary if _echoes(figures[m][0], figure)), None)
        if home is None and figure.qualifier == "vague":
            home = next((m for m in kept_primary if figures[m][0].category == figure.category), None)
        if home is None:
            earlier = next((m for m in range(n) if m not in dropped and _echoes(figures[m][0], figure)), None)
            home = earlier
        if home is not None:
            repeats.setdefault(home, []).append(Span(figure.start, figure.end))
            dropped.add(n)
    kept: list[tuple[Figure, int]] = []
    index: dict[int, int] = {}
    for n, (figure, token) in enumerate(figures):
        if n in dropped:
            continue
        index[n] = len(kept)
        spans = tuple(sorted(repeats.get(n, ()), key=lambda s: s.start))
        kept.append((dataclasses.replace(figure, repeats=spans) if spans else figure, token))
    return kept, index


def _same(a: Figure, b: Figure) -> bool:
    """Two body figures that say the same: same value and category, large enough to be no coincidence."""
    value = a.low if a.low is not None else a.high
    return (
        value is not None
        and value > _SMALL
        and (a.category, a.unit, a.modality) == (b.category, b.unit, b.modality)
        and (a.low, a.high) == (b.low, b.high)
        and a.qualifier != "vague"
        and (a.victims is None or b.victims is None or a.victims.groups == b.victims.groups)
        and not (a.period and b.period and a.period != b.period)
    )


def _echoes(body: Figure, echo: Figure) -> bool:
    """A title or caption that gives a body figure's number, maybe without its bound or noun."""
    body_values, echo_values = {body.low, body.high} - {None}, {echo.low, echo.high} - {None}
    if body.unit != echo.unit and echo.text.strip().isdigit() is False:
        return False
    return bool(body_values & echo_values) and body.qualifier != "vague"
