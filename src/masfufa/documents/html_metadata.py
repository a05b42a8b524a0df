"""What a page says about itself: title, publisher, publication date, language. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from email.utils import parsedate
from typing import Any, NamedTuple

from masfufa.language.identify import identify
from masfufa.values.dates import parse_single

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T\d|\s*\Z)")
_IN_URL = re.compile(r"/(20\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|\Z)")
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "parsely-pub-date",
    "publishdate", "publish-date", "publish_date", "publication_date", "pubdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime", "sailthru.date", "date",
)  # fmt: skip
_PUBLISHER_METAS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|pubdate|published|publish|byline|dateline|timestamp|posted|time)(?:$|[\s_-])", re.I
)
_GRAMMARS = frozenset({"ar", "en", "fr"})
_LONGEST_BYLINE, _MOST_BYLINES = 160, 40
_LONGEST_JSON, _MOST_NODES = 2_000_000, 20_000
_ARTICLE_TYPES = ("article", "report", "posting", "webpage", "news")
_SPACES = re.compile(r"\s+")
_SITE_IN_TITLE = re.compile(r"\s+[|–—-]\s+|\s*\|\s*|\s+::\s+")


class Metadata(NamedTuple):
    """A page's own claims; None where it makes none."""

    title: str | None
    publisher: str | None
    published: dt.date | None
    language: str | None


def metadata_of(root: Any, url: str | None = None) -> Metadata:
    """Claims of the page `root` (an lxml tree), most explicit first: JSON-LD, meta, <time>, a visible byline, URL."""
    metas = _metas(root)
    linked = _linked_data(root)
    publisher = next((metas[name] for name in _PUBLISHER_METAS if metas.get(name)), None) or _publisher_of(linked)
    title, declared = _title(root, metas, publisher), _language(root)
    language = identify(title or "") or declared
    published = _published(root, metas, linked, url, language if language in _GRAMMARS else None)
    return Metadata(title, publisher, published, declared)


def _metas(root: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = _SPACES.sub(" ", meta.get("content") or "").strip()
        if name and content:
            out.setdefault(name, content)
    return out


def _title(root: Any, metas: dict[str, str], publisher: str | None) -> str | None:
    headings = [_text(h) for h in root.iter("h1")]
    headings = [h for h in headings if h]
    declared = metas.get("og:title") or metas.get("twitter:title") or metas.get("headline")
    page_title = next((_text(t) for t in root.iter("title")), "") or None
    if declared:
        return _without_site(declared, publisher)
    if page_title and headings:
        return next((h for h in headings if h in page_title), headings[0] if len(headings) == 1 else None) or (
            _without_site(page_title, publisher)
        )
    if headings and len(headings) == 1:
        return headings[0]
    return _without_site(page_title, publisher) if page_title else None


def _without_site(title: str, publisher: str | None) -> str:
    """A title without the name of the site at its end (or its beginning), where that name is known."""
    if not publisher:
        return title
    parts = _SITE_IN_TITLE.split(title)
    if len(parts) > 1 and parts[-1].strip().casefold() == publisher.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—-:")
    if len(parts) > 1 and parts[0].strip().casefold() == publisher.casefold():
        return title[len(parts[0]) :].lstrip(" |–—-:")
    return title


def title_in(title: str, line: str) -> bool:
    """True where `line` is `title` without the name of a site at its end."""
    return len(line) < len(title) and title.startswith(line) and _SITE_IN_TITLE.match(title, len(line)) is not None


def _language(root: Any) -> str | None:
    value = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    code = re.split(r"[-_]", value)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _published(
    root: Any, metas: dict[str, str], linked: list[dict[str, Any]], url: str | None, language: str | None
) -> dt.date | None:
    for node in linked:
        value = node.get("datePublished") or node.get("dateCreated")
        found = written_date(value) if isinstance(value, str) else None
        if found:
            return found
    for name in _DATE_METAS:
        found = written_date(metas.get(name, ""))
        if found:
            return found
    return _from_time(root, language) or _from_byline(root, language) or _from_url(url)


def _from_time(root: Any, language: str | None) -> dt.date | None:
    """The first <time> of the article (of the page, where no element says where the article is)."""
    scopes = [*root.iter("article"), *root.iter("main")] or [root]
    for time in scopes[0].iter("time"):
        found = written_date(time.get("datetime") or "") or visible_date(_text(time), language)
        if found:
            return found
    return None


def _from_byline(root: Any, language: str | None) -> dt.date | None:
    seen = 0
    for element in root.iter("span", "p", "div", "li", "small", "address", "h6", "td"):
        if not _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            continue
        text = _text(element, _LONGEST_BYLINE + 1)
        if not text or len(text) > _LONGEST_BYLINE:
            continue
        seen += 1
        found = visible_date(text, language)
        if found or seen > _MOST_BYLINES:
            return found
    return None


def _from_url(url: str | None) -> dt.date | None:
    match = _IN_URL.search(url or "")
    return _date(*match.groups()) if match else None


def written_date(value: str) -> dt.date | None:
    """A machine-readable date (ISO 8601, with or without a time, or RFC 2822); a year or month alone is none."""
    match = _ISO.match(value) or _COMPACT.match(value)
    if match:
        return _date(*match.groups())
    parts = parsedate(value) if any(c.isalpha() for c in value) else None
    if parts and re.search(r"\b(?:19|20)\d{2}\b", value):
        return _date(*map(str, parts[:3]))
    return visible_date(value)


def visible_date(text: str, language: str | None = None) -> dt.date | None:
    """The one day that a line for readers names, by the date grammar; None for none, several, or a vague one.

    `language` settles the order of 05/04/2023, which no other line of the page does.
    """
    if not any(c.isdigit() for c in text):
        return None
    found = parse_single(text, language) if language else None
    found = found or parse_single(text)
    return found if found and 1900 <= found.year <= 2100 else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def _linked_data(root: Any) -> list[dict[str, Any]]:
    """The JSON-LD nodes of the page that are articles or pages, articles first."""
    nodes: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        if len(text) > _LONGEST_JSON:
            continue
        try:
            nodes.extend(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
    wanted = [node for node in nodes if any(word in _type(node) for word in _ARTICLE_TYPES)]
    return sorted(wanted, key=lambda node: _type(node) == "webpage")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    stack, seen = [value], 0
    while stack and seen < _MOST_NODES:
        item = stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            stack.extend(
                item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if key in item
            )
        elif isinstance(item, list):
            stack.extend(reversed(item))


def _type(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind).lower()


def _publisher_of(nodes: list[dict[str, Any]]) -> str | None:
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, list) and publisher:
            publisher = publisher[0]
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and "://" not in name:
            return _SPACES.sub(" ", name).strip()
    return None


def _text(element: Any, most: int | None = None) -> str:
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if most is not None and size > 4 * most:
            break
    return _SPACES.sub(" ", "".join(parts)).strip()
