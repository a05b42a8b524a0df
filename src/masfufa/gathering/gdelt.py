"""GDELT's DOC API 2.0 in its mode artlist, as JSON or CSV: its questions and its lists of articles."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import urllib.parse
from typing import Any

from masfufa.documents.encoding import decode
from masfufa.errors import DocumentError
from masfufa.gathering.addresses import host_of, plain
from masfufa.gathering.plan import Source
from masfufa.gathering.reliefweb import Answered
from masfufa.gathering.rows import Offer

_MOST = 250
_PAGES = 200
_FORM = "%Y%m%d%H%M%S"
_LOOK_BACK = dt.timedelta(days=1)
_OVERLAP = dt.timedelta(hours=2)
"""GDELT goes on adding articles to a quarter of an hour that has passed."""
_STEP = dt.timedelta(minutes=15)
_OLDEST = dt.timedelta(days=88)
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")


def first(source: Source, memory: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The first question of a visit: from a little before the last visit's end up to now."""
    end = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
    begin = end - _LOOK_BACK
    if memory.get("until"):
        begin = min(dt.datetime.strptime(memory["until"], _FORM), end) - _OVERLAP
    elif source.since:
        begin = dt.datetime.combine(source.since, dt.time())
    begin = max(begin, end - _OLDEST)
    return _asked(source, begin, end, end, 1)


def _asked(
    source: Source, begin: dt.datetime, end: dt.datetime, top: dt.datetime, page: int
) -> tuple[str, dict[str, Any]]:
    given = {
        "query": source.query or "",
        "mode": "artlist",
        "format": "json",
        "sort": "datedesc",
        "maxrecords": str(_MOST),
        "startdatetime": begin.strftime(_FORM),
        "enddatetime": end.strftime(_FORM),
    }
    more = {"begin": begin.strftime(_FORM), "end": end.strftime(_FORM), "top": top.strftime(_FORM), "page": page}
    return f"{source.address}?{urllib.parse.urlencode(given)}", more


def read(source: Source, more: dict[str, Any], data: bytes) -> Answered:
    """What an answer holds. Raises DocumentError "gdelt-answer", with what GDELT said."""
    articles = article_list(data)
    offers = [offer for article in articles if (offer := _offer(article)) is not None]
    begin, end, top = (dt.datetime.strptime(more[name], _FORM) for name in ("begin", "end", "top"))
    seen = [when for article in articles if (when := _seen(article)) is not None]
    if len(articles) >= _MOST and int(more["page"]) < _PAGES:
        # The oldest moment is asked for again, since its quarter of an hour may hold more.
        oldest = min(seen, default=end)
        until = oldest if oldest < end else end - _STEP
        if until > begin:
            return Answered(offers, _asked(source, begin, until, top, int(more["page"]) + 1))
    return Answered(offers, memory={"until": more["top"]})


def article_list(data: bytes) -> list[dict[str, Any]]:
    """The articles of an answer or a saved list, JSON or CSV. Raises DocumentError "gdelt-answer"."""
    text = decode(data, "utf-8").text.lstrip("\ufeff \r\n\t") if data.strip() else "{}"
    if text.startswith("{"):
        try:
            # GDELT passes on what titles hold, control characters and stray backslashes too.
            found = json.loads(_BAD_ESCAPE.sub(r"\\\\", text), strict=False)
        except (ValueError, RecursionError):
            raise DocumentError("gdelt-answer", "GDELT's answer can't be read. Try again later.") from None
        listed = found.get("articles") or []
        return [article for article in listed if isinstance(article, dict)] if isinstance(listed, list) else []
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        listed = list(rows) if "url" in names else []
    except csv.Error:  # a field without end
        raise DocumentError("gdelt-answer", "GDELT's answer can't be read. Try again later.") from None
    if "url" not in names:
        said = " ".join(text.split())[:200]
        raise DocumentError("gdelt-answer", f"GDELT did not answer with a list: {said}")
    return [{short: row.get(name) for short, name in names.items()} for row in listed]


def offers_of(data: bytes) -> list[Offer]:
    """What a saved list offers."""
    return [offer for article in article_list(data) if (offer := _offer(article)) is not None]


def _offer(article: dict[str, Any]) -> Offer | None:
    url = article.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return None
    title = article.get("title")
    key = plain(url)
    return Offer(key, host_of(key), " ".join(title.split())[:500] if isinstance(title, str) else None)


def _seen(article: dict[str, Any]) -> dt.datetime | None:
    said = re.sub(r"\D", "", str(article.get("seendate") or ""))[:14]
    try:
        return dt.datetime.strptime(said, _FORM)
    except ValueError:
        return None
