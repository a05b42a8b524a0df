"""The terminal's view of events and statements: which columns there are and what stands in their cells."""

from __future__ import annotations

from masfufa.cli.event_wording import day_of, deed_of, manner_of, named, quad_of, sureness_of
from masfufa.cli.labels import Labels
from masfufa.cli.wording import places_of
from masfufa.records import Event, Statement

Paragraphs = list[tuple[str, str]]
"""Texts of one cell, each with the SGR code of its colour ("" for none)."""

EVENT_COLUMNS = ("number", "who", "what", "whom", "where", "when", "modality", "words")
EVENT_COMPACT = ("number", "deed", "who_whom", "where_when", "words")
EVENT_CARD = ("who", "whom", "where", "when", "words")
STATEMENT_COLUMNS = ("number", "speaker", "said", "addressee", "how")
STATEMENT_COMPACT = ("number", "parties", "said")
STATEMENT_CARD = ("said", "addressee", "how")
STACKED = {"deed": ("what", "modality"), "who_whom": ("who", "toward"), "parties": ("speaker", "toward", "how")}
"""What the columns of the compact tables put under one another."""
HEADS = {"deed": "what", "parties": "speaker"}
"""Columns that are called as another is."""

_TONES = {"talk": "32", "help": "36", "dispute": "33", "force": "31"}
_BOLD, _DIM = "1", "2"
_LONGEST_SAID = 300
"""Letters of a statement that the table shows; the page shows all."""


def event_tone(event: Event) -> str:
    """The SGR code of the event's colour."""
    return f"{_BOLD};{_TONES[quad_of(event)]}"


def event_fields(at: int, event: Event, words: Labels) -> dict[str, Paragraphs]:
    """The cells of one event by column; the number is that of `masfufa explain`."""
    deed = deed_of(event, words)
    return {
        "number": [(f"e{at}", _DIM)],
        "what": [(deed[0], event_tone(event)), *((text, "") for text in deed[1:])],
        "who": [(text, "") for text in named(event.source, words)],
        "whom": [(text, "") for text in named(event.target, words)],
        "toward": _toward(named(event.target, words), words),
        "where": [(text, "") for text in places_of(event)],
        "when": [(day_of(event, words), "")],
        "modality": [(text, "") for text in sureness_of(event, words)],
        "words": [(event.text, "")],
    }


def statement_fields(at: int, statement: Statement, words: Labels) -> dict[str, Paragraphs]:
    """The cells of one statement by column; long ones are cut short."""
    said = statement.text if len(statement.text) <= _LONGEST_SAID else statement.text[:_LONGEST_SAID].rstrip() + " …"
    addressee = named((statement.addressee,), words) if statement.addressee else []
    return {
        "number": [(f"s{at}", _DIM)],
        "speaker": [(text, "") for text in named((statement.speaker,) if statement.speaker else (), words)],
        "said": [(said, "")],
        "addressee": [(text, "") for text in addressee],
        "toward": _toward(addressee, words),
        "how": [(text, _DIM) for text in manner_of(statement, words)],
    }


def _toward(texts: list[str], words: Labels) -> Paragraphs:
    arrow = "←" if words.right_to_left else "→"
    return [(f"{arrow} {text}" if n == 0 else text, "") for n, text in enumerate(texts)]
