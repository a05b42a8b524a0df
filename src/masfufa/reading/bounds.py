"""Bounds of a quantity: أكثر من، نحو، على الأقل، at least, up to — what the words around a number make of it."""

from __future__ import annotations

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import Quantity

_AFTER_REACH = 5
_ESTIMATE_REACH = 8
_TOTAL_REACH = 20


def apply_bounds(marked: Annotated, quantities: list[Quantity]) -> None:
    """Set `before`, `qualifier`, `low` and `high` of every quantity from the words around it."""
    ends: dict[int, tuple[int, Sense]] = {}
    for i, marks in enumerate(marked.marks):
        for sense, last in marks:
            if sense.entry.tag == "bound" and not sense.data.get("after"):
                kept = ends.get(last)
                if kept is None or i < kept[0]:
                    ends[last] = (i, sense)
    starts_at = {quantity.first for quantity in quantities}
    for quantity in quantities:
        found = _before(marked, quantity, ends)
        after = _after(marked, quantity, starts_at) if quantity.shape != "one" else None
        for bound in (found, after):
            if bound is not None:
                _bind(quantity, bound)
        if quantity.qualifier == "exact" and quantity.number is not None:
            of_total = _before_total(marked, quantity)
            if of_total is not None:
                _bind(quantity, of_total)
        if quantity.qualifier == "exact" and quantity.number is not None and _estimated(marked, quantity):
            quantity.qualifier = "approx"


def _before(marked: Annotated, quantity: Quantity, ends: dict[int, tuple[int, Sense]]) -> str | None:
    forms = marked.tokens.forms
    at = quantity.first
    strongest: str | None = None
    while True:
        back = at
        while back > 0 and forms[back - 1] in ('"', "("):
            back -= 1
        found = ends.get(back) or ends.get(at)
        if found is None:
            break
        at, sense = found
        if strongest in (None, "approx"):
            strongest = str(sense.data["q"])
    quantity.before = at
    return strongest


def _before_total(marked: Annotated, quantity: Quantity) -> str | None:
    """تجاوز عدد القتلى 50: a bound that stands before the counting noun."""
    tokens = marked.tokens
    first = tokens.sentences[tokens.sentence_of(quantity.first)][0]
    for k in range(quantity.before - 1, max(first, quantity.before - _TOTAL_REACH) - 1, -1):
        if (k in marked.number_at and k not in marked.date_at) or tokens.forms[k] in (";", "."):
            return None
        if marked.tagged(k, "total"):
            for back in range(k - 1, max(first, k - 3) - 1, -1):
                found = marked.tagged(back, "total_bound")
                if found and found[1] == k:
                    return str(found[0].data["q"])
            return None
    return None


def _after(marked: Annotated, quantity: Quantity, starts_at: set[int]) -> str | None:
    tokens = marked.tokens
    for k in range(quantity.last, min(quantity.last + _AFTER_REACH, len(tokens))):
        if k in starts_at or tokens.forms[k] in (".", ";", ":"):
            return None
        for sense, _ in marked.marks[k]:
            if sense.entry.tag == "bound" and sense.data.get("after"):
                return str(sense.data["q"])
        if any(s.entry.tag in ("trigger", "clause", "part", "say") for s, _ in marked.marks[k]):
            return None
    return None


def _estimated(marked: Annotated, quantity: Quantity) -> bool:
    """قدر عدد القتلى بـ35: a bare estimate is approximate."""
    tokens = marked.tokens
    low = max(quantity.before - _ESTIMATE_REACH, 0)
    for k in range(quantity.before - 1, low - 1, -1):
        if tokens.forms[k] in (".", ";") or k in marked.number_at or tokens.kinds[k] == 3:
            return False
        if marked.tagged(k, "estimate"):
            return True
        if marked.tagged(k, "clause"):
            return False
    return False


def _bind(quantity: Quantity, bound: str) -> None:
    if quantity.qualifier == "vague":
        if bound == "at_least":
            quantity.high = None
        return
    if quantity.qualifier == "range" and bound == "approx":
        return
    if bound == "at_least":
        quantity.high = None
    elif bound == "at_most":
        quantity.low = None
        if quantity.high is None:
            quantity.high = quantity.low
    quantity.qualifier = bound
