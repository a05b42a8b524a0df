"""Subjects of Arabic verbs, before them or after, and the phrases that follow a word of the lexicon of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from masfufa.language.fold import fold_word
from masfufa.lexicon.matcher import Sense
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_lexicon_ar import EVENT, LISTS, SAYS, SUPPORT
from masfufa.reading.event_phrases_ar import Part, Phrases
from masfufa.reading.event_runs_ar import past_adjectives
from masfufa.reading.event_scopes_ar import Scopes

AGENTS = frozenset(map(fold_word, ("من قبل", "على يد", "على أيدي", "من جانب", "على يدي", "من طرف")))
"""Prepositions of who did it, as parts name them."""
_DESCRIBED = 2


class HitLike(Protocol):
    """A word of the lexicon in a sentence, as events_ar finds it."""

    first: int
    last: int
    sense: Sense
    finite: bool
    subject: ActorLike | None

    @property
    def data(self) -> Mapping[str, Any]:
        """The entry's fields."""


class Subjects:
    """Finds the subjects of the verbs of one sentence."""

    def __init__(self, marked: Annotated, phrases: Phrases, scopes: Scopes, hits: Sequence[HitLike], last: int) -> None:
        self.marked, self.phrases, self.scopes, self.hits = marked, phrases, scopes, hits
        self.forms = marked.tokens.forms
        self.first, self.last = scopes.first, last
        self.trigger_at = {k: h for h in hits if h.sense.entry.tag == EVENT for k in range(h.first, h.last)}
        self._parts: dict[int, list[Part]] = {}

    def read_subjects(self) -> None:
        """The subject of every finite verb, for verbs joined to it and for pronouns."""
        latest: HitLike | None = None
        # a supporting verb matters where there is a verbal noun to carry
        nouns = any(h.sense.entry.tag == EVENT and not h.finite for h in self.hits)
        for hit in self.hits:
            if not hit.finite and not (hit.sense.entry.tag == SAYS and hit.sense.form == ""):
                continue
            if hit.subject is not None or (hit.sense.entry.tag == SUPPORT and not nouns):
                continue
            hit.subject = self._subject(hit, latest)
            if hit.subject is not None and self.scopes.in_relative(hit.first) is None:
                latest = hit

    def subject_of(self, k: int) -> ActorLike | None:
        """The subject of the finite verb at a token."""
        return next((h.subject for h in self.hits if h.first == k and h.subject is not None), None)

    def _subject(self, hit: HitLike, latest: HitLike | None) -> ActorLike | None:
        if hit.sense.form.startswith("passive"):
            return None
        relative = self.scopes.in_relative(hit.first)
        resumed = hit.last < self.last and "=with_pronoun" in LISTS[self.forms[hit.last]]
        if relative is not None and resumed and (after := self._bare(hit)):
            return after[0].actor  # المدينة التي انتشر فيها الجنود
        if relative is not None and relative >= hit.first - 3 and not hit.sense.suffix:
            return self.phrases.before(relative, self.first, comma=True)
        closed = next((a for a, b in self.scopes.relative if b == hit.first), None)
        if closed is not None and not hit.sense.prefix:
            return self.phrases.before(closed, self.first)
        set_off = self._set_off(hit)
        if set_off is not None:
            return set_off
        opening = hit.sense.prefix[:1] in ("و", "ف") or hit.first == self.first
        opening = opening or self.forms[hit.first - 1] in _OPENERS
        before = None if opening else self.phrases.before(hit.first, self.first)
        close = before is not None and before.last == hit.first and self.forms[hit.first].endswith(("وا", "ا", "ون"))
        if before is not None and (close or not self._governed(before)):
            return before
        if _plural(hit.sense, self.forms[hit.first]):
            return before or (latest.subject if latest is not None else self._nearest_before(hit.first))
        parts = self._bare(hit)
        if latest is not None and any(
            self.forms[j] in _PRONOUNS for j in range(max(self.first, hit.first - 3), hit.first)
        ):
            accused = self._accused(latest)
            if accused is not None:
                return accused
            objects = parts or [p for p in self.parts(hit) if p.preposition != "عن"]
            return latest.subject if objects or hit.data.get("type") not in _SUFFERED else None
        if hit.sense.suffix and parts and hit.sense.entry.tag != SAYS:
            return parts[0].actor
        if parts and self._accusative(parts[0].actor) and not hit.sense.form.startswith("passive"):
            return before or (self.main_actor(hit.first) if relative is None else None)
        if parts and not self._object_first(hit, parts, latest):
            return parts[0].actor
        if hit.first == self.first or hit.sense.entry.tag == SUPPORT:
            return before
        if before is None and not parts and hit.data.get("type") not in _SUFFERED:
            return self.main_actor(hit.first)
        if latest is not None and hit.sense.prefix[:1] in ("و", "ف"):
            return latest.subject
        return before

    def _accused(self, hit: HitLike) -> ActorLike | None:
        """Whom an accusation is about, so that a pronoun in it means them: اتهمت القوات بأنها قتلت."""
        charged = any(o.first == hit.first and o.data.get("type") == "ACCUSE" for o in self.hits)
        if not charged or hit.subject is None:
            return None
        return next((p.actor for p in self._bare(hit) if p.actor.first != hit.subject.first), None)

    def _set_off(self, hit: HitLike) -> ActorLike | None:
        """إن المهاجم، فجر نفسه: a noun that a comma parts from its verb, right behind إن."""
        if hit.first - 1 <= self.first or self.forms[hit.first - 1] != "," or hit.sense.prefix:
            return None
        actor = self.phrases.actor_at.get(hit.first - 2)
        if actor is None or actor.first <= self.first or "complement" not in LISTS[self.forms[actor.first - 1]]:
            return None
        return actor

    def _accusative(self, actor: ActorLike) -> bool:
        """An ending that only an object has: عددا، مدنيين."""
        form = self.forms[actor.first]
        written = self.marked.tokens.text[actor.mention.start : actor.mention.end].split()[0]
        return (
            written.endswith("اً")
            or form in _ACCUSATIVES
            or (form.endswith("ين") and not form.startswith("ال") and actor.mention.name is None)
        )

    def _object_first(self, hit: HitLike, parts: list[Part], latest: HitLike | None) -> bool:
        """وهدد الولايات المتحدة: a joined verb whose only noun phrase does not agree with it is about an object."""
        if latest is None or latest.subject is None or len(parts) > 1 or hit.sense.prefix[:1] not in ("و", "ف"):
            return False
        if hit.first == self.first or self.scopes.clause(hit.first) != self.scopes.clause(latest.first):
            return False
        feminine = self.forms[hit.first].endswith("ت") or self.forms[hit.first].lstrip("و").startswith("ت")
        return feminine != self._feminine(parts[0].actor)

    def _feminine(self, actor: ActorLike) -> bool:
        head = self.forms[actor.first]
        country = actor.mention.sector == "GOV" and actor.mention.name is not None and actor.last - actor.first <= 2
        return head.endswith(("ه", "ات")) or country

    def _governed(self, actor: ActorLike) -> bool:
        """Whether an actor before a verb belongs to a preposition or a genitive rather than to the verb."""
        k = actor.first - 1
        if self.forms[actor.first][0] == "و" and actor.mention.start > self.marked.tokens.starts[actor.first]:
            joined = self.phrases.actor_at.get(k)  # (عن) الحريري وجنبلاط
            if joined is not None:
                return self._governed(joined)
        if actor.mention.start > self.marked.tokens.starts[actor.first] and self.forms[actor.first][0] in "بلك":
            return True
        if k < self.first:
            return False
        return self.forms[k] in _GOVERNORS

    def main_actor(self, k: int) -> ActorLike | None:
        """Who the clause before a token is about: its latest subject, else the nearest actor that nothing governs."""
        for hit in reversed(self.hits):
            if (
                hit.first < k
                and hit.subject is not None
                and hit.subject.last <= k
                and self.scopes.in_relative(hit.first) is None
            ):
                return hit.subject
        for j in range(k - 1, self.first - 1, -1):
            actor = self.phrases.actor_at.get(j)
            if (
                actor is not None
                and actor.first == j
                and not self._governed(actor)
                and getattr(actor, "kind", "") != "act"
            ):
                return actor
        return None

    def _nearest_before(self, k: int) -> ActorLike | None:
        return next(iter(self._before(k)), None)

    def _before(self, k: int) -> list[ActorLike]:
        """Actors before a token, nearest first."""
        out: list[ActorLike] = []
        for j in range(k - 1, self.first - 1, -1):
            actor = self.phrases.actor_at.get(j)
            if actor is not None and (not out or out[-1].first != actor.first):
                out.append(actor)
        return out

    def _antecedent(self, k: int, subject: ActorLike | None) -> ActorLike | None:
        """Whom a pronoun at a token means: the subject before it, or the nearest actor before."""
        for hit in reversed(self.hits):
            if self.scopes.in_relative(hit.first) is not None and self.scopes.in_relative(k) is None:
                continue
            found = hit.subject
            if found is None or hit.first >= k or found.last > k:
                continue
            if subject is None or found.first != subject.first:
                return found
        nearest = self._nearest_before(k)
        return nearest if nearest is None or subject is None or nearest.first != subject.first else None

    def parts(self, hit: HitLike) -> list[Part]:
        """Phrases after a word, those that stand on triggers of their own left out."""
        if hit.first not in self._parts:
            found = [
                part
                for part in self.phrases.after(self._begins(hit), self.last)
                if part.actor.first not in self.trigger_at or part.preposition in AGENTS
            ]
            carrier = None if hit.finite else self._carried_on(hit)
            if carrier is not None:  # ضربة نفذها الجيش على قاعدة
                found += [p for p in self.phrases.after(carrier.last, self.last) if p.preposition]
            self._parts[hit.first] = found
        return self._parts[hit.first]

    def _carried_on(self, hit: HitLike) -> HitLike | None:
        """The supporting verb right behind a verbal noun, whose phrases are the noun's too."""
        found = self._supporting(hit)
        return found if found is not None and found.first - self._begins(hit) <= _DESCRIBED else None

    def _supporting(self, hit: HitLike) -> HitLike | None:
        """The supporting verb at the first word behind `hit` that the lexicon of events knows."""
        first = next((o.first for o in self.hits if o.first >= hit.last), None)
        return next((o for o in self.hits if o.first == first and o.finite and o.sense.entry.tag == SUPPORT), None)

    def _begins(self, hit: HitLike) -> int:
        """Where the phrases after a word begin: behind the adjectives of a noun (ضربات جوية دقيقة)."""
        if hit.finite:
            return hit.last
        definite = hit.sense.definite or self.forms[hit.last - 1].startswith("ال")
        return past_adjectives(self.marked.tokens, hit.last, self.last, definite, self.phrases.actor_at)

    def _bare(self, hit: HitLike) -> list[Part]:
        stop = next((o.first for o in self.hits if o.first >= hit.last and self._closes(hit, o)), self.last)
        return [p for p in self.parts(hit) if p.preposition == "" and p.first < stop]

    def _closes(self, hit: HitLike, other: HitLike) -> bool:
        """Whether a later word ends the reach of a verb's objects: a finite verb, or the attack in which harm was done
        (قتل جندي في هجوم …)."""
        if other.finite:
            return other.first > hit.first
        if not hit.data.get("harm") or other.sense.entry.tag != EVENT or not other.data.get("attack"):
            return False
        before = self.forms[other.first - 1]
        return bool(other.sense.prefix[-1:] == "ب" or "preposition" in LISTS[before] or "anchors" in LISTS[before])


_OPENERS = frozenset(("وقد", "فقد", "ولقد", "فلقد"))
_SUFFERED = frozenset(("RETREAT", "COERCE"))
_PRONOUNS = frozenset(
    map(
        fold_word,
        ("أنه", "إنه", "أنها", "إنها", "أنهم", "إنهم", "بأنه", "بأنها", "بأنهم", "أنهما", "وأنه", "وأنها", "وأنهم"),
    )
)
_ACCUSATIVES = frozenset(map(fold_word, ("عددا", "شخصا", "رجلا", "اثنين", "مواطنا", "جنديا", "شابا")))
_GOVERNORS = frozenset(
    map(
        fold_word,
        ("في", "من", "على", "إلى", "عن", "مع", "بين", "ضد", "لدى", "بعد", "قبل", "منذ", "خلال", "بحسب", "وفق", "حسب"),
    )
)


def _plural(sense: Sense, form: str) -> bool:
    """Whether a verb form has a subject before it: plural verbs follow theirs."""
    return form.endswith(("وا", "ون")) and sense.form in ("past", "present", "future", "")
