"""axe-core finds no serious fault on any page, in both languages, wide and narrow, light and dark."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from masfufa.desk.words import words
from masfufa.workspace import open_workspace

from .served import SIZES, Tab, chromium, served

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
GRAVE = ("serious", "critical")
PAGES = {
    "inbox": "/",
    "search": "/?words=Tripoli",
    "review": "{document}",
    "edit": "{document}?do=edit",
    "add": "{document}?do=add",
    "reject": "{document}?do=reject",
    "table": "{table}",
    "matrix": "/matrix?every=year&changed=2019-05-01",
    "cell": "/cells/LBY.Tripoli/2019-04/killed/person",
    "map": "/map",
    "time": "/time",
    "actors": "/actors",
    "accuracy": "/accuracy?scope=all",
    "batch": "/rounds/batches/1",
    "compare": "/rounds/compare",
    "preview": "/publish?format=csv",
    "releases": "/releases",
    "accounts": "/accounts",
    "audit": "/audit",
    "help": "/help",
    "lost": "/nowhere",
}
"""What is looked at; pages that the header leads to besides are looked at too."""
WAYS = (("en", "wide", "light"), ("ar", "narrow", "dark"), ("ar", "wide", "light"), ("en", "narrow", "dark"))
"""The first two look at every page, the others at those of everyday work."""
EVERYDAY = ("inbox", "review", "matrix", "accuracy")
RUN = """async () => {
    const said = await axe.run(document, {resultTypes: ['violations']});
    return [said.violations, said.passes.length];
}"""
WITHOUT_FOCUS = """() => {
    const bad = [];
    for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')) {
        if (!e.offsetParent || e.tabIndex < 0) continue;
        e.focus({focusVisible: true});
        const style = getComputedStyle(e);
        const none = style.outlineStyle === 'none' && style.boxShadow === 'none';
        if (document.activeElement === e && none) bad.push(e.outerHTML.slice(0, 120));
    }
    return bad;
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
    const s = getComputedStyle(e);
    const moves = [s.transitionDuration, s.animationDuration].some(said => parseFloat(said) > 0.01);
    return s.scrollBehavior === 'smooth' || moves;
}).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def desk(example_made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("axe") / "libya-2019"
    shutil.copytree(example_made, folder)
    with open_workspace(folder) as space, served(space, guide=True) as settings, chromium() as browser:
        documents = list(space.documents(text=False))
        (table,) = (d.id for d in documents if d.name.endswith(".csv"))
        document = documents[-1].id
        for record, verdict in zip(space.review(document).records, ("accept", "reject"), strict=False):
            space.decide("Ana", record.kind, record.id, verdict, reason="said twice")
        space.set_state(document, "in_review", "Ana")
        addresses = {"document": f"/documents/{document}", "table": f"/documents/{table}"}
        tab = Tab(browser, settings, "en", "wide")
        yield tab, {name: address.format(**addresses) for name, address in PAGES.items()}
        tab.context.close()


def opened(tab: Tab, address: str, language: str = "en") -> None:
    tab.page.goto(tab.own + address)
    if tab.page.locator("html").get_attribute("lang") != language:
        tab.page.locator("form.language button").click()
        tab.page.goto(tab.own + address)
    assert tab.page.locator("html").get_attribute("dir") == words(language).direction
    assert tab.page.locator("header nav").count() == 1, "the desk is not open to this browser"


def faults(page) -> list[str]:
    """What axe finds to be serious or critical, with the elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found, held = page.evaluate(RUN)
    assert held > 10, "axe looked at nothing"
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"][:4]
    ]


@pytest.mark.parametrize(("language", "size", "scheme"), WAYS, ids=["-".join(way) for way in WAYS])
def test_axe_finds_no_serious_fault(desk, language, size, scheme):
    tab, addresses = desk
    page = tab.page
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    opened(tab, "/", language)
    linked = [link.get_attribute("href") for link in page.locator("header nav a, header a.me").all()]
    here = {address.partition("?")[0] for address in addresses.values()}
    every = {**addresses, **{address: address for address in linked if address not in here}}
    if (language, size, scheme) not in WAYS[:2]:
        every = {name: address for name, address in every.items() if name in EVERYDAY}
    found: list[str] = []
    for name, address in every.items():
        opened(tab, address, language)
        found += [f"{name}: {fault}" for fault in faults(page)]
        if name == "review":
            page.keyboard.press("?")
            page.locator("dialog[open]").wait_for()
            found += [f"help of {name}: {fault}" for fault in faults(page)]
    assert found == []


def test_the_keyboard_comes_first_to_the_content_and_sees_where_it_is(desk):
    tab, addresses = desk
    page = tab.page
    for name in ("inbox", "matrix", "review", "accuracy", "help"):
        opened(tab, addresses[name])
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Tab")
        if name != "review":  # there the chosen record has the keyboard
            assert page.evaluate("document.activeElement.className") == "skip", name
            assert page.locator(".skip").bounding_box()["y"] >= 0
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "page"
        assert page.evaluate(WITHOUT_FOCUS) == [], name


def test_nothing_moves_for_those_who_do_not_want_it(desk):
    tab, addresses = desk
    tab.page.emulate_media(reduced_motion="reduce")
    for name in ("review", "map", "matrix"):
        opened(tab, addresses[name])
        assert tab.page.evaluate(MOVING) == [], name
    tab.page.emulate_media(reduced_motion="no-preference")


def test_names_for_those_who_hear(desk):
    """Every page has one first heading, one main part and a title; a record says what it is and where it stands."""
    tab, addresses = desk
    page = tab.page
    for name, address in addresses.items():
        opened(tab, address)
        assert (page.locator("h1").count(), page.locator("main").count()) == (1, 1), name
        assert page.title().strip() not in ("", "masfufa"), name
    opened(tab, addresses["review"])
    cards = page.locator(".cards > .card").all()
    assert len(cards) > 5
    for card in cards:
        assert card.locator(".choose").inner_text().strip() and card.locator(".status").inner_text().strip()
