"""A user's own gazetteer: columns guessed, lists, COD-AB boundaries, GeoNames dumps, the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from masfufa.cli.gazetteer import gazetteer as command
from masfufa.errors import DataError, UsageError
from masfufa.gazetteer.columns import guess
from masfufa.gazetteer.store import SHIPPED, Gazetteer, Layer, Place
from masfufa.gazetteer.user import UserBuild
from masfufa.language.tokens import Tokens
from masfufa.reading.places import find_places

SHARED = Path(__file__).parents[3] / "shared"
WORKBOOK = SHARED / "agency" / "dtm" / "iom_dtm_lby_dtm_libya_baseline_assessment_round_39.xlsx"

HXL = """ADM1,ADM1_AR,Area,Area ar,P-Code,y,x,IDPs
#adm1+name,#adm1+name+ar,#adm2+name,#adm2+name+i_ar,#adm2+code,#geo+lat,#geo+lon,#affected+idps+ind
South,الجنوب,Wadi Nour,وادي نور,LY9901,26.1,14.2,12
South,الجنوب,Bir Samak,بئر سمك,LY9902,25.9,14.6,0
"""


def built(building: UserBuild, folder: Path) -> Gazetteer:
    building.write(folder)
    return Gazetteer([Layer(SHIPPED), Layer(folder, 1)])


def only(gazetteer: Gazetteer, name: str) -> Place:
    (place,) = gazetteer.candidates(name)
    return place


class TestColumns:
    def test_hxl_tags_win(self) -> None:
        columns = guess([line.split(",") for line in HXL.splitlines()])
        assert columns is not None
        assert columns.names == {1: [(0, ""), (1, "ar")], 2: [(2, ""), (3, "ar")]}
        assert (columns.codes, columns.lat, columns.lon, columns.first_row) == ({2: 4}, 5, 6, 2)

    @pytest.mark.parametrize(
        ("header", "names", "codes", "point"),
        [
            (["ADM1_EN", "ADM1_AR", "ADM1_PCODE", "ADM2_EN", "ADM2_PCODE"],
             {1: [(0, "en"), (1, "ar")], 2: [(3, "en")]}, {1: 2, 2: 4}, (None, None)),
            (["Governorate", "Location name in English", "Location name in Arabic", "Latitude", "Longitude"],
             {1: [(0, "")], 5: [(1, "en"), (2, "ar")]}, {}, (3, 4)),
            (["Village name", "Lat", "Long", "IDPs in village"], {5: [(0, "")]}, {}, (1, 2)),
        ],
    )  # fmt: skip
    def test_plain_headers(self, header: list[str], names: object, codes: object, point: object) -> None:
        columns = guess([header, ["x"] * len(header)])
        assert columns is not None
        assert (columns.names, columns.codes, (columns.lat, columns.lon)) == (names, codes, point)

    def test_a_table_of_something_else(self) -> None:
        assert guess([["Indicator", "Value", "Date"], ["displaced", "12", "2020"]]) is None

    def test_columns_given_by_hand(self) -> None:
        rows = [["Toponyme", "N", "E"], ["Bir Samak", "25.9", "14.6"]]
        columns = guess(rows, {"name": "toponyme", "lat": "N", "lon": "E"})
        assert columns is not None
        assert (columns.names, columns.lat, columns.lon, columns.first_row) == ({5: [(0, "")]}, 1, 2, 1)
        with pytest.raises(UsageError):
            guess(rows, {"name": "No such header"})
        with pytest.raises(UsageError):
            guess(rows, {"colour": "N"})


class TestBuild:
    def test_a_list_with_codes_and_units(self, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_text(HXL, encoding="utf-8")
        building = UserBuild()
        building.add_places(path)
        places = built(building, tmp_path / "out")
        wadi = only(places, "وادي نور")
        assert (wadi.name, wadi.country, wadi.lat, wadi.lon, wadi.pcode) == ("Wadi Nour", "LBY", 26.1, 14.2, "LY9901")
        assert [(u.level, u.name, u.scheme) for u in wadi.admin] == [(1, "South", "cod"), (2, "Wadi Nour", "cod")]
        assert places.candidates("Wadi Nour") == [wadi]
        text = "نزحت أسر إلى وادي نور في ليبيا"
        assert find_places(Tokens(text), "ar", places)[0].mention.lat == 26.1

    def test_boundaries_give_shipped_places_their_units(self, tmp_path: Path) -> None:
        ring = [[19.5, 31.5], [20.5, 31.5], [20.5, 32.5], [19.5, 32.5], [19.5, 31.5]]
        properties = {
            "ADM1_EN": "East",
            "ADM1_PCODE": "LY01",
            "ADM2_EN": "Benghazi",
            "ADM2_AR": "بنغازي",
            "ADM2_PCODE": "LY0103",
        }
        feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        path = tmp_path / "adm2.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        building = UserBuild()
        building.add_places(path)
        places = built(building, tmp_path / "out")
        city = next(place for place in places.candidates("بنغازي") if place.geonameid == 88319)
        assert [(u.level, u.pcode, u.scheme) for u in city.admin] == [(1, "LY01", "cod"), (2, "LY0103", "cod")]
        unit = next(place for place in places.candidates("Benghazi") if place.pcode == "LY0103")
        assert (unit.lat, unit.lon) == (pytest.approx(32.0, abs=0.01), pytest.approx(20.0, abs=0.01))

    def test_a_geonames_dump(self, tmp_path: Path) -> None:
        def line(number: int, name: str, other: str, kind: str, code: str, admin: str, people: int) -> str:
            cells = [
                number,
                name,
                name,
                other,
                27.5,
                14.5,
                kind,
                code,
                "LY",
                "",
                admin,
                "",
                "",
                "",
                people,
                "",
                400,
                "Africa/Tripoli",
                "2024-01-01",
            ]
            return "\t".join(map(str, cells))

        path = tmp_path / "LY.txt"
        rows = [
            line(1, "Sabhā", "سبها", "A", "ADM1", "34", 0),
            line(2, "Bir Samak", "Bīr Samak,بئر سمك", "P", "PPL", "34", 120),
            line(3, "Nour Hospital", "مستشفى نور", "S", "HSP", "34", 0),
            line(4, "Some Ruin", "", "S", "RUIN", "34", 0),
        ]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        building = UserBuild()
        building.add_geonames(path)
        places = built(building, tmp_path / "out")
        village = only(places, "بئر سمك")
        assert (village.feature, village.country, village.geonameid, village.population) == ("village", "LBY", 2, 120)
        assert [(u.level, u.name, u.scheme) for u in village.admin] == [(1, "Sabhā", "geonames")]
        assert only(places, "مستشفى نور").feature == "hospital"
        assert places.candidates("Some Ruin") == []

    def test_what_is_no_list_says_what_to_do(self, tmp_path: Path) -> None:
        path = tmp_path / "other.csv"
        path.write_text("Indicator,Value\ndisplaced,12\n", encoding="utf-8")
        with pytest.raises(DataError) as error:
            UserBuild().add_places(path)
        assert error.value.code == "gazetteer-columns"
        with pytest.raises(DataError):
            UserBuild().add_places(tmp_path / "absent.csv")
        with pytest.raises(UsageError):
            UserBuild().write(tmp_path / "out")


class TestCommand:
    def test_build_then_find(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "list.csv"
        path.write_text(HXL, encoding="utf-8")
        monkeypatch.setenv("MASFUFA_GAZETTEER", str(tmp_path / "mine"))
        done = CliRunner().invoke(command, ["build", "--places", str(path)])
        assert done.exit_code == 0, done.output
        assert "list.csv: 2 rows" in done.output
        found = CliRunner().invoke(command, ["find", "بئر", "سمك", "--format", "jsonl"])
        row = json.loads(found.output)
        assert (row["name"], row["pcode"], row["source"]) == ("Bir Samak", "LY9902", "user list")

    def test_find_ranks_by_context_and_says_why(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("MASFUFA_GAZETTEER", raising=False)
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        run = CliRunner().invoke(command, ["find", "طرابلس", "--context", "لبنان"])
        assert run.output.splitlines()[0].split(",")[1].strip().startswith("LBN")
        assert "for lying in LBN" in run.output
        plain = CliRunner().invoke(command, ["find", "طرابلس"])
        assert "LBY" in plain.output.splitlines()[0]
        assert "no such place" in CliRunner().invoke(command, ["find", "زعطوطة"]).output


@pytest.mark.skipif(not WORKBOOK.exists(), reason="needs the DTM workbook in ../shared")
def test_the_dtm_workbook(tmp_path: Path) -> None:
    building = UserBuild()
    building.add_places(WORKBOOK)
    places = built(building, tmp_path)
    baladiya = next(place for place in places.candidates("ظاهر الجبل") if place.pcode == "LY021614")
    assert (baladiya.country, round(baladiya.lat, 2)) == ("LBY", 32.01)
    assert [u.level for u in baladiya.admin] == [1, 2, 3]
    assert sum(place.feature == "admin4" for place in map(places.layers[1].place, range(places.layers[1].count))) == 663
