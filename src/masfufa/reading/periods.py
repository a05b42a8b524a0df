"""When a figure holds: its period and as-of date, from its own words and from the dates of the document's data."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict

from masfufa.language.fold import fold_word
from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.reading.segments import Segment
from masfufa.reading.tables import RULE
from masfufa.reading.words import word_set
from masfufa.values.dates import Date

_FRESH = dt.timedelta(days=7)
"""A period that ended no longer before publication is what a running total of the same report runs to."""
_STRETCHES = frozenset(("week", "month", "quarter", "half", "year", "season"))
_LETTERS = 3
_ISSUE_REACH = 10
_FRAME_REACH = 3


class DataDates:
    """The date that a document's data are as of, as far as it is said at each point."""

    def __init__(self, marked: Annotated) -> None:
        self.marked = marked
        self.published = marked.document.published
        self._tokens: list[int] = []
        self._dates: list[dt.date] = []
        for date in marked.dates:
            said = date.value.end if date.value is not None else None
            if said is None or (self.published is not None and said > self.published):
                continue
            if self._of_issue(date):
                self._tokens.append(date.first)
                self._dates.append(said)

    def _of_issue(self, date: Date) -> bool:
        """الصادر مساء الثلاثاء; أعلن المفوض، أمس، أن."""
        marked, tokens = self.marked, self.marked.tokens
        if date.value is None or date.value.start != date.value.end:
            return False
        first = tokens.sentences[tokens.sentence_of(date.first)][0]
        complement = word_set(marked.language, "grammar", "complement")
        for k in range(date.first - 1, max(first, date.first - _ISSUE_REACH) - 1, -1):
            if tokens.forms[k] in complement:
                return False  # it is within what was said
            for sense, _ in marked.marks[k]:
                if sense.entry.tag in ("issued", "say") and not sense.data.get("strict"):
                    return True
                if sense.entry.tag in ("trigger", "cause_verb") and not sense.definite:
                    return False
        return False

    def over(self, date: Date) -> bool:
        """Whether a stretch of time had ended when the document came out, as far as is known."""
        end = date.value.end if date.value is not None else None
        return self.published is None or end is None or end <= self.published

    def said(self, token: int) -> dt.date | None:
        """The latest date of issue said before a token, or None."""
        at = bisect_right(self._tokens, token)
        return self._dates[at - 1] if at else None

    def at(self, token: int) -> dt.date | None:
        """The date of issue in a token's own sentence, else the latest said before it, else that of publication."""
        return self._in_sentence(token) or self.said(token) or self.published

    def _in_sentence(self, token: int) -> dt.date | None:
        first, last = self.marked.tokens.sentences[self.marked.tokens.sentence_of(token)]
        low, high = bisect_left(self._tokens, first), bisect_left(self._tokens, last)
        return self._dates[high - 1] if high > low else None


def _scene(draft: Draft) -> frozenset[str]:
    return frozenset(place.name or place.text for place in draft.places)


class _Series:
    """Starts of the series that have been met so far: of one category, unit and set of places."""

    def __init__(self) -> None:
        self._starts: dict[tuple[str, str, frozenset[str]], dt.date] = {}

    def add(self, draft: Draft) -> None:
        if draft.start is not None and draft.kind != "stock" and not draft.secondary:
            key = (draft.category, draft.unit, _scene(draft))
            self._starts[key] = min(draft.start, self._starts.get(key, draft.start))

    def start(self, draft: Draft) -> dt.date | None:
        """Where a running total's start is not dated, it is that of the series it goes on; else unknown."""
        return self._starts.get((draft.category, draft.unit, _scene(draft)))


def set_periods(drafts: list[Draft], segments: list[Segment], data_dates: DataDates) -> None:
    """Period and as-of date of every figure from its date, its kind and the document's data dates."""
    latest: Draft | None = None
    previous: Draft | None = None
    series = _Series()
    for draft, segment in zip(drafts, segments, strict=True):
        value = draft.date.value if draft.date is not None else None
        if draft.date is not None and value is None and previous is not None and _same_again(draft.date, segment):
            draft.start, draft.end, draft.kind = previous.start, previous.end, previous.kind
        elif draft.kind == "stock":
            _stock(draft, segment, data_dates)
        elif draft.kind == "cumulative":
            _cumulative(draft, segment, data_dates, latest, series)
            previous = draft if draft.date is not None else previous
        elif value is not None:
            draft.start, draft.end = value.start, value.end
            previous = draft
            if draft.kind == "incident" and draft.end is None:
                draft.end = draft.start  # stranded since dawn: one day's incident
            published = data_dates.published
            past = value.end is not None and (published is None or value.end <= published)
            if past and draft.kind == "period" and not draft.secondary:
                latest = draft
        series.add(draft)


def _stock(draft: Draft, segment: Segment, data_dates: DataDates) -> None:
    token = draft.quantity.first
    draft.as_of = _until(segment) or (data_dates.at(token) if segment.has("now") else data_dates.said(token))


def _cumulative(draft: Draft, segment: Segment, data_dates: DataDates, latest: Draft | None, series: _Series) -> None:
    since, until = segment.since(), _until(segment)
    if until is None and draft.decision.rule in ("label", RULE):
        until = data_dates.said(draft.quantity.first)
    stands = draft.date if draft.date is not None and draft.date.value is not None else None
    if since is not None and since.value is not None:
        draft.start = since.value.start
        if since.connective == "since" and since.granularity == "range":
            until = until or since.value.end  # since 7 January and until 3 February
    elif stands is not None and stands.value is not None and stands.connective != "until":
        if _counted_on(stands, segment) or draft.decision.rule == "earlier":
            until = until or stands.value.end
        elif stands.first < draft.quantity.first:  # a date after a total is that of the increment told next
            if stands.granularity == "day":
                draft.start = stands.value.start
            elif data_dates.over(stands):  # the toll published at the end of June
                until = until or stands.value.end
    if draft.start is None and until is not None:
        draft.start = _running(segment, until)
    if draft.start is None and draft.happened:
        draft.start = series.start(draft)
    if until is not None:
        draft.end = draft.as_of = until
        draft.start = draft.start if draft.start is not None and draft.start <= until else None
    elif segment.has("now") and data_dates.published is not None:
        draft.end = draft.as_of = data_dates.published
    elif draft.start is not None:
        draft.end = data_dates.at(draft.quantity.first)
        ran_to = latest.end if latest is not None and _same_source(draft, latest) else None
        if ran_to is not None and draft.end is not None and draft.start <= ran_to and draft.end - ran_to <= _FRESH:
            draft.end = ran_to
    if draft.start is not None and draft.end is not None and draft.start > draft.end:
        draft.start = None


def _running(segment: Segment, until: dt.date) -> dt.date | None:
    """So far this year: the first day of a stretch of time that holds the day up to which was counted."""
    for date in segment.marked.dates_in(segment.first, segment.last):
        value = date.value
        stretch = date.granularity in _STRETCHES or (date.relative and date.granularity == "range")
        if date.connective is not None or not stretch or value is None or value.start is None:
            continue
        if value.start <= until and (value.end is None or until <= value.end):
            return value.start
    return None


def _same_source(a: Draft, b: Draft) -> bool:
    """True where two figures are of one source, as far as a shared word of its name tells: المنظمة for المنظمة
    الدولية للهجرة."""
    if a.attribution is None or b.attribution is None:
        return a.attribution is None
    words = {fold_word(word) for word in a.attribution.text.split()}
    return any(fold_word(word) in words for word in b.attribution.text.split() if len(word) > _LETTERS)


def _counted_on(date: Date, segment: Segment) -> bool:
    """A day before the counting noun is when the count stood so: on 14 April the toll was 121."""
    marked, quantity = segment.marked, segment.quantity
    first = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)][0]
    if date.granularity != "day" or date.first >= quantity.first or date.connective is not None:
        return False
    return not any(marked.tagged(k, tag) for tag in ("total", "toll") for k in range(first, date.first)) and any(
        marked.tagged(k, tag) for tag in ("total", "toll") for k in range(date.last, quantity.first)
    )


def _same_again(date: Date, segment: Segment) -> bool:
    """في الأسبوع ذاته: the same stretch of time as before."""
    forms = segment.marked.tokens.forms
    words = word_set(segment.marked.language, "grammar", "same")
    return any(form in words for form in forms[date.first : date.last + 1])


def _until(segment: Segment) -> dt.date | None:
    for date in segment.marked.dates_in(segment.first, segment.last):
        if date.connective == "until" and date.value is not None:
            return date.value.end
    return None


def frame(drafts: list[Draft], marked: Annotated, paragraphs: list[int]) -> None:
    """A time that opens a paragraph holds for its undated figures: between 11 and 14 April … so many left."""
    told = {draft.sentence for draft in drafts}
    opening: dict[int, list[Date]] = defaultdict(list)
    for date in marked.dates:
        if date.value is not None and date.value.start is not None:
            opening[marked.tokens.sentence_of(date.first)].append(date)
    for draft in drafts:
        undated = draft.date is None and draft.start is None
        if not undated or draft.kind in ("stock", "increment") or draft.secondary or not draft.happened:
            continue
        for sentence in range(draft.sentence - 1, max(draft.sentence - _FRAME_REACH, 0) - 1, -1):
            if paragraphs[sentence] != draft.paragraph:
                break
            if not opening[sentence]:
                continue
            date = opening[sentence][-1]
            spans = date.connective == "from_to"
            happening = date.granularity == "day" and draft.kind == "incident" and _event_in(marked, sentence)
            if sentence not in told and (spans or happening) and date.value is not None:
                draft.start, draft.end = date.value.start, date.value.end
                draft.kind = "period" if spans else draft.kind
            break


def _event_in(marked: Annotated, sentence: int) -> bool:
    first, last = marked.tokens.sentences[sentence]
    return marked.has(first, last, "conflict") or marked.has(first, last, "disaster")
