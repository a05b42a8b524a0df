"""Which words of an Arabic sentence tell events, and in which sense: verb or verbal noun, and with what beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.language.tokens import NUMBER, SIGN, Tokens
from masfufa.lexicon.matcher import Sense
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_lexicon_ar import CLASSES, EVENT, FINITE, LISTS, SAYS, SUPPORT, either_way

_VERB_REACH, _NOUN_REACH = 12, 4


@dataclass(slots=True)
class Hit:
    """A word of the lexicon in a sentence: its tokens, its sense, whether it reads as a finite verb."""

    first: int
    last: int
    sense: Sense
    finite: bool
    subject: ActorLike | None = None

    @property
    def data(self) -> Mapping[str, Any]:
        """The entry's fields."""
        return self.sense.data


class Triggers:
    """Reads the words of one sentence: the tokens `first` to `last`, `known` their senses by token of the document."""

    def __init__(self, tokens: Tokens, known: Sequence[tuple[Sense, ...]], first: int, last: int) -> None:
        self.tokens, self.known, self.first, self.last = tokens, known, first, last
        self.forms = tokens.forms

    def hits(self) -> list[Hit]:
        """The words of the lexicon in the sentence, in text order, each in the sense it has here."""
        out: list[Hit] = []
        k = self.first
        while k < self.last:
            found = self.known[k]
            if found:
                chosen = self._choose(k, found)
                out.extend(chosen)
                if chosen and chosen[0].sense.entry.tag == EVENT:
                    k = max(k + 1, chosen[0].last)
                    continue
            k += 1
        return out

    def _choose(self, k: int, found: tuple[Sense, ...]) -> list[Hit]:
        """The sense that a word has here: an event's, a word of saying, a supporting verb; the last two may stand
        together."""
        text, end = self.tokens.text, self.tokens.ends[k]
        candidates: list[tuple[tuple[int, int, int], Sense, int, bool]] = []
        verb_here: bool | None = None
        for sense in found:
            if sense.suffix == "ه" and text[end - 1] == "ة":
                continue
            if sense.definite and sense.form in FINITE:
                continue
            last = k + 1 + len(sense.rest)
            if sense.rest and (last > self.last or tuple(self.forms[k + 1 : last]) != sense.rest):
                continue
            finite = sense.form in FINITE
            if finite and text[end - 2 : end] in _NUNATED:
                continue  # فجراً is no verb
            if finite and sense.prefix[-1:] in ("ب", "ك"):
                continue
            if finite and sense.prefix[-1:] == "ل" and sense.form in ("past", "passive"):
                continue
            if verb_here is None and not sense.rest:
                verb_here = self._verb_here(k, found)
            if finite and verb_here is False:
                continue
            if sense.form == "noun" and verb_here is True:
                continue
            if sense.entry.tag == EVENT and not self._holds(k, last, sense, finite):
                continue
            conditions = sum(1 for key in ("with", "near") if key in sense.data)
            candidates.append(
                ((len(sense.rest), conditions, -len(sense.suffix) - len(sense.prefix)), sense, last, finite)
            )
        if not candidates:
            return []
        out: list[Hit] = []
        for tag in (EVENT, SAYS, SUPPORT):
            best = max((c for c in candidates if c[1].entry.tag == tag), key=lambda c: c[0], default=None)
            if best is not None:
                phrase_verb = bool(best[1].rest) and best[1].form == "" and _verbal_head(self.forms[k])
                out.append(Hit(k, best[2], best[1], best[3] or phrase_verb))
        return out

    def _holds(self, k: int, last: int, sense: Sense, finite: bool) -> bool:
        """Whether the conditions of an entry hold: with, not, near."""
        data = sense.data
        if "near" in data and not self._any(self.first, self.last, data["near"]):
            return False
        reach = _VERB_REACH if finite else _NOUN_REACH
        stop = min(self.last, last + reach)
        for j in range(last, stop):
            if "clauses" in LISTS[self.forms[j]] or self.forms[j] in (";", "."):
                stop = j
                break
        if "with" in data and not self._any(last, stop, data["with"]):
            inherited = sense.suffix and self._any(max(self.first, k - 8), k, data["with"])
            before = sense.form.startswith("passive") or finite
            if not inherited and not (before and self._any(max(self.first, k - 4), k, data["with"])):
                return False
        return not ("not" in data and self._any(max(self.first, k - 1), min(self.last, last + 4), data["not"]))

    def _any(self, first: int, last: int, name: str) -> bool:
        return any(name in CLASSES[form] for form in self.forms[first:last])

    def _verb_here(self, k: int, found: tuple[Sense, ...]) -> bool | None:
        """For a word that may be verb or verbal noun (قتل): which it is here; None where only one is possible."""
        form = self.forms[k]
        if not either_way(form):
            return None
        single = [s for s in found if not s.rest]
        text = self.tokens.text[self.tokens.starts[k] : self.tokens.ends[k]]
        if text.endswith(("ة", "ً")) or any(s.form == "noun" and s.definite for s in single):
            return False
        if all(s.prefix[-1:] == "ل" for s in single if s.form in FINITE):
            return any(s.form == "present" for s in single)
        if k == self.first:
            return True
        before = self.forms[k - 1]
        if form[0] == "و" and any(s.prefix == "و" for s in single):
            if before in (",", ".", '"', ")", ":"):
                return True
            return not any(h for h in self._nouns_before(k))
        if LISTS[before] & _BEFORE_VERBS or before in _PARTICLES:
            return True
        if "complement" in LISTS[before]:
            return True
        if "heads" in LISTS[before] or "anchors" in LISTS[before] or "preposition" in LISTS[before]:
            return False
        if self.tokens.kinds[k - 1] in (SIGN, NUMBER):
            return before != "("
        said = False
        for j in range(k - 1, max(self.first, k - 9) - 1, -1):
            if (
                self.forms[j] in (",", ";", ":", '"')
                or "complement" in LISTS[self.forms[j]]
                or "clauses" in LISTS[self.forms[j]]
            ):
                break
            if "announce" in LISTS[self.forms[j]]:
                said = True
        if said:
            return False
        following = self.forms[k + 1] if k + 1 < self.last else ""
        if following in _VERB_FOLLOWERS:
            return True
        earlier = any(
            s.form in FINITE and not s.definite for j in range(max(self.first, k - 3), k) for s in self.known[j]
        )
        return not earlier

    def _nouns_before(self, k: int) -> list[int]:
        """Verbal nouns right before a word: قتل وجرح may both be nouns."""
        return [
            j
            for j in range(max(self.first, k - 2), k)
            if any(
                s.entry.tag == EVENT and s.form == "noun" and not any(t.form in FINITE for t in self.known[j])
                for s in self.known[j]
            )
            or ("preposition" in LISTS[self.forms[j - 1]] and any(s.form == "noun" for s in self.known[j]))
        ]


_NUNATED = ("اً", "ًا")
_BEFORE_VERBS = frozenset(("=relatives", "=negations", "clauses"))
_PARTICLES = frozenset(
    map(fold_word, ("قد", "وقد", "فقد", "كان", "وكان", "كانت", "وكانت", "كانوا", "سوف", "أيضا", "لما"))
)
_VERB_FOLLOWERS = frozenset(map(fold_word, ("في", "أمس", "قبل", "أيضا", "اليوم")))


@cache
def _verbal_head(form: str) -> bool:
    """Whether the first word of a phrase is a finite verb: ألقت القبض, لقي مصرعه."""
    if form.endswith(("وا", "ت")) and not form.endswith("ات") and not form.startswith(("ال", "بال")):
        return True
    return form.lstrip("و") in _HEADS


_HEADS = frozenset(
    map(
        fold_word,
        (
            "لقي",
            "ألقى",
            "ألقي",
            "فجر",
            "فجرا",
            "رفع",
            "أعرب",
            "عبر",
            "أكد",
            "شدد",
            "جدد",
            "قدم",
            "أطلق",
            "أخلي",
            "أخلى",
            "راح",
            "سقط",
            "أودى",
            "أبدى",
            "أعلن",
            "عرض",
            "يفجر",
            "يطلق",
            "تطلق",
            "قبض",
            "نفذ",
            "وجه",
            "أقام",
            "استأنف",
            "يجري",
            "احتجز",
            "أضرب",
            "أضرم",
            "تقدم",
            "صوت",
            "تم",
            "جرى",
            "ينبغي",
            "يتعين",
            "يجب",
            "منح",
            "حجب",
        ),
    )
)
