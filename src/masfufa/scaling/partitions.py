"""Inputs cut into partitions: by file, and large files by byte range (JSON Lines, WARC) or row groups (Parquet)."""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from masfufa.errors import DataError, UsageError

LINES, PARQUET, WARC = "jsonl", "parquet", "warc"
_KINDS = ((".jsonl", LINES), (".ndjson", LINES), (".parquet", PARQUET), (".warc.gz", WARC), (".warc", WARC))
_BLOCK = 1 << 20
_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_LENGTH = re.compile(rb"\r\nContent-Length:\s*([0-9]+)\s*\r\n", re.IGNORECASE)
_HEADER_MOST = 1 << 16


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of one input file.

    `source` is the file as it was named, `path` the same from the root; `start` and `end` (exclusive) are bytes, of
    Parquet row groups; `first` counts the lines or rows of the file before it. `sha256` is of its bytes, of Parquet of
    the whole file. `size` is in bytes.
    """

    name: str
    kind: str
    source: str
    path: str
    start: int
    end: int
    first: int
    size: int
    sha256: str


def inputs(sources: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each input file with its kind; a folder stands for those in it. Raises UsageError."""
    found: list[tuple[str, str]] = []
    for source in sources:
        path = Path(source)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and _kind(p.name))
            visible = [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
            found.extend((p.as_posix(), _kind(p.name)) for p in visible)
            continue
        kind = _kind(path.name)
        if not kind:
            raise UsageError(
                "not-for-partitions",
                f"{source} is not JSON Lines, Parquet or WARC, which alone are read into partitions. "
                "Read it without --engine, or put the reports' texts into JSON Lines.",
            )
        if not path.is_file():
            raise UsageError("no-documents", f"There is no file {source}.")
        found.append((path.as_posix(), kind))
    if not found:
        raise UsageError("no-documents", f"There is no JSON Lines, Parquet or WARC file in {', '.join(sources)}.")
    return list(dict.fromkeys(found))


def plan(sources: tuple[str, ...], size: int) -> list[Partition]:
    """The partitions of all sources, each about `size` bytes: the same for the same files, whatever machine plans.

    Every byte is read once, for its hash: that tells later whether what was read before still holds.
    """
    found: list[Partition] = []
    for source, kind in inputs(sources):
        try:
            if kind == PARQUET:
                found.extend(_row_groups(source, size))
            else:
                found.extend(_ranges(source, kind, size))
        except OSError as error:
            raise DataError("file-unreadable", f"{source} can't be opened: {error.strerror or error}.") from None
    return found


def digest_of(partition: Partition) -> str:
    """The hash that a partition's input has now."""
    total = hashlib.sha256()
    with Path(partition.path).open("rb") as stream:
        if partition.kind == PARQUET:
            while block := stream.read(_BLOCK):
                total.update(block)
            return total.hexdigest()
        stream.seek(partition.start)
        left = partition.end - partition.start
        while left and (block := stream.read(min(_BLOCK, left))):
            total.update(block)
            left -= len(block)
    return total.hexdigest()


def _kind(name: str) -> str:
    lower = name.lower()
    return next((kind for suffix, kind in _KINDS if lower.endswith(suffix)), "")


def _name(source: str, number: int) -> str:
    # The file's name for people, a hash of its path because two folders may hold files of one name.
    stem = _PLAIN.sub("-", Path(source).name.split(".")[0])[:40].strip("-").lower() or "part"
    return f"{stem}-{hashlib.sha256(source.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}-{number:05d}"


def _ranges(source: str, kind: str, size: int) -> Iterator[Partition]:
    path = Path(source)
    with path.open("rb") as stream:
        if kind == LINES:
            cuts = _line_cuts(stream, size)
        elif path.stat().st_size <= size:
            cuts = iter(())
        elif stream.read(2) == b"\x1f\x8b":
            cuts = _member_cuts(stream, size)
        else:
            cuts = _record_cuts(stream, size)
        start, first = 0, 0
        with path.open("rb") as again:
            end_of_file = again.seek(0, os.SEEK_END)
            again.seek(0)
            for number, end in enumerate(_with_last(cuts, end_of_file)):
                total, lines, left = hashlib.sha256(), 0, end - start
                while left and (block := again.read(min(_BLOCK, left))):
                    total.update(block)
                    lines += block.count(b"\n") if kind == LINES else 0
                    left -= len(block)
                where = (source, str(path.absolute()), start, end, first, end - start, total.hexdigest())
                yield Partition(_name(source, number), kind, *where)
                start, first = end, first + lines


def _with_last(cuts: Iterator[int], end: int) -> Iterator[int]:
    last = 0
    for cut in cuts:
        if last < cut < end:
            yield cut
            last = cut
    if end > last:
        yield end


def _line_cuts(stream: BinaryIO, size: int) -> Iterator[int]:
    place = 0
    while True:
        place = stream.seek(place + size)
        block = stream.read(_BLOCK)
        while block and b"\n" not in block:
            place += len(block)
            block = stream.read(_BLOCK)
        if not block:
            return
        place += block.index(b"\n") + 1
        yield place


def _member_cuts(stream: BinaryIO, size: int) -> Iterator[int]:
    """Where gzip members begin, about `size` bytes apart. All is unpacked: a look for the magic bytes alone would also
    find members inside of what an archive keeps."""
    stream.seek(0)
    member, at, held = 0, 0, b""
    cut = 0
    while True:
        unpacker = zlib.decompressobj(31)
        try:
            while not unpacker.eof:
                if not held:
                    held = stream.read(_BLOCK)
                    if not held:
                        return
                unpacker.decompress(held, 1 << 22)
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                at += len(held) - len(rest)
                held = rest
        except zlib.error:
            return  # the rest is one partition, and reading it tells where it breaks off
        member = at
        if member - cut >= size:
            yield member
            cut = member


def _record_cuts(stream: BinaryIO, size: int) -> Iterator[int]:
    """Where records of an unpacked archive begin, from header to header."""
    place, cut = 0, 0
    while True:
        stream.seek(place)
        head = stream.read(_HEADER_MOST)
        end = head.find(b"\r\n\r\n")
        found = _LENGTH.search(head[: end + 2]) if head.startswith(b"WARC/") and end > 0 else None
        if found is None:
            return
        place += end + 4 + int(found.group(1)) + 4
        if place - cut >= size:
            yield place
            cut = place


def _row_groups(source: str, size: int) -> Iterator[Partition]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = Path(source)
    try:
        meta = pq.read_metadata(path)
    except (pa.ArrowInvalid, pa.ArrowException) as error:
        raise DataError("file-unreadable", f"{source} is no Parquet file ({str(error)[:100]}).") from None
    whole = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            whole.update(block)
    start, first, rows, taken, number = 0, 0, 0, 0, 0
    for group in range(meta.num_row_groups):
        rows += meta.row_group(group).num_rows
        taken += meta.row_group(group).total_byte_size
        if taken >= size or group == meta.num_row_groups - 1:
            where = (source, str(path.absolute()), start, group + 1, first, taken, whole.hexdigest())
            yield Partition(_name(source, number), PARQUET, *where)
            start, first, rows, taken, number = group + 1, first + rows, 0, 0, number + 1
