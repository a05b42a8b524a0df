"""Who may do what: roles, permissions, and how a route declares which one it needs.

`@router.post("/rounds", dependencies=[may(Permission.ADD)])` declares it for a route, `APIRouter(dependencies=[…])`
for all routes of a page. A route without a declaration answers nobody: `declared` stands before every router.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from masfufa.desk.sessions import Session


class Permission(StrEnum):
    """What a route needs. OPEN: nothing, not even a session. OWN: only somebody's own account and language."""

    OPEN = "open"
    OWN = "own"
    SEE = "see"
    DECIDE = "decide"
    ADD = "add"
    SIGN_OFF = "sign_off"
    ACCOUNTS = "accounts"
    AUDIT = "audit"


_VIEWER = frozenset({Permission.OPEN, Permission.OWN, Permission.SEE})
_ANALYST = _VIEWER | {Permission.DECIDE, Permission.ADD}
_REVIEWER = _ANALYST | {Permission.SIGN_OFF}
_ADMINISTRATOR = _REVIEWER | {Permission.ACCOUNTS, Permission.AUDIT}

ROLES: dict[str, frozenset[Permission]] = {
    "viewer": _VIEWER,
    "analyst": _ANALYST,
    "reviewer": _REVIEWER,
    "administrator": _ADMINISTRATOR,
}
"""The whole table, the least first: each role may do what those before it may. It is the only place that says so."""


def allows(role: str, permission: Permission) -> bool:
    """Whether a role may do it; an unknown role may nothing."""
    return permission in ROLES.get(role, frozenset())


def lesser(one: str, other: str) -> str:
    """The one of two roles that may do less."""
    order = list(ROLES)
    return min(one, other, key=order.index)


class _Needs:
    """A dependency that lets a request through whose session has the permission."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> None:
        if self.permission is Permission.OPEN:
            return
        session: Session | None = request.state.session
        if session is None or not allows(session.role, self.permission):
            raise HTTPException(403, "forbidden")


def may(permission: Permission) -> Any:
    """Declares the permission that a route needs: `dependencies=[may(Permission.DECIDE)]`."""
    return Depends(_Needs(permission))


def needs_of(route: APIRoute) -> frozenset[Permission]:
    """The permissions that a route declares, by itself or through its router."""
    return frozenset(d.call.permission for d in route.dependant.dependencies if isinstance(d.call, _Needs))


def declared(request: Request) -> None:
    """Stands before every route of the desk: one that declares nothing is closed to all."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not needs_of(route):
        raise HTTPException(403, "undeclared")


def all_routes(app: Any) -> Iterator[tuple[str, APIRoute]]:
    """Every route of an application with its whole path, those of mounted applications too."""

    def walk(routes: Any, prefix: str) -> Iterator[tuple[str, APIRoute]]:
        for route in routes:
            if isinstance(route, APIRoute):
                yield prefix + route.path, route
            elif (router := getattr(route, "original_router", None)) is not None:
                yield from walk(router.routes, prefix)
            elif inner := getattr(getattr(route, "app", None), "routes", None):
                yield from walk(inner, prefix + getattr(route, "path", ""))

    yield from walk(app.routes, "")
