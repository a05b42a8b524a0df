"""Datelines give the day of publication; other dates at the top of a text do not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from masfufa.documents.dateline import dateline_date
from masfufa.documents.load import load

DAY = dt.date(2024, 12, 7)


@pytest.mark.parametrize(
    "text",
    [
        "GENEVA, 7 December 2024 - The agency said that 12 people drowned.",
        "GENEVA, 7 December 2024 – The agency said that 12 people drowned.",
        "A boat sinks\n\nGeneva/Tripoli, December 7, 2024 (Agency) — The agency said …",
        "PORT SUDAN, Sudan, Dec. 7, 2024 - Hundreds of families fled.",
        "Tripoli, 7 December 2024\n\nThe mission is concerned about the fighting.",
        "GENÈVE, 7 décembre 2024 - Douze personnes ont été tuées.",
        "جنيف، 7 كانون الأول/ديسمبر 2024 - قالت المنظمة إن 12 شخصا غرقوا.",
        "غرق قارب\nالخرطوم (وكالات) 7 ديسمبر 2024 - فرت مئات الأسر.",
    ],
)
def test_a_dateline_gives_the_day(text: str):
    assert dateline_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "On 7 December 2024, the agency said that 12 people drowned.",
        "Khartoum, 7 December 2024 - 20 December 2024",
        "The war began in Khartoum, 15 April 2023, and goes on - without an end.",
        "GENEVA - The agency said on 7 December 2024 that 12 people drowned.",
        "Fighting in Tripoli, 4 April 2019: how it began",
        "GENEVA, December 2024 - The agency said …",
        "Geneva, 7 December 2024 and 9 December 2024 - The agency said …",
        "قُتل 12 شخصا في الخرطوم، 7 ديسمبر 2024.",
    ],
)
def test_other_dates_do_not(text: str):
    assert dateline_date(text) is None


def test_it_dates_a_file_unless_something_better_does(tmp_path: Path):
    path = tmp_path / "report.txt"
    path.write_text("GENEVA, 7 December 2024 - Twelve people were killed yesterday.", encoding="utf-8")
    assert load(path).published == DAY
    assert load(path, published=dt.date(2024, 12, 9)).published == dt.date(2024, 12, 9)
