"""The side of a workspace that the desk asks: inbox, review, states of documents, search, copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from masfufa.claims import Decision
from masfufa.workspace import decision_log, inbox, search_index
from masfufa.workspace.database import told
from masfufa.workspace.inbox import InboxPage, InboxQuery, ReviewDocument
from masfufa.workspace.tables import state
from masfufa.workspace.transactions import Nothing, Transactions

_ALL = InboxQuery()
_PART = 100
"""Documents that are indexed in one transaction."""


class DeskSide(Transactions):
    """What `Workspace` has for the desk."""

    def inbox(self, query: InboxQuery = _ALL) -> InboxPage:
        """A page of documents. A search first brings the index of words up to date, which a first one waits for."""
        if query.words.strip():
            while self.index():
                pass
        with self._reading() as connection:
            return inbox.page(connection, query)

    def review(self, document_id: str) -> ReviewDocument:
        """A document with its text and its records, original beside decided. Raises UsageError "document-unknown"."""
        with self._reading() as connection:
            return inbox.review(connection, document_id)

    def document_of(self, subject: str, subject_id: str) -> str | None:
        """The document of a claim, event or statement, also of a claim that a person added; None without one."""
        with self._reading() as connection:
            return inbox.document_of(connection, subject, subject_id)

    def next_open(self, after: str | None = None) -> str | None:
        """The id of the next document that is not done, in the inbox's order; None where all are."""
        with self._reading() as connection:
            return inbox.following(connection, after)

    def set_state(self, document_id: str, to: str, who: str) -> Decision | None:
        """Set a document's state: "new", "in_review", "done"; None where it has it already.

        Raises UsageError "document-unknown", "decision-field".
        """
        with self._writing(tracked=False) as change:
            found = inbox.state_change(change.connection, document_id, to)
            if found is None:
                raise Nothing
            stood, edited = found
            return decision_log.append(
                change.connection, change.now, who, "document", document_id, "correct", edited, None, stood
            )
        return None

    def index(self, most: int = _PART) -> int:
        """Put up to `most` documents that are not there yet into the index of words; how many were put."""
        with self._reading() as connection:
            if not search_index.missing(connection, 1):
                return 0
        with self._aside() as connection:
            return search_index.fill(connection, search_index.missing(connection, most))

    def not_indexed(self) -> int:
        """How many documents are not in the index of words yet."""
        with self._reading() as connection:
            return len(search_index.missing(connection))

    def copies_due(self) -> bool:
        """Whether some document was not compared with the others yet."""
        with self._reading() as connection:
            return inbox.copies_due(connection)

    def store_copies(self, compared: Iterable[str], copies: Mapping[str, tuple[str, float]]) -> None:
        """Keep which documents are copies: `copies` leads from a copy to (original, how like they are, 0 to 1)."""
        with self._aside() as connection:
            inbox.store_copies(connection, compared, copies)

    @contextmanager
    def _aside(self) -> Iterator[sa.Connection]:
        """A transaction for what follows from the ledger: it does not change the ledger's state."""
        connect = self._engine.connect
        with told(self.address), connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(state.update().values(changes=state.c.changes))  # writers go one by one
            yield connection
