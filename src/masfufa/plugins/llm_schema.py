"""What a language model is asked for: the record contract as a JSON schema, with quotations in place of offsets."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from masfufa.ontology import (
    CATEGORIES,
    CAUSES,
    KINDS,
    MODALITIES,
    QUALIFIERS,
    SECTORS,
    UNITS,
    VICTIM_GROUPS,
)
from masfufa.ontology.plover import CONTEXTS, EVENT_MODALITIES, EVENT_TYPES, SALIENCES


@cache
def prompt() -> str:
    """The instructions that go before the text."""
    return (Path(__file__).parent / "llm_prompt.txt").read_text(encoding="utf-8").strip()


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of an answer. Every key is required and no other is allowed, as strict modes want it."""
    text, index = {"type": "string"}, {"type": "integer"}
    indexes = {"type": "array", "items": index}
    actor = _object(
        text=text, country=_or_null({"type": "string"}), sector=_or_null({"type": "string", "enum": list(SECTORS)})
    )
    figure = _object(
        sentence=index,
        text=text,
        category=_one_of(CATEGORIES),
        low=_or_null(index),
        high=_or_null(index),
        qualifier=_one_of(QUALIFIERS),
        unit=_one_of(UNITS),
        kind=_one_of(KINDS),
        modality=_one_of(MODALITIES),
        part_of=_or_null(index),
        victims=_or_null(_object(text=text, groups={"type": "array", "items": _one_of(VICTIM_GROUPS)})),
        verified=_or_null({"type": "boolean"}),
        places={"type": "array", "items": text},
        date=_or_null(text),
        attribution=_or_null(text),
        cause=_or_null(_one_of(CAUSES)),
    )
    event = _object(
        sentence=index,
        text=text,
        event_type=_one_of(EVENT_TYPES),
        mode=_or_null(_one_of(sorted({mode for kind in EVENT_TYPES.values() for mode in kind.modes}))),
        contexts={"type": "array", "items": _one_of(CONTEXTS)},
        source={"type": "array", "items": actor},
        target={"type": "array", "items": actor},
        date=_or_null(text),
        places={"type": "array", "items": text},
        modality=_one_of(EVENT_MODALITIES),
        salience=_one_of(SALIENCES),
        figures=indexes,
    )
    statement = _object(
        sentence=index,
        text=text,
        speaker=_or_null(actor),
        addressee=_or_null(actor),
        cue=text,
        direct={"type": "boolean"},
        medium=_or_null(text),
        events=indexes,
    )
    return _object(
        figures={"type": "array", "items": figure},
        events={"type": "array", "items": event},
        statements={"type": "array", "items": statement},
    )


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}
