"""The importers: their names, what they are given, and the small things that all of them do alike."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from masfufa.claims import CellLocator, Claim, EventClaim, Issue
from masfufa.errors import UsageError
from masfufa.workspace.batches import ImportBatch, RowReport, StoredDocument

if TYPE_CHECKING:
    from masfufa.exchange.tables import Cell, Sheet, Table

Read = Callable[[Path, "ImportOptions"], ImportBatch]

FORMATS: dict[str, str] = {
    "dtm": "masfufa.exchange.dtm:read_dtm",
    "dtm-api": "masfufa.exchange.dtm_api:read_dtm_api",
    "hxl": "masfufa.exchange.hxl:read_hxl",
    "gidd": "masfufa.exchange.gidd:read_gidd",
    "idu": "masfufa.exchange.idu:read_idu",
    "ged": "masfufa.exchange.ged:read_ged",
    "acled": "masfufa.exchange.acled:read_acled",
    "missing-migrants": "masfufa.exchange.missing_migrants:read_missing_migrants",
    "xlsform": "masfufa.exchange.xlsform:read_xlsform",
}
"""Formats by name, in the order help shows them; each is loaded when it is asked for."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user said. `released`: the day of release; `mapping`: plain data of a mapping file (docs/importing.md).

    `assume_yes`: never ask, take what is proposed and say so; `ask` puts a question to the user and returns the answer,
    None where nobody can be asked; `countries`: ISO 3166 alpha-3 codes of the workspace; `form`: the XLSForm that an
    export was collected with (format xlsform).
    """

    released: dt.date | None = None
    mapping: dict[str, Any] | None = None
    assume_yes: bool = False
    ask: Callable[[str], str] | None = None
    countries: tuple[str, ...] = field(default=())
    form: Path | None = None


def importer(name: str) -> Read:
    """The function that reads a format: `(path, options) -> ImportBatch`. Raises UsageError("unknown-format")."""
    if name not in FORMATS:
        raise UsageError("unknown-format", f"There is no format {name!r}. There are: {', '.join(FORMATS)}.")
    module, function = FORMATS[name].split(":")
    read: Read = getattr(importlib.import_module(module), function)
    return read


def reader_version(name: str) -> str:
    """What claims of this importer say read them: `import dtm 0.3.0`."""
    from masfufa import __version__

    return f"import {name} {__version__}"


def stored(table: Table, *, publisher: str | None = None, released: dt.date | None = None,
           title: str | None = None, language: str | None = None, url: str | None = None,
           ) -> StoredDocument:  # fmt: skip
    """The file as a document of the workspace: its id is the SHA-256 of its bytes."""
    return StoredDocument(
        id=document_id(table.data), name=table.name, media_type=table.media_type, title=title, language=language,
        publisher=publisher, released=released, url=url, content=table.data,
    )  # fmt: skip


def document_id(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Release:
    """The day data were released and where that came from: option, file, answer, latest_date."""

    day: dt.date
    source: Literal["option", "file", "answer", "latest_date"]

    @property
    def notice(self) -> Issue | None:
        """What to tell of a day that the tool chose by itself."""
        if self.source != "latest_date":
            return None
        message = f"no release date is in the file; taken is its latest date, {self.day.isoformat()} (--released DATE)"
        return Issue("released-from-latest-date", "warning", message)


def settle_release(options: ImportOptions, name: str, in_file: dt.date | None, dates: Iterable[dt.date]) -> Release:
    """The release date: the option, what the file says, the user's answer, or with `assume_yes` the latest date in it.

    Raises UsageError("release-unknown") where nobody can be asked or no date is in the file.
    """
    if options.released is not None:
        return Release(options.released, "option")
    if in_file is not None:
        return Release(in_file, "file")
    latest = max(dates, default=None)
    if options.assume_yes and latest is not None:
        return Release(latest, "latest_date")
    if options.ask is not None and not options.assume_yes:
        hint = f" [{latest.isoformat()}]" if latest else ""
        answer = options.ask(f"{name}: when was it released (YYYY-MM-DD)?{hint} ").strip()
        if not answer and latest:
            return Release(latest, "answer")
        try:
            return Release(dt.date.fromisoformat(answer), "answer")
        except ValueError:
            raise UsageError("release-unknown", f"{answer!r} is no date like 2021-11-30.") from None
    raise UsageError("release-unknown", f"{name}: no release date is known. Give it with --released YYYY-MM-DD.")


@dataclass(frozen=True, slots=True)
class PossibleRelease:
    """A release date that may stay unknown: then `day` is None and `notice` says so."""

    day: dt.date | None
    source: Literal["option", "file", "answer", "latest_date"] | None
    notice: Issue | None


def settle_release_if_known(
    options: ImportOptions, name: str, in_file: dt.date | None, dates: Iterable[dt.date]
) -> PossibleRelease:
    """As `settle_release`; but with `assume_yes`, a file without any date is taken without a release date."""
    days = list(dates)
    if options.assume_yes and options.released is None and in_file is None and not days:
        message = f"{name}: no date is in the file; its release date stays unknown (--released DATE)"
        return PossibleRelease(None, None, Issue("released-unknown", "warning", message))
    release = settle_release(options, name, in_file, days)
    return PossibleRelease(release.day, release.source, release.notice)


def batch_of(
    document: StoredDocument,
    format: str,
    released: Release,
    rows: Iterable[RowReport],
    claims: Iterable[Claim],
    events: Iterable[EventClaim] = (),
) -> ImportBatch:
    """A file that was read to its end: its rows in their order, and what is to be told of its day of release."""
    return ImportBatch(
        document,
        format,
        tuple(claims),
        tuple(events),
        rows=tuple(sorted(rows, key=lambda report: report.row)),
        released=released.day,
        released_from=released.source,
        notices=(released.notice,) if released.notice else (),
    )


def locator(sheet: Sheet, cell: Cell, also: Iterable[Cell] = ()) -> CellLocator:
    """Where a value stands in a table."""
    return CellLocator(sheet.file, sheet.name, cell.address, cell.text, tuple(other.address for other in also))


def whole_sheet(sheet: Sheet, code: str, message: str) -> RowReport:
    """The report of a sheet that was skipped as a whole: its row is 0."""
    return RowReport(sheet.name, 0, "skipped", code, message)
