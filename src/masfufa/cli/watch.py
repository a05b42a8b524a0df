"""`masfufa watch`: sources are asked for what is new, once or day after day."""

from __future__ import annotations

import dataclasses
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masfufa.cli.status import ALL_READ, SOME_UNREAD
from masfufa.cli.workspace_option import opened, workspace_option
from masfufa.errors import UsageError

if TYPE_CHECKING:
    from masfufa.gathering.plan import Plan
    from masfufa.gathering.rounds import Tally
    from masfufa.gathering.state import State
    from masfufa.workspace import Workspace

_SWEEP = 300.0
"""Seconds after which the state is held against the ledger again, while it goes on."""
_IDLE = 60.0
"""A pause so long is worth ending the worker for: it holds a few hundred MB."""
_SAID = {
    "stored": "added",
    "aside": "put aside",
    "same": "known under another address",
    "unchanged": "unchanged",
    "failed": "could not be had or read",
    "later": "to be tried again",
}


@click.command(context_settings={"max_content_width": 100})
@click.argument("sources", type=click.Path(path_type=Path, dir_okay=False), metavar="SOURCES.YAML")
@workspace_option
@click.option("--once", is_flag=True, help="One round over what is due, then end: for a timer.")
@click.option("--every", type=click.FloatRange(1, 44640), metavar="MINUTES", help="Between two visits to a source.")
@click.option("--all", "everything", is_flag=True, help="Begin with every source, due or not.")
@click.option("--reread", is_flag=True, help="Read again what was put aside or could not be read, first.")
@click.option("--install", is_flag=True, help="Print the lines for a timer, and end.")
@click.option("-q", "--quiet", is_flag=True, help="No summary, and no word about sources that fail.")
def watch(
    sources: Path,
    workspace: Path | None,
    once: bool,
    every: float | None,
    everything: bool,
    reread: bool,
    install: bool,
    quiet: bool,
) -> int:
    """Ask feeds, sitemaps, pages, folders, archives and APIs for what is new, and add what reports something.

    What a source is, and what the file looks like: docs/gathering.md. It can be interrupted at any moment and run
    again: nothing is lost and nothing comes in twice.
    """
    from masfufa.gathering.plan import read_plan

    plan = read_plan(sources, every)
    with opened(workspace) as ledger:
        if install:
            from masfufa.cli.watch_install import lines

            click.echo(lines(sources.resolve(), ledger.folder.resolve()))
            return ALL_READ
        try:
            return _watch(ledger, _for(plan, ledger), once, everything, reread, quiet)
        except UsageError as error:
            if error.code == "watch-running" and once and quiet:
                return ALL_READ  # a timer that comes while the last round still lasts
            raise


def _for(plan: Plan, ledger: Workspace) -> Plan:
    """The plan with the workspace's countries where ReliefWeb is to be asked for none."""
    sources = tuple(
        dataclasses.replace(source, countries=ledger.countries)
        if source.kind == "reliefweb" and not source.countries
        else source
        for source in plan.sources
    )
    return dataclasses.replace(plan, sources=sources)


def _watch(ledger: Workspace, plan: Plan, once: bool, everything: bool, reread: bool, quiet: bool) -> int:
    from masfufa.gathering.intake import GUARD
    from masfufa.gathering.lock import only_one
    from masfufa.gathering.rounds import wake
    from masfufa.gathering.state import FOLDER, State

    stop = threading.Event()
    with _stopping(stop), only_one(ledger.folder / FOLDER), State(ledger.folder) as state:
        if reread:
            state.read_again()
        swept = float("-inf")
        while True:
            fresh = time.monotonic() - swept < _SWEEP
            swept = swept if fresh else time.monotonic()
            tally = _round(ledger, state, plan, everything, fresh, quiet, stop)
            if once or stop.is_set():
                break
            everything = False
            pause = wake(state, plan)
            if pause > _IDLE:
                GUARD.rest()
            stop.wait(pause)
            if stop.is_set():
                break
    return SOME_UNREAD if tally.failed else ALL_READ


def _round(
    ledger: Workspace, state: State, plan: Plan, everything: bool, swept: bool, quiet: bool, stop: threading.Event
) -> Tally:
    from masfufa.cli.bidi import clean
    from masfufa.gathering.rounds import Round

    def say(words: str) -> None:
        if not quiet:
            print(f"masfufa: {clean(words)}", file=sys.stderr)

    tally = Round(ledger, state, plan, say=say, stop=stop).run(everything=everything, swept=swept)
    if not quiet and (tally.items or tally.answered or tally.failed):
        parts = [f"{tally.items[key]:,} {said}" for key, said in _SAID.items() if tally.items[key]]
        asked = len(tally.answered) + len(tally.failed)
        print(f"{asked:,} source{'' if asked == 1 else 's'} asked: {', '.join(parts) or 'nothing new'}", flush=True)
    return tally


class _stopping:
    """While it holds, Ctrl-C and SIGTERM set the event; what is under way is ended and nothing is lost."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, self._caught)

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _caught(self, number: int, frame: object) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt  # asked twice: at once
        self._stop.set()
