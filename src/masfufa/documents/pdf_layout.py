"""From a PDF's lines to paragraphs: wrapped lines are joined, page numbers and running heads left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from masfufa.documents.pdf_blocks import Block, joined_blocks

_PRESENTATION = re.compile("[\ufb1d-\ufb4f\ufb50-\ufdf9\ufdfc\ufe70-\ufefc\ufb00-\ufb06]")
_INVISIBLE = re.compile("[\u0001-\u0008\u000b\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]")
_SPACES = re.compile("[ \u00a0\u2000-\u200a\u202f\r\n]+")
_STOP_AT_END = re.compile(r"[.!؟?:؛;۔…][\"'”»)\]]*$")
_BULLET = re.compile(r"(?:[•●▪◦■□‣∙*–—-]\s|\(?\d{1,2}[.)]\s|[a-zأبجده][.)]\s)")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\s]*(?:page|p\.|صفحة|الصفحة|ص)?\s*\d{1,4}(?:\s*(?:/|of|sur|de|من)\s*\d{1,4})?[-–—|\s]*)\Z", re.I
)
_FULL_LINE = 0.72
_RUNNING = 3


class Page(NamedTuple):
    """Paragraphs of a page in reading order; `tables` holds the indexes of those that are rows of a table."""

    paragraphs: tuple[str, ...]
    tables: tuple[int, ...]


def page_of_blocks(blocks: Sequence[Block]) -> Page:
    """A page from the blocks of `pdf_worker`: a text block is one or more paragraphs, each row of a table is one."""
    paragraphs: list[str] = []
    tables: list[int] = []
    for block in joined_blocks(blocks):
        clean = [line for line in map(_clean, block["lines"]) if line]
        if block["kind"] == "table":
            tables.extend(range(len(paragraphs), len(paragraphs) + len(clean)))
            paragraphs.extend(clean)
        else:
            paragraphs.extend(_joined(clean))
    return Page(tuple(paragraphs), tuple(tables))


def page_of_plain(text: str) -> Page:
    """A page from plain lines, whose blocks are not known."""
    # PDFium writes U+0002 where a word was hyphenated at a line's end.
    text = re.sub("\u0002\\s*", "", text)
    paragraphs: list[str] = []
    for block in re.split(r"(?:\r?\n[ \t]*){2,}", text):
        paragraphs.extend(_joined([line for line in map(_clean, block.splitlines()) if line]))
    return Page(tuple(paragraphs), ())


def back_to_front(text: str) -> bool:
    """True for Arabic whose letters are in reverse order: words begin with ة or ى, which only end words."""
    first = len(re.findall("(?<!\\w)[ةى]\\w", text))
    last = len(re.findall("\\w[ةى](?!\\w)", text))
    return first > 0 and first * 4 >= last


def join_pages(pages: Sequence[Page]) -> tuple[str, list[int]]:
    """The whole text, one paragraph a line, pages apart by an empty line, and the start offset of each page.

    A sentence that runs on over a page break is kept whole. An empty page starts where the next one does.
    """
    running = _running_heads(pages)
    parts: list[str] = []
    starts: list[int] = []
    size = 0
    before: tuple[str, bool] | None = None
    for page in pages:
        kept = [
            (text, index in page.tables)
            for index, text in enumerate(page.paragraphs)
            if not _furniture(text, index, len(page.paragraphs), running)
        ]
        if kept and before:
            glue = " " if _runs_on(before, kept[0]) else "\n\n"
            parts.append(glue)
            size += len(glue)
        starts.append(size)
        if kept:
            body = "\n".join(text for text, _ in kept)
            parts.append(body)
            size += len(body)
            before = kept[-1]
    return "".join(parts), starts


def _clean(line: str) -> str:
    """A line in logical order with base letters. A glyph without a character (NUL) stays visible as U+FFFD."""
    line = _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match.group()), line)
    line = _INVISIBLE.sub("", line.replace("\x00", "\ufffd"))
    return _SPACES.sub(" ", line).strip(" ")


def _joined(lines: list[str]) -> list[str]:
    """The lines of one block as paragraphs: a line that is short for its block, or stops, ends one."""
    if not lines:
        return []
    width = max(map(len, lines))
    out = [lines[0]]
    for previous, line in pairwise(lines):
        full = len(previous) >= _FULL_LINE * width
        if _BULLET.match(line) or not full or (len(previous) < 0.9 * width and _STOP_AT_END.search(previous)):
            out.append(line)
        elif previous.endswith(("\u00ad", "-")) and len(previous) > 1 and previous[-2].isalpha() and line[0].islower():
            out[-1] = out[-1][:-1] + line if previous.endswith("\u00ad") else out[-1] + line
        else:
            out[-1] = f"{out[-1]} {line}"
    return out


def _runs_on(before: tuple[str, bool], after: tuple[str, bool]) -> bool:
    text, in_table = before
    following, then_table = after
    if in_table or then_table or len(text) < 60 or _STOP_AT_END.search(text) or _BULLET.match(following):
        return False
    first = following[0]
    return first.islower() or "\u0620" <= first <= "\u06d3"


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """First and last lines that most pages share, their digits aside: letterheads and foot lines."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_digits(text) for text in (*page.paragraphs[:1], *page.paragraphs[-1:])})
    return frozenset(text for text, count in counts.items() if count >= max(_RUNNING, len(pages) // 2 + 1))


def _furniture(text: str, index: int, count: int, running: frozenset[str]) -> bool:
    if index not in (0, count - 1):
        return False
    return _PAGE_NUMBER.match(text) is not None or _without_digits(text) in running


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)
