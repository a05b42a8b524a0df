"""Words as full-text search compares them: folded, without article, one-letter clitics and endings of number.

قتل finds قُتل, and نازح finds والنازحون. What is cut is cut the same way from what is stored and from what is asked, so
that a letter of the word itself that looks like a clitic does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from masfufa.language.fold import fold, fold_word

VERSION = 1
"""Grows whenever these words change: what was stored under another version is made again."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_ARABIC = re.compile("[\u0621-\u064a]")
_ONE_LETTER = frozenset("وفبلك")
_ARTICLE = "ال"
_ENDINGS = ("ون", "ين", "ان", "ات", "يه", "ه")
_SHORTEST = 3
_SHORTEST_DEFINITE = 2
_LONGEST = 64
IN_ORDER = 16_000
"""So many words keep their order, for phrases; PostgreSQL counts positions up to 16,383."""
_MOST_BYTES = 600_000
"""PostgreSQL takes a megabyte of different words; of longer documents the first so many are found."""


def words_of(text: str) -> str:
    """The words of a document, one space between; from `IN_ORDER` on each new one once."""
    found = list(_stems(text, IN_ORDER))
    if len(found) < IN_ORDER:
        return " ".join(found)
    seen = set(found)
    size = sum(len(word.encode("utf-8", "replace")) + 1 for word in seen)
    for word in _stems(text, None):
        if word not in seen:
            seen.add(word)
            found.append(word)
            size += len(word.encode("utf-8", "replace")) + 1
            if size > _MOST_BYTES:
                break
    return " ".join(found)


def asked(query: str) -> list[tuple[str, ...]]:
    """What a person asks for, as groups that must all be found: one word each, several where they stood in quotes."""
    groups: list[tuple[str, ...]] = []
    for number, part in enumerate(re.split('["“”«»]', query)):
        stems = tuple(_stems(part, None))
        if number % 2 and stems:
            groups.append(stems)
        else:
            groups.extend((stem,) for stem in stems)
    return groups[:32]


def _stems(text: str, most: int | None) -> Iterator[str]:
    for number, match in enumerate(_WORD.finditer(fold(text).text)):
        if most is not None and number >= most:
            return
        yield stem(match.group())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """One word as it is compared."""
    word = fold_word(word)[:_LONGEST]
    if not _ARABIC.search(word):
        return word
    while True:
        if word.startswith(_ARTICLE) and len(word) - 2 >= _SHORTEST_DEFINITE:
            word = word[2:]
        elif word[0] in _ONE_LETTER and len(word) - 1 >= _SHORTEST:
            word = word[1:]
        else:
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
