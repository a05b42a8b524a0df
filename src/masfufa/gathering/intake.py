"""What becomes of bytes that came: a document, its reading, the ledger or aside."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import os
import traceback
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from masfufa.documents.guard import Guard
from masfufa.documents.jsonl import Failure, parse_line
from masfufa.documents.load import Options, from_bytes
from masfufa.errors import DocumentError, MasfufaError
from masfufa.gathering import reliefweb, telegram
from masfufa.gathering.addresses import alike, canonical, plain
from masfufa.gathering.plan import Source
from masfufa.gathering.rows import Item, Offer, now
from masfufa.gathering.state import State
from masfufa.language.identify import identify
from masfufa.records import Document
from masfufa.records import Source as Origin
from masfufa.workspace import Workspace
from masfufa.workspace.from_reading import read_records

READ = ("ar", "en", "fr")
LINES = (".jsonl", ".ndjson")
_NOBODY = Source("", "folder")
GUARD = Guard()
"""Where documents are taken apart and read: one worker for all rounds."""


class Intake:
    """Reads items into a workspace's ledger, one by one; the crisis folder and the gazetteer are loaded once.

    `outcomes` counts what became of them, by status.
    """

    def __init__(self, workspace: Workspace, state: State, sources: Mapping[str, Source]) -> None:
        self._workspace = workspace
        self._state = state
        self._sources = sources
        self.outcomes: Counter[str] = Counter()

    def settle(self, item: Item, content: bytes, *, keep: bool = False) -> str:
        """Read an item's bytes; its status after that. `keep`: into the ledger whatever it reports.

        Raises DataError for what the ledger refuses; everything else is noted with the item.
        """
        source = self._sources.get(item.source, dataclasses.replace(_NOBODY, name=item.source))
        status = self._settled(item, content, source, keep or source.keep_all)
        self.outcomes[status] += 1
        return status

    def _settled(self, item: Item, content: bytes, source: Source, keep: bool) -> str:
        try:
            return self._settle(item, content, source, keep)
        except DocumentError as error:
            self._fail(item, error.code, error.message, content)
        except MasfufaError:
            raise
        except (Exception, RecursionError, MemoryError) as error:
            if os.environ.get("MASFUFA_DEBUG"):
                traceback.print_exc()
            told = f"A defect in masfufa ({type(error).__name__}: {str(error)[:150]}). Please report it."
            self._fail(item, "internal-error", told, content)
        return "failed"

    def _fail(self, item: Item, code: str, message: str, content: bytes) -> None:
        with self._state.together():
            sha = self._kept(item, content)
            self._state.put(item.id, status="failed", code=code, message=message[:500], settled=now(), sha256=sha)

    def _kept(self, item: Item, content: bytes) -> str:
        """The hash of bytes, which are kept here unless an archive of the user's holds them."""
        return hashlib.sha256(content).hexdigest() if item.more.get("warc") else self._state.keep(content)

    def _settle(self, item: Item, content: bytes, source: Source, keep: bool) -> str:
        document, own, aliases = self.document(item, content, source)
        if document.url is not None:
            same = self._same(item, document, {own, *aliases})
            if same is not None:
                return self._is_same(item, same, aliases)
        language = document.language or identify(document.text)
        if language is not None and language not in READ and not keep:
            return self._aside(item, content, document, "other-language")
        name = item.more.get("name") or document.id
        records = GUARD.call(read_records, self._workspace.crisis_folder, document, name)
        if not (keep or records.claims or records.events):
            return self._aside(item, content, document, "nothing-reported")
        # A line of JSON Lines has no bytes of its own in the ledger, as with `masfufa add`.
        kept = None if item.more.get("kind") == "line" else content
        result = self._workspace.store(records, kept)
        return self._stored(item, result.document, result.outcome, document, aliases)

    def _stored(self, item: Item, id: str, outcome: str, document: Document, aliases: set[str]) -> str:
        others = [one for one in self._state.of_document(id) if one.id != item.id]
        # Of the same bytes under two addresses the second is "same"; one that is repeated after a kill is not.
        status = "same" if outcome in ("known", "purged") and others else "stored"
        with self._state.together():
            self._state.put(
                item.id,
                status=status,
                document=id,
                url=document.url,
                title=document.title and document.title[:500],
                settled=now(),
                code=None,
                message=None,
            )
            for url in aliases:
                self._state.alias(url, item.id)
        return status

    def _is_same(self, item: Item, same: Item, aliases: set[str]) -> str:
        with self._state.together():
            self._state.put(item.id, status="same", document=same.document, settled=now(), url=same.url, title=None)
            for url in aliases:
                self._state.alias(url, same.id)
            if item.sha256:
                self._state.drop(item.sha256)
        return "same"

    def _aside(self, item: Item, content: bytes, document: Document, reason: str) -> str:
        with self._state.together():
            self._state.put(
                item.id,
                status="aside",
                code=reason,
                message=None,
                sha256=self._kept(item, content),
                url=document.url,
                title=document.title and document.title[:500],
                settled=now(),
            )
        return "aside"

    def _same(self, item: Item, document: Document, urls: set[str]) -> Item | None:
        """An item that is the same article under another address."""
        for url in sorted(urls):
            for other in self._state.known_address(url, item.id):
                text = self._text_of(other)
                if text is not None and alike(text, document.text, document.language or identify(document.text)):
                    return other
        return None

    def _text_of(self, item: Item) -> str | None:
        if item.status == "stored" and item.document:
            stored = self._workspace.document(item.document)
            return None if stored is None else stored.text
        content = self._state.body(item.sha256)
        if content is None:
            return None
        try:
            return self.document(item, content, self._sources.get(item.source, _NOBODY))[0].text
        except DocumentError:
            return None

    def document(self, item: Item, content: bytes, source: Source) -> tuple[Document, str, set[str]]:
        """An item's document, its address, and the others it is known by. Raises DocumentError."""
        more = item.more
        kind = more.get("kind", "page")
        if kind == "reliefweb":
            found = GUARD.call(reliefweb.document, content, item.key)
        elif kind == "telegram":
            found = telegram.document(content, item.key)
        elif kind == "line":
            parsed = parse_line(content, int(more.get("line", 1)))
            if isinstance(parsed, Failure):
                raise DocumentError(parsed.code, parsed.message)
            return self._filled(parsed, more, source), item.key, set()
        elif kind == "file":
            suffix = PurePosixPath(item.key).suffix.lower()
            name, options = more.get("name") or item.key, Options(language=source.language)
            found = GUARD.call(from_bytes, content, name, options, suffix=suffix)
            return self._filled(found, more, source), item.key, set()
        else:
            return self._page(item, content, source)
        return self._filled(_with_source(found, content), more, source), item.key, set()

    def _page(self, item: Item, content: bytes, source: Source) -> tuple[Document, str, set[str]]:
        more = item.more
        key = more.get("url") or item.key
        final = plain(more.get("final") or key)
        own = canonical(content, final) or final
        # A redirect says for certain that an address is another's; a canonical link may lie, so the address it names is
        # fetched too when a list offers it, and the texts are compared.
        aliases = {final} - {item.key}
        taken = [one for one in self._state.known_address(own, item.id) if one.status == "stored"]
        # An address that another article has cannot be this one's too, if they turn out to differ.
        url = key if taken and own != key else own
        found = GUARD.call(
            from_bytes,
            content,
            url,
            Options(language=source.language),
            declared=more.get("media_type"),
            charset=more.get("charset"),
            url=url,
        )
        return self._filled(found, more, source), own, aliases

    def _filled(self, document: Document, more: Mapping[str, Any], source: Source) -> Document:
        day = more.get("published")
        return dataclasses.replace(
            document,
            language=document.language or source.language,
            published=document.published or (dt.date.fromisoformat(day) if day else None),
            publisher=document.publisher or more.get("publisher") or source.publisher,
        )

    def lines(self, item: Item, path: Path) -> str:
        """Every line of a file of JSON Lines as a document of its own; the file's status after that."""
        from masfufa.documents import jsonl
        from masfufa.workspace.documents import identity

        known = self._workspace.known()
        failed: Failure | None = None
        number = 0
        with path.open("rb") as stream:
            for line in jsonl.lines(stream):
                if isinstance(line, Failure):
                    failed = failed or line
                    continue
                number += 1
                found = parse_line(line[1], line[0])
                if isinstance(found, Failure):
                    failed = failed or found
                    continue
                id = identity(found)
                key = f"{item.key}#{id[:16]}"
                if id in known or self._state.has(key):
                    continue
                more = {"kind": "line", "line": line[0], "name": found.id}
                self._state.offer([Offer(key, more=more, body=line[1], title=found.title)], item.source)
                self.settle(self._state.by_key(key), line[1])
        if failed is not None:
            self._state.put(item.id, status="failed", code=failed.code, message=failed.message, settled=now())
            self.outcomes["failed"] += 1
            return "failed"
        self._state.put(item.id, status="stored", settled=now(), code=None, message=None)
        return "stored"


def _with_source(document: Document, content: bytes) -> Document:
    """A record of an API or an export: its bytes are its original."""
    return dataclasses.replace(document, source=Origin(hashlib.sha256(content).hexdigest(), "application/json"))
