"""Sources on this machine: folders, WARC archives, exports of Telegram, saved lists of GDELT.

Each is a generator that does one document's work a step, so that the network is not kept waiting.
"""

from __future__ import annotations

import glob
import time
from collections.abc import Iterator
from pathlib import Path

from masfufa.documents.limits import DEFAULT
from masfufa.documents.warc import WarcPage, read_warc
from masfufa.errors import DocumentError
from masfufa.gathering import gdelt, telegram
from masfufa.gathering.addresses import matches, plain
from masfufa.gathering.intake import LINES, Intake
from masfufa.gathering.plan import Source
from masfufa.gathering.rows import Offer
from masfufa.gathering.state import State

SUFFIXES = frozenset((".txt", ".text", ".htm", ".html", ".xhtml", ".pdf", ".docx", *LINES))
SETTLED = 2.0
"""Seconds since a file was last written: younger ones may be half there."""
_TOGETHER = 20


def visit(source: Source, state: State, intake: Intake) -> Iterator[None]:
    """One visit to a local source. Raises DocumentError for a source that can't be read."""
    if source.kind == "folder":
        yield from _folder(source, state, intake)
    elif source.kind == "warc":
        yield from _warcs(source, state, intake)
    elif source.kind == "telegram":
        yield from _telegram(source, state)
    else:
        yield from _saved_list(source, state)


def _folder(source: Source, state: State, intake: Intake) -> Iterator[None]:
    root = Path(source.address)
    if not root.is_dir():
        raise DocumentError("source-missing", f"There is no folder {root}.")
    passed, found = 0, []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix.lower() not in SUFFIXES or any(part.startswith(".") for part in inside.parts):
            continue
        name = inside.as_posix()
        if (source.include and not matches(name, source.include)) or matches(name, source.exclude):
            passed += 1
            continue
        if path.is_file():
            found.append(path)
    for start in range(0, len(found), 200):
        with state.together():
            for path in found[start : start + 200]:
                _offer_file(source, state, path)
        yield
    state.passed_over(source.name, passed)
    for item in state.waiting(source.name, source.most):
        path = Path(item.more["path"])
        _settled(path)
        try:
            stat = path.stat()
            if path.suffix.lower() in LINES:
                outcome = intake.lines(item, path)
            else:
                if stat.st_size > DEFAULT.bytes:
                    raise DocumentError("too-large", f"The file is larger than {DEFAULT.bytes:,} bytes. Split it.")
                content = path.read_bytes()
                outcome = intake.settle(item, content)
            now = path.stat()
            if (now.st_mtime_ns, now.st_size) != (stat.st_mtime_ns, stat.st_size):
                state.put(item.id, status="waiting")
            del outcome
        except OSError as error:
            state.put(item.id, status="failed", code="file-unreadable", message=f"{path}: {error.strerror}")
        except DocumentError as error:
            state.put(item.id, status="failed", code=error.code, message=error.message)
        yield


def _offer_file(source: Source, state: State, path: Path) -> None:
    try:
        version = _version(path)
    except OSError:
        return
    key = path.as_posix()
    known = state.by_key(key) if state.has(key) else None
    again = known is not None and known.changed != version
    more = {"kind": "file", "path": str(path), "name": path.name}
    state.offer([Offer(key, title=path.name, changed=version, more=more, again=again)], source.name)


def _version(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_mtime_ns:020d}-{stat.st_size}"


def _settled(path: Path) -> None:
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return
    if 0 <= age < SETTLED:
        time.sleep(SETTLED - age)


def _paths(pattern: str) -> list[Path]:
    if not any(c in pattern for c in "*?["):
        return [Path(pattern)]
    return [Path(found) for found in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207


def _warcs(source: Source, state: State, intake: Intake) -> Iterator[None]:
    paths = _paths(source.address)
    if not paths or not any(path.is_file() for path in paths):
        raise DocumentError("source-missing", f"There is no file {source.address}.")
    broken: DocumentError | None = None
    passed = 0
    for path in paths:
        row = state.list_row(str(path), source.name)
        start = int(row.more.get("done", 0)) if row else 0
        size = path.stat().st_size
        if start > size:
            start = 0  # another file under the same name
        if start == size:
            continue
        pages, done, ended = read_warc(path, start), start, False
        while not ended:
            # Some together, in one transaction of the state: what of them is repeated after a kill changes nothing.
            with state.together():
                for _ in range(_TOGETHER):
                    try:
                        page = next(pages, None)
                    except DocumentError as error:
                        broken, ended = error, True
                        break
                    if page is None:
                        done, ended = size, True
                        break
                    passed += not _warc_page(source, state, intake, path, page)
                    done = page.after
                _note(state, source, path, done)
            yield
    state.passed_over(source.name, passed)
    if broken is not None:
        raise broken


def _warc_page(source: Source, state: State, intake: Intake, path: Path, page: WarcPage) -> bool:
    """Take in a page; False where it is passed over."""
    key = plain(page.url)
    if page.data is None or (source.include and not matches(key, source.include)) or matches(key, source.exclude):
        return False
    # One address may stand in an archive at many times: each of its texts is a document.
    name = f"warc:{path.as_posix()}@{page.offset}"
    more = {
        "url": key,
        "media_type": page.media_type,
        "charset": page.charset,
        "warc": str(path),
        "offset": page.offset,
        "date": page.date,
    }
    if page.data:
        state.offer([Offer(name, more=more)], source.name)
        if not state.has(name):
            intake.settle(state.by_key(name), page.data)
    return True


def _note(state: State, source: Source, path: Path, done: int) -> None:
    with state.together():
        state.ask(str(path), source.name, more={"done": done})
        state.asked(str(path), source.name, None, None)


def _telegram(source: Source, state: State) -> Iterator[None]:
    paths = [path for path in _paths(source.address) if path.exists()]
    if not paths:
        raise DocumentError("source-missing", f"There is no file {source.address}.")
    passed = 0
    for path in paths:
        version = _version(path)
        row = state.list_row(str(path), source.name)
        if row is not None and row.etag == version:
            passed += int(row.more.get("passed", 0))
            continue
        offers, left_out = telegram.read_export(path, source.chats)
        passed += left_out
        for start in range(0, len(offers), 200):
            state.offer(offers[start : start + 200], source.name, updates=True)
            yield
        with state.together():
            state.ask(str(path), source.name, more={"passed": left_out})
            state.asked(str(path), source.name, version, None)
    state.passed_over(source.name, passed)


def _saved_list(source: Source, state: State) -> Iterator[None]:
    path = Path(source.address)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError("source-missing", f"{path} can't be opened: {error.strerror}.") from None
    offers = gdelt.offers_of(data)
    wanted = [
        offer
        for offer in offers
        if not (source.include and not matches(offer.key, source.include)) and not matches(offer.key, source.exclude)
    ]
    state.offer(wanted, source.name)
    state.passed_over(source.name, len(offers) - len(wanted))
    yield
