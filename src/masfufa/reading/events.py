"""Events of a document: who did what to whom, where and when.

A language's grammar (events_ar, …) finds triggers with those who take part and says how each stands in its sentence;
this
module joins what belongs to one happening, weighs whether it is a particular one, and gives it place, date and figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from masfufa.ontology.plover import EVENT_TYPES
from masfufa.reading import events_ar, events_latin
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_companions import add_companions
from masfufa.reading.event_countries import country_of, seat_country, settled
from masfufa.reading.event_drafts import ActorLike, EventDraft
from masfufa.reading.event_model import happening, news, worded
from masfufa.reading.event_modes import ASKING, asked_mode
from masfufa.reading.event_words_ar import sentence_words
from masfufa.reading.places import FoundPlace
from masfufa.reading.settings import Places
from masfufa.records import ActorMention, Event, Figure, PlaceMention, Span
from masfufa.values.dates import Date, to_mention

Grammar = Callable[[Annotated, Sequence[ActorLike], Sequence[Figure]], list[EventDraft]]

_GRAMMARS: dict[str, Grammar] = {
    "ar": events_ar.find_drafts,
    "en": events_latin.find_drafts,
    "fr": events_latin.find_drafts,
}
"""By language: how triggers and participants are found."""
READS_EVENTS = frozenset(_GRAMMARS)
"""Languages whose events are read."""
_HARM = frozenset(("killed", "wounded", "casualties", "missing"))
_FIGURES_OF = {
    "ASSAULT": _HARM | {"abducted", "homes_destroyed", "homes_damaged", "displaced"},
    "COERCE": frozenset(("detained", "displaced")),
    "PROTEST": frozenset(("protesters",)),
    "RETREAT": frozenset(("detained", "abducted")),
    "AID": frozenset(("evacuated", "sheltered", "abducted")),
    "SANCTION": frozenset(("detained", "displaced")),
}
"""Which categories of figures an event of a type can have brought about."""
_WORDED = frozenset(("ASSAULT", "PROTEST"))
"""Types that have a model of news, which may weigh the words of the sentence."""
_UNREAL = frozenset(("hypothetical", "denied", "future"))


def find_events(
    marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure], *, keep_all: bool = False
) -> list[Event]:
    """All events of a document, in text order. `keep_all` leaves out the weighing (for training)."""
    return [event for event, _ in weigh(marked, actors, figures, keep_all=keep_all)]


def weigh(
    marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure], *, keep_all: bool = False
) -> list[tuple[Event, EventDraft]]:
    """Events with the drafts they were made of."""
    grammar = _GRAMMARS.get(marked.language)
    if grammar is None:
        return []
    drafts = grammar(marked, actors, figures)
    if not drafts:
        return []
    settings = _Settings(marked, actors, figures)
    out: list[tuple[Event, EventDraft]] = []
    # every type while weights are made, for the training to choose; the happenings' model knows no words
    types = _WORDED if keep_all and marked.language == "ar" else worded(marked.language)
    for sentence, group in _by_sentence(_join(drafts)).items():
        for draft in group:
            settings.describe(draft)
        add_companions(group)
        words: list[str] | None = None
        for draft in group:
            if draft.event_type in types:
                if words is None:
                    words = sentence_words(marked.tokens.forms[slice(*marked.tokens.sentences[sentence])])
                draft.features += words
            if keep_all or happening(marked.language, draft.event_type, draft.features):
                out.append((settings.finish(draft), draft))
            else:
                # Half of what a long document would hold at its end are reasons of what is no event.
                draft.features, draft.local, draft.flags = [], [], []
    out.sort(key=lambda pair: pair[0].start)
    return out


def _by_sentence(drafts: list[EventDraft]) -> dict[int, list[EventDraft]]:
    out: dict[int, list[EventDraft]] = {}
    for draft in drafts:
        out.setdefault(draft.sentence, []).append(draft)
    return out


# ---------------------------------------------------------------------- one happening, several triggers
def _join(drafts: list[EventDraft]) -> list[EventDraft]:
    """Join the triggers of one happening: blast, attack and killing of one incident are one event."""
    out: list[EventDraft] = []
    open_groups: dict[tuple[int, str], list[EventDraft]] = {}
    for draft in drafts:
        group = open_groups.setdefault((draft.sentence, draft.family), [])
        host = next((other for other in reversed(group) if _same(other, draft)), None)
        if host is None:
            group.append(draft)
            out.append(draft)
        else:
            host.absorb(draft)
    return out


def _same(host: EventDraft, draft: EventDraft) -> bool:
    if host.event_type != draft.event_type or (host.modality in _UNREAL) != (draft.modality in _UNREAL):
        return False
    if draft.loose or host.loose:
        return True
    if host.clause == draft.clause:
        return True
    if host.finite and draft.finite:
        return bool(host.source and draft.source and host.source[0].first == draft.source[0].first and draft.joins_far)
    return draft.joins_far


# ---------------------------------------------------------------------- where, when, how many
class _Scenes(Places):
    """Places of events: what a definite word for a place means again is looked up once a sentence."""

    def __init__(self, marked: Annotated) -> None:
        super().__init__(marked, set())
        self._again: dict[int, tuple[FoundPlace, ...]] = {}

    def _meant_again(self, sentence: int) -> tuple[FoundPlace, ...]:
        if sentence not in self._again:
            self._again[sentence] = super()._meant_again(sentence)
        return self._again[sentence]


class _Settings:
    """Places, dates and figures of the events of one document."""

    def __init__(self, marked: Annotated, actors: Sequence[ActorLike], figures: Sequence[Figure]) -> None:
        self.marked, self.actors = marked, actors
        tokens = marked.tokens
        self.places = _Scenes(marked)
        self.dates: dict[int, list[Date]] = {}
        for date in marked.dates:
            self.dates.setdefault(tokens.sentence_of(date.first), []).append(date)
        self.figures: dict[int, list[tuple[int, Figure, int]]] = {}
        for n, figure in enumerate(figures):
            first = tokens.at(figure.start)
            self.figures.setdefault(tokens.sentence_of(first), []).append((n, figure, first))
        self.figures_total = len(figures)

    def describe(self, draft: EventDraft) -> None:
        """Place, date and figures of a draft, and the features that they give."""
        draft.date = self._date(draft)
        draft.places = self._places(draft)
        draft.figures = self._figures(draft)
        draft.features = [*draft.local, *draft.flags]
        add = draft.features.append
        if draft.date is not None:
            add("date")
        if draft.sentence in self.dates:
            add("date in sentence")
        if draft.places:
            add("place")
        if self.places.by_sentence[draft.sentence]:
            add("place in sentence")
        if draft.figures:
            add("figures")
            add(f"figures:{draft.event_type}")
        near = self.figures.get(draft.sentence, ())
        if any(f.category in _HARM for _, f, _ in near):
            add("harm figure in sentence")
        for role, actors in (("source", draft.source), ("target", draft.target)):
            if actors:
                add(role)
                add(f"{role}:{actors[0].mention.sector or 'unknown'}")
                add(f"{role} {'named' if actors[0].mention.name else 'unnamed'}")
        add(f"mode:{draft.mode}")
        people = [f.low or f.high or 0 for _, f, _ in self.figures.get(draft.sentence, ())]
        if people:
            add("many people" if max(people) > 60 else "several people" if max(people) > 1 else "one person")
        if draft.source and draft.target:
            add("source and target")
        add(f"modality:{draft.modality}")
        categories = {f.category for _, f, _ in self.figures.get(draft.sentence, ())}
        if {"killed", "wounded"} <= categories:
            add("killed and wounded")
        if draft.date is not None and draft.date.relative:
            add("date relative")
        ground = "fore" if draft.foreground else "back"
        for name, there in (
            ("figures", draft.figures),
            ("date", draft.date),
            ("place", draft.places),
            ("source", draft.source),
            ("target", draft.target),
        ):
            add(f"{ground}:{name}" if there else f"{ground}:no {name}")
        details = sum(
            (
                bool(draft.figures),
                draft.date is not None,
                bool(draft.places),
                bool(draft.source),
                bool(draft.target),
                "means" in draft.flags,
                "harm" in draft.flags,
                "attack" in draft.flags,
                "armed" in draft.flags,
                {"killed", "wounded"} <= categories,
            )
        )
        draft.features += [f"details:{n}" for n in range(1, details + 1)]
        if draft.parts:
            add("several triggers")
        if "harm" in draft.flags and "attack" in draft.flags:
            add("harm and attack")

    def _date(self, draft: EventDraft) -> Date | None:
        """The date expression nearest to the triggers, after them before before them, within the clause."""
        best: tuple[int, Date] | None = None
        for date in self.dates.get(draft.sentence, ()):
            for first, last in draft.ranges():
                gap = date.first - last if date.first >= last else first - date.last + 2
                if draft.clause_of(date.first) != draft.clause_of(first):
                    gap += 8
                if gap <= 14 and (best is None or gap < best[0]):
                    best = (gap, date)
        return best[1] if best else None

    def _places(self, draft: EventDraft) -> tuple[PlaceMention, ...]:
        if not self.places.by_sentence[draft.sentence]:
            return ()
        taken = {k for actor in (*draft.source, *draft.target) for k in range(actor.first, actor.last)}
        for first, last in islice(draft.ranges(), 2):
            found = self.places.of(first, last, "protesters")
            kept = tuple(p.mention for p in found if p.first not in taken)
            if kept:
                return kept
        return ()

    def _figures(self, draft: EventDraft) -> tuple[int, ...]:
        wanted = _FIGURES_OF.get(draft.event_type)
        near = self.figures.get(draft.sentence)
        if not wanted or not near:
            return ()
        out = []
        for n, figure, first in near:
            if figure.category not in wanted:
                continue
            if any(draft.clause_of(first) == draft.clause_of(a) or abs(first - a) <= 8 for a, _ in draft.ranges()):
                out.append(n)
        return tuple(out)

    def finish(self, draft: EventDraft) -> Event:
        tokens, text = self.marked.tokens, self.marked.document.text
        start, end = draft.start, tokens.ends[draft.last - 1]
        first, last = tokens.sentences[draft.sentence]
        mode = draft.mode if draft.mode in EVENT_TYPES[draft.event_type].modes else None
        if mode is None and draft.event_type in ASKING:
            mode = asked_mode(tokens, self.marked.language, draft.last, last, draft.clause_of)
        country = country_of(draft.places, [p.mention for p in self.places.by_sentence[draft.sentence]])
        if country is None and draft.event_type == "PROTEST":
            beside = [a for a in self.actors if first <= a.first < last]
            country = seat_country(tokens, self.marked.language, beside)
        return Event(
            text=text[start:end],
            start=start,
            end=end,
            event_type=draft.event_type,
            mode=mode,
            contexts=draft.contexts,
            source=self._mentions(draft.source, country),
            target=self._mentions([a for a in draft.target if all(a.first != s.first for s in draft.source)], country),
            date=to_mention(tokens, draft.date) if draft.date is not None else None,
            places=draft.places,
            modality=draft.modality,
            sentence=Span(tokens.starts[first], tokens.ends[last - 1]),
            salience="reported"
            if news(self.marked.language, draft.event_type, draft.features, draft.foreground)
            else "background",
            figures=draft.figures,
        )

    def _mentions(self, actors: Sequence[ActorLike], country: str | None) -> tuple[ActorMention, ...]:
        """Each actor once; those that are locals of the event's country with its code."""
        seen: set[int] = set()
        out = []
        for actor in actors:
            if actor.mention.start not in seen:
                seen.add(actor.mention.start)
                out.append(settled(self.marked.tokens, self.marked.language, actor, country))
        return tuple(out)
