"""Events in English and French: who does what to whom, by the frames of the lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from masfufa.lexicon.matcher import Sense
from masfufa.reading.event_choice_latin import Choices
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_readings_latin import PASSIVE, REDUCED
from masfufa.reading.event_verbs_latin import Range, Verb


@dataclass(slots=True)
class Parts:
    """Who acts and who is acted on."""

    source: list[ActorLike]
    target: list[ActorLike]


class Roles(Choices):
    """Finds those who take part in what a verb or a noun tells."""

    def _people(self, span: Range | None) -> list[ActorLike]:
        return self.phrases.people(*span) if span else []

    def _roles(self, verb: Verb, sense: Sense, after: int, stop: int, inner: Verb | None) -> Parts:
        data = sense.data
        found, pps = self.verbs.companions(after, verb.clause, stop)
        subject = self._people(verb.subject)
        passive = verb.reading in (PASSIVE, REDUCED)
        thing: Range | None = found
        if passive:
            by = next(((a, b) for p, a, b in pps if p in self.closed.by), None)
            pps = [pp for pp in pps if pp[0] not in self.closed.by]
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
                    (p for q, a, b in inner_pps if q in self.closed.inner_order and (p := self._people((a, b)))),
                    [],
                ) or self._people(obj)
        if not target and data.get("fallback"):
            target = people
        if not target:
            none = {p for p, r in frame.items() if r in ("none", "source")}
            target = next(
                (
                    p
                    for q in self.closed.target_order
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
                (
                    p
                    for r, a, b in pps
                    if r in self.closed.place_prepositions and a in self.marked.place_at and (p := self._people((a, b)))
                ),
                [],
            )
        if not source:
            source = next((p for q, a, b in pps if frame.get(q) == "source" and (p := self._people((a, b)))), [])
        if data.get("passive_from") and passive and not source:
            source = next((p for q, a, b in pps if q in self.closed.origin and (p := self._people((a, b)))), [])
        if data.get("swap"):
            given = next((p for q, a, b in pps if frame.get(q) == "source" and (p := self._people((a, b)))), [])
            source, target = given or people, subject
        target = [self._meant(t) for t in target]
        return Parts(source, [t for t in target if all(t.first != s.first for s in source)])

    def _meant(self, actor: ActorLike) -> ActorLike:
        """The owner of an act or opinion: the government of "the government's decision"."""
        for k in range(actor.first, actor.last - 1):
            if self.forms[k].endswith(("'s", "s'")) and any(
                f in self.closed.abstract for f in self.forms[k + 1 : actor.last]
            ):
                owner = self._people((actor.first, k + 1))
                return owner[0] if owner else actor
        return actor

    def _is_clause(self, span: Range) -> bool:
        return self.forms[span[0]] in self.closed.clause_openers

    def _by_preps(
        self, frame: Mapping[str, str], pps: list[tuple[str, int, int]], thing: Range | None, _: Any
    ) -> list[ActorLike]:
        for prep, role in frame.items():
            if role != "target":
                continue
            if prep in self.closed.of and thing is not None:
                at = next((k for k in range(*thing) if self.forms[k] in self.closed.of), None)
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

    def _noun_roles(self, k: int, after: int, sense: Sense, start: int, stop: int) -> Parts:
        data = sense.data
        frame: dict[str, str] = dict(data.get("prep") or {})
        number = self.clauses.number(k)
        _, pps = self.verbs.companions(after, number, stop)
        if after < self.last and self.forms[after] in self.closed.of:
            a, b = self.phrases.right(after + 1, min(stop, after + 16))
            if b > a:
                pps.insert(0, (self.closed.whole(self.forms[after]), a, b))
        for of in self.closed.owner_order:
            frame.setdefault(of, str(data.get("of", "target")))
        for by in self.closed.by:
            frame.setdefault(by, "source")
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
        before = self._behind(after) if "head_first" in self.closed.traits else self._before(k, start)
        if before:
            if (
                data.get("of") == "target"
                and self.closed.of.isdisjoint(p for p, _, _ in pps)
                and not target
                and data["type"] not in ("ASSAULT",)
            ):
                target = before
            elif not source:
                source = before
        return Parts(source, [t for t in target if all(t.first != s.first for s in source)])

    def _behind(self, after: int) -> list[ActorLike]:
        """The adjective behind a noun that tells whose act it is: des frappes israéliennes."""
        if after >= self.last:
            return []
        told = after in self.phrases.actor_at or self.phrases._country(after, after + 1) is not None
        return self._people((after, after + 1)) if told and not self.tokens.capital(after) else []

    def _before(self, k: int, start: int) -> list[ActorLike]:
        """The owner or adjective before a noun: Syrian government shelling, Trump's visit."""
        j = k
        lowest = max(start, self.first, k - 8)
        while j > lowest:
            form = self.forms[j - 1]
            if (
                form in self.closed.prepositions
                or form in self.closed.coordinators
                or form in (",", ";", '"', "(", ")")
                or form in self.closed.finite_words
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
            and self.forms[end - 1] not in self.closed.owning_heads
        ):
            end -= 1
        return self._people((named[0], end)) if span else []
