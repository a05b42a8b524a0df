"""Runs in a process of its own: a picture of one page of a PDF, or the page and boxes where words stand, as JSON.

As `pdf_worker.py`, it is run as a file by `pdf_pages.py` and imports nothing of the package.
"""

from __future__ import annotations

import base64
import json
import struct
import sys
import unicodedata
import zlib
from typing import Any

_WIDEST = 1600
_MOST_BOXES = 40


def find(document: Any, words: str, around: tuple[str, str], share: float) -> dict[str, Any]:
    """The page whose text holds the words, nearest to `share` of the pages; boxes from the upper left, in points.

    `around`: what stands before and after them: of words that stand there twice those are meant.
    """
    count = len(document)
    expected = min(int(share * count), count - 1)
    for needle, skip, length in _needles(words, around):
        for index in sorted(range(count), key=lambda page: abs(page - expected)):
            page = document[index]
            text = page.get_textpage()
            at = _where(text.get_text_range(), needle, skip, length)
            if at is not None:
                return {**_size(document, index), "boxes": _boxes(page, text, *at)}
    return {**_size(document, expected), "boxes": []}


def _needles(words: str, around: tuple[str, str]) -> list[tuple[str, int, int]]:
    """What is looked for, and which part of it is meant: the words between their neighbours, the words alone, fewer of
    them, down to the longest number.
    """
    before, whole, after = (_plain(one)[0] for one in (around[0], words, around[1]))
    placed = [(before + whole + after, len(before)), (before + whole, len(before)), (whole + after, 0)]
    out = [(needle, skip, len(whole)) for needle, skip in placed if whole]
    parts = words.split()
    numbers = sorted((part for part in parts if any(c.isdigit() for c in part)), key=len, reverse=True)
    shorter = [" ".join(parts[:n]) for n in (6, 3) if len(parts) > n]
    fewer = [needle for one in (words, *shorter, *numbers[:1]) if (needle := _plain(one)[0])]
    return list(dict.fromkeys([*out, *((needle, 0, len(needle)) for needle in fewer)]))


def _plain(text: str) -> tuple[str, list[int]]:
    """Letters and digits without marks and blanks, and the place in `text` of each."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKC", char):
            if unicodedata.category(part)[0] in "LN":
                letters.append(part.casefold())
                places.extend([place] * len(letters[-1]))
    return "".join(letters), places


def _where(text: str, needle: str, skip: int, length: int) -> tuple[int, int] | None:
    plain, places = _plain(text)
    at = plain.find(needle)
    if at < 0:
        return None
    at += skip
    return places[at], places[at + length - 1] - places[at] + 1


def _boxes(page: Any, text: Any, start: int, length: int) -> list[list[float]]:
    _, height = page.get_size()
    boxes = []
    for index in range(min(text.count_rects(start, length), _MOST_BOXES)):
        left, bottom, right, top = text.get_rect(index)
        boxes.append([round(left, 1), round(height - top, 1), round(right - left, 1), round(top - bottom, 1)])
    return boxes


def _size(document: Any, index: int) -> dict[str, Any]:
    width, height = document[index].get_size()
    return {"page": index, "pages": len(document), "width": round(width, 1), "height": round(height, 1)}


def picture(document: Any, index: int, width: int) -> dict[str, Any]:
    """The page as a PNG of `width` pixels, in base64."""
    page = document[index]
    across, down = page.get_size()
    scale = min(width, _WIDEST) / max(across, 1.0)
    if down * scale > 4 * _WIDEST:
        scale = 4 * _WIDEST / down
    bitmap = page.render(scale=scale, rev_byteorder=True)
    data, stride, channels = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
    lines = bytearray()
    for row in range(bitmap.height):
        line = data[row * stride : row * stride + bitmap.width * channels]
        lines += b"\0" + (line if channels in (1, 3) else _three(line, channels))
    png = _png(bitmap.width, bitmap.height, bytes(lines), grey=channels == 1)
    return {**_size(document, index), "png": base64.b64encode(png).decode("ascii")}


def _three(line: bytes, channels: int) -> bytes:
    out = bytearray(len(line) // channels * 3)
    for part in range(3):
        out[part::3] = line[part::channels]
    return bytes(out)


def _png(width: int, height: int, lines: bytes, *, grey: bool) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0 if grey else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 6)) + chunk(b"IEND", b"")


def answer_to(path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What is asked of the file at `path`, or {"error": code}."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        if "words" in asked:
            return find(document, asked["words"], (asked["before"], asked["after"]), asked["share"])
        if not 0 <= asked["page"] < len(document):
            return {"error": "no-page"}
        return picture(document, asked["page"], asked["width"])
    except pypdfium2.PdfiumError as error:
        return {"error": "pdf-encrypted" if "password" in str(error).lower() else "pdf-broken"}


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    _limit_memory(int(sys.argv[2]))
    try:
        answer = answer_to(sys.argv[1], json.loads(sys.stdin.buffer.read()))
    except MemoryError:
        answer = {"error": "too-large"}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
