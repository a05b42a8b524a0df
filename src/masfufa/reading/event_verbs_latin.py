"""Which words of an English or French sentence are verbs, how each stands there, its subject and companions."""

from __future__ import annotations

from dataclasses import dataclass

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_clauses_latin import RELATIVE, Clauses
from masfufa.reading.event_phrases_latin import Phrases
from masfufa.reading.event_readings_latin import FINITE, GERUND, INFINITIVE, PASSIVE, REDUCED, Readings

_ARGUMENTS_REACH = 34
Range = tuple[int, int]


@dataclass(slots=True)
class Verb:
    """A verb of the lexicon at token `first`; its auxiliaries begin at `group`; `reading` is one of the constants."""

    first: int
    last: int
    group: int
    reading: str
    senses: list[tuple[Sense, int]]
    clause: int
    subject: Range | None = None
    negative: bool = False
    modal: str = ""

    def tagged(self, tag: str) -> Sense | None:
        """Its sense in a section of the lexicon."""
        return next((sense for sense, _ in self.senses if sense.entry.tag == tag), None)

    @property
    def finite(self) -> bool:
        """Whether it heads a clause, active or passive."""
        return self.reading in (FINITE, PASSIVE)


class Verbs(Readings):
    """The verbs of one sentence in text order, with subjects."""

    def __init__(
        self,
        marked: Annotated,
        first: int,
        last: int,
        known: list[list[tuple[Sense, int]]],
        offset: int,
        clauses: Clauses,
        phrases: Phrases,
    ) -> None:
        super().__init__(marked, first, last, clauses)
        self.phrases = phrases
        self.list: list[Verb] = []
        self.headline = _is_headline(marked, first, last)
        k = first
        while k < last:
            senses = [(s, e) for s, e in known[k - offset] if s.form != "noun"]
            found = self._verb(k, senses) if senses else None
            if found is not None:
                self.list.append(found)
                if found.finite:
                    self._finite.setdefault(found.clause, []).append(k)
            elif self.forms[k] in self.closed.finite_words and not self._auxiliary(k):
                self._finite.setdefault(self.clauses.number(k), []).append(k)
            k += 1
        for verb in self.list:
            verb.subject = self._subject(verb)

    def _verb(self, k: int, senses: list[tuple[Sense, int]]) -> Verb | None:
        if self.tokens.capital(k) and k > self.clauses.begin and not self.headline:
            return None
        if self._has_done(k):
            return None
        forms = {s.form for s, _ in senses}
        if (
            self.forms[k] in self.closed.adjectives_first
            and self.forms[k - 1] not in self.closed.be
            and self.forms[k - 1] not in self.closed.have
        ):
            return None
        before = self._back(k)
        previous = self.forms[before] if before >= self.first else ""
        group, helpers = self._helpers(k)
        reading = self._reading(k, forms, previous, before, helpers, senses)
        if reading is None:
            return None
        kept = [(s, e) for s, e in senses if self._agrees(s, reading)]
        if not kept:
            return None
        negative = any(h in self.closed.negatives or h.endswith("n't") for h in helpers)
        modal = next((h for h in helpers if h in self.closed.modals), kept[0][0].form if reading == FINITE else "")
        modal = modal if modal in self.closed.modals else ""
        return Verb(k, max(e for _, e in kept[:1]), group, reading, kept, self.clauses.number(k), None, negative, modal)

    def _agrees(self, sense: Sense, reading: str) -> bool:
        if sense.form == "":
            return True
        if reading in (PASSIVE, REDUCED):
            return sense.form == "participle"
        if reading == GERUND:
            return sense.form == "gerund"
        return True

    def earlier_finite(self, k: int, number: int) -> Verb | None:
        """The last finite verb of the lexicon before a token in a clause."""
        return next((v for v in reversed(self.list) if v.first < k and v.clause == number and v.finite), None)

    def _subject(self, verb: Verb) -> Range | None:
        clause = self.clauses.clauses[verb.clause]
        if verb.reading == REDUCED:
            return self._antecedent(verb.first)
        earlier = [j for j in self._finite.get(verb.clause, ()) if j < verb.group]
        if verb.reading in (INFINITIVE, GERUND):
            host = self.earlier_finite(verb.first, verb.clause)
            if host is not None:
                return host.subject
            if earlier or verb.reading == INFINITIVE:
                return self._region(clause.first, min(earlier, default=verb.group))
            if clause.parent >= 0:
                return self.subject_of(clause.parent)
            return None
        before = self._back(verb.group)
        if earlier:
            if before >= self.first and (self.forms[before] in self.closed.coordinators or self.forms[before] == ","):
                return self._shared(verb)
            cut = next(
                (j for j in range(verb.group - 1, max(earlier), -1) if self.forms[j] in ("and", "but", ",", "or")), None
            )
            return self._region(cut + 1, verb.group) if cut is not None else self._shared(verb)
        if clause.kind == RELATIVE and verb.group - clause.first <= 2:
            return self._antecedent(clause.opener)
        found = self._region(clause.first, verb.group)
        if found is None and clause.parent >= 0 and clause.number != clause.parent:
            return self.subject_of(clause.parent)
        return found

    def _shared(self, verb: Verb) -> Range | None:
        host = self.earlier_finite(verb.group, verb.clause)
        if host is not None and host.subject is not None:
            return host.subject
        return self.subject_of(verb.clause)

    def subject_of(self, number: int) -> Range | None:
        """The subject of a clause: what stands before its first finite verb."""
        clause = self.clauses.clauses[number]
        first = next((v for v in self.list if v.clause == number and v.finite and v.subject), None)
        if first is not None:
            return first.subject
        spots = self._finite.get(number)
        if not spots:
            spots = [
                k
                for k in range(clause.first, clause.last)
                if self.forms[k] in self.closed.finite_words and self.clauses.number(k) == number
            ]
        if not spots:
            return None
        return self._region(clause.first, self._helpers(min(spots))[0])

    def _region(self, start: int, stop: int) -> Range | None:
        """The subject between a clause's start and its verb; a pronoun gets the main subject."""
        forms, marked = self.forms, self.marked
        openers, preps = self.closed.openers, self.closed.prepositions
        while start < stop:
            form = forms[start]
            if (
                start in marked.date_at
                or form in (",", '"', "'", ".", ":", "-", "–", "—", ")")
                or form in self.closed.coordinators
                or form in openers
                or (form.endswith(self.closed.adverb_endings) and start + 1 < stop and forms[start + 1] == ",")
            ):
                start += 1
                continue
            if (
                (form in preps and form not in self.closed.of)
                or form in self.closed.opening_prepositions
                or (form.endswith(self.closed.gerund_endings) and not self.tokens.capital(start))
            ):
                comma = next((j for j in range(start, stop) if forms[j] == ","), None)
                if comma is not None and comma + 1 < stop:
                    start = comma + 1
                    continue
                if start + 1 in marked.date_at:
                    start += 1
                    continue
            break
        number = self.clauses.number(start) if start < stop else -1
        end = start
        while end < stop and self.clauses.number(end) == number and forms[end] not in ("(", "-", "–"):
            end += 1
        if end < stop and forms[end] in ("-", "–") and self.tokens.glued(end):
            end = stop
        while end > start and (
            end - 1 in marked.date_at or forms[end - 1] in (",", '"') or forms[end - 1] in self.closed.region_end
        ):
            end -= 1
        if end <= start:
            return None
        if end - start == 1 and self.phrases.is_pronoun(start):
            return self._pronoun(start)
        if end - start > 1 and forms[start] in self.closed.personal:
            return self._pronoun(start)
        return start, end

    def _pronoun(self, k: int) -> Range | None:
        """He, it, they: the subject of the sentence's first clause, where it stands before."""
        for clause in self.clauses.clauses:
            if clause.first > k:
                break
            if clause.number == self.clauses.number(k):
                continue
            found = next(
                (v.subject for v in self.list if v.clause == clause.number and v.subject and v.subject[1] <= k), None
            )
            if found:
                return found
        return None

    def _antecedent(self, k: int) -> Range | None:
        """The noun phrase right before a relative pronoun or a reduced relative clause."""
        forms = self.forms
        end = k
        while end > self.first and (forms[end - 1] == "," or forms[end - 1] in self.closed.before_relative):
            end -= 1
        start = end
        while start > self.first and end - start < 10:
            form = forms[start - 1]
            if (
                (form in self.closed.prepositions and form not in self.closed.of)
                or form in (",", ";", "(", ")", "-")
                or form in self.closed.to
                or form in self.closed.that
                or form in self.closed.finite_words
                or form in self.closed.coordinators
                or form in self.closed.relatives
                or start - 1 in self.marked.date_at
            ):
                break
            if any(v.first <= start - 1 < v.last for v in self.list):
                break
            start -= 1
        return (start, end) if start < end else None

    def _purpose(self, k: int, limit: int) -> bool:
        """Whether "to" opens an infinitive, told from a preposition by what follows."""
        if k + 2 >= limit or self.tokens.capital(k + 1):
            return False
        form, following = self.forms[k + 1], self.forms[k + 2]
        if any(v.first == k + 1 and v.reading == INFINITIVE for v in self.list):
            return True
        if form in self.closed.determiners or form in self.closed.pronouns or form.endswith("s"):
            return False
        return following in self.closed.determiners or following == "for"

    def companions(self, start: int, number: int, stop: int) -> tuple[Range | None, list[tuple[str, int, int]]]:
        """The object after a verb or noun, and (preposition, first, last) of what follows it, within the clause."""
        forms, preps = self.forms, self.closed.prepositions
        limit = start
        while limit < min(stop, start + _ARGUMENTS_REACH) and (
            self.clauses.number(limit) == number or forms[limit] in self.closed.that
        ):
            limit += 1
        first, last = self.phrases.right(start, limit)
        found = (first, last) if last > first else None
        out: list[tuple[str, int, int]] = []
        k = max(last, start)
        while k < limit:
            form = forms[k]
            if form in self.closed.to and self._purpose(k, limit):
                k += 1
                continue
            if form in preps and not (form in self.closed.to and k > start and forms[k - 1] in self.closed.no_way_to):
                a, b = self.phrases.right(k + 1, limit)
                if b > a:
                    out.append((self.closed.whole(form), a, b))
                    k = b
                    continue
            k += 1
        return found, out


def _is_headline(marked: Annotated, first: int, last: int) -> bool:
    """Whether most longer words of a sentence begin with a capital: then capitals tell no names."""
    tokens = marked.tokens
    longer = [k for k in range(first, last) if len(tokens.forms[k]) > 3]
    return len(longer) > 2 and 4 * sum(tokens.capital(k) for k in longer) >= 3 * len(longer)
