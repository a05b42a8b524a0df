"""Attacks on a desk: injection by documents and names, addresses that lead inside, files that unpack without end."""

from __future__ import annotations

import io
import json
import re
import socket
import threading
import time
import zipfile
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import sqlalchemy as sa

from masfufa.claims import ClaimPlace
from masfufa.desk.permissions import all_routes
from masfufa.workspace.accounts import Accounts
from masfufa.workspace.accounts_log import AccountLog

from .conftest import ENGLISH, EVIL, ORIGIN, report
from .test_api import Program
from .test_security import wait

SQL = (
    "'; DROP TABLE document; --", "' OR '1'='1", '" OR ""="', "1; DELETE FROM decision", "%", "_", "\\",
    "') UNION SELECT", 'NEAR("a" "b")', "words:*", "a* OR b", "^x AND NOT y", "{x y}", "&!|()<->:*", "مقتل' --",
)  # fmt: skip
MARKS = (
    EVIL, "<img src=x onerror=alert(1)>", '" onfocus=alert(1) autofocus="', "' onmouseover='x",
    "</title><svg onload=x>", "javascript:alert(1)", "{{ 7*7 }}", "</script><script>alert(2)</script>", "<!--",
)  # fmt: skip


def tables(workspace) -> list[int]:
    with workspace._engine.connect() as connection:
        names = ("document", "claim", "decision", "account", "desk_event")
        return [connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar() for name in names]


def test_sql_in_what_is_asked_for_finds_nothing_and_changes_nothing(browser, workspace):
    program = Program(browser)
    before = tables(workspace)
    for words in SQL:
        for name in ("words", "publisher", "language", "category"):
            answer = browser.client.get("/", params={name: words})
            assert answer.status_code == 200, (name, words)
            if name in ("publisher", "language"):
                assert "Gharyan: twelve dead" not in answer.text, (name, words)
            found = program.get("/documents", **{name: words})
            assert name == "words" or found["total"] == 0, (name, words)
        for path in ("/audit?who=", "/time?place=", "/actors?speaker=", "/matrix?category=", "/next?after="):
            assert browser.client.get(path + words).status_code in (200, 303), (path, words)
        assert browser.client.get(f"/documents/{words.replace('/', '')}").status_code == 404
        assert browser.client.get(f"/cells/{words.replace('/', '')}").status_code in (200, 404)
        assert program.get("/decisions", who=words, subject_id=words)["total"] == 0
    assert tables(workspace) == before


def test_sql_in_documents_is_stored_as_it_is(browser, workspace):
    program = Program(browser)
    for n, words in enumerate(SQL):
        body = {"text": f"Nine people were killed in Zuwara on day {n}. {words}", "title": words, "publisher": words}
        added = program.post("/documents/text", body)
        assert added["outcome"] == "added", added
        opened = program.get(f"/documents/{added['document']}")
        assert opened["title"] == words and opened["text"].endswith(words)
        assert program.get("/documents", publisher=words)["total"] == 1
    assert tables(workspace)[0] == 2 + len(SQL)


def harmless(html: str, where: str) -> None:
    """Nothing of what was said became part of the page: own scripts, no handlers, no elements of others."""
    plain = re.sub(r"&[a-z#0-9]+;", "", html)
    for tag in re.findall(r"<script[^>]*>", plain):
        own = re.fullmatch(r'<script (defer |type="module" )*src="/static/[^"<>]+">', tag)
        assert own or re.fullmatch(r'<script type="application/json"[^<>]*>', tag), (where, tag)
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.S):
        json.loads(block)
    tags = re.findall(r"<[a-zA-Z!/][^>]*>", html)
    assert not [tag for tag in tags if re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))], where
    assert not [tag for tag in tags if re.match(r"<(img|iframe|object|embed|base|link rel=.?import)", tag)], where
    assert "javascript:" not in " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', html)), where
    assert "{{" not in plain or "{{ 7*7 }}" in plain, where


def test_html_in_documents_names_and_reasons_stays_text(browser, workspace):
    id = ""
    for n, mark in enumerate(MARKS):
        text = f"At least {n + 20} people were killed in Gharyan on Monday, {mark} said. {mark}"
        id = workspace.add_document(report(text, f"evil{n}", title=mark, publisher=mark, url=mark), None).document
        record = next(r for r in workspace.review(id).records if r.kind == "claim")
        place = ClaimPlace(mark, "LBY", names={"en": mark, "ar": mark}, lat=32.2, lon=13.0)
        edited = {"source": mark, "places": [place]}
        workspace.decide(mark, "claim", record.id, "correct", reason=mark, edited=edited)
        AccountLog.of(workspace).add_token(f"h{n}", mark, "viewer", 3, mark, None, mark)
    browser.app.state.desk.ledgers.patience = 60.0
    cell = Program(browser).get("/matrix", category="killed")["items"][0]["cell_id"]
    seen = 0
    for path, route in all_routes(browser.app):
        if "GET" not in route.methods or path.startswith("/api/"):
            continue
        address = path.replace("{id}", id).replace("{cell_id:path}", cell)
        address = re.sub(r"\{[^}]*\}", "none", address)
        for query in ("", f"?error={EVIL}&words={EVIL}&who={EVIL}&do=edit&kind={EVIL}&publisher={EVIL}&said={EVIL}"):
            answer = browser.client.get(address + query)
            assert answer.status_code < 500, address
            if answer.headers.get("content-type", "").startswith("text/html"):
                harmless(answer.text, address + query)
                seen += 1
            elif answer.status_code == 200:
                kind = answer.headers["content-type"].partition(";")[0]
                download = "attachment" in answer.headers.get("content-disposition", "")
                assert kind in ("application/geo+json", "application/json", "text/plain") or download, (address, kind)
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert seen >= 20
    everything = browser.client.get(f"/documents/{id}").text + browser.client.get("/").text
    assert "&lt;script&gt;" in everything and "alert" in everything


def test_names_of_accounts_can_not_pose_as_others_or_as_html(browser, workspace):
    for name in (EVIL, "Ana\u202etxt", "An\u200ba", "\uff21na\u0000", "A<b>", "\u2066Ana", "=cmd()", "+1", "@x", "-x"):
        answer = browser.post("/accounts", name=name, role="viewer", password="a long enough password")
        assert answer.status_code == 422 and EVIL not in answer.text, name
    assert Accounts.of(workspace).every() == []


@pytest.fixture
def inside():
    """A server inside, which must hear nothing; and one outside (as far as the desk is told) that leads there."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            port = self.server.server_address[1]
            if self.path.startswith("/to/"):
                self.send_response(302)
                self.send_header("Location", self.path[4:].replace("PORT", str(port)))
                self.end_headers()
                return
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"the secret of the metadata service, killed 7 people")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], heard
    server.shutdown()
    server.server_close()


def added(browser, urls) -> list[str]:
    """What became of addresses: the codes of their failures."""
    before = len(browser.app.state.desk.adder.items())
    for url in urls:
        assert browser.post("/add", url=url).status_code == 200
    wait(browser)
    items = browser.app.state.desk.adder.items()[before:]
    assert [item.outcome for item in items] == ["failed"] * len(urls), [(i.name, i.outcome) for i in items]
    return [item.failures[0][1] for item in items]


def test_addresses_inside_are_not_fetched_however_they_are_written(browser, workspace, inside):
    port, heard = inside
    hosts = (
        "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1",
        "0177.0.0.1", "017700000001", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1",
    )  # fmt: skip
    codes = added(browser, [f"http://{host}:{port}/secret" for host in hosts])
    assert set(codes) <= {"url-private", "url-unreachable", "url-invalid"}, codes
    others = ("10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[fe80::1]",
              "[fd00:ec2::254]", "100.100.100.200")  # fmt: skip
    codes = added(browser, [f"http://{host}/latest/meta-data" for host in others])
    assert set(codes) == {"url-private"}
    schemes = ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:1/x", "data:text/html,x", "//127.0.0.1/",
               "jar:http://x!/", "http://user:pass@127.0.0.1/", "http://example.org@127.0.0.1/", "http://")  # fmt: skip
    assert set(added(browser, schemes)) <= {"url-scheme", "url-invalid", "url-private", "url-unreachable"}
    assert heard == [] and len(list(workspace.documents())) == 2


def test_names_that_lead_inside_are_not_fetched(browser, workspace, inside, monkeypatch):
    port, heard = inside
    real = socket.getaddrinfo
    leads = {
        "inside.example": ["127.0.0.1"], "six.example": ["::1"], "mapped.example": ["::ffff:127.0.0.1"],
        "both.example": ["93.184.215.14", "127.0.0.1"], "cloud.example": ["169.254.169.254"],
    }  # fmt: skip
    looked = []

    def look_up(host, *arguments, **named):
        if host not in leads:
            return real(host, *arguments, **named)
        looked.append(host)
        kinds = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(kinds[":" in ip], socket.SOCK_STREAM, 6, "", (ip, port)) for ip in leads[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert set(added(browser, [f"http://{name}:{port}/secret" for name in leads])) == {"url-private"}
    assert heard == [] and looked == list(leads)  # looked up once each: what was checked is what is used


def test_redirects_that_lead_inside_are_not_followed(browser, workspace, inside, monkeypatch):
    port, heard = inside
    monkeypatch.setenv("MASFUFA_ALLOW_HOSTS", "127.0.0.1")  # the first server counts as one that may be asked
    onward = ("http://127.0.0.2:PORT/secret", "http://localhost:PORT/secret", "http://[::1]:PORT/secret",
              "http://2130706434:PORT/secret", "http://169.254.169.254/latest", "//127.0.0.3:PORT/secret")  # fmt: skip
    codes = added(browser, [f"http://127.0.0.1:{port}/to/{address}" for address in onward])
    assert set(codes) <= {"url-private", "url-unreachable"} and codes.count("url-private") >= 4, codes
    assert added(browser, [f"http://127.0.0.1:{port}/to/file:///etc/passwd"]) == ["url-scheme"]
    assert heard == []


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx_bomb() -> bytes:
    document = b"<w:document>" + b" " * (60 << 20) + b"</w:document>"
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def liar() -> bytes:
    """A docx whose directory says that it is small."""
    data = bytearray(docx_bomb())
    size = (60 << 20) + len(b"<w:document></w:document>")
    at = data.rfind(size.to_bytes(4, "little"))
    data[at : at + 4] = (500).to_bytes(4, "little")
    return bytes(data)


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body += f'<w:document xmlns:w="{space}"><w:body>&l9;</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


def pdf_bomb() -> bytes:
    packed = zlib.compress(b" " * (300 << 20), 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return head + page + stream + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_files_that_unpack_without_end_are_refused_soon(browser, workspace):
    files = {
        "bomb.docx": docx_bomb(),
        "liar.docx": liar(),
        "laughs.docx": laughs(),
        "bomb.pdf": pdf_bomb(),
        "bomb.zip": zipped({"a.txt": b"0" * (50 << 20)}),
        "nested.docx": zipped({"a.docx": docx_bomb()}),
        "deep.html": b"<div>" * 200_000 + b"killed 5 people",
        "deep.jsonl": b"[" * 1_000_000,
        "packed.gz": b"\x1f\x8b" + zlib.compress(b"0" * 1000),
    }
    began = time.monotonic()
    for name, data in files.items():
        given = [("files", (name, data, "application/octet-stream"))]
        answer = browser.client.post("/add", data={"csrf": browser.csrf}, files=given, headers={"origin": ORIGIN})
        assert answer.status_code == 200
    for _ in range(3000):
        if not browser.app.state.desk.adder.busy:
            break
        time.sleep(0.02)
    items = browser.app.state.desk.adder.items()
    told = {item.name: (item.outcome, [code for _, code, _ in item.failures]) for item in items}
    assert all(outcome == "failed" for outcome, _ in told.values()), told
    codes = {code for _, found in told.values() for code in found}
    assert "internal-error" not in codes and "too-large" in codes, told
    assert time.monotonic() - began < 60
    assert len(list(workspace.documents())) == 2
    assert ENGLISH in [d.text for d in workspace.documents()]
    assert browser.client.get("/").status_code == 200


@pytest.mark.parametrize(
    "name",
    ["../../../outside.txt", "..\\..\\outside.txt", "/etc/outside.txt", "C:\\outside.txt", "a\0outside.txt",
     "....//outside.txt", "%2e%2e%2foutside.txt", "\u202etxt.exe", "x" * 3000 + ".txt", ".", "..", "", " "],
)  # fmt: skip
def test_names_of_uploads_never_lead_anywhere(browser, workspace, tmp_path, name):
    before = {path for path in tmp_path.rglob("*") if path.is_file() and "ledger" not in path.name}
    given = [("files", (name, b"Seven people were killed in Sebha on Monday.", "text/plain"))]
    answer = browser.client.post("/add", data={"csrf": browser.csrf}, files=given, headers={"origin": ORIGIN})
    assert answer.status_code == 200
    wait(browser)
    assert {path for path in tmp_path.rglob("*") if path.is_file() and "ledger" not in path.name} == before
    for document in workspace.documents():
        assert "/" not in document.name and "\\" not in document.name and document.name.isprintable()
        assert len(document.name) <= 255
