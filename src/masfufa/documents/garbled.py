"""Text that was damaged before it came to us: recognised and said, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from masfufa.documents.encoding import arabic_score
from masfufa.notices import notice
from masfufa.records import Notice, Span

_MOST_SPANS = 20
_SUSPECTS = re.compile("[À-ÿ]")
# Windows-1252 letters for the bytes 0x80 to 0xBF, which follow a lead byte in UTF-8.
_TAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_TWICE_ENCODED = re.compile(f"(?:[ØÙÚÛ]{_TAIL}[ \u00a0]?){{2,}}|[ÃÂ]{_TAIL}|â[€\u0080]{_TAIL}?")
_UTF8_AS_1256 = re.compile("(?:[طظعغ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰‹Œ‘’“”•–—™›œپٹچژڈگکڑںھےہ،؛؟\u200c\u200d]){2,}")
_ARABIC_AS_1252 = re.compile("[À-ÿŒœŠšŽžŸ]{3,}")
_QUESTION_MARKS = re.compile(r"\?{3,}(?:[ \u00a0]\?{2,})+")


def garbled(text: str) -> tuple[Notice, ...]:
    """Notices "garbled-text", one for each kind of damage that `text` shows, with up to 20 spans; () for sound text."""
    notices: list[Notice] = []
    if "\ufffd" in text:
        spans = _spans(re.finditer("\ufffd+", text))
        count = text.count("\ufffd")
        notices.append(notice("garbled-text", "one-lost" if count == 1 else "lost", spans, count=f"{count:,}"))
    if _SUSPECTS.search(text):
        _twice_encoded(text, notices)
    if "ط" in text or "ظ" in text:
        spans = _spans(_UTF8_AS_1256.finditer(text))
        if spans:
            notices.append(notice("garbled-text", "utf8-as-1256", spans))
    if "???" in text:
        spans = _spans(_QUESTION_MARKS.finditer(text))
        if spans:
            notices.append(notice("garbled-text", "question-marks", spans))
    return tuple(notices)


def _twice_encoded(text: str, notices: list[Notice]) -> None:
    spans = _spans(_TWICE_ENCODED.finditer(text))
    if spans:
        notices.append(notice("garbled-text", "twice-encoded", spans))
        return
    spans = _spans(match for match in _ARABIC_AS_1252.finditer(text) if _hides_arabic(match.group()))
    if len(spans) >= 2:
        notices.append(notice("garbled-text", "1256-as-1252", spans))


def _hides_arabic(word: str) -> bool:
    try:
        return arabic_score(word.encode("cp1252").decode("cp1256")) > 0
    except UnicodeError:
        return False


def _spans(matches: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    out: list[Span] = []
    for match in matches:
        out.append(Span(match.start(), match.end()))
        if len(out) == _MOST_SPANS:
            break
    return tuple(out)
