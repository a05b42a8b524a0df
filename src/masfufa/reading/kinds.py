"""What sort of number a figure is: of one incident, an increment, a period's total, a running total, or a stock."""

from __future__ import annotations

import datetime as dt

from masfufa.reading.drafts import Draft
from masfufa.reading.segments import Segment
from masfufa.reading.tables import RULE
from masfufa.reading.words import word_set
from masfufa.values.dates import Date

_STANDING = frozenset(
    ("refugees", "in_need", "sheltered", "displaced", "missing", "migrants", "homes_destroyed", "homes_damaged")
)
"""Categories whose bare totals are stocks: how many there are now."""
_ALWAYS_STANDING = frozenset(("refugees", "in_need"))
_PRESENT = frozenset(("displaced", "refugees", "migrants"))
"""People named by what they are, with no verb: as many as there are."""
_FLOWS = frozenset(("displaced", "returned", "migrants", "relocated", "evacuated", "sheltered", "refugees"))
_HELD = frozenset(("missing", "stranded"))
"""Since a date they have been so: that is one incident, not a running total."""
_DEADLY = frozenset(("killed", "wounded", "casualties", "missing"))
_MOMENTARY = frozenset(("missing", "killed", "wounded", "casualties", "abducted", "stranded", "protesters"))
_GOING_ON = _FLOWS | _DEADLY
_PERFECT_REACH = 4
_COARSE = frozenset(("week", "month", "quarter", "half", "year", "range", "decade", "season"))
_LONG = frozenset(("month", "quarter", "half", "year"))
_JUST_OVER = dt.timedelta(days=62)
_PERIOD_DAYS = 2


def kind(draft: Draft, segment: Segment) -> str:
    """The kind of a figure from its rule, the cues of its segment and its date. Parts take after their total
    elsewhere."""
    category, rule = draft.category, draft.decision.rule
    if rule == "increase":
        return "increment"
    if rule == "earlier":
        return "cumulative"
    if category == "protesters":
        return "incident"
    total = (rule == "total" and draft.decision.heir_of is None) or rule in ("topic", RULE) or draft.decision.total
    since = segment.since() is not None or segment.since_unnamed()
    spans = (draft.date is not None and _spans(draft.date, category)) or segment.duration()
    if not total and (segment.before("increment_before", 3) or (not since and _adds(segment, spans))):
        return "increment"
    if since and category not in _HELD and not _today(segment):
        return "cumulative"
    if total and _to_a_total(draft, segment):
        return "increment"
    if total and not (spans and not segment.has("cumulative")):
        rising = any(s.data.get("up") for k in range(segment.first, segment.last) for s, _ in segment.marked.marks[k])
        if category in _STANDING and not segment.has("cumulative") and not rising:
            return "stock"
        return "cumulative"
    if category in _DEADLY and _toll(segment):
        return "cumulative"
    if rule == "noun by default" and category in _PRESENT and not spans:
        return "stock"
    if category == "detained" and ((rule == "noun by default" and segment.has("stock")) or _held(draft)):
        return "stock"
    arrival = draft.decision.sense is not None and draft.decision.sense.data.get("cat") == "displaced"
    if category in _ALWAYS_STANDING and not arrival and rule in ("noun by default", "after", "before"):
        return "stock"
    if category in _HELD and segment.before("still", 8):
        return "stock"
    if category not in _MOMENTARY and (
        segment.before("stock", 8) or (not _moved(draft) and _predicate(draft, segment))
    ):
        return "stock"
    if segment.has("cumulative") or _counted_until(draft, segment):
        return "cumulative"
    if spans or (draft.date is not None and draft.date.granularity in _COARSE and segment.has("recorded")):
        return "period"
    if category in _DEADLY and draft.date is not None and _just_over(draft.date, segment) and _nowhere_one(segment):
        return "period"
    return "cumulative" if _goes_on(draft, segment) else "incident"


def _just_over(date: Date, segment: Segment) -> bool:
    """A month or year that a bulletin counts, being over just now; one of long ago dates a happening."""
    published, value = segment.marked.document.published, date.value
    if date.granularity not in _LONG or published is None or value is None or value.end is None:
        return False
    return published - value.end <= _JUST_OVER


def _nowhere_one(segment: Segment) -> bool:
    """No attack, disaster or accident is named that the number would be of: 67 were killed last month."""
    return not any(segment.has(tag) for tag in ("conflict", "disaster", "other_cause"))


def _goes_on(draft: Draft, segment: Segment) -> bool:
    """Has happened up to now in something that lasts: the fighting has killed 174; 2,725 families have fled."""
    marked, trigger = segment.marked, draft.decision.trigger
    perfect = word_set(marked.language, "grammar", "perfect")
    if not perfect or trigger is None or draft.date is not None or draft.category not in _GOING_ON:
        return False
    forms = marked.tokens.forms
    if not any(form in perfect for form in forms[max(segment.first, trigger[0] - _PERFECT_REACH) : trigger[0]]):
        return False
    first, last = marked.tokens.sentences[draft.sentence]
    if marked.has(first, last, "protracted"):
        return True
    one = marked.grammar.one_determiners
    return draft.category in _FLOWS and not any(forms[k] in one for k in range(segment.first, segment.last))


def _toll(segment: Segment) -> bool:
    """الحصيلة التي نشرتها … 739 قتيلا: a toll named before the number, or right after it."""
    marked, quantity = segment.marked, segment.quantity
    first = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)][0]
    return segment.has("toll") or marked.has(first, quantity.first, "toll")


def _adds(segment: Segment, spans: bool) -> bool:
    if segment.before("increment_before", 3) or segment.of_whole("increment_day"):
        return True
    return not spans and (segment.after("increment") or segment.before("increment", 3))


def _to_a_total(draft: Draft, segment: Segment) -> bool:
    """زاد العدد 770 أسرة ليبلغ 12,745: what a total grew by, the total told next."""
    after, marked = draft.quantity.last, segment.marked
    return after < len(marked.tokens) and marked.tagged(after, "thereby") is not None and segment.has("rise")


def _held(draft: Draft) -> bool:
    """محتجزون في مدرسة: a participle tells a state."""
    sense = draft.decision.sense
    return draft.decision.rule == "after" and sense is not None and sense.form == "participle"


def _moved(draft: Draft) -> bool:
    """أجلت 37 عائلة تقطن …: what they do else is no part of the number."""
    return draft.category in ("evacuated", "relocated", "returned") and draft.decision.rule == "before"


def _today(segment: Segment) -> bool:
    """منذ الصباح: a start on the day of the report makes no running total."""
    date = segment.since()
    published = segment.marked.document.published
    if date is None:
        return False
    if date.value is None or date.value.start is None:
        return date.granularity in ("hour", "day_part")
    return published is not None and date.value.start >= published


def _counted_until(draft: Draft, segment: Segment) -> bool:
    """Up to a day that has come: a running total. Where a start is told as well, it is a stretch of time."""
    if draft.category in _HELD:
        return False
    date = segment.until()
    published = segment.marked.document.published
    if date is None or date.value is None:
        return False
    return published is None or date.value.end is None or date.value.end <= published


def _predicate(draft: Draft, segment: Segment) -> bool:
    """A stock word right after the people counted: 12 ألف نازح يقيمون."""
    marked = segment.marked
    for k in range(draft.quantity.last, min(draft.quantity.last + 8, segment.last)):
        if marked.tokens.forms[k] == ",":
            return False
        if any(s.entry.tag == "stock" for s, _ in marked.marks[k]):
            return True
    return False


def _spans(date: Date, category: str) -> bool:
    """A named stretch of time, rather than a loose date of one event."""
    if date.connective in ("during", "from_to"):
        if date.value is not None and date.value.start is not None and date.value.end is not None:
            return (date.value.end - date.value.start).days >= _PERIOD_DAYS
        return date.granularity in _COARSE
    return category in _FLOWS and date.granularity in _COARSE
