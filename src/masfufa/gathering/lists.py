"""Lists that are asked over the network: how each kind of source begins, and what its answers hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from masfufa.documents.url import Answer
from masfufa.documents.xml_lists import Entry, read_feed, read_sitemap
from masfufa.errors import DocumentError
from masfufa.gathering import gdelt, reliefweb
from masfufa.gathering.addresses import host_of, links, matches, plain
from masfufa.gathering.plan import Source
from masfufa.gathering.rows import ListRow, Offer, now
from masfufa.gathering.state import State

LARGEST = 50 * 1024 * 1024
"""Bytes that a list may have unpacked: what the protocol allows a sitemap."""
_DEEPEST = 3
_MOST_SITEMAPS = 1000
_XML = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind of list is asked: Accept, least seconds between requests, and whether robots.txt counts."""

    accept: str = _XML
    pause: float = 0.0
    robots: bool = True


_MANNERS = {
    "page": Manner("text/html,*/*;q=0.5"),
    "reliefweb": Manner("application/json", 1.0, False),
    "gdelt": Manner("application/json", 6.0, False),
}


def manner(source: Source) -> Manner:
    """How the lists of a source are asked."""
    return _MANNERS.get(source.kind, Manner())


def begin(source: Source, state: State, memory: dict[str, Any]) -> None:
    """Have the first list of a visit asked. Pages of an API's answer that still wait come first."""
    if source.kind in ("reliefweb", "gdelt") and state.to_ask(source.name):
        return
    if source.kind == "page" and not source.follow:
        key = plain(source.address)
        state.offer([Offer(key, host_of(key), more={"page": True}, again=True)], source.name)
    elif source.kind in ("feed", "sitemap", "page"):
        state.ask(source.address, source.name, more={"depth": 1})
    elif source.kind == "reliefweb":
        url, more = reliefweb.first(source, memory)
        state.ask(url, source.name, more=more)
    elif source.kind == "gdelt" and source.query:
        url, more = gdelt.first(source, memory)
        state.ask(url, source.name, more=more)


def take(source: Source, row: ListRow, answer: Answer, state: State) -> int:
    """Take in what a list answered, in one transaction; how many entries are to be fetched. Raises DocumentError."""
    etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    if answer.status == 304:
        state.asked(row.url, source.name, row.etag, row.modified)
        return 0
    if source.kind in ("reliefweb", "gdelt"):
        return _take_api(source, row, answer, state)
    asks: list[Entry] = []
    if source.kind == "feed":
        entries = read_feed(answer.data, answer.url, answer.charset)
    elif source.kind == "sitemap":
        entries = read_sitemap(answer.data, answer.url, LARGEST, answer.charset)
        asks = [entry for entry in entries if entry.sitemap]
        entries = [entry for entry in entries if not entry.sitemap]
    else:
        entries = [Entry(url) for url in links(answer.data, answer.url) if matches(url, source.follow)]
    chosen = [entry for entry in entries if _wanted(source, entry)]
    with state.together():
        taken = state.offer((_offer(entry) for entry in chosen), source.name, updates=source.updates)
        _ask_sitemaps(source, row, asks, state)
        before = 0 if row.more.get("depth", 1) == 1 else state.source(source.name, source.kind, source.address).passed
        state.passed_over(source.name, before + len(entries) - len(chosen))
        # An index that has not changed says nothing of the lists in it, which must be asked all the same.
        state.asked(row.url, source.name, None if asks else etag, None if asks else modified)
    return taken


def _take_api(source: Source, row: ListRow, answer: Answer, state: State) -> int:
    if source.kind == "reliefweb":
        page = reliefweb.read(source, row.more, answer.data)
    else:
        page = gdelt.read(source, row.more, answer.data)
    chosen = [offer for offer in page.offers if _wanted_address(source, offer.key)]
    with state.together():
        taken = state.offer(chosen, source.name, updates=source.kind == "reliefweb")
        state.forget_list(row.url, source.name)
        if page.following is not None:
            state.ask(page.following[0], source.name, more=page.following[1])
        if page.memory is not None:
            state.remember(source.name, page.memory)
        state.passed_over(source.name, len(page.offers) - len(chosen))
    return taken


def _ask_sitemaps(source: Source, row: ListRow, asks: list[Entry], state: State) -> None:
    depth = int(row.more.get("depth", 1))
    if asks and depth >= _DEEPEST:
        raise DocumentError(
            "feed-broken", f"{row.url} is an index below {depth - 1} others; deeper ones are not followed."
        )
    asks.sort(key=lambda entry: entry.changed or "9999", reverse=True)
    for entry in asks[:_MOST_SITEMAPS]:
        known = state.list_row(entry.url, source.name)
        if known and known.at and entry.changed and entry.changed <= known.at <= now():
            continue
        if source.since and entry.changed and entry.changed[:10] < source.since.isoformat():
            continue
        state.ask(entry.url, source.name, changed=entry.changed, more={"depth": depth + 1})


def _wanted(source: Source, entry: Entry) -> bool:
    day = entry.published or (dt.date.fromisoformat(entry.changed[:10]) if entry.changed else None)
    if source.since and day and day < source.since:
        return False
    return _wanted_address(source, plain(entry.url))


def _wanted_address(source: Source, url: str) -> bool:
    if not url.startswith(("http://", "https://")):
        return False
    return not (source.include and not matches(url, source.include)) and not matches(url, source.exclude)


def _offer(entry: Entry) -> Offer:
    key = plain(entry.url)
    more = {"published": entry.published.isoformat()} if entry.published else {}
    return Offer(key, host_of(key), entry.title and entry.title[:500], entry.changed, more)
