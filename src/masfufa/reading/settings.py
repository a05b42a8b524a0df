"""Where and when of a figure: its places, its date, period and as-of date."""

from __future__ import annotations

import datetime as dt

from masfufa.reading.annotated import Annotated
from masfufa.reading.places import FoundPlace
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set
from masfufa.values.dates import Date

_CLOSE = 3


class Places:
    """Chooses the places of figures, sentence by sentence."""

    def __init__(self, marked: Annotated, source_tokens: set[int]) -> None:
        self.marked = marked
        tokens = marked.tokens
        self.by_sentence: list[list[FoundPlace]] = [[] for _ in tokens.sentences]
        for place in marked.places:
            if place.first in source_tokens or self._in_dateline(place):
                continue
            self.by_sentence[tokens.sentence_of(place.first)].append(place)

    def _in_dateline(self, place: FoundPlace) -> bool:
        """Leading "دمشق ـ" tells where the report was filed, not where things happened."""
        tokens = self.marked.tokens
        first, last = tokens.sentences[tokens.sentence_of(place.first)]
        return place.first - first <= 2 and place.last < last and tokens.forms[place.last] in ("-", "/") and not tokens.glued(place.last)

    def of(self, quantity: Quantity, trigger: tuple[int, int] | None) -> tuple[FoundPlace, ...]:
        """The places that a figure's own sentence gives it, as the set that the number covers; () where it gives none."""
        sentence = self.marked.tokens.sentence_of(quantity.first)
        found = self.by_sentence[sentence]
        if not found:
            return ()
        after = [p for p in found if p.first >= quantity.last]
        before = [p for p in found if p.last <= quantity.first]
        chosen: FoundPlace | None = None
        clause_end = self._clause_end(quantity)
        inside = [p for p in after if p.first < clause_end]
        located = [p for p in inside if self._located(p)] or inside
        if located:
            chosen = located[0]
        elif before:
            chosen = before[-1]
            opening = [p for p in before if self._located(p)]
            if opening:
                chosen = opening[-1]
        elif after:
            chosen = after[0]
        if chosen is None:
            return ()
        return self._set_around(chosen, found)

    def _located(self, place: FoundPlace) -> bool:
        """True where a preposition of place stands before the name (and the word for what it is)."""
        tokens = self.marked.tokens
        forms = tokens.forms
        for k in range(place.first, max(place.first - 4, -1), -1):
            form = forms[k]
            if k < place.first and form in word_set(self.marked.language, "grammar", "locative"):
                return True
            if form.startswith(("ب", "وب")) and self.marked.language == "ar" and (k == place.first or k >= place.first - 2):
                return True
            if k < place.first and tokens.kinds[k] != 0:
                return False
        return False

    def _clause_end(self, quantity: Quantity) -> int:
        marked, tokens = self.marked, self.marked.tokens
        _, last = tokens.sentences[tokens.sentence_of(quantity.first)]
        for k in range(quantity.last, last):
            if tokens.forms[k] in (";",) or any(s.entry.tag == "clause" and s.prefix == "" for s, _ in marked.marks[k]):
                return k
        return last

    def _set_around(self, chosen: FoundPlace, found: list[FoundPlace]) -> tuple[FoundPlace, ...]:
        """The chosen place with those coordinated to it: كتم ومليط، A, B and C."""
        forms = self.marked.tokens.forms
        members = [chosen]
        at = found.index(chosen)
        for neighbour in found[at + 1 :]:
            if not self._joined(members[-1], neighbour, forms):
                break
            members.append(neighbour)
        for neighbour in reversed(found[:at]):
            if not self._joined(neighbour, members[0], forms):
                break
            members.insert(0, neighbour)
        return tuple(members)

    def _joined(self, left: FoundPlace, right: FoundPlace, forms: list[str]) -> bool:
        between = forms[left.last : right.first]
        if len(between) > 2:
            return False
        conjunction = forms[right.first].startswith("و") and self.marked.tokens.inside(right.first, 1) == right.mention.start
        if not between:
            return conjunction
        return all(f in (",", "و", "and", "et", "-", '"') for f in between)


class Times:
    """Chooses dates, periods and as-of dates of figures."""

    def __init__(self, marked: Annotated) -> None:
        self.marked = marked
        tokens = marked.tokens
        self.by_sentence: list[list[Date]] = [[] for _ in tokens.sentences]
        for date in marked.dates:
            self.by_sentence[tokens.sentence_of(date.first)].append(date)

    def of(self, quantity: Quantity, trigger: tuple[int, int] | None) -> Date | None:
        """The date expression of a figure's own sentence that tells when it happened, or None."""
        marked = self.marked
        sentence = marked.tokens.sentence_of(quantity.first)
        dates = [d for d in self.by_sentence[sentence] if not self._of_saying(d)]
        if not dates:
            return None
        after = [d for d in dates if d.first >= quantity.last and not self._clause_between(quantity.last, d.first)]
        before = [d for d in dates if d.last <= quantity.first and not self._clause_between(d.last, quantity.first)]
        if after and before:
            nearest_after, nearest_before = after[0], before[-1]
            if quantity.first - nearest_before.last < nearest_after.first - quantity.last:
                return nearest_before
            return nearest_after
        if after:
            return after[0]
        if before:
            return before[-1]
        return None

    def _clause_between(self, first: int, last: int) -> bool:
        marked = self.marked
        return any(
            marked.tokens.forms[k] in (";",) or any(s.entry.tag == "clause" and s.prefix == "" for s, _ in marked.marks[k])
            for k in range(first, last)
        )

    def _of_saying(self, date: Date) -> bool:
        """أعلن أمس، في تقريرها الصادر الثلاثاء: when it was said."""
        marked, tokens = self.marked, self.marked.tokens
        for k in range(max(date.first - 2, 0), date.first):
            for sense, _ in marked.marks[k]:
                if sense.entry.tag in ("say", "issued") and sense.form != "noun":
                    return True
        following = tokens.forms[date.last] if date.last < len(tokens) else ""
        return following in word_set(marked.language, "grammar", "complement") and date.value is not None and date.connective is None


def ends_of(date: Date | None) -> tuple[dt.date | None, dt.date | None]:
    """Start and end of a date's value."""
    if date is None or date.value is None:
        return None, None
    return date.value.start, date.value.end
