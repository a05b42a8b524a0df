"""Accuracy of one's own material: what decisions say of the reader, and the reviewed documents as a gold file."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from masfufa.desk.pages.common import TheDesk
from masfufa.desk.permissions import Permission, may
from masfufa.desk.views import accuracy as view
from masfufa.evaluation.reviewed import gold_lines, measure, reviewed

router = APIRouter(dependencies=[may(Permission.SEE)])


@router.get("/accuracy")
def accuracy(request: Request, desk: TheDesk) -> Response:
    """The page: one version of the reader, documents reviewed in full or all decisions."""
    t = desk.words(request)
    found = desk.ledgers.ask(("accuracy",), lambda _: measure(reviewed(desk.workspace)), tracked=False, apart=True)
    versions = {one.reader: one for one in found.value or []}
    reader = request.query_params.get("reader", "")
    chosen = versions.get(reader) or next(iter(versions.values()), None)
    scope = request.query_params.get("scope", "")
    scope = scope if scope in view.SCOPES else "full"
    return desk.render(
        request,
        "accuracy/page.html",
        waits=not found.ready or found.stale,
        ready=found.ready,
        versions=[(one.reader, len(one.full.total.documents)) for one in versions.values()],
        chosen=chosen,
        scope=scope,
        shown=view.page(chosen, scope, t) if chosen else None,
        unfinished=chosen.unfinished[: view.LISTED] if chosen else [],
        reviewed=sum(len(one.full.total.documents) for one in versions.values()),
    )


@router.get("/accuracy/gold")
def gold(desk: TheDesk) -> Response:
    """Documents reviewed in full as a gold file."""

    def lines() -> Iterator[bytes]:
        for line in gold_lines(desk.workspace):
            yield line.encode("utf-8")

    name = "reviewed.gold.jsonl"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines(), media_type="application/x-ndjson; charset=utf-8", headers=headers)
