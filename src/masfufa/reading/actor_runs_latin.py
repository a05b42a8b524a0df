"""Noun phrases that name actors, in English and French: what a run of words amounts to."""

from __future__ import annotations

from masfufa.language.tokens import WORD
from masfufa.lexicon.actor_schema import Name
from masfufa.lexicon.matcher import Sense
from masfufa.reading.actor_lexicon import ActorLexicon, Opener
from masfufa.reading.actor_phrase import PLACE, TOWARD, Phrase
from masfufa.reading.annotated import Annotated

STATES = ("state", "capital")
"""Kinds of names that stand for a country."""


class Run:
    """What a run of words has shown so far."""

    __slots__ = (
        "closed", "demonym", "demonym_at", "first", "head", "head_end", "heads", "known", "known_at", "last",
        "possessor", "proper",
    )  # fmt: skip

    def __init__(self, first: int) -> None:
        self.first = first
        self.last = first
        self.head: Sense | None = None
        self.heads: list[Sense] = []
        self.head_end = first
        self.known: Name | None = None
        self.known_at = first
        self.demonym: str | None = None
        self.demonym_at = first
        self.proper: tuple[int, int] | None = None
        self.possessor = False
        self.closed = False

    def note_name(self, name: Name, k: int, after: int, possessive: bool) -> None:
        """A known name; a possessive one owns what follows."""
        self.known, self.known_at, self.last, self.possessor = name, k, after, possessive
        self.closed = name.actor.kind == "person" and not possessive

    def note_head(self, sense: Sense, k: int, after: int, possessive: bool, *, first: bool) -> None:
        """A role; the last one of a run is its head, where nouns come `first` (le chef rebelle) the first one."""
        if not first or self.head is None:
            self.head = sense
        self.head_end, self.last, self.possessor = after, after, possessive
        self.heads.append(sense)

    def note_demonym(self, code: str, k: int) -> None:
        """A demonym; the first tells the country."""
        if self.demonym is None:
            self.demonym, self.demonym_at = code, k
        self.last = k + 1

    def note_proper(self, k: int, possessive: bool) -> None:
        """A capitalised word that nothing is known of."""
        self.proper = (self.proper[0], k + 1) if self.proper and self.proper[1] >= k - 1 else (k, k + 1)
        self.last = k + 1
        self.possessor = possessive


class Runs:
    """The words of one document, and the phrases that runs of them make."""

    def __init__(self, marked: Annotated, lexicon: ActorLexicon) -> None:
        self.marked = marked
        self.lexicon = lexicon
        self.forms = marked.tokens.forms
        self.kinds = marked.tokens.kinds
        self.sets = lexicon.sets
        self.head_first = "head_first" in marked.grammar.traits
        self.openers: list[Opener | None] = [lexicon[form] for form in self.forms]
        self.starts = frozenset(self._first_words())

    def _first_words(self) -> list[int]:
        """Words with a capital because a sentence or a quotation begins with them."""
        out = []
        for first, last in self.marked.tokens.sentences:
            k = first
            while k < last and self.kinds[k] != WORD:
                k += 1
            out.append(k)
        return out

    def _from_run(self, run: Run, k: int) -> Phrase | None:
        k = run.last
        while k > run.first and self.forms[k - 1] in ("-", "."):
            k -= 1
        if k <= run.first:
            return None
        day = self.marked.document.published
        reading = run.known.actor.on(day) if run.known else None
        if run.head is None and run.known is None:
            return self._bare(run, k)
        phrase = Phrase(run.first, k, "", "organ", definite=True)
        if run.head is not None:
            data = run.head.data
            phrase.kind = phrase.role = run.head.tag
            phrase.head = run.head.entry.word
            phrase.sector, phrase.country = data.get("sector"), data.get("country")
            phrase.weak = bool(data.get("weak")) or phrase.sector is None
            phrase.plural = run.head.number == "pl"
            for other in run.heads:
                if other is not run.head and other.data.get("sector") and phrase.weak:
                    phrase.sector, phrase.weak = other.data.get("sector"), False
            if data.get("governs") and k - run.first == 1:
                return None
        if run.known is not None and reading is not None:
            if run.head is None or run.known.actor.kind == "person":
                phrase.known, phrase.short = run.known.actor, run.known.short and run.head is None
                if run.head is None:
                    phrase.kind, phrase.head = run.known.actor.kind, self.forms[run.first]
                phrase.sector = phrase.sector if phrase.sector and not phrase.weak else reading.sector or phrase.sector
                phrase.weak = phrase.weak and reading.sector is None
            elif (phrase.sector is None or phrase.weak) and run.known.actor.kind not in STATES:
                phrase.sector = reading.sector or phrase.sector
            phrase.country = run.demonym or reading.country or phrase.country
            if run.known.actor.kind == "person":
                phrase.proper = (run.known_at, k)
        if run.demonym:
            phrase.country = run.demonym
        if (
            phrase.proper is None
            and run.proper
            and run.head is not None
            and run.head.tag == "title"
            and run.proper[0] >= run.head_end
        ):
            phrase.proper = run.proper
            phrase.role = "title"
        if phrase.known is not None and phrase.known.kind in STATES and self._state(phrase):
            return None
        self._trim(phrase)
        return phrase

    def _bare(self, run: Run, k: int) -> Phrase | None:
        """No role and no known name: a demonym in the plural or beside an act, or a name in capitals."""
        last = k - 1
        form = self.forms[last]
        if run.demonym and self.head_first and run.proper is None:
            return self._demonym(run, k)
        if run.demonym and (run.proper is None or run.proper[1] <= run.demonym_at):
            after = self.forms[k] if k < len(self.forms) else ""
            if after in self.sets["equipment"]:
                return Phrase(run.first, k + 1, after, "equipment", run.demonym, "MIL", definite=False)
            sector = self.lexicon.acts.get(after)
            if sector or run.demonym_at != last:
                return Phrase(
                    run.demonym_at, run.demonym_at + 1, self.forms[run.demonym_at], "act", run.demonym, sector
                )
            plural = (form.endswith("s") and not form.endswith("ss")) or form.endswith(("ese", "ish", "ch"))
            noun = k >= len(self.forms) or self.kinds[k] != WORD or any(s.form for s, _ in self.marked.marks[k])
            if plural or noun:
                phrase = Phrase(run.first, k, form, "group", run.demonym, "CVL", plural=True)
                self._trim(phrase)
                return phrase
            return Phrase(run.demonym_at, run.demonym_at + 1, self.forms[run.demonym_at], "act", run.demonym, None)
        if run.proper is None:
            return None
        first, last = run.proper
        place = self.marked.place_at.get(first)
        if place is not None and last <= place.last:
            return None
        phrase = Phrase(first, last, self.forms[first], "person", run.demonym, definite=True, proper=(first, last))
        phrase.role = "person"
        self._trim(phrase)
        return phrase

    def _demonym(self, run: Run, k: int) -> Phrase:
        """Where adjectives follow their noun: les Russes, with a capital; frappes russes, whose they are."""
        at = run.demonym_at
        if self.marked.tokens.capital(at) and at not in self.starts:
            return Phrase(
                run.first, k, self.forms[at], "group", run.demonym, "CVL", plural=self.forms[at].endswith("s")
            )
        before = self.forms[at - 1] if at else ""
        if before in self.sets["equipment"]:
            return Phrase(at - 1, at + 1, before, "equipment", run.demonym, "MIL")
        return Phrase(at, at + 1, self.forms[at], "act", run.demonym, self.lexicon.acts.get(before))

    def _state(self, phrase: Phrase) -> bool:
        """A country or capital: marks it as a place where the words before say so; True where it is no actor at all."""
        place = self.marked.place_at.get(phrase.first)
        if place is not None and (place.first < phrase.first or place.last > phrase.last):
            return True  # Port Sudan
        before = self.forms[phrase.first - 1] if phrase.first else ""
        if before in self.sets["determiners"] and phrase.first > 1:
            before = self.forms[phrase.first - 2]
        if before in self.sets["locative"]:
            phrase.stands = PLACE
        elif before in self.sets["toward"] or before in self.marked.grammar.of:
            phrase.stands = TOWARD
        if phrase.kind == "capital" and phrase.stands is None:
            after = self.forms[phrase.last] if phrase.last < len(self.forms) else ""
            verbal = phrase.last < len(self.forms) and any(s.form for s, _ in self.marked.marks[phrase.last])
            if not (self._possessive(phrase.last - 1) or verbal or after in self.sets["finite"]):
                phrase.stands = TOWARD
        return False

    def _trim(self, phrase: Phrase) -> None:
        """A possessive ending at the end of a phrase is no part of it."""
        if self.forms[phrase.last - 1].endswith("'s"):
            phrase.cut = 2

    def _possessive(self, k: int) -> bool:
        form = self.forms[k]
        if form.endswith("'s"):
            return True
        tokens = self.marked.tokens
        return form.endswith("s") and k + 1 < len(self.forms) and self.forms[k + 1] == "'" and tokens.glued(k + 1)
