"""`masfufa export csv | parquet | xlsx | geojson | ged | acled | claims`: tables with the data dictionary's columns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from masfufa.cli import reconciled as reconciling
from masfufa.cli.reconciled import frame_options, vintage_options
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.errors import UsageError

if TYPE_CHECKING:
    from masfufa.exchange.dictionary import Row
    from masfufa.tracking.ledger import Ledger

F = TypeVar("F", bound=Callable[..., Any])
LANGUAGES = ("en", "ar", "fr")


def output_option(command: F) -> F:
    """Adds -o FILE, optional."""
    return click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                        help="Write to this file. [standard output]")(command)  # fmt: skip


def file_option(command: F) -> F:
    """Adds -o FILE, needed: the format is no text."""
    return click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                        required=True, help="Write to this file.")(command)  # fmt: skip


def language_option(command: F) -> F:
    """Adds --language."""
    return click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True,
                        help="Language of names, warnings and sheets.")(command)  # fmt: skip


def hxl_option(command: F) -> F:
    """Adds --hxl."""
    return click.option("--hxl", is_flag=True, help="Put the row of HXL tags below the header.")(command)


@click.command("csv")
@workspace_option
@frame_options
@language_option
@hxl_option
@output_option
def csv_(workspace: Path | None, language: str, hxl: bool, output: Path | None, **frame: Any) -> int:
    """The matrix as CSV with HAPI-like columns. --output x.csv writes the dictionary beside it as x.dictionary.csv."""
    with opened(workspace) as space:
        _, rows = _matrix(space, reconciling.Frame(**frame), language)
    return _csv("matrix", rows, output, hxl)


@click.command()
@workspace_option
@frame_options
@language_option
@file_option
def parquet(workspace: Path | None, language: str, output: Path, **frame: Any) -> int:
    """The matrix as a Parquet file, the dictionary in its metadata (extra: masfufa[parquet])."""
    from masfufa.exchange.dictionary import schemas
    from masfufa.exchange.parquet import write_parquet

    with opened(workspace) as space:
        _, rows = _matrix(space, reconciling.Frame(**frame), language)
    with writable(output):
        return told(output, write_parquet(rows, schemas()["matrix"], output))


@click.command()
@workspace_option
@frame_options
@language_option
@hxl_option
@file_option
def xlsx(workspace: Path | None, language: str, hxl: bool, output: Path, **frame: Any) -> int:
    """The matrix as an Excel workbook, the dictionary in its second sheet; right to left with --language ar."""
    from masfufa.exchange.dictionary import schemas
    from masfufa.exchange.spreadsheet import write_xlsx

    with opened(workspace) as space:
        _, rows = _matrix(space, reconciling.Frame(**frame), language)
    with writable(output):
        return told(output, write_xlsx(rows, schemas()["matrix"], output, language=language, hxl=hxl))


@click.command()
@workspace_option
@frame_options
@language_option
@click.option("--polygons", is_flag=True, help="Outlines instead of points, where outlines are shipped.")
@output_option
def geojson(workspace: Path | None, language: str, polygons: bool, output: Path | None, **frame: Any) -> int:
    """The matrix as GeoJSON, one feature a cell; geometry_is says whether it is the unit's point or its outline."""
    from masfufa.exchange.geojson import write_geojson

    with opened(workspace) as space:
        cells, rows = _matrix(space, reconciling.Frame(**frame), language)
    with stream(output) as out:
        count = write_geojson(cells, rows, out, polygons=polygons)
    return told(output, count)


@click.command()
@workspace_option
@vintage_options
@language_option
@hxl_option
@output_option
def ged(workspace: Path | None, language: str, hxl: bool, output: Path | None, **vintage: Any) -> int:
    """Happenings with low, best and high deaths as CSV, with column names like those of UCDP GED."""
    from masfufa.exchange.happening_rows import ged_rows

    with opened(workspace) as space:
        ledger = reconciling.reconciled(space, **vintage)
    return _csv("ged", ged_rows(ledger, language=language), output, hxl)


@click.command()
@workspace_option
@vintage_options
@language_option
@hxl_option
@output_option
def acled(workspace: Path | None, language: str, hxl: bool, output: Path | None, **vintage: Any) -> int:
    """Happenings as CSV with column names like those of ACLED; event types are PLOVER's."""
    from masfufa.exchange.happening_rows import acled_rows

    with opened(workspace) as space:
        ledger = reconciling.reconciled(space, **vintage)
    return _csv("acled", acled_rows(ledger, language=language), output, hxl)


@click.command()
@workspace_option
@vintage_options
@hxl_option
@output_option
def claims(workspace: Path | None, hxl: bool, output: Path | None, **vintage: Any) -> int:
    """Every claim as CSV: what each source says, with the span, cell or answer where it stands; decisions applied."""
    from masfufa.exchange.claim_rows import claim_rows

    with opened(workspace) as space:
        return _csv("claims", claim_rows(space.claims(**vintage)), output, hxl)


def _matrix(space: Any, frame: reconciling.Frame, language: str) -> tuple[list[Any], Iterator[Row]]:
    from masfufa.exchange.matrix_rows import matrix_rows

    ledger: Ledger = reconciling.reconciled(space, as_known_on=frame.as_known_on, as_recorded_on=frame.as_recorded_on)
    cells = reconciling.cells_of(ledger, frame)
    return cells, matrix_rows(cells, ledger, language=language)


def _csv(table: str, rows: Iterable[Row], output: Path | None, hxl: bool) -> int:
    import csv

    from masfufa.exchange.delimited import write_csv
    from masfufa.exchange.dictionary import dictionary_rows, schemas

    schema = schemas()[table]
    with stream(output) as out:
        count = write_csv(rows, schema, out, hxl=hxl)
    if output is not None:
        with stream(output.with_suffix(".dictionary.csv")) as out:
            csv.writer(out, lineterminator="\n").writerows(dictionary_rows(schema))
    return told(output, count)


@contextmanager
def stream(output: Path | None) -> Iterator[TextIO]:
    """The file to write text to, or standard output. Raises UsageError("output-not-writable")."""
    if output is None:
        yield sys.stdout
        return
    with writable(output), output.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def writable(output: Path) -> Iterator[None]:
    """Turns what the system says about writing `output` into UsageError("output-not-writable")."""
    try:
        yield
    except OSError as error:
        raise UsageError("output-not-writable", f"{output} cannot be written: {error.strerror or error}.") from error


def told(output: Path | None, count: int) -> int:
    """Say on stderr how many rows went to the file; returns the exit status."""
    if output is not None:
        click.echo(f"{output}: {count:,} rows", err=True)
    return ALL_READ
