from __future__ import annotations

import dataclasses
import json

import pytest

from masfufa.cli.event_facts import event_ids, fields, size_of
from masfufa.cli.export_check import plover_faults
from masfufa.cli.plover_out import Plover, records
from masfufa.cli.settings import Settings
from masfufa.cli.work import Item, make_format
from masfufa.ontology.actors import SECTORS

from .event_samples import STORY, event_item
from .samples import arabic_item


def changed(item: Item, **changes) -> Item:
    return dataclasses.replace(item, reading=dataclasses.replace(item.reading, **changes))


def test_one_valid_line_an_event():
    out = make_format(Settings("plover"))
    assert isinstance(out, Plover)
    lines = out.document(event_item()).splitlines()
    assert len(lines) == 3 and out.head() == ""
    assert [plover_faults(json.loads(line)) for line in lines] == [[], [], []]
    assert out.document(arabic_item()) == ""


def test_the_fields_of_an_event():
    record = records(event_item())[0]
    assert record["date"] == "2019-04-07" and "enddate" not in record and "comment" not in record
    assert record["actor"] == [
        {"code": "LBY", "sector": "REB", "entity_text": "قوات حفتر", "identifier_text": "الجيش الوطني الليبي"}
    ]
    assert record["recipient"] == [{"sector": "CVL", "entity_text": "مدنيا"}]
    assert (record["event"], record["mode"], record["context"]) == (["ASSAULT"], ["heavy-weapons"], ["military"])
    assert record["quad_code"] == 4 and record["cameo"] == "194" and record["event_text"] == ["قصفت"]
    assert record["event_loc"] == {
        "geonameid": 2218970, "name": "Az Zāwīyah", "latitude": 32.7571, "longitude": -12.72764, "country code": "LY",
        "cc3": "LBY",
    }  # fmt: skip
    assert record["size"] == {"dead": 12, "injured": "20+"}
    assert record["text"] == STORY.split("\n")[0]
    assert record["text_info"] == {"sequence": 1, "start": 0, "end": STORY.index("\n")}
    assert record["cite_info"]["language"] == "ar" and record["coder"] == "masfufa 1.2.3"


def test_the_date_of_publication_never_stands_in_silently():
    record = records(event_item())[1]
    assert record["date"] == "2019-04-08"
    assert record["comment"] == "the text does not tell the date; date is that of publication; alleged or reported"
    unknown = records(changed(event_item(), published=None))[1]
    assert unknown["date"] is None and "nor is that of publication known" in unknown["comment"]
    assert plover_faults(unknown) == []
    assert "date is null and no comment says why" in plover_faults({**unknown, "comment": ""})


def test_modalities_and_sectors_have_plovers_names():
    denied = records(event_item())[2]
    assert denied["mode"] == ["arrest", "negation"]
    assert [entity["sector"] for entity in denied["actor"]] == ["MIL", "JRN"]
    assert records(event_item())[1]["actor"][0]["sector"] == "MED"
    names = fields()["plover"]["sector_names"]
    assert {names.get(sector, sector) for sector in SECTORS} <= set(fields()["plover"]["sectors"])
    item = event_item()
    for modality, mode in (("future", "future"), ("hypothetical", "hypothetical"), ("historical", "historical")):
        event = dataclasses.replace(item.reading.events[0], modality=modality)
        assert records(changed(item, events=(event,)))[0]["mode"] == ["heavy-weapons", mode]


def test_the_story_is_printed_where_the_text_was_asked_for():
    line = Plover(Settings("plover", include=frozenset(["text"]))).document(event_item()).splitlines()[2]
    info = json.loads(line)["text_info"]
    assert info["sequence"] == 3 and info["text_story"][2] == "ولم يعتقل الجيش أحدا."


def test_ids_are_the_same_in_every_run_and_differ_between_events():
    item = event_item()
    twice = changed(item, events=(item.reading.events[0],) * 2)
    assert event_ids(item) == event_ids(event_item("9"))
    assert len(set(event_ids(twice))) == 2
    assert event_ids(twice)[1] == event_ids(item)[0] + "-2"
    elsewhere = dataclasses.replace(item, document=dataclasses.replace(item.document, id="b.txt"))
    assert not set(event_ids(item)) & set(event_ids(elsewhere))


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ([{}, {"low": 3, "high": 3}], 15),
        ([{}, {"low": 3, "high": 3, "part_of": 0}], 12),
        ([{"qualifier": "approx"}], "~12"),
        ([{"low": 10, "high": 14}], "10-14"),
        ([{"low": None, "high": 14}], "<=14"),
        ([{"low": 12, "high": None}, {"low": 3, "high": 3}], "15+"),
        ([{}, {"low": 90, "high": 90, "kind": "cumulative"}], 12),
        ([{"low": 90, "high": 90, "kind": "cumulative"}], 90),
        ([{}, {"low": 5, "high": 5, "modality": "denied"}], 12),
        ([{"unit": "household"}], None),
        ([{"category": "casualties"}], None),
    ],
)
def test_sizes(changes: list[dict], size: int | str | None):
    item = event_item()
    figures = tuple(dataclasses.replace(item.reading.figures[0], **change) for change in changes)
    event = dataclasses.replace(item.reading.events[0], figures=tuple(range(len(figures))))
    assert size_of(event, figures).get("dead") == size


def test_the_check_finds_faults():
    record = records(event_item())[0]
    for change, fault in (
        ({"event": ["YIELD"]}, "event: YIELD is no type of 2021"),
        ({"mode": ["demo"]}, "mode: demo is none of ASSAULT"),
        ({"source": []}, "unknown field source"),
        ({"quad_code": 1}, "quad_code: ASSAULT is 4"),
        ({"date": "8 April"}, "date: '8 April' is no date"),
        ({"size": {"dead": "many"}}, "size: 'many' is neither a number nor a code"),
        ({"actor": [{"sector": "HLH"}]}, "actor: HLH is no sector"),
        ({"actor": [{"code": "LY"}]}, "actor: 'LY' is no three-letter code"),
    ):
        assert fault in plover_faults({**record, **change})
    assert "id is missing" in plover_faults({name: value for name, value in record.items() if name != "id"})
