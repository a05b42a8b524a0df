"""Statements: who said what, in direct and reported speech, with the words of saying.

`find_statements` gives the records; `find_statement_parts` the same as token ranges, with the PLOVER type that a
statement amounts to, for rules that ask whether something stands inside reported speech. `with_events` joins statements
with the events that they tell of or amount to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from masfufa.language.tokens import SIGN, Tokens
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.statement_ar import ArabicStatements
from masfufa.reading.statement_latin import LatinStatements
from masfufa.reading.statement_words import LANGUAGES, FoundStatement, Part, words
from masfufa.records import ActorMention, Event, Mention, Statement

_EDGES = frozenset((".", ",", "!", "?", ";", ":", '"', ")", "(", "-", "'", "*", "]", "["))


def find_statements(marked: Annotated, actors: Sequence[ActorLike] = ()) -> list[Statement]:
    """The statements of a document in text order; none in a language whose statements are not read.

    A speaker that begins with one of `actors` is that actor's mention, else a plain one with its text. `events` is
    left empty (see `with_events`). Cost: linear in the length of the document; sentences without a word of saying are
    passed over.
    """
    by_token = _by_token(actors)
    found = (_record(marked, each, by_token) for each in find_statement_parts(marked, actors))
    return [statement for statement in found if statement.text]


def with_events(statements: Sequence[Statement], events: Sequence[Event]) -> list[Statement]:
    """The statements with the indexes of the events whose trigger stands in what was said or in the words of saying."""
    order = sorted(range(len(events)), key=lambda index: events[index].start)
    starts = [events[index].start for index in order]
    longest = max((event.end - event.start for event in events), default=0)
    out = []
    for said in statements:
        inside: set[int] = set()
        for start, end in ((said.start, said.end), (said.cue.start, said.cue.end)):
            near = order[bisect_left(starts, start - longest) : bisect_left(starts, end)]
            inside.update(index for index in near if start < events[index].end)
        out.append(replace(said, events=tuple(sorted(inside))))
    return out


def find_statement_parts(marked: Annotated, actors: Sequence[ActorLike] = ()) -> list[FoundStatement]:
    """The statements of a document as token ranges, in text order."""
    if marked.language not in LANGUAGES:
        return []
    tokens = marked.tokens
    senses = words(marked.language).cue_senses
    forms = tokens.forms
    ranges = {k: (actor.first, actor.last) for k, actor in _by_token(actors).items()}
    rules = (ArabicStatements if marked.language == "ar" else LatinStatements)(marked, ranges)
    out: list[FoundStatement] = []
    for first, last in tokens.sentences:
        at = [i for i in range(first, last) if senses(forms[i])]
        if at:
            out.extend(rules.in_sentence(first, last, at))
    for found in out:
        _trim(tokens, found.content)
    out = [found for found in out if found.content.last > found.content.first]
    out.sort(key=lambda found: (found.content.first, found.cue.first))
    return out


def _by_token(actors: Sequence[ActorLike]) -> dict[int, ActorLike]:
    return {k: actor for actor in actors for k in range(actor.first, actor.last)}


def _trim(tokens: Tokens, part: Part) -> None:
    """Leave out the punctuation around what was said, and a bracket or quotation mark that only opens or closes."""
    forms, kinds = tokens.forms, tokens.kinds
    while part.last > part.first and kinds[part.last - 1] == SIGN and forms[part.last - 1] in _EDGES:
        part.last -= 1
    while part.first < part.last and kinds[part.first] == SIGN and forms[part.first] in _EDGES:
        part.first, part.skipped = part.first + 1, 0


def _mention(tokens: Tokens, part: Part) -> Mention:
    start = tokens.inside(part.first, part.skipped) if part.skipped else tokens.starts[part.first]
    end = tokens.ends[part.last - 1] - part.cut
    return Mention(tokens.text[start:end], start, end)


def _actor(marked: Annotated, part: Part | None, by_token: dict[int, ActorLike], *apart: Part) -> ActorMention | None:
    """The actor that a part begins with; not one that runs into the words of saying or into what was said."""
    if part is None or part.last <= part.first:  # two rules may leave nothing between them
        return None
    tokens, head = marked.tokens, part.first
    if head + 1 < part.last and head not in by_token and tokens.forms[head] in marked.grammar.all_articles:
        head += 1
    actor = by_token.get(head)
    if actor is not None and actor.last < part.last and tokens.forms[actor.last - 1].endswith("'s"):
        actor = None  # the country's monitors
    if actor is not None and not any(actor.first <= other.first < actor.last for other in apart):
        return actor.mention
    plain = _mention(tokens, part)
    return ActorMention(plain.text, plain.start, plain.end) if plain.text else None


def _record(marked: Annotated, found: FoundStatement, by_token: dict[int, ActorLike]) -> Statement:
    tokens = marked.tokens
    said = _mention(tokens, found.content)
    return Statement(
        text=said.text,
        start=said.start,
        end=said.end,
        speaker=_actor(marked, found.speaker, by_token, found.cue, found.content),
        addressee=_actor(marked, found.addressee, by_token),
        cue=_mention(tokens, found.cue),
        direct=found.direct,
        medium=_mention(tokens, found.medium) if found.medium and found.medium.last > found.medium.first else None,
    )
