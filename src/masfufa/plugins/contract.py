"""What a plug-in reader is, and what it may use up. The page for those who write one: docs/plugins.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from masfufa.records import DateMention, Document, Event, Figure, Notice, PlaceMention, Reading, Statement

GROUP = "masfufa.readers"
"""The entry points group in which a package names its readers."""

Record = Figure | Event | Statement | PlaceMention | DateMention | Notice
"""What a plug-in reader may give."""

SECONDS = 60.0
"""How long a reader may take for one document, unless it has a `seconds` of its own."""

MOST_RECORDS = 10_000
"""How many records of one document are taken; a reader that goes on is stopped."""

MOST_TOLD = 10
"""How many notices of one kind a reader causes in one document; those after them are counted in the last one."""


@runtime_checkable
class Reader(Protocol):
    """A reader that adds to what masfufa reads. One object serves all documents of a process, one after the other.

    `name` is a short word and `version` that of the reader: both stand in the `reader` field of the reading. An
    attribute `seconds` (a number) sets how long one document may take; without it that is `SECONDS`.
    """

    name: str
    version: str

    def read(self, document: Document, base: Reading) -> Iterable[Record]:
        """The records that `document` holds, in any order; those of `base` need not be given again.

        `base` is what has been read so far, by masfufa and by readers named earlier. Spans are code-point offsets into
        `document.text`, and the text of a record is what stands there. An index (`part_of` of a figure, `figures` of
        an event, `events` of a statement) counts the records of `base` first, then this reader's own in the order in
        which it gives them: `len(base.figures)` is its first figure. A record that breaks the contract is left out
        with a notice. Whatever is raised ends the reader for this document, and nothing of it is kept.
        """
        ...
