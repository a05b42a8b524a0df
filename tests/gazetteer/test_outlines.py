"""Outlines of countries: their names, their shape, and which one a point lies in."""

from __future__ import annotations

import pytest

from masfufa.gazetteer.outlines import countries, country_at, outlines, unit_named


def test_libya_has_its_twenty_two_units_with_arabic_names() -> None:
    units = outlines("LBY")
    assert len(units) == 22
    assert all(unit.names["ar"] for unit in units)
    assert {unit.country for unit in units} == {"LBY"}
    assert len({unit.code for unit in units}) == 22


def test_rings_are_closed_and_lie_on_the_globe() -> None:
    for country in ("LBY", "SDN", "YEM", "SYR", "FJI"):
        for unit in outlines(country):
            for ring in (ring for polygon in unit.polygons for ring in polygon):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)


@pytest.mark.parametrize(
    ("lat", "lon", "country"),
    [
        (32.85, 13.2, "LBY"),
        (15.55, 32.53, "SDN"),
        (31.5, 34.45, "PSE"),
        (38.0, 13.3, "ITA"),
        (34.5, 18.0, None),
        (42.6, 21.1, "KOS"),
    ],
)
def test_a_point_lies_in_the_country_whose_land_it_is_on(lat: float, lon: float, country: str | None) -> None:
    assert country_at(lat, lon) == country


def test_a_country_without_outlines_has_none() -> None:
    assert outlines("XXX") == ()
    assert len(countries()) > 230


def test_a_unit_is_found_by_its_name_in_any_language_or_by_code() -> None:
    darfur = unit_named("SDN", "North Darfur")
    assert darfur is not None
    assert unit_named("SDN", darfur.names["ar"]) == darfur
    assert unit_named("SDN", "no matter", darfur.code) == darfur
    assert unit_named("SDN", "Atlantis") is None
    lat, lon = darfur.point
    assert darfur.holds(lat, lon)


def test_a_name_that_two_units_bear_names_neither() -> None:
    assert unit_named("YEM", "Sanaa") is None
