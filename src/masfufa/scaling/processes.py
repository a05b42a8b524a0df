"""Partitions read by processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from masfufa.errors import DataError, MasfufaError
from masfufa.scaling.outcome import Order, Summary
from masfufa.scaling.work import read_partition

TRIES = 4
"""A partition whose process is ended so often is given up: three times may be the fault of others."""
Result = Summary | tuple[Order, MasfufaError]


def run(orders: list[Order], jobs: int) -> Iterator[Result]:
    """The summary of each partition as it is finished, or its order with the error. A process that is killed costs
    what it was reading, which is read again."""
    left = {order.partition.name: order for order in orders}
    tries = dict.fromkeys(left, 0)
    while left:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(min(jobs, len(left)), context)
        waiting: dict[Future[Summary], Order] = {}
        try:
            todo = iter(list(left.values()))
            for order in todo:
                waiting[pool.submit(read_partition, order)] = order
                if len(waiting) >= jobs * 2:
                    break
            while waiting:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    order = waiting[future]
                    result = _result(order, future)
                    del waiting[future], left[order.partition.name]
                    yield result
                    more = next(todo, None)
                    if more is not None:
                        waiting[pool.submit(read_partition, more)] = more
        except BrokenProcessPool:
            # Which of those under way did it can't be told: all of them get a try less.
            for order in (order for order in orders if order.partition.name in left):
                name = order.partition.name
                tries[name] += order in waiting.values()
                if tries[name] >= TRIES:
                    del left[name]
                    yield order, lost(order)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def lost(order: Order) -> DataError:
    """The error of a partition whose process ended again and again."""
    return DataError(
        "partition-lost",
        f"The process that read {order.partition.name} was ended {TRIES} times, perhaps for want of memory. "
        "Run the same again, with fewer processes or a smaller --partition-size.",
    )


def broken(order: Order, error: Exception) -> DataError:
    """The error of a partition that failed for a reason that nobody foresaw."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return DataError("partition-lost", f"{order.partition.name} could not be read ({said}). Run the same again.")


def _result(order: Order, future: Future[Summary]) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except MasfufaError as error:
        return order, error
    except Exception as error:
        return order, broken(order, error)
