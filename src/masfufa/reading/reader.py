"""The reader: a document in, a reading out. A pure function; no network, no state."""

from __future__ import annotations

import datetime as dt
import gc
import os
from functools import lru_cache

from masfufa import __version__
from masfufa.gazetteer.store import Gazetteer
from masfufa.language.identify import identify
from masfufa.language.tokens import Tokens
from masfufa.lexicon.crisis import Crisis
from masfufa.lexicon.store import LANGUAGES
from masfufa.notices import notice
from masfufa.reading.actors import find_actors
from masfufa.reading.annotated import Annotated
from masfufa.reading.arithmetic import arithmetic_notices
from masfufa.reading.elision import parted
from masfufa.reading.events import weigh
from masfufa.reading.figures import find_figures
from masfufa.reading.places import find_places
from masfufa.reading.statements import find_statements, with_events
from masfufa.reading.trace import Trace
from masfufa.records import Document, Event, Figure, Notice, NumberMention, Reading, Statement
from masfufa.values.dates import date_notices, find_dates, to_mention
from masfufa.values.numbers import find_numbers, printable


def read(
    text: str,
    *,
    published: dt.date | None = None,
    title: str | None = None,
    language: str | None = None,
    id: str = "text",
    include_numbers: bool = False,
) -> Reading:
    """Read a report given as text. `published` resolves relative dates; the language is found out if not given."""
    document = Document(id=id, text=text, title=title, language=language, published=published)
    return read_document(document, include_numbers=include_numbers)


def read_document(
    document: Document,
    *,
    include_numbers: bool = False,
    gazetteer: Gazetteer | None = None,
    events: bool = True,
    crisis: Crisis | None = None,
    trace: Trace | None = None,
) -> Reading:
    """Read a document: places, dates, figures, events, statements; notices tell what a careful reader would stop at.

    `events` is False where only figures are wanted. `crisis` adds actors and roles; its places
    must be in `gazetteer` (masfufa.gazetteer.crisis_places). `trace` is filled with what an explanation needs.
    """
    # What a reading makes lives until it ends, so looking for garbage on the way is a third of its time for nothing.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(document, include_numbers, gazetteer, events, crisis, trace)
    finally:
        if collecting:
            gc.enable()


def _read(
    document: Document,
    include_numbers: bool,
    gazetteer: Gazetteer | None,
    events: bool,
    crisis: Crisis | None,
    trace: Trace | None,
) -> Reading:
    language = document.language or identify(document.text)
    if language not in LANGUAGES:
        return Reading(
            document.id,
            language,
            document.published,
            document.title,
            __version__,
            notices=(*document.notices, _unsupported(language)),
        )
    tokens = Tokens(document.text)
    numbers = find_numbers(tokens, language)
    dates = find_dates(tokens, language, document.published)
    places = find_places(tokens, language, gazetteer or _gazetteer(os.environ.get("MASFUFA_GAZETTEER")), document.title)
    notices = [*document.notices, *date_notices(tokens, dates, document.published)]
    told: list[Event] = []
    said: list[Statement] = []
    marked = Annotated(document, language, *parted(tokens, language, numbers, dates, places))
    if trace is not None:
        trace.marked = marked
    figures: list[Figure] = find_figures(marked, trace)
    places = list(marked.places)
    notices += arithmetic_notices(figures)
    if events:
        actors = find_actors(marked, crisis)
        said = find_statements(marked, actors)
        found = weigh(marked, actors, figures)
        told = [event for event, _ in found]
        if trace is not None:
            trace.events = found
        said = with_events(said, told)
    return Reading(
        id=document.id,
        language=language,
        published=document.published,
        title=document.title,
        reader=__version__,
        figures=tuple(figures),
        events=tuple(told),
        statements=tuple(said),
        places=tuple(place.mention for place in places),
        dates=tuple(to_mention(tokens, date) for date in dates),
        notices=tuple(notices),
        numbers=tuple(
            NumberMention(document.text[n.start : n.end], n.start, n.end, n.low, n.high) for n in printable(numbers)
        )
        if include_numbers
        else (),
    )


@lru_cache(maxsize=4)
def _gazetteer(named: str | None) -> Gazetteer:
    # One for all documents of a run, since its caches fill with their vocabulary; another where the setting changes.
    return Gazetteer.open()


def _unsupported(language: str | None) -> Notice:
    return notice("unsupported-language", "known" if language else "unknown", language=language)
