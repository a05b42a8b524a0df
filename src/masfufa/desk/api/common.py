"""What the API's routes share: pages, text that can be stored, reconciled answers."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query
from pydantic import AfterValidator
from starlette.exceptions import HTTPException

from masfufa.desk.ledgers import Answer, Ledgers
from masfufa.desk.state import Desk
from masfufa.errors import DataError

T = TypeVar("T")
MOST = 200
_DEEPEST = 12
PATIENCE = 20.0
"""Seconds that a request waits for what is being reckoned."""


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("holds a NUL or half a surrogate pair")
    return text


def _plain(value: Any, depth: int = 0) -> Any:
    """JSON that can be stored: no NUL, no half surrogate pairs, no NaN, not nested without end."""
    if depth > _DEEPEST:
        raise ValueError("is nested too deep")
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("holds a number that is none")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**15:
        raise ValueError("holds a number that is too large")
    if isinstance(value, list):
        return [_plain(inner, depth + 1) for inner in value]
    if isinstance(value, dict):
        return {_storable(str(name)): _plain(inner, depth + 1) for name, inner in value.items()}
    return value


Text = Annotated[str, AfterValidator(_storable)]
PlainObject = Annotated[dict[str, Any], AfterValidator(_plain)]
Day = dt.date | None
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="The page, from 1.")]
PageSize = Annotated[int, Query(ge=1, le=MOST, description="Rows of a page.")]
Known = Annotated[dt.date | None, Query(description="As known on this day.")]


def paged(items: Sequence[T], page: int, size: int, make: Callable[[T], Any]) -> dict[str, Any]:
    """A page of a list as `models.Page` has it."""
    pages = max(1, -(-len(items) // size))
    shown = items[(page - 1) * size : page * size]
    return {"items": [make(item) for item in shown], "page": page, "pages": pages, "total": len(items)}


def reckoned(desk: Desk, key: tuple[Any, ...], make: Callable[[Ledgers], Any]) -> Answer:
    """An answer of the reconciled ledger: the fresh one where it is there in PATIENCE, else the last one.

    Raises DataError "ledger-reckoning" where there is none yet.
    """
    ends = time.monotonic() + PATIENCE
    while True:
        found = desk.ledgers.ask(key, make)
        if not found.stale and found.ready:
            return found
        if time.monotonic() > ends:
            break
        time.sleep(0.1)
    if not found.ready:
        raise DataError("ledger-reckoning", "The ledger is being reckoned for the first time. Ask again in a moment.")
    return found


def absent() -> HTTPException:
    """404."""
    return HTTPException(404)
