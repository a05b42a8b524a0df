"""`masfufa backup` and `masfufa restore`: a workspace as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option


@click.command(context_settings={"max_content_width": 100})
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
def backup(output: Path, workspace: Path | None) -> int:
    """Write the whole workspace to FILE: ledger, accounts, crisis folder, mappings, releases.

    Others may go on working meanwhile. FILE takes the place of an older backup only when it is whole. Of a workspace on
    PostgreSQL the ledger goes in as rows, without accounts: pg_dump copies the database itself.
    """
    from masfufa.workspace.backup import write_backup

    with opened(workspace) as space:
        size = write_backup(space, output)
        if not space.is_sqlite:
            click.echo("masfufa: the accounts of a desk are not in it: pg_dump copies them.", err=True)
    click.echo(f"{output}: {size:,} bytes", err=True)
    return ALL_READ


@click.command(context_settings={"max_content_width": 100})
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--database", metavar="ADDRESS", help="An empty PostgreSQL database, for a backup of one.")
def restore(file: Path, folder: Path, database: str | None) -> int:
    """Make a workspace in DIR of the backup FILE. DIR must not be there yet, or be empty.

    Every hash is checked, and a ledger of an older masfufa is brought up. What was purged since FILE was made is in it
    again: purge it again.
    """
    from masfufa.workspace.backup import restore_backup

    with restore_backup(file, folder, database=database) as space:
        counts = space.counts()
        claims = sum(counts.claims.values())
        click.echo(f"{folder}: {counts.documents:,} documents, {claims:,} claims, {counts.decisions:,} decisions")
    return ALL_READ
