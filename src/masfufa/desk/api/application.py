"""The API as an application of its own, mounted in the desk's: its errors are JSON, its OpenAPI document its own."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from masfufa import __version__
from masfufa.desk.api import decisions, documents, exports, ledger
from masfufa.desk.api.answers import Failure, problem
from masfufa.desk.permissions import Permission, declared, may
from masfufa.errors import DataError, DocumentError, MasfufaError, UsageError

if TYPE_CHECKING:
    from masfufa.desk.state import Desk

UNKNOWN = frozenset({"document-unknown", "cell-unknown", "record-unknown"})
CONFLICTS = frozenset({"decision-conflict"})


def create_api(desk: Desk) -> FastAPI:
    """The application under /api/v1."""
    api = FastAPI(
        title="masfufa",
        version=__version__,
        description="Documents, records, decisions and the matrix of one workspace. "
        "Every request carries a token: `Authorization: Bearer mfd_…`.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={
            status: {"model": Failure, "description": said}
            for status, said in ((401, "no token, or one that does not hold"), (403, "the token's role may not do it"))
        },
    )
    api.state.desk = desk
    for part in (documents, decisions, ledger, exports):
        api.include_router(part.router, dependencies=[Depends(declared)])

    @api.get("/openapi.json", include_in_schema=False, dependencies=[may(Permission.SEE)])
    def openapi() -> JSONResponse:
        """The OpenAPI document of all this."""
        return JSONResponse(document_of(api))

    _tell_errors(api)
    return api


def document_of(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with how to show one's token."""
    made = api.openapi()
    made["servers"] = [{"url": "/api/v1"}]
    made.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made


def _tell_errors(api: FastAPI) -> None:
    @api.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        known = {403: ("forbidden", "The token's role does not allow this."), 404: ("not-found", "Nothing is here.")}
        code, message = known.get(error.status_code, ("bad-request", str(error.detail)))
        if error.status_code == 405:
            code, message = "method-not-allowed", "This address does not take that method."
        answer = problem(error.status_code, code, message)
        answer.headers.update(error.headers or {})
        return answer

    @api.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return problem(422, "bad-request", f"{where}: {first['msg']}"[:500])

    @api.exception_handler(MasfufaError)
    def told(request: Request, error: MasfufaError) -> Response:
        if error.code in UNKNOWN:
            status = 404
        elif error.code in CONFLICTS:
            status = 409
        else:
            status = (
                422 if isinstance(error, UsageError | DocumentError) else 503 if isinstance(error, DataError) else 500
            )
        return problem(status, error.code, error.message)

    @api.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        traceback.print_exception(error)
        return problem(
            500, "internal-error", "A defect in masfufa. Please report it, with what stands in the terminal."
        )
