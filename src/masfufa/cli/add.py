"""`masfufa add`: reports into the workspace. What is done to each is in add_work.py."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

from masfufa.cli.read import Day
from masfufa.cli.workspace_option import opened, workspace_option


@click.command(context_settings={"max_content_width": 100})
@click.argument("sources", nargs=-1, metavar="[FILE|FOLDER|URL|-]...")
@workspace_option
@click.option("--published", type=Day(), help="Publication date: what 'yesterday' is counted from.")
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), help="Language of the text. [told from the text]")
@click.option("--reread", is_flag=True, help="Read again what another version of the reader read last.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. [all cores when there is much to read]"
)
@click.option("--ocr", is_flag=True, help="Read scanned PDF pages with tesseract (needs masfufa[ocr]).")
@click.option("--allow-private", is_flag=True, help="Let a URL lead into a private network.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary, and no word about unread documents.")
def add(
    sources: tuple[str, ...],
    workspace: Path | None,
    published: dt.date | None,
    publisher: str | None,
    language: str | None,
    reread: bool,
    jobs: int | None,
    ocr: bool,
    allow_private: bool,
    quiet: bool,
) -> int:
    """Add reports to the workspace: store them, read them, and record every figure, event and statement.

    Takes what `masfufa read` takes. The same report twice is one. Each report is written whole or not at all, so this
    can be interrupted at any moment and run again: it goes on where it was.
    """
    from masfufa.cli.add_run import add_all
    from masfufa.cli.settings import Settings

    if not sources and not reread:
        raise click.UsageError("Name a file, a folder or a URL, or - for standard input. Try 'masfufa add --help'.")
    if sources.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    with opened(workspace) as ledger:
        crisis = ledger.crisis_folder
        if crisis:
            from masfufa.lexicon.crisis import load_crisis

            load_crisis(crisis)  # what is wrong in it is told before anything is read
        settings = Settings(
            format="jsonl",
            published=published,
            language=language,
            publisher=publisher,
            ocr=ocr,
            allow_private=allow_private,
            debug=bool(os.environ.get("MASFUFA_DEBUG")),
            crisis=str(crisis) if crisis else None,
        )
        return add_all(ledger, sources, settings, jobs, reread=reread, quiet=quiet)
