"""Whatever comes, a parser gives a list or a DocumentError, and nothing takes long."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.documents.unpack import unpacked
from masfufa.documents.warc import WarcWriter, read_warc
from masfufa.documents.xml_lists import read_feed, read_sitemap
from masfufa.errors import DocumentError
from masfufa.gathering import gdelt, reliefweb
from masfufa.gathering.addresses import alike, canonical, links, matches, plain
from masfufa.gathering.plan import Source
from masfufa.gathering.telegram import read_export

from .sites import article

_PIECES = st.sampled_from(
    [
        b"<rss>", b"<item>", b"</item>", b"<link>", b"http://a.example/", b"<entry>", b"<link href='/x'/>",
        b"]]>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<updated>2026-11-31T99:00:00Z</updated>",
        b"<![CDATA[", b"&nbsp;", b"<pubDate>Tue, 99 Nov 2026</pubDate>", b"<urlset>", b"<url><loc>",
        b"<sitemapindex>", b"\xff\xfe", b"\0", b"&", b"<!DOCTYPE a [", b"<!--", "قتل".encode(),
        b"xml:base='http://['", b"<guid isPermaLink='x'>", b"<?xml",
    ]
)  # fmt: skip
SOURCE = Source("s", "reliefweb", "http://x.example/", appname="a")


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(_PIECES, max_size=12).map(b"".join)))
def test_lists_in_xml(data):
    for read in (lambda: read_feed(data, "http://b.example/"), lambda: read_sitemap(data, "http://b.example/", 10_000)):
        try:
            for entry in read():
                assert entry.url and isinstance(entry.url, str)
        except DocumentError as error:
            assert error.code in ("feed-broken", "feed-entities", "binary-file", "empty-document", "too-large",
                                  "url-encoding", "url-cut-off")  # fmt: skip


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["data", "fields", "date", "changed", "source", "name", "file", "url", "title", "language", "code",
                 "articles", "seendate", "messages", "chats", "list", "type",
                 "text", "text_entities", "id", "date_unixtime"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_JSON)
def test_answers_of_apis(value):
    data = json.dumps(value).encode()
    more = {"from": "2026", "begin": "20261101000000", "end": "20261102000000", "top": "20261102000000", "page": 1}
    for read in (lambda: reliefweb.read(SOURCE, more, data), lambda: gdelt.read(SOURCE, more, data)):
        try:
            read()
        except DocumentError as error:
            assert error.code in ("reliefweb-answer", "gdelt-answer")


@settings(max_examples=100, deadline=None)
@given(value=_JSON)
def test_exports(tmp_path_factory, value):
    path = tmp_path_factory.getbasetemp() / "result.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    try:
        for offer in read_export(path, ("",))[0]:
            assert offer.body
    except DocumentError as error:
        assert error.code == "telegram-export"


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.booleans())
def test_damaged_archives(tmp_path_factory, at, byte, cut):
    import datetime as dt

    folder = tmp_path_factory.getbasetemp()
    path, made = folder / "damaged.warc.gz", folder / "whole.warc.gz"
    if not made.exists():
        writer = WarcWriter(made, 0)
        for n in range(4):
            writer.add(
                f"http://a.example/{n}", article(n), "200 OK", {"content-type": "text/html"}, dt.datetime.now(dt.UTC)
            )
        writer.close()
    data = made.read_bytes()
    at %= len(data)
    path.write_bytes(data[:at] if cut else data[:at] + bytes([byte]) + data[at + 1 :])
    found = []
    try:
        for page in read_warc(path):
            found.append((page.url, page.data))
    except DocumentError as error:
        assert error.code == "warc-truncated"
    if cut:
        whole = [(page.url, page.data) for page in read_warc(made) if page.after <= at]
        assert found == whole


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, deflate", "identity", "x"]))
def test_packed_nonsense(data, encoding):
    try:
        assert isinstance(unpacked([data], encoding, 1000, 200), bytes)
    except DocumentError as error:
        assert error.code in ("url-encoding", "url-cut-off", "too-large")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_addresses(tail, inner):
    for url in (tail, f"https://x.example/{tail}", f"http://{tail}", f"https://x.example/?{tail}"):
        once = plain(url)
        assert plain(once) == once
        canonical(f'<link rel="canonical" href="{inner}">'.encode("utf-8", "replace"), "https://x.example/a")
        links(f'<a href="{inner}">'.encode("utf-8", "replace"), url)
        matches(url, (inner,))


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://News.Example:443/A?utm_source=x&id=7&fbclid=1#top", "https://news.example/A?id=7"),
        ("http://news.example", "http://news.example/"),
        (
            "https://news.example/أخبار/١?x=قتل",
            "https://news.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D9%A1?x=%D9%82%D8%AA%D9%84",
        ),
        ("https://news.example/%d8%a3", "https://news.example/%D8%A3"),
        ("https://news.example:8080/?p=1&UTM_Campaign=z", "https://news.example:8080/?p=1"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_one_form(url, same):
    assert plain(url) == same


def test_which_texts_are_one():
    text = "At least 12 people were killed and 30 wounded when shells hit the market on Tuesday, officials said. " * 4
    assert alike(text, "  ".join(text.split()), "en")
    assert alike(text, text + " Advertisement", "en")
    assert not alike(text, text.replace("12", "15"), "en")
    assert not alike(text, text.replace("At least 12", "At least twelve").replace("30 wounded", "40 wounded"), "en")
    assert not alike(text, "Rain fell on the coast all day, and ships stayed in port.", "en")


def test_a_hostile_list_takes_no_time():
    began = time.monotonic()
    for piece, times in ((b"<item><link>&", 100_000), (b"<!--", 300_000), (b"<a b='c' ", 100_000), (b"&", 10**6)):
        with contextlib.suppress(DocumentError):
            read_feed(b"<rss>" + piece * times, "http://b.example/")
    assert time.monotonic() - began < 10
