"""Plain text files."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from masfufa.documents.encoding import decode
from masfufa.documents.garbled import garbled
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.errors import DocumentError
from masfufa.records import Notice

_LONGEST_TITLE = 160
_STOPS = tuple(".!؟?…:؛;،,۔")


class Extracted(NamedTuple):
    """What a format's reader makes of a file's bytes; `load` adds id, hash and what the caller knows.

    `pages` are start offsets in `text`.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None
    pages: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_text(data: bytes, limits: Limits = DEFAULT, charset: str | None = None) -> Extracted:
    """A plain text file, its line ends kept. Raises DocumentError: "binary-file", "empty-document", "too-large"."""
    text = checked(decode(data, charset).text, limits)
    return Extracted(text, title=title_of(text), notices=garbled(text))


def checked(text: str, limits: Limits) -> str:
    """`text` itself, where it holds something and not too much. Raises "empty-document" or "too-large"."""
    if len(text) > limits.characters:
        raise DocumentError(
            "too-large",
            f"The text has {len(text):,} characters; the limit is {limits.characters:,}. Split it, or raise the limit.",
        )
    if not text.strip("\ufeff\u200b\u200e\u200f \t\r\n\v\f\x1a\u00a0\u2028\u2029\u3000"):
        raise DocumentError("empty-document", "The document holds no text.")
    return text


def title_of(text: str) -> str | None:
    """The first line with something in it, where it looks like a title: short, no stop at its end, more text below."""
    body = text.lstrip("\ufeff \t\r\n\v\f\u00a0")
    first, _, rest = body.partition("\n")
    first = first.strip()
    if not first or len(first) > _LONGEST_TITLE or first.endswith(_STOPS) or not rest.strip():
        return None
    return first if any(c.isalpha() for c in first) else None
