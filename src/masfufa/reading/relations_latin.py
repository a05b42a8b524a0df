"""How counted groups belong together in English and French: parts of totals, and groups joined to the one before."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.reading.decisions import Undecided
from masfufa.reading.quantities import Quantity

_REACH_PART = 12
_MARKER = 4
"""Longest marker of a part, in tokens."""
_FAR_MARKER = 6
_LIST_GAP = 5
_BACK = 40
"""Most quantities that are looked back over."""
_NAMED_GAP = 8
_VERBLESS_GAP = 7
_EQUAL_GAP = 8
_RESTATED_GAP = 12


class Relations(Undecided):
    """Parts and joined groups among the quantities of one document; `decisions` grows as quantities are decided."""

    def total_of(self, n: int, quantity: Quantity, first: int) -> int | None:
        """Index of the figure that this one is a part of: (10 killed,) including 3 children; of whom 76 returned."""
        if quantity.shape == "of_them":
            return self._antecedent(n, quantity.first)
        marked, forms = self.marked, self.marked.tokens.forms
        for k in range(max(first, quantity.before - _MARKER), quantity.before):
            found = marked.tagged(k, "part")
            if found and quantity.before - 1 <= found[1] <= quantity.before:
                return self._antecedent(n, k)
        k = quantity.before - 1
        for steps in range(_REACH_PART):
            if k < first:
                break
            found = marked.tagged(k, "part")
            if found and found[1] <= quantity.before and not (found[1] < quantity.before - 2 and steps > _FAR_MARKER):
                return self._antecedent(n, k)
            other = self.at.get(k, n)
            if other < n:
                decision = self.decisions[other]
                if decision is not None:
                    return decision.part_of if self._listed(other, quantity) else self._opening_total(n, first)
                if self.quantities[other].shape != "one":
                    return None
            stops = any(s.entry.tag in ("trigger", "clause", "say") for s, _ in marked.marks[k])
            if forms[k] in (".", ";", ")") or stops:
                return self._opening_total(n, first)
            k -= 1
        return self._opening_total(n, first)

    def _opening_total(self, n: int, first: int) -> int | None:
        """ "Of the 5,000 people evacuated, 1,200 …": what the sentence opens with is the total."""
        if self.marked.tokens.forms[first] not in self.marked.grammar.of:
            return None
        for k in range(n - 1, max(n - _BACK, 0) - 1, -1):
            if self.quantities[k].first - first <= 2:
                return k if self.quantities[k].first >= first and self.decisions[k] is not None else None
        return None

    def _listed(self, other: int, quantity: Quantity) -> bool:
        between = self.marked.tokens.forms[self.quantities[other].last : quantity.before]
        return len(between) <= _LIST_GAP and any(f == "," or f in self.marked.grammar.listing for f in between)

    def _antecedent(self, n: int, token: int) -> int | None:
        """The last figure before a token, in its sentence or the one before; a part gives its own total."""
        tokens = self.marked.tokens
        sentence = tokens.sentence_of(token)
        for k in range(n - 1, max(n - _BACK, 0) - 1, -1):
            if self.quantities[k].first >= token:
                continue
            if sentence - tokens.sentence_of(self.quantities[k].first) > 1:
                return None
            decision = self.decisions[k]
            if decision is not None:
                return decision.part_of if decision.part_of is not None else k
        return None

    def joined_to(self, n: int, quantity: Quantity, first: int) -> int | None:
        """The figure that this one is joined to: 3 men and a woman; 2,300 families (11,500 people); or about 400."""
        forms = self.marked.tokens.forms
        for other in range(n - 1, max(n - _BACK, 0) - 1, -1):
            before = self.quantities[other]
            if before.first < first:
                return None
            if self.decisions[other] is None:
                if before.thing or before.shape == "one":
                    continue
                return None
            gap = forms[before.last : quantity.before]
            between = [f for f in gap if f not in self.marked.grammar.gap_fillers]
            if not between:
                return None
            if between[-1] == ";" and self._elliptic(quantity, before):
                return other
            if between[-1] in self.marked.grammar.equalling and len(between) <= _EQUAL_GAP:
                return other
            if between[-1] in ("(", "/", ",") or between[-1] in self.marked.grammar.conjunctions:
                close = len(between) <= 2 or self._named_between(before.last, quantity.before)
                near = close or self._elliptic(quantity, before) or self._restates(gap, quantity, before)
                return (
                    other
                    if near
                    or (
                        between[-1] in self.marked.grammar.conjunctions and self._verbless(before.last, quantity.before)
                    )
                    else None
                )
            return other if " ".join(between).removeprefix(", ") in self.marked.grammar.joining else None
        return None

    def _verbless(self, low: int, high: int) -> bool:
        """15 on board and two rescuers: nothing between two groups is a verb or ends a clause."""
        marked, forms = self.marked, self.marked.tokens.forms
        if high - low > _VERBLESS_GAP:
            return False
        verbs = ("trigger", "say", "clause", "rise", "cause_verb")
        return not any(
            forms[k] in (",", ".", ";", ":", ")") or forms[k] in marked.grammar.auxiliaries
            or any(s.entry.tag in verbs for s, _ in marked.marks[k])
            for k in range(low, high)
        )  # fmt: skip

    def _restates(self, gap: list[str], quantity: Quantity, before: Quantity) -> bool:
        """(28,027 families displaced from the south), or 140,133 people: the same people in another unit."""
        grammar = self.marked.grammar
        linked = [form for form in gap if form not in grammar.gap_fillers][-2:]
        apart = len(linked) == 2 and linked[0] == "," and linked[1] in grammar.conjunctions - grammar.conjoining
        return apart and {quantity.unit, before.unit} == {"household", "person"} and len(gap) <= _RESTATED_GAP

    def _elliptic(self, quantity: Quantity, before: Quantity) -> bool:
        """1,200 are staying in schools and 300 in mosques: the verb is left out."""
        forms = self.marked.tokens.forms
        following = forms[quantity.last] if quantity.last < len(forms) else ""
        return (
            quantity.shape == "bare"
            and following in self.marked.grammar.elliptic
            and quantity.before - before.last <= _NAMED_GAP
        )

    def _named_between(self, low: int, high: int) -> bool:
        """Only a place or a word for it stands between: 33,000 from Idlib, 8,900 from Aleppo."""
        marked, tokens = self.marked, self.marked.tokens
        small = marked.grammar.prepositions
        return high - low <= _NAMED_GAP and all(
            tokens.kinds[k] != WORD or k in marked.place_at or tokens.capital(k)
            or tokens.forms[k] in small or tokens.forms[k] in marked.grammar.between_names
            for k in range(low, high)
        )  # fmt: skip
