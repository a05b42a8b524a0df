"""`masfufa init`: make a workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from masfufa.cli.read import Day
from masfufa.cli.status import ALL_READ


@click.command(context_settings={"max_content_width": 100})
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--countries", metavar="CODES", default="", help="What it is about, as ISO codes: LBY,SDN.")
@click.option("--onset", type=Day(), help="The day from which running totals count (2019-04-04).")
@click.option("--name", metavar="NAME", help="What it is called. [the folder's name]")
@click.option("--database", metavar="URL", help="A PostgreSQL database for a team: postgresql://user@host/name.")
def init(folder: Path, countries: str, onset: dt.date | None, name: str | None, database: str | None) -> int:
    """Make a workspace: a folder with a ledger of claims, and a place for a crisis's own names (docs/workspace.md).

    \b
    masfufa init libya --countries LBY --onset 2019-04-04
    masfufa init sudan --countries SDN --database postgresql://team@db/sudan
    """
    from masfufa.workspace import create_workspace
    from masfufa.workspace.database import shown

    codes = [code for code in countries.split(",") if code.strip()]
    with create_workspace(folder, countries=codes, onset=onset, name=name, database=database) as made:
        click.echo(f"Workspace {made.name} in {folder}; the ledger is {shown(made.address)}.")
    click.echo(f"Add reports:  masfufa add --workspace {folder} REPORTS…")
    return ALL_READ
