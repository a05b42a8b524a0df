"""What is known of finished partitions: a small file for each, put in place when all of its tables are."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masfufa.scaling.partitions import Partition
from masfufa.scaling.reader import ReadOptions
from masfufa.scaling.schema import TABLES

SCHEMA = 1
"""Goes up with every change of the tables; what was written under another number is read again."""
DONE = "_done"


@dataclass(frozen=True, slots=True)
class Order:
    """One partition to be read. `word` names the reader, and must be that of whoever reads; `output` is a folder."""

    partition: Partition
    output: str
    options: ReadOptions
    word: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a partition: rows of its tables, documents that could not be read, words, bytes, seconds."""

    name: str
    documents: int = 0
    unread: int = 0
    figures: int = 0
    events: int = 0
    statements: int = 0
    words: int = 0
    size: int = 0
    seconds: float = 0.0


def table_path(output: str | Path, table: str, name: str) -> Path:
    """The file of a partition's table."""
    return Path(output) / table / f"{name}.parquet"


def done_path(output: str | Path, name: str) -> Path:
    """The file that tells that a partition is finished."""
    return Path(output) / DONE / f"{name}.json"


def finished(order: Order) -> Summary | None:
    """What came of a partition, if the same input was read by the same reader with the same options; else None."""
    told = _told(done_path(order.output, order.partition.name))
    if told is None or told.get("made_from") != _made_from(order):
        return None
    if not all(table_path(order.output, table, order.partition.name).is_file() for table in TABLES):
        return None
    try:
        return Summary(**told["summary"])
    except (KeyError, TypeError):
        return None


def note(order: Order, summary: Summary) -> None:
    """Put the file in place. Everything that it vouches for must be there already."""
    told = {"made_from": _made_from(order), "summary": dataclasses.asdict(summary)}
    path = done_path(order.output, order.partition.name)
    data = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Let a renaming survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def prepare(orders: list[Order], sources: Iterable[str]) -> list[Order]:
    """Make the folders, take away what is no more part of the sources, and give the orders that are still to be done.

    What other sources left in the folder stays: one folder may collect many.
    """
    output = Path(orders[0].output)
    for table in (*TABLES, DONE):
        (output / table).mkdir(parents=True, exist_ok=True)
    names = {order.partition.name for order in orders}
    named = set(sources)
    for path in sorted((output / DONE).glob("*.json")):
        told = _told(path)
        of = told.get("made_from", {}).get("source") if told else None
        if path.stem not in names and of in named:
            _remove(output, path.stem)
    missing = [order for order in orders if finished(order) is None]
    for order in missing:
        _remove(output, order.partition.name)
        for table in (*TABLES, DONE):
            for left in (output / table).glob(f".{order.partition.name}.*.tmp"):
                left.unlink(missing_ok=True)
    return missing


def _remove(output: Path, name: str) -> None:
    # The mark goes first: without it nothing is vouched for.
    done_path(output, name).unlink(missing_ok=True)
    for table in TABLES:
        table_path(output, table, name).unlink(missing_ok=True)


def _made_from(order: Order) -> dict[str, Any]:
    one = order.partition
    return {
        "source": one.source,
        "start": one.start,
        "end": one.end,
        "sha256": one.sha256,
        "reader": order.word,
        "options": order.options.plain(),
        "schema": SCHEMA,
    }


def _told(path: Path) -> Mapping[str, Any] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None
