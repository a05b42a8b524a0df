"""Where and when of a figure: its places, its date, period and as-of date."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import WORD
from masfufa.lexicon.store import table
from masfufa.reading.annotated import Annotated
from masfufa.reading.places import FoundPlace
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set
from masfufa.values.dates import Date

_FAR = 12
_SPEAKER = 8
"""Most tokens of a speaker's name between the word that quotes him and a date."""
_DAYS = frozenset(("day", "day_part", "hour"))


class Places:
    """Chooses the places of figures, sentence by sentence."""

    def __init__(self, marked: Annotated, source_tokens: set[int]) -> None:
        self.marked = marked
        tokens = marked.tokens
        self._types = _feature_words(marked.language)
        self._worded: tuple[object, Mapping[str, list[FoundPlace]]] = (None, {})
        self.by_sentence: list[list[FoundPlace]] = [[] for _ in tokens.sentences]
        for place in marked.places:
            if place.first in source_tokens or self._in_dateline(place) or self._explains(place):
                continue
            self.by_sentence[tokens.sentence_of(place.first)].append(place)

    def _in_dateline(self, place: FoundPlace) -> bool:
        """Leading "دمشق ـ" tells where the report was filed, not where things happened."""
        tokens = self.marked.tokens
        first, last = tokens.sentences[tokens.sentence_of(place.first)]
        return (
            place.first - first <= 2
            and place.last < last
            and tokens.forms[place.last] in ("-", "/")
            and not tokens.glued(place.last)
        )

    def _explains(self, place: FoundPlace) -> bool:
        """Names in a bracket after a place tell where that place is: الشاطئ (أربعون ميلا شرق سبها)."""
        tokens = self.marked.tokens
        first = tokens.sentences[tokens.sentence_of(place.first)][0]
        for k in range(place.first - 1, max(first, place.first - 10) - 1, -1):
            if tokens.forms[k] == ")":
                return False
            if tokens.forms[k] == "(":
                return k > 0 and k - 1 in self.marked.place_at and place.first - k > 1
        return False

    def of(self, first: int, last: int, category: str) -> tuple[FoundPlace, ...]:
        """The places that its own sentence gives a figure at tokens first..last, as one set; () where it gives none."""
        sentence = self.marked.tokens.sentence_of(first)
        found = self.by_sentence[sentence]
        if not found:
            return self._meant_again(sentence)
        after = [p for p in found if p.first >= last]
        before = [p for p in found if p.last <= first]
        chosen: FoundPlace | None = None
        clause_end = self._clause_end(sentence, last)
        inside = [p for p in after if p.first < clause_end]
        moving = category in _MOVES
        located = [p for p in inside if self._located(p, moving)]
        opening = [p for p in before if self._located(p, moving)]
        further = [p for p in after if p.first >= clause_end and self._located(p, moving)]
        if located:
            chosen = located[0]
        elif opening:
            chosen = opening[-1]
        elif further and not before:
            chosen = further[0]
        elif len({p.mention.name or p.mention.text for p in found}) == 1 and before and not self._seat(before[0]):
            chosen = before[0]  # the only place that the sentence names: what befell China
        if chosen is None or (located and not opening and chosen.first - last > _FAR):
            again = self._meant_again(sentence)
            if again or chosen is None:
                return again
        return self._set_around(self._most_specific(chosen, found), found)

    def _meant_again(self, sentence: int) -> tuple[FoundPlace, ...]:
        """إلى المحافظة, in the camp: a place named before, meant again by the word for what it is."""
        for k in range(*self.marked.tokens.sentences[sentence]):
            bare = self._definite_type(k)
            if bare is None or k in self.marked.place_at:
                continue
            known = self._by_word().get(bare, ())
            before = bisect_right(known, k, key=lambda place: place.last)
            if before:
                return (known[before - 1],)
        return ()

    def _by_word(self) -> Mapping[str, list[FoundPlace]]:
        """The places of the document by their first word and the one before, in text order."""
        if self._worded[0] is not self.marked.places:
            forms, words = self.marked.tokens.forms, defaultdict[str, list[FoundPlace]](list)
            for place in self.marked.places:
                names = {forms[j] for j in (place.first - 1, place.first) if j >= 0}
                if self.marked.language == "ar":
                    names |= {name[1:] for name in names if name[:1] and name[0] in "وبلف"}
                for name in names:
                    words[name].append(place)
            self._worded = (self.marked.places, words)
        return self._worded[1]

    def _definite_type(self, k: int) -> str | None:
        """The bare word of a definite common noun for a kind of place: المحافظة, بالمحافظة, the camp."""
        forms = self.marked.tokens.forms
        form = forms[k]
        if self.marked.language != "ar":
            known = k > 0 and forms[k - 1] in self.marked.grammar.the and any(form in words for words in self._types)
            return form if known else None
        for head in ("ال", "بال", "وال", "لل"):
            if form.startswith(head):
                bare = form[len(head) :]
                if any(bare in words for words in self._types):
                    return bare
        return None

    def adjacent(self, quantity: Quantity) -> tuple[FoundPlace, ...]:
        """The place whose name stands right before a number in a list: الفاشر 12,400."""
        tokens = self.marked.tokens
        for place in self.by_sentence[tokens.sentence_of(quantity.first)]:
            if 0 <= quantity.before - place.last <= 1:
                return (place,)
        return ()

    def within(self, tokens: tuple[int, int]) -> tuple[FoundPlace, ...]:
        """The places whose names begin in a token range, as one set."""
        found = self.by_sentence[self.marked.tokens.sentence_of(tokens[0])] if tokens[1] > tokens[0] else []
        return tuple(place for place in found if tokens[0] <= place.first < tokens[1])

    def topic(self) -> tuple[FoundPlace, ...]:
        """What the document is about: the places of its first sentence that names any, as one set."""
        for found in self.by_sentence[:3]:
            scene = [p for p in found if self._located(p, True)] or found
            if scene:
                return self._set_around(self._most_specific(scene[0], found), found)
        return ()

    def scene_before(self, sentence: int, paragraph: list[int], told: set[int]) -> tuple[FoundPlace, ...]:
        """The scene set by a sentence before, in the same paragraph, that has no figure itself (`told`: those with
        one)."""
        for earlier in range(sentence - 1, -1, -1):
            if paragraph[earlier] != paragraph[sentence] or earlier in told:
                return ()
            found = self.by_sentence[earlier]
            scene = [p for p in found if self._located(p, False)]
            if scene:
                return self._set_around(self._most_specific(scene[-1], found), found)
        return ()

    def _most_specific(self, chosen: FoundPlace, found: list[FoundPlace]) -> FoundPlace:
        """Step back along "A in B in C" to A."""
        forms = self.marked.tokens.forms
        at = found.index(chosen)
        while at > 0:
            before = found[at - 1]
            if not (self._contains(before, chosen, forms) and self._located(before, True)):
                break
            chosen, at = before, at - 1
        following = found[at + 1] if at + 1 < len(found) else None
        if following is not None and following.first == chosen.last and forms[chosen.last - 1].endswith("'s"):
            return following  # Yemen's Taiz
        return chosen

    def _contains(self, inner: FoundPlace, outer: FoundPlace, forms: list[str]) -> bool:
        """True where the words between two places say that the first lies in, or near, the second."""
        language = self.marked.language
        between = forms[inner.last : outer.first]
        if 0 < len(between) <= 2 and between[0] in word_set(language, "grammar", "directions"):
            return True  # a district south of a town
        known = inner.mention.country is not None
        if len(between) > 5 or (known and outer.mention.country != inner.mention.country):
            return False
        if known and _RANK.get(outer.mention.precision or "", 0) < _RANK.get(inner.mention.precision or "", 0):
            return False
        if not between:
            return language == "ar" and self.marked.tokens.text[outer.mention.start - 1 : outer.mention.start] == "ب"
        inside = word_set(language, "grammar", "inside")
        if between[0] in inside or between[-1] in inside or (between == [","] and language != "ar"):
            return len(between) <= 2 or any(f in word_set(language, "grammar", "lying") for f in between)
        typed = any(f[1:] in words for f in between if f[:1] == "ب" for words in self._types)
        return typed or (len(between) <= 2 and between[0] in word_set(language, "grammar", "directions"))

    def _located(self, place: FoundPlace, moving: bool) -> bool:
        """True where the words before a name make it the scene: a preposition of place, or a verb of striking.

        `moving`: people on the move have places they go to and come from as well.
        """
        marked, tokens, language = self.marked, self.marked.tokens, self.marked.language
        forms = tokens.forms
        if self._seat(place):
            return False
        if tokens.text[place.mention.start - 1 : place.mention.start] in ("ب", "B") and language == "ar":
            return True
        for k in range(place.first - 1, max(place.first - 4, -1), -1):
            form = forms[k]
            if language == "ar" and len(form) > 2 and form[0] in "وف":
                form = form[1:] if form[1:] in _near_words(language) else form
            if form in word_set(language, "grammar", "locative"):
                return True
            if form in word_set(language, "grammar", "toward"):
                return moving
            if tokens.kinds[k] != WORD:
                if k > 0 and form == '"':
                    continue
                return False
            if any(s.entry.tag == "struck" for s, _ in marked.marks[k]):
                return True
            if form[:1] in ("ب",) and any(form[1:] in words for words in self._types):
                return True
        return False

    def _seat(self, place: FoundPlace) -> bool:
        """ومقرها نيويورك: where an organisation sits."""
        forms = self.marked.tokens.forms
        return place.first > 0 and forms[place.first - 1] in word_set(self.marked.language, "grammar", "seat")

    def _clause_end(self, sentence: int, behind: int) -> int:
        marked, tokens = self.marked, self.marked.tokens
        _, last = tokens.sentences[sentence]
        for k in range(behind, last):
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
        conjunction = (
            forms[right.first].startswith("و") and self.marked.tokens.inside(right.first, 1) == right.mention.start
        )
        if not between:
            return conjunction
        return all(f in (",", "و", "and", "et", "-", '"') for f in between)


_RANK = {"point": 1, "city": 2, "admin4": 3, "admin3": 4, "admin2": 5, "admin1": 6, "country": 7}
"""How wide a place is, by its precision."""
_MOVES = frozenset(
    ("displaced", "returned", "relocated", "evacuated", "sheltered", "refugees", "migrants", "stranded", "protesters")
)


@cache
def _near_words(language: str) -> frozenset[str]:
    return word_set(language, "grammar", "locative") | word_set(language, "grammar", "toward")


@cache
def _feature_words(language: str) -> tuple[frozenset[str], ...]:
    table_of = table(language, "places").get("feature_words", {})
    return tuple(frozenset(fold_word(word) for word in words if " " not in word) for words in table_of.values())


class Times:
    """Chooses the date expressions of figures."""

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
        dates = [d for d in self.by_sentence[sentence] if not self._of_saying(d) and not self._told_on(d)]
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
        only = dates[0] if len(dates) == 1 else None
        return only if only is not None and self._of_the_deed(only, quantity) else None

    def _of_the_deed(self, date: Date, quantity: Quantity) -> bool:
        """The one day of a sentence, told with the deed: 53 died when the centre was hit on 2 July; the strike of
        2 July, in which 53 died."""
        if date.connective is not None or date.granularity not in _DAYS:
            return False
        marked, forms = self.marked, self.marked.tokens.forms
        if date.last <= quantity.first:
            k = date.last + (forms[date.last] == ",")
            return any(s.entry.tag == "clause" and s.data.get("deed") for s, _ in marked.marks[k])
        for k in range(date.first - 1, quantity.last - 1, -1):
            if forms[k] == ";" or (k in marked.number_at and k not in marked.date_at):
                return False
            if forms[k] in marked.grammar.deed_clauses:
                return ";" not in forms[quantity.last : k]
        return False

    def _clause_between(self, first: int, last: int) -> bool:
        marked = self.marked
        return any(
            marked.tokens.forms[k] in (";",)
            or any(s.entry.tag == "clause" and s.prefix == "" for s, _ in marked.marks[k])
            for k in range(first, last)
        )

    def _of_saying(self, date: Date) -> bool:
        """أعلن أمس، في تقريرها الصادر الثلاثاء: when it was said."""
        marked, tokens = self.marked, self.marked.tokens
        following = tokens.forms[date.last] if date.last < len(tokens) else ""
        complement = following in word_set(marked.language, "grammar", "complement")
        ends = marked.language != "ar" and following in ("", ".", ";")  # (…,) the agency said on Sunday
        opens = complement or ends or "inverted" in marked.grammar.traits  # a annoncé mardi le ministère
        for k in range(max(date.first - 2, 0), date.first):
            for sense, _ in marked.marks[k]:
                if sense.entry.tag == "issued" or (sense.entry.tag == "say" and (opens or following == ",")):
                    return True
        if following == "," and date.first > 0 and tokens.forms[date.first - 1] == ",":
            return self._set_off(date)
        if following in ("", ".", ";", ",") and date.connective is None and self._named_speaker(date):
            return True
        return complement and following != ":" and date.connective is None

    def _told_on(self, date: Date) -> bool:
        """وبعد ساعات: a time told on from what went before, which counting from publication would misplace."""
        published, value = self.marked.document.published, date.value
        opens = self.marked.tokens.forms[date.first]
        if not date.relative or opens not in word_set(self.marked.language, "grammar", "after"):
            return False
        return published is None or value is None or value.start is None or value.start >= published

    def _named_speaker(self, date: Date) -> bool:
        """حسبما أعلنت الوزارة الأحد: right after the name of who is quoted, it dates the saying."""
        marked, tokens = self.marked, self.marked.tokens
        for k in range(date.first - 1, max(date.first - _SPEAKER, -1), -1):
            if tokens.kinds[k] != WORD or k in marked.number_at:
                return False
            for sense, _ in marked.marks[k]:
                if sense.entry.tag == "according":
                    return True
                if sense.entry.tag in ("trigger", "cause_verb", "conflict", "disaster"):
                    return False
        return False

    def _set_off(self, date: Date) -> bool:
        """كشف المدير، الثلاثاء، عن …: between commas after a verb of saying and before any harm, it dates the
        saying."""
        marked, tokens = self.marked, self.marked.tokens
        first = tokens.sentences[tokens.sentence_of(date.first)][0]
        for k in range(date.first - 2, first - 1, -1):
            for sense, _ in marked.marks[k]:
                if sense.entry.tag in ("trigger", "cause_verb") and not sense.definite and sense.form != "participle":
                    return False
                if sense.entry.tag == "say":
                    return True
        return False
