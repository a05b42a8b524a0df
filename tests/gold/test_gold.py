"""The gold files hold together: spans are the text's own, values come from the closed lists, links point somewhere.

The labels are people's readings of texts written for this project. Nothing here runs the reader.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from masfufa.ontology import CATEGORIES, KINDS, MODALITIES, QUALIFIERS, UNITS, VICTIM_GROUPS
from masfufa.ontology.plover import EVENT_TYPES

HERE = Path(__file__).parent
FILES = (
    "bulletins_ar.jsonl",
    "bulletins_en.jsonl",
    "bulletins_fr.jsonl",
    "figures_ar.jsonl",
    "figures_ar_2.jsonl",
    "figures_ar_3.jsonl",
    "figures_en.jsonl",
    "figures_en_2.jsonl",
    "figures_fr.jsonl",
    "figures_fr_2.jsonl",
    "reports_ar.jsonl",
)
EVENTS = ("events_fr.jsonl", "events_fr_2.jsonl")
EVENT_MODALITIES = {*MODALITIES, "historical"}
VAGUE_BOUNDS = {
    (20, 99),
    (200, 999),
    (2_000, 9_999),
    (20_000, 99_999),
    (200_000, 999_999),
    (2_000_000, 9_999_999),
}


def load(name: str) -> list[dict[str, Any]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def everything() -> dict[str, list[dict[str, Any]]]:
    return {name: load(name) for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_ids_and_texts_are_unique(name: str, everything: dict[str, list[dict[str, Any]]]) -> None:
    rows = everything[name]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"] for row in rows}) == len(rows)
    assert {row["language"] for row in rows} == {name.removesuffix(".jsonl").split("_")[1]}


@pytest.mark.parametrize("name", FILES)
def test_spans_hold_and_stand_in_text_order(name: str, everything: dict[str, list[dict[str, Any]]]) -> None:
    for row in everything[name]:
        ends = [0]
        for figure in row["figures"]:
            start, end = figure["start"], figure["end"]
            assert row["text"][start:end] == figure["figure_text"] != "", row["id"]
            assert figure["figure_text"] == figure["figure_text"].strip(), row["id"]
            assert start >= ends[-1], row["id"]
            ends.append(end)


@pytest.mark.parametrize("name", FILES)
def test_values_come_from_the_closed_lists(name: str, everything: dict[str, list[dict[str, Any]]]) -> None:
    for row in everything[name]:
        for figure in row["figures"]:
            assert figure["category"] in CATEGORIES, row["id"]
            assert figure["qualifier"] in QUALIFIERS, row["id"]
            assert figure["unit"] in UNITS, row["id"]
            assert figure["kind"] in KINDS, row["id"]
            assert figure["modality"] in MODALITIES, row["id"]
            assert set(figure.get("groups", ())) <= set(VICTIM_GROUPS), row["id"]
            assert (figure["unit"] == "home") == figure["category"].startswith("homes_"), row["id"]


@pytest.mark.parametrize("name", FILES)
def test_bounds_agree_with_the_qualifier(name: str, everything: dict[str, list[dict[str, Any]]]) -> None:
    for row in everything[name]:
        for figure in row["figures"]:
            low, high, qualifier = figure["low"], figure["high"], figure["qualifier"]
            where = (row["id"], figure["figure_text"])
            if qualifier in ("exact", "approx"):
                assert low == high > 0, where
            elif qualifier == "at_least":
                assert low > 0 and high is None, where
            elif qualifier == "at_most":
                assert low is None and high > 0, where
            elif qualifier == "range":
                assert 0 < low < high, where
            else:
                assert (low, high) in VAGUE_BOUNDS, where


@pytest.mark.parametrize("name", FILES)
def test_parts_point_at_another_figure_without_a_circle(name: str, everything: dict[str, list[dict[str, Any]]]) -> None:
    for row in everything[name]:
        parents = [figure["part_of"] for figure in row["figures"]]
        for index, parent in enumerate(parents):
            seen = {index}
            while parent is not None:
                assert 0 <= parent < len(parents), row["id"]
                assert parent not in seen, row["id"]
                seen.add(parent)
                parent = parents[parent]


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("figures")])
def test_named_words_stand_in_the_sentence(name: str, everything: dict[str, list[dict[str, Any]]]) -> None:
    for row in everything[name]:
        for figure in row["figures"]:
            for field in ("victims_text", "place_text", "date_text", "attribution_text"):
                assert figure[field] is None or figure[field] in row["text"], (row["id"], field)


def test_report_records(everything: dict[str, list[dict[str, Any]]]) -> None:
    for row in everything["reports_ar.jsonl"]:
        assert row["text"].splitlines()[0] == row["title"]
    for row in (row for name in FILES if not name.startswith("figures") for row in everything[name]):
        dt.date.fromisoformat(row["published"])
        for figure in row["figures"]:
            for place in figure["place_texts"]:
                assert place in row["text"], (row["id"], place)
            assert figure["attribution_text"] is None or figure["attribution_text"] in row["text"], row["id"]
            days = [dt.date.fromisoformat(figure[key]) for key in ("period_start", "period_end") if figure[key]]
            assert days == sorted(days), row["id"]
            if figure["as_of"]:
                dt.date.fromisoformat(figure["as_of"])
            for span in figure.get("repeats", ()):
                assert 0 <= span["start"] < span["end"] <= len(row["text"]), row["id"]
                assert span["end"] <= figure["start"] or span["start"] >= figure["end"], row["id"]


def test_the_files_are_as_large_and_as_varied_as_they_claim(everything: dict[str, list[dict[str, Any]]]) -> None:
    for name, rows_at_least in (("figures_ar.jsonl", 120), ("figures_en.jsonl", 80)):
        rows = everything[name]
        negatives = sum(not row["figures"] for row in rows)
        assert len(rows) >= rows_at_least
        assert 0.2 <= negatives / len(rows) <= 0.3
        assert {figure["category"] for row in rows for figure in row["figures"]} == set(CATEGORIES)
    assert len(everything["reports_ar.jsonl"]) == 8
    figures = [figure for row in everything["reports_ar.jsonl"] for figure in row["figures"]]
    assert {figure["kind"] for figure in figures} == set(KINDS)
    assert {figure["modality"] for figure in figures} == set(MODALITIES)


@pytest.mark.parametrize("name", EVENTS)
def test_events_and_statements_hold_together(name: str) -> None:
    rows = load(name)
    assert len(rows) >= (40 if name == "events_fr.jsonl" else 20)
    assert len({row["text"] for row in rows}) == len(rows)
    if name == "events_fr.jsonl":
        assert {event["event_type"] for row in rows for event in row["events"]} == set(EVENT_TYPES)
    for row in rows:
        for event in row["events"]:
            assert row["text"][event["start"] : event["end"]] == event["text"]
            assert all(who in row["text"] for who in (*event["source"], *event["target"]))
            assert event["modality"] in EVENT_MODALITIES
        for said in row["statements"]:
            assert row["text"][said["start"] : said["end"]] == said["text"]
            assert said["speaker"] is None or said["speaker"] in row["text"]
