"""Folders, WARC archives, Telegram's exports and saved lists."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pytest

from masfufa.documents.warc import WarcWriter
from masfufa.gathering.originals import original

from .sites import Reply, article, idle
from .test_rounds import source


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("masfufa.gathering.local.SETTLED", 0.0)


def write(folder: Path, name: str, data: bytes, age: int = 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    when = path.stat().st_mtime - age
    os.utime(path, (when, when))
    return path


def test_a_folder(gather, tmp_path, ledger, state):
    folder = tmp_path / "in box"
    write(folder, "a.html", article(1))
    write(folder, "sub/تقرير.txt", "قتل ثلاثة أشخاص وأصيب خمسة آخرون في قصف على طرابلس أمس.".encode())
    write(folder, "copy.html", article(1))
    write(folder, "idle.html", idle(1))
    write(folder, "broken.pdf", b"%PDF-1.4 nothing")
    write(folder, ".hidden.html", article(9))
    write(folder, "photo.jpg", b"\xff\xd8")
    lines = [{"id": f"r{n}", "text": f"At least {n + 3} people were killed in Sirte."} for n in range(3)]
    lines.append({"id": "r9", "text": "The weather stays mild until the weekend."})
    write(folder, "news.jsonl", "\n".join(map(json.dumps, lines)).encode() + b"\nnot json\n")
    yaml = f"- name: s\n  folder: {json.dumps(str(folder))}\n"
    gather(yaml)
    assert len(list(ledger.documents())) == 5
    failed = {i.title: i.code for i in state.items("failed")}
    assert failed == {"broken.pdf": "pdf-broken", "news.jsonl": "bad-json"}
    assert sorted(i.title or i.more["name"] for i in state.items("aside")) == ["Recipe 1", "r9"]
    assert gather(yaml).items.total() == 0
    write(folder, "a.html", article(2), age=30)
    write(folder, "later.txt", b"At least 8 people were killed in Derna.")
    gather(yaml)
    assert len(list(ledger.documents())) == 7
    assert original(ledger, state, state.items("aside")[0].sha256)[1] == idle(1)


def test_a_folder_that_is_not_there(gather, state):
    gather("- name: s\n  folder: nowhere\n")
    assert source(state).code == "source-missing"


def put(path: Path, pages: list[tuple[str, bytes, dict[str, str]]]) -> list[int]:
    writer = WarcWriter(path, path.stat().st_size if path.exists() else 0)
    when = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    ends = [sum(writer.add(url, data, "200 OK", headers, when)) for url, data, headers in pages]
    writer.close()
    return ends


HTML = {"content-type": "text/html; charset=utf-8"}


def test_an_archive_is_read_on_from_where_it_ended(gather, tmp_path, ledger, state):
    path = tmp_path / "crawl" / "x.warc.gz"
    first = [(f"http://news.example/{n}", article(n), HTML) for n in range(3)]
    ends = put(
        path,
        [
            *first,
            ("http://news.example/i", idle(1), HTML),
            ("http://news.example/p", b"\x89PNG", {"content-type": "image/png"}),
        ],
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: ends[2] - 10])
    yaml = f"- name: s\n  warc: {tmp_path}/crawl/*.warc.gz\n"
    gather(yaml)
    assert [d.url for d in ledger.documents()] == ["http://news.example/0", "http://news.example/1"]
    assert source(state).code == "warc-truncated"
    path.write_bytes(whole)
    gather(yaml)
    assert [d.url[-1] for d in ledger.documents()] == ["0", "1", "2"] and source(state).code is None
    # What was put aside is not kept twice: the archive has it.
    aside = state.items("aside")
    assert len(aside) == 1 and state.body(aside[0].sha256) is None
    assert original(ledger, state, aside[0].sha256)[1] == idle(1)
    put(path, [("http://news.example/5?fbclid=1", article(5), HTML), ("http://news.example/1", article(6), HTML)])
    gather(yaml)
    assert [d.url for d in ledger.documents()][3:] == ["http://news.example/5", "http://news.example/1"]
    assert gather(yaml).items.total() == 0


def test_archives_of_other_makers(gather, tmp_path, ledger, state):
    def record(url: str, http: bytes, body: bytes, kind: str = "response") -> bytes:
        block = http + b"\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-03T00:00:00Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:{len(url):032}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"

    ok, page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html", article(1)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(article(2)), article(2))
    data = (
        record("http://x.example/plain", ok, page)
        + record("http://x.example/chunked", ok + b"\r\nTransfer-Encoding: chunked", chunked)
        + record("http://x.example/packed", ok + b"\r\nContent-Encoding: gzip", gzip.compress(article(3)))
        + record("http://x.example/unpacked", ok + b"\r\nContent-Encoding: gzip", article(4))
        + record("http://x.example/bomb", ok + b"\r\nContent-Encoding: gzip", gzip.compress(b"\0" * (8 << 20)))
        + record("http://x.example/gone", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html", article(5))
        + record("http://x.example/asked", b"GET / HTTP/1.1", b"", kind="request")
    )
    (tmp_path / "x.warc").write_bytes(data)
    gather("- name: s\n  warc: x.warc\n")
    assert [d.url.rpartition("/")[2] for d in ledger.documents()] == ["plain", "chunked", "packed", "unpacked"]
    assert source(state).passed == 1 and source(state).code is None


@pytest.mark.parametrize("junk", [b"hello world", b"\x1f\x8b\x08\x00junk"])
def test_no_archive(gather, tmp_path, state, junk):
    (tmp_path / "x.warc").write_bytes(junk)
    gather("- name: s\n  warc: x.warc\n")
    assert source(state).code == "warc-truncated"


def message(number: int, text: object, **more: object) -> dict[str, object]:
    return {
        "id": number, "type": "message", "date": "2026-11-04T01:30:00", "date_unixtime": "1793744000",
        "from": "Someone", "from_id": "user77", "text": text, **more,
    }  # fmt: skip


def test_a_telegram_export(gather, tmp_path, ledger, state):
    parts = ["قتل ", {"type": "bold", "text": "خمسة أشخاص"}, " في قصف على مدينة سرت أمس."]
    messages = [
        message(1, "At least 12 people were killed in Derna, medics said."),
        message(2, parts),
        message(3, "Good morning to all of our followers."),
        message(4, ""),
        {"id": 5, "type": "service", "action": "pin_message", "date": "2026-11-04T01:30:00", "text": ""},
    ]
    channel = {"name": "Derna Now", "type": "public_channel", "id": 991, "messages": messages}
    private = {
        "name": "Ana",
        "type": "personal_chat",
        "id": 4,
        "messages": [message(1, "9 people were killed in Sabha.")],
    }
    path = tmp_path / "result.json"
    path.write_text(
        json.dumps({"chats": {"about": "x", "list": [channel, private]}}, ensure_ascii=False), encoding="utf-8"
    )
    yaml = "- name: s\n  telegram: result.json\n"
    gather(yaml)
    found = {d.text: d for d in ledger.documents(content=True)}
    assert set(found) == {
        "At least 12 people were killed in Derna, medics said.",
        "قتل خمسة أشخاص في قصف على مدينة سرت أمس.",
    }
    one = found["At least 12 people were killed in Derna, medics said."]
    assert (one.released, one.publisher) == (dt.date(2026, 11, 3), "Derna Now")
    assert one.content is not None and b"user77" not in one.content and b"Someone" not in one.content
    assert source(state).passed == 1 and len(state.items("aside")) == 1
    gather(yaml)
    assert source(state).passed == 1
    messages[0] = message(1, "At least 14 people were killed in Derna, medics said.", edited_unixtime="1793748000")
    path.write_text(json.dumps(channel), encoding="utf-8")
    gather(yaml)
    gather(yaml)
    assert len(list(ledger.documents())) == 3


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"chats": 3}', '{"messages": "x"}'])
def test_no_telegram_export(gather, tmp_path, state, text):
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    gather("- name: s\n  telegram: result.json\n")
    assert source(state).code == "telegram-export"


def test_a_saved_list_of_gdelt(gather, tmp_path, server, ledger, state):
    server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(4)}
    rows = "".join(f'"{server.url}/a/{n}","","2026-11-03 10:15:00","T, {n}"\r\n' for n in range(2))
    (tmp_path / "list.csv").write_text(f"\ufeffURL,MobileURL,Date,Title\r\n{rows}", encoding="utf-8")
    articles = [{"url": f"{server.url}/a/{n}", "seendate": "20261103T101500Z", "title": "T"} for n in range(1, 4)]
    (tmp_path / "list.json").write_text(json.dumps({"articles": articles}), encoding="utf-8")
    gather("- name: s\n  gdelt: {list: list.csv}\n- name: t\n  gdelt: {list: list.json}\n")
    assert sorted(d.url[-1] for d in ledger.documents()) == ["0", "1", "2", "3"]
    assert all(d.released is None for d in ledger.documents())
