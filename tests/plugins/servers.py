"""A server of the chat completions kind, started by a test in a thread, that answers as the test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Asked:
    """One request: its path, headers and JSON body."""

    def __init__(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> None:
        self.path, self.headers, self.body = path, headers, body

    @property
    def user(self) -> str:
        return self.body["messages"][1]["content"]

    @property
    def format(self) -> str:
        return self.body.get("response_format", {}).get("type", "text")


Reply = dict[str, Any] | bytes | tuple[int, dict[str, str], bytes]
"""An answer's object, a raw body, or status, headers and body."""


class Model:
    """What the server is and has been asked. `url` is what MASFUFA_LLM_URL holds."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []


def message(content: str, finish: str = "stop") -> bytes:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [choice]}).encode()


@contextmanager
def serving(answer: Callable[[Asked], Reply], *, drip: float = 0.0) -> Iterator[Model]:
    """A server on a free port of the loopback. `drip`: seconds between the bytes of an answer."""
    model: Model

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = Asked(self.path, dict(self.headers), json.loads(body))
            model.asked.append(asked)
            reply = answer(asked)
            status, headers, data = 200, {}, b""
            if isinstance(reply, dict):
                data = message(json.dumps(reply, ensure_ascii=False))
            elif isinstance(reply, bytes):
                data = reply
            else:
                status, headers, data = reply
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                for n in range(0, len(data), 1 if drip else len(data)):
                    self.wfile.write(data[n : n + (1 if drip else len(data))])
                    if drip:
                        self.wfile.flush()
                        time.sleep(drip)
            except OSError:
                pass  # the client has gone, as some tests want

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model = Model(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
