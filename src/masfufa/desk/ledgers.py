"""The reconciled ledger for pages: one answer a state of the workspace, the last one while the next is being reckoned.

A decision changes the workspace's state, and reconciling tens of thousands of claims takes longer than a page may. So
a page that asks gets the fresh answer where it is there in a moment, else the last one, which says that it is older.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from masfufa.tracking.kept import Kept
from masfufa.workspace import Workspace

PATIENCE = 0.6
"""Seconds that a page waits for a fresh answer before it shows the last one."""
_ANSWERS, _LEDGERS = 96, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is None where nothing was reckoned yet; `stale` says that something was decided or added since."""

    value: Any
    stale: bool

    @property
    def ready(self) -> bool:
        """Whether there is something to show."""
        return self.value is not None


class Ledgers:
    """Answers of one workspace, shared by the threads of requests; one thread reckons the ledger, another what needs
    none of it and takes long."""

    def __init__(self, workspace: Workspace, patience: float = PATIENCE) -> None:
        self._workspace = workspace
        self.patience = patience
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[Any, ...], tuple[str, Any]] = OrderedDict()
        self._running: dict[tuple[Any, ...], Future[tuple[str, Any]]] = {}
        self._kept: OrderedDict[tuple[str, dt.date | None], Kept] = OrderedDict()
        self._reckoning = ThreadPoolExecutor(1, thread_name_prefix="masfufa-ledger")
        self._apart = ThreadPoolExecutor(1, thread_name_prefix="masfufa-apart")
        self._late = False

    def ask(
        self,
        key: tuple[Any, ...],
        make: Callable[[Ledgers], Any],
        *,
        tracked: bool = True,
        apart: bool = False,
        patience: float | None = None,
    ) -> Answer:
        """What `make` gives for the workspace as it is. `make` runs in the reckoning thread, once a state and key.

        `tracked`: only what tracking reads makes an answer old; False: any change does. `patience`: seconds to wait for
        what is a file and no page, which can't be filled in later. `apart`: in a thread beside the reckoning one, so
        that no matrix waits for it; such a `make` may not use `kept`. A failure of `make` is raised.
        """
        state = self._state(tracked)
        with self._lock:
            last = self._answers.get(key)
            if last is not None and last[0] == state:
                self._answers.move_to_end(key)
                return Answer(last[1], False)
            job = self._running.get(key)
            if job is None:
                thread = self._apart if apart else self._reckoning
                job = self._running[key] = thread.submit(self._make, key, make, tracked)
        # Who has waited in vain for this thread once need not wait for it again, where there is something to show.
        if patience is not None:
            done, _ = wait([job], patience)
        else:
            done, _ = wait([job], 0.01 if self._late and last is not None else self.patience)
            self._late = not done
        if done:
            made, value = job.result()
            return Answer(value, made != state)
        return Answer(last[1] if last is not None else None, True)

    def _state(self, tracked: bool) -> str:
        return self._workspace.tracked_state() if tracked else self._workspace.state()

    def _make(self, key: tuple[Any, ...], make: Callable[[Ledgers], Any], tracked: bool) -> tuple[str, Any]:
        try:
            state = self._state(tracked)
            value = make(self)
            with self._lock:
                self._answers[key] = (state, value)
                self._answers.move_to_end(key)
                while len(self._answers) > _ANSWERS:
                    self._answers.popitem(last=False)
            return state, value
        finally:
            with self._lock:
                self._running.pop(key, None)

    def run(self, make: Callable[[Ledgers], Any], patience: float) -> Any:
        """What `make` gives in the reckoning thread, for what is asked once and not kept. TimeoutError after
        `patience` seconds; a failure of `make` is raised here.
        """
        job = self._reckoning.submit(make, self)
        try:
            return job.result(patience)
        except TimeoutError:
            job.cancel()
            raise

    def kept(self, as_known_on: dt.date | None = None) -> Kept:
        """The ledger as known on a day, for use in the reckoning thread; the last two stay at hand."""
        key = (self._workspace.tracked_state(), as_known_on)
        found = self._kept.get(key)
        if found is None:
            for old in [old for old in self._kept if old[0] != key[0]]:
                del self._kept[old]
            found = self._kept[key] = Kept(self._workspace, as_known_on)
            while len(self._kept) > _LEDGERS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found

    def stop(self) -> None:
        """Wait for what is being reckoned; what only waits is dropped."""
        running = (self._reckoning, self._apart)
        self._reckoning = ThreadPoolExecutor(1, thread_name_prefix="masfufa-ledger")
        self._apart = ThreadPoolExecutor(1, thread_name_prefix="masfufa-apart")
        for one in running:
            one.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            self._running.clear()
