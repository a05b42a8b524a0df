"""`masfufa why`: everything behind one cell of the matrix, down to the sentence, the cell or the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from masfufa.cli.labels import INTERFACES
from masfufa.cli.reconciled import vintage_options
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option


@click.command(context_settings={"max_content_width": 100})
@click.argument("cell_id", metavar="CELL_ID")
@workspace_option
@vintage_options
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="Text for the terminal, or one JSON object.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, help="How many claims to open at most.")
@click.option("--interface", type=click.Choice(INTERFACES), default="en", show_default=True,
              help="Language of headings and notes.")  # fmt: skip
def why(
    cell_id: str,
    workspace: Path | None,
    as_known_on: Any,
    as_recorded_on: Any,
    format_: str,
    limit: int,
    interface: str,
) -> int:
    """Show what a cell rests on: claims with their words and places, the rule, the sums, what was set aside and why.

    \b
    masfufa why LBY.LY0201/2019-W15/killed/person
    """
    from masfufa.cli.why_text import told
    from masfufa.exchange.sentences import sentences
    from masfufa.tracking.kept import Kept
    from masfufa.tracking.stored import behind

    with opened(workspace) as space:
        kept = Kept(space, as_known_on, as_recorded_on)
        cell = kept.cell(cell_id)
        found = behind(cell, kept.entry, limit)
        found["sentences"] = sentences(space, found["claims"])
    if format_ == "json":
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
        return ALL_READ
    click.echo(told(cell, found, interface))
    return ALL_READ
