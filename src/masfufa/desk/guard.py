"""What stands before every page: Host, Origin, size, session, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from masfufa.desk.state import Desk

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

FORM_BYTES = 1 << 20
UPLOAD_BYTES = 256 << 20
UPLOADS = "/add"

SAFE = ("GET", "HEAD")
OPEN = "/static/"
ENTER = "/enter"

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
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        headers = Headers(scope=scope)
        if headers.get("host") not in self.desk.settings.hosts:
            await PlainTextResponse("Wrong host.", 400)(scope, receive, answer)
            return
        session = self.desk.sessions.find(Request(scope).cookies.get(self.desk.cookie))
        scope.setdefault("state", {})["session"] = session
        path = scope["path"]
        if path.startswith(OPEN) or (path == ENTER and scope["method"] in SAFE):
            await self.app(scope, receive, answer)
            return
        if session is None:
            await self.desk.problem(Request(scope), "denied", 403)(scope, receive, answer)
            return
        if scope["method"] not in SAFE and not self._own(headers):
            await self.desk.problem(Request(scope), "refused", 403)(scope, receive, answer)
            return
        limit = UPLOAD_BYTES if path == UPLOADS else FORM_BYTES
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > limit:
            await self.desk.problem(Request(scope), "too_large", 413)(scope, receive, answer)
            return
        try:
            await self.app(scope, _counted(receive, limit), answer)
        except _TooLarge:
            if not started:
                await self.desk.problem(Request(scope), "too_large", 413)(scope, receive, answer)

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
