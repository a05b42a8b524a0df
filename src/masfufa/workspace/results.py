"""What a workspace gives back beside the ledger's own records: results of adding, imports, statements, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from masfufa.claims import ActorName, TextLocator

Outcome = Literal["added", "known", "reread", "purged"]


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding a document did. `document` is its id.

    `outcome`: added; known (it was there, read by the same reader); reread (it was there, and another version of the
    reader read it); purged (it was taken out of the workspace for good, and stays out). The counts are those of the
    records that hold now; `kept` counts those that only a decision keeps.
    """

    document: str
    outcome: Outcome
    claims: int = 0
    events: int = 0
    statements: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a document. `reader` is the word of the reader that read it last, None where none did."""

    reader: str | None
    released: dt.date | None
    publisher: str | None
    purged: bool


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import. `new` is False where the same file, format, mapping and release were there already."""

    id: int
    document: str
    format: str
    at: dt.datetime
    released: dt.date | None
    released_from: str | None
    taken: int
    skipped: int
    rejected: int
    claims: int
    events: int
    units: int
    mapping: Mapping[str, object] | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class StatementClaim:
    """One statement as one document tells it. Fields as in `records.Statement`; `events` are ids of event claims."""

    id: str
    document: str
    locator: TextLocator
    speaker: ActorName | None = None
    addressee: ActorName | None = None
    cue: str | None = None
    direct: bool = False
    medium: str | None = None
    events: tuple[str, ...] = ()
    publisher: str | None = None
    released: dt.date | None = None
    recorded: dt.datetime | None = None
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a workspace holds. `readers` leads from the word of each reader to its number of documents."""

    documents: int
    purged: int
    claims: Mapping[str, int]
    events: int
    statements: int
    imports: int
    units: int
    decisions: int
    kept: int
    readers: Mapping[str, int]
