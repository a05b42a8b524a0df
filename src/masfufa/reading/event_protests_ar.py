"""Who protests against whom in an Arabic sentence, which often stands far from the word that tells the protest."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.fold import fold_word
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_lexicon_ar import CLASSES, LISTS
from masfufa.reading.event_phrases_ar import Phrases

_REACH, _NEXT, _SHORTEST_OWNED = 10, 3, 4
_MOST_TARGETS = 3
_ENDS = frozenset(("clauses", "relatives", "=anchors", "protest_against"))
_CROWD = frozenset(("CVL", "EDU", "LAB", "UAF", "REF", None))
"""Sectors of those whom nobody protests against."""
_GUARDS = frozenset(("COP", "MIL"))
_FACING = frozenset(map(fold_word, ("مع", "على", "بين", "وبين")))
_AGENTS = frozenset(tuple(map(fold_word, pair)) for pair in (("على", "يد"), ("على", "أيدي"), ("من", "قبل")))


class Protests:
    """Sources and targets of the protests of one sentence, tokens `first` to `last` (exclusive)."""

    def __init__(self, phrases: Phrases, first: int, last: int) -> None:
        self.phrases = phrases
        self.forms = phrases.tokens.forms
        self.first, self.last = first, last
        self._crowd: ActorLike | None = None
        self._against: list[ActorLike] | None = None

    def complete(
        self, first: int, last: int, before: Sequence[ActorLike], source: list[ActorLike], target: list[ActorLike]
    ) -> None:
        """Fill in whom the sentence names as protesters, and whom they protest against or before (`before`: actors
        that a preposition of place puts before the crowd). The trigger stands at `first` to `last`."""
        crowd = self._protesters(first)
        told = any(a.mention.name or a.mention.sector or 0 <= a.first - last <= _NEXT for a in source)
        if crowd is not None and not told:
            source[:] = [crowd]
        target[:] = [a for a in target if a.mention.country or a.mention.sector or self._building(a)]
        for actor in (*self._opposed(), *before):
            if len(target) >= _MOST_TARGETS:
                return
            if any(a.first == actor.first for a in (*target, *source)) or first <= actor.first < last:
                continue
            if self._answers(actor):
                target.append(actor)
        if not target:
            target.extend(a for a in self._facing() if all(a.first != s.first for s in source))

    def _answers(self, actor: ActorLike) -> bool:
        """Whether an actor may be protested against: a state's, an office, an institution; no crowd."""
        mention = actor.mention
        institution = getattr(actor, "kind", "") == "organ" and mention.sector is not None
        return bool(mention.country) or mention.sector not in _CROWD or institution

    def _building(self, actor: ActorLike) -> bool:
        """Whether a noun phrase names what a crowd can storm or besiege: مطار بيروت."""
        return actor.first in self.phrases.place_end or "possessions" in LISTS[self.forms[actor.first]]

    def _actors(self) -> list[ActorLike]:
        at = self.phrases.actor_at
        return [at[k] for k in range(self.first, self.last) if k in at and at[k].first == k]

    def _protesters(self, k: int) -> ActorLike | None:
        """The nearest actor that a word for protesters names."""
        crowds = [
            actor
            for actor in self._actors()
            if any("=protesters" in LISTS[form.removeprefix("و")] for form in self.forms[actor.first : actor.last])
        ]
        return min(crowds, key=lambda actor: abs(actor.first - k), default=None)

    def _opposed(self) -> list[ActorLike]:
        """Whom words of protest are said of: ضد الحكومة، احتجاجا على زيارة الرئيس، مطالبين الوزير."""
        if self._against is None:
            self._against = []
            for k in range(self.first, self.last):
                opens = self._opens(k)
                if opens:
                    found = self._after(opens) or self._meant(opens)
                    if found is not None and all(found.first != a.first for a in self._against):
                        self._against.append(found)
        return self._against

    def _meant(self, k: int) -> ActorLike | None:
        """Whom a pronoun behind a word of protest means: احتجاجا على زيارته, the nearest office or state before."""
        for j in range(k, min(k + 3, self.last)):
            written = self.phrases.tokens.text[self.phrases.tokens.starts[j] : self.phrases.tokens.ends[j]]
            if len(written) > _SHORTEST_OWNED and written.endswith(("ه", "ها")):
                before = [a for a in self._actors() if a.last <= j and a.mention.sector == "GOV"]
                return before[-1] if before else None
        return None

    def _opens(self, k: int) -> int:
        """Where what a word of protest is said of may begin; 0 where none stands at a token."""
        lists = LISTS[self.forms[k]]
        if "protest_against" in lists:
            return k + 1
        if "burning" in lists:
            for j in range(k + 1, min(k + 4, self.last)):
                if "flag" in CLASSES[self.forms[j]]:
                    return j + 1
        return 0

    def _facing(self) -> list[ActorLike]:
        """Police and soldiers whom a crowd clashes with or throws at: مع الشرطة، على قوات الأمن."""
        return [a for a in self._actors() if a.mention.sector in _GUARDS and self.forms[a.first - 1] in _FACING]

    def _after(self, k: int) -> ActorLike | None:
        """The first actor in reach that may be protested against; whoever did what is protested, before whom it was
        done to (احتجاجا على مقتل مدنيين على يد الجيش)."""
        forms = self.forms
        fallback: ActorLike | None = None
        stop = min(self.last, k + _REACH)
        while k < stop:
            form = forms[k]
            lists = LISTS[form]
            if form in (";", ".", ":") or lists & _ENDS:
                break
            actor = self.phrases.actor_at.get(k)
            if actor is None:
                if form in (",",):
                    break
                k += 1
                continue
            doer = k > 1 and (forms[k - 2], forms[k - 1]) in _AGENTS
            if fallback is None or doer:
                fallback = actor if doer or self._answers(actor) else fallback
            k = max(actor.last, k + 1)
        return fallback
