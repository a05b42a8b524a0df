"""What holds of every ledger: order, repetition, bounds, reachability, and what is never added up."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from made import LIBYA, TAJOURA, TRIPOLI, WEST, said

from masfufa.claims import Claim
from masfufa.tracking import matrix, reconcile, why
from masfufa.tracking.ledger import Ledger

DAYS = [f"04-{day:02d}" for day in range(5, 26)]


@st.composite
def claim_lists(draw: st.DrawFn) -> list[Claim]:
    out = []
    for number in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(("incident", "incident", "cumulative", "stock", "period", "increment")))
        category = draw(st.sampled_from(("killed", "displaced")))
        day = draw(st.sampled_from(DAYS))
        later = draw(st.sampled_from([d for d in DAYS if d >= day]))
        when: dict[str, str | None]
        if kind in ("cumulative", "stock"):
            when = {"as_of": day}
        elif kind == "incident":
            when = {"on": draw(st.sampled_from((day, None)))}
        else:
            when = {"start": day, "end": later}
        groups = draw(st.sampled_from(((), (), ("civilians",), ("children",))))
        out.append(
            said(
                draw(st.sampled_from((1, 2, 5, 10, 12, 37, 40, 205, 1000))),
                category,
                kind=kind,
                source=draw(st.sampled_from(("WHO", "IOM", "Red Crescent", None, "medical sources"))),
                publisher=draw(st.sampled_from(("One", "Two"))),
                released=later,
                document=f"d{number // 2}",
                at=number,
                place=draw(st.sampled_from((TRIPOLI, TAJOURA, WEST, LIBYA, None))),
                qualifier=draw(st.sampled_from(("exact", "exact", "approx", "at_least"))),
                unit=draw(st.sampled_from(("person", "household"))) if category == "displaced" else "person",
                modality=draw(st.sampled_from(("asserted", "asserted", "alleged_or_reported", "denied"))),
                groups=groups,
                **when,
            )  # type: ignore[arg-type]
        )
    return out


def rows(ledger: Ledger, by: str = "adm2", every: str = "week") -> list[dict[str, object]]:
    return [cell.row() for cell in matrix(ledger, by=by, every=every)]  # type: ignore[arg-type]


@settings(max_examples=60)
@given(claim_lists(), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(claims: list[Claim], random: object) -> None:
    once = reconcile(claims)
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = reconcile(shuffled)
    assert rows(once) == rows(again)
    assert once.links == again.links and once.flags == again.flags and once.canonical == again.canonical


@settings(max_examples=40)
@given(claim_lists())
def test_the_same_claims_twice_are_the_same_ledger(claims: list[Claim]) -> None:
    assert rows(reconcile(claims)) == rows(reconcile([*claims, *claims]))


@settings(max_examples=60)
@given(
    claim_lists(),
    st.sampled_from(("country", "adm1", "adm2", "place")),
    st.sampled_from(("day", "week", "month", "total")),
)
def test_bounds_hold_and_nothing_foreign_is_added(claims: list[Claim], by: str, every: str) -> None:
    ledger = reconcile(claims)
    seen: set[str] = set()
    for cell in matrix(ledger, by=by, every=every):  # type: ignore[arg-type]
        assert cell.cell_id not in seen
        seen.add(cell.cell_id)
        if cell.best is not None:
            assert cell.low is not None and cell.low <= cell.best
            assert cell.high is None or cell.best <= cell.high
        for identity in cell.estimate.used:
            used = ledger.canonical[identity]
            assert used.counts and used.claim.unit == cell.unit and used.claim.category == cell.category
            if cell.measure != "flow":
                assert used.family == cell.measure
            elif cell.estimate.rule != "cumulative_difference":
                assert used.family == "flow"
            else:
                assert used.family == "cumulative"
            assert identity in cell.claims


@settings(max_examples=40)
@given(claim_lists())
def test_every_claim_that_counts_is_reachable_from_a_cell_or_set_aside(claims: list[Claim]) -> None:
    ledger = reconcile(claims)
    cells = matrix(ledger, by="adm2", every="week")
    spoken = {identity for cell in cells for identity in cell.claims}
    aside = {item.claim for item in ledger.set_aside}
    for claim in claims:
        first = ledger.of_claim[claim.id]
        assert claim.id in spoken or first in spoken or first in aside, claim
    for cell in cells[:3]:
        explanation = why(ledger, cell.cell_id)
        assert explanation.cell == cell
        assert {c.id for c in explanation.claims} >= {ledger.of_claim[i] for i in cell.estimate.used}


@settings(max_examples=30)
@given(claim_lists(), st.sampled_from(DAYS))
def test_what_was_not_released_yet_changes_nothing(claims: list[Claim], day: str) -> None:
    limit = dt.date.fromisoformat(f"2019-{day}")
    early = [claim for claim in claims if claim.released is not None and claim.released <= limit]
    assert rows(reconcile(claims, as_known_on=limit)) == rows(reconcile(early))


def test_recording_is_another_clock_than_release() -> None:
    claim = said(12, on="04-10", released="04-11", recorded=dt.datetime(2019, 5, 3, 9, tzinfo=dt.UTC))
    assert rows(reconcile([claim], as_recorded_on=dt.date(2019, 5, 2))) == []
    assert len(rows(reconcile([claim], as_recorded_on=dt.date(2019, 5, 3)))) == 1
    assert len(rows(reconcile([claim], as_known_on=dt.date(2019, 4, 12)))) == 1
    assert dataclasses.is_dataclass(claim)
