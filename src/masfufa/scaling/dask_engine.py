"""Partitions read by the workers of a Dask cluster."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from masfufa.errors import DataError, MasfufaError, UsageError
from masfufa.scaling.outcome import Order
from masfufa.scaling.processes import Result, broken, lost
from masfufa.scaling.reader import ReadOptions
from masfufa.scaling.work import read_partition, word_of

_CONNECT = 20.0
_LOCAL = "local:"
_QUIET = {
    # Its profiler looks at each worker a hundred times a second, and nobody looks at what it saw here.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
}


def run(orders: list[Order], scheduler: str) -> Iterator[Result]:
    """The summary of each partition as it is finished, or its order with the error.

    `scheduler`: an address ("tcp://host:8786"), or "local:N" for N workers on this machine. Raises UsageError, and
    DataError "scheduler-lost": what is finished by then stays finished.
    """
    distributed = _distributed()
    if not os.environ.get("MASFUFA_DEBUG"):
        # It tells of every lost line with a traceback; what matters to the user is told once, by us.
        for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
            logging.getLogger(name).setLevel(logging.CRITICAL)
    with _client(distributed, scheduler) as client:
        _fit(client, orders[0])
        futures = {}
        for order in orders:
            future = client.submit(read_partition, order, key=_key(order), pure=False, retries=1)
            futures[future.key] = (future, order)
        for future in distributed.as_completed([future for future, _ in futures.values()]):
            order = futures.pop(future.key)[1]
            yield _result(distributed, future, order)
            future.release()


def _result(distributed: Any, future: Any, order: Order) -> Result:
    try:
        # Fetched here and now: a scheduler that is gone must not be waited for.
        if future.status in ("cancelled", "lost"):
            raise _gone()
        return future.result(timeout=_CONNECT)  # type: ignore[no-any-return]
    except DataError as error:
        if error.code == "scheduler-lost":
            raise
        return order, error
    except MasfufaError as error:
        return order, error
    except distributed.KilledWorker:
        return order, lost(order)
    except (distributed.CancelledError, OSError, TimeoutError):
        raise _gone() from None
    except Exception as error:
        return order, broken(order, error)


def _gone() -> DataError:
    return DataError(
        "scheduler-lost",
        "The Dask scheduler is gone. What was finished stays: run the same again, and the rest is read.",
    )


def _key(order: Order) -> str:
    # One key for the same work: two runs at once share it.
    whole = repr(dataclasses.astuple(order)).encode("utf-8", "surrogatepass")
    return f"masfufa-{order.partition.name}-{hashlib.sha256(whole).hexdigest()[:12]}"


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "extra-missing", "--engine dask needs distributed: install it with pip install 'masfufa[scale]'."
        ) from None
    return distributed


@contextmanager
def _client(distributed: Any, scheduler: str) -> Iterator[Any]:
    with ExitStack() as stack:
        if scheduler.startswith(_LOCAL):
            number = scheduler.removeprefix(_LOCAL)
            if not number.isdigit() or not int(number):
                raise UsageError("bad-scheduler", f"{scheduler} must be local: and a number of workers, as local:2.")
            import dask

            stack.enter_context(dask.config.set(_QUIET))
            cluster = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=int(number),
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    memory_limit=0,  # documents have a limit of their own
                    silence_logs=40,
                )
            )
            yield stack.enter_context(distributed.Client(cluster))
            return
        try:
            client = stack.enter_context(distributed.Client(scheduler, timeout=_CONNECT))
        except (OSError, ValueError) as error:
            said = " ".join(str(error).split())[:150]
            raise DataError("scheduler-unreachable", f"There is no Dask scheduler at {scheduler} ({said}).") from None
        yield client


def _fit(client: Any, order: Order) -> None:
    """Warm lexicons on all workers, now and whenever one joins; tell of those with another masfufa."""
    try:
        words = client.run(word_of, order.options, on_error="return")
    except Exception as error:
        raise _unfit(error) from None
    for address, word in words.items():
        if isinstance(word, MasfufaError):
            raise word
        if isinstance(word, Exception):
            raise _unfit(word)
        if word != order.word:
            raise DataError(
                "cluster-version",
                f"The worker {address} has another reader ({word}) than this machine ({order.word}). "
                "Install the same masfufa there.",
            )
    client.register_plugin(_warmth(order.options, order.word), name="masfufa-warmth")


def _unfit(error: Exception) -> DataError:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:150]
    return DataError(
        "cluster-unfit", f"A Dask worker can't read ({said}). Install masfufa[scale] in the workers' environment."
    )


def _warmth(options: ReadOptions, word: str) -> Any:
    from masfufa.scaling.dask_plugin import Warmth

    return Warmth(options, word)
