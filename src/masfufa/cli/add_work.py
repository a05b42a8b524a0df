"""What `masfufa add` has done to each job: load, read, make records. Runs in the main process or in others."""

from __future__ import annotations

import dataclasses
import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masfufa.cli.inputs import Job
from masfufa.cli.settings import Settings
from masfufa.cli.work import NO_MEMORY, Worker
from masfufa.documents.guard import guarded
from masfufa.documents.jsonl import Failure, parse_line
from masfufa.documents.load import from_bytes, is_url
from masfufa.documents.url import fetch
from masfufa.errors import DocumentError, MasfufaError
from masfufa.reading.reader import read_document
from masfufa.records import Document
from masfufa.workspace.documents import identity
from masfufa.workspace.from_reading import Records, reader_word, records_of


@dataclass(frozen=True, slots=True)
class StoredJob(Job):
    """A document of the workspace that is read again. `update`: its metadata were given anew."""

    document: Document | None = None
    update: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """One document with its records. `content`: the bytes it came from, None for lines and for what is stored."""

    records: Records
    content: bytes | None
    size: int
    update: bool = False


@dataclass(frozen=True, slots=True)
class _Loaded:
    document: Document
    id: str
    name: str
    content: bytes | None


class AddWorker(Worker):
    """Reads documents into records, one after the other."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._debug = settings.debug
        self.word = reader_word(Path(settings.crisis) if settings.crisis else None)

    def do(self, batch: Sequence[Job]) -> tuple[Read | Failure, ...]:  # type: ignore[override]
        """What came of each job."""
        return tuple(self._one(job) for job in batch)

    def _one(self, job: Job) -> Read | Failure:
        line = job.line[0] if job.line else None
        name = job.source or ("-" if line is None else f"line-{line}")
        try:
            loaded = self._loaded(job)
            if isinstance(loaded, Failure):
                return loaded
            reading = read_document(loaded.document, gazetteer=self.gazetteer, crisis=self.crisis)
            records = records_of(
                loaded.document,
                reading,
                name=loaded.name,
                reader=self.word,
                crisis=self.crisis,
                stored_id=loaded.id,
            )
            return Read(records, loaded.content, job.size, isinstance(job, StoredJob) and job.update)
        except DocumentError as error:
            return Failure(name, error.code, error.message, line)
        except MasfufaError:
            raise
        except MemoryError:
            if guarded():
                raise
            return Failure(name, *NO_MEMORY, line)
        except (Exception, RecursionError) as error:
            if self._debug:
                traceback.print_exc()
            told = f"{type(error).__name__}: {error}"[:200]
            message = f"A defect in masfufa ({told}). Please report it; MASFUFA_DEBUG=1 shows where."
            return Failure(name, "internal-error", message, line)

    def _loaded(self, job: Job) -> _Loaded | Failure:
        if job.failure is not None:
            return job.failure
        if isinstance(job, StoredJob):
            assert job.document is not None
            return _Loaded(job.document, job.document.id, job.document.id, None)
        if job.line is not None:
            own = parse_line(job.line[1], job.line[0], self._options.limits)
            filled = self._filled(own)
            if isinstance(own, Failure) or isinstance(filled, Failure):
                return own if isinstance(own, Failure) else _impossible()
            return _Loaded(filled, identity(own), own.id, None)
        if job.data is not None:
            document = from_bytes(job.data, "-", self._options)
            return _Loaded(document, identity(document), "-", job.data)
        assert job.source is not None
        if is_url(job.source):
            options = self._options
            page = fetch(job.source, limits=options.limits, allow_private=options.allow_private)
            document = from_bytes(
                page.data, job.source, options, declared=page.media_type, charset=page.charset, url=job.source
            )
            return _Loaded(document, identity(document), job.source, page.data)
        loaded = self.load(job)
        if isinstance(loaded, Failure):
            return loaded
        content = Path(job.source).read_bytes()
        if loaded.source is None or hashlib.sha256(content).hexdigest() != loaded.source.sha256:
            raise DocumentError("file-changed", "The file was changed while it was read. Add it again.")
        return _Loaded(loaded, identity(loaded), loaded.id, content)


def _impossible() -> Failure:
    raise AssertionError("a line that could be read could not be filled")


def with_metadata(document: Document, settings: Settings, *, line: bool) -> Document:
    """A stored document with what the options say of it: of a `line` of JSON Lines only what it leaves out."""
    said: dict[str, Any] = {
        "published": settings.published,
        "publisher": settings.publisher,
        "language": settings.language,
    }
    own = {name: getattr(document, name) for name in said}
    chosen = {name: (own[name] or said[name]) if line else (said[name] or own[name]) for name in said}
    return dataclasses.replace(document, **chosen)
