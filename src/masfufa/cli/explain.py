"""`masfufa explain`: which words and rules made a record."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masfufa.cli.read import BIDI_MODES, Day
from masfufa.errors import DocumentError, UsageError
from masfufa.records import Document, Reading

if TYPE_CHECKING:
    from masfufa.cli.explain_text import Sheet
    from masfufa.cli.inputs import Job
    from masfufa.cli.work import Worker
    from masfufa.reading.trace import Trace

_RECORD = re.compile(r"(?:f?(?P<figure>\d+)|e(?P<event>\d+)|s(?P<statement>\d+))\Z")


@click.command(context_settings={"max_content_width": 100})
@click.argument("source", metavar="[FILE|FOLDER|URL|-]", default="-")
@click.option("-r", "--record", metavar="N", help="Which record: 0 a figure, e0 an event, s0 a statement. [lists all]")
@click.option("-d", "--document", metavar="ID", help="Which document of several: its id, or its number from 1.")
@click.option("--published", type=Day(), help="Publication date: what 'yesterday' is counted from.")
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), help="Language of the text. [told from the text]")
@click.option("--crisis", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Add a crisis's own actors, roles and places (docs/lexicon.md).")  # fmt: skip
@click.option("--ocr", is_flag=True, help="Read PDF pages that are pictures with Tesseract.")
@click.option("--allow-private", is_flag=True, help="Let an address lead into a private network.")
@click.option("--width", type=click.IntRange(min=40), metavar="COLUMNS", help="Width of the lines. [the terminal's]")
@click.option("--bidi", type=click.Choice(BIDI_MODES), default="auto", show_default=True, envvar="MASFUFA_BIDI",
              help="How Arabic is handed to the terminal; docs/cli.md explains.")  # fmt: skip
def explain(
    source: str,
    record: str | None,
    document: str | None,
    published: dt.date | None,
    language: str | None,
    crisis: Path | None,
    ocr: bool,
    allow_private: bool,
    width: int | None,
    bidi: str,
) -> None:
    """Show the words and the rules that made a record, or list the records of a report.

    \b
    masfufa explain report.html                 every record with its number
    masfufa explain report.html --record 0      the first figure
    masfufa explain report.html --record e2     the third event
    masfufa explain news.jsonl --document 17    records of the 17th line
    """
    from masfufa.cli import output as out
    from masfufa.cli.explain_text import Sheet
    from masfufa.cli.settings import Settings
    from masfufa.cli.work import Worker
    from masfufa.reading.reader import read_document
    from masfufa.reading.trace import Trace

    sheet = Sheet(width or out.terminal_width(), out.bidi_mode(bidi, sys.stdout.isatty()))
    trace = Trace()
    folder = str(crisis) if crisis else None
    worker = Worker(Settings("jsonl", published, language, ocr=ocr, allow_private=allow_private, crisis=folder))
    reading = read_document(
        _document(worker, source, document), trace=trace, gazetteer=worker.gazetteer, crisis=worker.crisis
    )
    if record is None:
        _list(sheet, reading)
    else:
        _explain(sheet, reading, trace, record)
    click.echo(sheet.text(), nl=False)


def _explain(sheet: Sheet, reading: Reading, trace: Trace, record: str) -> None:
    from masfufa.cli.explain_event import explain_event, explain_statement
    from masfufa.cli.explain_figure import explain_figure

    match = _RECORD.match(record.strip().lower())
    if match is None:
        raise UsageError("record-unknown", f"{record!r} names no record. Write 0 for a figure, e0 or s0.")
    told = {"figure": explain_figure, "event": explain_event, "statement": explain_statement}
    kind = match.lastgroup or "figure"
    there = {"figure": reading.figures, "event": reading.events, "statement": reading.statements}[kind]
    number = int(match[kind])
    if number >= len(there):
        has = f"{len(reading.figures)} figures, {len(reading.events)} events, {len(reading.statements)} statements"
        raise UsageError("record-unknown", f"There is no {kind} {number}: the report has {has}, counted from 0.")
    told[kind](sheet, reading, trace, number)


def _list(sheet: Sheet, reading: Reading) -> None:
    from masfufa.cli.wording import value_of

    for n, figure in enumerate(reading.figures):
        sheet.title(f"{n:>3}  {figure.category} {value_of(figure)} {figure.unit}  {sheet.q(figure.text)}")
    for n, event in enumerate(reading.events):
        sheet.title(f"e{n:<2}  {event.event_type} {event.mode or ''} {event.modality}  {sheet.q(event.text)}")
    for n, said in enumerate(reading.statements):
        speaker = sheet.q(said.speaker.text) if said.speaker else "somebody"
        sheet.title(f"s{n:<2}  {speaker}: {sheet.q(said.text)}")
    if not sheet.lines:
        sheet.title("No figures, events or statements found.")
    for notice in reading.notices:
        sheet.title(f"! {notice.kind}: {notice.message}")


def _document(worker: Worker, source: str, wanted: str | None) -> Document:
    """The document that is meant: the only one, or the one of that id or number. Raises UsageError, DocumentError."""
    from masfufa.cli.inputs import expand, jobs
    from masfufa.documents.jsonl import Failure

    found: Document | Failure | None = None
    named = "standard input" if source == "-" else source
    number = 0
    for number, job in enumerate(jobs(expand((source,))), 1):
        if wanted is None:
            if number > 1:
                raise UsageError("document-which", f"{named} has several documents. Name one: --document ID.")
            found = worker.load(job)
            continue
        line = _line(job)
        if line is not None:
            loaded = worker.load(job)
            found = loaded if wanted in (str(line), loaded.id) else None
        elif wanted in (str(number), job.source or "-", Path(job.source or "-").name):
            found = worker.load(job)
        if found is not None:
            break
    if isinstance(found, Failure):
        raise DocumentError(found.code, found.message)
    if found is None and wanted is not None and number:
        many = f"{number} documents" if number > 1 else "1 document"
        raise UsageError(
            "document-which", f"{named} has no document {wanted}, but {many}. Give its id, or its number, from 1."
        )
    if found is None:
        raise UsageError("document-which", f"{named} has no document in it.")
    return found


def _line(job: Job) -> int | None:
    """The number of a job's line, where it is one of JSON Lines."""
    if job.line is not None:
        return job.line[0]
    return job.failure.line if job.failure is not None else None
