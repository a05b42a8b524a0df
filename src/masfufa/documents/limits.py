"""How much of anything a document may bring: the guards against files that would fill the memory or never end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, checked before the work that they guard. What goes over one is told as error "too-large".

    `bytes`: a file, stdin, or a page fetched from a URL. `html_bytes`: an HTML page.
    `characters`: the text that comes out, in code points.
    `line_bytes`: one line of JSON Lines; the number of lines is not limited. `pages`: pages of a PDF.
    `unpacked_bytes`, `unpacked_ratio`: a DOCX or PDF unpacked, and how many times the packed size that may be.
    `depth`, `elements`: nested elements of an HTML page, and all of them. `seconds`: waiting for a URL, in all;
    `redirects`: of a URL.
    `pdf_seconds`, `pdf_megabytes`: time and memory for the process that reads a PDF. `ocr_pages`: pages that are read
    by optical character recognition, some seconds each. `document_seconds`, `document_megabytes`: time and memory for
    all that is done with a document, where it is done in a worker (masfufa.documents.guard); the memory comes on top of
    what the worker takes before its first document.
    """

    bytes: int = 100 * 1024 * 1024
    html_bytes: int = 10 * 1024 * 1024
    characters: int = 5_000_000
    line_bytes: int = 32 * 1024 * 1024
    pages: int = 2_000
    unpacked_bytes: int = 200 * 1024 * 1024
    unpacked_ratio: int = 200
    depth: int = 500
    elements: int = 60_000
    seconds: float = 30.0
    redirects: int = 5
    pdf_seconds: float = 120.0
    pdf_megabytes: int = 4_096
    ocr_pages: int = 200
    document_seconds: float = 180.0
    document_megabytes: int = 2_048


DEFAULT = Limits()
"""The limits in force where a caller names none."""
