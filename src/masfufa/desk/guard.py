"""What stands before every page: Host, Origin, size, session, and the headers of every answer."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from masfufa.desk.api.answers import problem as api_problem
from masfufa.desk.sessions import Session, token_session
from masfufa.desk.state import Desk
from masfufa.errors import MasfufaError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

FORM_BYTES = 1 << 20
UPLOAD_BYTES = 256 << 20
UPLOADS = ("/add", "/api/v1/documents", "/rounds/import")
"""Where files are sent to."""

SAFE = ("GET", "HEAD")
OPEN = "/static/"
ENTER = "/enter"
SIGN_IN = "/sign-in"
API = "/api/"

# The map needs nothing more: its worker is a file of the desk's own, which `default-src` lets in.
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not no-referrer: browsers then send `Origin: null` with forms, which could not be told from a stranger's.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


class _TooLarge(Exception):
    """The body holds more than is taken."""


class Guard:
    """ASGI middleware. Only what is addressed to the desk, by its own pages, from a browser that entered, goes on."""

    def __init__(self, app: App, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                # A route may answer with what is no page of the desk, under a policy of its own.
                for name, value in {**HEADERS, **scope.get("state", {}).get("headers", {})}.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        headers = Headers(scope=scope)
        if headers.get("host") not in self.desk.settings.hosts:
            await PlainTextResponse("Wrong host.", 400)(scope, receive, answer)
            return
        path = scope["path"]
        state = scope.setdefault("state", {})
        state["session"] = None
        state["address"] = address_of(scope, headers, behind_proxy=self.desk.settings.behind_proxy)
        if path.startswith(OPEN):
            await self.app(scope, receive, answer)
            return
        refused = await self._refused(scope, headers, path)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        limit = UPLOAD_BYTES if path in UPLOADS else FORM_BYTES
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > limit:
            await self._problem(scope, "too_large", 413)(scope, receive, answer)
            return
        try:
            await self.app(scope, _counted(receive, limit), answer)
        except _TooLarge:
            if not started:
                await self._problem(scope, "too_large", 413)(scope, receive, answer)

    async def _refused(self, scope: Scope, headers: Headers, path: str) -> Response | None:
        """The answer to what does not go on; None where it does. Sets the session."""
        method = scope["method"]
        try:
            if path.startswith(API):
                # A cookie counts for nothing here: so no page of others can make a browser use it.
                scope["state"]["session"] = await run_in_threadpool(self._of_token, headers)
                if scope["state"]["session"] is None:
                    return api_problem(401, "token-missing", "Send a token that holds: Authorization: Bearer …")
                return None
            scope["state"]["session"] = await self._of_cookie(Request(scope).cookies.get(self.desk.cookie))
        except MasfufaError as error:
            return api_problem(503, error.code, error.message) if path.startswith(API) else self._told(scope, error)
        if scope["state"]["session"] is None and not (
            (path == ENTER and method in SAFE) or (path == SIGN_IN and self.desk.settings.accounts)
        ):
            if not self.desk.settings.accounts:
                return self._problem(scope, "denied", 403)
            if method in SAFE and "hx-request" not in headers:
                here = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
                return RedirectResponse(f"{SIGN_IN}?back={quote(here, safe='')}" if here != "/" else SIGN_IN, 303)
            return self._problem(scope, "signed_out", 403)
        if method not in SAFE and not self._own(headers):
            return self._problem(scope, "refused", 403)
        # Nothing is called so, and PostgreSQL takes it in no question.
        return self._problem(scope, "not_found", 404) if "\0" in path else None

    async def _of_cookie(self, cookie: str | None) -> Session | None:
        if cookie is None:
            return None
        if not self.desk.settings.accounts:
            return self.desk.sessions.find(cookie)
        return await run_in_threadpool(self.desk.sessions.find, cookie)

    def _of_token(self, headers: Headers) -> Session | None:
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        return token_session(self.desk.log, token.strip(), accounts=self.desk.settings.accounts, later=self.desk.later)

    def _problem(self, scope: Scope, what: str, status: int) -> Response:
        if scope["path"].startswith(API):
            code = "too-large" if status == 413 else "forbidden"
            return api_problem(status, code, str(self.desk.words(Request(scope))(what)))
        return self.desk.problem(Request(scope), what, status)

    def _told(self, scope: Scope, error: MasfufaError) -> Response:
        return self.desk.problem(Request(scope), "refused", 503, code=error.code, told=error.message)

    def _own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "same-origin"
        return origin in self.desk.settings.origins and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _counted(receive: Receive, limit: int) -> Receive:
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise _TooLarge
        return message

    return counted


def address_of(scope: Scope, headers: Headers, *, behind_proxy: bool) -> str:
    """Where a request comes from, for counting: an IPv4 address, or the half of an IPv6 one that a household shares.

    `behind_proxy`: what the proxy next to the desk adds to X-Forwarded-For; what stands before it anybody may write.
    """
    client = scope.get("client")
    said = str(client[0]) if client else ""
    if behind_proxy:
        given = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
        said = given or said
    try:
        ip = ipaddress.ip_address(said.strip("[]").partition("%")[0])
    except ValueError:
        return said[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
