"""Closed classes of words from the lexicon as folded sets."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from masfufa.language.fold import fold_in
from masfufa.lexicon import table


@cache
def word_set(language: str, name: str, section: str) -> frozenset[str]:
    """The words of one section of a table, folded; single words only. Empty where a language has no use for the
    section."""
    return frozenset(fold_in(str(word), language) for word in table(language, name).get(section, ()))


@cache
def _phrases(language: str, section: str) -> tuple[tuple[str, ...], ...]:
    listed = table(language, "grammar").get(section, ())
    return tuple(tuple(fold_in(word, language) for word in phrase.split()) for phrase in listed)


class Grammar:
    """The closed classes of a language (grammar.yaml) as attributes: grammar("en").determiners.

    A section whose name ends in "endings" is a tuple, for str.endswith; every other is a frozenset, empty where the
    language has no use for it.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    if TYPE_CHECKING:
        adverb_endings: tuple[str, ...]
        people_endings: tuple[str, ...]
        people_plural_endings: tuple[str, ...]
        passive_endings: tuple[str, ...]
        gerund_endings: tuple[str, ...]
        no_name_endings: tuple[str, ...]
        before_verb_endings: tuple[str, ...]

    def phrases(self, section: str) -> tuple[tuple[str, ...], ...]:
        """The phrases of a section as folded words, in the order of the file."""
        return _phrases(self._language, section)

    def __getattr__(self, section: str) -> frozenset[str]:
        words = word_set(self._language, "grammar", section)
        found = tuple(sorted(words)) if section.endswith("endings") else words
        setattr(self, section, found)
        return found  # type: ignore[return-value]


@cache
def grammar(language: str) -> Grammar:
    """The closed classes of a language, each looked up once."""
    return Grammar(language)
