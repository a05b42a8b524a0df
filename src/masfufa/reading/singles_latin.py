"""Singular nouns that stand for one person in English and French: a soldier, another young woman, his wife."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.noun_phrases_latin import adjective_at, looks_like_people, noun_at, stops_phrase
from masfufa.reading.quantities import Quantity

_LONGEST = 5
_NAME_REACH = 6


def single_at(marked: Annotated, i: int, taken: set[int]) -> Quantity | None:
    """The person that the determiner at token i introduces; whether that is a figure is for the category to decide."""
    tokens = marked.tokens
    forms, kinds, n = tokens.forms, tokens.kinds, len(tokens)
    head: tuple[Sense | None, int, int] | None = None
    k = i + 1
    while k < n and k - i <= _LONGEST and k not in taken and k not in marked.date_at:
        if kinds[k] != WORD:
            if not (forms[k] == "-" and tokens.glued(k)):
                break
            k += 1
            continue
        named = noun_at(marked, k)
        if named is not None:
            sense, after, plural, thing = named
            if plural and (sense.data.get("number") or sense.number) == "pl":
                return None
            head = None if thing else (sense, k, after)
            k = after
            if "head_first" in marked.grammar.traits:
                if head is not None:
                    head = (*head[:2], _past_age(marked, after))
                break
            continue
        form = forms[k]
        small = form in marked.grammar.function_words and not (form == "us" and tokens.capital(k))
        if small or stops_phrase(marked, k) or adjective_at(marked, k) is not None:
            break
        head = (
            (None, k, k + 1)
            if looks_like_people(form, marked.language, plural=False) and not tokens.capital(k)
            else None
        )
        k += 1
    if head is None:
        if forms[i] in marked.grammar.another and k == i + 1:
            return Quantity(i, k, tokens.starts[i], tokens.ends[i], 1, 1, "one", noun_at=None)
        return None
    sense_, at, after = head
    if sense_ is not None and (sense_.data.get("unit") or sense_.data.get("event") or sense_.data.get("number_only")):
        return None
    if sense_ is not None and sense_.data.get("article", forms[i]) != forms[i]:
        return None
    if _name_follows(marked, at, after) or _named_in_apposition(marked, after) or _names_before(marked, i):
        return None
    start, value = tokens.starts[at], int(sense_.data.get("value", 1)) if sense_ is not None else 1
    if value > 1 and after < n and forms[after] in marked.grammar.of:
        return None  # a couple of
    return Quantity(i, after, start, tokens.ends[after - 1], value, value, "one", noun=sense_, noun_at=at)


def _past_age(marked: Annotated, k: int) -> int:
    """The index after the age of somebody: un enfant de six ans."""
    forms, grammar = marked.tokens.forms, marked.grammar
    number = marked.number_at.get(k + 1)
    if number is None or forms[k] not in grammar.of or number.last >= len(forms):
        return k
    return number.last + 1 if forms[number.last] in grammar.years else k


def _name_follows(marked: Annotated, at: int, after: int) -> bool:
    """A judge Ali Hassan: a person given by name."""
    tokens = marked.tokens
    if after >= len(tokens) or tokens.kinds[after] != WORD or tokens.capital(at) or not tokens.capital(after):
        return False
    return after not in marked.date_at and after not in marked.place_at


def _named_in_apposition(marked: Annotated, after: int) -> bool:
    """His friend, the journalist Ali Hassan: a name of two words within a comma's reach."""
    tokens = marked.tokens
    if after >= len(tokens) or tokens.forms[after] != ",":
        return False
    for k in range(after + 1, min(after + _NAME_REACH, len(tokens) - 1)):
        if tokens.kinds[k] != WORD:
            return False
        if all(
            tokens.kinds[j] == WORD and tokens.capital(j) and j not in marked.place_at and j not in marked.date_at
            for j in (k, k + 1)
        ):
            return True
    return False


def _names_before(marked: Annotated, i: int) -> bool:
    """Nasrin Sotoudeh, a lawyer: who was named before the comma."""
    tokens = marked.tokens
    return (
        i > 2
        and tokens.forms[i - 1] == ","
        and tokens.kinds[i - 2] == WORD
        and tokens.capital(i - 2)
        and tokens.capital(i - 3)
        and i - 2 not in marked.place_at
        and i - 2 not in marked.date_at
    )
