"""What the user asked `masfufa read` for: plain data that travels to worker processes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FORMATS = ("table", "jsonl", "csv", "html", "plover", "polecat")
INCLUDES = ("numbers", "text")


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one run. `width` is in terminal columns; `bidi` is one of masfufa.cli.bidi.MODES but "auto"."""

    format: str
    published: dt.date | None = None
    language: str | None = None
    publisher: str | None = None
    include: frozenset[str] = frozenset()
    ocr: bool = False
    allow_private: bool = False
    interface: str = "en"
    excel: bool = False
    color: bool = False
    width: int = 80
    bidi: str = "plain"
    debug: bool = False
    readers: tuple[str, ...] = ()
    crisis: str | None = None
