"""Quantities in Arabic: the noun that a number counts, before or behind it."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.forms_ar import affixes, definite
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense, is_thing, transparent
from masfufa.reading.words import word_set

MAX_GAP = 2
_SHORTEST_PLURAL = 6
_NOT_A_NOUN = frozenset(
    (
        "trigger",
        "say",
        "rise",
        "clause",
        "part",
        "according",
        "total",
        "stock",
        "future",
        "hypothetical",
        "bound",
        "agent",
    )
)


def noun_after(marked: Annotated, quantity: Quantity, j: int) -> bool:
    """Take the word at token j as what the number counts; False where it is no such noun."""
    tokens = marked.tokens
    if tokens.kinds[j] != WORD:
        return False
    for sense, last in marked.marks[j]:
        if sense.entry.tag == "things" and not sense.prefix and j not in marked.date_at:
            quantity.thing, quantity.last = True, last
            return True
        if sense.entry.tag == "counted" and not sense.prefix:
            _set_noun(marked, quantity, sense, j, last)
            return True
    form = tokens.forms[j]
    national = _national(form)
    if national or _may_be_noun(marked, j):
        quantity.unknown_noun = not national and not _people_by_form(form, quantity)
        quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", j, j + 1, tokens.ends[j]
        return True
    return False


def _people_by_form(form: str, quantity: Quantity) -> bool:
    """An unknown sound masculine plural, which only people take: ثمانية حطابين; not the broken plural of قوانين."""
    if (
        len(form) < _SHORTEST_PLURAL
        or form[-4] in word_set("ar", "grammar", "broken_plural_vowel")
        or not form.endswith(affixes("sound_plurals"))
    ):
        return False
    few = quantity.low is not None and 2 < quantity.low <= 10
    return few or quantity.qualifier == "vague" or definite(form)


def _national(form: str) -> bool:
    """A demonym, also in the accusative, where it may look like a country: 311 سوريا."""
    return country_of_demonym(form, "ar") is not None or (
        form.endswith(affixes("nisba_accusative")) and country_of_demonym(form[:-1], "ar") is not None
    )


def _set_noun(marked: Annotated, quantity: Quantity, sense: Sense, j: int, last: int) -> None:
    """Give the quantity its noun, with the nouns that are counted with it: 68 قتيلا وجريحا، 30 ألف امرأة وطفل."""
    tokens = marked.tokens
    quantity.shape, quantity.noun, quantity.noun_at, quantity.last = "number", sense, j, last
    quantity.end = tokens.ends[last - 1]
    n = len(tokens)
    k = last
    while k < n and same_sentence(marked, j, k):
        if tokens.forms[k] in word_set("ar", "grammar", "among") and sense.data.get("plain"):
            k += 1
            continue
        if k + 1 < n and tokens.forms[k] in word_set("ar", "grammar", "and") and not tokens.glued(k + 1):
            k += 1
        found = counted_sense(marked, k)
        if (
            found is None
            or not (
                found[0].prefix in word_set("ar", "grammar", "and")
                or tokens.forms[k - 1] in word_set("ar", "grammar", "and") | word_set("ar", "grammar", "among")
            )
            or k in marked.number_at
        ):
            break
        other, after = found
        if not _counted_together(sense, other, quantity):
            break
        first_category, second = sense.data.get("cat"), other.data.get("cat")
        if first_category != second and {first_category, second} <= {
            "killed",
            "wounded",
            "missing",
            "casualties",
            None,
        }:
            quantity.mixed = (*quantity.mixed, *(c for c in (first_category, second) if c))
        quantity.groups = (*quantity.groups, *other.data.get("groups", ()))
        quantity.last, quantity.end = after, tokens.ends[after - 1]
        k = after
    them = marked.tagged(quantity.last, "of_them") if quantity.last < n else None
    if them is not None and them[1] not in marked.number_at:  # not: 3547 شخصا منهم 126 مدنيا
        quantity.shape, quantity.last = "of_them", them[1]


def _counted_together(sense: Sense, other: Sense, quantity: Quantity) -> bool:
    """Whether "N noun and noun" counts both nouns with one number, and not one more person."""
    if sense.data.get("unit", "person") != other.data.get("unit", "person"):
        return False
    if other.number == "sg":
        return sense.number == "sg" and (quantity.low is None or quantity.low > 10)
    return (
        other.number in ("pl", "du|pl") and sense.number in ("pl", "du|pl", "sg") and other.definite == sense.definite
    )


def with_partitive(marked: Annotated, quantity: Quantity, j: int) -> Quantity:
    """Number + من + plural (خمسة من رجال الشرطة، 3 من كبار السياسيين); number + بين قتيل وجريح."""
    tokens = marked.tokens
    k = j + 1
    steps = 0
    while (
        k < len(tokens)
        and steps < MAX_GAP
        and (transparent(marked, k) or tokens.forms[k] in word_set("ar", "grammar", "partitive_heads"))
        and not counted_sense(marked, k)
    ):
        k, steps = k + 1, steps + 1
    if k >= len(tokens) or not same_sentence(marked, j, k):
        return quantity
    found = counted_sense(marked, k)
    if tokens.forms[j] in word_set("ar", "grammar", "among"):
        if found and found[0].data.get("cat"):
            quantity.shape = "number"
            _set_noun(marked, quantity, found[0], k, found[1])
        return quantity
    if found and not found[0].prefix and found[0].number != "sg":
        quantity.shape = "number"
        _set_noun(marked, quantity, found[0], k, found[1])
    elif is_thing(marked, k) and not found:
        quantity.thing, quantity.last = True, k + 1
    elif tokens.forms[k] in word_set("ar", "grammar", "collectives"):
        last = (
            k + 2 if k + 1 < len(tokens) and definite(tokens.forms[k + 1]) and k + 1 not in marked.place_at else k + 1
        )
        quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", k, last, tokens.ends[last - 1]
    elif tokens.kinds[k] == WORD and k not in marked.place_at:
        form = tokens.forms[k]
        national = country_of_demonym(form, "ar") is not None
        if national or definite(form):
            quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", k, k + 1, tokens.ends[k]
            quantity.unknown_noun = not national and not _people_by_form(form, quantity)
    return quantity


def is_definite(marked: Annotated, quantity: Quantity) -> bool:
    """Whether a quantity is told as one known already: its number or its noun is definite."""
    tokens, first = marked.tokens, quantity.first
    if quantity.number is not None and quantity.number.definite:
        return True
    return first > 0 and tokens.forms[first - 1] in word_set("ar", "grammar", "article") and tokens.glued(first)


def noun_before(marked: Annotated, quantity: Quantity) -> bool:
    """The noun of a definite number that follows it: الأجانب الخمسة، الجنود البريطانيين الـ15، عناصر طالبان الخمسة."""
    tokens = marked.tokens
    first = quantity.first
    if first > 0 and tokens.forms[first - 1] in word_set("ar", "grammar", "article") and tokens.glued(first):
        first -= 1
    for k in range(first - 1, max(first - 4, -1), -1):
        if not same_sentence(marked, quantity.first, k) or (tokens.kinds[k] == SIGN and not transparent(marked, k)):
            return False
        found = counted_sense(marked, k)
        if found and found[0].number in ("pl", "du|pl", "du") and not (found[0].data.get("number_only")):
            quantity.shape, quantity.noun, quantity.noun_at, quantity.first = "number", found[0], k, k
            quantity.start = tokens.inside(k, found[0].skipped) if found[0].prefix else tokens.starts[k]
            quantity.prefix = found[0].prefix
            return True
        if is_thing(marked, k):
            quantity.thing = True
            return True
        form = tokens.forms[k]
        if form in word_set("ar", "grammar", "function_words") or marked.tagged(k, "bound") or k in marked.number_at:
            return False
        if any(s.entry.tag == "trigger" and s.form in ("past", "passive") for s, _ in marked.marks[k]):
            return False  # قتلى وأصيب العشرات
        if k < first - 1 and not definite(form) and country_of_demonym(form, "ar") is None:
            return False
    return False


def _may_be_noun(marked: Annotated, j: int) -> bool:
    """An unknown word after a number is its noun unless it is known to be something else."""
    tokens = marked.tokens
    form = tokens.forms[j]
    if len(form) < 3 or j in marked.number_at or j in marked.place_at or j in marked.date_at:
        return False
    if form in word_set("ar", "grammar", "function_words") or form.startswith(affixes("joined_articles")):
        return False
    if any(sense.prefix for sense, _ in marked.marks[j]):
        return False
    return not _NOT_A_NOUN & {sense.entry.tag for sense, _ in marked.marks[j]}


def same_sentence(marked: Annotated, i: int, j: int) -> bool:
    """Whether two tokens stand in one sentence, the second being no break."""
    return marked.tokens.sentence_of(i) == marked.tokens.sentence_of(j) and marked.tokens.kinds[j] != BREAK
