"""Reading one partition: the same function in a process of this machine and in a worker of a cluster."""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing.process
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from masfufa.documents.guard import Pool, guarded, limits_from_environment
from masfufa.errors import DataError
from masfufa.scaling.items import items
from masfufa.scaling.outcome import Order, Summary, finished, note, sync_folder, table_path
from masfufa.scaling.partitions import digest_of
from masfufa.scaling.reader import ReadOptions, Task, instead, make_reader
from masfufa.scaling.rows import Row, Rows
from masfufa.scaling.schema import TABLES, arrow_schema
from masfufa.workspace.from_reading import reader_word

TOGETHER = 32
"""Documents that go to a reading process in one message, at most 256 KiB of them."""
_BYTES = 256 * 1024
_AHEAD = 3
_ROWS = 20_000
"""Rows of a table that are held until they are written: a row group each."""


def word_of(options: ReadOptions) -> str:
    """What names the reader that is here."""
    return reader_word(Path(options.crisis) if options.crisis else None)


def read_partition(order: Order) -> Summary:
    """Read a partition and write its tables; nothing is done where that was done already.

    Tables are written under other names and take their own when they are whole; the mark that they are finished comes
    last. Killed at any moment, this leaves nothing that counts. Raises DataError "cluster-version", "input-changed",
    "output-not-writable", "file-unreadable"; what is wrong with one document is its row.
    """
    done = finished(order)
    if done is not None:
        return done
    here = word_of(order.options)
    if here != order.word:
        raise DataError(
            "cluster-version",
            f"A worker has another reader ({here}) than this machine ({order.word}). Install the same masfufa there.",
        )
    one, started = order.partition, time.monotonic()
    try:
        if digest_of(one) != one.sha256:
            raise DataError("input-changed", f"{one.source} changed after the run began. Run the same again.")
    except OSError as error:
        raise DataError("file-unreadable", f"{one.source} can't be read: {error.strerror or error}.") from None
    try:
        counts = _write(order, _readings(order))
        summary = Summary(one.name, **counts, size=one.size, seconds=round(time.monotonic() - started, 3))
        note(order, summary)
    except OSError as error:
        raise DataError(
            "output-not-writable", f"{order.output} can't be written ({error.strerror or error}). Run the same again."
        ) from None
    return summary


def _readings(order: Order) -> Iterator[Rows]:
    """The rows of each document, in order; reading goes a few messages ahead of writing."""
    if not guarded():
        read = _here(order.options, order.word)
        yield from (read(Task(order.partition.source, item)) for item in items(order.partition))
        return
    pool = warm(order.options, order.word)
    window: deque[Future[list[Any]]] = deque()
    for batch in _batches(order):
        window.append(pool.submit(batch))
        if len(window) >= _AHEAD:
            yield from window.popleft().result()
    while window:
        yield from window.popleft().result()


def _batches(order: Order) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for item in items(order.partition):
        batch.append(Task(order.partition.source, item))
        size += item.size
        if len(batch) >= TOGETHER or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_pools: dict[tuple[ReadOptions, str], Pool] = {}
_readers: dict[tuple[ReadOptions, str], Callable[[Task], Rows]] = {}
_lock = threading.Lock()


def warm(options: ReadOptions, word: str, workers: int = 1) -> Pool:
    """The guarded processes that read for this one, started when they are first asked for, and kept.

    `workers`: how many, as many as partitions are read here at once.
    """
    with _lock:
        pool = _pools.get((options, word))
        if pool is None:
            cool()
            with _childbearing():
                limits = limits_from_environment()
                pool = Pool(make_reader, (options, word), limits, workers=workers, instead=instead)
            _pools[options, word] = pool
        return pool


def cool() -> None:
    """End the processes that warm() started."""
    while _pools:
        _pools.popitem()[1].close()


atexit.register(cool)


def _here(options: ReadOptions, word: str) -> Callable[[Task], Rows]:
    with _lock:
        if (options, word) not in _readers:
            _readers[options, word] = make_reader((options, word))
        return _readers[options, word]


@contextlib.contextmanager
def _childbearing() -> Iterator[None]:
    # Dask's nannies start workers as "daemons", which multiprocessing forbids children. Ours end with their parent by
    # themselves, so the reason for that does not hold.
    config = multiprocessing.process.current_process()._config  # type: ignore[attr-defined]
    daemon = config.get("daemon")
    config["daemon"] = False
    try:
        yield
    finally:
        config["daemon"] = daemon


class _Table:
    """One table of a partition under a name of its own until it is whole."""

    def __init__(self, order: Order, table: str) -> None:
        import pyarrow.parquet as pq

        self._path = table_path(order.output, table, order.partition.name)
        self._temporary = self._path.with_name(f".{self._path.stem}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
        self._schema = arrow_schema(table)
        self._rows: list[Row] = []
        self._writer = pq.ParquetWriter(self._temporary, self._schema, compression="zstd")

    def add(self, rows: list[Row]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = zip(*self._rows, strict=True) if self._rows else ((),) * len(self._schema)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()
        with self._temporary.open("rb+") as stream:
            os.fsync(stream.fileno())

    def place(self) -> None:
        self._temporary.replace(self._path)
        sync_folder(self._path.parent)

    def drop(self) -> None:
        with contextlib.suppress(Exception):
            self._writer.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)


def _write(order: Order, readings: Iterator[Rows]) -> dict[str, int]:
    counts = dict.fromkeys((*TABLES, "unread", "words"), 0)
    columns = [name for name, _, _ in TABLES["documents"]]
    words, error = columns.index("words"), columns.index("error_code")
    tables: dict[str, _Table] = {}
    try:
        for table in TABLES:
            tables[table] = _Table(order, table)
        for rows in readings:
            for table, found in rows.items():
                tables[table].add(found)
                counts[table] += len(found)
            about = rows["documents"][0]
            counts["unread"] += about[error] is not None
            counts["words"] += about[words] or 0
        for one in tables.values():
            one.close()
        for one in tables.values():
            one.place()
    finally:
        for one in tables.values():
            one.drop()
    return counts
