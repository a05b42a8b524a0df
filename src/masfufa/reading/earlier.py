"""What had been told before the number that holds now: 653 killed since April; the WHO had earlier reported 562."""

from __future__ import annotations

from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft

_APART = 2
"""Sentences after the running total in which an earlier one is told."""
_NEAR = 3
"""Tokens between the word of earlier times and the verb of saying or the toll that it goes with."""
_SHARE = 10
"""The earlier total is at least this part of the one that holds, else it is of something else."""
_TELLING = ("say", "recorded", "estimate", "toll", "total")
_SCENES = ("conflict", "disaster", "other_cause")
_CATEGORIES = frozenset(("killed", "wounded", "casualties", "missing", "displaced", "detained", "abducted"))


def told_earlier(drafts: list[Draft], marked: Annotated) -> None:
    """Make running totals of numbers told as earlier ones beside the running total that holds. No day is known on
    which they held."""
    told: list[Draft] = []
    for n, draft in enumerate(drafts):
        if draft.category not in _CATEGORIES or draft.secondary or not draft.happened:
            continue
        if draft.kind not in ("incident", "cumulative") or draft.part_of is not None:
            continue
        total = _total(drafts, n, told)
        if total is None or draft.date not in (None, total.date):
            continue
        if not (_as_earlier(draft, drafts, n, marked) or _in_one_breath(draft, told)):
            continue
        draft.kind, draft.start, draft.end, draft.as_of = "cumulative", total.start, None, None
        draft.heir_of = None  # it takes no day from what it follows
        told.append(draft)


def _total(drafts: list[Draft], at: int, told: list[Draft]) -> Draft | None:
    """The running total of the same people in the sentences before, or later in the sentence itself."""
    draft = drafts[at]
    for other in reversed(drafts[:at]):
        if draft.sentence - other.sentence > _APART:
            break
        if _holds(other, draft) and all(other is not one for one in told):
            return other
    for other in drafts[at + 1 :]:
        if other.sentence != draft.sentence:
            break
        if _holds(other, draft) and other.decision.rule not in ("series", "listed"):
            return other
    return None


def _holds(total: Draft, draft: Draft) -> bool:
    if total.kind != "cumulative" or not total.like(draft) or not total.happened or total.secondary:
        return False
    if draft.own_places and total.own_places and draft.places != total.places:
        return False
    now, before = total.value or 0, draft.value or 0
    return now != before and now <= before * _SHARE


def _as_earlier(draft: Draft, drafts: list[Draft], at: int, marked: Annotated) -> bool:
    """A word of earlier times beside a verb of saying or a toll, with no other number or happening between."""
    first, last = marked.tokens.sentences[draft.sentence]
    quantity = draft.quantity
    if at and drafts[at - 1].sentence == draft.sentence:
        first = drafts[at - 1].quantity.last
    after = drafts[at + 1].quantity.before if at + 1 < len(drafts) else last
    last = min(last, after)
    cues = [(k, end) for k, _, end in marked.all_tagged(first, last, "told_before") if k not in marked.date_at]
    if not cues or any(marked.has(first, last, scene) for scene in _SCENES):
        return False
    telling = {k for tag in _TELLING for k, _, _ in marked.all_tagged(first, last, tag)}
    telling -= set(range(quantity.first, quantity.last))
    return any(-_NEAR <= k - end <= _NEAR - 1 or 0 < start - k <= _NEAR for start, end in cues for k in telling)


def _in_one_breath(draft: Draft, told: list[Draft]) -> bool:
    """562 killed and some 2,855 wounded: the second goes with the first."""
    return (
        bool(told) and told[-1].sentence == draft.sentence and 0 <= draft.quantity.before - told[-1].quantity.last <= 1
    )
