"""An event's and a statement's fields in the words of the interface: what the table and the page show alike."""

from __future__ import annotations

from masfufa.cli.labels import Labels
from masfufa.cli.wording import span_of
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.records import ActorMention, Event, Statement

QUADS = {1: "talk", 2: "help", 3: "dispute", 4: "force"}
"""By PLOVER's quad code: words of cooperation, deeds of cooperation, words of conflict, deeds of conflict."""


def quad_of(event: Event) -> str:
    """One of QUADS."""
    kind = EVENT_TYPES.get(event.event_type)
    return QUADS[kind.quad] if kind else "talk"


def deed_of(event: Event, words: Labels) -> list[str]:
    """`attacked`, and where it is known how: `from the air`."""
    return [words.of("event_type", event.event_type), *([words.of("mode", event.mode)] if event.mode else [])]


def sureness_of(event: Event, words: Labels) -> list[str]:
    """`stated`, and `background` where the report does not tell the event as its news."""
    background = [words.of("salience", event.salience)] if event.salience != "reported" else []
    return [words.of("event_modality", event.modality), *background]


def coded(actor: ActorMention, words: Labels) -> list[str]:
    """What a mention was resolved to, as far as it is known: its name, then `LBY, armed group`.

    Two texts, not one: names may run in another direction than codes and labels.
    """
    name = actor.name if actor.name and actor.name.casefold() != actor.text.casefold() else ""
    sector = words.of("sector", actor.sector) if actor.sector else ""
    codes = comma(words).join(part for part in (actor.country, sector) if part)
    return [part for part in (name, codes) if part]


def named(actors: tuple[ActorMention, ...], words: Labels) -> list[str]:
    """The words for each actor, each followed by what they were resolved to."""
    return [text for actor in actors for text in (actor.text, *coded(actor, words))]


def comma(words: Labels) -> str:
    """Comma and space of the interface's script."""
    return "، " if words.right_to_left else ", "


def day_of(event: Event, words: Labels) -> str:
    """The days of the event; the words of the date where they could not be resolved; "" where none is said."""
    if event.date is None:
        return ""
    return (span_of(event.date.value, words) if event.date.value else "") or event.date.text


def manner_of(statement: Statement, words: Labels) -> list[str]:
    """`word for word` or `in other words`, and the medium where one is named."""
    direct = words.of("direct", "true" if statement.direct else "false")
    return [direct, *([statement.medium.text] if statement.medium else [])]
