"""From a path, stdin or URL to documents: what the bytes are decides which reader takes them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from masfufa.documents import jsonl
from masfufa.documents.dateline import dateline_date
from masfufa.documents.jsonl import Failure
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.sniff import DOCX, HTML, PDF, media_type_of
from masfufa.documents.text import Extracted, read_text
from masfufa.errors import DocumentError
from masfufa.language.identify import identify
from masfufa.records import Document, Source

__all__ = ["Failure", "Options", "from_bytes", "is_url", "load", "open_many"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_BLANK = 4096
_JSONL = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller knows and allows; what is given here wins over what the document says.

    `ocr`: read scanned PDF pages (needs the [ocr] extra). `allow_private`: a URL may point into private networks.
    """

    published: dt.date | None = None
    language: str | None = None
    publisher: str | None = None
    limits: Limits = DEFAULT
    ocr: bool = False
    allow_private: bool = False


def is_url(source: str | Path) -> bool:
    """True for what has a scheme (`https://…`), which no path has."""
    return isinstance(source, str) and _SCHEME.match(source) is not None


def load(
    source: str | Path,
    *,
    published: dt.date | None = None,
    language: str | None = None,
    publisher: str | None = None,
    limits: Limits = DEFAULT,
    ocr: bool = False,
    allow_private: bool = False,
) -> Document:
    """The one document of a file, of stdin ("-") or of a http(s) URL.

    `Document.id` is the path as given (with forward slashes), "-", or the URL. The options are those of `Options`.
    Raises DocumentError with a code of docs/errors.md, and no other error.
    """
    options = Options(published, language, publisher, limits, ocr, allow_private)
    if is_url(source):
        return _from_url(str(source), options)
    if str(source) == "-":
        return from_bytes(_read(sys.stdin.buffer, limits), "-", options)
    path = Path(source)
    if path.suffix.lower() in _JSONL:
        raise DocumentError("many-documents", f"{path} is JSON Lines: it holds many documents, and one was asked for.")
    with _opened(path) as stream:
        return from_bytes(_read(stream, limits), _printable(path.as_posix()), options, suffix=path.suffix.lower())


def open_many(
    source: str | Path,
    *,
    published: dt.date | None = None,
    language: str | None = None,
    publisher: str | None = None,
    limits: Limits = DEFAULT,
    ocr: bool = False,
    allow_private: bool = False,
) -> Iterator[Document | Failure]:
    """The documents of a source, one at a time: many for JSON Lines (.jsonl, .ndjson, or such on stdin), else one.

    Never raises DocumentError: what can't be read is a Failure in its place. Memory: one document, at any length.
    The options fill in what a JSON line leaves out, and win over what a file says.
    """
    options = Options(published, language, publisher, limits, ocr, allow_private)
    try:
        if is_url(source):
            yield _from_url(str(source), options)
        elif str(source) == "-":
            yield from _from_stream(sys.stdin.buffer, "-", "", options)
        else:
            path = Path(source)
            with _opened(path) as stream:
                yield from _from_stream(stream, _printable(path.as_posix()), path.suffix.lower(), options)
    except DocumentError as error:
        name = str(source) if is_url(source) else Path(source).as_posix()
        yield Failure(_printable(name), error.code, error.message, None)
    except OSError as error:
        yield Failure(
            _printable(Path(source).as_posix()), "file-unreadable", f"Reading stopped: {_reason(error)}.", None
        )


def from_bytes(
    data: bytes,
    name: str,
    options: Options = Options(),
    *,
    suffix: str = "",
    declared: str | None = None,
    charset: str | None = None,
    url: str | None = None,
) -> Document:
    """The document that a file's bytes hold. `suffix`, `declared` (media type) and `charset` are hints only."""
    if not data:
        raise DocumentError("empty-document", "The document is empty.")
    limits = options.limits
    if len(data) > limits.bytes:
        raise _too_large(limits)
    media_type = media_type_of(data, suffix, declared)
    found = _extract(data, media_type, charset, url, options)
    language = options.language
    if language is None and found.language and identify(found.text) is None:
        language = found.language
    return Document(
        id=name,
        text=found.text,
        title=found.title,
        language=language,
        published=options.published or found.published or dateline_date(found.text),
        publisher=options.publisher or found.publisher,
        url=url,
        source=Source(hashlib.sha256(data).hexdigest(), media_type, found.pages),
        notices=found.notices,
    )


def _extract(data: bytes, media_type: str, charset: str | None, url: str | None, options: Options) -> Extracted:
    # The readers of rich formats are imported where they are used: plain text and JSON Lines start without them.
    if media_type == HTML:
        from masfufa.documents.html import read_html

        return read_html(data, options.limits, charset=charset, url=url)
    if media_type == PDF:
        from masfufa.documents.pdf import read_pdf

        return read_pdf(data, options.limits, ocr=options.ocr)
    if media_type == DOCX:
        from masfufa.documents.docx import read_docx

        return read_docx(data, options.limits)
    return read_text(data, options.limits, charset)


def _from_url(url: str, options: Options) -> Document:
    from masfufa.documents.url import fetch

    page = fetch(url, limits=options.limits, allow_private=options.allow_private)
    name = _printable(url)
    return from_bytes(page.data, name, options, declared=page.media_type, charset=page.charset, url=name)


def _from_stream(stream: BinaryIO, name: str, suffix: str, options: Options) -> Iterator[Document | Failure]:
    limits = options.limits
    first, blank = stream.readline(limits.line_bytes + 2), b""
    while first and not first.strip() and len(blank) < _MOST_BLANK:
        blank += first
        first = stream.readline(limits.line_bytes + 2)
    if suffix in _JSONL or (name == "-" and jsonl.looks_like_jsonl(first)):
        for item in jsonl.lines(stream, limits, first, blank.count(b"\n")):
            yield item if isinstance(item, Failure) else _filled(jsonl.parse_line(item[1], item[0], limits), options)
        return
    start = blank + first
    yield from_bytes(start + _read(stream, limits, len(start)), name, options, suffix=suffix)


def _filled(document: Document | Failure, options: Options) -> Document | Failure:
    if isinstance(document, Failure) or (options.published, options.language, options.publisher) == (None, None, None):
        return document
    return dataclasses.replace(
        document,
        published=document.published or options.published,
        language=document.language or options.language,
        publisher=document.publisher or options.publisher,
    )


def _opened(path: Path) -> BinaryIO:
    shown = _printable(str(path))
    try:
        if path.is_dir():
            raise DocumentError("is-a-directory", f"{shown} is a folder. Name the files in it.")
        return path.open("rb")
    except FileNotFoundError:
        raise DocumentError("file-not-found", f"There is no file {shown}.") from None
    except (OSError, ValueError) as error:
        raise DocumentError("file-unreadable", f"{shown} can't be opened: {_reason(error)}.") from None


def _read(stream: BinaryIO, limits: Limits, already: int = 0) -> bytes:
    """All bytes up to the limit; one more tells that there are too many."""
    try:
        data = stream.read(limits.bytes + 1 - already)
    except OSError as error:
        raise DocumentError("file-unreadable", f"The file can't be read: {_reason(error)}.") from None
    if len(data) + already > limits.bytes:
        raise _too_large(limits)
    return data


def _too_large(limits: Limits) -> DocumentError:
    return DocumentError(
        "too-large", f"The file is larger than {limits.bytes:,} bytes. Split it, or raise the limit (limits.bytes)."
    )


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _printable(name: str) -> str:
    """A name that can be written as UTF-8: file names may hold bytes that are none."""
    return _SURROGATE.sub("\ufffd", name)
