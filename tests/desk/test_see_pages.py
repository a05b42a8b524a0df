"""Matrix, cells, map, time and actors over the example crisis, through their routes."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import ORIGIN, Browser

CELL = "/cells/LBY.Tripoli/2019-04/killed/person"


def _expected(page: str) -> str:
    found = re.search(r'name="expected" value="(\d+)"', page)
    assert found
    return found[1]


def test_matrix_as_known_on_a_day_and_what_changed(desk_on_libya: Browser):
    now = desk_on_libya.client.get("/matrix").text
    assert f'href="{CELL}"' in now and "376" in now
    then = desk_on_libya.client.get("/matrix?known=2019-04-20").text
    assert f"{CELL}?known=2019-04-20" in then and ">376<" not in then
    changed = desk_on_libya.client.get("/matrix?category=killed&changed=2019-04-20").text
    assert "345" in changed and "replaced by its source" in changed
    assert "nobody says" in now
    assert desk_on_libya.client.get("/matrix?category=killed&since=1990-01-01&until=1990-02-01").status_code == 200


def test_a_cell_opens_down_to_the_words(desk_on_libya: Browser):
    page = desk_on_libya.client.get(CELL).text
    assert "A total that its source gives for this period." in page
    assert '<ol class="steps"><li><bdi>' in page
    assert re.search(r'<blockquote dir="auto">[^<]*376', page)
    link = re.search(r'href="(/documents/[0-9a-f]{64}\?record=[0-9a-f]{20})"', page)
    assert link and desk_on_libya.client.get(link[1]).status_code == 200


@pytest.mark.parametrize("id", ["LBY.Tripoli/2019-04/nothing/person", "x", "LBY/2019-13/killed/person", "a/b/c/d/../e"])
def test_cells_that_are_not(desk_on_libya: Browser, id: str):
    assert desk_on_libya.client.get(f"/cells/{id}").status_code == 404


def _rivals(desk: Browser) -> tuple[str, str, str, str]:
    """A cell's address and value, and a claim behind it with another value: (address, best, claim, its value)."""
    for address in dict.fromkeys(
        re.findall(r'href="(/cells/[^"?]+)"', desk.client.get("/matrix?category=killed").text)
    ):
        page = desk.client.get(address).text
        best = re.search(r'<b class="value"><bdi>([\d,]+)</bdi>', page)
        for claim, value in re.findall(r'name="claim" value="([0-9a-f]{20})">\s*<span><b><bdi>([\d,]+)<', page):
            if best and value != best[1]:
                return address, best[1], claim, value
    raise AssertionError("no cell has rival claims")


def test_choosing_another_claim_with_a_reason_and_undo(own_desk: Browser):
    address, best, claim, value = _rivals(own_desk)
    said = {"claim": claim, "expected": _expected(own_desk.client.get(address).text), "do": "choose"}
    assert own_desk.post(address, reason="", **said).status_code == 422
    bare = own_desk.client.post(address, data={"reason": "x", **said}, headers={"origin": ORIGIN})
    assert bare.status_code == 403
    done = own_desk.post(address, reason="<b>later</b>", **said)
    assert done.status_code == 200
    assert f'<b class="value"><bdi>{value}</bdi></b>' in done.text
    assert "&lt;b&gt;later&lt;/b&gt;" in done.text and "<b>later" not in done.text
    assert "A person chose it." in done.text
    # What was seen before that decision is out of date now.
    late = own_desk.post(address, reason="mine", **said)
    assert late.status_code == 409 and "meanwhile" in late.text
    undone = own_desk.post(address, do="undo", expected=_expected(done.text))
    assert f'<b class="value"><bdi>{best}</bdi></b>' in undone.text


def test_choosing_a_value_of_ones_own(own_desk: Browser):
    page = own_desk.client.get(CELL).text
    said = {"claim": "value", "expected": _expected(page), "do": "choose", "reason": "counted again"}
    assert own_desk.post(CELL, value="many", **said).status_code == 422
    assert own_desk.post(CELL, value="-3", **said).status_code == 422
    done = own_desk.post(CELL, value="١٬٢٣٤", **said)
    assert "<bdi>1,234</bdi></b>" in done.text


def test_the_map_is_honest_about_places(desk_on_libya: Browser):
    page = desk_on_libya.client.get("/map?series=killed/person/flow&period=2019-07").text
    block = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.S)
    assert block
    data = json.loads(block[1])
    assert data["period"] == "2019-07"
    [tajoura] = [p for p in data["points"] if p["start"] == "2019-07-02" and p["number"] == 60]
    assert tajoura["how"] == "spot" and tajoura["lat"] == pytest.approx(32.88, abs=0.01)
    assert all(p["how"] in ("spot", "area", "unit") for p in data["points"])
    assert any(v["unit"] for v in data["values"]["2019-04"])
    unplaced = [v for values in data["values"].values() for v in values if v["unit"] is None]
    assert unplaced and all(v["precision"] != "somewhere in the unit" for v in unplaced)


def test_outlines_are_served_once(desk_on_libya: Browser):
    first = desk_on_libya.client.get("/map/outlines.json?countries=LBY,NOWHERE,../x")
    assert len(first.json()["features"]) == 22
    again = desk_on_libya.client.get(
        "/map/outlines.json?countries=LBY", headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304 and again.content == b""


def test_time_and_actors(desk_on_libya: Browser):
    page = desk_on_libya.client.get("/time?by=adm1&place=LBY.Tripoli").text
    assert "killed, running total" in page and "killed (in the period)" in page
    assert f'href="{CELL}"' in page
    everyone = desk_on_libya.client.get("/actors").text
    assert "Who did what to whom" in everyone and "International Organization for Migration" in everyone
    assert desk_on_libya.client.get("/actors?quad=9&speaker=nobody").status_code == 200


def test_an_empty_workspace_has_pages_too(tmp_path):
    from masfufa.workspace import create_workspace

    with create_workspace(tmp_path / "empty", countries=["LBY"]) as space:
        made = Browser(space)
        made.app.state.desk.ledgers.patience = 60.0
        with made.client:
            made.enter()
            for page in ("/matrix", "/map", "/time", "/actors", "/matrix?changed=2019-01-01"):
                answer = made.client.get(page)
                assert answer.status_code == 200, page
                assert "data-waits" not in answer.text


def test_what_is_not_reckoned_yet_says_so(libya_read, tmp_path):
    import shutil

    from masfufa.workspace import open_workspace

    shutil.copytree(libya_read, tmp_path / "late")
    with open_workspace(tmp_path / "late") as space:
        made = Browser(space)
        with made.client:
            made.enter()
            made.app.state.desk.ledgers.patience = 0.0
            first = made.client.get("/matrix?every=year").text
            assert "data-waits" in first and "being reckoned" in first and "No figure matches" not in first
            made.app.state.desk.ledgers.patience = 60.0
            assert "data-waits" not in made.client.get("/matrix?every=year").text
            # A decision makes it old; the last figures stay until the new ones are there.
            made.post(CELL, claim="value", value="377", reason="x", do="choose", expected="0")
            made.app.state.desk.ledgers.patience = 0.0
            old = made.client.get("/matrix?every=year").text
            assert "data-waits" in old and '<table class="matrix">' in old
