"""The example crisis: what should come out of its reports was labelled before any of them was read."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from masfufa.documents.load import load
from masfufa.records import Document
from masfufa.tracking.matrix import matrix
from masfufa.tracking.reconcile import reconcile
from masfufa.tracking.sources import actor_of
from masfufa.workspace.from_reading import Recorder, Records

FOLDER = Path(__file__).parents[2] / "examples" / "libya-2019"
EXPECTED = {
    row["id"]: row
    for row in map(
        json.loads, (Path(__file__).parent / "libya_2019.jsonl").read_text(encoding="utf-8").splitlines()
    )
}  # fmt: skip
# What was measured less a small margin; the reports are not rewritten to please the reader.
FLOORS = {"recall": 0.93, "precision": 0.96, "kind": 0.77, "place": 0.95, "day": 0.87, "source": 0.88}
# Names under which the place of a figure may be found.
PLACES = {
    "Tripoli": ("tripoli", "طرابلس"), "Abu Salim": ("salim", "سليم"), "Tajoura": ("tajoura", "tājūrā", "تاجوراء"),
    "Murzuq": ("murzu", "مرزق"), "Libya": ("libya", "ليبيا"),
}  # fmt: skip
Key = tuple[str, int | None, int | None, str]


def documents() -> list[Document]:
    """All reports of the example, each with its id: the lines of the wire, and the files by their names."""
    out = []
    for path in sorted((FOLDER / "reports").glob("wire-*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            published = dt.date.fromisoformat(row["published"])
            out.append(
                Document(row["id"], row["text"], row["title"], row["language"], published, row["publisher"])
            )  # fmt: skip
    for name in ("april-sitrep.txt", "iom-july.txt", "tajoura.html"):
        loaded = load(FOLDER / "reports" / name, published=dt.date.fromisoformat(EXPECTED[name]["published"]))
        out.append(Document(name, loaded.text, loaded.title, loaded.language, loaded.published, loaded.publisher))
    return out


@pytest.fixture(scope="module")
def readings() -> dict[str, Records]:
    recorder = Recorder(FOLDER / "crisis")
    return {document.id: recorder.read(document, document.id) for document in documents()}


def test_at_least_thirty_reports_in_three_languages_and_each_described() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    found = documents()
    languages = Counter("ar" if "ا" in document.text else document.language or "en" for document in found)
    assert languages["ar"] >= 18
    assert languages["en"] >= 10
    assert languages["fr"] >= 5
    assert {document.id for document in found} == set(EXPECTED)
    assert [document.id for document in found if document.id.removesuffix(".txt") not in readme] == []


def test_the_page_tells_its_paper_and_its_day() -> None:
    page = load(FOLDER / "reports" / "tajoura.html")
    assert page.publisher == "بوابة المرسى"
    assert page.published == dt.date(2019, 7, 4)
    assert "38 ألف قارئ" not in page.text


def measure(readings: dict[str, Records]) -> dict[str, float]:
    """Recall and precision of figures (category, bounds, unit); of those found, the share right in each other field."""
    hits = wanted = found = 0
    right: Counter[str] = Counter()
    for name, expected in EXPECTED.items():
        claims = list(readings[name].claims)
        found += len(claims)
        wanted += len(expected["figures"])
        for figure in expected["figures"]:
            key = (figure["category"], figure["low"], figure["high"], figure["unit"])
            claim = next((c for c in claims if (c.category, c.low, c.high, c.unit) == key), None)
            if claim is None:
                continue
            claims.remove(claim)
            hits += 1
            right["kind"] += claim.kind == figure["kind"]
            names = " ".join(f"{p.name} {' '.join(p.names.values())}" for p in claim.places).casefold()
            right["place"] += any(word in names for word in PLACES[figure["place"]])
            # Where the text gives no day, the ledger goes by that of the report.
            day = claim.as_of or claim.period_end or claim.released
            right["day"] += figure["day"] in (None, day.isoformat() if day else None)
            right["source"] += same_source(claim.source, figure["source"])
    return {
        "recall": hits / wanted,
        "precision": hits / found,
        **{name: right[name] / hits for name in ("kind", "place", "day", "source")},
    }


def same_source(read: str | None, wanted: str | None) -> bool:
    """The source that was read is the one that was labelled, in any language; by name where the lexicon lacks it."""
    if read is None or wanted is None:
        return read is wanted
    known = {"medical sources": ("طبية",), "minister": ("وزير",), "crisis committee": ("لجنة", "crisis"),
             "Justice Ministry": ("العدل", "Justice"), "DG ECHO": ("ECHO", "European")}  # fmt: skip
    if wanted in known:
        return any(word in read for word in known[wanted])
    return actor_of(read) is not None and actor_of(read) == actor_of(wanted)


def test_reading_finds_what_was_labelled(readings: dict[str, Records]) -> None:
    measured = measure(readings)
    assert {name: value for name, value in measured.items() if value < FLOORS[name]} == {}


@pytest.mark.parametrize("name", ["ar-16", "ar-19", "en-09", "fr-05"])
def test_reports_without_figures_give_events_or_statements(name: str, readings: dict[str, Records]) -> None:
    records: Any = readings[name]
    assert records.claims == ()
    assert len(records.events) + len(records.statements) >= 3


CELLS = [
    json.loads(line)
    for line in (Path(__file__).parent / "libya_2019_cells.jsonl").read_text(encoding="utf-8").splitlines()
]
RIGHT_CELLS = 17


def test_the_matrix_of_the_example(readings: dict[str, Records]) -> None:
    """Cells as a careful reader of the reports would fill them; how many are right may not fall."""
    records = list(readings.values())
    ledger = reconcile(
        [claim for r in records for claim in r.claims], [event for r in records for event in r.events],
        documents=[r.document for r in records],
    )  # fmt: skip
    made = {by: matrix(ledger, by=by, every="month") for by in ("country", "adm1")}  # type: ignore[arg-type]
    wrong = []
    for wanted in CELLS:
        low, high = wanted["best"]
        best = [
            cell.best
            for cell in made[wanted["by"]]
            if wanted["place"] in cell.place.name
            and cell.period == wanted["period"]
            and all(getattr(cell, name) == wanted[name] for name in ("category", "unit", "measure", "population"))
        ]
        if not any(value is not None and low <= value <= high for value in best):
            wrong.append((wanted, best))
    assert len(CELLS) - len(wrong) >= RIGHT_CELLS, wrong
