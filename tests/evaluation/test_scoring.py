"""Pairs of figures and what is counted of them, on files and claims made for this."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from masfufa.claims import Claim, ClaimPlace, TextLocator
from masfufa.errors import DataError
from masfufa.evaluation.gold import GoldDocument, figure_of, plain_figures, read
from masfufa.evaluation.scoring import Report, compare


def claim(start: int, low: int | None, category: str = "killed", **fields: object) -> Claim:
    values: dict[str, object] = {
        "id": f"c{start}-{category}", "document": "d", "locator": TextLocator(start, start + 5, "12345"),
        "channel": "press", "category": category, "low": low, "high": low, "qualifier": "exact", "unit": "person",
        "kind": "incident", "reader": "r1", **fields,
    }  # fmt: skip
    return Claim(**values)  # type: ignore[arg-type]


def gold(*claims: Claim, complete: bool = True) -> GoldDocument:
    figures = tuple(figure_of(one) for one in plain_figures(claims))
    return GoldDocument("d", "en", "Wire", figures, complete=complete)


def outcomes(document: GoldDocument, *claims: Claim) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.what, one.faulty) for one in compare(document, claims)]


def test_what_was_accepted_is_right_and_whole():
    place = ClaimPlace("Gharyan", "LBY", geonameid=5)
    total = claim(0, 12, places=(place,), source="WHO", groups=("civilians",), period_start=dt.date(2019, 4, 8))
    part = claim(20, 3, part_of=total.id)
    assert outcomes(gold(total, part), part, total) == [("right", ()), ("right", ())]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"low": 13}, "bounds"), ({"category": "wounded"}, "category"), ({"unit": "household"}, "unit"),
    ],
)  # fmt: skip
def test_what_was_corrected_in_its_value_is_wrong(change, fault):
    fields = {"low": 12, **change}
    assert outcomes(gold(claim(0, 12)), claim(0, high=12, **fields)) == [("wrong", (fault,))]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"source": "WHO"}, "source"), ({"kind": "stock"}, "kind"), ({"as_of": dt.date(2019, 4, 9)}, "date"),
        ({"places": (ClaimPlace("Sirte", "LBY", geonameid=7),)}, "place"), ({"verified": True}, "verified"),
        ({"groups": ("women",)}, "groups"), ({"part_of": "elsewhere"}, "part_of"), ({"cause": "conflict"}, "cause"),
    ],
)  # fmt: skip
def test_what_was_corrected_elsewhere_is_right_with_a_fault(change, fault):
    assert outcomes(gold(claim(0, 12)), claim(0, 12, **change)) == [("right", (fault,))]


def test_missed_and_invented():
    assert outcomes(gold(claim(0, 12)), claim(50, 99)) == [("missed", ()), ("invented", ())]


def test_a_value_on_its_own_words_comes_before_the_same_elsewhere():
    found = compare(gold(claim(30, 12)), [claim(0, 12), claim(30, 12)])
    assert [(one.what, one.claim.locator.start) for one in found] == [("invented", 0), ("right", 30)]


def test_a_report_counts_by_what_was_read_and_what_is_there():
    report = Report()
    document = gold(claim(0, 12), claim(20, 3, "wounded"), claim(40, 7))
    report.add(document, compare(document, [claim(0, 12), claim(20, 3), claim(60, 1, "displaced")]))
    empty = GoldDocument("e", "ar", None, ())
    report.add(empty, [])
    begun = GoldDocument("f", "ar", None, gold(claim(0, 5)).figures, complete=False)
    report.add(begun, compare(begun, []))
    total = report.total
    assert (total.precision.right, total.precision.of) == (1, 3)
    assert (total.recall.right, total.recall.of) == (1, 3)  # what was begun only has no recall
    assert (len(total.documents), len(total.complete)) == (3, 2)
    assert (report.clean.right, report.clean.of) == (1, 1)
    killed, wounded = report.by["category"]["killed"], report.by["category"]["wounded"]
    assert (killed.precision.right, killed.precision.of, killed.recall.of) == (1, 2, 2)
    assert (wounded.precision.of, wounded.recall.right, wounded.recall.of) == (0, 0, 1)
    assert set(report.by["language"]) == {"en", "ar"} and set(report.by["publisher"]) == {"Wire", ""}
    assert total.fields["category"].plain()["right"] == 1 and total.fields["category"].of == 2


def test_lines_may_label_less(tmp_path):
    path = tmp_path / "gold.jsonl"
    figure = {"category": "killed", "low": 12, "high": None, "start": 9, "end": 18, "place_text": "Gharyan"}
    path.write_text(json.dumps({"id": "a", "text": "At least 12 people", "figures": [figure]}), encoding="utf-8")
    (document,) = read(path)
    assert set(document.figures[0].labels) == {"place"}
    near = claim(9, 12, high=None, places=(ClaimPlace("the town of Gharyan"),))
    assert outcomes(document, near) == [("right", ())]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"text": "no figures"}', "figures"), ("nothing", "Line 1"), ('{"text": "x", "figures": [{}]}', "figure 0"),
        ('{"text": "x", "figures": [{"category": "killed", "low": 1.5, "start": 0, "end": 1}]}', "whole numbers"),
        ('{"text": "x", "figures": [3]}', "figure 0"),
        ('{"text": "x", "figures": [{"category": "killed", "start": 0, "end": 1, "places": ["x"]}]}', "figure 0"),
    ],
)  # fmt: skip
def test_what_is_no_gold_file_says_where(tmp_path, line, told):
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=told) as caught:
        list(read(path))
    assert caught.value.code == "gold-broken"


def test_a_missing_file(tmp_path):
    with pytest.raises(DataError) as caught:
        list(read(tmp_path / "none.jsonl"))
    assert caught.value.code == "gold-unreadable"
