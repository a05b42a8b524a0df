"""The day of publication that a report's dateline gives: GENEVA, 7 December 2024 - …; جنيف، 7 كانون الأول 2024 - …"""

from __future__ import annotations

import datetime as dt
import re

from masfufa.values.dates import parse_single

_LINES = 4
"""Lines at the top that may hold it: a title, who reports, the dateline itself."""
_LONGEST = 110
_LONGEST_ALONE = 80
_MOST_WORDS = 12
_DASH = re.compile(r"\s[-–—ـ]+\s+(?=[^\W\d]|[\"“«'(])|[–—]\s*(?=[^\W\d]|[\"“«'(])")
_ENDS = (".", "!", "?", "؟", ":", ";", "؛")
_HEAD = re.compile(r"(?P<place>[^\d,،()/:.]{2,45}?)\s*[,،(/]\s*(?P<rest>[^\n]+)")
_SMALL = re.compile(r"(?:al|el|ad|ar|as|de|des|du|la|le|les|of|the|and|et|sur|en)\b|[\u0600-\u06ff]", re.IGNORECASE)


def dateline_date(text: str) -> dt.date | None:
    """The one complete date of the dateline among the first lines of a text, or None.

    A dateline is a place, a comma, bracket or slash, and a date; then a dash and the report, or the end of the line.
    """
    lines = [line.strip() for line in text[:2000].splitlines()]
    for line in [line for line in lines if line][:_LINES]:
        dash = _DASH.search(line, 0, _LONGEST)
        head = line[: dash.start()] if dash else line
        if not any(c.isdigit() for c in head):
            continue
        if dash is None and (len(line) > _LONGEST_ALONE or line.endswith(_ENDS)):
            continue
        match = _HEAD.fullmatch(head.strip())
        if match is None or len(head.split()) > _MOST_WORDS or not _may_be_place(match["place"]):
            continue
        found = parse_single(match["rest"])
        if found is not None and 1900 <= found.year <= 2100:
            return found
    return None


def _may_be_place(words: str) -> bool:
    """Whether words can be a place's name: in capitals, or in Arabic, and few."""
    parts = words.replace("-", " ").split()
    return 0 < len(parts) <= 5 and all(part[0].isupper() or _SMALL.match(part) for part in parts)
