"""Triggers of events in Arabic, and who does what to whom: verbs first or last, active or passive, verbal nouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.language.tokens import NUMBER, SIGN
from masfufa.lexicon.matcher import Sense
from masfufa.ontology.plover import VERBAL
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike, EventDraft
from masfufa.reading.event_lexicon_ar import (
    CLASSES,
    EVENT,
    FINITE,
    LISTS,
    SAYS,
    SUPPORT,
    SURROUNDINGS,
    either_way,
    event_matcher,
)
from masfufa.reading.event_phrases_ar import Phrases
from masfufa.reading.event_roles_ar import Roles
from masfufa.reading.event_scopes_ar import Scopes, first_person
from masfufa.records import Figure

_VERB_REACH, _NOUN_REACH = 9, 4
_ACTS = frozenset(("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "SANCTION", "AID", "COOPERATE"))


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


def find_drafts(marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure]) -> list[EventDraft]:
    """Drafts of all events of an Arabic document, in text order."""
    tokens = marked.tokens
    senses = event_matcher().senses
    known = [senses(form) for form in tokens.forms]
    phrases: Phrases | None = None
    out: list[EventDraft] = []
    for n, (first, last) in enumerate(tokens.sentences):
        if not any("event word" in LISTS[form] for form in tokens.forms[first:last]):
            continue
        if phrases is None:
            phrases = Phrases(marked, actors, figures)
        out.extend(_Sentence(marked, phrases, known, n, first, last).drafts())
    return out


class _Sentence:
    """Reads one sentence."""

    def __init__(
        self, marked: Annotated, phrases: Phrases, known: list[tuple[Sense, ...]], number: int, first: int, last: int
    ) -> None:
        self.marked, self.phrases, self.known = marked, phrases, known
        self.tokens = marked.tokens
        self.forms = marked.tokens.forms
        self.number, self.first, self.last = number, first, last
        self.hits = self._hits()
        self.told = any(h.sense.entry.tag == EVENT for h in self.hits)
        if not self.told:
            return
        says = [(h.first, h.last) for h in self.hits if h.sense.entry.tag == SAYS and (h.finite or h.sense.form == "")]
        finites = frozenset(h.first for h in self.hits if h.finite)
        self.scopes = Scopes(marked, first, last, says, finites)
        if "sports" in self.scopes.present and sum("sports" in LISTS[form] for form in self.forms[first:last]) > 1:
            self.told = False
            return
        self.roles = Roles(marked, phrases, self.scopes, self.hits, last)

    # ------------------------------------------------------------------ which words are triggers
    def _hits(self) -> list[Hit]:
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

    # ------------------------------------------------------------------ drafts
    def drafts(self) -> list[EventDraft]:
        """The events of the sentence."""
        out: list[EventDraft] = []
        if not self.told:
            return out
        self.roles.read_subjects()
        self.kinds = {str(h.data["type"]) for h in self.hits if h.sense.entry.tag == EVENT}
        self._of_sentence = self._sentence_features()
        for n, hit in enumerate(self.hits):
            if hit.sense.entry.tag != EVENT or self._part_of_name(hit):
                continue
            draft = self._draft(n, hit)
            earlier = out[-1] if out else None
            if (
                not draft.source
                and earlier is not None
                and earlier.event_type in _CHARGES
                and earlier.target
                and not hit.finite
            ):
                charged = draft.clause == earlier.clause and (
                    hit.sense.prefix[-1:] == "ب" or self.forms[hit.first - 1] in _ABOUT_WHAT
                )
                if charged:
                    draft.source = [a for a in earlier.target if all(a.first != t.first for t in draft.target)]
            out.append(draft)
        return out

    def _part_of_name(self, hit: Hit) -> bool:
        """A noun inside the name or title of an actor is no event: رئيس لجنة التحقيق."""
        actor = self.phrases.actor_at.get(hit.first)
        if actor is None or hit.finite or actor.first >= hit.first:
            return False
        return getattr(actor, "kind", "group") not in ("group", "act", "equipment") and hit.last <= actor.last

    def _draft(self, n: int, hit: Hit) -> EventDraft:
        data, sense, scopes, k = hit.data, hit.sense, self.scopes, hit.first
        position = self._position(n, hit)
        source, target, support = self.roles.of(n, hit)
        modality = self._modality(hit, position, source)
        if modality[0] == "own":
            modality = ("asserted", modality[1])
        speaker = modality[1]
        if speaker is not None and data["type"] in VERBAL | {"RETREAT", "PROTEST"} and (not source or self._we(hit)):
            source = [speaker]
        kind = str(data["type"])
        mode = data.get("mode")
        family = _family(kind, mode, str(data["lemma"]), data)
        foreground = position in ("main", "content", "object", "carried", "subject", "opening")
        start = self.tokens.inside(k, sense.skipped) if sense.skipped else self.tokens.starts[k]
        if sense.definite:
            start = (
                self.tokens.inside(k, len(sense.prefix))
                if sense.prefix and sense.prefix[-1:] != "ل"
                else (
                    self.tokens.starts[k] if not sense.prefix else self.tokens.inside(k, max(len(sense.prefix) - 1, 0))
                )
            )
        elif sense.skipped:
            start = self.tokens.inside(k, sense.skipped)
        draft = EventDraft(
            first=k,
            last=hit.last,
            start=start,
            sentence=self.number,
            clause=scopes.clause(k),
            event_type=kind,
            family=family,
            mode=mode,
            contexts=tuple(data.get("contexts", ())),
            modality=modality[0],
            finite=hit.finite,
            foreground=foreground,
            loose=bool(data.get("weak") and data.get("subj") == "none") or bool(data.get("wound")),
            joins_far=(family in ("violence", "demo", "meeting", "fight") and mode != "targeted")
            or position not in ("main", "carried", "content"),
            rank=_rank(data, hit.finite),
            clause_of=scopes.clause,
            source=source,
            target=target,
        )
        draft.standing = position
        draft.local, draft.flags = self._features(hit, position, support, kind)
        return draft

    def _position(self, n: int, hit: Hit) -> str:
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
        if "heads" in LISTS[before] and k - 1 > self.first:
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

    def _we(self, hit: Hit) -> bool:
        """Whether a trigger is in the first person: نرفض، تظاهراتنا."""
        form = self.forms[hit.first].removeprefix("و").removeprefix("س")
        return hit.sense.suffix == "نا" or (
            hit.finite and hit.sense.form in ("present", "future") and first_person(form)
        )

    def _modality(self, hit: Hit, position: str, source: list[ActorLike]) -> tuple[str, ActorLike | None]:
        scopes, k, kind = self.scopes, hit.first, str(hit.data["type"])
        told = scopes.modality(k, hit.sense.form, not hit.finite)
        saying = scopes.saying(k)
        speaker = None
        own = False
        if saying is not None:
            speaker = self.roles.subject_of(saying.first)
            pronoun = saying.complement and self.forms[saying.opens] in _SPEAKERS and kind in VERBAL
            if self._we(hit) or (
                pronoun
                and k - saying.opens <= 6
                and (not source or (speaker is not None and source[0].first == speaker.first))
            ):
                own = True
            elif not saying.complement and not hit.finite and (k - saying.last <= 7 or hit.sense.suffix):
                same = not source or (speaker is not None and source[0].first == speaker.first)
                gives_up = kind == "RETREAT" and hit.data.get("mode") != "release"
                own = (kind in VERBAL or gives_up) and same
        if told in ("denied", "hypothetical", "future", "historical"):
            return told, speaker if own else None
        if (
            position == "purpose"
            and kind not in ("PROTEST", "CONSULT")
            and not (hit.data.get("harm") and hit.data.get("subj") == "none")
        ):
            return "hypothetical", None
        if own:
            return "own", speaker
        if saying is not None and not (kind in VERBAL and hit.sense.entry.tag == EVENT and saying.first == k):
            return "alleged_or_reported", None
        if any(a <= k < b for a, b in scopes.according):
            return "alleged_or_reported", None
        if kind not in VERBAL and scopes.suspected(k):
            return "alleged_or_reported", None
        return "asserted", None

    def _features(self, hit: Hit, position: str, support: str | None, kind: str) -> tuple[list[str], list[str]]:
        """(how the trigger stands, what it and its sentence say)."""
        data, k = hit.data, hit.first
        shape = "verb" if hit.finite else "noun" if hit.sense.form == "noun" else "phrase"
        local = [f"shape:{shape}", f"position:{position}", f"position:{position} {kind}", f"shape:{shape} {kind}"]
        if hit.finite:
            local.append(f"tense:{hit.sense.form or 'phrase'}")
        elif hit.sense.definite:
            local.append("definite")
        elif hit.sense.suffix:
            local.append("with pronoun")
        else:
            local.append("indefinite")
        if not hit.finite and hit.sense.number in ("pl", "du", "du|pl"):
            local.append("plural")
            if hit.sense.definite:
                local.append("definite plural")
        if support:
            local.append(f"carried:{support}")
        third = (k - self.first) * 3 // max(self.last - self.first, 1)
        local.append(("early", "middle", "late")[min(third, 2)])
        flags = [f"type:{kind}", f"lemma:{kind} {data['lemma']}"]
        flags += [flag for flag in ("weak", "harm", "attack", "wound", "clash", "means") if data.get(flag)]
        saying = self.scopes.saying(k)
        if saying is not None:
            speaker = self.roles.subject_of(saying.first)
            local.append(f"speaker:{(speaker.mention.sector or 'unknown') if speaker else 'none'}")
        flags += self._of_sentence
        flags += [f"beside:{other}" for other in sorted(self.kinds - {kind})]
        return local, flags

    def _sentence_features(self) -> list[str]:
        """What the sentence as a whole says for or against news in it."""
        out = []
        span = self.forms[self.first : self.last]
        counts: dict[str, int] = {}
        for form in span:
            for name in SURROUNDINGS[form]:
                counts[name] = counts.get(name, 0) + 1
        for name, n in counts.items():
            out.append(name)
            if n > 1:
                out.append(f"{name} twice")
        present = self.scopes.present
        for name, list_name in (
            ("of another world", "elsewhere"),
            ("accident", "accidents"),
            ("time word", "=time_words"),
        ):
            if list_name in present:
                out.append(name)
        if any(h.sense.entry.tag == SAYS for h in self.hits):
            out.append("saying")
        if span[0] == "*" or fold_word("هل") in span or "?" in span:
            out.append("question or heading")
        if len(span) > 45:
            out.append("long sentence")
        elif len(span) < 14:
            out.append("short sentence")
        past = any(h.finite and h.sense.form in ("past", "passive") for h in self.hits)
        named = any(
            self.phrases.actor_at[k].mention.name for k in range(self.first, self.last) if k in self.phrases.actor_at
        )
        particular = [
            name
            for name, there in (
                ("past verb", past),
                ("named actor", named),
                ("dated", any(k in self.marked.date_at for k in range(self.first, self.last))),
                ("placed", any(k in self.marked.place_at for k in range(self.first, self.last))),
                ("people", any(k in self.phrases.people_at for k in range(self.first, self.last))),
            )
            if there
        ]
        out.extend(f"{name} in sentence" for name in particular)
        out.append(f"particulars:{len(particular)}")
        if not _I.isdisjoint(span) or any(
            h.finite and h.sense.form == "present" and first_person(self.forms[h.first]) for h in self.hits
        ):
            out.append("first person")
        if sum(h.sense.entry.tag == EVENT for h in self.hits) > 5:
            out.append("many triggers")
        return out


_BEFORE_VERBS = frozenset(("=relatives", "=negations", "clauses"))
_PARTICLES = frozenset(
    map(fold_word, ("قد", "وقد", "فقد", "كان", "وكان", "كانت", "وكانت", "كانوا", "سوف", "أيضا", "لما"))
)
_VERB_FOLLOWERS = frozenset(map(fold_word, ("في", "أمس", "قبل", "أيضا", "اليوم")))
_TO = frozenset(map(fold_word, ("إلى", "على", "عن", "من", "أي", "بأي")))
_SPEAKERS = frozenset(
    map(
        fold_word,
        ("أنه", "إنه", "أنها", "إنها", "أنهم", "إنهم", "بأنه", "بأنها", "بأنهم", "أننا", "إننا", "إنني", "أنني"),
    )
)
_CHARGES = frozenset(("ACCUSE", "SANCTION"))
_ABOUT_WHAT = frozenset(map(fold_word, ("عن", "في")))
_ABOUT = frozenset(("THREATEN", "REQUEST", "REJECT", "AGREE"))
_I = frozenset(map(fold_word, ("أنا", "إنني", "أنني", "نحن", "إننا", "أننا", "لدينا", "علينا", "لنا")))


def _family(kind: str, mode: str | None, lemma: str, data: Mapping[str, Any]) -> str:
    if kind == "ASSAULT":
        return (
            mode if mode in ("abduct", "torture", "sexual", "destroy") else "fight" if data.get("clash") else "violence"
        )
    if kind == "PROTEST":
        return "strike" if mode in ("strike", "hunger", "boycott") else "demo"
    if kind == "CONSULT":
        return "meeting"
    if kind in ("COERCE", "RETREAT", "SANCTION", "ACCUSE"):
        return f"{kind} {mode}"
    return kind


def _rank(data: Mapping[str, Any], finite: bool) -> int:
    rank = 2 if data.get("attack") or data.get("clash") else 0
    rank += 0 if data.get("weak") else 3
    return rank + (1 if finite and not data.get("harm") else 0) - (2 if data.get("means") else 0)


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
