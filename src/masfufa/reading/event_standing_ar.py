"""How a trigger stands in its Arabic sentence: main verb, relative clause, anchor in time, what a request is about."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.fold import fold_word
from masfufa.language.tokens import SIGN, Tokens
from masfufa.reading.event_lexicon_ar import EVENT, LISTS
from masfufa.reading.event_roles_ar import Roles
from masfufa.reading.event_scopes_ar import Scopes
from masfufa.reading.event_triggers_ar import Hit


class Standing:
    """Tells the standing of the triggers (`hits`) of one sentence that begins at the token `first`."""

    def __init__(self, tokens: Tokens, scopes: Scopes, roles: Roles, hits: Sequence[Hit], first: int) -> None:
        self.tokens, self.scopes, self.roles, self.hits, self.first = tokens, scopes, roles, hits, first
        self.forms = tokens.forms

    def of(self, n: int, hit: Hit) -> str:
        """How a trigger stands in its sentence."""
        scopes, k, forms = self.scopes, hit.first, self.forms
        if scopes.in_relative(k) is not None or (hit.finite and self._describes(n, hit)):
            return "relative"
        topic = self._topic_of(n, hit)
        if topic:
            return topic
        if hit.finite:
            if scopes.in_after(k):
                return "after"
            saying = scopes.saying(k)
            if hit.sense.prefix[-1:] == "ل":
                return "purpose"
            return "content" if saying is not None and saying.complement else "main"
        before = forms[k - 1] if k > self.first else ""
        prefix = hit.sense.prefix[-1:]
        carrier = self.roles.carrier(n, hit)
        if prefix and carrier is not None and carrier.first < k and prefix in carrier.data.get("takes", ()):
            return "carried" if scopes.in_relative(carrier.first) is None else "relative"
        if prefix == "ل" and "objects_of" in LISTS[before]:
            return "noun"
        if "deeds" in LISTS[before] and not prefix and k - 1 > self.first:
            # عملية الخطف stands as its first word does
            k -= 1
            prefix = forms[k][0] if len(forms[k]) > 4 and forms[k][0] in "بل" else ""
            before = forms[k - 1]
        elif "heads" in LISTS[before] and k - 1 > self.first:
            before = forms[k - 2]
            anchored = "anchors" in LISTS[before]
            return "anchor" if anchored else "headed"
        if "anchors" in LISTS[before]:
            return "anchor"
        if prefix == "ل":
            return "purpose"
        if prefix == "ب":
            return "with"
        if before == "في":
            return "in"
        if "preposition" in LISTS[before]:
            return "prepositional"
        if carrier is not None:
            if carrier.first < k:
                return "carried" if scopes.in_relative(carrier.first) is None else "relative"
            if hit.sense.definite and scopes.in_relative(carrier.first) is None:
                return "subject"
        saying = scopes.saying(k)
        if saying is not None and not saying.complement and k - saying.last <= 8:
            return "object"
        if scopes.in_after(k):
            return "after"
        if k == self.first or self.tokens.kinds[k - 1] == SIGN:
            return "opening"
        if saying is not None and saying.complement:
            return "noun in content"
        return "noun"

    def _describes(self, n: int, hit: Hit) -> bool:
        """هجوم استهدف: a verb right after an indefinite noun describes it."""
        if hit.sense.prefix or n == 0:
            return False
        for other in reversed(self.hits[:n]):
            if other.finite or other.sense.entry.tag != EVENT:
                return False
            if other.last <= hit.first <= other.last + 3 and not other.sense.definite and not other.sense.suffix:
                return not any(self.forms[j] in (",", ";") for j in range(other.last, hit.first))
        return False

    def _topic_of(self, n: int, hit: Hit) -> str | None:
        """ "topic" where a trigger is what a threat, a request, a refusal or a promise is about."""
        for other in reversed(self.hits[:n]):
            if other.sense.entry.tag != EVENT:
                continue
            distance = hit.first - other.last
            if distance > 14 or self.scopes.clause(other.first) != self.scopes.clause(hit.first):
                return None
            if other.data["type"] not in _ABOUT or (hit.data["type"] == other.data["type"] and hit.finite):
                continue
            between = range(other.last, hit.first)
            if any("relatives" in LISTS[self.forms[j]] or self.forms[j] in (";", ":") for j in between):
                return None
            if hit.finite:
                opened = any(
                    "complement" in LISTS[self.forms[j]] for j in range(max(other.last, hit.first - 2), hit.first)
                )
                return "topic" if opened and hit.sense.form in ("present", "passive-present") else None
            near = hit.sense.prefix[-1:] in ("ب", "ل") or self.forms[hit.first - 1] in _TO or distance <= 2
            if other.data.get("content") == "real":
                return None
            return "topic" if near else None
        return None


_TO = frozenset(map(fold_word, ("إلى", "على", "عن", "من", "أي", "بأي")))
_ABOUT = frozenset(("THREATEN", "REQUEST", "REJECT", "AGREE"))
