"""Records for the tests, of our own invention."""

from __future__ import annotations

import datetime as dt
from typing import Any

from masfufa.claims import (
    ActorName,
    CellLocator,
    Claim,
    ClaimPlace,
    EventClaim,
    Issue,
    SubmissionLocator,
    TextLocator,
    Unit,
    claim_id,
)
from masfufa.records import Document, Source
from masfufa.workspace.batches import AdminRow, ImportBatch, RowReport, StoredDocument

TRIPOLI = ClaimPlace(
    "طرابلس",
    "LBY",
    (Unit(0, "LBY", "Libya"), Unit(1, "LY02", "West"), Unit(2, "LY0211", "Tripoli")),
    {"ar": "طرابلس", "en": "Tripoli"},
    32.88,
    13.19,
    2210247,
    "city",
    0.9,
    "code",
)
ARABIC = "قالت منظمة الصحة العالمية إن 174 شخصا قتلوا في طرابلس منذ 4 أبريل، بينهم 14 مدنيا. وأصيب 756 آخرون."
ENGLISH = "At least 12 people were killed in Gharyan on Monday, WHO said. Some 300 families fled to Tripoli."


def document(text: str = ARABIC, id: str = "line-1", **fields: Any) -> Document:
    """A line of JSON Lines."""
    return Document(id=id, text=text, **{"published": dt.date(2019, 4, 16), "publisher": "Al-Sahil", **fields})


def from_file(text: str = ENGLISH, sha: str = "a" * 64, **fields: Any) -> Document:
    """A document of a file."""
    return document(text, "report.txt", source=Source(sha, "text/plain"), **fields)


def cell_claim(row: int, low: int | None, *, file: str = "f" * 64, **fields: Any) -> Claim:
    """A claim of a cell."""
    locator = CellLocator("round.xlsx", "IDPs", f"C{row}", "" if low is None else str(low))
    values: dict[str, Any] = {
        "channel": "agency",
        "category": "displaced",
        "low": low,
        "high": low,
        "absence": "blank" if low is None else None,
        "qualifier": "exact",
        "unit": "person",
        "kind": "stock",
        "publisher": "IOM",
        "source": "IOM",
        "released": dt.date(2019, 4, 20),
        "as_of": dt.date(2019, 4, 15),
        "places": (TRIPOLI,),
        "dataset": "dtm",
        "round": "25",
        "reader": "dtm+1",
    } | fields
    return Claim(
        id=claim_id(file, locator, values["category"], values["unit"]), document=file, locator=locator, **values
    )


def batch(*claims: Claim, file: str = "f" * 64, released: dt.date = dt.date(2019, 4, 20), **fields: Any) -> ImportBatch:
    """An import of one file."""
    values: dict[str, Any] = {
        "rows": tuple(RowReport("IDPs", n + 2, "taken") for n in range(len(claims))),
        "units": (AdminRow("LBY", "cod", 1, "LY02", "West", {"ar": "غرب"}),),
        "released_from": "option",
        "mapping": {"sheet": "IDPs"},
    } | fields
    stored = StoredDocument(file, "round.xlsx", "application/vnd.openxmlformats", content=b"PK..", publisher="IOM")
    return ImportBatch(stored, "dtm", claims, released=released, **values)


def full_claim() -> Claim:
    """A claim in which every field says something."""
    span = TextLocator(4, 9, "12 \U0001f54a")
    return Claim(
        id="c" * 20,
        document="d" * 64,
        locator=SubmissionLocator("form", "uuid:1", "area/people", "12"),
        channel="field",
        category="killed",
        low=10,
        high=14,
        qualifier="range",
        unit="person",
        kind="incident",
        modality="denied",
        best=12,
        publisher="Team",
        source="WHO",
        source_text="منظمة",
        chain=("Reuters", "AFP"),
        released=dt.date(2019, 4, 5),
        recorded=dt.datetime(2019, 4, 6, 12, 30, 1, 7, tzinfo=dt.UTC),
        period_start=dt.date(2019, 4, 4),
        period_end=dt.date(2019, 4, 5),
        as_of=dt.date(2019, 4, 5),
        places=(TRIPOLI, ClaimPlace("nowhere")),
        groups=("women", "civilians"),
        verified=False,
        cause="conflict",
        part_of="e" * 20,
        parts=(("sex", "f"), ("age", "0-4")),
        dataset="own",
        operation="op",
        assessment="baseline",
        round="3",
        language="ar",
        repeats=(span,),
        issues=(Issue("a-code", "error", "said"),),
        reader="x+1",
    )


def full_event() -> EventClaim:
    """An event claim in which every field says something."""
    return EventClaim(
        id="e" * 20,
        document="d" * 64,
        locator=TextLocator(3, 9, "attack"),
        channel="press",
        event_type="ASSAULT",
        mode="aerial",
        contexts=("military",),
        source=(ActorName("LNA", "LBY", "MIL"), ActorName("x")),
        target=(ActorName("y", None, "CVL"),),
        period_start=dt.date(2019, 4, 4),
        period_end=dt.date(2019, 4, 4),
        places=(TRIPOLI,),
        modality="denied",
        salience="background",
        publisher="P",
        released=dt.date(2019, 4, 5),
        recorded=dt.datetime(2019, 4, 6, tzinfo=dt.UTC),
        figures=("c" * 20,),
        dataset="ged",
        dataset_id="12",
        issues=(Issue("b-code", "warning", "said"),),
        reader="x+1",
    )
