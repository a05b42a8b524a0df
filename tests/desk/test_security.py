"""Who gets in, what is taken, and that nothing of a document becomes part of a page."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from masfufa.claims import ClaimPlace
from masfufa.desk import guard
from masfufa.desk.adding import file_name
from masfufa.desk.pages.common import goes_to
from masfufa.desk.settings import DeskSettings, is_loopback

from .conftest import ENGLISH, EVIL, ORIGIN, Browser, report


def the_document(workspace):
    return next(d.id for d in workspace.documents() if d.text == ENGLISH)


def test_the_token_opens_one_session_once(workspace):
    made = Browser(workspace)
    assert made.client.get("/").status_code == 403
    assert made.client.get("/enter?token=wrong").status_code == 403
    answer = made.client.get("/enter?token=t0ken", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "t0ken" not in cookie
    assert made.client.get("/").status_code == 200
    assert made.client.get("/enter?token=t0ken").status_code == 200  # who is in stays in
    made.client.cookies.clear()
    assert made.client.get("/enter?token=t0ken").status_code == 403
    assert made.client.get("/", headers={"cookie": "masfufa-8999=guessed"}).status_code == 403


def routes(app):
    found = []
    for route in app.routes:
        found += getattr(getattr(route, "original_router", None), "routes", [route])
    return [route for route in found if isinstance(route, APIRoute)]


def test_every_page_needs_a_session_and_every_form_a_token_and_an_origin(workspace, browser):
    outside = Browser(workspace).client
    paths = [(method, route.path) for route in routes(browser.app) for method in route.methods]
    assert len([1 for method, _ in paths if method == "POST"]) >= 8
    id = the_document(workspace)
    for method, path in paths:
        address = path.replace("{id}", id).replace("{record}", "0" * 20)
        if path not in ("/enter", "/openapi.json"):
            assert outside.request(method, address).status_code == 403, path
        if method == "POST" and path != "/sign-in":  # which is there with accounts only (test_accounts.py)
            for fields, headers in (
                ({}, {"origin": ORIGIN}),
                ({"csrf": "guessed"}, {"origin": ORIGIN}),
                ({"csrf": browser.csrf}, {}),
                ({"csrf": browser.csrf}, {"origin": "null"}),
                ({"csrf": browser.csrf}, {"origin": "http://evil.example"}),
                ({"csrf": browser.csrf}, {"origin": "http://127.0.0.1:1"}),
                ({"csrf": browser.csrf}, {"origin": ORIGIN, "sec-fetch-site": "cross-site"}),
            ):
                assert browser.client.post(address, data=fields, headers=headers).status_code == 403, (path, headers)
    assert list(workspace.decisions()) == []


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8999", "127.0.0.1", "127.0.0.1:80", "localhost.evil:8999"]
)
def test_other_hosts_get_nothing(browser, host):
    assert browser.client.get("/", headers={"host": host}).status_code == 400
    assert browser.client.get("/static/desk.css", headers={"host": host}).status_code == 400


def test_headers_of_every_answer(browser):
    for path in ("/", "/nowhere", "/static/desk.css", "/documents/none"):
        headers = browser.client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self'") and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert browser.client.get("/").headers["cache-control"] == "no-store"


def test_a_defect_is_a_page_that_tells_nothing(browser, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(browser.app.state.desk.workspace, "inbox", broken)
    answer = browser.client.get("/")
    assert answer.status_code == 500 and "secret" not in answer.text and "<h1>" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_nothing_of_a_document_becomes_part_of_a_page(browser, workspace):
    text = f"At least 12 people were killed in Gharyan on Monday, {EVIL} said. <img src=x onerror=alert(1)> '\" &amp;"
    id = workspace.add_document(report(text, "evil", title=EVIL, publisher=EVIL), None).document
    record = next(r for r in workspace.review(id).records if r.kind == "claim")
    workspace.decide(EVIL, "claim", record.id, "correct", reason=EVIL, edited={
        "source": EVIL, "places": [ClaimPlace(EVIL, "LBY", names={"en": EVIL})]
    })  # fmt: skip
    pages = ["/", f"/?words={EVIL}&publisher={EVIL}&error={EVIL}", f"/documents/{id}?record={record.id}"]
    pages += [f"/documents/{id}?record={record.id}&do={do}&words={EVIL}&start=0" for do in ("edit", "reject", "add")]
    for address in pages:
        html = browser.client.get(address).text
        assert "<script>alert" not in html and "<img" not in html, address
        assert not re.search(r"<[^>]*\son[a-z]+=", html) and not re.search(r"\sstyle=", html)
        assert re.findall(r"<script[^>]*>", html) == re.findall(
            r'<script (?:defer|type="module") src="/static/[^>]+>', html
        )
    html = browser.client.get(f"/documents/{id}").text
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in html and "&amp;amp;" in html


def test_uploads_are_bytes_with_a_name_and_never_a_path(browser, workspace, tmp_path):
    assert file_name("../../etc/passwd") == "passwd" and file_name("C:\\x\\..\\y.txt") == "y.txt"
    assert file_name("..") in ("report", "..") and "/" not in file_name("a/b\u202e.txt")
    files = [("files", ("../../../outside.txt", b"Seven people were killed in Sebha on Monday.", "text/plain"))]
    answer = browser.client.post("/add", data={"csrf": browser.csrf}, files=files, headers={"origin": ORIGIN})
    assert answer.status_code == 200
    wait(browser)
    assert "outside.txt" in [d.name for d in workspace.documents()]
    assert not list(tmp_path.rglob("outside.txt"))


def wait(browser):
    import time

    for _ in range(400):
        if not browser.app.state.desk.adder.busy:
            return
        time.sleep(0.02)
    raise AssertionError("still busy")


def test_what_can_not_be_read_is_told_with_its_code(browser):
    lines = b'{"text": "Nine people were killed in Zuwara on Friday.", "title": "Lines"}\nno json\n'
    files = [
        ("files", ("lines.jsonl", lines, "x")),
        ("files", ("bomb.docx", b"PK\x03\x04" + b"\0" * 50, "x")),
        ("files", ("empty.txt", b"", "x")),
    ]
    browser.client.post(
        "/add", data={"csrf": browser.csrf, "url": "file:///etc/passwd"}, files=files, headers={"origin": ORIGIN}
    )
    wait(browser)
    html = browser.client.get("/adding").text
    assert "hx-get" not in html  # all is done
    for code in ("bad-json", "empty-document", "url-scheme"):
        assert f"<code>{code}</code>" in html, code
    assert "Lines" in browser.client.get("/").text


def test_internal_addresses_are_not_fetched(browser):
    for url in (
        "http://127.0.0.1:9/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
        "http://localhost/",
        "gopher://x",
    ):
        assert browser.post("/add", url=url).status_code == 200
    wait(browser)
    items = browser.app.state.desk.adder.items()
    assert [item.outcome for item in items] == ["failed"] * 5
    assert {item.failures[0][1] for item in items} == {"url-private", "url-scheme"}


def test_sizes_are_limited(browser, monkeypatch):
    assert browser.post("/language", language="ar", back="x" * (guard.FORM_BYTES + 10)).status_code == 413
    monkeypatch.setattr(guard, "UPLOAD_BYTES", 5000)
    files = [("files", ("big.txt", b"x" * 6000, "text/plain"))]
    answer = browser.client.post("/add", data={"csrf": browser.csrf}, files=files, headers={"origin": ORIGIN})
    assert answer.status_code == 413

    def chunks():  # no length is declared
        for _ in range(20):
            yield b"x" * 1000

    answer = browser.client.post(
        "/add", content=chunks(), headers={"origin": ORIGIN, "content-type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/\r\nx: y", ""]
)
def test_ways_back_stay_on_the_desk(address):
    assert goes_to(address).headers["location"] == "/"


def test_static_files_only(browser):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fwords.yaml", "/static/"):
        assert browser.client.get(path).status_code in (400, 403, 404), path


def test_what_counts_as_this_machine():
    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "127.8.8.8")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.4", "example.org", "")))
    six = DeskSettings("::1", 80, "Ana", "x")
    assert six.address == "http://[::1]:80/enter?token=x" and {"[::1]", "[::1]:80", "localhost"} <= six.hosts


def test_odd_requests_are_answered(browser, workspace):
    id = the_document(workspace)
    record = workspace.review(id).records[0].id
    for address, status in (
        ("/nowhere", 404),
        ("/documents/nothing", 404),
        (f"/documents/{id}?page=99999999999&record=%00&do=zzz&kind=x", 200),
        (f"/documents/{id}?do=add&start=²&words=x", 200),
        ("/?page=0", 200),
        ("/?page=²&since=never&state=x&order=y&words=%22%22", 200),
        ("/next?after=nothing", 200),
    ):
        assert browser.client.get(address).status_code == status, address
    for path, fields, status in (
        (f"/documents/{id}/state", {"state": "over"}, 400),
        (f"/documents/{id}/records/zzz/accept", {"expected": 0}, 404),
        (f"/documents/{id}/records/{record}/accept", {"expected": "²"}, 400),
        (f"/documents/{id}/records/{record}/accept", {}, 400),
        (f"/documents/{id}/records/{record}/undo", {"expected": 0}, 404),
        (f"/documents/{id}/undo", {}, 409),
        (f"/documents/{id}/add", {"words": "not there", "low": "1"}, 422),
        ("/add", {"published": "never"}, 200),
    ):
        assert browser.post(path, **fields).status_code == status, path
    assert list(workspace.decisions()) == []
