"""A cell: everything behind one value, and choosing another one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.claims import Decision
from masfufa.desk.ledgers import Answer, Ledgers
from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views import cells as view
from masfufa.desk.views.frame import asked_of, cell_address, counted, day_of, disagrees, flags_of, place_called
from masfufa.desk.views.matrix import slot_of
from masfufa.errors import UsageError
from masfufa.exchange.sentences import sentences
from masfufa.tracking.ledger import Cell
from masfufa.tracking.stored import behind
from masfufa.workspace.decided import effective

router = APIRouter()
_MOST = 10**12


def _open(desk: Desk, cell_id: str, known: dt.date | None) -> Answer:
    def make(ledgers: Ledgers) -> Any:
        kept = ledgers.kept(known)
        try:
            cell = kept.cell(cell_id)
        except UsageError:
            return "unknown"
        found = behind(cell, kept.entry)
        return cell, found, sentences(desk.workspace, found["claims"])

    return desk.ledgers.ask(("cell", cell_id, known), make)


def _choices(desk: Desk, cell_id: str) -> tuple[list[Decision], int]:
    """The choices about a cell that hold, and the number of the last decision about it (0 for none)."""
    every = desk.workspace.decisions()
    own = [d for d in every if d.subject == "cell" and d.subject_id == cell_id]
    return [d for d in effective(own) if d.action == "choose"], max((d.id for d in own), default=0)


def _page(request: Request, desk: Desk, cell_id: str, *, status: int = 200, **more: Any) -> Response:
    known = day_of(request.query_params.get("known"))
    found = _open(desk, cell_id, known)
    if found.value == "unknown" and not found.stale:
        raise HTTPException(404)
    t = desk.words(request)
    context: dict[str, Any] = {
        "cell": None,
        "cell_id": cell_id,
        "known": known,
        "waits": not found.ready or found.stale,
    }
    if found.ready and found.value != "unknown":
        cell: Cell
        cell, plain, said = found.value
        opened = view.opened(plain, said, t)
        holding, expected = _choices(desk, cell_id)
        context |= {
            "cell": cell,
            "slot": slot_of(cell, asked_of(request.query_params, ()), t),
            "place": place_called(cell.place, cell.cell_id, t),
            "counted": counted(cell.category, cell.unit, cell.measure, cell.population, t),
            "disagrees": disagrees(cell),
            "flags": flags_of(cell, t),
            "opened": opened,
            "candidates": view.candidates((*opened.used, *opened.aside, *opened.others)),
            "holding": holding,
            "expected": expected,
        }
    return desk.render(
        request,
        "cells/page.html",
        status,
        **{"problem": "", "reason": "", "value": "", "picked": "", **context, **more},
    )


@router.get("/cells/{cell_id:path}", dependencies=[may(Permission.SEE)])
def cell(request: Request, desk: TheDesk, cell_id: str) -> Response:
    """The page of a cell."""
    return _page(request, desk, cell_id)


def _whole(said: str) -> int | None:
    plain = said.replace(",", "").replace("٬", "").strip()
    return int(plain) if plain.isdecimal() and len(plain) < 13 and int(plain) <= _MOST else None


@router.post("/cells/{cell_id:path}", dependencies=[may(Permission.DECIDE)])
def decide(request: Request, desk: TheDesk, session: TheSession, form: Form, cell_id: str) -> Response:
    """Choose a claim or a value for a cell, with a reason; or take the last choice back."""
    expected_text = text(form, "expected")
    if not expected_text.isascii() or not expected_text.isdigit() or len(expected_text) > 15:
        raise HTTPException(400)
    expected = int(expected_text)
    found = _open(desk, cell_id, None)
    if found.value == "unknown":
        raise HTTPException(404)
    try:
        if text(form, "do") == "undo":
            holding, _ = _choices(desk, cell_id)
            if not holding:
                raise HTTPException(404)
            desk.workspace.decide(
                session.who, "cell", cell_id, "undo", edited={"decision": holding[-1].id}, expected=expected
            )
            return goes_to(cell_address(cell_id))
        if not found.ready:
            return _page(request, desk, cell_id, status=409)
        return _choose(request, desk, session.who, form, cell_id, found.value, expected)
    except UsageError as error:
        if error.code != "decision-conflict":
            raise
        return _page(request, desk, cell_id, status=409, problem="conflict")


def _choose(
    request: Request, desk: Desk, who: str, form: Any, cell_id: str, value: tuple[Any, ...], expected: int
) -> Response:
    cell, plain, said = value
    picked, reason, typed = text(form, "claim"), text(form, "reason"), text(form, "value")
    more: dict[str, Any] = {"reason": reason, "value": typed, "picked": picked, "status": 422}
    edited: dict[str, Any] = {}
    if picked and picked != "value":
        rows = view.opened(plain, said, desk.words(request))
        row = next((r for r in view.candidates((*rows.used, *rows.aside, *rows.others)) if r.id == picked), None)
        if row is None:
            return _page(request, desk, cell_id, problem="value", **more)
        edited = {"claim": picked, "best": row.plain}
    else:
        whole = _whole(typed)
        if whole is None:
            return _page(request, desk, cell_id, problem="number", **more)
        edited = {"best": whole}
    if not reason:
        return _page(request, desk, cell_id, problem="reason", **more)
    stood = {"best": cell.best, "low": cell.low, "high": cell.high, "rule": cell.estimate.rule}
    desk.workspace.decide(
        who, "cell", cell_id, "choose", edited=edited, reason=reason, original=stood, expected=expected
    )
    return goes_to(cell_address(cell_id))
