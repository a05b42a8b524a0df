"""Rounds over feeds, sitemaps and pages, with servers that behave and such that don't."""

from __future__ import annotations

import datetime as dt
import gzip
from collections import Counter
from itertools import pairwise, repeat

import pytest

from masfufa.gathering.rows import after
from masfufa.gathering.state import State
from masfufa.workspace import Workspace

from .sites import Reply, Site, article, conditional, idle, rss


def urls(ledger: Workspace, server: Site) -> list[str]:
    return sorted((d.url or "").removeprefix(server.url) for d in ledger.documents(text=False))


def source(state: State, name: str = "s"):
    return next(row for row in state.sources() if row.name == name)


def test_a_feed_is_taken_in_and_asked_politely(gather, server, ledger, state):
    paths = [f"/a/{n}" for n in range(6)]
    for n, path in enumerate(paths):
        server.pages[path] = Reply(article(n) if n < 4 else idle(n))
    server.pages["/rss"] = conditional(lambda: rss(server.url, paths, {"/a/1": "Thu, 05 Nov 2026 23:30:00 +0200"}))
    tally = gather(f"- name: s\n  feed: {server.url}/rss\n  publisher: The Site\n")
    assert tally.items == Counter(stored=4, aside=2)
    assert urls(ledger, server) == paths[:4]
    stored = {d.url.removeprefix(server.url): d for d in ledger.documents(content=True)}
    assert stored["/a/1"].released == dt.date(2026, 11, 5) and stored["/a/1"].publisher == "The Site"
    assert stored["/a/2"].content == article(2)
    assert [(i.code, i.title) for i in state.items("aside")] == [
        ("nothing-reported", "Recipe 4"), ("nothing-reported", "Recipe 5"),
    ]  # fmt: skip
    assert gather(f"- name: s\n  feed: {server.url}/rss\n  publisher: The Site\n").items == Counter()
    assert server.asked == Counter({"/rss": 2, "/robots.txt": 1, **dict.fromkeys(paths, 1)})
    assert server.log[-1][2]["if-none-match"] and "tests@example.org" in server.log[-1][2]["user-agent"]
    row = source(state)
    assert (row.counts, row.failures, row.code) == ({"stored": 4, "aside": 2}, 0, None)
    assert row.succeeded and row.due and row.due > row.succeeded


def test_what_is_not_due_is_not_visited(gather, server):
    server.pages["/rss"] = Reply(rss(server.url, []))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    assert gather(yaml).answered == ["s"]
    assert gather(yaml, everything=False).answered == []
    assert server.asked["/rss"] == 1


def test_a_clock_that_was_wrong_stops_nothing(gather, server, state):
    server.pages["/rss"] = Reply(rss(server.url, []))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    state.succeeded("s", after(400 * 86400))
    assert gather(yaml, everything=False).answered == ["s"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<rss><channel><item><link>/a/0</link></item><item><link>/a/1", None),
        (b"<html><body>Moved</body></html>", "feed-broken"),
        (b"", "feed-broken"),
        (
            b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><item><link>&b;</link></item></rss>',
            "feed-entities",
        ),
        (
            b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><link>&x;</link></item></rss>',
            "feed-entities",
        ),
        (b"<rss>" + b"<a>" * 900_000, None),  # of which no entry comes
    ],
)  # fmt: skip
def test_broken_feeds(gather, server, state, body, code):
    server.pages |= {"/a/0": Reply(article(0)), "/a/1": Reply(article(1)), "/rss": Reply(body)}
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    assert source(state).code == code


def test_feeds_in_other_forms_and_encodings(gather, server, ledger):
    for n in range(5):
        server.pages[f"/a/{n}"] = Reply(article(n))
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{server.url}/a/"><entry><title>قصف</title>'
        '<link rel="self" href="no"/><link rel="alternate" type="text/html" href="0"/>'
        "<published>2026-11-02T23:00:00+02:00</published><updated>2026-11-03T08:00:00Z</updated></entry></feed>"
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<item rdf:about="{server.url}/a/1"><title>x</title></item></rdf:RDF>'
    )
    arabic = rss(server.url, ["/a/2"]).replace(b"Item /a/2", "قتل خمسة أشخاص".encode()).decode()
    server.pages |= {
        "/atom": Reply(atom.encode("utf-16"), kind="application/atom+xml"),
        "/rdf": Reply(rdf.encode()),
        "/ar": Reply(arabic.replace("utf-8", "windows-1256").encode("cp1256")),
        "/packed": Reply(gzip.compress(rss(server.url, ["/a/3"])), headers={"Content-Encoding": "gzip"}),
        "/loose": Reply(rss(server.url, ["/a/4?x=1&y=2"]).replace(b"Item", b"Fish & chips &nbsp; caf&eacute;")),
    }
    yaml = "".join(
        f"- name: {name}\n  feed: {server.url}/{name}\n" for name in ("atom", "rdf", "ar", "packed", "loose")
    )
    gather(yaml)
    assert urls(ledger, server) == ["/a/0", "/a/1", "/a/2", "/a/3", "/a/4?x=1&y=2"]
    first = next(d for d in ledger.documents() if d.url == f"{server.url}/a/0")
    assert first.released == dt.date(2026, 11, 2)


def test_a_feed_of_a_thousand(gather, server, state):
    server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(1000)]))
    for n in range(5):
        server.pages[f"/a/{n}"] = Reply(article(n))
    gather(f"- name: s\n  feed: {server.url}/rss\n  most: 5\n")
    assert source(state).counts == {"stored": 5, "waiting": 995}
    assert sum(server.asked[f"/a/{n}"] for n in range(1000)) == 5


def test_sitemaps(gather, server, ledger, state):
    for n in range(6):
        server.pages[f"/a/{n}"] = Reply(article(n))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = (
        f"<sitemapindex {space}><sitemap><loc>{server.url}/one.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap>"
        f"<sitemap><loc>{server.url}/news.xml</loc></sitemap>"
        f"<sitemap><loc>{server.url}/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap></sitemapindex>"
    )
    one = f"<urlset {space}>" + "".join(
        f"<url><loc>{server.url}/a/{n}</loc><lastmod>2026-11-{20 - 10 * n:02}</lastmod></url>" for n in range(2)
    )
    news = (
        f'<urlset {space} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<url><loc>{server.url}/a/3</loc><news:news><news:publication_date>2026-11-19T22:00:00+02:00"
        f"</news:publication_date><news:title>T</news:title></news:news></url>"
        f"<url><loc>{server.url}/sports/4</loc></url></urlset>"
    )
    server.pages |= {
        "/index.xml": Reply(index.encode()),
        "/one.xml.gz": Reply(gzip.compress(one.encode() + b"</urlset>"), kind="application/gzip"),
        "/news.xml": Reply(news.encode()),
    }
    yaml = f"- name: s\n  sitemap: {server.url}/index.xml\n  since: 2026-11-15\n  exclude: ['*/sports/*']\n"
    gather(yaml)
    assert urls(ledger, server) == ["/a/0", "/a/3"]
    assert next(d for d in ledger.documents() if d.url.endswith("/a/3")).released == dt.date(2026, 11, 19)
    assert source(state).passed == 2 and server.asked["/old.xml"] == 0
    gather(yaml)
    assert (server.asked["/index.xml"], server.asked["/one.xml.gz"], server.asked["/news.xml"]) == (2, 1, 2)


def test_a_broken_sitemap_is_told_and_the_others_are_read(gather, server, ledger, state):
    server.pages["/a/0"] = Reply(article(0))
    inner = "".join(f"<sitemap><loc>{server.url}/{name}.xml</loc></sitemap>" for name in ("gone", "ok"))
    index = f"<sitemapindex>{inner}"
    server.pages |= {
        "/index.xml": Reply(index.encode() + b"</sitemapindex>"),
        "/ok.xml": Reply(f"<urlset><url><loc>{server.url}/a/0</loc></url></urlset>".encode()),
    }
    yaml = f"- name: s\n  sitemap: {server.url}/index.xml\n"
    tally = gather(yaml)
    assert urls(ledger, server) == ["/a/0"] and list(tally.failed) == ["s"]
    assert source(state).code == "url-status" and source(state).failures == 1
    server.pages["/gone.xml"] = Reply(b"<urlset/>")
    assert gather(yaml).answered == ["s"] and source(state).failures == 0


def test_a_watched_page(gather, server, ledger):
    now = [article(1)]
    server.pages["/page"] = conditional(lambda: now[0], "text/html; charset=utf-8")
    yaml = f"- name: s\n  page: {server.url}/page\n"
    assert gather(yaml).items == Counter(stored=1)
    assert gather(yaml).items == Counter(unchanged=1)
    now[0] = article(1, head="<!-- 12:31:07 -->")
    gather(yaml)
    assert len(list(ledger.documents())) == 1
    now[0] = article(2)
    gather(yaml)
    assert [d.title for d in ledger.documents()] == ["Shelling near Gharyan, day 1", "Shelling near Misrata, day 2"]
    now[0] = article(1)
    gather(yaml)
    assert len(list(ledger.documents())) == 2


def test_a_page_of_links(gather, server, ledger):
    server.pages |= {"/news/1": Reply(article(1)), "/news/2": Reply(article(2)), "/about": Reply(article(3))}
    server.pages["/list"] = Reply(
        b'<a href="/news/1?utm_source=x">1</a><a href="news/2#top">2</a><a href="/about">a</a>'
    )
    gather(f'- name: s\n  page: {server.url}/list\n  follow: ["*/news/*"]\n')
    assert urls(ledger, server) == ["/news/1", "/news/2"]


def test_one_article_under_several_addresses_is_one(gather, server, ledger, state):
    link = f'<link rel="canonical" href="{server.url}/a/1">'
    server.pages |= {
        "/a/1": Reply(article(1, head=link)),
        "/amp/1": Reply(article(1, head=link + "<meta name=amp>")),
        "/go/1": Reply(b"", 302, headers={"Location": "/a/1"}),
        "/a/2": Reply(article(2, head=link)),
        "/a/3": Reply(article(3, head=f'<link rel="canonical" href="{server.url}/">')),
    }
    paths = ["/a/1?utm_source=rss&utm_medium=feed", "/a/1#comments", "/amp/1", "/go/1", "/a/2", "/a/3"]
    server.pages["/rss"] = Reply(rss(server.url, paths).replace(b"&utm", b"&amp;utm"))
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    # The second article says that it is the first, and is not; the third that it is the front page.
    assert urls(ledger, server) == ["/a/1", "/a/2", "/a/3"]
    assert source(state).counts == {"stored": 3, "same": 2}
    assert server.asked["/a/1"] == 2  # once as itself, once behind the redirect


def test_a_lying_canonical_link_hides_no_article(gather, server, ledger, state):
    link = f'<link rel="canonical" href="{server.url}/a/2">'
    server.pages |= {"/a/1": Reply(article(1, head=link)), "/amp/2": Reply(article(2, head=link))}
    server.pages |= {"/a/2": Reply(article(2, head=link)), "/rss": Reply(rss(server.url, ["/a/1", "/amp/2"]))}
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    server.pages["/rss"] = Reply(rss(server.url, ["/a/2", "/a/1", "/amp/2"]))
    gather(yaml)
    gather(yaml)
    assert sorted(d.title[-1] for d in ledger.documents()) == ["1", "2"]
    assert source(state).counts == {"stored": 2, "same": 1} and server.asked["/a/2"] == 1


def test_an_article_brought_up_to_date_is_another_document(gather, server, ledger):
    link = f'<link rel="canonical" href="{server.url}/a/1">'
    later = article(1, head=link).replace(b"At least 4 people", b"At least 9 people")
    server.pages |= {"/a/1": Reply(article(1, head=link)), "/b/1": Reply(later)}
    server.pages["/rss"] = Reply(rss(server.url, ["/a/1", "/b/1"]))
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    assert sorted(c.low for c in ledger.claims() if c.category == "killed") == [4, 9]


def test_updates_are_fetched_where_they_are_wanted(gather, server, ledger):
    now = [1, "Tue, 03 Nov 2026 08:00:00 +0000"]
    server.pages["/a"] = lambda handler: Reply(article(now[0]))
    server.pages["/rss"] = lambda handler: Reply(rss(server.url, ["/a"], {"/a": now[1]}))
    yaml = f"- name: s\n  feed: {server.url}/rss\n  updates: yes\n"
    gather(yaml)
    now[:] = [2, "Tue, 03 Nov 2026 09:00:00 +0000"]
    gather(yaml.replace("yes", "no"))
    assert len(list(ledger.documents())) == 1
    gather(yaml)
    gather(yaml)
    assert len(list(ledger.documents())) == 2 and server.asked["/a"] == 2


def test_robots(gather, server, ledger, state):
    server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(3)}
    server.pages["/robots.txt"] = Reply(
        b"User-agent: *\nDisallow: /a/1\n\nUser-agent: other\nDisallow: /", kind="text/plain"
    )
    server.pages["/rss"] = Reply(rss(server.url, ["/a/0", "/a/1", "/a/2"]))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    assert urls(ledger, server) == ["/a/0", "/a/2"] and server.asked["/a/1"] == 0
    assert [(i.key, i.code) for i in state.items("failed")] == [(f"{server.url}/a/1", "robots-disallowed")]


def test_a_host_whose_robots_txt_fails_is_left_alone(gather, server, state):
    server.pages["/robots.txt"] = Reply(b"", 503)
    server.pages["/rss"] = Reply(rss(server.url, []))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    assert server.asked == Counter({"/robots.txt": 1}) and source(state).code == "robots-unreachable"
    gather(yaml.replace("rss\n", "rss\n  robots: ignore\n"))
    assert source(state).code is None


def test_a_redirect_does_not_get_around_robots(gather, server, state):
    server.pages["/robots.txt"] = Reply(b"User-agent: masfufa\nDisallow: /private/", kind="text/plain")
    server.pages["/a"] = Reply(b"", 301, headers={"Location": "/private/a"})
    server.pages["/private/a"] = Reply(article(1))
    server.pages["/rss"] = Reply(rss(server.url, ["/a"]))
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    assert server.asked["/private/a"] == 0 and state.items()[0].code == "robots-disallowed"


def test_requests_to_a_host_are_apart(gather, server):
    server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(3)}
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.25", kind="text/plain")
    server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(3)]))
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    moments = [at for at, path, _ in server.log if path != "/robots.txt"]
    assert all(later - earlier >= 0.24 for earlier, later in pairwise(moments))


def test_what_fails_is_tried_again(gather, server, ledger, state):
    fails = {"/a/0": Reply(b"", 503), "/a/1": Reply(b"half", lie=999), "/a/2": Reply(b"", 404), "/a/3": Reply(b"", 403)}
    server.pages |= fails | {"/rss": Reply(rss(server.url, list(fails)))}
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    assert {i.key[-1]: (i.status, i.code, i.tries) for i in state.items()} == {
        "0": ("waiting", "url-status", 1), "1": ("waiting", "url-cut-off", 1), "2": ("waiting", "url-status", 1),
        "3": ("failed", "url-status", 1),
    }  # fmt: skip
    server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(3)}
    assert gather(yaml).items == Counter()  # not yet
    hasten(state)
    gather(yaml)
    assert urls(ledger, server) == ["/a/0", "/a/1", "/a/2"]


def hasten(state: State) -> None:
    """As if all waits were over."""
    state._do("UPDATE item SET due = NULL")
    state._do("UPDATE host SET until = NULL")


def test_retry_after_is_honoured_for_the_whole_host(gather, server, state):
    server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(4)}
    server.pages["/a/1"] = Reply(b"", 429, headers={"Retry-After": "3600"})
    server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(4)]))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    assert server.asked["/a/2"] == server.asked["/a/3"] == 0
    before = server.asked.total()
    tally = gather(yaml)
    assert server.asked.total() == before and list(tally.failed) == ["s"] and source(state).code == "host-busy"


def test_a_short_retry_after_is_waited_for(gather, server, state, ledger):
    answers = iter([Reply(b"", 429, headers={"Retry-After": "1"})])
    server.pages["/a/0"] = lambda handler: next(answers, Reply(article(0)))
    server.pages["/a/1"] = Reply(article(1))
    server.pages["/rss"] = Reply(rss(server.url, ["/a/0", "/a/1"]))
    yaml = f"- name: s\n  feed: {server.url}/rss\n"
    gather(yaml)
    assert urls(ledger, server) == ["/a/1"]
    moments = {path: at for at, path, _ in server.log}
    assert moments["/a/1"] - moments["/a/0"] >= 0.99
    gather(yaml)
    assert urls(ledger, server) == ["/a/0", "/a/1"]


def test_a_dead_host_is_not_waited_for_again_and_again(gather, server, state):
    server.pages |= {f"/a/{n}": Reply(b"", 502) for n in range(30)}
    server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(30)]))
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    assert sum(server.asked[f"/a/{n}"] for n in range(30)) == 3


def test_a_source_that_fails_is_visited_less_and_less(gather, server, state):
    server.pages["/rss"] = Reply(b"", 500)
    yaml = f"- name: s\n  feed: {server.url}/rss\n  every: 10\n"
    waits = []
    for _ in range(4):
        gather(yaml)
        row = source(state)
        waits.append((dt.datetime.fromisoformat(row.due) - dt.datetime.fromisoformat(row.tried)).total_seconds())
    assert waits == pytest.approx([600, 1200, 2400, 4800], abs=2)
    assert (row.failures, row.code) == (4, "url-status")


def test_hostile_pages_cost_themselves_only(gather, server, ledger, state):
    server.pages |= {
        "/a/0": Reply(article(0)),
        "/endless": Reply(pieces=repeat(b"<p>x</p>" * 8192)),
        "/drip": Reply(pieces=repeat(b"x"), pause=0.05),
        "/deep": Reply(b"<html><body>" + b"<div>" * 200_000),
        "/in": Reply(b"", 302, headers={"Location": "http://localhost:1/"}),
        "/meta": Reply(b"", 302, headers={"Location": "http://169.254.169.254/"}),
        "/bytes": Reply(bytes(range(256)) * 100, kind="application/octet-stream"),
        "/empty": Reply(b""),
        "/links": Reply(b"<html><body>" + b'<a href="x">one two</a> ' * 300),
    }
    paths = list(server.pages)
    server.pages["/rss"] = Reply(rss(server.url, paths))
    gather(f"- name: s\n  feed: {server.url}/rss\n")
    assert urls(ledger, server) == ["/a/0"]
    assert {i.key.removeprefix(server.url): i.code for i in state.items() if i.status != "stored"} == {
        "/endless": "too-large", "/drip": "url-timeout", "/deep": "no-article", "/in": "url-private",
        "/meta": "url-private",
        "/bytes": "binary-file", "/empty": "empty-document", "/links": "no-article",
    }  # fmt: skip
