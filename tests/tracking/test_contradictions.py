"""Which rival counts are a contradiction: the reports' other counts, kind and actors decide."""

from __future__ import annotations

import pytest
from made import said
from test_from_simulation import ledger, report

from masfufa.tracking import reconcile
from masfufa.tracking.drafts import round_of
from masfufa.tracking.ledger import Ledger


def codes(of: Ledger) -> set[str]:
    return {flag.code for flag in of.flags} & {"sources_disagree", "counts_differ"}


def test_who_agrees_about_the_wounded_contradicts_about_the_dead() -> None:
    of = ledger(report(1, "Army", 0, 12, 24, mode="aerial"), report(2, "Ministry", 0, 25, 24, mode="aerial"))
    assert codes(of) == {"sources_disagree"}
    assert {link.rule for link in of.links if link.kind == "contradicts"} == {"sources_disagree"}


def test_however_far_apart_where_another_count_is_the_same() -> None:
    of = ledger(report(1, "Army", 0, 9, 24, mode="aerial"), report(2, "Ministry", 0, 61, 24, mode="aerial"))
    assert codes(of) == {"sources_disagree"}


def test_an_earlier_report_that_is_lower_in_all_is_no_contradiction() -> None:
    of = ledger(
        report(1, "Army", 0, 12, 15, after=0, mode="aerial"), report(2, "Ministry", 0, 20, 27, after=2, mode="aerial")
    )
    assert codes(of) == {"counts_differ"}


def test_ten_is_no_rounding_of_seventeen() -> None:
    of = ledger(report(1, "Army", 0, 10, 24, mode="aerial"), report(2, "Ministry", 0, 17, 24, mode="aerial"))
    assert codes(of) == {"sources_disagree"}


def test_small_counts_only_differ() -> None:
    of = ledger(report(1, "Army", 0, 5, 8, mode="aerial"), report(2, "Ministry", 0, 7, 8, mode="aerial"))
    assert codes(of) == {"counts_differ"}


@pytest.mark.parametrize(
    ("rough", "exact", "down", "grain"),
    [
        (10, 17, False, None),
        (10, 14, False, 10),
        (10, 7, False, 10),
        (200, 205, False, 10),
        (200, 270, False, None),
        (200, 270, True, 100),
        (120_000, 119_925, False, 1000),
        (22_000, 22_900, False, 1000),
        (20, 20, False, None),
        (0, 4, True, None),
    ],
)
def test_rounding(rough: int, exact: int, down: bool, grain: int | None) -> None:
    assert round_of(rough, exact, down=down) == grain


def test_a_headline_that_rounds_repeats_the_figure_below_it() -> None:
    about = {"document": "iom", "source": "IOM", "qualifier": "approx", "kind": "cumulative", "as_of": "04-16"}
    claims = [said(120_000, "displaced", **about), said(119_925, "displaced", at=1, **about)]  # type: ignore[arg-type]
    of = reconcile(claims)
    assert [claim.value for claim in of.canonical.values()] == [119_925]
    assert [(link.kind, link.rule) for link in of.links] == [("repeats", "rounded")]
