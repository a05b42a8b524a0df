"""The matrix: place by period, as known on a day, and what changed since another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from masfufa.desk.ledgers import Answer, Ledgers
from masfufa.desk.pages.common import TheDesk
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views import matrix as view
from masfufa.desk.views.frame import Asked, asked_of
from masfufa.ontology.figures import CATEGORIES
from masfufa.tracking.ledger import BYS, EVERIES
from masfufa.tracking.vintages import diff

router = APIRouter(dependencies=[may(Permission.SEE)])


def cells_of(desk: Desk, by: str, every: str, known: dt.date | None) -> Answer:
    """All cells by a level and period, as known on a day."""
    return desk.ledgers.ask(("cells", by, every, known), lambda ledgers: ledgers.kept(known).cells(by, every))


def releases(desk: Desk) -> list[dt.date]:
    """The days on which documents were released, in order."""

    def make(ledgers: Ledgers) -> list[dt.date]:
        return sorted({d.released for d in desk.workspace.documents(text=False) if d.released is not None})

    return desk.ledgers.ask(("releases",), make).value or []


def _changes(desk: Desk, asked: Asked) -> Answer:
    def make(ledgers: Ledgers) -> Any:
        before = ledgers.kept(asked.changed).ledger()
        after = ledgers.kept(asked.known).ledger()
        by: Any = asked.by
        every: Any = asked.every
        return diff(before, after, by=by, every=every, categories=asked.categories)

    return desk.ledgers.ask(("changes", asked.by, asked.every, asked.categories, asked.changed, asked.known), make)


@router.get("/matrix")
def matrix(request: Request, desk: TheDesk) -> Response:
    """The grid."""
    asked = asked_of(request.query_params, request.query_params.getlist("category"))
    found = cells_of(desk, asked.by, asked.every, asked.known)
    changes = _changes(desk, asked) if asked.changed and found.ready else None
    t = desk.words(request)
    waits = not found.ready or found.stale or (changes is not None and (not changes.ready or changes.stale))
    return desk.render(
        request,
        "matrix/page.html",
        asked=asked,
        grid=view.grid(view.chosen(found.value, asked), asked, t) if found.ready else None,
        changes=view.changed_of(changes.value, asked, t) if changes is not None and changes.ready else None,
        releases=releases(desk),
        waits=waits,
        bys=BYS,
        everies=EVERIES,
        categories=tuple(CATEGORIES),
    )
