"""Categories in Arabic: the verb or participle behind a quantity that speaks of it (12 شخصا قتلوا)."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.category_state_ar import FINITE, HARM, REACH, Governor, plural_form
from masfufa.reading.forms_ar import affixes, joined
from masfufa.reading.governors_before_ar import Before
from masfufa.reading.quantities import Quantity, counted_sense, is_thing
from masfufa.reading.words import word_set


class After(Before):
    """Finds what speaks of a quantity behind it."""

    def _right(self, n: int, quantity: Quantity, last: int) -> Governor | str | None:
        """The trigger that follows a quantity as its predicate; "agent" where the quantity does the deed to others."""
        marked, tokens = self.marked, self.marked.tokens
        forms, kinds = tokens.forms, tokens.kinds
        k = quantity.last
        steps = 0
        inside_part = False
        weak: Governor | None = None
        while k < last and steps < REACH:
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
            if isinstance(found, Governor) and self._yields(found) and weak is None:
                weak = found
            elif found is not None and not (isinstance(found, Governor) and found.weak):
                return (
                    found
                    if weak is None
                    or found == "agent"
                    or (isinstance(found, Governor) and found.distance <= weak.distance + 3)
                    else weak
                )
            tags = {sense.entry.tag for sense, _ in marked.marks[k]}
            if (tags & {"clause", "say", "according", "cause_verb"} and not inside_part) or self._complement(form):
                return weak
            k += 1
            steps += 1
        return weak

    def _both(self, other: Quantity, last: int) -> Governor | None:
        """11 مدنيا وأربعة جنود قتلوا: the plural verb right after the second group speaks of both."""
        for k in range(other.last, min(other.last + 3, last)):
            if self._is_sign(k) or (k in self.at and k >= other.last):
                return None
            for sense, after in self.marked.marks[k]:
                if (
                    (
                        sense.entry.tag == "trigger"
                        and sense.form in FINITE
                        and not sense.prefix
                        and plural_form(self.marked, k)
                    )
                    and sense.data.get("cat") in HARM
                    and not self._has_object(after, -1)
                ):
                    return Governor(sense, k, after, k - other.last)
        return None

    def _yields(self, found: Governor) -> bool:
        """A weak predicate, or a quality (أسر نازحة), yields to what is said of the people further on: في العراء."""
        quality = (
            found.sense.form == "participle" and found.distance == 0 and found.sense.data.get("cat") == "displaced"
        )
        return found.weak or quality

    def _participle(self, k: int) -> bool:
        return any(
            s.entry.tag == "trigger" and s.form == "participle" and not s.definite for s, _ in self.marked.marks[k]
        )

    def _predicate_at(self, k: int, quantity: Quantity, n: int, inside_part: bool) -> Governor | str | None:
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
            if sense.form in FINITE:
                if is_thing(marked, k - 1) and any(
                    s.form == "noun" and s.entry is sense.entry for s, _ in marked.marks[k]
                ):
                    continue  # قضية خطف
                if sense.suffix and data.get("cat") == "protesters":
                    continue  # تجمعهم is a noun
                if sense.prefix or before in word_set("ar", "grammar", "prepositions"):
                    continue
                if data.get("takes") == "object" and sense.form in ("past", "present"):
                    plural = plural_form(marked, k)
                    if (sense.suffix and plural) or (not sense.suffix and self._has_object(after, n)):
                        return "agent"
                return Governor(sense, k, after, gap)
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
                if gap and sense.definite and sense.number == "sg" and not self._feminine(k) and quantity.low != 1:
                    agrees = False  # (26 لاعبا …) قائده المصاب: one man's
                if linked and agrees:
                    return Governor(sense, k, after, gap)
                continue
            if sense.form == "noun":
                done = before in word_set("ar", "grammar", "done")
                opening = marked.tokens.forms[quantity.before - 1] if quantity.before else ""
                verbs = word_set("ar", "grammar", "undergone")
                suffered = sense.prefix in word_set("ar", "grammar", "letter_to") and (
                    before in verbs or (gap == 0 and opening in verbs)
                )
                if done or suffered:
                    return Governor(sense, k, after, gap)
                continue
            if sense.form == "" and before in word_set("ar", "grammar", "partitive"):
                continue  # انتشال ثلاثة من تحت الأنقاض
            if sense.form == "" and (data.get("takes") == "subject" or quantity.unit != "person"):
                return Governor(sense, k, after, gap)
        return None

    def _feminine(self, k: int) -> bool:
        """Broken plurals and households take the feminine singular: الأسر النازحة."""
        return self.marked.tokens.forms[k].endswith(affixes("feminine"))

    def _has_object(self, k: int, n: int) -> bool:
        """Whether a quantity or a noun stands right after an active verb."""
        marked = self.marked
        if k >= len(marked.tokens) or k in marked.date_at:
            return False
        return (k in self.at and self.at[k] != n) or bool(counted_sense(marked, k)) or is_thing(marked, k)
