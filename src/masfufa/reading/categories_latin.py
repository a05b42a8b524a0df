"""What happened to the people counted: the category of a quantity in English and French.

Evidence, strongest first: a noun that says it itself (29 deaths), a verb or noun right before (displaced 300, the
evacuation of 300), the predicate after (300 people were evacuated), the total it is a part of or the quantity that it
is joined to, the topic of a total (the death toll rose to 56), a noun or adjective that says it by default (IDPs).
"""

from __future__ import annotations

import dataclasses

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.governors_latin import Governor, Governors
from masfufa.reading.predicate_fits_latin import Predicate
from masfufa.reading.predicates_latin import Predicates
from masfufa.reading.quantities import Quantity
from masfufa.reading.relations_latin import Relations
from masfufa.reading.topics_latin import Topics

_HOMES_NEAR = 14
_ONE_GAP = 6
_PART_GAP = 3
_SINGLE = frozenset(("killed", "wounded", "detained", "abducted", "missing"))
"""Categories in which a singular noun may stand for one person."""
_SELDOM_UNKNOWN = frozenset(("affected", "in_need", "returned", "stranded"))
"""Categories that an unknown noun enters too easily: 30 ventures were affected."""


class Categorizer:
    """Decides the quantities of one document in text order. `decisions[i]` is of `quantities[i]`; None: no figure."""

    def __init__(self, marked: Annotated, quantities: list[Quantity]) -> None:
        self.marked = marked
        self.quantities = quantities
        self.decisions: list[Decision | None] = []
        at = {k: n for n, quantity in enumerate(quantities) for k in range(quantity.first, quantity.last)}
        people = {k: n for k, n in at.items() if not quantities[n].thing}
        self.predicates = Predicates(marked, quantities, at)
        self.predicates.fits = self._fits
        self.governors = Governors(marked, self.predicates, people)
        self.relations = Relations(marked, quantities, self.decisions, at)
        self.topics = Topics(marked, quantities, self.decisions, at, self.predicates)

    def decide(self) -> list[Decision | None]:
        """Decide all quantities."""
        for n, quantity in enumerate(self.quantities):
            self.decisions.append(None if quantity.thing else self._decide(n, quantity))
        return self.decisions

    # ------------------------------------------------------------------ one quantity
    def _decide(self, n: int, quantity: Quantity) -> Decision | None:
        first, _ = self.predicates.extent(quantity.first)
        if self.governors.is_agent(quantity, first):
            return None
        before = self.governors.before(quantity, first)
        after = self.predicates.after(n)
        if after == "agent":
            if before is None:
                return None
            after = None
        assert not isinstance(after, str)
        if quantity.shape == "one":
            return self._decide_one(n, quantity, before, after, first)
        part = self.relations.total_of(n, quantity, first)
        if (
            quantity.shape == "of_them"
            and part is None
            and self.marked.tokens.forms[quantity.last - 1] in self.marked.grammar.which
        ):
            return None
        noun = quantity.noun
        if noun is not None and noun.data.get("strong"):
            total = part is None and self.topics.leads_to(quantity, first)
            return self._own_part(
                quantity, Decision(str(noun.data["cat"]), None, noun, "noun", part_of=part, total=total)
            )
        if before is not None and not self._outdone(before, after):
            decided = self._by_sense(quantity, before.sense, (before.first, before.last), "before", part)
            if decided is not None:
                return self._extent_of_damage(decided, after)
        if after is not None and not (part is not None and after.gap > _PART_GAP):
            decided = self._by_sense(quantity, after.sense, (after.first, after.last), "after", part)
            if decided is not None:
                return self._own_part(quantity, decided)
        return self._related(n, quantity, part, first)

    def _outdone(self, before: Governor, after: Predicate | None) -> bool:
        """Whether the predicate after a quantity says more than the governor before it."""
        return after is not None and (before.joined or (after.strong and bool(before.sense.data.get("weak"))))

    def _related(self, n: int, quantity: Quantity, part: int | None, first: int) -> Decision | None:
        """A quantity that no word acts on: part of a total, joined to another, with a topic, or told by its noun."""
        heir = self.relations.joined_to(n, quantity, first)
        sibling = self.decisions[heir] if heir is not None else None
        if part is not None and not (sibling is not None and sibling.part_of == part):
            inherited = self.decisions[part]
            if inherited is not None and self._same_sort(quantity, part):
                return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        own = quantity.category or quantity.quality
        if heir is not None and (own is None or quantity.quality or quantity.unit != "person"):
            inherited = self.decisions[heir]
            if inherited is not None and self._same_sort(quantity, heir):
                return self._as_heir(inherited, heir)
        topic = self.topics.of(n, quantity, first)
        if topic is not None:
            return topic
        if own is not None and not (quantity.noun is not None and quantity.noun.data.get("governed")):
            return self._own_part(quantity, Decision(own, None, quantity.noun, "noun by default", part_of=part))
        return None

    def _as_heir(self, inherited: Decision, heir: int) -> Decision:
        return Decision(
            inherited.category, None, inherited.sense, "coordinated", heir_of=heir, part_of=inherited.part_of
        )

    def _own_part(self, quantity: Quantity, decided: Decision) -> Decision:
        """After parts a new predicate begins a figure of its own: 49 dead, 8 of them women, and 180 injured."""
        total = self.decisions[decided.part_of] if decided.part_of is not None else None
        if total is None or total.category == decided.category or quantity.shape == "of_them":
            return decided
        marked = self.marked
        opens_with_total = marked.tokens.forms[self.predicates.extent(quantity.first)[0]] in marked.grammar.of
        if opens_with_total or any(
            marked.tagged(k, "part") for k in range(max(quantity.before - 3, 0), quantity.before)
        ):
            return decided
        return dataclasses.replace(decided, part_of=None)

    def _by_sense(
        self, quantity: Quantity, sense: Sense, trigger: tuple[int, int], rule: str, part: int | None
    ) -> Decision | None:
        data = sense.data
        category = data.get("cat")
        own = quantity.category or quantity.quality
        if data.get("keeps"):
            own = own or self._held_before(quantity, part)
            category = own if own in data["keeps"] else data.get("default")
            if category is None and quantity.plain:
                category = data.get("plain_default")
        elif data.get("weak") and own is not None and own != "displaced" and rule == "after":
            category = own
        if data.get("needs_cat") and own not in ("displaced", "refugees", "evacuated"):
            return None
        if category is None or not self._fits(quantity, sense):
            return None
        return Decision(str(category), trigger, sense, rule, part_of=part)

    def _held_before(self, quantity: Quantity, part: int | None) -> str | None:
        """The category of those told of before, for "20 were later freed"."""
        tokens = self.marked.tokens
        if part is None and ((quantity.shape == "number" and not quantity.plain) or not self.decisions):
            return None
        n = len(self.decisions) - 1 if part is None else part
        inherited = self.decisions[n]
        near = tokens.sentence_of(quantity.first) - tokens.sentence_of(self.quantities[n].first) <= 1
        return inherited.category if inherited is not None and near else None

    def _fits(self, quantity: Quantity, sense: Sense) -> bool:
        """Whether what a verb does can be done to what is counted."""
        data = sense.data
        home = quantity.unit == "home"
        if data.get("unit") == "home":
            named = quantity.noun is not None and not quantity.noun.data.get("other")
            if quantity.unit == "household":
                return True
            return home or (not named and not quantity.unknown_noun and self._homes_near(quantity))
        if home:
            return data.get("cat") == "evacuated"
        if data.get("no_unit") == quantity.unit:
            return False
        if quantity.unknown_noun and (data.get("person_only") or data.get("cat") in _SELDOM_UNKNOWN):
            return False
        if data.get("plain_only") and not (
            quantity.plain or quantity.unit == "household" or quantity.category or quantity.quality
        ):
            return False
        if data.get("only") and (quantity.noun is None or quantity.noun.entry.word != data["only"]):
            return False
        if (
            data.get("needs_harm")
            and not quantity.plain
            and quantity.unit == "person"
            and not self._harm_near(quantity)
        ):
            return False
        if data.get("way") and not self._goes_away(quantity):
            return False
        if data.get("needs_person") and (quantity.noun is None or quantity.unknown_noun):
            return False
        return not (data.get("context") == "sea" and not self._near_sea(quantity))

    def _homes_near(self, quantity: Quantity) -> bool:
        """Whether homes were counted or named shortly before a bare number: destroyed 12 houses and damaged 40."""
        low = max(quantity.first - _HOMES_NEAR, 0)
        return any(
            sense.entry.tag == "counted" and sense.data.get("unit") == "home"
            for k in range(low, quantity.first)
            for sense, _ in self.marked.marks[k]
        )

    def _harm_near(self, quantity: Quantity) -> bool:
        """Whether the sentence is about a conflict or a disaster: closing a bank is no crisis for its clerks."""
        first, last = self.predicates.extent(quantity.first)
        return any(self.marked.has(first, last, cue) for cue in ("conflict", "disaster", "other_cause"))

    def _goes_away(self, quantity: Quantity) -> bool:
        """Drove 5,000 people to a camp, pushed them out."""
        forms = self.marked.tokens.forms
        ahead = forms[quantity.last : quantity.last + 2]
        return any(form in self.marked.grammar.way for form in ahead) and self.marked.grammar.hospital.isdisjoint(
            forms[quantity.last : quantity.last + 4]
        )

    def _near_sea(self, quantity: Quantity) -> bool:
        tokens = self.marked.tokens
        sentence = tokens.sentence_of(quantity.first)
        first, last = tokens.sentences[max(sentence - 1, 0)][0], tokens.sentences[sentence][1]
        return self.marked.has(first, last, "sea")

    def _same_sort(self, quantity: Quantity, other: int) -> bool:
        """Homes are no part of people, nor heirs to what befell them."""
        decision = self.decisions[other]
        assert decision is not None
        mine = quantity.unit if quantity.noun is not None else None
        theirs = self.quantities[other].unit
        if decision.category.startswith("homes_"):
            return mine in (None, "home") and theirs == "home"
        return mine != "home"

    def _extent_of_damage(self, decided: Decision, after: Predicate | None) -> Decision:
        if (
            decided.category == "homes_destroyed"
            and after is not None
            and after.sense.data.get("cat") == "homes_damaged"
        ):
            return Decision("homes_damaged", decided.trigger, decided.sense, decided.rule, part_of=decided.part_of)
        return decided

    def _decide_one(
        self, n: int, quantity: Quantity, before: Governor | None, after: Predicate | None, first: int
    ) -> Decision | None:
        noun = quantity.noun
        if noun is not None and noun.data.get("article"):  # un mort, and not la mort
            return Decision(
                str(noun.data["cat"]), None, noun, "noun", part_of=self.relations.total_of(n, quantity, first)
            )
        if before is not None and not before.sense.data.get("weak"):
            decided = self._by_sense(quantity, before.sense, (before.first, before.last), "before", None)
            if decided is not None and decided.category in _SINGLE:
                return decided
        if after is not None and after.gap <= _ONE_GAP and not after.sense.data.get("weak"):
            decided = self._by_sense(quantity, after.sense, (after.first, after.last), "after", None)
            if decided is not None and decided.category in _SINGLE:
                return decided
        part = self.relations.total_of(n, quantity, first)
        if part is not None:
            inherited = self.decisions[part]
            if inherited is not None and inherited.category in _SINGLE:
                return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        heir = self.relations.joined_to(n, quantity, first)
        if heir is not None and quantity.first - self.quantities[heir].last <= 2:
            inherited = self.decisions[heir]
            if self._speaks(quantity):
                return None
            if inherited is not None and inherited.category in _SINGLE and (noun is None or not noun.data.get("cat")):
                return Decision(
                    inherited.category, None, inherited.sense, "coordinated", heir_of=heir, part_of=inherited.part_of
                )
        return None

    def _speaks(self, quantity: Quantity) -> bool:
        """(killing one,) an official said."""
        marked = self.marked
        return any(marked.tagged(k, "say") for k in range(quantity.last, min(quantity.last + 3, len(marked.tokens))))


def decide(marked: Annotated, quantities: list[Quantity]) -> list[Decision | None]:
    """Decide the quantities of a document; the result stands in the same order."""
    return Categorizer(marked, quantities).decide()
