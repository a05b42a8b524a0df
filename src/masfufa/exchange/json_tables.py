"""JSON as a table: a list of objects or of lists, by itself or the one list inside an object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from masfufa.errors import DocumentError
from masfufa.exchange.tables import Row, Sheet

_DEPTH = 4


def json_sheets(text: str, name: str) -> list[Sheet] | None:
    """The sheet that a JSON text is; None where it is no JSON but, say, a csv that begins with a bracket.

    Raises DocumentError: table-unreadable for broken JSON, not-a-table where no list of rows is in it, table-empty.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise DocumentError("table-unreadable", f"{name}: the JSON is nested too deeply.") from None
    except json.JSONDecodeError as error:
        lines = _json_lines(text)
        if lines is None:
            if text.lstrip().startswith("{") or text.lstrip()[1:].lstrip()[:1] in ("{", "["):
                where = f"line {error.lineno}, column {error.colno}"
                raise DocumentError("table-unreadable", f"{name}, {where}: broken JSON: {error.msg}.") from error
            return None
        data = lines
    rows = _list_in(data, _DEPTH)
    if rows is None:
        raise DocumentError("not-a-table", f"{name}: there is no list of rows in this JSON.")
    if not rows:
        raise DocumentError("table-empty", f"{name}: the list of rows is empty.")
    if isinstance(rows[0], list):
        return [Sheet(name, "", lambda: _of_lists(rows))]
    keys: dict[str, int] = {}
    for row in rows:
        if isinstance(row, dict):
            for key in row:
                keys.setdefault(str(key), len(keys))
    return [Sheet(name, "", lambda: _of_objects(rows, tuple(keys)), keys=tuple(keys))]


def _json_lines(text: str) -> list[object] | None:
    """Objects of JSON Lines; None where a line is something else."""
    out: list[object] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            return None
        if not isinstance(value, dict | list):
            return None
        out.append(value)
    return out or None


def _list_in(data: object, depth: int) -> list[object] | None:
    """The list of rows: itself, or the one found at the least depth; the longest of several."""
    if isinstance(data, list):
        if not data or all(isinstance(item, dict) for item in data):
            return data
        if all(isinstance(item, list) for item in data):
            rows = [item for item in data if all(not isinstance(cell, dict | list) for cell in item)]
            if len(rows) == len(data):
                return data
            inner = [_list_in(item, depth - 1) for item in data] if depth else []
            return max((rows for rows in inner if rows), key=len, default=None)
        return None
    if isinstance(data, dict) and depth:
        found = [rows for rows in (_list_in(value, depth - 1) for value in data.values()) if rows is not None]
        full = [rows for rows in found if rows]
        return max(full, key=len) if full else (found[0] if found else None)
    return None


def _flat(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _of_lists(rows: list[object]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield Row(number, [_flat(value) for value in row] if isinstance(row, list) else [])


def _of_objects(rows: list[object], keys: tuple[str, ...]) -> Iterator[Row]:
    yield Row(1, keys)
    for number, row in enumerate(rows, 2):
        yield Row(number, [_flat(row.get(key)) for key in keys] if isinstance(row, dict) else [])
