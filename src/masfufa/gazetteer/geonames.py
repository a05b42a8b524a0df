"""Reading a GeoNames dump: its rows, and what kind of place a feature code is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from masfufa.errors import DataError

_COLUMNS = 19


@cache
def _table() -> dict[str, str]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "geonames.yaml").read_text(encoding="utf-8"))
    features: dict[str, str] = loaded["features"]
    return features


def feature_of(kind: str, code: str, population: int) -> str | None:
    """The kind of place that a feature class and code stand for; None for what is not taken (geonames.yaml)."""
    if kind == "P":
        if code == "PPLC":
            return "capital"
        if code in ("PPLX", "PPLQ"):
            return _table()[code]
        return "city" if population >= 50_000 else "town" if population >= 5_000 else "village"
    if kind == "A" and code in ("ADM1", "ADM2", "ADM3", "ADM4"):
        return "admin" + code[3]
    return _table().get(code)


def dump_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a dump, 19 cells each. Raises DataError("gazetteer-file") naming the line."""
    if not path.is_file():
        raise DataError("gazetteer-file", f"{path}: no such file.")
    with path.open(encoding="utf-8", newline="") as file:
        for line, cells in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if len(cells) != _COLUMNS:
                raise DataError(
                    "gazetteer-file", f"{path}:{line}: {len(cells)} columns, a GeoNames dump has {_COLUMNS}."
                )
            yield cells
