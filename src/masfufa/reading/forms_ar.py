"""What the written form of an Arabic word shows: its clitics and endings, as the lexicon's grammar lists them."""

from __future__ import annotations

from functools import cache

from masfufa.reading.words import word_set


@cache
def affixes(section: str) -> tuple[str, ...]:
    """The clitics or endings of one section of the grammar, folded, longest first, as `str.startswith` takes them."""
    return tuple(sorted(word_set("ar", "grammar", section), key=lambda affix: (-len(affix), affix)))


def definite(form: str) -> bool:
    """True where a folded word begins with the article."""
    return form.startswith(affixes("article"))


def joined(form: str) -> bool:
    """True where a folded word, or the proclitics of one, begin with و."""
    return form.startswith(affixes("and"))
