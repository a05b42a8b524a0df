"""Rows as a Parquet file whose columns have the dictionary's types, with the dictionary in the file's metadata."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from masfufa.errors import UsageError
from masfufa.exchange.dictionary import Row, TableSchema

_BATCH = 10_000


def write_parquet(rows: Iterable[Row], schema: TableSchema, path: Path) -> int:
    """Write `path`; returns the number of rows. Raises UsageError("extra-missing") without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError(
            "extra-missing", "Parquet needs pyarrow: install it with pip install 'masfufa[parquet]'."
        ) from error
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
    }
    fields = [pa.field(column.name, types[column.type], metadata=_metadata(column)) for column in schema.columns]
    arrow = pa.schema(fields, metadata={"masfufa.about": json.dumps(dict(schema.about), ensure_ascii=False)})
    count = 0
    with pq.ParquetWriter(path, arrow, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(pa.Table.from_pylist(batch, schema=arrow))
            count += len(batch)
    return count


def _metadata(column: Any) -> dict[str, str]:
    return {"hxl": column.hxl, **{f"description_{language}": text for language, text in column.means.items()}}


def _batches(rows: Iterable[Row]) -> Iterable[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(dict(row))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
