"""The desk as an ASGI application: pages, static files, guard, errors as pages."""

from __future__ import annotations

import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from masfufa.desk.adding import Adder
from masfufa.desk.api import create_api
from masfufa.desk.guard import HEADERS, Guard
from masfufa.desk.importing import Imports
from masfufa.desk.pages import (
    accounts,
    accuracy,
    actors,
    cells,
    enter,
    help,
    inbox,
    map,
    matrix,
    publish,
    releases,
    review,
    rounds,
    source,
    time,
)
from masfufa.desk.permissions import declared
from masfufa.desk.settings import DeskSettings
from masfufa.desk.state import Desk
from masfufa.errors import DataError, MasfufaError, UsageError
from masfufa.workspace import Workspace

STATIC = Path(__file__).parent / "static"


class _Static(StaticFiles):
    """Static files: addresses carry the version, so a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "public, max-age=86400"
        return answer


def create_app(workspace: Workspace, settings: DeskSettings) -> FastAPI:
    """The application. It reads what is added while it runs; the workspace stays the caller's to close."""
    adder = Adder(workspace, allow_private=settings.allow_private)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        adder.start()
        yield
        adder.stop()
        app.state.imports.stop()
        desk.stop()

    app = FastAPI(title="masfufa desk", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    desk = Desk(workspace, settings, adder)
    app.state.desk = desk
    app.state.imports = Imports(workspace)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.mount("/api/v1", create_api(desk), name="api")
    for page in (
        enter,
        accounts,
        inbox,
        review,
        matrix,
        cells,
        map,
        time,
        actors,
        accuracy,
        rounds,
        publish,
        releases,
        source,
        help,
    ):
        app.include_router(page.router, dependencies=[Depends(declared)])
    app.add_middleware(Guard, desk=desk)
    _tell_errors(app, desk)
    return app


def _tell_errors(app: FastAPI, desk: Desk) -> None:
    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 403 and error.detail in ("forbidden", "undeclared"):
            return desk.problem(request, "forbidden", 403)
        what = {403: "refused", 404: "not_found", 405: "not_found", 413: "too_large"}.get(error.status_code, "refused")
        return desk.problem(request, what, error.status_code)

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> Response:
        return desk.problem(request, "refused", 400)

    @app.exception_handler(MasfufaError)
    def told(request: Request, error: MasfufaError) -> Response:
        if error.code in ("document-unknown", "cell-unknown"):
            return desk.problem(request, "not_found", 404, code=error.code, told=error.message)
        status = 400 if isinstance(error, UsageError) else 503 if isinstance(error, DataError) else 500
        return desk.problem(request, "refused", status, code=error.code, told=error.message)

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        traceback.print_exception(error)
        answer = desk.problem(request, "failed", 500)
        answer.headers.update({**HEADERS, "cache-control": "no-store"})  # the guard stands inside of this handler
        return answer
