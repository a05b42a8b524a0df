"""Which addresses may be connected to, and connections to the very addresses that were checked."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import time

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_V4_REFUSED = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
_V6_GLOBAL = ipaddress.IPv6Network("2000::/3")
_V6_REFUSED = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_TEREDO = ipaddress.IPv6Network("2001::/32")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_V4_IN_V6 = ipaddress.IPv6Network("::/96")
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        # Link-local and multicast, and where clouds answer with their machines' credentials.
        (
            "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32", "100.100.100.200/32", "192.0.0.192/32",
            "168.63.129.16/32", "fe80::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128",
        ),
    )
)  # fmt: skip
_LEAST = 0.01
_PER_ADDRESS = 10.0


class Refused(OSError):
    """An address that may not be connected to."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is {address}")
        self.host, self.address = host, address


def public(ip: IP) -> bool:
    """Whether an address belongs to the public internet; an IPv6 address that holds an IPv4 one goes by that."""
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _V4_REFUSED)
    inner = held(ip)
    if inner is not None:
        return public(inner) and ip not in _TEREDO
    return ip in _V6_GLOBAL and not any(ip in network for network in _V6_REFUSED)


def held(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to (mapped, compatible, NAT64, 6to4, Teredo), None without one."""
    if ip in _NAT64 or ip in _V4_IN_V6:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def never(ip: IP) -> bool:
    """Whether an address stays refused whatever is allowed: link-local, multicast, metadata services of clouds."""
    inner = held(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    return any(one.version == net.version and one in net for one in (ip, inner) if one is not None for net in _NEVER)


def allowed_hosts() -> frozenset[str]:
    """The intranet hosts that MASFUFA_ALLOW_HOSTS names, parted by commas."""
    return frozenset(
        filter(None, (host.strip().lower() for host in os.environ.get("MASFUFA_ALLOW_HOSTS", "").split(",")))
    )


def connect(host: str, port: int, deadline: float, *, private: bool) -> socket.socket:
    """A connection to `host`, looked up once: the addresses that are checked are the ones that are used.

    `deadline` is a moment of time.monotonic(). Raises Refused where any of its addresses may not be connected to,
    OSError else.
    """
    found = _looked_up(host, port, deadline)
    for *_, address in found:
        ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
        if never(ip) or not (private or public(ip)):
            raise Refused(host, str(ip))
    last: OSError | None = None
    for family, kind, protocol, _, address in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(min(left(deadline), _PER_ADDRESS))
            connection.connect(address)
            connection.settimeout(left(deadline))
            return connection
        except OSError as error:
            connection.close()
            last = error
    raise last or OSError(f"no address for {host}")


def left(deadline: float) -> float:
    """Seconds up to `deadline`. Raises TimeoutError where it is past."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("out of time")
    return max(seconds, _LEAST)


def _looked_up(host: str, port: int, deadline: float) -> list[tuple[int, int, int, str, tuple[str, int]]]:
    """getaddrinfo with a limit of time, which it has none of: the thread that waits for it is left alone."""
    answer: list[list[tuple[int, int, int, str, tuple[str, int]]]] = []
    failed: list[OSError] = []

    def look() -> None:
        try:
            answer.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))  # type: ignore[arg-type]
        except OSError as error:
            failed.append(error)
        except UnicodeError:
            failed.append(OSError("no valid name"))

    thread = threading.Thread(target=look, name="masfufa-look-up", daemon=True)
    thread.start()
    thread.join(left(deadline))
    if failed:
        raise failed[0]
    if not answer:
        raise TimeoutError("the name was not looked up in time")
    return answer[0]
