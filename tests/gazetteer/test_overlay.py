"""Schema of the curated overlay: every cell of every row is well formed and lies where its country lies."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

OVERLAY = Path(__file__).parents[2] / "src" / "masfufa" / "gazetteer" / "overlay"
FILES = sorted(OVERLAY.glob("*.csv"))
HEADER = [
    "country",
    "feature",
    "name_en",
    "name_ar",
    "name_fr",
    "other_names",
    "lat",
    "lon",
    "admin1",
    "part_of",
    "precision",
    "common_word",
    "note",
]
FEATURES = frozenset(
    [
        "neighbourhood",
        "district",
        "town",
        "village",
        "camp",
        "crossing",
        "airport",
        "port",
        "front",
        "base",
        "road",
        "mountain",
        "valley",
        "river",
        "region",
        "island",
        "dam",
        "oilfield",
        "hospital",
        "university",
        "market",
        "square",
        "bridge",
        "sea",
        "desert",
    ]
)
PRECISIONS = frozenset({"point", "city", "admin2", "admin1", "region"})

# Generous boxes (south, north, west, east) in decimal degrees, with the seas and border posts of each country.
BOXES: dict[str, tuple[float, float, float, float]] = {
    "AFG": (29.0, 38.6, 60.4, 75.0),
    "ARE": (22.4, 26.6, 51.0, 56.7),
    "BFA": (9.3, 15.2, -5.7, 2.6),
    "BHR": (25.4, 26.5, 50.2, 51.0),
    "CAF": (2.1, 11.1, 14.3, 27.6),
    "CMR": (1.5, 13.2, 8.3, 16.3),
    "COD": (-13.6, 5.5, 12.0, 31.5),
    "CYP": (34.4, 35.8, 32.2, 34.7),
    "DJI": (10.8, 12.9, 41.6, 43.6),
    "DZA": (18.8, 37.3, -8.8, 12.1),
    "EGY": (21.7, 32.0, 24.6, 37.2),
    "ERI": (12.2, 18.2, 36.3, 43.3),
    "ESH": (20.6, 27.8, -17.2, -8.6),
    "ETH": (3.3, 15.0, 32.9, 48.1),
    "GRC": (34.5, 41.9, 19.2, 29.8),
    "IRN": (24.8, 39.9, 43.9, 63.5),
    "IRQ": (28.9, 37.6, 38.6, 48.9),
    "ISR": (29.3, 33.5, 34.1, 36.0),
    "ITA": (35.3, 47.2, 6.5, 18.7),
    "JOR": (29.1, 33.5, 34.8, 39.4),
    "KEN": (-4.9, 5.1, 33.8, 42.0),
    "KWT": (28.4, 30.2, 46.4, 49.0),
    "LBN": (33.0, 34.8, 35.0, 36.8),
    "LBY": (19.4, 34.6, 9.2, 25.4),
    "MAR": (27.5, 36.1, -13.3, -0.9),
    "MLI": (10.0, 25.1, -12.4, 4.4),
    "MLT": (35.7, 36.2, 14.1, 14.7),
    "MRT": (14.6, 27.4, -17.2, -4.7),
    "NER": (11.6, 23.7, 0.1, 16.1),
    "NGA": (4.1, 14.0, 2.6, 14.8),
    "OMN": (16.5, 26.6, 51.9, 60.0),
    "PAK": (23.5, 37.2, 60.8, 77.9),
    "PSE": (31.1, 32.6, 34.1, 35.7),
    "QAT": (24.4, 26.3, 50.6, 51.8),
    "RUS": (41.1, 82.0, 19.0, 180.0),
    "SAU": (16.0, 32.3, 34.4, 55.8),
    "SDN": (8.5, 23.3, 21.7, 38.7),
    "SOM": (-1.8, 12.3, 40.8, 51.6),
    "SSD": (3.4, 12.4, 23.9, 36.1),
    "SYR": (32.2, 37.5, 35.5, 42.5),
    "TCD": (7.3, 23.6, 13.3, 24.1),
    "TUN": (30.1, 37.7, 7.4, 11.9),
    "TUR": (35.7, 42.3, 25.5, 45.0),
    "UKR": (44.2, 52.5, 22.0, 40.4),
    "YEM": (11.9, 19.1, 41.7, 54.7),
}

_ARABIC = re.compile(r"[\u0621-\u064A\u0671\u067E\u0686\u06A4\u06AF\u06A9\u06CC]")
_ARABIC_NAME = re.compile(r"[\u0621-\u0652\u0671\u067E\u0686\u06A4\u06AF\u06A9\u06CC0-9 \-().]+")
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF]")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.replace("ى", "ي").replace("ة", "ه").replace(" ", "")


def _kilometres(a: dict[str, str], b: dict[str, str]) -> float:
    lat_a, lon_a, lat_b, lon_b = (math.radians(float(v)) for v in (a["lat"], a["lon"], b["lat"], b["lon"]))
    return 6371 * math.hypot((lon_b - lon_a) * math.cos((lat_a + lat_b) / 2), lat_b - lat_a)


def test_libya_comes_first() -> None:
    assert "libya.csv" in {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestFile:
    def test_header(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as handle:
            assert next(csv.reader(handle)) == HEADER
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")

    def test_every_row_has_every_column(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as handle:
            assert {len(row) for row in csv.reader(handle)} == {len(HEADER)}

    def test_cells_are_trimmed_and_single_spaced(self, path: Path) -> None:
        untidy = [row for row in _rows(path) if any(v != v.strip() or "  " in v or "\t" in v for v in row.values())]
        assert untidy == []

    def test_closed_vocabularies(self, path: Path) -> None:
        rows = _rows(path)
        assert {row["country"] for row in rows} - BOXES.keys() == set()
        assert {row["feature"] for row in rows} - FEATURES == set()
        assert {row["precision"] for row in rows} - PRECISIONS == set()
        assert {row["common_word"] for row in rows} - {"0", "1"} == set()

    def test_scripts(self, path: Path) -> None:
        for row in _rows(path):
            assert _ARABIC_NAME.fullmatch(row["name_ar"]), row
            assert _ARABIC.search(row["name_ar"]), row
            assert _LATIN.search(row["name_en"]) and not _ARABIC.search(row["name_en"]), row
            assert not row["name_fr"] or _LATIN.search(row["name_fr"]), row
            assert not _ARABIC.search(row["name_fr"] + row["admin1"] + row["part_of"] + row["note"]), row

    def test_other_names(self, path: Path) -> None:
        for row in _rows(path):
            others = row["other_names"].split("|") if row["other_names"] else []
            assert all(name == name.strip() and len(name) > 1 for name in others), row
            assert len(others) == len(set(others)), row
            assert not {row["name_en"], row["name_ar"]} & set(others), row
            for name in others:
                assert bool(_ARABIC.search(name)) != bool(_LATIN.search(name)), (name, row)

    def test_coordinates(self, path: Path) -> None:
        for row in _rows(path):
            assert re.fullmatch(r"-?\d{1,2}(\.\d{1,3})?", row["lat"]), row
            assert re.fullmatch(r"-?\d{1,3}(\.\d{1,3})?", row["lon"]), row
            south, north, west, east = BOXES[row["country"]]
            assert south <= float(row["lat"]) <= north and west <= float(row["lon"]) <= east, row

    def test_precision_fits_feature(self, path: Path) -> None:
        small = {"neighbourhood", "camp", "crossing", "airport", "hospital", "square", "bridge", "market"}
        for row in _rows(path):
            if row["feature"] in small:
                assert row["precision"] in {"point", "city"}, row

    def test_notes_are_short(self, path: Path) -> None:
        assert [row["note"] for row in _rows(path) if len(row["note"]) > 100] == []


def test_ordinary_words_need_evidence() -> None:
    """A name that is also an everyday word of a language we read is always marked as one."""
    everyday = {"السوق", "النصر", "العين", "الأبيض", "الوحدة", "السلام", "البيضاء", "جدة", "أدري", "عين"}
    everyday |= {
        "Has",
        "Hit",
        "Say",
        "Bay",
        "Van",
        "Bam",
        "Hat",
        "Salt",
        "Sake",
        "Crater",
        "Unity",
        "Lakes",
        "Midi",
        "Ans",
    }
    unmarked = [
        (name, row["country"])
        for path in FILES
        for row in _rows(path)
        if row["common_word"] == "0"
        for name in (row["name_ar"], row["name_en"], row["name_fr"], *row["other_names"].split("|"))
        if name in everyday
    ]
    assert unmarked == []


def test_a_full_name_is_sure_where_its_short_form_is_a_word() -> None:
    marks = {row["name_ar"]: row["common_word"] for row in _rows(OVERLAY / "sudan.csv")}
    assert (marks["الخرطوم بحري"], marks["بحري"]) == ("0", "1")
    assert (marks["مخيم زمزم"], marks["زمزم"]) == ("0", "1")


def test_no_place_twice() -> None:
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for path in FILES:
        for row in _rows(path):
            groups[row["country"], _folded(row["name_ar"]), row["feature"]].append(row)
    twice = [
        (a["name_en"], b["name_en"])
        for group in groups.values()
        for i, a in enumerate(group)
        for b in group[:i]
        if _kilometres(a, b) < 10
    ]
    assert twice == []


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon", "within_km"),
    [
        ("عين زارة", "LBY", 32.80, 13.28, 5),
        ("وادي الربيع", "LBY", 32.73, 13.33, 6),
        ("قصر بن غشير", "LBY", 32.69, 13.18, 5),
        ("تاورغاء", "LBY", 32.01, 15.11, 8),
        ("الفاشر", "SDN", 13.63, 25.35, 5),
        ("مخيم زمزم", "SDN", 13.49, 25.31, 8),
        ("الشجاعية", "PSE", 31.50, 34.476, 2),
        ("معبر رفح", "PSE", 31.248, 34.258, 2),
        ("الدريهمي", "YEM", 14.63, 43.08, 10),
        ("مخيم الهول", "SYR", 36.375, 41.146, 5),
        ("باب الهوى", "SYR", 36.237, 36.687, 3),
        ("حارة حريك", "LBN", 33.853, 35.508, 2),
        ("تلعفر", "IRQ", 36.374, 42.45, 5),
        ("هدن", "SOM", 2.04, 45.30, 4),
        ("كيدال", "MLI", 18.44, 1.41, 5),
        ("باخموت", "UKR", 48.595, 38.0, 5),
    ],
)
def test_known_places(name: str, country: str, lat: float, lon: float, within_km: float) -> None:
    point = {"lat": str(lat), "lon": str(lon)}
    rows = [
        row
        for path in FILES
        for row in _rows(path)
        if row["country"] == country and name in (row["name_ar"], *row["other_names"].split("|"))
    ]
    assert any(_kilometres(row, point) <= within_km for row in rows)
