"""What a demand asks for and a refusal refuses: PLOVER's modes of REQUEST and REJECT, by the words behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from masfufa.language.tokens import Tokens
from masfufa.lexicon.matcher import Matcher
from masfufa.lexicon.store import table, table_names

ASKING = frozenset(("REQUEST", "REJECT"))
"""Types whose mode says what is asked for or refused."""
_TABLE = "asked"
_REACH = 14


@cache
def _words(language: str) -> Matcher | None:
    return Matcher(language, table(language, _TABLE)) if _TABLE in table_names(language) else None


def asked_mode(tokens: Tokens, language: str, first: int, last: int, clause_of: Callable[[int], int]) -> str | None:
    """The mode of the first known word from token `first` to `last` (exclusive): assist, change, meet or yield.

    Looks no further than a few words, and no further than the clause that `first` begins in and the one after it. None
    where no word tells.
    """
    matcher = _words(language)
    if matcher is None or first >= last:
        return None
    clauses = {clause_of(first)}
    for k in range(first, min(last, first + _REACH)):
        clauses.add(clause_of(k))
        if len(clauses) > 2:
            return None
        found = matcher.at(tokens, k)
        if found:
            return found[0][0].tag
    return None
