"""Who speaks, in English and French: the subject of a word of saying, before it, after it, or in an earlier clause."""

from __future__ import annotations

from masfufa.language.tokens import BREAK, NUMBER, SIGN
from masfufa.reading.statement_contents_latin import LatinContents
from masfufa.reading.statement_words import Cue, FoundStatement, Part

LONGEST_NAME = 16
"""Tokens of the name of a speaker."""


class LatinSpeakers(LatinContents):
    """Finds the speakers of the sentence that is being read."""

    def _subject(self, cue: Cue, said: list[FoundStatement]) -> tuple[Part | None, int, bool, str]:
        """(speaker, first token of its clause, whether a pronoun speaks, how: own, inner, joined, pronoun, none)."""
        w, forms = self.words, self.forms
        i = cue.first
        if cue.sense.form == "gerund":
            quoted = self._quoted_as(i)
            if quoted is not None:
                part = self._name_before(self._passive_subject(quoted))
                if part is not None and part.last - part.first == 1 and forms[part.first] in w["personal"]:
                    return self._last_speaker(said, i), part.first, True, "own"
                return part, part.first if part else i, part is None, "own"
            begins = i - 1 if i > self.first and (forms[i - 1] == "," or forms[i - 1] in w["before_joined"]) else i
            return self._last_speaker(said, i) or self._first_subject(i), begins, True, "joined"
        k = self._skip_back(i)
        while k >= self.first and (k in self.marked.date_at or forms[k] in w["times"]):
            k -= 1
            k = k - 1 if k >= self.first and forms[k] in w["before_times"] else k
        if k < self.first:
            return None, i, False, "own"
        word = forms[k]
        if word in w["joiners"]:
            return self._last_speaker(said, i) or self._first_subject(i), k, True, "joined"
        if word in w["personal"]:
            begins = self._conjunction(k)
            inner = k > self.first and forms[k - 1] in w["inner"]
            return self._last_speaker(said, i), begins, True, "inner" if inner else "own"
        if word in w["own"]:
            return None, k, True, "own" if k in self.quotes.inside or k == self.first else "pronoun"
        if word in w["relatives"]:
            end = k - 1 if k > self.first and forms[k - 1] == "," else k
            part = self._name_before(end - 1) if end > self.first else None
            return part, k, part is None, "inner"
        if word in w["no_speech"]:
            return None, k, False, "none"
        part = self._name_before(k)
        if part is None:
            return None, k, False, "own"
        if part.first > self.first and forms[part.first - 1] in w["what"]:  # in what officials said was an attack
            return None, k, False, "none"
        inner = part.first > self.first and forms[part.first - 1] in w["that"]
        return part, self._conjunction(part.first), False, "inner" if inner else "own"

    def _conjunction(self, first: int) -> int:
        k = first
        while k - 1 > self.first and (self.forms[k - 1] == "," or self.forms[k - 1] in self.words["conjunctions"]):
            k -= 1
        return k

    def _passive_subject(self, k: int) -> int:
        k -= 1
        while k > self.first and (self.forms[k] in self.words["passive"] or self.forms[k] in self.words["auxiliaries"]):
            k -= 1
        return k

    def _last_speaker(self, said: list[FoundStatement], before: int) -> Part | None:
        for found in reversed(said):
            if found.speaker is not None and not found.nested and found.speaker.first < before:
                return found.speaker
        return None

    def _first_subject(self, before: int) -> Part | None:
        """The noun phrase that the sentence begins with, or its first actor; for verbs and pronouns without one."""
        for k in range(self.first, before):
            if k in self.actor_at and k not in self.quotes.inside:
                return Part(*self.actor_at[k])
        return None

    def _name_before(self, k: int) -> Part | None:
        """The noun phrase that ends at token k, with the name before a remark between commas."""
        forms, kinds, w = self.forms, self.kinds, self.words
        if k < self.first:
            return None
        end = k + 1
        if forms[k] == ")":
            while k > self.first and forms[k] != "(":
                k -= 1
            k -= 1
            end = k + 1
        if forms[k] == ",":
            opening = self._remark(k)
            if opening is not None:
                k = opening - 1
                end = k + 1
            else:
                return None
        start = end
        while start > self.first and end - start < LONGEST_NAME:
            j = start - 1
            if j in self.actor_at and self.actor_at[j][0] < j:
                start = max(self.actor_at[j][0], self.first)
                continue
            if kinds[j] == BREAK or (kinds[j] == SIGN and forms[j] not in ("-", "'", ".", "&", "/")):
                break
            if forms[j] == "." and not (j > self.first and len(forms[j - 1]) <= 3):
                break
            if j in self.marked.date_at or forms[j] in w["times"]:
                break
            if forms[j] in w["boundaries"] and not (forms[j] in w["and"] and self._joins_names(j, end)):
                break
            if j in self.cues or forms[j] in w["passive"] or forms[j] in w["perfect"]:
                break
            start = j
        while start < end and (
            forms[start] in w["prepositions"] or (kinds[start] in (SIGN, NUMBER) and start + 1 < end)
        ):
            if kinds[start] == NUMBER:
                break
            start = self._past_phrase(start, end)
        return Part(start, end) if start < end else None

    def _remark(self, comma: int) -> int | None:
        """The comma that opens the remark which a comma closes: ", a spokesman for the army,"; None where none is."""
        for k in range(comma - 1, max(self.first, comma - 30), -1):
            if self.forms[k] != ",":
                continue
            after = self.forms[k + 1]
            if after in self.words["remarks"] or after.endswith(self.marked.grammar.gerund_endings):
                return k
            if comma - k <= 6 and all(self.tokens.capital(j) for j in range(k + 1, comma)):
                return k
            if after in self.words["inserted"] or k + 1 in self.actor_at:
                return None if any(k < c < comma for c in self.cues) else k
            if not any(k < c < comma for c in self.cues) and self.forms[comma - 1] in self.words["inserted"]:
                return k
        return None

    def _past_phrase(self, start: int, end: int) -> int:
        """Over a preposition and its noun before a subject: "In Geneva the envoy said"; to the last actor there."""
        if self.kinds[start] == SIGN:
            return start + 1
        actors = [self.actor_at[k][0] for k in range(start + 1, end) if k in self.actor_at]
        if actors and actors[-1] > start + 1:
            return actors[-1]
        k = start + 1
        place = self.marked.place_at.get(k)
        if place is not None:
            return min(place.last, end)
        while k < end and k in self.marked.date_at:
            k += 1
        if k > start + 1:
            return k
        for k in range(start + 2, end):
            if self.forms[k] in self.words["determiners"]:
                return k
        return end

    def _joins_names(self, j: int, end: int) -> bool:
        """True where "and" joins two nouns of one subject (police and hospital officials said)."""
        if j - 1 < self.first or self.kinds[j - 1] == SIGN:
            return False
        return j + 1 in self.actor_at or j - 1 in self.actor_at or end - j <= 4

    def _inverted(self, cue: Cue, said: list[FoundStatement]) -> tuple[Part | None, Part, bool] | None:
        """ "…," said the mayor; « … », a déclaré le maire; a-t-il ajouté: speaker, words, direct."""
        begins = self._group(cue)
        if cue.sense.form not in self._finite_forms() or begins < 1 or "quote" not in cue.takes:
            return None
        if self.forms[begins - 1] not in (",", '"', "'"):
            return None
        if self._asks(cue, begins):
            content, direct = self._before(cue, begins)
            return (self._last_speaker(said, begins), content, direct) if content is not None else None
        start = self._over_setting(cue.last)
        if start < self.last and self.forms[start] in self.words["prepositions"] | self.words["that"]:
            return None
        end = start
        while end < self.last and end - start < LONGEST_NAME and self.kinds[end] != BREAK:
            form = self.forms[end]
            if self.kinds[end] == SIGN and form not in ("-", "'", "."):
                break
            if form == "." and (end + 1 >= self.last or len(self.forms[end - 1]) > 3):
                break
            if end > start and (form in self.words["boundaries"] or self._medium_at(end) or end in self.marked.date_at):
                break
            if end > start and form in self.words["setting"]:
                break
            end += 1
        if end <= start:
            return None
        content, direct = self._before(cue, begins)
        return (Part(start, end), content, direct) if content is not None else None

    def _finite_forms(self) -> tuple[str, ...]:
        perfect = "inverted" in self.marked.grammar.traits
        return ("past", "present", "participle") if perfect else ("past", "present")

    def _group(self, cue: Cue) -> int:
        """The first token of a verb with its auxiliaries, where they stand before a speaker too: a déclaré."""
        k = cue.first
        if "inverted" in self.marked.grammar.traits:
            while k > self.first and (
                self.forms[k - 1] in self.words["auxiliaries"] or self.forms[k - 1] in self.words["question_order"]
            ):
                k -= 1
        return k

    def _asks(self, cue: Cue, begins: int) -> bool:
        """A pronoun after its verb: a-t-il ajouté, ajoute-t-elle."""
        forms, personal = self.forms, self.words["personal"]
        if any(forms[k] in personal and forms[k - 1] == "-" for k in range(begins + 1, cue.first)):
            return True
        return (
            cue.last < self.last
            and forms[cue.last] == "-"
            and any(form in personal for form in forms[cue.last + 1 : min(cue.last + 4, self.last)])
        )

    def _over_setting(self, k: int) -> int:
        """Over when and to whom it was said before the speaker: a déclaré lundi à l'AFP le directeur."""
        if "inverted" not in self.marked.grammar.traits:
            return k
        while k < self.last:
            medium, form = self._medium_at(k), self.forms[k]
            if medium is not None:
                k = medium
            elif k in self.marked.date_at or form in self.words["times"] or form in self.words["adverbs"]:
                k += 1
            elif form in self.words["to"] and (end := self._hearer_end(k + 1)) is not None:
                k = end
            else:
                break
        return k
