"""Closed classes of words from the lexicon as folded sets."""

from __future__ import annotations

from functools import cache

from masfufa.language.fold import fold_word
from masfufa.lexicon import table


@cache
def word_set(language: str, name: str, section: str) -> frozenset[str]:
    """The words of one section of a table, folded; single words only. Empty where a language has no use for the
    section."""
    return frozenset(fold_word(str(word)) for word in table(language, name).get(section, ()))
