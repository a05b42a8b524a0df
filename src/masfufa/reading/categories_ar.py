"""What happened to the people counted: the category of a quantity in Arabic.

Evidence, strongest first: a noun that says it itself (قتيل), a verb or verbal noun right before (مقتل 12 جنديا), one
right
after (12 شخصا قتلوا), the quantity that it is coordinated with or a part of, the topic of a total (بلغ عدد النازحين
900), and a noun that says it by default (نازح, unless they return or are arrested).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.forms_ar import affixes, definite, joined
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense, is_thing
from masfufa.reading.topics_ar import Topics
from masfufa.reading.words import word_set

_REACH = 14
_NAME = 8
"""Words that a victim's name with its titles may take."""
_CALLED = 5
"""Words within which a person is given a name."""
_SUBJECT = 4
"""Words that a subject may take between its verb and the object."""
_FINITE = frozenset(("past", "present", "passive", "passive-present", "future"))
_MASS = frozenset(("killed", "wounded", "detained", "abducted", "missing", "casualties", "protesters"))
_HARM = frozenset(("killed", "wounded", "detained", "abducted", "missing", "casualties"))
_CALLINGS = frozenset(("protesters", "refugees", "migrants"))
"""Categories that say what people are as much as what befell them: among those hurt they are hurt."""
_FOLK = frozenset(("civilians", "women", "children", "elderly"))
_LOST = frozenset(("missing", "stranded"))
_HELD = frozenset(("detained", "abducted"))
_DESTINATIONS = (("shelter", "sheltered"), ("safety", "evacuated"))
_PURPOSE = frozenset(("sheltered", "returned", "relocated", "evacuated"))


@dataclass(frozen=True, slots=True)
class _Governor:
    """A trigger, its token range and the number of tokens between it and the quantity."""

    sense: Sense
    first: int
    last: int
    distance: int

    @property
    def weak(self) -> bool:
        """Weak triggers yield to others; so does a purpose (لإيواء 900 أسرة), which is what is wanted, not what was
        done."""
        purpose = (
            self.sense.form == "noun"
            and self.sense.prefix.endswith(affixes("letter_to"))
            and self.sense.data.get("cat") in _PURPOSE
        )
        return bool(self.sense.data.get("weak")) or purpose


def decide(marked: Annotated, quantities: list[Quantity]) -> list[Decision | None]:
    """Decide the quantities of a document; the result stands in the same order, None = no figure."""
    return _Categorizer(marked, quantities).decide()


class _Categorizer:
    """Decides the quantities of one document in text order."""

    def __init__(self, marked: Annotated, quantities: list[Quantity]) -> None:
        self.marked = marked
        self.quantities = quantities
        self.decisions: list[Decision | None] = []
        self.at: dict[int, int] = {k: n for n, q in enumerate(quantities) for k in range(q.first, q.last)}
        self.topics = Topics(marked, quantities, self.decisions, self.at)

    def decide(self) -> list[Decision | None]:
        for n, quantity in enumerate(self.quantities):
            decision = None if quantity.thing else self._decide(n, quantity)
            if decision is not None and not decision.total and decision.part_of is None and decision.heir_of is None:
                first = self.marked.tokens.sentences[self.marked.tokens.sentence_of(quantity.first)][0]
                if quantity.number is not None and self.topics.counts(quantity, first):
                    decision = replace(decision, total=True)
            self.decisions.append(decision)
        return self.decisions

    # ------------------------------------------------------------------ one quantity
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
            if not (isinstance(left, _Governor) and left.distance == 0):
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
        return not definite(marked.tokens.forms[k]) and not _ordinary(marked, k)

    def _acts(self, quantity: Quantity, left: _Governor | int | None, right: _Governor | None) -> bool:
        """استهدف أحدهما مقرا: one of them is the subject of a verb that is no harm."""
        near = isinstance(left, _Governor) and left.distance <= 1
        k = quantity.before - 1
        if near or right is not None or k < 0 or self._is_sign(k) or k in self.at or joined(quantity.prefix):
            return False
        return not any(sense.entry.tag in ("trigger", "part", "counted") for sense, _ in self.marked.marks[k])

    def _ends_total(self, n: int, quantity: Quantity, left: _Governor | int | None, first: int) -> bool:
        if isinstance(left, int) and self._same_sentence(n, left):
            before = self.decisions[left]
            return before is not None and before.total
        return self.topics.counts(quantity, first)

    def _by_context(
        self,
        n: int,
        quantity: Quantity,
        left: _Governor | int | None,
        right: _Governor | None,
        part: int | None,
        first: int,
    ) -> Decision | None:
        if right is not None and part is not None:
            far = quantity.shape == "of_them" and (right.distance > 2 or right.sense.form == "")
            if right.weak or far:
                right = None
        if right is not None and right.sense.form == "participle" and quantity.category in _HELD:
            right = None  # الرهائن المحتجزين are hostages
        if isinstance(left, _Governor):
            beaten = right is not None and (
                (right.distance < left.distance and left.distance > 2) or (left.weak and not right.weak)
            )
            if not beaten:
                topic = self.topics.of(n, quantity, first) if left.weak or left.distance > 3 else None
                return topic or self._by_trigger(quantity, left, "before", part, right)
        inherited = self.decisions[part] if part is not None else None
        if inherited is not None and right is None:
            return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        if right is not None and not (quantity.unknown_noun and not _plural_verb(right)):
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
                inherited is not None and inherited.rule in ("before", "coordinated") and inherited.category in _HARM
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

    def _by_trigger(
        self, quantity: Quantity, governor: _Governor, rule: str, part: int | None, right: _Governor | None
    ) -> Decision | None:
        data, own = governor.sense.data, quantity.category
        category = data.get("cat")
        if data.get("keeps"):
            later = right.sense.data.get("cat") if right else None
            category = next((c for c in (own, later) if c in data["keeps"]), data.get("default"))
        elif turned := self._turned(quantity, governor.sense):
            category = turned
        elif data.get("weak") and own and own != "displaced" and not (own == "protesters" and category in _HARM):
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

    def _turned(self, quantity: Quantity, sense: Sense) -> str | None:
        """The category that other words of the sentence make of a trigger: lost their homes, lost their lives."""
        for tag, category in (sense.data.get("ahead") or {}).items():
            if self._ahead(quantity, tag):
                return str(category)
        for tag, category in (sense.data.get("turns") or {}).items():
            if self._sentence_has(quantity, tag):
                return str(category)
        return None

    def _folk(self, quantity: Quantity, sense: Sense) -> bool:
        """Whether the people counted may be driven about: persons, families, civilians, but no soldiers, officials or
        guests."""
        noun = quantity.noun
        if quantity.plain or quantity.unit == "household" or quantity.category or self._turned(quantity, sense):
            return True
        return noun is not None and bool(noun.data.get("folk") or _FOLK & set(noun.data.get("groups", ())))

    def _barred(self, governor: _Governor, tag: str) -> bool:
        """Whether words before a trigger take it out of the world of deeds: a court asks for an execution."""
        marked = self.marked
        first = marked.tokens.sentences[marked.tokens.sentence_of(governor.first)][0]
        before = range(max(first, governor.first - _REACH), governor.first)
        return any(marked.tagged(k, tag) for k in before) and not any(marked.tagged(k, "carried_out") for k in before)

    def _coordinated_trigger(self, governor: _Governor) -> str | None:
        """The category of a trigger right before this one, joined by و: قتل وجرح 20."""
        if governor.sense.prefix not in word_set("ar", "grammar", "and") or governor.first == 0:
            return None
        for sense, last in self.marked.marks[governor.first - 1]:
            told = _plural_form(self.marked, governor.first - 1) or sense.suffix or sense.rest
            if sense.entry.tag == "trigger" and last == governor.first and not told:
                return str(sense.data.get("cat"))
        return None

    def _sentence_has(self, quantity: Quantity, tag: str) -> bool:
        tokens = self.marked.tokens
        return self.marked.has(*tokens.sentences[tokens.sentence_of(quantity.first)], tag)

    def _ahead(self, quantity: Quantity, tag: str) -> bool:
        tokens = self.marked.tokens
        _, last = tokens.sentences[tokens.sentence_of(quantity.first)]
        return self.marked.has(quantity.last, min(quantity.last + 6, last), tag)

    # ------------------------------------------------------------------ special shapes
    def _ordinal(self, quantity: Quantity, left: _Governor | int | None) -> Decision | None:
        """قتل الرابع: one of several told one by one."""
        if isinstance(left, _Governor) and left.distance == 0 and not left.weak and left.sense.data.get("cat") in _HARM:
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
        for k in range(quantity.first - 1, max(first, quantity.first - _REACH) - 1, -1):
            if k in self.at:
                return self.at[k]
        return None

    def _one(self, n: int, quantity: Quantity, left: _Governor | int | None, part: int | None) -> Decision | None:
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
        if isinstance(left, _Governor) and left.distance <= self._reach_of_one(quantity, left):
            category = left.sense.data.get("cat")
            owned = noun.prefix in word_set("ar", "grammar", "and") and bool(noun.suffix)
            if (
                left.weak
                or not (owned or not noun.prefix or noun.prefix in word_set("ar", "grammar", "letter_by"))
                or (category not in _HARM and not left.sense.data.get("keeps"))
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
            if inherited and inherited.category in _HARM and near and not noun.definite and not before.definite_noun:
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
        if not isinstance(right, _Governor) or right.sense.form not in _FINITE or right.distance > _SUBJECT:
            return None
        return self._by_trigger(quantity, right, "after", None, None) if right.sense.data.get("cat") in _HARM else None

    def _reach_of_one(self, quantity: Quantity, left: _Governor) -> int:
        """How far from its verb one person may stand: an object, told by its ending, follows its subject."""
        noun, marked = quantity.noun, self.marked
        assert noun is not None
        between = range(left.last, quantity.first)
        if noun.prefix in word_set("ar", "grammar", "and") and noun.suffix:  # استشهد القيادي فلان ومرافقه
            named = all(self._may_be_name(k) for k in between)
            return _NAME if named else 0
        if left.sense.form not in _FINITE:
            return 0
        if left.sense.data.get("takes") != "object" or noun.definite or noun.prefix or left.distance > _SUBJECT:
            return 1
        form = marked.tokens.forms[quantity.first]
        accusative = (
            form.endswith(affixes("accusative"))
            and not noun.entry.word.endswith(affixes("accusative"))
            and form != fold_word(noun.entry.word)
        )
        if any(marked.tokens.forms[k] in word_set("ar", "grammar", "prepositions") or k in self.at for k in between):
            return 1
        return _SUBJECT if accusative or "women" in noun.data.get("groups", ()) else 1

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

    def _is_sign(self, k: int) -> bool:
        return self.marked.tokens.kinds[k] != WORD

    def _home(
        self, n: int, quantity: Quantity, left: _Governor | int | None, right: _Governor | None, first: int
    ) -> Decision | None:
        governor = left if isinstance(left, _Governor) else right
        extent = self._extent(quantity)
        if isinstance(governor, _Governor):
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

    # ------------------------------------------------------------------ parts
    def _same_sentence(self, n: int, m: int) -> bool:
        tokens = self.marked.tokens
        return tokens.sentence_of(self.quantities[n].first) == tokens.sentence_of(self.quantities[m].first)

    def _last_of(self, n: int, category: str) -> int | None:
        """The last figure of a category, in this sentence or the two before."""
        sentence = self.marked.tokens.sentence_of(self.quantities[n].first)
        for k in range(n - 1, -1, -1):
            if sentence - self.marked.tokens.sentence_of(self.quantities[k].first) > 2:
                return None
            decision = self.decisions[k]
            if decision is not None and decision.category == category and decision.part_of is None:
                return k
        return None

    def _right_after_part(self, quantity: Quantity) -> bool:
        k = quantity.before
        return any(
            k - back >= 0 and (found := self.marked.tagged(k - back, "part")) is not None and found[1] >= k - 1
            for back in (1, 2, 3)
        )

    def _part_of(self, n: int, quantity: Quantity, first: int) -> int | None:
        """Index of the figure that this quantity is a part of by a marker (بينهم، منهم) or a bracket."""
        marked, forms = self.marked, self.marked.tokens.forms
        if quantity.shape == "of_them":
            return self._antecedent(n)
        if (
            quantity.shape == "dual"
            and quantity.before
            and self.marked.tagged(quantity.before - 1, "part")
            and forms[quantity.before - 1] in word_set("ar", "grammar", "being")
        ):
            return None
        k = quantity.before - 1
        steps = 0
        while k >= first and steps < 12:
            found = marked.tagged(k, "part")
            if found and found[1] <= quantity.before and k not in self.at:
                return self._figure_before(n, k)
            if k in self.at and self.at[k] < n:
                other = self.at[k]
                decision = self.decisions[other]
                if decision is not None:
                    if decision.part_of is not None and self._smaller(quantity, decision.part_of) is None:
                        return None
                    return decision.part_of if decision.part_of is not None and self._joined(quantity, other) else None
            if forms[k] == "(":
                before = self._figure_before(n, k)
                near = before is not None and k - self.quantities[before].last <= 4
                return before if near and not (quantity.noun and quantity.noun.data.get("strong")) else None
            if quantity.shape != "one" and any(s.entry.tag in ("clause", "trigger", "say") for s, _ in marked.marks[k]):
                return None
            k -= 1
            steps += 1
        return None

    def _smaller(self, quantity: Quantity, total: int | None) -> int | None:
        """`total` where the quantity can be a part of it: a part is no larger than its total."""
        if total is None or quantity.low is None:
            return total
        whole = self.quantities[total]
        limit = whole.high if whole.high is not None else whole.low
        if whole.unit == quantity.unit and limit is not None and whole.high is not None and quantity.low > limit:
            return None
        return total

    def _joined(self, quantity: Quantity, other: int) -> bool:
        gap = quantity.before - self.quantities[other].last
        before = self.marked.tokens.forms[quantity.before - 1]
        return gap <= 6 and (self._conjunction(quantity) or before == "," or before in word_set("ar", "grammar", "and"))

    def _conjunction(self, quantity: Quantity) -> bool:
        """True where و stands on the quantity or on its bound: ونحو 20."""
        if quantity.before < quantity.first:
            return joined(self.marked.tokens.forms[quantity.before])
        return joined(quantity.prefix) or (
            quantity.before > 0
            and self.marked.tokens.forms[quantity.before - 1] in word_set("ar", "grammar", "and_apart")
        )

    def _antecedent(self, n: int) -> int | None:
        """The figure that منهم points to: the last one that is no such part itself, at most one sentence back."""
        tokens = self.marked.tokens
        quantity = self.quantities[n]
        sentence = tokens.sentence_of(quantity.first)
        fallback: int | None = None
        for k in range(n - 1, -1, -1):
            other = self.quantities[k]
            if sentence - tokens.sentence_of(other.first) > 1:
                break
            decision = self.decisions[k]
            if decision is None:
                if (
                    other.shape == "number"
                    and not other.thing
                    and quantity.noun is None
                    and tokens.sentence_of(other.first) == sentence
                ):
                    return fallback  # "one of them" of people who are no figure
                continue
            found = decision.part_of if decision.part_of is not None and other.shape != "number" else k
            if quantity.noun is None or self.quantities[found].unit == quantity.unit:
                return found
            if fallback is None:
                fallback = found
        return fallback

    def _figure_before(self, n: int, token: int) -> int | None:
        sentence = self.marked.tokens.sentence_of(token)
        for k in range(n - 1, -1, -1):
            if self.quantities[k].first >= token:
                continue
            if sentence - self.marked.tokens.sentence_of(self.quantities[k].first) > 1:
                return None
            if self.decisions[k] is not None:
                return k
        return None

    # ------------------------------------------------------------------ what governs from the left
    def _is_agent(self, quantity: Quantity, first: int) -> bool:
        """من قبل أربعة مسلحين: those who did it."""
        return any(
            (found := self.marked.tagged(k, "agent")) is not None and found[1] == quantity.before
            for k in range(max(first, quantity.before - 3), quantity.before)
        )

    def _left(self, n: int, quantity: Quantity, first: int) -> _Governor | int | None:
        """The trigger that governs a quantity from its left, or the index of the quantity that it is coordinated
        with."""
        marked, tokens = self.marked, self.marked.tokens
        forms, kinds = tokens.forms, tokens.kinds
        k = quantity.before - 1
        steps = commas = 0
        joined = self._conjunction(quantity)
        preposition = self._preposition(quantity)
        prepositions = 0
        while k >= first and steps < _REACH:
            form = forms[k]
            if kinds[k] == BREAK or (kinds[k] == SIGN and form in ".;:!?"):
                return None
            if kinds[k] == SIGN:
                commas += form == ","
                if (commas > 1 or form == "(") and not joined:
                    return None
                if form == ")":
                    while k > first and forms[k] != "(":
                        k -= 1
                k -= 1
                continue
            governor = self._governor_at(k, quantity, preposition, prepositions, joined)
            if governor is not None:
                return governor
            if k in self.at and self.at[k] < n:
                other = self.at[k]
                if self.decisions[other] is not None:
                    added = any(marked.tagged(j, "adds") for j in range(self.quantities[other].last, quantity.before))
                    return other if joined or form in word_set("ar", "grammar", "and") or added else None
                if self.quantities[other].shape not in ("one", "ordinal") and not (
                    self.quantities[other].thing and joined
                ):
                    return None
            if self._ends_reach(k, quantity, joined, steps):
                return None
            prepositions += form in word_set("ar", "grammar", "prepositions") and k + 1 not in marked.date_at
            k -= 1
            steps += 1
        return None

    def _ends_reach(self, k: int, quantity: Quantity, joined: bool, steps: int) -> bool:
        if steps == 0 and k == quantity.before - 1 and not joined and marked_by(self.marked, k, "other_deed"):
            return True
        form = self.marked.tokens.forms[k]
        bare = form[1:] if form[:1] in word_set("ar", "grammar", "conjunctions") else form
        if self._complement(form) or bare in word_set("ar", "grammar", "relative_strict"):
            return True
        for sense, last in self.marked.marks[k]:
            if last > quantity.before:
                continue
            tag = sense.entry.tag
            if tag == "clause" and sense.prefix == "":
                return True
            if tag in ("say", "according") and sense.form in _FINITE and steps < 6 and not joined:
                return True
        return False

    def _preposition(self, quantity: Quantity) -> bool:
        """True where a preposition stands right before the quantity and its bounds."""
        forms = self.marked.tokens.forms
        k = quantity.before - 1
        while k >= 0 and (forms[k] == '"' or forms[k] in word_set("ar", "grammar", "article")):
            k -= 1
        if k >= 0 and forms[k] in word_set("ar", "grammar", "prepositions"):
            return True
        if quantity.before != quantity.first:
            return False
        if k >= 0 and forms[k] in word_set("ar", "grammar", "glued_prepositions"):
            return True
        return bool(set(quantity.prefix) & word_set("ar", "grammar", "noun_clitics"))

    def _governor_at(
        self, k: int, quantity: Quantity, preposition: bool, prepositions: int, joined: bool
    ) -> _Governor | None:
        if k in self.marked.date_at or self._is_counted(k):
            return None
        weak: _Governor | None = None
        for sense, last in self.marked.marks[k]:
            if sense.entry.tag != "trigger" or last > quantity.before:
                continue
            data = sense.data
            gap = self._gap(last, quantity.before)
            if (
                data.get("annulled")
                and k
                and sense.form == "noun"
                and marked_by(self.marked, k - 1, str(data["annulled"]))
            ):
                continue  # a warrant of arrest arrests nobody
            if (
                data.get("after_only")
                or (data.get("loose") and quantity.before - last > 1)
                or (data.get("adjacent") and (gap or quantity.shape == "one"))
                or (data.get("unit") == "home") != (quantity.unit == "home")
            ):
                continue
            if data.get("plain_only") and not self._folk(quantity, sense):
                continue
            if data.get("opens") and not self._opens(k):
                continue
            if data.get("mine") and quantity.category != data["cat"]:
                continue
            if data.get("only") and not set(data["only"]) & set(
                quantity.noun.data.get("groups", ()) if quantity.noun else ()
            ):
                continue
            if data.get("needs_ahead") and not self._ahead(quantity, str(data["needs_ahead"])):
                continue
            if data.get("by") and (joined or self._before(quantity) != data["by"] or gap > _SUBJECT):
                continue
            if data.get("adjacent") and self.marked.tagged(quantity.before, "total_bound"):
                continue  # فقد يتجاوز المئات
            if data.get("not_own") and quantity.noun is not None and quantity.noun.suffix:
                continue  # she lost her sons
            if (
                preposition
                and not (data.get("opens") and data.get("adjacent"))
                and not data.get("by")
                and not self._governs_by_preposition(sense, gap, quantity)
            ):
                continue
            if (sense.form == "participle" and gap > 1) or (sense.form == "noun" and sense.definite):
                continue
            if sense.form == "noun" and prepositions and quantity.shape != "bare":
                continue
            if (
                _plural_form(self.marked, k)
                and sense.form in _FINITE
                and (data.get("takes") == "subject" or joined or sense.form.startswith("passive"))
            ):
                continue  # a verb before its subject is singular: قتلوا و55 أصيبوا
            if sense.suffix and sense.form in _FINITE:
                continue
            if (
                gap
                and data.get("takes") == "subject"
                and data.get("cat") not in _LOST
                and self._of_vessel(sense, last, quantity)
            ):
                continue  # the vessel sank, not those aboard
            if quantity.unknown_noun and (
                gap > 1 or data.get("weak") or data.get("loose") or data.get("cat") not in _MASS
            ):
                continue
            governor = _Governor(sense, k, last, gap)
            verbal = (
                sense.form == "noun"
                and gap
                and any(s.form == "past" and s.entry is sense.entry for s, _ in self.marked.marks[k])
            )
            if not governor.weak and not verbal:
                return governor
            weak = weak or governor
        return weak

    def _object_marker(self, quantity: Quantity) -> bool:
        """ل before the quantity or its bound marks the object of a verbal noun: ترحيلا جماعيا لنحو ثلاثة آلاف."""
        forms = self.marked.tokens.forms
        if quantity.before and forms[quantity.before - 1] in word_set("ar", "grammar", "letter_to"):
            return True
        return quantity.before < quantity.first and any(
            sense.entry.tag == "bound" and sense.prefix.endswith(affixes("letter_to"))
            for sense, _ in self.marked.marks[quantity.before]
        )

    def _gap(self, last: int, before: int) -> int:
        """Words between a trigger and a quantity, dates with their prepositions and brackets aside."""
        tokens, dates = self.marked.tokens, self.marked.date_at
        prepositions = word_set("ar", "grammar", "prepositions")
        return sum(
            1
            for k in range(last, before)
            if k not in dates and not (tokens.forms[k] in prepositions and k + 1 in dates) and tokens.kinds[k] != SIGN
        )

    def _before(self, quantity: Quantity) -> str:
        """The word before a quantity and its bounds."""
        return self.marked.tokens.forms[quantity.before - 1] if quantity.before else ""

    def _opens(self, k: int) -> bool:
        """Whether a clause begins with the word at a token: there عبر is a verb, elsewhere a preposition."""
        tokens = self.marked.tokens
        first = tokens.sentences[tokens.sentence_of(k)][0]
        return k == first or self._is_sign(k - 1) or self.marked.tagged(k - 1, "clause") is not None

    def _is_counted(self, k: int) -> bool:
        """A word that a number counts is no verb: خمس أسر."""
        quantity = self.quantities[self.at[k]] if k in self.at else None
        return quantity is not None and quantity.noun_at == k and quantity.shape == "number"

    def _of_vessel(self, sense: Sense, last: int, quantity: Quantity) -> bool:
        marked = self.marked
        if sense.form in _FINITE and is_thing(marked, last):
            return True
        return any(marked.tagged(k, "aboard") for k in range(last, quantity.before))

    def _governs_by_preposition(self, sense: Sense, gap: int, quantity: Quantity) -> bool:
        if sense.rest and (gap == 0 or (quantity.unit == "home" and gap <= 2)):
            return True
        if self.marked.tokens.forms[quantity.before - 1] in word_set("ar", "grammar", "with"):
            following = self.marked.tokens.forms[quantity.last : quantity.last + 1]
            others = bool(set(following) & word_set("ar", "grammar", "others")) or bool(
                quantity.noun and quantity.noun.data.get("other")
            )
            near = gap <= (_NAME if others else 2)
            return near and sense.form in _FINITE and sense.data.get("cat") in _HARM  # قتل مع تسعة آخرين
        to_object = quantity.prefix.endswith(affixes("letter_to")) or self._object_marker(quantity)
        return (
            to_object
            and gap <= (1 if self._before(quantity) not in word_set("ar", "grammar", "letter_to") else 2)
            and sense.form == "noun"
        )

    # ------------------------------------------------------------------ what governs from the right
    def _right(self, n: int, quantity: Quantity, last: int) -> _Governor | str | None:
        """The trigger that follows a quantity as its predicate; "agent" where the quantity does the deed to others."""
        marked, tokens = self.marked, self.marked.tokens
        forms, kinds = tokens.forms, tokens.kinds
        k = quantity.last
        steps = 0
        inside_part = False
        weak: _Governor | None = None
        while k < last and steps < _REACH:
            form = forms[k]
            if kinds[k] == BREAK or (kinds[k] == SIGN and form in ".;:!?"):
                return weak
            if kinds[k] == SIGN:
                if form == ",":
                    if k + 1 < last and (
                        marked.tagged(k + 1, "part") or marked.tagged(k + 1, "equals") or self._participle(k + 1)
                    ):
                        inside_part = True
                    elif not inside_part:
                        return weak
                if form == "(":
                    while k < last - 1 and forms[k] != ")":
                        k += 1
                k += 1
                continue
            if marked.tagged(k, "part") or marked.tagged(k, "equals"):
                inside_part = True
            other = self.quantities[self.at[k]] if k in self.at and self.at[k] != n else None
            if (
                other is not None
                and joined(other.prefix)
                and k - quantity.last <= 2
                and not other.thing
                and not inside_part
            ):
                both = self._both(other, last)
                if both is not None:
                    return both
            if other is not None and other.shape not in ("one", "ordinal"):
                if not inside_part and not other.thing:
                    return weak
                past = other.number.last if other.thing and other.number else other.last
                if past > k:
                    k = past
                    steps += 1
                    continue
            found = self._predicate_at(k, quantity, n, inside_part)
            if isinstance(found, _Governor) and self._yields(found) and weak is None:
                weak = found
            elif found is not None and not (isinstance(found, _Governor) and found.weak):
                return (
                    found
                    if weak is None
                    or found == "agent"
                    or (isinstance(found, _Governor) and found.distance <= weak.distance + 3)
                    else weak
                )
            tags = {sense.entry.tag for sense, _ in marked.marks[k]}
            if (tags & {"clause", "say", "according", "cause_verb"} and not inside_part) or self._complement(form):
                return weak
            k += 1
            steps += 1
        return weak

    def _complement(self, form: str) -> bool:
        """أن and its like, also with a conjunction."""
        complements = word_set("ar", "grammar", "complement")
        return form in complements or (
            form[:1] in word_set("ar", "grammar", "conjunctions") and form[1:] in complements
        )

    def _both(self, other: Quantity, last: int) -> _Governor | None:
        """11 مدنيا وأربعة جنود قتلوا: the plural verb right after the second group speaks of both."""
        for k in range(other.last, min(other.last + 3, last)):
            if self._is_sign(k) or (k in self.at and k >= other.last):
                return None
            for sense, after in self.marked.marks[k]:
                if (
                    (
                        sense.entry.tag == "trigger"
                        and sense.form in _FINITE
                        and not sense.prefix
                        and _plural_form(self.marked, k)
                    )
                    and sense.data.get("cat") in _HARM
                    and not self._has_object(after, -1)
                ):
                    return _Governor(sense, k, after, k - other.last)
        return None

    def _yields(self, found: _Governor) -> bool:
        """A weak predicate, or a quality (أسر نازحة), yields to what is said of the people further on: في العراء."""
        quality = (
            found.sense.form == "participle" and found.distance == 0 and found.sense.data.get("cat") == "displaced"
        )
        return found.weak or quality

    def _participle(self, k: int) -> bool:
        return any(
            s.entry.tag == "trigger" and s.form == "participle" and not s.definite for s, _ in self.marked.marks[k]
        )

    def _predicate_at(self, k: int, quantity: Quantity, n: int, inside_part: bool) -> _Governor | str | None:
        marked = self.marked
        before = marked.tokens.forms[k - 1]
        for sense, after in marked.marks[k]:
            if sense.entry.tag != "trigger" or sense.data.get("adjacent") or k in marked.date_at:
                continue
            data = sense.data
            gap = k - quantity.last
            if (data.get("unit") == "home") != (quantity.unit == "home") or (data.get("weak") and gap > 3):
                continue
            if (
                (data.get("needs") and not self._sentence_has(quantity, str(data["needs"])))
                or data.get("needs_ahead")
                or data.get("by")
            ):
                continue
            if data.get("plain_only") and not self._folk(quantity, sense):
                continue
            if sense.form in _FINITE:
                if is_thing(marked, k - 1) and any(
                    s.form == "noun" and s.entry is sense.entry for s, _ in marked.marks[k]
                ):
                    continue  # قضية خطف
                if sense.suffix and data.get("cat") == "protesters":
                    continue  # تجمعهم is a noun
                if sense.prefix or before in word_set("ar", "grammar", "prepositions"):
                    continue
                if data.get("takes") == "object" and sense.form in ("past", "present"):
                    plural = _plural_form(marked, k)
                    if (sense.suffix and plural) or (not sense.suffix and self._has_object(after, n)):
                        return "agent"
                return _Governor(sense, k, after, gap)
            if (
                sense.form == "participle"
                and not sense.prefix
                and before not in word_set("ar", "grammar", "prepositions")
            ):
                linked = gap <= 3 or inside_part or before in word_set("ar", "grammar", "copula")
                agrees = (
                    not sense.definite
                    or (quantity.noun is not None and quantity.noun.definite)
                    or quantity.shape == "number"
                )
                if linked and agrees:
                    return _Governor(sense, k, after, gap)
                continue
            if sense.form == "noun":
                done = before in word_set("ar", "grammar", "done")
                opening = marked.tokens.forms[quantity.before - 1] if quantity.before else ""
                verbs = word_set("ar", "grammar", "undergone")
                suffered = sense.prefix in word_set("ar", "grammar", "letter_to") and (
                    before in verbs or (gap == 0 and opening in verbs)
                )
                if done or suffered:
                    return _Governor(sense, k, after, gap)
                continue
            if sense.form == "" and before in word_set("ar", "grammar", "partitive"):
                continue  # انتشال ثلاثة من تحت الأنقاض
            if sense.form == "" and (data.get("takes") == "subject" or quantity.unit != "person"):
                return _Governor(sense, k, after, gap)
        return None

    def _has_object(self, k: int, n: int) -> bool:
        """Whether a quantity or a noun stands right after an active verb."""
        marked = self.marked
        if k >= len(marked.tokens) or k in marked.date_at:
            return False
        return (k in self.at and self.at[k] != n) or bool(counted_sense(marked, k)) or is_thing(marked, k)


def _plural_form(marked: Annotated, k: int) -> bool:
    """A verb form with a plural or dual ending of its own: قتلوا، يفرون."""
    return marked.tokens.forms[k].endswith(affixes("plural_verb"))


def _plural_verb(governor: _Governor) -> bool:
    """A predicate that only people can have, also of an unknown noun."""
    sense = governor.sense
    people = (
        sense.form in _FINITE
        or sense.suffix in word_set("ar", "grammar", "people_pronouns")
        or (sense.form == "participle" and sense.number in ("pl", "du|pl"))
    )
    return people and not governor.weak


def marked_by(marked: Annotated, k: int, tag: str) -> bool:
    """Whether the word at a token is an indefinite noun of a section."""
    return any(sense.entry.tag == tag and not sense.definite for sense, _ in marked.marks[k])


def names_someone(marked: Annotated, quantity: Quantity) -> bool:
    """True where a singular noun introduces a named person or the holder of a unique office: no figure then."""
    noun = quantity.noun
    assert noun is not None
    tokens = marked.tokens
    k = quantity.last
    if k >= len(tokens) or tokens.kinds[k] in (SIGN, BREAK):
        return noun.definite
    form = tokens.forms[k]
    if noun.suffix and k not in marked.place_at and not definite(form) and not _ordinary(marked, k):
        return True  # قتل ابنه مهدي
    if any(sense.entry.tag == "source" for sense, _ in marked.marks[k]) and not form.startswith(affixes("partitive")):
        return True
    if noun.definite:
        adjective = country_of_demonym(form, "ar") is not None
        if not adjective:
            return form not in word_set("ar", "grammar", "relative_strict")
        return k + 1 < len(tokens) and tokens.kinds[k + 1] == WORD and not _ordinary(marked, k + 1)
    return bool(noun.data.get("office")) and (definite(form) or k in marked.place_at)


def _ordinary(marked: Annotated, k: int) -> bool:
    """A word that can't begin a personal name: it has a proclitic, is in the lexicon or is a function word."""
    form = marked.tokens.forms[k]
    return (
        bool(marked.marks[k])
        or form in word_set("ar", "grammar", "function_words")
        or form.startswith(affixes("name_breakers"))
    )
