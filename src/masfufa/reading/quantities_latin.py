"""Quantities in English and French: numbers with the nouns they count, and singular nouns that stand for one person."""

from __future__ import annotations

from masfufa.language.tokens import NUMBER, WORD
from masfufa.reading.annotated import Annotated
from masfufa.reading.noun_phrases_latin import Phrase, noun_phrase
from masfufa.reading.quantities import Quantity, counted, counted_sense
from masfufa.reading.singles_latin import single_at
from masfufa.values.numbers import Number

_UNUSED_KINDS = frozenset(("code", "fraction"))
_OLDEST = 110
_SHARE_REACH = 3
_JOINTS = frozenset(("-", "/", ":", ".", "'", "+"))


def find_quantities(marked: Annotated) -> list[Quantity]:
    """All quantities of a document, in text order."""
    out, taken = counted(marked, _of_number)
    out = [q for n, q in enumerate(out) if n == 0 or q.first >= out[n - 1].last or q.first < out[n - 1].first]
    determiners = marked.grammar.one_determiners | marked.grammar.own_determiners
    for i, form in enumerate(marked.tokens.forms):
        if form in determiners and i not in taken:
            single = single_at(marked, i, taken)
            if single is not None:
                out.append(single)
                taken.update(range(single.first, single.last))
    out.sort(key=lambda q: (q.first, q.last))
    return out


def _of_number(marked: Annotated, number: Number) -> Quantity | None:
    tokens = marked.tokens
    if number.ordinal or number.kind in _UNUSED_KINDS or number.low is None or number.low != int(number.low):
        return None
    if number.first in marked.date_at or _is_measure(marked, number):
        return None
    high = None if number.high is None else int(number.high)
    quantity = Quantity(
        number.first, number.last, number.start, number.end, int(number.low), high, "bare",
        qualifier={"vague": "vague", "range": "range", "about": "approx"}.get(number.kind, "exact"), number=number,
    )  # fmt: skip
    _take_determiners(marked, quantity)
    age = _age_after(marked, number.last)
    phrase = noun_phrase(marked, age or number.last, one=quantity.high == 1 or age is not None)
    if age is not None:
        return _aged(marked, quantity, age, phrase)
    if phrase is None:
        return None if _parenthetic_age(marked, quantity) else quantity
    quantity.last, quantity.thing, quantity.unknown_noun = phrase.last, phrase.thing, phrase.unknown
    quantity.quality = phrase.quality
    if not phrase.thing:
        quantity.end = tokens.ends[phrase.last - 1]
        quantity.shape = "of_them" if phrase.of_them else "number"
        quantity.noun, quantity.noun_at = phrase.noun, phrase.noun_at
    return quantity


def _is_measure(marked: Annotated, number: Number) -> bool:
    """Numbers of ages, sums, scores, names and times: what stands right before or after says so."""
    return _measured_before(marked, number) or _measured_after(marked, number.last)


def _measured_before(marked: Annotated, number: Number) -> bool:
    tokens, first = marked.tokens, number.first
    before = first - 1
    for k in range(max(before - 1, 0), first):
        found = marked.tagged(k, "distance")
        if found and found[1] == first and tokens.sentence_of(k) == tokens.sentence_of(first):
            # "round 26 of the survey" names one, "round 900 people" counts
            return not (found[0].data.get("loose") and _counts(marked, number.last))
    for k in range(max(before - _SHARE_REACH, 1), first):
        shared = tokens.forms[k] in marked.grammar.of and tokens.forms[k - 1] in marked.grammar.shares
        if shared and tokens.sentence_of(k) == tokens.sentence_of(first):
            return k not in marked.number_at
    if before < 1 or not tokens.glued(first) or tokens.forms[before] not in _JOINTS or not tokens.glued(before):
        return False
    return not (tokens.forms[before] == "." and tokens.kinds[before - 1] == WORD)  # a lost space after a full stop


def _counts(marked: Annotated, last: int) -> bool:
    return last < len(marked.tokens) and counted_sense(marked, last) is not None


def _measured_after(marked: Annotated, last: int) -> bool:
    tokens, forms = marked.tokens, marked.tokens.forms
    following = forms[last] if last < len(forms) else ""
    if following in ("%", "°") or following in marked.grammar.percent:
        return True
    if following in marked.grammar.per and forms[last + 1 : last + 2] not in ([day] for day in marked.grammar.a_day):
        return True
    if last + 1 >= len(forms):
        return False
    if following in ("/", ":"):
        return tokens.kinds[last + 1] == NUMBER
    compound = following == "-" and tokens.glued(last) and tokens.glued(last + 1) and tokens.kinds[last + 1] == WORD
    return compound and _age_after(marked, last) is None  # a 57-storey tower, a 300-strong force


def _take_determiners(marked: Annotated, quantity: Quantity) -> None:
    """Let the figure begin at another, an additional, a further; pass over the, all, a total of."""
    forms = marked.tokens.forms
    k = quantity.first
    while k > 0 and forms[k - 1] in marked.grammar.further:
        k -= 1
    if k != quantity.first:
        if k > 0 and forms[k - 1] in marked.grammar.articles_of_one:
            k -= 1
        quantity.first, quantity.start = k, marked.tokens.starts[k]
    # these belong to the quantity but not to its text
    for words in marked.grammar.phrases("totals"):
        if tuple(forms[max(k - len(words), 0) : k]) == words:
            quantity.first = k - len(words)
            return
    if k and forms[k - 1] in marked.grammar.definite:
        quantity.first = k - 1


def _age_after(marked: Annotated, last: int) -> int | None:
    """Index after "-year-old" that follows a number."""
    forms = marked.tokens.forms
    for shape in marked.grammar.phrases("ages"):
        if tuple(forms[last : last + len(shape)]) == shape:
            return last + len(shape)
    return None


def _aged(marked: Annotated, quantity: Quantity, age: int, phrase: Phrase | None) -> Quantity | None:
    """A 19-year-old, a 19-year-old student: one person."""
    tokens = marked.tokens
    if quantity.first == 0 or tokens.forms[quantity.first - 1] not in marked.grammar.one_determiners:
        return None
    quantity.low = quantity.high = 1
    quantity.shape, quantity.qualifier, quantity.number = "one", "exact", None
    quantity.first -= 1
    quantity.last, quantity.end = age, tokens.ends[age - 1]
    if phrase is not None and phrase.noun is not None:
        quantity.noun, quantity.noun_at = phrase.noun, phrase.noun_at
        quantity.last, quantity.end = phrase.last, tokens.ends[phrase.last - 1]
    return quantity


def _parenthetic_age(marked: Annotated, quantity: Quantity) -> bool:
    """ "The driver, 31, said": a small bare number between commas or brackets after a word."""
    forms, first, last = marked.tokens.forms, quantity.first, quantity.last
    if first == 0 or last >= len(forms) or (quantity.high or 0) > _OLDEST or quantity.low != quantity.high:
        return False
    return (forms[first - 1], forms[last]) in ((",", ","), ("(", ")"))
