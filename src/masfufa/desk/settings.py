"""How a desk is run: where it listens, in which language, for whom."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

LOOPBACK_NAMES = ("localhost",)


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """host, port: where it listens. interface: "en" or "ar", None goes by the browser. who: the one user's name.

    token: what opens the first session, once. allow_private: pages of private networks may be added.
    """

    host: str
    port: int
    who: str
    token: str
    interface: str | None = None
    allow_private: bool = False

    @property
    def origins(self) -> frozenset[str]:
        """The origins that are this desk's own."""
        return frozenset(f"http://{name}" for name in self.hosts)

    @property
    def hosts(self) -> frozenset[str]:
        """What a request's Host header may say."""
        names = {"127.0.0.1", "localhost", "[::1]", f"[{self.host}]" if ":" in self.host else self.host}
        ports = ("", f":{self.port}") if self.port == 80 else (f":{self.port}",)
        return frozenset(f"{name}{port}" for name in names for port in ports)

    @property
    def address(self) -> str:
        """The address of the first page, which opens a session."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/enter?token={self.token}"


def is_loopback(host: str) -> bool:
    """Whether what listens on `host` can be reached from this machine only."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
