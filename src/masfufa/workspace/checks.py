"""Whether a workspace is whole: its database, every row, every hash, and every place that a record says it stands at.

Nothing is mended and nothing of what stands in a row is told: it may be of a document that nobody here may print.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import exc

from masfufa.claims import CellLocator, Claim, Locator, TextLocator
from masfufa.claims_plain import claim_from_plain
from masfufa.errors import MasfufaError
from masfufa.workspace import codec
from masfufa.workspace.batch_store import rows as reports_of
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.documents import LINE
from masfufa.workspace.purge import NAME as PURGED
from masfufa.workspace.releases import file_state, read_file
from masfufa.workspace.store import Workspace
from masfufa.workspace.tables import RECORDS, batch, batch_rows, decision, document, document_body, reading, state, unit

Kind = Literal["database", "row", "content", "span", "cell", "reference", "tombstone", "release", "crisis"]
CellTexts = Callable[[StoredDocument], Callable[[str, str], str | None]]
"""Opens a file as tables; the answer gives the text of a cell by sheet and address, None where there is no such cell.
Raises MasfufaError for what can't be opened."""
_PART = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not whole. `where` names table and key, document or file; `what` is wrong in a few words."""

    kind: Kind
    where: str
    what: str


@dataclass(slots=True)
class Checked:
    """How much was looked at."""

    rows: int = 0
    contents: int = 0
    spans: int = 0
    cells: int = 0
    files: int = 0


def check(space: Workspace, cell_texts: CellTexts | None = None, done: Checked | None = None) -> Iterator[Fault]:
    """Everything that is not whole, as it is found. `done` counts what was looked at.

    Raises DataError "workspace-corrupt" where the database can't even be gone through.
    """
    done = done if done is not None else Checked()
    with space._reading() as connection:
        yield from _database(connection, space.is_sqlite)
        looked = _Looked(connection, done)
        yield from looked.documents()
        yield from looked.records()
        yield from looked.others()
        yield from looked.decisions()
        yield from looked.content(cell_texts)
    yield from _files(space, done)


def _database(connection: sa.Connection, sqlite: bool) -> Iterator[Fault]:
    if sqlite:
        for (words,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if words != "ok":
                yield Fault("database", "ledger.sqlite", str(words).splitlines()[-1])
        for table, number, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20):
            yield Fault("reference", f"{table} row {number}", f"names a row of {other} that is not there")
    if connection.execute(sa.select(sa.func.count()).select_from(state)).scalar_one() != 1:
        yield Fault("row", "state", "must have one row")


class _Looked:
    """Goes through one database. What the first steps find is what the later ones hold on to."""

    def __init__(self, connection: sa.Connection, done: Checked) -> None:
        self._connection, self._done = connection, done
        self._purged: set[str] = set()
        self._documents: set[str] = set()
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._spans: dict[str, list[tuple[str, TextLocator]]] = defaultdict(list)
        self._cells: dict[str, list[tuple[str, CellLocator]]] = defaultdict(list)

    def _rows(self, table: sa.Table, columns: Iterable[sa.Column[Any]] = ()) -> Iterator[tuple[str, Any]]:
        """Each row with its name; in place of one that the database can't give there is the kind of its error."""
        (key, *more) = table.primary_key.columns
        chosen = list(columns) or list(table.columns)
        if more:  # units: few, and their keys are words
            keys: list[Any] = list(self._connection.execute(sa.select(key, *more)).all())
        else:
            keys = list(self._connection.execute(sa.select(key).order_by(key)).scalars())
        for start in range(0, len(keys), _PART):
            part = keys[start : start + _PART]
            wanted = sa.tuple_(key, *more).in_([tuple(one) for one in part]) if more else key.in_(part)
            query = sa.select(*chosen).where(wanted).order_by(key)
            try:
                found = [(self._name(table, row), row) for row in self._connection.execute(query).all()]
            except (exc.SQLAlchemyError, ValueError, TypeError):
                found = list(self._one_by_one(table, chosen, part))
            self._done.rows += len(found)
            yield from found

    def _one_by_one(self, table: sa.Table, chosen: list[Any], keys: list[Any]) -> Iterator[tuple[str, Any]]:
        columns = list(table.primary_key.columns)
        for key in keys:
            values = tuple(key) if len(columns) > 1 else (key,)
            wanted = sa.and_(*(column == value for column, value in zip(columns, values, strict=True)))
            try:
                yield (
                    f"{table.name} {'/'.join(map(str, values))}",
                    self._connection.execute(sa.select(*chosen).where(wanted)).one(),
                )
            except (exc.SQLAlchemyError, ValueError, TypeError) as error:
                yield f"{table.name} {'/'.join(map(str, values))}", type(error)

    @staticmethod
    def _name(table: sa.Table, row: Any) -> str:
        keys = [str(getattr(row, column.name)) for column in table.primary_key.columns]
        return f"{table.name} {'/'.join(keys)}"

    def _read(self, table: sa.Table, reads: Callable[[Any], Any]) -> Iterator[Fault | tuple[str, Any, Any]]:
        """Each row with what it says, a fault for what can't be read."""
        for name, row in self._rows(table):
            try:
                if isinstance(row, type):
                    raise ValueError(row)
                said = reads(row)
            except (ValueError, TypeError, LookupError, AttributeError, zlib.error, MasfufaError):
                yield Fault("row", name, "can't be read")
            else:
                yield name, row, said

    def documents(self) -> Iterator[Fault]:
        """Documents, tombstones too."""
        for found in self._read(document, lambda row: None):
            if isinstance(found, Fault):
                yield found
                continue
            name, row, _ = found
            self._documents.add(row.id)
            if row.purged is not None:
                self._purged.add(row.id)
                if row.name != PURGED or row.title or row.publisher or row.url:
                    yield Fault("tombstone", name, "was purged, and still has names")

    def records(self) -> Iterator[Fault]:
        """Claims, events and statements in all their versions."""
        for kind, table in RECORDS.items():
            for found in self._read(table, _reads(kind)):
                if isinstance(found, Fault):
                    yield found
                    continue
                name, row, said = found
                self._ids[kind].add(row.id)
                yield from self._stands(f"{name} of document {row.document[:12]}", row.document, said.locator)
                for locator in getattr(said, "repeats", ()):
                    yield from self._stands(f"{name} of document {row.document[:12]}", row.document, locator)

    def _stands(self, name: str, id: str, locator: Locator) -> Iterator[Fault]:
        """Keep a locator for when its document is opened."""
        if id in self._purged:
            if locator.text:
                yield Fault("tombstone", name, "is of a purged document, and still has its words")
        elif isinstance(locator, TextLocator):
            self._spans[id].append((name, locator))
        elif isinstance(locator, CellLocator):
            self._cells[id].append((name, locator))

    def others(self) -> Iterator[Fault]:
        """Readings, imports and units."""
        reads: tuple[tuple[sa.Table, Callable[[Any], Any]], ...] = (
            (reading, lambda row: json.loads(row.notices)),
            (batch, lambda row: row.mapping is None or json.loads(row.mapping)),
            (batch_rows, lambda row: reports_of(self._connection, row.batch)),
            (unit, lambda row: dict(json.loads(row.names))),
        )
        for table, how in reads:
            yield from (found for found in self._read(table, how) if isinstance(found, Fault))

    def decisions(self) -> Iterator[Fault]:
        """The log: what it says, and that what it is about is there."""

        def said(row: Any) -> Any:
            original, edited = json.loads(row.original), json.loads(row.edited) if row.edited else None
            if not isinstance(original, dict) or not (edited is None or isinstance(edited, dict)):
                raise TypeError
            return edited

        numbers: set[int] = set()
        for found in self._read(decision, said):
            if isinstance(found, Fault):
                yield found
                continue
            name, row, edited = found
            numbers.add(row.id)
            if row.subject == "claim" and row.action == "add" and edited and edited.get("document") not in self._purged:
                try:
                    added: Claim = claim_from_plain(edited)
                except MasfufaError:
                    yield Fault("row", name, "adds a claim that can't be read")
                    continue
                self._ids["claim"].add(row.subject_id)
                yield from self._stands(f"{name} (a claim added by hand)", added.document, added.locator)
            elif row.action == "undo" and edited and edited.get("decision") not in numbers:
                yield Fault("reference", name, "takes back a decision that is not there")
            elif row.subject in RECORDS and row.subject_id not in self._ids[row.subject]:
                if row.subject == "statement" and self._purged:
                    continue  # statements go with their document, and decisions about them stay
                yield Fault("reference", name, f"is about a {row.subject} that is not there")
            elif row.subject == "document" and row.subject_id not in self._documents:
                yield Fault("reference", name, "is about a document that is not there")

    def content(self, cell_texts: CellTexts | None) -> Iterator[Fault]:
        """Texts and bytes, their hashes, and what stands where records say that it does."""
        b = document_body.c
        kinds = {
            row.id: (row.name, row.media_type)
            for row in self._connection.execute(sa.select(document.c.id, document.c.name, document.c.media_type))
        }
        bare = (b.document, b.text, b.content, b.notices)
        for name, row in self._rows(document_body, bare):
            if isinstance(row, type):
                yield Fault("row", name, "can't be read")
                continue
            id, called = row.document, f"document {row.document[:12]}"
            self._done.contents += 1
            if id in self._purged:
                if row.text is not None or row.content is not None:
                    yield Fault("tombstone", called, "was purged, and still has its text")
                continue
            try:
                json.loads(row.notices)
                text = None if row.text is None else zlib.decompress(row.text).decode("utf-8", "surrogatepass")
            except (ValueError, TypeError, zlib.error):
                yield Fault("content", called, "its text can't be unpacked")
                continue
            yield from self._spans_of(id, text)
            if row.content is None:
                continue
            file, media_type = kinds.get(id, ("", LINE))
            content = bytes(row.content)
            if media_type != LINE and hashlib.sha256(content).hexdigest() != id:
                yield Fault("content", called, "its bytes are not those that it came with: their hash is another")
            elif cell_texts is not None and id in self._cells:
                yield from self._cells_of(StoredDocument(id, file, media_type, content=content), cell_texts)

    def _spans_of(self, id: str, text: str | None) -> Iterator[Fault]:
        for name, locator in self._spans.get(id, ()):
            self._done.spans += 1
            if (text or "")[locator.start : locator.end] != locator.text:
                yield Fault("span", name, f"its words do not stand at {locator.start}–{locator.end} of the text")

    def _cells_of(self, stored: StoredDocument, cell_texts: CellTexts) -> Iterator[Fault]:
        try:
            text_of = cell_texts(stored)
        except MasfufaError:
            yield Fault("content", f"document {stored.id[:12]}", "its tables can't be opened any more")
            return
        for name, locator in self._cells[stored.id]:
            self._done.cells += 1
            found = text_of(locator.sheet or "", locator.cell)
            if found is None or found.strip() != locator.text.strip():
                yield Fault("cell", name, f"its value does not stand in cell {locator.cell}")


def _reads(kind: str) -> Callable[[Any], Any]:
    def common(row: Any) -> Mapping[str, Any]:
        return {"released": row.released, "recorded": row.recorded, "reader": row.reader}

    if kind == "claim":
        return lambda r: codec.read_claim(r.body, r.places, r.id, r.document, r.channel, r.category, **common(r))
    if kind == "event":
        return lambda r: codec.read_event(r.body, r.places, r.id, r.document, r.channel, r.event_type, **common(r))
    return lambda r: codec.read_statement(r.body, r.id, r.document, **common(r))


def _files(space: Workspace, done: Checked) -> Iterator[Fault]:
    """What lies in the folder beside the database."""
    from masfufa.lexicon.crisis import load_crisis

    try:
        releases = space.releases()
    except MasfufaError:
        releases = []  # decisions that can't be read are told already
    for release in releases:
        for file in release.files:
            done.files += 1
            try:
                if file_state(space.folder, release, file.name) == "kept":
                    read_file(space.folder, release, file.name)
                elif file_state(space.folder, release, file.name) == "missing":
                    yield Fault("release", f"release {release.id}", f"{file.name} is missing")
            except MasfufaError:
                yield Fault("release", f"release {release.id}", f"{file.name} is not what was released")
    if space.crisis_folder is not None:
        try:
            load_crisis(space.crisis_folder)
        except MasfufaError as error:
            yield Fault("crisis", str(space.crisis_folder), error.message)
