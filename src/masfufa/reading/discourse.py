"""What figures of one document say about each other: parts of totals, inherited times and places, data dates."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.reading.segments import Segment
from masfufa.reading.settings import Places
from masfufa.reading.sources import Sources
from masfufa.reading.words import word_set
from masfufa.values.dates import Date

_REPORT = 3
_NEXT = 6
_FAR = 8
_FRESH = dt.timedelta(days=7)
_RUNNING = frozenset(("total", "topic"))
_NOW = frozenset(("stock",))


def link_parts(drafts: list[Draft], segments: list[Segment]) -> None:
    """Find the totals that figures are parts of, beyond markers: by addition, by running totals, by place within a stock."""
    body = [d for d in drafts if not d.secondary]
    _by_addition(body)
    _into_running_totals(body, segments, drafts)
    _within_stock(body)
    for draft in drafts:
        if draft.part_of is not None and draft.part_of.part_of is draft:
            draft.part_of = None


_NOT_HAPPENED = frozenset(("denied", "hypothetical", "future"))


def _asserted(draft: Draft) -> bool:
    return draft.modality not in _NOT_HAPPENED


def _by_addition(body: list[Draft]) -> None:
    """Figures after a total that add up to it are its parts: 1,625 = 940 + 685."""
    for n, total in enumerate(body):
        if total.low is None or total.low < 5 or total.quantity.high != total.low:
            continue
        free = [
            d
            for d in body[n + 1 : n + 1 + _NEXT]
            if d.unit == total.unit and d.low is not None and d.low < total.low and d.part_of in (None, total)
            and d.paragraph - total.paragraph <= 1 and not (d.category != total.category and d.category == "killed")
        ]
        for size in range(2, min(len(free), 5) + 1):
            found = next((c for c in combinations(free, size) if sum(d.low or 0 for d in c) == total.low and _run(c, body)), None)
            if found:
                for part in found:
                    if part.part_of is None:
                        part.part_of = total
                break


def _run(parts: tuple[Draft, ...], body: list[Draft]) -> bool:
    """True where the parts stand close together."""
    places = [body.index(p) for p in parts]
    return places[-1] - places[0] <= len(parts) + 1


def _into_running_totals(body: list[Draft], segments: list[Segment], drafts: list[Draft]) -> None:
    """What a bulletin adds is part of the running total it reports: 97 this week, 841 since January."""
    segment_of = {id(d): s for d, s in zip(drafts, segments, strict=True)}
    for n, total in enumerate(body):
        if total.kind != "cumulative" or total.decision.rule not in _RUNNING or not _asserted(total):
            continue
        segment = segment_of[id(total)]
        thereby = segment.marked.has(segment.first, segment.last, "thereby")
        linked: Draft | None = None
        for other in body[max(0, n - _FAR) : n + 3]:
            if other is total or other.part_of is not None or not other.like(total) or not _asserted(other):
                continue
            if other.kind not in ("incident", "increment", "period") or (other.value or 0) >= (total.value or 0):
                continue
            before = body.index(other) < n
            near = total.sentence - other.sentence
            if (before and (thereby or near == 0 or _contains(total, other))) or (not before and other.kind == "increment" and near == 0):
                if linked is not None and before and other.paragraph - linked.paragraph <= 1 and _share_of(other, linked):
                    other.part_of = linked
                    continue
                other.part_of = linked_total(total)
                linked = linked or other
                if thereby and other.kind == "incident" and not (before and near > 3):
                    other.kind = "increment"


def linked_total(total: Draft) -> Draft:
    """The total itself; where it is part of a larger one, still the nearest."""
    return total


def _share_of(part: Draft, whole: Draft) -> bool:
    """One destination's share of those counted just before: of 2,410 who fled, 1,300 reached Dilling."""
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
        and part.kind in ("period", "increment", "incident")
    )


def _within_stock(body: list[Draft]) -> None:
    """A place's share of a stock given just before for all of them: 46,870 in the shelters, Saida alone 9,400."""
    for n, part in enumerate(body):
        if part.kind not in _NOW or part.part_of is not None or not part.own_places:
            continue
        for total in reversed(body[max(0, n - 6) : n]):
            if (
                total.like(part)
                and total.kind in _NOW
                and total.part_of is None
                and part.paragraph - total.paragraph <= 1
                and (part.value or 0) < (total.value or 0)
                and total.places != part.places
            ):
                part.part_of = total
                break


def spread_kinds(drafts: list[Draft]) -> None:
    """Parts told by a marker, and figures in a series, are of the kind of what they belong to."""
    for draft in drafts:
        like = draft.part_of if draft.decision.part_of is not None else draft.heir_of
        if like is None or draft.kind == "increment":
            continue
        own_time = draft.date is not None and draft.date.value is not None and draft.date is not like.date
        if like.kind == "cumulative" and own_time and draft.part_of is not None and draft.start != like.start:
            draft.kind = "increment"
            if draft.date is not None and draft.date.value is not None:
                draft.start, draft.end = draft.date.value.start, draft.date.value.end
            continue
        own_verb = draft.decision.rule in ("before", "after") and draft.category != like.category
        if not own_verb:
            draft.kind = like.kind


class DataDates:
    """The date that a document's data are as of, as far as it is known at each point."""

    def __init__(self, marked: Annotated, sources: Sources) -> None:
        self.marked = marked
        self.published = marked.document.published
        self.said: list[tuple[int, dt.date]] = []
        for date in marked.dates:
            if date.value is None or date.value.end is None:
                continue
            if self._of_issue(date):
                self.said.append((date.first, date.value.end))

    def _of_issue(self, date: Date) -> bool:
        """الصادر مساء الثلاثاء; أعلن المفوض، أمس، أن."""
        marked, tokens = self.marked, self.marked.tokens
        if date.value is None or date.value.start != date.value.end:
            return False
        first = tokens.sentences[tokens.sentence_of(date.first)][0]
        for k in range(date.first - 1, max(first, date.first - 10) - 1, -1):
            for sense, _ in marked.marks[k]:
                if sense.entry.tag == "issued" or sense.entry.tag == "say":
                    return True
                if sense.entry.tag in ("trigger", "cause_verb") and not sense.definite:
                    return False
        return False

    def at(self, token: int) -> dt.date | None:
        """The latest data date said before a token, else the date of publication."""
        before = [date for first, date in self.said if first <= token]
        return before[-1] if before else self.published


def set_periods(drafts: list[Draft], segments: list[Segment], data_dates: DataDates) -> None:
    """Period and as-of date of every figure from its date, its kind and the document's data dates."""
    latest: dt.date | None = None
    previous: Draft | None = None
    for draft, segment in zip(drafts, segments, strict=True):
        token = draft.quantity.first
        until = _until(segment)
        since = segment.since()
        value = draft.date.value if draft.date is not None else None
        if draft.date is not None and value is None and previous is not None and _same_again(draft, segment):
            draft.start, draft.end, draft.kind = previous.start, previous.end, previous.kind
            continue
        if draft.start is None and draft.kind != "stock":
            previous = draft if value is not None or since is not None else previous
        if draft.kind == "stock":
            now = draft.quantity.first
            draft.as_of = until or (data_dates.at(now) if _standing_now(segment) else _issued(data_dates, now))
            continue
        if draft.kind == "cumulative":
            if since is not None and since.value is not None:
                draft.start = since.value.start
            elif value is not None and draft.date is not None and draft.date.connective != "until":
                if draft.date.first < draft.quantity.first:  # a date after a total is that of the increment told next
                    draft.start = value.start
            if draft.start is None and draft.modality not in _NOT_HAPPENED:
                draft.start = _series_start(drafts, draft, segment)
            if until is not None:
                draft.end = draft.as_of = until
            elif segment.has("now") and data_dates.published is not None:
                draft.end = draft.as_of = data_dates.published
            elif draft.start is not None:
                said = data_dates.at(token)
                fresh = latest is not None and said is not None and draft.start <= latest and said - latest <= _FRESH
                draft.end = latest if fresh else said
            continue
        if value is not None:
            draft.start, draft.end = value.start, value.end
            if draft.kind == "incident" and draft.end is None:
                draft.end = draft.start  # stranded since dawn: one day's incident
            if value.end is not None and draft.kind == "period" and not draft.secondary:
                latest = value.end if latest is None else max(latest, value.end)


def _event_in(marked: Annotated, sentence: int) -> bool:
    first, last = marked.tokens.sentences[sentence]
    return marked.has(first, last, "conflict") or marked.has(first, last, "disaster")


def _series_start(drafts: list[Draft], draft: Draft, segment: Segment) -> dt.date | None:
    """Where a running total's start is not dated, it is that of the series it goes on: of its category, or of "the events"."""
    earlier = [d for d in drafts if d.quantity.first < draft.quantity.first and d.start is not None and d.kind != "stock" and not d.secondary]
    same = [d.start for d in earlier if d.like(draft) and d.start is not None]
    if same:
        return min(same)
    if segment.since_unnamed():
        running = [d.start for d in earlier if d.kind == "cumulative" and d.start is not None]
        return min(running) if running else None
    return None


def _same_again(draft: Draft, segment: Segment) -> bool:
    """في الأسبوع ذاته: the same stretch of time as before."""
    assert draft.date is not None
    words = word_set(segment.marked.language, "grammar", "same")
    return any(segment.marked.tokens.forms[k] in words for k in range(draft.date.first, min(draft.date.last + 1, len(segment.marked.tokens))))


def _until(segment: Segment) -> dt.date | None:
    for date in segment.marked.dates:
        if segment.first <= date.first < segment.last and date.connective == "until" and date.value is not None:
            return date.value.end
    return None


def _standing_now(segment: Segment) -> bool:
    return segment.has("now")


def _issued(data_dates: DataDates, token: int) -> dt.date | None:
    before = [date for first, date in data_dates.said if first <= token]
    return before[-1] if before else None


def frame(drafts: list[Draft], marked: Annotated, paragraphs: list[int]) -> None:
    """A time that opens a paragraph holds for its undated figures: between 11 and 14 April … so many left."""
    tokens = marked.tokens
    told = {d.sentence for d in drafts}
    for draft in drafts:
        if draft.date is not None or draft.start is not None or draft.kind in ("stock", "increment") or draft.secondary:
            continue
        for date in reversed(marked.dates):
            sentence = tokens.sentence_of(date.first)
            if sentence >= draft.sentence or date.value is None or date.value.start is None:
                continue
            apart = draft.sentence - sentence
            if apart > 3 or paragraphs[sentence] != draft.paragraph or not _asserted(draft):
                break
            spans = date.connective == "from_to"
            happening = date.granularity == "day" and draft.kind == "incident" and _event_in(marked, sentence)
            if sentence not in told and (spans or happening):
                draft.start, draft.end = date.value.start, date.value.end
                draft.kind = "period" if spans else draft.kind
            break


def inherit(drafts: list[Draft], marked: Annotated, sources: Sources) -> None:
    """Give parts, heirs and figures of a story that goes on the places, times and sources of what they follow."""
    last: Draft | None = None
    for draft in drafts:
        like = draft.part_of if draft.decision.part_of is not None or draft.part_of is not None else draft.heir_of
        if like is not None:
            draft.places = draft.places or like.places
            draft.attribution = draft.attribution or like.attribution
            draft.date = draft.date or like.date
            if draft.start is None and draft.end is None and draft.kind == like.kind:
                draft.start, draft.end, draft.as_of = like.start, like.end, draft.as_of or like.as_of
            if draft.decision.part_of is not None and draft.modality == "asserted":
                draft.modality = like.modality
        if last is not None and not draft.secondary:
            _go_on(draft, last, marked, sources)
        if not draft.secondary:
            last = draft


def _go_on(draft: Draft, last: Draft, marked: Annotated, sources: Sources) -> None:
    """Sentences that carry on the story: the same paragraph, or one that the same speaker begins."""
    apart = draft.paragraph - last.paragraph
    goes_on = apart == 0 or (apart == 1 and sources.pronoun[draft.sentence])
    same_source = apart == 1 and draft.attribution is not None and last.attribution is not None and (
        draft.attribution.text == last.attribution.text or sources.definite_again(draft.attribution)
    )
    if not (goes_on or same_source):
        return
    new_place = bool(draft.places) and draft.own_places and not _shares(draft, last)
    if not draft.places:
        draft.places = last.places
    untimed = draft.start is None and draft.end is None and draft.date is None
    if untimed and not new_place and draft.kind == "incident" and last.kind in ("incident", "cumulative", "period"):
        if draft.sentence - last.sentence <= 2 and last.start is not None and _asserted(last) and _asserted(draft):
            draft.start, draft.end, draft.kind = last.start, last.end, last.kind


def settle_places(drafts: list[Draft], marked: Annotated, places: Places, paragraphs: list[int]) -> None:
    """In a report of several sentences, figures that name no place are of the place that the report is about."""
    if len(marked.tokens.sentences) < _REPORT:
        return
    topic = tuple(place.mention for place in places.topic())
    told = {draft.sentence for draft in drafts}
    for draft in drafts:
        if draft.places or draft.modality in _NOT_HAPPENED:
            continue
        scene = places.scene_before(draft.sentence, paragraphs, told)
        if scene:
            draft.places = tuple(place.mention for place in scene)
        elif not places.by_sentence[draft.sentence]:
            draft.places = topic


def _shares(draft: Draft, last: Draft) -> bool:
    return bool({p.name or p.text for p in draft.places} & {p.name or p.text for p in last.places})
