"""The predicate of a counted group in English: were killed, have been forced to flee, still living in camps, dead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.extents import Extents
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set

_REACH = 22
_REMARK = 22
"""Longest remark between commas, in tokens."""
_BRACKET = 40
_AUXILIARY_REACH = 7
_PLACE_REACH = 9


@dataclass(frozen=True, slots=True)
class Predicate:
    """A trigger after a quantity. `strong`: finite, in the passive or perfect, or a verb whose subject it is."""

    sense: Sense
    first: int
    last: int
    gap: int
    strong: bool


class Predicates:
    """Finds what is said of the quantities of one document."""

    def __init__(self, marked: Annotated, quantities: list[Quantity], at: dict[int, int]) -> None:
        self.marked = marked
        self.quantities = quantities
        self.at = at
        self._extents = Extents(marked.tokens)
        self.fits: Callable[[Quantity, Sense], bool] | None = None
        """Whether what a trigger does can be done to a quantity; triggers that do not fit are passed over."""

    def extent(self, index: int) -> tuple[int, int]:
        """The sentence around a token, across line ends that do not part it."""
        return self._extents.around(index)

    # ------------------------------------------------------------------ verbs
    def is_passive(self, k: int) -> bool:
        """Whether a participle at token k has a form of be or get before it, maybe with adverbs and links between."""
        return self._auxiliary(k, word_set("en", "grammar", "passive_auxiliaries"))

    def _has_auxiliary(self, k: int) -> bool:
        return self._auxiliary(k, word_set("en", "grammar", "auxiliaries"))

    def _auxiliary(self, k: int, wanted: frozenset[str]) -> bool:
        forms = self.marked.tokens.forms
        linkers = word_set("en", "grammar", "linkers")
        kinds = self.marked.tokens.kinds
        for back in range(k - 1, max(k - 1 - _AUXILIARY_REACH, -1), -1):
            form = forms[back]
            if form in wanted or form.endswith(("been", "were")):
                return True
            if form not in linkers and not form.endswith("ly") and kinds[back] != BREAK:
                return False
        return forms[k].startswith(("been", "were"))

    # ------------------------------------------------------------------ after the quantity
    def after(self, n: int) -> Predicate | str | None:
        """The predicate of quantity n; "agent" where it does the deed to others; None where nothing is said."""
        quantity = self.quantities[n]
        return self._search(n) or self._in_shelter(quantity, self.extent(quantity.first)[1])

    def _search(self, n: int) -> Predicate | str | None:
        """Walk to the right of quantity n as far as its clause goes."""
        marked, quantity = self.marked, self.quantities[n]
        tokens, forms = marked.tokens, marked.tokens.forms
        kinds = tokens.kinds
        _, last = self.extent(quantity.first)
        whole = self._among(quantity, last)
        if whole is not None:
            return self.after(whole)
        reduced: Predicate | None = None
        relative = forms[quantity.last] in word_set("en", "grammar", "relative") if quantity.last < last else False
        k = quantity.last
        steps = 0
        while k < last and steps < _REACH:
            form = forms[k]
            if kinds[k] == BREAK:
                k += 1
                continue
            if kinds[k] == SIGN:
                step = self._over_sign(k, last, quantity)
                if step is None:
                    return reduced
                k = step
                continue
            if k in self.at and self.at[k] != n:
                other = self.quantities[self.at[k]]
                if other.thing or other.shape == "one":
                    k = max(other.last, k + 1)
                    steps += 1
                    continue
                if self._joined(quantity, other, k) and reduced is None:
                    k = other.last
                    steps += 1
                    continue
                return reduced
            found = self._at(k, quantity, n, reduced)
            if isinstance(found, str):
                return reduced or found
            if found is not None:
                if found.strong and not relative:
                    return self._prefer(reduced, found)
                relative = False
                if reduced is None:
                    reduced = found
                k = found.last
                steps += 1
                continue
            if self._stops(k, form, quantity, reduced):
                return reduced
            k += 1
            steps += 1
        return reduced

    def _in_shelter(self, quantity: Quantity, last: int) -> Predicate | None:
        """195,000 people in 21 camps: where they are tells that they are sheltered, of people known by nothing else."""
        marked, forms, k = self.marked, self.marked.tokens.forms, quantity.last
        known = quantity.category or quantity.quality or quantity.unknown_noun or quantity.unit == "home"
        if (
            known
            or k >= last
            or forms[k] not in word_set("en", "grammar", "in_words")
            or quantity.shape in ("bare", "one")
        ):
            return None
        ahead = frozenset(forms[k + 1 : min(k + 4, last)])
        if ahead.isdisjoint(word_set("en", "grammar", "shelter_words")) or ahead & word_set(
            "en", "grammar", "no_shelter"
        ):
            return None
        for sense in marked.lexicon.senses("living"):
            if sense.entry.tag == "trigger" and sense.data.get("place_word"):
                return Predicate(sense, k, k + 1, 0, False)
        return None

    def _among(self, quantity: Quantity, last: int) -> int | None:
        """Two children among five killed: the group that tells what happened."""
        if quantity.last >= last or self.marked.tokens.forms[quantity.last] != "among":
            return None
        for k in range(quantity.last + 1, min(quantity.last + 4, last)):
            if k in self.at and not self.quantities[self.at[k]].thing:
                return self.at[k]
        return None

    def _prefer(self, reduced: Predicate | None, finite: Predicate) -> Predicate:
        """People displaced by floods were evacuated: what the sentence tells wins over what it recalls."""
        if reduced is None or finite.sense.data.get("weak"):
            return reduced or finite
        return finite

    def _joined(self, quantity: Quantity, other: Quantity, k: int) -> bool:
        """8 guards and 2 drivers were killed; 70 households, or 410 persons, were."""
        between = self.marked.tokens.forms[quantity.last : k]
        return (
            0 < len(between) <= 4
            and between[-1] in word_set("en", "grammar", "pair_links")
            and not {"and", "or", ",", "/", "-"}.isdisjoint(between)
        )

    def _over_sign(self, k: int, last: int, quantity: Quantity) -> int | None:
        """Index to go on from after a sign; None where it ends the clause."""
        tokens, forms = self.marked.tokens, self.marked.tokens.forms
        form = forms[k]
        if form == "." and k + 1 < last:
            return k + 1  # of an abbreviation
        if form in ".;:!?":
            return None
        if form in "([":
            close = ")" if form == "(" else "]"
            for j in range(k + 1, min(k + _BRACKET, last)):
                if forms[j] == close:
                    return j + 1
            return None
        if form == ")":
            return k + 1 if k == quantity.last else None
        if form == ",":
            return self._over_comma(k, last, quantity)
        if form == "-" and not tokens.glued(k):
            return None
        return k + 1

    def _over_comma(self, k: int, last: int, quantity: Quantity) -> int | None:
        """Index after the remark that a comma opens (, including 3 children,); None where it ends the clause."""
        marked, tokens, forms = self.marked, self.marked.tokens, self.marked.tokens.forms
        opener = forms[k + 1] if k + 1 < last else ""
        set_off = quantity.before > 0 and forms[quantity.before - 1] == ","
        if opener == "having" or (
            set_off and (opener in word_set("en", "grammar", "auxiliaries") or k == quantity.last)
        ):
            return k + 1
        named = k + 1 in marked.place_at or k + 1 in marked.date_at
        if not named and opener not in word_set("en", "grammar", "inserted"):
            return None
        for j in range(k + 2, min(k + _REMARK, last)):
            if forms[j] in (".", ";"):
                return None
            if forms[j] == "," and not (tokens.kinds[j - 1] == NUMBER and tokens.glued(j)):
                after = forms[j + 1] if j + 1 < last else ""
                if after not in ("and", "or") and j + 1 not in marked.place_at:
                    return j + 1
        return None

    def _stops(self, k: int, form: str, quantity: Quantity, reduced: Predicate | None) -> bool:
        """Words at which the search for a predicate ends."""
        marked, forms = self.marked, self.marked.tokens.forms
        if form == "which" and k > quantity.last + 1:
            return True
        if form in word_set("en", "grammar", "passive_auxiliaries") or form in ("have", "has", "had"):
            return not self._leads_on(k + 1)
        if form in ("and", "or") and reduced is not None:
            ahead = marked.tokens.forms[k + 1 : k + 3]
            return any(j in self.at and not self.quantities[self.at[j]].thing for j in (k + 1, k + 2)) or bool(
                ahead and ahead[0] in ("the", "their")
            )
        for sense, _ in marked.marks[k]:
            tag = sense.entry.tag
            if (
                tag in ("clause", "part")
                or (tag == "according")
                or (tag == "say" and sense.form in ("past", "present") and not self._leads_on(k + 1))
            ):
                return True
            if tag == "cause_verb" and sense.form in ("past", "present") and not self._has_auxiliary(k):
                return self._number_ahead(k)
        return (
            form in ("as", "than") and k > quantity.last and forms[k - 1] not in word_set("en", "grammar", "counted_as")
        )

    def _number_ahead(self, k: int) -> bool:
        """Left 12 dead, but not: left the camp."""
        return any(j in self.marked.number_at for j in range(k + 1, min(k + 5, len(self.marked.tokens))))

    def _leads_on(self, k: int) -> bool:
        """Whether a trigger comes after an auxiliary with nothing but links between; "were in" leads on to a place."""
        marked, forms = self.marked, self.marked.tokens.forms
        linkers = word_set("en", "grammar", "linkers")
        for j in range(k, min(k + _AUXILIARY_REACH + 1, len(forms))):
            if any(sense.entry.tag in ("trigger", "cause_verb") for sense, _ in marked.marks[j]):
                return True
            if (
                forms[j] in word_set("en", "grammar", "after_auxiliary")
                or marked.tokens.kinds[j] == BREAK
                or forms[j].endswith("ly")
                or forms[j] in linkers
            ):
                continue
            if forms[j - 1] in ("their", "own"):
                continue
            return False
        return False

    def _at(self, k: int, quantity: Quantity, n: int, reduced: Predicate | None) -> Predicate | str | None:
        """What a trigger at token k makes of the quantity before it."""
        marked = self.marked
        gap = k - quantity.last
        agent = False
        for sense, after in marked.marks[k]:
            if sense.entry.tag != "trigger":
                continue
            data, form = sense.data, sense.form
            takes = data.get("takes")
            if self.fits is not None and not self.fits(quantity, sense):
                continue
            if (
                data.get("unit") == "home"
                and quantity.unit == "person"
                and quantity.noun is not None
                and not quantity.noun.data.get("other")
            ):
                continue
            if data.get("unit") == "home" and quantity.unit == "household" and not self._own_homes(k):
                continue
            if quantity.unit == "home" and data.get("unit") != "home" and data.get("cat") != "evacuated":
                continue
            if form == "noun" or data.get("role") == "active":
                continue
            if data.get("after_force"):
                if self._forced(quantity, data.get("force")):
                    return Predicate(sense, k, after, gap, True)
                continue
            if data.get("place_word") and not self._place_word(after):
                continue
            if form == "":
                found = self._phrase(sense, k, after, gap, quantity)
                if found is not None:
                    return found
                continue
            if takes == "subject" or (
                takes == "both" and form in ("base", "present", "gerund", "past") and not self._object_after(after, n)
            ):
                if form == "base" and not self._may_act(k, quantity):
                    continue
                if takes == "both" and form == "past":
                    return Predicate(sense, k, after, gap, True)
                if form in ("past", "present", "base") or self._has_auxiliary(k):
                    return Predicate(sense, k, after, gap, form != "base" or gap <= 4)
                if form == "gerund" and gap <= 3:
                    return Predicate(sense, k, after, gap, False)
                continue
            if form in ("participle", "past") and takes in ("object", "both"):
                if form == "past":
                    continue
                if self.is_passive(k) or (data.get("unit") == "home" and self._own_homes(k)):
                    return Predicate(sense._replace(form="passive"), k, after, gap, True)
                if self._object_after(after, n):
                    agent = True
                    continue
                if self._near(quantity.last, k):
                    return Predicate(sense, k, after, gap, False)
            elif form in ("gerund", "present") and self._object_after(after, n) and gap <= 3:
                agent = True
            elif form == "base" and takes == "both" and self._may_act(k, quantity):
                return Predicate(sense, k, after, gap, True)
        return "agent" if agent and reduced is None else None

    def _phrase(self, sense: Sense, k: int, after: int, gap: int, quantity: Quantity) -> Predicate | None:
        """Adjectives and phrases: dead, missing, in need, shot dead, took refuge."""
        data = sense.data
        begins = self.marked.tokens.forms[k] in word_set("en", "grammar", "moved")
        if data.get("aux_only") and not (begins or self.is_passive(k)):
            return None
        gerund = self.marked.tokens.forms[k].endswith("ing") and sense.rest
        finite = begins or self._has_auxiliary(k) or bool(sense.rest and data.get("takes") == "subject" and not gerund)
        if not finite and gap > 1 and not self._near(quantity.last, k):
            return None
        return Predicate(sense, k, after, gap, finite and gap > 0)

    def _near(self, low: int, high: int) -> bool:
        """Nothing but places, prepositions and names stands between a noun and a participle that belongs to it."""
        marked, tokens = self.marked, self.marked.tokens
        small = word_set("en", "grammar", "prepositions")
        bracket = False
        for j in range(low, high):
            form = tokens.forms[j]
            bracket = form == "(" or (bracket and form != ")")
            if (
                bracket
                or j in self.at
                or tokens.kinds[j] != WORD
                or j in marked.place_at
                or j in marked.date_at
                or tokens.capital(j)
            ):
                continue
            if form in small or form.endswith("ly") or high - low <= 1:
                continue
            if form not in word_set("en", "grammar", "before_participle"):
                return False
        return True

    def _may_act(self, k: int, quantity: Quantity) -> bool:
        """A base form says it of the quantity after "to" or a modal (forced 300 to flee), or in a title."""
        forms = self.marked.tokens.forms
        for back in range(k - 1, max(k - 4, quantity.last - 1), -1):
            if forms[back] in word_set("en", "grammar", "modals"):
                return forms[back - 1] not in word_set("en", "grammar", "wishes")
            if forms[back] not in word_set("en", "grammar", "linkers"):
                return False
        return k == quantity.last

    def _forced(self, quantity: Quantity, sort: str | None) -> bool:
        """Whether force stands before the quantity (pushed 300 out) or after it (were driven from theirs)."""
        marked = self.marked
        low = max(quantity.before - 3, 0)
        high = min(quantity.last + 8, len(marked.tokens))
        return any(
            sense.entry.tag == "cause_verb" and sense.data.get("sort") in (sort, "move")
            for k in (*range(low, quantity.before), *range(quantity.last, high))
            for sense, _ in marked.marks[k]
        )

    def _place_word(self, after: int) -> bool:
        marked, tokens = self.marked, self.marked.tokens
        for j in range(after, min(after + _PLACE_REACH, len(tokens))):
            if tokens.forms[j] in (".", ";", ",", "need") or tokens.kinds[j] == BREAK:
                return False
            if marked.tagged(j, "shelter_place"):
                return True
        return False

    def _own_homes(self, k: int) -> bool:
        """Seven households had a home torn down: said of the homes of households."""
        marked = self.marked
        return any(
            marked.tokens.forms[j - 1] in ("their", "own")
            and any(s.data.get("unit") == "home" for s, _ in marked.marks[j])
            for j in range(max(k - 5, 1), k)
        )

    def _object_after(self, k: int, n: int) -> bool:
        """Whether a verb's object stands right after it; "their homes" is none, for people evacuate them."""
        marked, tokens = self.marked, self.marked.tokens
        if k >= len(tokens) or tokens.kinds[k] in (SIGN, BREAK) or k in marked.date_at:
            return False
        if tokens.forms[k] == "their":
            return False
        j = k
        while j < min(k + 6, len(tokens)):
            if j in self.at and self.at[j] != n:
                return True
            bound = marked.tagged(j, "bound")
            if bound is None:
                break
            j = bound[1]
        if tokens.forms[k] in word_set("en", "grammar", "opens_object"):
            return True
        return any(s.entry.tag in ("counted", "things") for s, _ in marked.marks[k])
