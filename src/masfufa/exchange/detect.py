"""Which importer a file is for, as far as its columns tell: a proposal for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from masfufa.exchange import acled, dtm_api, ged, gidd
from masfufa.exchange.mapping import is_tag_row
from masfufa.exchange.named_columns import field_names, plain_name
from masfufa.exchange.tables import Row, Table, open_table

_HEAD = 25
_HEADERS = 12


def guess_format(path: Path, *, form: bool = False) -> str:
    """The format of a file: xlsform where its form is given; one that has the very columns; hxl for a table with tags,
    unless it is a workbook of places by counts; else dtm.

    Raises DocumentError for what is no table (see `open_table`).
    """
    table = open_table(path)
    if form:
        return "xlsform"
    heads = [sheet.head(_HEAD) for sheet in table.sheets]
    for name, (fields, needed) in _formats().items():
        if any(_has(row, fields, needed) for head in heads for row in head if row.number <= _HEADERS):
            return name
    tagged = any(is_tag_row(row) for head in heads for row in head)
    return "hxl" if tagged and not _is_dtm(table, path) else "dtm"


def _formats() -> dict[str, tuple[Mapping[str, Iterable[str]], tuple[tuple[str, ...], ...]]]:
    """Formats with columns of their own, the most telling first: their columns, and of which one each must be there."""
    api = dtm_api.table_words()
    measures = tuple(name for m in gidd.MEASURES for name in (m.field, f"{m.field}_raw"))
    return {
        "idu": (field_names("idu"), (("id",), ("figure",), ("iso3",))),
        "ged": (field_names("ged"), tuple((name,) for name in ged.NEEDED)),
        "acled": (field_names("acled"), tuple((name,) for name in acled.NEEDED)),
        "missing-migrants": (field_names("missing_migrants"), (("id",), ("date",), ("dead",), ("country",))),
        "dtm-api": (api["columns"], tuple((name,) for name in api["needed"])),
        "gidd": (field_names("gidd"), (("iso3",), ("year",), measures)),
    }


def _has(row: Row, fields: Mapping[str, Iterable[str]], needed: tuple[tuple[str, ...], ...]) -> bool:
    there = {plain_name(row.text(index)) for index in range(len(row))}
    return all(
        any(plain_name(name) in there for field in one for name in (*fields.get(field, ()), field)) for one in needed
    )


def _is_dtm(table: Table, path: Path) -> bool:
    """Whether it is a workbook, not a plain table, whose sheets list places with counts."""
    from masfufa.exchange.dtm_propose import propose

    return any(sheet.name for sheet in table.sheets) and propose(table.sheets, path.stem) is not None
