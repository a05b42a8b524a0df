"""Plug-in readers at work: each is asked under a limit of time, and its records are joined to the reading."""

from __future__ import annotations

import dataclasses
import itertools
import threading
from collections.abc import Sequence

from masfufa.errors import MasfufaError
from masfufa.gazetteer.store import Gazetteer, shipped
from masfufa.notices import notice
from masfufa.plugins.contract import MOST_RECORDS, SECONDS, Reader
from masfufa.plugins.merge import merge, printable
from masfufa.records import Document, Notice, Reading

_LONGEST_ERROR = 300
_busy: dict[int, tuple[Reader, threading.Thread]] = {}
# By id, since a reader need not be hashable; it is kept here so that its id stays its own.


def add_readings(document: Document, base: Reading, readers: Sequence[Reader]) -> Reading:
    """`base`, masfufa's reading of `document`, with what `readers` add to it, in their order.

    A reader that raises, takes longer than its `seconds` or gives records without end adds nothing but a notice. The
    result's `reader` field names those that finished: "0.1.0 + llm 1.0".
    """
    for reader in readers:
        base = _with(document, base, reader)
    return base


def _with(document: Document, base: Reading, reader: Reader) -> Reading:
    outcome = _records(document, base, reader)
    if isinstance(outcome, Notice):
        return dataclasses.replace(base, notices=(*base.notices, outcome))
    merged = merge(document, base, reader.name, outcome, Gazetteer([shipped()]))
    return dataclasses.replace(merged, reader=f"{base.reader} + {reader.name} {reader.version}")


def _records(document: Document, base: Reading, reader: Reader) -> list[object] | Notice:
    """What a reader gives within its limits, or the notice that says why nothing of it is kept."""
    seconds = float(getattr(reader, "seconds", SECONDS))
    stuck = _busy.pop(id(reader), None)
    if stuck is not None and stuck[1].is_alive():
        _busy[id(reader)] = stuck
        return notice("plugin-timeout", "busy", name=reader.name)
    given: list[object] = []
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            given.extend(itertools.islice(reader.read(document, base), MOST_RECORDS + 1))
        except BaseException as error:  # even an exit that a plug-in asks for ends the plug-in alone
            failed.append(error)

    # Python can't end a thread: one that hangs is left behind, and as a daemon it does not keep the program alive.
    thread = threading.Thread(target=ask, name=f"masfufa reader {reader.name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        _busy[id(reader)] = reader, thread
        return notice("plugin-timeout", "slow", name=reader.name, seconds=f"{seconds:g}")
    if failed:
        return notice("plugin-failed", name=reader.name, why=_told(failed[0]))
    if len(given) > MOST_RECORDS:
        return notice("plugin-too-many", name=reader.name, most=f"{MOST_RECORDS:,}")
    return given


def _told(error: BaseException) -> str:
    try:
        text = error.message if isinstance(error, MasfufaError) else f"{type(error).__name__}: {error}"
    except Exception:
        text = type(error).__name__
    return printable(text)[:_LONGEST_ERROR]
