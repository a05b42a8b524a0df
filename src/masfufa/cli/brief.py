"""`masfufa brief`: a situation brief in Arabic, English or French."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.reconciled import BYS, Categories, Day
from masfufa.cli.status import ALL_READ
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.cli.written import stream, whole

if TYPE_CHECKING:
    from masfufa.exchange.brief.content import Brief

FORMATS = ("html", "docx", "pdf")
HEADLINES = ("killed", "wounded", "missing", "displaced", "returned")


_EMPTY = "brief-empty"
"""The code of an empty brief, which is told and no error."""


@click.command()
@workspace_option
@click.option(
    "--language", type=click.Choice(("ar", "en", "fr")), default="en", show_default=True, help="Language of the brief."
)
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="Tell what changed since this day, and why; figures are those of the time since. [nothing compared]",
)
@click.option("--as-known-on", type=Day(), metavar="DATE", help="What was known on this day. [today]")
@click.option("--by", type=click.Choice(BYS[1:]), default="adm1", show_default=True, help="The areas of table and map.")
@click.option(
    "--category",
    type=Categories(),
    default=HEADLINES,
    metavar="A,B",
    help=f"The categories that the brief tells of. [{','.join(HEADLINES)}]",
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(FORMATS), help="The layout. [from the name of the output, else html]"
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to this file; docx and pdf need it. [standard output]")  # fmt: skip
def brief(
    workspace: Path | None,
    language: str,
    since: dt.date | None,
    as_known_on: dt.date | None,
    by: str,
    category: tuple[str, ...],
    format_: str | None,
    output: Path | None,
) -> int:
    """Write a situation brief: key figures, areas, map, time series, what changed and why, disagreements.

    Every number leads to the sentence, cell or answer that it comes from.
    """
    format_ = format_ or (output.suffix.lower().lstrip(".") if output else "html")
    if format_ not in FORMATS:
        raise click.UsageError(f"A brief is written as {', '.join(FORMATS)}, not {format_!r}: name it with --format.")
    if output is None and format_ != "html":
        raise click.UsageError(f"{format_} needs --output FILE.")
    made = _made(workspace, language, since, as_known_on, by, category)
    if format_ == "html":
        from masfufa.exchange.brief.html import brief_html

        with stream(output) as out:
            out.write(brief_html(made))
    else:
        assert output is not None
        with whole(output) as file:
            _write(made, format_, file)
    if made.empty:
        day = as_known_on or "today"
        message = f"nothing was known by {day} of what was asked for: the brief is empty"
        click.echo(f"masfufa: {message} (masfufa status tells what there is) [{_EMPTY}]", err=True)
    if output is not None:
        click.echo(f"{output}: {len(made.key_figures)} key figures, {len(made.notes)} sources", err=True)
    return ALL_READ


def _write(made: Brief, format_: str, output: Path) -> None:
    if format_ == "docx":
        from masfufa.exchange.brief.docx import write_docx

        write_docx(made, output)
    else:
        from masfufa.exchange.brief.pdf import write_pdf

        write_pdf(made, output)


def _made(
    workspace: Path | None,
    language: str,
    since: dt.date | None,
    as_known_on: dt.date | None,
    by: str,
    category: tuple[str, ...],
) -> Brief:
    from masfufa.exchange.brief.making import brief_of
    from masfufa.tracking.kept import Kept

    today = as_known_on or dt.datetime.now().astimezone().date()
    with opened(workspace) as space:
        # Where no day is named all that is known is told, as the matrix tells it: one ledger for both.
        kept, earlier = Kept(space, as_known_on), Kept(space, since) if since is not None else None
        return brief_of(space, kept, earlier, language=language, today=today, since=since, by=by, categories=category)
