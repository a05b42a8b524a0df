"""Lists of articles in XML: feeds (RSS, Atom) and sitemaps. Broken ones are read as far as they go."""

from __future__ import annotations

import datetime as dt
import html
import re
import urllib.parse
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from masfufa.documents.encoding import decode
from masfufa.errors import DocumentError

__all__ = ["Entry", "read_feed", "read_sitemap"]

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
_LOOSE = re.compile(r"&(?!#?[A-Za-z0-9]{1,31};)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?")
_PACKED = 1100
"""Sitemaps say the same over and over: no ratio that gzip reaches is wrong, `most` alone counts."""
_ITEM_NAMES = frozenset({"item", "entry"})
_DATES = ("pubdate", "published", "issued", "date")
_CHANGES = ("updated", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of an article. `published` is the day as the list gives it, in its own time zone.

    `changed` is a moment that can be compared with others of the same list ("2026-11-02T08:00:00+00:00"), None where
    the list gives none. `sitemap`: it is itself a list.
    """

    url: str
    title: str | None = None
    published: dt.date | None = None
    changed: str | None = None
    sitemap: bool = False


def read_feed(data: bytes, base: str, charset: str | None = None) -> list[Entry]:
    """The entries of a feed in its order; one without an address is left out. Raises DocumentError "feed-broken"."""
    root = _parsed(data, charset)
    names = {_name(element) for element in root.iter(etree.Element)}
    if not names & {"rss", "feed", "rdf", "channel"}:
        raise DocumentError("feed-broken", "This is no RSS or Atom feed. Check its address.")
    entries = []
    for item in root.iter(etree.Element):
        if _name(item) in _ITEM_NAMES and (entry := _entry(item, base)) is not None:
            entries.append(entry)
    return entries


def read_sitemap(data: bytes, base: str, most: int, charset: str | None = None) -> list[Entry]:
    """The entries of a sitemap, or of an index of sitemaps; `most` bytes may come out of one that is packed.

    Raises DocumentError "feed-broken", "too-large".
    """
    if data.startswith(b"\x1f\x8b"):
        from masfufa.documents.unpack import unpacked

        data = unpacked([data], "gzip", most, _PACKED)
    root = _parsed(data, charset)
    if _name(root) not in ("urlset", "sitemapindex"):
        raise DocumentError("feed-broken", "This is no sitemap. Check its address.")
    index = _name(root) == "sitemapindex"
    entries = []
    for item in root:
        if not isinstance(item.tag, str) or _name(item) != ("sitemap" if index else "url"):
            continue
        place = _first(item, ("loc",))
        if not place:
            continue
        news = next((child for child in item if isinstance(child.tag, str) and _name(child) == "news"), None)
        published = _first(news, ("publication_date",)) if news is not None else None
        title = _first(news, ("title",)) if news is not None else None
        day = _day(published)
        entries.append(Entry(_joined(base, place), title, day, _moment(_first(item, ("lastmod",))), index))
    return entries


def _entry(item: Any, base: str) -> Entry | None:
    url = _link(item)
    if not url:
        return None
    title = _first(item, ("title",))
    if title and "&" in title:
        title = html.unescape(title)
    published = next((day for name in _DATES if (day := _day(_first(item, (name,))))), None)
    changed = next((moment for name in (*_CHANGES, *_DATES) if (moment := _moment(_first(item, (name,))))), None)
    return Entry(_joined(_base(item, base), url), title, published, changed)


def _link(item: Any) -> str | None:
    found: dict[str, str] = {}
    for child in item:
        if not isinstance(child.tag, str):
            continue
        name, text = _name(child), (child.text or "").strip()
        if name == "link":
            relation = child.get("rel") or "alternate"
            if relation == "alternate" and (child.get("href") or text):
                kind = child.get("type") or "text/html"
                found.setdefault("link" if "html" in kind else "other", (child.get("href") or text).strip())
        elif name == "origlink" and text:
            found["original"] = text
        elif name == "guid" and text and (child.get("isPermaLink") or "true").lower() == "true":
            found["guid"] = text
    about = next((value for key, value in item.attrib.items() if str(key).endswith("}about")), None)
    guid = found.get("guid")
    permanent = guid if guid and guid.startswith(("http://", "https://")) else None
    return found.get("original") or found.get("link") or permanent or about or found.get("other")


def _base(item: Any, base: str) -> str:
    bases = [element.get(_BASE) for element in (item, *item.iterancestors()) if element.get(_BASE)]
    for one in reversed(bases):
        base = _joined(base, one)
    return base


def _joined(base: str, url: str) -> str:
    try:
        return urllib.parse.urljoin(base, "".join(url.split()))
    except ValueError:
        return url


def _first(item: Any, names: tuple[str, ...]) -> str | None:
    for child in item:
        if isinstance(child.tag, str) and _name(child) in names:
            text = " ".join("".join(child.itertext()).split())
            if text:
                return text
    return None


def _name(element: Any) -> str:
    tag = str(element.tag)
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _moment(text: str | None) -> str | None:
    when = _when(text)
    return None if when is None else when.astimezone(dt.UTC).isoformat(timespec="seconds")


def _day(text: str | None) -> dt.date | None:
    when = _when(text)
    return None if when is None else when.date()


def _when(text: str | None) -> dt.datetime | None:
    """A moment as ISO 8601 or RFC 2822 has it, in its own zone; without one in UTC."""
    if not text:
        return None
    try:
        if found := _ISO.match(text):
            year, month, day, hour, minute, second, zone = found.groups()
            when = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
            offset = dt.timedelta()
            if zone and zone != "Z":
                offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
            made = when.replace(tzinfo=dt.timezone(offset))
        else:
            made = parsedate_to_datetime(text)
            made = made if made.tzinfo else made.replace(tzinfo=dt.UTC)
        made.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return made


def _parsed(data: bytes, charset: str | None) -> Any:
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise DocumentError("feed-entities", "The list declares entities of its own, which is not read.")
    declared = _DECLARED.match(data)
    text = decode(data, charset or (declared.group(1).decode("ascii") if declared else None)).text
    text = _CONTROLS.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"))).lstrip()
    # Names of HTML are none of XML, and an ampersand alone is no XML at all; both are common.
    text = _LOOSE.sub("&amp;", _NAMED.sub(lambda m: _numeric(m.group(0)), text))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError("feed-broken", f"The list is no XML ({str(error)[:150]}).") from None
    if root is None:
        raise DocumentError("feed-broken", "The list is no XML.")
    return root


def _numeric(name: str) -> str:
    said = html.unescape(name)
    return name if said == name else "".join(f"&#{ord(c)};" for c in said)
