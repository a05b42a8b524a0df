"""Categories in Arabic: what a trigger that governs a quantity makes of it."""

from __future__ import annotations

from masfufa.reading.category_parts_ar import Parts
from masfufa.reading.category_state_ar import HARM, REACH, Governor, plural_form
from masfufa.reading.decisions import Decision
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set

_DESTINATIONS = (("shelter", "sheltered"), ("safety", "evacuated"))


class Triggers(Parts):
    """Decides by a trigger that governs a quantity."""

    def _by_trigger(
        self, quantity: Quantity, governor: Governor, rule: str, part: int | None, right: Governor | None
    ) -> Decision | None:
        data, own = governor.sense.data, quantity.category
        category = data.get("cat")
        if data.get("keeps"):
            later = right.sense.data.get("cat") if right else None
            category = next((c for c in (own, later) if c in data["keeps"]), data.get("default"))
        elif turned := self._turned(quantity, governor.sense):
            category = turned
        elif data.get("weak") and own and own != "displaced" and not (own == "protesters" and category in HARM):
            category = own
        if data.get("barred") and self._barred(governor, str(data["barred"])):
            return None
        if data.get("needs") and not self._sentence_has(quantity, str(data["needs"])):
            category = None
        if category is None or category == "none":
            return None
        others = quantity.noun is not None and quantity.noun.data.get("other")  # others than those told before
        if rule == "before" and not others and {self._coordinated_trigger(governor), category} == {"killed", "wounded"}:
            category = "casualties"
        if category == "relocated":
            category = next((c for tag, c in _DESTINATIONS if self._ahead(quantity, tag)), category)
        if category == "displaced" and data.get("weak") and rule == "before":
            if self._sentence_has(quantity, "homeward"):
                category = "returned"
            elif self.marked.has(governor.last, quantity.before, "shelter"):
                category = "sheltered"
        if category == "wounded" and self._sentence_has(quantity, "disease"):
            category = "affected"
        return Decision(category, (governor.first, governor.last), governor.sense, rule, part_of=part)

    def _barred(self, governor: Governor, tag: str) -> bool:
        """Whether words before a trigger take it out of the world of deeds: a court asks for an execution."""
        marked = self.marked
        first = marked.tokens.sentences[marked.tokens.sentence_of(governor.first)][0]
        before = range(max(first, governor.first - REACH), governor.first)
        return any(marked.tagged(k, tag) for k in before) and not any(marked.tagged(k, "carried_out") for k in before)

    def _coordinated_trigger(self, governor: Governor) -> str | None:
        """The category of a trigger right before this one, joined by و: قتل وجرح 20."""
        if governor.sense.prefix not in word_set("ar", "grammar", "and") or governor.first == 0:
            return None
        for sense, last in self.marked.marks[governor.first - 1]:
            told = plural_form(self.marked, governor.first - 1) or sense.suffix or sense.rest
            if sense.entry.tag == "trigger" and last == governor.first and not told:
                return str(sense.data.get("cat"))
        return None
