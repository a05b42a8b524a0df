"""Titles, captions, pull quotes and repeated sentences: they repeat figures and add none."""

from __future__ import annotations

from collections import defaultdict

from masfufa.language.tokens import BREAK, WORD
from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.records import Span

_SMALL = 10
_TAKEN_UP = 8
_LOOK = 100
"""How many figures of one value or category are compared: repeats stand near the top, and cost must stay linear."""
_ROUNDING = 0.1
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
        if len(paragraphs) < 2:
            continue
        title = number == 0 and _is_title(marked, a, b)
        between = (
            0 < number < len(paragraphs) - 1
            and _ends(marked, paragraphs[number - 1])
            and _ends(marked, paragraphs[number + 1])
        )
        if title or _is_aside(marked, a, b) or (between and _is_caption(marked, a, b)):
            zones.append((a, b))
    return zones


def _is_title(marked: Annotated, first: int, last: int) -> bool:
    title = (marked.document.title or "").strip()
    text = marked.tokens.words(first, last)
    if title and text.strip() == title:
        return True
    return last - first <= 25 and marked.tokens.forms[last - 1] not in (".", "!", "?")


def _ends(marked: Annotated, paragraph: tuple[int, int]) -> bool:
    """True where a paragraph ends as sentences do."""
    return marked.tokens.forms[paragraph[1] - 1] in (".", "!", "?", '"', ":")


def _is_caption(marked: Annotated, first: int, last: int) -> bool:
    """A short paragraph without a full stop between paragraphs with one: a caption or a heading; not a line of a
    list."""
    tokens = marked.tokens
    if last - first > _SHORT_PARAGRAPH or tokens.kinds[first] != WORD or tokens.forms[last - 1] == ":":
        return False
    return tokens.forms[last - 1] not in (".", "!", "?", ";", ",")


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


def fold_repeats(drafts: list[Draft]) -> list[Draft]:
    """Merge figures that repeat another into it as `repeats`; returns the ones that stay, in text order."""
    kept: list[Draft] = []
    dropped: dict[int, Draft] = {}
    by_value: dict[int, list[Draft]] = defaultdict(list)
    by_category: dict[str, list[Draft]] = defaultdict(list)

    def keep(draft: Draft) -> None:
        kept.append(draft)
        by_category[draft.category].append(draft)
        for value in {draft.quantity.low, draft.quantity.high}:
            if value is not None:
                by_value[value].append(draft)

    for draft in drafts:
        if not draft.secondary:
            same = by_value[draft.value][:_LOOK] if draft.value is not None else []
            home = next((other for other in same if _same(other, draft) or _meant_again(other, draft)), None)
            if home is None:
                keep(draft)
            else:
                _merge(home, draft, dropped)
    for draft in drafts:
        if draft.secondary:
            home = _echoed(draft, by_value, by_category)
            if home is None:
                keep(draft)
            else:
                _merge(home, draft, dropped)
    for draft in kept:
        if draft.repeats:
            draft.repeats = sorted(set(draft.repeats), key=lambda span: span.start)
        while draft.part_of is not None and id(draft.part_of) in dropped:
            draft.part_of = dropped[id(draft.part_of)]
        if draft.part_of is draft:
            draft.part_of = None
    kept.sort(key=lambda draft: draft.quantity.start)
    return kept


def _echoed(echo: Draft, by_value: dict[int, list[Draft]], by_category: dict[str, list[Draft]]) -> Draft | None:
    """The body figure that a title, caption or pull quote gives again, maybe in vaguer words."""
    quantity, same = echo.quantity, by_category[echo.category][:_LOOK]
    equal = [body for value in (quantity.low, quantity.high) if value is not None for body in by_value[value][:_LOOK]]
    home = next((body for body in (*equal, *same) if _echoes(body, echo)), None)
    if home is None and (quantity.qualifier == "vague" or quantity.low == 1):
        return same[0] if same else None
    return home


def _merge(home: Draft, repeat: Draft, dropped: dict[int, Draft]) -> None:
    home.repeats.append(Span(repeat.quantity.start, repeat.quantity.end))
    dropped[id(repeat)] = home


def _same(a: Draft, b: Draft) -> bool:
    """Two body figures that say the same: same value and category, large enough to be no coincidence."""
    value = a.value
    return (
        value is not None
        and value > _SMALL
        and a.like(b)
        and a.modality == b.modality
        and (a.quantity.low, a.quantity.high) == (b.quantity.low, b.quantity.high)
        and a.quantity.qualifier != "vague"
        and (a.victims is None or b.victims is None or a.victims.groups == b.victims.groups)
        and not (a.start and b.start and a.start != b.start)
        and not (a.own_places and b.own_places and not _share(a, b))
    )


def _meant_again(before: Draft, after: Draft) -> bool:
    """القتلى الخمسة after five were told of: a definite number takes up a figure already given."""
    number = after.quantity.number
    definite = number is not None and number.definite and after.quantity.definite_noun
    return (
        definite
        and before.like(after)
        and after.sentence - before.sentence <= _TAKEN_UP
        and before.value == after.value
    )


def _share(a: Draft, b: Draft) -> bool:
    names = {place.name or place.text for place in a.places}
    return any((place.name or place.text) in names for place in b.places)


def _echoes(body: Draft, echo: Draft) -> bool:
    """A title or caption that gives a body figure's number, maybe without its bound or noun, or rounded down."""
    if body.quantity.qualifier == "vague" or body.value is None:
        return False
    same_unit = body.unit == echo.unit or echo.quantity.noun is None
    values = {body.quantity.low, body.quantity.high} - {None}
    if values & ({echo.quantity.low, echo.quantity.high} - {None}):
        return same_unit
    rounded = echo.quantity.qualifier in ("at_least", "approx") and echo.value is not None
    return bool(
        rounded
        and same_unit
        and body.category == echo.category
        and echo.value is not None
        and abs(body.value - echo.value) <= _ROUNDING * body.value
    )
