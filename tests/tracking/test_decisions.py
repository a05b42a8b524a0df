"""A person's word beats the rules, and shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from made import said

from masfufa.claims import Decision
from masfufa.tracking import matrix, reconcile, why
from masfufa.tracking.ledger import Cell, Ledger


def decision(number: int, subject: str, identity: str, action: str, **edited: Any) -> Decision:
    at = dt.datetime(2019, 5, number, 12, tzinfo=dt.UTC)
    return Decision(number, at, "Amal", subject, identity, action, edited=edited or None, reason="seen the list")  # type: ignore[arg-type]


def week(ledger: Ledger) -> Cell:
    [cell] = matrix(ledger, by="adm2", every="week")
    return cell


A = said(12, on="04-16", source="Red Crescent", document="a", released="04-17")
B = said(30, on="04-16", source="Army", document="b", released="04-17")


def test_a_rejected_claim_is_set_aside_with_who_and_why() -> None:
    assert week(reconcile([A, B])).high == 30 or len(reconcile([A, B]).happenings) == 2
    ledger = reconcile([A, B], decisions=[decision(1, "claim", B.id, "reject")])
    cell = week(ledger)
    assert (cell.best, cell.high) == (12, 12)
    aside = {item.claim: (item.reason, item.detail) for item in ledger.set_aside}
    assert aside[B.id] == ("rejected", "Amal: seen the list")


def test_a_corrected_claim_counts_as_corrected_and_an_undo_takes_it_back() -> None:
    correct = decision(1, "claim", A.id, "correct", low=21, high=21)
    assert week(reconcile([A], decisions=[correct])).best == 21
    undo = decision(2, "decision", "1", "undo", decision=1)
    assert week(reconcile([A], decisions=[correct, undo])).best == 12
    assert week(reconcile([A], decisions=[correct, undo], as_recorded_on=dt.date(2019, 5, 1))).best == 21


def test_a_chosen_value_beats_the_rule_and_shows() -> None:
    plain = week(reconcile([A]))
    ledger = reconcile([A], decisions=[decision(1, "cell", plain.cell_id, "choose", best=15, high=18)])
    cell = week(ledger)
    assert (cell.best, cell.low, cell.high, cell.estimate.rule) == (15, 12, 18, "chosen_by_person")
    assert "decided" in cell.flags
    assert [d.who for d in why(ledger, cell.cell_id).decisions] == ["Amal"]


def test_links_are_made_and_taken_away() -> None:
    one = said(205, kind="cumulative", as_of="04-18", document="a", released="04-18")
    two = said(205, kind="cumulative", as_of="04-18", document="b", released="04-19")
    assert len(reconcile([one, two]).canonical) == 1
    apart = reconcile([one, two], decisions=[decision(1, "link", f"repeats:{two.id}:{one.id}", "reject")])
    assert len(apart.canonical) == 2
    other = said(12, on="04-19", source="Army", document="c", released="04-20")
    linked = reconcile(
        [A, other], decisions=[decision(1, "link", "x", "link", kind="repeats", **{"from": other.id, "to": A.id})]
    )
    assert len(linked.canonical) == 1 and week(linked).best == 12
    assert [carrier.how for carrier in linked.canonical[A.id].carriers] == ["decided"]
