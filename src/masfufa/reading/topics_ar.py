"""Numbers whose noun stands elsewhere: totals (بلغ عدد النازحين 900), lists by place, restatements in another unit."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.decisions import Decision, Undecided
from masfufa.reading.forms_ar import affixes, joined
from masfufa.reading.quantities import Quantity, counted_sense
from masfufa.reading.words import word_set

_REACH = 30
_INCREASE = 5
_RECORDED = 8


def _unjoined(form: str) -> str:
    return form[1:] if joined(form) else form


def _verb_only(sense: Sense) -> bool:
    """Words that are triggers only where they stand as verbs, and nouns of a topic never."""
    return bool(sense.data.get("adjacent") or sense.data.get("opens"))


_OVERRIDES = frozenset(("sheltered", "returned", "homeless", "in_need", "stranded", "missing"))


class Topics(Undecided):
    """Finds the topic of numbers; shares the growing list of decisions with the categorizer."""

    def among(self, quantity: Quantity, first: int) -> str | None:
        """بين المصابين 14 امرأة: the category of the group that the quantity is among."""
        marked = self.marked
        for k in range(quantity.before - 1, max(first, quantity.before - 4) - 1, -1):
            found = counted_sense(marked, k)
            if found and found[1] == quantity.before and found[0].definite and found[0].number in ("pl", "du|pl"):
                before = marked.tokens.forms[k - 1] if k else ""
                if before in word_set("ar", "grammar", "among"):
                    return found[0].data.get("cat")
        return None

    def counts(self, quantity: Quantity, first: int) -> bool:
        """Whether a counting noun and a verb of reaching lead up to a number that has its noun: ارتفع عدد القتلى إلى
        25 قتيلا."""
        marked, forms = self.marked, self.marked.tokens.forms
        rise = self._reached(quantity)
        for k in range(quantity.before - 1, max(first, quantity.before - _REACH) - 1, -1):
            if forms[k] in (";", ".") or (k in self.at and k not in marked.date_at and not rise):
                return False
            tags = {sense.entry.tag for sense, _ in marked.marks[k]}
            rise = rise or bool(tags & {"rise", "estimate"})
            if "total" in tags:
                return rise or self._rises_before(k, first)
        return False

    def listed(self, n: int, quantity: Quantity, first: int) -> Decision | None:
        """Numbers given by place or date, or as rivals or equals of the figure before: الفاشر 12,400، كتم 2,900; أي
        16 ألف شخص."""
        marked, tokens = self.marked, self.marked.tokens
        before = quantity.before - 1
        if before < first:
            return None
        last = self._last_figure(n)
        if last is None:
            return None
        decision = self.decisions[last]
        assert decision is not None
        same = tokens.sentence_of(self.quantities[last].first) == tokens.sentence_of(quantity.first)
        if self._increase(quantity, last, first):
            part = last if (quantity.low or 0) < (self.quantities[last].low or 0) else None
            return Decision(decision.category, None, decision.sense, "increase", part_of=part)
        if self._counted_before(quantity, last, first):
            return Decision(decision.category, None, decision.sense, "earlier")
        if any(
            (found := marked.tagged(k, "equals")) is not None and found[1] == quantity.before
            for k in range(max(first, before - 2), before + 1)
        ) and (quantity.plain or quantity.unit == "household"):
            return Decision(decision.category, None, decision.sense, "equals", heir_of=last)
        if same and quantity.noun is not None and quantity.noun.data.get("other") and quantity.shape == "number":
            return Decision(decision.category, None, decision.sense, "series", heir_of=last)
        if quantity.shape != "bare" and not (quantity.unit == "household" and self._added(before, quantity.before)):
            return None
        if (
            before in marked.place_at
            or self._goes_on(before, last, quantity)
            or (
                before - 1 in marked.place_at
                and (
                    tokens.forms[before] in ("-", ":") or tokens.forms[before] in word_set("ar", "grammar", "letter_by")
                )
            )
        ):
            total = self._list_total(last, quantity)
            return Decision(decision.category, None, decision.sense, "listed", heir_of=total, part_of=total)
        if (same and before in marked.date_at) or (self._added(before, quantity.before) and same):
            return Decision(decision.category, None, decision.sense, "series", heir_of=last)
        if self._said_of(before, first):
            return Decision(decision.category, None, decision.sense, "rival", heir_of=None)
        return None

    def _increase(self, quantity: Quantity, last: int, first: int) -> bool:
        """بزيادة 4,300; ويزيد هذا العدد بـ925 أسرة: by how much the figure before has grown."""
        if quantity.noun is not None and (quantity.unit != self.quantities[last].unit or quantity.category):
            return False
        marked, start = self.marked, max(first, quantity.before - _INCREASE)
        for k in range(quantity.before - 1, start - 1, -1):
            found = marked.tagged(k, "increment_before")
            if found is not None and found[1] == quantity.before:
                return not marked.tagged(k, "of_them")
            if k in self.at or marked.tokens.kinds[k] != WORD:
                return False
            rises = any(s.entry.tag == "rise" and s.data.get("up") and s.form != "noun" for s, _ in marked.marks[k])
            if rises and quantity.prefix.endswith(affixes("letter_by")):
                return True
        return False

    def _counted_before(self, quantity: Quantity, last: int, first: int) -> bool:
        """وكانت المصفوفة قد أحصت قبل ثلاثة أيام 11,975 أسرة: an earlier count of what was just counted."""
        if quantity.unit != "household" or self.quantities[last].unit != "household":
            return False
        marked = self.marked
        for k in range(quantity.before - 1, max(first, quantity.before - _RECORDED) - 1, -1):
            if k in self.at or any(s.entry.tag in ("trigger", "clause") for s, _ in marked.marks[k]):
                return False
            if marked.tagged(k, "recorded"):
                return True
        return False

    def _added(self, k: int, before: int) -> bool:
        return any(
            (found := self.marked.tagged(j, "adds")) is not None and found[1] == before
            for j in range(max(k - 1, 0), k + 1)
        )

    def _goes_on(self, before: int, last: int, quantity: Quantity) -> bool:
        """One more line of a list, its name unknown: …، كتم 2,900، …"""
        tokens = self.marked.tokens
        decision = self.decisions[last]
        return (
            decision is not None
            and decision.rule == "listed"
            and before >= 1
            and tokens.kinds[before] == WORD
            and "," in tokens.forms[max(before - 2, 0) : before]
            and quantity.before - self.quantities[last].last <= 4
        )

    def _list_total(self, last: int, quantity: Quantity) -> int | None:
        decision = self.decisions[last]
        assert decision is not None
        return decision.part_of if decision.rule == "listed" and decision.part_of is not None else last

    def _said_of(self, before: int, first: int) -> bool:
        """تحدثت المعارضة عن ثمانين ألفا; قالت إنهم ألف."""
        marked, forms = self.marked, self.marked.tokens.forms
        if forms[before] not in word_set("ar", "grammar", "speaks_of"):
            return False
        return any(
            sense.entry.tag == "say" for k in range(max(first, before - 8), before) for sense, _ in marked.marks[k]
        )

    def _last_figure(self, n: int) -> int | None:
        """The last figure in this sentence or the one before."""
        tokens = self.marked.tokens
        begins = tokens.sentences[max(tokens.sentence_of(self.quantities[n].first) - 1, 0)][0]
        for k in range(n - 1, -1, -1):
            if self.quantities[k].first < begins:
                return None
            if self.decisions[k] is not None:
                return k
        return None

    def of(self, n: int, quantity: Quantity, first: int) -> Decision | None:
        """The topic of a number: what a counting noun before it counts, or a plural noun that it is said of."""
        if quantity.unknown_noun:
            return None
        marked, forms = self.marked, self.marked.tokens.forms
        k = quantity.before - 1
        steps = 0
        rise = self._reached(quantity)
        noun: Decision | None = None
        while k >= first and steps < _REACH:
            if forms[k] in (";", ".", "!"):
                break
            tags = {sense.entry.tag for sense, last in marked.marks[k] if last <= quantity.before}
            rise = rise or bool(tags & {"rise", "estimate", "bound"})
            if "total" in tags:
                found = self._of_total(n, k, quantity, rise or self._rises_before(k, first), noun)
                if found is not None:
                    return found
                break
            counted = counted_sense(marked, k)
            if counted and noun is None and k not in self.at and quantity.unit == "person":
                sense = counted[0]
                if sense.data.get("cat") and sense.number in ("pl", "du|pl"):
                    noun = Decision(str(sense.data["cat"]), (k, counted[1]), sense, "topic", topic=k)
                    if self._adjacent(counted[1], quantity) and quantity.plain:
                        return noun
            if k in self.at and self.at[k] < n and self.decisions[self.at[k]] is not None:
                other = self.decisions[self.at[k]]
                assert other is not None
                listed = quantity.shape == "bare" or quantity.plain or other.rule in ("total", "topic")
                if listed and self._continues(k, quantity, other):
                    return Decision(other.category, None, other.sense, "series", heir_of=self.at[k])
                if not rise:
                    break
            if "clause" in tags and noun is None and steps > 6:
                break
            k -= 1
            steps += 1
        return noun if noun is not None and rise and quantity.plain else None

    def _reached(self, quantity: Quantity) -> bool:
        """إلى 25, بـ35: a number reached or estimated."""
        forms = self.marked.tokens.forms
        k = quantity.before - 1
        return k >= 0 and (
            forms[k] in word_set("ar", "grammar", "reached") or quantity.prefix.endswith(affixes("letter_by"))
        )

    def _rises_before(self, total: int, first: int) -> bool:
        marked = self.marked
        for k in range(max(first, total - 3), total):
            if _unjoined(marked.tokens.forms[k]) in word_set("ar", "grammar", "copula") or marked.tagged(k, "rise"):
                return True
        return False

    def _continues(self, k: int, quantity: Quantity, other: Decision) -> bool:
        """From 27 to 19: the second number of a change."""
        forms = self.marked.tokens.forms
        return forms[quantity.before - 1] in word_set("ar", "grammar", "to") and other.rule in (
            "total",
            "topic",
            "series",
            "noun",
            "before",
        )

    def _adjacent(self, after: int, quantity: Quantity) -> bool:
        between = self.marked.tokens.forms[after : quantity.before]
        if not between:
            return True
        being = word_set("ar", "grammar", "being")
        return len(between) <= 3 and any(form in being for form in between)

    def _of_total(self, n: int, total: int, quantity: Quantity, rise: bool, noun: Decision | None) -> Decision | None:
        marked = self.marked
        found = marked.tagged(total, "total")
        assert found is not None
        if not rise and quantity.before - total > 8 and quantity.shape == "bare":
            return None
        named = self._named_after(total, quantity)
        if named is not None:
            last = self._last_figure(n)
            previous = self.decisions[last] if last is not None else None
            if named.category == "casualties" and previous is not None and previous.category == "killed":
                return Decision("killed", named.trigger, named.sense, "total", topic=named.topic)
            return named
        last = self._last_figure(n)
        if last is not None:
            decision = self.decisions[last]
            assert decision is not None
            if decision.category.startswith("homes_") == (quantity.unit == "home"):
                return Decision(decision.category, None, decision.sense, "total", heir_of=last)
        return self._trigger_before(total, quantity) if found[0].suffix else None

    def _trigger_before(self, total: int, quantity: Quantity) -> Decision | None:
        """اجلاء جميع الاشخاص، ويقدر عددهم بأربعة آلاف: what happened to those whose number follows."""
        marked = self.marked
        first = marked.tokens.sentences[marked.tokens.sentence_of(quantity.first)][0]
        for k in range(total - 1, max(first, total - 15) - 1, -1):
            counted = counted_sense(marked, k)
            if counted and counted[0].data.get("cat") and counted[0].number != "sg":
                return Decision(str(counted[0].data["cat"]), (k, counted[1]), counted[0], "topic", topic=k)
            for sense, last in marked.marks[k]:
                if (
                    sense.entry.tag == "trigger"
                    and sense.data.get("cat")
                    and not sense.data.get("weak")
                    and not sense.data.get("unit")
                ):
                    return Decision(str(sense.data["cat"]), (k, last), sense, "topic", topic=k)
        return None

    def _named_after(self, total: int, quantity: Quantity) -> Decision | None:
        """The category named between a total and its number: عدد الأسر التي نزحت … إلى 4,310."""
        found: Decision | None = None
        for k in range(total + 1, quantity.before):
            other = self.at.get(k)
            if other is not None and other < len(self.decisions) and self.decisions[other]:
                break
            category, sense, last = self._names(k, quantity)
            if category is None or sense is None:
                continue
            decision = Decision(category, (k, last), sense, "total", topic=k)
            if found is None or (found.category in ("displaced", "affected") and category in _OVERRIDES):
                found = decision
        return found

    def _names(self, k: int, quantity: Quantity) -> tuple[str | None, Sense | None, int]:
        counted = counted_sense(self.marked, k)
        if counted and counted[0].data.get("cat") and quantity.unit != "home":
            return str(counted[0].data["cat"]), counted[0], counted[1]
        for sense, last in self.marked.marks[k]:
            if sense.entry.tag != "trigger" or last > quantity.before or not sense.data.get("cat") or _verb_only(sense):
                continue
            if (sense.data.get("unit") == "home") == (quantity.unit == "home"):
                return str(sense.data["cat"]), sense, last
        return None, None, k
