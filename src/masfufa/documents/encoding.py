"""From bytes to text: which encoding a plain file is in, by validity first and by Arabic letter statistics then."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from masfufa.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
# Of encodings that score the same the first is taken: French is the same bytes in Windows-1252 and Windows-1256.
_SINGLE_BYTE = ("cp1252", "cp1256", "iso8859-6")
_SHARES = {
    "ا": 13.0, "ل": 11.5, "ي": 7.0, "م": 6.3, "و": 5.8, "ن": 5.7, "ر": 5.0, "ت": 4.6, "ه": 3.4, "ة": 3.2, "ب": 3.6,
    "ع": 3.4, "د": 3.4, "ف": 2.9, "س": 2.8, "ق": 2.6, "أ": 2.6, "ح": 2.2, "ك": 2.2, "ج": 1.5, "ش": 1.4, "ص": 1.2,
    "ى": 1.1, "خ": 1.0, "ط": 1.0, "إ": 0.9, "ض": 0.9, "ز": 0.8, "ذ": 0.7, "ث": 0.7, "غ": 0.6, "ئ": 0.5, "ء": 0.4,
    "ظ": 0.3, "آ": 0.2, "ؤ": 0.2,
}  # fmt: skip
"""Arabic letters and about how often, in percent, they come in news text: our own count, for scoring encodings only."""
_TYPICAL = 100 / 36
_ACCENTED = frozenset("àâäçéèêëîïôöùûüœæñáíóúÉÀÈÇÊ")
_MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
_ARTICLE, _MISFIT, _CONVINCING = 1.0, 2.0, 0.3
_WORD = re.compile("(?:[^\\W\\d_]|[\u064b-\u0652\ufffd])+")
_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|\xc2[\xa0-\xbf]")


class Decoded(NamedTuple):
    """Text, the Python codec it was read with, and whether bytes had to be replaced by U+FFFD."""

    text: str
    encoding: str
    damaged: bool


def decode(data: bytes, hint: str | None = None) -> Decoded:
    """The text of a plain file. `hint` is a declared charset; it decides only where the bytes bear it out.

    Raises DocumentError("binary-file") for what is no text.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _strict_or_replace(data[len(bom) :], codec)
    wide = _wide(data)
    if wide:
        return _strict_or_replace(data, wide)
    if _binary(data):
        raise DocumentError(
            "binary-file", "This is no text: it holds control bytes. Give plain text, HTML, PDF, DOCX or JSON Lines."
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError:
        pass
    if _damaged_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), "utf-8", True)
    codec = _single_byte(data, hint)
    return _strict_or_replace(data, codec)


def _strict_or_replace(data: bytes, codec: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), codec, False)
    except UnicodeDecodeError:
        return Decoded(data.decode(codec, "replace"), codec, True)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is 0x00 (Latin, digits, spaces) or 0x06 (Arabic)."""
    sample = data[: _SAMPLE & ~1]
    pairs = len(sample) // 2
    if pairs < 2 or (b"\x00" not in sample and b"\x06" not in sample):
        return None
    even, odd = sample[0::2], sample[1::2]
    low, high = (sum(half.count(byte) for byte in (b"\x00", b"\x06", b"\x20")) / pairs for half in (even, odd))
    if high > 0.8 and odd.count(b"\x20") < 0.05 * pairs and even.count(b"\x00") == 0:
        return "utf-16-le"
    if low > 0.8 and even.count(b"\x20") < 0.05 * pairs and odd.count(b"\x00") == 0:
        return "utf-16-be"
    return None


def _binary(data: bytes) -> bool:
    """NUL bytes or more than one control byte in fifty: bytes that no text holds."""
    sample = data[:_SAMPLE]
    if b"\x00" in data:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 50 > len(sample)


def _damaged_utf8(data: bytes) -> bool:
    """True where most bytes beyond ASCII form UTF-8 sequences, so that the few others are damage."""
    sample = data[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    formed = sum(len(match.group()) for match in _MULTIBYTE.finditer(sample))
    return formed >= 2 and formed * 10 >= high * 7


def arabic_score(text: str) -> float:
    """How far the letters of `text` are distributed as in Arabic (or French): a mean over letters, from -3 to 2.

    A letter counts for how much likelier it is in Arabic than by chance. Against it count letters of another script
    inside a word, accented letters outside a Latin word, misplaced marks and lost characters. 0 for ASCII.
    """
    total, letters = 0.0, 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        letters += len(word)
        latin = sum(map(str.isascii, word))
        arabic = sum(1 for c in word if c in _SHARES)
        if word.startswith("ال"):
            total += _ARTICLE
        if word[0] in _MARKS:
            total -= _MISFIT
        for c in word:
            if c in _SHARES:
                total += min(_SHARES[c] / _TYPICAL, 2.0) - 0.5 if not latin else -_MISFIT
            elif c in _MARKS:
                total -= 0.3
            elif not c.isascii():
                total += 1.0 if latin * 2 >= len(word) and not arabic and c in _ACCENTED else -_MISFIT
    return total / letters if letters else 0.0


def _single_byte(data: bytes, hint: str | None) -> str:
    """The likeliest of the single-byte encodings; a declared one is taken first where it scores about as well."""
    sample = data[:_SAMPLE]
    scores = {codec: arabic_score(sample.decode(codec, "replace")) for codec in _SINGLE_BYTE}
    best = max(scores, key=lambda codec: scores[codec])
    declared = _known(hint)
    if declared in scores:
        return declared if scores[declared] >= scores[best] - 0.2 else best
    if declared and scores[best] < _CONVINCING and _one_script(sample, declared):
        return declared
    return best


def _one_script(data: bytes, codec: str) -> bool:
    """True where `codec` gives words of a further script (Cyrillic, Greek …) that hold no letter of another."""
    words = [word for word in _WORD.findall(data.decode(codec, "replace")) if not word.isascii()]
    other = [w for w in words if all(c.isalpha() and c > "\u0370" and c not in _SHARES and c != "\ufffd" for c in w)]
    return len(other) * 10 > len(words) * 8


def _known(name: str | None) -> str | None:
    """The Python name of a charset that decodes single bytes, or None."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    text_codec: bool = getattr(found, "_is_text_encoding", True)
    return {"iso8859-1": "cp1252", "latin-1": "cp1252"}.get(found.name, found.name) if text_codec else None
