from __future__ import annotations

import csv
import io

from masfufa.cli.export_check import polecat_faults
from masfufa.cli.polecat_out import Polecat
from masfufa.cli.settings import Settings
from masfufa.cli.work import make_format

from .event_samples import event_item
from .samples import arabic_item


def table(**settings) -> list[list[str]]:
    out = make_format(Settings("polecat", **settings))
    assert isinstance(out, Polecat)
    text = out.head() + out.document(event_item()) + out.document(arabic_item())
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_forty_columns_and_one_valid_row_an_event():
    header, *rows = table()
    assert len(header) == 40 and header[0] == "Event ID" and header[-1] == "Version"
    assert [polecat_faults(header, row) for row in rows] == [[], [], []]


def test_the_cells_of_an_event():
    header, first, second, third = table()
    cells = dict(zip(header, first, strict=True))
    expected = {
        "Event Date": "2019-04-07", "Event Type": "ASSAULT", "Event Mode": "heavy-weapons", "Intensity": "",
        "Quad Code": "MATERIAL CONFLICT", "Contexts": "military", "Actor Name": "الجيش الوطني الليبي",
        "Actor Country": "LBY", "Primary Actor Sector": "REB", "Actor Name Raw": "قوات حفتر", "Recipient Name": "",
        "Recipient Name Raw": "مدنيا", "Recipient Sectors": "CVL", "Placename": "Az Zāwīyah", "City": "Az Zāwīyah",
        "Province": "Zawiya", "Country": "LBY", "Latitude": "32.7571", "Longitude": "-12.72764",
        "GeoNames ID": "2218970", "Raw Placename": "الزاوية", "Source": "'=وكالة الأنباء",
        "Publication Date": "2019-04-08", "Story Locations": "Az Zāwīyah", "Language": "Arabic",
        "Version": "masfufa 1.2.3",
    }  # fmt: skip
    assert {name: cells[name] for name in expected} == expected
    undated = dict(zip(header, second, strict=True))
    assert undated["Event Date"] == "" and undated["Publication Date"] == "2019-04-08"
    denied = dict(zip(header, third, strict=True))
    assert denied["Event Mode"] == "arrest; negation"
    assert denied["Actor Name"] == "; رويترز" and denied["Actor Name Raw"] == "الجيش; وكالة رويترز"
    assert denied["Actor Sectors"] == "MIL; JRN" and denied["Primary Actor Sector"] == "MIL"


def test_for_excel():
    out = Polecat(Settings("polecat", excel=True))
    assert out.head().startswith("\ufeffEvent ID\t") and out.document(event_item()).endswith("\r\n")


def test_the_check_finds_faults():
    header, row, *_ = table()
    assert polecat_faults(header[::-1], row) == ["the columns are not POLECAT's"]
    assert polecat_faults(header, row[:-1]) == ["39 cells under 40 columns"]
    for column, value, fault in (
        ("Event Type", "YIELD", "Event Type: 'YIELD' is no type of 2021"),
        ("Event Mode", "demo", "Event Mode: demo is none"),
        ("Quad Code", "4", "Quad Code: '4' is not that of ASSAULT"),
        ("Actor Sectors", "HLH", "Actor: HLH is no sector"),
        ("Latitude", "north", "Latitude: 'north' is no number"),
        ("Source", "a\tb", "Source: a tab or a line end"),
    ):
        bad = [value if name == column else cell for name, cell in zip(header, row, strict=True)]
        assert polecat_faults(header, bad) == [fault]
