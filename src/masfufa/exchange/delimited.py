"""Rows as CSV (UTF-8, RFC 4180), with the HXL tag row if asked for."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, TextIO

from masfufa.exchange.dictionary import Row, TableSchema

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text begins with that a spreadsheet runs as a formula; the wide forms are those of East Asian keyboards."""


_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def write_csv(rows: Iterable[Row], schema: TableSchema, out: TextIO, *, hxl: bool = False) -> int:
    """Write a header, the HXL row if asked for, and one line a row; returns the number of rows. None is empty."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(schema.names)
    if hxl:
        writer.writerow(column.hxl for column in schema.columns)
    count = 0
    for row in rows:
        writer.writerow(plain_cell(row.get(name)) for name in schema.names)
        count += 1
    return count


def plain_cell(value: Any) -> Any:
    """A value as a CSV cell: ISO dates, "" for None, and text that a spreadsheet would run kept as text."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value
