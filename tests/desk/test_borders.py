"""Borders that are not agreed: found where outlines run along each other, told below the map."""

from __future__ import annotations

import json
from itertools import pairwise
from math import cos, hypot, radians

import pytest

from masfufa.desk.views.borders import border_notes, common, disputed, disputed_lines
from masfufa.desk.views.map import outlines_geojson
from masfufa.gazetteer.outlines import outlines


def kilometres(lines) -> float:
    return sum(
        111.2 * hypot((b[0] - a[0]) * cos(radians(a[1])), b[1] - a[1]) for line in lines for a, b in pairwise(line)
    )


def test_entries_are_whole():
    for entry in disputed():
        assert set(entry) == {"countries", "dashed", "borders", "en", "ar"}
        assert set(entry["dashed"]) <= set(entry["countries"])
        assert entry["dashed"] or entry["borders"]
        for border in entry["borders"]:
            assert set(border) <= {"between", "box"} and set(border["between"]) <= set(entry["countries"])
            one, other = (*border["between"], None)[:2]
            found = common(one, other, tuple(border["box"]) if "box" in border else None)
            assert found, border
            assert other is not None or "box" in border


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    # In kilometres: Egypt's border is 1,276 long, that of the two Sudans 2,158 with every bend.
    [("ESH", "MAR", 400, 2010), ("EGY", "SDN", 1150, 1300), ("SDN", "SSD", 1500, 2158), ("SYR", "ISR", 60, 100)],
)
def test_a_border_is_about_as_long_as_it_is(one, other, least, most):
    assert least < kilometres(common(one, other)) < most
    assert kilometres(common(one, other)) == pytest.approx(kilometres(common(other, one)), rel=0.1)


def test_coasts_and_other_borders_are_none():
    assert common("LBY", "SSD") == ()
    drawn = {point for line in common("PSE", "ISR") for point in line}
    assert (34.44, 31.53) not in drawn, "that is the coast"
    east = max(lon for line in common("ESH", "MAR") for lon, _ in line)
    assert east <= -8.6, "the border with Algeria is another"


def test_a_box_cuts_and_the_lines_between_own_units_are_left_out():
    halaib = common("EGY", "SDN", (33.0, 21.5, 37.5, 22.6))
    assert 300 < kilometres(halaib) < 450 and all(33 <= lon <= 37.5 for line in halaib for lon, _ in line)
    donbas = common("UKR", None, (38.2, 47.3, 40.4, 50.2))
    between_units = {frozenset(p) for u in outlines("UKR") for poly in u.polygons for r in poly for p in pairwise(r)}
    assert donbas and kilometres(donbas) < 800 and between_units


def test_the_map_gets_them_beside_its_units():
    found = json.loads(outlines_geojson(("ESH", "MAR")))
    assert found["borders"]["geometry"]["coordinates"] == [[list(p) for p in line] for line in disputed_lines(("ESH",))]
    assert not any(feature["properties"]["disputed"] for feature in found["features"])
    assert json.loads(outlines_geojson(("LBY",)))["borders"]["geometry"]["coordinates"] == []
    assert all(feature["properties"]["disputed"] for feature in json.loads(outlines_geojson(("KOS",)))["features"])


def test_notes_are_those_of_what_is_shown():
    assert any("Western Sahara" in note for note in border_notes(["MAR"], "en"))
    assert border_notes(["LBY"], "en") == []
    assert len(border_notes(["ISR"], "ar")) == 2
