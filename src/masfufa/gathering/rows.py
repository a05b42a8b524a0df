"""Rows of what gathering remembers: the schema, and a record class for each table that others see."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
SCHEMA = """
CREATE TABLE source (name TEXT PRIMARY KEY, kind TEXT NOT NULL, address TEXT NOT NULL, tried TEXT, succeeded TEXT,
    due TEXT, failures INTEGER NOT NULL DEFAULT 0, code TEXT, message TEXT, passed INTEGER NOT NULL DEFAULT 0,
    memory TEXT NOT NULL DEFAULT '{}');
CREATE TABLE list (url TEXT NOT NULL, source TEXT NOT NULL, status TEXT NOT NULL, etag TEXT, modified TEXT, at TEXT,
    changed TEXT, more TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (url, source));
CREATE TABLE item (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL, status TEXT NOT NULL,
    host TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0, due TEXT, first TEXT NOT NULL, fetched TEXT,
    settled TEXT, sha256 TEXT, document TEXT, url TEXT, code TEXT, message TEXT, title TEXT, etag TEXT, modified TEXT,
    changed TEXT, more TEXT NOT NULL DEFAULT '{}', archive TEXT, place INTEGER, length INTEGER);
CREATE INDEX item_status ON item (status, source);
CREATE INDEX item_document ON item (document);
CREATE INDEX item_url ON item (url);
CREATE INDEX item_sha256 ON item (sha256);
CREATE INDEX item_settled ON item (settled);
CREATE TABLE alias (url TEXT PRIMARY KEY, item INTEGER NOT NULL);
CREATE TABLE body (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE host (host TEXT PRIMARY KEY, rules TEXT, asked TEXT, until TEXT);
CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE archive (file TEXT PRIMARY KEY, length INTEGER NOT NULL);
"""

STATUSES = ("waiting", "fetched", "stored", "same", "aside", "failed")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source offered. `key`: its address in the one form, or what else it is known by.

    `status`: waiting (to be fetched), fetched (its bytes are here), stored (in the ledger as `document`), same (another
    item is the same article), aside (reports nothing), failed (`code` says why). `more`: what its source said of it.
    """

    id: int
    key: str
    source: str
    status: str
    tries: int
    due: str | None
    first: str
    fetched: str | None
    sha256: str | None
    document: str | None
    url: str | None
    code: str | None
    message: str | None
    title: str | None
    etag: str | None
    modified: str | None
    changed: str | None
    more: dict[str, Any]
    archive: str | None
    place: int | None
    length: int | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list that is to be asked, or was. `more`: what the kind of source needs to know about it."""

    url: str
    source: str
    status: str
    etag: str | None
    modified: str | None
    at: str | None
    changed: str | None
    more: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How a source fares. Moments are ISO 8601 in UTC; `counts` is by status of its items."""

    name: str
    kind: str
    address: str
    tried: str | None
    succeeded: str | None
    due: str | None
    failures: int
    code: str | None
    message: str | None
    passed: int
    memory: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a list says there is. `again`: fetch it again even where it is known; `body`: it came with the list."""

    key: str
    host: str = ""
    title: str | None = None
    changed: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    again: bool = False
    body: bytes | None = None


def now() -> str:
    """This moment, ISO 8601 in UTC, comparable as text."""
    return moment(dt.datetime.now(dt.UTC))


def moment(when: dt.datetime) -> str:
    """A moment as the state file writes it."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")


def after(seconds: float) -> str:
    """The moment so many seconds from now."""
    return moment(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds))


def dumps(value: dict[str, Any]) -> str:
    """What is kept as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def source_row(row: sqlite3.Row, counts: dict[str, int] | None = None) -> SourceRow:
    """A row as its record."""
    return SourceRow(**{**dict(row), "memory": json.loads(row["memory"])}, counts=counts or {})


def list_row(row: sqlite3.Row) -> ListRow:
    """A row as its record."""
    return ListRow(**{**dict(row), "more": json.loads(row["more"])})


def item_row(row: sqlite3.Row) -> Item:
    """A row as its record."""
    names = Item.__dataclass_fields__
    return Item(**{**{name: row[name] for name in names}, "more": json.loads(row["more"])})
