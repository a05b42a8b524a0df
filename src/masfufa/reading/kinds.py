"""What sort of number a figure is: of one incident, an increment, a period's total, a running total, or a stock."""

from __future__ import annotations

from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.quantities import Quantity
from masfufa.values.dates import Date

_STANDING = frozenset(("refugees", "in_need", "sheltered"))
_NEAR = 12
_LONG_DAYS = 2


def kind(marked: Annotated, quantity: Quantity, decision: Decision, date: Date | None) -> str:
    """The kind of a figure from its rule, the cues of its clause and its date; parts take after their total elsewhere."""
    category = decision.category
    if category == "protesters":
        return "incident"
    first, last = _clause(marked, quantity)
    since = _since(marked, first, last)
    if marked.has(first, last, "increment") and _near(marked, quantity, "increment"):
        return "increment"
    total = decision.rule in ("total",) or _rising(marked, first, quantity)
    if since or (total and category not in _STANDING and not _near(marked, quantity, "stock")):
        return "cumulative"
    if _near(marked, quantity, "stock") or (category in _STANDING and decision.rule in ("total", "topic", "noun by default")):
        return "stock"
    if total:
        return "stock" if category in _STANDING | {"missing", "displaced"} else "cumulative"
    if _cumulative_cue(marked, first, quantity):
        return "cumulative"
    if date is not None and _long(date):
        return "period"
    return "incident"


def _clause(marked: Annotated, quantity: Quantity) -> tuple[int, int]:
    tokens = marked.tokens
    first, last = tokens.sentences[tokens.sentence_of(quantity.first)]
    start = quantity.first
    while start > first and not _boundary(marked, start - 1):
        start -= 1
    end = quantity.last
    while end < last and not _boundary(marked, end):
        end += 1
    return start, end


def _boundary(marked: Annotated, k: int) -> bool:
    return marked.tokens.forms[k] in (";",) or any(s.entry.tag == "clause" and s.prefix == "" for s, _ in marked.marks[k])


def _since(marked: Annotated, first: int, last: int) -> bool:
    return any(d.connective == "since" for d in marked.dates if first <= d.first < last)


def _near(marked: Annotated, quantity: Quantity, tag: str) -> bool:
    low, high = max(quantity.first - _NEAR, 0), min(quantity.last + _NEAR, len(marked.tokens))
    for k in range(low, high):
        if any(s.entry.tag == tag for s, _ in marked.marks[k]):
            a, b = (quantity.last, k) if k >= quantity.last else (k, quantity.first)
            if not any(_boundary(marked, j) or marked.tokens.kinds[j] == 3 or marked.tokens.forms[j] == "." for j in range(a, b)):
                return True
    return False


def _rising(marked: Annotated, first: int, quantity: Quantity) -> bool:
    """A counting noun and a verb of reaching before the number: ارتفعت الحصيلة إلى."""
    total = rise = False
    for k in range(quantity.before - 1, first - 1, -1):
        for sense, _ in marked.marks[k]:
            total = total or sense.entry.tag == "total"
            rise = rise or sense.entry.tag == "rise"
    return total and rise


def _cumulative_cue(marked: Annotated, first: int, quantity: Quantity) -> bool:
    return marked.has(first, quantity.first, "cumulative") or _near(marked, quantity, "cumulative")


def _long(date: Date) -> bool:
    if date.value is None or date.value.start is None or date.value.end is None:
        return date.granularity in ("week", "month", "quarter", "half", "year", "range")
    return (date.value.end - date.value.start).days >= _LONG_DAYS
