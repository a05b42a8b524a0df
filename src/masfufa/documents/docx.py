"""DOCX: paragraphs and tables in their order; headers, footers and comments are left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from masfufa.documents.garbled import garbled
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.text import Extracted, checked, title_of
from masfufa.errors import DocumentError

_MAIN = "word/document.xml"
_FREE = 1 << 20
_MOST_FILES = 10_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SPACES = re.compile(r"[ \t\r\n\v]+")
_OTHERS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an EPUB book"),
)


def read_docx(data: bytes, limits: Limits = DEFAULT) -> Extracted:
    """The body of a Word document: one paragraph a line; each row of a table is a line with tabs between its cells.

    Raises DocumentError: "docx-broken", "docx-encrypted", "unsupported-format", "too-large", "empty-document".
    """
    _guard(data, limits)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_lines(document.element.body))
        title = (document.core_properties.title or "").strip() or None
    except Exception as error:  # a file can break foreign code in ways that nobody lists; the others must go on
        raise _broken(error) from None
    text = checked(text, limits)
    first = title_of(text)
    if first is None and title and text.lstrip().startswith(title):
        first = title
    return Extracted(text, title=first, notices=garbled(text))


def _guard(data: bytes, limits: Limits) -> None:
    """Looks at the zip directory only: what kind of file it is, and whether unpacking it is safe."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, EOFError) as error:
        raise _broken(error) from None
    names = {entry.filename for entry in entries}
    if _MAIN not in names and not any(name.startswith("word/document") for name in names):
        kind = next((kind for name, kind in _OTHERS if name in names), "a zip archive")
        raise DocumentError("unsupported-format", f"This is {kind}, which is not read. Save it as DOCX, PDF or text.")
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or size > limits.unpacked_bytes:
        raise DocumentError(
            "too-large", f"The document unpacks to {size:,} bytes; the limit is {limits.unpacked_bytes:,}."
        )
    # The XML parts are what is parsed; pictures are packed already. Word's own files pack 5 to 20 times.
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise DocumentError("docx-encrypted", "This document is locked with a password. Save a copy without one.")
        if entry.file_size > max(_FREE, entry.compress_size * limits.unpacked_ratio):
            raise DocumentError(
                "too-large", f"{entry.filename} unpacks to {entry.file_size:,} bytes: it may be a trap."
            )


def _broken(error: BaseException) -> DocumentError:
    return DocumentError("docx-broken", f"This Word document is broken or cut short ({error}). Get it again.")


def _lines(body: Any) -> Iterator[str]:
    """Lines of the body's children in order, without recursion: content controls are opened, text boxes left out."""
    stack = list(reversed(list(body)))
    while stack:
        element = stack.pop()
        tag = _local(element)
        if tag == "p":
            yield from (line for line in _paragraph(element).split("\n") if line.strip())
        elif tag == "tbl":
            yield from _rows(element)
        elif tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"):
            stack.extend(reversed(list(element)))


def _rows(table: Any) -> Iterator[str]:
    """Rows as lines. A cell that spans rows is written in its first only; a nested table is part of its cell."""
    for row in table.iter(f"{_WORD}tr"):
        if next(row.iterancestors(f"{_WORD}tbl"), None) is not table:
            continue
        cells = []
        for cell in row.iter(f"{_WORD}tc"):
            if next(cell.iterancestors(f"{_WORD}tr"), None) is row:
                text = " ".join(_paragraph(p).replace("\n", " ") for p in cell.iter(f"{_WORD}p"))
                cells.append(_SPACES.sub(" ", text).strip())
        line = "\t".join(cells).rstrip("\t")
        if line.strip():
            yield line


def _paragraph(paragraph: Any) -> str:
    """The text of a paragraph: its runs, links and insertions, not its deletions, field codes and drawings."""
    parts: list[str] = []
    stack = list(reversed(list(paragraph)))
    while stack:
        element = stack.pop()
        tag = _local(element)
        if tag == "t":
            parts.append(element.text or "")
        elif tag == "tab":
            parts.append("\t")
        elif tag in ("br", "cr"):
            parts.append("\n")
        elif tag == "noBreakHyphen":
            parts.append("-")
        elif tag in (
            "r",
            "hyperlink",
            "ins",
            "moveTo",
            "smartTag",
            "sdt",
            "sdtContent",
            "fldSimple",
            "customXml",
            "bdo",
            "dir",
        ):
            stack.extend(reversed(list(element)))
    return "".join(parts).strip(" \t")


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) and tag.startswith((_WORD, _STRICT)) else ""
