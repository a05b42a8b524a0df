"""Numbers of tables and labelled lines take their meaning from columns, labels and titles."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from masfufa.reading.reader import read
from masfufa.records import Figure

DAY = dt.date(2025, 3, 15)


def figures(text: str, language: str) -> list[tuple[str, int | None, str, tuple[str, ...]]]:
    found = read(text, published=DAY, language=language).figures
    return [(f.category, f.low, f.unit, tuple(p.text for p in f.places)) for f in found]


GRID = "District\tKilled\tDisplaced families\nSirwah\t12\t340\nRaghwan\t3\t95\nTotal\t15\t435\n"


def test_columns_tell_what_is_counted_and_rows_where() -> None:
    assert figures(f"Marib in March.\n{GRID}", "en") == [
        ("killed", 12, "person", ("Sirwah",)), ("displaced", 340, "household", ("Sirwah",)),
        ("killed", 3, "person", ("Raghwan",)), ("displaced", 95, "household", ("Raghwan",)),
        ("killed", 15, "person", ()), ("displaced", 435, "household", ()),
    ]  # fmt: skip


def test_rows_are_parts_of_a_last_row_that_adds_them_up() -> None:
    assert [f.part_of for f in read(GRID, published=DAY, language="en").figures] == [4, 5, 4, 5, None, None]


def test_arabic_columns_between_strokes() -> None:
    text = "المديرية | القتلى | الأسر النازحة\nصرواح | 12 | 340\nرغوان | 3 | 95"
    assert figures(text, "ar") == [
        ("killed", 12, "person", ("صرواح",)), ("displaced", 340, "household", ("صرواح",)),
        ("killed", 3, "person", ("رغوان",)), ("displaced", 95, "household", ("رغوان",)),
    ]  # fmt: skip


def test_a_title_tells_what_labelled_lines_count() -> None:
    text = "عدد الأسر النازحة بحسب المحافظة:\nتعز: 3,120 أسرة\nلحج: 890 أسرة\nالمجموع: 4,010 أسرة"
    found = read(text, published=DAY, language="ar").figures
    assert [(f.category, f.low, f.unit, f.kind, f.part_of) for f in found] == [
        ("displaced", 3120, "household", "stock", 2),
        ("displaced", 890, "household", "stock", 2),
        ("displaced", 4010, "household", "stock", None),
    ]


def test_labels_of_lines_name_categories_and_the_heading_the_day() -> None:
    text = "Situation update No. 33, 10 March 2025\nDisplaced: 7,400\nKilled: 121\nRefugees: 1,300"
    found = read(text, published=DAY, language="en").figures
    assert [(f.category, f.low) for f in found] == [("displaced", 7400), ("killed", 121), ("refugees", 1300)]
    assert found[0].as_of == dt.date(2025, 3, 10)


@pytest.mark.parametrize(
    "text",
    [
        "Contact us\nTel: 123\nFax: 456",
        "Item\tQuantity\nTents\t120\nBlankets\t700\n",
        "2023\t2024\n12\t14\n3\t5\n",
        "Ages of the pupils\nAden: 12\nLahj: 14",
    ],
)
def test_tables_of_other_things_hold_no_figure(text: str) -> None:
    assert figures(text, "en") == []


def test_spans_stay_within_their_line() -> None:
    text = "Displaced: 7,400\nKilled: 12\nRefugees: 13"
    found: tuple[Figure, ...] = read(text, published=DAY, language="en").figures
    assert [f.text for f in found] == ["7,400", "12", "13"]
    assert all(text[f.start : f.end] == f.text for f in found)


def test_long_tables_cost_by_their_length() -> None:
    def cost(rows: int) -> float:
        text = "District\tKilled\n" + "".join(f"Quarter {n}\t{n + 3}\n" for n in range(rows))
        began = time.process_time()
        assert len(read(text, published=DAY, language="en").figures) == rows
        return time.process_time() - began

    cost(200)
    assert cost(3200) < 14 * max(cost(400), 0.02)
