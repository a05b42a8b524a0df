"""The run of `masfufa add`: what is known is passed over, the rest is read on all cores and written one by one."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from masfufa.cli.add_work import AddWorker, Read, StoredJob, with_metadata
from masfufa.cli.bidi import clean
from masfufa.cli.inputs import LINE_SUFFIXES, Job, expand, jobs
from masfufa.cli.output import TOLD_FAILURES
from masfufa.cli.run import run
from masfufa.cli.settings import Settings
from masfufa.cli.status import ALL_READ, SOME_UNREAD
from masfufa.documents.jsonl import Failure, parse_line
from masfufa.documents.limits import DEFAULT
from masfufa.documents.load import is_url
from masfufa.errors import UsageError
from masfufa.workspace import Workspace
from masfufa.workspace.documents import identity
from masfufa.workspace.from_reading import reader_word

_BLOCK = 1 << 20


@dataclass(slots=True)
class Tally:
    """What became of the documents of one run, and how many records were made of those that were read.

    `passed` counts those that were passed over: another thread does that.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    events: int = 0
    statements: int = 0
    kept: int = 0

    def words(self) -> str:
        """The summary: "3 documents: 2 added, 1 known; 12 claims, 4 events, 1 statement"."""
        wording = {
            "added": "added",
            "reread": "read again",
            "known": "known already",
            "purged": "purged before, not taken in again",
            "unread": "could not be read",
        }
        all_ = {key: self.outcomes[key] + self.passed[key] for key in wording}
        parts = [f"{all_[key]:,} {said}" for key, said in wording.items() if all_[key]]
        head = f"{_many(sum(all_.values()), 'document')}: {', '.join(parts) or 'nothing to do'}"
        if not all_["added"] + all_["reread"]:
            return head
        made = (_many(self.claims, "claim"), _many(self.events, "event"), _many(self.statements, "statement"))
        kept = f"; {_many(self.kept, 'record')} no more found, kept by decisions" if self.kept else ""
        return f"{head}; {', '.join(made)}{kept}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def add_all(
    ledger: Workspace, sources: tuple[str, ...], settings: Settings, workers: int | None, *, reread: bool, quiet: bool
) -> int:
    """Add all sources, and with `reread` what another reader read last. Returns the exit status."""
    expanded = expand(sources)
    if sources and not expanded:
        raise UsageError("no-documents", f"There is no report in {', '.join(sources)}. Name files, or another folder.")
    if workers is None and len(expanded) == 1 and not reread and not _holds_many(expanded[0]):
        workers = 1
    tally, told = Tally(), 0
    try:
        with _progress(quiet) as advance:
            for results in run(_jobs(ledger, expanded, settings, reread, tally), settings, workers, AddWorker):
                for one in results:
                    if isinstance(one, Failure):
                        tally.outcomes["unread"] += 1
                        told += 1
                        if not quiet and told <= TOLD_FAILURES:
                            name = clean(one.id or "document")
                            print(f"masfufa: {name}: {one.message} [{one.code}]", file=sys.stderr)
                    else:
                        _write(ledger, one, tally)
                    advance(tally)
    except KeyboardInterrupt:
        if not quiet:
            print(f"{tally.words()}. Interrupted: run the same again to go on.", file=sys.stderr)
        raise
    if told > TOLD_FAILURES and not quiet:
        print(f"masfufa: {told - TOLD_FAILURES:,} more documents could not be read.", file=sys.stderr)
    if not quiet:
        print(tally.words())
    return SOME_UNREAD if tally.outcomes["unread"] else ALL_READ


def _write(ledger: Workspace, one: Read, tally: Tally) -> None:
    result = ledger.store(one.records, one.content, update=one.update)
    tally.outcomes[result.outcome] += 1
    tally.claims += result.claims
    tally.events += result.events
    tally.statements += result.statements
    tally.kept += result.kept


def _holds_many(source: str) -> bool:
    return source == "-" or (not is_url(source) and Path(source).suffix.lower() in LINE_SUFFIXES)


def _jobs(ledger: Workspace, sources: list[str], settings: Settings, reread: bool, tally: Tally) -> Iterator[Job]:
    word = reader_word(Path(settings.crisis) if settings.crisis else None)
    known = ledger.known()
    taken: set[str] = set()
    for job in jobs(sources):
        id = _identity(job)
        stored = known.get(id) if id else None
        if id is None or stored is None:
            yield job
            continue
        line = job.line is not None
        given = ((settings.published, stored.released), (settings.publisher, stored.publisher))
        # A line's own fields win over the options, which only fill in what it leaves out.
        differs = any(new is not None and (old is None or (new != old and not line)) for new, old in given)
        if stored.purged or id in taken or (stored.reader == word and not differs):
            tally.passed["purged" if stored.purged else "known"] += 1
            continue
        taken.add(id)
        for document in ledger.to_read_again([id]):
            yield StoredJob(job.key, job.size, document=with_metadata(document, settings, line=line), update=differs)
    if reread:
        waiting = [id for id in ledger.stale(word) if id not in taken]
        for number, document in enumerate(ledger.to_read_again(waiting)):
            yield StoredJob(f"r{number}", len(document.text), document=document)


def _identity(job: Job) -> str | None:
    """The id that a job's document will have, where it can be told without loading it."""
    if job.line is not None:
        line = parse_line(job.line[1], job.line[0])
        return None if isinstance(line, Failure) else identity(line)
    data: hashlib._Hash = hashlib.sha256()
    if job.data is not None:
        data.update(job.data)
        return data.hexdigest()
    if job.source is None or is_url(job.source):
        return None
    path = Path(job.source)
    try:
        if not path.is_file() or path.stat().st_size > DEFAULT.bytes:
            return None
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                data.update(block)
    except OSError:
        return None
    return data.hexdigest()


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Tally], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda tally: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")
        yield lambda tally: bar.update(task, description=tally.words())
