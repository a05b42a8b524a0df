"""Tables of any kind as sheets of rows: xlsx, csv of any encoding and separator, tsv, JSON lists, and a zip of one.

A row knows its number as a spreadsheet shows it and a cell its A1 address, so that whatever is read from a table can
say where it stands. Formula cells give the value that was saved with them; one without is `unreadable`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from masfufa.documents.encoding import decode
from masfufa.errors import DocumentError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, TSV, JSON, ZIP = "text/csv", "text/tab-separated-values", "application/json", "application/zip"

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_LINES, _FIELD_BYTES = 40, 4 * 1024 * 1024
_TEXT_TO_A_NUL = 20
"""Bytes to each NUL from which a file counts as a text with slips rather than as something else."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body|rss|feed|svg)\b", re.I)
_SEPARATOR_TOLD = re.compile(r'"?sep=([^\w\s"]|\t)"?\r?\n', re.I)
_OTHERS = {"word/document.xml": "a Word file", "content.xml": "an OpenDocument file", "ppt/presentation.xml": "slides"}
_LETTERS = re.compile(r"([A-Za-z]{1,3})([1-9]\d*)$")


class Cell(NamedTuple):
    """One cell. `value` is None, text, a number, a truth value, a date or a time as the file has it; `text` as shown.

    `row` and `column` count from 1. `merged` tells that it lies in a merged area and, unless it is the first cell of
    that area, that value and text are those of the first. `unreadable` tells of a formula saved without its value.
    """

    value: object
    text: str
    row: int
    column: int
    merged: bool = False
    unreadable: bool = False

    @property
    def address(self) -> str:
        """The address in A1 notation."""
        return address(self.row, self.column)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it but blanks."""
        return not self.unreadable and not self.text.strip()


@dataclass(slots=True)
class Row:
    """A row of a sheet: `number` counts from 1; `values` from column A on, trailing empty cells left out."""

    number: int
    values: Sequence[object]
    marks: Marks | None = None

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> Cell:
        """The cell of column `index` (0 is A); an empty one beyond the last."""
        value = self.values[index] if index < len(self.values) else None
        if self.marks is not None:
            return self.marks.cell(self.number, index + 1, value)
        return Cell(value, as_text(value), self.number, index + 1)

    def __iter__(self) -> Iterator[Cell]:
        return (self[index] for index in range(len(self.values)))

    def text(self, index: int) -> str:
        """The text of column `index`, without blanks around it."""
        return self[index].text.strip()

    @property
    def empty(self) -> bool:
        """Whether no cell of it says anything."""
        if self.marks is not None and self.number in self.marks.unsaved:
            return False
        return all(value is None or (isinstance(value, str) and not value.strip()) for value in self.values)


@dataclass(slots=True)
class Marks:
    """What a workbook says of cells beyond their values: merged areas, and formulas saved without a value."""

    first: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    values: dict[tuple[int, int], object] = field(default_factory=dict)
    unsaved: dict[int, set[int]] = field(default_factory=dict)

    def saved(self, at: tuple[int, int]) -> bool:
        """Whether the cell's value is known: False of a formula saved without one."""
        return at[1] not in self.unsaved.get(at[0], ())

    def cell(self, row: int, column: int, value: object) -> Cell:
        """The cell at row and column, whose own value is `value`."""
        at = (row, column)
        if at in self.first:
            value = self.values.get(self.first[at])
            return Cell(value, as_text(value), row, column, True, not self.saved(self.first[at]))
        return Cell(value, as_text(value), row, column, False, not self.saved(at))


class Sheet:
    """A sheet: `file` the name of the file it is in, `name` its own ("" for csv and JSON), `hidden` whether it shows.

    `keys` are the keys of a JSON list of objects, in order of first appearance, else None; row 1 is then made of them.
    Rows can be gone through any number of times; those of a text file are parsed again each time.
    """

    def __init__(self, file: str, name: str, rows: Callable[[], Iterator[Row]], *, hidden: bool = False,
                 keys: tuple[str, ...] | None = None) -> None:  # fmt: skip
        self.file, self.name, self.hidden, self.keys = file, name, hidden, keys
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return self._rows()

    def rows(self) -> Iterator[Row]:
        """The rows that are not empty, in order."""
        return (row for row in self._rows() if not row.empty)

    def head(self, count: int = 25) -> list[Row]:
        """The rows that are not empty among the first `count`."""
        out = []
        for row in self._rows():
            if row.number > count:
                break
            if not row.empty:
                out.append(row)
        return out

    def where(self, cell: str | None = None) -> str:
        """Words that name file, sheet and cell, for messages."""
        return ", ".join(filter(None, (self.file, self.name and f"sheet {self.name}", cell and f"cell {cell}")))


@dataclass(slots=True)
class Table:
    """A file of tables: `name` is the file's, `media_type` what it is, `data` its bytes as they lie on the disk."""

    name: str
    media_type: str
    data: bytes
    sheets: list[Sheet]


def letters(column: int) -> str:
    """The letters of a column that counts from 1: 1 is A, 27 is AA."""
    out = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def address(row: int, column: int) -> str:
    """A cell's address in A1 notation; both count from 1."""
    return f"{letters(column)}{row}"


def position(cell: str) -> tuple[int, int]:
    """Row and column, counted from 1, of an address in A1 notation. Raises ValueError for anything else."""
    match = _LETTERS.match(cell.strip().replace("$", ""))
    if not match:
        raise ValueError(f"{cell!r} is no cell")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def as_text(value: object) -> str:
    """A value as a spreadsheet would show it at its plainest: dates in ISO form, whole numbers without decimals."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return str(value)


def open_table(path: Path) -> Table:
    """Open the file. Raises DocumentError with file (and sheet, cell) in its message for what is no table.

    Codes: table-missing, table-empty, table-locked, table-old-excel, table-unreadable, not-a-table, too-large.
    """
    from masfufa.documents.limits import DEFAULT

    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DocumentError("table-missing", f"{path} is a folder. Name a file.")
        if size > DEFAULT.bytes:
            raise DocumentError("too-large", f"{path.name}: {size:,} bytes are more than {DEFAULT.bytes:,}. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError("table-missing", f"{path} cannot be opened: {error.strerror or error}.") from error
    return table_of(data, path.name)


def table_of(data: bytes, name: str) -> Table:
    """The table that the bytes are, under the name they had. Errors as of `open_table`."""
    if not data.strip():
        raise DocumentError("table-empty", f"{name}: the file is empty.")
    media_type, sheets = _sheets_of(data, name, packed=False)
    return Table(name, media_type, data, sheets)


def _sheets_of(data: bytes, name: str, packed: bool) -> tuple[str, list[Sheet]]:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, name, packed)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise DocumentError("table-locked", f"{name}: the workbook is locked with a password. Save it without one.")
        raise DocumentError(
            "table-old-excel", f"{name}: this is an old Excel workbook (.xls). Save it as .xlsx or .csv."
        )
    try:
        decoded = decode(data)
    except DocumentError as error:
        if cell := _nul_cell(data):
            raise DocumentError(
                "table-unreadable", f"{name}, cell {cell}: a NUL byte stands there, which no text holds. Take it out."
            ) from error
        raise DocumentError(
            "not-a-table", f"{name}: this is no table. Give xlsx, csv, tsv, JSON or a zip of one."
        ) from error
    text = decoded.text.lstrip("\ufeff")
    if not text.strip():
        raise DocumentError("table-empty", f"{name}: the file is empty.")
    if _PAGE.match(text):
        raise DocumentError("not-a-table", f"{name}: this is a page or feed, no table. Download the table itself.")
    if text.lstrip()[:1] in "[{":
        from masfufa.exchange.json_tables import json_sheets

        sheets = json_sheets(text, name)
        if sheets is not None:
            return JSON, sheets
    told = _SEPARATOR_TOLD.match(text)  # Excel's own word for it, a line that it does not show
    text = text[told.end() :] if told else text
    separator = told[1] if told else _separator(text)
    sheet = Sheet(name, "", lambda: _csv_rows(text, separator, name))
    return (TSV if separator == "\t" else CSV), [sheet]


def _nul_cell(data: bytes) -> str | None:
    """The cell of the first NUL of what would be a table without its few NULs; None for anything else."""
    if not 0 < data.count(0) <= max(1, len(data) // _TEXT_TO_A_NUL):
        return None
    try:
        whole = decode(data.replace(b"\0", b"")).text
        before = decode(data[: data.index(0)] + b"?").text
        rows = list(csv.reader(io.StringIO(before, newline=""), delimiter=_separator(whole)))
    except (DocumentError, csv.Error):
        return None
    return address(len(rows), len(rows[-1])) if rows else None


def _packed(data: bytes, name: str, packed: bool) -> tuple[str, list[Sheet]]:
    import zipfile

    from masfufa.exchange.workbooks import check_size, workbook_sheets

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DocumentError("table-unreadable", f"{name}: the file is damaged: {error}.") from error
    check_size(members, name)
    names = {info.filename for info in members}
    if any(member.startswith("xl/") for member in names):
        return XLSX, workbook_sheets(data, archive, name)
    other = next((what for member, what in _OTHERS.items() if member in names), None)
    if other is not None:
        raise DocumentError("not-a-table", f"{name}: this is {other}. Save its table as .xlsx or .csv.")
    inside = [info for info in members if not Path(info.filename).name.startswith((".", "__"))
              and not info.filename.startswith("__MACOSX")]  # fmt: skip
    if packed or len(inside) != 1:
        found = ", ".join(info.filename for info in inside[:5]) or "nothing"
        raise DocumentError("not-a-table", f"{name}: a zip must hold one table; this one holds {found}. Unpack it.")
    if inside[0].flag_bits & 0x1:
        raise DocumentError("table-locked", f"{name}: the zip is locked with a password. Unpack it first.")
    try:
        content = archive.read(inside[0])
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise DocumentError("table-unreadable", f"{name}: {inside[0].filename} is damaged: {error}.") from error
    if not content.strip():
        raise DocumentError("table-empty", f"{name}: {inside[0].filename} in it is empty.")
    return ZIP, _sheets_of(content, name, packed=True)[1]


def _separator(text: str) -> str:
    """The separator that parts the first lines most evenly; a comma where none does."""
    sample = text[:262144].splitlines(keepends=True)[:_SAMPLE_LINES]
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            continue
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual < 2:
            continue
        score = (round(widths.count(usual) / len(widths), 2), usual)
        if score > best_score:
            best, best_score = separator, score
    return best


def _csv_rows(text: str, separator: str, name: str) -> Iterator[Row]:
    csv.field_size_limit(_FIELD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DocumentError("table-unreadable", f"{name}, row {number}: this is no csv: {error}.") from error
        while values and not values[-1]:
            values.pop()
        yield Row(number, values)
