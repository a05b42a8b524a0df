"""The compiled files: written, read back, opened quickly; and the shipped gazetteer's contents."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.errors import DataError
from masfufa.gazetteer.pack import Packer, Row
from masfufa.gazetteer.store import CAPITAL, COD, SHIPPED, USER, Gazetteer, Layer, pack_population, unpack_population


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return Gazetteer([Layer(SHIPPED)])


def small(folder: Path, flags: int = 0) -> Layer:
    packer = Packer({"kind": "test"})
    province = packer.add(Row("Upper", "LBY", "admin1", 30.0, 15.0, "admin1", pcode="LY01", flags=COD))
    packer.add(
        Row(
            "Qarah",
            "LBY",
            "town",
            30.25,
            15.5,
            "city",
            {"قارة", "Gara"},
            12_345,
            77,
            province,
            flags=flags,
            weight=2.0,
            loose=True,
        )
    )
    packer.add(Row("Qarah", "SYR", "village", 34.1, 36.7, "city", {"قارة"}, weight=1.0))
    packer.write(folder)
    return Layer(folder)


def test_written_is_read_back(tmp_path: Path) -> None:
    gazetteer = Gazetteer([small(tmp_path, CAPITAL)])
    first, second = gazetteer.candidates("قارة")
    assert (first.name, first.country, first.feature, first.lat, first.lon) == ("Qarah", "LBY", "town", 30.25, 15.5)
    assert (first.geonameid, first.flags, first.precision) == (77, CAPITAL, "city")
    assert first.population == 12_350
    assert [(u.level, u.name, u.pcode, u.scheme) for u in first.admin] == [(1, "Upper", "LY01", "cod")]
    assert (second.country, second.geonameid, second.admin) == ("SYR", None, ())
    assert gazetteer.candidates("قاره") == [first, second]
    assert [p.id for p in gazetteer.loose_candidates("Garrah", "LBY")] == []
    assert gazetteer.candidates("nowhere") == []


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    small(tmp_path / "a")
    small(tmp_path / "b")
    for name in ("places.bin", "names.trie", "loose.trie"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_user_layer_comes_first_and_replaces_by_geonameid(tmp_path: Path, shipped: Gazetteer) -> None:
    tripoli = shipped.candidates("طرابلس")[0]
    packer = Packer({"kind": "user"})
    packer.add(Row("Tripoli", "LBY", "capital", 32.9, 13.2, "city", {"طرابلس"}, 1, tripoli.geonameid or 0, flags=USER))
    packer.write(tmp_path)
    both = Gazetteer([Layer(SHIPPED), Layer(tmp_path, 1)])
    found = both.candidates("طرابلس")
    assert (found[0].flags & USER, found[0].lat) == (USER, 32.9)
    assert len(found) == len(shipped.candidates("طرابلس"))
    assert both.place(found[0].id) == found[0]


@given(st.integers(0, 4_000_000_000))
def test_populations_keep_three_digits(value: int) -> None:
    assert abs(unpack_population(pack_population(value)) - value) <= value / 400


def test_missing_and_broken_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(DataError) as missing:
        Layer(tmp_path)
    assert missing.value.code == "gazetteer-missing"
    for name in ("places.bin", "names.trie", "loose.trie"):
        (tmp_path / name).write_bytes(b"not a gazetteer at all")
    with pytest.raises(DataError) as broken:
        Layer(tmp_path)
    assert broken.value.code == "gazetteer-broken"


def test_files_of_different_builds_do_not_mix(tmp_path: Path) -> None:
    small(tmp_path)
    Packer({"kind": "test"}).write(tmp_path / "other")
    (tmp_path / "other" / "names.trie").replace(tmp_path / "names.trie")
    with pytest.raises(DataError) as mixed:
        Layer(tmp_path)
    assert mixed.value.code == "gazetteer-broken"


@pytest.mark.parametrize("length", [4, 9, 40, 300])
def test_a_truncated_file_is_refused(length: int, tmp_path: Path) -> None:
    small(tmp_path)
    whole = (tmp_path / "places.bin").read_bytes()
    (tmp_path / "places.bin").write_bytes(whole[:length])
    with pytest.raises(DataError):
        Layer(tmp_path)


class TestShipped:
    def test_size_and_speed_of_opening(self) -> None:
        size = sum(path.stat().st_size for path in SHIPPED.iterdir())
        assert size < 20_000_000
        best = min(self._opened() for _ in range(3))
        assert best < 0.05

    @staticmethod
    def _opened() -> float:
        started = time.perf_counter()
        Gazetteer([Layer(SHIPPED)]).candidates("طرابلس")
        return time.perf_counter() - started

    @pytest.mark.parametrize(
        ("name", "country", "lat", "lon"),
        [
            ("الخرطوم", "SDN", 15.55, 32.53), ("طرابلس", "LBY", 32.89, 13.19), ("Alep", "SYR", 36.2, 37.16),
            ("صنعاء", "YEM", 15.35, 44.21), ("غزة", "PSE", 31.5, 34.47), ("Le Caire", "EGY", 30.06, 31.25),
            ("واشنطن", "USA", 38.9, -77.04), ("درنة", "LBY", 32.77, 22.64),
        ],
    )  # fmt: skip
    def test_first_candidates(self, name: str, country: str, lat: float, lon: float, shipped: Gazetteer) -> None:
        first = next(place for place in shipped.candidates(name) if not place.feature.startswith("admin"))
        assert first.country == country
        assert first.lat == pytest.approx(lat, abs=0.1)
        assert first.lon == pytest.approx(lon, abs=0.1)

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("ليبيا", "LBY"),
            ("Libye", "LBY"),
            ("ساحل العاج", "CIV"),
            ("Ivory Coast", "CIV"),
            ("UK", "GBR"),
            ("كوسوفو", "KOS"),
        ],
    )
    def test_countries_by_all_their_names(self, name: str, code: str, shipped: Gazetteer) -> None:
        country = next(place for place in shipped.candidates(name) if place.feature == "country")
        assert country.country == code
        assert shipped.country(code) == country

    @pytest.mark.parametrize(
        ("code", "lat", "lon"), [("FRA", 46.6, 2.5), ("NOR", 67, 14), ("LBY", 27, 18), ("CHL", -35, -71)]
    )
    def test_country_points_leave_out_what_lies_overseas(
        self, code: str, lat: float, lon: float, shipped: Gazetteer
    ) -> None:
        country = shipped.country(code)
        assert country is not None
        assert abs(country.lat - lat) < 3
        assert abs(country.lon - lon) < 3

    def test_one_capital_a_country(self, shipped: Gazetteer) -> None:
        capitals = [place for place in shipped.candidates("Washington") if place.flags & CAPITAL]
        assert [(place.country, round(place.lat)) for place in capitals] == [("USA", 39)]
        assert shipped.capital("SDN") == shipped.candidates("الخرطوم")[0]


@pytest.mark.parametrize(
    ("country", "name", "unit"),
    [
        ("SDN", "ولاية القضارف", "Al Qadarif"),
        ("SDN", "South Darfur", "South Darfur"),
        ("SDN", "غرب دارفور", "West Darfur"),
        ("SYR", "Aleppo Governorate", "Aleppo"),
        ("YEM", "محافظة الحديدة", "Al Hudaydah"),
    ],
)
def test_a_unit_of_the_overlay_is_the_unit_of_geonames(shipped: Gazetteer, country: str, name: str, unit: str) -> None:
    regions = [p for p in shipped.candidates(name) if p.country == country and p.feature == "region"]
    assert regions and {next(u.name for u in place.admin if u.level == 1) for place in regions} == {unit}


def test_a_region_of_several_units_lies_in_none(shipped: Gazetteer) -> None:
    for name, country in (("Sinai", "EGY"), ("Darfur", "SDN"), ("Kivu", "COD")):
        regions = [p for p in shipped.candidates(name) if p.country == country and p.feature == "region"]
        assert regions and all(unit.level == 0 for place in regions for unit in place.admin), name
