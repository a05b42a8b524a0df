"""What is done with one job: load, read, render. Runs in the main process or in a worker, with the same result."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from masfufa.cli.inputs import Job
from masfufa.cli.settings import Settings
from masfufa.documents.guard import guarded
from masfufa.documents.jsonl import Failure
from masfufa.documents.load import Options
from masfufa.errors import DocumentError, MasfufaError
from masfufa.records import Document, Reading

if TYPE_CHECKING:
    from masfufa.gazetteer.store import Gazetteer
    from masfufa.lexicon.crisis import Crisis
    from masfufa.plugins.contract import Reader

NO_MEMORY = ("document-too-large", "There is not enough memory to read this document. Split it.")


@dataclass(frozen=True, slots=True)
class Item:
    """A document that was read. `key` is the job's; `of_line` tells that it came as a line of JSON Lines."""

    key: str
    document: Document
    reading: Reading
    of_line: bool


class Format(Protocol):
    """How readings are printed. `head` and `tail` frame the output; the rest is one document's share of it."""

    def head(self) -> str:
        """What stands before the first document."""

    def document(self, item: Item) -> str:
        """The text of one reading."""

    def failure(self, key: str, failure: Failure) -> str:
        """The text in the place of a document that could not be read."""

    def tail(self, totals: Totals) -> str:
        """What stands after the last document."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over documents; `size` is in bytes of input."""

    documents: int = 0
    figures: int = 0
    notices: int = 0
    unread: int = 0
    size: int = 0
    events: int = 0
    statements: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.documents + other.documents,
            self.figures + other.figures,
            self.notices + other.notices,
            self.unread + other.unread,
            self.size + other.size,
            self.events + other.events,
            self.statements + other.statements,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """The rendered text of some jobs in their order, what was counted, and what went wrong."""

    text: str
    totals: Totals
    failures: tuple[Failure, ...] = ()


def make_format(settings: Settings) -> Format:
    """The renderer of `settings.format`; only its own module is imported."""
    if settings.format == "jsonl":
        from masfufa.cli.jsonl_out import JsonLines

        return JsonLines(settings)
    if settings.format == "csv":
        from masfufa.cli.csv_out import Csv

        return Csv(settings)
    if settings.format == "html":
        from masfufa.cli.html_out import Html

        return Html(settings)
    if settings.format == "plover":
        from masfufa.cli.plover_out import Plover

        return Plover(settings)
    if settings.format == "polecat":
        from masfufa.cli.polecat_out import Polecat

        return Polecat(settings)
    from masfufa.cli.table_out import Table

    return Table(settings)


class Worker:
    """Does jobs one after the other with one set of settings.

    `crisis` is the crisis folder of the settings, None without one; `gazetteer` the places with its own among them,
    None where the shipped ones will do.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._format = make_format(settings)
        self._options = Options(
            settings.published,
            settings.language,
            settings.publisher,
            ocr=settings.ocr,
            allow_private=settings.allow_private,
        )
        self.crisis: Crisis | None = None
        self.gazetteer: Gazetteer | None = None
        if settings.crisis:
            from masfufa.gazetteer.crisis_places import with_places
            from masfufa.gazetteer.store import Gazetteer as Shipped
            from masfufa.lexicon.crisis import load_crisis

            self.crisis = load_crisis(Path(settings.crisis))
            self.gazetteer = with_places(Shipped.open(), self.crisis.places)
        self._readers: list[Reader] = []
        if settings.readers:
            from masfufa.plugins.load import load

            self._readers = load(settings.readers)

    def do(self, batch: Sequence[Job]) -> Result:
        """All jobs of `batch`; a job that fails leaves its failure in its place."""
        parts: list[str] = []
        failures: list[Failure] = []
        totals = Totals()
        for job in batch:
            outcome = self._read(job)
            if isinstance(outcome, Failure):
                failures.append(outcome)
                parts.append(self._format.failure(job.key, outcome))
                totals += Totals(documents=1, unread=1, size=job.size)
            else:
                parts.append(self._format.document(outcome))
                found = outcome.reading
                totals += Totals(
                    1, len(found.figures), len(found.notices), 0, job.size, len(found.events), len(found.statements)
                )
        return Result("".join(parts), totals, tuple(failures))

    def _read(self, job: Job) -> Item | Failure:
        name = job.source or ("-" if job.line is None else f"line-{job.line[0]}")
        try:
            document = self.load(job)
            if isinstance(document, Failure):
                return document
            name = document.id
            from masfufa.reading.reader import read_document

            reading = read_document(
                document,
                include_numbers="numbers" in self._settings.include,
                gazetteer=self.gazetteer,
                crisis=self.crisis,
            )
            if self._readers:
                from masfufa.plugins.run import add_readings

                reading = add_readings(document, reading, self._readers)
            return Item(job.key, document, reading, job.line is not None)
        except DocumentError as error:
            return Failure(name, error.code, error.message, job.line[0] if job.line else None)
        except MasfufaError:
            raise  # a lexicon or gazetteer that can't be used stops the run, once
        except MemoryError:
            if guarded():
                raise  # the worker ends, and another goes on
            return Failure(name, *NO_MEMORY, job.line[0] if job.line else None)
        except (Exception, RecursionError) as error:
            # A defect of ours must not take the other documents with it; it is told as what it is.
            if self._settings.debug:
                traceback.print_exc()
            told = f"{type(error).__name__}: {error}"[:200]
            message = f"A defect in masfufa ({told}). Please report it; MASFUFA_DEBUG=1 shows where."
            return Failure(name, "internal-error", message, job.line[0] if job.line else None)

    def load(self, job: Job) -> Document | Failure:
        """The document of a job, or why there is none. Raises DocumentError."""
        if job.failure is not None:
            return job.failure
        if job.line is not None:
            from masfufa.documents.jsonl import parse_line

            return self._filled(parse_line(job.line[1], job.line[0], self._options.limits))
        from masfufa.documents.load import from_bytes, load

        if job.data is not None:
            return from_bytes(job.data, "-", self._options)
        assert job.source is not None
        options = self._options
        return load(
            job.source,
            published=options.published,
            language=options.language,
            publisher=options.publisher,
            ocr=options.ocr,
            allow_private=options.allow_private,
        )

    def _filled(self, document: Document | Failure) -> Document | Failure:
        # A JSON line's own fields win; the options say what it leaves out.
        if isinstance(document, Failure):
            return document
        options = self._options
        return dataclasses.replace(
            document,
            published=document.published or options.published,
            language=document.language or options.language,
            publisher=document.publisher or options.publisher,
        )
