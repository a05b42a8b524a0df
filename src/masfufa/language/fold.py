"""The offset-keeping fold: one normal form for matching, with a map back to the text as given.

Folding lower-cases, strips Latin accents and Arabic diacritics, tatweel, zero-width and bidi marks, unifies hamza
carriers, alef maqsura, ta marbuta and Persian letter forms, turns every decimal digit into 0-9 and expands
presentation forms. It is for matching only: records always quote the original.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from functools import cache, lru_cache

_DROP = re.compile(
    "[\u064b-\u065f\u0610-\u061a\u061c\u06d6-\u06ed\u0670\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\u0300-\u036f\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe72\ufe74\ufe76-\ufe7f]"
)
_EXPAND = re.compile(
    "[\u00c6\u00e6\u0152\u0153\u00df\ufb00-\ufb06\ufef5-\ufefc\ufdf0-\ufdfb\u2026\u0132\u0133\u0587"
    "\u01e2\u01e3\u01fc\u01fd\u1e9e\u1d2d\ua7f9\U00010783]"
)
_CHANGES_LENGTH = re.compile(f"{_DROP.pattern}|{_EXPAND.pattern}")

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه", "ە": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز",
    "٬": ",", "٫": ".", "٪": "%", "،": ",", "؛": ";", "؟": "?", "۔": ".",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "ʿ": "'", "ʾ": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‹": '"', "›": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ð": "d", "þ": "t",
    "Ł": "l", "Ø": "o", "Đ": "d", "Ħ": "h", "Ð": "d", "Þ": "t", "İ": "i",
}  # fmt: skip
_EXPANSIONS = {"…": "...", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ß": "ss", "ẞ": "ss"}
_TATWEEL = "\u0640"
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def _fold_char(char: str) -> str:
    """The folded form of one character: one character, except for those that `_EXPAND` lists."""
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _EXPANSIONS:
        return _EXPANSIONS[char]
    if char in _LINE_ENDS or char.isspace():
        return "\n" if char in _LINE_ENDS else " "
    digit = unicodedata.digit(char, None)
    if digit is not None and char.isdecimal():
        return str(digit)
    plain = unicodedata.normalize("NFKD", char)
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    if _EXPAND.match(char):
        return "".join(_EXPANSIONS.get(c) or _LETTERS.get(c, c.lower()) for c in letters if not _DROP.match(c)) or char
    if len(letters) == 1 and letters.isalnum():
        plain = letters
    elif len(plain) != 1:
        plain = char
    lowered = plain.lower()
    return _LETTERS.get(lowered, lowered) if len(lowered) == 1 else plain


class _FoldTable(dict[int, str]):
    """Filled as characters are met: most texts use a few hundred of the million there are."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        return folded


_TABLE = _FoldTable()


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """`word` folded, without offsets: for lexicon keys and look-ups."""
    return _DROP.sub("", word).translate(_TABLE)


_ACCENTED = frozenset(("à", "où", "là", "dû", "dès"))
"""French words that are others without their accent."""


@lru_cache(maxsize=65536)
def fold_in(word: str, language: str) -> str:
    """`word` folded as the rules of a language match it: French keeps the accents that part words, tué from tue and à
    from a."""
    folded = fold_word(word)
    if language != "fr" or (folded.isascii() and word.isascii()):
        return folded
    lowered = _DROP.sub("", unicodedata.normalize("NFC", word)).lower()
    if lowered in _ACCENTED:
        return lowered
    if lowered[-1:] == "é":
        return folded[:-1] + "é"
    return folded[:-2] + "és" if lowered[-2:] == "és" else folded


def _stands_alone(text: str, at: int) -> bool:
    """True where the character at an index has a space or an edge of the text on both sides."""
    return (at == 0 or text[at - 1].isspace()) and (at + 1 == len(text) or text[at + 1].isspace())


class Folded:
    """A folded text and the way back. `text[i]` came from `original[starts[i]:ends[i]]`.

    Dropped characters belong to the letter before them, so that the span of a word covers its diacritics; a dropped
    character that follows no letter belongs to none.
    """

    __slots__ = ("_ends", "_starts", "original", "text")

    def __init__(self, original: str, text: str, starts: array[int] | None, ends: array[int] | None) -> None:
        self.original = original
        self.text = text
        self._starts = starts
        self._ends = ends

    def spans(self, starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        """The original starts and ends of many stretches of `text`; each end is larger than its start."""
        if self._starts is None or self._ends is None:
            return starts, ends
        first, last = self._starts, self._ends
        return [first[start] for start in starts], [last[end - 1] for end in ends]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original (start, end) of `text[start:end]`; end > start."""
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a whole text; linear in its length."""
    first = _CHANGES_LENGTH.search(text)
    if first is None:
        return Folded(text, text.translate(_TABLE), None, None)
    starts, ends, parts = array("l"), array("l"), []
    at = 0
    for match in _CHANGES_LENGTH.finditer(text, first.start()):
        here = match.start()
        if here > at:
            parts.append(text[at:here].translate(_TABLE))
            starts.extend(range(at, here))
            ends.extend(range(at + 1, here + 1))
        char = match.group()
        if char == _TATWEEL and _stands_alone(text, here):  # used as a dash: دمشق ـ أعلن
            parts.append("-")
            starts.append(here)
            ends.append(here + 1)
        elif _DROP.match(char):
            if ends and ends[-1] == here and text[starts[-1]].isalnum():
                ends[-1] = here + 1
        else:
            expanded = _fold_char(char)
            parts.append(expanded)
            starts.extend([here] * len(expanded))
            ends.extend([here + 1] * len(expanded))
        at = here + 1
    if at < len(text):
        parts.append(text[at:].translate(_TABLE))
        starts.extend(range(at, len(text)))
        ends.extend(range(at + 1, len(text) + 1))
    return Folded(text, "".join(parts), starts, ends)


@cache
def dropped_characters() -> frozenset[str]:
    """Every character that folding leaves out; for tests and documentation."""
    return frozenset(chr(c) for c in range(sys.maxunicode + 1) if _DROP.match(chr(c)))
