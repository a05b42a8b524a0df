"""The cards of events and statements on the page."""

from __future__ import annotations

from masfufa.cli.bidi import steady_dates
from masfufa.cli.event_wording import coded, comma, day_of, deed_of, manner_of, quad_of, sureness_of
from masfufa.cli.html_marks import record_id, safe, span_id
from masfufa.cli.labels import Labels
from masfufa.cli.wording import resolved
from masfufa.records import ActorMention, Event, Statement

_LONGEST_SAID = 200


def event_card(anchor: str, at: int, event: Event, words: Labels) -> str:
    """One event: what was done, by whom, to whom, where, when, how sure."""
    deed = deed_of(event, words)
    mode = "".join(f'<span class="mode">{safe(text)}</span>' for text in deed[1:])
    places = "<br>".join(
        _bdi(place.text) + (f" ({_bdi(resolved(place))})" if resolved(place) else "") for place in event.places
    )
    day = day_of(event, words)
    fields = [
        (words.of("columns", "who"), _actors(event.source, words)),
        (words.of("columns", "whom"), _actors(event.target, words)),
        (words.of("columns", "where"), places),
        (words.of("columns", "when"), _bdi(steady_dates(day) if words.right_to_left else day)),
        (words.of("columns", "modality"), " · ".join(_bdi(text) for text in sureness_of(event, words))),
        (words["contexts"], " · ".join(_bdi(words.of("context", name)) for name in event.contexts)),
        (words["belongs"], " ".join(_link(anchor, str(n), str(n + 1)) for n in event.figures)),
    ]
    head = f'<span class="category">{safe(deed[0])}</span>{mode}'
    return _card(anchor, f"e{at}", f"e{at}", quad_of(event), head, fields, event.text)


def statement_card(anchor: str, at: int, said: Statement, words: Labels) -> str:
    """One statement: who said it, to whom, how, and its words."""
    speaker = _bdi(said.speaker.text) if said.speaker else safe(words["nobody"])
    known = _known(said.speaker, words) if said.speaker else ""
    fields = [
        (words.of("columns", "whom"), _actors((said.addressee,) if said.addressee else (), words)),
        (words.of("columns", "how"), " · ".join(_bdi(text) for text in manner_of(said, words))),
        (words["amounts_to"], " ".join(_link(anchor, f"e{n}", f"e{n}") for n in said.events)),
    ]
    mode = f'<span class="mode">{known}</span>' if known else ""
    head = f'<span class="category">{speaker}</span>{mode}'
    shown = said.text if len(said.text) <= _LONGEST_SAID else said.text[:_LONGEST_SAID].rstrip() + " …"
    return _card(anchor, f"q{at}", f"s{at}", "said", head, fields, shown)


def _card(
    anchor: str, record: str, number: str, tone: str, head: str, fields: list[tuple[str, str]], shown: str
) -> str:
    rows = "".join(f"<dt>{safe(name)}</dt><dd>{value}</dd>\n" for name, value in fields if value)
    return (
        f'<li class="record {tone}" id="{record_id(anchor, record)}" data-f="{record}">\n'
        f'<p class="head"><span class="number">{number}</span>{head}</p>\n<dl>\n{rows}</dl>\n'
        f'<p class="words" dir="auto"><a href="#{span_id(anchor, record)}">{safe(shown)}</a></p>\n</li>\n'
    )


def _actors(actors: tuple[ActorMention, ...], words: Labels) -> str:
    shown = []
    for actor in actors:
        known = _known(actor, words)
        shown.append(_bdi(actor.text) + (f" ({known})" if known else ""))
    return "<br>".join(shown)


def _known(actor: ActorMention, words: Labels) -> str:
    return comma(words).join(_bdi(part) for part in coded(actor, words))


def _link(anchor: str, record: str, shown: str) -> str:
    return f'<a href="#{record_id(anchor, record)}">{shown}</a>'


def _bdi(text: str) -> str:
    return f"<bdi>{safe(text)}</bdi>" if text else ""
