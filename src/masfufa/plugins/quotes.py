"""Quotations found in a text, compared as the fold sees them; one that is not there is not found."""

from __future__ import annotations

import re

from masfufa.language.fold import fold, fold_word
from masfufa.records import Span

LONGEST = 2_000
"""Characters of a quotation; longer ones are not looked for."""

_PROCLITICS = re.compile(r"(?<!\w)[وف]?[بلكس]?(?:ال)?\Z")


class Quotes:
    """Finds quotations in `text[start:end]`; spans are offsets into the whole `text`."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._start = start
        self._text = text[start:end]
        self._folded = fold(self._text)

    def find(self, quote: object) -> Span | None:
        """The first place where the quotation stands as whole words, or after Arabic proclitics; None if nowhere.

        Marks, hamza, quotation marks and line ends may differ, as a model often evens them out.
        """
        if not isinstance(quote, str) or not quote.strip() or len(quote) > LONGEST:
            return None
        words = fold_word(quote).split()
        if not words:
            return None
        folded = self._folded
        for match in re.finditer(r"\s+".join(map(re.escape, words)), folded.text):
            if _whole(folded.text, match.start(), match.end()):
                start, end = folded.span(match.start(), match.end())
                return Span(self._start + start, self._start + end)
        return None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends between words. No number is cut out of a longer one: 12 of 112 or 12,500."""
    if end < len(text) and text[end - 1].isalnum() and (text[end].isalnum() or _goes_on(text, end)):
        return False
    if start == 0 or not text[start].isalnum():
        return True
    before = text[start - 1]
    if text[start].isdigit() and (before.isdigit() or (before in ".," and start > 1 and text[start - 2].isdigit())):
        return False
    return not before.isalnum() or bool(_PROCLITICS.search(text[max(0, start - 8) : start]))


def _goes_on(text: str, end: int) -> bool:
    """12,500 after 12."""
    return text[end - 1].isdigit() and text[end] in ".," and end + 1 < len(text) and text[end + 1].isdigit()
