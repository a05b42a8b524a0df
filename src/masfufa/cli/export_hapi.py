"""`masfufa export hapi`: displaced people as rows of the HDX HAPI table, with warnings and errors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from masfufa.cli.status import ALL_READ
from masfufa.errors import UsageError


@click.command(context_settings={"max_content_width": 100})
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="The workspace. [MASFUFA_WORKSPACE, or the nearest one upwards]")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to this file. [standard output]")  # fmt: skip
def hapi(workspace: Path | None, output: Path | None) -> int:
    """Write agencies' stocks of displaced people, admin levels 0 to 2, as CSV with the columns of HDX HAPI.

    P-codes are held against the official ones where the workspace knows them (import hxl of a table of P-codes); what
    was put right, or could not be, stands in the columns warning and error.
    """
    from masfufa.exchange.hapi import hapi_rows, write_hapi
    from masfufa.workspace import find_workspace, open_workspace

    space = open_workspace(find_workspace(workspace))
    rows = hapi_rows(space.claims(), list(space.units()))
    if output is None:
        write_hapi(rows, sys.stdout)
        return ALL_READ
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            count = write_hapi(rows, file)
    except OSError as error:
        raise UsageError("report-unwritable", f"{output} cannot be written: {error.strerror or error}.") from error
    click.echo(f"{output}: {count:,} rows", err=True)
    return ALL_READ
