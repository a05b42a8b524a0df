"""Where an Arabic actor is from, told by the words behind its phrase: who leads it, where it is."""

from __future__ import annotations

from masfufa.reading.actor_ends_ar import STATES, ArabicEnds
from masfufa.reading.actor_phrase import Phrase


class ArabicOrigins(ArabicEnds):
    """What follows a whole phrase and tells its country."""

    def _with_origin(self, phrase: Phrase) -> Phrase:
        """The phrase, its country told by what stands behind it.

        التحالف بقيادة فرنسا is the leader's; حزب البعث في السودان the state's that it is in.
        """
        forms, k, n = self.forms, phrase.last, len(self.forms)
        if k + 1 >= n:
            return phrase
        form = forms[k]
        if form in self.sets["led"]:
            if phrase.kind == "coalition" or (phrase.role == "organ" and phrase.sector == "MIL"):
                found = self._state_at(k + 1)
                if found is not None:
                    phrase.country, phrase.last = found
        elif phrase.country is None and phrase.kind not in STATES:
            found = self._state_at(k + 1) if form == "في" and phrase.sector == "PTY" else None
            if found is not None:
                phrase.country = found[0]
        return phrase

    def _state_at(self, k: int) -> tuple[str, int] | None:
        """The country whose name begins at a token, and the token after it."""
        opener = self.lexicon[self.forms[k]]
        known = self._known(k, opener) if opener is not None else None
        if known is None or known[0] or known[1].actor.kind != "state":
            return None
        country = known[1].actor.on(self.marked.document.published).country
        return None if country is None else (country, k + 1 + len(known[1].rest))
