"""Rows as an Excel workbook with the data dictionary inside; sheets run from right to left in Arabic."""

from __future__ import annotations

import datetime as dt
import errno
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from masfufa.exchange.delimited import FORMULA
from masfufa.exchange.dictionary import Row, TableSchema, dictionary_rows
from masfufa.exchange.wording import sheet_titles

_LONGEST = 32_767
"""Characters that a cell of Excel holds."""
_WIDTHS = {"string": 22, "integer": 12, "number": 12, "date": 12, "datetime": 20}


def write_xlsx(rows: Iterable[Row], schema: TableSchema, path: Path, *, language: str = "en", hxl: bool = False) -> int:
    """Write `path`: the table, frozen below its header and filterable, and the dictionary; returns the rows' number."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    titles = sheet_titles(language)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(titles[schema.name])
    sheet.sheet_view.rightToLeft = language == "ar"
    for number, column in enumerate(schema.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column.type]
    sheet.freeze_panes = "A3" if hxl else "A2"
    bold, shade = Font(bold=True), PatternFill("solid", fgColor="E7EEF5")

    def head(words: Iterable[str]) -> list[Any]:
        cells = []
        for word in words:
            cell = WriteOnlyCell(sheet, word)
            cell.font, cell.fill = bold, shade
            cells.append(cell)
        return cells

    sheet.append(head(schema.names))
    if hxl:
        sheet.append([column.hxl for column in schema.columns])
    count = 0
    for row in rows:
        sheet.append([workbook_cell(row.get(name), sheet) for name in schema.names])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(schema.columns))}{count + (2 if hxl else 1)}"
    notes = book.create_sheet(titles["dictionary"])
    notes.sheet_view.rightToLeft = language == "ar"
    for letter, width in zip("ABCDEF", (24, 10, 28, 70, 70, 70), strict=True):
        notes.column_dimensions[letter].width = width
    header, *lines = dictionary_rows(schema)
    notes.append(head(header))
    for line in lines:
        cells = [WriteOnlyCell(notes, text) for text in line]
        for cell in cells[3:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        notes.append(cells)
    save(book, path)
    return count


def save(book: Any, path: Path) -> None:
    """Write a workbook, whole or not at all. Raises OSError."""
    from lxml import etree

    made = io.BytesIO()
    try:
        book.save(made)
    except etree.LxmlError as error:  # what it says of temporary files for which there is no room
        raise OSError(errno.EIO, "the workbook could not be put together") from error
    path.write_bytes(made.getvalue())


def workbook_cell(value: Any, sheet: Any) -> Any:
    """Text that begins like a formula stays text; characters that no workbook takes become U+FFFD; a time loses its
    zone, which Excel can't hold (it is UTC)."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST]
        if value.lstrip(" ").startswith(FORMULA):
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"
            return cell
    return value
