"""The fetcher against servers that lie, drip, bomb and redirect, and the addresses that it refuses."""

from __future__ import annotations

import gzip
import ipaddress
import pickle
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from itertools import repeat
from pathlib import Path

import pytest

from masfufa.documents import hosts
from masfufa.documents.limits import Limits
from masfufa.documents.unpack import unpacked
from masfufa.documents.url import Fetcher, StatusError, ascii_url, fetch, user_agent
from masfufa.errors import DocumentError

from .sites import Reply, Site, bomb, site

LIMITS = Limits(bytes=1_000_000, seconds=1.0)
TEXT = b"<p>Twelve people were killed.</p>" * 300


def get(site: Site, path: str, **options: object) -> object:
    return Fetcher(limits=LIMITS, hosts=frozenset({"127.0.0.1"})).get(site.url + path, **options)  # type: ignore[arg-type]


def code_of(site: Site, path: str) -> str:
    with pytest.raises(DocumentError) as caught:
        get(site, path)
    return caught.value.code


def test_what_lying_servers_get(server: Site) -> None:
    server.pages |= {
        "/short": Reply(b"half", lie=100),
        "/long": Reply(TEXT, lie=40),
        "/huge": Reply(b"x", lie=10**12),
        "/endless": Reply(pieces=repeat(b"x" * 65536)),
        "/drip": Reply(pieces=repeat(b"x"), pause=0.05),
        "/chunked-cut": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe"),
        "/headers": Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 5000 + b"\r\n"),
        "/gzip-cut": Reply(gzip.compress(TEXT)[:-12], headers={"Content-Encoding": "gzip"}),
        "/gzip-not": Reply(TEXT, headers={"Content-Encoding": "gzip"}),
        "/bomb": Reply(bomb(50), headers={"Content-Encoding": "gzip"}),
        "/bombs": Reply(gzip.compress(bomb(20)), headers={"Content-Encoding": "gzip, gzip"}),
        "/odd": Reply(TEXT, headers={"Content-Encoding": "x-secret"}),
        "/gone": Reply(b"", 410),
        "/loop": Reply(b"", 302, headers={"Location": "/loop"}),
        "/file": Reply(b"", 302, headers={"Location": "file:///etc/passwd"}),
        "/metadata": Reply(b"", 302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
        "/user": Reply(b"", 302, headers={"Location": "http://a:b@news.example/"}),
    }
    expected = {
        "/short": "url-cut-off", "/huge": "too-large", "/endless": "too-large", "/drip": "url-timeout",
        "/chunked-cut": "url-cut-off", "/headers": "url-unreachable", "/gzip-cut": "url-cut-off",
        "/gzip-not": "url-encoding", "/bomb": "too-large", "/bombs": "too-large", "/odd": "url-encoding",
        "/gone": "url-status", "/loop": "url-redirects", "/file": "url-scheme", "/metadata": "url-private",
        "/user": "url-invalid",
    }  # fmt: skip
    assert {path: code_of(server, path) for path in expected} == expected
    assert len(get(server, "/long").data) == 40  # type: ignore[attr-defined]


def test_headers_that_drip_are_cut_off_too(server: Site) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000:
                    try:
                        line.sendall(bytes((byte,)))
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(DocumentError) as caught:
            fetch(f"http://127.0.0.1:{listening.getsockname()[1]}/", allow_private=True, limits=Limits(seconds=0.7))
    assert caught.value.code == "url-timeout"
    assert time.monotonic() - began < 2.5


def test_packed_bodies(server: Site) -> None:
    raw = zlib.compressobj(wbits=-15)
    server.pages |= {
        "/gzip": Reply(gzip.compress(TEXT), headers={"Content-Encoding": "gzip"}),
        "/two": Reply(gzip.compress(TEXT) + gzip.compress(TEXT) + b"\0\0", headers={"Content-Encoding": "x-gzip"}),
        "/deflate": Reply(zlib.compress(TEXT), headers={"Content-Encoding": "deflate"}),
        "/bare": Reply(raw.compress(TEXT) + raw.flush(), headers={"Content-Encoding": "deflate"}),
        "/identity": Reply(TEXT, headers={"Content-Encoding": "identity"}),
    }
    assert {path: get(server, path).data == TEXT for path in ("/gzip", "/deflate", "/bare", "/identity")} == {  # type: ignore[attr-defined]
        "/gzip": True, "/deflate": True, "/bare": True, "/identity": True,
    }  # fmt: skip
    assert get(server, "/two").data == TEXT * 2  # type: ignore[attr-defined]


def test_brotli_is_read_where_it_is_there_and_its_bombs_are_not() -> None:
    brotli = pytest.importorskip("brotli")
    assert unpacked([brotli.compress(TEXT)], "br", 10**6, 200) == TEXT
    packed = brotli.compress(b"\0" * (80 << 20), quality=5)
    for codes in (unpacked_code([packed], 10**9), unpacked_code([packed], 10**6)):
        assert codes == "too-large"
    assert unpacked_code([brotli.compress(TEXT)[:-3]], 10**6) == "url-cut-off"


def unpacked_code(pieces: list[bytes], most: int) -> str:
    with pytest.raises(DocumentError) as caught:
        unpacked(pieces, "br", most, 200)
    return caught.value.code


def test_conditions_and_errors(server: Site) -> None:
    server.pages["/n"] = lambda handler: (
        Reply(b"", 304) if handler.headers.get("If-None-Match") == '"a"' else Reply(TEXT, headers={"ETag": '"a"'})
    )
    assert get(server, "/n").headers["etag"] == '"a"'  # type: ignore[attr-defined]
    assert get(server, "/n", etag='"a"').status == 304  # type: ignore[attr-defined]
    server.pages["/busy"] = Reply(b"", 429, headers={"Retry-After": "120"})
    with pytest.raises(StatusError) as caught:
        get(server, "/busy")
    assert (caught.value.status, caught.value.retry_after) == (429, "120")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.status, again.code, again.message) == (429, "url-status", caught.value.message)


def test_redirects_are_checked_at_each_hop(server: Site) -> None:
    server.pages["/in"] = Reply(b"", 302, headers={"Location": server.url.replace("127.0.0.1", "localhost") + "/page"})
    server.pages["/page"] = Reply(TEXT)
    assert code_of(server, "/in") == "url-private"  # 127.0.0.1 is allowed by name, localhost is not
    asked: list[str] = []
    fetcher = Fetcher(limits=LIMITS, allow_private=True, check=asked.append)
    assert fetcher.get(server.url + "/in").url.endswith("/page")
    assert [url.rpartition("/")[2] for url in asked] == ["in", "page"]


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.168.0.1", "100.64.0.1", "100.127.255.254",
        "0.0.0.0", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1", "192.0.2.1",
        "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "3fff::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::",
        "2001:0:7f00:1::f5ff:fffe", "5f00::1", "100::1",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address: str) -> None:
    assert not hosts.public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::1", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert hosts.public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200", "224.0.0.1"]
)
def test_metadata_is_refused_whatever_is_allowed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = f"[{address}]" if ":" in address else address
    monkeypatch.setenv("MASFUFA_ALLOW_HOSTS", address)
    with pytest.raises(DocumentError) as caught:
        fetch(f"http://{shown}/latest/meta-data/", allow_private=True, limits=Limits(seconds=2))
    assert caught.value.code == "url-private"


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(
    server: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when checked and private when connected to must not get through."""
    port = int(server.url.rpartition(":")[2])
    answers = iter(["93.184.216.34", "127.0.0.1"])
    looked, connected = [], []

    def look_up(host: str, port: int, **options: object) -> list[object]:
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    class Line(socket.socket):
        def connect(self, address: object) -> None:
            connected.append(address)
            raise ConnectionRefusedError("not in tests")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "socket", Line)
    with pytest.raises(DocumentError):
        fetch(f"http://rebind.example:{port}/", limits=LIMITS)
    assert looked == ["rebind.example"]
    assert connected == [("93.184.216.34", port)]


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(DocumentError) as caught:
        fetch("http://mixed.example/", limits=LIMITS)
    assert caught.value.code == "url-private" and "10.0.0.1" in caught.value.message


def test_a_look_up_that_hangs_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: time.sleep(3))
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        fetch("http://slow.example/", limits=Limits(seconds=0.3))
    assert caught.value.code == "url-timeout" and time.monotonic() - began < 2


def test_tls_is_told_the_name_and_checks_the_certificate_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to an address; SNI and the check of the certificate go by the name."""
    told: list[tuple[object, bool, int]] = []

    class Trust(ssl.SSLContext):
        def wrap_socket(self, sock: socket.socket, **options: object) -> ssl.SSLSocket:  # type: ignore[override]
            told.append((options.get("server_hostname"), self.check_hostname, self.verify_mode))
            raise ssl.SSLCertVerificationError("seen enough")

    trust = Trust(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr("masfufa.documents.url._trust", lambda: trust)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
        with pytest.raises(DocumentError) as caught:
            fetch(f"https://news.example:{port}/", allow_private=True, limits=LIMITS)
    assert caught.value.code == "url-unreachable"
    assert told == [("news.example", True, ssl.CERT_REQUIRED)]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_must_be_for_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
    command += ["-addext", "subjectAltName=DNS:news.example", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    names: list[str | None] = []
    context.sni_callback = lambda line, name, _: names.append(name)
    trust = ssl.create_default_context(cafile=str(cert))
    monkeypatch.setattr("masfufa.documents.url._trust", lambda: trust)
    with site() as secure:
        secure.pages["/a"] = Reply(TEXT)
        secure.server.socket = context.wrap_socket(secure.server.socket, server_side=True)
        port = secure.server.server_address[1]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
        assert fetch(f"https://news.example:{port}/a", allow_private=True, limits=LIMITS).data == TEXT
        with pytest.raises(DocumentError) as caught:
            fetch(f"https://other.example:{port}/a", allow_private=True, limits=LIMITS)
    assert caught.value.code == "url-unreachable" and "certificate" in caught.value.message
    assert names == ["news.example", "other.example"]


def test_intranet_hosts_can_be_allowed_by_name(server: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["/page"] = Reply(TEXT)
    with pytest.raises(DocumentError):
        fetch(server.url + "/page")
    monkeypatch.setenv("MASFUFA_ALLOW_HOSTS", "intranet.example, 127.0.0.1")
    assert fetch(server.url + "/page").data == TEXT


def test_addresses_in_other_letters(server: Site) -> None:
    server.pages["/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"] = Reply(TEXT)
    assert get(server, "/أخبار?ص=1#x").data == TEXT  # type: ignore[attr-defined]
    assert ascii_url("https://أخبار.example/a b") == "https://xn--igbicxr.example/a%20b"


def test_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_agent("a@b.example").endswith("; a@b.example)")
    monkeypatch.setenv("MASFUFA_CONTACT", "x@y.example\r\nX-Evil: 1")
    assert "\n" not in user_agent() and user_agent().startswith("masfufa/")
