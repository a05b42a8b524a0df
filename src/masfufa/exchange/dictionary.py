"""The data dictionary: which columns an exported table has, of what type, with which HXL tag, and what they mean."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml

ColumnType = Literal["string", "integer", "number", "date", "datetime"]
Row = Mapping[str, Any]
"""A row of a table: a value, or None for "unknown", under each column's name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `hxl` is its HXL tag, `means` says by language what it holds."""

    name: str
    type: ColumnType
    hxl: str
    means: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of the exports: its columns in order, and by language what a row is."""

    name: str
    about: Mapping[str, str]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


@cache
def schemas() -> Mapping[str, TableSchema]:
    """The tables by name: matrix, ged, acled, claims."""
    text = importlib.resources.files("masfufa.exchange").joinpath("dictionary.yaml").read_text(encoding="utf-8")
    return {name: _schema(name, block) for name, block in yaml.safe_load(text).items()}


def dictionary_rows(schema: TableSchema, languages: tuple[str, ...] = ("en", "ar", "fr")) -> list[list[str]]:
    """The dictionary as a table of its own: a header, then one row a column."""
    header = ["column", "type", "hxl", *(f"description_{language}" for language in languages)]
    return [
        header,
        *(
            [column.name, column.type, column.hxl, *(column.means[language] for language in languages)]
            for column in schema.columns
        ),
    ]


def _schema(name: str, block: Mapping[str, Any]) -> TableSchema:
    columns = tuple(
        Column(raw["name"], raw["type"], raw["hxl"], {key: raw[key] for key in ("en", "ar", "fr")})
        for raw in block["columns"]
    )
    return TableSchema(name, block["about"], columns)
