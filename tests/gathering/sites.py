"""Local HTTP servers, honest and lying, that tests gather from."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOWNS = ("Tripoli", "Gharyan", "Misrata", "Sirte", "Sabha", "Zawiya", "Derna", "Tobruk")


@dataclass
class Reply:
    """What a server sends. `lie`: a Content-Length other than the true one. `pieces` are sent `pause` seconds apart."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    lie: int | None = None
    pieces: Iterator[bytes] | None = None
    pause: float = 0.0
    raw: bytes | None = None


Answerer = Callable[[BaseHTTPRequestHandler], Reply]


class Site:
    """A server of its own thread. `pages` leads from path to what is answered; `asked` counts requests by path."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Answerer] = {}
        self.asked: Counter[str] = Counter()
        self.log: list[tuple[float, str, dict[str, str]]] = []
        self.stop = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                site.asked[path] += 1
                site.log.append((time.monotonic(), self.path, {k.lower(): v for k, v in self.headers.items()}))
                found = site.pages.get(path, Reply(b"<html>no</html>", 404))
                site.send(self, found(self) if callable(found) else found)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        """Send a reply, whatever becomes of the line."""
        handler.close_connection = True
        with suppress(OSError):
            if reply.raw is not None:
                handler.wfile.write(reply.raw)
                return
            handler.send_response(reply.status)
            if reply.kind:
                handler.send_header("Content-Type", reply.kind)
            for name, value in reply.headers.items():
                handler.send_header(name, value)
            if reply.pieces is None:
                handler.send_header("Content-Length", str(len(reply.body) if reply.lie is None else reply.lie))
            handler.end_headers()
            handler.wfile.write(reply.body)
            for piece in reply.pieces or ():
                handler.wfile.write(piece)
                handler.wfile.flush()
                if reply.pause and self.stop.wait(reply.pause):
                    return

    def close(self) -> None:
        """Stop serving."""
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def site() -> Iterator[Site]:
    """A site for a while."""
    one = Site()
    try:
        yield one
    finally:
        one.close()


def article(number: int, *, head: str = "", more: str = "") -> bytes:
    """A page that reports figures, each number another."""
    town = TOWNS[number % len(TOWNS)]
    return (
        f"<html lang=en><head><title>Shelling near {town}, day {number}</title>{head}</head><body><article>"
        f"<h1>Shelling near {town}, day {number}</h1>"
        f"<p>At least {number + 3} people were killed and {number + 5} wounded when shells hit {town} on Tuesday, a "
        f"local official said on the phone.</p>"
        f"<p>Some {number * 10 + 40} families fled {town} to nearby villages. {more}</p>"
        f"</article></body></html>"
    ).encode()


def idle(number: int) -> bytes:
    """A page that reports nothing."""
    return (
        f"<html lang=en><head><title>Recipe number {number}</title></head><body><article><h1>Recipe {number}</h1>"
        "<p>Slice the onions thinly and soften them in warm olive oil until they are golden and sweet.</p>"
        "<p>Add the tomatoes, a pinch of salt and some fresh thyme, and simmer gently under a lid.</p>"
        "</article></body></html>"
    ).encode()


def rss(base: str, paths: list[str], dates: dict[str, str] | None = None) -> bytes:
    """A feed of paths of a site."""
    items = "".join(
        f"<item><title>Item {path}</title><link>{base}{path}</link>"
        f"<pubDate>{(dates or {}).get(path, 'Tue, 03 Nov 2026 08:00:00 +0200')}</pubDate></item>"
        for path in paths
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>F</title>'
    return f"{head}{items}</channel></rss>".encode()


def conditional(body: Callable[[], bytes], kind: str = "application/rss+xml") -> Answerer:
    """Answers with an ETag, and 304 to whoever has it."""

    def answer(handler: BaseHTTPRequestHandler) -> Reply:
        data = body()
        tag = f'"{zlib.crc32(data):x}"'
        if handler.headers.get("If-None-Match") == tag:
            return Reply(b"", 304, kind, {"ETag": tag})
        return Reply(data, 200, kind, {"ETag": tag})

    return answer


def bomb(megabytes: int) -> bytes:
    """So many megabytes of nothing under gzip."""
    return gzip.compress(b"\0" * (megabytes << 20), 9)
