"""Who is behind an attack in an Arabic sentence, and whom it struck, where the word that tells it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_lexicon_ar import LISTS
from masfufa.reading.event_phrases_ar import Part, Phrases

_NEAR = 5
_BLASTS = frozenset(("explosives", "suicide-attack"))
_UNARMED = frozenset(("CVL", "EDU", "LAB", "REF", "HLH", "REL", "MED", "AGR", "BUS"))
"""Sectors of those who claim no attack."""


class Violence:
    """Sources and targets of the attacks of one sentence, tokens `first` to `last` (exclusive)."""

    def __init__(self, phrases: Phrases, first: int, last: int) -> None:
        self.phrases = phrases
        self.forms = phrases.tokens.forms
        self.first, self.last = first, last
        self._claimed: tuple[ActorLike | None] | None = None

    def complete(
        self,
        first: int,
        last: int,
        data: Mapping[str, Any],
        parts: Sequence[Part],
        source: list[ActorLike],
        target: list[ActorLike],
    ) -> None:
        """Fill in who claims the attack, and what a blast went off beside. The trigger stands at `first` to `last`,
        `parts` follow it, `data` is its lexicon entry."""
        if not any(a.mention.name or a.mention.sector for a in source):
            claimed = self.claimed()
            if claimed is not None and all(a.first != claimed.first for a in target):
                source[:] = [claimed]
        if not target and data.get("mode") in _BLASTS:
            struck = self._passing(last) or self._beside(parts)
            if struck is not None and all(a.first != struck.first for a in source):
                target.append(struck)

    def claimed(self) -> ActorLike | None:
        """Who says in the sentence that the deed was theirs, or is said to have done it: هجوم تبنته الحركة،
        أعلنت الحركة مسؤوليتها، في عمليات نفذها قراصنة."""
        if self._claimed is None:
            self._claimed = (self._find_claim(),)
        return self._claimed[0]

    def _find_claim(self) -> ActorLike | None:
        at = self.phrases.actor_at
        for k in range(self.first, self.last):
            lists = LISTS[self.forms[k]]
            ranges: tuple[range, ...] = ()
            if "claims" in lists:
                ranges = (range(k + 1, min(k + 3, self.last)), range(k - 1, max(k - _NEAR, self.first - 1), -1))
            elif "=doing" in lists:
                ranges = (range(k + 1, min(k + 2, self.last)),)
            elif "=responsibility" in lists:
                ranges = (range(k - 1, max(k - _NEAR, self.first - 1), -1),)
            for near in ranges:
                actor = next((at[j] for j in near if j in at), None)
                if actor is not None and actor.mention.sector not in _UNARMED:
                    return actor
        return None

    def _passing(self, k: int) -> ActorLike | None:
        """Whom a blast struck as they passed: انفجار لدى مرور دورية للشرطة."""
        for j in range(k, min(k + 14, self.last - 1)):
            lists = LISTS[self.forms[j]]
            if "clauses" in lists or self.forms[j] in (";", "."):
                return None
            if "=passing" in lists and "preposition" in LISTS[self.forms[j - 1]]:
                return self.phrases.at(j + 1, self.last)
        return None

    def _beside(self, parts: Sequence[Part]) -> ActorLike | None:
        """What a blast went off beside: فجر نفسه قرب مقر الحزب."""
        for part in parts:
            if "=blast_before" in LISTS[part.preposition]:
                head = self.forms[part.actor.first]
                coded = part.actor.mention.sector is not None and part.actor.mention.name is None
                if coded or "possessions" in LISTS[head]:
                    return part.actor
        return None
