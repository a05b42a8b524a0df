"""Sentences across line ends: text taken from PDF breaks its lines within sentences and sets tables in lines."""

from __future__ import annotations

from bisect import bisect_right

from masfufa.language.tokens import WORD, Tokens

_CELL = 3
"""Lines of so few tokens are cells of a table that was set in lines."""


class Extents:
    """Token ranges of sentences, each joined to the next where a line end between them does not part them."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._ranges: list[tuple[int, int]] = []
        for first, last in tokens.sentences:
            if self._ranges and self._goes_on(self._ranges[-1], first, last):
                self._ranges[-1] = (self._ranges[-1][0], last)
            else:
                self._ranges.append((first, last))
        self._starts = [first for first, _ in self._ranges]

    def _goes_on(self, before: tuple[int, int], first: int, last: int) -> bool:
        tokens, end = self.tokens, before[1]
        if end >= first:
            return False
        if end - before[0] <= _CELL and last - first <= _CELL:
            return True
        between = tokens.text[tokens.ends[end - 1] : tokens.starts[first]]
        if tokens.forms[end - 1] in (".", "!", "?", ";", ":") or between.count("\n") > 1:
            return False
        return tokens.kinds[first] != WORD or not tokens.capital(first)

    def around(self, index: int) -> tuple[int, int]:
        """The token range of the sentence around a token."""
        return self._ranges[max(bisect_right(self._starts, index) - 1, 0)]
