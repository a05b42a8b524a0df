"""Running jobs on one core or on many: results in the order of the input, in memory that does not grow with it."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from masfufa.cli.inputs import Job
from masfufa.cli.settings import Settings
from masfufa.errors import DataError

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


_worker: Doer[Any] | None = None


def run(
    jobs: Iterator[Job],
    settings: Settings,
    workers: int | None,
    make: Callable[[Settings], Doer[T]],
) -> Iterator[T]:
    """The results of `jobs`, in order. `workers`: processes; None starts with one and takes all cores if it lasts.

    `make` is called once in each process.
    """
    if workers is None:
        yield from _on_one_core(jobs, settings, ESCALATE_AFTER, make)
        rest = next(jobs, None)
        if rest is not None:
            yield from _on_many_cores(_again(rest, jobs), settings, cores(), make)
    elif workers == 1:
        yield from _on_one_core(jobs, settings, None, make)
    else:
        yield from _on_many_cores(jobs, settings, workers, make)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _again(first: Job, rest: Iterator[Job]) -> Iterator[Job]:
    yield first
    yield from rest


def _on_one_core(
    jobs: Iterator[Job], settings: Settings, seconds: float | None, make: Callable[[Settings], Doer[T]]
) -> Iterator[T]:
    if seconds is not None and cores() == 1:
        seconds = None
    worker = make(settings)
    busy = 0.0
    for job in jobs:
        started = time.perf_counter()
        result = worker.do((job,))
        busy += time.perf_counter() - started
        yield result
        # Waiting for a slow sender is not work: only the time spent reading counts.
        if seconds is not None and busy > seconds:
            return


def _on_many_cores(
    jobs: Iterator[Job], settings: Settings, workers: int, make: Callable[[Settings], Doer[T]]
) -> Iterator[T]:
    # Two threads and two bounded queues: one thread reads lines ahead, one bundles what is there and hands it out. The
    # window bounds how far reading runs ahead of writing, and an idle sender never holds a finished result back.
    lines: queue.Queue[Job | BaseException | None] = queue.Queue(BATCH_JOBS * 2)
    window: queue.Queue[Future[T] | BaseException | None] = queue.Queue(workers * 3)
    stop = threading.Event()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(settings, make))
    threads = [
        threading.Thread(target=_feed, args=(jobs, lines, stop), daemon=True),
        threading.Thread(target=_hand_out, args=(lines, window, pool, stop), daemon=True),
    ]
    try:
        for thread in threads:
            thread.start()
        while (future := window.get()) is not None:
            if isinstance(future, BaseException):
                raise future
            yield future.result()
    except BrokenProcessPool as error:
        stop.set()
        _kill(pool)
        raise DataError(
            "worker-lost",
            "A process that was reading ended without a word, perhaps for want of memory. Try --jobs 1.",
        ) from error
    except BaseException:
        stop.set()
        _kill(pool)
        raise
    pool.shutdown()


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
    pool: ProcessPoolExecutor,
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
            if not _put(window, pool.submit(_do, tuple(batch)), stop):
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


def _kill(pool: ProcessPoolExecutor) -> None:
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _start_worker(settings: Settings, make: Callable[[Settings], Doer[Any]]) -> None:
    global _worker
    # Ctrl-C goes to the whole group of processes; the main one alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _worker = make(settings)


def _leave_with_parent() -> None:
    # A main process that was killed says no good-bye, and its workers would wait for it for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(batch: tuple[Job, ...]) -> Any:
    assert _worker is not None
    return _worker.do(batch)
