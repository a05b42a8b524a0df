"""JSON Lines out: one object a document, as docs/records.md describes it."""

from __future__ import annotations

import json
from typing import Any

from masfufa.cli.settings import Settings
from masfufa.cli.work import Item, Totals
from masfufa.documents.jsonl import Failure
from masfufa.records import Document, Reading, as_plain

FIELDS = (
    "id", "language", "published", "title", "reader",
    "figures", "events", "statements", "places", "dates", "notices",
)  # fmt: skip


def as_object(document: Document, reading: Reading, *, numbers: bool = False, text: bool = False) -> dict[str, Any]:
    """The JSON object of one reading, keys in the documented order."""
    found = {name: as_plain(getattr(reading, name)) for name in FIELDS}
    if numbers:
        found["numbers"] = as_plain(reading.numbers)
    if text:
        found["text"] = document.text
        found["source"] = as_plain(document.source)
    return found


class JsonLines:
    """One line a document, in the order of the input."""

    def __init__(self, settings: Settings) -> None:
        self._numbers = "numbers" in settings.include
        self._text = "text" in settings.include

    def head(self) -> str:
        """Nothing: a stream has no frame."""
        return ""

    def document(self, item: Item) -> str:
        """One line. Text and source go with files and URLs; a JSON line's sender has the text already."""
        text = self._text or not item.of_line
        return _line(as_object(item.document, item.reading, numbers=self._numbers, text=text))

    def failure(self, key: str, failure: Failure) -> str:
        """The error object in the document's place."""
        return _line({"id": failure.id, "error": {"code": failure.code, "message": failure.message}})

    def tail(self, totals: Totals) -> str:
        """Nothing."""
        return ""


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n"
