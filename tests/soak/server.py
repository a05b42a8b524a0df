"""A site of made reports that fails, lies, is slow and drops lines, by a plan that depends on the seed alone."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

from .texts import made

FAULTS = ("unavailable", "too-many", "cut-off", "dropped", "reset", "slow", "nothing")
FAULTY = 0.05
"""Share of the pages that fail once or twice before they are given as they are."""
_LIST = 5_000


class Unreliable:
    """Serves /p/N for the numbers of a range, sitemaps of them, and knows how often it did which harm.

    A page is the same whenever it is given whole; only the way there differs.
    """

    def __init__(self, numbers: range, seed: int, port: int = 0) -> None:
        self.numbers, self.seed = numbers, seed
        self.done: Counter[str] = Counter()
        self._tries: Counter[int] = Counter()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with suppress(OSError):
                    site._answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, request: Any, address: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        path = handler.path.partition("?")[0]
        kind, _, rest = path.lstrip("/").partition("/")
        number = int(rest) if rest.isdigit() else -1
        if kind == "index.xml":
            maps = range((len(self.numbers) + _LIST - 1) // _LIST)
            body = "".join(f"<sitemap><loc>{self.url}/map/{at}</loc></sitemap>" for at in maps)
            _send(handler, f"<sitemapindex>{body}</sitemapindex>".encode(), kind="application/xml")
        elif kind == "map" and number >= 0:
            part = self.numbers[number * _LIST : (number + 1) * _LIST]
            body = "".join(f"<url><loc>{self.url}/p/{n}?utm_source=map</loc></url>" for n in part)
            _send(handler, f"<urlset>{body}</urlset>".encode(), kind="application/xml")
        elif kind == "p" and number in self.numbers:
            self._page(handler, number)
        else:
            _send(handler, b"<html>no</html>", 404)

    def _page(self, handler: BaseHTTPRequestHandler, number: int) -> None:
        chance = Random(f"{self.seed}/fault/{number}")
        faults = [chance.choice(FAULTS) for _ in range(chance.choice((1, 1, 2)))] if chance.random() < FAULTY else []
        tried = self._tries[number]
        self._tries[number] += 1
        page = made(number, self.seed).page
        if tried >= len(faults):
            _send(handler, page)
            return
        fault = faults[tried]
        self.done[fault] += 1
        harms: dict[str, Callable[[], None]] = {
            "unavailable": lambda: _send(handler, b"", 503),
            "too-many": lambda: _send(handler, b"", 429, {"Retry-After": "1"}),
            "cut-off": lambda: _send(handler, page[: len(page) // 2], length=len(page)),
            "dropped": lambda: None,
            "reset": lambda: _reset(handler),
            "slow": lambda: _slowly(handler, page),
            "nothing": lambda: _send(handler, b"", length=len(page)),
        }
        harms[fault]()


def _send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    length: int | None = None,
    kind: str = "text/html; charset=utf-8",
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def _reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def _slowly(handler: BaseHTTPRequestHandler, page: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(page)))
    handler.end_headers()
    for at in range(0, len(page), 512):
        handler.wfile.write(page[at : at + 512])
        handler.wfile.flush()
        time.sleep(0.1)
