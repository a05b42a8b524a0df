"""Clauses of a sentence in English or French: main, reported content, relative, subordinate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from masfufa.language.tokens import SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_lexicon_latin import closed

MAIN, CONTENT, RELATIVE, SUB = "main", "content", "relative", "after"
_DATELINE = 14


@dataclass(slots=True)
class Clause:
    """Tokens `first` to `last` (exclusive); `opener` is the word that opened it, `parent` the clause it hangs on."""

    number: int
    kind: str
    first: int
    last: int
    opener: int
    parent: int


class Clauses:
    """The clauses of one sentence; `of(k)` is the clause of a token, `at` the clause numbers by token from `first`."""

    def __init__(self, marked: Annotated, first: int, last: int, says: Mapping[int, int]) -> None:
        """`says[k]` is the index after a finite verb of saying at token k."""
        self.marked = marked
        self.forms = marked.tokens.forms
        self.closed = closed(marked.language)
        self.first, self.last = first, last
        self.begin = self._after_dateline()
        self.clauses: list[Clause] = []
        self.at: list[int] = [0] * (last - first)
        self._split(says)

    def of(self, k: int) -> Clause:
        """The clause that a token stands in."""
        return self.clauses[self.at[min(max(k, self.first), self.last - 1) - self.first]]

    def number(self, k: int) -> int:
        """The number of that clause."""
        return self.at[k - self.first] if self.first <= k < self.last else self.at[0 if k < self.first else -1]

    def _after_dateline(self) -> int:
        """CITY (Agency) - begins after its dash; so do labels in capitals before a colon."""
        tokens, forms = self.marked.tokens, self.forms
        for k in range(self.first + 1, min(self.first + _DATELINE, self.last - 2)):
            form = forms[k]
            if form in ("-", "–", "—"):
                if tokens.glued(k) and tokens.glued(k + 1) and forms[k + 1] != "-":
                    continue
                while k < self.last and self.marked.tokens.kinds[k] == SIGN:
                    k += 1
                return k
            if form == ":" and (forms[k - 1] == ")" or (k - self.first <= 3 and tokens.capital(k - 1))):
                return k + 1
            if form in self.closed.finite_words:
                break
        return self.first

    def _open(self, kind: str, k: int, parent: int) -> int:
        self.clauses.append(Clause(len(self.clauses), kind, k, k, k, parent))
        return len(self.clauses) - 1

    def _split(self, says: Mapping[int, int]) -> None:
        forms = self.forms
        relatives, subs = self.closed.relatives, self.closed.subordinators
        now = self._open(MAIN, self.begin, -1)
        comma_before = False
        speech = 0
        k = self.begin
        for j in range(self.first, self.begin):
            self.at[j - self.first] = now
        while k < self.last:
            form = forms[k]
            clause = self.clauses[now]
            if form == ";":
                now = self._open(MAIN, k + 1, -1)
            elif form in relatives and k > self.begin and not self._is_agency(k):
                comma_before = forms[k - 1] in (",", "-")
                now = self._open(RELATIVE, k, now)
            elif form in self.closed.that and k > self.begin:
                if speech and k - speech <= 12:
                    if self.clauses[now].kind != CONTENT:
                        now = self._open(CONTENT, k + 1, now)
                    speech = 0
                elif k + 1 < self.last and self._verbish(k + 1):
                    comma_before = False
                    now = self._open(RELATIVE, k, now)
                elif says.get(k - 1, 0) or forms[k - 1].endswith(self.closed.past_endings):
                    now = self._open(CONTENT, k + 1, now)
                else:
                    now = self._open(RELATIVE, k, now)
                    comma_before = False
            elif (
                form in subs
                and not (k > self.begin and forms[k - 1] in self.closed.opening_prepositions)
                and not (
                    form in ("over", "during", "since", "due", "as", "so")
                    and k + 1 < self.last
                    and forms[k + 1] in self.closed.numberish
                )
                and not (form == "as" and self._role(k))
            ):
                if form in ("so", "since", "ahead", "due") and forms[k - 1] == "ever":
                    pass
                elif not (form == "so" and forms[min(k + 1, self.last - 1)] == "far"):
                    comma_before = k <= self.begin + 1
                    now = self._open(SUB, k, now if k > self.begin else -1)
            elif form == ",":
                if clause.kind == RELATIVE and comma_before and self._closes(k):
                    now = max(clause.parent, 0)
                elif clause.kind == SUB and (comma_before or clause.parent < 0) and k + 1 < self.last:
                    now = self._open(MAIN, k + 1, -1) if clause.parent < 0 else self._outer(clause.parent)
                elif k + 1 < self.last and forms[k + 1] in self.closed.comma_joins and clause.kind in (RELATIVE, SUB):
                    now = self._outer(now)
            after = says.get(k, 0)
            if after and not (after < self.last and forms[after] == ",") and self.clauses[now].kind in (MAIN, CONTENT):
                speech = after
                begins = self._content_begins(after)
                if begins and self.clauses[now].kind == MAIN:
                    for j in range(k, begins):
                        self.at[j - self.first] = now
                    now = self._open(CONTENT, begins, now)
                    k = begins
                    speech = 0
                    continue
            self.at[k - self.first] = now
            self.clauses[now].last = k + 1
            k += 1

    def _is_agency(self, k: int) -> bool:
        """The WHO is no pronoun."""
        tokens = self.marked.tokens
        return tokens.text[tokens.starts[k] : tokens.ends[k]].isupper()

    def _outer(self, number: int) -> int:
        while number >= 0 and self.clauses[number].kind in (RELATIVE, SUB):
            number = self.clauses[number].parent
        return max(number, 0)

    def _closes(self, k: int) -> bool:
        return k + 1 < self.last

    def _role(self, k: int) -> bool:
        """As prime minister, as part of: no clause."""
        ahead = self.forms[k + 1 : k + 9]
        return not any(
            form in self.closed.finite_words or form.endswith(self.closed.past_endings) for form in ahead[1:]
        )

    def _verbish(self, k: int) -> bool:
        form = self.forms[k]
        return form in self.closed.finite_words or form.endswith(self.closed.past_endings)

    def _content_begins(self, k: int) -> int:
        """Where content without "that" begins: after a time, a medium; 0 where the verb has an object."""
        forms, marked = self.forms, self.marked
        start = k
        while k < self.last and k - start < 10:
            form = forms[k]
            if form == ":" or form in self.closed.that:
                return k + 1
            if k in marked.date_at or form in self.closed.adverbs or form.endswith(self.closed.adverb_endings):
                k += 1
            elif form in ("on", "in", "at") and k + 1 < self.last:
                k += 1
                while (
                    k < self.last
                    and forms[k] not in (",", "that")
                    and (
                        k in marked.date_at
                        or forms[k] in self.closed.determiners
                        or forms[k]
                        in (
                            "statement",
                            "interview",
                            "report",
                            "news",
                            "conference",
                            "tweet",
                            "press",
                            "letter",
                            "briefing",
                        )
                    )
                ):
                    k += 1
            else:
                break
        if k >= self.last or forms[k] in (",", "to"):
            return 0
        if forms[k] in self.closed.content_openers:
            return k
        if forms[start - 1] not in self.closed.says_bare and forms[k] not in self.closed.pronouns:
            return 0
        # A clause must follow: a finite verb within reach, with a subject before it.
        for j in range(k + 1, min(k + 22, self.last)):
            form = forms[j]
            if form in (";",) or form in self.closed.relatives:
                return 0
            if form in self.closed.coordinators and k + 1 < j:
                following = forms[j + 1] if j + 1 < self.last else ""
                if following in self.closed.finite_words or following.endswith(self.closed.past_endings):
                    return 0
            if form in self.closed.finite_words or (
                form.endswith(self.closed.past_endings) and j > k and forms[j - 1] not in self.closed.determiners
            ):
                return k
            if form == "to":
                return 0
        return 0
