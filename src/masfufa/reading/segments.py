"""Segments: how far around a figure its small words reach."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set
from masfufa.values.dates import Date

_SINCE_REACH = 9


class Segment:
    """The stretch of a sentence that speaks of one figure: from the last boundary before it to the next after it.

    Boundaries are clause words, complements (أن، that), relative pronouns on the left, full stops and semicolons; a
    comma ends it on the right unless a date or a preposition follows.
    """

    __slots__ = ("first", "last", "marked", "quantity", "tail")

    def __init__(
        self, marked: Annotated, quantity: Quantity, topic: int | None = None, trigger: tuple[int, int] | None = None
    ) -> None:
        """`topic` is the first token of the words that name what is counted, where they stand further left; `trigger`
        the words that tell what befell them."""
        self.marked = marked
        self.quantity = quantity
        tokens = marked.tokens
        begin, end = tokens.sentences[tokens.sentence_of(quantity.first)]
        start = quantity.before
        while start > begin and not self._left_boundary(start - 1):
            start -= 1
        self.tail = trigger[1] if trigger is not None and quantity.last < trigger[1] <= end else quantity.last
        stop = self.tail
        while stop < end and not self._right_boundary(stop, end):
            stop += 1
        if topic is not None and begin <= topic < start:
            start = topic
        self.first, self.last = start, stop

    def _clause(self, k: int) -> bool:
        return any(s.entry.tag == "clause" and s.prefix == "" for s, _ in self.marked.marks[k])

    def _left_boundary(self, k: int) -> bool:
        tokens = self.marked.tokens
        form = tokens.forms[k]
        if tokens.kinds[k] == BREAK or form in (";", ".", ":"):
            return True
        language = self.marked.language
        return (
            self._clause(k)
            or form in word_set(language, "grammar", "complement")
            or form in word_set(language, "grammar", "relative_strict")
        )

    def _right_boundary(self, k: int, end: int) -> bool:
        tokens = self.marked.tokens
        form = tokens.forms[k]
        if tokens.kinds[k] == BREAK or form in (";", ".") or self._clause(k):
            return True
        if form != ",":
            return False
        after = k + 1
        return after >= end or not (
            after in self.marked.date_at
            or tokens.forms[after] in word_set(self.marked.language, "grammar", "prepositions")
            or self.marked.tagged(after, "part") is not None
        )

    def has(self, tag: str) -> bool:
        """Whether a cue of a section stands in the segment."""
        return self.marked.has(self.first, self.last, tag)

    def before(self, tag: str, reach: int) -> bool:
        """Whether a cue stands within `reach` tokens before the quantity."""
        return self.marked.has(max(self.first, self.quantity.before - reach), self.quantity.before, tag)

    def after(self, tag: str) -> bool:
        """Whether a cue stands after the quantity, before the next number."""
        marked = self.marked
        for k in range(self.quantity.last, self.last):
            if k in marked.number_at and k not in marked.date_at:
                return False
            if any(s.entry.tag == tag for s, _ in marked.marks[k]):
                return True
        return False

    def of_whole(self, tag: str) -> bool:
        """Whether a cue of a section stands in the segment and tells of more than a part: 25,000, including 900 in a
        day."""
        last = self.quantity.last
        after = next((k for k, _, _ in self.marked.all_tagged(last, self.last, tag)), None)
        parted = after is not None and self.marked.has(last, after, "part")
        return self.marked.has(self.first, last, tag) or (after is not None and not parted)

    def since(self) -> Date | None:
        """The date that a running total starts at: منذ 26 أكتوبر, or منذ بدء العملية قبل 17 يوما."""
        for date in self.marked.dates_in(self.first, self.last):
            if self._opens(date) and self._of_this(date):
                return date
        return None

    def _opens(self, date: Date) -> bool:
        if date.connective == "since":
            return True
        words = word_set(self.marked.language, "grammar", "since")
        forms = self.marked.tokens.forms
        return any(form in words for form in forms[max(self.first, date.first - _SINCE_REACH) : date.first])

    def since_unnamed(self) -> bool:
        """منذ with an event for a start (منذ الغزو): a running total whose start the text does not date. The last
        update is no such event: منذ آخر تحديث."""
        words = word_set(self.marked.language, "grammar", "since")
        forms, marked = self.marked.tokens.forms, self.marked
        return any(
            forms[k] in words and self._speaks_of(k) and marked.tagged(k, "increment") is None
            for k in range(self.first, self.last)
        )

    def until(self) -> Date | None:
        """The day up to which the figure was counted: حتى 19 مايو, as of 30 July."""
        for date in self.marked.dates_in(self.first, self.last):
            if date.connective != "until" or date.value is None:
                continue
            if self._of_this(date) or self._nothing_counted(date.last):
                return date
        return None

    def _nothing_counted(self, k: int) -> bool:
        """No other number stands between a token and the quantity after it."""
        numbers, dates = self.marked.number_at, self.marked.date_at
        return k <= self.quantity.before and not any(
            j in numbers and j not in dates for j in range(k, self.quantity.before)
        )

    def _of_this(self, date: Date) -> bool:
        return self._speaks_of(date.first)

    def _speaks_of(self, k: int) -> bool:
        """After the figure; or before it, at the start or set off by a comma, or with no other verb of harm between."""
        if k >= self.quantity.last:
            return not any(j in self.marked.number_at and j not in self.marked.date_at for j in range(self.tail, k))
        between = range(k, self.quantity.before)
        forms, kinds = self.marked.tokens.forms, self.marked.tokens.kinds
        if any(kinds[j] == SIGN and forms[j] == "," for j in between) or k - self.first <= 2:
            return True
        return not any(
            s.entry.tag == "cause_verb"
            or (s.entry.tag == "trigger" and s.form != "noun" and after < self.quantity.before)
            for j in between
            for s, after in self.marked.marks[j]
        )

    def duration(self) -> bool:
        """خلال يومين، في ثلاثة أيام: a stretch of time without a date."""
        forms = self.marked.tokens.forms
        language = self.marked.language
        opens, units = word_set(language, "grammar", "within"), word_set(language, "grammar", "durations")
        single = word_set(language, "grammar", "duration_units")
        for k in range(self.first, self.last - 1):
            if forms[k] not in opens or k + 1 in self.marked.date_at:
                continue
            one = forms[k + 1] in self.marked.grammar.articles_of_one  # in a month of fighting
            counted = (one or k + 1 in self.marked.number_at) and k + 2 < self.last
            if forms[k + 1] in units or (counted and (forms[k + 2] in units or forms[k + 2] in single)):
                return True
        return False
