"""`masfufa check`: whether a workspace is whole."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any

import click

from masfufa.cli.status import ALL_READ, SOME_UNREAD
from masfufa.cli.workspace_option import opened, workspace_option


@click.command(context_settings={"max_content_width": 100})
@workspace_option
@click.option("-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="How to print.")  # fmt: skip
@click.option("--read-again", is_flag=True, help="Also read and import everything again and compare.")
def check(workspace: Path | None, format_: str, read_again: bool) -> int:
    """Go through the whole workspace: database, rows, hashes, spans, cells, decisions, releases. Nothing is changed.

    Every stored span must still stand in its text, every cell in its file. The exit status is 0 if all is whole,
    else 1; what is not is told by table and key, without a word of what stands there.
    """
    from masfufa.exchange.cell_texts import cell_texts
    from masfufa.workspace.checks import Checked
    from masfufa.workspace.checks import check as find

    done = Checked()
    faults = []
    with opened(workspace) as space:
        found = find(space, cell_texts, done)
        if read_again:
            from masfufa.exchange.import_again import import_again
            from masfufa.workspace import checks_again

            again = checks_again.import_again(space, import_again)
            found = itertools.chain(found, checks_again.read_again(space), again)
        for fault in found:
            faults.append(fault)
            if format_ == "table":
                click.echo(f"{fault.kind}: {fault.where}: {fault.what}")
    counted: dict[str, Any] = dataclasses.asdict(done)
    if format_ == "json":
        told = [dataclasses.asdict(fault) for fault in faults]
        click.echo(json.dumps({"whole": not faults, "faults": told, "checked": counted}, ensure_ascii=False))
    else:
        looked = ", ".join(f"{number:,} {what}" for what, number in counted.items())
        click.echo(f"{f'{len(faults):,} faults' if faults else 'All is whole'}: {looked} looked at.")
    return SOME_UNREAD if faults else ALL_READ
