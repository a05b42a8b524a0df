"""xlsx workbooks: values through openpyxl; merged areas and formulas without a saved value from the XML itself."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from masfufa.errors import DocumentError
from masfufa.exchange.tables import Marks, Row, Sheet, position

_SHARE, _LEAST = 200, 50 * 1024 * 1024
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]+\d+)"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_MERGED = 200_000


class _Entry(NamedTuple):
    name: str
    part: str
    hidden: bool


def check_size(members: list[zipfile.ZipInfo], name: str) -> None:
    """Raise DocumentError("too-large") for an archive that would unpack to more than the limits allow."""
    from masfufa.documents.limits import DEFAULT

    unpacked = sum(info.file_size for info in members)
    stored = sum(info.compress_size for info in members) or 1
    if unpacked > DEFAULT.unpacked_bytes * 2 or (unpacked > _LEAST and unpacked / stored > _SHARE):
        raise DocumentError(
            "too-large",
            f"{name}: it would unpack to {unpacked:,} bytes, more than is safe. Split it or save it as csv.",
        )


def workbook_sheets(data: bytes, archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    """The worksheets in the workbook's order; chart sheets are left out. Raises DocumentError("table-unreadable")."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            titles = {sheet.title for sheet in book.worksheets}
            entries = [entry for entry in _entries(archive) if entry.name in titles]
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever the damage leads to
        raise DocumentError("table-unreadable", f"{name}: the workbook is damaged: {error}.") from error
    if not entries:
        raise DocumentError("table-empty", f"{name}: there is no sheet with cells in it.")
    return [_sheet(book, archive, entry, name) for entry in entries]


def _entries(archive: zipfile.ZipFile) -> list[_Entry]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {node.get("Id"): node.get("Target", "") for node in root}
    out = []
    for node in etree.fromstring(archive.read("xl/workbook.xml"), parser).iter("{*}sheet"):
        target = targets.get(node.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        out.append(_Entry(node.get("name", ""), part, node.get("state", "visible") != "visible"))
    return out


def _sheet(book: object, archive: zipfile.ZipFile, entry: _Entry, file: str) -> Sheet:
    kept: list[Row] = []
    state = {"read": False}

    def rows() -> Iterator[Row]:
        if not state["read"]:
            kept.extend(_read(book, entry.name, file, _marks(archive, entry.part)))
            state["read"] = True
        return iter(kept)

    return Sheet(file, entry.name, rows, hidden=entry.hidden)


def _read(book: object, title: str, file: str, marks: Marks | None) -> list[Row]:
    out: list[Row] = []
    starts: dict[int, list[int]] = {}
    for row, column in set(marks.first.values()) if marks else ():
        starts.setdefault(row, []).append(column)
    widths: dict[int, int] = {}
    for row, column in marks.first if marks else ():
        widths[row] = max(widths.get(row, 0), column)
    number = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet = book[title]  # type: ignore[index]
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                end = len(values)
                while end and values[end - 1] is None:
                    end -= 1
                for column in starts.get(number, ()):
                    if marks and column <= end:
                        marks.values[number, column] = values[column - 1]
                if marks:
                    end = max(end, widths.get(number, 0), max(marks.unsaved.get(number, ()), default=0))
                if end:
                    # Cells of a merged area beyond the last value belong to the row: a header goes on over them.
                    out.append(Row(number, (*values[:end], *(None,) * (end - len(values))), marks))
    except Exception as error:
        where = f"{file}, sheet {title}, below row {number}"
        raise DocumentError("table-unreadable", f"{where}: the sheet is damaged: {error}.") from error
    return out


def _marks(archive: zipfile.ZipFile, part: str) -> Marks | None:
    """Merged areas and unsaved formulas of a sheet; None where it has neither."""
    try:
        xml = archive.read(part)
    except KeyError:
        return None
    marks = Marks()
    for match in _MERGED.finditer(xml):
        area = match[1].decode()
        first, last = (position(corner) for corner in area.split(":"))
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) + len(marks.first) > _MOST_MERGED:
            continue
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                marks.first[row, column] = first
    if b"<f>" in xml or b"<f " in xml or b"<f/>" in xml or b":f>" in xml:
        for row, column in _unsaved(xml):
            marks.unsaved.setdefault(row, set()).add(column)
    return marks if marks.first or marks.unsaved else None


def _unsaved(xml: bytes) -> Iterator[tuple[int, int]]:
    """The cells that hold a formula and no value. A text formula whose value is saved as empty has one."""
    for match in _FORMULA_ALONE.finditer(xml):
        if match[2] and b't="str"' in match[1]:
            continue
        place = _REFERENCE.search(match[1])
        if place:
            yield position(place[1].decode())
