"""What a cell says as a count or a day; a value that is not there is not zero."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.exchange.cells import absence_of, day_order, read_coordinate, read_count, read_day
from masfufa.exchange.tables import Cell, as_text


def cell(value: object, **more: bool) -> Cell:
    return Cell(value, as_text(value), 3, 2, **more)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (12, 12), (12.0, 12), (0, 0), ("0", 0), (" 12 ", 12), ("1,234", 1234), ("1 234", 1234), ("1\u202f234", 1234),
        ("1'234", 1234), ("1.234.567", 1234567), ("2,014,000", 2014000), ("١٢٣", 123), ("١٬٢٣٤", 1234), ("12.0", 12),
        ("1,234.0", 1234), ("1e3", 1000), (105.00000000000071, 105), ("+7", 7),
    ],
)  # fmt: skip
def test_counts(value: object, count: int) -> None:
    assert read_count(cell(value)) == (count, None, None)


@pytest.mark.parametrize(
    ("value", "absence"),
    [
        (None, "blank"), ("", "blank"), ("  ", "blank"), ("null", "blank"), ("n/a", "not_available"),
        ("-", "not_available"),
        ("N.A.", "not_available"), ("Not available", "not_available"), ("غير متوفر", "not_available"),
        (float("nan"), "not_available"), ("Confidential", "withheld"), ("Not assessed", "not_assessed"),
    ],
)  # fmt: skip
def test_absences_are_of_different_kinds(value: object, absence: str) -> None:
    assert read_count(cell(value)) == (None, absence, None)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("many", "not-a-number"), ("~120", "not-a-number"), ("10-20", "not-a-number"), (True, "not-a-number"),
        ("#REF!", "not-a-number"), ("-5", "negative-number"), (-5, "negative-number"), ("1.234", "ambiguous-number"),
        (dt.datetime(2021, 1, 5), "date-for-number"), (10**12, "not-a-number"), ("1,23,45", "not-a-number"),
    ],
)  # fmt: skip
def test_anything_else_is_unreadable_and_told_with_its_cell(value: object, code: str) -> None:
    count = read_count(cell(value))
    assert (count.value, count.absence) == (None, "unreadable")
    assert count.issue is not None
    assert (count.issue.code, count.issue.message[:3]) == (code, "B3:")


def test_a_part_of_a_person_is_rounded_and_told() -> None:
    count = read_count(cell(3.5))
    assert count.value == 4
    assert count.issue is not None and count.issue.code == "part-number"


def test_a_formula_without_value_is_unreadable() -> None:
    assert read_count(cell(None, unreadable=True)).absence == "unreadable"


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([",", " ", "\u00a0", "'", "\u066c"]))
def test_thousands_separators_change_nothing(value: int, separator: str) -> None:
    assert read_count(cell(f"{value:,}".replace(",", separator))).value == value


@given(st.text(max_size=12))
def test_no_text_is_read_as_zero_but_a_zero(text: str) -> None:
    count = read_count(cell(text))
    assert (count.value is None) == (count.absence is not None)
    if count.value == 0:
        assert any(letter.isdigit() for letter in text)


DAY = dt.date(2021, 3, 30)


@pytest.mark.parametrize(
    "value",
    [
        dt.datetime(2021, 3, 30, 12), DAY, 44285, 44285.75, "44285", 20210330, "2021-03-30", "2021/3/30",
        "2021-03-30T00:00:00", "2021-03-30 00:00:00.000", "30/03/2021", "3/30/2021", "30.03.21", "30-Mar-2021",
        "30 March 2021", "March 30, 2021", "30 mars 2021", "٣٠ آذار ٢٠٢١", "30 مارس 2021", " 2021-03-30 ",
    ],
)  # fmt: skip
def test_days(value: object) -> None:
    assert read_day(cell(value)) == (DAY, None)


def test_day_and_month_are_told_apart_by_the_rest_of_the_column() -> None:
    unclear = cell("03/04/2021")
    told = read_day(unclear)
    assert told.value is None and told.issue is not None and told.issue.code == "ambiguous-date"
    assert day_order([unclear, cell("25/04/2021")]) == "dmy"
    assert day_order([unclear, cell("04/25/2021")]) == "mdy"
    assert day_order([cell("25/04/2021"), cell("04/25/2021")]) is None
    assert read_day(unclear, "dmy").value == dt.date(2021, 4, 3)
    assert read_day(unclear, "mdy").value == dt.date(2021, 3, 4)
    assert read_day(cell("05/05/2021")).value == dt.date(2021, 5, 5)


@pytest.mark.parametrize("value", ["30/02/2021", "2021", 2021, "October 2021", "soon", 12, "2021-13-01"])
def test_what_is_no_day_is_told(value: object) -> None:
    day = read_day(cell(value))
    assert day.value is None and day.issue is not None and day.issue.code == "not-a-date"


def test_no_day_is_no_issue_where_nothing_is_said() -> None:
    assert read_day(cell(None)) == (None, None)
    assert read_day(cell("n/a")) == (None, None)


def test_coordinates() -> None:
    assert read_coordinate(cell("32,88"), "lat") == 32.88
    assert read_coordinate(cell(132.8), "lat") is None
    assert read_coordinate(cell(132.8), "lon") == 132.8
    assert read_coordinate(cell("north"), "lat") is None


def test_words_for_absence() -> None:
    assert absence_of("...") == "not_available"
    assert absence_of("0") is None
