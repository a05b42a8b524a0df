"""`masfufa read --format parquet`: what is said of a run over partitions. The work is done in masfufa.scaling."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from masfufa.cli.bidi import clean
from masfufa.cli.run import cores
from masfufa.cli.status import ALL_READ, SOME_UNREAD
from masfufa.scaling.reader import ReadOptions
from masfufa.scaling.run import DEFAULT_SIZE, Report, read_partitions

_TOLD = 20


def read_into(
    sources: tuple[str, ...],
    output: Path | None,
    *,
    engine: str,
    scheduler: str | None,
    megabytes: float | None,
    jobs: int | None,
    quiet: bool,
    published: dt.date | None,
    language: str | None,
    publisher: str | None,
    text: bool,
    crisis: Path | None,
) -> int:
    """Read sources into partitions under `output` and tell what came of it. Returns the exit status."""
    if output is None:
        raise click.UsageError("--format parquet needs --output: a folder.")
    if output.exists() and not output.is_dir():
        raise click.BadParameter(f"'{output}' is a file; Parquet goes into a folder.", param_hint="'-o' / '--output'")
    if engine == "processes" and scheduler:
        raise click.UsageError("--scheduler goes with --engine dask.")
    if crisis is not None:
        from masfufa.lexicon.crisis import load_crisis

        load_crisis(crisis)  # what is wrong in it is told before anything is read
    options = ReadOptions(published, language, publisher, text, str(crisis.absolute()) if crisis else None)
    with _progress(quiet) as advance:
        report = read_partitions(
            sources,
            output,
            options,
            engine=engine,
            scheduler=scheduler,
            jobs=jobs or cores(),
            size=int(megabytes * 1_048_576) if megabytes else DEFAULT_SIZE,
            progress=advance,
        )
    if not quiet:
        for name, error in report.failed[:_TOLD]:
            print(f"masfufa: {clean(name)}: {error.message} [{error.code}]", file=sys.stderr)
        print(words(report))
    return SOME_UNREAD if report.failed or report.total.unread else ALL_READ


def words(report: Report) -> str:
    """What a run did, in a line."""
    total = report.total
    parts = [
        f"{report.partitions:,} partition{'' if report.partitions == 1 else 's'}"
        + (f", {report.known:,} of them finished before" if report.known else "")
        + (f", {len(report.failed):,} failed" if report.failed else ""),
        f"{total.documents:,} documents" + (f", {total.unread:,} could not be read" if total.unread else ""),
        f"{total.figures:,} figures, {total.events:,} events, {total.statements:,} statements",
    ]
    return "; ".join(parts)


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Report], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda report: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("planning")
        yield lambda report: bar.update(task, description=words(report))
