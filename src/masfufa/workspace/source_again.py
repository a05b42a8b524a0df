"""A source named again by its noun alone: "the ministry" after the Ministry of Health, المنظمة after منظمة الصحة."""

from __future__ import annotations

from collections.abc import Iterable

from masfufa.language.fold import fold_word
from masfufa.reading.words import word_set

_LETTERS = 3
"""A noun of fewer letters is no name of a body."""


def noun_again(text: str, language: str) -> str | None:
    """The folded noun where a text is one with its article, nothing else (المنظمة: منظمة); else None."""
    words = [fold_word(word) for word in text.split()]
    articles = _articles(language)
    if language == "ar":
        if len(words) != 1:
            return None
        noun = next((words[0][len(article) :] for article in articles if words[0].startswith(article)), "")
    elif len(words) == 2 and words[0] in articles:
        noun = words[1]
    else:
        elided = next((article for article in articles if article.endswith("'") and words[0].startswith(article)), None)
        noun = words[0][len(elided) :] if elided and len(words) == 1 else ""
    return noun if len(noun) > _LETTERS else None


def named_before(noun: str, before: Iterable[tuple[str, str]], language: str) -> str | None:
    """The name of the one source that a document named before (words, canonical name) with this noun among its words.

    None where there is none, or more than one.
    """
    articles = _articles(language) if language == "ar" else ()
    forms = {noun, *(article + noun for article in articles)}
    found = {name for words, name in before if forms.intersection(fold_word(word) for word in words.split())}
    return found.pop() if len(found) == 1 else None


def _articles(language: str) -> tuple[str, ...]:
    return tuple(sorted(word_set(language, "grammar", "article"), key=len, reverse=True))
