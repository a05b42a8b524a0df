"""Claims for the tests of reconciling, with little to write."""

from __future__ import annotations

import datetime as dt
from typing import Any

from masfufa.claims import CellLocator, Claim, ClaimPlace, TextLocator, Unit, claim_id
from masfufa.workspace.batches import AdminRow, StoredDocument

TRIPOLI = ClaimPlace(
    "Tripoli", "LBY", (Unit(0, "LBY", "Libya"), Unit(1, "LY01", "West"), Unit(2, "LY0101", "Tripoli")),
    {"en": "Tripoli", "ar": "طرابلس"}, 32.887, 13.187, 2210247, "city",
)  # fmt: skip
TAJOURA = ClaimPlace(
    "Tajoura", "LBY", (Unit(0, "LBY", "Libya"), Unit(1, "LY01", "West"), Unit(2, "LY0101", "Tripoli")),
    {"en": "Tajoura", "ar": "تاجوراء"}, 32.882, 13.35, 2210394, "city",
)  # fmt: skip
WEST = ClaimPlace("West", "LBY", (Unit(0, "LBY", "Libya"), Unit(1, "LY01", "West")), {"en": "West"}, precision="admin1")
LIBYA = ClaimPlace("Libya", "LBY", (Unit(0, "LBY", "Libya"),), {"en": "Libya"}, precision="country")


def day(text: str) -> dt.date:
    """A day of 2019 from month and day: "04-10"; a whole date as it is."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2019-{text}")


def said(
    value: int | None,
    category: str = "killed",
    *,
    kind: str = "incident",
    on: str | None = None,
    as_of: str | None = None,
    start: str | None = None,
    end: str | None = None,
    source: str | None = "WHO",
    released: str = "04-16",
    document: str | None = None,
    place: ClaimPlace | None = TRIPOLI,
    at: int = 0,
    unit: str = "person",
    qualifier: str = "exact",
    **more: Any,
) -> Claim:
    """A press claim. `on` dates an incident, `as_of` a running total or stock, `start` and `end` a period."""
    document = document or f"{more.get('publisher', 'paper')}-{released}-{source}"
    locator = TextLocator(at * 100, at * 100 + len(str(value)), str(value))
    low = high = value
    if qualifier == "at_least":
        high = None
    first, last = (on or start), (on or end)
    parts = [f"{name}={part}" for name, part in more.get("parts", ())]
    return Claim(
        id=more.pop("id", None) or claim_id(document, locator, category, unit, *parts, str(value)),
        document=document,
        locator=locator,
        channel=more.pop("channel", "press"),
        category=category,
        low=low,
        high=high,
        qualifier=qualifier,
        unit=unit,
        kind=kind,
        publisher=more.pop("publisher", "The Paper"),
        source=source,
        source_text=source,
        released=day(released),
        recorded=more.pop("recorded", None),
        period_start=day(first) if first else None,
        period_end=day(last) if last else None,
        as_of=day(as_of) if as_of else None,
        places=(place,) if place is not None else (),
        **more,
    )


def row(
    value: int | None,
    cell: str,
    place: ClaimPlace,
    *,
    category: str = "displaced",
    kind: str = "stock",
    as_of: str | None = "2021-12-31",
    start: str | None = None,
    end: str | None = None,
    released: str = "2022-01-20",
    file: str = "round.xlsx",
    dataset: str | None = "dtm",
    number: str | None = "39",
    **more: Any,
) -> Claim:
    """A cell of an agency's table."""
    locator = CellLocator(file, "Data", cell, str(value))
    return Claim(
        id=claim_id(file, locator, category),
        document=file,
        locator=locator,
        channel=more.pop("channel", "agency"),
        category=category,
        low=value,
        high=value,
        qualifier="exact",
        unit=more.pop("unit", "person"),
        kind=kind,
        absence=more.pop("absence", "blank" if value is None else None),
        source=more.pop("source", "IOM"),
        released=day(released),
        period_start=day(start) if start else None,
        period_end=day(end) if end else None,
        as_of=day(as_of) if as_of else None,
        places=(place,),
        dataset=dataset,
        round=number,
        **more,
    )


def district(number: int, level: int = 4, parent: str = "LY0101") -> ClaimPlace:
    """A made-up unit below Tripoli."""
    code = f"{parent}{number:02d}"
    units = [Unit(0, "LBY", "Libya"), Unit(1, "LY01", "West"), Unit(2, "LY0101", "Tripoli")]
    units.append(Unit(3, code, f"Quarter {number}"))
    return ClaimPlace(
        f"Quarter {number}", "LBY", tuple(units), {"en": f"Quarter {number}"}, precision="admin3", matched="code"
    )


def units() -> list[AdminRow]:
    """The units of the places here, as an import brings them."""
    return [
        AdminRow("LBY", "cod", 0, "LBY", "Libya", {"en": "Libya", "ar": "ليبيا"}),
        AdminRow("LBY", "cod", 1, "LY01", "West", {"en": "West", "ar": "المنطقة الغربية"}, "LBY", 31.5, 13.0),
        AdminRow("LBY", "cod", 2, "LY0101", "Tripoli", {"en": "Tripoli", "ar": "طرابلس"}, "LY01", 32.85, 13.2),
        AdminRow("LBY", "cod", 2, "LY0102", "Azzawya", {"en": "Azzawya", "ar": "الزاوية"}, "LY01", 32.75, 12.72),
    ]


def paper(identity: str, text: str, released: str, language: str = "en") -> StoredDocument:
    """A document with text."""
    return StoredDocument(identity, f"{identity}.txt", "text/plain", text, language=language, released=day(released))
