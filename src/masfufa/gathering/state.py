"""What gathering remembers: sources, lists still to ask, items and their bytes, hosts. One SQLite file.

Every method that writes is one transaction, unless it is called inside `with state.together():`.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from masfufa.errors import DataError
from masfufa.gathering.rows import (
    SCHEMA,
    VERSION,
    Item,
    ListRow,
    Offer,
    SourceRow,
    after,
    dumps,
    item_row,
    list_row,
    now,
    source_row,
)
from masfufa.workspace.database import address_of, told

FOLDER = "gathering"
FILE = "state.sqlite"


class State:
    """The state file of a workspace's folder; made where there is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self.path = self.folder / FILE
        self._address = address_of(self.path)
        self._depth = 0
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise DataError("workspace-unwritable", f"{self.folder} can't be made ({error.strerror}).") from None
        with self._told():
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                with self.together():
                    if self._db.execute("PRAGMA user_version").fetchone()[0] == 0:
                        for statement in SCHEMA.split(";\n"):
                            self._db.execute(statement)
                        self._db.execute(f"PRAGMA user_version = {VERSION}")
            elif found != VERSION:
                raise DataError("gathering-version", f"{self.path} is of a newer masfufa. Update masfufa.")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with told(self._address):
                yield
        except DataError as error:
            if error.code != "workspace-corrupt":
                raise
            said = (
                f"{self.path} is damaged. Move it away: sources tell again what they offer, and nothing comes in twice."
            )
            raise DataError("gathering-corrupt", said) from None

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written inside is written in one transaction, or not at all."""
        with self._told():
            if self._depth:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    def _do(self, sql: str, *values: Any) -> sqlite3.Cursor:
        with self._told():
            return self._db.execute(sql, values)

    # --- sources

    def source(self, name: str, kind: str, address: str) -> SourceRow:
        """A source's row, made where there is none; one whose kind or address changed begins anew, its items stay."""
        row = self._do("SELECT * FROM source WHERE name = ?", name).fetchone()
        if row is None or (row["kind"], row["address"]) != (kind, address):
            with self.together():
                self._do("DELETE FROM source WHERE name = ?", name)
                self._do("DELETE FROM list WHERE source = ?", name)
                self._do("INSERT INTO source (name, kind, address) VALUES (?, ?, ?)", name, kind, address)
            row = self._do("SELECT * FROM source WHERE name = ?", name).fetchone()
        return source_row(row)

    def sources(self) -> list[SourceRow]:
        """All sources with their counts, by name."""
        counts: dict[str, dict[str, int]] = {}
        for row in self._do("SELECT source, status, count(*) AS n FROM item GROUP BY source, status"):
            counts.setdefault(row["source"], {})[row["status"]] = row["n"]
        return [source_row(row, counts.get(row["name"], {})) for row in self._do("SELECT * FROM source ORDER BY name")]

    def succeeded(self, name: str, due: str) -> None:
        """A source was asked and answered."""
        self._do(
            "UPDATE source SET tried = ?, succeeded = ?, due = ?, failures = 0, code = NULL, message = NULL "
            "WHERE name = ?",
            now(), now(), due, name,
        )  # fmt: skip

    def failed(self, name: str, due: str, code: str, message: str) -> None:
        """A source could not be asked, or its answer not be read."""
        self._do(
            "UPDATE source SET tried = ?, due = ?, failures = failures + 1, code = ?, message = ? WHERE name = ?",
            now(), due, code, message[:500], name,
        )  # fmt: skip

    def retire(self, names: list[str]) -> None:
        """Sources other than these are visited no more; what they gave stays."""
        marks = ", ".join("?" * len(names))
        self._do(f"UPDATE source SET due = NULL, code = NULL WHERE due IS NOT NULL AND name NOT IN ({marks})", *names)

    def remember(self, name: str, memory: dict[str, Any]) -> None:
        """What a source's kind wants to know next time."""
        self._do("UPDATE source SET memory = ? WHERE name = ?", dumps(memory), name)

    def passed_over(self, name: str, number: int) -> None:
        """How many entries the source's last visit left out by its patterns and its day."""
        self._do("UPDATE source SET passed = ? WHERE name = ?", number, name)

    # --- lists

    def list_row(self, url: str, source: str) -> ListRow | None:
        """A list, None where it was never heard of."""
        row = self._do("SELECT * FROM list WHERE url = ? AND source = ?", url, source).fetchone()
        return None if row is None else list_row(row)

    def ask(self, url: str, source: str, *, changed: str | None = None, more: dict[str, Any] | None = None) -> None:
        """Have a list asked."""
        self._do(
            "INSERT INTO list (url, source, status, changed, more) VALUES (?, ?, 'waiting', ?, ?) "
            "ON CONFLICT (url, source) DO UPDATE SET status = 'waiting', changed = excluded.changed, "
            "more = excluded.more",
            url, source, changed, dumps(more or {}),
        )  # fmt: skip

    def asked(self, url: str, source: str, etag: str | None, modified: str | None) -> None:
        """A list was read."""
        self._do(
            "UPDATE list SET status = 'done', etag = ?, modified = ?, at = ? WHERE url = ? AND source = ?",
            etag, modified, now(), url, source,
        )  # fmt: skip

    def forget_list(self, url: str, source: str) -> None:
        """A list that will not be asked again: a page of an answer."""
        self._do("DELETE FROM list WHERE url = ? AND source = ?", url, source)

    def to_ask(self, source: str) -> list[ListRow]:
        """The lists of a source that wait."""
        return [
            list_row(r)
            for r in self._do("SELECT * FROM list WHERE source = ? AND status = 'waiting' ORDER BY rowid", source)
        ]

    # --- items

    def offer(self, offers: Iterable[Offer], source: str, *, updates: bool = False) -> int:
        """Take in what a list offers; how many were new or are to be fetched again."""
        taken = 0
        with self.together():
            for offer in offers:
                known = self._do(
                    "SELECT * FROM item WHERE key = ? OR id = (SELECT item FROM alias WHERE url = ?)",
                    offer.key,
                    offer.key,
                ).fetchone()
                if known is None:
                    self._new(offer, source)
                    taken += 1
                elif self._again(known, offer, updates):
                    taken += 1
        return taken

    def _new(self, offer: Offer, source: str) -> None:
        sha = None if offer.body is None else self.keep(offer.body)
        self._do(
            "INSERT INTO item (key, source, status, host, first, fetched, sha256, title, changed, more) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            offer.key, source, "waiting" if sha is None else "fetched", offer.host, now(), sha and now(), sha,
            offer.title, offer.changed, dumps(offer.more),
        )  # fmt: skip

    def _again(self, known: sqlite3.Row, offer: Offer, updates: bool) -> bool:
        moved = bool(updates and offer.changed and offer.changed > (known["changed"] or ""))
        if known["status"] in ("waiting", "fetched") or not (offer.again or moved) or known["code"] == "purged":
            return False
        sha = None if offer.body is None else self.keep(offer.body)
        if sha is not None and sha == known["sha256"]:
            return False
        more = offer.more | {"was": [known["status"], known["code"]]}
        self._do(
            "UPDATE item SET status = ?, due = NULL, tries = 0, code = NULL, message = NULL, changed = ?, more = ?, "
            "sha256 = coalesce(?, sha256) WHERE id = ?",
            "waiting" if sha is None else "fetched", offer.changed or known["changed"], dumps(more), sha, known["id"],
        )  # fmt: skip
        return True

    def waiting(self, source: str, most: int) -> list[Item]:
        """Items to be fetched whose time has come, those that waited longest first."""
        query = "SELECT * FROM item WHERE status = 'waiting' AND source = ? AND (due IS NULL OR due <= ? OR due > ?)"
        # A due moment further away than any wait can be was written by a clock that was wrong.
        values: list[Any] = [source, now(), after(3 * 86400)]
        return [item_row(row) for row in self._do(query + " ORDER BY id LIMIT ?", *values, most)]

    def fetched(self) -> Iterator[Item]:
        """Items whose bytes are here and that were not read yet."""
        last = 0
        while rows := self._do(
            "SELECT * FROM item WHERE status = 'fetched' AND id > ? ORDER BY id LIMIT 50", last
        ).fetchall():
            for row in rows:
                last = row["id"]
                yield item_row(row)

    def item(self, id: int) -> Item:
        """One item by its number."""
        return item_row(self._do("SELECT * FROM item WHERE id = ?", id).fetchone())

    def by_key(self, key: str) -> Item:
        """The item of a key that is there."""
        return item_row(self._do("SELECT * FROM item WHERE key = ?", key).fetchone())

    def has(self, key: str) -> bool:
        """Whether an item of a key is there and settled."""
        found = self._do("SELECT 1 FROM item WHERE key = ? AND status NOT IN ('waiting', 'fetched')", key)
        return found.fetchone() is not None

    def items(self, status: str | None = None, source: str | None = None) -> list[Item]:
        """Items, the latest last."""
        query, values = "SELECT * FROM item WHERE 1 = 1", []
        for name, value in (("status", status), ("source", source)):
            if value is not None:
                query += f" AND {name} = ?"
                values.append(value)
        return [item_row(row) for row in self._do(query + " ORDER BY id", *values)]

    def find(self, named: str) -> list[Item]:
        """Items by address (or an alias of it), the hash of their bytes, their document's id, or six digits of it."""
        start = f"{named.lower()}%" if len(named) >= 6 and named.isalnum() else "-"
        rows = self._do(
            "SELECT * FROM item WHERE key = ? OR url = ? OR id = (SELECT item FROM alias WHERE url = ?) "
            "OR sha256 LIKE ? OR document LIKE ? ORDER BY id",
            named, named, named, start, start,
        )  # fmt: skip
        return [item_row(row) for row in rows]

    def known_address(self, url: str, besides: int) -> list[Item]:
        """Items other than `besides` that an address stands for."""
        rows = self._do(
            "SELECT * FROM item WHERE id != ? AND (key = ? OR url = ? OR id = (SELECT item FROM alias WHERE url = ?)) "
            "AND status IN ('stored', 'aside') ORDER BY id",
            besides, url, url, url,
        )  # fmt: skip
        return [item_row(row) for row in rows]

    def put(self, id: int, **values: Any) -> None:
        """Set columns of an item."""
        columns = ", ".join(f"{name} = ?" for name in values)
        self._do(f"UPDATE item SET {columns} WHERE id = ?", *values.values(), id)

    def alias(self, url: str, item: int) -> None:
        """Another address that an item is known by."""
        self._do("INSERT OR IGNORE INTO alias (url, item) VALUES (?, ?)", url, item)

    def settled_since(self, since: str) -> list[Item]:
        """Items that went into the ledger at or after a moment."""
        return [
            item_row(r)
            for r in self._do("SELECT * FROM item WHERE status = 'stored' AND settled >= ? ORDER BY id", since)
        ]

    def of_document(self, id: str) -> list[Item]:
        """The items that are a document of the ledger."""
        return [item_row(row) for row in self._do("SELECT * FROM item WHERE document = ? ORDER BY id", id)]

    def with_bodies(self, before: str) -> list[Item]:
        """Stored items whose bytes are here too, that went into the ledger before a moment."""
        query = "SELECT item.* FROM item JOIN body ON body.sha256 = item.sha256 WHERE status = 'stored' AND settled < ?"
        return [item_row(row) for row in self._do(query, before)]

    def read_again(self, *codes: str) -> int:
        """Have items that were put aside or failed, and whose bytes are here, read once more; how many.

        `codes`: those with these codes only.
        """
        query = (
            "UPDATE item SET status = 'fetched' WHERE status IN ('aside', 'failed') AND "
            "EXISTS (SELECT 1 FROM body WHERE body.sha256 = item.sha256)"
        )
        if codes:
            query += f" AND code IN ({', '.join('?' * len(codes))})"
        return self._do(query, *codes).rowcount

    def next_due(self, source: str) -> str | None:
        """When the next item of a source that waits for another attempt is due."""
        query = "SELECT min(due) AS due FROM item WHERE status = 'waiting' AND source = ? AND due IS NOT NULL"
        row = self._do(query, source).fetchone()
        return None if row is None else row["due"]

    # --- notes

    def note(self, key: str) -> str | None:
        """What was noted under a key."""
        row = self._do("SELECT value FROM note WHERE key = ?", key).fetchone()
        return None if row is None else str(row["value"])

    def put_note(self, key: str, value: str | None) -> None:
        """Note something, or nothing more."""
        if value is None:
            self._do("DELETE FROM note WHERE key = ?", key)
        else:
            self._do(
                "INSERT INTO note VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value
            )

    # --- bytes

    def keep(self, content: bytes) -> str:
        """Keep bytes; their SHA-256."""
        import hashlib

        sha = hashlib.sha256(content).hexdigest()
        self._do("INSERT OR IGNORE INTO body (sha256, content) VALUES (?, ?)", sha, zlib.compress(content, 6))
        return sha

    def body(self, sha256: str | None) -> bytes | None:
        """Bytes that are kept here, None without."""
        row = self._do("SELECT content FROM body WHERE sha256 = ?", sha256).fetchone()
        return None if row is None else zlib.decompress(row["content"])

    def drop(self, sha256: str) -> None:
        """Let bytes go, unless an item that needs them has the same."""
        self._do(
            "DELETE FROM body WHERE sha256 = ? AND NOT EXISTS "
            "(SELECT 1 FROM item WHERE item.sha256 = body.sha256 AND status IN ('fetched', 'aside', 'failed'))",
            sha256,
        )

    def rewrite(self) -> None:
        """Leave nothing of what was deleted in the file's journal."""
        self._do("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- hosts and archive

    def host(self, host: str) -> tuple[str | None, str | None, str | None]:
        """robots.txt of a host, when it was asked for, and until when the host wants to be left alone."""
        row = self._do("SELECT rules, asked, until FROM host WHERE host = ?", host).fetchone()
        return (None, None, None) if row is None else (row["rules"], row["asked"], row["until"])

    def put_host(self, host: str, **values: Any) -> None:
        """Set columns of a host."""
        with self.together():
            self._do("INSERT OR IGNORE INTO host (host) VALUES (?)", host)
            self._do(f"UPDATE host SET {', '.join(f'{n} = ?' for n in values)} WHERE host = ?", *values.values(), host)

    def archive_length(self, file: str) -> int | None:
        """How many bytes of an archive file are whole, None for a file that is not ours."""
        row = self._do("SELECT length FROM archive WHERE file = ?", file).fetchone()
        return None if row is None else int(row["length"])

    def put_archive(self, file: str, length: int) -> None:
        """So many bytes of an archive file are whole."""
        self._do(
            "INSERT INTO archive VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET length = excluded.length", file, length
        )

    def archive_moved(self, old: str, new: str, length: int, cut: int, size: int) -> None:
        """`size` bytes at `cut` were taken out of an archive file, which has a new name since."""
        with self.together():
            self._do(
                "UPDATE item SET archive = NULL, place = NULL, length = NULL WHERE archive = ? AND place = ?", old, cut
            )
            self._do("UPDATE item SET place = place - ? WHERE archive = ? AND place > ?", size, old, cut)
            self._do("UPDATE item SET archive = ? WHERE archive = ?", new, old)
            self._do("DELETE FROM archive WHERE file = ?", old)
            self._do("INSERT INTO archive VALUES (?, ?)", new, length)
            self.put_note(f"unlink:{old}", "")

    def to_unlink(self) -> list[str]:
        """Archive files that another has taken the place of."""
        rows = self._do("SELECT key FROM note WHERE key LIKE 'unlink:%'")
        return [str(row["key"]).partition(":")[2] for row in rows]
