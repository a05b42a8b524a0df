"""Verbs in English and French: whether a word is one here, and finite, passive, an infinitive or reduced."""

from __future__ import annotations

from masfufa.language.tokens import NUMBER
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_clauses_latin import RELATIVE, Clauses
from masfufa.reading.event_lexicon_latin import closed, senses_at
from masfufa.reading.place_words import country_of_demonym

_TENSED = frozenset(("past", "present", "future", "conditional"))
FINITE, PASSIVE, INFINITIVE, GERUND, REDUCED = "finite", "passive", "infinitive", "gerund", "reduced"


class Readings:
    """Tells verbs of one sentence from nouns, and their forms; `_finite` leads from a clause to its finite verbs."""

    def __init__(self, marked: Annotated, first: int, last: int, clauses: Clauses) -> None:
        self.marked, self.tokens, self.forms = marked, marked.tokens, marked.tokens.forms
        self.first, self.last, self.clauses = first, last, clauses
        self.closed = closed(marked.language)
        self._finite: dict[int, list[int]] = {}

    def _auxiliary(self, k: int) -> bool:
        """Whether be, have or a modal helps a verb of the lexicon right after it (that verb is then counted)."""
        return (
            self.forms[k] in self.closed.modals
            or self.forms[k] in self.closed.be
            or self.forms[k] in self.closed.have
            or self.forms[k] in self.closed.do
        )

    def _has_done(self, k: int) -> bool:
        """Whether "have" only helps the participle behind it: have agreed, have already met."""
        if self.forms[k] not in self.closed.have:
            return False
        after = next(
            (j for j in range(k + 1, min(k + 3, self.last)) if self.forms[j] not in self.closed.adverbs), self.last
        )
        if after >= self.last:
            return False
        return self.forms[after].endswith("ed") or any(
            s.form == "participle" for s, _ in senses_at(self.forms, after, self.marked.language)
        )

    def _back(self, k: int) -> int:
        """The token before k, adverbs, times (this week) and quotation marks left out."""
        k -= 1
        while k > self.first:
            form = self.forms[k]
            timed = form in ("this", "last") and self.forms[k + 1] in self.closed.timespans
            adverb = form in self.closed.adverbs and form not in ("this", "no", "all", "both")
            if not (timed or adverb or form == '"' or (form.endswith("ly") and not self.tokens.capital(k))):
                break
            k -= 1
        return k

    def _helpers(self, k: int) -> tuple[int, list[str]]:
        """Where the verb group begins, and its auxiliaries, negations and "to"."""
        helpers: list[str] = []
        group = j = k
        while j > self.first:
            form = self.forms[j - 1]
            if (
                form in self.closed.modals
                or form in self.closed.be
                or form in self.closed.have
                or form in self.closed.do
                or form in self.closed.negatives
                or form in self.closed.to
                or form in self.closed.reflexive
            ):
                helpers.append(form)
                group = j - 1
            elif not (
                form in self.closed.adverbs and form not in ("this", "all", "both", "last", "week", "month", "year")
            ) and not (form.endswith("ly") and not self.tokens.capital(j - 1)):
                break
            elif form in ("no", "never"):
                helpers.append("not")
            j -= 1
            if k - j > 7:
                break
        return group, helpers

    def _reading(
        self, k: int, forms: set[str], previous: str, before: int, helpers: list[str], senses: list[tuple[Sense, int]]
    ) -> str | None:
        if forms == {""}:
            return FINITE
        if "auxiliary_tenses" in self.closed.traits:
            return self._by_auxiliary(k, forms, previous, before, helpers)
        chain = [h for h in helpers if h not in self.closed.negatives or h.endswith("n't") or h in ("cannot",)]
        last = chain[0] if chain else ""
        if last == "to" and "base" in forms:
            return INFINITIVE
        if last in self.closed.be:
            if "gerund" in forms:
                return FINITE
            if "participle" in forms:
                return self._under_to(chain, PASSIVE)
            return None
        if last in self.closed.have and "participle" in forms:
            return self._under_to(chain, FINITE)
        if (last in self.closed.modals or last in self.closed.do) and "base" in forms:
            return FINITE
        if last and last not in self.closed.have:
            return None
        determined = (
            previous in self.closed.determiners
            or previous.endswith("'s")
            or (before in self.marked.number_at and before == k - 1 and "base" in forms)
        )
        if "gerund" in forms:
            if determined or (previous in ("of",) and self._next(k) in self.closed.prepositions):
                return None
            return GERUND
        if "past" in forms or "participle" in forms:
            return self._past(k, forms, previous, before, determined)
        if determined or (previous in self.closed.prepositions and before >= self.first):
            return None
        return self._present(k, forms, previous, before, senses)

    def _by_auxiliary(self, k: int, forms: set[str], previous: str, before: int, helpers: list[str]) -> str | None:
        """Where the past is told by an auxiliary: a attaqué, a été attaqué, se sont retirés, attaqué par."""
        chain = [h for h in helpers if h not in self.closed.negatives and h not in self.closed.reflexive]
        nearest = chain[0] if chain else ""
        beside = before == k - 1 and not chain
        determined = beside and (previous in self.closed.determiners or before in self.marked.number_at)
        if "participle" in forms and nearest in self.closed.be:
            return FINITE if any(h in self.closed.reflexive for h in helpers) else PASSIVE
        if "participle" in forms and nearest in self.closed.have:
            return FINITE
        if "base" in forms and beside and previous in self.closed.purpose:
            return None  # pour réclamer: what for, and nothing that happened
        if "base" in forms:
            return FINITE if nearest in self.closed.modals else None if determined else INFINITIVE
        if forms & _TENSED and not (determined or (beside and previous in self.closed.prepositions)):
            return FINITE if "participle" not in forms and self._heads_clause(k, before) else None
        if determined or nearest:
            return None
        if "gerund" in forms:
            return GERUND
        return REDUCED if "participle" in forms and k > self.clauses.begin else None

    def _heads_clause(self, k: int, before: int) -> bool:
        """A tense without auxiliary is the verb where its clause has none yet, or a conjunction stands between."""
        if before < self.first or k == self.clauses.begin:
            return False
        earlier = self._finite.get(self.clauses.number(k), [])
        joined = any(
            self.forms[j] in self.closed.coordinators or self.forms[j] == "," for j in range(max(earlier, default=k), k)
        )
        return not earlier or joined

    def _under_to(self, chain: list[str], reading: str) -> str:
        return INFINITIVE if "to" in chain and reading == FINITE else reading

    def _next(self, k: int) -> str:
        return self.forms[k + 1] if k + 1 < self.last else ""

    def _past(self, k: int, forms: set[str], previous: str, before: int, determined: bool) -> str | None:
        following = self._next(k)
        if (following == "-" and self.tokens.glued(k + 1)) or (
            k > self.first and self.forms[k - 1] == "-" and self.tokens.glued(k)
        ):
            return None
        if determined or (
            previous in self.closed.prepositions
            and previous not in ("by",)
            and before >= self.first
            and before == k - 1
        ):
            return None
        if "participle" in forms and self._inside_noun_phrase(k, following):
            return None
        if "past" not in forms:
            return REDUCED if k > self.first else None
        clause = self.clauses.of(k)
        earlier = self._finite.get(clause.number, [])
        if "participle" in forms and following == "by":
            return REDUCED
        if k == clause.first and clause.kind != RELATIVE and k == self.clauses.begin:
            return None if following not in ("by", "in") else REDUCED
        if not earlier:
            if (
                "participle" in forms
                and following in self.closed.prepositions
                and following not in ("against", "with", "to", "on", "for", "out", "into")
                and self._finite_later(k, clause.number)
            ):
                return REDUCED
            return FINITE
        joined = self.forms[before] in self.closed.coordinators or self.forms[before] == ","
        if joined:
            return FINITE
        since = max(earlier)
        if any(self.forms[j] in self.closed.coordinators or self.forms[j] == "," for j in range(since, k)):
            if (
                following in self.closed.prepositions
                and "participle" in forms
                and following in ("in", "by", "from", "at", "during", "on")
            ):
                return REDUCED
            return FINITE
        return REDUCED if "participle" in forms else FINITE

    def _inside_noun_phrase(self, k: int, following: str) -> bool:
        """A Chadian armed group: an article before, a bare noun after, no verb or preposition between."""
        if not following.isalpha() or self.tokens.capital(k + 1) or following.endswith("ly"):
            return False
        classes = (
            "prepositions",
            "determiners",
            "coordinators",
            "pronouns",
            "adverbs",
            "finite_words",
            "relatives",
            "subordinators",
        )
        if any(following in getattr(self.closed, name) for name in classes) or following in ("that", "to"):
            return False
        for j in range(k - 1, max(k - 4, self.first - 1), -1):
            form = self.forms[j]
            if form in ("the", "a", "an") or form.endswith("'s"):
                return j < k - 1 and k - j <= 2 and not self._named(k - 1)
            if form in self.closed.prepositions or form in self.closed.finite_words or form in (",", ";"):
                return False
        return False

    def _named(self, k: int) -> bool:
        """A name that is no adjective of a country: the UN in "the UN accused rebels"."""
        return self.tokens.capital(k) and country_of_demonym(self.forms[k], self.marked.language) is None

    def _finite_later(self, k: int, number: int) -> bool:
        for j in range(k + 1, min(k + 22, self.last)):
            if self.clauses.number(j) != number or self.forms[j] in (",", ";"):
                return False
            if self.forms[j] in self.closed.finite_words:
                return True
        return False

    def _present(
        self, k: int, forms: set[str], previous: str, before: int, senses: list[tuple[Sense, int]]
    ) -> str | None:
        """A present tense without auxiliary, or a base form: told from nouns by its neighbours."""
        if before < self.first or k == self.clauses.begin:
            return None
        clause = self.clauses.of(k)
        if before < clause.first and clause.kind != RELATIVE:
            return None
        joined = previous in self.closed.coordinators
        earlier = self._finite.get(clause.number, [])
        if earlier and not (
            joined
            or any(self.forms[j] == "," or self.forms[j] in self.closed.coordinators for j in range(max(earlier), k))
        ):
            return None
        following = self._next(max(e for _, e in senses) - 1)
        if following in self.closed.finite_words or (not following or following in (".", ",")):
            return None
        opens = (
            following in self.closed.determiners
            or following in self.closed.pronouns
            or (k + 1 < self.last and (self.tokens.capital(k + 1) or self.tokens.kinds[k + 1] == NUMBER))
            or following in ("that", "to", "his", "her")
        )
        noun = self.forms[k] in self.closed.nouns_first or any(
            s.form == "noun" for s, _ in senses_at(self.forms, k, self.marked.language)
        )
        if "present" in forms:
            subject = (
                self.tokens.capital(before)
                or previous in ("he", "she", "it", "who", "which", "that", ")")
                or not previous.endswith("s")
            )
            if not subject:
                return None
            return FINITE if not noun or opens or previous in ("who", "which", "it", "he", "she") else None
        if "base" in forms:
            plural = (
                previous.endswith("s")
                or previous in ("they", "we", "who", "people", "police", "men", "that", "u", ".")
                or (self.tokens.capital(before) and not noun)
            )
            if plural and (opens or (not noun and following not in self.closed.prepositions)):
                return FINITE
            if plural and not noun and len(max(senses, key=lambda p: p[1])[0].rest) > 0:
                return FINITE
        return None
