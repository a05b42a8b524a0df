"""Triggers of events in English and French, and who does what to whom by the frames of the lexicon."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_clauses_latin import CONTENT, MAIN
from masfufa.reading.event_drafts import ActorLike, EventDraft
from masfufa.reading.event_lexicon_latin import ASPECT, CARRIER, EVENT, event_matcher, senses_at
from masfufa.reading.event_phrases_latin import Phrases
from masfufa.reading.event_readings_latin import FINITE, GERUND, INFINITIVE, PASSIVE, REDUCED
from masfufa.reading.event_roles_latin import Parts, Roles
from masfufa.reading.event_verbs_latin import Verb
from masfufa.records import Figure

_GIVING = frozenset(("CONSULT", "AID", "COOPERATE", "RETREAT", "CONCEDE"))
_YIELDING = _GIVING | {"AGREE", "SUPPORT"}
_HARMING = frozenset(("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST"))
_REAL = frozenset(("ASSAULT", "PROTEST", "COERCE"))
"""Types whose nouns tell something that happened even where another act is about them."""
_PROMOTION = {
    "carried": 6,
    "main": 5,
    "content": 5,
    "gerund": 4,
    "subject": 3,
    "infinitive": 3,
    "object": 2,
    "reduced": 2,
    "after": 1,
    "relative": 1,
}
_UNKNOWN: tuple[tuple[Sense, ...], dict[str, tuple[Sense, ...]]] = ((), {})
_NONE: list[tuple[Sense, int]] = []


def find_drafts(marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure]) -> list[EventDraft]:
    """Drafts of all events of a document in English or French, in text order."""
    tokens = marked.tokens
    known = event_matcher(marked.language).known
    phrases: Phrases | None = None
    out: list[EventDraft] = []
    for n, (first, last) in enumerate(tokens.sentences):
        if last - first < 3 or not any(known[form][0] or known[form][1] for form in tokens.forms[first:last]):
            continue
        senses = [
            [(s, e) for s, e in senses_at(tokens.forms, k, marked.language) if e <= last]
            if known[tokens.forms[k]] != _UNKNOWN
            else _NONE
            for k in range(first, last)
        ]
        if not any(s.entry.tag == EVENT for found in senses if found for s, _ in found):
            continue
        if phrases is None:
            phrases = Phrases(marked, actors)
        out.extend(_Sentence(marked, phrases, senses, n, first, last).drafts())
    return out


class _Sentence(Roles):
    """Reads one sentence."""

    def drafts(self) -> list[EventDraft]:
        """The events of the sentence; at least one of them is to the fore."""
        for n, verb in enumerate(self.verbs.list):
            if verb.first not in self.done:
                self._read_verb(n, verb)
        self._read_nouns()
        self.out.sort(key=lambda d: d.first)
        kept = [d for d in self.out if d.source or d.target]
        if kept and not any(d.foreground for d in kept):
            best = max(kept, key=lambda d: (_PROMOTION.get(d.standing, 0), -d.first))
            if _PROMOTION.get(best.standing, 0) >= 1:
                best.foreground = True
        return kept

    def _read_verb(self, n: int, verb: Verb) -> None:
        chosen = self._choose(verb)
        stop = self._stop(n, verb)
        if chosen is not None and chosen[0].data.get("needs_inf") and self._inner(n, chosen[1], verb.clause) is None:
            chosen = None
        if chosen is None:
            if verb.tagged(CARRIER) is not None and verb.reading != REDUCED:
                self._carry(verb, stop)
            return
        sense, after = chosen
        data = sense.data
        kind = str(data["type"])
        inner = self._inner(n, after, verb.clause) if data.get("inf") else None
        inner_kind = None
        if inner is not None:
            picked = self._choose(inner)
            inner_kind = str(picked[0].data["type"]) if picked else None
        if data.get("commits"):
            if data.get("needs_inner") and inner_kind is None:
                return
            if (inner_kind in _HARMING and data["commits"] != "kindly") or inner_kind == "THREATEN":
                kind = "THREATEN"
            elif data.get("needs_inner") and inner_kind not in _GIVING and inner_kind is not None:
                kind = inner_kind
        roles = self._roles(verb, sense, after, stop, inner)
        if data.get("said"):
            host = self.clauses.clauses[verb.clause]
            if host.kind != CONTENT or host.parent < 0:
                return
            roles = Parts(self._people(self.verbs.subject_of(host.parent)), self._people(verb.subject))
            if not (roles.source and roles.target):
                return
        kind, modality = self._modality(verb, kind, bool(data.get("commits")))
        clause = self.clauses.clauses[verb.clause]
        if verb.modal in self.closed.demanding and clause.kind == CONTENT and clause.parent >= 0 and verb.finite:
            kind, modality = "REQUEST", "asserted"
            roles = Parts(self._people(self.verbs.subject_of(clause.parent)), self._people(verb.subject))
        if inner is not None:
            self._swallow(inner.first, stop)
        self._add(verb.first, after, sense, kind, modality, roles, verb)

    def _carry(self, verb: Verb, stop: int) -> None:
        """Launched an attack on, announced the suspension of aid to: the noun tells what the subject did."""
        carrier = verb.tagged(CARRIER)
        assert carrier is not None
        passive = verb.reading in (PASSIVE,)
        if passive:
            span = verb.subject
        else:
            span, _ = self.verbs.companions(verb.last, verb.clause, stop)
        if span is None:
            return
        for k in range(*span):
            if k in self.done or any(v.first <= k < v.last and v.reading != GERUND for v in self.verbs.list):
                continue
            noun = self._noun_at(k, True)
            if noun is None:
                continue
            sense, after = noun
            roles = self._noun_roles(k, after, sense, span[0], stop if not passive else self.last)
            if not carrier.data.get("loose") and not passive:
                subject = self._people(verb.subject)
                roles = Parts(
                    subject or roles.source,
                    roles.target or [s for s in roles.source if subject and all(s.first != o.first for o in subject)],
                )
            kind, modality = self._modality(verb, str(sense.data["type"]), False)
            self._add(k, after, sense, kind, modality, roles, verb, "carried" if verb.finite else "infinitive")
            self._swallow(after, span[1])
            return

    def _read_nouns(self) -> None:
        taken = {j for d in self.out for j in range(d.first, d.last)} | {
            j for v in self.verbs.list if v.reading != GERUND for j in range(v.first, v.last)
        }
        spoken = any(d.foreground for d in self.out)
        for k in range(self.first, self.last):
            if not self.senses[k - self.first] or k in self.done or k in taken:
                continue
            noun = None if self._within_name(k) else self._noun_at(k, False)
            if noun is None:
                continue
            sense, after = noun
            kind = str(sense.data["type"])
            roles = self._noun_roles(k, after, sense, self.clauses.of(k).first, self.last)
            if (sense.data.get("verbal") and not (roles.source and roles.target)) or (spoken and kind not in _REAL):
                continue
            taken.update(range(k, after))
            clause = self.clauses.of(k)
            finite = self.verbs.earlier_finite(k, clause.number)
            standing = clause.kind if clause.kind not in (MAIN, CONTENT) else "object" if finite else "subject"
            modality = "alleged_or_reported" if clause.kind == CONTENT else "asserted"
            self._add(k, after, sense, kind, modality, roles, None, standing)

    def _within_name(self, k: int) -> bool:
        """Where nouns come first, a noun further on in a known name is a part of it: Forces de soutien rapide."""
        actor = self.phrases.actor_at.get(k)
        named = actor is not None and actor.first < k and actor.mention.name is not None
        return named and "head_first" in self.closed.traits

    def _swallow(self, first: int, stop: int) -> None:
        """What an act is about is no event of its own."""
        number = self.clauses.number(first)
        for k in range(first, min(stop, self.last)):
            if self.clauses.number(k) == number:
                self.done.add(k)

    def _modality(self, verb: Verb, kind: str, commits: bool) -> tuple[str, str]:
        clause = self.clauses.clauses[verb.clause]
        modality = "alleged_or_reported" if clause.kind == CONTENT else "asserted"
        if self.forms[verb.group - 1] in self.closed.denying and verb.group > self.first:
            return kind, "denied"
        future = verb.modal in self.closed.future_modals
        if verb.negative:
            if kind in _YIELDING and (
                future
                or verb.modal
                or any(f in self.closed.do or f in self.closed.present_be for f in self.forms[verb.group : verb.first])
            ):
                return "REJECT", modality
            if kind == "AGREE":
                return "REJECT", modality
            return kind, "denied"
        if future:
            if kind in _GIVING or kind == "SUPPORT":
                return "AGREE", "future"
            if kind in _HARMING and kind != "PROTEST" and verb.modal in self.closed.will and verb.reading == FINITE:
                return "THREATEN", "future"
            return kind, "future"
        if verb.modal in self.closed.alleged_modals:
            return kind, "alleged_or_reported"
        if verb.modal in self.closed.maybe_modals:
            return kind, "hypothetical"
        if verb.reading == INFINITIVE and not commits:
            return kind, "hypothetical"
        return kind, modality

    def _add(
        self,
        first: int,
        last: int,
        sense: Sense,
        kind: str,
        modality: str,
        roles: Parts,
        verb: Verb | None,
        standing: str = "",
    ) -> None:
        clause = self.clauses.of(verb.first if verb else first)
        front = False
        if not standing:
            assert verb is not None
            if verb.finite:
                standing = clause.kind
                front = self._front(clause.number)
            elif verb.reading in (INFINITIVE, GERUND) and (host := self._aspect_host(verb)) is not None:
                standing, front = clause.kind, host.finite and self._front(clause.number)
            else:
                standing = verb.reading if clause.kind in (MAIN, CONTENT) else clause.kind
        elif standing == "carried":
            front = self._front(clause.number)
            standing = "carried" if front else clause.kind
        data = sense.data
        if data.get("weak") and not (roles.source and roles.target):
            return
        self.done.update(range(first, last))
        self.out.append(
            EventDraft(
                first=first,
                last=last,
                start=self.tokens.starts[first],
                sentence=self.number,
                clause=clause.number,
                event_type=kind,
                family=kind,
                mode=data.get("mode") if kind == data["type"] else None,
                contexts=tuple(data.get("contexts", ())),
                modality=modality,
                finite=bool(verb and verb.finite),
                foreground=front,
                loose=False,
                joins_far=False,
                rank=_PROMOTION.get(standing, 0),
                clause_of=self.clauses.number,
                source=list(roles.source),
                target=list(roles.target),
                standing=standing,
                local=[f"position:{standing}"],
                flags=[],
            )
        )

    def _front(self, number: int) -> bool:
        clause = self.clauses.clauses[number]
        if clause.kind == CONTENT:
            return clause.parent < 0 or self._front(clause.parent)
        return clause.kind == MAIN

    def _aspect_host(self, verb: Verb) -> Verb | None:
        """The verb before an infinitive or -ing form that only tells how it began or went on."""
        for other in reversed(self.verbs.list):
            if other.last <= verb.group <= other.last + 2 and other.tagged(ASPECT) is not None and other.finite:
                return other
        return None
