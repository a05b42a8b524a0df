"""The inbox as plain data: the query of an address, and its page."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from masfufa.desk.words import Words
from masfufa.workspace.batches import StoredDocument
from masfufa.workspace.inbox import STATES, InboxPage, InboxQuery

SHOWN_FOUND = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list. found: (what, how many), the most frequent first; more: kinds that are not shown."""

    id: str
    title: str
    publisher: str | None
    released: str
    language: str
    state: str
    found: list[tuple[str, str, int]]
    more: int
    events: int
    statements: int
    copies: list[tuple[str, str, str]]


def query_of(asked: Mapping[str, str]) -> InboxQuery:
    """The query that an address asks for; what can't be meant is left out."""

    def day(name: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(asked.get(name, ""))
        except ValueError:
            return None

    state: Any = asked.get("state")
    order: Any = asked.get("order")
    page = asked.get("page", "1")
    return InboxQuery(
        words=asked.get("words", "")[:500],
        publisher=asked.get("publisher") or None,
        language=asked.get("language") or None,
        since=day("since"),
        until=day("until"),
        state=state if state in STATES else None,
        category=asked.get("category") or None,
        order=order if order in ("added", "released") else "added",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )


def address(query: InboxQuery, **changes: Any) -> str:
    """The address of a query, with changes; a filter that is open is left out."""
    query = dataclasses.replace(query, **changes)
    said: dict[str, str] = {}
    for name in ("words", "publisher", "language", "since", "until", "state", "category"):
        if value := getattr(query, name):
            said[name] = value.isoformat() if isinstance(value, dt.date) else value
    if query.order != "added":
        said["order"] = query.order
    if query.page > 1:
        said["page"] = str(query.page)
    return f"/?{urlencode(said)}" if said else "/"


def name_of(document: StoredDocument) -> str:
    """What a document is called: its title, else its name."""
    return document.title or document.name


def rows_of(page: InboxPage, t: Words) -> list[Row]:
    """The rows of a page."""
    rows = []
    for row in page.rows:
        found = sorted(row.found.items(), key=lambda one: (-one[1], one[0]))
        rows.append(
            Row(
                id=row.document.id,
                title=name_of(row.document),
                publisher=row.document.publisher,
                released=row.document.released.isoformat() if row.document.released else "",
                language=row.document.language or "",
                state=row.state,
                found=[(name, t.of("category", name), number) for name, number in found[:SHOWN_FOUND]],
                more=max(len(found) - SHOWN_FOUND, 0),
                events=row.events,
                statements=row.statements,
                copies=[
                    (c.id, c.publisher or t("no_publisher"), c.released.isoformat() if c.released else "")
                    for c in row.copies
                ],
            )
        )
    return rows
