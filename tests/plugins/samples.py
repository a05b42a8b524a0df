"""Documents and records for the tests of plug-in readers, and readers that packages could bring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from masfufa.plugins.contract import Record
from masfufa.records import Document, Figure, Reading

TEXT = "The ministry said 12 people were killed in Tripoli. Around 300 goats and 45 shepherds fled the valley."
DAY = dt.date(2019, 4, 8)


def document(text: str = TEXT) -> Document:
    return Document(id="d", text=text, published=DAY, language="en")


def figure(text: str, words: str, category: str, low: int | None, high: int | None = None, **more: Any) -> Figure:
    start = text.index(words)
    values: dict[str, Any] = {"qualifier": "exact", "unit": "person", "kind": "incident", "modality": "asserted"}
    return Figure(words, start, start + len(words), category, low, low if high is None else high, **{**values, **more})


class Gives:
    """A reader that gives what it was made with."""

    name = "gives"
    version = "2.1"

    def __init__(self, *records: object) -> None:
        self.records = records

    def read(self, document: Document, base: Reading) -> Iterable[Record]:
        yield from self.records  # type: ignore[misc]


def install(folder: Path, module: str, code: str, **points: str) -> None:
    """A package as pip would lay it down: a module, and the metadata that declares its readers."""
    folder.mkdir(exist_ok=True)
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    metadata = folder / f"{module}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    lines = "".join(f"{name} = {module}:{target}\n" for name, target in points.items())
    (metadata / "entry_points.txt").write_text(f"[masfufa.readers]\n{lines}", encoding="utf-8")


__all__ = ["DAY", "TEXT", "Gives", "document", "figure", "install"]
