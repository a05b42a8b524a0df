"""How a desk is run: where it listens, in which language, for whom."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from masfufa.errors import UsageError

LOOPBACK_NAMES = ("localhost",)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """host, port: where it listens. interface: "en" or "ar", None goes by the browser. who: the one user's name.

    token: what opens the first session, once. allow_private: pages of private networks may be added.
    guide: show the guided first review.
    accounts: people sign in, instead; secret: what their cookies are hashed under.
    public_url: scheme and host that browsers use, where they are not those that it listens on ("https://x.example").
    behind_proxy: requests come through a proxy that adds X-Forwarded-For.
    """

    host: str
    port: int
    who: str
    token: str
    interface: str | None = None
    allow_private: bool = False
    guide: bool = False
    accounts: bool = False
    secret: bytes = b""
    public_url: str | None = None
    behind_proxy: bool = False

    @property
    def origins(self) -> frozenset[str]:
        """The origins that are this desk's own."""
        if self.public_url is not None:
            return frozenset({self.public_url})
        return frozenset(f"http://{name}" for name in self.hosts)

    @property
    def hosts(self) -> frozenset[str]:
        """What a request's Host header may say."""
        if self.public_url is not None:
            parts = urlsplit(self.public_url)
            port = _PORTS[parts.scheme]
            return frozenset({parts.netloc, f"{parts.netloc}:{port}" if parts.port is None else parts.netloc})
        names = {"127.0.0.1", "localhost", "[::1]", f"[{self.host}]" if ":" in self.host else self.host}
        ports = ("", f":{self.port}") if self.port == 80 else (f":{self.port}",)
        return frozenset(f"{name}{port}" for name in names for port in ports)

    @property
    def secure(self) -> bool:
        """Whether browsers reach it under https."""
        return self.public_url is not None and self.public_url.startswith("https:")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie. Under https no other host can set one of this name."""
        return "__Host-masfufa" if self.secure else f"masfufa-{self.port}"

    @property
    def address(self) -> str:
        """The address of the first page, which opens a session (with accounts, the page to sign in)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        base = self.public_url or f"http://{host}:{self.port}"
        return f"{base}/sign-in" if self.accounts else f"{base}/enter?token={self.token}"


def public_origin(url: str) -> str:
    """An address as browsers name its origin. Raises UsageError "desk-address" for one that has more, or can't be."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname
    except ValueError:
        parts, port, host = urlsplit(""), None, None
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in _PORTS or not host or rest or not host.isascii() or any(c in host for c in " %"):
        raise UsageError(
            "desk-address",
            f"{url[:200]!r} is no address of a desk: scheme and host, and nothing behind, like https://desk.example.org",
        )
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, _PORTS[parts.scheme]) else "")


def is_loopback(host: str) -> bool:
    """Whether what listens on `host` can be reached from this machine only."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_wildcard(host: str) -> bool:
    """Whether it listens on every address of the machine, so that browsers can't use its own."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False
