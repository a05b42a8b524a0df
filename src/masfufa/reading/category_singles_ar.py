"""Categories in Arabic: ordinals and single people (مقتل جندي، القتيل الثالث)."""

from __future__ import annotations

from masfufa.language.fold import fold_word
from masfufa.reading.category_state_ar import FINITE, HARM, NAME_WORDS, REACH, SUBJECT_WORDS, Governor, names_someone
from masfufa.reading.category_triggers_ar import Triggers
from masfufa.reading.decisions import Decision
from masfufa.reading.forms_ar import affixes, joined
from masfufa.reading.quantities import Quantity, counted_sense
from masfufa.reading.words import word_set

_CALLED = 5
"""Words within which a person is given a name."""


class Singles(Triggers):
    """Decides ordinals and single people."""

    def _ordinal(self, quantity: Quantity, left: Governor | int | None) -> Decision | None:
        """قتل الرابع: one of several told one by one."""
        if isinstance(left, Governor) and left.distance == 0 and not left.weak and left.sense.data.get("cat") in HARM:
            following = quantity.last
            if following in self.marked.number_at or (
                following < len(self.marked.tokens) and counted_sense(self.marked, following)
            ):
                return None
            return self._by_trigger(quantity, left, "before", None, None)
        return self._next_one(quantity)

    def _next_one(self, quantity: Quantity) -> Decision | None:
        """أصيب شابان بالرصاص وثالث بشظايا: one more than those just counted."""
        previous = self.at_before(quantity)
        if previous is None or not joined(quantity.prefix) or quantity.number is None:
            return None
        decision, before = self.decisions[previous], self.quantities[previous]
        if decision is None or before.low is None or quantity.number.low != before.low + 1 or before.low != before.high:
            return None
        return Decision(
            decision.category, None, decision.sense, "coordinated", heir_of=previous, part_of=decision.part_of
        )

    def at_before(self, quantity: Quantity) -> int | None:
        """The quantity before this one within reach, in its sentence."""
        first = self.marked.tokens.sentences[self.marked.tokens.sentence_of(quantity.first)][0]
        for k in range(quantity.first - 1, max(first, quantity.first - REACH) - 1, -1):
            if k in self.at:
                return self.at[k]
        return None

    def _one(self, n: int, quantity: Quantity, left: Governor | int | None, part: int | None) -> Decision | None:
        noun = quantity.noun
        assert noun is not None
        ahead = range(quantity.last, min(quantity.last + _CALLED, len(self.marked.tokens)))
        if any(self.marked.tagged(k, "called") for k in ahead):
            return None
        if noun.data.get("plays") and self._sentence_has(quantity, "sport"):
            return None
        if quantity.unit != "person" or (not quantity.chosen and names_someone(self.marked, quantity)):
            return None
        if noun.data.get("strong") and noun.form == "noun" and not noun.definite and self._brought_about(quantity):
            return Decision(str(noun.data["cat"]), None, noun, "noun", part_of=part)
        if isinstance(left, Governor) and left.distance <= self._reach_of_one(quantity, left):
            category = left.sense.data.get("cat")
            owned = noun.prefix in word_set("ar", "grammar", "and") and bool(noun.suffix)
            if (
                left.weak
                or not (owned or not noun.prefix or noun.prefix in word_set("ar", "grammar", "letter_by"))
                or (category not in HARM and not left.sense.data.get("keeps"))
            ):
                return None
            return self._by_trigger(quantity, left, "before", part, None)
        if left is None and (told := self._told_of_one(n, quantity)) is not None:
            return told
        if part is not None and self._right_after_part(quantity):
            inherited = self.decisions[part]
            if inherited and not inherited.category.startswith("homes_"):
                return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        among = self.topics.among(quantity, max(quantity.before - 5, 0))
        if among is not None:
            return Decision(among, None, None, "among", part_of=self._last_of(n, among))
        previous = n - 1
        if noun.prefix in word_set("ar", "grammar", "and") and previous >= 0 and self._same_sentence(n, previous):
            inherited, before = self.decisions[previous], self.quantities[previous]
            near = quantity.first - before.last <= 2 and not any(
                k in self.marked.place_at or self._is_sign(k) for k in range(before.last, quantity.first)
            )
            if inherited and inherited.category in HARM and near and not noun.definite and not before.definite_noun:
                return Decision(
                    inherited.category,
                    None,
                    inherited.sense,
                    "coordinated",
                    heir_of=previous,
                    part_of=inherited.part_of,
                )
        return None

    def _told_of_one(self, n: int, quantity: Quantity) -> Decision | None:
        """قالت الشرطة إن جنديا قتل: one person as the subject of a clause after أن."""
        marked, noun = self.marked, quantity.noun
        assert noun is not None
        if (
            not quantity.before
            or not self._complement(marked.tokens.forms[quantity.before - 1])
            or noun.definite
            or noun.suffix
        ):
            return None
        last = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)][1]
        right = self._right(n, quantity, last)
        if not isinstance(right, Governor) or right.sense.form not in FINITE or right.distance > SUBJECT_WORDS:
            return None
        return self._by_trigger(quantity, right, "after", None, None) if right.sense.data.get("cat") in HARM else None

    def _reach_of_one(self, quantity: Quantity, left: Governor) -> int:
        """How far from its verb one person may stand: an object, told by its ending, follows its subject."""
        noun, marked = quantity.noun, self.marked
        assert noun is not None
        between = range(left.last, quantity.first)
        if noun.prefix in word_set("ar", "grammar", "and") and noun.suffix:  # استشهد القيادي فلان ومرافقه
            named = all(self._may_be_name(k) for k in between)
            return NAME_WORDS if named else 0
        if left.sense.form not in FINITE:
            return 0
        if left.sense.data.get("takes") != "object" or noun.definite or noun.prefix or left.distance > SUBJECT_WORDS:
            return 1
        form = marked.tokens.forms[quantity.first]
        accusative = (
            form.endswith(affixes("accusative"))
            and not noun.entry.word.endswith(affixes("accusative"))
            and form != fold_word(noun.entry.word)
        )
        if any(marked.tokens.forms[k] in word_set("ar", "grammar", "prepositions") or k in self.at for k in between):
            return 1
        return SUBJECT_WORDS if accusative or "women" in noun.data.get("groups", ()) else 1

    def _may_be_name(self, k: int) -> bool:
        """A word that may stand in a name with its titles: no sign, preposition, number or verb."""
        marked = self.marked
        if (
            self._is_sign(k)
            or k in marked.number_at
            or marked.tokens.forms[k] in word_set("ar", "grammar", "prepositions")
        ):
            return False
        return not any(
            sense.entry.tag in ("clause", "say", "trigger", "cause_verb", "part") for sense, _ in marked.marks[k]
        )

    def _brought_about(self, quantity: Quantity) -> bool:
        """مخلفا قتيلا، سقوط قتيل, or a body found."""
        marked = self.marked
        k = quantity.before - 1
        if k >= 0 and (marked.tagged(k, "cause_verb") or marked.tagged(k, "falls")):
            return True
        first = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)][0]
        return any(
            (found := marked.tagged(j, "found")) is not None
            and not any(x in self.at for x in range(found[1], quantity.first))
            for j in range(max(first, quantity.first - 6), quantity.first)
        )
