"""Agency files and field rounds on their way into the workspace: looked at, mapped and previewed, then taken.

Nothing of a file is in the workspace before a person takes it, and what is taken is the very batch that was shown.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
import traceback
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masfufa.errors import MasfufaError, UsageError
from masfufa.exchange.importers import ImportOptions, importer
from masfufa.exchange.mapping import Mapping
from masfufa.exchange.tables import Sheet, Table, open_table
from masfufa.workspace import Workspace
from masfufa.workspace.batches import ImportBatch
from masfufa.workspace.folder import MAPPINGS
from masfufa.workspace.results import ImportRecord

MOST = 12
"""So many files may wait to be taken; the oldest goes for a new one."""
LASTS = 6 * 3600.0
PATIENCE = 2.0
HEAD = 40
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_SAVED = re.compile(r"[\w][\w .()-]{0,80}\Z")


def safe_name(name: str) -> str:
    """The last part of a file's name, of letters that every system takes: it names a file of its own folder."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("_", "".join(c for c in last if c.isprintable())).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    return (f"{stem[:120]}{dot}{suffix[:12]}" if dot and stem else clean[:120]) or "table"


@dataclass(slots=True)
class Read:
    """What reading gave: a batch, or the code and message of why there is none."""

    batch: ImportBatch | None = None
    code: str = ""
    message: str = ""


@dataclass(slots=True)
class Pending:
    """A file that waits to be taken. mapping: plain data as in a mapping file, None for what is proposed.

    `format` is None until it was guessed. `saved`: under which name the mapping is to be saved, "" for not. `sheets`:
    the first `HEAD` rows of each sheet.
    """

    key: str
    name: str
    folder: Path
    who: str
    format: str | None = None
    form: str | None = None
    released: dt.date | None = None
    mapping: dict[str, Any] | None = None
    saved: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    seen: float = field(default_factory=time.monotonic)
    job: Future[Read] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / "file" / self.name

    @property
    def form_path(self) -> Path | None:
        """The form that the answers were collected with."""
        return self.folder / "form" / self.form if self.form else None


class Imports:
    """The files that wait, on the disk in a folder that goes with the desk; one thread reads them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._waiting: dict[str, Pending] = {}
        self._folder: Path | None = None
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="masfufa-importing")
        self.told: dict[tuple[int, bool], tuple[Any, int]] = {}
        """By an import's number (and whether its document was purged): what its claims tell, and its warnings."""

    def stop(self) -> None:
        """Drop everything that waits."""
        self._reading.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            self._waiting.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def put(self, name: str, data: bytes, who: str, form: tuple[str, bytes] | None = None) -> Pending:
        """Let a file wait, and begin to read it."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="masfufa-imports-"))
            key = secrets.token_urlsafe(12)
            pending = Pending(key, safe_name(name), self._folder / key, who)
            (pending.folder / "file").mkdir(parents=True)
            pending.path.write_bytes(data)
            self._waiting[key] = pending
            now = time.monotonic()
            gone = [k for k, p in self._waiting.items() if now - p.seen > LASTS]
            gone += list(self._waiting)[: max(len(self._waiting) - len(gone) - MOST, 0)]
            for old in dict.fromkeys(gone):
                shutil.rmtree(self._waiting.pop(old).folder, ignore_errors=True)
        if form is not None:
            self.give_form(pending, *form)
        self.read(pending)
        return pending

    def give_form(self, pending: Pending, name: str, data: bytes) -> None:
        """The XLSForm that the answers of a file were collected with."""
        with pending.lock:
            pending.form = safe_name(name)
            path = pending.form_path
            assert path is not None
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            pending.format = "xlsform"

    def waiting(self) -> list[Pending]:
        """All that wait, the latest first."""
        with self._lock:
            return list(self._waiting.values())[::-1]

    def find(self, key: str) -> Pending | None:
        """One that waits."""
        with self._lock:
            found = self._waiting.get(key)
            if found is not None:
                found.seen = time.monotonic()
            return found

    def drop(self, pending: Pending) -> None:
        """Let go of a file; nothing of it was stored."""
        with self._lock:
            self._waiting.pop(pending.key, None)
        shutil.rmtree(pending.folder, ignore_errors=True)

    def read(self, pending: Pending) -> None:
        """Read it again with what is set now."""
        with pending.lock:
            pending.job = self._reading.submit(self._read, pending)

    def result(self, pending: Pending, patience: float = PATIENCE) -> Read | None:
        """What reading gave; None while it is being read."""
        job = pending.job
        if job is None:
            self.read(pending)
            job = pending.job
        assert job is not None
        done, _ = wait([job], patience)
        return job.result() if done else None

    def _read(self, pending: Pending) -> Read:
        try:
            if not pending.sheets:
                pending.sheets = heads_of(open_table(pending.path))
            if pending.format is None:
                from masfufa.exchange.detect import guess_format

                pending.format = guess_format(pending.path, form=pending.form is not None)
            options = ImportOptions(
                released=pending.released,
                mapping=pending.mapping if pending.format == "dtm" else None,
                assume_yes=True,
                countries=tuple(self._workspace.countries),
                form=pending.form_path,
            )
            batch = importer(pending.format)(pending.path, options)
            if pending.format == "dtm" and pending.mapping is None and batch.mapping is not None:
                pending.mapping = dict(batch.mapping)
            return Read(batch)
        except MasfufaError as error:
            return Read(None, error.code, error.message)
        except (Exception, RecursionError, MemoryError) as error:
            if os.environ.get("MASFUFA_DEBUG"):
                traceback.print_exc()
            told = f"A defect in masfufa ({type(error).__name__}: {str(error)[:150]}). Please report it."
            return Read(None, "internal-error", told)

    def take(self, pending: Pending) -> ImportRecord:
        """Store the batch that was shown, in one transaction; then the mapping, where it is to be saved.

        Raises UsageError("import-unread") where there is none, and what `Workspace.add_import` raises.
        """
        read = self.result(pending, patience=60.0)
        if read is None or read.batch is None:
            raise UsageError("import-unread", f"{pending.name} could not be read; there is nothing to take.")
        record = self._workspace.add_import(read.batch)
        if pending.saved and read.batch.mapping is not None and pending.format == "dtm":
            from masfufa.exchange.mapping import save_mapping_file

            save_mapping_file(self.mapping_path(pending.saved), dict(read.batch.mapping))
        self.drop(pending)
        return record

    def mappings(self) -> list[str]:
        """The names of the workspace's saved mappings."""
        folder = self._workspace.folder / MAPPINGS
        return sorted(path.stem for path in folder.glob("*.yaml") if _SAVED.match(path.stem))

    def mapping_path(self, name: str) -> Path:
        """Where a mapping of this name lies. Raises UsageError("mapping-name")."""
        if not _SAVED.match(name):
            raise UsageError("mapping-name", f"{name!r} can't name a mapping: use letters, digits, spaces and dashes.")
        return self._workspace.folder / MAPPINGS / f"{name}.yaml"

    def load(self, pending: Pending, name: str) -> None:
        """Use a saved mapping. Raises UsageError "mapping-name", "bad-mapping"."""
        from masfufa.exchange.mapping import load_mapping_file

        found = load_mapping_file(self.mapping_path(name))
        with pending.lock:
            pending.mapping, pending.saved = found, name


def heads_of(table: Table) -> list[Sheet]:
    """The first rows of each sheet of a file."""

    def head(sheet: Sheet) -> Sheet:
        rows = sheet.head(HEAD)
        return Sheet(sheet.file, sheet.name, lambda: iter(rows), hidden=sheet.hidden, keys=sheet.keys)

    return [head(sheet) for sheet in table.sheets]


def proposed(pending: Pending, name: str) -> Mapping:
    """The mapping that is proposed for one sheet of a file; one without columns where it seems to list no places."""
    from masfufa.exchange.dtm_look import look

    sheet = next((sheet for sheet in open_table(pending.path).sheets if sheet.name == name), None)
    found = look(sheet, pending.path.stem) if sheet is not None else None
    return found.mapping if found is not None else Mapping(name, 1, 2)
