"""Totals and their parts: what figures of one document are shares of, beyond what markers such as بينهم say."""

from __future__ import annotations

import datetime as dt
from itertools import chain, combinations, pairwise

from masfufa.reading.drafts import Draft
from masfufa.reading.segments import Segment
from masfufa.reading.tables import RULE

_NEXT = 6
"""Figures after a total among which its parts are sought."""
_ROWS = 120
"""Figures of a table before its last row among which parts are sought."""
_BACK = 8
"""Figures before a running total among which its increments are sought."""
_STOCK_BACK = 6
_AUXILIARIES = 3
_LAST_DAYS = dt.timedelta(days=7)
_VERB_GAP = 2
_SMALLEST_SUM = 5
_FEWEST_PARTS = 2
_RUNNING = frozenset(("total", "topic"))


def link_parts(drafts: list[Draft], segments: list[Segment]) -> None:
    """Find the totals that figures are parts of: by addition, by running totals, by place within a stock."""
    body = [(draft, segment) for draft, segment in zip(drafts, segments, strict=True) if not draft.secondary]
    figures = [draft for draft, _ in body]
    _by_addition(figures)
    for n, (total, segment) in enumerate(body):
        counts = total.decision.rule in _RUNNING or total.decision.total
        if total.kind == "cumulative" and counts and total.happened:
            _into_running_total(figures, n, segment)
    _within_stock(figures)
    for n, (total, segment) in enumerate(body):
        if total.part_of is None and _opens_with(total, segment):
            for draft in figures[n + 1 : n + 1 + _NEXT]:
                if draft.sentence != total.sentence or not draft.like(total) or (draft.value or 0) > (total.value or 0):
                    break
                draft.part_of = draft.part_of or total
    for draft in drafts:
        if draft.part_of is not None and draft.part_of.part_of is draft:
            draft.part_of = None


def _opens_with(total: Draft, segment: Segment) -> bool:
    """من أصل 4,210 عائدين، 1,300 من لبنان …: the sentence tells of what it takes its parts."""
    marked = segment.marked
    first = marked.tokens.sentences[total.sentence][0]
    return any(
        (found := marked.tagged(k, "out_of")) is not None and found[1] == total.quantity.before
        for k in range(first, min(first + 2, total.quantity.before))
    )


def _by_addition(body: list[Draft]) -> None:
    """Figures before or after a total that add up to it are its parts: 1,625 = 940 + 685."""
    for n, total in enumerate(body):
        if total.low is None or total.low < _SMALLEST_SUM or total.quantity.high != total.low:
            continue
        if _summed_up(body, n):
            continue
        free = [
            (at, draft)
            for at, draft in enumerate(body[n + 1 : n + 1 + _NEXT])
            if draft.unit == total.unit
            and draft.low is not None
            and draft.low < total.low
            and draft.part_of in (None, total)
            and draft.paragraph - total.paragraph <= 1
            and not (draft.category != total.category and draft.category == "killed")
        ]
        for size in range(2, min(len(free), 5) + 1):
            for group in combinations(free, size):
                close = group[-1][0] - group[0][0] <= size + 1
                if close and sum(draft.low or 0 for _, draft in group) == total.low:
                    for _, part in group:
                        part.part_of = part.part_of or total
                    break
            else:
                continue
            break


def _summed_up(body: list[Draft], at: int) -> bool:
    """Parts told before their total: 10 died here, five there and two elsewhere, 17 in all."""
    total, so_far = body[at], 0
    row = total.decision.rule == RULE
    parts: list[Draft] = []
    for part in reversed(body[max(at - (_ROWS if row else _NEXT), 0) : at]):
        if row and part.decision.rule == RULE and not part.like(total):
            continue  # another column
        near = row or total.paragraph - part.paragraph <= 1
        if not part.like(total) or part.part_of is not None or not near or (part.decision.rule == RULE) != row:
            return False
        so_far += part.low or 0
        parts.append(part)
        if so_far >= (total.low or 0):
            if so_far > (total.low or 0) or len(parts) < _FEWEST_PARTS:
                return False
            for other in parts:
                other.part_of = total
            return True
    return False


def _into_running_total(body: list[Draft], at: int, segment: Segment) -> None:
    """What a bulletin adds is part of the running total it reports: 97 this week, 841 since January."""
    total = body[at]
    thereby = segment.has("thereby")
    first: Draft | None = None
    for n in range(max(0, at - _BACK), min(at + 3, len(body))):
        other = body[n]
        if other is total or other.part_of is not None or not other.like(total) or not other.happened:
            continue
        if other.kind not in ("incident", "increment", "period") or (other.value or 0) >= (total.value or 0):
            continue
        before, apart = n < at, total.sentence - other.sentence
        told_next = other.kind == "increment" and apart == 0
        if not ((thereby or apart == 0 or _contains(total, other)) if before else told_next):
            continue
        if first is not None and before and other.paragraph - first.paragraph <= 1 and _share_of(other, first):
            other.part_of = first
            if other.date is None:
                other.kind, other.start, other.end = first.kind, first.start, first.end
            continue
        other.part_of = total
        first = first or other
        recent = apart == 0 and _recent(other, total)
        if thereby and (other.kind == "incident" or recent) and not (before and apart > 3):
            other.kind = "increment"


def _recent(part: Draft, total: Draft) -> bool:
    """The last days' count beside the new total that it makes: 265 more families in a week, which brings …"""
    if part.kind != "period" or part.end is None:
        return False
    return total.end is None or total.end - part.end <= _LAST_DAYS


def _share_of(part: Draft, whole: Draft) -> bool:
    """One destination's share of those counted just before: of 2,410 who fled, 1,300 reached one town."""
    sense = part.decision.sense
    return bool(
        part.like(whole)
        and (part.value or 0) < (whole.value or 0)
        and part.own_places
        and part.places != whole.places
        and (part.decision.rule in ("listed", "coordinated") or (sense is not None and sense.data.get("weak")))
    )


def _contains(total: Draft, part: Draft) -> bool:
    """The total's period is known to hold the part's."""
    return (
        total.start is not None
        and part.start is not None
        and total.start <= part.start
        and (part.end is None or total.end is None or part.end <= total.end)
    )


def _within_stock(body: list[Draft]) -> None:
    """A place's share of a stock given just before for all of them: 46,870 in the shelters, Saida alone 9,400."""
    for n, part in enumerate(body):
        row = part.decision.rule == RULE  # one row of a table is no part of another
        if part.kind != "stock" or part.part_of is not None or not part.own_places or row:
            continue
        for total in reversed(body[max(0, n - _STOCK_BACK) : n]):
            whole = total.like(part) and total.kind == "stock" and total.part_of is None
            near = part.paragraph - total.paragraph <= 1
            if whole and near and (part.value or 0) < (total.value or 0) and total.places != part.places:
                part.part_of = total
                break


def share_kinds(drafts: list[Draft], forms: list[str]) -> None:
    """Two harms told in one breath are of one kind and time: 1,000 killed and 5,700 wounded since April."""
    last = {id(draft): draft.quantity.last for draft in drafts}
    for draft in drafts:
        if draft.part_of is not None:  # 174 dead, 14 of them civilians, and 756 wounded
            last[id(draft.part_of)] = max(last[id(draft.part_of)], draft.quantity.last)
    for before, after in chain(pairwise(drafts), pairwise(draft for draft in drafts if draft.part_of is None)):
        joined = before.sentence == after.sentence and _in_one_breath(before, after, forms, last[id(before)])
        if not joined or after.part_of is not None or not _joint(before, after, forms):
            continue
        if "incident" not in (before.kind, after.kind) or before.kind == after.kind:
            continue
        giver, taker = (after, before) if before.kind == "incident" else (before, after)
        if giver.kind in ("cumulative", "period") and taker.date in (None, giver.date):
            taker.kind, taker.start, taker.end = giver.kind, giver.start, giver.end


def _joint(before: Draft, after: Draft, forms: list[str]) -> bool:
    if after.quantity.before - before.quantity.last > 1:
        return True
    return forms[before.quantity.last][:1] in ("و", "a", ",")


def _in_one_breath(before: Draft, after: Draft, forms: list[str], parts_end: int) -> bool:
    """Nothing between two figures, or no more than what befell the first: 264 people had been killed and 1,266 …

    `parts_end`: where the first one's parts end, which do not come between; else where it ends itself.
    """
    low, high = before.quantity.last, after.quantity.before
    if low < parts_end <= high:
        low = parts_end
        if high - low == 2 and forms[low] == ",":  # the comma that ends the parts
            low += 1
    if high - low <= 1:
        return True
    trigger, next_trigger = before.decision.trigger, after.decision.trigger
    told = trigger is not None and low <= trigger[0] <= low + _AUXILIARIES and trigger[1] <= high
    gap = high - (trigger[1] if told and trigger is not None else low)
    joint = any(form in ("and", "و", "et") or form[:1] == "و" for form in forms[low:high])
    own = next_trigger is not None and next_trigger[1] <= high
    return gap <= (_VERB_GAP if own or told else 1) and joint and "," not in forms[low : high - 1]


def spread_kinds(drafts: list[Draft]) -> None:
    """Parts told by a marker, and figures in a series, are of the kind of what they belong to."""
    for draft in drafts:
        like = draft.part_of if draft.decision.part_of is not None else draft.heir_of
        if like is None or draft.kind == "increment":
            continue
        value = draft.date.value if draft.date is not None and draft.date is not like.date else None
        if like.kind == "cumulative" and value is not None and draft.part_of is not None and draft.start != like.start:
            draft.kind, draft.start, draft.end = "increment", value.start, value.end
        elif not (draft.decision.rule in ("before", "after") and draft.category != like.category):
            own_time = draft.heir_of is like and draft.date not in (None, like.date)  # against 3,155 in 2023
            if draft.kind != like.kind and not (own_time and draft.start is not None):
                draft.as_of, draft.start, draft.end = like.as_of, like.start, like.end
            draft.kind = like.kind
