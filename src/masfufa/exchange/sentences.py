"""The sentence around a record's words, read from the stored document; None where the text is gone or never was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from masfufa.claims import Claim, EventClaim, TextLocator
from masfufa.language.tokens import Tokens
from masfufa.workspace.batches import StoredDocument

_LONGEST = 600
"""Characters of a sentence that are shown; a table that was read as text has "sentences" of many pages."""


class Sentences:
    """Sentences by record. `document_of` gives a document by its id; the last one is kept, so ask in document order."""

    def __init__(self, document_of: Callable[[str], StoredDocument | None]) -> None:
        self._document_of = document_of
        self._id: str | None = None
        self._tokens: Tokens | None = None

    def of(self, record: Claim | EventClaim) -> str | None:
        """The sentence that holds the first of the record's words, cut around them where it is very long."""
        locator = record.locator
        if not isinstance(locator, TextLocator) or not locator.text:
            return None
        tokens = self._of_document(record.document)
        if tokens is None or locator.end > len(tokens.text):
            return None
        first, last = tokens.sentences[tokens.sentence_of(tokens.at(locator.start))]
        start, end = tokens.starts[first], tokens.ends[last - 1]
        end = max(end, locator.end)
        if end - start > _LONGEST:
            start = max(start, locator.start - _LONGEST // 2)
            end = min(end, locator.end + _LONGEST // 2)
        return " ".join(tokens.text[start:end].split())

    def _of_document(self, id: str) -> Tokens | None:
        if id != self._id:
            found = self._document_of(id)
            self._id = id
            self._tokens = Tokens(found.text) if found is not None and found.text else None
        return self._tokens


class _Space(Protocol):
    def document(self, id: str) -> StoredDocument | None: ...
    def claim(self, id: str) -> Claim | None: ...


def sentences(space: _Space, claims: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The sentences of text claims (as `tracking.stored.behind` gives them) by claim id, read document by document."""
    reader = Sentences(space.document)
    out: dict[str, str] = {}
    for claim in sorted(claims, key=lambda c: (c["claim"]["document"], c["claim"]["id"])):
        identity = claim["claim"]["id"]
        found = space.claim(identity)
        sentence = reader.of(found) if found is not None else None
        if sentence:
            out[identity] = sentence
    return out
