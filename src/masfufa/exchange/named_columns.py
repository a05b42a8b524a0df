"""A table whose columns are known by name, in any order and of any release: header found, HXL row known, rows by field.

A field has several names, since publishers rename columns between releases. Names are compared without case, marks and
blanks: `Conflict Stock Displacement (Raw)` and `conflict_stock_displacement_raw` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from masfufa.claims import Issue
from masfufa.errors import DocumentError
from masfufa.exchange.cells import clean
from masfufa.exchange.importers import whole_sheet
from masfufa.exchange.tables import Cell, Row, Sheet, Table
from masfufa.workspace.batches import RowReport

_MARKS = re.compile(r"[^\w]+|_")
_HEAD_ROWS = 12
_TAG = re.compile(r"#[a-z][\w+ ]*$", re.IGNORECASE)


@cache
def field_names(format_name: str) -> dict[str, tuple[str, ...]]:
    """Fields of a format with the column names that publishers have given them (exchange/columns.yaml)."""
    import yaml

    text = resources.files("masfufa.exchange").joinpath("columns.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)[format_name]
    return {field: tuple(names) for field, names in data.items()}


def plain_name(name: str) -> str:
    """A column's name as it is compared: small letters and digits only."""
    return _MARKS.sub("", clean(name).casefold())


def not_read(table: Table, sheet: Sheet) -> list[RowReport]:
    """The reports of the sheets of a table beside the one that is read."""
    message = f"sheet {sheet.name} is the one that is read"
    return [whole_sheet(other, "sheet-not-read", message) for other in table.sheets if other is not sheet]


class NamedRow:
    """A row whose cells are asked for by field; a field without a column gives an empty cell."""

    __slots__ = ("columns", "number", "row")

    def __init__(self, row: Row, columns: Mapping[str, int]) -> None:
        self.row, self.columns, self.number = row, columns, row.number

    def cell(self, field: str) -> Cell:
        """The cell of a field."""
        column = self.columns.get(field)
        return Cell(None, "", self.number, 1) if column is None else self.row[column]

    def text(self, field: str) -> str:
        """The text of a field without blanks around it, "" where there is none."""
        column = self.columns.get(field)
        return "" if column is None else self.row.text(column)


class NamedTable:
    """The first sheet that has all `needed` columns. `columns` maps each field that was found to its column (from 0).

    `others` are the reports of the sheets that are not read.

    Raises DocumentError("missing-columns") that names file and sheet, what is lacking and what is there.
    """

    def __init__(self, table: Table, fields: Mapping[str, Iterable[str]], needed: Iterable[str]) -> None:
        known = {plain_name(name): field for field, names in fields.items() for name in (*names, field)}
        wanted = tuple(needed)
        best: tuple[int, list[str], Sheet, list[str]] | None = None
        for sheet in table.sheets:
            for row in sheet.head(_HEAD_ROWS):
                header = [row.text(index) for index in range(len(row))]
                columns: dict[str, int] = {}
                for index, name in enumerate(header):
                    field = known.get(plain_name(name))
                    if field is not None:
                        columns.setdefault(field, index)
                lacking = [field for field in wanted if field not in columns]
                if not lacking:
                    self.sheet, self.columns, self.header_row, self.header = sheet, columns, row.number, header
                    self.others = not_read(table, sheet)
                    return
                if best is None or len(columns) > best[0]:
                    best = (len(columns), lacking, sheet, header)
        if best is None:
            raise DocumentError("table-empty", f"{table.name}: there is no row in it.")
        _, lacking, sheet, header = best
        names = "; ".join(" or ".join([*list(fields[field])[:2]] or [field]) for field in lacking)
        found = ", ".join(name for name in header if name)[:300]
        raise DocumentError("missing-columns", f"{sheet.where()}: no column {names}. Found: {found or 'nothing'}.")

    def __iter__(self) -> Iterator[NamedRow]:
        """The rows below the header that hold something, the HXL row among them."""
        for row in self.sheet.rows():
            if row.number > self.header_row:
                yield NamedRow(row, self.columns)

    def hxl(self, row: NamedRow) -> bool:
        """Whether the row is one of HXL tags: what is written in it are tags and nothing else, near the header."""
        if row.number > self.header_row + 3:
            return False
        texts = [text for index in range(len(row.row)) if (text := row.row.text(index))]
        return bool(texts) and all(_TAG.match(text) for text in texts)

    def report(self, row: NamedRow, outcome: str, code: str | None = None, message: str | None = None,
               cell: Cell | None = None, severity: str | None = None) -> RowReport:  # fmt: skip
        """A row's report under this sheet's name."""
        return RowReport(self.sheet.name, row.number, outcome, code, message, cell and cell.address, severity)  # type: ignore[arg-type]

    def rejected(self, row: NamedRow, code: str, field: str, message: str) -> RowReport:
        """The report of a row that can't be taken because of one field."""
        cell = row.cell(field)
        return self.report(row, "rejected", code, f"{self.sheet.where(cell.address)}: {message}", cell, "error")

    def taken(self, row: NamedRow, issues: Sequence[Issue], cell: Cell | None = None) -> RowReport:
        """The report of a row that was taken, with what is to be told of it; `cell` is where to look."""
        if not issues:
            return RowReport(self.sheet.name, row.number, "taken")
        message = "; ".join(dict.fromkeys(issue.message for issue in issues))
        return self.report(row, "taken", issues[0].code, message, cell, "warning")
