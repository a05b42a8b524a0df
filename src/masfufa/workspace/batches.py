"""What importers hand to a workspace: the file, what was read from each row, and the claims it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from masfufa.claims import Claim, EventClaim, Issue

Outcome = Literal["taken", "skipped", "rejected"]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the workspace. `id` is the SHA-256 of its content; `text` is None for tables and after a purge.

    `content` holds the original bytes where they were kept; `media_type` is what they are.
    """

    id: str
    name: str
    media_type: str
    text: str | None = None
    title: str | None = None
    language: str | None = None
    publisher: str | None = None
    released: dt.date | None = None
    url: str | None = None
    content: bytes | None = None
    added: dt.datetime | None = None
    purged: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AdminRow:
    """An administrative unit that an import brought: its code, names by language and the code of the unit above it."""

    country: str
    scheme: str
    level: int
    code: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row of a file. `row` counts from 1 as a spreadsheet does, 0 stands for a sheet skipped whole;
    `code` is listed in docs/errors.md.

    `severity` is set where the row was taken but something in it wants a look, or where it was rejected.
    """

    sheet: str
    row: int
    outcome: Outcome
    code: str | None = None
    message: str | None = None
    cell: str | None = None
    severity: Literal["warning", "error"] | None = None


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One file, read by one importer: written to the workspace in one transaction or not at all.

    `format` is the importer's name ("dtm", "gidd" …); `mapping` the mapping used, as plain data, or None; `released`
    the day the data were released, with `released_from` telling where that came from: option, file, latest_date.
    """

    document: StoredDocument
    format: str
    claims: tuple[Claim, ...]
    events: tuple[EventClaim, ...] = ()
    units: tuple[AdminRow, ...] = ()
    rows: tuple[RowReport, ...] = ()
    mapping: Mapping[str, object] | None = None
    released: dt.date | None = None
    released_from: str | None = None
    notices: tuple[Issue, ...] = ()
