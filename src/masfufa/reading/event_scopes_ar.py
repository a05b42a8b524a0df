"""Clauses and scopes of an Arabic sentence: which clause a word is in, what is reported, denied, wished or yet to
come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from masfufa.language.fold import fold_word
from masfufa.language.tokens import BREAK, NUMBER, SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_lexicon_ar import LISTS

_RELATIVE_REACH = 16
_SAY_REACH = 26


@dataclass(frozen=True, slots=True)
class Saying:
    """A word of saying with its token range, and the range of what it reports (`opens`: where the content begins)."""

    first: int
    last: int
    opens: int
    closes: int
    complement: bool


class Scopes:
    """Clauses of one sentence (`first` to `last`), computed once, asked by token."""

    def __init__(
        self, marked: Annotated, first: int, last: int, says: Sequence[tuple[int, int]], finites: frozenset[int]
    ) -> None:
        self.marked = marked
        self.first, self.last = first, last
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.finites = finites
        self.present: set[str] = set().union(*(LISTS[form] for form in self.forms[first:last]))
        kinds = self.kinds
        self.years = any(kinds[k] == NUMBER and len(self.forms[k]) == 4 for k in range(first, last))
        self._clauses = self._number_clauses()
        self.relative = self._relative_ranges()
        self.after = self._after_ranges()
        self.sayings = self._sayings(says)
        self.according = self._according()

    def clause(self, k: int) -> int:
        """The number of a token's clause; clauses end at words such as فيما and لكن, and at semicolons."""
        return self._clauses[min(max(k, self.first), self.last - 1) - self.first]

    def _number_clauses(self) -> list[int]:
        if "clauses" not in self.present and ";" not in self.forms[self.first : self.last]:
            return [0] * (self.last - self.first)
        out, n = [], 0
        for k in range(self.first, self.last):
            form = self.forms[k]
            if k > self.first and (form == ";" or ("clauses" in LISTS[form] and self._opens_clause(k))):
                n += 1
            out.append(n)
        return out

    def _opens_clause(self, k: int) -> bool:
        form = self.forms[k]
        if form == fold_word("غير"):
            return k + 1 < self.last and "=complement" in LISTS[self.forms[k + 1]]
        if form in (fold_word("إلا"), "الا"):
            return k + 1 < self.last and "=complement" in LISTS[self.forms[k + 1]]
        return True

    def _relative_ranges(self) -> list[tuple[int, int]]:
        """Ranges of relative clauses, from the pronoun to a comma, a conjunction with a finite verb, or the
        sentence's end."""
        out: list[tuple[int, int]] = []
        if "relatives" not in self.present:
            return out
        for k in range(self.first, self.last):
            if "relatives" not in LISTS[self.forms[k]]:
                continue
            stop = k + 1
            while stop < self.last and stop - k < _RELATIVE_REACH:
                form = self.forms[stop]
                if form in (",", ";", ".") or (self._clauses[stop - self.first] != self._clauses[k - self.first]):
                    break
                if stop in self.finites and stop > k + 2:
                    before = self.forms[stop - 1]
                    embedded = "=complement" in LISTS[before] or "relatives" in LISTS[before]
                    if form[0] == "و" or (not embedded and any(j in self.finites for j in range(k + 1, stop))):
                        break
                stop += 1
            out.append((k, stop))
        return out

    def _after_ranges(self) -> list[tuple[int, int]]:
        """Ranges of clauses of time or cause: بعد أن، بعدما، عندما، منذ."""
        out: list[tuple[int, int]] = []
        if "after_clauses" not in self.present and not ("anchors" in self.present and "=complement" in self.present):
            return out
        for k in range(self.first, self.last - 1):
            form = self.forms[k]
            # منذ أن and منذ اندلع open a clause, منذ نهاية الشهر does not
            since = form in _SINCE and not ({k + 1, k + 2} & self.finites or "=complement" in LISTS[self.forms[k + 1]])
            opens = "after_clauses" in LISTS[form] and not since
            if "anchors" in LISTS[form] and "=complement" in LISTS[self.forms[k + 1]]:
                opens = True
            if not opens:
                continue
            stop = k + 1
            while stop < self.last and self.forms[stop] not in (",", ";", "."):
                stop += 1
            out.append((k, stop))
        return out

    def in_relative(self, k: int) -> int | None:
        """The relative pronoun whose clause holds a token, or None."""
        for a, b in self.relative:
            if a < k < b:
                return a
        return None

    def in_after(self, k: int) -> bool:
        """Whether a token stands in a clause of time or cause."""
        return any(a < k < b for a, b in self.after)

    # ------------------------------------------------------------------ reported speech
    def _sayings(self, says: Sequence[tuple[int, int]]) -> list[Saying]:
        out = []
        for n, (first, last) in enumerate(says):
            closes = self.last
            for other, _ in says[n + 1 :]:
                if self.forms[other][0] in "وف" and other > last + 3:
                    closes = other
                    break
            for k in range(last, closes):
                if (
                    k > last + 3
                    and "clauses" in LISTS[self.forms[k]]
                    and self.forms[k] in _CONTRASTS
                    and self._quotes(last, k) % 2 == 0
                ):
                    closes = k
                    break
            opens, complement = last, False
            for k in range(last, min(closes, last + _SAY_REACH)):
                form = self.forms[k]
                if (
                    "complement" in LISTS[form]
                    or form == ":"
                    or (form == '"' and k > last and self.forms[k - 1] in (":", ","))
                ):
                    opens, complement = k, True
                    break
                if form == ";" or (
                    k in self.finites
                    and k > last
                    and not (k > 0 and "relatives" in LISTS[self.forms[k - 1]])
                    and self.in_relative(k) is None
                ):
                    break
            if not complement:
                for k in range(opens + 1, closes):
                    if k in self.finites and self.forms[k][0] in "وف" and self.in_relative(k) is None:
                        closes = k
                        break
            out.append(Saying(first, last, opens, closes, complement))
        return out

    def _quotes(self, first: int, last: int) -> int:
        return sum(1 for k in range(first, last) if self.forms[k] == '"')

    def saying(self, k: int) -> Saying | None:
        """The nearest saying in whose reach a token stands, or None."""
        best = None
        for saying in self.sayings:
            if saying.last <= k < saying.closes and k >= saying.opens:
                best = saying
        return best

    def _according(self) -> list[tuple[int, int]]:
        """Ranges that a بحسب or a حسبما covers: what stands before it in its clause, or all after it where it leads."""
        out: list[tuple[int, int]] = []
        if "according" not in self.present:
            return out
        for k in range(self.first, self.last - 1):
            if "according" not in LISTS[self.forms[k]]:
                continue
            if k - self.first <= 2:
                out.append((k, self.last))
            else:
                begin = self.first
                for saying in self.sayings:
                    if saying.first < k and saying.first - self.first > 3:
                        begin = max(begin, saying.first)
                out.append((begin, k))
        return out

    # ------------------------------------------------------------------ modality
    def modality(self, k: int, form: str, noun: bool) -> str | None:
        """denied, hypothetical, future or historical, where the words around a trigger say so; else None."""
        forms = self.forms
        lower = max(self.first, k - 7)
        present = self.present
        near = range(max(self.first, k - 3), k) if "=negations" in present else ()
        for j in near:
            if (
                "=negations" in LISTS[forms[j]]
                and not (noun and forms[j] in _VERB_NEGATIONS)
                and not self._broken(j, k)
            ):
                if not noun and j < k - 2:
                    continue
                if forms[j] in _LA and form not in ("present", "passive-present"):
                    continue
                return "denied"
        for j in range(max(self.first, k - 14), k) if "denials" in present else ():
            if "denials" in LISTS[forms[j]] and self.clause(j) == self.clause(k):
                return "denied"
        if form == "future":
            return "future"
        for j in range(lower, k) if "hypotheticals" in present or "futures" in present else ():
            bare = forms[j]
            lists = LISTS[bare]
            if not ("hypotheticals" in lists or "futures" in lists) or self._broken(j, k):
                continue
            if "hypotheticals" in lists:
                if bare in _QAD and form not in ("present", "passive-present"):
                    continue
                if bare in _SHORT_CUES and k - j > 3:
                    continue
                return "hypothetical"
            if "futures" in lists and k - j <= 4:
                return "future"
        for j in range(k + 1, min(self.last, k + 5)):
            if forms[j] in _COMING and not self._broken(k, j):
                return "future"
            if forms[j] in _POSSIBLE:
                return "hypothetical"
        if self.past_year(k) or (
            "historicals" in present
            and any(
                "historicals" in LISTS[forms[j]] and not self._broken(min(j, k), max(j, k))
                for j in range(max(self.first, k - 4), min(self.last, k + 7))
            )
        ):
            return "historical"
        return None

    def _broken(self, a: int, b: int) -> bool:
        """Whether a boundary lies between two tokens."""
        return any(
            (self.kinds[j] in (SIGN, BREAK) and self.forms[j] in (",", ";", ":", ".", "(", ")"))
            or "relatives" in LISTS[self.forms[j]]
            for j in range(a + 1, b)
        )

    def past_year(self, k: int) -> bool:
        """Whether the clause gives a year clearly before the report's: عام 1995."""
        if not self.years:
            return False
        if any(self.forms[j] in _DAYS_OF_NOW for j in range(max(self.first, k - 6), min(self.last, k + 7))):
            return False
        published = self.marked.document.published
        for j in range(max(self.first, k - 12), min(self.last, k + 22)):
            form = self.forms[j]
            if self.kinds[j] != NUMBER or len(form) != 4 or not form.isdecimal() or self.clause(j) != self.clause(k):
                continue
            year = int(form)
            dated = j in self.marked.date_at or (j > 0 and self.forms[j - 1] in _YEAR_WORDS)
            if not dated or not 1800 <= year <= 2100 or self._own_date(j):
                continue
            if published is None or year < published.year:
                return True
        return False

    def _own_date(self, j: int) -> bool:
        """A year that opens an entry of a chronicle (8 فبراير 2006: …), or one that something has gone on since."""
        date = self.marked.date_at.get(j)
        if date is not None and date.connective == "since":
            return True
        before = self.forms[max(self.first, j - 3) : j]
        if any(form in _SINCE for form in before):
            return True
        return j - self.first <= 7 and j + 1 < self.last and self.forms[j + 1] == ":"

    def suspected(self, k: int) -> bool:
        """Whether a word of suspicion or accusation stands before a trigger in its clause."""
        return "suspected" in self.present and any(
            "suspected" in LISTS[self.forms[j]] and self.clause(j) == self.clause(k)
            for j in range(max(self.first, k - 16), k)
        )


_CONTRASTS = frozenset(map(fold_word, ("فيما", "بينما", "أما", "وفيما", "وبينما", "وأما")))
_VERB_NEGATIONS = frozenset(map(fold_word, ("لم", "لن", "لا", "ما", "ولم", "ولن", "ولا", "فلم")))
_LA = frozenset(map(fold_word, ("لا", "ولا", "ما")))
_QAD = frozenset(map(fold_word, ("قد", "وقد", "أو", "أي", "حال", "حالة", "لو")))
_SHORT_CUES = frozenset(map(fold_word, ("أو", "منع", "لمنع", "خطة", "حالة", "حال", "خطر", "أجل", "أي", "يستهدف")))
_COMING = frozenset(
    map(fold_word, ("غدا", "المقبل", "المقبلة", "المزمع", "المقرر", "القادم", "القادمة", "المقررة", "الوشيك"))
)
_POSSIBLE = frozenset(map(fold_word, ("المحتمل", "المحتملة", "محتمل", "محتملة", "محتملا")))
_DAYS_OF_NOW = frozenset(map(fold_word, ("أمس", "الأمس", "اليوم", "الليلة", "البارحة", "غداة")))
_SINCE = frozenset(map(fold_word, ("منذ", "ومنذ")))
_YEAR_WORDS = frozenset(map(fold_word, ("عام", "العام", "سنة", "من", "في", "يوليو", "يونيو")))


@cache
def first_person(form: str) -> bool:
    """Whether a folded verb form is that of we: نرفض."""
    return form.startswith("ن") and len(form) > 3
