"""Pages kept with their headers in WARC files, a file a month, and originals found again wherever they lie."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

from masfufa.documents.url import Answer
from masfufa.documents.warc import WarcWriter, page_at
from masfufa.errors import DataError, UsageError
from masfufa.gathering.rows import Item
from masfufa.gathering.state import State
from masfufa.workspace import Workspace

FOLDER = "archive"
_PIECE = 1 << 20


class Archive:
    """The WARC files of a workspace."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._folder = state.folder / FOLDER
        self._open: tuple[str, WarcWriter] | None = None

    def add(self, url: str, answer: Answer) -> tuple[str, int, int]:
        """Put a page into this month's file; its name, where the record begins and how long it is.

        What is put there counts once the state has it: `State.put_archive` with `whole` in the same transaction.
        """
        when = dt.datetime.now(dt.UTC)
        name = self._name(f"{when:%Y-%m}")
        if self._open is None or self._open[0] != name:
            self.close()
            try:
                self._open = name, WarcWriter(self._folder / name, self._state.archive_length(name) or 0)
            except OSError as error:
                raise _unwritable(self._folder / name, error) from None
        try:
            status = f"{answer.status} {answer.reason}".strip()
            place, length = self._open[1].add(url, answer.data, status, answer.headers, when)
        except OSError as error:
            self.close()
            raise _unwritable(self._folder / name, error) from None
        return name, place, length

    @property
    def whole(self) -> int:
        """How long the file is that was written last."""
        return self._open[1].whole if self._open else 0

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def _name(self, month: str) -> str:
        # A file that the state knows nothing of is left alone: it is of a state that was lost.
        for number in range(1, 10_000):
            name = f"{month}.warc.gz" if number == 1 else f"{month}-{number}.warc.gz"
            if self._state.archive_length(name) is not None or not (self._folder / name).exists():
                return name
        raise DataError("workspace-unwritable", f"{self._folder} holds too many files of {month}. Move some away.")

    def take_out(self, item: Item) -> None:
        """Take a page out of its file for good: the file is written anew without it."""
        if item.archive is None or item.place is None or item.length is None:
            return
        self.close()
        old = self._folder / item.archive
        stem = item.archive.removesuffix(".warc.gz").partition(".cut")[0]
        number = next(n for n in range(1, 1_000_000) if not (self._folder / f"{stem}.cut{n}.warc.gz").exists())
        new = self._folder / f"{stem}.cut{number}.warc.gz"
        whole = self._state.archive_length(item.archive) or 0
        try:
            with old.open("rb") as source, new.open("wb") as target:
                _copy(source, target, item.place)
                source.seek(item.place + item.length)
                _copy(source, target, whole - item.place - item.length)
                target.flush()
                os.fsync(target.fileno())
        except FileNotFoundError:
            self._state.put(item.id, archive=None, place=None, length=None)
            return
        except OSError as error:
            raise _unwritable(new, error) from None
        self._state.archive_moved(item.archive, new.name, whole - item.length, item.place, item.length)
        self.clean()

    def clean(self) -> None:
        """Remove the files that others have taken the place of."""
        for name in self._state.to_unlink():
            if self._state.archive_length(name) is None:
                (self._folder / name).unlink(missing_ok=True)
            self._state.put_note(f"unlink:{name}", None)

    def page(self, item: Item) -> bytes | None:
        """The bytes of an item's page, None where it is in no file."""
        if item.archive is None or item.place is None:
            return None
        return page_at(self._folder / item.archive, item.place)


def original(workspace: Workspace, state: State, named: str) -> tuple[Item, bytes]:
    """An item, named by its address, id or hash, and the bytes that it came as, their hash checked.

    Raises UsageError "item-unknown", "item-gone"; DataError "item-damaged".
    """
    found = state.find(named)
    if not found:
        raise UsageError("item-unknown", f"Nothing that was gathered is called {named}. Try: masfufa sources aside")
    item = found[-1]
    content = state.body(item.sha256)
    if content is None and item.document:
        stored = workspace.document(item.document)
        content = stored.content if stored is not None else None
    if content is None:
        content = Archive(state).page(item) or _of_file(item)
    if content is None:
        raise UsageError("item-gone", f"The bytes of {item.key} are kept nowhere: it was purged, or never came.")
    sha = hashlib.sha256(content).hexdigest()
    if sha not in (item.sha256, item.document):
        raise DataError(
            "item-damaged", f"What is kept of {item.key} is not what came: its hash differs. Do not rely on it."
        )
    return item, content


def _of_file(item: Item) -> bytes | None:
    """The bytes of what came from a file of the user's, where it still lies there."""
    if item.more.get("warc"):
        return page_at(Path(item.more["warc"]), int(item.more["offset"]))
    path = Path(item.more["path"]) if item.more.get("path") else None
    return path.read_bytes() if path is not None and path.is_file() else None


def _copy(source: object, target: object, length: int) -> None:
    while length > 0 and (piece := source.read(min(_PIECE, length))):  # type: ignore[attr-defined]
        target.write(piece)  # type: ignore[attr-defined]
        length -= len(piece)


def _unwritable(path: Path, error: OSError) -> DataError:
    import errno

    if error.errno == errno.ENOSPC:
        return DataError("workspace-full", f"There is no room left where {path} lies. Make some.")
    return DataError("workspace-unwritable", f"{path} can't be written ({error.strerror}). Check its rights.")
