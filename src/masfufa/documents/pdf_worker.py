"""Runs in a process of its own: what two libraries make of one PDF, as JSON on standard output.

A PDF can make any parser run for ever or take all memory; a child can be ended and given a memory limit, and a crash of
native code ends only the child. Run by `pdf.py` as a file, so it imports nothing of the package.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any


def extract(path: str, most_pages: int) -> dict[str, Any]:
    """`{"pages": [{"blocks": [block, …], "needs_ocr", "plain"}, …]}`, or `{"error": code, "detail"}`.

    `blocks` is what qalam reads (null where it fails), `plain` what PDFium reads. A block is `{"kind": "text" or
    "table", "lines", "box": [x0, y0, x1, y1], "baselines", "size"}`, lengths in points from the lower left corner.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        code = "pdf-encrypted" if "password" in str(error).lower() else "pdf-broken"
        return {"error": code, "detail": str(error)}
    if count > most_pages:
        return {"error": "too-many-pages", "detail": str(count)}
    plain: list[str | None] = []
    for index in range(count):
        try:
            plain.append(document[index].get_textpage().get_text_bounded())
        except pypdfium2.PdfiumError:
            plain.append(None)
    laid_out = _laid_out(path)
    pages = []
    for index, text in enumerate(plain):
        page = laid_out[index] if laid_out is not None and len(laid_out) == count else None
        pages.append(
            {"plain": text, "blocks": page and page["blocks"], "needs_ocr": page["needs_ocr"] if page else None}
        )
    return {"pages": pages}


def _laid_out(path: str) -> list[dict[str, Any]] | None:
    try:
        import qalam

        document = qalam.Document(path)
    except BaseException as error:  # a Rust panic is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return None
    pages = []
    for page in document.pages:
        blocks = [_block(block) for block in page.blocks if block.kind in ("text", "table")]
        pages.append({"blocks": blocks, "needs_ocr": page.needs_ocr})
    return pages


def _block(block: Any) -> dict[str, Any]:
    lines = block.lines if block.kind == "text" else []
    return {
        "kind": block.kind,
        "lines": [line.text for line in lines] if lines else block.text.split("\n"),
        "box": list(block.bbox),
        "baselines": [line.baseline for line in lines],
        "size": max((line.size for line in lines), default=0.0),
    }


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where only the time limit guards
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


def _end_after(seconds: float) -> None:
    """Whoever started this may be gone by then: where a group of processes can't be killed, it ends by itself."""
    clock = threading.Timer(seconds, os._exit, (3,))
    clock.daemon = True
    clock.start()


if __name__ == "__main__":
    _end_after(float(sys.argv[4]))
    _limit_memory(int(sys.argv[3]))
    try:
        answer = extract(sys.argv[1], int(sys.argv[2]))
    except MemoryError:
        answer = {"error": "too-large", "detail": "memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
