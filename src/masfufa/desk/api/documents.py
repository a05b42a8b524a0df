"""Documents and their records."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from pydantic import Field
from starlette.responses import Response

from masfufa.claims import Claim, Decision, EventClaim
from masfufa.claims_plain import claim_to_plain, event_to_plain
from masfufa.desk.adding import Item, file_name
from masfufa.desk.api import models
from masfufa.desk.api.common import PageNumber, PageSize, Text, absent, paged
from masfufa.desk.pages.common import MOST_FILES, TheDesk, TheSession
from masfufa.desk.permissions import Permission, may
from masfufa.desk.views.review import status_of
from masfufa.documents.limits import DEFAULT
from masfufa.records import as_plain
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.inbox import InboxQuery, InboxRow, ReviewDocument, ReviewRecord
from masfufa.workspace.results import StatementClaim

router = APIRouter(tags=["documents"], dependencies=[may(Permission.SEE)])
_PATIENCE = 30.0
State = Literal["new", "in_review", "done"]


@router.get("/documents", response_model=models.DocumentPage)
def documents(
    desk: TheDesk,
    words: Annotated[Text, Query(max_length=500, description="Words of the title or text.")] = "",
    publisher: Text | None = None,
    language: Text | None = None,
    since: Annotated[dt.date | None, Query(description="Published on this day or later.")] = None,
    until: Annotated[dt.date | None, Query(description="Published on this day or earlier.")] = None,
    state: State | None = None,
    category: Annotated[Text | None, Query(description="With figures of this category.")] = None,
    order: Literal["added", "released"] = "added",
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Any:
    """Documents with filters and full-text search; copies stand with their original."""
    query = InboxQuery(words, publisher, language, since, until, state, category, order, page, size)
    found = desk.workspace.inbox(query)
    return {
        "items": [_row(row) for row in found.rows],
        "page": found.page,
        "pages": found.pages,
        "total": found.total,
        "states": dict(found.states),
    }


def _facts(document: StoredDocument) -> dict[str, Any]:
    names = ("id", "name", "media_type", "title", "language", "publisher", "released", "url", "added")
    return {name: getattr(document, name) for name in names}


def _row(row: InboxRow) -> dict[str, Any]:
    return {
        **_facts(row.document),
        "state": row.state,
        "found": dict(row.found),
        "events": row.events,
        "statements": row.statements,
        "copies": [copy.id for copy in row.copies],
    }


@router.get("/documents/{id}", response_model=models.Opened)
def document(desk: TheDesk, id: Text) -> Any:
    """One document with its text."""
    found = desk.workspace.review(id)
    return {
        **_facts(found.document),
        "state": found.state,
        "text": found.document.text,
        "original": found.original,
        "copies": list(found.copies),
        "records": len(found.records),
    }


def _plain_record(record: Claim | EventClaim | StatementClaim | None) -> Any:
    if isinstance(record, Claim):
        return claim_to_plain(record)
    if isinstance(record, EventClaim):
        return event_to_plain(record)
    if record is None:
        return None
    plain: dict[str, Any] = as_plain(record)
    plain["locator"] = {"type": "text", **plain["locator"]}
    return plain


def decision_plain(decision: Decision) -> dict[str, Any]:
    """A decision as JSON."""
    plain = {name: getattr(decision, name) for name in decision.__dataclass_fields__}
    return {**plain, "original": dict(decision.original), "edited": dict(decision.edited) if decision.edited else None}


def record_plain(record: ReviewRecord) -> dict[str, Any]:
    """A record as models.Record has it."""
    return {
        "kind": record.kind,
        "id": record.id,
        "status": status_of(record),
        "expected": record.expected,
        "original": _plain_record(record.original),
        "current": _plain_record(record.current),
        "decisions": [decision_plain(decision) for decision in record.decisions],
    }


def _place(record: ReviewRecord) -> tuple[int, str, str]:
    return getattr(record.shown.locator, "start", 0), record.kind, record.id


@router.get("/documents/{id}/records", response_model=models.Page[models.Record])
def records(
    desk: TheDesk,
    id: Text,
    kind: Literal["claim", "event", "statement"] | None = None,
    status: Literal["open", "accepted", "corrected", "rejected", "added"] | None = None,
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """The records of a document in the order of its text, each with its exact words and where they stand."""
    found = sorted(desk.workspace.review(id).records, key=_place)
    found = [r for r in found if (not kind or r.kind == kind) and (not status or status_of(r) == status)]
    return paged(found, page, size, record_plain)


def one_record(found: ReviewDocument, id: str) -> ReviewRecord:
    """A record of a document; 404 where there is none."""
    for record in found.records:
        if record.id == id:
            return record
    raise absent()


@router.get("/documents/{id}/records/{record}", response_model=models.Record)
def one(desk: TheDesk, id: Text, record: Text) -> Any:
    """One record."""
    return record_plain(one_record(desk.workspace.review(id), record))


class NewState(models.Model):
    """The state to set."""

    state: State


@router.put("/documents/{id}/state", response_model=models.Opened, dependencies=[may(Permission.DECIDE)])
def set_state(desk: TheDesk, session: TheSession, id: Text, body: NewState) -> Any:
    """Set a document's state."""
    desk.workspace.set_state(id, body.state, session.who)
    return document(desk, id)


class NewDocument(models.Model):
    """A report as text."""

    text: Annotated[Text, Field(min_length=1)]
    title: Text | None = None
    language: Annotated[Text | None, Field(max_length=20)] = None
    published: dt.date | None = None
    publisher: Text | None = None
    url: Text | None = None


class NewAddress(models.Model):
    """The address of a page to fetch; addresses inside private networks are refused."""

    url: Annotated[Text, Field(min_length=1, max_length=2000)]
    published: dt.date | None = None
    publisher: Text | None = None


def _item(item: Item) -> dict[str, Any]:
    failures = [{"line": line, "code": code, "message": message} for line, code, message in list(item.failures)]
    return {
        "name": item.name,
        "outcome": item.outcome,
        "document": item.document,
        "records": item.records,
        "failures": failures,
    }


@router.post(
    "/documents/text",
    status_code=201,
    response_model=models.Adding,
    responses={202: {"model": models.Adding, "description": "It waits until others are read."}},
    dependencies=[may(Permission.ADD)],
)
def add_text(request: Request, response: Response, desk: TheDesk, body: NewDocument) -> Any:
    """Add a report as text, and read it. The answer says what became of it, also where it could not be read."""
    plain = {**body.model_dump(mode="json", exclude_none=True), "id": (body.title or "report")[:200]}
    item = Item("report.jsonl", json.dumps(plain, ensure_ascii=False).encode("utf-8"))
    desk.note(request, "documents_added", files=1, addresses=0)
    desk.adder.put([item])
    ends = time.monotonic() + _PATIENCE
    while not item.ended and time.monotonic() < ends:
        time.sleep(0.02)
    if not item.ended:
        response.status_code = 202
    return _item(item)


@router.post(
    "/documents/url",
    status_code=202,
    response_model=models.Adding,
    dependencies=[may(Permission.ADD)],
)
def add_url(request: Request, desk: TheDesk, body: NewAddress) -> Any:
    """Have a page fetched and read; `GET /adding` tells what becomes of it."""
    item = Item(body.url, None, body.published, body.publisher)
    desk.note(request, "documents_added", files=0, addresses=1)
    desk.adder.put([item])
    return _item(item)


@router.post(
    "/documents",
    status_code=202,
    response_model=list[models.Adding],
    dependencies=[may(Permission.ADD)],
)
def add_files(
    request: Request,
    desk: TheDesk,
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES)],
    published: Annotated[dt.date | None, Form()] = None,
    publisher: Annotated[Text | None, Form()] = None,
) -> Any:
    """Have files read, of every kind that `masfufa add` takes; `GET /adding` tells what becomes of them."""
    items = [
        Item(file_name(file.filename or ""), file.file.read(DEFAULT.bytes + 1), published, publisher) for file in files
    ]
    desk.note(request, "documents_added", files=len(items), addresses=0)
    desk.adder.put(items)
    return [_item(item) for item in items]


@router.get("/adding", response_model=list[models.Adding])
def adding(desk: TheDesk) -> Any:
    """What waits, is read, and ended lately, oldest first."""
    return [_item(item) for item in desk.adder.items()]
