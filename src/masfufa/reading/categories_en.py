"""What happened to the people counted: the category of a quantity in English.

Evidence, strongest first: a noun that says it itself (29 deaths), a verb or noun right before (displaced 300, evacuation of
300), the predicate after (300 people were evacuated, 300 fled), the total that it is a part of or the quantity that it is
coordinated with, the topic of a total (the death toll rose to 56), and a noun or adjective that says it by default (IDPs).
"""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.predicates_en import Predicate, Predicates
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set

_REACH_TOTAL = 30
_REACH_PART = 12
_TOPIC_REACH = 12
_SINGLE = frozenset(("killed", "wounded", "detained", "abducted", "missing"))
"""Categories in which a singular noun may stand for one person."""


@dataclass(frozen=True, slots=True)
class _Before:
    sense: Sense
    first: int
    last: int


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
        self.predicates = Predicates(marked, quantities, self.at)

    def decide(self) -> list[Decision | None]:
        """Decide all quantities."""
        for n, quantity in enumerate(self.quantities):
            self.decisions.append(None if quantity.thing else self._decide(n, quantity))
        return self.decisions

    # ------------------------------------------------------------------ one quantity
    def _decide(self, n: int, quantity: Quantity) -> Decision | None:
        marked = self.marked
        first, _ = self.predicates.extent(quantity.first)
        if self._is_agent(quantity, first):
            return None
        before = self._before(quantity, first)
        after = self.predicates.after(n)
        if after == "agent":
            if before is None:
                return None
            after = None
        assert not isinstance(after, str)
        if quantity.shape == "one":
            return self._decide_one(n, quantity, before, after, first)
        part = self._part(n, quantity, first)
        if quantity.shape == "of_them" and part is None and marked.tokens.forms[quantity.last - 1] == "which":
            return None
        noun = quantity.noun
        if noun is not None and noun.data.get("strong"):
            return Decision(str(noun.data["cat"]), None, noun, "noun", part_of=part)
        if before is not None and not (after is not None and after.strong and before.sense.data.get("weak")):
            decided = self._by_sense(quantity, before.sense, (before.first, before.last), "before", part)
            if decided is not None:
                return self._extent_of_damage(quantity, decided, after)
        if after is not None and not (part is not None and after.gap > 3):
            decided = self._by_sense(quantity, after.sense, (after.first, after.last), "after", part)
            if decided is not None:
                return decided
        if part is not None:
            inherited = self.decisions[part]
            if inherited is not None and self._same_sort(quantity, part):
                return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        own = quantity.category or quantity.quality
        heir = self._coordinated(n, quantity, first)
        if heir is not None and (own is None or quantity.quality or quantity.unit != "person"):
            inherited = self.decisions[heir]
            if inherited is not None and self._same_sort(quantity, heir):
                return Decision(
                    inherited.category, None, inherited.sense, "coordinated", heir_of=heir, part_of=inherited.part_of
                )
        topic = self._topic(n, quantity, first)
        if topic is not None:
            return topic
        if own is not None and not (noun is not None and noun.data.get("governed")) and not self._is_site(quantity):
            return Decision(own, None, noun, "noun by default", part_of=part)
        del marked
        return None

    def _by_sense(
        self, quantity: Quantity, sense: Sense, trigger: tuple[int, int], rule: str, part: int | None
    ) -> Decision | None:
        data = sense.data
        category = data.get("cat")
        own = quantity.category or quantity.quality
        if data.get("keeps"):
            inherited = self.decisions[part] if part is not None else None
            own = own or (inherited.category if inherited else None)
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

    def _fits(self, quantity: Quantity, sense: Sense) -> bool:
        """Whether what a verb does can be done to what is counted."""
        data = sense.data
        home = quantity.unit == "home"
        if data.get("unit") == "home":
            return home or (quantity.noun is None and not quantity.unknown_noun and self._homes_near(quantity))
        if home:
            return data.get("cat") == "evacuated"
        if data.get("no_unit") == quantity.unit:
            return False
        if quantity.unknown_noun and (
            data.get("person_only") or data.get("cat") in ("affected", "in_need", "returned", "stranded")
        ):
            return False
        if data.get("plain_only") and not (
            quantity.plain or quantity.unit == "household" or quantity.category or quantity.quality
        ):
            return False
        if data.get("needs_person") and (quantity.noun is None or quantity.unknown_noun):
            return False
        return not (data.get("context") == "sea" and not self._near_sea(quantity))

    def _homes_near(self, quantity: Quantity) -> bool:
        """Whether homes were counted or named shortly before a bare number: destroyed 12 houses and damaged 40."""
        low = max(quantity.first - 14, 0)
        return any(
            sense.entry.tag == "counted" and sense.data.get("unit") == "home"
            for k in range(low, quantity.first)
            for sense, _ in self.marked.marks[k]
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

    def _extent_of_damage(self, quantity: Quantity, decided: Decision, after: Predicate | None) -> Decision:
        if (
            decided.category == "homes_destroyed"
            and after is not None
            and after.sense.data.get("cat") == "homes_damaged"
        ):
            return Decision("homes_damaged", decided.trigger, decided.sense, decided.rule, part_of=decided.part_of)
        del quantity
        return decided

    def _decide_one(
        self, n: int, quantity: Quantity, before: _Before | None, after: Predicate | None, first: int
    ) -> Decision | None:
        noun = quantity.noun
        if before is not None and not before.sense.data.get("weak"):
            decided = self._by_sense(quantity, before.sense, (before.first, before.last), "before", None)
            if decided is not None and decided.category in _SINGLE:
                return decided
        if after is not None and after.gap <= 6 and not after.sense.data.get("weak"):
            decided = self._by_sense(quantity, after.sense, (after.first, after.last), "after", None)
            if decided is not None and decided.category in _SINGLE:
                return decided
        part = self._part(n, quantity, first)
        if part is not None:
            inherited = self.decisions[part]
            if inherited is not None and inherited.category in _SINGLE:
                return Decision(inherited.category, None, inherited.sense, "part", part_of=part)
        heir = self._coordinated(n, quantity, first)
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

    # ------------------------------------------------------------------ what stands before
    def _is_agent(self, quantity: Quantity, first: int) -> bool:
        """Killed by four gunmen: those who did it. Rose by 300 is none of them."""
        marked = self.marked
        for k in range(max(first, quantity.before - 4), quantity.before):
            found = marked.tagged(k, "agent")
            if found and found[1] == quantity.before:
                return quantity.shape != "bare"
        return False

    def _is_site(self, quantity: Quantity) -> bool:
        """A number right after a name is no count of people: "Camp 4 refugees"."""
        del quantity
        return False

    def _before(self, quantity: Quantity, first: int) -> _Before | None:
        """The verb, noun or phrase right before a quantity that acts on it."""
        marked, forms = self.marked, self.marked.tokens.forms
        k = self._over_remark(quantity.before, first)
        determiners = word_set("en", "grammar", "determiners")
        while k > first and (
            forms[k - 1] in determiners
            or (forms[k - 1] in ('"', "-", "(") and k == quantity.before and forms[k - 1] != "(")
        ):
            k -= 1
        of = k > first and forms[k - 1] in ("of", "to", "for")
        link = forms[k - 1] if of else ""
        steps = 0
        at = k - 1 if not of else k - 2
        while at >= first and steps < 3:
            if marked.tokens.kinds[at] in (SIGN, BREAK, NUMBER) or (at in self.at and at not in marked.marks):
                if marked.tokens.kinds[at] != WORD:
                    return None
            for sense, after in marked.marks[at]:
                if sense.entry.tag != "trigger" or after > quantity.before:
                    continue
                if self._governs(sense, at, after, k, link, quantity):
                    return _Before(sense, at, after)
            if forms[at] == "and" and at == k - 1:
                return self._named_before(at, first)
            if forms[at] in word_set("en", "grammar", "no_reach"):
                return None
            if any(s.entry.tag in ("say", "clause", "part") for s, _ in marked.marks[at]):
                return None
            at -= 1
            steps += 1
        return None

    def _named_before(self, conjunction: int, first: int) -> _Before | None:
        """(killed) Ali Hassan and (four relatives): the verb before a name that the quantity is joined to."""
        marked, tokens = self.marked, self.marked.tokens
        at = conjunction - 1
        while (
            at >= first
            and conjunction - at <= 4
            and tokens.kinds[at] == WORD
            and tokens.capital(at)
            and at not in marked.place_at
        ):
            at -= 1
        if at == conjunction - 1 or at < first:
            return None
        for sense, after in marked.marks[at]:
            if (
                sense.entry.tag == "trigger"
                and after == at + 1
                and sense.data.get("takes") == "object"
                and sense.form in ("past", "gerund")
            ):
                return None if self.predicates.is_passive(at) else _Before(sense, at, after)
        return None

    def _over_remark(self, k: int, first: int) -> int:
        """Step back over ", according to …," between a word and its number."""
        marked, forms = self.marked, self.marked.tokens.forms
        if k - 1 <= first or forms[k - 1] != ",":
            return k
        for back in range(k - 2, max(first, k - 14), -1):
            if forms[back] == "," and marked.tagged(back + 1, "according"):
                return back
        return k

    def _governs(self, sense: Sense, at: int, after: int, k: int, link: str, quantity: Quantity) -> bool:
        """Whether a trigger that ends at `after` takes the quantity before which `k` stands as its object."""
        data, forms = sense.data, self.marked.tokens.forms
        if after == quantity.before and sense.rest and sense.form == "" and data.get("role") == "active":
            return True
        gap = (k - 1 if link else k) - after
        if sense.form == "noun":
            return link in data.get("with", ("of",)) and gap == 0
        if link or gap > (0 if data.get("loose") or quantity.shape in ("one", "bare") else 2):
            return False
        if gap and any(forms[j] in word_set("en", "grammar", "function_words") for j in range(after, k)):
            return False
        if sense.form == "":
            return data.get("role") == "active"
        if data.get("takes") == "subject":
            return False
        if sense.form in ("participle", "past"):
            return not self.predicates.is_passive(at)
        if sense.form == "base":
            return self._is_verb(at, first=sense.entry.word)
        return sense.form in ("present", "gerund")

    def _is_verb(self, at: int, first: str) -> bool:
        """Whether a base form is a verb there: after to, a modal, a conjunction or a subject in the plural."""
        del first
        marked, forms = self.marked, self.marked.tokens.forms
        if at == 0 or marked.tokens.kinds[at - 1] == BREAK:
            return True
        before = forms[at - 1]
        return (
            before in word_set("en", "grammar", "modals")
            or before in ("and", "or", "they", "not", "who", "that", "which")
            or before.endswith(("ly", "s"))
            and before not in word_set("en", "grammar", "own_determiners")
            or at - 1 in marked.place_at
        )

    # ------------------------------------------------------------------ parts and coordination
    def _part(self, n: int, quantity: Quantity, first: int) -> int | None:
        """Index of the figure that this one is a part of: (10 killed,) including 3 children; of whom 76 returned."""
        if quantity.shape == "of_them":
            return self._antecedent(n, quantity.first)
        marked, forms = self.marked, self.marked.tokens.forms
        k = quantity.before - 1
        steps = 0
        while k >= first and steps < _REACH_PART:
            found = marked.tagged(k, "part")
            if found and found[1] <= quantity.before and not (found[1] < quantity.before - 2 and steps > 6):
                return self._antecedent(n, k)
            if k in self.at and self.at[k] < n:
                other = self.at[k]
                decision = self.decisions[other]
                if decision is None:
                    if self.quantities[other].shape != "one":
                        return None
                elif decision.part_of is not None and self._listed(other, quantity):
                    return decision.part_of
                else:
                    return None
            if forms[k] in (".", ";", ")") or any(
                s.entry.tag in ("trigger", "clause", "say") for s, _ in marked.marks[k]
            ):
                return None
            k -= 1
            steps += 1
        return None

    def _listed(self, other: int, quantity: Quantity) -> bool:
        between = self.marked.tokens.forms[self.quantities[other].last : quantity.before]
        return len(between) <= 5 and any(f in ("and", ",", "as") for f in between)

    def _antecedent(self, n: int, token: int) -> int | None:
        """The last figure before a token, in its sentence or the one before; a part gives its own total."""
        tokens = self.marked.tokens
        sentence = tokens.sentence_of(token)
        for k in range(n - 1, -1, -1):
            if self.quantities[k].first >= token:
                continue
            if sentence - tokens.sentence_of(self.quantities[k].first) > 1:
                return None
            decision = self.decisions[k]
            if decision is not None:
                return decision.part_of if decision.part_of is not None else k
        return None

    def _coordinated(self, n: int, quantity: Quantity, first: int) -> int | None:
        """The figure that this one is joined to: 3 men and a woman; 2,300 families (11,500 people); or about 400."""
        forms = self.marked.tokens.forms
        for other in range(n - 1, -1, -1):
            before = self.quantities[other]
            if before.first < first:
                return None
            if self.decisions[other] is None:
                if before.thing or before.shape == "one":
                    continue
                return None
            between = [
                f
                for f in forms[before.last : quantity.before]
                if f not in ("some", "about", "approximately", "around", "in", "all")
            ]
            if not between:
                return None
            if between[-1] in ("(", "/", "or", "and", ",") and (
                len(between) <= 2 or self._named_between(before.last, quantity.before)
            ):
                return other
            return (
                other
                if between
                in (
                    ["as", "well", "as"],
                    ["along", "with"],
                    ["together", "with"],
                    ["from"],
                    ["up", "from"],
                    ["down", "from"],
                    [",", "up", "from"],
                    [",", "down", "from"],
                )
                else None
            )
        return None

    def _named_between(self, low: int, high: int) -> bool:
        """Only a place or a word for it stands between: 33,000 from Idlib, 8,900 from Aleppo."""
        marked, tokens = self.marked, self.marked.tokens
        return high - low <= 8 and all(
            tokens.kinds[k] != WORD or k in marked.place_at or tokens.capital(k)
            or tokens.forms[k] in word_set("en", "grammar", "prepositions") or tokens.forms[k] in ("and", "the", "or")
            for k in range(low, high)
        )  # fmt: skip

    # ------------------------------------------------------------------ topics
    def _topic(self, n: int, quantity: Quantity, first: int) -> Decision | None:
        """The death toll rose to 56; the number of IDPs stands at 900; Houses destroyed: 64."""
        marked, forms = self.marked, self.marked.tokens.forms
        if quantity.unknown_noun or (quantity.noun is not None and not quantity.plain and quantity.unit == "person"):
            return None
        ahead = self._topic_after(quantity)
        if ahead is not None:
            return ahead
        rise = colon = False
        k = quantity.before - 1
        steps = 0
        while k >= first and steps < _REACH_TOTAL:
            form = forms[k]
            if form in (";", "!"):
                break
            if form == ":" or (form == "-" and not self.marked.tokens.glued(k)):
                colon = colon or steps <= 2
            if k in self.at and self.at[k] < n and self.decisions[self.at[k]] is not None:
                if self._series(quantity, self.at[k]) is not None:
                    return self._series(quantity, self.at[k])
                if not rise and not colon:
                    return None
            for sense, after in marked.marks[k]:
                if after > quantity.before:
                    continue
                tag = sense.entry.tag
                if tag == "rise" and sense.form != "gerund":
                    rise = True
                if tag == "total" and (rise or colon or steps <= 1 or self._linked(quantity)):
                    named = self._named(k, quantity)
                    if named is not None:
                        return named
            k -= 1
            steps += 1
        start = max(k + 1, first)
        if colon or (quantity.first - start <= 6 and quantity.shape == "bare" and self._ends_line(quantity)):
            return self._named(start, quantity)
        return None

    def _topic_after(self, quantity: Quantity) -> Decision | None:
        """(This brings to) 274,000 the total number of people displaced."""
        marked = self.marked
        for k in range(quantity.last, min(quantity.last + 4, len(marked.tokens))):
            if marked.tagged(k, "total"):
                _, last = self.predicates.extent(k)
                return self._category_named(k, min(k + _TOPIC_REACH, last), homes=False)
            if marked.tokens.forms[k] not in ("the", "-", ":", "total", "overall"):
                return None
        return None

    def _linked(self, quantity: Quantity) -> bool:
        k = quantity.before - 1
        return k >= 0 and self.marked.tokens.forms[k] in word_set("en", "grammar", "being")

    def _ends_line(self, quantity: Quantity) -> bool:
        tokens = self.marked.tokens
        k = quantity.last
        return k >= len(tokens) or tokens.kinds[k] == BREAK or tokens.forms[k] in (".", ";", "(", ",")

    def _named(self, start: int, quantity: Quantity) -> Decision | None:
        """The category named between a topic's first word and its number."""
        return self._category_named(start, quantity.before, homes=self._names_homes(start, quantity))

    def _names_homes(self, start: int, quantity: Quantity) -> bool:
        if quantity.unit == "home" and quantity.noun is not None:
            return True
        return any(
            sense.entry.tag == "counted" and sense.data.get("unit") == "home"
            for k in range(start, quantity.before)
            for sense, _ in self.marked.marks[k]
        )

    def _category_named(self, start: int, end: int, *, homes: bool) -> Decision | None:
        """The category that the words of a token range name: toll and IDPs before killed and displaced."""
        weak: Decision | None = None
        for k in range(start, end):
            for sense, after in self.marked.marks[k]:
                if after > end:
                    continue
                tag, category = sense.entry.tag, sense.data.get("cat")
                if category is None:
                    continue
                if tag == "total" or (tag == "counted" and k not in self.at and not homes):
                    return Decision(str(category), (k, after), sense, "total", topic=k)
                verb = tag == "trigger" and sense.form != "base" and not sense.data.get("place_word")
                if verb and weak is None and (sense.data.get("unit") == "home") == homes:
                    weak = Decision(str(category), (k, after), sense, "total", topic=k)
        return weak

    def _series(self, quantity: Quantity, other: int) -> Decision | None:
        """(33,000,) up from 31,000; from 12 to 20."""
        marked = self.marked
        between = marked.tokens.forms[self.quantities[other].last : quantity.before]
        inherited = self.decisions[other]
        if inherited is None or quantity.shape != "bare" or len(between) > 8:
            return None
        if between[-1:] in (["from"], ["to"], ["with"], ["than"]) and any(
            s.entry.tag == "rise"
            for j in range(self.quantities[other].last, quantity.before)
            for s, _ in marked.marks[j]
        ):
            return Decision(inherited.category, None, inherited.sense, "series", heir_of=other)
        return None


def decide(marked: Annotated, quantities: list[Quantity]) -> list[Decision | None]:
    """Decide the quantities of a document; the result stands in the same order."""
    return Categorizer(marked, quantities).decide()
