"""Statements in English and French: words of saying, their speakers and what they said, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.tokens import BREAK, SIGN
from masfufa.reading.statement_contents_latin import STOPS
from masfufa.reading.statement_speakers_latin import LONGEST_NAME, LatinSpeakers
from masfufa.reading.statement_words import Cue, FoundStatement, Part

_REACH = 25


class LatinStatements(LatinSpeakers):
    """Finds the statements of a document, sentence by sentence."""

    def in_sentence(self, first: int, last: int, at: Sequence[int]) -> list[FoundStatement]:
        """The statements of the token range first:last; `at` are the tokens that may be words of saying."""
        self._turn_to(first, last, at)
        out: list[FoundStatement] = []
        starts: list[int] = []
        for i in at:
            found: tuple[FoundStatement, int] | None
            found = self._said(self.cues[i], out) if i in self.cues else self._noun(i) or self._according(i, out)
            if found is None:
                continue
            out.append(found[0])
            starts.append(found[1])
            more = self._goes_on(found[0])
            if more is not None:
                out.append(more)
                starts.append(more.content.first)
        self._cut(out, starts)
        return [found for found in out if found.content.last > found.content.first]

    def _said(self, cue: Cue, said: list[FoundStatement]) -> tuple[FoundStatement, int] | None:
        if "inverted" in self.marked.grammar.traits:
            found = self._inverted(cue, said)
            if found is not None:
                return self._record(cue, found[1], found[0], found[2]), self._group(cue)
        speaker, begins, pronoun, how = self._subject(cue, said)
        if how == "none":
            return None
        if speaker is None and not pronoun and how != "joined" and cue.sense.form != "gerund":
            after = self._inverted(cue, said)
            if after is None:
                return None
            return self._record(cue, after[1], after[0], after[2]), begins
        if cue.sense.data.get("things") and speaker is not None and not self._acts(speaker):
            return None
        content: Part | None = None
        direct = False
        if how == "own" and begins > self.first and begins - 1 in self.quotes.close.values():
            content, direct = self._before(cue, begins)
        if content is None:
            content, direct = self._after(cue)
        if content is None and "quote" in cue.takes and how == "own" and cue.sense.form != "gerund":
            content, direct = self._before(cue, begins)
        if content is None:
            return None
        return self._record(cue, content, speaker, direct, nested=how == "inner"), begins

    def _goes_on(self, found: FoundStatement) -> FoundStatement | None:
        """The second half of a quotation that is parted: "We are ready," he said, "but they are not." """
        if not found.direct or found.content.first >= found.cue.first:
            return None
        k = max(found.cue.last, found.speaker.last if found.speaker else 0)
        while k < self.last and self.forms[k] != '"' and self.forms[k] not in STOPS and k not in self.cues:
            k += 1
        if k >= self.last or self.forms[k] != '"' or k not in self.quotes.close or self.forms[k - 1] != ",":
            return None
        close = self.quotes.close[k]
        return FoundStatement(found.cue, Part(k + 1, close), found.speaker, True, found.addressee, None, found.plover)

    def _record(
        self, cue: Cue, content: Part, speaker: Part | None, direct: bool, nested: bool = False
    ) -> FoundStatement:
        reach = content.first if content.first >= cue.last else min(self.last, cue.last + _REACH)
        return FoundStatement(
            Part(cue.first, cue.last),
            content,
            speaker,
            direct,
            self._addressee(cue, content, speaker),
            self._medium(cue.last, max(reach, cue.last)),
            cue.sense.data.get("plover"),
            nested,
        )

    def _acts(self, part: Part) -> bool:
        return not self.actor_at or any(k in self.actor_at for k in range(part.first, part.last))

    def _addressee(self, cue: Cue, content: Part, speaker: Part | None) -> Part | None:
        wanted = cue.sense.data.get("addressee")
        if speaker is not None and speaker.first == cue.last:  # "…," asked one farmer
            return None
        if wanted == "object" and cue.last < self.last:
            after = cue.last
            if self.forms[after] in self.words["determiners"] and after + 1 in self.actor_at:
                return Part(after, self.actor_at[after + 1][1])
            if after in self.actor_at:
                return Part(*self.actor_at[after])
            if self.forms[after] in self.words["hearers"] and content.first > after:
                return Part(after, after + 1)
        if wanted == "to":
            for k in range(cue.last, min(content.first, cue.last + 4)):
                if self.forms[k] in self.words["to"] and k + 1 < content.first:
                    end = self._hearer_end(k + 1)
                    return Part(k + 1, end) if end else None
        return None

    # ------------------------------------------------------------------ nouns, according to
    def _noun(self, i: int) -> tuple[FoundStatement, int] | None:
        """The minister's call for a ceasefire: a noun of saying after somebody's."""
        forms = self.forms
        k = i - 1
        while (
            k > self.first and self.kinds[k] not in (SIGN, BREAK) and not forms[k].endswith(("'s", "s'")) and i - k < 3
        ):
            k -= 1
        owner = k if k >= self.first and forms[k].endswith("'s") else -1
        cut = 2
        if owner < 0 and k > self.first and forms[k] == "'" and forms[k - 1].endswith("s"):
            owner, cut = k - 1, 0
        if owner < 0:
            return None
        for sense, after in self._senses(i, "noun"):
            takes = sense.data["takes"]
            if after + 1 >= self.last or forms[after] not in takes:
                continue
            start = owner
            while start > self.first and owner - start < LONGEST_NAME:
                j = start - 1
                if j in self.actor_at:
                    start = self.actor_at[j][0]
                    continue
                if (
                    self.kinds[j] == SIGN
                    or forms[j] in self.words["boundaries"]
                    or forms[j] in self.words["prepositions"]
                ):
                    break
                start = j
                if forms[j] in self.words["determiners"]:
                    break
            first = after if forms[after] in self.words["to"] else after + 1
            speaker = Part(start, owner + 1, cut=cut)
            ends = self._noun_end(first)
            found = FoundStatement(
                Part(i, after), Part(first, ends), speaker, plover=sense.data.get("plover"), nested=True
            )
            return found, i
        return None

    def _according(self, i: int, said: list[FoundStatement]) -> tuple[FoundStatement, int] | None:
        forms = self.forms
        for _, after in self._senses(i, "according"):
            end = after
            while end < self.last and end - after < LONGEST_NAME and self.kinds[end] != BREAK:
                if self.kinds[end] == SIGN and forms[end] not in ("-", "'", "."):
                    break
                if forms[end] == "." and (end + 1 >= self.last or len(forms[end - 1]) > 3):
                    break
                if end > after and (
                    forms[end] in self.words["boundaries"] or end in self.marked.date_at or end in self.cues
                ):
                    break
                end += 1
            if end <= after:
                return None
            speaker = Part(after, end)
            if i - self.first <= 1:
                first = end
                while first < self.last and (
                    (self.kinds[first] == SIGN and forms[first] != '"') or self._passes(first)
                ):
                    first += 1
                content = Part(first, self.last)
            else:
                last = i - 1 if forms[i - 1] == "," else i
                content = Part(self.first, last)
                for found in said:
                    if (
                        found.content.first <= i <= found.content.last
                        or found.content.last >= last - 2 > found.content.first
                    ):
                        return None
            if content.last - content.first < 2:
                return None
            return FoundStatement(Part(i, after), content, speaker), i
        return None
