"""Inputs of a few reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
TOWNS = ("Tripoli", "Gharyan", "Misrata", "Sirte")


def report(number: int) -> dict[str, str]:
    """A report with two figures."""
    town = TOWNS[number % 4]
    text = f"At least {number + 3} people were killed in {town} on Tuesday, medics said. {number + 50} families fled."
    return {"id": f"r{number}", "text": text, "published": "2019-04-17", "title": f"Number {number}"}


def write_lines(path: Path, count: int, start: int = 0) -> Path:
    """JSON Lines of so many reports; every 20th line is none, every 7th has no id, line ends differ."""
    with path.open("wb") as out:
        for n in range(start, start + count):
            fields = report(n)
            if n % 7 == 3:
                del fields["id"]
            line = json.dumps(fields, ensure_ascii=False).encode() if n % 20 != 19 else b'{"id": "bad", "text": 5}'
            out.write(line + (b"\r\n" if n % 3 else b"\n") + (b"\n" if n % 11 == 5 else b""))
    return path


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of a run's output, in the order of its partitions' names."""
    import pyarrow.parquet as pq

    from masfufa.scaling.schema import TABLES

    return {
        table: [row for path in sorted((folder / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
        for table in TABLES
    }
