"""Fetching over HTTP: within limits of time, size and redirects, and not into private networks.

Everything that is fetched from the network is fetched here: a page to read or to add, and all that is gathered.
"""

from __future__ import annotations

import http.client
import io
import os
import re
import socket
import ssl
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from typing import Any, NamedTuple

from masfufa.documents.hosts import Refused, allowed_hosts, connect, left, public
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.unpack import unpacked
from masfufa.errors import DocumentError

__all__ = ["Answer", "Fetcher", "Page", "StatusError", "ascii_url", "fetch", "user_agent"]

_PIECE = 65536
_SITE = "+https://github.com/masfufa/masfufa"
_ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PATH_SAFE = "/:@!$&'()*+,;=~%-._"
_public = public


class Page(NamedTuple):
    """Bytes as they came, the URL after redirects, and what the server declared."""

    data: bytes
    url: str
    media_type: str | None
    charset: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: 200, or 304 where the condition held. Names of headers are in lower case."""

    status: int
    url: str
    data: bytes
    headers: Mapping[str, str]
    media_type: str | None = None
    charset: str | None = None
    reason: str = ""
    packed: bool = False


class StatusError(DocumentError):
    """The server answered with an error. `retry_after` is as it said, in seconds or as a date, None without."""

    def __init__(self, message: str, status: int, retry_after: str | None = None) -> None:
        super().__init__("url-status", message)
        self.status, self.retry_after = status, retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.status, self.retry_after)


def user_agent(contact: str | None = None) -> str:
    """Who asks: the program, its site, and whom to turn to (MASFUFA_CONTACT where `contact` is None)."""
    contact = contact or os.environ.get("MASFUFA_CONTACT")
    said = re.sub(r"[^\x21-\x7e]+", " ", contact or "").strip()
    version = getattr(sys.modules["masfufa"], "__version__", "0")  # by import, the package would be above its layers
    return f"masfufa/{version} ({_SITE}{'; ' + said if said else ''})"


def fetch(url: str, *, limits: Limits = DEFAULT, allow_private: bool = False) -> Page:
    """The bytes behind `url`.

    Every address that a name resolves to is checked, at each redirect, and the connection goes to what was checked.
    Raises DocumentError: "url-scheme", "url-invalid", "url-private", "url-unreachable", "url-status", "url-redirects",
    "url-timeout", "url-cut-off", "url-encoding", "too-large".
    """
    found = Fetcher(limits=limits, allow_private=allow_private).get(url)
    return Page(found.data, found.url, found.media_type, found.charset)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches within `limits`. `hosts`: names or addresses of intranet hosts that are allowed.

    `check` is called with each address before it is asked, redirects included; it may raise DocumentError.
    """

    limits: Limits = DEFAULT
    allow_private: bool = False
    hosts: frozenset[str] = frozenset()
    agent: str = field(default_factory=user_agent)
    check: Callable[[str], None] | None = None

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        most: int | None = None,
        accept: str = _ACCEPT,
    ) -> Answer:
        """What the server answers; `etag` and `modified` are the condition, `most` the bytes that may come out.

        Raises DocumentError as `fetch` does; StatusError for any status but 200 (and 304 under a condition).
        """
        deadline = time.monotonic() + self.limits.seconds
        asked = ascii_url(url)
        try:
            for _ in range(self.limits.redirects + 1):
                _checked(asked)
                if self.check is not None:
                    began = time.monotonic()
                    self.check(asked)
                    deadline += time.monotonic() - began  # asking for robots.txt has a time of its own
                condition = {"If-None-Match": etag, "If-Modified-Since": modified}
                headers = {name: _header(value) for name, value in condition.items() if value}
                answer, onward = self._ask(asked, headers | {"Accept": accept}, deadline, most)
                if onward is None:
                    assert answer is not None
                    return answer
                asked = ascii_url(urllib.parse.urljoin(asked, onward))
        except DocumentError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _unreachable(asked, error) from None
        raise DocumentError("url-redirects", f"{_shown(url)} redirects more than {self.limits.redirects} times.")

    def _ask(
        self, url: str, headers: dict[str, str], deadline: float, most: int | None
    ) -> tuple[Answer | None, str | None]:
        parts = urllib.parse.urlsplit(url)
        connection, line = self._connection(parts, deadline)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            sent = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Connection": "close"} | headers
            connection.request("GET", target, headers=sent)
            response = connection.getresponse()
            if response.status in _REDIRECTS and (onward := response.headers.get("Location")):
                return None, onward
            return self._answer(url, response, "If-None-Match" in headers or "If-Modified-Since" in headers, most), None
        finally:
            line.end()

    def _answer(self, url: str, response: http.client.HTTPResponse, conditional: bool, most: int | None) -> Answer:
        declared: Message = response.headers
        headers = {name.lower(): value for name, value in declared.items()}
        if response.status == 304 and conditional:
            return Answer(304, url, b"", headers, reason=response.reason)
        if response.status != 200:
            said = f"{_shown(url)} answered {response.status} {_printed(response.reason)}."
            raise StatusError(said, response.status, headers.get("retry-after"))
        packed = headers.get("content-encoding", "")
        limit = self.limits.bytes if most is None else min(most, self.limits.bytes)
        announced = response.length or 0
        if announced > limit:
            raise DocumentError("too-large", f"The page is larger than {limit:,} bytes.")
        data = unpacked(_pieces(response), packed, limit, self.limits.unpacked_ratio)
        media_type = declared.get_content_type() if declared.get("Content-Type") else None
        charset = declared.get_content_charset()
        return Answer(200, url, data, headers, media_type, charset, _printed(response.reason), bool(packed))

    def _connection(
        self, parts: urllib.parse.SplitResult, deadline: float
    ) -> tuple[http.client.HTTPConnection, _Timed]:
        host = parts.hostname or ""
        private = self.allow_private or host in self.hosts or host in allowed_hosts()
        secure = parts.scheme == "https"
        # Of http.client only what goes over the line is used: the connection is made here, to the address that was
        # checked, while TLS is told the name, which is what the certificate must be for.
        connection = http.client.HTTPConnection(host, parts.port or (443 if secure else 80))
        if secure:
            connection.default_port = 443
        plain = connect(host, parts.port or (443 if secure else 80), deadline, private=private)
        try:
            line = _trust().wrap_socket(plain, server_hostname=host) if secure else plain
        except BaseException:
            plain.close()
            raise
        connection.sock = timed = _Timed(line, deadline)
        return connection, timed


class _Timed:
    """A socket that ends at a moment, however many bytes still trickle in; what http.client needs of one."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: Any) -> None:
        self._line.settimeout(left(self._deadline))
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._line, self._deadline), _PIECE)

    def close(self) -> None:
        """Nothing: http.client lets go of the socket before the body is read."""

    def end(self) -> None:
        """Close the line."""
        self._line.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: float) -> None:
        super().__init__()
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(left(self._deadline))
        return self._line.recv_into(buffer)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := response.read1(_PIECE):
            yield piece
    except http.client.IncompleteRead:
        raise _cut_off() from None
    if response.length:  # read1 says nothing where a body ends before its announced length
        raise _cut_off()


def _cut_off() -> DocumentError:
    return DocumentError("url-cut-off", "The page ended before it was whole. Try again.")


def ascii_url(url: str) -> str:
    """A URL as it goes over the line: other letters percent-encoded as UTF-8, names of hosts in IDNA, no fragment.

    What can't be one is given back as it is.
    """
    if url.isascii() and "#" not in url:
        return url
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else _idna(parts.netloc)
        path = urllib.parse.quote(parts.path, safe=_PATH_SAFE)
        query = urllib.parse.quote(parts.query, safe=_PATH_SAFE + "?[]|")
    except ValueError:
        return url
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def _idna(netloc: str) -> str:
    host, colon, port = netloc.partition(":")
    return host.encode("idna").decode("ascii") + colon + port


def _header(value: str) -> str:
    return re.sub(r"[^\x20-\x7e]", "", value)


def _checked(url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise DocumentError("url-invalid", f"{_shown(url)} is no valid URL.") from None
    if parts.scheme not in ("http", "https"):
        raise DocumentError("url-scheme", f"Only http and https addresses are read, not {parts.scheme or 'this'}://.")
    if parts.username is not None:
        raise DocumentError("url-invalid", f"{_shown(url)}: addresses with a user name or password are not read.")
    if not host or any(c <= " " for c in url) or not url.isascii():
        raise DocumentError("url-invalid", f"{_shown(url)} is no valid URL.")


def _unreachable(url: str, reason: object) -> DocumentError:
    if isinstance(reason, Refused):
        return DocumentError(
            "url-private",
            f"{reason.host} is {reason.address}, inside a private network, which is not read unless allowed.",
        )
    if isinstance(reason, TimeoutError):
        return DocumentError("url-timeout", f"{_shown(url)} did not answer in time.")
    if isinstance(reason, ssl.SSLError):
        return DocumentError("url-unreachable", f"{_shown(url)} has no trustworthy certificate ({_why(reason)}).")
    return DocumentError(
        "url-unreachable", f"{_shown(url)} can't be reached ({reason}). Check the address and the connection."
    )


def _why(error: ssl.SSLError) -> str:
    return str(getattr(error, "verify_message", None) or getattr(error, "reason", None) or "TLS failed")


def _printed(text: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in text)[:200]


def _shown(url: str) -> str:
    """A URL for a message: short, printable, without a password."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in url)
    head, at, tail = text.partition("@")
    if at and "//" in head and "/" not in head.partition("//")[2]:
        text = f"{head.partition('//')[0]}//{tail}"
    return text if len(text) <= 200 else f"{text[:200]}…"
