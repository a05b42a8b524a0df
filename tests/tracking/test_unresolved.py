"""Places that could not be resolved: each name is a place of its own, and no place said is none of them."""

from __future__ import annotations

from made import said

from masfufa.claims import ClaimPlace
from masfufa.tracking import matrix, reconcile, why


def place(name: str) -> ClaimPlace:
    return ClaimPlace(name=name, country=None, names={}, precision="unresolved", matched="none")


def test_stocks_of_two_unresolved_places_are_two_rows() -> None:
    claims = [
        said(5, kind="stock", category="displaced", as_of="04-18", document="a", place=place("Wadi Hajar")),
        said(6, kind="stock", category="displaced", as_of="04-18", document="b", place=place("تل المرج")),
        said(7, kind="stock", category="displaced", as_of="04-18", document="c", place=None),
    ]
    ledger = reconcile(claims)
    cells = {c.cell_id: c for c in matrix(ledger, by="adm1", every="week")}
    assert {key: c.best for key, c in cells.items()} == {
        "none:wadi_hajar/2019-W16/displaced/person/stock": 5,
        "none:تل_المرج/2019-W16/displaced/person/stock": 6,
        "none/2019-W16/displaced/person/stock": 7,
    }
    first = cells["none:wadi_hajar/2019-W16/displaced/person/stock"]
    assert first.place.name == "place not resolved: Wadi Hajar"
    assert first.place.names["ar"] == "مكان غير محدد: Wadi Hajar"
    assert "place_not_resolved" in first.flags
    none = cells["none/2019-W16/displaced/person/stock"]
    assert none.place.name == "place not said"
    assert "place_not_said" in none.flags
    for key in cells:
        assert why(ledger, key).cell.best == cells[key].best


def test_running_totals_of_unresolved_places_do_not_supersede_each_other() -> None:
    claims = [
        said(50, kind="cumulative", as_of="04-17", document="a", source="WHO", place=place("Wadi Hajar")),
        said(60, kind="cumulative", as_of="04-18", document="b", source="WHO", place=place("Tel Marj")),
        said(55, kind="cumulative", as_of="04-19", document="c", source="WHO", place=place("wadi hajar")),
    ]
    ledger = reconcile(claims)
    best = {c.cell_id: c.best for c in matrix(ledger, by="country", every="week") if c.measure == "cumulative"}
    assert best == {
        "none:wadi_hajar/2019-W16/killed/person/cumulative": 55,
        "none:tel_marj/2019-W16/killed/person/cumulative": 60,
    }
    assert [link.rule for link in ledger.links if link.kind == "supersedes"] == ["later_as_of"]


def test_one_attack_in_one_unresolved_place_is_counted_once() -> None:
    claims = [
        said(12, on="04-18", document="a", source="WHO", place=place("Wadi Hajar")),
        said(12, on="04-18", document="b", source="Red Cross", place=place("Wadi Hajar")),
        said(4, on="04-18", document="c", source="Red Cross", place=place("Tel Marj")),
        said(3, on="04-18", document="d", source="WHO", place=None),
        said(3, on="04-18", document="e", source="Red Cross", place=None),
    ]
    best = {c.cell_id: c.best for c in matrix(reconcile(claims), by="adm2", every="week")}
    assert best == {
        "none:wadi_hajar/2019-W16/killed/person": 12,
        "none:tel_marj/2019-W16/killed/person": 4,
        # Nobody says that the two are of one place.
        "none/2019-W16/killed/person": 6,
    }
