"""Fetching a page: http and https only, within limits of time, size and redirects, and not into private networks."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from typing import Any, NamedTuple

from masfufa.documents.limits import DEFAULT, Limits
from masfufa.errors import DocumentError

_PIECE = 65536
_AGENT = "masfufa (+https://github.com/masfufa/masfufa)"


class Page(NamedTuple):
    """Bytes as they came, the URL after redirects, and what the server declared."""

    data: bytes
    url: str
    media_type: str | None
    charset: str | None


def fetch(url: str, *, limits: Limits = DEFAULT, allow_private: bool = False) -> Page:
    """The bytes behind `url`.

    Every address that a name resolves to is checked, at each redirect, on the connection that is used. Raises
    DocumentError: "url-scheme", "url-invalid", "url-private", "url-unreachable", "url-status", "url-redirects",
    "url-timeout", "too-large".
    """
    deadline = time.monotonic() + limits.seconds
    asked = url
    try:
        for _ in range(limits.redirects + 1):
            _check(asked)
            opener = _opener(allow_private)
            request = urllib.request.Request(asked, headers={"User-Agent": _AGENT, "Accept": "text/html,*/*;q=0.5"})
            with opener.open(request, timeout=max(deadline - time.monotonic(), 0.01)) as response:
                if response.status in (301, 302, 303, 307, 308) and response.headers.get("Location"):
                    asked = urllib.parse.urljoin(asked, response.headers["Location"])
                    continue
                if response.status >= 300:
                    raise DocumentError("url-status", f"{_shown(asked)} answered {response.status} {response.reason}.")
                data = _body(response, deadline, limits)
                headers: Message = response.headers
                declared = headers.get_content_type() if headers.get("Content-Type") else None
                return Page(data, asked, declared, headers.get_content_charset())
    except urllib.error.URLError as error:
        raise _unreachable(asked, error.reason) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unreachable(asked, error) from None
    raise DocumentError("url-redirects", f"{_shown(url)} redirects more than {limits.redirects} times.")


def _check(url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise DocumentError("url-invalid", f"{_shown(url)} is no valid URL.") from None
    if parts.scheme not in ("http", "https"):
        raise DocumentError("url-scheme", f"Only http and https addresses are read, not {parts.scheme or 'this'}://.")
    if parts.username is not None:
        raise DocumentError("url-invalid", f"{_shown(url)}: addresses with a user name or password are not read.")
    if not host or any(c <= " " for c in url):
        raise DocumentError("url-invalid", f"{_shown(url)} is no valid URL.")


def _body(response: Any, deadline: float, limits: Limits) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        if time.monotonic() > deadline:
            raise DocumentError("url-timeout", f"The page did not arrive within {limits.seconds:g} seconds.")
        piece = response.read1(_PIECE)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > limits.bytes:
            raise DocumentError("too-large", f"The page is larger than {limits.bytes:,} bytes.")
        pieces.append(piece)


def _unreachable(url: str, reason: object) -> DocumentError:
    if isinstance(reason, _Refused):
        return DocumentError(
            "url-private",
            f"{reason.host} is {reason.address}, inside a private network, which is not read unless allowed.",
        )
    if isinstance(reason, TimeoutError):
        return DocumentError("url-timeout", f"{_shown(url)} did not answer in time.")
    if isinstance(reason, ssl.SSLError):
        return DocumentError("url-unreachable", f"{_shown(url)} has no trustworthy certificate ({reason.reason}).")
    return DocumentError(
        "url-unreachable", f"{_shown(url)} can't be reached ({reason}). Check the address and the connection."
    )


def _shown(url: str) -> str:
    """A URL for a message: short, printable, without a password."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in url)
    head, at, tail = text.partition("@")
    if at and "//" in head and "/" not in head.partition("//")[2]:
        text = f"{head.partition('//')[0]}//{tail}"
    return text if len(text) <= 200 else f"{text[:200]}…"


def _connect(host: str, port: int, timeout: float | None, allow_private: bool) -> socket.socket:
    """A connection to the first public address of `host`: the address that is checked is the one that is used."""
    last: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
        if not allow_private and not _public(ip):
            raise _Refused(host, str(ip))
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
            return connection
        except OSError as error:
            connection.close()
            last = error
    raise last or OSError(f"no address for {host}")


def _public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not _public(inner):
            return False
    return ip.is_global and not ip.is_multicast


class _Refused(OSError):
    """An address in a private network; passes through urllib as any failure to connect does."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is {address}")
        self.host, self.address = host, address


def _opener(allow_private: bool) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    opener.add_handler(_Http(allow_private))
    opener.add_handler(_Https(allow_private))
    return opener


class _Connection(http.client.HTTPConnection):
    allow_private = False

    def connect(self) -> None:
        self.sock = _connect(self.host, self.port, self.timeout, self.allow_private)


class _SecureConnection(http.client.HTTPSConnection):
    allow_private = False

    def connect(self) -> None:
        plain = _connect(self.host, self.port, self.timeout, self.allow_private)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def _connection(self, host: str, /, **options: Any) -> _Connection:
        connection = _Connection(host, **options)
        connection.allow_private = self._allow_private
        return connection

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, request)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def _connection(self, host: str, /, **options: Any) -> _SecureConnection:
        connection = _SecureConnection(host, **options)
        connection.allow_private = self._allow_private
        return connection

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, request)
