"""Figures of a document: quantities, what happened to them, and every attribute of the record contract."""

from __future__ import annotations

from collections.abc import Callable

from masfufa.reading import categories_ar, categories_latin, quantities_ar, quantities_latin, tables
from masfufa.reading.annotated import Annotated
from masfufa.reading.bounds import apply_bounds
from masfufa.reading.causes import cause_of
from masfufa.reading.decisions import Decision
from masfufa.reading.discourse import inherit_places, inherit_times, set_scenes, set_seats, set_topic, share_victims
from masfufa.reading.drafts import Draft
from masfufa.reading.earlier import told_earlier
from masfufa.reading.kinds import kind
from masfufa.reading.modality import modality, settle_disputes, verified
from masfufa.reading.parts import link_parts, share_kinds, spread_kinds
from masfufa.reading.periods import DataDates, frame, set_periods
from masfufa.reading.quantities import Quantity
from masfufa.reading.repeats import fold_repeats, secondary_zones
from masfufa.reading.segments import Segment
from masfufa.reading.settings import Places, Times
from masfufa.reading.sources import Sources
from masfufa.reading.tables import read_tables, row_places
from masfufa.reading.trace import Trace
from masfufa.reading.victims import victims
from masfufa.records import Figure, Period
from masfufa.values.dates import to_mention

Find = Callable[[Annotated], list[Quantity]]
Decide = Callable[[Annotated, list[Quantity]], list[Decision | None]]

_GRAMMARS: dict[str, tuple[Find, Decide]] = {
    "ar": (quantities_ar.find_quantities, categories_ar.decide),
    "en": (quantities_latin.find_quantities, categories_latin.decide),
    "fr": (quantities_latin.find_quantities, categories_latin.decide),
}
"""By language: how its quantities are found, and how it is decided what happened to them."""


def find_figures(marked: Annotated, trace: Trace | None = None) -> list[Figure]:
    """All figures of a document, in text order, repeats folded. `trace` is filled where one is given."""
    note = trace.note if trace is not None else _untraced
    if marked.language not in _GRAMMARS or not marked.tokens.sentences:
        return []
    find_quantities, decide = _GRAMMARS[marked.language]
    quantities = find_quantities(marked)
    apply_bounds(marked, quantities)
    decisions = decide(marked, quantities)
    read_tables(marked, quantities, decisions)
    if not any(decisions):
        return []
    sources = Sources(marked)
    places = Places(marked, sources.source_tokens())
    drafts = _drafts(marked, quantities, decisions, sources, places)
    note("sentence", drafts)
    segments = [Segment(marked, draft.quantity, draft.decision.topic, draft.decision.trigger) for draft in drafts]
    for draft, segment in zip(drafts, segments, strict=True):
        draft.kind = kind(draft, segment)
    note("kind", drafts)
    set_scenes(drafts, places, sources.paragraph)
    note("scene", drafts)
    inherit_places(drafts, sources)
    note("story", drafts)
    set_topic(drafts, marked, places)
    set_seats(drafts, marked)
    note("topic", drafts)
    set_periods(drafts, segments, DataDates(marked))
    note("period", drafts)
    share_kinds(drafts, marked.tokens.forms)
    note("series", drafts)
    frame(drafts, marked, sources.paragraph)
    note("frame", drafts)
    told_earlier(drafts, marked)
    note("earlier", drafts)
    link_parts(drafts, segments)
    spread_kinds(drafts)
    share_victims(drafts)
    note("total", drafts)
    inherit_times(drafts, sources)
    note("story", drafts)
    settle_disputes(marked, drafts)
    note("dispute", drafts)
    kept = fold_repeats(drafts)
    note("repeat", kept)
    if trace is not None:
        trace.figures = kept
        trace.keep_segments(drafts, segments)
    index = {id(draft): n for n, draft in enumerate(kept)}
    return [_finish(marked, draft, index) for draft in kept]


def _untraced(step: str, drafts: list[Draft]) -> None:
    """Keeps nothing."""


def _drafts(
    marked: Annotated, quantities: list[Quantity], decisions: list[Decision | None], sources: Sources, places: Places
) -> list[Draft]:
    times = Times(marked)
    zones = secondary_zones(marked)
    made: dict[int, Draft] = {}
    for n, (quantity, decision) in enumerate(zip(quantities, decisions, strict=True)):
        if decision is None:
            continue
        sentence = marked.tokens.sentence_of(quantity.first)
        total = made.get(decision.part_of) if decision.part_of is not None else None
        heir = made.get(decision.heir_of) if decision.heir_of is not None else None
        draft = Draft(quantity, decision, sentence, sources.paragraph[sentence], decision.category, quantity.unit)
        draft.part_of, draft.heir_of = total, heir
        like = total or heir
        if decision.unit is not None and quantity.noun is None:
            draft.unit = decision.unit
        if like is not None and quantity.noun is None and quantity.shape in ("bare", "of_them"):
            draft.unit = like.unit
        if decision.category.startswith("homes_"):
            draft.unit = "home"
        draft.date = times.of(quantity, decision.trigger)
        near = places.adjacent(quantity) if decision.rule == "listed" else ()
        if decision.rule == tables.RULE:
            near = places.within(row_places(marked, quantity))
        draft.places = tuple(p.mention for p in near or places.of(quantity.first, quantity.last, decision.category))
        draft.own_places = bool(draft.places)
        draft.attribution = sources.of(quantity.first)
        draft.modality = modality(marked, quantity, decision.trigger)
        draft.verified = verified(marked, quantity)
        draft.victims = victims(marked, quantity, total.victims if total else None)
        draft.cause = cause_of(marked, quantity)
        draft.secondary = any(a <= quantity.first < b for a, b in zones)
        made[n] = draft
    return list(made.values())


def _finish(marked: Annotated, draft: Draft, index: dict[int, int]) -> Figure:
    quantity = draft.quantity
    timed = draft.start is not None or draft.end is not None
    return Figure(
        text=marked.document.text[quantity.start : quantity.end],
        start=quantity.start,
        end=quantity.end,
        category=draft.category,
        low=quantity.low,
        high=quantity.high,
        qualifier=quantity.qualifier,
        unit=draft.unit,
        kind=draft.kind,
        modality=draft.modality,
        part_of=index.get(id(draft.part_of)) if draft.part_of is not None else None,
        victims=draft.victims,
        verified=draft.verified,
        places=draft.places,
        period=Period(draft.start, draft.end) if timed else None,
        as_of=draft.as_of,
        date=to_mention(marked.tokens, draft.date) if draft.date is not None else None,
        attribution=draft.attribution,
        cause=draft.cause,
        repeats=tuple(draft.repeats),
    )
