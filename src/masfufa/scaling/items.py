"""What a partition holds, one document at a time, as plain data that travels to the process that reads it."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masfufa.documents import jsonl
from masfufa.documents.jsonl import Failure
from masfufa.documents.limits import DEFAULT
from masfufa.documents.warc import read_warc
from masfufa.errors import DataError, DocumentError
from masfufa.scaling.partitions import LINES, PARQUET, WARC, Partition

COLUMNS = ("id", "text", "title", "language", "published", "publisher", "url")
"""The columns that are taken from Parquet: the fields of a line of JSON Lines."""
_ROWS = 256


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a partition. `position`: its line or row in the file, from 1, or its record's first byte.

    Exactly one of `line` (an object as JSON), `page` and `failure` is set; `media_type` and `charset` are a page's.
    """

    position: int
    size: int = 0
    line: bytes | None = None
    page: bytes | None = None
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    failure: Failure | None = None


def items(partition: Partition) -> Iterator[Item]:
    """The documents of a partition in their order. Raises DataError "file-unreadable"."""
    kinds = {LINES: _lines, PARQUET: _rows, WARC: _pages}
    try:
        yield from kinds[partition.kind](partition)
    except OSError as error:
        raise DataError("file-unreadable", f"{partition.source} can't be read: {error.strerror or error}.") from None


class _Range(io.RawIOBase):
    """A stretch of a file as a stream that ends where it does."""

    def __init__(self, path: str, start: int, end: int) -> None:
        self._stream = Path(path).open("rb")  # noqa: SIM115 - closed with this
        self._stream.seek(start)
        self._left = end - start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(min(len(buffer), self._left))
        self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _lines(partition: Partition) -> Iterator[Item]:
    with io.BufferedReader(_Range(partition.path, partition.start, partition.end), 1 << 18) as stream:
        for found in jsonl.lines(stream, DEFAULT, b"", partition.first):
            if isinstance(found, Failure):
                yield Item(found.line or 0, failure=found)
            else:
                yield Item(found[0], len(found[1]), line=found[1])


def _pages(partition: Partition) -> Iterator[Item]:
    last = partition.start
    try:
        for page in read_warc(Path(partition.path), partition.start):
            if page.offset >= partition.end:
                return
            last = page.offset
            if page.data is None:
                said = f"The page {page.url[:200]} can't be unpacked or is too large."
                yield Item(page.offset, failure=Failure(page.url, page.code or "url-encoding", said, None))
            else:
                kind, charset = page.media_type, page.charset
                yield Item(page.offset, len(page.data), page=page.data, url=page.url, media_type=kind, charset=charset)
    except DocumentError as error:
        # Archives are cut only where they are whole, so what is damaged lies in the last part.
        if partition.end == Path(partition.path).stat().st_size:
            yield Item(last + 1, failure=Failure(None, error.code, error.message, None))


def _rows(partition: Partition) -> Iterator[Item]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        yield from _batches(partition, pq)
    except pa.ArrowException as error:
        raise OSError(0, f"damaged: {str(error)[:100]}") from None


def _batches(partition: Partition, pq: Any) -> Iterator[Item]:
    number = partition.first
    with pq.ParquetFile(partition.path) as file:
        columns = [name for name in file.schema_arrow.names if name in COLUMNS]
        groups = list(range(partition.start, partition.end))
        for batch in file.iter_batches(batch_size=_ROWS, row_groups=groups, columns=columns):
            for row in batch.to_pylist():
                number += 1
                # As a line of JSON it goes the way of every other line, with the same checks.
                fields = {name: _plain(value) for name, value in row.items() if value is not None}
                fields.setdefault("id", f"row-{number}")
                line = json.dumps(fields, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
                yield Item(number, len(line), line=line)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value
