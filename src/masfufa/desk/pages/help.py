"""The help of all pages in one place, for browsers without scripts and for reading; and the end of the guide."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from masfufa.desk.help import help_of, pages
from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text
from masfufa.desk.permissions import Permission, may

router = APIRouter(dependencies=[may(Permission.OWN)])


@router.get("/help")
def helping(request: Request, desk: TheDesk) -> Response:
    """The page."""
    t = desk.words(request)
    every = [found for page in pages() if page != "help" and (found := help_of(page, t)) is not None]
    return desk.render(request, "help/page.html", every=every)


@router.post("/guide/end")
def end(form: Form, desk: TheDesk, session: TheSession) -> Response:
    """Show the guided review no more in this session."""
    desk.guide.end(session.id)
    return goes_to(text(form, "back") or "/")
