"""The tables of a partition: their columns, what each means, and their Arrow types. docs/scale.md lists them."""

from __future__ import annotations

from typing import Any

KEY = (
    ("source", "string", "the input file as it was named"),
    ("position", "integer", "the document's line or row in the file, from 1; of WARC where its record begins"),
    ("document", "string", "the document's id, as masfufa read gives it"),
)
"""Columns of every table; `source` and `position` together name a document."""

_PLACE = (
    ("place", "string", "the first of its places, as the gazetteer calls it, else in the words of the text"),
    ("country", "string", "that place's country, ISO 3166 alpha-3"),
    ("pcode", "string", "code of the finest unit of that place that has one"),
    ("lat", "number", "that place's latitude, decimal degrees"),
    ("lon", "number", "that place's longitude"),
    ("precision", "string", "how far to trust them"),
)
_RECORD = (("record", "string", "the whole record as JSON, with every span; fields as in docs/records.md"),)
_SPAN = (
    ("number", "integer", "which it is in its document, from 0"),
    ("text", "string", "the words"),
    ("start", "integer", "where they begin in the text, in code points"),
    ("end", "integer", "where they end, exclusive"),
)

TABLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "documents": (
        *KEY,
        ("sha256", "string", "hash of the text in UTF-8, of a page of its bytes"),
        ("language", "string", "language that it was read in"),
        ("published", "date", "publication date"),
        ("title", "string", "title"),
        ("publisher", "string", "who published it"),
        ("url", "string", "address"),
        ("reader", "string", "version of masfufa and hash of its lexicon"),
        ("words", "integer", "words of the text, by white space"),
        ("figures", "integer", "figures in it"),
        ("events", "integer", "events in it"),
        ("statements", "integer", "statements in it"),
        ("notices", "strings", "kinds of its notices"),
        ("text", "string", "the text that spans point into: of pages, else with --include text"),
        ("error_code", "string", "why it could not be read (docs/errors.md); null where it was"),
        ("error_message", "string", "the same in words"),
    ),
    "figures": (
        *KEY,
        *_SPAN,
        ("category", "string", "what happened to those counted"),
        ("low", "integer", "the least that it can be"),
        ("high", "integer", "the most that it can be"),
        ("qualifier", "string", "how the text puts it"),
        ("unit", "string", "person, household or home"),
        ("kind", "string", "what the number covers"),
        ("modality", "string", "whether the text vouches for it"),
        ("part_of", "integer", "number of the figure that this is a part of"),
        ("verified", "boolean", "whether the text calls it verified"),
        ("cause", "string", "conflict, disaster or other"),
        ("victims", "string", "words for those counted"),
        ("victim_groups", "strings", "their groups"),
        *_PLACE,
        ("period_start", "date", "first day that it covers"),
        ("period_end", "date", "last day that it covers"),
        ("as_of", "date", "day of a running total or a stock"),
        ("date_text", "string", "words of its date"),
        ("attribution", "string", "words for who gave it"),
        *_RECORD,
    ),
    "events": (
        *KEY,
        *_SPAN,
        ("event_type", "string", "PLOVER event type"),
        ("mode", "string", "PLOVER mode"),
        ("contexts", "strings", "PLOVER contexts"),
        ("modality", "string", "whether the text vouches for it"),
        ("salience", "string", "reported or background"),
        ("source_text", "string", "words for the first who did it"),
        ("source_name", "string", "that actor's name, where known"),
        ("source_country", "string", "that actor's country or IGO, NGO, IMG"),
        ("source_sector", "string", "that actor's sector"),
        ("target_text", "string", "words for the first to whom it was done"),
        ("target_name", "string", "that actor's name, where known"),
        ("target_country", "string", "that actor's country or IGO, NGO, IMG"),
        ("target_sector", "string", "that actor's sector"),
        *_PLACE,
        ("date_start", "date", "first day of the event"),
        ("date_end", "date", "last day of the event"),
        ("date_text", "string", "words of its date"),
        ("figures", "integers", "numbers of its figures"),
        *_RECORD,
    ),
    "statements": (
        *KEY,
        *_SPAN,
        ("speaker_text", "string", "words for who said it"),
        ("speaker_name", "string", "the speaker's name, where known"),
        ("speaker_country", "string", "the speaker's country or IGO, NGO, IMG"),
        ("speaker_sector", "string", "the speaker's sector"),
        ("cue", "string", "the words of saying"),
        ("direct", "boolean", "whether it is quoted word for word"),
        ("events", "integers", "numbers of its events"),
        *_RECORD,
    ),
}


def arrow_schema(table: str) -> Any:
    """The Arrow schema of a table; what a column means goes with it as metadata."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int64()),
    }
    return pa.schema(
        [pa.field(name, types[kind], metadata={"description": means}) for name, kind, means in TABLES[table]]
    )
