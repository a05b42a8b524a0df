"""`masfufa read`: options in, readings out. The work is done in run.py and the format modules."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import click

from masfufa.cli.labels import INTERFACES
from masfufa.cli.settings import FORMATS, INCLUDES, Settings

PARQUET = "parquet"
"""The format that is a folder of partitions and not a stream: masfufa.scaling makes it."""

BIDI_MODES = ("auto", "isolate", "visual", "plain")


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A date written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date that `value` is."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write it like 2019-04-08.", param, ctx)


class _Included(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    name = ",".join(INCLUDES)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        names = frozenset(part.strip() for part in str(value).split(",") if part.strip())
        if unknown := sorted(names - set(INCLUDES)):
            self.fail(f"{unknown[0]!r} is unknown; there are {', '.join(INCLUDES)}.", param, ctx)
        return names


@click.command(context_settings={"max_content_width": 100})
@click.argument("sources", nargs=-1, metavar="[FILE|FOLDER|URL|-]...")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice((*FORMATS, PARQUET)),
    help="How to print. [by the name of --output, else table]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file, Parquet into this folder.")
@click.option("--published", type=Day(), help="Publication date: what 'yesterday' is counted from.")
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), help="Language of the text. [told from the text]")
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option("--include", multiple=True, type=_Included(), help="Print all numbers, or the text of JSON Lines, too.")
@click.option("--reader", "readers", multiple=True, metavar="NAME",
              help="Let a plug-in reader add to the reading; docs/plugins.md tells which there are.")  # fmt: skip
@click.option("--crisis", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Add a crisis's own actors, roles and places (docs/lexicon.md).")  # fmt: skip
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Add those of this workspace's crisis folder.")  # fmt: skip
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. [all cores when there is much to read]"
)
@click.option("--interface", type=click.Choice(INTERFACES), default="en", show_default=True, envvar="MASFUFA_INTERFACE",
              help="Language of labels in table and html.")  # fmt: skip
@click.option("--width", type=click.IntRange(min=40), metavar="COLUMNS", help="Width of the table. [the terminal's]")
@click.option("--no-color", is_flag=True, help="No colours in the table (also where NO_COLOR is set).")
@click.option("--bidi", type=click.Choice(BIDI_MODES), default="auto", show_default=True, envvar="MASFUFA_BIDI",
              help="How the table hands Arabic to the terminal; docs/cli.md explains.")  # fmt: skip
@click.option("--excel", is_flag=True, help="CSV or POLECAT that Excel opens with its letters right.")
@click.option("--ocr", is_flag=True, help="Read scanned PDF pages with tesseract (needs masfufa[ocr]).")
@click.option("--allow-private", is_flag=True, help="Let a URL lead into a private network.")
@click.option("--engine", type=click.Choice(["processes", "dask"]),
              help="Read into Parquet partitions (docs/scale.md) with these. [processes]")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster: tcp://host:8786, or local:2.")
@click.option("--partition-size", type=click.FloatRange(min=0.001), metavar="MB", help="MB of input a partition. [8]")
@click.option("-q", "--quiet", is_flag=True, help="No progress, and no word about unread documents on stderr.")
def read(
    sources: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    published: dt.date | None,
    language: str | None,
    publisher: str | None,
    include: tuple[frozenset[str], ...],
    readers: tuple[str, ...],
    crisis: Path | None,
    workspace: Path | None,
    jobs: int | None,
    interface: str,
    width: int | None,
    no_color: bool,
    bidi: str,
    excel: bool,
    ocr: bool,
    allow_private: bool,
    engine: str | None,
    scheduler: str | None,
    partition_size: float | None,
    quiet: bool,
) -> int:
    """Read reports and print every human-impact figure in them, every event and who said what.

    A report is a text, HTML, PDF or DOCX file, a page's URL, or a line of a JSON Lines file (.jsonl, .ndjson). A
    folder stands for the reports in it, and - for standard input, which is also read when nothing is named.

    --format parquet reads JSON Lines, Parquet and WARC files into a folder of Parquet partitions; run again, it does
    what is missing.

    --published, --language and --publisher win over what a file says of itself; a JSON line's own fields win over
    them.
    """
    from masfufa.cli import output as out

    if not sources:
        if sys.stdin.isatty():
            raise click.UsageError("Name a file, a folder or a URL, or pipe a report in. Try 'masfufa read --help'.")
        sources = ("-",)
    if sources.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if workspace is not None:
        crisis = crisis or _crisis_of(workspace)
    if format_ == PARQUET or (format_ is None and (engine or scheduler)):
        from masfufa.cli.read_partitions import read_into

        if include and frozenset().union(*include) - {"text"}:
            raise click.UsageError("--include takes only text with --format parquet.")
        if ocr or readers or allow_private:
            raise click.UsageError("--ocr, --reader and --allow-private do not go with --format parquet.")
        return read_into(
            sources,
            output,
            engine=engine or ("dask" if scheduler else "processes"),
            scheduler=scheduler,
            megabytes=partition_size,
            jobs=jobs,
            quiet=quiet,
            published=published,
            language=language,
            publisher=publisher,
            text=bool(include),
            crisis=crisis,
        )
    if engine or scheduler or partition_size is not None:
        raise click.UsageError("--engine, --scheduler and --partition-size go with --format parquet.")
    if output is not None and output.is_dir():
        raise click.BadParameter(f"File '{output}' is a directory.", param_hint="'-o' / '--output'")
    to_terminal = output is None and sys.stdout.isatty()
    chosen = format_ or (_by_suffix(output) if output else "table")
    settings = Settings(
        format=chosen,
        published=published,
        language=language,
        publisher=publisher,
        include=frozenset().union(*include),
        ocr=ocr,
        allow_private=allow_private,
        interface=interface,
        excel=excel,
        color=to_terminal and not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        width=width or out.terminal_width(),
        bidi=out.bidi_mode(bidi, to_terminal),
        debug=bool(os.environ.get("MASFUFA_DEBUG")),
        readers=readers,
        crisis=str(crisis) if crisis else None,
    )
    if crisis:
        from masfufa.lexicon.crisis import load_crisis

        load_crisis(crisis)  # what is wrong in it is told before anything is read
    if readers:
        from masfufa.plugins.load import load

        load(readers)  # what is missing is told here, once, and not by every process that reads
    return out.read_all(sources, settings, output, jobs, quiet)


def _crisis_of(workspace: Path) -> Path | None:
    from masfufa.workspace.folder import crisis_folder, read_frame

    read_frame(workspace)  # tells where it is no workspace
    return crisis_folder(workspace)


def _by_suffix(output: Path) -> str:
    by_suffix = {
        ".csv": "csv", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".tsv": "polecat",
    }  # fmt: skip
    return by_suffix.get(output.suffix.lower(), "table")
