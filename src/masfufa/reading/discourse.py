"""Stories that go on: places, times and sources that later sentences take from earlier ones."""

from __future__ import annotations

from itertools import pairwise

from masfufa.reading.annotated import Annotated
from masfufa.reading.drafts import Draft
from masfufa.reading.settings import Places
from masfufa.reading.sources import Sources
from masfufa.reading.tables import RULE
from masfufa.reading.words import word_set

_COUNTED_BY_OFFICES = frozenset(("killed", "wounded", "casualties"))
_HARMED = _COUNTED_BY_OFFICES | {"missing", "abducted"}
_REPORT = 3
"""Sentences from which on a text is a report with a topic."""


def inherit_places(drafts: list[Draft], sources: Sources) -> None:
    """Give parts, heirs and figures of a story that goes on the places and sources of what they follow."""
    last: Draft | None = None
    for draft in drafts:
        like = draft.part_of or draft.heir_of
        if like is not None:
            draft.places = draft.places or like.places
            draft.attribution = draft.attribution or like.attribution
        if last is not None and not draft.secondary and not draft.places and _goes_on(draft, last, sources):
            draft.places = last.places
        if not draft.secondary:
            last = draft


def share_victims(drafts: list[Draft]) -> None:
    """Others, and a number without a noun, are of the people told of right before: two soldiers died and five (others)
    were wounded."""
    for before, draft in pairwise(drafts):
        noun = draft.quantity.noun
        unnamed = noun is None or bool(noun.data.get("other"))
        if draft.victims is not None or not unnamed or before.victims is None or draft.part_of is not None:
            continue
        harmed = draft.category in _HARMED and before.category in _HARMED and draft.category != before.category
        whole = before.part_of is None and draft.unit == before.unit == "person"
        if harmed and whole and draft.sentence == before.sentence and before.victims.groups:
            draft.victims = before.victims


def inherit_times(drafts: list[Draft], sources: Sources) -> None:
    """Give parts, heirs and figures of a story that goes on the times of what they follow."""
    last: Draft | None = None
    for draft in drafts:
        like = draft.part_of or draft.heir_of
        if like is not None:
            draft.date = draft.date or like.date
            if draft.start is None and draft.end is None and draft.kind == like.kind:
                draft.start, draft.end, draft.as_of = like.start, like.end, draft.as_of or like.as_of
            if draft.decision.part_of is not None and draft.modality == "asserted":
                draft.modality = like.modality
        if last is not None and not draft.secondary and _goes_on(draft, last, sources):
            _go_on(draft, last)
        if not draft.secondary:
            last = draft


def _goes_on(draft: Draft, last: Draft, sources: Sources) -> bool:
    """Sentences that carry on the story: the same paragraph, or one that the same speaker begins."""
    apart = draft.paragraph - last.paragraph
    goes_on = apart == 0 or (apart == 1 and sources.pronoun[draft.sentence])
    same_source = (
        apart == 1
        and draft.attribution is not None
        and last.attribution is not None
        and (draft.attribution.text == last.attribution.text or sources.definite_again(draft.attribution))
    )
    return goes_on or same_source


def _go_on(draft: Draft, last: Draft) -> None:
    new_place = bool(draft.places) and draft.own_places and not _shares(draft, last)
    untimed = draft.start is None and draft.end is None and draft.date is None
    alike = draft.kind == "incident" and last.kind in ("incident", "cumulative", "period")
    near = draft.sentence - last.sentence <= 2 and last.happened and draft.happened
    if untimed and alike and near and not new_place and last.start is not None:
        draft.start, draft.end, draft.kind = last.start, last.end, last.kind


def set_scenes(drafts: list[Draft], places: Places, paragraphs: list[int]) -> None:
    """Figures that name no place are of the scene that a sentence before, in their paragraph, has set."""
    told = {draft.sentence for draft in drafts}
    for draft in drafts:
        if not draft.places and draft.happened and not draft.secondary:
            scene = places.scene_before(draft.sentence, paragraphs, told)
            draft.places = tuple(place.mention for place in scene)


def set_topic(drafts: list[Draft], marked: Annotated, places: Places) -> None:
    """In a report of several sentences, figures that name no place are of the place that the report is about."""
    if len(marked.tokens.sentences) < _REPORT:
        return
    topic = tuple(place.mention for place in places.topic())
    for draft in drafts:
        row = draft.decision.rule == RULE  # of a place that is not known, or of all the rows
        if not draft.places and draft.happened and not places.by_sentence[draft.sentence] and not row:
            draft.places = topic


def set_seats(drafts: list[Draft], marked: Annotated) -> None:
    """Where nothing else tells where, the dead that an office of a place counts are of it: وزارة الصحة في غزة."""
    locative = word_set(marked.language, "grammar", "locative")
    for draft in drafts:
        said = draft.attribution
        if draft.places or said is None or not draft.happened or draft.category not in _COUNTED_BY_OFFICES:
            continue
        seats = [p for p in marked.places if said.start <= p.mention.start < said.end]
        if len(seats) == 1 and marked.tokens.forms[seats[0].first - 1] in locative:
            draft.places = (seats[0].mention,)


def _shares(draft: Draft, last: Draft) -> bool:
    return bool({p.name or p.text for p in draft.places} & {p.name or p.text for p in last.places})
