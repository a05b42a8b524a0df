"""Events in English and French: which sense of a verb or noun its sentence allows, and which verbs go with it."""

from __future__ import annotations

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_clauses_latin import Clauses
from masfufa.reading.event_drafts import EventDraft
from masfufa.reading.event_lexicon_latin import EVENT, SAYS, closed
from masfufa.reading.event_phrases_latin import Phrases
from masfufa.reading.event_readings_latin import FINITE, GERUND, INFINITIVE, PASSIVE, REDUCED
from masfufa.reading.event_verbs_latin import Verb, Verbs

_NEAR, _REACH = 40, 16


class Choices:
    """One sentence: its clauses and verbs, and the entries of the lexicon whose conditions hold."""

    def __init__(
        self,
        marked: Annotated,
        phrases: Phrases,
        senses: list[list[tuple[Sense, int]]],
        number: int,
        first: int,
        last: int,
    ) -> None:
        self.marked, self.phrases, self.senses = marked, phrases, senses
        self.tokens, self.forms = marked.tokens, marked.tokens.forms
        self.number, self.first, self.last = number, first, last
        self.closed = closed(marked.language)
        self.clauses = Clauses(marked, first, last, self._sayings())
        self.verbs = Verbs(marked, first, last, senses, first, self.clauses, phrases)
        self._after: dict[tuple[int, int], list[str]] = {}
        self.done: set[int] = set()
        self.out: list[EventDraft] = []

    def _sayings(self) -> dict[int, int]:
        """Finite verbs of saying: the index after each by its token."""
        out: dict[int, int] = {}
        for k, found in enumerate(self.senses, self.first):
            for sense, after in found:
                if sense.entry.tag == SAYS and k > self.first and self._says(sense, k):
                    if self.forms[k - 1] not in self.closed.determiners:
                        out[k] = after
                    break
        return out

    def _says(self, sense: Sense, k: int) -> bool:
        if sense.form == "participle" and "auxiliary_tenses" in self.closed.traits:
            return self.forms[k - 1] in self.closed.have
        return sense.form in ("past", "present", "base")

    def _stop(self, n: int, verb: Verb) -> int:
        """Where a verb's companions end: the next finite verb of its clause, or the sentence's end."""
        for other in self.verbs.list[n + 1 :]:
            if other.clause == verb.clause and other.reading in (FINITE, PASSIVE) and other.first >= verb.last:
                return other.group
        return self.last

    def _inner(self, n: int, after: int, clause: int) -> Verb | None:
        """The infinitive that a verb governs, or the -ing form of "accused of doing"."""
        for other in self.verbs.list[n + 1 :]:
            if other.first - after > _REACH or (
                other.clause != clause and self.clauses.clauses[other.clause].parent != clause
            ):
                return None
            if self.forms[after : other.first].count(",") % 2:
                return None
            perfect = self.forms[other.group] in self.closed.content_openers  # accusé d'avoir tué
            if (
                other.reading == INFINITIVE
                or perfect
                or (other.first == after and self.forms[after - 1] in self.closed.to)
            ):
                return other
            if other.reading == GERUND and self.forms[other.first - 1] in self.closed.before_gerund:
                return other
            if other.finite:
                return None
            if other.first == after and self.forms[after - 1] in self.closed.to:
                return other
        return None

    def _choose(self, verb: Verb) -> tuple[Sense, int] | None:
        """The event's sense of a verb whose conditions hold: the longest, then the one that asks most."""
        best: tuple[tuple[int, bool, int, int], Sense, int] | None = None
        for sense, after in verb.senses:
            if sense.entry.tag == EVENT and self._holds(
                verb.first, after, sense, verb.reading in (PASSIVE, REDUCED), verb
            ):
                governs = (
                    bool(sense.data.get("inf"))
                    and after < self.last
                    and self.forms[after] in self.closed.before_infinitive
                )
                asked = len(sense.data["with"]) + len(sense.data["near"])
                rank = (len(sense.rest), governs, asked, -self._distance(after, sense))
                if best is None or rank > best[0]:
                    best = rank, sense, after
        return (best[1], best[2]) if best else None

    def _distance(self, after: int, sense: Sense) -> int:
        """How far the words that an entry asks for stand from its verb."""
        wanted = frozenset().union(*sense.data["with"])
        stop = min(self.last, after + _REACH)
        return next((k - after for k in range(after, stop) if self.forms[k] in wanted), _REACH)

    def _holds(self, k: int, after: int, sense: Sense, passive: bool, verb: Verb | None) -> bool:
        data, forms = sense.data, self.forms
        if data.get("needs_obj") and (after >= self.last or forms[after] in self.closed.prepositions):
            return False
        if data.get("needs_against") and "against" not in forms[after : after + 8]:
            return False
        if data["with"]:
            following = self._following(k, after)
            for wanted in data["with"]:
                if wanted.isdisjoint(following) and not (
                    passive and verb is not None and verb.subject and not wanted.isdisjoint(forms[slice(*verb.subject)])
                ):
                    return False
        for unwanted in data["not"]:
            if not unwanted.isdisjoint(forms[k if verb is not None else max(self.first, k - 2) : self._near(after)]):
                return False
            if passive and verb is not None and verb.subject and not unwanted.isdisjoint(forms[slice(*verb.subject)]):
                return False
        return all(
            not wanted.isdisjoint(forms[max(self.first, k - _NEAR) : min(self.last, after + _NEAR)])
            for wanted in data["near"]
        )

    def _near(self, after: int) -> int:
        """Where the words that may forbid an entry end: a few further on, at a comma before."""
        stop = min(after + 9, self.last)
        return next((j for j in range(after, stop) if self.forms[j] == ","), stop)

    def _following(self, k: int, after: int) -> list[str]:
        """The words after a trigger within its clause, a few of them."""
        found = self._after.get((k, after))
        if found is None:
            stop, end, at = after, min(self.last, after + _REACH), self.clauses.at
            number = at[k - self.first]
            while stop < end and self.forms[stop] != ";" and at[stop - self.first] == number:
                stop += 1
            found = self._after[(k, after)] = self.forms[after:stop]
        return found

    def _noun_at(self, k: int, carried: bool) -> tuple[Sense, int] | None:
        best: tuple[tuple[int, int], Sense, int] | None = None
        for sense, after in self.senses[k - self.first]:
            if sense.entry.tag != EVENT or not sense.data.get("nominal") or sense.form != "noun":
                continue
            if sense.data.get("only_plural") and sense.number != "pl":
                continue
            if not self._holds(k, after, sense, False, None):
                continue
            rank = (len(sense.rest), 0)
            if best is None or rank > best[0]:
                best = rank, sense, after
        return (best[1], best[2]) if best else None
