"""The inbox: documents with filters and search, and adding reports."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from masfufa.desk.adding import Item, file_name
from masfufa.desk.pages.common import Form, TheDesk, goes_to, text
from masfufa.desk.permissions import Permission, may
from masfufa.desk.views.inbox import address, query_of, rows_of
from masfufa.documents.limits import DEFAULT

router = APIRouter()


@router.get("/", dependencies=[may(Permission.SEE)])
def inbox(request: Request, desk: TheDesk, error: str = "", said: str = "") -> Response:
    """The list, and what is being added."""
    query = query_of(request.query_params)
    page = desk.workspace.inbox(query)
    t = desk.words(request)
    return desk.render(
        request,
        "inbox/page.html",
        query=query,
        page=page,
        rows=rows_of(page, t),
        address=address,
        adding=desk.adder.items(),
        busy=desk.adder.busy,
        message=t("none_open") if said == "none_open" else "",
        error=error if error in t("errors") else "",
    )


@router.get("/adding", dependencies=[may(Permission.SEE)])
def adding(request: Request, desk: TheDesk) -> Response:
    """How far adding is: a part of the inbox that asks for itself again while something is read."""
    return desk.render(request, "inbox/adding.html", adding=desk.adder.items(), busy=desk.adder.busy)


@router.post("/add", dependencies=[may(Permission.ADD)])
def add(request: Request, form: Form, desk: TheDesk) -> Response:
    """Take files and an address; a thread of its own reads them."""
    said = text(form, "published")
    try:
        published = dt.date.fromisoformat(said) if said else None
    except ValueError:
        return goes_to("/?error=date#add")
    publisher = text(form, "publisher") or None
    items = []
    for file in form.getlist("files"):
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        data = file.file.read(DEFAULT.bytes + 1)
        items.append(Item(file_name(file.filename), data, published, publisher))
    if url := text(form, "url"):
        items.append(Item(url[:2000], None, published, publisher))
    if not items:
        return goes_to("/?error=nothing_to_add#add")
    # Names and addresses are left out: a purge would not reach them.
    fetched = sum(item.data is None for item in items)
    desk.note(request, "documents_added", files=len(items) - fetched, addresses=fetched)
    desk.adder.put(items)
    return goes_to("/#adding")
