"""Processes that work on documents and can be killed: what hangs or eats memory costs itself only.

A worker lives on from document to document, so that guarding costs a message each. It is started by "spawn"
(everywhere), or by "fork" where that is allowed and safe. The limit of memory is the operating system's (RLIMIT_AS) and
holds on Linux; macOS takes no notice of it and Windows has none: there only the limit of time guards.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from masfufa.documents.limits import DEFAULT, Limits
from masfufa.errors import DataError, DocumentError, MasfufaError, UsageError

__all__ = ["Guard", "Pool", "guarded", "limits_from_environment"]

Make = Callable[[Any], Callable[[Any], Any]]
Instead = Callable[[Any, DocumentError], Any]
_READY, _DONE, _ERROR, _MEMORY = "ready", "done", "error", "memory"
_STARTS = 3
"""A worker that dies this many times before its first word is not going to say one."""


def guarded() -> bool:
    """Whether documents are worked on in processes of their own. MASFUFA_GUARD=off is for debuggers."""
    return os.environ.get("MASFUFA_GUARD", "").lower() not in ("off", "0", "no") and bool(sys.executable)


def limits_from_environment(*, slow: bool = False) -> Limits:
    """The limits with MASFUFA_DOCUMENT_SECONDS and MASFUFA_DOCUMENT_MEGABYTES.

    `slow`: something takes part that needs minutes (recognising pages, a reader that asks a model): ten times as long.

    Raises UsageError "bad-setting".
    """
    seconds = _number("MASFUFA_DOCUMENT_SECONDS", DEFAULT.document_seconds * (10 if slow else 1))
    megabytes = _number("MASFUFA_DOCUMENT_MEGABYTES", DEFAULT.document_megabytes)
    return dataclasses.replace(DEFAULT, document_seconds=seconds, document_megabytes=int(megabytes))


def _number(name: str, default: float) -> float:
    said = os.environ.get(name, "").strip()
    try:
        value = float(said) if said else default
    except ValueError:
        value = -1.0
    if not 0 < value < 1e9:
        raise UsageError("bad-setting", f"{name} must be a number above 0, not {said!r}.")
    return value


class Pool:
    """Workers that each do tasks one after the other, within limits.

    `make(given)` is called once in each worker and gives the function that does a task; it, `given`, tasks and results
    travel between processes. `instead(task, error)` gives the task that is done in place of one that was ended; without
    it the error (a DocumentError: "document-too-slow", "document-too-large", "document-crashed") is the result.
    """

    def __init__(
        self,
        make: Make,
        given: Any,
        limits: Limits = DEFAULT,
        *,
        workers: int = 1,
        instead: Instead | None = None,
        may_fork: bool = False,
    ) -> None:
        self._made, self._limits, self._instead = (make, given), limits, instead
        self._waiting: queue.Queue[tuple[Future[list[Any]], Sequence[Any]] | None] = queue.Queue()
        self._workers: list[_Worker] = []
        self._threads: list[threading.Thread] = []
        self._closed = False
        # A fork copies no thread but the one that forks, so it is safe only where there is no other.
        fork = may_fork and sys.platform == "linux" and threading.active_count() == 1
        self._add("fork" if fork else "spawn")
        self.grow(workers)

    def grow(self, workers: int) -> None:
        """Have so many workers."""
        while len(self._workers) < workers:
            self._add("spawn")

    def submit(self, tasks: Sequence[Any]) -> Future[list[Any]]:
        """Have tasks done by one worker in their order; the future holds their results."""
        future: Future[list[Any]] = Future()
        self._waiting.put((future, tasks))
        return future

    def close(self) -> None:
        """End all workers, at once."""
        self._closed = True
        for worker in self._workers:
            self._waiting.put(None)
            worker.end()
        for thread in self._threads:
            thread.join(5)

    def _add(self, method: str) -> None:
        worker = _Worker(*self._made, self._limits, method)
        self._workers.append(worker)
        thread = threading.Thread(target=self._serve, args=(worker,), name="masfufa-guard", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, worker: _Worker) -> None:
        while (item := self._waiting.get()) is not None and not self._closed:
            future, tasks = item
            try:
                future.set_result(self._done(worker, tasks))
            except BaseException as error:
                future.set_exception(error)

    def _done(self, worker: _Worker, tasks: Sequence[Any]) -> list[Any]:
        left, results, again = list(tasks), [], False
        while left:
            try:
                for result in worker.do(left):
                    results.append(result)
                    left.pop(0)
                    again = False
            except EOFError:
                if self._closed:
                    raise DataError("worker-lost", "The process that was reading was ended.") from None
                if not again:
                    again = True  # perhaps the system was short of memory for another's sake
                    continue
                error = DocumentError(
                    "document-crashed", "Reading this document ended the process that read it, twice. It is left out."
                )
            except DocumentError as ended:
                error = ended
            else:
                break
            again = False
            task = left.pop(0)
            if self._instead is None:
                results.append(error)
            else:
                left.insert(0, self._instead(task, error))
        return results


class _Worker:
    """One process and the line to it; started again where it ended."""

    def __init__(self, make: Make, given: Any, limits: Limits, method: str) -> None:
        self._args, self._limits = (make, given), limits
        self._process: Any = None
        self._line: Connection | None = None
        self._ready = False
        self._ended = False
        self._lock = threading.Lock()
        self._start(method)

    def do(self, tasks: Sequence[Any]) -> Any:
        """The result of each task in order. Raises DocumentError or EOFError in the place of one that was ended."""
        line = self._answering()
        count = len(tasks)
        try:
            line.send(list(tasks))
        except (BrokenPipeError, ConnectionError):
            self._stop()
            raise EOFError from None
        seconds = self._limits.document_seconds
        for _ in range(count):
            kind, value = self._answer(line, seconds)
            if kind == _MEMORY:
                self._stop()
                most = self._limits.document_megabytes
                raise DocumentError(
                    "document-too-large", f"Reading this document takes more than {most:,} MB of memory. Split it."
                )
            if kind == _ERROR:
                raise value
            yield value

    def end(self) -> None:
        """End it for good."""
        self._ended = True
        with self._lock:
            process = self._process
        if process is not None:
            _kill(process)
            process.join(5)

    def _answer(self, line: Connection, seconds: float) -> tuple[str, Any]:
        try:
            if line.poll(seconds):
                answer: tuple[str, Any] = line.recv()
                return answer
        except OSError:  # Windows tells a broken pipe so
            self._stop()
            raise EOFError from None
        except EOFError:
            self._stop()
            raise
        self._stop()
        raise DocumentError(
            "document-too-slow", f"This document was not read within {seconds:g} seconds. It is left out; split it."
        )

    def _answering(self) -> Connection:
        for _ in range(_STARTS):
            if self._ended:
                raise EOFError
            if self._line is None:
                self._start("spawn")
            assert self._line is not None
            if self._ready:
                return self._line
            try:
                kind, value = self._line.recv()
            except (EOFError, OSError):
                self._stop()
                continue
            if kind == _ERROR:
                self._stop()
                raise value
            self._ready = True
            return self._line
        raise DataError(
            "worker-lost",
            "A process that was to read ended before it began, perhaps for want of memory. Try --jobs 1.",
        )

    def _start(self, method: str) -> None:
        context = multiprocessing.get_context(method)
        line, theirs = context.Pipe()
        with self._lock:
            if self._ended:
                raise EOFError
            self._ready = False
            self._process = context.Process(  # type: ignore[attr-defined]
                target=_work, args=(theirs, *self._args, self._limits.document_megabytes), daemon=True
            )
            self._process.start()
            self._line = line
        theirs.close()

    def _stop(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            line, self._line = self._line, None
        self._ready = False
        if line is not None:
            line.close()
        if process is None:
            return
        _kill(process)
        process.join(5)


def _kill(process: Any) -> None:
    """End a process and what it started: a PDF is taken apart in a child of its own."""
    if hasattr(os, "killpg"):
        try:
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
        except (OSError, TypeError):
            pass
    process.kill()


def _work(line: Connection, make: Make, given: Any, megabytes: int) -> None:
    # Ctrl-C goes to the whole group of processes; the main one alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        do = make(given)
    except BaseException as error:
        line.send((_ERROR, _told(error)))
        return
    _limit_memory(megabytes)
    line.send((_READY, None))
    while True:
        try:
            tasks = line.recv()
        except (EOFError, OSError):
            return
        for task in tasks:
            try:
                answer = (_DONE, do(task))
            except MemoryError:
                # What is left of this process may be anything: it says so and ends.
                answer = (_MEMORY, None)
            except BaseException as error:
                line.send((_ERROR, _told(error)))
                break
            try:
                line.send(answer)
            except MemoryError:
                line.send((_MEMORY, None))
                return
            except OSError:
                return  # whoever asked is gone
            if answer[0] == _MEMORY:
                return


def _told(error: BaseException) -> MasfufaError | RuntimeError:
    """An error that can travel."""
    if isinstance(error, MasfufaError):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}"[:300])


def _leave_with_parent() -> None:
    # A main process that was killed says no good-bye, and its workers would wait for it for ever.
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """So much more than what is taken already, the lexicon and other readers' models among it."""
    try:
        import resource
    except ImportError:
        return
    try:
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        taken = 1 << 30
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = taken + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (OSError, ValueError):
        return


class Guard:
    """Calls functions in one worker, which is started when it is first needed and ended when it was long idle.

    For what works on documents beside other things (the desk, `masfufa watch`). With MASFUFA_GUARD=off it calls them
    here.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._pool: Pool | None = None
        self._lock = threading.Lock()
        self._used = 0.0

    def call(self, function: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """What `function` gives, a function of a module. Raises what it raises of ours, and DocumentError by limits."""
        if not guarded():
            return function(*args, **more)
        with self._lock:
            if self._pool is None:
                self._pool = Pool(_caller, None, self._limits or limits_from_environment())
            self._used = time.monotonic()
            result = self._pool.submit([(function, args, more)]).result()[0]
            self._used = time.monotonic()
        if isinstance(result, BaseException):
            raise result
        return result

    def rest(self, seconds: float = 0.0) -> None:
        """End the worker if it was not used for so long; the next call starts another."""
        with self._lock:
            if self._pool is not None and time.monotonic() - self._used >= seconds:
                self._pool.close()
                self._pool = None


def _caller(given: None) -> Callable[[Any], Any]:
    return _call


def _call(task: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> Any:
    function, args, more = task
    try:
        return function(*args, **more)
    except MasfufaError as error:
        return error
