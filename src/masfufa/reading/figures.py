"""Figures of a document: quantities, what happened to them, and every attribute of the record contract."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from masfufa.reading import categories_ar, categories_en, quantities_ar, quantities_en
from masfufa.reading.annotated import Annotated
from masfufa.reading.bounds import apply_bounds
from masfufa.reading.decisions import Decision
from masfufa.reading.kinds import kind
from masfufa.reading.modality import modality
from masfufa.reading.quantities import Quantity
from masfufa.reading.repeats import fold_repeats, secondary_zones
from masfufa.reading.settings import Places, Times
from masfufa.reading.sources import Sources
from masfufa.reading.victims import victims
from masfufa.records import Figure, Period
from masfufa.values.dates import to_mention

_GRAMMARS: dict[str, tuple[Callable[[Annotated], list[Quantity]], Callable[[Annotated, list[Quantity]], list[Decision | None]]]] = {
    "ar": (quantities_ar.find_quantities, categories_ar.decide),
    "en": (quantities_en.find_quantities, categories_en.decide),
}
"""By language: how its quantities are found, and how it is decided what happened to them."""


def find_figures(marked: Annotated) -> list[Figure]:
    """All figures of a document, in text order, repeats folded."""
    if marked.language not in _GRAMMARS:
        return []
    find_quantities, decide = _GRAMMARS[marked.language]
    quantities = find_quantities(marked)
    apply_bounds(marked, quantities)
    decisions = decide(marked, quantities)
    chosen = [n for n, decision in enumerate(decisions) if decision is not None]
    if not chosen:
        return []
    sources = Sources(marked)
    places = Places(marked, sources.source_tokens())
    times = Times(marked)
    index = {n: i for i, n in enumerate(chosen)}
    made: list[tuple[Figure, int]] = []
    for n in chosen:
        decision = decisions[n]
        assert decision is not None
        made.append((_figure(marked, quantities[n], decision, index, sources, places, times, made), quantities[n].first))
    kept, moved = fold_repeats(made, secondary_zones(marked))
    return [_renumber(figure, moved) for figure, _ in kept]


def _renumber(figure: Figure, moved: dict[int, int]) -> Figure:
    if figure.part_of is None:
        return figure
    return dataclasses.replace(figure, part_of=moved.get(figure.part_of))


def _figure(
    marked: Annotated,
    quantity: Quantity,
    decision: Decision,
    index: dict[int, int],
    sources: Sources,
    places: Places,
    times: Times,
    earlier: list[tuple[Figure, int]],
) -> Figure:
    text = marked.document.text
    total = earlier[index[decision.part_of]][0] if decision.part_of is not None and decision.part_of in index else None
    heir = earlier[index[decision.heir_of]][0] if decision.heir_of is not None and decision.heir_of in index else None
    like = total or heir
    date = times.of(quantity, decision.trigger)
    found = tuple(p.mention for p in places.of(quantity, decision.trigger))
    said = sources.of(quantity.first)
    kind_of = kind(marked, quantity, decision, date)
    if total is not None:
        kind_of = total.kind
    mood = modality(marked, quantity, decision.trigger)
    unit = quantity.unit
    if like is not None and quantity.noun is None and decision.rule in ("part", "coordinated", "series"):
        unit = like.unit
    if decision.category.startswith("homes_"):
        unit = "home"
    mention = to_mention(marked.tokens, date) if date is not None else None
    if like is not None:
        found = found or like.places
        said = said or like.attribution
        mention = mention or like.date
        if mood == "asserted" and total is not None:
            mood = total.modality
    return Figure(
        text=text[quantity.start : quantity.end],
        start=quantity.start,
        end=quantity.end,
        category=decision.category,
        low=quantity.low,
        high=quantity.high,
        qualifier=quantity.qualifier,
        unit=unit,
        kind=kind_of,
        modality=mood,
        part_of=index.get(decision.part_of) if decision.part_of is not None else None,
        victims=victims(marked, quantity, total.victims if total else None),
        places=found,
        period=_period(marked, mention.value if mention else None, kind_of),
        date=mention,
        attribution=said,
        cause=_cause(marked, quantity),
    )


def _period(marked: Annotated, value: Period | None, kind_of: str) -> Period | None:
    if value is None or kind_of == "stock":
        return None
    end: dt.date | None = value.end
    if end is None and kind_of == "cumulative":
        end = marked.document.published
    return Period(value.start, end)


def _cause(marked: Annotated, quantity: Quantity) -> str | None:
    tokens = marked.tokens
    first, last = tokens.sentences[tokens.sentence_of(quantity.first)]
    near: tuple[int, str] | None = None
    for name in ("conflict", "disaster"):
        for k, _, _ in marked.all_tagged(first, last, name):
            distance = abs(k - quantity.first)
            if near is None or distance < near[0]:
                near = (distance, name)
    return near[1] if near else None
