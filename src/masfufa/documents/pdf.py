"""PDF: text in reading order, its numbers checked against a second reader, page by page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

from masfufa.documents import pdf_worker
from masfufa.documents.garbled import garbled
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.pdf_layout import Page, back_to_front, join_pages, page_of_blocks, page_of_plain
from masfufa.documents.pdf_numbers import checked_page
from masfufa.documents.text import Extracted, checked, title_of
from masfufa.errors import DocumentError
from masfufa.notices import notice
from masfufa.records import Notice, Span

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = b"/Fl"
_DICTIONARY = 600
_PIECE = 1 << 20
_FREE = 32 << 20
_EDGE = 2


def read_pdf(data: bytes, limits: Limits = DEFAULT, *, ocr: bool = False) -> Extracted:
    """The text of a PDF: paragraphs as lines, pages with their start offsets.

    `ocr` reads pages without text by optical character recognition. Raises DocumentError: "pdf-broken",
    "pdf-encrypted", "pdf-needs-ocr", "pdf-timeout", "too-large", "empty-document", "ocr-missing".
    """
    _refuse_bomb(data, limits)
    answer = _ask_worker(data, limits)
    if "error" in answer:
        raise _error(answer, limits)
    pages: list[Page] = []
    doubtful: list[int] = []
    for number, raw in enumerate(answer["pages"], 1):
        page, sure = _page(raw)
        pages.append(page)
        if not sure:
            doubtful.append(number)
    blank = [index for index, page in enumerate(pages) if not page.paragraphs]
    notices: list[Notice] = []
    if blank and ocr:
        from masfufa.documents.ocr import read_pages

        for index, paragraphs in read_pages(data, blank, limits).items():
            pages[index] = Page(paragraphs, ())
        blank = [index for index, page in enumerate(pages) if not page.paragraphs]
        if len(blank) < len(pages):
            notices.append(notice("ocr-used"))
    if len(blank) == len(pages):
        raise DocumentError(
            "pdf-needs-ocr",
            "This PDF holds pictures of text and no text. Install masfufa[ocr] and Tesseract, and read it with --ocr.",
        )
    if blank:
        shown = ", ".join(str(index + 1) for index in blank[:20])
        notices.append(notice("pages-without-text", pages=shown))
    text, starts = join_pages(pages)
    for number, page in enumerate(pages, 1):
        if back_to_front(" ".join(page.paragraphs)):
            notices.append(notice("garbled-text", "reversed", page=number))
    for number in doubtful:
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(text)
        spans = (Span(start, end),) if end > start else ()
        notices.append(notice("numbers-uncertain", spans=spans, page=number))
    return Extracted(
        checked(text, limits), title=title_of(text), pages=tuple(starts), notices=(*notices, *garbled(text))
    )


def _page(raw: dict[str, Any]) -> tuple[Page, bool]:
    """One page and whether its numbers are sure: laid out by qalam, checked against PDFium, or PDFium's alone."""
    plain = page_of_plain(raw["plain"] or "")
    if raw["blocks"] is None or raw["needs_ocr"]:
        # PDFium keeps text that qalam distrusts; without letters there is nothing to keep.
        return plain, raw["blocks"] is not None or not any(c.isdigit() for p in plain.paragraphs for c in p)
    laid_out = page_of_blocks(raw["blocks"])
    if not laid_out.paragraphs:
        return plain, True
    lines = (raw["plain"] or "").splitlines()
    return checked_page(laid_out, plain, "\n".join([*lines[:_EDGE], *lines[-_EDGE:]]))


def _ask_worker(data: bytes, limits: Limits) -> dict[str, Any]:
    # qalam opens paths only; a temporary file that is closed first can be opened by another process on Windows too.
    with tempfile.TemporaryDirectory(prefix="masfufa-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        if not sys.executable:
            return pdf_worker.extract(str(path), limits.pages)
        # -P: the folder of this package holds modules named like ones of the standard library.
        most = (str(limits.pages), str(limits.pdf_megabytes), str(limits.pdf_seconds + 5))
        command = [sys.executable, "-P", pdf_worker.__file__, str(path), *most]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=limits.pdf_seconds, check=False, env=environment
            )
        except subprocess.TimeoutExpired:
            seconds = f"{limits.pdf_seconds:g}"
            raise DocumentError("pdf-timeout", f"The PDF was not read within {seconds} seconds. Split it.") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": "pdf-broken", "detail": "the reader ended without an answer"}
    return answer


def _error(answer: dict[str, Any], limits: Limits) -> DocumentError:
    code, detail = answer["error"], answer.get("detail", "")
    if code == "pdf-encrypted":
        return DocumentError(code, "This PDF is locked with a password. Save a copy without one.")
    if code == "too-many-pages":
        return DocumentError("too-large", f"The PDF has {detail} pages; the limit is {limits.pages:,}. Split it.")
    if code == "too-large":
        return DocumentError(code, "Reading the PDF takes more memory than is allowed. Split it.")
    return DocumentError("pdf-broken", f"This PDF is broken or cut short ({detail.rstrip('.')}). Get it again.")


def _refuse_bomb(data: bytes, limits: Limits) -> None:
    """Counts what the packed streams unpack to, in bounded memory, and stops at the limit. Raises "too-large"."""
    total = 0
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        dictionary = data[max(match.start() - _DICTIONARY, 0) : match.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        if _FLATE not in dictionary:
            continue
        total += _unpacked(data, match.end(), dictionary.count(_FLATE), limits.unpacked_bytes - total)
        if total > limits.unpacked_bytes or total > max(_FREE, len(data) * limits.unpacked_ratio):
            raise DocumentError("too-large", f"The PDF unpacks to more than {total:,} bytes: it may be a trap.")


def _unpacked(data: bytes, start: int, layers: int, most: int) -> int:
    """Bytes that the stream at `start` unpacks to, counted up to `most`, inner layers included."""
    unpackers = [zlib.decompressobj() for _ in range(min(layers, 3))]
    size, at = 0, start
    try:
        while at < len(data) and not unpackers[0].eof and size <= most:
            size += _feed(unpackers, 0, data[at : at + _PIECE], most - size)
            at += _PIECE
    except zlib.error:
        return size
    return size


def _feed(unpackers: list[Any], layer: int, piece: bytes, most: int) -> int:
    size = 0
    while piece and size <= most and not unpackers[layer].eof:
        out = unpackers[layer].decompress(piece, _PIECE)
        piece = unpackers[layer].unconsumed_tail
        size += len(out)
        if layer + 1 < len(unpackers):
            size += _feed(unpackers, layer + 1, out, most - size)
    return size
