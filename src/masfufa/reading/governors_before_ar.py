"""Categories in Arabic: the verb or verbal noun before a quantity that governs it (مقتل 12 جنديا)."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.category_state_ar import (
    FINITE,
    HARM,
    MASS,
    NAME_WORDS,
    REACH,
    SUBJECT_WORDS,
    Governor,
    State,
    marked_by,
    plural_form,
)
from masfufa.reading.forms_ar import affixes
from masfufa.reading.quantities import Quantity, is_thing
from masfufa.reading.words import word_set

_LOST = frozenset(("missing", "stranded"))


class Before(State):
    """Finds what governs a quantity from before it."""

    def _left(self, n: int, quantity: Quantity, first: int) -> Governor | int | None:
        """The trigger that governs a quantity from its left, or the index of the quantity that it is coordinated
        with."""
        marked, tokens = self.marked, self.marked.tokens
        forms, kinds = tokens.forms, tokens.kinds
        k = quantity.before - 1
        steps = commas = 0
        joined = self._conjunction(quantity)
        preposition = self._preposition(quantity)
        prepositions = 0
        while k >= first and steps < REACH:
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
            if tag in ("say", "according") and sense.form in FINITE and steps < 6 and not joined:
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
    ) -> Governor | None:
        if k in self.marked.date_at or self._is_counted(k):
            return None
        weak: Governor | None = None
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
            if data.get("by") and (joined or self._before(quantity) != data["by"] or gap > SUBJECT_WORDS):
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
                plural_form(self.marked, k)
                and sense.form in FINITE
                and (data.get("takes") == "subject" or joined or sense.form.startswith("passive"))
            ):
                continue  # a verb before its subject is singular: قتلوا و55 أصيبوا
            if sense.suffix and sense.form in FINITE:
                continue
            if (
                gap
                and data.get("takes") == "subject"
                and data.get("cat") not in _LOST
                and self._of_vessel(sense, last, quantity)
            ):
                continue  # the vessel sank, not those aboard
            if quantity.unknown_noun and (
                gap > 1 or data.get("weak") or data.get("loose") or data.get("cat") not in MASS
            ):
                continue
            governor = Governor(sense, k, last, gap)
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
        if sense.form in FINITE and is_thing(marked, last):
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
            near = gap <= (NAME_WORDS if others else 2)
            return near and sense.form in FINITE and sense.data.get("cat") in HARM  # قتل مع تسعة آخرين
        to_object = quantity.prefix.endswith(affixes("letter_to")) or self._object_marker(quantity)
        return (
            to_object
            and gap <= (1 if self._before(quantity) not in word_set("ar", "grammar", "letter_to") else 2)
            and sense.form == "noun"
        )
