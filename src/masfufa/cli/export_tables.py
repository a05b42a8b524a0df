"""`masfufa export csv | parquet | xlsx | geojson | ged | acled | claims`: tables with the data dictionary's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from masfufa.cli.reconciled import frame_options, vintage_options
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.cli.written import stream, told, whole

if TYPE_CHECKING:
    from masfufa.exchange.dictionary import Row
    from masfufa.tracking.ledger import Cell

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


def stacked(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one."""

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


matrix_options = stacked(workspace_option, frame_options, language_option)
happening_options = stacked(workspace_option, vintage_options, language_option, hxl_option, output_option)


@click.command("csv")
@matrix_options
@hxl_option
@output_option
def csv_(hxl: bool, output: Path | None, **chosen: Any) -> int:
    """The matrix as CSV with HAPI-like columns. --output x.csv writes the dictionary beside it as x.dictionary.csv."""
    _, rows = _matrix(**chosen)
    return _csv("matrix", rows, output, hxl)


@click.command()
@matrix_options
@file_option
def parquet(output: Path, **chosen: Any) -> int:
    """The matrix as a Parquet file, the dictionary in its metadata (extra: masfufa[parquet])."""
    from masfufa.exchange.dictionary import schemas
    from masfufa.exchange.parquet import write_parquet

    _, rows = _matrix(**chosen)
    with whole(output) as made:
        count = write_parquet(rows, schemas()["matrix"], made)
    return told(output, count)


@click.command()
@matrix_options
@hxl_option
@file_option
def xlsx(language: str, hxl: bool, output: Path, **chosen: Any) -> int:
    """The matrix as an Excel workbook, the dictionary in its second sheet; right to left with --language ar."""
    from masfufa.exchange.dictionary import schemas
    from masfufa.exchange.spreadsheet import write_xlsx

    _, rows = _matrix(language=language, **chosen)
    with whole(output) as made:
        count = write_xlsx(rows, schemas()["matrix"], made, language=language, hxl=hxl)
    return told(output, count)


@click.command()
@matrix_options
@click.option("--polygons", is_flag=True, help="Outlines instead of points, where outlines are shipped.")
@output_option
def geojson(polygons: bool, output: Path | None, **chosen: Any) -> int:
    """The matrix as GeoJSON, one feature a cell; geometry_is says whether it is the unit's point or its outline."""
    from masfufa.exchange.geojson import write_geojson

    cells, rows = _matrix(**chosen)
    with stream(output) as out:
        count = write_geojson(cells, rows, out, polygons=polygons)
    return told(output, count)


@click.command()
@happening_options
def ged(hxl: bool, output: Path | None, **chosen: Any) -> int:
    """Happenings with low, best and high deaths as CSV, with column names like those of UCDP GED."""
    return _csv("ged", _happenings("ged", **chosen), output, hxl)


@click.command()
@happening_options
def acled(hxl: bool, output: Path | None, **chosen: Any) -> int:
    """Happenings as CSV with column names like those of ACLED; event types are PLOVER's."""
    return _csv("acled", _happenings("acled", **chosen), output, hxl)


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


def _matrix(workspace: Path | None, language: str, **frame: Any) -> tuple[list[Cell], Iterator[Row]]:
    from masfufa.exchange.matrix_rows import Paths, matrix_rows
    from masfufa.tracking.kept import Frame, Kept

    chosen = Frame(**frame)
    with opened(workspace) as space:
        kept = Kept(space, chosen.as_known_on, chosen.as_recorded_on)
        cells, paths = kept.chosen(chosen), Paths.kept(kept)
    return cells, matrix_rows(cells, paths, language=language)


def _happenings(table: str, workspace: Path | None, language: str, **vintage: Any) -> list[Row]:
    from masfufa.exchange.happening_rows import kept_rows
    from masfufa.tracking.kept import Kept

    with opened(workspace) as space:
        return kept_rows(Kept(space, **vintage), table, language)


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
