"""One document of a partition to its rows. Runs where documents are guarded: in a process that may be killed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masfufa.documents.guard import guarded
from masfufa.documents.jsonl import Failure, parse_line
from masfufa.documents.load import Options, from_bytes
from masfufa.errors import DocumentError, MasfufaError
from masfufa.records import Document
from masfufa.scaling.items import Item
from masfufa.scaling.rows import Rows, failed_rows, rows_of

if TYPE_CHECKING:
    from masfufa.lexicon.crisis import Crisis


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What readings depend on beside the documents. `crisis`: a crisis folder, the same on every machine."""

    published: dt.date | None = None
    language: str | None = None
    publisher: str | None = None
    text: bool = False
    crisis: str | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in dataclasses.asdict(self).items()
            if name != "crisis"  # what is in it is part of the reader's word, whatever the folder is called
        }


@dataclass(frozen=True, slots=True)
class Task:
    """An item with the file that it is of."""

    source: str
    item: Item


def make_reader(given: tuple[ReadOptions, str]) -> Callable[[Task], Rows]:
    """The function that reads documents, with lexicon and places loaded. `given`: options and the reader's word."""
    options, word = given
    read = _Reader(options, word)
    read.warm()
    return read


def instead(task: Task, error: DocumentError) -> Task:
    """What is done in place of a document that was given up."""
    name = task.item.url or _name(task.item)
    failure = Failure(name, error.code, error.message, None)
    return Task(task.source, dataclasses.replace(task.item, line=None, page=None, failure=failure))


def _name(item: Item) -> str | None:
    if item.line is None or len(item.line) > 1 << 20:
        return None
    found = parse_line(item.line, item.position)
    return found.id


class _Reader:
    def __init__(self, options: ReadOptions, word: str) -> None:
        self._options, self._word = options, word
        self._given = Options(options.published, options.language, options.publisher)
        self._crisis: Crisis | None = None
        self._places: Any = None
        if options.crisis:
            from masfufa.gazetteer.crisis_places import with_places
            from masfufa.gazetteer.store import Gazetteer
            from masfufa.lexicon.crisis import load_crisis

            self._crisis = load_crisis(Path(options.crisis))
            self._places = with_places(Gazetteer.open(), self._crisis.places)

    def warm(self) -> None:
        """Read a little, so that the lists are loaded before documents are timed."""
        self._read(Document("warm", "12 people were killed in Tripoli on 5 April 2019.", language="en"))
        self._read(Document("warm", "قتل 12 شخصا في طرابلس.", language="ar"))

    def __call__(self, task: Task) -> Rows:
        item = task.item
        name = item.url
        try:
            document = self._document(item)
            if isinstance(document, Failure):
                return failed_rows(task.source, item.position, document, self._word)
            name = document.id
            reading = self._read(document)
            text = self._options.text or item.page is not None
            return rows_of(task.source, item.position, document, reading, self._word, text=text)
        except DocumentError as error:
            failure = Failure(name, error.code, error.message, None)
        except MasfufaError:
            raise
        except MemoryError:
            if guarded():
                raise
            failure = Failure(name, "document-too-large", "There is not enough memory to read this document.", None)
        except (Exception, RecursionError) as error:
            if os.environ.get("MASFUFA_DEBUG"):
                traceback.print_exc()
            told = f"A defect in masfufa ({type(error).__name__}: {str(error)[:200]}). Please report it."
            failure = Failure(name, "internal-error", told, None)
        return failed_rows(task.source, item.position, failure, self._word)

    @functools.cached_property
    def _read(self) -> Callable[[Document], Any]:
        from masfufa.reading.reader import read_document

        return lambda document: read_document(document, gazetteer=self._places, crisis=self._crisis)

    def _document(self, item: Item) -> Document | Failure:
        if item.failure is not None:
            return item.failure
        if item.page is not None:
            url = item.url or ""
            return from_bytes(item.page, url, self._given, declared=item.media_type, charset=item.charset, url=url)
        assert item.line is not None
        document = parse_line(item.line, item.position)
        if isinstance(document, Failure):
            return document
        given = self._options  # a line's own fields win, as with masfufa read
        return dataclasses.replace(
            document,
            published=document.published or given.published,
            language=document.language or given.language,
            publisher=document.publisher or given.publisher,
        )
