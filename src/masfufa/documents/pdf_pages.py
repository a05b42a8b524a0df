"""Pages of a stored PDF for the eye: where words stand, and a picture of the page, made in a process of its own."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masfufa.documents import pdf_picture
from masfufa.documents.limits import DEFAULT, Limits
from masfufa.errors import DocumentError


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page: `number` counts from 1. boxes: (x, y, width, height) of the words in points from the upper left; () where
    the words were not found, and the page is only where they may be.
    """

    number: int
    pages: int
    width: float
    height: float
    boxes: tuple[tuple[float, float, float, float], ...]


def find_page(
    data: bytes, words: str, share: float, around: tuple[str, str] = ("", ""), limits: Limits = DEFAULT
) -> FoundPage:
    """The page where `words` stand, nearest to `share` (0 to 1) of the way through; `around`: what is known to stand
    before and after them.

    Raises DocumentError "pdf-broken", "pdf-encrypted", "pdf-timeout", "too-large".
    """
    asked = {"words": words[:500], "before": around[0], "after": around[1], "share": min(max(share, 0.0), 0.999)}
    answer = _ask(data, asked, limits)
    boxes = tuple((b[0], b[1], b[2], b[3]) for b in answer["boxes"])
    return FoundPage(answer["page"] + 1, answer["pages"], answer["width"], answer["height"], boxes)


def picture(data: bytes, number: int, width: int = 1000, limits: Limits = DEFAULT) -> tuple[bytes, FoundPage]:
    """Page `number` (from 1) as a PNG of at most `width` pixels across. Errors as of `find_page`, and "no-page"."""
    answer = _ask(data, {"page": number - 1, "width": width}, limits)
    found = FoundPage(answer["page"] + 1, answer["pages"], answer["width"], answer["height"], ())
    return base64.b64decode(answer["png"]), found


def _ask(data: bytes, asked: dict[str, Any], limits: Limits) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="masfufa-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        alone = not sys.executable
        answer = pdf_picture.answer_to(str(path), asked) if alone else _in_a_child(path, asked, limits)
    code = answer.get("error")
    if code == "no-page":
        raise DocumentError("no-page", "The PDF has no such page.")
    if code == "pdf-encrypted":
        raise DocumentError("pdf-encrypted", "This PDF is locked with a password. Save a copy without one.")
    if code == "too-large":
        raise DocumentError("too-large", "Showing the PDF takes more memory than is allowed. Split it.")
    if code is not None:
        raise DocumentError("pdf-broken", "This PDF is broken or cut short. Get it again.")
    return answer


def _in_a_child(path: Path, asked: dict[str, Any], limits: Limits) -> dict[str, Any]:
    command = [sys.executable, "-P", pdf_picture.__file__, str(path), str(limits.pdf_megabytes)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    try:
        done = subprocess.run(
            command, input=json.dumps(asked).encode("ascii"), capture_output=True, timeout=limits.pdf_seconds,
            check=False, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        seconds = f"{limits.pdf_seconds:g}"
        raise DocumentError("pdf-timeout", f"The PDF was not read within {seconds} seconds. Split it.") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": "pdf-broken"}
    return answer
