"""What stands before a counted group in English and French and acts on it: displaced 300, killed Ali and 3."""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.language.tokens import BREAK, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.predicates_latin import Predicates
from masfufa.reading.quantities import Quantity

_REACH = 3
_REMARK = 14
_JOINED_REACH = 6
_PHRASE = 6
"""Longest phrase before a number, in tokens."""
_ACTIVE = frozenset(("present", "gerund", "future", "conditional"))


@dataclass(frozen=True, slots=True)
class Governor:
    """A trigger before a quantity. `joined`: it takes something else first, to which "and" joins the quantity."""

    sense: Sense
    first: int
    last: int
    joined: bool = False


class Governors:
    """Finds the governors of the quantities of one document."""

    def __init__(self, marked: Annotated, predicates: Predicates, people_at: dict[int, int]) -> None:
        self.marked = marked
        self.predicates = predicates
        self.people_at = people_at
        """Tokens of quantities that are no things."""

    def is_agent(self, quantity: Quantity, first: int) -> bool:
        """Killed by four gunmen: those who did it. Rose by 300 is none of them."""
        for k in range(max(first, quantity.before - 4), quantity.before):
            found = self.marked.tagged(k, "agent")
            if found and found[1] == quantity.before:
                return quantity.shape != "bare"
        return False

    def before(self, quantity: Quantity, first: int) -> Governor | None:
        """The verb, noun or phrase right before a quantity that acts on it."""
        marked, forms = self.marked, self.marked.tokens.forms
        k = self._over_remark(quantity.before, first)
        determiners = marked.grammar.determiners
        while k > first and (forms[k - 1] in determiners or (forms[k - 1] in ('"', "-") and k == quantity.before)):
            k -= 1
        link = forms[k - 1] if k > first and forms[k - 1] in marked.grammar.links else ""
        at = k - 2 if link else k - 1
        phrase = self._phrase(quantity, first)
        if phrase is not None:
            return phrase
        for _ in range(_REACH):
            if at < first or marked.tokens.kinds[at] != WORD:
                return None
            for sense, after in marked.marks[at]:
                near = sense.entry.tag == "trigger" and after <= quantity.before
                if near and self._governs(sense, at, after, k, link, quantity):
                    return self._pair(at, after) or Governor(sense, at, after)
            if forms[at] in marked.grammar.conjunctions and at == k - 1:
                return self._joined(at, first)
            if forms[at] in marked.grammar.no_reach:
                return None
            if any(s.entry.tag in ("say", "clause", "part") for s, _ in marked.marks[at]):
                return None
            at -= 1
        return None

    def _phrase(self, quantity: Quantity, first: int) -> Governor | None:
        """A phrase that ends right before the quantity, small words and all: pris en otage 73, coûté la vie à 12."""
        for at in range(max(first, quantity.before - _PHRASE), quantity.before - 1):
            for sense, after in self.marked.marks[at]:
                if after != quantity.before or not sense.rest or sense.entry.tag != "trigger":
                    continue
                if sense.form == "":
                    acts = sense.data.get("role") == "active"
                else:
                    acts = (
                        sense.data.get("takes") != "subject" and sense.form != "noun" and not self._undergone(sense, at)
                    )
                if acts:
                    return Governor(sense, at, after)
        return None

    def _undergone(self, sense: Sense, at: int) -> bool:
        return sense.form in ("participle", "past") and self.predicates.is_passive(at)

    def _pair(self, at: int, after: int) -> Governor | None:
        """Killed and injured (45): the phrase that ends where the nearer verb ends."""
        for k in range(max(at - 3, 0), at):
            for sense, last in self.marked.marks[k]:
                if sense.entry.tag == "trigger" and last == after and sense.rest and sense.data.get("role") == "active":
                    return Governor(sense, k, last)
        return None

    def _joined(self, conjunction: int, first: int) -> Governor | None:
        """(killed) Ali Hassan and (four relatives); (damaged) 40 schools and (1,300 homes)."""
        marked, tokens = self.marked, self.marked.tokens
        small = marked.grammar.function_words - marked.grammar.determiners
        for at in range(conjunction - 1, max(first, conjunction - _JOINED_REACH) - 1, -1):
            if tokens.kinds[at] == BREAK or at in self.people_at or tokens.forms[at] in (".", ";", ":", ","):
                return None
            for sense, after in marked.marks[at]:
                active = sense.entry.tag == "trigger" and sense.data.get("takes") == "object"
                if active and after == at + 1 and sense.form in ("past", "gerund", "present") and after < conjunction:
                    return None if self.predicates.is_passive(at) else Governor(sense, at, after, joined=True)
            if tokens.forms[at] in small or any(s.entry.tag in ("say", "clause", "part") for s, _ in marked.marks[at]):
                return None
        return None

    def _over_remark(self, k: int, first: int) -> int:
        """Step back over ", according to …," between a word and its number."""
        marked, forms = self.marked, self.marked.tokens.forms
        if k - 1 <= first or forms[k - 1] != ",":
            return k
        for back in range(k - 2, max(first, k - _REMARK), -1):
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
            return link in data.get("with", self.marked.grammar.of) and gap == 0
        if link or gap > (0 if data.get("loose") or quantity.shape in ("one", "bare") else 2):
            return False
        if gap and any(forms[j] in self.marked.grammar.function_words for j in range(after, k)):
            return False
        if sense.form == "":
            return data.get("role") == "active"
        if data.get("takes") == "subject":
            return False
        if sense.form in ("participle", "past"):
            return not self.predicates.is_passive(at)
        if sense.form == "base":
            return self._is_verb(at)
        return sense.form in _ACTIVE

    def _is_verb(self, at: int) -> bool:
        """Whether a base form is a verb there: after to, a modal, a conjunction or a subject in the plural."""
        marked, forms = self.marked, self.marked.tokens.forms
        if at == 0 or marked.tokens.kinds[at - 1] == BREAK or at - 1 in marked.place_at:
            return True
        before = forms[at - 1]
        if before in marked.grammar.modals or before in marked.grammar.verb_follows:
            return True
        return before.endswith(marked.grammar.before_verb_endings) and before not in marked.grammar.own_determiners
