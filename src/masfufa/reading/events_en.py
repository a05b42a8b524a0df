"""Triggers of events in English, and who does what to whom by the frames of the lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_clauses_en import CONTENT, MAIN, Clauses
from masfufa.reading.event_drafts import ActorLike, EventDraft
from masfufa.reading.event_lexicon_en import ASPECT, CARRIER, CLOSED, EVENT, SAYS, event_matcher, senses_at
from masfufa.reading.event_phrases_en import Phrases
from masfufa.reading.event_verbs_en import FINITE, GERUND, INFINITIVE, PASSIVE, REDUCED, Range, Verb, Verbs
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
_NEAR, _REACH = 40, 16
_UNKNOWN: tuple[tuple[Sense, ...], dict[str, tuple[Sense, ...]]] = ((), {})
_NONE: list[tuple[Sense, int]] = []


@dataclass(slots=True)
class _Roles:
    source: list[ActorLike]
    target: list[ActorLike]


def find_drafts(marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure]) -> list[EventDraft]:
    """Drafts of all events of an English document, in text order."""
    tokens = marked.tokens
    known = event_matcher().known
    phrases: Phrases | None = None
    out: list[EventDraft] = []
    for n, (first, last) in enumerate(tokens.sentences):
        if last - first < 3 or not any(known[form][0] or known[form][1] for form in tokens.forms[first:last]):
            continue
        senses = [
            [(s, e) for s, e in senses_at(tokens.forms, k) if e <= last]
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


class _Sentence:
    """Reads one sentence."""

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
                if sense.entry.tag == SAYS and sense.form in ("past", "present", "base") and k > self.first:
                    if self.forms[k - 1] not in CLOSED.determiners:
                        out[k] = after
                    break
        return out

    # ------------------------------------------------------------------ drafts
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
            if inner_kind in _HARMING or inner_kind == "THREATEN":
                kind = "THREATEN"
            elif data.get("needs_inner") and inner_kind not in _GIVING and inner_kind is not None:
                kind = inner_kind
        roles = self._roles(verb, sense, after, stop, inner)
        if data.get("said"):
            host = self.clauses.clauses[verb.clause]
            if host.kind != CONTENT or host.parent < 0:
                return
            roles = _Roles(self._people(self.verbs.subject_of(host.parent)), self._people(verb.subject))
        if verb.modal in CLOSED.future_modals:
            kind = str(data.get("future", kind))
        kind, modality = self._modality(verb, kind, bool(data.get("commits")))
        clause = self.clauses.clauses[verb.clause]
        if verb.modal in CLOSED.demanding and clause.kind == CONTENT and clause.parent >= 0 and verb.finite:
            kind, modality = "REQUEST", "asserted"
            roles = _Roles(self._people(self.verbs.subject_of(clause.parent)), self._people(verb.subject))
        if inner is not None:
            self._swallow(inner.first, stop)
        self._add(verb.first, after, sense, kind, modality, roles, verb)

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
            if other.reading == INFINITIVE or (other.first == after and self.forms[after - 1] == "to"):
                return other
            if other.reading == GERUND and self.forms[other.first - 1] in ("of", "against", "to", "for"):
                return other
            if other.finite:
                return None
            if other.first == after and self.forms[after - 1] in ("to",):
                return other
        return None

    def _choose(self, verb: Verb) -> tuple[Sense, int] | None:
        """The event's sense of a verb whose conditions hold: the longest, then the one that asks most."""
        best: tuple[tuple[int, bool, int, int], Sense, int] | None = None
        for sense, after in verb.senses:
            if sense.entry.tag == EVENT and self._holds(
                verb.first, after, sense, verb.reading in (PASSIVE, REDUCED), verb
            ):
                governs = bool(sense.data.get("inf")) and after < self.last and self.forms[after] == "to"
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
        if data.get("needs_obj") and (after >= self.last or forms[after] in CLOSED.prepositions):
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
            if not unwanted.isdisjoint(
                forms[k if verb is not None else max(self.first, k - 2) : min(after + 9, self.last)]
            ):
                return False
            if passive and verb is not None and verb.subject and not unwanted.isdisjoint(forms[slice(*verb.subject)]):
                return False
        return all(
            not wanted.isdisjoint(forms[max(self.first, k - _NEAR) : min(self.last, after + _NEAR)])
            for wanted in data["near"]
        )

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

    # ------------------------------------------------------------------ who
    def _people(self, span: Range | None) -> list[ActorLike]:
        return self.phrases.people(*span) if span else []

    def _roles(self, verb: Verb, sense: Sense, after: int, stop: int, inner: Verb | None) -> _Roles:
        data = sense.data
        found, pps = self.verbs.companions(after, verb.clause, stop)
        subject = self._people(verb.subject)
        passive = verb.reading in (PASSIVE, REDUCED)
        thing: Range | None = found
        if passive:
            by = next(((a, b) for p, a, b in pps if p == "by"), None)
            pps = [pp for pp in pps if pp[0] != "by"]
            thing, subject = verb.subject, self._people(by)
        source, target = subject, []
        frame: Mapping[str, str] = data.get("prep") or {}
        role = data.get("obj", "target")
        people = self._people(thing) if thing and (passive or not self._is_clause(thing)) else []
        by_preps = self._by_preps(frame, pps, thing, source if not source else None)
        holds_thing = thing is not None and any(
            f in wanted for wanted in data["with"] for f in self.forms[slice(*thing)]
        )
        if (
            role in ("target", "both")
            and data.get("order") != "prep"
            and not (holds_thing and not data.get("person_obj"))
        ):
            target = people
        if not target:
            target = by_preps
        if not target and role == "target":
            target = people
        if not target and inner is not None:
            inner_sense = self._choose(inner)
            if inner_sense is not None:
                target = self._roles(inner, inner_sense[0], inner_sense[1], stop, None).target
            if not target:
                obj, inner_pps = self.verbs.companions(inner.last, inner.clause, stop)
                target = next(
                    (
                        p
                        for q, a, b in inner_pps
                        if q in ("with", "to", "against", "from", "on") and (p := self._people((a, b)))
                    ),
                    [],
                ) or self._people(obj)
        if not target and data.get("fallback"):
            target = people
        if not target:
            none = {p for p, r in frame.items() if r in ("none", "source")}
            target = next(
                (
                    p
                    for q in ("against", "with", "to", "on", "at", "from", "into", "for")
                    if q not in none
                    for r, a, b in pps
                    if r == q and (p := self._people((a, b)))
                ),
                [],
            )
        if not target and thing is not None and role == "none":
            target = self._owner(thing) or people
        if not target:
            target = next(
                (p for r, a, b in pps if r == "in" and a in self.marked.place_at and (p := self._people((a, b)))), []
            )
        if not source:
            source = next((p for q, a, b in pps if frame.get(q) == "source" and (p := self._people((a, b)))), [])
        if data.get("passive_from") and passive and not source:
            source = next((p for q, a, b in pps if q == "from" and (p := self._people((a, b)))), [])
        if data.get("swap"):
            given = next((p for q, a, b in pps if frame.get(q) == "source" and (p := self._people((a, b)))), [])
            source, target = given or people, subject
        target = [self._meant(t) for t in target]
        return _Roles(source, [t for t in target if all(t.first != s.first for s in source)])

    def _meant(self, actor: ActorLike) -> ActorLike:
        """The owner of an act or opinion: the government of "the government's decision"."""
        for k in range(actor.first, actor.last - 1):
            if self.forms[k].endswith(("'s", "s'")) and any(
                f in CLOSED.abstract for f in self.forms[k + 1 : actor.last]
            ):
                owner = self._people((actor.first, k + 1))
                return owner[0] if owner else actor
        return actor

    def _is_clause(self, span: Range) -> bool:
        return self.forms[span[0]] in ("that", "to", "when", "what", "how", "whether", "why")

    def _by_preps(
        self, frame: Mapping[str, str], pps: list[tuple[str, int, int]], thing: Range | None, _: Any
    ) -> list[ActorLike]:
        for prep, role in frame.items():
            if role != "target":
                continue
            if prep == "of" and thing is not None:
                at = next((k for k in range(*thing) if self.forms[k] == "of"), None)
                if at is not None and (people := self._people((at + 1, thing[1]))):
                    return people
            for p, a, b in pps:
                if p == prep and (people := self._people((a, b))):
                    return people
        return []

    def _owner(self, span: Range) -> list[ActorLike]:
        """Israel's ..., the American embassy: the owner in a noun phrase."""
        for k in range(*span):
            if self.forms[k].endswith("'s") or self.forms[k].endswith("'"):
                return self._people((span[0], k + 1))
        for k in range(*span):
            if k in self.marked.place_at or k in self.phrases.actor_at:
                return self._people((k, k + 1))
        return []

    # ------------------------------------------------------------------ nouns
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
                roles = _Roles(
                    subject or roles.source,
                    roles.target or [s for s in roles.source if subject and all(s.first != o.first for o in subject)],
                )
            kind, modality = self._modality(verb, str(sense.data["type"]), False)
            self._add(k, after, sense, kind, modality, roles, verb, "carried" if verb.finite else "infinitive")
            self._swallow(after, span[1])
            return

    def _noun_roles(self, k: int, after: int, sense: Sense, start: int, stop: int) -> _Roles:
        data = sense.data
        frame: dict[str, str] = dict(data.get("prep") or {})
        number = self.clauses.number(k)
        _, pps = self.verbs.companions(after, number, stop)
        if after < self.last and self.forms[after] == "of":
            a, b = self.phrases.right(after + 1, min(stop, after + 16))
            if b > a:
                pps.insert(0, ("of", a, b))
        frame.setdefault("of", str(data.get("of", "target")))
        frame.setdefault("by", "source")
        source: list[ActorLike] = []
        target: list[ActorLike] = []
        for prep, role in frame.items():
            for p, a, b in pps:
                if p != prep:
                    continue
                people = self._people((a, b))
                if role == "source" and not source:
                    source = people
                elif role == "target" and not target:
                    target = people
        before = self._before(k, start)
        if before:
            if (
                data.get("of") == "target"
                and "of" not in {p for p, _, _ in pps}
                and not target
                and data["type"] not in ("ASSAULT",)
            ):
                target = before
            elif not source:
                source = before
        return _Roles(source, [t for t in target if all(t.first != s.first for s in source)])

    def _before(self, k: int, start: int) -> list[ActorLike]:
        """The owner or adjective before a noun: Syrian government shelling, Trump's visit."""
        j = k
        lowest = max(start, self.first, k - 8)
        while j > lowest:
            form = self.forms[j - 1]
            if (
                form in CLOSED.prepositions
                or form in CLOSED.coordinators
                or form in (",", ";", '"', "(", ")")
                or form in CLOSED.finite_words
                or any(v.first <= j - 1 < v.last for v in self.verbs.list)
            ):
                break
            j -= 1
        span = (j, k)
        for i in range(j, k):
            if self.forms[i].endswith("'s") or self.forms[i].endswith("s'"):
                return self._people((j, i + 1))
        named = [
            i
            for i in range(j, k)
            if i in self.phrases.actor_at or i in self.marked.place_at or self.phrases._country(i, i + 1)
        ]
        if not named:
            return []
        end = k
        while (
            end > named[-1] + 1
            and end - 1 not in self.phrases.actor_at
            and self.forms[end - 1]
            not in ("government", "army", "military", "forces", "police", "rebel", "regime", "troops")
        ):
            end -= 1
        return self._people((named[0], end)) if span else []

    def _read_nouns(self) -> None:
        taken = {j for d in self.out for j in range(d.first, d.last)} | {
            j for v in self.verbs.list if v.reading != GERUND for j in range(v.first, v.last)
        }
        spoken = any(d.foreground for d in self.out)
        for k in range(self.first, self.last):
            if not self.senses[k - self.first] or k in self.done or k in taken:
                continue
            noun = self._noun_at(k, False)
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

    # ------------------------------------------------------------------ standing and modality
    def _swallow(self, first: int, stop: int) -> None:
        """What an act is about is no event of its own."""
        number = self.clauses.number(first)
        for k in range(first, min(stop, self.last)):
            if self.clauses.number(k) == number:
                self.done.add(k)

    def _modality(self, verb: Verb, kind: str, commits: bool) -> tuple[str, str]:
        clause = self.clauses.clauses[verb.clause]
        modality = "alleged_or_reported" if clause.kind == CONTENT else "asserted"
        future = verb.modal in CLOSED.future_modals
        if verb.negative:
            if kind in _YIELDING and (
                future
                or verb.modal
                or any(f in CLOSED.do or f in ("is", "are") for f in self.forms[verb.group : verb.first])
            ):
                return "REJECT", modality
            if kind == "AGREE":
                return "REJECT", modality
            return kind, "denied"
        if future:
            if kind in _GIVING:
                return "AGREE", "future"
            if kind in _HARMING and kind != "PROTEST" and verb.modal == "will" and verb.reading == FINITE:
                return "THREATEN", "future"
            return kind, "future"
        if verb.modal in CLOSED.maybe_modals:
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
        roles: _Roles,
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
