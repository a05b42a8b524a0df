"""Where readings go and what is said beside them: the sink, the progress bar, the words on stderr, the exit status."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from masfufa.cli import bidi
from masfufa.cli.inputs import LINE_SUFFIXES, expand, jobs, total_size
from masfufa.cli.run import run
from masfufa.cli.settings import Settings
from masfufa.cli.status import ALL_READ, PIPE_CLOSED, SOME_UNREAD, silence_stdout
from masfufa.cli.work import Totals, Worker, make_format
from masfufa.documents.jsonl import Failure
from masfufa.errors import DataError, UsageError

TOLD_FAILURES = 20
"""How many unread documents are named on stderr; the rest are counted."""


def terminal_width() -> int:
    """Columns of the terminal, of COLUMNS where that is set, else 80."""
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def bidi_mode(asked: str, to_terminal: bool) -> str:
    """The mode asked for, or for "auto" the one that the terminal needs; files get plain text."""
    if asked != "auto":
        return asked
    return bidi.detect(os.environ) if to_terminal else "plain"


def read_all(
    sources: tuple[str, ...], settings: Settings, output: Path | None, workers: int | None, quiet: bool
) -> int:
    """Read all sources and print the readings. Returns the exit status."""
    try:
        return _read_all(sources, settings, output, workers, quiet)
    except BrokenPipeError:
        silence_stdout()
        return PIPE_CLOSED


def _read_all(
    sources: tuple[str, ...], settings: Settings, output: Path | None, workers: int | None, quiet: bool
) -> int:
    expanded = expand(sources)
    if not expanded:
        raise UsageError("no-documents", f"There is no report in {', '.join(sources)}. Name files, or another folder.")
    if len(expanded) == 1 and not _many(expanded):
        workers = 1
    format_ = make_format(settings)
    totals, told = Totals(), 0
    with _sink(output, expanded) as sink, _progress(expanded, sink, quiet) as advance:
        _write(sink, format_.head())
        for result in run(jobs(expanded), settings, workers, Worker, may_fork=True):
            if result.text:
                _write(sink, result.text)
            totals += result.totals
            advance(totals)
            for failure in result.failures:
                told += 1
                shown = settings.format == "table" and sink.isatty()
                if not quiet and not shown and told <= TOLD_FAILURES:
                    print(f"masfufa: {_name(failure)}: {failure.message} [{failure.code}]", file=sys.stderr)
        _write(sink, format_.tail(totals))
    if told > TOLD_FAILURES and not quiet:
        print(f"masfufa: {told - TOLD_FAILURES:,} more documents could not be read.", file=sys.stderr)
    return SOME_UNREAD if totals.unread else ALL_READ


def _many(sources: list[str]) -> bool:
    return len(sources) > 1 or sources[0] == "-" or Path(sources[0]).suffix.lower() in LINE_SUFFIXES


def _name(failure: Failure) -> str:
    return bidi.clean(failure.id or "document")


def _write(sink: TextIO, text: str) -> None:
    if text:
        sink.write(text)
        sink.flush()


@contextlib.contextmanager
def _sink(output: Path | None, sources: list[str]) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    for source in sources:
        with contextlib.suppress(OSError):
            if Path(source).samefile(output):
                raise UsageError("output-is-input", f"{output} is also read from. Give --output another name.")
    try:
        file = output.open("w", encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        raise DataError(
            "output-not-writable", f"{output} can't be written ({error.strerror}). Choose another --output."
        ) from error
    with file:
        yield file


@contextlib.contextmanager
def _progress(sources: list[str], sink: TextIO, quiet: bool) -> Iterator[Callable[[Totals], None]]:
    if quiet or not _many(sources) or not sys.stderr.isatty() or sink.isatty():
        yield lambda totals: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(bar_width=None),
        TextColumn("{task.fields[done]:,} documents, {task.fields[figures]:,} figures"),
        TimeRemainingColumn(),
    )
    size = total_size(sources)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=size or None, done=0, figures=0)

        def advance(totals: Totals) -> None:
            bar.update(task, completed=totals.size if size else 0, done=totals.documents, figures=totals.figures)

        yield advance
