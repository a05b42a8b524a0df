"""Numbers of a PDF page, read by two libraries: equal, mended where the text itself tells how, or doubtful.

qalam keeps numbers beside their nouns, but kerning can make it break one ("50 4" for 450); PDFium keeps digits
together, but may move a number. A number counts as sure where both have it.
"""

from __future__ import annotations

import re
from collections import Counter

from masfufa.documents.pdf_layout import Page

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_BROKEN = re.compile(r"\d[\d.,٫٬]*(?: \d[\d.,٫٬]*)+")
_MOST_PIECES = 6


def checked_page(page: Page, other: Page, edges: str = "") -> tuple[Page, bool]:
    """`page` with broken numbers mended after `other`, and whether both now hold the same numbers.

    `edges` is what stands at head and foot of the page: numbers in it may be missing, since qalam leaves out what a
    file marks as a running head or a page number.
    """
    wanted = _numbers(other)
    missing, surplus = wanted - _numbers(page), _numbers(page) - wanted
    if not missing and not surplus:
        return page, True
    if missing and surplus:
        paragraphs = tuple(
            _BROKEN.sub(lambda match: _mended(match, missing, surplus), text) for text in page.paragraphs
        )
        page = Page(paragraphs, page.tables)
        missing, surplus = wanted - _numbers(page), _numbers(page) - wanted
    if not wanted and not other.paragraphs:
        return page, False
    at_edges = Counter(_plain(match.group()) for match in _NUMBER.finditer(edges))
    return page, not (missing - at_edges) and not surplus


def _mended(match: re.Match[str], missing: Counter[str], surplus: Counter[str]) -> str:
    """Neighbouring pieces put together, in written or opposite order, where that gives a number that is missing."""
    pieces = match.group().split(" ")
    out: list[str] = []
    at = 0
    while at < len(pieces):
        for size in range(min(_MOST_PIECES, len(pieces) - at), 1, -1):
            group = pieces[at : at + size]
            whole = next((w for w in _wholes(group) if missing[_plain(w)] > 0), None)
            if whole and all(surplus[_plain(piece)] > 0 for piece in group):
                missing[_plain(whole)] -= 1
                for piece in group:
                    surplus[_plain(piece)] -= 1
                out.append(whole)
                at += size
                break
        else:
            out.append(pieces[at])
            at += 1
    return " ".join(out)


def _wholes(pieces: list[str]) -> tuple[str, ...]:
    """What pieces may have been: in opposite order, with a separator back in front of its piece ("006, 4"), or as
    written."""
    turned = [piece[-1] + piece[:-1] if piece[-1] in ".,٫٬" else piece for piece in pieces]
    return "".join(reversed(pieces)), "".join(reversed(turned)), "".join(pieces)


def _numbers(page: Page) -> Counter[str]:
    return Counter(_plain(match.group()) for text in page.paragraphs for match in _NUMBER.finditer(text))


def _plain(number: str) -> str:
    """A number with ASCII digits, its separators kept as one sign, and no sign at its edges."""
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in number)
    return re.sub("[٫٬]", ",", digits).strip(".,")
