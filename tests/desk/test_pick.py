"""A place chosen as a point: written, or on the map in Chromium."""

from __future__ import annotations

import re

import pytest

from masfufa.desk.places import point_of, spot
from masfufa.gazetteer.store import Gazetteer

from .conftest import ENGLISH, Browser
from .test_see_browser import LOOKS, Seen, seen  # noqa: F401


def test_points_as_people_write_them():
    assert point_of("32.88, 13.19") == point_of("٣٢٫٨٨، ١٣٫١٩") == point_of(" 32.88 13.19 ") == (32.88, 13.19)
    assert point_of("-4.5;-13") == (-4.5, -13.0)
    for no in ("", "32", "91, 0", "0, 181", "a, b", "1, 2, 3", "1e5, 2"):
        assert point_of(no) is None


def test_a_point_lies_in_its_unit_and_nowhere_at_sea():
    gazetteer = Gazetteer.open()
    found = spot(gazetteer, 32.17, 13.02, "", ("LBY",))
    assert (
        found is not None and found.country == "LBY" and found.precision == "point" and found.matched == "coordinates"
    )
    assert [unit.level for unit in found.units] == [0, 1] and (found.lat, found.lon) == (32.17, 13.02)
    assert spot(gazetteer, 35.0, -30.0, "") is None
    named = spot(gazetteer, 32.17, 13.02, "الحي القديم", ("LBY",))
    assert named is not None and named.name == "الحي القديم" and named.names == {}


def test_a_record_is_put_at_a_point_by_its_form(browser: Browser, workspace):
    document = next(d.id for d in workspace.documents() if d.text == ENGLISH)
    claim = next(c for c in workspace.claims(document=document) if c.category == "killed")
    here = f"/documents/{document}/records/{claim.id}/correct"
    form = {"low": "12", "category": "killed", "unit": "person", "qualifier": "at_least", "count_kind": "incident",
            "modality": "asserted", "source": claim.source or "", "expected": "0"}  # fmt: skip
    page = browser.post(here, do="look_up", point="32.17, 13.02", **form)
    key = re.search(r'value="(p:32\.17000,13\.02000)"', page.text)
    assert page.status_code == 200 and key and "data-pick open" in page.text
    assert browser.post(here, point="32.17, 13.02", places=key[1], **form).status_code == 200
    (place,) = workspace.claim(claim.id).places
    assert (place.lat, place.lon, place.precision) == (32.17, 13.02, "point")
    assert workspace.original(claim.id).places == claim.places
    assert 'value="p:' not in browser.post(here, do="look_up", point="35, -30", **form).text


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_a_place_is_picked_on_the_map(seen: Seen, language: str, size: str):  # noqa: F811
    seen.open("/", language, size)
    page = seen.page
    page.locator("[data-row] a.open").first.click()
    page.locator('.kinds a[href*="kind=claim"]').click()
    page.locator(".card.selected a[data-key=e]").click()
    page.locator("details.pick summary").click()
    page.wait_for_selector(".pick-map[data-ready=yes]")
    holder = page.locator(".pick-map")
    holder.scroll_into_view_if_needed()
    box = holder.bounding_box()
    assert box and box["height"] > 200
    page.wait_for_timeout(300)
    seen.shot(f"pick-{language}-{size}")
    holder.click(position={"x": box["width"] / 2, "y": box["height"] * 0.4})
    chosen = page.locator('input[name=places][value^="p:"]')
    chosen.wait_for()
    assert re.fullmatch(r"-?\d+\.\d{5}, -?\d+\.\d{5}", page.locator("input[name=point]").input_value())
    page.wait_for_selector(".pick-map[data-ready=yes]")  # the map is there again, with the point on it
    chosen.check()
    chosen.scroll_into_view_if_needed()
    seen.shot(f"pick-found-{language}-{size}")
    seen.done()
