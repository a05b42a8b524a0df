"""One Arabic sentence under the eyes of the statement rules: what its words may be, and where noun phrases end."""

from __future__ import annotations

import re
from functools import lru_cache

from masfufa.language.tokens import BREAK, NUMBER, SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.statement_words import NO_QUOTES, Cue, Part, Quotes, Words

_LONGEST_NAME = 14
_NAME_QUOTE = 4
"""Words in quotation marks, up to which they may be a name rather than words said."""
_DEED = re.compile(r"ت..?ي.ه?$|ا.{1,4}ا.ه?$|است.{2,3}ا.ه?$|م.ا..ه$|ت.ا.ي?.$")
"""Shapes of verbal nouns of the derived verbs, folded: تشكيل، إطلاق، انسحاب، استخدام، مواصلة، تعاون، تراجع."""
_OWNERS = ("هما", "هم", "ها", "هن", "ه")


class Sentence:
    """Token range first:last of a sentence, with its quotations and the actors in it."""

    __slots__ = ("actor_at", "cue_at", "first", "forms", "kinds", "last", "marked", "quotes", "tokens", "words")

    def __init__(
        self, marked: Annotated, words: Words, actor_at: dict[int, tuple[int, int]], first: int, last: int
    ) -> None:
        self.marked = marked
        self.tokens = marked.tokens
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.words = words
        self.actor_at = actor_at
        self.first = first
        self.last = last
        quoted = any(form == '"' for form in self.forms[first:last])
        self.quotes = Quotes.of(marked.tokens, first, last) if quoted else NO_QUOTES
        self.cue_at: dict[int, Cue] = {}

    def is_in(self, k: int, *names: str) -> bool:
        """True where token k is of one of the closed classes."""
        return any(self.forms[k] in self.words[name] for name in names)

    def tagged(self, k: int, tag: str) -> int | None:
        """The token after a phrase of the statement lexicon that begins at k, or None."""
        for sense in self.words.cue_senses(self.forms[k]):
            if sense.entry.tag == tag:
                after = k + 1 + len(sense.rest)
                if not sense.rest or tuple(self.forms[k + 1 : after]) == sense.rest:
                    return after
        return None

    def passing(self, k: int) -> bool:
        """A token that tells a time or a manner, not a participant."""
        return k in self.marked.date_at or self.forms[k] in self.words["adverbs"]

    def closing_bracket(self, k: int) -> int:
        """The token after the bracket that opens at k; k + 1 where it doesn't close."""
        for j in range(k + 1, min(self.last, k + 20)):
            if self.forms[j] == ")":
                return j + 1
        return k + 1

    def names_quote(self, k: int) -> bool:
        """True where the quotation that opens at token k is a name (صحيفة «الحياة»), not words said."""
        length = self.quotes.close.get(k, k) - k - 1
        if length > _NAME_QUOTE + 2:
            return False
        before = self.forms[k - 1] if k > self.first else ""
        if before in self.words["naming"] or before in ("ل", "ك"):
            return True
        closing = self.quotes.close.get(k, k)
        ends = all(self.kinds[j] == SIGN for j in range(closing, self.last))
        if before in ("ب", ":") or (before and self.words.cue_senses(before)):
            return length <= 2 and not ends and before != "ب" and before != ":"
        return length <= _NAME_QUOTE and not (ends and length > 2)

    # ------------------------------------------------------------------ words
    def is_deed(self, k: int) -> bool:
        """True where token k may be a verbal noun, or another noun that begins what is said (قرار، أي، ذلك)."""
        form = self.forms[k]
        return _is_deed(form, self.words) or (
            any(
                s.entry.tag in ("trigger", "cause_verb") and s.form == "noun" and not s.prefix
                for s, _ in self.marked.marks[k]
            )
        )

    def is_deed_after(self, k: int, skipped: int) -> bool:
        """True where token k without its first letters may be a verbal noun."""
        return _is_deed(self.forms[k][skipped:], self.words)

    def by_noun(self, k: int) -> bool:
        """True where token k is the preposition ب with a noun, by its letters."""
        form = self.forms[k]
        if form == "ب":
            return k + 1 < self.last
        if form[:1] != "ب" or len(form) < 4 or form in self.words["not_by"] or k in self.marked.date_at:
            return False
        place = self.marked.place_at.get(k)
        return place is None or place.first != k

    # ------------------------------------------------------------------ noun phrases
    def name_end(self, k: int, stop: int) -> int:
        """The token after the noun phrase that begins at k, before `stop`."""
        if k in self.actor_at:
            end = self.actor_at[k][1]
            while end < stop and end in self.actor_at and self.forms[end][:1] == "و" and self.actor_at[end][0] == end:
                end = self.actor_at[end][1]
            return min(end, stop)
        start, forms, kinds = k, self.forms, self.kinds
        while k < stop and k - start < _LONGEST_NAME:
            form = forms[k]
            if kinds[k] == BREAK:
                break
            if kinds[k] == SIGN:
                if form == "(" and k > start:
                    k = self.closing_bracket(k)
                    continue
                if form == '"' and self.quotes.close.get(k, self.last) < stop and self.names_quote(k):
                    k = self.quotes.close[k] + 1
                    continue
                if form not in ("-", "'"):
                    break
            elif self.passing(k) or form in self.words["hearers"] or (k > start and self._ends_name(start, k)):
                break
            k += 1
        while k > start + 1 and kinds[k - 1] == SIGN and forms[k - 1] in ("-", "'"):
            k -= 1
        return min(k, stop)

    def _ends_name(self, start: int, k: int) -> bool:
        form = self.forms[k]
        if form in self.words["prepositions"]:
            partial = form in ("في", "من") and not self.forms[start].startswith("ال") and k + 1 < self.last
            return not (
                partial
                and self.forms[k + 1] not in self.words["not_inside_name"]
                and not self.passing(k + 1)
                and self.kinds[k + 1] not in (NUMBER, SIGN)
            )
        if self.is_in(k, "that", "relatives", "glued_pronouns", "boundaries", "auxiliaries", "negations"):
            return True
        if form.startswith("ال") and form in self.words["content_nouns"] and self.forms[k - 1].startswith("ال"):
            return True
        cue = self.cue_at.get(k)
        return cue is not None and cue.sense.form in ("past", "present") and cue.agrees != ""

    def name_start(self, k: int, floor: int) -> int:
        """The first token of the noun phrase that ends at token k (included), not before `floor`."""
        if k in self.actor_at:
            return max(self.actor_at[k][0], floor)
        start = k
        while start > floor and k - start < _LONGEST_NAME:
            j = start - 1
            if self.kinds[j] in (BREAK, NUMBER) or self.passing(j):
                break
            if self.kinds[j] == SIGN and self.forms[j] not in ("-", '"', "'", ")", "("):
                break
            if self.is_in(j, "prepositions", "that", "boundaries", "relatives", "glued_pronouns", "auxiliaries"):
                break
            if j in self.cue_at:
                break
            start = j
        return start

    def part(self, first: int, last: int) -> Part:
        """A noun phrase without the "and" that is written on its first word."""
        form = self.forms[first]
        joined = form[:1] == "و" and (form[1:3] == "ال" or form[1:] in self.words["body_heads"])
        return Part(first, last, 1 if joined else 0)


@lru_cache(maxsize=65536)
def _is_deed(form: str, words: Words) -> bool:
    if form in words["content_nouns"]:
        return True
    base = form[2:] if form.startswith("ال") else form
    if base in words["not_content"] or len(base) < 4:
        return False
    if _DEED.match(base):
        return True
    for owner in _OWNERS:
        bare = base[: -len(owner)]
        if base.endswith(owner) and len(bare) >= 3:
            if bare in words["not_content"]:
                return False
            if (
                bare in words["content_nouns"]
                or _DEED.match(bare)
                or (bare[-1] == "ت" and _DEED.match(bare[:-1] + "ه"))
            ):
                return True
    return False
