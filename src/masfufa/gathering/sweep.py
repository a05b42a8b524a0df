"""Before each round: the state is held against the ledger, which has the last word."""

from __future__ import annotations

import datetime as dt

from masfufa.gathering.originals import Archive
from masfufa.gathering.rows import Item, moment, now
from masfufa.gathering.state import State
from masfufa.workspace import Workspace
from masfufa.workspace.from_reading import reader_word

_SURE = dt.timedelta(minutes=10)
"""After this long what a database was given is on the disk, whatever becomes of the machine."""
_NOTE = "swept"
_READER = "reader"


def sweep(workspace: Workspace, state: State, archive: Archive) -> None:
    """Give the ledger again what it lost, let bytes go that it holds for sure, and forget what was purged."""
    archive.clean()
    began = now()
    last = state.note(_NOTE)
    since = moment(dt.datetime.fromisoformat(last) - _SURE) if last and last <= began else ""
    known = workspace.known()
    for item in state.settled_since(since):
        if item.document is not None and item.document not in known:
            _again(state, item)
    purged = [id for id, stored in known.items() if stored.purged]
    traces = [item for id in purged for item in state.of_document(id) if item.code != "purged"]
    for item in traces:
        forget(state, archive, item)
    if traces:
        state.rewrite()
    for item in state.with_bodies(moment(dt.datetime.now(dt.UTC) - _SURE)):
        if item.document in known and item.sha256:
            state.drop(item.sha256)
    word = reader_word(workspace.crisis_folder)
    if state.note(_READER) != word:
        state.read_again("internal-error")  # another version may not have the defect
        state.put_note(_READER, word)
    state.put_note(_NOTE, began)


def _again(state: State, item: Item) -> None:
    """An item that the ledger does not hold: it lost its last moments, or a backup was put in its place."""
    if state.body(item.sha256) is not None:
        state.put(item.id, status="fetched", document=None)
    else:
        state.put(item.id, status="waiting", document=None, etag=None, modified=None, sha256=None)
    warc = item.more.get("warc")
    if warc:
        row = state.list_row(warc, item.source)
        done = min(int(row.more.get("done", 0)) if row else 0, int(item.more["offset"]))
        with state.together():
            state.ask(warc, item.source, more={"done": done})
            state.asked(warc, item.source, None, None)


def forget(state: State, archive: Archive, item: Item) -> None:
    """Take out what is kept of a purged item: bytes, title, archived page. Its key stays, by which it is known."""
    archive.take_out(item)
    with state.together():
        state.put(item.id, status="failed", code="purged", title=None, message=None, url=None, etag=None, modified=None)
        if item.sha256:
            state.put(item.id, sha256=None)
            state.drop(item.sha256)
