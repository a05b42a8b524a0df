"""English statements: words of saying, their speakers and what they said, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.tokens import BREAK, NUMBER, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.statement_words import NO_QUOTES, Cue, FoundStatement, Part, Quotes, beyond_sentence, words

_LONGEST_NAME = 16
_REACH = 25
_SHORT_QUOTE = 6
_STOPS = frozenset((".", "!", "?", ";"))


class EnglishStatements:
    """Finds the statements of a document, sentence by sentence. `actor_at` maps tokens to the actors they are in."""

    def __init__(self, marked: Annotated, actor_at: dict[int, tuple[int, int]]) -> None:
        self.marked = marked
        self.tokens = marked.tokens
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.words = words("en")
        self.actor_at = actor_at
        self.first = self.last = 0
        self.quotes = NO_QUOTES
        self.cues: dict[int, Cue] = {}

    def in_sentence(self, first: int, last: int, at: Sequence[int]) -> list[FoundStatement]:
        """The statements of the token range first:last; `at` are the tokens that may be words of saying."""
        self.first, self.last = first, last
        quoted = any(form == '"' for form in self.forms[first:last])
        self.quotes = Quotes(self.tokens, first, last) if quoted else NO_QUOTES
        self.cues = {}
        for i in at:
            cue = self._cue(i)
            if cue is not None and not any(c.first < i < c.last for c in self.cues.values()):
                self.cues[i] = cue
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

    # ------------------------------------------------------------------ words of saying
    def _cue(self, i: int) -> Cue | None:
        best: Cue | None = None
        for sense, after in self._senses(i, "verb"):
            cue = self._as_verb(i, sense, after)
            if cue is None:
                continue
            if best is None:
                best = cue
            elif best.last == cue.last and best.sense.form == cue.sense.form:  # ask: a question, or a call
                best.takes = [*best.takes, *cue.takes]
                if cue.sense.data.get("object"):
                    best.sense = cue.sense
        return best

    def _senses(self, i: int, tag: str) -> list[tuple[Sense, int]]:
        found = []
        for sense in self.words.cue_senses(self.forms[i]):
            after = i + 1 + len(sense.rest)
            if sense.entry.tag == tag and (not sense.rest or tuple(self.forms[i + 1 : after]) == sense.rest):
                found.append((sense, after))
        return found

    def _as_verb(self, i: int, sense: Sense, after: int) -> Cue | None:
        forms, w = self.forms, self.words
        form = sense.form
        before = self._skip_back(i)
        word = forms[before] if before >= self.first else ""
        helpers = set(forms[before + 1 : i])
        takes = list(sense.data["takes"])
        cue = Cue(i, after, sense, form, takes=takes)
        if helpers & w["negations"] and not (helpers & {"will", "would"} and sense.data.get("plover")):
            return None
        if form == "gerund":
            return cue if self._speaks_on(i) else None
        if form == "participle":
            return cue if helpers & w["perfect"] and word not in w["passive"] else None
        if word in w["passive"] or word in ("to", "can", "could", "may", "might", "must", "should", "let", "not"):
            return None
        if helpers & w["perfect"] and form == "past":
            return cue
        if form == "base":
            if helpers & {"will", "would", "did", "does"}:
                return None
            if not self._plural(before):
                return None
        if form in ("base", "present") and sense.data.get("alike"):
            beside = forms[after] if after < self.last else ""
            if (
                not (before in self.actor_at or word in w["personal"] or beside in self.words["beside"])
                or word in w["determiners"]
            ):
                return None
        return cue

    def _skip_back(self, i: int) -> int:
        k = i - 1
        while k >= self.first and (
            self.forms[k] in self.words["auxiliaries"]
            or self.forms[k] in self.words["negations"] - {"to", "if"}
            or (self.forms[k].endswith("ly") and k not in self.actor_at)
        ):
            k -= 1
        return k

    def _plural(self, k: int) -> bool:
        if k < self.first:
            return False
        form = self.forms[k]
        return form in ("they", "we", "i", "who", "people", "police", "men", "women", ")") or (
            form.endswith("s") and not form.endswith(("ss", "'s")) and len(form) > 3
        )

    def _speaks_on(self, i: int) -> bool:
        """A gerund that goes on with what a speaker says: after a comma, "statement" or "quoted as"."""
        if i == self.first:
            return True
        before = self.forms[i - 1]
        if before in (",", '"', "statement", "and", "report", "interview", "message", "letter", "by", "conference"):
            return before != "and" or i - 2 < self.first or self.kinds[i - 2] != SIGN
        return i >= 2 and self._quoted_as(i) is not None

    def _quoted_as(self, i: int) -> int | None:
        for k in (i - 2, i - 3):
            if k >= self.first:
                for _, after in self._senses(k, "quoted"):
                    if after == i:
                        return k
        return None

    # ------------------------------------------------------------------ statements
    def _said(self, cue: Cue, said: list[FoundStatement]) -> tuple[FoundStatement, int] | None:
        speaker, begins, pronoun, how = self._subject(cue, said)
        if how == "none":
            return None
        if speaker is None and not pronoun and how != "joined" and cue.sense.form != "gerund":
            after = self._inverted(cue)
            if after is None:
                return None
            content, direct = after[1], after[2]
            found = self._record(cue, content, after[0], direct)
            return found, begins
        if cue.sense.data.get("things") and speaker is not None and not self._acts(speaker):
            return None
        content, direct = None, False
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
        while k < self.last and self.forms[k] != '"' and self.forms[k] not in _STOPS and k not in self.cues:
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

    # ------------------------------------------------------------------ speakers
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
            begins = i - 1 if i > self.first and forms[i - 1] in (",", "and") else i
            return self._last_speaker(said, i), begins, True, "joined"
        k = self._skip_back(i)
        while k >= self.first and (k in self.marked.date_at or forms[k] in w["times"]):
            k -= 1
            k = k - 1 if k >= self.first and forms[k] in ("on", "last", "late", "this") else k
        if k < self.first:
            return None, i, False, "own"
        word = forms[k]
        if word in w["joiners"]:
            return self._last_speaker(said, i) or self._first_subject(i), k, True, "joined"
        if word in w["personal"]:
            begins = self._conjunction(k)
            inner = k > self.first and forms[k - 1] in ("that", "which")
            return self._last_speaker(said, i) or self._first_subject(k), begins, True, "inner" if inner else "own"
        if word in ("i", "we", "you"):
            return None, k, True, "own" if k in self.quotes.inside or k == self.first else "pronoun"
        if word in ("who", "which", "that"):
            end = k - 1 if k > self.first and forms[k - 1] == "," else k
            part = self._name_before(end - 1) if end > self.first else None
            return part, k, part is None, "inner"
        if word == "what" or word == "as":
            return None, k, False, "none"
        part = self._name_before(k)
        if part is None:
            return None, k, False, "own"
        inner = part.first > self.first and forms[part.first - 1] == "that"
        return part, self._conjunction(part.first), False, "inner" if inner else "own"

    def _conjunction(self, first: int) -> int:
        k = first
        while k - 1 > self.first and (
            self.forms[k - 1] in (",", "and", "but", "while", "whereas", "although", "though", "when", "as", "after")
        ):
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
        while start > self.first and end - start < _LONGEST_NAME:
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
            if forms[j] in w["boundaries"] and not (forms[j] == "and" and self._joins_names(j, end)):
                break
            if j in self.cues_finite() or forms[j] in w["passive"] or forms[j] in w["perfect"]:
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
            if after in ("who", "which", "whose") or after.endswith("ing"):
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

    def cues_finite(self) -> dict[int, Cue]:
        """The verbs of saying of the sentence by their first token."""
        return self.cues

    def _inverted(self, cue: Cue) -> tuple[Part, Part, bool] | None:
        """ "…," said the mayor: speaker, words, direct."""
        i = cue.first
        if cue.sense.form not in ("past", "present") or i < 1 or "quote" not in cue.takes:
            return None
        if self.forms[i - 1] not in (",", '"', "'"):
            return None
        end = cue.last
        if end < self.last and self.forms[end] in self.words["prepositions"] | {"that"}:
            return None
        while end < self.last and end - cue.last < _LONGEST_NAME and self.kinds[end] != BREAK:
            form = self.forms[end]
            if self.kinds[end] == SIGN and form not in ("-", "'", "."):
                break
            if form == "." and (end + 1 >= self.last or len(self.forms[end - 1]) > 3):
                break
            if end > cue.last and (
                form in self.words["boundaries"] or self._medium_at(end) or end in self.marked.date_at
            ):
                break
            if end > cue.last and form in ("in", "on", "at", "during"):
                break
            end += 1
        if end <= cue.last:
            return None
        content, direct = self._before(cue, i)
        return (Part(cue.last, end), content, direct) if content is not None else None

    # ------------------------------------------------------------------ what is said
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
                if j < self.last and forms[j] == '"':
                    return self._quotation(cue, j)
                return (Part(j, self.last), True) if j < self.last else (None, False)
            if form == "that" and "that" in takes:
                j += 1
                if j < self.last and forms[j] == '"':
                    return self._quotation(cue, j)
                return (Part(j, self.last), False) if j < self.last else (None, False)
            if form in takes and form not in ("that", "quote", "clause", "noun", "ing") and j + 1 < self.last:
                first = cue.last if cue.sense.data.get("object") and j > cue.last else j + 1
                return self._plain(first)
            if form in _STOPS:
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
            if kinds[j] != SIGN and j > cue.last and j in self.cues_finite() and form not in takes:
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

    def _passes(self, j: int) -> bool:
        form = self.forms[j]
        if j in self.marked.date_at or form in self.words["times"]:
            return True
        if form in ("on", "in", "at", "late", "early", "last", "during") and j + 1 < self.last:
            after = j + 1
            return (
                after in self.marked.date_at
                or self.forms[after] in self.words["times"]
                or after in self.marked.place_at
            )
        return j in self.marked.place_at and self.forms[j - 1] in ("in", "at", "from")

    def _begins(self, cue: Cue, j: int) -> bool:
        """True where a bare clause or an object that is said begins at token j."""
        form, takes = self.forms[j], cue.takes
        if self.kinds[j] == SIGN and form not in ("(", "$"):
            return False
        if "clause" in takes:
            if cue.sense.data.get("addressee") == "object" and j == cue.last:
                return False if self._hearer_end(j) is None else self._hearer_end(j) != j and self._clause_follows(j)
            if form == "at" and j + 1 < self.last and self.forms[j + 1] == "least":
                return True
            if form in self.words["not_clause"] or self.last - j < 2:
                return False
            # "in a statement posted online that": the clause is still to come
            return not (j > cue.last and "that" in cue.takes and "that" in self.forms[j + 1 : min(j + 5, self.last)])
        if "ing" in takes and form.endswith("ing") and j == cue.last:
            return True
        if "noun" in takes and not cue.sense.data.get("needs"):
            if cue.sense.data.get("object") and any(
                t in self.forms[j : j + 12] for t in ("of", "to", "for") if t in takes
            ):
                return False
            return form not in self.words["not_clause"] and (
                j == cue.last or self.forms[j - 1] not in self.words["prepositions"]
            )
        needs = cue.sense.data.get("needs")
        if "noun" in takes and needs:
            return j == cue.last and any(word in self.forms[j : j + 6] for word in needs)
        return False

    def _hearer_end(self, j: int) -> int | None:
        """The token after whom it is told to (told Reuters, told the council), or None."""
        if j >= self.last:
            return None
        if j in self.actor_at:
            return self.actor_at[j][1]
        if self.forms[j] in self.words["hearers"]:
            return j + 1
        if self.forms[j] in self.words["determiners"] and j + 1 < self.last:
            if j + 1 in self.actor_at:
                return self.actor_at[j + 1][1]
            return j + 2
        return j + 1 if self.tokens.capital(j) else None

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
        if self.forms[first] in ("and", "but"):
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

    # ------------------------------------------------------------------ around it
    def _medium_at(self, j: int) -> int | None:
        ends = [after for _, after in self._senses(j, "medium")]
        return max(ends) if ends else None

    def _medium(self, first: int, last: int) -> Part | None:
        for k in range(first, last):
            after = self._medium_at(k)
            if after is not None:
                return Part(k, after)
        return None

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
                if self.forms[k] == "to" and k + 1 < content.first:
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
            while start > self.first and owner - start < _LONGEST_NAME:
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
            first = after if forms[after] == "to" else after + 1
            speaker = Part(start, owner + 1, cut=cut)
            ends = self._noun_end(first)
            found = FoundStatement(
                Part(i, after), Part(first, ends), speaker, plover=sense.data.get("plover"), nested=True
            )
            return found, i
        return None

    def _noun_end(self, first: int) -> int:
        """Where the words of a noun of saying end: at the verb that the noun is the subject of."""
        for k in range(first + 1, self.last):
            if self.forms[k] in self.words["passive"] or self.forms[k] in self.words["perfect"] or self.forms[k] == ",":
                return k
        return self.last

    def _according(self, i: int, said: list[FoundStatement]) -> tuple[FoundStatement, int] | None:
        forms = self.forms
        for _, after in self._senses(i, "according"):
            end = after
            while end < self.last and end - after < _LONGEST_NAME and self.kinds[end] != BREAK:
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
                if self.forms[begins] in (",", "and", "but", "while", "whereas", "although", "though"):
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
