"""One sentence under the eyes of the statement rules of English and French: its words of saying and what is there."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.tokens import SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.statement_words import NO_QUOTES, Cue, Part, Quotes, words


class LatinSentence:
    """The sentence that is being read. `actor_at` maps the tokens of the document to the actors they are in."""

    def __init__(self, marked: Annotated, actor_at: dict[int, tuple[int, int]]) -> None:
        self.marked = marked
        self.tokens = marked.tokens
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.words = words(marked.language)
        self.actor_at = actor_at
        self.first = self.last = 0
        self.quotes = NO_QUOTES
        self.cues: dict[int, Cue] = {}

    def _turn_to(self, first: int, last: int, at: Sequence[int]) -> None:
        """Begin with the token range first:last; `at` are the tokens that may be words of saying."""
        self.first, self.last = first, last
        quoted = any(form == '"' for form in self.forms[first:last])
        self.quotes = Quotes.of(self.tokens, first, last) if quoted else NO_QUOTES
        self.cues = {}
        for i in at:
            cue = self._cue(i)
            if cue is not None and not any(c.first < i < c.last for c in self.cues.values()):
                self.cues[i] = cue

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
        if helpers & w["negations"] and not (helpers & w["future"] and sense.data.get("plover")):
            return None
        if form == "gerund":
            return cue if self._speaks_on(i) else None
        if form in ("future", "conditional"):
            return None
        if form == "participle" and i > self.first + 1 and word in w["personal"] and forms[before - 1] == "-":
            return cue  # a-t-il ajouté
        if form == "participle":
            return cue if helpers & w["perfect"] and word not in w["passive"] else None
        if word in w["determiners"]:  # an alleged sharpshooter
            return None
        if word in w["passive"] or word in w["unsaid"]:
            return None
        if helpers & w["perfect"] and form == "past":
            return cue
        if form == "base":
            if helpers & w["with_base"]:
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
            or self.forms[k] in self.words["negations"] - self.words["no_negations"]
            or (self.forms[k].endswith(self.marked.grammar.adverb_endings) and k not in self.actor_at)
        ):
            k -= 1
        return k

    def _plural(self, k: int) -> bool:
        if k < self.first:
            return False
        form = self.forms[k]
        return form in self.words["plurals"] or (
            "bare_base" in self.words["traits"]
            and form.endswith("s")
            and not form.endswith(("ss", "'s"))
            and len(form) > 3
        )

    def _speaks_on(self, i: int) -> bool:
        """A gerund that goes on with what a speaker says: after a comma, "statement" or "quoted as"."""
        if i == self.first:
            return True
        before = self.forms[i - 1]
        if before in (",", '"') or before in self.words["before_gerund"]:
            return before not in self.words["and"] or i - 2 < self.first or self.kinds[i - 2] != SIGN
        return i >= 2 and self._quoted_as(i) is not None

    def _quoted_as(self, i: int) -> int | None:
        for k in (i - 2, i - 3):
            if k >= self.first:
                for _, after in self._senses(k, "quoted"):
                    if after == i:
                        return k
        return None

    # ------------------------------------------------------------------ around them
    def _passes(self, j: int) -> bool:
        form = self.forms[j]
        if j in self.marked.date_at or form in self.words["times"]:
            return True
        if form in self.words["before_setting"] and j + 1 < self.last:
            after = j + 1
            return (
                after in self.marked.date_at
                or self.forms[after] in self.words["times"]
                or after in self.marked.place_at
            )
        return j in self.marked.place_at and self.forms[j - 1] in self.words["before_place"]

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

    def _medium_at(self, j: int) -> int | None:
        ends = [after for _, after in self._senses(j, "medium")]
        return max(ends) if ends else None

    def _medium(self, first: int, last: int) -> Part | None:
        for k in range(first, last):
            after = self._medium_at(k)
            if after is not None:
                return Part(k, after)
        return None
