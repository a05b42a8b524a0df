"""Triggers of events in Arabic, and who does what to whom: verbs first or last, active or passive, verbal nouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from masfufa.language.fold import fold_word
from masfufa.lexicon.matcher import Sense
from masfufa.ontology.plover import VERBAL
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike, EventDraft
from masfufa.reading.event_features_ar import Features
from masfufa.reading.event_lexicon_ar import EVENT, LISTS, SAYS, event_matcher
from masfufa.reading.event_phrases_ar import Phrases
from masfufa.reading.event_roles_ar import Roles
from masfufa.reading.event_scopes_ar import Scopes, first_person
from masfufa.reading.event_standing_ar import Standing
from masfufa.reading.event_triggers_ar import Hit, Triggers
from masfufa.records import Figure


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
        self.hits = Triggers(self.tokens, known, first, last).hits()
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
        self.standing = Standing(self.tokens, self.scopes, self.roles, self.hits, first)

    # ------------------------------------------------------------------ drafts
    def drafts(self) -> list[EventDraft]:
        """The events of the sentence."""
        out: list[EventDraft] = []
        if not self.told:
            return out
        self.roles.read_subjects()
        self.features = Features(self.marked, self.phrases, self.scopes, self.roles, self.hits, self.first, self.last)
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
        position = self.standing.of(n, hit)
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
        draft.local, draft.flags = self.features.of(hit, position, support, kind)
        return draft

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


_SPEAKERS = frozenset(
    map(
        fold_word,
        ("أنه", "إنه", "أنها", "إنها", "أنهم", "إنهم", "بأنه", "بأنها", "بأنهم", "أننا", "إننا", "إنني", "أنني"),
    )
)
_CHARGES = frozenset(("ACCUSE", "SANCTION"))
_ABOUT_WHAT = frozenset(map(fold_word, ("عن", "في")))


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
