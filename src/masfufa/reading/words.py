"""Closed classes of words from the lexicon as folded sets."""

from __future__ import annotations

from functools import cache

from masfufa.language.fold import fold_word
from masfufa.lexicon import table


@cache
def word_set(language: str, name: str, section: str) -> frozenset[str]:
    """The words of one section of a table, folded; single words only."""
    return frozenset(fold_word(str(word)) for word in table(language, name)[section])
