"""What is put in: made reports as pages of a site, in archives, in a folder and as lines, some of them twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

from .texts import Made, made

SHARES = (("site", 0.2), ("warc", 0.4), ("folder", 0.1), ("lines", 0.3))
AGAIN = 13
"""Every so many documents of an archive, folder or file of lines one stands in it a second time."""
_FILE = 5_000


@dataclass(frozen=True)
class Given:
    """Which numbers go in which way."""

    site: range
    warc: range
    folder: range
    lines: range
    seed: int

    def all(self) -> list[tuple[str, range]]:
        """The ways with their numbers."""
        return [(name, getattr(self, name)) for name, _ in SHARES]

    def write(self, folder: Path) -> None:
        """Make the files: two archives and files of lines for some thousand reports each."""
        self._archives(folder / "warc")
        files = folder / "reports"
        files.mkdir(parents=True, exist_ok=True)
        for n in self.folder:
            one = made(n, self.seed)
            name, data = (f"{n}.html", one.page) if n % 2 else (f"{n}.txt", one.text.encode())
            (files / f"{n // 1000}").mkdir(exist_ok=True)
            (files / f"{n // 1000}" / name).write_bytes(data)
            if n % AGAIN == 0:
                (files / f"{n // 1000}" / f"copy-{name}").write_bytes(data)
        lines = folder / "lines"
        lines.mkdir(parents=True, exist_ok=True)
        for start in range(0, len(self.lines), _FILE):
            with (lines / f"{start:08d}.jsonl").open("w", encoding="utf-8") as out:
                for n in self.lines[start : start + _FILE]:
                    out.write(_line(made(n, self.seed), n) * (2 if n % AGAIN == 0 else 1))

    def _archives(self, folder: Path) -> None:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        folder.mkdir(parents=True, exist_ok=True)
        when = dt.datetime(2026, 11, 1, tzinfo=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for start in range(0, len(self.warc), _FILE):
            with (folder / f"{start:08d}.warc.gz").open("wb") as out:
                writer = WARCWriter(out, gzip=True)
                for n in self.warc[start : start + _FILE]:
                    data = made(n, self.seed).page
                    for _ in range(2 if n % AGAIN == 0 else 1):
                        headers = StatusAndHeaders(
                            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
                        )
                        writer.write_record(
                            writer.create_warc_record(
                                f"https://archive.example/{n}",
                                "response",
                                payload=io.BytesIO(data),
                                http_headers=headers,
                                warc_headers_dict={"WARC-Date": when},
                            )
                        )

    def content_hash(self, way: str, number: int) -> str | None:
        """The SHA-256 that the ledger must know the document by; None of a line, which has no bytes of its own."""
        one = made(number, self.seed)
        if way == "lines":
            return None
        data = one.text.encode() if way == "folder" and number % 2 == 0 else one.page
        return hashlib.sha256(data).hexdigest()


def given(documents: int, seed: int) -> Given:
    """So many documents, shared out."""
    ranges, start, share = [], 0, 0.0
    for _, part in SHARES:
        share += part
        end = round(documents * share)
        ranges.append(range(start, end))
        start = end
    return Given(*ranges, seed)


def _line(one: Made, number: int) -> str:
    return (
        json.dumps(
            {"id": f"line-of-{number}", "title": one.title, "text": one.text, "published": one.published.isoformat()},
            ensure_ascii=False,
        )
        + "\n"
    )
