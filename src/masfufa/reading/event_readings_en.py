"""English verbs: whether a word is one here, and finite, passive, an infinitive, an -ing form or reduced."""

from __future__ import annotations

from masfufa.language.tokens import NUMBER
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_clauses_en import RELATIVE, Clauses
from masfufa.reading.event_lexicon_en import CLOSED, senses_at, words
from masfufa.reading.place_words import country_of_demonym

FINITE, PASSIVE, INFINITIVE, GERUND, REDUCED = "finite", "passive", "infinitive", "gerund", "reduced"


class Readings:
    """Tells verbs of one sentence from nouns, and their forms; `_finite` leads from a clause to its finite verbs."""

    def __init__(self, marked: Annotated, first: int, last: int, clauses: Clauses) -> None:
        self.marked, self.tokens, self.forms = marked, marked.tokens, marked.tokens.forms
        self.first, self.last, self.clauses = first, last, clauses
        self._finite: dict[int, list[int]] = {}

    def _auxiliary(self, k: int) -> bool:
        """Whether be, have or a modal helps a verb of the lexicon right after it (that verb is then counted)."""
        return (
            self.forms[k] in CLOSED.modals
            or self.forms[k] in CLOSED.be
            or self.forms[k] in CLOSED.have
            or self.forms[k] in CLOSED.do
        )

    def _has_done(self, k: int) -> bool:
        """Whether "have" only helps the participle behind it: have agreed, have already met."""
        if self.forms[k] not in CLOSED.have:
            return False
        after = next((j for j in range(k + 1, min(k + 3, self.last)) if self.forms[j] not in CLOSED.adverbs), self.last)
        if after >= self.last:
            return False
        return self.forms[after].endswith("ed") or any(s.form == "participle" for s, _ in senses_at(self.forms, after))

    def _back(self, k: int) -> int:
        """The token before k, adverbs, times (this week) and quotation marks left out."""
        k -= 1
        while k > self.first:
            form = self.forms[k]
            timed = form in ("this", "last") and self.forms[k + 1] in CLOSED.timespans
            adverb = form in CLOSED.adverbs and form not in ("this", "no", "all", "both")
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
                form in CLOSED.modals
                or form in CLOSED.be
                or form in CLOSED.have
                or form in CLOSED.do
                or form in CLOSED.negatives
                or form == "to"
            ):
                helpers.append(form)
                group = j - 1
            elif not (
                form in CLOSED.adverbs and form not in ("this", "all", "both", "last", "week", "month", "year")
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
        chain = [h for h in helpers if h not in CLOSED.negatives or h.endswith("n't") or h in ("cannot",)]
        last = chain[0] if chain else ""
        if last == "to" and "base" in forms:
            return INFINITIVE
        if last in CLOSED.be:
            if "gerund" in forms:
                return FINITE
            if "participle" in forms:
                return self._under_to(chain, PASSIVE)
            return None
        if last in CLOSED.have and "participle" in forms:
            return self._under_to(chain, FINITE)
        if (last in CLOSED.modals or last in CLOSED.do) and "base" in forms:
            return FINITE
        if last and last not in CLOSED.have:
            return None
        determined = (
            previous in CLOSED.determiners
            or previous.endswith("'s")
            or (before in self.marked.number_at and before == k - 1 and "base" in forms)
        )
        if "gerund" in forms:
            if determined or (previous in ("of",) and self._next(k) in CLOSED.prepositions):
                return None
            return GERUND
        if "past" in forms or "participle" in forms:
            return self._past(k, forms, previous, before, determined)
        if determined or (previous in CLOSED.prepositions and before >= self.first):
            return None
        return self._present(k, forms, previous, before, senses)

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
            previous in CLOSED.prepositions and previous not in ("by",) and before >= self.first and before == k - 1
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
                and following in CLOSED.prepositions
                and following not in ("against", "with", "to", "on", "for", "out", "into")
                and self._finite_later(k, clause.number)
            ):
                return REDUCED
            return FINITE
        joined = self.forms[before] in CLOSED.coordinators or self.forms[before] == ","
        if joined:
            return FINITE
        since = max(earlier)
        if any(self.forms[j] in CLOSED.coordinators or self.forms[j] == "," for j in range(since, k)):
            if (
                following in CLOSED.prepositions
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
        closed = (
            "prepositions",
            "determiners",
            "coordinators",
            "pronouns",
            "adverbs",
            "finite_words",
            "relatives",
            "subordinators",
        )
        if any(following in words(name) for name in closed) or following in ("that", "to"):
            return False
        for j in range(k - 1, max(k - 4, self.first - 1), -1):
            form = self.forms[j]
            if form in ("the", "a", "an") or form.endswith("'s"):
                return j < k - 1 and k - j <= 2 and not self._named(k - 1)
            if form in CLOSED.prepositions or form in CLOSED.finite_words or form in (",", ";"):
                return False
        return False

    def _named(self, k: int) -> bool:
        """A name that is no adjective of a country: the UN in "the UN accused rebels"."""
        return self.tokens.capital(k) and country_of_demonym(self.forms[k], "en") is None

    def _finite_later(self, k: int, number: int) -> bool:
        for j in range(k + 1, min(k + 22, self.last)):
            if self.clauses.number(j) != number or self.forms[j] in (",", ";"):
                return False
            if self.forms[j] in CLOSED.finite_words:
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
        joined = previous in CLOSED.coordinators
        earlier = self._finite.get(clause.number, [])
        if earlier and not (
            joined or any(self.forms[j] in (*CLOSED.coordinators, ",") for j in range(max(earlier), k))
        ):
            return None
        following = self._next(max(e for _, e in senses) - 1)
        if following in CLOSED.finite_words or (not following or following in (".", ",")):
            return None
        opens = (
            following in CLOSED.determiners
            or following in CLOSED.pronouns
            or (k + 1 < self.last and (self.tokens.capital(k + 1) or self.tokens.kinds[k + 1] == NUMBER))
            or following in ("that", "to", "his", "her")
        )
        noun = self.forms[k] in CLOSED.nouns_first or any(s.form == "noun" for s, _ in senses_at(self.forms, k))
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
            if plural and (opens or (not noun and following not in CLOSED.prepositions)):
                return FINITE
            if plural and not noun and len(max(senses, key=lambda p: p[1])[0].rest) > 0:
                return FINITE
        return None
