"""What befell people, in English and French: whether a word behind them tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from masfufa.language.tokens import BREAK, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.extents import Extents
from masfufa.reading.quantities import Quantity

AUXILIARY_REACH = 7
"""Words that an auxiliary may stand from its participle."""
_PLACE_REACH = 9
_FORESEEN = frozenset(("future", "conditional"))


@dataclass(frozen=True, slots=True)
class Predicate:
    """A trigger after a quantity. `strong`: finite, in the passive or perfect, or a verb whose subject it is."""

    sense: Sense
    first: int
    last: int
    gap: int
    strong: bool


class Fits:
    """Tells at one token whether it speaks of the people counted."""

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

    def is_passive(self, k: int) -> bool:
        """Whether a participle at token k has a form of be or get before it, maybe with adverbs and links between."""
        return self._auxiliary(k, self.marked.grammar.passive_auxiliaries)

    def _has_auxiliary(self, k: int) -> bool:
        return self._auxiliary(k, self.marked.grammar.auxiliaries)

    def _auxiliary(self, k: int, wanted: frozenset[str]) -> bool:
        forms = self.marked.tokens.forms
        grammar, kinds = self.marked.grammar, self.marked.tokens.kinds
        linkers, adverbs, run_together = grammar.linkers, grammar.adverb_endings, grammar.passive_endings
        for back in range(k - 1, max(k - 1 - AUXILIARY_REACH, -1), -1):
            form = forms[back]
            if form in wanted or (run_together and form.endswith(run_together)):
                return True
            if form not in linkers and not form.endswith(adverbs) and kinds[back] != BREAK:
                return False
        return bool(run_together) and forms[k].startswith(run_together)

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
            if takes == "subject" or (takes == "both" and self._acts(form, k) and not self._object_after(after, n)):
                if form == "base" and not self._may_act(k, quantity):
                    continue
                if takes == "both" and (form in ("past", "participle") or form in _FORESEEN):
                    return Predicate(sense, k, after, gap, True)
                if form in ("past", "present", "base") or form in _FORESEEN or self._has_auxiliary(k):
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

    def _acts(self, form: str, k: int) -> bool:
        """Whether a form is in the active voice; a participle is where have makes it one: ont évacué."""
        if form == "participle":
            return not self.is_passive(k) and self._auxiliary(k, self.marked.grammar.active_auxiliaries)
        return form in ("base", "present", "gerund", "past") or form in _FORESEEN

    def _phrase(self, sense: Sense, k: int, after: int, gap: int, quantity: Quantity) -> Predicate | None:
        """Adjectives and phrases: dead, missing, in need, shot dead, took refuge."""
        data = sense.data
        begins = self.marked.tokens.forms[k] in self.marked.grammar.moved
        if data.get("aux_only") and not (begins or self.is_passive(k)):
            return None
        gerund = self.marked.tokens.forms[k].endswith(self.marked.grammar.gerund_endings) and sense.rest
        finite = begins or self._has_auxiliary(k) or bool(sense.rest and data.get("takes") == "subject" and not gerund)
        if not finite and gap > 1 and not self._near(quantity.last, k):
            return None
        return Predicate(sense, k, after, gap, finite and gap > 0)

    def _near(self, low: int, high: int) -> bool:
        """Nothing but places, prepositions and names stands between a noun and a participle that belongs to it."""
        marked, tokens = self.marked, self.marked.tokens
        small = marked.grammar.prepositions
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
            if form in small or form.endswith(marked.grammar.adverb_endings) or high - low <= 1:
                continue
            if form not in marked.grammar.before_participle:
                return False
        return True

    def _may_act(self, k: int, quantity: Quantity) -> bool:
        """A base form says it of the quantity after "to" or a modal (forced 300 to flee), or in a title."""
        forms = self.marked.tokens.forms
        for back in range(k - 1, max(k - 4, quantity.last - 1), -1):
            if forms[back] in self.marked.grammar.modals:
                return forms[back - 1] not in self.marked.grammar.wishes
            if forms[back] not in self.marked.grammar.linkers:
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
            if (
                tokens.forms[j] in (".", ";", ",")
                or tokens.forms[j] in marked.grammar.no_place
                or tokens.kinds[j] == BREAK
            ):
                return False
            if marked.tagged(j, "shelter_place"):
                return True
        return False

    def _own_homes(self, k: int) -> bool:
        """Seven households had a home torn down: said of the homes of households."""
        marked = self.marked
        return any(
            marked.tokens.forms[j - 1] in marked.grammar.their_own
            and any(s.data.get("unit") == "home" for s, _ in marked.marks[j])
            for j in range(max(k - 5, 1), k)
        )

    def _object_after(self, k: int, n: int) -> bool:
        """Whether a verb's object stands right after it; "their homes" is none, for people evacuate them."""
        marked, tokens = self.marked, self.marked.tokens
        if k >= len(tokens) or tokens.kinds[k] in (SIGN, BREAK) or k in marked.date_at:
            return False
        if tokens.forms[k] in marked.grammar.their:
            return False
        j = k
        while j < min(k + 6, len(tokens)):
            if j in self.at and self.at[j] != n:
                return True
            bound = marked.tagged(j, "bound")
            if bound is None:
                break
            j = bound[1]
        if tokens.forms[k] in marked.grammar.opens_object:
            return True
        return any(s.entry.tag in ("counted", "things") for s, _ in marked.marks[k])
