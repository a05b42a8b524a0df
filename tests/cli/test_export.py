"""`masfufa export` and `masfufa brief`, as a user runs them on a small workspace."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from masfufa.cli.main import cli
from masfufa.records import Document
from masfufa.workspace import create_workspace, open_workspace

REPORTS = (
    ("صحيفة الضفة", dt.date(2019, 4, 9), "قُتل 12 شخصا وأصيب 30 آخرون في قصف على عين زارة أمس، حسب وزارة الصحة."),
    (
        "Coast Courier",
        dt.date(2019, 4, 10),
        "Shelling killed 12 people in Ain Zara Monday, the Health Ministry says.",
    ),
    ("Coast Courier", dt.date(2019, 4, 20), "Gunmen attacked a checkpoint near Sirte on Friday, killing 3 soldiers."),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "space"
    with create_workspace(folder, countries=("LBY",), onset=dt.date(2019, 4, 4), name="طرابلس") as space:
        for number, (publisher, day, text) in enumerate(REPORTS):
            document = Document(str(number), text, published=day, publisher=publisher)
            space.add_document(document, text.encode(), filename=f"{number}.txt")
    return folder


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    def run_(*arguments: object, status: int = 0) -> Result:
        command, *rest = (str(argument) for argument in arguments)
        words = command.split()
        result = CliRunner().invoke(cli, [*words, "--workspace", str(folder), *rest], standalone_mode=False)
        assert result.exception is None, result.exception
        assert result.return_value == status
        return result

    return run_


def test_the_matrix_as_csv_with_its_dictionary(run: Callable[..., Result], tmp_path: Path) -> None:
    output = tmp_path / "matrix.csv"
    run("export csv", "--by", "country", "--every", "month", "--category", "killed", "--hxl", "--output", output)
    tags, *rows = csv.DictReader(io.StringIO(output.read_text(encoding="utf-8")))
    assert tags["best"] == "#value+best"
    whole = [row for row in rows if row["population_group"] == "all" and row["measure"] == "flow"]
    assert [(row["location_code"], row["best"]) for row in whole] == [("LBY", "15")]
    dictionary = (tmp_path / "matrix.dictionary.csv").read_text(encoding="utf-8").splitlines()
    assert len(dictionary) == len(tags) + 1


def test_what_was_known_on_a_day(run: Callable[..., Result]) -> None:
    printed = run("export csv", "--category", "killed", "--as-known-on", "2019-04-12").output
    rows = [row for row in csv.DictReader(io.StringIO(printed)) if row["population_group"] == "all"]
    assert [row["best"] for row in rows] == ["12"]


def test_the_other_tables(run: Callable[..., Result], tmp_path: Path) -> None:
    run("export parquet", "--output", tmp_path / "m.parquet")
    assert pq.read_table(tmp_path / "m.parquet").num_rows > 0
    run("export xlsx", "--language", "ar", "--output", tmp_path / "m.xlsx")
    assert openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames[0] == "المصفوفة"
    features = json.loads(run("export geojson", "--by", "country", "--polygons").output)["features"]
    assert features[0]["geometry"]["type"] == "MultiPolygon"
    claims = list(csv.DictReader(io.StringIO(run("export claims").output)))
    assert {row["publisher"] for row in claims} == {"صحيفة الضفة", "Coast Courier"}
    ged = list(csv.DictReader(io.StringIO(run("export ged").output)))
    assert sorted(row["best"] for row in ged if row["best"]) == ["12", "3"]
    assert list(csv.DictReader(io.StringIO(run("export acled").output)))


def test_plover_names_the_happening_and_the_sentence(run: Callable[..., Result]) -> None:
    records = [json.loads(line) for line in run("export plover").output.splitlines()]
    assert records
    attack = next(record for record in records if "checkpoint" in record.get("text", ""))
    assert attack["event"] == ["ASSAULT"]
    assert attack["quad_code"] == 4
    assert "happening" in attack["comment"]


def test_a_package_goes_out_and_comes_in(run: Callable[..., Result], folder: Path, tmp_path: Path) -> None:
    run("export package", "--output", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {"datapackage.json", "claims.csv", "matrix.csv", "ged.csv"} <= set(archive.namelist())
    with create_workspace(tmp_path / "other"):
        pass
    arguments = ["import", "package", str(tmp_path / "out.zip"), "--workspace", str(tmp_path / "other")]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.return_value == 0, result.exception
    assert "3 documents" in result.output
    with open_workspace(folder) as one, open_workspace(tmp_path / "other") as two:
        assert list(two.claims()) == list(one.claims())


@pytest.mark.parametrize(
    ("language", "word"), [("ar", "الأرقام الرئيسية"), ("en", "Key figures"), ("fr", "Chiffres clés")]
)
def test_a_brief_in_three_languages(run: Callable[..., Result], language: str, word: str) -> None:
    page = run("brief", "--language", language, "--as-known-on", "2019-04-30").output
    assert word in page
    assert "12" in page and REPORTS[0][2] in page


def test_a_brief_tells_what_changed(run: Callable[..., Result]) -> None:
    page = run("brief", "--since", "2019-04-12", "--as-known-on", "2019-04-30", "--by", "adm1").output
    assert "What changed, and why" in page
    assert "Nothing has changed." not in page


def test_a_brief_as_word_and_pdf(run: Callable[..., Result], tmp_path: Path) -> None:
    run("brief", "--language", "ar", "--output", tmp_path / "b.docx")
    run("brief", "--language", "ar", "--output", tmp_path / "b.pdf")
    assert (tmp_path / "b.docx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "b.pdf").read_bytes()[:5] == b"%PDF-"


def test_wrong_usage_is_told(folder: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    for arguments, words in (
        (["brief", "--format", "pdf"], "needs --output"),
        (["brief", "--output", str(tmp_path / "b.odt")], "written as html, docx, pdf"),
        (["export", "csv", "--category", "slain"], "no category"),
        (["export", "csv", "--since", "1 May"], "no date"),
    ):
        result = runner.invoke(cli, [*arguments, "--workspace", str(folder)])
        assert result.exit_code == 2
        assert words in result.output


def test_a_file_that_can_not_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    from masfufa.errors import UsageError

    arguments = ["export", "csv", "--workspace", str(folder), "--output", str(tmp_path / "no" / "x.csv")]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert result.exception.code == "output-not-writable"
