"""`Workspace`: one folder, one database, and everything that commands, tracking and desk do with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from masfufa.claims import Claim, Decision, EventClaim
from masfufa.errors import DataError, UsageError
from masfufa.records import Document
from masfufa.workspace import (
    archive,
    batch_store,
    cache_store,
    counts,
    decided,
    decision_log,
    inbox,
    purge,
    reading_store,
    releases,
    tracked,
    versions,
)
from masfufa.workspace.batches import AdminRow, ImportBatch, RowReport, StoredDocument
from masfufa.workspace.database import readable, told
from masfufa.workspace.documents import read_documents
from masfufa.workspace.folder import Frame, crisis_folder
from masfufa.workspace.for_desk import DeskSide
from masfufa.workspace.from_reading import Recorder, Records
from masfufa.workspace.releases import ReleaseSide
from masfufa.workspace.results import AddResult, Counts, ImportRecord, Known, StatementClaim
from masfufa.workspace.tables import claim as claim_table
from masfufa.workspace.tables import document, event, statement
from masfufa.workspace.transactions import Nothing


class Workspace(ReleaseSide, DeskSide):
    """An open workspace. Made by `create_workspace` or `open_workspace`; a context manager that closes itself.

    Every method that writes is one transaction. All of them raise DataError "workspace-locked", "workspace-full",
    "workspace-corrupt", "workspace-unwritable", "workspace-unreachable" or "workspace-failed" for what the database
    refuses. `as_known_on` is a day: what was released by then (where that is not known, what was recorded by then).
    `as_recorded_on` is a day or a moment: the ledger as it stood then, decisions included.
    """

    def __init__(self, folder: Path, frame: Frame, address: str, engine: sa.Engine) -> None:
        super().__init__(address, engine)
        self.folder = folder
        self.name = frame.name
        self.countries = frame.countries
        self.onset = frame.onset
        self._recorder: Recorder | None = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def crisis_folder(self) -> Path | None:
        """The folder with the crisis's own actors, roles and places, None where it holds none."""
        return crisis_folder(self.folder)

    # --- writing

    def add_document(
        self,
        document: Document,
        content: bytes | None,
        *,
        filename: str | None = None,
    ) -> AddResult:
        """Read a document and record what it says; the same document again changes nothing, unless the reader did.

        `content`: the bytes it came from, None for a line of JSON Lines. Raises DataError for a broken crisis folder.
        """
        if self._recorder is None:
            self._recorder = Recorder(self.crisis_folder)
        return self.store(self._recorder.read(document, filename or document.id), content)

    def store(self, records: Records, content: bytes | None = None, *, update: bool = False) -> AddResult:
        """Store a reading that was made already (masfufa.workspace.from_reading), in one transaction.

        `update`: publication date and publisher replace those that are stored, where they differ.
        """
        with self._writing() as change:
            result = reading_store.write(change.connection, records, content, change.now, update=update)
            if result.outcome in ("known", "purged"):
                raise Nothing
        return result

    def add_import(self, batch: ImportBatch) -> ImportRecord:
        """Store one imported file. The same file, format, mapping and release again adds nothing (`new` is False)."""
        record: ImportRecord | None = None
        with self._writing() as change:
            record = batch_store.same_as(change.connection, batch)
            if record is not None:
                raise Nothing
            record = batch_store.write(change.connection, batch, change.now)
        assert record is not None
        return record

    def add_units(self, rows: Iterable[AdminRow]) -> int:
        """Add administrative units, or bring known ones up to date; how many were new or changed."""
        changed = 0
        with self._writing() as change:
            changed = batch_store.write_units(change.connection, rows)
            if not changed:
                raise Nothing
        return changed

    def decide(
        self,
        who: str,
        subject: str,
        subject_id: str,
        action: str,
        *,
        edited: Mapping[str, Any] | None = None,
        reason: str | None = None,
        original: Mapping[str, Any] | None = None,
        expected: int | None = None,
    ) -> Decision:
        """Add a decision to the log. Raises UsageError "decision-…" for one that can't be meant.

        `edited`: changed fields as masfufa.claims_plain has them; for "add" all of the claim's, for "undo"
        {"decision": number}. `original`: the subject as it stood, for links and cells, which the workspace does not
        hold; of everything else it is looked up. `expected`: the number of the last decision about the subject that
        the person saw (0 for none); where there is another by now, UsageError "decision-conflict".
        """
        if subject == releases.SUBJECT:
            raise UsageError("decision-subject", "A release is proposed, signed off and refused by its own methods.")
        with self._writing(tracked=False) as change:
            inbox.check_expected(change.connection, subject, subject_id, expected)
            made = decision_log.append(
                change.connection, change.now, who, subject, subject_id, action, edited, reason, original
            )
            if tracked.reads(made):
                change.tracked()
            return made

    def purge(self, document_id: str, reason: str, who: str) -> None:
        """Take a document out for good: text, bytes, spans and names go, hash and values stay, with a tombstone.

        Raises UsageError "document-unknown", "purge-reason"; DataError "purge-unswept" where it is done, but another
        program kept the database's files from being rewritten.
        """
        with self._writing() as change, readable(self.address):
            purge.purge(change.connection, document_id, reason, who, change.now)
        releases.withdraw(self.folder, document_id)
        try:
            with told(self.address):
                purge.sweep(self._engine, self.address)
        except DataError as error:
            if error.code == "workspace-locked":
                raise purge.unswept() from error
            raise

    def cache(self, key: str, value: bytes, *, state: str | None = None) -> bool:
        """Keep a result of tracking in its current state (`tracked_state`); it goes with that state. `state`: the one
        that it was computed from.

        Where that is no more the current one nothing is kept; nor where the ledger can't be written just now, which is
        no error: the result can be computed again. Returns whether it was kept.
        """
        try:
            connect = self._engine.connect
            with told(self.address), connect().execution_options(writes=True) as connection, connection.begin():
                current = self._tracked_state(connection)
                if state is not None and state != current:
                    return False
                cache_store.put(connection, key, current, value)
            return True
        except DataError as error:
            if error.code not in ("workspace-locked", "workspace-unwritable", "workspace-full", "workspace-failed"):
                raise
            return False

    def restore(self, schema: str, tables: Iterable[tuple[str, Iterable[Mapping[str, Any]]]]) -> archive.Restored:
        """Take in what `dump` of another workspace gave; documents that are here already are left as they are.

        Raises DataError "archive-version", "archive-broken".
        """
        with self._writing() as change:
            restored = archive.restore(change.connection, schema, tables)
            purge.purge_again(change.connection)
            if not restored.documents and not restored.decisions:
                raise Nothing
        return restored

    # --- reading

    def dump(self, *, content: bool = False) -> Iterator[tuple[str, Iterator[archive.PlainRow]]]:
        """Everything in the workspace as plain rows, table by table (masfufa.workspace.archive)."""
        with self._reading() as connection:
            yield from archive.dump(connection, content=content)

    @property
    def schema(self) -> str:
        """The revision of the schema."""
        with self._reading() as connection:
            return archive.schema_of(connection)

    def claims(
        self,
        *,
        as_known_on: dt.date | None = None,
        as_recorded_on: dt.date | dt.datetime | None = None,
        decided: bool = True,
        document: str | None = None,
    ) -> Iterator[Claim]:
        """Every claim that holds; `decided`: with decisions applied (corrected, rejected ones left out, added ones).

        `document`: those of one document only.
        """
        until = _moment(as_recorded_on)
        with self._reading() as connection:
            holding = versions.holding(claim_table, as_known_on, until, document=document)
            found = versions.read_claims(connection, holding)
            if decided:
                found = self._decided(found, decision_log.read(connection, until), as_known_on, document)
            yield from found

    @staticmethod
    def _decided(
        found: Iterable[Claim], log: list[Decision], known: dt.date | None, document: str | None
    ) -> Iterator[Claim]:
        for claim in decided.apply(found, log):
            if document is not None and claim.document != document:
                continue  # added by hand to another
            if known is None or claim.reader != "person" or (claim.released or _day(claim.recorded)) <= known:
                yield claim

    def events(
        self,
        *,
        as_known_on: dt.date | None = None,
        as_recorded_on: dt.date | dt.datetime | None = None,
        decided: bool = True,
        document: str | None = None,
    ) -> Iterator[EventClaim]:
        """Every event claim that holds, with the options of `claims`."""
        until = _moment(as_recorded_on)
        with self._reading() as connection:
            found = versions.read_events(connection, versions.holding(event, as_known_on, until, document=document))
            yield from _decided_events(found, decision_log.read(connection, until)) if decided else found

    def statements(
        self,
        *,
        as_known_on: dt.date | None = None,
        as_recorded_on: dt.date | dt.datetime | None = None,
        document: str | None = None,
    ) -> Iterator[StatementClaim]:
        """Every statement that holds, as decided: rejected ones left out, corrected ones changed."""
        until = _moment(as_recorded_on)
        with self._reading() as connection:
            holding = versions.holding(statement, as_known_on, until, document=document)
            log = decision_log.read(connection, until, subject="statement")
            yield from decided.apply_to_statements(versions.read_statements(connection, holding), log)

    def documents(self, *, text: bool = True, content: bool = False) -> Iterator[StoredDocument]:
        """All documents in the order in which they came; their bytes only if `content` asks for them."""
        with self._reading() as connection:
            yield from read_documents(connection, text=text, content=content)

    def document(self, id: str) -> StoredDocument | None:
        """One document with text and bytes."""
        with self._reading() as connection:
            return next(read_documents(connection, document.c.id == id, content=True), None)

    def claim(self, id: str) -> Claim | None:
        """One claim that holds, as decided; None for an unknown or rejected one."""
        with self._reading() as connection:
            found = versions.read_claims(connection, versions.holding(claim_table, identity=id))
            return next(decided.apply(found, decision_log.read(connection, subject_id=id)), None)

    def original(self, id: str) -> Claim | None:
        """One claim as it was read or imported, without decisions; the last version of one that holds no more."""
        with self._reading() as connection:
            return next(versions.read_claims(connection, claim_table.c.id == id, latest=True), None)

    def event(self, id: str) -> EventClaim | None:
        """One event claim that holds, as decided; None for an unknown or rejected one."""
        with self._reading() as connection:
            found = versions.read_events(connection, versions.holding(event, identity=id))
            return next(decided.apply_to_events(found, decision_log.read(connection, subject_id=id)), None)

    def decisions(self, *, as_recorded_on: dt.date | dt.datetime | None = None) -> list[Decision]:
        """The whole log, oldest first."""
        with self._reading() as connection:
            return decision_log.read(connection, _moment(as_recorded_on))

    def units(self, country: str | None = None) -> Iterator[AdminRow]:
        """Administrative units that imports brought, by country, scheme, level and code."""
        with self._reading() as connection:
            yield from batch_store.units(connection, country)

    def imports(self) -> list[ImportRecord]:
        """All imports, oldest first."""
        with self._reading() as connection:
            return batch_store.records(connection)

    def import_rows(self, import_id: int) -> tuple[RowReport, ...]:
        """What became of each row of an import."""
        with self._reading() as connection:
            return batch_store.rows(connection, import_id)

    def known(self) -> dict[str, Known]:
        """What is stored of each document, by its id: who read it, and the metadata that reading goes by."""
        with self._reading() as connection:
            return reading_store.known(connection)

    def stale(self, reader: str) -> list[str]:
        """The ids of documents that another reader read last, in the order in which they came."""
        with self._reading() as connection:
            return reading_store.stale(connection, reader)

    def to_read_again(self, ids: Iterable[str]) -> Iterator[Document]:
        """Stored documents as the reader takes them, with the very text that they were added with, so spans hold."""
        wanted = list(ids)
        for start in range(0, len(wanted), 100):
            with self._reading() as connection:
                part = list(reading_store.stored_as_document(connection, wanted[start : start + 100]))
            yield from part

    def counts(self) -> Counts:
        """How much there is of everything."""
        with self._reading() as connection:
            return counts.count(connection)

    def state(self) -> str:
        """A word that changes whenever claims, decisions, documents or units change."""
        with self._reading() as connection:
            return self._state(connection)

    def tracked_state(self) -> str:
        """A word that changes whenever something changes that tracking reads: claims, events, documents, units, and the
        decisions about them. A document's place in the work (new, in review, done) and what was decided about
        statements change `state` alone."""
        with self._reading() as connection:
            return self._tracked_state(connection)

    def cached(self, key: str) -> bytes | None:
        """What `cache` kept under `key` in the current `tracked_state`, else None."""
        with self._reading() as connection:
            return cache_store.get(connection, key, self._tracked_state(connection))


_decided_events = decided.apply_to_events


def _moment(asked: dt.date | dt.datetime | None) -> dt.datetime | None:
    return None if asked is None else decided.moment(asked)


def _day(recorded: dt.datetime | None) -> dt.date:
    return dt.date.max if recorded is None else recorded.date()
