"""Categories in Arabic: the quantity that another one is a part of (بينهم 3 أطفال)."""

from __future__ import annotations

from masfufa.reading.governors_after_ar import After
from masfufa.reading.quantities import Quantity
from masfufa.reading.words import word_set


class Parts(After):
    """Finds the total that a quantity is a part of."""

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

    def _right_after_part(self, quantity: Quantity) -> bool:
        k = quantity.before
        return any(
            k - back >= 0 and (found := self.marked.tagged(k - back, "part")) is not None and found[1] >= k - 1
            for back in (1, 2, 3)
        )
