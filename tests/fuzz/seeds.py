# ruff: noqa: E501 - inputs are what they are
"""What fuzzing begins with: small, whole inputs of every kind."""

from __future__ import annotations

import gzip
import json
import zipfile
from io import BytesIO

from tests.fuzz import targets

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title><item><title>Twelve killed &amp; 3
hurt</title><link>https://example.org/1</link><pubDate>Tue, 05 Nov 2024 10:00:00 +0200</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><entry><title type="html">a</title>
<link href="b"/><updated>2024-11-05T10:00:00Z</updated></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/a</loc><lastmod>2024-11-05</lastmod><news:news><news:title>t</news:title>
<news:publication_date>2024-11-05</news:publication_date></news:news></url></urlset>"""
PAGE = """<head><title>Floods in Derna</title><meta property="article:published_time" content="2023-09-12T08:00:00Z">
<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-09-12"}</script></head><body><article><h1>Floods</h1>
<p>At least 5,300 people were killed in Derna on Monday, the interior ministry said.</p><figure><img><figcaption>A street</figcaption>
</figure><blockquote>More than 10,000 are missing</blockquote><table><tr><td>Derna</td><td>5300</td></tr></table></article></body></html>"""
PLAN = """contact: a@b.example
sources:
- name: a
  feed: https://x.example/rss
  every: 30
- name: b
  folder: reports
- name: r
  appname: x
  reliefweb: {countries: [LBY]}
- name: g
  gdelt: {query: libya, list: x.csv}
"""
MAPPING = "sheet: data\nheader_row: 1\nfirst_row: 3\ncolumns:\n  admin1: Admin 1\n  date: Date\n  individuals: IDP individuals\n"
SENTENCES = {
    "ar": "قالت وزارة الصحة يوم الثلاثاء 5 نوفمبر 2024 إن 12 شخصا بينهم ثلاثة أطفال قتلوا وأصيب 45 آخرون في قصف على حلب، ونزحت نحو 1200 أسرة.",
    "en": "At least 12 people, including three children, were killed and 45 wounded in shelling of Aleppo on Tuesday, 5 November 2024, the health ministry said.",
    "fr": "Au moins quatre-vingt-dix personnes, dont trois enfants, ont été tuées et 45 blessées à Alep mardi 5 novembre 2024, selon le ministère de la Santé.",
}  # fmt: skip
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://example.org/\r\n"
    "WARC-Date: 2024-11-05T10:00:00Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
)


def _warc() -> bytes:
    body = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n0\r\n\r\n"
    return WARC.format(len(body), body).encode()


def _claims() -> list[bytes]:
    from masfufa.claims_plain import claim_to_plain, event_to_plain
    from masfufa.reading.reader import read_document
    from masfufa.records import Document
    from masfufa.workspace.from_reading import records_of

    made = []
    for language, said in SENTENCES.items():
        document = Document("seed", said, language=language)
        records = records_of(document, read_document(document), name="seed", reader="seed")
        made += [json.dumps(claim_to_plain(one)).encode() for one in records.claims[:2]]
        made += [json.dumps(event_to_plain(one)).encode() for one in records.events[:1]]
    return made


def _package() -> bytes:
    from hashlib import sha256

    row = b'{"id": "a"}\n'
    resource = {"name": "claim", "path": "ledger/claim.jsonl", "masfufa_table": "claim", "bytes": len(row),
                "hash": f"sha256:{sha256(row).hexdigest()}"}  # fmt: skip
    head = json.dumps({"name": "x", "masfufa": {"schema": "1"}, "resources": [resource]})
    return head.encode() + b"\n\n" + row


def _member(packed: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return archive.read(name)


def seeds(target: str) -> list[bytes]:
    """Inputs to begin a target with."""
    said = [one.encode() for one in SENTENCES.values()]
    csv = "\n".join(",".join(map(str, row)) for row in targets.workbook_rows()).encode()
    docx = (targets.ROOT / "examples" / "libya-autumn-en.docx").read_bytes()
    if target == "words":
        return [bytes((i * 7 + j * 13) % 256 for j in range(81)) for i in range(24)]
    if target == "text":
        return [*said, said[0].decode().encode("cp1256", "replace"), said[0].decode().encode("utf-16-le"), said[2].decode().encode("cp1252", "replace"), said[1].decode().encode("utf-32-be")]  # fmt: skip
    if target == "workbook":
        book = targets._workbook_seed()
        parts = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml")
        with zipfile.ZipFile(BytesIO(book)) as archive:
            names = archive.namelist()
        return [bytes([i]) + _member(book, part) for i, part in enumerate(parts) if part in names]
    chosen: dict[str, list[bytes]] = {
        "html": [PAGE.encode()],
        "docx": [docx, _member(docx, "word/document.xml")[:6000] + b"</w:body></w:document>"],
        "pdf_layout": [*said, b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\nx\x9c\x03\0\0\0\0\x01\nendstream"],
        "jsonl": [json.dumps({"id": "1", "text": one.decode(), "published": "2024-11-05"}).encode() for one in said],
        "feeds": [RSS.encode(), ATOM.encode(), SITEMAP.encode(), gzip.compress(SITEMAP.encode()),
                  b'{"articles":[{"url":"https://x.example/a","seendate":"20241105T100000Z","title":"t","language":"English"}]}',
                  b'{"name":"c","type":"private_channel","id":1,"messages":[{"id":1,"type":"message","date":"2024-11-05T10:00:00","text":["a",{"type":"bold","text":"b"}]}]}',
                  b'{"data":[{"id":"1","fields":{"title":"t","body-html":"<p>12 killed</p>","date":{"original":"2024-11-05T00:00:00+00:00"},"source":[{"name":"OCHA"}]}}]}'],
        "warc": [_warc(), gzip.compress(_warc())],
        "values": [*said, "وألفين وثلاثمائة وخمسة وأربعين بين 10 و12 من 3/4 إلى 5/6/2024 قبل يومين".encode(),
                   b"between 1.2 and 3.5 million; two hundred and five; 5-7 May 2024, last Monday; 3rd quarter 2023"],
        "tables": [csv, json.dumps([{"a": 1, "country": "LBY", "idps": 5}]).encode(), csv.replace(b",", b";"), targets._workbook_seed()],
        "form": [b"day,place,dead,_uuid,_submission_time\n2024-11-05,Derna,12,u1,2024-11-05T10:00:00", b'[{"day":"2024-11-05","dead":"3","_uuid":"u"}]'],
        "settings_files": [PLAN.encode(), MAPPING.encode(), *[(targets.ROOT / "examples/libya-2019/crisis" / name).read_bytes() for name in ("actors.yaml", "places.yaml", "roles.yaml")]],
        "package": [_package()],
    }  # fmt: skip
    return _claims() if target == "claims" else chosen.get(target, said)
