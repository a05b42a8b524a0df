from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from masfufa.documents.limits import Limits
from masfufa.documents.load import load, open_many
from masfufa.documents.url import _public, fetch
from masfufa.errors import DocumentError
from masfufa.records import Document

ARTICLE = (
    "<html lang=en><head><title>Shelling in Nassim</title></head><body><article><h1>Shelling in Nassim</h1>"
    "<p>Twelve civilians were killed and 37 others wounded when shells hit the Nassim district on Tuesday.</p>"
    "<p>Some 450 families fled to nearby villages, a local official said on Wednesday.</p></article></body></html>"
)
ARABIC = "قتل ثلاثة أشخاص وأصيب خمسة آخرون في قصف على مدينة النسيم."


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        port = self.server.server_address[1]
        if self.path == "/page":
            self._answer(200, "text/html; charset=utf-8", ARTICLE.encode())
        elif self.path == "/plain":
            self._answer(200, "text/plain; charset=windows-1256", ARABIC.encode("cp1256"))
        elif self.path == "/moved":
            self._answer(302, "text/plain", b"", Location=f"http://127.0.0.1:{port}/page")
        elif self.path == "/loop":
            self._answer(302, "text/plain", b"", Location="/loop")
        elif self.path == "/file":
            self._answer(302, "text/plain", b"", Location="file:///etc/hostname")
        elif self.path == "/big":
            self._answer(200, "text/plain", b"x" * 200_000)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                if self.server.stop.wait(0.05):  # type: ignore[attr-defined]
                    return
        elif self.path == "/garbage":
            self.wfile.write(b"\x00\x01 nonsense\r\n\r\n")
        else:
            self._answer(404, "text/html", b"<html>no</html>")

    def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.stop = threading.Event()  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def test_a_page(site: str) -> None:
    document = load(f"{site}/page", allow_private=True)
    assert document.id == document.url == f"{site}/page"
    assert document.title == "Shelling in Nassim"
    assert document.text.startswith("Shelling in Nassim\nTwelve civilians were killed")
    assert document.source is not None and document.source.media_type == "text/html"


def test_the_declared_charset_is_used(site: str) -> None:
    assert load(f"{site}/plain", allow_private=True).text == ARABIC


def test_a_redirect_is_followed_and_the_id_stays(site: str) -> None:
    (document,) = open_many(f"{site}/moved", allow_private=True)
    assert isinstance(document, Document)
    assert (document.id, document.title) == (f"{site}/moved", "Shelling in Nassim")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/none", "url-status"),
        ("/loop", "url-redirects"),
        ("/file", "url-scheme"),
        ("/big", "too-large"),
        ("/garbage", "url-unreachable"),
        ("/slow", "url-timeout"),
    ],
)
def test_what_goes_wrong(site: str, path: str, code: str) -> None:
    limits = Limits(bytes=100_000, seconds=0.5 if path == "/slow" else 10)
    with pytest.raises(DocumentError) as caught:
        fetch(site + path, limits=limits, allow_private=True)
    assert caught.value.code == code


def test_private_addresses_are_refused(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in (
        "127.0.0.1",
        "localhost",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
    ):
        with pytest.raises(DocumentError) as caught:
            fetch(f"http://{host}:{port}/page")
        assert caught.value.code in ("url-private", "url-unreachable"), host
    with pytest.raises(DocumentError) as caught:
        fetch(f"{site}/page")
    assert caught.value.code == "url-private" and "127.0.0.1" in caught.value.message


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("192.168.1.1", False), ("172.16.0.1", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1", False), ("fc00::1", False), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert _public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://x.example/a", "url-scheme"),
        ("file:///etc/passwd", "url-scheme"),
        ("http://", "url-invalid"),
        ("http:///path", "url-invalid"),
        ("http://x.example:99999/", "url-invalid"),
        ("http://[::1/", "url-invalid"),
        ("http://x.example/a b", "url-invalid"),
    ],
)
def test_addresses_that_are_none(url: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load(url)
    assert caught.value.code == code


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DocumentError) as caught:
        fetch(f"http://127.0.0.1:{port}/", allow_private=True, limits=Limits(seconds=2))
    assert caught.value.code == "url-unreachable"


def test_no_name_service(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: object, **options: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(DocumentError) as caught:
        fetch("https://news.example/a")
    assert caught.value.code == "url-unreachable"
    assert "news.example" in caught.value.message and "connection" in caught.value.message


def test_a_password_is_refused_and_not_shown() -> None:
    with pytest.raises(DocumentError) as caught:
        fetch("https://user:secret@news.example/a")
    assert caught.value.code == "url-invalid"
    assert "secret" not in caught.value.message and "https://news.example/a" in caught.value.message
