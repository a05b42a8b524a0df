"""What is said, in English and French: after a word of saying or before it, and where it ends."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.statement_sentence_latin import LatinSentence
from masfufa.reading.statement_words import Cue, FoundStatement, Part, beyond_sentence

_REACH = 25
_SHORT_QUOTE = 6
_DATELINE = 6
_KINDS = frozenset(("that", "quote", "clause", "noun", "ing", "inf"))
"""What introduces the words said, where it is no preposition."""
STOPS = frozenset((".", "!", "?", ";"))
"""Signs that no words of saying reach across."""


class LatinContents(LatinSentence):
    """Finds what is said in the sentence that is being read."""

    def _after(self, cue: Cue) -> tuple[Part | None, bool]:
        """What follows a word of saying as its content, up to the end of the sentence, and whether it is direct."""
        forms, kinds, takes = self.forms, self.kinds, cue.takes
        j, commas = cue.last, 0
        while j < min(self.last, cue.last + _REACH):
            form = forms[j]
            if form == '"' and j in self.quotes.close and "quote" in takes:
                return self._quotation(cue, j)
            if form == ":" and ("quote" in takes or "that" in takes):
                j += 1
                if j < self.last and forms[j] == '"' and j in self.quotes.close:
                    return self._quotation(cue, j)
                return (Part(j, self.last), True) if j < self.last else (None, False)
            if form in self.words["that"] and "that" in takes:
                j += 1
                if j < self.last and forms[j] == '"' and j in self.quotes.close:
                    return self._quotation(cue, j)
                return (Part(j, self.last), False) if j < self.last else (None, False)
            if form in takes and form not in _KINDS and j + 1 < self.last:
                first = cue.last if cue.sense.data.get("object") and j > cue.last else j + 1
                return self._plain(first)
            if form in STOPS:
                return None, False
            if form == ",":
                commas += 1
                if commas == 1 and j == cue.last and j + 1 < self.last and forms[j + 1] != '"':
                    return None, False
                if commas > 2:
                    return None, False
                j += 1
                continue
            medium = self._medium_at(j)
            if medium is not None:
                j = medium
                continue
            if self._passes(j):
                j += 1
                continue
            if self._begins(cue, j):
                return self._plain(self._past_hearer(cue, j))
            if kinds[j] != SIGN and j > cue.last and j in self.cues and form not in takes:
                return None, False
            j += 1
        return None, False

    def _plain(self, first: int) -> tuple[Part | None, bool]:
        if first >= self.last:
            return None, False
        if self.forms[first] == '"' and first in self.quotes.close:
            close = self.quotes.close[first]
            rest = [k for k in range(close + 1, self.last) if self.kinds[k] != SIGN]
            if not rest:
                return Part(first + 1, close), True
        return Part(first, self.last), False

    def _begins(self, cue: Cue, j: int) -> bool:
        """True where a bare clause or an object that is said begins at token j."""
        form, takes = self.forms[j], cue.takes
        if self.kinds[j] == SIGN and form not in ("(", "$"):
            return False
        if "clause" in takes:
            if cue.sense.data.get("addressee") == "object" and j == cue.last:
                return False if self._hearer_end(j) is None else self._hearer_end(j) != j and self._clause_follows(j)
            if form in self.words["at_least"] and j + 1 < self.last and self.forms[j + 1] in self.words["at_least"]:
                return True
            if form in self.words["not_clause"] or self.last - j < 2:
                return False
            # "in a statement posted online that": the clause is still to come
            return not (j > cue.last and "that" in cue.takes and "that" in self.forms[j + 1 : min(j + 5, self.last)])
        if "ing" in takes and form.endswith(self.marked.grammar.gerund_endings) and j == cue.last:
            return True
        if "inf" in takes and form in self.words["infinitives"] and j == cue.last:
            return True
        if "noun" in takes and not cue.sense.data.get("needs"):
            if cue.sense.data.get("object") and any(
                t in self.forms[j : j + 12] for t in self.words["after_object"] if t in takes
            ):
                return False
            return form not in self.words["not_clause"] and (
                j == cue.last or self.forms[j - 1] not in self.words["prepositions"]
            )
        needs = cue.sense.data.get("needs")
        if "noun" in takes and needs:
            return j == cue.last and any(word in self.forms[j : j + 6] for word in needs)
        return False

    def _clause_follows(self, j: int) -> bool:
        end = self._hearer_end(j)
        if "that" in self.forms[j + 1 : min(j + 6, self.last)]:
            return False
        return end is not None and end < self.last and self.forms[end] not in self.words["not_clause"] | {"that"}

    def _past_hearer(self, cue: Cue, j: int) -> int:
        if "clause" in cue.takes and cue.sense.data.get("addressee") == "object" and j == cue.last:
            return self._hearer_end(j) or j
        return j

    def _quotation(self, cue: Cue, opening: int) -> tuple[Part, bool]:
        close = self.quotes.close[opening]
        if close >= self.last:
            return Part(opening + 1, beyond_sentence(self.tokens, opening, self.last)), True
        rest = [k for k in range(close + 1, self.last) if self.kinds[k] != SIGN]
        only = len(cue.takes) == 1
        if (
            rest
            and not only
            and close - opening <= _SHORT_QUOTE
            and self.forms[close - 1] not in (",", ".", "!", "?")
            and (self.kinds[close + 1] != SIGN)
        ):
            return Part(opening + 1, self.last), False
        return Part(opening + 1, close), True

    def _before(self, cue: Cue, begins: int) -> tuple[Part | None, bool]:
        """What stands before "…, the mayor said": a quotation, or the clause of the sentence so far."""
        k = begins
        while k > self.first and self.forms[k - 1] == ",":
            k -= 1
        if k <= self.first:
            return self._sentence_before(k)
        if self.forms[k - 1] == '"':
            opening = next((o for o, c in self.quotes.close.items() if c == k - 1), None)
            if opening is None:
                return None, False
            lead = [j for j in range(self.first, opening) if self.kinds[j] != SIGN]
            if lead and k - 1 - opening <= _SHORT_QUOTE:
                return Part(self.first, k), False
            return Part(opening + 1, k - 1), True
        parted = k < begins or self.forms[begins] == ","
        if not parted or k - self.first < 2 or begins in self.quotes.inside:
            return None, False
        first = self.first
        for j in range(first + 1, min(first + _DATELINE, k)):  # KABUL: A court …
            if self.forms[j] == ":":
                first = j + 1
        if self.forms[first] in self.words["openers"]:
            first += 1
        return Part(first, k), False

    def _sentence_before(self, first: int) -> tuple[Part | None, bool]:
        """A quotation that ended the sentence before: "Where is the state?" asked one farmer."""
        forms = self.forms
        if first < 3 or forms[first - 1] != '"' or forms[first - 2] not in ("?", "!", ".", ","):
            return None, False
        if self.tokens.capital(first) and first not in self.actor_at:
            return None, False
        for k in range(first - 2, max(first - 300, -1), -1):
            if self.kinds[k] == BREAK:
                break
            if forms[k] == '"':
                return Part(k + 1, first - 1), True
        return None, False

    # ------------------------------------------------------------------ ends
    def _cut(self, said: list[FoundStatement], starts: list[int]) -> None:
        """Ends each one's words where the next clause of saying, or another clause, begins."""
        for n, found in enumerate(said):
            content = found.content
            if content.first < found.cue.first and content.last <= found.cue.first:
                continue
            if found.direct and content.first - 1 in self.quotes.close:
                continue
            limit = min(content.last, self.last)
            for other, begins in zip(said[n + 1 :], starts[n + 1 :], strict=True):
                if begins <= content.first or begins >= limit or other.nested or begins in self.quotes.inside:
                    continue
                if self.forms[begins] == "," or self.forms[begins] in self.words["cutters"]:
                    limit = begins
                    break
            before = self.forms[found.cue.first - 1] if found.cue.first > self.first else ""
            if found.nested and before in self.words["relatives"]:  # The rebels, who said that …, asked for …
                for k in range(content.first + 1, limit):
                    if self.forms[k] == "," and k not in self.quotes.inside:
                        limit = k
                        break
            content.last = self._clause_end(content.first, limit)

    def _clause_end(self, first: int, limit: int) -> int:
        for k in range(first + 1, limit):
            if self.forms[k] != "," or k in self.quotes.inside or k + 1 >= limit:
                continue
            if self.forms[k + 1] in self.words["breakers"] or self._senses(k + 1, "according"):
                return k
        return limit

    def _noun_end(self, first: int) -> int:
        """Where the words of a noun of saying end: at the verb that the noun is the subject of."""
        for k in range(first + 1, self.last):
            if self.forms[k] in self.words["passive"] or self.forms[k] in self.words["perfect"] or self.forms[k] == ",":
                return k
        return self.last
