"""A whole run: plan, leave out what is finished, have the rest read, count."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from masfufa.errors import DataError, MasfufaError, UsageError
from masfufa.scaling.outcome import Order, Summary, finished, prepare
from masfufa.scaling.partitions import plan
from masfufa.scaling.processes import Result
from masfufa.scaling.reader import ReadOptions
from masfufa.scaling.work import word_of

DEFAULT_SIZE = 8 * 1024 * 1024
"""Bytes of a partition: some thousand reports, a minute's work of one core."""


@dataclass(slots=True)
class Report:
    """What a run did. `known` counts partitions that were finished before; `total` sums the others' summaries too."""

    partitions: int = 0
    known: int = 0
    total: Summary = field(default_factory=lambda: Summary("total"))
    failed: list[tuple[str, MasfufaError]] = field(default_factory=list)


def read_partitions(
    sources: tuple[str, ...],
    output: Path,
    options: ReadOptions | None = None,
    *,
    engine: str = "processes",
    scheduler: str | None = None,
    jobs: int = 1,
    size: int = DEFAULT_SIZE,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Read JSON Lines, Parquet and WARC files into Parquet partitions under `output`, and count what came of them.

    `engine`: "processes" (`jobs` of them) or "dask" (`scheduler`). Run again, it does what is missing, what changed,
    and what another reader read. Raises MasfufaError for what stops the whole run; errors of partitions are in the
    report.
    """
    _parquet()
    options = options or ReadOptions()
    word = word_of(options)
    folder = str(output.absolute())
    orders = [Order(partition, folder, options, word) for partition in plan(sources, size)]
    report = Report(partitions=len(orders))
    if not orders:
        return report
    try:
        missing = prepare(orders, {order.partition.source for order in orders})
    except OSError as error:
        raise DataError(
            "output-not-writable", f"{output} can't be written ({error.strerror}). Choose another --output."
        ) from None
    todo = {order.partition.name for order in missing}
    for order in orders:
        known = None if order.partition.name in todo else finished(order)
        if known is not None:
            report.known += 1
            report.total = _sum(report.total, known)
    progress(report)
    if missing:
        for result in _run(missing, engine, scheduler, jobs):
            if isinstance(result, Summary):
                report.total = _sum(report.total, result)
            else:
                report.failed.append((result[0].partition.name, result[1]))
            progress(report)
    return report


def _run(orders: list[Order], engine: str, scheduler: str | None, jobs: int) -> Iterator[Result]:
    if engine == "dask":
        from masfufa.scaling import dask_engine

        if scheduler is None:
            raise UsageError(
                "bad-scheduler", "--engine dask needs --scheduler: an address, or local:2 for two workers here."
            )
        return dask_engine.run(orders, scheduler)
    from masfufa.scaling import processes

    return processes.run(orders, jobs)


def _parquet() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise UsageError(
            "extra-missing", "Partitions need pyarrow: install it with pip install 'masfufa[scale]'."
        ) from None


def _sum(left: Summary, right: Summary) -> Summary:
    counts = {
        one.name: getattr(left, one.name) + getattr(right, one.name)
        for one in dataclasses.fields(Summary)
        if one.name != "name"
    }
    return Summary(left.name, **counts)
