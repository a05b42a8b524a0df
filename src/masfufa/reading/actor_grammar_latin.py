"""Noun phrases that name actors, in English and French: known names, offices, groups, demonyms, capitals.

A phrase is a run of words that may stand in it (determiner, numbers, demonyms, adjectives, capitalised words, roles),
with what it belongs to behind it (of, for …). The head is its last role; capitalised words without one are a name of
nobody known.
"""

from __future__ import annotations

from masfufa.language.tokens import NUMBER, SIGN, WORD
from masfufa.lexicon.actor_schema import Name
from masfufa.lexicon.matcher import Sense
from masfufa.reading.actor_lexicon import Opener
from masfufa.reading.actor_phrase import Phrase
from masfufa.reading.actor_runs_latin import STATES, Run, Runs

_LONGEST = 16
_MEMBERS = ("title", "group")


class LatinGrammar(Runs):
    """Finds the phrases of one document."""

    def phrases(self) -> list[Phrase]:
        """All phrases in text order, not overlapping."""
        out: list[Phrase] = []
        i, n = 0, len(self.forms)
        while i < n:
            phrase = self._phrase(i) if self._may_open(i) else None
            if phrase is None:
                i += 1
                continue
            self._determiner(phrase, out[-1].last if out else 0)
            out.append(phrase)
            i = phrase.last
        return out

    def _may_open(self, i: int) -> bool:
        return (
            self.kinds[i] == WORD and i not in self.marked.date_at and (self.openers[i] is not None or self._capital(i))
        )

    def _capital(self, i: int) -> bool:
        """A word with a capital that is its own: not the first of its sentence, no function word."""
        if self.kinds[i] != WORD or not self.marked.tokens.capital(i):
            return False
        form = self.forms[i]
        if form in self.lexicon.function_words or form in self.sets["never_names"] or form in self.sets["determiners"]:
            return False
        if i in self.starts:
            return self._name_at_start(i)
        return True

    def _name_at_start(self, i: int) -> bool:
        """A first word is a name where the next has a capital too, or a verb or a possessive shows it to be one."""
        form = self.forms[i]
        if form.endswith("'s") or form in self.lexicon.first_names:
            return True
        if (
            i + 1 >= len(self.forms)
            or self.kinds[i + 1] != WORD
            or form in self.sets["adjectives"]
            or form in self.sets["quantity"]
        ):
            return False
        if form.endswith(self.marked.grammar.no_name_endings):
            return False
        if self.marked.tokens.capital(i + 1):
            return True
        verb = any(s.entry.tag == "say" or s.form in ("past", "present") for s, _ in self.marked.marks[i + 1])
        return verb or self.forms[i + 1] in self.sets["finite"]

    def _phrase(self, i: int) -> Phrase | None:
        if self.forms[i] in self.lexicon.never_first and self.lexicon.never_at(self.forms, i):
            return None
        run = Run(i)
        k = i
        while k < len(self.forms) and k - i < _LONGEST:
            step = self._take(run, k)
            if step <= k:
                break
            k = step
            if run.closed:
                break
        phrase = self._from_run(run, k)
        if phrase is not None:
            self._belongs(phrase)
            self._named_behind(phrase)
        return phrase

    def _named_behind(self, phrase: Phrase) -> None:
        """The name of who holds an office, after a comma: the Iranian president, Hassan Rouhani,."""
        k = phrase.last
        if (
            phrase.role != "title"
            or phrase.plural
            or phrase.proper
            or phrase.cut
            or k + 1 >= len(self.forms)
            or self.forms[k] != ","
        ):
            return
        opener = self.openers[k + 1]
        known = self._known(k + 1, opener) if opener else None
        if known is None or known.actor.kind != "person" or self._possessive(k + 1 + len(known.rest)):
            return
        reading = known.actor.on(self.marked.document.published)
        phrase.last = k + 2 + len(known.rest)
        phrase.proper, phrase.known, phrase.short = (k + 1, phrase.last), known.actor, False
        phrase.country = phrase.country or reading.country
        if phrase.sector is None or phrase.weak:
            phrase.sector = reading.sector or phrase.sector

    def _take(self, run: Run, k: int) -> int:
        """The index after what may stand in a phrase at a token; the token itself where nothing may."""
        form, kind = self.forms[k], self.kinds[k]
        if k in self.marked.date_at:
            return k
        if kind == SIGN:
            joins = (
                form == "-"
                and self.marked.tokens.glued(k)
                and k + 1 < len(self.forms)
                and self.marked.tokens.glued(k + 1)
            )
            dot = (
                form == "."
                and self.marked.tokens.glued(k)
                and run.last == k
                and len(self.forms[k - 1]) <= 4
                and k + 1 < len(self.forms)
            )
            if joins and self.kinds[k + 1] == WORD:
                return k + 2 if self._inside(k + 1) is not None or self._capital(k + 1) else k
            return k + 1 if dot and self._capital(k + 1) and (self._abbreviated(k)) else k
        if kind == NUMBER:
            return k
        if kind != WORD:
            return k
        opener = self.openers[k]
        known = self._known(k, opener) if opener else None
        if known and not (run.known and known.actor.kind != "person"):
            after = k + 1 + len(known.rest)
            if known.actor.kind in STATES and run.head is not None and not run.possessor:
                return k  # "officials Iran": another actor
            run.note_name(known, k, after, self._possessive(after - 1))
            return after
        sense = self._role(k, opener) if opener else None
        if sense is not None:
            after = k + 1 + len(sense.rest)
            if (
                (
                    run.proper
                    and run.head is None
                    and not self.marked.tokens.capital(k)
                    and not run.possessor
                    and not run.demonym
                )
                and sense.data.get("sector") is None
                and run.known is None
                and sense.tag == "title"
            ):
                return k
            if run.head is not None and run.head.tag == "group" and sense.tag == "group" and not run.possessor:
                return k
            run.note_head(sense, k, after, self._possessive(after - 1), first=self.head_first)
            return after
        if opener and opener.demonym:
            run.note_demonym(opener.demonym, k)
            return k + 1
        if form in self.sets["adjectives"] and (
            self.head_first or run.head is None or run.last != k or self.marked.tokens.capital(k)
        ):
            run.last = k + 1
            return k + 1
        if self._capital(k) or (
            form in self.sets["in_names"] and run.proper and run.proper[1] == k and self._capital_ahead(k)
        ):
            if run.possessor and not run.head and run.proper and run.proper[1] != k:
                return k
            run.note_proper(k, self._possessive(k))
            return k + 1
        return k

    def _abbreviated(self, k: int) -> bool:
        opener = self.openers[k - 1]
        titled = opener is not None and any(sense.tag == "title" for sense in opener.senses)
        return titled or len(self.forms[k - 1]) == 1

    def _inside(self, k: int) -> object | None:
        opener = self.openers[k]
        if opener and (opener.demonym or opener.senses or opener.names):
            return opener
        return self.forms[k] if self.forms[k] in self.sets["adjectives"] else None

    def _capital_ahead(self, k: int) -> bool:
        forms = self.forms
        while k < len(forms) and (forms[k] in self.sets["in_names"] or forms[k] == "-"):
            k += 1
        return k < len(forms) and self.kinds[k] == WORD and self.marked.tokens.capital(k)

    def _known(self, k: int, opener: Opener) -> Name | None:
        tokens, day = self.marked.tokens, self.marked.document.published
        best: Name | None = None
        for _, name in opener.names:
            last = k + 1 + len(name.rest)
            if name.rest and not self._same(k + 1, name.rest):
                continue
            if name.letters and not tokens.capital(k):
                continue
            if name.letters == 2 and not name.rest and not tokens.words(k, k + 1).split("'")[0].isupper():
                continue
            if name.letters == 1 and not name.rest and k in self.starts and len(self.forms[k]) < 4:
                continue
            if best is not None and (len(best.rest) > len(name.rest) or best.actor.possible(day)):
                break
            best = name
            del last
        return best

    def _same(self, k: int, rest: tuple[str, ...]) -> bool:
        found = self.forms[k : k + len(rest)]
        if tuple(found) == rest:
            return True
        return len(found) == len(rest) and tuple(found[:-1]) == rest[:-1] and found[-1] == rest[-1] + "'s"

    def _role(self, k: int, opener: Opener) -> Sense | None:
        for sense in opener.senses:
            if sense.tag == "quantity":
                continue
            last = k + 1 + len(sense.rest)
            if sense.rest and tuple(self.forms[k + 1 : last]) != sense.rest:
                continue
            data = sense.data
            if data.get("proper") and not self.marked.tokens.capital(k):
                continue
            if data.get("plural") and sense.number != "pl":
                continue
            return sense
        return None

    def _belongs(self, phrase: Phrase) -> None:
        """of and for behind a head: the Ministry of Health of Sudan, a spokesman for the army."""
        for _ in range(3):
            k = phrase.last
            if phrase.cut or phrase.role not in ("title", "group", "organ") or k + 1 >= len(self.forms):
                return
            form = self.forms[k]
            if form not in self.sets["belonging"] and not (form in self.sets["among"] and phrase.role in _MEMBERS):
                return
            start = k + 1
            if self.forms[start] in self.sets["determiners"]:
                start += 1
            if start >= len(self.forms) or not self._may_open(start):
                return
            inner = self._phrase(start)
            if inner is None or inner.kind in ("act", "equipment"):
                return
            state = inner.kind in STATES
            if form in self.sets["among"] and (
                state or inner.role in ("group", "person", "title") or (inner.known is None and inner.role != "organ")
            ):
                return
            if inner.role == "person" and inner.known is None and phrase.role == "group":
                return
            phrase.last, phrase.cut = inner.last, inner.cut
            phrase.country = phrase.country or inner.country
            if inner.sector and not state and (phrase.sector is None or phrase.weak):
                phrase.sector, phrase.weak = inner.sector, False
            if inner.proper and inner.known is None and phrase.role == "title":
                phrase.proper = inner.proper

    def _determiner(self, phrase: Phrase, done: int) -> None:
        """The words before that belong to it: a determiner, a number, a word that counts."""
        if phrase.kind in ("act", "person") and phrase.kind != "act" and phrase.known is None:
            return
        if phrase.kind == "act":
            return
        i = phrase.first - 1
        while i >= done:
            form = self.forms[i]
            number = self.marked.number_at.get(i)
            if number is not None and i not in self.marked.date_at and number.first >= done:
                i = number.first - 1
            elif (
                form in self.sets["determiners"]
                or form in self.sets["quantity"]
                or (
                    form in self.marked.grammar.of
                    and i > done
                    and (self.forms[i - 1] in self.sets["quantity"] or (i - 1) in self.marked.number_at)
                )
            ):
                i -= 1
            else:
                break
        phrase.first = i + 1
