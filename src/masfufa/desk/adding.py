"""Adding reports while the desk runs: a thread that reads what was dropped or pasted, and says how far it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import queue
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from masfufa.documents.guard import Guard
from masfufa.documents.jsonl import Failure, parse_line
from masfufa.documents.load import Options, from_bytes
from masfufa.documents.url import fetch
from masfufa.errors import DocumentError, MasfufaError
from masfufa.records import Document
from masfufa.workspace import Workspace
from masfufa.workspace.from_reading import read_records

LINES = (".jsonl", ".ndjson")
KEPT = 40
"""So many finished items are told, the latest ones."""
_ENDED = ("added", "known", "reread", "purged", "failed")
_MOST_FAILURES = 20
_LOOK_AGAIN = 30.0
"""Seconds after which the thread looks for what other programs added."""
_PAUSE = 20
"""Comparing all documents takes as long as there are many: this many times as long nothing is compared again."""


def file_name(given: str) -> str:
    """The last part of a file's name, whatever system wrote it: it is shown and stored, and never opened."""
    name = PurePosixPath(PureWindowsPath(given).name).name
    return "".join(c for c in name if c.isprintable())[:200] or "report"


@dataclass(slots=True)
class Item:
    """One file or address. outcome: waiting, reading, or what became of it; done of total: lines of JSON Lines.

    step: while it is read, "fetching", "opening" (its text is taken out), "finding" (its records) or "storing".

    failures: (line or None, code, message) of what could not be read.
    """

    name: str
    data: bytes | None
    published: dt.date | None = None
    publisher: str | None = None
    outcome: str = "waiting"
    step: str = ""
    document: str | None = None
    records: int = 0
    done: int = 0
    total: int = 1
    failures: list[tuple[int | None, str, str]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to do."""
        return self.outcome in _ENDED


class Adder:
    """Reads what is put to it, one by one, in a thread of its own; then brings search and copies up to date."""

    def __init__(self, workspace: Workspace, *, allow_private: bool = False) -> None:
        self._workspace = workspace
        self._allow_private = allow_private
        self._items: deque[Item] = deque()
        self._waiting: queue.Queue[Item | None] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._compare_at = 0.0
        self._guard = Guard()

    def start(self) -> None:
        """Begin, with what search and copies still lack."""
        self._thread = threading.Thread(target=self._run, name="masfufa-adding", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after what is being read."""
        self._stopped.set()
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(timeout=30)
        self._guard.rest()

    def put(self, items: list[Item]) -> None:
        """Add items to what waits."""
        with self._lock:
            self._items.extend(items)
            while len(self._items) > KEPT and self._items[0].ended:
                self._items.popleft()
        for item in items:
            self._waiting.put(item)

    def items(self) -> list[Item]:
        """What waits, is read, and ended lately, oldest first."""
        with self._lock:
            return list(self._items)

    @property
    def busy(self) -> bool:
        """Whether something waits or is being read."""
        return any(not item.ended for item in self.items())

    def _run(self) -> None:
        self._after()
        while not self._stopped.is_set():
            try:
                item = self._waiting.get(timeout=_LOOK_AGAIN)
            except queue.Empty:
                self._guard.rest(_LOOK_AGAIN)
                self._after()
                continue
            if item is None:
                return
            try:
                self._read(item)
            except MasfufaError as error:
                self._failed(item, None, error.code, error.message)
            except (Exception, RecursionError, MemoryError) as error:
                if os.environ.get("MASFUFA_DEBUG"):
                    traceback.print_exc()
                told = f"A defect in masfufa ({type(error).__name__}: {str(error)[:150]}). Please report it."
                self._failed(item, None, "internal-error", told)
            item.data = None
            if self._waiting.empty():
                self._after()

    def _after(self) -> None:
        """What follows from the documents: the index of words, and which are copies."""
        from masfufa.tracking.duplicates import find_copies

        try:
            while not self._stopped.is_set() and self._workspace.index():
                pass
            began = time.monotonic()
            if not self._stopped.is_set() and began >= self._compare_at and self._workspace.copies_due():
                ids: list[str] = []

                def documents() -> object:
                    for stored in self._workspace.documents():
                        ids.append(stored.id)
                        yield stored

                found = find_copies(documents())  # type: ignore[arg-type]
                self._workspace.store_copies(ids, {c.document: (c.original, c.similarity) for c in found})
                self._compare_at = time.monotonic() + _PAUSE * (time.monotonic() - began)
        except MasfufaError:
            # Another program may hold the ledger; the next search, and the next look, try again.
            if os.environ.get("MASFUFA_DEBUG"):
                traceback.print_exc()
        except Exception:  # a defect here must not end the thread that reads
            traceback.print_exc()

    def _failed(self, item: Item, line: int | None, code: str, message: str) -> None:
        if len(item.failures) < _MOST_FAILURES:
            item.failures.append((line, code, message))
        if line is None:
            item.outcome = "failed"

    def _read(self, item: Item) -> None:
        item.outcome = "reading"
        options = Options(published=item.published, publisher=item.publisher, allow_private=self._allow_private)
        if item.data is None:
            item.step = "fetching"
            page = fetch(item.name, limits=options.limits, allow_private=self._allow_private)
            item.step = "opening"
            document = self._guard.call(
                from_bytes, page.data, item.name, options, declared=page.media_type, charset=page.charset, url=item.name
            )
            self._store(item, document, page.data, item.name)
            return
        suffix = PurePosixPath(item.name).suffix.lower()
        if suffix in LINES:
            self._read_lines(item)
            return
        item.step = "opening"
        document = self._guard.call(from_bytes, item.data, item.name, options, suffix=suffix)
        self._store(item, document, item.data, item.name)

    def _read_lines(self, item: Item) -> None:
        assert item.data is not None
        lines = [(n, line) for n, line in enumerate(item.data.split(b"\n"), 1) if line.strip()]
        item.total = max(len(lines), 1)
        outcomes: set[str] = set()
        for number, line in lines:
            if self._stopped.is_set():
                return
            found = parse_line(line, number)
            try:
                if isinstance(found, Failure):
                    raise DocumentError(found.code, found.message)
                filled = dataclasses.replace(
                    found,
                    published=found.published or item.published,
                    publisher=found.publisher or item.publisher,
                )
                outcomes.add(self._store(item, filled, None, found.id, ended=False))
            except DocumentError as error:
                self._failed(item, number, error.code, error.message)
            item.done += 1
        item.outcome = next((o for o in ("added", "reread", "known", "purged") if o in outcomes), "failed")

    def _store(self, item: Item, document: Document, content: bytes | None, name: str, *, ended: bool = True) -> str:
        item.step = "finding"
        records = self._guard.call(read_records, self._workspace.crisis_folder, document, name)
        item.step = "storing"
        result = self._workspace.store(records, content)
        item.records += result.claims + result.events + result.statements
        item.document = item.document or result.document
        if ended:
            item.outcome = result.outcome
        return result.outcome
