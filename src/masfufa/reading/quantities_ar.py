"""Quantities in Arabic: number and noun in both orders, duals, singular nouns that stand for one."""

from __future__ import annotations

from masfufa.language.tokens import NUMBER, SIGN, WORD
from masfufa.lexicon.matcher import Sense
from masfufa.lexicon.store import table
from masfufa.reading.annotated import Annotated
from masfufa.reading.places import country_of_demonym
from masfufa.reading.quantities import Quantity, counted_sense, is_thing, transparent
from masfufa.values.numbers import Number

_PARTITIVE = frozenset(("من",))
_MAX_NUMBER_NOUN_GAP = 2


def find_quantities(marked: Annotated) -> list[Quantity]:
    """All quantities of a document, in text order."""
    out: list[Quantity] = []
    taken: set[int] = set()
    for number in marked.numbers:
        quantity = _of_number(marked, number)
        if quantity is not None:
            out.append(quantity)
            taken.update(range(quantity.first, quantity.last))
    for i in range(len(marked.tokens)):
        if i in taken or not marked.marks[i]:
            continue
        single = _of_noun(marked, i, taken)
        if single is not None:
            out.append(single)
            taken.update(range(single.first, single.last))
    out.sort(key=lambda q: (q.first, q.last))
    return out


def _whole(value: int | float | None) -> int | None:
    return None if value is None else int(value)


def _of_number(marked: Annotated, number: Number) -> Quantity | None:
    tokens = marked.tokens
    if number.ordinal or number.low is None or number.low != int(number.low) or number.high != int(number.high or 0):
        return None
    if number.first in marked.date_at and not _counts_days(marked, number):
        return None
    if _part_of_name(marked, number):
        return None
    first, last, start, end = number.first, number.last, number.start, number.end
    quantity = Quantity(
        first, last, start, end, _whole(number.low), _whole(number.high), "bare",
        qualifier={"vague": "vague", "range": "range"}.get(number.kind, "exact"),
        prefix=number.prefix, number=number,
    )  # fmt: skip
    n = len(tokens)
    j = last
    while j < n and j - last < _MAX_NUMBER_NOUN_GAP and transparent(marked, j):
        j += 1
    if j < n and _in_same_sentence(marked, first, j):
        if tokens.forms[j] in ("%", "بالمءه", "بالماءه") or _percent(marked, j):
            return None
        if tokens.forms[j] in _PARTITIVE or (tokens.forms[j] == "بين" and j == last):
            return _with_partitive(marked, quantity, j)
        them = marked.tagged(j, "of_them")
        if them:
            quantity.shape, quantity.last = "of_them", them[1]
            quantity.end = tokens.ends[quantity.last - 1]
            return quantity
        if _noun_after(marked, quantity, j):
            return quantity
    _noun_before(marked, quantity)
    return quantity


def _percent(marked: Annotated, j: int) -> bool:
    forms = marked.tokens.forms
    return forms[j] == "في" and forms[j + 1 : j + 2] in (["الميه"], ["المايه"]) or forms[j] in ("بالميه", "بالمايه")


def _counts_days(marked: Annotated, number: Number) -> bool:
    """A number inside a date expression that is longer than it (قبل ثلاثة أيام) is part of the date."""
    return False


def _part_of_name(marked: Annotated, number: Number) -> bool:
    """Numbers in hashtags, codes and resolution numbers (U2, القرار 2811)."""
    tokens = marked.tokens
    before = number.first - 1
    if before >= 0 and tokens.glued(number.first) and tokens.kinds[before] == WORD and tokens.forms[before].isascii():
        return True
    return before >= 0 and bool(marked.tagged(before, "distance")) and tokens.sentence_of(before) == tokens.sentence_of(number.first)


def _in_same_sentence(marked: Annotated, i: int, j: int) -> bool:
    return marked.tokens.sentence_of(i) == marked.tokens.sentence_of(j) and marked.tokens.kinds[j] != 3


def _noun_after(marked: Annotated, quantity: Quantity, j: int) -> bool:
    """Take the noun at token j as what the number counts; False where the word there is none."""
    tokens = marked.tokens
    if tokens.kinds[j] != WORD:
        return False
    for sense, last in marked.marks[j]:
        if sense.entry.tag == "things" and not sense.prefix:
            quantity.thing = True
            quantity.last = last
            return True
        if sense.entry.tag == "counted" and not sense.prefix:
            _set_noun(marked, quantity, sense, j, last)
            return True
    form = tokens.forms[j]
    if country_of_demonym(form, "ar") and not form.startswith(("و", "ب", "ل", "ف")):
        quantity.shape, quantity.noun_at, quantity.last = "number", j, j + 1
        quantity.end = tokens.ends[j]
        return True
    if _may_be_noun(marked, j):
        quantity.unknown_noun, quantity.noun_at = True, j
        quantity.shape, quantity.last, quantity.end = "number", j + 1, tokens.ends[j]
        return True
    return False


def _set_noun(marked: Annotated, quantity: Quantity, sense: Sense, j: int, last: int) -> None:
    tokens = marked.tokens
    quantity.shape, quantity.noun, quantity.noun_at, quantity.last = "number", sense, j, last
    quantity.end = tokens.ends[last - 1]
    n = len(tokens)
    k = last
    while k < n and _in_same_sentence(marked, j, k):
        if tokens.forms[k] == "بين" and sense.data.get("plain"):
            k += 1
            continue
        if k + 1 < n and tokens.forms[k] == "و" and not tokens.glued(k + 1):
            k += 1
        found = counted_sense(marked, k)
        if found is None or not (found[0].prefix == "و" or (tokens.forms[k - 1] in ("و", "بين"))):
            break
        other, after = found
        if not _coordinates(sense, other, quantity) or k in marked.number_at:
            break
        first_category, second = sense.data.get("cat"), other.data.get("cat")
        if first_category != second and {first_category, second} <= {"killed", "wounded", "missing", "casualties", None}:
            quantity.mixed = (*quantity.mixed, *(c for c in (first_category, second) if c))
        quantity.groups = (*quantity.groups, *other.data.get("groups", ()))
        quantity.last, quantity.end = after, tokens.ends[after - 1]
        k = after


def _coordinates(sense: Sense, other: Sense, quantity: Quantity) -> bool:
    """Whether "N noun and noun" counts both nouns with one number, and not one more person."""
    if sense.data.get("unit", "person") != other.data.get("unit", "person"):
        return False
    if other.number == "sg":
        vague_or_large = quantity.low is None or quantity.low > 10
        return sense.number == "sg" and vague_or_large
    return other.number in ("pl", "du|pl") and sense.number in ("pl", "du|pl", "sg") and other.definite == sense.definite


def _with_partitive(marked: Annotated, quantity: Quantity, j: int) -> Quantity:
    """Number + من + plural: خمسة من رجال الشرطة، 50 ألفا من كبار السن; number + بين قتيل وجريح."""
    tokens = marked.tokens
    k = j + 1
    quoted = 0
    while k < len(tokens) and quoted < 2 and (transparent(marked, k) or tokens.forms[k] in ("كبار", "بين", "افضل", "ابرز")):
        k, quoted = k + 1, quoted + 1
    if k >= len(tokens) or not _in_same_sentence(marked, j, k):
        return quantity
    found = counted_sense(marked, k)
    if tokens.forms[j] == "بين":
        if found and found[0].data.get("cat"):
            quantity.shape = "number"
            _set_noun(marked, quantity, found[0], k, found[1])
        return quantity
    if is_thing(marked, k) and not found:
        quantity.thing, quantity.last = True, k + 1
        return quantity
    if found and not found[0].prefix and found[0].number != "sg":
        quantity.shape = "number"
        _set_noun(marked, quantity, found[0], k, found[1])
        return quantity
    form = tokens.forms[k]
    if tokens.kinds[k] == WORD and (country_of_demonym(form, "ar") or form.startswith("ال")):
        quantity.shape, quantity.noun_at, quantity.last, quantity.end = "number", k, k + 1, tokens.ends[k]
        quantity.unknown_noun = country_of_demonym(form, "ar") is None
    return quantity


def _noun_before(marked: Annotated, quantity: Quantity) -> None:
    """The noun of a definite number that follows it: الأجانب الخمسة، الجنود البريطانيين الـ15، المعتقلين وعددهم 50."""
    tokens = marked.tokens
    definite = bool(quantity.number and quantity.number.definite)
    first = quantity.first
    if not definite and first > 0 and tokens.forms[first - 1] == "ال" and tokens.glued(first):
        definite, first = True, first - 1
    if not definite:
        return
    for k in range(first - 1, max(first - 4, -1), -1):
        if tokens.kinds[k] == SIGN and not transparent(marked, k):
            return
        if is_thing(marked, k):
            quantity.thing = True
            return
        found = counted_sense(marked, k)
        if found and found[0].number in ("pl", "du|pl", "du"):
            quantity.shape, quantity.noun, quantity.noun_at = "number", found[0], k
            quantity.first = k
            quantity.start = tokens.inside(k, len(found[0].prefix)) if found[0].prefix else tokens.starts[k]
            quantity.prefix = found[0].prefix
            return
        if country_of_demonym(tokens.forms[k], "ar") is None and not tokens.forms[k].startswith("ال") and k < first - 1:
            return


def _may_be_noun(marked: Annotated, j: int) -> bool:
    """An unknown word after a number is its noun unless it is known to be something else."""
    tokens = marked.tokens
    form = tokens.forms[j]
    if form in _function_words() or j in marked.number_at or j in marked.place_at or len(form) < 3:
        return False
    known = {sense.entry.tag for sense, _ in marked.marks[j]}
    return not known & {"trigger", "say", "rise", "clause", "part", "according", "total", "stock", "future", "hypothetical"}


def _function_words() -> frozenset[str]:
    return frozenset(_folded("function_words"))


def _folded(section: str) -> tuple[str, ...]:
    from masfufa.language.fold import fold_word

    cached = _CACHE.get(section)
    if cached is None:
        cached = _CACHE[section] = tuple(fold_word(w) for w in table("ar", "grammar")[section])
    return cached


_CACHE: dict[str, tuple[str, ...]] = {}


def _of_noun(marked: Annotated, i: int, taken: set[int]) -> Quantity | None:
    """A dual, or a singular that may stand for one person; whether it does is for the category to decide."""
    found = counted_sense(marked, i)
    if found is None:
        return None
    sense, last = found
    if sense.data.get("number_only") or sense.data.get("event"):
        if not (sense.data.get("event") and sense.number == "du"):
            return None
    tokens = marked.tokens
    start = tokens.inside(i, sense.skipped) if sense.skipped else tokens.starts[i]
    end = tokens.ends[last - 1]
    if sense.number == "du" or (sense.number == "du|pl" and _dual_proved(marked, last)):
        quantity = Quantity(i, last, start, end, 2, 2, "dual", noun=sense, noun_at=i, prefix=sense.prefix)
        if last < len(tokens) and last in marked.number_at and marked.number_at[last].low == 2:
            quantity.last, quantity.end = last + 1, tokens.ends[last]
        return quantity
    if sense.number == "sg" or (sense.data.get("other") and tokens.forms[i].rstrip() in _ONE_OTHER):
        return Quantity(i, last, start, end, 1, 1, "one", noun=sense, noun_at=i, prefix=sense.prefix)
    return None


_ONE_OTHER = frozenset(("اخر", "واخر", "اخري", "واخري"))


def _dual_proved(marked: Annotated, after: int) -> bool:
    """-ين is a dual where اثنين or a dual adjective follows."""
    tokens = marked.tokens
    for k in range(after, min(after + 2, len(tokens))):
        if tokens.forms[k] in ("اثنين", "اثنان", "اثنتين", "اثنتان"):
            return True
    return False


__all__ = ["NUMBER", "find_quantities"]
