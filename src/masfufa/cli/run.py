"""Running jobs on one core or on many: results in the order of the input, in memory that does not grow with it."""

from __future__ import annotations

import dataclasses
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from masfufa.cli.inputs import Job
from masfufa.cli.settings import Settings
from masfufa.documents.guard import Pool, guarded, limits_from_environment
from masfufa.documents.jsonl import Failure
from masfufa.errors import DocumentError

BATCH_JOBS = 32
BATCH_BYTES = 256 * 1024
ESCALATE_AFTER = 1.0
"""Seconds of reading on one core before more are started: starting them costs about as much."""

T = TypeVar("T")
R = TypeVar("R", covariant=True)


class Doer(Protocol[R]):
    """Does jobs one after the other. What makes one travels to the processes, so it is a class of a module."""

    def do(self, batch: Sequence[Job]) -> R:
        """The result of some jobs."""


def run(
    jobs: Iterator[Job],
    settings: Settings,
    workers: int | None,
    make: Callable[[Settings], Doer[T]],
    *,
    may_fork: bool = False,
) -> Iterator[T]:
    """The results of `jobs`, in order. `workers`: processes; None starts with one and takes all cores if it lasts.

    `make` is called once in each process. A document that hangs, takes too much memory or ends its process is a Failure
    in its place. `may_fork`: nothing is open (a database) that a copy of this process could harm.
    """
    if guarded() or (workers is not None and workers > 1):
        yield from _in_workers(jobs, settings, workers, make, may_fork)
    else:
        yield from _here(jobs, settings, workers, make)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _again(first: Job, rest: Iterator[Job]) -> Iterator[Job]:
    yield first
    yield from rest


def _here(
    jobs: Iterator[Job], settings: Settings, workers: int | None, make: Callable[[Settings], Doer[T]]
) -> Iterator[T]:
    seconds = ESCALATE_AFTER if workers is None and cores() > 1 else None
    worker = make(settings)
    busy = 0.0
    for job in jobs:
        started = time.perf_counter()
        result = worker.do((job,))
        busy += time.perf_counter() - started
        yield result
        # Waiting for a slow sender is not work: only the time spent reading counts.
        if seconds is not None and busy > seconds:
            break
    rest = next(jobs, None)
    if rest is not None:
        yield from _in_workers(_again(rest, jobs), settings, cores(), make, False)


def _in_workers(
    jobs: Iterator[Job],
    settings: Settings,
    workers: int | None,
    make: Callable[[Settings], Doer[T]],
    may_fork: bool,
) -> Iterator[T]:
    # Two threads and two bounded queues: one thread reads lines ahead, one bundles what is there and hands it out. The
    # window bounds how far reading runs ahead of writing, and an idle sender never holds a finished result back.
    most = cores() if workers is None else workers
    limits = limits_from_environment(slow=settings.ocr or bool(settings.readers))
    pool = Pool(_doing, (settings, make), limits, workers=workers or 1, instead=_failed, may_fork=may_fork)
    lines: queue.Queue[Job | BaseException | None] = queue.Queue(BATCH_JOBS * 2)
    window: queue.Queue[Future[list[T]] | BaseException | None] = queue.Queue(most * 3)
    stop = threading.Event()
    threads = [
        threading.Thread(target=_feed, args=(jobs, lines, stop), daemon=True),
        threading.Thread(target=_hand_out, args=(lines, window, pool, stop), daemon=True),
    ]
    busy, grown = 0.0, workers is not None
    try:
        for thread in threads:
            thread.start()
        while (future := window.get()) is not None:
            if isinstance(future, BaseException):
                raise future
            started = time.perf_counter()
            results = future.result()
            busy += time.perf_counter() - started
            if not grown and busy > ESCALATE_AFTER:
                pool.grow(most)
                grown = True
            yield from results
    finally:
        stop.set()
        pool.close()


def _doing(given: tuple[Settings, Callable[[Settings], Doer[Any]]]) -> Callable[[Job], Any]:
    settings, make = given
    worker = make(settings)
    return lambda job: worker.do((job,))


def _failed(job: Job, error: DocumentError) -> Job:
    """A job that has failed before it begins: its worker words it as it does every failure."""
    number = job.line[0] if job.line else None
    name = job.source or ("-" if number is None else f"line-{number}")
    failure = Failure(name, error.code, error.message, number)
    return dataclasses.replace(job, source=None, data=None, line=None, failure=failure)


def _feed(jobs: Iterator[Job], lines: queue.Queue[Job | BaseException | None], stop: threading.Event) -> None:
    last: BaseException | None = None
    try:
        for job in jobs:
            if not _put(lines, job, stop):
                return
    except BaseException as error:
        last = error
    _put(lines, last, stop)


def _hand_out(
    lines: queue.Queue[Job | BaseException | None],
    window: queue.Queue[Future[Any] | BaseException | None],
    pool: Pool,
    stop: threading.Event,
) -> None:
    end: BaseException | None = None
    item: Job | BaseException | None = None
    try:
        while isinstance(item := lines.get(), Job):
            batch, size = [item], item.size
            while len(batch) < BATCH_JOBS and size < BATCH_BYTES:
                try:
                    item = lines.get_nowait()
                except queue.Empty:
                    break
                if not isinstance(item, Job):
                    break
                batch.append(item)
                size += item.size
            if not _put(window, pool.submit(tuple(batch)), stop):
                return
            if not isinstance(item, Job):
                break
        end = item if isinstance(item, BaseException) else None
    except BaseException as error:
        end = error
    _put(window, end, stop)


def _put(target: queue.Queue[T], item: T, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            target.put(item, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False
