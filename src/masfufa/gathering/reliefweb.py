"""ReliefWeb's API, version 2: its questions, its answers, and its records as documents.

https://apidoc.reliefweb.int describes it.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import urllib.parse
from dataclasses import dataclass
from typing import Any

from masfufa.documents.html import read_html
from masfufa.documents.limits import DEFAULT
from masfufa.errors import DocumentError
from masfufa.gathering.addresses import host_of, plain
from masfufa.gathering.plan import Source
from masfufa.gathering.rows import Offer
from masfufa.records import Document

_FIELDS = (
    "id", "title", "status", "url", "url_alias", "body-html", "origin", "date.original", "date.created", "date.changed",
    "source.name", "source.shortname", "language.code", "format.name", "country.iso3", "primary_country.iso3",
    "file.url", "file.filename", "file.description", "file.mimetype",
)  # fmt: skip
_LIMIT = 100
_PAGES = 500
_LOOK_BACK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one answer held. `following`: the next question, `memory`: what to remember when there is none."""

    offers: list[Offer]
    following: tuple[str, dict[str, Any]] | None = None
    memory: dict[str, Any] | None = None


def first(source: Source, memory: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The first question of a visit: what changed since the last, or since the source's day, or in the last week."""
    begin = memory.get("changed")
    if begin is None:
        day = source.since or (dt.datetime.now(dt.UTC) - _LOOK_BACK).date()
        begin = f"{day.isoformat()}T00:00:00+00:00"
    return _question(source, begin, 0), {"from": begin, "offset": 0, "page": 1}


def _question(source: Source, begin: str, offset: int) -> str:
    given: list[tuple[str, str]] = [
        ("appname", source.appname or ""),
        ("limit", str(_LIMIT)),
        ("offset", str(offset)),
        ("sort[]", "date.changed:asc"),
        ("filter[operator]", "AND"),
        ("filter[conditions][0][field]", "date.changed"),
        ("filter[conditions][0][value][from]", begin),
    ]
    if source.countries:
        given.append(("filter[conditions][1][field]", "country.iso3"))
        given += [("filter[conditions][1][value][]", code.lower()) for code in source.countries]
        given.append(("filter[conditions][1][operator]", "OR"))
    if source.query:
        given.append(("query[value]", source.query))
    given += [("fields[include][]", name) for name in _FIELDS]
    return f"{source.address}?{urllib.parse.urlencode(given)}"


def read(source: Source, more: dict[str, Any], data: bytes) -> Answered:
    """What an answer holds. Raises DocumentError "reliefweb-answer"."""
    try:
        answer = json.loads(data)
        records = [record for record in answer["data"] if isinstance(record.get("fields"), dict)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DocumentError("reliefweb-answer", "ReliefWeb's answer can't be read. Try again later.") from None
    offers: list[Offer] = []
    for record in records:
        offers += _offers(source, record)
    last = next((changed for record in reversed(records) if (changed := _changed(record))), None)
    begin, offset, page = more["from"], int(more.get("offset", 0)), int(more.get("page", 1))
    if len(records) >= _LIMIT and page < _PAGES:
        # By date rather than by number: a record that changes meanwhile moves to the end, and the others move up.
        step = (last, 0) if last and last > begin else (begin, offset + len(records))
        return Answered(offers, (_question(source, *step), {"from": step[0], "offset": step[1], "page": page + 1}))
    return Answered(offers, memory={"changed": max(begin, last or begin)})


def _offers(source: Source, record: dict[str, Any]) -> list[Offer]:
    fields = record["fields"]
    place = fields.get("url_alias") or fields.get("url") or f"https://reliefweb.int/node/{record.get('id')}"
    changed = _changed(record)
    kept = json.dumps({"id": str(record.get("id")), "fields": fields}, ensure_ascii=False, sort_keys=True)
    more = {"kind": "reliefweb"}
    offers = [
        Offer(plain(str(place)), "", _text(fields.get("title")), changed, more, body=kept.encode("utf-8", "replace"))
    ]
    if source.files:
        about = {"published": _day(fields), "publisher": _publisher(fields)}
        for file in fields.get("file") or ():
            url = file.get("url") if isinstance(file, dict) else None
            if isinstance(url, str) and url.startswith(("http://", "https://")):
                title = _text(file.get("description")) or _text(fields.get("title"))
                key = plain(url)
                offers.append(Offer(key, host_of(key), title, None, {k: v for k, v in about.items() if v}))
    return offers


def document(content: bytes, name: str) -> Document:
    """The document that a kept record holds: its body as text. Raises DocumentError as `read_html` does."""
    fields = json.loads(content)["fields"]
    title = _text(fields.get("title")) or ""
    body = fields.get("body-html") or fields.get("body") or ""
    head = f"<title>{html.escape(title)}</title></head><body><article><h1>{html.escape(title)}</h1>"
    page = f"<html><head>{head}{body}</article></body></html>"
    found = read_html(page.encode("utf-8", "replace"), DEFAULT, charset="utf-8")
    day = _day(fields)
    languages = fields.get("language") or []
    code = languages[0].get("code") if languages and isinstance(languages[0], dict) else None
    return Document(
        id=name,
        text=found.text,
        title=title or found.title,
        language=code if code in ("ar", "en", "fr") else None,
        published=dt.date.fromisoformat(day) if day else None,
        publisher=_publisher(fields),
        url=name,
        notices=found.notices,
    )


def _changed(record: dict[str, Any]) -> str | None:
    date = record["fields"].get("date")
    found = date.get("changed") or date.get("created") if isinstance(date, dict) else None
    return found if isinstance(found, str) else None


def _day(fields: dict[str, Any]) -> str | None:
    date = fields.get("date")
    found = date.get("original") or date.get("created") if isinstance(date, dict) else None
    try:
        return dt.date.fromisoformat(str(found)[:10]).isoformat()
    except ValueError:
        return None


def _publisher(fields: dict[str, Any]) -> str | None:
    sources = fields.get("source") or []
    first_ = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    return _text(first_.get("name")) or _text(first_.get("shortname"))


def _text(value: Any) -> str | None:
    return " ".join(value.split())[:500] or None if isinstance(value, str) else None
