"""Sites of one name, and sites without a code, are places of their own: their stocks add up and do not contradict."""

from __future__ import annotations

import datetime as dt

from masfufa.claims import CellLocator, Claim, ClaimPlace, Unit, claim_id
from masfufa.tracking import matrix, reconcile
from masfufa.workspace.batches import AdminRow

ROWS = [
    AdminRow("SOM", "cod", 0, "SOM", "Somalia"),
    AdminRow("SOM", "cod", 1, "SOM21", "Middle Shabelle", parent="SOM"),
    AdminRow("SOM", "cod", 2, "SOM2101", "Jowhar", parent="SOM21"),
]
ABOVE = (Unit(0, "SOM", "Somalia"), Unit(1, "SOM21", "Middle Shabelle"), Unit(2, "SOM2101", "Jowhar"))


def claim(row: int, people: int, name: str, site: Unit, lat: float) -> Claim:
    locator = CellLocator("round.xlsx", "Data", f"H{row}", str(people))
    place = ClaimPlace(name, "SOM", (*ABOVE, site), lat=lat, lon=45.5, precision="admin3", matched="name")
    return Claim(
        claim_id("d", locator), "d", locator, "agency", "displaced", people, people, "exact", "person", "stock",
        source="IOM", as_of=dt.date(2021, 3, 30), released=dt.date(2021, 4, 2), places=(place,),
        dataset="dtm", round="1",
    )  # fmt: skip


def total(claims: list[Claim]) -> tuple[int | None, tuple[str, ...], list[str]]:
    ledger = reconcile(claims, units=ROWS)
    (cell,) = matrix(ledger, by="adm2", every="round")
    return cell.best, cell.flags, [flag.code for flag in ledger.flags]


def test_sites_without_a_code_add_up() -> None:
    claims = [
        claim(2, 36, "North Camp", Unit(3, None, "North Camp"), 2.89),
        claim(3, 60, "South Camp", Unit(3, None, "South Camp"), 2.92),
    ]
    assert total(claims) == (96, (), [])


def test_two_sites_of_one_name_add_up() -> None:
    claims = [
        claim(2, 36, "Camp 1", Unit(3, None, "Camp 1"), 2.89),
        claim(3, 60, "Camp 1", Unit(3, None, "Camp 1"), 2.92),
        claim(4, 10, "Camp 1", Unit(3, "NA-1", "Camp 1", "dtm"), 2.95),
        claim(5, 20, "Camp 1", Unit(3, "NA-2", "Camp 1", "dtm"), 2.95),
    ]
    assert total(claims) == (126, (), [])
