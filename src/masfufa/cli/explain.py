"""`masfufa explain`: which words and rules made a record."""

from __future__ import annotations

import datetime as dt
import re
import sys

import click

from masfufa.cli.read import BIDI_MODES, Day
from masfufa.errors import DocumentError, UsageError
from masfufa.records import Document, Reading

_RECORD = re.compile(r"(?:f?(?P<figure>\d+)|e(?P<event>\d+)|s(?P<statement>\d+))\Z")


@click.command(context_settings={"max_content_width": 100})
@click.argument("source", metavar="FILE|URL|-")
@click.option("-r", "--record", metavar="N", help="Which record: 0 a figure, e0 an event, s0 a statement. [lists all]")
@click.option("-d", "--document", metavar="ID", help="Which document of a JSON Lines file, by id or line number.")
@click.option("--published", type=Day(), help="Publication date: what 'yesterday' is counted from.")
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), help="Language of the text. [told from the text]")
@click.option("--width", type=click.IntRange(min=40), metavar="COLUMNS", help="Width of the lines. [the terminal's]")
@click.option("--bidi", type=click.Choice(BIDI_MODES), default="auto", show_default=True, envvar="MASFUFA_BIDI",
              help="How Arabic is handed to the terminal; docs/cli.md explains.")  # fmt: skip
def explain(
    source: str,
    record: str | None,
    document: str | None,
    published: dt.date | None,
    language: str | None,
    width: int | None,
    bidi: str,
) -> None:
    """Show the words and the rules that made a record, or list the records of a report.

    \b
    masfufa explain report.html                 every record with its number
    masfufa explain report.html --record 0      the first figure
    masfufa explain report.html --record e2     the third event
    """
    from masfufa.cli import output as out
    from masfufa.cli.explain_text import Sheet
    from masfufa.reading.reader import read_document
    from masfufa.reading.trace import Trace

    sheet = Sheet(width or out.terminal_width(), out.bidi_mode(bidi, sys.stdout.isatty()))
    trace = Trace()
    reading = read_document(_document(source, document, published, language), trace=trace)
    if record is None:
        _list(sheet, reading)
    else:
        _explain(sheet, reading, trace, record)
    click.echo(sheet.text(), nl=False)


def _explain(sheet: object, reading: Reading, trace: object, record: str) -> None:
    from masfufa.cli.explain_event import explain_event, explain_statement
    from masfufa.cli.explain_figure import explain_figure
    from masfufa.cli.explain_text import Sheet
    from masfufa.reading.trace import Trace

    assert isinstance(sheet, Sheet) and isinstance(trace, Trace)
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


def _list(sheet: object, reading: Reading) -> None:
    from masfufa.cli.explain_text import Sheet
    from masfufa.cli.wording import value_of

    assert isinstance(sheet, Sheet)
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


def _document(source: str, wanted: str | None, published: dt.date | None, language: str | None) -> Document:
    from masfufa.cli.inputs import jobs
    from masfufa.cli.settings import Settings
    from masfufa.cli.work import Worker
    from masfufa.documents.jsonl import Failure

    worker = Worker(Settings("jsonl", published=published, language=language))
    found: Document | None = None
    for job in jobs([source]):
        loaded = worker.load(job)
        number = str(job.line[0]) if job.line is not None else None
        if wanted is not None and number is not None:
            if wanted not in (number, loaded.id):
                continue
        elif found is not None:
            raise UsageError("document-which", f"{source} has several documents. Name one: --document ID.")
        if isinstance(loaded, Failure):
            raise DocumentError(loaded.code, loaded.message)
        found = loaded
        if wanted is not None:
            break
    if found is None:
        raise UsageError("document-which", f"{source} has no document {wanted}. Give its id or its line number.")
    return found
