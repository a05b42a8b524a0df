"""What was named on the command line, cut into jobs that a worker can do on its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from masfufa.documents import jsonl
from masfufa.documents.jsonl import Failure
from masfufa.documents.limits import DEFAULT
from masfufa.documents.load import is_url

LINE_SUFFIXES = (".jsonl", ".ndjson")
FOLDER_SUFFIXES = frozenset((".txt", ".text", ".htm", ".html", ".xhtml", ".pdf", ".docx", *LINE_SUFFIXES))
"""What is picked up from a folder; a file that is named itself may be called anything."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document, or one line of JSON Lines.

    `key` is unique in the run and the same in every run ("2", or "2.17" for a line); `size` is in bytes, 0 if unknown.
    Exactly one of `source` (path or URL), `data` (bytes of stdin), `line` and `failure` is set.
    """

    key: str
    size: int = 0
    source: str | None = None
    data: bytes | None = None
    line: tuple[int, bytes] | None = None
    failure: Failure | None = None


def expand(sources: tuple[str, ...]) -> list[str]:
    """The sources, every folder replaced by the reports in it: in the order of their names, hidden ones left out."""
    found: list[str] = []
    for source in sources:
        if source == "-" or is_url(source) or not Path(source).is_dir():
            found.append(source)
            continue
        inside = (path for path in Path(source).rglob("*") if path.suffix.lower() in FOLDER_SUFFIXES)
        visible = (path for path in inside if not any(part.startswith(".") for part in path.relative_to(source).parts))
        found.extend(str(path) for path in sorted(visible) if path.is_file())
    return found


def total_size(sources: list[str]) -> int | None:
    """Bytes of all sources, or None where one of them (stdin, a URL, a pipe) does not tell."""
    total = 0
    for source in sources:
        path = Path(source)
        if source == "-" or is_url(source) or (path.exists() and not path.is_file()):
            return None
        total += path.stat().st_size if path.exists() else 0
    return total


def jobs(sources: list[str]) -> Iterator[Job]:
    """The jobs of all sources in order; lines of JSON Lines are read as they are asked for."""
    for number, source in enumerate(sources, 1):
        key = str(number)
        if source == "-":
            yield from _stdin_jobs(key)
        elif not is_url(source) and Path(source).suffix.lower() in LINE_SUFFIXES:
            yield from _file_lines(source, key)
        else:
            yield Job(key, _size(source), source=source)


def _size(source: str) -> int:
    try:
        return 0 if is_url(source) else Path(source).stat().st_size
    except OSError:
        return 0


def _stdin_jobs(key: str) -> Iterator[Job]:
    # Not sys.stdin.buffer: a thread that waits in it for input when the user interrupts makes the interpreter abort.
    with open(sys.stdin.fileno(), "rb", closefd=False) as stream:
        yield from _stream_jobs(stream, key)


def _stream_jobs(stream: BinaryIO, key: str) -> Iterator[Job]:
    first = stream.readline(DEFAULT.line_bytes + 2)
    if jsonl.looks_like_jsonl(first):
        for item in jsonl.lines(stream, DEFAULT, first):
            yield _line_job(key, item)
        return
    # One byte over the limit is enough for the loader to see that the limit is passed.
    yield Job(key, len(first), data=first + stream.read(max(DEFAULT.bytes + 1 - len(first), 0)))


def _file_lines(source: str, key: str) -> Iterator[Job]:
    if not Path(source).is_file() or not os.access(source, os.R_OK):
        yield Job(key, source=source)  # the loader words the error as it does for any other file
        return
    with Path(source).open("rb") as stream:
        for item in jsonl.lines(stream):
            yield _line_job(key, item)


def _line_job(key: str, item: tuple[int, bytes] | Failure) -> Job:
    if isinstance(item, Failure):
        return Job(f"{key}.{item.line}", failure=item)
    return Job(f"{key}.{item[0]}", len(item[1]), line=item)
