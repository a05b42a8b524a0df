"""What happened to the people counted: the category of a quantity in Arabic.

Evidence, strongest first: a noun that says it itself (قتيل), a verb or verbal noun right before (مقتل 12 جنديا), one right
after (12 شخصا قتلوا), the topic of a total (بلغ عدد النازحين 900), the quantity that it is coordinated with or a part of, and
a noun that says it by default (نازح, unless they return or are arrested).
"""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.language.tokens import BREAK, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense, is_thing
from masfufa.reading.words import word_set

_REACH_LEFT = 14
_REACH_RIGHT = 14
_REACH_TOTAL = 30
_VERB_FORMS = frozenset(("past", "present", "passive", "passive-present", "future"))


@dataclass(frozen=True, slots=True)
class _Governor:
    sense: Sense
    first: int
    last: int
    distance: int


class Categorizer:
    """Decides the quantities of one document in text order; `decisions[i]` belongs to `quantities[i]`, None = no figure."""

    def __init__(self, marked: Annotated, quantities: list[Quantity]) -> None:
        self.marked = marked
        self.quantities = quantities
        self.decisions: list[Decision | None] = []
        self.at: dict[int, int] = {}
        for n, quantity in enumerate(quantities):
            for k in range(quantity.first, quantity.last):
                self.at[k] = n

    def decide(self) -> list[Decision | None]:
        """Decide all quantities."""
        for n, quantity in enumerate(self.quantities):
            self.decisions.append(None if quantity.thing else self._decide(n, quantity))
        return self.decisions

    # ------------------------------------------------------------------ one quantity
    def _decide(self, n: int, quantity: Quantity) -> Decision | None:
        marked = self.marked
        first, last = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)]
        part = self._part_before(n, quantity, first)
        if self._is_agent(quantity, first):
            return None
        left = self._left(n, quantity, first)
        if quantity.shape == "one":
            return self._decide_one(n, quantity, left, part)
        right = None if quantity.shape == "dual" and left else self._right(n, quantity, last)
        if isinstance(right, str):
            if not (isinstance(left, _Governor) and left.distance == 0):
                return None
            right = None
        noun_category = quantity.category
        if quantity.unit == "home":
            return self._decide_home(n, quantity, left, right, first)
        if noun_category and (quantity.mixed or (quantity.noun and quantity.noun.data.get("strong"))):
            return Decision(noun_category, None, quantity.noun, "noun", part_of=part)
        if isinstance(left, _Governor) and (left.distance <= 2 or right is None or left.distance <= right.distance):
            return self._by_trigger(quantity, left, "before", part)
        if part is not None and right is None:
            inherited = self.decisions[part]
            if inherited:
                category = inherited.category
                return Decision(category, None, inherited.sense, "part", part_of=part)
        if right is not None:
            return self._by_trigger(quantity, right, "after", part)
        if isinstance(left, int):
            inherited = self.decisions[left]
            if inherited and (quantity.plain or not noun_category or quantity.shape == "dual"):
                same = None if part is None else part
                return Decision(inherited.category, None, inherited.sense, "coordinated", heir_of=left, part_of=same)
        topic = self._topic(n, quantity, first)
        if topic is not None:
            return topic
        if noun_category and not self._unlikely(quantity):
            return Decision(noun_category, None, quantity.noun, "noun by default", part_of=part)
        return None

    def _unlikely(self, quantity: Quantity) -> bool:
        return bool(quantity.shape == "dual" and quantity.noun and quantity.noun.number == "du|pl")

    def _by_trigger(self, quantity: Quantity, governor: _Governor, rule: str, part: int | None) -> Decision | None:
        data = governor.sense.data
        category = data.get("cat")
        own = quantity.category
        if data.get("keeps"):
            category = own if own in data["keeps"] else data.get("default")
        elif data.get("weak") and own and own not in ("displaced",):
            category = own
        if category is None:
            return None
        other = self._coordinated_trigger(governor)
        if other and {other, category} == {"killed", "wounded"}:
            category = "casualties"
        return Decision(category, (governor.first, governor.last), governor.sense, rule, part_of=part)

    def _coordinated_trigger(self, governor: _Governor) -> str | None:
        """The category of a trigger right before this one, joined by و: قتل وجرح 20."""
        marked = self.marked
        if governor.sense.prefix != "و" or governor.first == 0:
            return None
        for sense, last in marked.marks[governor.first - 1]:
            if sense.entry.tag == "trigger" and last == governor.first:
                return str(sense.data.get("cat"))
        return None

    def _decide_one(self, n: int, quantity: Quantity, left: _Governor | int | None, part: int | None) -> Decision | None:
        marked, tokens = self.marked, self.marked.tokens
        noun = quantity.noun
        assert noun is not None
        if names_someone(marked, quantity):
            return None
        if noun.data.get("event"):
            return None
        if isinstance(left, _Governor) and left.distance <= (1 if left.sense.form in _VERB_FORMS else 0):
            if left.sense.data.get("weak") or left.sense.data.get("unit") or quantity.unit != "person":
                return None
            if noun.prefix not in ("", "ب") or left.sense.tag != "trigger" or left.sense.data.get("cat") in (
                "protesters", "in_need", "affected", "stranded", "migrants", "returned", "homeless",
            ):  # fmt: skip
                return None
            return self._by_trigger(quantity, left, "before", part)
        if part is not None and self._right_after_part(quantity):
            inherited = self.decisions[part]
            if inherited and inherited.category:
                return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        previous = self._neighbour(n)
        if previous is not None and noun.prefix == "و":
            inherited = self.decisions[previous]
            if inherited and inherited.category in ("killed", "wounded", "detained", "abducted"):
                before = self.quantities[previous]
                if before.shape in ("one", "dual", "number") and quantity.first - before.last <= 2 and not noun.definite:
                    if all(k not in marked.place_at for k in range(before.last, quantity.first)):
                        return Decision(
                            inherited.category, None, inherited.sense, "coordinated", heir_of=previous, part_of=inherited.part_of
                        )
        del tokens
        return None

    def _decide_home(
        self, n: int, quantity: Quantity, left: _Governor | int | None, right: _Governor | None, first: int
    ) -> Decision | None:
        governor = left if isinstance(left, _Governor) else right
        adverb = self._extent(quantity)
        if isinstance(governor, _Governor):
            decision = self._by_trigger(quantity, governor, "home", None)
            if decision and adverb:
                return Decision(adverb, decision.trigger, decision.sense, decision.rule)
            return decision
        if isinstance(left, int) and self.decisions[left]:
            inherited = self.decisions[left]
            if inherited and inherited.category.startswith("homes_"):
                return Decision(adverb or inherited.category, None, inherited.sense, "coordinated", heir_of=left)
        topic = self._topic(n, quantity, first)
        if topic and topic.category.startswith("homes_"):
            return topic
        return None

    def _extent(self, quantity: Quantity) -> str | None:
        """كليا or جزئيا after the home decides between destroyed and damaged."""
        forms = self.marked.tokens.forms
        for k in range(quantity.last, min(quantity.last + 4, len(forms))):
            if k in self.at or forms[k] in (",", ".", ";"):
                break
            if forms[k] in word_set("ar", "grammar", "partly"):
                return "homes_damaged"
            if forms[k] in word_set("ar", "grammar", "wholly"):
                return "homes_destroyed"
        return None

    # ------------------------------------------------------------------ what stands around
    def _neighbour(self, n: int) -> int | None:
        """The last quantity before this one in the sentence that is a figure."""
        marked = self.marked
        sentence = marked.tokens.sentence_of(self.quantities[n].first)
        for k in range(n - 1, -1, -1):
            if marked.tokens.sentence_of(self.quantities[k].first) != sentence:
                return None
            if self.decisions[k] is not None:
                return k
            if self.quantities[k].shape != "one":
                return None
        return None

    def _right_after_part(self, quantity: Quantity) -> bool:
        marked = self.marked
        k = quantity.before
        for back in (1, 2, 3):
            if k - back >= 0:
                found = marked.tagged(k - back, "part")
                if found and found[1] >= k - 1:
                    return True
        return False

    def _part_before(self, n: int, quantity: Quantity, first: int) -> int | None:
        """Index of the quantity that this one is a part of by a marker (بينهم، منهم) between the two."""
        marked = self.marked
        if quantity.shape == "of_them" or quantity.shape == "one" and quantity.noun and quantity.noun.suffix == "هم":
            return self._antecedent(n, first)
        k = quantity.before - 1
        forms = marked.tokens.forms
        steps = 0
        while k >= first and steps < 12:
            found = marked.tagged(k, "part")
            if found and found[1] <= quantity.before:
                return self._antecedent_before(n, k)
            if k in self.at:
                other = self.at[k]
                decision = self.decisions[other] if other < len(self.decisions) else None
                if decision is not None and decision.part_of is not None and self._joined(quantity, other):
                    return decision.part_of
                if decision is not None:
                    return self._bracketed(n, k, first)
            if forms[k] == "(":
                before = self._antecedent_before(n, k)
                if before is not None and k - self.quantities[before].last <= 4 and not quantity.category == "killed":
                    return before
                return None
            if any(s.entry.tag in ("clause", "trigger", "say") for s, _ in marked.marks[k]) and not quantity.shape == "one":
                return None
            k -= 1
            steps += 1
        return None

    def _bracketed(self, n: int, k: int, first: int) -> int | None:
        del n, k, first
        return None

    def _joined(self, quantity: Quantity, other: int) -> bool:
        gap = quantity.before - self.quantities[other].last
        return gap <= 6 and (quantity.prefix.startswith("و") or self.marked.tokens.forms[quantity.before - 1] in ("و", ",")
                             or self._bound_prefix(quantity).startswith("و"))

    def _bound_prefix(self, quantity: Quantity) -> str:
        form = self.marked.tokens.forms[quantity.before]
        return form[:1] if quantity.before < quantity.first else quantity.prefix

    def _antecedent(self, n: int, first: int) -> int | None:
        """The figure that منهم points to: the last total before it in the sentence, else in the one before."""
        marked = self.marked
        sentence = marked.tokens.sentence_of(self.quantities[n].first)
        for k in range(n - 1, -1, -1):
            if sentence - marked.tokens.sentence_of(self.quantities[k].first) > 1:
                return None
            decision = self.decisions[k]
            if decision is not None:
                if decision.part_of is not None and self.quantities[k].shape != "number":
                    return decision.part_of
                return k
        return None

    def _antecedent_before(self, n: int, token: int) -> int | None:
        marked = self.marked
        sentence = marked.tokens.sentence_of(token)
        for k in range(n - 1, -1, -1):
            if self.quantities[k].first >= token:
                continue
            if sentence - marked.tokens.sentence_of(self.quantities[k].first) > 1:
                return None
            if self.decisions[k] is not None:
                return k
        return None

    def _is_agent(self, quantity: Quantity, first: int) -> bool:
        """من قبل أربعة مسلحين: those who did it."""
        marked = self.marked
        for k in range(max(first, quantity.before - 3), quantity.before):
            found = marked.tagged(k, "agent")
            if found and found[1] == quantity.before:
                return True
        return False

    def _left(self, n: int, quantity: Quantity, first: int) -> _Governor | int | None:
        """The trigger that governs a quantity from its left, or the index of the quantity that it is coordinated with."""
        marked, tokens = self.marked, self.marked.tokens
        forms, kinds = tokens.forms, tokens.kinds
        k = quantity.before - 1
        steps = commas = 0
        coordinated = self._bound_prefix(quantity).startswith("و")
        by_preposition = self._preposition(quantity)
        while k >= first and steps < _REACH_LEFT:
            form = forms[k]
            if kinds[k] == BREAK:
                return None
            if kinds[k] == SIGN:
                if form in ".;:!?":
                    return None
                if form == ",":
                    commas += 1
                    if commas > 1 and not coordinated:
                        return None
                if form == ")":  # step over a bracket
                    opened = k
                    while opened > first and forms[opened] != "(":
                        opened -= 1
                    k = opened - 1
                    continue
                if form == "(" and not coordinated:
                    return None
                k -= 1
                continue
            if k in self.at:
                other = self.at[k]
                if other >= len(self.decisions):
                    k -= 1
                    continue
                if self.decisions[other] is None:
                    if self.quantities[other].shape == "one" or (self.quantities[other].thing and coordinated):
                        k = self.quantities[other].first - 1 if self.quantities[other].first < k else k - 1
                        steps += 1
                        continue
                    return None
                if coordinated or form == "و" or self._added(self.quantities[other].last, quantity.before):
                    return other
                return None
            governor = self._governor_at(k, quantity, steps, by_preposition)
            if governor is not None:
                return governor
            for sense, last in marked.marks[k]:
                if last > quantity.before:
                    continue
                tag = sense.entry.tag
                if tag == "clause" and sense.prefix == "":
                    return None
                if tag in ("say", "according") and sense.form in _VERB_FORMS and steps < 6 and not coordinated:
                    return None
            if form in word_set("ar", "grammar", "complement") or form in word_set("ar", "grammar", "relative_strict"):
                return None
            k -= 1
            steps += 1
        return None

    def _added(self, after: int, before: int) -> bool:
        """Words like "in addition to" between two quantities."""
        marked = self.marked
        return any(marked.tagged(k, "adds") for k in range(after, before))

    def _preposition(self, quantity: Quantity) -> bool:
        """True where a preposition stands right before the quantity and its bounds."""
        forms = self.marked.tokens.forms
        k = quantity.before - 1
        while k >= 0 and forms[k] in ('"', "ال"):
            k -= 1
        if k >= 0 and forms[k] in word_set("ar", "grammar", "prepositions"):
            return True
        head = forms[quantity.before]
        prefix = quantity.prefix if quantity.before == quantity.first else head[:1] if head[:1] in "بل" and len(head) > 3 else ""
        if quantity.before == quantity.first and k >= 0 and self.marked.tokens.glued(quantity.first) and forms[k] in ("ب", "ل", "ول", "وب"):
            return True
        return bool(set(prefix) & set("بلك")) and quantity.before == quantity.first

    def _governor_at(self, k: int, quantity: Quantity, distance: int, by_preposition: bool) -> _Governor | None:
        for sense, last in self.marked.marks[k]:
            if sense.entry.tag != "trigger" or last > quantity.before:
                continue
            data = sense.data
            gap = quantity.before - last
            if data.get("after_only") or (data.get("loose") and gap > 1):
                continue
            if (data.get("unit") == "home") != (quantity.unit == "home"):
                continue
            if data.get("plain_only") and not (quantity.plain or quantity.unit == "household" or quantity.category):
                continue
            if by_preposition and not self._governs_by_preposition(sense, gap, quantity):
                continue
            if sense.form == "participle" and gap > 1:
                continue
            if sense.definite and sense.form == "noun":
                continue
            if quantity.unknown_noun and gap > 3:
                continue
            return _Governor(sense, k, last, gap)
        return None

    def _governs_by_preposition(self, sense: Sense, gap: int, quantity: Quantity) -> bool:
        """إصابة لـ20 no, but النزوح لـ; a phrase that ends in its own preposition, or a verbal noun with ب, ل before a number."""
        if gap == 0 and sense.rest:
            return True
        return quantity.prefix in ("ل", "ول") and gap == 0 and sense.form == "noun"

    def _right(self, n: int, quantity: Quantity, last: int) -> _Governor | str | None:
        """The trigger that follows a quantity as its predicate; "agent" where the quantity does the deed to others."""
        marked, tokens = self.marked, self.marked.tokens
        forms, kinds = tokens.forms, tokens.kinds
        k = quantity.last
        steps = 0
        in_part = False
        while k < last and steps < _REACH_RIGHT:
            form = forms[k]
            if kinds[k] == BREAK:
                return None
            if kinds[k] == SIGN:
                if form in ".;:!?":
                    return None
                if form == ",":
                    after = k + 1
                    if after < last and marked.tagged(after, "part"):
                        in_part = True
                    elif not in_part:
                        return None
                if form == "(":
                    closed = k
                    while closed < last - 1 and forms[closed] != ")":
                        closed += 1
                    k = closed + 1
                    continue
                k += 1
                continue
            if marked.tagged(k, "part") and k > quantity.last - 1:
                in_part = True
            if k in self.at and self.at[k] != n:
                other = self.quantities[self.at[k]]
                if not in_part and other.shape != "one":
                    return None
                if other.shape != "one":
                    k = other.last
                    steps += 1
                    continue
            found = self._predicate_at(k, quantity, n)
            if found is not None:
                return found
            tags = {sense.entry.tag for sense, _ in marked.marks[k]}
            if tags & {"clause", "say", "according", "cause_verb"} and not in_part:
                return None
            if form in word_set("ar", "grammar", "complement"):
                return None
            k += 1
            steps += 1
        return None

    def _predicate_at(self, k: int, quantity: Quantity, n: int) -> _Governor | str | None:
        marked = self.marked
        for sense, after in marked.marks[k]:
            if sense.entry.tag != "trigger":
                continue
            data = sense.data
            gap = k - quantity.last
            if (data.get("unit") == "home") != (quantity.unit == "home"):
                continue
            if data.get("plain_only") and not (quantity.plain or quantity.unit == "household" or quantity.category or quantity.noun):
                continue
            if data.get("weak") and gap > 3:
                continue
            if sense.form in _VERB_FORMS:
                if sense.prefix and not (sense.prefix == "و" and gap > 0 and False):
                    continue
                if data.get("takes") == "object" and sense.form in ("past", "present"):
                    if sense.suffix or self._has_object(after, n):
                        return "agent"
                return _Governor(sense, k, after, gap)
            if sense.form == "participle" and not sense.prefix and gap <= 3:
                return _Governor(sense, k, after, gap)
            if sense.form == "noun" and k > 0 and marked.tokens.forms[k - 1] in word_set("ar", "grammar", "done"):
                return _Governor(sense, k, after, gap)
            if sense.form == "" and data.get("takes") == "subject":
                return _Governor(sense, k, after, gap)
            if sense.form == "" and data.get("takes") == "object" and quantity.unit in ("household", "home"):
                return _Governor(sense, k, after, gap)
        return None

    def _has_object(self, k: int, n: int) -> bool:
        """Whether a quantity or a definite noun stands right after an active verb."""
        marked = self.marked
        if k >= len(marked.tokens):
            return False
        if k in self.at and self.at[k] != n:
            return True
        for step in range(k, min(k + 1, len(marked.tokens))):
            if counted_sense(marked, step) or is_thing(marked, step):
                return True
        return False

    def _topic(self, n: int, quantity: Quantity, first: int) -> Decision | None:
        """بلغ عدد النازحين 900، ارتفعت حصيلة القتلى إلى 22، المتظاهرين بلغ عددهم مائة، الجرحى 45."""
        marked, tokens = self.marked, self.marked.tokens
        forms = tokens.forms
        if quantity.unknown_noun and not quantity.plain:
            return None
        k = quantity.before - 1
        steps = 0
        rise = False
        candidate: Decision | None = None
        while k >= first and steps < _REACH_TOTAL:
            if forms[k] in (";", ".", "!"):
                break
            tags = {sense.entry.tag for sense, last in marked.marks[k] if last <= quantity.before}
            if "rise" in tags or "estimate" in tags:
                rise = True
            if "total" in tags:
                total = marked.tagged(k, "total")
                found = self._named_after(k, quantity.before, quantity)
                if found:
                    return found
                if total and total[0].suffix and candidate is None:
                    rise = True
                    k -= 1
                    steps += 1
                    continue
                break
            counted = counted_sense(marked, k)
            if counted and counted[0].data.get("cat") and counted[0].number in ("pl", "du|pl") and k not in self.at:
                if quantity.unit == "person" and candidate is None:
                    candidate = Decision(str(counted[0].data["cat"]), (k, counted[1]), counted[0], "topic", topic=k)
            if k in self.at and self.at[k] != n and self.at[k] < len(self.decisions):
                other = self.decisions[self.at[k]]
                if other and not (rise or steps > 3):
                    return Decision(other.category, None, other.sense, "series", heir_of=self.at[k]) if self._from_to(k, quantity) else None
                if other and candidate is None and not rise:
                    break
            if tags & {"clause"} and candidate is None and steps > 6:
                break
            k -= 1
            steps += 1
        if candidate and (rise or self._adjacent(candidate, quantity)) and (quantity.plain or quantity.shape == "bare"):
            return candidate
        return None

    def _from_to(self, k: int, quantity: Quantity) -> bool:
        forms = self.marked.tokens.forms
        return forms[quantity.before - 1] in ("الي",)

    def _adjacent(self, candidate: Decision, quantity: Quantity) -> bool:
        assert candidate.trigger is not None
        gap = quantity.before - candidate.trigger[1]
        forms = self.marked.tokens.forms
        between = forms[candidate.trigger[1] : quantity.before]
        return gap == 0 or (gap <= 3 and any(f in word_set("ar", "grammar", "being") for f in between))

    def _named_after(self, total: int, before: int, quantity: Quantity) -> Decision | None:
        """The category named between a total and its number: عدد الأسر التي نزحت … إلى 4,310."""
        marked = self.marked
        weak: Decision | None = None
        for k in range(total + 1, before):
            counted = counted_sense(marked, k)
            if counted and counted[0].data.get("cat") and k not in self.at:
                if quantity.unit == "person" or counted[0].data.get("unit") == quantity.unit or True:
                    return Decision(str(counted[0].data["cat"]), (k, counted[1]), counted[0], "total", topic=k)
            for sense, last in marked.marks[k]:
                if sense.entry.tag != "trigger" or last > before:
                    continue
                if (sense.data.get("unit") == "home") != (quantity.unit == "home"):
                    continue
                category = sense.data.get("cat")
                if category and weak is None and not (sense.data.get("weak") and sense.form == "noun"):
                    weak = Decision(str(category), (k, last), sense, "total", topic=k)
        return weak


def decide(marked: Annotated, quantities: list[Quantity]) -> list[Decision | None]:
    """Decide the quantities of a document; the result stands in the same order."""
    return Categorizer(marked, quantities).decide()


def names_someone(marked: Annotated, quantity: Quantity) -> bool:
    """True where a singular noun introduces a named person or the holder of a unique office: no figure then."""
    noun = quantity.noun
    assert noun is not None
    tokens = marked.tokens
    k = quantity.last
    if k >= len(tokens) or tokens.kinds[k] in (SIGN, BREAK):
        return noun.definite
    form = tokens.forms[k]
    if noun.definite:
        adjective = country_of_demonym(form, "ar") is not None
        if not adjective and form not in word_set("ar", "grammar", "relative_strict"):
            return True
        return adjective and k + 1 < len(tokens) and tokens.kinds[k + 1] == 0 and not _ordinary(marked, k + 1)
    if noun.data.get("office") and (form.startswith("ال") or k in marked.place_at):
        return True
    return False


def _ordinary(marked: Annotated, k: int) -> bool:
    """A word that can't begin a personal name: it has a proclitic, is in the lexicon or is a function word."""
    form = marked.tokens.forms[k]
    return bool(marked.marks[k]) or form in word_set("ar", "grammar", "function_words") or form[:1] in "وبلف"
