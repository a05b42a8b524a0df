"""`masfufa export hapi`: displaced people as rows of the HDX HAPI table, with warnings and errors."""

from __future__ import annotations

from pathlib import Path

import click

from masfufa.cli.export_tables import output_option
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.cli.written import stream, told


@click.command(context_settings={"max_content_width": 100})
@workspace_option
@output_option
def hapi(workspace: Path | None, output: Path | None) -> int:
    """Write agencies' stocks of displaced people, admin levels 0 to 2, as CSV with the columns of HDX HAPI.

    P-codes are held against the official ones where the workspace knows them (import hxl of a table of P-codes); what
    was put right, or could not be, stands in the columns warning and error.
    """
    from masfufa.exchange.hapi import hapi_rows, write_hapi

    with opened(workspace) as space:
        rows = hapi_rows(space.claims(), list(space.units()))
        with stream(output) as out:
            count = write_hapi(rows, out)
    return told(output, count)
