"""The reader as a whole: it never fails, its spans hold, it gives the same output for the same input."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import masfufa
from masfufa.reading.reader import read_document
from masfufa.records import Document, Reading, as_plain

GOLD = Path(__file__).parents[1] / "gold"
WORDS = [
    "قتل",
    "قتلى",
    "قتيلا",
    "وجرح",
    "أصيب",
    "12",
    "٣٤",
    "5,600",
    "شخصا",
    "أسرة",
    "منزلا",
    "بينهم",
    "منهم",
    "منذ",
    "أمس",
    "2019",
    "مليون",
    "ألف",
    "نحو",
    "أكثر",
    "من",
    "إلى",
    "في",
    "على",
    "بـ",
    "ولـ",
    "طرابلس",
    "السودان",
    "وقالت",
    "المنظمة",
    "إن",
    "أن",
    "،",
    ".",
    "«",
    "»",
    "(",
    ")",
    "\n\n",
    "نزحت",
    "نازح",
    "عدد",
    "ارتفع",
    "بلغ",
    "عشرات",
    "الـ",
    "لا",
    "نفى",
    "إذا",
    "killed",
    "people",
    "were",
    "40",
    "displaced",
    "families",
    "in",
    "Sudan",
    "on",
    "Monday",
    "the",
    "said",
    "that",
    "more",
    "than",
    "among",
    "them",
    "dozens",
]
soup = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def spans(value: Any) -> list[tuple[int, int, str]]:
    """Every (start, end, text) in a reading."""
    out = []
    if isinstance(value, tuple):
        for item in value:
            out += spans(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        if {"start", "end", "text"} <= fields.keys() and isinstance(fields["start"], int):
            out.append((fields["start"], fields["end"], fields["text"]))
        for item in fields.values():
            out += spans(item)
    return out


def check(text: str, reading: Reading) -> None:
    for start, end, words in spans(reading):
        assert text[start:end] == words
    for figure in reading.figures:
        assert figure.part_of is None or 0 <= figure.part_of < len(reading.figures)
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        for span in figure.repeats:
            assert 0 <= span.start < span.end <= len(text)
    starts = [figure.start for figure in reading.figures]
    assert starts == sorted(starts)


@given(st.text(max_size=400), st.sampled_from(["ar", "en", "fr", None]))
@settings(max_examples=150)
def test_any_text_is_read(text: str, language: str | None) -> None:
    check(text, masfufa.read(text, language=language))


@given(soup, st.sampled_from(["ar", "en"]))
@settings(max_examples=300)
def test_any_soup_of_its_words_is_read(text: str, language: str) -> None:
    reading = masfufa.read(text, language=language)
    check(text, reading)
    assert as_plain(masfufa.read(text, language=language)) == as_plain(reading)


def gold_texts() -> list[dict[str, Any]]:
    rows = []
    for path in sorted(GOLD.glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return rows


def test_spans_hold_on_real_reports() -> None:
    for row in gold_texts():
        check(row["text"], read_document(Document(id=row["id"], text=row["text"], language=row.get("language"))))


def test_a_language_that_is_not_read_says_so() -> None:
    reading = masfufa.read("Die Zahl der Toten stieg nach Angaben der Behörden auf zwölf, und viele wurden verletzt.")
    assert reading.figures == ()
    assert [notice.kind for notice in reading.notices] == ["unsupported-language"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "٪", "«»", "…", "قتل", "12"])
def test_next_to_nothing_is_read(text: str) -> None:
    assert masfufa.read(text, language="ar").figures == ()


def test_no_period_ends_before_it_starts() -> None:
    for row in gold_texts():
        published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
        document = Document(id=row["id"], text=row["text"], language=row.get("language"), published=published)
        for figure in read_document(document).figures:
            period = figure.period
            assert period is None or period.start is None or period.end is None or period.start <= period.end
