"""Countries and first-level units are named in three languages, with a point for the map."""

from __future__ import annotations

from masfufa.tracking.ledger import PlaceName
from masfufa.tracking.place_names import described


def test_a_country_gets_its_names_and_a_point() -> None:
    place = described(PlaceName("LBY", "LBY", 0, "LBY", "LBY", "iso3"))
    assert (place.name, place.names["ar"], place.names["fr"]) == ("Libya", "ليبيا", "Libye")
    assert place.lat is not None and 20 < place.lat < 33


def test_a_unit_of_geonames_gets_its_code_names_and_point() -> None:
    place = described(PlaceName("SDN.north-darfur", "SDN", 1, None, "North Darfur", "geonames"))
    assert place.key == "SDN.north-darfur"
    assert place.code and place.code.startswith("SD.")
    assert place.names["ar"] == "ولاية شمال دارفور"
    assert place.lat is not None and place.lon is not None


def test_what_is_known_already_stays() -> None:
    cod = PlaceName("LBY.LY02", "LBY", 1, "LY02", "West", "cod", {"ar": "الغرب"}, 30.0, 12.0)
    assert described(cod) == cod
    unknown = PlaceName("none", None, -1, None, "place not resolved", "none")
    assert described(unknown) == unknown
    odd = PlaceName("SDN.atlantis", "SDN", 1, None, "Atlantis", "geonames")
    assert described(odd) == odd
