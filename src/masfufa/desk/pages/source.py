"""What a document looks like where a record was read: the page of a PDF, the sheet around a cell."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.claims import CellLocator, TextLocator
from masfufa.desk.pages.common import TheDesk
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views import sheet as view
from masfufa.desk.views.inbox import name_of
from masfufa.errors import DocumentError
from masfufa.exchange.tables import Table, table_of
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.inbox import ReviewDocument

router = APIRouter(dependencies=[may(Permission.SEE)])
PDF = "application/pdf"
WIDTH = 1000
_TABLES = 2
_AROUND = 24
"""Characters before and after a record's words by which they are told from the same words elsewhere."""

_lock = threading.Lock()
_opened: OrderedDict[str, Table] = OrderedDict()


def has_source(document: StoredDocument) -> bool:
    """Whether a document has pages or sheets to look at."""
    return document.purged is None and (document.media_type == PDF or document.text is None)


def _table(document: StoredDocument) -> Table:
    """The stored table, the last ones kept open: opening a large workbook takes seconds."""
    with _lock:
        found = _opened.get(document.id)
        if found is None:
            assert document.content is not None
            found = _opened[document.id] = table_of(document.content, document.name)
            while len(_opened) > _TABLES:
                _opened.popitem(last=False)
        _opened.move_to_end(document.id)
        return found


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 8 and int(given) else None


def _stored(desk: Desk, id: str) -> StoredDocument:
    document = desk.workspace.document(id)
    if document is None or document.content is None or not has_source(document):
        raise HTTPException(404)
    return document


@router.get("/documents/{id}/source")
def source(request: Request, desk: TheDesk, id: str) -> Response:
    """The page or the sheet, at a record, or at a page or row that is asked for."""
    document = _stored(desk, id)
    review = desk.workspace.review(id)
    asked = request.query_params.get("record", "")
    record = next((r for r in review.records if r.id == asked), None)
    shown = record.shown.locator if record is not None else None
    context: dict[str, Any] = {
        "document": document,
        "title": name_of(document),
        "record": asked if record else "",
        "told": ("", ""),
    }
    try:
        if document.media_type == PDF:
            context |= _pdf(request, document, shown if isinstance(shown, TextLocator) else None)
            return desk.render(request, "source/pdf.html", **context)
        context |= _sheet(request, document, review, shown if isinstance(shown, CellLocator) else None)
    except DocumentError as error:
        return desk.render(
            request, "source/pdf.html", 422, **{**context, "told": (error.code, error.message), "found": None}
        )
    return desk.render(request, "source/sheet.html", **context)


def _pdf(request: Request, document: StoredDocument, at: TextLocator | None) -> dict[str, Any]:
    from masfufa.documents.pdf_pages import find_page, picture

    assert document.content is not None
    page = _number(request.query_params.get("page", ""))
    if page is None and at is not None:
        text = document.text or ""
        around = (text[max(at.start - _AROUND, 0) : at.start], text[at.end : at.end + _AROUND])
        found = find_page(document.content, at.text, at.start / max(len(text), 1), around)
        return {"found": found, "words": at.text}
    _, found = picture(document.content, page or 1, 50)
    return {"found": found, "words": ""}


def _sheet(
    request: Request, document: StoredDocument, review: ReviewDocument, at: CellLocator | None
) -> dict[str, Any]:
    table = _table(document)
    read = view.cells_read(review)
    name = request.query_params.get("sheet")
    if name is None:
        name = at.sheet if at is not None else table.sheets[0].name
    same = at is not None and at.sheet == name
    cell = at.cell if at is not None and same else ""
    row, column = view.place_of(cell)
    row = _number(request.query_params.get("row", "")) or row
    part = view.part(table, name, row, column, read, cell, at.also if at is not None and same else ())
    if part is None:
        raise HTTPException(404)
    return {"part": part}


@router.get("/documents/{id}/pages/{number}.png")
def page_picture(request: Request, desk: TheDesk, id: str, number: int) -> Response:
    """A picture of one page; a browser keeps it, as a document's bytes never change."""
    from masfufa.documents.pdf_pages import picture

    headers = {"etag": f'"{id[:20]}-{number}-{WIDTH}"', "cache-control": "private, max-age=86400"}
    document = _stored(desk, id)
    if document.media_type != PDF or document.content is None:
        raise HTTPException(404)
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    try:
        png, _ = picture(document.content, number, WIDTH)
    except DocumentError as error:
        raise HTTPException(404) from error
    return Response(png, media_type="image/png", headers=headers)
