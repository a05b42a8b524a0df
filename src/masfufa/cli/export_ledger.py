"""`masfufa export plover | package`: event claims as PLOVER, and the whole workspace as a data package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from masfufa.cli.export_tables import output_option
from masfufa.cli.reconciled import frame_options, vintage_options
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.cli.written import stream, told


@click.command()
@workspace_option
@vintage_options
@output_option
def plover(workspace: Path | None, output: Path | None, **vintage: Any) -> int:
    """Every reported event as a line of JSON with the fields of the PLOVER manual; reports of one thing name it."""
    from masfufa.exchange.plover_lines import plover_records, write_records
    from masfufa.exchange.sentences import Sentences
    from masfufa.tracking.kept import Kept

    with opened(workspace) as space:
        kept = Kept(space, **vintage)
        records = kept.plain("plover:1", lambda ledger: list(plover_records(ledger, Sentences(space.document))))
    with stream(output) as out:
        count = write_records(records, out)
    return told(output, count)


@click.command()
@workspace_option
@frame_options
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="PATH", required=True,
              help="A folder, or a file ending in .zip, that is not there yet.")  # fmt: skip
@click.option("--content", is_flag=True, help="With the documents' original bytes, not only their text.")
def package(workspace: Path | None, output: Path, content: bool, **frame: Any) -> int:
    """The workspace as a Frictionless data package: claims, matrix and happenings for people, the ledger for masfufa.

    `masfufa import package` takes it into another workspace. What was purged is not in it.
    """
    from masfufa.exchange.happening_rows import kept_rows
    from masfufa.exchange.matrix_rows import Paths, matrix_rows
    from masfufa.exchange.package import write_package
    from masfufa.tracking.kept import Frame, Kept

    wanted = Frame(**frame)
    with opened(workspace) as space:
        kept = Kept(space, wanted.as_known_on, wanted.as_recorded_on)
        rows = matrix_rows(kept.chosen(wanted), Paths.kept(kept))
        tables = {"matrix": rows, "ged": kept_rows(kept, "ged")}
        count = write_package(space, output, tables, content=content)
    click.echo(f"{output}: {count:,} claims", err=True)
    return ALL_READ
