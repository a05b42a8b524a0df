"""Entering the desk, and choosing its language."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text
from masfufa.desk.permissions import Permission, may
from masfufa.desk.sessions import LASTS
from masfufa.desk.words import INTERFACES

router = APIRouter()


@router.get("/enter", dependencies=[may(Permission.OPEN)])
def enter(request: Request, desk: TheDesk, token: str = "") -> Response:
    """Exchange the token of the address for a session's cookie."""
    session = desk.sessions.enter(token)
    if session is None:
        if request.state.session is not None:
            return goes_to("/")
        return desk.problem(request, "denied", 403)
    answer = goes_to("/")
    answer.set_cookie(desk.cookie, session.id, max_age=int(LASTS), httponly=True, samesite="strict", path="/")
    return answer


@router.post("/language", dependencies=[may(Permission.OWN)])
def language(form: Form, session: TheSession) -> Response:
    """Keep the language of the pages in the session."""
    chosen = text(form, "language")
    if chosen in INTERFACES:
        session.language = chosen
    return goes_to(text(form, "back") or "/")
