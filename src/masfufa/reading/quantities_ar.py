"""Quantities in Arabic: number and noun in both orders, duals, singular nouns that stand for one."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.reading.annotated import Annotated
from masfufa.reading.quantities import Quantity, counted, counted_sense, is_thing, transparent, whole_bounds
from masfufa.reading.quantity_nouns_ar import (
    MAX_GAP,
    is_definite,
    noun_after,
    noun_before,
    same_sentence,
    with_partitive,
)
from masfufa.reading.quantity_words_ar import NATIONAL, of_demonym, of_noun, one_of
from masfufa.reading.words import word_set
from masfufa.values.numbers import Number

_MODEL = 200
"""Numbers below this after a dash are those of models: AK-47."""
_NO_COUNT = frozenset(("fraction", "code"))


def find_quantities(marked: Annotated) -> list[Quantity]:
    """All quantities of a document, in text order."""
    out, taken = counted(marked, _of_number)
    opened = False
    follows = -1
    for i, marks in enumerate(marked.marks):
        if not marks and not opened and follows != i:
            continue
        single = None
        if i not in taken:
            single = (one_of(marked, i) or of_noun(marked, i)) if marks else None
            if single is None and (opened or follows == i):
                single = of_demonym(marked, i, follows=follows == i)
        follows = i + 1 if single is not None and single.noun is NATIONAL else -1
        opened = any(sense.entry.tag in ("part", "trigger") for sense, _ in marks)
        if single is not None and not taken & set(range(single.first, single.last)):
            out.append(single)
            taken.update(range(single.first, single.last))
    out.sort(key=lambda q: (q.first, q.last))
    return out


def _of_number(marked: Annotated, number: Number) -> Quantity | None:
    tokens = marked.tokens
    bounds = whole_bounds(number)
    if bounds is None or number.kind in _NO_COUNT or _part_of_name(marked, number):
        return None
    if tokens.forms[number.first] in word_set("ar", "grammar", "names_like_numbers"):
        return None
    quantity = Quantity(
        number.first, number.last, number.start, number.end, *bounds, "bare",
        qualifier={"vague": "vague", "range": "range"}.get(number.kind, "exact"),
        prefix=number.prefix, number=number,
    )  # fmt: skip
    if number.first in marked.date_at and not (number.kind == "range" and _after_date(marked, quantity)):
        return None
    if (
        tokens.forms[number.first] in word_set("ar", "grammar", "two")
        and number.first
        and number.first - 1 not in marked.number_at
    ):
        pair = counted_sense(marked, number.first - 1)
        if pair and pair[0].number in ("du", "du|pl"):  # شرطيين اثنين
            k = number.first - 1
            quantity.shape, quantity.noun, quantity.noun_at, quantity.first = "number", pair[0], k, k
            quantity.start = tokens.inside(k, pair[0].skipped) if pair[0].skipped else tokens.starts[k]
            quantity.prefix = pair[0].prefix
            return quantity
    if number.ordinal:
        quantity.shape = "ordinal"
        quantity.low = quantity.high = 1
        return quantity
    if is_definite(marked, quantity) and noun_before(marked, quantity):
        return quantity
    n = len(tokens)
    j = quantity.last
    while j < n and j - quantity.last < MAX_GAP and transparent(marked, j):
        j += 1
    if j < n and same_sentence(marked, quantity.first, j):
        form = tokens.forms[j]
        if form in word_set("ar", "grammar", "percent") or _percent_words(marked, j):
            return None
        them = marked.tagged(j, "of_them")
        if them:
            return _of_them(marked, quantity, them[1])
        if form in word_set("ar", "grammar", "partitive") or (
            form in word_set("ar", "grammar", "among") and j == quantity.last
        ):
            return with_partitive(marked, quantity, j)
        if noun_after(marked, quantity, j):
            return quantity
    if quantity.low == 1 and _is_one(tokens.forms[quantity.first]):
        return None  # "one" after its noun is an adjective: شهر واحد
    if (
        quantity.low is not None
        and quantity.low < _MODEL
        and quantity.first > 1
        and _dash_before(marked, quantity.first)
    ):
        return None  # ميركافا - 4
    if (
        quantity.first > 0
        and is_thing(marked, quantity.first - 1)
        and not quantity.prefix
        and quantity.qualifier == "exact"
    ):
        return None  # تفجيرات 11 سبتمبر، القرار 2811
    return quantity


def _is_one(form: str) -> bool:
    ones = word_set("ar", "grammar", "one")
    return form in ones or form[1:] in ones


def _dash_before(marked: Annotated, first: int) -> bool:
    tokens = marked.tokens
    before = tokens.forms[first - 1] in word_set("ar", "grammar", "dashes")
    return before and tokens.kinds[first - 2] == WORD and first - 2 not in marked.place_at


def _after_date(marked: Annotated, quantity: Quantity) -> bool:
    """من أكتوبر 2023 إلى 62,192: the "range" begins in a date, only its end is a quantity."""
    tokens = marked.tokens
    first = marked.date_at[quantity.first].last + 1
    if first >= quantity.last or first in marked.date_at:
        return False
    quantity.first, quantity.start = first, tokens.starts[first]
    quantity.low, quantity.qualifier = quantity.high, "exact"
    return True


def _percent_words(marked: Annotated, j: int) -> bool:
    forms = marked.tokens.forms
    return forms[j] in word_set("ar", "grammar", "percent_in") and bool(
        set(forms[j + 1 : j + 2]) & word_set("ar", "grammar", "percent_whole")
    )


def _part_of_name(marked: Annotated, number: Number) -> bool:
    """Numbers of codes (U2), and those that a word such as "distance", "aged" or "resolution" claims."""
    tokens = marked.tokens
    before = number.first - 1
    if before < 0:
        return False
    if tokens.glued(number.first) and tokens.kinds[before] == WORD and tokens.forms[before].isascii():
        return True
    for back in range(before, max(before - 4, -1), -1):
        found = marked.tagged(back, "distance")
        if found and found[1] == number.first and tokens.sentence_of(back) == tokens.sentence_of(number.first):
            # الجولة 26 من المسح names one, سقط في الجولة 26 قتيلا counts
            counts = number.last < len(tokens) and counted_sense(marked, number.last) is not None
            return not (found[0].data.get("loose") and counts)
    return False


def _of_them(marked: Annotated, quantity: Quantity, last: int) -> Quantity:
    """ثلاثة منهم، خمسون منهم راهبا: a part, with the noun that may follow."""
    tokens = marked.tokens
    quantity.shape, quantity.last, quantity.end = "of_them", last, tokens.ends[last - 1]
    if last < len(tokens) and same_sentence(marked, quantity.first, last):
        found = counted_sense(marked, last)
        if found and not found[0].prefix and not found[0].definite:
            quantity.noun, quantity.noun_at, quantity.last = found[0], last, found[1]
    return quantity
