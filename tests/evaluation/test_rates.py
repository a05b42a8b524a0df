"""Wilson intervals, and shares that are not given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.evaluation.rates import FEW, Rate, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Newcombe (1998), method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals(right, of, low, high):
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000), st.data())
def test_an_interval_holds_its_share(of, data):
    right = data.draw(st.integers(0, of))
    low, high = wilson(right, of)
    assert 0 <= low <= right / of <= high <= 1


def test_few_cases_give_no_share():
    few, enough = Rate(3, FEW - 1), Rate(FEW, FEW)
    assert (few.share, few.interval) == (None, None)
    assert few.plain() == {"right": 3, "of": 19, "rate": None, "low": None, "high": None}
    assert enough.share == 1.0
    assert enough.plain()["low"] == pytest.approx(0.8389, abs=1e-4)
