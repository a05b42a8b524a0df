"""What happened to the people counted: the category of a quantity in Arabic.

Evidence, strongest first: a noun that says it itself (قتيل), a verb or verbal noun right before (مقتل 12 جنديا), one
right
after (12 شخصا قتلوا), the quantity that it is coordinated with or a part of, the topic of a total (بلغ عدد النازحين
900), and a noun that says it by default (نازح, unless they return or are arrested).
"""

from __future__ import annotations

from dataclasses import replace

from masfufa.reading.annotated import Annotated
from masfufa.reading.category_singles_ar import Singles
from masfufa.reading.category_state_ar import HARM, Governor, ordinary, plural_verb
from masfufa.reading.decisions import Decision
from masfufa.reading.forms_ar import definite, joined
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set

_CALLINGS = frozenset(("protesters", "refugees", "migrants"))
"""Categories that say what people are as much as what befell them: among those hurt they are hurt."""
_HELD = frozenset(("detained", "abducted"))


def decide(marked: Annotated, quantities: list[Quantity]) -> list[Decision | None]:
    """Decide the quantities of a document; the result stands in the same order, None = no figure."""
    return _Categorizer(marked, quantities).decide()


class _Categorizer(Singles):
    """Decides the quantities of one document in text order."""

    def decide(self) -> list[Decision | None]:
        for n, quantity in enumerate(self.quantities):
            decision = None if quantity.thing else self._decide(n, quantity)
            if decision is not None and not decision.total and decision.part_of is None and decision.heir_of is None:
                first = self.marked.tokens.sentences[self.marked.tokens.sentence_of(quantity.first)][0]
                if quantity.number is not None and self.topics.counts(quantity, first):
                    decision = replace(decision, total=True)
            self.decisions.append(decision)
        return self.decisions

    def _decide(self, n: int, quantity: Quantity) -> Decision | None:
        marked = self.marked
        first, last = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)]
        if self._is_agent(quantity, first):
            return None
        left = self._left(n, quantity, first)
        if quantity.shape == "ordinal":
            return self._ordinal(quantity, left)
        part = self._part_of(n, quantity, first)
        if (
            quantity.shape == "dual"
            and quantity.noun
            and (quantity.noun.suffix or (quantity.noun.definite and left is not None))
            and self._named(quantity)
        ):
            return None
        if quantity.shape == "one":
            return self._one(n, quantity, left, part)
        right = self._right(n, quantity, last)
        if right == "agent":
            if not (isinstance(left, Governor) and left.distance == 0):
                return None
            right = None
        assert not isinstance(right, str)
        if quantity.shape == "of_them" and quantity.number is None and self._acts(quantity, left, right):
            return None
        if quantity.unit == "home":
            return self._home(n, quantity, left, right, first)
        if self._ahead(quantity, "safe") and not (quantity.noun and quantity.noun.data.get("strong")):
            return None
        among = self.topics.among(quantity, first)
        if among is not None:
            if among == "casualties" and right is not None:
                among = str(right.sense.data.get("cat") or among)
            return Decision(among, None, None, "among", part_of=self._last_of(n, among))
        if quantity.category and (quantity.mixed or (quantity.noun and quantity.noun.data.get("strong"))):
            ill = quantity.noun and quantity.noun.data.get("event") and self._sentence_has(quantity, "disease")
            total = part is None and self._ends_total(n, quantity, left, first)
            category = "affected" if ill else quantity.category
            return Decision(category, None, quantity.noun, "noun", part_of=part, total=total)
        return self._by_context(n, quantity, left, right, part, first)

    def _named(self, quantity: Quantity) -> bool:
        """A pair whose names follow: قتل ابناه راشد وحمد، اغتيال النائبين فلان وفلان."""
        marked, k = self.marked, quantity.last
        if (
            k >= len(marked.tokens)
            or self._is_sign(k)
            or k in marked.place_at
            or k in marked.date_at
            or k in marked.number_at
        ):
            return False
        return not definite(marked.tokens.forms[k]) and not ordinary(marked, k)

    def _acts(self, quantity: Quantity, left: Governor | int | None, right: Governor | None) -> bool:
        """استهدف أحدهما مقرا: one of them is the subject of a verb that is no harm."""
        near = isinstance(left, Governor) and left.distance <= 1
        k = quantity.before - 1
        if near or right is not None or k < 0 or self._is_sign(k) or k in self.at or joined(quantity.prefix):
            return False
        return not any(sense.entry.tag in ("trigger", "part", "counted") for sense, _ in self.marked.marks[k])

    def _ends_total(self, n: int, quantity: Quantity, left: Governor | int | None, first: int) -> bool:
        if isinstance(left, int) and self._same_sentence(n, left):
            before = self.decisions[left]
            return before is not None and before.total
        return self.topics.counts(quantity, first)

    def _by_context(
        self,
        n: int,
        quantity: Quantity,
        left: Governor | int | None,
        right: Governor | None,
        part: int | None,
        first: int,
    ) -> Decision | None:
        if right is not None and part is not None:
            far = quantity.shape == "of_them" and (right.distance > 2 or right.sense.form == "")
            if right.weak or far:
                right = None
        if right is not None and right.sense.form == "participle" and quantity.category in _HELD:
            right = None  # الرهائن المحتجزين are hostages
        if isinstance(left, Governor):
            beaten = right is not None and (
                (right.distance < left.distance and left.distance > 2) or (left.weak and not right.weak)
            )
            if not beaten:
                topic = self.topics.of(n, quantity, first) if left.weak or left.distance > 3 else None
                return topic or self._by_trigger(quantity, left, "before", part, right)
        inherited = self.decisions[part] if part is not None else None
        if inherited is not None and right is None:
            return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        if right is not None and not (quantity.unknown_noun and not plural_verb(right)):
            decision = self._by_trigger(quantity, right, "after", part, None)
            if decision is not None:
                return decision
        listed = self.topics.listed(n, quantity, first)
        if listed is not None:
            return listed
        topic = self.topics.of(n, quantity, first)
        if topic is not None:
            return topic
        if isinstance(left, int):
            inherited = self.decisions[left]
            shared = (
                inherited is not None and inherited.rule in ("before", "coordinated") and inherited.category in HARM
            )
            shared = shared and not self._apart(left, quantity)
            if inherited and (
                quantity.plain
                or not quantity.category
                or quantity.shape == "dual"
                or (shared and quantity.category in _CALLINGS)
            ):
                return Decision(
                    inherited.category, None, inherited.sense, "coordinated", heir_of=left, part_of=inherited.part_of
                )
        if quantity.category in ("migrants", "refugees", "displaced") and self._sentence_has(quantity, "homeward"):
            return Decision("returned", None, quantity.noun, "noun by default", part_of=part)
        if quantity.category and not (quantity.shape == "dual" and quantity.noun and quantity.noun.number == "du|pl"):
            return Decision(quantity.category, None, quantity.noun, "noun by default", part_of=part)
        return None

    def _apart(self, other: int, quantity: Quantity) -> bool:
        """Whether a preposition between two quantities parts them: في عراك بين الحراس وعشرات الطلاب."""
        forms, prepositions = self.marked.tokens.forms, word_set("ar", "grammar", "prepositions")
        return any(forms[k] in prepositions for k in range(self.quantities[other].last, quantity.before))

    def _home(
        self, n: int, quantity: Quantity, left: Governor | int | None, right: Governor | None, first: int
    ) -> Decision | None:
        governor = left if isinstance(left, Governor) else right
        extent = self._extent(quantity)
        if isinstance(governor, Governor):
            decision = self._by_trigger(quantity, governor, "before" if governor is left else "after", None, None)
            return (
                Decision(extent, decision.trigger, decision.sense, decision.rule) if decision and extent else decision
            )
        inherited = self.decisions[left] if isinstance(left, int) else None
        if inherited is not None and inherited.category.startswith("homes_"):
            return Decision(
                extent or inherited.category,
                None,
                inherited.sense,
                "coordinated",
                heir_of=left if isinstance(left, int) else None,
            )
        topic = self.topics.of(n, quantity, first)
        return topic if topic and topic.category.startswith("homes_") else None

    def _extent(self, quantity: Quantity) -> str | None:
        """كليا or جزئيا after the home decides between destroyed and damaged."""
        forms = self.marked.tokens.forms
        for k in range(quantity.last, min(quantity.last + 4, len(forms))):
            if (
                k in self.at
                or forms[k] in (",", ".", ";")
                or self.marked.tagged(k, "trigger")
                or self.marked.tagged(k, "cause_verb")
            ):
                break
            if forms[k] in word_set("ar", "grammar", "partly"):
                return "homes_damaged"
            if forms[k] in word_set("ar", "grammar", "wholly"):
                return "homes_destroyed"
        return None

    def _is_agent(self, quantity: Quantity, first: int) -> bool:
        """من قبل أربعة مسلحين: those who did it."""
        if quantity.noun is not None and quantity.noun.data.get("strong"):
            return False  # أعلنت من قبل 562 قتيلا
        return any(
            (found := self.marked.tagged(k, "agent")) is not None and found[1] == quantity.before
            for k in range(max(first, quantity.before - 3), quantity.before)
        )
