"""JSON Lines: one document a line, each line on its own, so that a broken one stops nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from masfufa.documents.garbled import garbled
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.text import checked
from masfufa.errors import DocumentError
from masfufa.records import Document

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_STARTS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_DRAIN = 1 << 20


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that can't be read, in its place in the stream. `line` counts from 1; None outside JSON Lines."""

    id: str | None
    code: str
    message: str
    line: int | None


def looks_like_jsonl(start: bytes) -> bool:
    """True where the first bytes of a stream begin a JSON object: `{` and a quote."""
    return _STARTS.match(start) is not None


def lines(
    stream: BinaryIO, limits: Limits = DEFAULT, first: bytes = b"", number: int = 0
) -> Iterator[tuple[int, bytes] | Failure]:
    """The non-blank lines of a stream with their numbers, one at a time; a line over the limit is a Failure.

    `first` is what was already read of the first line, after `number` others. Memory: one line, at any length.
    """
    while True:
        line = first if first.endswith(b"\n") else first + stream.readline(max(limits.line_bytes + 2 - len(first), 0))
        first = b""
        if not line:
            return
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line.rstrip(b"\r\n")) > limits.line_bytes:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(_DRAIN)
            yield Failure(
                f"line-{number}",
                "line-too-long",
                f"Line {number} is longer than {limits.line_bytes:,} bytes. Split the document, or raise the limit.",
                number,
            )
        elif line.strip():
            yield number, line


def parse_line(line: bytes | str, number: int, limits: Limits = DEFAULT) -> Document | Failure:
    """One line as a document, from id, text, title, language, published, publisher, url; other fields are ignored.

    Without an id the document is "line-N". Never raises: what is wrong comes back as a Failure with the code bad-json,
    not-utf8, not-an-object, missing-text, bad-field, bad-published, empty-document or too-large.
    """
    identifier = f"line-{number}"
    try:
        fields = _object(line)
        given = fields.get("id")
        if isinstance(given, str) and given:
            identifier = _SURROGATE.sub("\ufffd", given)
        return _document(fields, identifier, limits)
    except DocumentError as error:
        return Failure(identifier, error.code, f"Line {number}: {error.message}", number)


def _object(line: bytes | str) -> dict[str, Any]:
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
    except UnicodeDecodeError as error:
        raise DocumentError(
            "not-utf8", f"byte {error.start + 1} is not UTF-8, which JSON Lines must be. Convert the file."
        ) from error
    try:
        value = json.loads(text)
    except RecursionError:
        raise DocumentError("bad-json", "the JSON is nested too deep.") from None
    except ValueError as error:
        raise DocumentError("bad-json", f"not valid JSON ({error}).") from None
    if not isinstance(value, dict):
        raise DocumentError("not-an-object", 'a line must be a JSON object with at least "text".')
    return value


def _document(fields: dict[str, Any], identifier: str, limits: Limits) -> Document:
    _string(fields, "id")
    text = fields.get("text")
    if text is None:
        raise DocumentError("missing-text", 'the object has no "text".')
    text = _string(fields, "text") or ""
    language, publisher = _string(fields, "language"), _string(fields, "publisher")
    return Document(
        id=identifier,
        text=checked(text, limits),
        title=_string(fields, "title"),
        language=language.strip().lower() or None if language else None,
        published=_published(fields.get("published")),
        publisher=publisher or None,
        url=_string(fields, "url"),
        notices=garbled(text),
    )


def _string(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentError("bad-field", f'"{name}" must be a string, and is {_kind(value)}.')
    # Half a surrogate pair can't be written as UTF-8; U+FFFD in its place keeps every offset, and is told as a notice.
    return _SURROGATE.sub("\ufffd", value)


def _published(value: object) -> dt.date | None:
    if value is None:
        return None
    if isinstance(value, str) and _DATE.match(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    shown = json.dumps(value, ensure_ascii=False)[:40]
    raise DocumentError("bad-published", f'"published" must be a date as "YYYY-MM-DD", and is {shown}.')


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    return {dict: "an object", list: "a list", int: "a number", float: "a number"}.get(type(value), "something else")
