"""Answers of the HTTP API: JSON, errors too, each with a code of docs/errors.md."""

from __future__ import annotations

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse


class Problem(BaseModel):
    """What went wrong: a code of docs/errors.md, and what to do."""

    code: str = Field(examples=["document-unknown"])
    message: str


class Failure(BaseModel):
    """The body of every answer that is not a result."""

    error: Problem


def problem(status: int, code: str, message: str) -> JSONResponse:
    """An error as JSON."""
    body = Failure(error=Problem(code=code, message=message)).model_dump()
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body, status, headers)
