"""Noun phrases of a sentence in English or French as those who take part in an event, coded by the actors they hold."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike, Phrase
from masfufa.reading.event_lexicon_latin import closed, event_matcher
from masfufa.reading.place_words import country_of_demonym
from masfufa.records import ActorMention

_LONGEST = 16


class Phrases:
    """Makes participants of token ranges. `actors` found in a document give names and codes."""

    def __init__(self, marked: Annotated, actors: Sequence[ActorLike]) -> None:
        self.marked = marked
        self.tokens = marked.tokens
        self.forms = marked.tokens.forms
        self.closed = closed(marked.language)
        self.known = event_matcher(marked.language).known
        self.actor_at = {k: actor for actor in actors for k in range(actor.first, actor.last)}
        self._made: dict[tuple[int, int], list[ActorLike]] = {}

    def people(self, first: int, last: int) -> list[ActorLike]:
        """Those whom a range names, one a joined part (China and Russia); [] where it names nobody."""
        key = (first, last)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = [p for a, b in self._parts(first, last) if (p := self._one(a, b)) is not None]
        return found

    def _parts(self, first: int, last: int) -> list[tuple[int, int]]:
        """Split a list at its commas and "and"; without "and" what follows a comma is an apposition and left out."""
        forms = self.forms
        cuts = [k for k in range(first, last) if forms[k] == "," or forms[k] in self.closed.coordinating]
        joins = [k for k in cuts if forms[k] != "," and self._joins(k, last)]
        if not joins:
            comma = next((k for k in cuts if forms[k] == "," and k > first), last)
            return [(first, comma)]
        out, start = [], first
        for k in [*[c for c in cuts if forms[c] == "," or c in joins], last]:
            if k > start:
                out.append((start, k))
            start = k + 1
        return out[:6]

    def _joins(self, k: int, last: int) -> bool:
        return k + 1 < last and (
            self.tokens.capital(k + 1) or self.forms[k + 1] in self.closed.determiners or len(self.forms[k + 1]) > 2
        )

    def _one(self, first: int, last: int) -> ActorLike | None:
        tokens, forms, kinds = self.tokens, self.forms, self.tokens.kinds
        while (
            first < last
            and (kinds[first] in (SIGN, BREAK) or forms[first] in self.closed.leading)
            and forms[first] not in ("$", "€")
        ):
            first += 1
        while (
            last > first
            and kinds[last - 1] in (SIGN, BREAK)
            and not (forms[last - 1] == "." and len(forms[last - 2]) <= 2)
        ):
            last -= 1
        while (
            last - first > 1
            and (forms[last - 1] in self.closed.trailing or forms[last - 1].endswith(self.closed.adverb_endings))
            and not self.tokens.capital(last - 1)
        ):
            last -= 1
        if last <= first:
            return None
        if last - first == 1 and self.is_pronoun(first):
            return None
        if last - first > _LONGEST:
            last = first + _LONGEST
        if all(
            k in self.marked.date_at or kinds[k] != WORD or forms[k] in self.closed.nobody for k in range(first, last)
        ):
            return None
        known = [self.actor_at[k] for k in range(first, last) if k in self.actor_at]
        for actor in known:
            if (actor.first <= first and actor.last >= last) or (last - first) - (actor.last - actor.first) <= 1:
                return actor
        if known and known[0].last == last and known[0].mention.name:
            return known[0]
        text, start, end = tokens.words(first, last), tokens.starts[first], tokens.ends[last - 1]
        lead = known[0].mention if known else None
        country = lead.country if lead else self._country(first, last)
        return Phrase(first, last, ActorMention(text, start, end, None, country, lead.sector if lead else None))

    def is_pronoun(self, k: int) -> bool:
        """He, it, they; the US and the IT are none."""
        return self.forms[k] in self.closed.pronouns and not self.tokens.words(k, k + 1)[1:].isupper()

    def _country(self, first: int, last: int) -> str | None:
        for k in range(first, last):
            form = self.forms[k]
            found = country_of_demonym(form, self.marked.language)
            if found:
                return found
            place = self.marked.place_at.get(k)
            if place is not None and place.mention.precision == "country":
                return place.mention.country
        return None

    # ------------------------------------------------------------------ extents
    def right(self, k: int, stop: int) -> tuple[int, int]:
        """The noun phrase that begins at a token, its "of" phrases with it, up to `stop`."""
        forms, kinds, marked = self.forms, self.tokens.kinds, self.marked
        preps, finite = self.closed.prepositions, self.closed.finite_words
        while k < stop and (
            (forms[k] in self.closed.adverbs and forms[k] not in ("this", "no", "all", "both", "last"))
            or (forms[k].endswith(self.closed.adverb_endings) and not self.tokens.capital(k))
            or (kinds[k] == SIGN and forms[k] in ('"', "'"))
        ):
            k += 1
        start = k
        while k < stop and k - start < 26:
            form = forms[k]
            if kinds[k] == BREAK or (
                form in ("(", ";", ":", "-", "–", "—")
                and not (self.tokens.glued(k) and k + 1 < stop and self.tokens.glued(k + 1))
            ):
                break
            if form in preps and form not in self.closed.of:
                break
            if (
                form in self.closed.of
                and k + 1 < stop
                and forms[k + 1].endswith(self.closed.gerund_endings)
                and not self.tokens.capital(k + 1)
            ):
                break
            if (
                k in marked.date_at
                and k > start
                and not (
                    k + 1 < stop
                    and forms[k + 1] not in (".", ",", "in", "on", "to", "for")
                    and kinds[k + 1] == WORD
                    and k == start
                )
            ):
                break
            if k > start and (form in finite or form in self.closed.relatives or form in self.closed.subordinators):
                break
            if (
                form in self.closed.to
                or (form in self.closed.that and k > start)
                or (k > start and form.endswith(self.closed.past_endings) and self._acts(k, stop))
            ):
                break
            if form in (",",):
                if not self._list_goes_on(k, stop):
                    break
            elif (form in self.closed.coordinators and not self._noun_follows(k + 1, stop)) or (
                k > start
                and forms[k - 1] not in self.closed.determiners
                and form in self.closed.adverbs
                and form not in ("first", "all", "both", "no", "this")
            ):
                break
            k += 1
        return start, k

    def _acts(self, k: int, stop: int) -> bool:
        """Whether an -ed word after a noun is a verb: what follows begins an object."""
        if self.forms[k - 1] in self.closed.determiners or self.tokens.capital(k) or self.tokens.glued(k):
            return False
        if k + 1 >= stop or self.forms[k + 1] == ".":
            return True
        form = self.forms[k + 1]
        return (
            form in self.closed.determiners
            or form in self.closed.prepositions
            or self.tokens.capital(k + 1)
            or self.tokens.kinds[k + 1] == NUMBER
        )

    def _list_goes_on(self, k: int, stop: int) -> bool:
        """China, Russia and Iran: capitals after the comma with an "and" before the clause ends."""
        forms = self.forms
        for j in range(k + 1, min(k + 9, stop)):
            if forms[j] in self.closed.coordinating:
                return self._noun_follows(j + 1, stop) and self.tokens.capital(k + 1) == self.tokens.capital(k - 1)
            if (forms[j] in self.closed.prepositions and forms[j] not in self.closed.of) or forms[
                j
            ] in self.closed.finite_words:
                return False
        return False

    def _noun_follows(self, k: int, stop: int) -> bool:
        if k >= stop:
            return False
        form = self.forms[k]
        if (
            form in self.closed.finite_words
            or form.endswith(self.closed.no_noun_endings)
            or form in self.closed.adverbs
            or form in self.closed.modals
            or form in self.closed.pronouns
        ):
            return False
        single, _ = self.known[form]
        return self.tokens.capital(k) or not any(s.form in ("past", "present", "gerund") for s in single)
