"""Why an event or a statement is what it is: its trigger's entry in the lexicon, and where each part stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from masfufa.cli.explain_figure import read_date, resolved, wording
from masfufa.cli.explain_text import Sheet
from masfufa.lexicon.actor_schema import known_actors
from masfufa.lexicon.located import find, find_actor, find_event_word
from masfufa.lexicon.matcher import Matcher, Sense
from masfufa.ontology.cameo import to_cameo
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import EventDraft
from masfufa.reading.trace import Trace
from masfufa.records import ActorMention, Event, Mention, Reading, Statement

_OF_EVENT = ("mode", "subj", "obj", "gen", "of", "prep", "with", "not", "near", "weak", "harm", "attack", "recip")
"""Attributes of an entry that tell how the parts are found (docs/lexicon.md)."""
_SHAPES = frozenset(("v", "n", "w", "x", "p", "lemma", "type"))
_CONDITIONS = ("with", "not", "near")


def explain_event(sheet: Sheet, reading: Reading, trace: Trace, number: int) -> None:
    """Fill the sheet with the explanation of event `number`."""
    assert trace.marked is not None
    event, marked = reading.events[number], trace.marked
    mode = f", mode {event.mode}" if event.mode else ""
    sheet.title(f"Event e{number}: {event.event_type}{mode}, {sheet.q(event.text)} at {event.start} to {event.end}")
    sheet.passage("Sentence", marked.document.text[event.sentence.start : event.sentence.end])
    draft = trace.events[number][1] if number < len(trace.events) else None
    sheet.row("Trigger", _trigger(sheet, marked, event, draft))
    for first, last in draft.parts if draft else ():
        sheet.row("With it", f"{sheet.q(marked.tokens.words(first, last))}, told of the same happening")
    if event.contexts:
        sheet.row("About", ", ".join(event.contexts))
    _actors(sheet, marked, "Who", event.source, event.event_type, "source")
    _actors(sheet, marked, "To whom", event.target, event.event_type, "target")
    for place in event.places:
        sheet.row("Where", f"{sheet.q(place.text)} at {place.start}: {resolved(place)}")
    if event.date is None:
        sheet.row("When", "the report tells no time for it; the day of publication does not stand in")
    else:
        sheet.row("When", f"{sheet.q(event.date.text)} at {event.date.start}: {read_date(event.date, reading)}")
    cues = _cues(sheet, marked, event)
    sheet.row(
        "How sure", f"{event.modality}: {wording()['modalities'][event.modality]}" + (f"; {cues}" if cues else "")
    )
    stands = wording()["standing"].get(draft.standing) if draft else None
    sheet.row("News", f"{event.salience}: {wording()['salience'][event.salience]}" + (f"; {stands}" if stands else ""))
    for n in event.figures:
        sheet.row("Figures", f"figure {n}, {sheet.q(reading.figures[n].text)}, told of it in the same sentence")
    sheet.row("CAMEO", to_cameo(event.event_type, event.mode, event.contexts))


def explain_statement(sheet: Sheet, reading: Reading, trace: Trace, number: int) -> None:
    """Fill the sheet with the explanation of statement `number`."""
    assert trace.marked is not None
    said: Statement = reading.statements[number]
    sheet.title(f"Statement s{number}: {sheet.q(said.text)} at {said.start} to {said.end}")
    sheet.passage("Said", said.text)
    how = "its own words, between quotation marks" if said.direct else "reported in the report's words"
    sheet.row("How", how)
    sheet.row("Cue", f"{sheet.q(said.cue.text)} at {said.cue.start}: {_cue_entry(sheet, trace.marked, said.cue)}")
    if said.speaker is None:
        sheet.row("Speaker", "the report does not say who")
    else:
        sheet.row("Speaker", _actor(sheet, said.speaker, reading.language))
    if said.addressee is not None:
        sheet.row("To whom", _actor(sheet, said.addressee, reading.language))
    if said.medium is not None:
        sheet.row("Medium", f"{sheet.q(said.medium.text)} at {said.medium.start}")
    for n in said.events:
        event = reading.events[n]
        sheet.row("Amounts to", f"event e{n}, {event.event_type}, {sheet.q(event.text)}")


def _trigger(sheet: Sheet, marked: Annotated, event: Event, draft: EventDraft | None) -> str:
    first, last = (draft.first, draft.last) if draft else marked.tokens.range_of(event.start, event.end)
    matcher = _event_matcher(marked.language)
    fallback: Sense | None = None
    for k in range(first, last if matcher else first):
        for sense, _ in matcher.at(marked.tokens, k) if matcher else ():
            if sense.data.get("type") == event.event_type:
                return _event_entry(sheet, marked.language, sense, event.event_type)
            fallback = fallback or (sense if sense.data.get("type") else None)
    if fallback is not None:
        told = _event_entry(sheet, marked.language, fallback, str(fallback.data["type"]))
        return f"{told}; the words around it make it {event.event_type}"
    return f"{sheet.q(event.text)} tells it"


def _event_entry(sheet: Sheet, language: str, sense: Sense, event_type: str) -> str:
    lemma = str(sense.data.get("lemma", sense.entry.word))
    found = find_event_word(language, lemma, event_type, lambda raw: _same(language, raw, sense.data))
    where = found.where if found else "the lexicon"
    told = found.value if found else {}
    form = {"": "", "noun": "a noun form of "}.get(sense.form, f"a {sense.form} form of ")
    uses = [f"{name}: {_told(told[name])}" for name in _OF_EVENT if told.get(name) not in (None, False)]
    return "; ".join([f"{form}{sheet.q(_shown(lemma))}, {where}, under {event_type}", *uses])


def _same(language: str, raw: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Whether a line of events.yaml is the one that a sense comes from: all that it says beside its words."""
    told = {key: value for key, value in raw.items() if key not in _SHAPES}
    if language != "ar":
        from masfufa.reading.event_lexicon_latin import conditions

        told |= conditions(raw, language)
    return all(data.get(key) == value for key, value in told.items()) and all(
        key in told or not data.get(key) for key in (*_OF_EVENT, *_CONDITIONS)
    )


def _shown(lemma: str) -> str:
    """`step/stepped/stepped/stepping down` as one reads it: step down."""
    head, space, particle = lemma.partition(" ")
    return head.split("/")[0] + space + particle


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{role} after “{word}”" for word, role in value.items())
    if value is True:
        return "yes"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _event_matcher(language: str) -> Matcher | None:
    if language == "ar":
        from masfufa.reading.event_lexicon_ar import event_matcher as arabic

        return arabic()
    from masfufa.reading.events import READS_EVENTS

    if language in READS_EVENTS:
        from masfufa.reading.event_lexicon_latin import event_matcher as latin

        return latin(language)
    return None


def _actors(
    sheet: Sheet, marked: Annotated, label: str, actors: tuple[ActorMention, ...], kind: str, role: str
) -> None:
    for actor in actors:
        sheet.row(label, _actor(sheet, actor, marked.language))
    if not actors:
        needed = role == "target" and kind in EVENT_TYPES and EVENT_TYPES[kind].needs_recipient
        sheet.row(label, "the report does not say" + (", though such an event has a recipient" if needed else ""))


def _actor(sheet: Sheet, actor: ActorMention, language: str | None) -> str:
    known = [f"known as {sheet.q(actor.name)}"] if actor.name else ["named by the report alone"]
    if actor.name and (line := _actor_entry(actor.name, language)):
        known[0] += f" ({line})"
    known += [f"country {actor.country}"] if actor.country else ["country not known"]
    known += [f"sector {actor.sector}"] if actor.sector else ["sector not known"]
    return f"{sheet.q(actor.text)} at {actor.start}: {', '.join(known)}"


def _actor_entry(name: str, language: str | None) -> str | None:
    """`actors/libya.yaml:12`, where the shipped lexicon knows one actor by the name that a record gives."""
    named = [actor for actor in known_actors() if language and actor.name(language) == name]
    found = find_actor(named[0].id) if len(named) == 1 else None
    return found.where if found else None


def _cues(sheet: Sheet, marked: Annotated, event: Event) -> str:
    tags = wording()["modality_cues"].get(event.modality, ())
    first, last = marked.tokens.range_of(event.sentence.start, event.sentence.end)
    shown = [
        sheet.q(marked.tokens.words(k, after))
        for k in range(first, last)
        for sense, after in marked.marks[k][:1]
        if sense.tag in tags
    ]
    return f"words that bear on it: {', '.join(shown[:3])}" if shown else ""


def _cue_entry(sheet: Sheet, marked: Annotated, cue: Mention) -> str:
    from masfufa.reading.statement_words import LANGUAGES, words

    if marked.language in LANGUAGES:
        first, last = marked.tokens.range_of(cue.start, cue.end)
        for k in range(first, last):
            for sense in words(marked.language).cue_senses(marked.tokens.forms[k]):
                found = find(marked.language, ("statements",), sense.entry)
                where = found.where if found else "the lexicon"
                return f"a form of {sheet.q(sense.entry.word)}, {where}, section {sense.tag}"
    return "words of saying"
