"""A text as words, numbers and signs, with sentences: what every rule of the reader works on.

Tokens are columns, not objects: a rule looks at `forms[i]` and touches nothing else until it finds something.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from pathlib import Path

from masfufa.language.fold import fold, fold_in

WORD, NUMBER, SIGN, BREAK = 0, 1, 2, 3
"""Kinds of token: letters, digits (with their separators), one sign, the end of a line or of a paragraph."""

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<number>\d+(?:[.,']\d+)*)"
    r"|(?P<break>\n[ \n]*)"
    r"|(?P<sign>[^\s\w]|_)"
)
_KINDS = {"word": WORD, "number": NUMBER, "break": BREAK, "sign": SIGN}
_LONGEST_SENTENCE = 300
"""Tokens after which a sign ends a sentence, whatever it is: what looks at whole sentences must cost no more on text
without stops."""
_STOPS = frozenset(".!?")
_CLOSERS = frozenset("\"')]}")
_AFTER_ELISION = frozenset("aeiouyh")


def _abbreviations() -> list[frozenset[str]]:
    """The three groups of abbreviations.txt."""
    lines = Path(__file__).with_name("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    return [frozenset(line.split()) for line in lines if not line.startswith("#")]


_ABBREVIATIONS, _BEFORE_NUMBERS, _TITLES = _abbreviations()


class Tokens:
    """The tokens of one text.

    `forms` are folded; `starts` and `ends` are offsets into the text as given. `sentences` are half-open ranges of
    token indexes in text order that leave out line breaks at their edges; together they hold every other token.
    """

    __slots__ = ("_at", "_folded", "ends", "forms", "kinds", "sentence_starts", "sentences", "starts", "text")

    def __init__(self, text: str) -> None:
        folded = fold(text)
        found = list(_TOKEN.finditer(folded.text))
        self.text = text
        self._folded = folded
        self._at: list[int] = [match.start() for match in found]
        self.forms: list[str] = [match.group() for match in found]
        self.kinds: list[int] = [_KINDS[match.lastgroup or "sign"] for match in found]
        self.starts, self.ends = folded.spans(self._at, [match.end() for match in found])
        self.sentences = self._split()
        self.sentence_starts = [first for first, _ in self.sentences]

    def __len__(self) -> int:
        return len(self.forms)

    def glued(self, index: int) -> bool:
        """True where nothing stands between this token and the one before."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of tokens `first` to `last` (exclusive) in the text as given; at least one token."""
        return self.starts[first], self.ends[last - 1]

    def inside(self, index: int, skipped: int) -> int:
        """Offset in the text as given of the letter after the first `skipped` folded letters of token `index`.

        For words with proclitics: `inside(i, 1)` of وبالفاشر is where بالفاشر begins.
        """
        at = self._at[index] + skipped
        return self._folded.span(at, at + 1)[0]

    def words(self, first: int, last: int) -> str:
        """The text as given that tokens `first` to `last` (exclusive) cover."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def capital(self, index: int) -> bool:
        """True where the word as written begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def at(self, offset: int) -> int:
        """Index of the first token that ends after `offset`; len(self) where none does."""
        return bisect_right(self.ends, offset)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Token range (half-open) that the offsets `start` to `end` touch."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def sentence_of(self, index: int) -> int:
        """Which sentence the token at `index` stands in (the one before it, for a line break)."""
        return max(bisect_right(self.sentence_starts, index) - 1, 0)

    def parted(self, elided: frozenset[str]) -> Tokens:
        """The same text with elided words as tokens of their own: l'armée is l' and armée, jusqu'à is jusqu' and à.

        `elided` are the words that lose their vowel, without the apostrophe. What follows one begins with a vowel or
        an h: N'Djamena stays whole. Sentences are those of `self`.
        """
        out = Tokens("")
        out.text, out._folded = self.text, self._folded
        out._at, out.forms, out.kinds, out.starts, out.ends = [], [], [], [], []
        moved: list[int] = []
        for i, form in enumerate(self.forms):
            moved.append(len(out.forms))
            at, start = self._at[i], self.starts[i]
            head, mark, rest = form.partition("'")
            while mark and head in elided and rest[0] in _AFTER_ELISION:
                at += len(head) + 1
                after = self._folded.span(at, at + 1)[0]
                out._append(at - len(head) - 1, head + mark, WORD, start, after)
                start, form = after, rest
                head, mark, rest = form.partition("'")
            if self.kinds[i] == WORD and (form == "a" or not self.text[start : self.ends[i]].isascii()):
                form = self._accented(form, start, self.ends[i])
            out._append(at, form, self.kinds[i], start, self.ends[i])
        moved.append(len(out.forms))
        out.sentences = [(moved[first], moved[last]) for first, last in self.sentences]
        out.sentence_starts = [first for first, _ in out.sentences]
        return out

    def _accented(self, form: str, start: int, end: int) -> str:
        written = self.text[start:end]
        if written == "A":
            return "à"
        kept = fold_in(written, "fr")
        return kept if len(kept) == len(form) else form

    def _append(self, at: int, form: str, kind: int, start: int, end: int) -> None:
        self._at.append(at)
        self.forms.append(form)
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def _split(self) -> list[tuple[int, int]]:
        forms, kinds, out = self.forms, self.kinds, []
        n, first, i = len(forms), 0, 0
        while i < n:
            if kinds[i] == BREAK:
                if first < i:
                    out.append((first, i))
                first = i = i + 1
                continue
            if kinds[i] == SIGN and forms[i] in _STOPS and self._ends_sentence(i):
                i += 1
                while i < n and kinds[i] == SIGN and (forms[i] in _STOPS or (forms[i] in _CLOSERS and self.glued(i))):
                    i += 1
                out.append((first, i))
                first = i
                continue
            i += 1
            if i - first >= _LONGEST_SENTENCE and (kinds[i - 1] == SIGN or i - first >= 2 * _LONGEST_SENTENCE):
                out.append((first, i))
                first = i
        if first < n:
            out.append((first, n))
        return out

    def _ends_sentence(self, i: int) -> bool:
        forms, kinds = self.forms, self.kinds
        if forms[i] != ".":
            return True
        if i + 1 < len(forms) and self.glued(i + 1) and kinds[i + 1] == NUMBER:
            return False
        if i == 0 or kinds[i - 1] != WORD or not self.glued(i):
            return True
        before = forms[i - 1]
        if before in _ABBREVIATIONS:
            return False
        if before in _BEFORE_NUMBERS and i + 1 < len(forms) and kinds[i + 1] == NUMBER:
            return False
        if before in _TITLES and i > 1 and kinds[i - 2] == NUMBER:
            return True
        initial = len(before) == 1 and (self.capital(i - 1) or not before.isascii())
        if initial:
            return False
        # "www.example.org", "e.g": a dot inside a word. Arabic news often lacks the space after a full stop.
        return not (i + 1 < len(forms) and self.glued(i + 1) and kinds[i + 1] == WORD and forms[i + 1].isascii())
