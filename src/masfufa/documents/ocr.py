"""Scanned PDF pages through Tesseract, where the [ocr] extra and the program are installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.pdf_layout import page_of_plain
from masfufa.errors import DocumentError

_SCRIPTS = {"Arabic": ("ara",), "Latin": ("eng", "fra")}
_ALL = ("ara", "eng", "fra")
_SCALE = 300 / 72


def read_pages(data: bytes, indexes: Sequence[int], limits: Limits = DEFAULT) -> dict[int, tuple[str, ...]]:
    """Paragraphs of the pages with these indexes (from 0), read at 300 dpi in Arabic, English and French.

    Raises DocumentError: "ocr-missing" where the extra, the program or its Arabic data is missing; "too-large" for more
    pages than `limits.ocr_pages`; "ocr-failed" where the program gives up.
    """
    try:
        import pypdfium2
        import pytesseract
        from PIL import Image as _  # noqa: F401 (pypdfium2 renders to it)
    except ImportError:
        raise DocumentError("ocr-missing", "Reading scans needs an extra: pip install 'masfufa[ocr]'.") from None
    if len(indexes) > limits.ocr_pages:
        raise DocumentError(
            "too-large", f"{len(indexes)} pages would need OCR; the limit is {limits.ocr_pages}. Split the PDF."
        )
    try:
        installed = set(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError):
        raise DocumentError(
            "ocr-missing", "The program Tesseract is not installed: get it with its Arabic data (tesseract-ocr-ara)."
        ) from None
    if "ara" not in installed:
        raise DocumentError("ocr-missing", "Tesseract lacks its Arabic data (package tesseract-ocr-ara).")
    out: dict[int, tuple[str, ...]] = {}
    try:
        document = pypdfium2.PdfDocument(data)
        for index in indexes:
            image = document[index].render(scale=_SCALE, grayscale=True).to_pil()
            languages = "+".join(language for language in _languages(image) if language in installed)
            text = pytesseract.image_to_string(image, lang=languages, timeout=limits.pdf_seconds)
            out[index] = page_of_plain(text).paragraphs
    except (pytesseract.TesseractError, pypdfium2.PdfiumError, RuntimeError, OSError, ValueError, MemoryError) as error:
        raise DocumentError("ocr-failed", f"Optical character recognition failed ({error}).") from None
    return out


def _languages(image: Any) -> tuple[str, ...]:
    """Those of the page's script: with Latin ones beside Arabic, Tesseract reads some Arabic words as Latin."""
    import pytesseract

    try:
        found = pytesseract.image_to_osd(image, output_type=pytesseract.Output.DICT)
    except (pytesseract.TesseractError, RuntimeError, OSError, ValueError, KeyError):
        return _ALL  # too few letters to tell, or no data for it
    return _SCRIPTS.get(found.get("script", ""), _ALL)
