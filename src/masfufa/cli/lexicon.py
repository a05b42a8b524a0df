"""`masfufa lexicon`: check the word lists that reading goes by."""

from __future__ import annotations

from pathlib import Path

import click

from masfufa.cli.status import ALL_READ, SOME_UNREAD


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def lexicon() -> None:
    """Check the word lists that reading goes by (docs/lexicon.md)."""


@lexicon.command()
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path), metavar="[FOLDER|FILE]")
@click.option("--strict", is_flag=True, help="Words written twice count as errors too.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only; no words written twice, no summary.")
def check(folder: Path | None, strict: bool, quiet: bool) -> int:
    """Find entries that say what can't be meant: with file, line and what to write instead.

    Without FOLDER the lexicon of masfufa itself is checked. The exit status is 1 where there are errors.

    \b
    error    unknown fields and values, entries that no form comes of,
             one form with two meanings
    double   two spellings that are read alike, one form made by two entries:
             harmless, one can go
    """
    from masfufa.lexicon.check import DOUBLE, ERROR, check_file, check_folder
    from masfufa.lexicon.located import FOLDER

    place = folder or FOLDER
    found, files = (check_file(place), 1) if place.is_file() else check_folder(place)
    errors = sum(finding.kind == ERROR for finding in found)
    for finding in found:
        if finding.kind == ERROR or not quiet:
            click.echo(f"{finding.path}:{finding.line}: {finding.kind}: {finding.message}")
    if not quiet:
        doubles = sum(finding.kind == DOUBLE for finding in found)
        click.echo(f"{files} files: {errors} errors, {doubles} words written twice")
    return SOME_UNREAD if errors or (strict and found) else ALL_READ
