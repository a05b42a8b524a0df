"""What each Dask worker keeps between partitions: a process with lexicon and places loaded."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin

from masfufa.documents.guard import guarded
from masfufa.scaling.reader import ReadOptions
from masfufa.scaling.work import cool, warm


class Warmth(WorkerPlugin):
    """Starts the reading processes of a worker when it joins, one for each of its threads, and ends them with it."""

    name = "masfufa-warmth"

    def __init__(self, options: ReadOptions, word: str) -> None:
        self._given = (options, word)

    def setup(self, worker: Any) -> None:
        """The worker joined."""
        if guarded():
            warm(*self._given, workers=max(1, worker.state.nthreads))

    def teardown(self, worker: Any) -> None:
        """The worker leaves."""
        cool()
