"""Readings made by hand, so that the formats are tested apart from the reader."""

from __future__ import annotations

import datetime as dt

from masfufa.cli.work import Item
from masfufa.records import (
    AdminUnit,
    Attribution,
    DateMention,
    Document,
    Figure,
    Mention,
    Notice,
    NumberMention,
    Period,
    PlaceMention,
    Reading,
    Source,
    Span,
    Victims,
)

ARABIC = "قالت البلدية أمس إن 12 شخصا بينهم 3 أطفال قُتلوا في سبها، ونزحت عشرات الأسر. وقُتل 12 شخصا <b>في سبها</b>."
ENGLISH = "Up to 1,500 people fled; between 10 and 14 are missing."


def mention(text: str, words: str, occurrence: int = 0) -> tuple[str, int, int]:
    at = -1
    for _ in range(occurrence + 1):
        at = text.index(words, at + 1)
    return words, at, at + len(words)


def arabic_item(key: str = "1", of_line: bool = False) -> Item:
    place = PlaceMention(
        *mention(ARABIC, "سبها"),
        name="Sabha",
        country="LBY",
        admin=(AdminUnit(1, "Fezzan", "LY03", "cod"), AdminUnit(2, "Sebha", "LY0304", "cod")),
        lat=27.03,
        lon=-14.42,
        geonameid=2212775,
        feature="city",
        precision="city",
        confidence=0.9,
    )
    said = Attribution(*mention(ARABIC, "البلدية"), chain=(Mention(*mention(ARABIC, "قالت")),))
    when = DateMention(*mention(ARABIC, "أمس"), Period(dt.date(2024, 1, 31), dt.date(2024, 1, 31)), "day", True)
    whole = Figure(
        *mention(ARABIC, "12 شخصا بينهم 3 أطفال"),
        category="killed", low=12, high=12, qualifier="exact", unit="person", kind="incident", modality="asserted",
        verified=False, places=(place,), period=when.value, as_of=dt.date(2024, 2, 1), date=when, attribution=said,
        cause="conflict", repeats=(Span(*mention(ARABIC, "12 شخصا", 1)[1:]),),
    )  # fmt: skip
    part = Figure(
        *mention(ARABIC, "3 أطفال"),
        category="killed", low=3, high=3, qualifier="exact", unit="person", kind="incident",
        modality="alleged_or_reported", part_of=0, victims=Victims(*mention(ARABIC, "أطفال"), groups=("children",)),
    )  # fmt: skip
    vague = Figure(
        *mention(ARABIC, "عشرات الأسر"),
        category="displaced", low=20, high=99, qualifier="vague", unit="household", kind="stock", modality="asserted",
    )  # fmt: skip
    reading = Reading(
        "تقرير.txt", "ar", dt.date(2024, 2, 1), "=سبها: قتلى", "1.2.3", (whole, part, vague),
        places=(place,), dates=(when,), notices=(Notice("total-too-small", "Look twice.", (Span(20, 22),)),),
        numbers=(NumberMention(*mention(ARABIC, "12"), 12, 12),),
    )  # fmt: skip
    document = Document("تقرير.txt", ARABIC, publisher="وكالة & شركاؤها", source=Source("ab" * 32, "text/plain"))
    return Item(key, document, reading, of_line)


def english_item(key: str = "2", of_line: bool = False) -> Item:
    most = Figure(
        *mention(ENGLISH, "Up to 1,500 people"),
        category="displaced", low=None, high=1500, qualifier="at_most", unit="person", kind="stock",
        modality="asserted",
    )  # fmt: skip
    between = Figure(
        *mention(ENGLISH, "between 10 and 14"),
        category="missing", low=10, high=14, qualifier="range", unit="person", kind="incident", modality="denied",
    )  # fmt: skip
    reading = Reading("b.txt", "en", None, None, "1.2.3", (most, between))
    return Item(key, Document("b.txt", ENGLISH), reading, of_line)
