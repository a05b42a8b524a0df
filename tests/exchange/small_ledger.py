"""A ledger of one strike and one round, put together by hand: what the exports are tested on."""

from __future__ import annotations

import datetime as dt

from masfufa.claims import ActorName, CellLocator, Claim, ClaimPlace, EventClaim, Issue, TextLocator, Unit
from masfufa.tracking.ledger import (
    CanonicalClaim,
    Cell,
    Estimate,
    Happening,
    Ledger,
    Node,
    PlaceName,
)

DAY = dt.date(2019, 7, 3)
COUNTRY = PlaceName("LBY", "LBY", 0, "LBY", "Libya", "cod", {"ar": "ليبيا", "en": "Libya"}, 27.0, 17.0)
WEST = PlaceName("LBY.LY02", "LBY", 1, "LY02", "West", "cod", {"ar": "الغرب", "en": "West"}, 31.0, 12.0)
TRIPOLI = PlaceName("LBY.LY0211", "LBY", 2, "LY0211", "Tripoli", "cod", {"ar": "طرابلس", "en": "Tripoli"}, 32.9, 13.2)
NOWHERE = PlaceName("none", None, -1, None, "place not resolved", "none")

STRIKE = Claim(
    id="c1",
    document="d1",
    locator=TextLocator(10, 22, "مقتل 53 شخصا"),
    channel="press",
    category="killed",
    low=53,
    high=53,
    qualifier="exact",
    unit="person",
    kind="incident",
    publisher="صحيفة الضفة",
    source="WHO",
    released=dt.date(2019, 7, 4),
    recorded=dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC),
    period_start=DAY,
    period_end=DAY,
    places=(
        ClaimPlace("تاجوراء", "LBY", (Unit(0, "LBY", "Libya"), Unit(1, "LY02", "West"), Unit(2, "LY0211", "Tripoli"))),
    ),
    groups=("migrants",),
)
BLANK = Claim(
    id="c2",
    document="d2",
    locator=CellLocator("round.xlsx", "Sheet 1", "L7", "n/a"),
    channel="agency",
    category="displaced",
    low=None,
    high=None,
    qualifier="exact",
    unit="household",
    kind="stock",
    absence="not_available",
    source="IOM DTM",
    dataset="dtm",
    round="39",
    as_of=dt.date(2019, 7, 31),
    parts=(("sex", "f"),),
    issues=(Issue("pcode-repaired", "warning", "round.xlsx, Sheet 1, F7: LY211 was read as LY0211."),),
)
EVENT = EventClaim(
    id="e1",
    document="d1",
    locator=TextLocator(0, 4, "=قصف"),
    channel="press",
    event_type="ASSAULT",
    mode="aerial",
    source=(ActorName("LAAF", "LBY", "REB"),),
    target=(ActorName("مهاجرون", None, "REF"),),
    period_start=DAY,
    period_end=DAY,
    publisher="Coast Courier",
    figures=("c1",),
)
NODE = Node(("LBY", "LY02", "LY0211"), "تاجوراء", 32.88, 13.34, "name")
KILLED = Estimate(53, 44, 60, "agreement", ("c1",), sources=("who", "health ministry"), flags=("sources_disagree",))


def ledger() -> Ledger:
    strike = CanonicalClaim(
        STRIKE, "who", "WHO", True, NODE, "all", "flow", "killed", DAY, DAY, "text", 53, 53
    )  # fmt: skip
    happening = Happening(
        "h1", NODE, DAY, DAY, ("ASSAULT",), ("LAAF",), ("c1",), ("e1",), {("killed", "person", "all"): KILLED}
    )
    return Ledger(
        claims={"c1": STRIKE, "c2": BLANK},
        events={"e1": EVENT},
        canonical={"c1": strike},
        of_claim={"c1": "c1"},
        links=(),
        checks=(),
        flags=(),
        happenings={"h1": happening},
        copies=(),
        places={place.key: place for place in (COUNTRY, WEST, TRIPOLI, NOWHERE)},
    )


def cells() -> list[Cell]:
    def cell(place: PlaceName, category: str, estimate: Estimate, measure: str, flags: tuple[str, ...]) -> Cell:
        return Cell(
            place,
            "2019-W27",
            dt.date(2019, 7, 1),
            dt.date(2019, 7, 7),
            f"{place.key}/2019-W27/{category}/person",
            category,
            "person",
            measure,  # type: ignore[arg-type]
            "all",
            estimate,
            {"press": estimate.best},
            estimate.used,
            flags=flags,
        )

    unknown = Estimate(None, None, None, "no_value", ())
    return [
        cell(TRIPOLI, "killed", KILLED, "flow", ("sources_disagree",)),
        cell(COUNTRY, "displaced", unknown, "stock", ()),
        cell(NOWHERE, "wounded", Estimate(0, 0, 0, "single", ("c9",), sources=("un",)), "flow", ()),
    ]
