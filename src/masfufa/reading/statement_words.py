"""The word lists that statements are read with, and what the rules of all languages share: quotations, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from masfufa.language.fold import fold_in
from masfufa.language.tokens import BREAK, Tokens
from masfufa.lexicon.matcher import Matcher, Sense, matcher
from masfufa.lexicon.store import table

LANGUAGES = ("ar", "en", "fr")
"""Languages whose statements are read."""
_OPENING, _CLOSING = "«“„‹", "»”›"
_LONGEST_QUOTE = 1500
"""Tokens that a quotation over several sentences may have."""


class Words:
    """The statement lexicon of a language: `senses(form)` of the words of saying, and closed classes by name."""

    def __init__(self, language: str) -> None:
        self.matcher: Matcher = matcher(language, "statements")
        self._sets = {
            name: frozenset(fold_in(str(word), language) for word in words)
            for name, words in table(language, "statement_words").items()
        }
        self.cue_senses = lru_cache(maxsize=262144)(self._cue_senses)

    def _cue_senses(self, form: str) -> tuple[Sense, ...]:
        return tuple(sense for sense in self.matcher.senses(form) if not sense.definite or sense.form == "noun")

    def __getitem__(self, name: str) -> frozenset[str]:
        return self._sets[name]


@cache
def words(language: str) -> Words:
    """The statement lexicon of a language, loaded once."""
    return Words(language)


@dataclass(slots=True)
class Part:
    """A token range; `skipped` letters of its first token (a proclitic) and `cut` of its last ('s) are left out."""

    first: int
    last: int
    skipped: int = 0
    cut: int = 0


@dataclass(slots=True)
class FoundStatement:
    """A statement as token ranges. `plover` is the type that it amounts to, None where it only says something.

    `nested` tells that it stands inside another statement's words.
    """

    cue: Part
    content: Part
    speaker: Part | None
    direct: bool = False
    addressee: Part | None = None
    medium: Part | None = None
    plover: str | None = None
    nested: bool = False


class Quotes:
    """Quotations of a token range: `close[i]` is the closing token of the quotation that token i opens (or the token
    after the last, where it stays open), `inside[i]` the opening token of the one that token i stands in."""

    __slots__ = ("close", "inside")

    def __init__(self) -> None:
        self.close: dict[int, int] = {}
        self.inside: dict[int, int] = {}

    @classmethod
    def of(cls, tokens: Tokens, first: int, last: int) -> Quotes:
        """The quotations of tokens first..last."""
        found = cls()
        forms = tokens.forms
        at = -1
        depth = 0
        for i in range(first, last):
            if forms[i] != '"':
                continue
            char = tokens.text[tokens.starts[i]]
            if at < 0:
                at, depth = i, 1
            elif char in _OPENING:
                depth += 1
            else:
                depth = 0 if char not in _CLOSING else depth - 1
                if depth <= 0:
                    found._add(at, i)
                    at = -1
        if at >= 0:
            found._add(at, last)
        return found

    def _add(self, opening: int, closing: int) -> None:
        self.close[opening] = closing
        for k in range(opening + 1, closing):
            self.inside[k] = opening


NO_QUOTES = Quotes()


def beyond_sentence(tokens: Tokens, opening: int, last: int) -> int:
    """Where a quotation that is open at the end of its sentence closes: the closing token, in the same paragraph; else
    `last`. Only for marks that tell opening from closing."""
    text, forms, kinds = tokens.text, tokens.forms, tokens.kinds
    if text[tokens.starts[opening]] not in _OPENING:
        return last
    for i in range(last, min(len(forms), last + _LONGEST_QUOTE)):
        if kinds[i] == BREAK:
            break
        if forms[i] == '"':
            return i if text[tokens.starts[i]] in _CLOSING else last
    return last


@dataclass(slots=True)
class Cue:
    """Words of saying in a sentence: token range, sense, and how the verb agrees (m, f, pl, or "" where it does not
    tell)."""

    first: int
    last: int
    sense: Sense
    agrees: str = ""
    opens_clause: bool = False
    takes: Sequence[str] = field(default_factory=tuple)

    @property
    def joined(self) -> bool:
        """True where "and" is written on the word."""
        return self.sense.prefix[:1] in ("و", "ف") and bool(self.sense.prefix)
