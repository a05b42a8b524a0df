"""Inputs are cut where documents end, in ranges that cover each file once."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from masfufa.documents.warc import WarcWriter
from masfufa.errors import UsageError
from masfufa.scaling.items import items
from masfufa.scaling.partitions import digest_of, plan

from .conftest import report, write_lines


def page(number: int) -> bytes:
    return f"<html lang=en><title>{number}</title><p>{report(number)['text']}</p></html>".encode()


def archive(path: Path, count: int) -> Path:
    writer = WarcWriter(path, 0)
    for n in range(count):
        when = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        writer.add(f"https://a.example/{n}", page(n), "200 OK", {"content-type": "text/html"}, when)
    writer.close()
    return path


def plain_archive(path: Path, count: int) -> Path:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=False)
        for n in range(count):
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = page(n) + b"\r\n\r\nWARC/1.0\r\n"  # as if another record began inside
            writer.write_record(
                writer.create_warc_record(
                    f"https://a.example/{n}", "response", payload=io.BytesIO(body), http_headers=http
                )
            )
    return path


@pytest.mark.parametrize("size", [1, 300, 2_000, 10**9])
def test_lines_are_cut_between_lines_and_keep_their_numbers(tmp_path: Path, size: int):
    source = write_lines(tmp_path / "n.jsonl", 60)
    whole = source.read_bytes()
    found = plan((str(source),), size)
    assert [p.start for p in found[1:]] == [p.end for p in found[:-1]]
    assert (found[0].start, found[-1].end) == (0, len(whole))
    assert all(whole[p.end - 1] == 10 for p in found)
    assert (len(found) > 50) if size == 1 else (len(found) >= 1)
    expected = [(n, line) for n, line in enumerate(whole.split(b"\n"), 1) if line.strip()]
    got = [(item.position, item.line.rstrip(b"\n")) for p in found for item in items(p) if item.line]
    assert got == expected
    assert plan((str(source),), size) == found
    assert all(digest_of(p) == p.sha256 for p in found)


def test_a_changed_byte_changes_only_its_own_hash(tmp_path: Path):
    source = write_lines(tmp_path / "n.jsonl", 60)
    before = plan((str(source),), 2_000)
    data = bytearray(source.read_bytes())
    data[before[1].start + 20] ^= 1
    source.write_bytes(bytes(data))
    after = plan((str(source),), 2_000)
    assert [a.sha256 == b.sha256 for a, b in zip(before, after, strict=True)].count(False) == 1


@pytest.mark.parametrize("make", [archive, plain_archive])
@pytest.mark.parametrize("size", [1, 1_500, 10**9])
def test_archives_are_cut_between_records(tmp_path: Path, make, size: int):
    source = make(tmp_path / ("a.warc.gz" if make is archive else "a.warc"), 25)
    found = plan((str(source),), size)
    assert [item.url for p in found for item in items(p)] == [f"https://a.example/{n}" for n in range(25)]
    assert all(item.page.startswith(b"<html") for p in found for item in items(p))
    assert len(found) == 1 if size > 10**6 else len(found) > 3
    assert found[-1].end == source.stat().st_size


def test_a_broken_archive_is_told_once_and_gives_what_is_whole(tmp_path: Path):
    source = archive(tmp_path / "a.warc.gz", 25)
    source.write_bytes(source.read_bytes()[:-40])
    found = [item for p in plan((str(source),), 1_500) for item in items(p)]
    assert [item.url for item in found[:-1]] == [f"https://a.example/{n}" for n in range(24)]
    assert found[-1].failure is not None
    assert found[-1].failure.code == "warc-truncated"


def test_parquet_is_cut_by_row_groups(tmp_path: Path):
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{**report(n), "published": dt.date(2019, 4, 17), "more": n} for n in range(50)]
    rows[3]["id"] = None
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "n.parquet", row_group_size=10)
    found = plan((str(tmp_path),), 1_500)
    assert found[0].start == 0
    assert found[-1].end == 5
    assert len(found) > 1
    got = [json.loads(item.line) for p in found for item in items(p)]
    assert [one["text"] for one in got] == [row["text"] for row in rows]
    assert got[3]["id"] == "row-4"
    assert got[0] == report(0)


def test_other_files_are_refused(tmp_path: Path):
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    for named, code in ((tmp_path / "a.html", "not-for-partitions"), (tmp_path / "b.jsonl", "no-documents")):
        with pytest.raises(UsageError) as caught:
            plan((str(named),), 1)
        assert caught.value.code == code
    with pytest.raises(UsageError) as caught:
        plan((str(tmp_path),), 1)
    assert caught.value.code == "no-documents"
