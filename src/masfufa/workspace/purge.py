"""Taking a document out for good. Hash, values and a tombstone stay; text, bytes, spans and names go everywhere.

What is a name here: titles and names of documents, publishers, addresses, sources and actors, places more exact than
an administrative unit, and whatever a person wrote about the document in a decision.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from masfufa.claims import (
    ActorName,
    CellLocator,
    Claim,
    ClaimPlace,
    EventClaim,
    Locator,
    SubmissionLocator,
    TextLocator,
)
from masfufa.errors import DataError, UsageError
from masfufa.workspace import codec, search_index
from masfufa.workspace.database import is_sqlite
from masfufa.workspace.tables import (
    batch,
    batch_rows,
    claim,
    decision,
    document,
    document_body,
    event,
    reading,
    result,
    statement,
)
from masfufa.workspace.tables.search import INDEX

NAME = "purged"
"""What a purged document is called."""


def purge(connection: sa.Connection, document_id: str, reason: str, who: str, now: dt.datetime) -> None:
    """Purge one document. Raises UsageError "document-unknown" or "purge-reason"."""
    if not reason.strip() or not who.strip():
        raise UsageError("purge-reason", "A purge needs a reason and a name: they stay on the tombstone.")
    row = connection.execute(sa.select(document).where(document.c.id == document_id)).first()
    if row is None:
        raise UsageError("document-unknown", f"There is no document {document_id} in this workspace.")
    here = document.c.id == document_id
    blank: dict[str, Any] = {
        "name": NAME,
        "title": None,
        "publisher": None,
        "url": None,
        "language": None,
        "media_type": NAME,
    }
    if row.purged is None:
        blank.update(purged=now, purged_by=who.strip(), purged_for=reason.strip())
    connection.execute(document.update().where(here).values(blank))
    connection.execute(
        document_body.update()
        .where(document_body.c.document == document_id)
        .values(text=None, content=None, notices="[]")
    )
    connection.execute(reading.update().where(reading.c.document == document_id).values(notices="[]"))
    _records(connection, document_id)
    _imports(connection, document_id)
    connection.execute(result.delete())
    search_index.drop(connection, document_id)


def _records(connection: sa.Connection, document_id: str) -> None:
    subjects = {document_id}
    for row in connection.execute(sa.select(claim).where(claim.c.document == document_id)).all():
        subjects.add(row.id)
        found = codec.read_claim(row.body, row.places, row.id, row.document, row.channel, row.category, None, None, "")
        bare = bare_claim(found)
        values = {"body": codec.claim_body(bare), "places": codec.places_body(bare.places)}
        connection.execute(claim.update().where(claim.c.number == row.number).values(values))
    for row in connection.execute(sa.select(event).where(event.c.document == document_id)).all():
        subjects.add(row.id)
        told = codec.read_event(row.body, row.places, row.id, row.document, row.channel, row.event_type, None, None, "")
        stripped = bare_event(told)
        values = {"body": codec.event_body(stripped), "places": codec.places_body(stripped.places)}
        connection.execute(event.update().where(event.c.number == row.number).values(values))
    here = statement.c.document == document_id
    subjects.update(connection.execute(sa.select(statement.c.id).where(here)).scalars())
    connection.execute(statement.delete().where(here))
    _decisions(connection, subjects)


def _decisions(connection: sa.Connection, subjects: set[str]) -> None:
    # The log only grows, but for this: what it holds of a purged document goes with the document.
    for row in connection.execute(sa.select(decision)).all():
        quoted = set(_ID.findall(row.original + (row.edited or "")))
        if row.subject_id not in subjects and not quoted & subjects:
            continue
        bare = _bare_plain if row.subject in ("claim", "event", "statement") else _bare_value
        values = {
            "reason": None,
            "original": codec.dumps(bare(json.loads(row.original))),
            "edited": None if row.edited is None else codec.dumps(bare(json.loads(row.edited))),
        }
        connection.execute(decision.update().where(decision.c.id == row.id).values(values))


_ID = re.compile(r"[0-9a-f]{64}|[0-9a-f]{20}")
_WORD = re.compile(r"[a-z_]+|(?=.*\d)[\w.:/~+-]+", re.ASCII)
"""A string without a name in it: a word of a closed list, an id, a date."""


def _bare_value(value: Any) -> Any:
    """What a decision about a link or a cell keeps: numbers, ids, dates, and words of closed lists."""
    if isinstance(value, dict):
        return {key: _bare_value(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_bare_value(part) for part in value]
    if isinstance(value, str) and not _WORD.fullmatch(value):
        return None
    return value


_KEPT = frozenset(
    ("id", "document", "channel", "category", "low", "high", "best", "absence", "qualifier", "unit", "kind", "modality",
     "released", "recorded", "period_start", "period_end", "as_of", "groups", "verified", "cause", "part_of", "dataset",
     "decision", "event_type", "mode", "contexts", "salience", "reader")
)  # fmt: skip


def _bare_plain(plain: dict[str, Any]) -> dict[str, Any]:
    """What a decision keeps of its subject: the values that it saw and set."""
    kept = {key: value for key, value in plain.items() if key in _KEPT}
    if isinstance(plain.get("locator"), dict):
        kept["locator"] = _NO_LOCATOR
    return kept


_NO_LOCATOR = {"type": "text", "start": 0, "end": 0, "text": ""}


def purge_again(connection: sa.Connection) -> None:
    """Purge what was purged before once more: after rows came in from elsewhere, which may speak of it."""
    for id in connection.execute(sa.select(document.c.id).where(document.c.purged.is_not(None))).scalars().all():
        _records(connection, id)


def _imports(connection: sa.Connection, document_id: str) -> None:
    for number in connection.execute(sa.select(batch.c.id).where(batch.c.document == document_id)).scalars().all():
        connection.execute(batch_rows.delete().where(batch_rows.c.batch == number))
        connection.execute(batch.update().where(batch.c.id == number).values(mapping=None))


def bare_claim(given: Claim) -> Claim:
    """A claim without words of its document: values, days, groups and administrative units stay."""
    return dataclasses.replace(
        given,
        locator=_bare_locator(given.locator),
        publisher=None,
        source=None,
        source_text=None,
        chain=(),
        places=tuple(_bare_place(place) for place in given.places),
        repeats=(),
        issues=tuple(dataclasses.replace(issue, message="") for issue in given.issues),
        parts=given.parts if given.channel == "agency" else (),
        operation=None,
        assessment=None,
    )


def bare_event(given: EventClaim) -> EventClaim:
    """An event claim without words and names: its type, days, units, and what kind of actors they were stay."""
    return dataclasses.replace(
        given,
        locator=_bare_locator(given.locator),
        source=tuple(ActorName("", actor.country, actor.sector) for actor in given.source),
        target=tuple(ActorName("", actor.country, actor.sector) for actor in given.target),
        places=tuple(_bare_place(place) for place in given.places),
        publisher=None,
        dataset_id=None,
        issues=tuple(dataclasses.replace(issue, message="") for issue in given.issues),
    )


def _bare_locator(given: Locator) -> Locator:
    if isinstance(given, TextLocator):
        return TextLocator(0, 0, "")
    if isinstance(given, CellLocator):
        return CellLocator(NAME, "", "", "")
    return SubmissionLocator(NAME, "", "", "")


def _bare_place(given: ClaimPlace) -> ClaimPlace:
    """The place's units only: the exact point may be somebody's house."""
    name = given.units[-1].name if given.units else ""
    return ClaimPlace(
        name,
        country=given.country,
        units=given.units,
        precision=given.precision,
        confidence=given.confidence,
        matched=given.matched,
    )


def unswept() -> DataError:
    """The error where the document is purged and the database's files could not be rewritten."""
    return DataError(
        "purge-unswept",
        "The document is purged, but another program was using the ledger, so what was deleted may still lie in its "
        "files. Purge it again when that program is done.",
    )


def sweep(engine: sa.Engine, address: str) -> None:
    """Leave nothing of what was deleted in the database's files: rewrite them, and drop copies made for migrations.

    Raises DataError "purge-unswept" where another program is in the way.
    """
    if is_sqlite(address):
        database = sa.make_url(address).database
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
            busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if database:
            for copy in Path(database).parent.glob(f"{Path(database).name}.*"):
                if copy.suffix in (".bak", ".part"):
                    copy.unlink(missing_ok=True)
        if busy:
            raise unswept()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (document, document_body, claim, event, statement, decision, batch_rows, result):
            connection.exec_driver_sql(f"VACUUM {table.name}")
        connection.exec_driver_sql(f"VACUUM {INDEX}")
