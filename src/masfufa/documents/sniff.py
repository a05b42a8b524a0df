"""What kind of file the bytes are: by their first bytes, with the name and a declared type as hints."""

from __future__ import annotations

import re

from masfufa.documents.encoding import decode
from masfufa.errors import DocumentError

TEXT, HTML, PDF = "text/plain", "text/html", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|title|article|div|p)\b", re.I | re.S
)
_FEED_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*){0,5}<(?:rss|feed|rdf:RDF)\b", re.I | re.S)
_TAG = re.compile(r"<(?:html|head|body|title|article|section|div|p|h1|br|meta|span|a)\b[^<>]*>", re.I)
_MAIL = re.compile(rb"\A(?:[A-Za-z-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){1,40}?MIME-Version: 1\.0", re.I)
_START = 4096
_UNSUPPORTED = (
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)


def media_type_of(data: bytes, suffix: str = "", declared: str | None = None) -> str:
    """TEXT, HTML, PDF or DOCX. Raises DocumentError("unsupported-format") for what is known and not read.

    The bytes win over the name and over the declared type; those decide only whether marked-up text is a page.
    """
    head = data[:_START]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return DOCX
    for start, name in _UNSUPPORTED:
        if head.startswith(start):
            raise DocumentError(
                "unsupported-format", f"This is {name}, which is not read. Save it as DOCX, PDF, HTML or text."
            )
    if suffix == ".json":
        raise DocumentError(
            "unsupported-format", "JSON is read as JSON Lines: one object a line, in a file named .jsonl."
        )
    if _MAIL.search(head):
        raise DocumentError(
            "unsupported-format", "This is a saved message or web archive. Save it as HTML, PDF or text."
        )
    if suffix in (".pdf", ".docx") and b"\x00" in head:
        # A broken file keeps its kind: "not a PDF" tells more than "binary file".
        return PDF if suffix == ".pdf" else DOCX
    if b"<" not in head:
        return TEXT
    try:
        opening = decode(head).text.lstrip("\ufeff")
    except DocumentError:
        return TEXT
    if _FEED_START.match(opening):
        raise DocumentError(
            "unsupported-format", "This is a feed, not an article. Give the address of one of its articles."
        )
    if _HTML_START.match(opening):
        return HTML
    if (declared in _HTML_TYPES or suffix in _HTML_SUFFIXES) and _TAG.search(opening):
        return HTML
    return TEXT
