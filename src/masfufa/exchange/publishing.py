"""Everything that can be published, by name: its options, its first rows, and the file itself."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masfufa.errors import UsageError
from masfufa.exchange.dictionary import Row, schemas
from masfufa.tracking.kept import Frame, cells_of
from masfufa.tracking.ledger import Cell, Ledger

if TYPE_CHECKING:
    from masfufa.exchange.brief.content import Brief
    from masfufa.workspace import Workspace

LANGUAGES = ("en", "ar", "fr")


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `options`: which of frame (places, periods, categories), days, known, language, hxl, polygons, content,
    compared it heeds; `table`: the name of its table in the dictionary, None for what is no table.
    """

    suffix: str
    media_type: str
    options: frozenset[str]
    table: str | None = None
    quotes: bool = False


_MATRIX = frozenset(("frame", "days", "known", "language"))
_KNOWN = frozenset(("known", "language"))
_BRIEF = frozenset(("known", "language", "areas", "compared", "categories"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: Mapping[str, Format] = {
    "csv": Format(".csv", "text/csv", _MATRIX | {"hxl"}, "matrix"),
    "xlsx": Format(".xlsx", XLSX, _MATRIX | {"hxl"}, "matrix"),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", _MATRIX, "matrix"),
    "geojson": Format(".geojson", "application/geo+json", _MATRIX | {"polygons"}, "matrix"),
    "ged": Format(".csv", "text/csv", _KNOWN | {"hxl"}, "ged", True),
    "acled": Format(".csv", "text/csv", _KNOWN | {"hxl"}, "acled", True),
    "claims": Format(".csv", "text/csv", frozenset(("known", "hxl")), "claims", True),
    "hapi": Format(".csv", "text/csv", frozenset()),
    "plover": Format(".jsonl", "application/x-ndjson", frozenset(("known",)), None, True),
    "package": Format(".zip", "application/zip", frozenset(("frame", "days", "known", "content")), None, True),
    "brief-html": Format(".html", "text/html", _BRIEF, None, True),
    "brief-docx": Format(".docx", DOCX, _BRIEF, None, True),
    "brief-pdf": Format(".pdf", "application/pdf", _BRIEF, None, True),
}
"""The formats in the order in which they are offered. `quotes`: whether it holds words or names of documents."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be published. Options that a format does not heed are passed over. `since` of a brief: what changed
    since that day.
    """

    format: str
    frame: Frame
    language: str = "en"
    hxl: bool = False
    polygons: bool = False
    content: bool = False

    @property
    def how(self) -> Format:
        """The format. Raises UsageError("unknown-format")."""
        found = FORMATS.get(self.format)
        if found is None:
            raise UsageError("unknown-format", f"There is no format {self.format!r}. There are: {', '.join(FORMATS)}.")
        return found


LedgerOf = Callable[[dt.date | None], Ledger]
"""The reconciled ledger as known on a day (None: all that is known)."""


def rows_of(space: Workspace, ledger_of: LedgerOf, wanted: Wanted) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The columns and rows of a format that is a table, geojson's without its geometry.

    Raises UsageError("unknown-format") for what is none.
    """
    how, known = wanted.how, wanted.frame.as_known_on
    if wanted.format == "hapi":
        from masfufa.exchange.hapi import COLUMNS, hapi_rows

        return COLUMNS, iter(hapi_rows(space.claims(), list(space.units())))
    if how.table is None:
        raise UsageError("unknown-format", f"{wanted.format} is no table.")
    columns = schemas()[how.table].names
    if how.table == "claims":
        from masfufa.exchange.claim_rows import claim_rows

        return columns, claim_rows(space.claims(as_known_on=known))
    ledger = ledger_of(known)
    if how.table == "matrix":
        return columns, _matrix(ledger, wanted)[1]
    from masfufa.exchange.happening_rows import acled_rows, ged_rows

    return columns, (ged_rows if how.table == "ged" else acled_rows)(ledger, language=wanted.language)


def preview(
    space: Workspace, ledger_of: LedgerOf, wanted: Wanted, most: int = 15
) -> tuple[tuple[str, ...], list[dict[str, Any]], int]:
    """The columns, the first `most` rows, and how many there are, of a format that is a table."""
    columns, rows = rows_of(space, ledger_of, wanted)
    first = [dict(row) for row in itertools.islice(rows, most)]
    return columns, first, len(first) + sum(1 for _ in rows)


def first_lines(space: Workspace, ledger: Ledger, most: int = 6) -> tuple[list[str], int]:
    """The first `most` lines of plover, and how many there are."""
    from masfufa.exchange.plover_lines import write_plover
    from masfufa.exchange.sentences import Sentences

    happenings = {event: happening.id for happening in ledger.happenings.values() for event in happening.events}
    out = io.StringIO()
    events = itertools.islice(ledger.events.values(), most)
    write_plover(events, ledger.claims, happenings, Sentences(space.document), out)
    return out.getvalue().splitlines(), len(ledger.events)


def publish(space: Workspace, ledger_of: LedgerOf, wanted: Wanted, path: Path) -> int:
    """Write the file; returns how many rows, features, lines or claims (a brief: key figures) it holds.

    Raises UsageError "unknown-format", "extra-missing", DataError "brief-typeset", OSError where it can't be written.
    """
    name, how = wanted.format, wanted.how
    if name == "package":
        return _package(space, ledger_of, wanted, path)
    if name.startswith("brief-"):
        return _brief(space, ledger_of, wanted, path)
    if name == "plover":
        return _plover(space, ledger_of(wanted.frame.as_known_on), path)
    if name == "geojson":
        from masfufa.exchange.geojson import write_geojson

        cells, rows = _matrix(ledger_of(wanted.frame.as_known_on), wanted)
        with path.open("w", encoding="utf-8", newline="") as out:
            return write_geojson(cells, rows, out, polygons=wanted.polygons)
    _, found = rows_of(space, ledger_of, wanted)
    return _table(found, how, wanted, path)


def _table(rows: Iterable[Row], how: Format, wanted: Wanted, path: Path) -> int:
    if wanted.format == "xlsx":
        from masfufa.exchange.spreadsheet import write_xlsx

        return write_xlsx(rows, schemas()["matrix"], path, language=wanted.language, hxl=wanted.hxl)
    if wanted.format == "parquet":
        from masfufa.exchange.parquet import write_parquet

        return write_parquet(rows, schemas()["matrix"], path)
    with path.open("w", encoding="utf-8", newline="") as out:
        if wanted.format == "hapi":
            from masfufa.exchange.hapi import write_hapi

            return write_hapi(rows, out)  # type: ignore[arg-type]
        from masfufa.exchange.delimited import write_csv

        assert how.table is not None
        return write_csv(rows, schemas()[how.table], out, hxl=wanted.hxl)


def _matrix(ledger: Ledger, wanted: Wanted) -> tuple[list[Cell], Iterator[Row]]:
    from masfufa.exchange.matrix_rows import matrix_rows

    cells = cells_of(ledger, wanted.frame)
    return cells, matrix_rows(cells, ledger, language=wanted.language)


def _plover(space: Workspace, ledger: Ledger, path: Path) -> int:
    from masfufa.exchange.plover_lines import write_plover
    from masfufa.exchange.sentences import Sentences

    happenings = {event: happening.id for happening in ledger.happenings.values() for event in happening.events}
    with path.open("w", encoding="utf-8", newline="") as out:
        return write_plover(ledger.events.values(), ledger.claims, happenings, Sentences(space.document), out)


def _package(space: Workspace, ledger_of: LedgerOf, wanted: Wanted, path: Path) -> int:
    from masfufa.exchange.happening_rows import ged_rows
    from masfufa.exchange.package import write_package

    ledger = ledger_of(wanted.frame.as_known_on)
    tables = {"matrix": _matrix(ledger, wanted)[1], "ged": ged_rows(ledger)}
    return write_package(space, path, tables, content=wanted.content)


def brief(space: Workspace, ledger_of: LedgerOf, wanted: Wanted) -> Brief:
    """The brief that is wanted: by units of the frame (countries where it asks for places as named)."""
    from masfufa.exchange.brief.making import HEADLINES, brief_of

    frame = wanted.frame
    today = frame.as_known_on or dt.datetime.now().astimezone().date()
    earlier = ledger_of(frame.since) if frame.since is not None else None
    return brief_of(
        space,
        ledger_of(today),
        earlier,
        language=wanted.language,
        today=today,
        since=frame.since,
        by=frame.by if frame.by != "place" else "adm1",
        categories=frame.category or HEADLINES,
    )


def _brief(space: Workspace, ledger_of: LedgerOf, wanted: Wanted, path: Path) -> int:
    made = brief(space, ledger_of, wanted)
    if wanted.format == "brief-html":
        from masfufa.exchange.brief.html import brief_html

        path.write_text(brief_html(made), encoding="utf-8", newline="")
    elif wanted.format == "brief-docx":
        from masfufa.exchange.brief.docx import write_docx

        write_docx(made, path)
    else:
        from masfufa.exchange.brief.pdf import write_pdf

        write_pdf(made, path)
    return len(made.key_figures)
