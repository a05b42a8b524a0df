"""What the rules for categories in Arabic share: triggers near a quantity, and look-ups around it."""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.language.tokens import BREAK, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.decisions import Undecided
from masfufa.reading.forms_ar import affixes, definite, joined
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity
from masfufa.reading.topics_ar import Topics
from masfufa.reading.words import word_set

REACH = 14
"""Words that a trigger may stand from what it governs."""
NAME_WORDS = 8
"""Words that a victim's name with its titles may take."""
SUBJECT_WORDS = 4
"""Words that a subject may take between its verb and the object."""
FINITE = frozenset(("past", "present", "passive", "passive-present", "future"))
"""Forms of finite verbs."""
MASS = frozenset(("killed", "wounded", "detained", "abducted", "missing", "casualties", "protesters"))
"""Categories that crowds are told of, also without a noun that the lexicon knows."""
HARM = frozenset(("killed", "wounded", "detained", "abducted", "missing", "casualties"))
"""Categories of harm to people."""
_FOLK = frozenset(("civilians", "women", "children", "elderly"))
_PURPOSE = frozenset(("sheltered", "returned", "relocated", "evacuated"))


@dataclass(frozen=True, slots=True)
class Governor:
    """A trigger, its token range and the number of tokens between it and the quantity."""

    sense: Sense
    first: int
    last: int
    distance: int

    @property
    def weak(self) -> bool:
        """Weak triggers yield to others; so does a purpose (لإيواء 900 أسرة), which is what is wanted, not what was
        done."""
        purpose = (
            self.sense.form == "noun"
            and self.sense.prefix.endswith(affixes("letter_to"))
            and self.sense.data.get("cat") in _PURPOSE
        )
        return bool(self.sense.data.get("weak")) or purpose


class State(Undecided):
    """A document's quantities, what is decided of them so far, and look-ups that all rules share.

    The rules build on it in one line, since a compiled class has one base: Before, After, Parts, Triggers, Singles.
    """

    def __init__(self, marked: Annotated, quantities: list[Quantity]) -> None:
        at = {k: n for n, q in enumerate(quantities) for k in range(q.first, q.last)}
        super().__init__(marked, quantities, [], at)
        self.topics = Topics(marked, quantities, self.decisions, self.at)

    def _is_sign(self, k: int) -> bool:
        return self.marked.tokens.kinds[k] != WORD

    def _sentence_has(self, quantity: Quantity, tag: str) -> bool:
        tokens = self.marked.tokens
        return self.marked.has(*tokens.sentences[tokens.sentence_of(quantity.first)], tag)

    def _ahead(self, quantity: Quantity, tag: str) -> bool:
        tokens = self.marked.tokens
        _, last = tokens.sentences[tokens.sentence_of(quantity.first)]
        return self.marked.has(quantity.last, min(quantity.last + 6, last), tag)

    def _turned(self, quantity: Quantity, sense: Sense) -> str | None:
        """The category that other words of the sentence make of a trigger: lost their homes, lost their lives."""
        for tag, category in (sense.data.get("ahead") or {}).items():
            if self._ahead(quantity, tag):
                return str(category)
        for tag, category in (sense.data.get("turns") or {}).items():
            if self._sentence_has(quantity, tag):
                return str(category)
        return None

    def _folk(self, quantity: Quantity, sense: Sense) -> bool:
        """Whether the people counted may be driven about: persons, families, civilians, but no soldiers, officials or
        guests."""
        noun = quantity.noun
        if quantity.plain or quantity.unit == "household" or quantity.category or self._turned(quantity, sense):
            return True
        return noun is not None and bool(noun.data.get("folk") or _FOLK & set(noun.data.get("groups", ())))

    def _complement(self, form: str) -> bool:
        """أن and its like, also with a conjunction."""
        complements = word_set("ar", "grammar", "complement")
        return form in complements or (
            form[:1] in word_set("ar", "grammar", "conjunctions") and form[1:] in complements
        )

    def _conjunction(self, quantity: Quantity) -> bool:
        """True where و stands on the quantity or on its bound: ونحو 20."""
        if quantity.before < quantity.first:
            return joined(self.marked.tokens.forms[quantity.before])
        return joined(quantity.prefix) or (
            quantity.before > 0
            and self.marked.tokens.forms[quantity.before - 1] in word_set("ar", "grammar", "and_apart")
        )

    def _same_sentence(self, n: int, m: int) -> bool:
        tokens = self.marked.tokens
        return tokens.sentence_of(self.quantities[n].first) == tokens.sentence_of(self.quantities[m].first)

    def _last_of(self, n: int, category: str) -> int | None:
        """The last figure of a category, in this sentence or the two before."""
        sentence = self.marked.tokens.sentence_of(self.quantities[n].first)
        for k in range(n - 1, -1, -1):
            if sentence - self.marked.tokens.sentence_of(self.quantities[k].first) > 2:
                return None
            decision = self.decisions[k]
            if decision is not None and decision.category == category and decision.part_of is None:
                return k
        return None


def plural_form(marked: Annotated, k: int) -> bool:
    """A verb form with a plural or dual ending of its own: قتلوا، يفرون."""
    return marked.tokens.forms[k].endswith(affixes("plural_verb"))


def plural_verb(governor: Governor) -> bool:
    """A predicate that only people can have, also of an unknown noun."""
    sense = governor.sense
    people = (
        sense.form in FINITE
        or sense.suffix in word_set("ar", "grammar", "people_pronouns")
        or (sense.form == "participle" and sense.number in ("pl", "du|pl"))
    )
    return people and not governor.weak


def marked_by(marked: Annotated, k: int, tag: str) -> bool:
    """Whether the word at a token is an indefinite noun of a section."""
    return any(sense.entry.tag == tag and not sense.definite for sense, _ in marked.marks[k])


def names_someone(marked: Annotated, quantity: Quantity) -> bool:
    """True where a singular noun introduces a named person or the holder of a unique office: no figure then."""
    noun = quantity.noun
    assert noun is not None
    tokens = marked.tokens
    k = quantity.last
    if k >= len(tokens) or tokens.kinds[k] in (SIGN, BREAK):
        return noun.definite
    form = tokens.forms[k]
    if noun.suffix and k not in marked.place_at and not definite(form) and not ordinary(marked, k):
        return True  # قتل ابنه مهدي
    if any(sense.entry.tag == "source" for sense, _ in marked.marks[k]) and not form.startswith(affixes("partitive")):
        return True
    if noun.definite:
        adjective = country_of_demonym(form, "ar") is not None
        if not adjective:
            return form not in word_set("ar", "grammar", "relative_strict")
        return k + 1 < len(tokens) and tokens.kinds[k + 1] == WORD and not ordinary(marked, k + 1)
    return bool(noun.data.get("office")) and (definite(form) or k in marked.place_at)


def ordinary(marked: Annotated, k: int) -> bool:
    """A word that can't begin a personal name: it has a proclitic, is in the lexicon or is a function word."""
    form = marked.tokens.forms[k]
    return (
        bool(marked.marks[k])
        or form in word_set("ar", "grammar", "function_words")
        or form.startswith(affixes("name_breakers"))
    )
