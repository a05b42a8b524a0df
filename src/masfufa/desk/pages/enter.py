"""Entering the desk, signing in and out, and choosing its language."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text
from masfufa.desk.permissions import Permission, may
from masfufa.desk.sessions import AccountSessions, same
from masfufa.desk.state import Desk
from masfufa.desk.words import INTERFACES

router = APIRouter()
_MOST = 4096


@router.get("/enter", dependencies=[may(Permission.OPEN)])
def enter(request: Request, desk: TheDesk, token: str = "") -> Response:
    """Exchange the token of the address for a session's cookie."""
    session = desk.sessions.enter(token)
    if session is None:
        if request.state.session is not None:
            return goes_to("/")
        return goes_to("/sign-in") if desk.settings.accounts else desk.problem(request, "denied", 403)
    return desk.set_cookie(goes_to("/"), session)


def _sessions(desk: Desk) -> AccountSessions:
    if not isinstance(desk.sessions, AccountSessions):
        raise HTTPException(404)
    return desk.sessions


def _door(desk: Desk) -> str:
    return f"{desk.cookie}-door"


def _page(request: Request, desk: Desk, *, status: int = 200, **more: object) -> Response:
    """The form. It has no session yet, so its token belongs to a cookie of its own."""
    sessions = _sessions(desk)
    door = request.cookies.get(_door(desk), "")
    fresh = not 20 < len(door) < 100
    door = secrets.token_urlsafe(32) if fresh else door
    context: dict[str, object] = {"name": "", "problem": "", "wait": 0, "back": "", "csrf": "", **more}
    context["csrf"] = sessions.digest("door", door)
    answer = desk.render(request, "accounts/sign_in.html", status, **context)
    if fresh:
        answer.set_cookie(_door(desk), door, httponly=True, secure=desk.settings.secure, samesite="strict", path="/")
    return answer


@router.get("/sign-in", dependencies=[may(Permission.OPEN)])
def sign_in_page(request: Request, desk: TheDesk, back: str = "") -> Response:
    """The form to sign in."""
    if request.state.session is not None:
        return goes_to("/")
    return _page(request, desk, back=back[:_MOST])


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=20, max_part_size=1 << 16)


@router.post("/sign-in", dependencies=[may(Permission.OPEN)])
async def sign_in(request: Request, desk: TheDesk) -> Response:
    """Check name and password; the session's cookie is a new one, whatever was there before."""
    from starlette.concurrency import run_in_threadpool

    sessions = _sessions(desk)
    form = await _form(request)
    door = request.cookies.get(_door(desk), "")
    if not door or not same(form.get("csrf"), sessions.digest("door", door)):
        raise HTTPException(403)
    return await run_in_threadpool(_checked, request, desk, sessions, form)


def _checked(request: Request, desk: Desk, sessions: AccountSessions, form: FormData) -> Response:
    name, password = text(form, "name"), form.get("password")
    language = text(form, "language")
    session, found = sessions.sign_in(
        name,
        password if isinstance(password, str) else "",
        request.state.address,
        language=language if language in INTERFACES else None,
        before=request.cookies.get(desk.cookie),
    )
    back = text(form, "back")[:_MOST]
    if session is None:
        status = {"wrong": 403, "limited": 429, "busy": 503}[found.problem]
        minutes = -(-found.wait // 60)
        answer = _page(request, desk, status=status, name=name, problem=found.problem, wait=minutes, back=back)
        if found.wait:
            answer.headers["retry-after"] = str(found.wait)
        return answer
    answer = desk.set_cookie(goes_to(back or "/"), session)
    answer.delete_cookie(_door(desk), path="/", secure=desk.settings.secure, httponly=True, samesite="strict")
    return answer


@router.post("/sign-out", dependencies=[may(Permission.OWN)])
def sign_out(request: Request, desk: TheDesk, session: TheSession, form: Form) -> Response:
    """End the session; its cookie opens nothing any more."""
    _sessions(desk)
    desk.sessions.end(session)
    answer = goes_to("/sign-in")
    answer.delete_cookie(desk.cookie, path="/", secure=desk.settings.secure, httponly=True, samesite="strict")
    return answer


@router.post("/language", dependencies=[may(Permission.OWN)])
def language(form: Form, desk: TheDesk, session: TheSession) -> Response:
    """Keep the language of the pages in the session."""
    chosen = text(form, "language")
    if chosen in INTERFACES:
        desk.sessions.set_language(session, chosen)
    return goes_to(text(form, "back") or "/")
