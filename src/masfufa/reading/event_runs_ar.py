"""Words around an Arabic noun phrase that name nobody: adverbs, adjectives, measures, verbs that describe."""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import NUMBER, WORD, Tokens
from masfufa.lexicon.store import table
from masfufa.reading.event_lexicon_ar import LISTS

_NISBA = ("يه", "يين", "يتين", "يتان")
_SHORTEST_NISBA = 5


@cache
def _adverbials() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold_word(word).split()) for word in table("ar", "events")["adverbials"])


@cache
def _adverbial_heads() -> frozenset[str]:
    return frozenset(words[0] for words in _adverbials())


def past_adverb(tokens: Tokens, k: int, stop: int) -> int:
    """The token after an adverb of two words (على الأقل) that begins at `k`; `k` itself where none does."""
    forms = tokens.forms
    if forms[k] not in _adverbial_heads() or k + 1 >= stop:
        return k
    return k + 2 if (forms[k], forms[k + 1]) in _adverbials() else k


def ends_adverb(tokens: Tokens, k: int) -> bool:
    """Whether the token at `k` is the second word of an adverb of two."""
    return k > 0 and (tokens.forms[k - 1], tokens.forms[k]) in _adverbials()


def conjunction(form: str) -> int:
    """How many letters of a folded word are the conjunction و before it: 0 or 1."""
    return int(form[0] == "و" and len(form) > 3 and "=radical_waw" not in LISTS[form])


def is_measure(tokens: Tokens, k: int, stop: int) -> bool:
    """Whether a number at `k` measures something: 20 كم."""
    return tokens.kinds[k] == NUMBER and k + 1 < stop and "measures" in LISTS[tokens.forms[k + 1]]


@cache
def _thing_sectors() -> dict[str, str]:
    listed = table("ar", "roles")["thing_sectors"]
    return {fold_word(word): sector for sector, words in listed.items() for word in words}


@cache
def _adjective_sectors() -> dict[str, str]:
    listed = table("ar", "roles")["adjective_sectors"]
    return {fold_word(word): sector for sector, words in listed.items() for word in words}


def thing_sector(tokens: Tokens, first: int, last: int) -> str | None:
    """What a thing is, by the adjective behind it (مصنع عسكري) or by itself (سوق); None for other nouns."""
    forms = tokens.forms
    if "possessions" not in LISTS[forms[first]] and forms[first] not in _thing_sectors():
        return None
    for k in range(first + 1, last):
        sector = _adjective_sectors().get(forms[k].removeprefix("ال"))
        if sector:
            return sector
    return _thing_sectors().get(forms[first])


def describes(form: str) -> bool:
    """Whether a folded word that no actor owns can only be an adjective: عنيفة، دقيقة، شعبية."""
    lists = LISTS[form]
    return "describing" in lists or (
        len(form) >= _SHORTEST_NISBA
        and form.endswith(_NISBA)
        and not form.startswith(("ال", "و"))
        and "quantities" not in lists
    )


def describing_verb(form: str) -> bool:
    """Whether a folded word is a verb that says more of the actor before it: يقود، يرتدون."""
    if "=describing_verbs" in LISTS[form]:
        return True
    return len(form) > 4 and form[0] in "يت" and form.endswith("ون") and "event word" not in LISTS[form]


def past_adjectives(tokens: Tokens, k: int, stop: int, definite: bool, taken: Container[int]) -> int:
    """The token after the adjectives of a noun that ends before `k`; `taken` are tokens of actors."""
    forms = tokens.forms
    while k < stop and tokens.kinds[k] == WORD and k not in taken:
        form = forms[k]
        if "relatives" in LISTS[form]:
            break
        if (definite and form.startswith("ال") and len(form) > 4) or describes(form):
            k += 1
        else:
            break
    return k
