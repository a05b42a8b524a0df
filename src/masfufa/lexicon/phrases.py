"""How a phrase of the lexicon reads in the tokens of a language: folded, hyphens and elided words apart."""

from __future__ import annotations

import re
from functools import cache

from masfufa.language.fold import fold_in
from masfufa.lexicon.store import table

_FRENCH_VOWELS = "aeiouyhàâéèêëîïôûœæ"


def fold_phrase(phrase: str, language: str) -> str:
    """The words of a phrase with one space between: "porte-parole de l'armée" is "porte - parole de l' armee"."""
    written = phrase.replace("-", " - ")
    if language == "fr":
        written = _elision().sub(r"\1' ", written.replace("’", "'"))
    return " ".join(fold_in(word, language) for word in written.split())


def elided_words(language: str) -> frozenset[str]:
    """Words that lose their vowel before another (l for l', qu for qu'); none in most languages."""
    return _elided(language)


@cache
def _elided(language: str) -> frozenset[str]:
    return frozenset(table(language, "grammar").get("elided", ()))


@cache
def _elision() -> re.Pattern[str]:
    heads = "|".join(sorted(_elided("fr"), key=len, reverse=True))
    return re.compile(rf"(?<!\w)({heads})'(?=[{_FRENCH_VOWELS}])", re.IGNORECASE)
