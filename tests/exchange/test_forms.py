"""Field forms: what is written, that pyxform takes it, and the whole loop from form to claims."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from masfufa.claims import SubmissionLocator, Unit
from masfufa.cli.main import cli
from masfufa.errors import DocumentError, MasfufaError, UsageError
from masfufa.exchange.form_units import UnitChoice, country_choice, gazetteer_units, workspace_units
from masfufa.exchange.forms import form_kinds, form_words, new_form, write_form
from masfufa.exchange.importers import ImportOptions, importer
from masfufa.exchange.xlsform_form import Form, read_form
from masfufa.workspace import open_workspace
from masfufa.workspace.batches import AdminRow, ImportBatch

DAY = dt.date(2026, 1, 5)
UNITS = [
    UnitChoice("LY02", 1, "LBY", "LY02", "cod", {"en": "West", "ar": "الغرب", "fr": "Ouest"}),
    UnitChoice("LY0211", 2, "LBY", "LY0211", "cod", {"en": "Example", "ar": "مثال"}, "LY02"),
    UnitChoice("LY0212", 2, "LBY", "LY0212", "cod", {"en": "Other town", "ar": "بلدة"}, "LY02"),
]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    out = {}
    for kind in form_kinds():
        out[kind] = folder / f"{kind}.xlsx"
        write_form(new_form(kind, [country_choice("LBY")], UNITS, ["ar", "en", "fr"], DAY), out[kind])
    return out


# Writing


@pytest.mark.parametrize("kind", form_kinds())
@pytest.mark.parametrize(
    ("languages", "countries"), [(["ar", "en", "fr"], ["LBY"]), (["en"], ["SDN", "SSD"]), (["fr", "ar"], ["LBY"])]
)
def test_pyxform_takes_every_form_without_a_warning(
    tmp_path: Path, kind: str, languages: list[str], countries: list[str]
) -> None:
    convert = pytest.importorskip("pyxform.xls2xform").convert
    units = UNITS if countries == ["LBY"] else [unit for code in countries for unit in gazetteer_units(code, 1)]
    book = new_form(kind, [country_choice(code) for code in countries], units, languages, DAY)
    path = tmp_path / "form.xlsx"
    write_form(book, path)
    result = convert(str(path), validate=False)
    assert not result.warnings
    assert f'id="masfufa_{kind}_' in result.xform and 'version="20260105"' in result.xform
    assert result.xform.count("<translation ") == len(languages)


@pytest.mark.parametrize("kind", form_kinds())
def test_every_text_is_there_in_every_language(forms: dict[str, Path], kind: str) -> None:
    for sheet in ("survey", "choices"):
        rows = list(load_workbook(forms[kind])[sheet].iter_rows(values_only=True))
        header = [str(name) for name in rows[0]]
        for column in ("label", "hint", "constraint_message"):
            told = [index for index, name in enumerate(header) if name.startswith(f"{column}::")]
            assert len(told) == (3 if sheet == "survey" or column == "label" else 0)
            for row in rows[1:]:
                assert len({bool(row[index]) for index in told}) <= 1, row
        arabic = header.index("label::العربية (ar)")
        assert all(re.search("[\u0600-\u06ff]", str(row[arabic])) for row in rows[1:] if row[arabic])


@pytest.mark.parametrize("kind", form_kinds())
def test_labels_of_numbers_are_not_below_zero_and_parts_add_up(forms: dict[str, Path], kind: str) -> None:
    rows = list(load_workbook(forms[kind])["survey"].iter_rows(values_only=True))
    header = {str(name): index for index, name in enumerate(rows[0])}
    numbers = [row for row in rows[1:] if row[header["type"]] == "integer"]
    assert numbers
    for row in numbers:
        assert re.match(r"\. >= [01]", str(row[header["constraint"]])), row
    if kind != "event":
        assert any(" + . = ${" in str(row[header["constraint"]]) for row in numbers)


def test_the_forms_say_no_figure_that_the_ledger_lacks(forms: dict[str, Path]) -> None:
    for path in forms.values():
        figures = [question for question in read_form(path).questions if "figure" in question.claim]
        assert len(figures) >= 10
        assert all({"unit", "kind"} <= question.claim.keys() for question in figures)


def test_a_form_reads_from_right_to_left_where_arabic_comes_first(tmp_path: Path) -> None:
    for first, expected in (("ar", True), ("fr", False)):
        path = tmp_path / f"{first}.xlsx"
        write_form(new_form("flow", [country_choice("LBY")], [], [first, "en"], DAY), path)
        assert load_workbook(path)["survey"].sheet_view.rightToLeft is expected


@pytest.mark.parametrize(
    ("kind", "countries", "languages", "code"),
    [
        ("baseline", ["LBY"], ["de"], "form-language"),
        ("baseline", ["LBY"], [], "form-language"),
        ("baseline", [], ["ar"], "form-countries"),
        ("census", ["LBY"], ["ar"], "form-kind"),
    ],
)
def test_what_cannot_be_written_is_told(kind: str, countries: list[str], languages: list[str], code: str) -> None:
    with pytest.raises(UsageError) as error:
        new_form(kind, [country_choice(each) for each in countries], [], languages, DAY)
    assert error.value.code == code


def test_units_are_those_of_the_workspace_or_of_the_gazetteer() -> None:
    rows = [
        AdminRow("LBY", "cod", 2, "LY0211", "Example", {"ar": "مثال"}, "LY02"),
        AdminRow("LBY", "cod", 1, "LY02", "West", {"ar": "الغرب"}),
        AdminRow("LBY", "geonames", 1, "9", "Else"),
        AdminRow("LBY", "cod", 3, "LY021101", "Deep", {}, "LY0211"),
    ]
    assert [(unit.value, unit.parent, unit.names["en"]) for unit in workspace_units(rows, 2)] == [
        ("LY02", None, "West"),
        ("LY0211", "LY02", "Example"),
    ]
    sudan = gazetteer_units("SDN", 2)
    assert Counter(unit.level for unit in sudan)[1] == 18 and any(unit.level == 2 for unit in sudan)
    assert {unit.parent for unit in sudan if unit.level == 2} <= {unit.value for unit in sudan if unit.level == 1}
    libya = gazetteer_units("LBY", 4)
    assert {unit.level for unit in libya} == {1} and any(unit.names.get("ar") == "طرابلس" for unit in libya)
    assert country_choice("LBY").names["ar"] == "ليبيا"


def test_the_command_writes_a_form(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    done = CliRunner().invoke(
        cli, ["form", "new", "event", "--countries", "lby", "--languages", "en,ar", "-o", str(path),
              "--version-date", "2026-01-05"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "masfufa_event_lby" in done.output and read_form(path).version == "20260105"
    with pytest.raises(MasfufaError, match="form-countries"):
        CliRunner().invoke(cli, ["form", "new", "event", "--countries", "QQQ", "-o", str(path)], catch_exceptions=False)


# The loop

BASELINE: dict[str, Any] = {
    "consent": "yes", "enumerator": "E1", "date": "2026-02-01", "round": "3", "country": "LBY", "admin1": "LY02",
    "admin2": "LY0211", "place": "حي المثال", "gps": "32.8 13.3 0 5", "informants": "2",
    "informant_kinds": "health community", "idps_present": "yes", "idps_people": "120", "idps_households": "20",
    "idps_reasons_known": "yes", "idps_conflict": "100", "idps_disaster": "20", "idps_other": "0",
    "idps_ages_known": "dk", "since": "2026-01-01", "arrivals_any": "dk", "returnees_present": "refused",
    "migrants_present": "no", "priority_needs": "food water",
}  # fmt: skip
SERVER = {"_uuid": "u1", "_submission_time": "2026-02-03T10:00:00", "_validation_status": "Approved"}


def header_of(form: Form, style: str) -> dict[str, str]:
    """What an export calls each question: its path with "/" or "-", its name, or its label."""
    out = {}
    for question in form.questions:
        if style in ("/", "-"):
            out[question.name] = style.join(question.path)
        elif style == "name":
            out[question.name] = question.name
        else:
            out[question.name] = question.labels[0] if question.labels else question.name
    return out


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return path


def collected(form_path: Path, path: Path, *answers: dict[str, Any], style: str = "/") -> Path:
    """An export of submissions; each is the baseline with changes, `_…` keys being the server's columns."""
    form = read_form(form_path)
    header = header_of(form, style)
    rows = []
    for number, changes in enumerate(answers):
        given = {**BASELINE, **SERVER, "_uuid": f"u{number}", **changes}
        row = {header[q.name]: given.get(q.name, "") for q in form.questions}
        if style == "label":
            for question in form.questions:
                choice = form.choice(question, str(given.get(question.name, ""))) if question.choices else None
                if choice is not None and question.kind == "select_one":
                    row[header[question.name]] = next(iter(choice.labels.values()))
        rows.append(row | {key: value for key, value in given.items() if key.startswith("_")})
    return write_csv(path, rows)


def take(form: Path, path: Path, **options: Any) -> ImportBatch:
    batch = importer("xlsform")(path, ImportOptions(form=form, **options))
    assert len({claim.id for claim in batch.claims}) == len(batch.claims)
    return batch


def plain(batch: ImportBatch) -> list[tuple[Any, ...]]:
    return [(c.category, c.unit, c.kind, c.low, c.absence, c.parts) for c in batch.claims]


EXPECTED = [
    ("displaced", "person", "stock", 120, None, ()),
    ("displaced", "household", "stock", 20, None, ()),
    ("displaced", "person", "period", None, "not_available", ()),
    ("returned", "person", "stock", None, "withheld", ()),
    ("returned", "household", "stock", None, "withheld", ()),
    ("migrants", "person", "stock", 0, None, ()),
    ("displaced", "person", "stock", 100, None, (("reason", "conflict"),)),
    ("displaced", "person", "stock", 20, None, (("reason", "disaster"),)),
    ("displaced", "person", "stock", 0, None, (("reason", "other"),)),
]


def test_from_form_to_claims(forms: dict[str, Path], tmp_path: Path) -> None:
    batch = take(forms["baseline"], collected(forms["baseline"], tmp_path / "e.csv", {}))
    assert plain(batch) == EXPECTED
    total, _, arrivals = batch.claims[:3]
    assert total.locator == SubmissionLocator("masfufa_baseline_lby", "u0", "idps/idps_people", "120")
    assert (total.channel, total.round, total.as_of, total.released) == (
        "field", "3", dt.date(2026, 2, 1), dt.date(2026, 2, 3),
    )  # fmt: skip
    assert (arrivals.period_start, arrivals.period_end) == (dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    place = total.places[0]
    assert (place.name, place.country, place.lat, place.lon, place.precision) == (
        "حي المثال",
        "LBY",
        32.8,
        13.3,
        "point",
    )
    assert place.units[1:] == (Unit(1, "LY02", "West", "cod"), Unit(2, "LY0211", "Example", "cod"))
    parts = [claim for claim in batch.claims if claim.part_of]
    assert {claim.part_of for claim in parts} == {total.id} and parts[0].cause == "conflict"
    assert (batch.released, batch.released_from) == (dt.date(2026, 2, 3), "file")
    assert batch.mapping is not None and batch.mapping["form"] == "masfufa_baseline_lby"


@pytest.mark.parametrize("style", ["/", "-", "name", "label"])
def test_columns_may_be_paths_names_or_labels(forms: dict[str, Path], tmp_path: Path, style: str) -> None:
    path = collected(forms["baseline"], tmp_path / "e.csv", {}, style=style)
    assert plain(take(forms["baseline"], path)) == EXPECTED


def test_questions_with_one_label_are_told_apart_by_their_order(tmp_path: Path) -> None:
    figures = [
        ["integer", f"n{word}", "How many?", f"figure={word} unit=person kind=incident"]
        for word in ("killed", "wounded")
    ]
    form = own_form(tmp_path / "mine.xlsx", [["date", "day", "Day", "role=date"], *figures])
    path = tmp_path / "e.csv"
    path.write_text("Day,How many?,How many?\n2026-02-01,4,9\n", encoding="utf-8")
    assert [(c.category, c.low) for c in take(form, path, assume_yes=True).claims] == [("killed", 4), ("wounded", 9)]


def test_an_export_may_be_a_workbook_or_json(forms: dict[str, Path], tmp_path: Path) -> None:
    form = read_form(forms["baseline"])
    header = header_of(form, "/")
    flat = {header[name]: value for name, value in BASELINE.items()}
    book = Workbook()
    sheet = book.active
    sheet.append([*flat, "priority_needs/food", "priority_needs/water", "_uuid", "_submission_time"])
    dated = [dt.date.fromisoformat(v) if k.endswith("date") else v for k, v in flat.items()]
    sheet.append([int(v) if isinstance(v, str) and v.isdecimal() else v for v in dated] + [1, 0, "u0", "2026-02-03"])
    book.save(tmp_path / "e.xlsx")
    kobo = {"count": 1, "results": [{"_id": 7, **flat, "_uuid": "u0", "_submission_time": "2026-02-03T10:00:00",
                                     "_validation_status": {"uid": "validation_status_approved", "label": "Approved"},
                                     "_geolocation": [32.8, 13.3]}]}  # fmt: skip
    nested: dict[str, Any] = {
        "__id": "uuid:u0",
        "__system": {"submissionDate": "2026-02-03T10:00:00Z", "reviewState": None},
    }
    for question in form.questions:
        if question.name in BASELINE:
            at = nested
            for group in question.path[:-1]:
                at = at.setdefault(group, {})
            at[question.name] = BASELINE[question.name]
    nested["area"]["gps"] = {"type": "Point", "coordinates": [13.3, 32.8, 0]}
    (tmp_path / "kobo.json").write_text(json.dumps(kobo), encoding="utf-8")
    (tmp_path / "odk.json").write_text(json.dumps({"value": [nested]}), encoding="utf-8")
    for name in ("e.xlsx", "kobo.json", "odk.json"):
        batch = take(forms["baseline"], tmp_path / name)
        assert plain(batch) == EXPECTED, name
        assert isinstance(batch.claims[0].locator, SubmissionLocator)
        assert batch.claims[0].locator.instance == "u0", name
        assert (batch.claims[0].places[0].lat, batch.claims[0].released) == (32.8, dt.date(2026, 2, 3)), name


def test_no_is_zero_and_not_knowing_is_not(forms: dict[str, Path], tmp_path: Path) -> None:
    cleared = dict.fromkeys((k for k in BASELINE if k.startswith("idps_") and k != "idps_present"), "")
    path = collected(
        forms["baseline"], tmp_path / "e.csv",
        {**cleared, "idps_present": "no"}, {**cleared, "idps_present": "dk"}, {**cleared, "idps_present": "refused"},
        {**cleared, "idps_present": ""}, {**cleared, "idps_people": ""}, {"idps_people": "-99"},
        {"idps_people": "many"},
    )  # fmt: skip
    firsts: dict[str, tuple[Any, ...]] = {}
    for claim in take(forms["baseline"], path).claims:
        assert isinstance(claim.locator, SubmissionLocator)
        firsts.setdefault(claim.locator.instance, (claim.low, claim.absence, claim.locator.question))
    assert firsts == {
        "u0": (0, None, "idps/idps_present"),
        "u1": (None, "not_available", "idps/idps_present"),
        "u2": (None, "withheld", "idps/idps_present"),
        "u3": (None, "not_assessed", "idps/idps_present"),
        "u4": (None, "blank", "idps/idps_people"),
        "u5": (None, "not_available", "idps/idps_people"),
        "u6": (None, "unreadable", "idps/idps_people"),
    }


def test_submissions_are_accounted_for(forms: dict[str, Path], tmp_path: Path) -> None:
    path = collected(
        forms["baseline"], tmp_path / "e.csv", {}, {"consent": "no"}, {"_validation_status": "Not approved"},
        {"_uuid": "u0", "_submission_time": "2026-02-09T10:00:00", "idps_people": "121", "idps_conflict": "101"},
        {"idps_other": "9"}, {"date": ""}, {"date": "", "_submission_time": ""}, {"_validation_status": "On hold"},
        {"admin2": "LY9999"},
    )  # fmt: skip
    batch = take(forms["baseline"], path)
    assert [(row.row, row.outcome, row.code) for row in batch.rows] == [
        (2, "skipped", "repeated-row"),
        (3, "skipped", "no-consent"),
        (4, "skipped", "not-approved"),
        (5, "taken", None),
        (6, "taken", "sum-differs"),
        (7, "taken", "no-date"),
        (8, "rejected", "no-date"),
        (9, "taken", "submission-on-hold"),
        (10, "taken", "unknown-choice"),
    ]
    assert batch.claims[0].low == 121
    lost = next(claim for claim in batch.claims if claim.issues and claim.issues[0].code == "unknown-choice")
    assert [unit.level for unit in lost.places[0].units] == [0, 1]
    chad = take(forms["baseline"], path, countries=("TCD",))
    assert not chad.claims and Counter(row.code for row in chad.rows)["other-country"] == 7
    assert chad.released == batch.released


def test_a_submission_keeps_its_locator_in_a_later_export(forms: dict[str, Path], tmp_path: Path) -> None:
    early = take(forms["baseline"], collected(forms["baseline"], tmp_path / "a.csv", {}))
    later = take(forms["baseline"], collected(forms["baseline"], tmp_path / "b.csv", {}, {"idps_people": "130"}))
    assert {c.locator.key for c in early.claims} <= {c.locator.key for c in later.claims}
    again = take(forms["baseline"], tmp_path / "a.csv")
    assert [claim.id for claim in again.claims] == [claim.id for claim in early.claims]


def test_an_event_report_is_an_event_with_its_figures(forms: dict[str, Path], tmp_path: Path) -> None:
    answers = {
        "consent": "yes", "date": "2026-02-03", "event_kind": "airstrike", "event_cause": "conflict",
        "event_start": "2026-02-01", "event_end": "2026-02-02", "country": "LBY", "admin1": "LY02", "place": "X",
        "displaced_any": "yes", "displaced_people": "40", "displaced_ages_known": "yes", "displaced_f_0_5": "40",
        "displaced_m_0_5": "0", "killed_any": "yes", "killed_people": "3", "killed_civilians": "2", "wounded_any": "no",
        "missing_any": "dk", "returned_any": "no",
    }  # fmt: skip
    header = header_of(read_form(forms["event"]), "/")
    rows = [{**{header[key]: value for key, value in {**answers, **more}.items()}, "_uuid": f"u{number}"}
            for number, more in enumerate(({}, {"event_kind": "displacement"}))]  # fmt: skip
    batch = take(forms["event"], write_csv(tmp_path / "e.csv", rows), assume_yes=True)
    (event,) = batch.events
    assert (event.event_type, event.mode, event.dataset_id) == ("ASSAULT", "aerial", "u0")
    assert (event.period_start, event.period_end) == (dt.date(2026, 2, 1), dt.date(2026, 2, 2))
    found = {claim.id: claim for claim in batch.claims}
    assert {(found[each].category, found[each].low) for each in event.figures} == {
        ("displaced", 40), ("killed", 3), ("wounded", 0), ("returned", 0),
    }  # fmt: skip
    civilians = next(claim for claim in batch.claims if claim.parts == (("group", "civilians"),))
    assert (civilians.low, civilians.groups, found[civilians.part_of or ""].low) == (2, ("civilians",), 3)
    assert all(claim.cause == "conflict" and claim.kind == "incident" for claim in batch.claims)
    assert batch.released_from == "latest_date"


def test_a_count_at_a_point_has_its_direction(forms: dict[str, Path], tmp_path: Path) -> None:
    header = header_of(read_form(forms["flow"]), "-")
    answers = {
        "consent": "yes", "date": "2026-02-03", "country": "LBY", "admin1": "LY02", "place": "Gate",
        "count_from": "2026-02-01", "count_to": "2026-02-02", "direction": "inflow", "migrants_any": "yes",
        "migrants_people": "12", "migrants_ages_known": "no", "displaced_any": "no",
    }  # fmt: skip
    row = {header[key]: value for key, value in answers.items()}
    row |= {
        "point-gps-Latitude": "32.8",
        "point-gps-Longitude": "13.3",
        "KEY": "uuid:k1",
        "SubmissionDate": "2026-02-04",
    }
    batch = take(forms["flow"], write_csv(tmp_path / "e.csv", [row]))
    migrants, displaced = batch.claims
    assert (migrants.category, migrants.low, migrants.kind, migrants.parts, migrants.groups) == (
        "migrants", 12, "period", (("direction", "inflow"),), ("migrants",),
    )  # fmt: skip
    assert (displaced.low, migrants.places[0].lat) == (0, 32.8)
    assert isinstance(migrants.locator, SubmissionLocator) and migrants.locator.instance == "k1"


# What cannot be read


def own_form(path: Path, rows: list[list[str]], sheet: str = "survey") -> Path:
    book = Workbook()
    survey = book.active
    survey.title = sheet
    for row in (["type", "name", "label", "masfufa"], *rows):
        survey.append(row)
    book.save(path)
    return path


def test_a_form_of_ones_own_needs_only_the_column(tmp_path: Path) -> None:
    form = own_form(
        tmp_path / "mine.xlsx",
        [["date", "day", "Day", "role=date"], ["text", "iso", "Country", "role=country"],
         ["integer", "dead", "Dead", "figure=killed unit=person kind=incident"]],
    )  # fmt: skip
    batch = take(
        form, write_csv(tmp_path / "e.csv", [{"Day": "2026-02-01", "Country": "LBY", "Dead": "4"}]), assume_yes=True
    )
    (claim,) = batch.claims
    assert (claim.category, claim.low, claim.places[0].country, claim.period_start) == (
        "killed", 4, "LBY", dt.date(2026, 2, 1),
    )  # fmt: skip
    assert isinstance(claim.locator, SubmissionLocator) and claim.locator.instance.startswith("row-")


@pytest.mark.parametrize(
    ("rows", "sheet", "code"),
    [
        ([["integer", "dead", "Dead", ""]], "survey", "form-claims"),
        ([["integer", "dead", "Dead", "figure=killed"]], "questions", "form-sheets"),
        ([["integer", "dead", "Dead", "figure=slain"]], "survey", "form-question"),
        ([["integer", "dead", "Dead", "number=killed"]], "survey", "form-question"),
        ([["integer", "dead", "Dead", "figure=killed groups=elves"]], "survey", "form-question"),
        ([["integer", "dead", "Dead", "figure=killed part_of=all"]], "survey", "form-question"),
    ],
)
def test_a_form_that_cannot_be_used_is_told(tmp_path: Path, rows: list[list[str]], sheet: str, code: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_form(own_form(tmp_path / "mine.xlsx", rows, sheet))
    assert error.value.code == code and "mine.xlsx" in error.value.message


def test_answers_need_their_own_form(forms: dict[str, Path], tmp_path: Path) -> None:
    path = collected(forms["baseline"], tmp_path / "e.csv", {})
    with pytest.raises(UsageError) as missing:
        importer("xlsform")(path, ImportOptions())
    assert missing.value.code == "form-needed"
    with pytest.raises(DocumentError) as other:
        take(forms["baseline"], write_csv(tmp_path / "x.csv", [{"a": 1, "b": 2}]))
    assert other.value.code == "form-mismatch"


def test_every_word_of_the_forms_is_in_three_languages() -> None:
    def told(value: Any) -> list[dict[str, str]]:
        if isinstance(value, dict):
            if "en" in value and "ar" in value:
                return [value]
            return [found for inner in value.values() for found in told(inner)]
        return [found for inner in value for found in told(inner)] if isinstance(value, list) else []

    words = told({key: value for key, value in form_words().items() if key != "languages"})
    assert len(words) > 80
    assert all(set(each) == {"ar", "en", "fr"} and all(each.values()) for each in words)


ANSWERS = st.sampled_from(
    ["", "yes", "no", "dk", "0", "-1", "12", "1,000", "many", "2026-02-01", "01/02/2026", "LY02", "other", "نعم",
     "32 13", "uuid:1", "rejected", "{", '{"a": 1}', "Approved", "nan", "99999999999"]
)  # fmt: skip


@pytest.mark.parametrize("kind", form_kinds())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_answers_are_accounted_for(forms: dict[str, Path], tmp_path: Path, kind: str, data: st.DataObject) -> None:
    header = [*header_of(read_form(forms[kind]), "/").values(), "_uuid", "_submission_time", "_validation_status"]
    rows = data.draw(st.lists(st.lists(ANSWERS, min_size=len(header), max_size=len(header)), min_size=1, max_size=4))
    path = write_csv(tmp_path / "e.csv", [dict(zip(header, row, strict=True)) for row in rows])
    try:
        batch = take(forms[kind], path, assume_yes=True)
    except UsageError as error:
        assert error.code == "release-unknown"
        return
    filled = [number for number, row in enumerate(rows, 2) if any(row)]
    assert [row.row for row in batch.rows] == filled
    assert all(claim.low is not None or claim.absence is not None for claim in batch.claims)
    assert {claim.part_of for claim in batch.claims if claim.part_of} <= {claim.id for claim in batch.claims}


def test_from_form_to_matrix(tmp_path: Path) -> None:
    """The whole round on the command line: units, form, answers of two rounds, import, matrix."""

    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    space = str(tmp_path / "space")
    run("init", space, "--countries", "LBY")
    rows = [AdminRow("LBY", "cod", 1, "LY02", "West", {"ar": "الغرب", "en": "West"}),
            AdminRow("LBY", "cod", 2, "LY0211", "Example", {"ar": "مثال", "en": "Example"}, "LY02")]  # fmt: skip
    with open_workspace(Path(space)) as workspace:
        workspace.add_units(rows)
    form = tmp_path / "form.xlsx"
    told = run("form", "new", "baseline", "--workspace", space, "-o", str(form))
    assert "2 units" in told and "masfufa_baseline_lby" in told
    sent: list[dict[str, Any]] = [
        {"place": "حي الزهور", "gps": ""},
        {"place": "حي السلام", "gps": "", "idps_people": "80", "idps_conflict": "60"},
        {"place": "حي الزهور", "gps": "", "round": "4", "date": "2026-03-01", "idps_people": "150", "idps_other": "30"},
    ]
    answers = collected(form, tmp_path / "e.csv", *sent)
    assert "3 rows taken" in run("import", "xlsform", str(answers), "--form", str(form), "--workspace", space)
    assert "nothing was added" in run("import", "xlsform", str(answers), "--form", str(form), "--workspace", space)

    def cells() -> dict[tuple[str, str], tuple[str, str]]:
        text = run("matrix", "--workspace", space, "--by", "adm2", "--every", "month", "--category", "displaced",
                   "--format", "csv")  # fmt: skip
        stocks = [row for row in csv.DictReader(text.splitlines()) if row["measure"] == "stock"]
        return {(row["period_start"], row["unit"]): (row["pcode"], row["field"]) for row in stocks}

    assert cells() == {
        ("2026-02-01", "person"): ("LY0211", "200"),
        ("2026-02-01", "household"): ("LY0211", "40"),
        ("2026-03-01", "person"): ("LY0211", "150"),
        ("2026-03-01", "household"): ("LY0211", "20"),
    }
    # A later export holds the earlier submissions again, and one more.
    more = {"place": "حي النخيل", "gps": "", "idps_people": "10", "idps_households": "2", "idps_reasons_known": "dk"}
    more |= dict.fromkeys(("idps_conflict", "idps_disaster", "idps_other"), "")
    again = collected(form, tmp_path / "later.csv", *sent, more)
    run("import", "xlsform", str(again), "--form", str(form), "--workspace", space)
    assert cells()["2026-02-01", "person"] == ("LY0211", "210")
    assert cells()["2026-02-01", "household"] == ("LY0211", "42")
