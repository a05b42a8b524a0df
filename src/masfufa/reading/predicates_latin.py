"""The predicate of a counted group in English and French: were killed, have been forced to flee."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, NUMBER, SIGN
from masfufa.reading.predicate_fits_latin import AUXILIARY_REACH, Fits, Predicate
from masfufa.reading.quantities import Quantity

_REACH = 22
_REMARK = 22
"""Longest remark between commas, in tokens."""
_BRACKET = 40
_RESTATED = 5
"""Tokens after a comma or dash among which a number tells the same people in another unit."""
_SIGNS = frozenset((",", "/", "-"))


class Predicates(Fits):
    """Finds what is said of the quantities of one document."""

    def after(self, n: int) -> Predicate | str | None:
        """The predicate of quantity n; "agent" where it does the deed to others; None where nothing is said."""
        quantity = self.quantities[n]
        return self._search(n) or self._in_shelter(quantity, self.extent(quantity.first)[1])

    def _search(self, n: int) -> Predicate | str | None:
        """Walk to the right of quantity n as far as its clause goes."""
        marked, quantity = self.marked, self.quantities[n]
        tokens, forms = marked.tokens, marked.tokens.forms
        kinds = tokens.kinds
        _, last = self.extent(quantity.first)
        whole = self._among(quantity, last)
        if whole is not None:
            return self.after(whole)
        reduced: Predicate | None = None
        relative = forms[quantity.last] in marked.grammar.relative if quantity.last < last else False
        k = quantity.last
        steps = 0
        while k < last and steps < _REACH:
            form = forms[k]
            if kinds[k] == BREAK:
                k += 1
                continue
            if kinds[k] == SIGN:
                step = self._over_sign(k, last, quantity)
                if step is None:
                    return reduced
                k = step
                continue
            if k in self.at and self.at[k] != n:
                other = self.quantities[self.at[k]]
                if other.thing or other.shape == "one":
                    k = max(other.last, k + 1)
                    steps += 1
                    continue
                if self._joined(quantity, other, k) and reduced is None:
                    k = other.last
                    steps += 1
                    continue
                return reduced
            found = self._at(k, quantity, n, reduced)
            if isinstance(found, str):
                return reduced or found
            if found is not None:
                if found.strong and not relative:
                    return self._prefer(reduced, found)
                relative = False
                if reduced is None:
                    reduced = found
                k = found.last
                steps += 1
                continue
            if self._stops(k, form, quantity, reduced):
                return reduced
            k += 1
            steps += 1
        return reduced

    def _in_shelter(self, quantity: Quantity, last: int) -> Predicate | None:
        """195,000 people in 21 camps: where they are tells that they are sheltered, of people known by nothing else."""
        marked, forms, k = self.marked, self.marked.tokens.forms, quantity.last
        known = quantity.category or quantity.quality or quantity.unknown_noun or quantity.unit == "home"
        if known or k >= last or forms[k] not in marked.grammar.in_words or quantity.shape in ("bare", "one"):
            return None
        ahead = frozenset(forms[k + 1 : min(k + 4, last)])
        if ahead.isdisjoint(marked.grammar.shelter_words) or ahead & marked.grammar.no_shelter:
            return None
        for sense in marked.lexicon.senses(next(iter(marked.grammar.living), "")):
            if sense.entry.tag == "trigger" and sense.data.get("place_word"):
                return Predicate(sense, k, k + 1, 0, False)
        return None

    def _among(self, quantity: Quantity, last: int) -> int | None:
        """Two children among five killed: the group that tells what happened."""
        if quantity.last >= last or self.marked.tokens.forms[quantity.last] not in self.marked.grammar.among:
            return None
        for k in range(quantity.last + 1, min(quantity.last + 4, last)):
            if k in self.at and not self.quantities[self.at[k]].thing:
                return self.at[k]
        return None

    def _prefer(self, reduced: Predicate | None, finite: Predicate) -> Predicate:
        """People displaced by floods were evacuated: what the sentence tells wins over what it recalls."""
        if reduced is None or finite.sense.data.get("weak"):
            return reduced or finite
        return finite

    def _joined(self, quantity: Quantity, other: Quantity, k: int) -> bool:
        """8 guards and 2 drivers were killed; 70 households, or 410 persons, were."""
        between = self.marked.tokens.forms[quantity.last : k]
        return (
            0 < len(between) <= 4
            and between[-1] in self.marked.grammar.pair_links
            and not (self.marked.grammar.conjunctions | _SIGNS).isdisjoint(between)
        )

    def _over_sign(self, k: int, last: int, quantity: Quantity) -> int | None:
        """Index to go on from after a sign; None where it ends the clause."""
        tokens, forms = self.marked.tokens, self.marked.tokens.forms
        form = forms[k]
        if form == "." and k + 1 < last:
            return k + 1  # of an abbreviation
        if form in ".;:!?":
            return None
        if form in "([":
            close = ")" if form == "(" else "]"
            for j in range(k + 1, min(k + _BRACKET, last)):
                if forms[j] == close:
                    return j + 1
            return None
        if form == ")":
            return k + 1 if k == quantity.last else None
        if form == ",":
            return self._over_restated(k, last, quantity) or self._over_comma(k, last, quantity)
        if form == "-" and not tokens.glued(k):
            closes = k == quantity.last and forms[quantity.before - 1 : quantity.before] == ["-"]
            return k + 1 if closes else self._over_restated(k, last, quantity)
        return k + 1

    def _over_restated(self, k: int, last: int, quantity: Quantity) -> int | None:
        """Index after the second sign: 3,010 families, about 15,050 people, left; – 84,400 people – left."""
        forms = self.marked.tokens.forms
        for j in range(k + 1, min(k + _RESTATED, last)):
            other = self.quantities[self.at[j]] if j in self.at else None
            if other is not None:
                closed = other.last < last and forms[other.last] == forms[k]
                units = {quantity.unit, other.unit} == {"household", "person"}
                return other.last + 1 if closed and units and not other.thing else None
        return None

    def _over_comma(self, k: int, last: int, quantity: Quantity) -> int | None:
        """Index after the remark that a comma opens (, including 3 children,); None where it ends the clause."""
        marked, tokens, forms = self.marked, self.marked.tokens, self.marked.tokens.forms
        opener = forms[k + 1] if k + 1 < last else ""
        set_off = quantity.before > 0 and forms[quantity.before - 1] == ","
        if opener in marked.grammar.having or (
            set_off
            and (
                opener in marked.grammar.auxiliaries
                or (k == quantity.last and (not opener or marked.tagged(k + 1, "part") is None))
            )
        ):
            return k + 1
        named = k + 1 in marked.place_at or k + 1 in marked.date_at
        if not named and opener not in marked.grammar.inserted:
            return None
        for j in range(k + 2, min(k + _REMARK, last)):
            if forms[j] in (".", ";"):
                return None
            if forms[j] == "," and not (tokens.kinds[j - 1] == NUMBER and tokens.glued(j)):
                after = forms[j + 1] if j + 1 < last else ""
                if after not in marked.grammar.conjunctions and j + 1 not in marked.place_at:
                    return j + 1
        return None

    def _stops(self, k: int, form: str, quantity: Quantity, reduced: Predicate | None) -> bool:
        """Words at which the search for a predicate ends."""
        marked, forms = self.marked, self.marked.tokens.forms
        if form in marked.grammar.which and k > quantity.last + 1:
            return True
        if form in marked.grammar.passive_auxiliaries or form in marked.grammar.have:
            return not self._leads_on(k + 1)
        if form in marked.grammar.conjunctions and reduced is not None:
            ahead = marked.tokens.forms[k + 1 : k + 3]
            return any(j in self.at and not self.quantities[self.at[j]].thing for j in (k + 1, k + 2)) or bool(
                ahead and ahead[0] in marked.grammar.the_their
            )
        if form in marked.grammar.the and self._names_group(k + 1):
            return True
        for sense, _ in marked.marks[k]:
            tag = sense.entry.tag
            if (
                tag in ("clause", "part")
                or (tag == "according")
                or (tag == "say" and sense.form in ("past", "present") and not self._leads_on(k + 1))
            ):
                return True
            if tag == "cause_verb" and sense.form in ("past", "present") and not self._has_auxiliary(k):
                return self._number_ahead(k)
        return form in marked.grammar.comparing and k > quantity.last and forms[k - 1] not in marked.grammar.counted_as

    def _names_group(self, k: int) -> bool:
        """(The dead at 264 and the) wounded (at 1,266): a participle that stands for people, with no noun after it."""
        marked, tokens = self.marked, self.marked.tokens
        if k + 1 >= len(tokens) or not any(
            s.entry.tag == "trigger" and s.form in ("past", "participle", "noun", "") for s, _ in marked.marks[k]
        ):
            return False
        after = tokens.forms[k + 1]
        return tokens.kinds[k + 1] in (SIGN, BREAK) or after in marked.grammar.function_words

    def _number_ahead(self, k: int) -> bool:
        """Left 12 dead, but not: left the camp."""
        return any(j in self.marked.number_at for j in range(k + 1, min(k + 5, len(self.marked.tokens))))

    def _leads_on(self, k: int) -> bool:
        """Whether a trigger comes after an auxiliary with nothing but links between; "were in" leads on to a place."""
        marked, forms = self.marked, self.marked.tokens.forms
        linkers = marked.grammar.linkers
        for j in range(k, min(k + AUXILIARY_REACH + 1, len(forms))):
            if any(sense.entry.tag in ("trigger", "cause_verb") for sense, _ in marked.marks[j]):
                return True
            if (
                forms[j] in marked.grammar.after_auxiliary
                or marked.tokens.kinds[j] == BREAK
                or forms[j].endswith(marked.grammar.adverb_endings)
                or forms[j] in linkers
            ):
                continue
            if forms[j - 1] in marked.grammar.their_own:
                continue
            return False
        return False
