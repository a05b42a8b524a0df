"""Runs over partitions: what they give, and that only what is missing is done again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.errors import DocumentError
from masfufa.scaling import outcome, work
from masfufa.scaling.items import Item
from masfufa.scaling.reader import ReadOptions, Task, instead, make_reader
from masfufa.scaling.run import read_partitions
from masfufa.scaling.schema import TABLES

from .conftest import tables, write_lines
from .test_partitions import archive


def names(output: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (output / "_done").glob("*.json")}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions are read in this process: starting others takes a second."""

    def run(orders, jobs):
        for order in orders:
            try:
                yield work.read_partition(order)
            except work.DataError as error:
                yield order, error

    monkeypatch.setattr("masfufa.scaling.processes.run", run)


def test_the_rows_say_what_masfufa_read_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = write_lines(tmp_path / "n.jsonl", 45)
    assert main(["read", str(source), "--format", "jsonl", "-q"]) == 1
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    asked = ["--engine", "processes", "-j", "1", "--partition-size", "0.003", "-o", str(tmp_path / "out")]
    status = main(["read", str(source), *asked])
    assert status == 1
    assert "45 documents, 2 could not be read" in capsys.readouterr().out
    found = tables(tmp_path / "out")
    assert len(names(tmp_path / "out")) > 1
    assert [row["document"] for row in found["documents"]] == [one["id"] for one in said]
    assert [row["error_code"] for row in found["documents"]] == [one.get("error", {}).get("code") for one in said]
    for table in ("figures", "events", "statements"):
        records = [record for one in said for record in one.get(table, ())]
        assert [json.loads(row["record"]) for row in found[table]] == records
        assert [(row["text"], row["start"], row["end"]) for row in found[table]] == [
            (one["text"], one["start"], one["end"]) for one in records
        ]
    first = found["figures"][0]
    assert (first["category"], first["low"], first["high"], first["qualifier"]) == ("killed", 3, None, "at_least")
    assert (first["place"], first["country"]) == ("Tripoli", "LBY")
    assert {len(row) for row in found["figures"]} == {len(TABLES["figures"])}
    assert found["documents"][0]["text"] is None


def test_only_what_is_missing_is_read_again(tmp_path: Path, here: None):
    source, output = write_lines(tmp_path / "n.jsonl", 45), tmp_path / "out"
    first = read_partitions((str(source),), output, size=2_000)
    assert first.known == 0 < first.partitions
    before, rows = names(output), tables(output)
    again = read_partitions((str(source),), output, size=2_000)
    assert (again.known, names(output)) == (first.partitions, before)
    assert again.total.documents == first.total.documents == 45

    lost = sorted(before)[1].removesuffix(".json")
    outcome.table_path(output, "events", lost).unlink()
    (output / "figures" / f".{lost}.1-x.tmp").write_bytes(b"half")
    third = read_partitions((str(source),), output, size=2_000)
    assert third.known == first.partitions - 1
    assert tables(output) == rows
    assert not list(output.rglob(".*"))

    write_lines(tmp_path / "n.jsonl", 60)  # the file grew
    grown = read_partitions((str(source),), output, size=2_000)
    assert 0 < grown.known < grown.partitions
    assert len(tables(output)["documents"]) == 60

    other = read_partitions((str(source),), output, size=10**6)  # cut anew: nothing of the old cut stays
    assert (other.partitions, other.known) == (1, 0)
    assert len(tables(output)["documents"]) == 60


def test_other_options_and_another_reader_read_again(tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch):
    source, output = write_lines(tmp_path / "n.jsonl", 10), tmp_path / "out"
    read_partitions((str(source),), output)
    with_text = read_partitions((str(source),), output, ReadOptions(text=True))
    assert with_text.known == 0
    assert tables(output)["documents"][0]["text"].startswith("At least 3")
    for module in ("run", "work"):
        monkeypatch.setattr(f"masfufa.scaling.{module}.word_of", lambda options: "9.9+new")
    assert read_partitions((str(source),), output, ReadOptions(text=True)).known == 0
    assert tables(output)["documents"][0]["reader"] == "9.9+new"


def test_a_worker_with_another_reader_reads_nothing(tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch):
    source, output = write_lines(tmp_path / "n.jsonl", 10), tmp_path / "out"
    monkeypatch.setattr("masfufa.scaling.work.word_of", lambda options: "old")
    report = read_partitions((str(source),), output)
    assert [error.code for _, error in report.failed] == ["cluster-version"]
    assert not names(output)


def test_several_inputs_share_a_folder_and_can_be_read_in_turn(tmp_path: Path, here: None):
    output = tmp_path / "out"
    read_partitions((str(write_lines(tmp_path / "a.jsonl", 10)),), output)
    read_partitions((str(archive(tmp_path / "b.warc.gz", 5)),), output)
    rows = tables(output)["documents"]
    assert len(rows) == 15
    pages = [row for row in rows if row["url"]]
    assert [row["document"] for row in pages] == [f"https://a.example/{n}" for n in range(5)]
    assert all(row["text"] and len(row["sha256"]) == 64 for row in pages)
    assert {row["source"] for row in rows} == {(tmp_path / "a.jsonl").as_posix(), (tmp_path / "b.warc.gz").as_posix()}


def test_an_input_that_changes_meanwhile_fails_its_partition_only(
    tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch
):
    source, output = write_lines(tmp_path / "n.jsonl", 45), tmp_path / "out"
    true = work.digest_of
    monkeypatch.setattr(work, "digest_of", lambda p: "other" if p.start == 0 else true(p))
    report = read_partitions((str(source),), output, size=2_000)
    assert [error.code for _, error in report.failed] == ["input-changed"]
    assert len(names(output)) == report.partitions - 1


def test_a_full_disk_leaves_nothing_that_counts(tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch):
    source, output = write_lines(tmp_path / "n.jsonl", 10), tmp_path / "out"

    def full(self: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(work._Table, "place", full)
        report = read_partitions((str(source),), output)
    assert [error.code for _, error in report.failed] == ["output-not-writable"]
    assert not [path for path in output.rglob("*") if path.is_file()]
    assert not read_partitions((str(source),), output).failed


@pytest.mark.parametrize(
    "asked",
    [
        ["--format", "parquet"],
        ["--format", "csv", "--engine", "processes", "-o", "x.csv"],
        ["--scheduler", "local:2", "--engine", "processes", "-o", "x"],
        ["--format", "parquet", "-o", "x", "--ocr"],
        ["--format", "parquet", "-o", "x", "--include", "numbers"],
        ["--engine", "dask", "-o", "x"],
        ["--partition-size", "5"],
    ],
)
def test_wrong_usage(tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch):
    write_lines(tmp_path / "n.jsonl", 2)
    monkeypatch.chdir(tmp_path)
    assert main(["read", "n.jsonl", *asked]) == 2


def test_a_document_that_was_given_up_is_a_row():
    task = Task("n.jsonl", Item(4, 20, line=b'{"id": "slow", "text": "x"}'))
    read = make_reader((ReadOptions(), "word"))
    (row,) = read(instead(task, DocumentError("document-too-slow", "Too slow.")))["documents"]
    assert row[:3] == ("n.jsonl", 4, "slow")
    assert row[-2:] == ("document-too-slow", "Too slow.")
    assert len(row) == len(TABLES["documents"])


def test_every_column_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
    for table, columns in TABLES.items():
        assert f"### {table}" in page
        for name, kind, means in columns:
            if name not in ("source", "position", "document"):
                assert f"| `{name}` | {kind} | {means} |" in page.partition(f"### {table}")[2]
