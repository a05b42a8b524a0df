"""The words of a sentence as features: each without clitics, article and ending, so that few sentences teach much."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

WORD_FEATURE = "word "
"""How the features begin."""
_CONJUNCTIONS, _PARTICLES = "وف", "بل"
_ARTICLES = ("بال", "كال", "ال", "لل")
_ENDINGS = ("هما", "هم", "ها", "نا", "ات", "ون", "ين", "يه", "ه", "ا")
_SHORTEST = 3


@lru_cache(maxsize=65536)
def skeleton(form: str) -> str:
    """What is left of a folded word: متظاهر of والمتظاهرين. Empty where it has no Arabic letter."""
    if not any("\u0621" <= letter <= "\u064a" for letter in form):
        return ""
    if form[0] in _CONJUNCTIONS and len(form) > _SHORTEST + 1:
        form = form[1:]
    article = next((a for a in _ARTICLES if form.startswith(a) and len(form) - len(a) >= _SHORTEST), "")
    if article:
        form = form[len(article) :]
    elif form[0] in _PARTICLES and len(form) > _SHORTEST + 1:
        form = form[1:]
    ending = next((e for e in _ENDINGS if form.endswith(e) and len(form) - len(e) >= _SHORTEST), "")
    return form[: len(form) - len(ending)]


def sentence_words(forms: Iterable[str]) -> list[str]:
    """The features "word …" of a sentence's folded words, each once, in order."""
    return [feature for feature in dict.fromkeys(map(_feature, forms)) if feature]


@lru_cache(maxsize=65536)
def _feature(form: str) -> str:
    """The feature of a word, made once for all sentences that have it; "" for what is none."""
    word = skeleton(form)
    return WORD_FEATURE + word if word else ""
