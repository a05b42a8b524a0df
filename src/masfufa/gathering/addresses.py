"""One form for the addresses of one article, and what a page says its address is."""

from __future__ import annotations

import fnmatch
import re
import urllib.parse
from collections import Counter
from functools import cache
from importlib import resources

import yaml
from lxml import etree
from lxml import html as lxml_html

from masfufa.documents.url import ascii_url

_HEAD = 200_000
_HEX = re.compile("%[0-9a-f]{2}", re.I)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    text = resources.files("masfufa.gathering").joinpath("tracking.yaml").read_text(encoding="utf-8")
    names = yaml.safe_load(text)["parameters"]
    return frozenset(n for n in names if not n.endswith("*")), tuple(n[:-1] for n in names if n.endswith("*"))


def plain(url: str) -> str:
    """An address in the one form it is known by: no fragment, no tracking parameters, host in lower case.

    What is no http address is given back as it is.
    """
    try:
        parts = urllib.parse.urlsplit(ascii_url(url.strip()))
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname:
        return url
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port and port != (443 if scheme == "https" else 80):
        host = f"{host}:{port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _tracks(part))
    path = _HEX.sub(lambda m: m.group(0).upper(), parts.path or "/")
    return urllib.parse.urlunsplit((scheme, host, path, query, ""))


def _tracks(part: str) -> bool:
    name = part.partition("=")[0].lower()
    names, beginnings = _tracking()
    return name in names or name.startswith(beginnings)


def host_of(url: str) -> str:
    """Host and port of an address, "" for what is none: what manners are kept towards."""
    try:
        parts = urllib.parse.urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.lower()}" if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def canonical(data: bytes, url: str) -> str | None:
    """The address that a page gives as its own, in the one form; None where it gives none or one that can't be meant.

    One on another site is not believed, nor a front page.
    """
    head = data[:_HEAD]
    if b"canonical" not in head and b"og:url" not in head:
        return None
    try:
        root = lxml_html.document_fromstring(head)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    links = [e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    metas = [e.get("content") for e in root.iter("meta") if (e.get("property") or "").lower() == "og:url"]
    for found in (*links, *metas):
        if not found:
            continue
        try:
            full = plain(urllib.parse.urljoin(url, found.strip()))
            parts, own = urllib.parse.urlsplit(full), urllib.parse.urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or _site(parts.hostname) != _site(own.hostname):
            continue
        if parts.path in ("", "/") and not parts.query and own.path not in ("", "/"):
            continue
        return full
    return None


def _site(host: str | None) -> str:
    """The part of a host's name that pages of one site share, near enough: www.x.example and m.x.example are one."""
    labels = (host or "").lower().split(".")
    while len(labels) > 2 and labels[0] in ("www", "m", "mobile", "amp", "edition", "ar", "en", "fr"):
        labels = labels[1:]
    return ".".join(labels)


def matches(url: str, patterns: tuple[str, ...]) -> bool:
    """Whether an address fits one of the patterns, in which * stands for anything."""
    return any(fnmatch.fnmatchcase(url, pattern.replace("[", "[[]")) for pattern in patterns)


def links(data: bytes, url: str) -> list[str]:
    """The addresses that a page links to, each once, in its order."""
    try:
        root = lxml_html.document_fromstring(data)
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    base = next((e.get("href") for e in root.iter("base") if e.get("href")), "")
    found: dict[str, None] = {}
    for element in root.iter("a"):
        place = element.get("href")
        if not place:
            continue
        try:
            full = plain(urllib.parse.urljoin(urllib.parse.urljoin(url, base), place.strip()))
        except ValueError:
            continue
        if full.startswith(("http://", "https://")):
            found[full] = None
    return list(found)


def alike(one: str, other: str, language: str | None) -> bool:
    """Whether two texts are one article: nine tenths of their runs of three words are shared, and all numbers are.

    An article that was brought up to date has mostly other numbers, and is another document.
    """
    if one.split() == other.split():
        return True
    a, b = _runs(one), _runs(other)
    if not a or not b or len(a & b) < 0.9 * max(len(a), len(b)):
        return False
    return _numbers(one, language) == _numbers(other, language)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _numbers(text: str, language: str | None) -> Counter[tuple[object, object]]:
    from masfufa.language.tokens import Tokens
    from masfufa.values.numbers import find_numbers

    return Counter((number.low, number.high) for number in find_numbers(Tokens(text), language or ""))
