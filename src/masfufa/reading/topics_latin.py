"""Totals in English that name their category apart from the number: the death toll rose to 56; Houses destroyed: 64."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Decision
from masfufa.reading.predicates_latin import Predicates
from masfufa.reading.quantities import Quantity

_REACH = 30
_AHEAD = 12
_LABEL = 6
"""Longest label of a bare number that ends its line, in tokens."""
_SERIES = 8
_BACK = 40
_TOTAL_REACH = 8


class Topics:
    """Finds the topics of bare totals of one document; `decisions` grows as quantities are decided."""

    def __init__(
        self,
        marked: Annotated,
        quantities: list[Quantity],
        decisions: list[Decision | None],
        at: dict[int, int],
        predicates: Predicates,
    ) -> None:
        self.marked = marked
        self.quantities = quantities
        self.decisions = decisions
        self.at = at
        self.predicates = predicates

    def of(self, n: int, quantity: Quantity, first: int) -> Decision | None:
        """The decision that the topic of a total makes for quantity n, or None."""
        marked, forms = self.marked, self.marked.tokens.forms
        if quantity.unknown_noun or (quantity.noun is not None and not quantity.plain and quantity.unit == "person"):
            return None
        ahead = self._ahead(quantity) or self._rival(n, quantity) or self._increase(n, quantity)
        if ahead is not None:
            return ahead
        rise, colon = marked.has(quantity.before, quantity.first, "rise"), False
        k = quantity.before - 1
        for steps in range(_REACH):
            if k < first or forms[k] in (";", "!"):
                break
            if forms[k] == ":" or (forms[k] == "-" and not marked.tokens.glued(k)):
                colon = colon or steps <= 2
            other = self.at.get(k, n)
            if other < n and self.decisions[other] is not None:
                series = self._series(quantity, other)
                if series is not None or not (rise or colon):
                    return series
            for sense, after in marked.marks[k]:
                if after > quantity.before:
                    continue
                tag = sense.entry.tag
                rise = rise or (tag == "rise" and sense.form != "gerund")
                if tag == "total" and (rise or colon or steps <= 1 or self._linked(quantity)):
                    named = self._named(k, quantity, "total" if rise or self._linked(quantity) else "label")
                    if named is not None:
                        return named
                    whose = self._total_of(n, k) if quantity.shape == "bare" else None
                    if whose is not None:
                        return whose
            k -= 1
        start = max(k + 1, first)
        if colon or (quantity.first - start <= _LABEL and quantity.shape == "bare" and self._ends_line(quantity)):
            return self._named(start, quantity, "label")
        return None

    def leads_to(self, quantity: Quantity, first: int) -> bool:
        """(Bringing) the toll to 254 deaths: a total right before a number that has its noun."""
        marked, kinds = self.marked, self.marked.tokens.kinds
        for k in range(quantity.before - 1, max(first, quantity.before - _TOTAL_REACH) - 1, -1):
            if kinds[k] in (SIGN, BREAK) or k in self.at:
                return False
            if marked.tagged(k, "total") or marked.tagged(k, "toll"):
                return True
        return False

    def _rival(self, n: int, quantity: Quantity) -> Decision | None:
        """(The opposition says 17 were arrested;) police spoke of nine."""
        marked, tokens = self.marked, self.marked.tokens
        for k in range(max(quantity.before - 5, 0), quantity.before):
            found = marked.tagged(k, "rival")
            if found is None or found[1] != quantity.before or quantity.shape not in ("bare", "of_them"):
                continue
            for other in range(n - 1, max(n - _BACK, 0) - 1, -1):
                if tokens.sentence_of(k) - tokens.sentence_of(self.quantities[other].first) > 1:
                    return None
                decision = self.decisions[other]
                if decision is not None:
                    return Decision(decision.category, None, decision.sense, "rival", heir_of=other)
        return None

    def _increase(self, n: int, quantity: Quantity) -> Decision | None:
        """(10,110 families fled,) 1,725 families more than before; an increase of 40; the update adds 2,397."""
        marked, forms, last = self.marked, self.marked.tokens.forms, quantity.last
        more = forms[last : last + 1] and forms[last] in marked.grammar.more
        more = more and last + 1 < len(forms) and forms[last + 1] in marked.grammar.comparing
        if not more and not self._adds(quantity):
            return None
        for other in range(n - 1, max(n - _BACK, 0) - 1, -1):
            decision, before = self.decisions[other], self.quantities[other]
            if marked.tokens.sentence_of(quantity.first) - marked.tokens.sentence_of(before.first) > 1:
                return None
            if decision is not None and (quantity.noun is None or quantity.unit == before.unit):
                part = other if (quantity.low or 0) < (before.low or 0) else None
                return Decision(decision.category, None, decision.sense, "increase", part_of=part)
        return None

    def _adds(self, quantity: Quantity) -> bool:
        """A word of increase right before the number."""
        for k in range(max(quantity.before - _TOTAL_REACH, 0), quantity.before):
            found = self.marked.tagged(k, "increment_before")
            if found is not None and found[1] == quantity.before:
                return True
        return False

    def _total_of(self, n: int, k: int) -> Decision | None:
        """(121 died,) bringing the total to 11,180: a total without a name is one of those counted just before."""
        tokens = self.marked.tokens
        brought = any(self.marked.tagged(j, "thereby") for j in range(max(k - 3, 0), k))
        if not brought or self.quantities[n].before - k > 3:
            return None
        for other in range(n - 1, max(n - _BACK, 0) - 1, -1):
            decision = self.decisions[other]
            if decision is None:
                continue
            if tokens.sentence_of(k) - tokens.sentence_of(self.quantities[other].first) > 1:
                return None
            return Decision(decision.category, None, decision.sense, "total", topic=k, total=True)
        return None

    def _ahead(self, quantity: Quantity) -> Decision | None:
        """(That lifts to) 61,000 the overall number of those uprooted."""
        marked = self.marked
        for k in range(quantity.last, min(quantity.last + 4, len(marked.tokens))):
            if marked.tagged(k, "total"):
                _, last = self.predicates.extent(k)
                return self._category_named(k, min(k + _AHEAD, last), homes=False, rule="total")
            if marked.tokens.forms[k] not in marked.grammar.before_total:
                return None
        return None

    def _linked(self, quantity: Quantity) -> bool:
        k = quantity.before - 1
        return k >= 0 and self.marked.tokens.forms[k] in self.marked.grammar.being

    def _ends_line(self, quantity: Quantity) -> bool:
        tokens, k = self.marked.tokens, quantity.last
        return k >= len(tokens) or tokens.kinds[k] == BREAK or tokens.forms[k] in (".", ";", "(", ",")

    def _named(self, start: int, quantity: Quantity, rule: str) -> Decision | None:
        """The category named between a topic's first word and its number."""
        homes = quantity.unit == "home" and quantity.noun is not None
        homes = homes or any(
            sense.entry.tag == "counted" and sense.data.get("unit") == "home"
            for k in range(start, quantity.before)
            for sense, _ in self.marked.marks[k]
        )
        return self._category_named(start, quantity.before, homes=homes, rule=rule)

    def _category_named(self, start: int, end: int, *, homes: bool, rule: str) -> Decision | None:
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
                    return Decision(str(category), (k, after), sense, rule, topic=k, unit=self._unit(k, end))
                verb = tag == "trigger" and sense.form != "base" and not sense.data.get("place_word")
                if verb and weak is None and (sense.data.get("unit") == "home") == homes:
                    weak = Decision(str(category), (k, after), sense, rule, topic=k, unit=self._unit(start, end))
        return weak

    def _unit(self, start: int, end: int) -> str | None:
        """Households where the topic names them: the number of displaced families."""
        units = [
            s.data.get("unit") for k in range(start, end) for s, _ in self.marked.marks[k] if s.entry.tag == "counted"
        ]
        return "household" if "household" in units else None

    def _series(self, quantity: Quantity, other: int) -> Decision | None:
        """(33,000,) up from 31,000; from 12 to 20."""
        marked, before = self.marked, self.quantities[other]
        between = marked.tokens.forms[before.last : quantity.before]
        inherited = self.decisions[other]
        if inherited is None or quantity.shape != "bare" or not between or len(between) > _SERIES:
            return None
        changes = any(
            s.entry.tag == "rise" for j in range(max(before.before - 3, 0), quantity.before) for s, _ in marked.marks[j]
        )
        if changes and between[-1] in marked.grammar.series_links:
            return Decision(inherited.category, None, inherited.sense, "series", heir_of=other)
        return None
