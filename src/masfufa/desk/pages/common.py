"""What pages share: the desk of a request, forms with their token, ways back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from masfufa.desk.sessions import Session, same
from masfufa.desk.state import Desk

MOST_FILES = 500


def desk_of(request: Request) -> Desk:
    """The desk that serves a request."""
    desk: Desk = request.app.state.desk
    return desk


def session_of(request: Request) -> Session:
    """The session of a request; the guard lets none through without one."""
    session: Session | None = request.state.session
    if session is None:
        raise HTTPException(403)
    return session


async def posted(request: Request) -> FormData:
    """A form that carries its session's token; every route that changes something depends on this."""
    form = await request.form(max_files=MOST_FILES, max_fields=200, max_part_size=1 << 20)
    if not same(form.get("csrf"), session_of(request).csrf):
        raise HTTPException(403)
    return form


TheDesk = Annotated[Desk, Depends(desk_of)]
TheSession = Annotated[Session, Depends(session_of)]
Form = Annotated[FormData, Depends(posted)]


def text(form: FormData, name: str) -> str:
    """A field's text, "" where it is not there (or a file stands in its place)."""
    value: Any = form.get(name)
    return "" if value is None or isinstance(value, UploadFile) else str(value).strip()


def texts(form: FormData, name: str) -> list[str]:
    """All texts of a field."""
    return [str(value) for value in form.getlist(name) if not isinstance(value, UploadFile)]


def goes_to(address: str) -> RedirectResponse:
    """To a page of the desk after a form was taken; an address that leads elsewhere leads to the inbox."""
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return RedirectResponse(address if own else "/", 303)
