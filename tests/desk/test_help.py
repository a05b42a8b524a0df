"""Help of every page in both languages, and the guided first review as the workspace stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from masfufa import desk
from masfufa.desk.help import absent, help_of, help_of_template, pages
from masfufa.desk.views.guide import STEPS, Guide
from masfufa.desk.words import INTERFACES, load, words

from .conftest import ENGLISH, Browser

HERE = Path(desk.__file__).parent
WITHOUT_HELP = ("accounts/sign_in.html",)
SHAPES = {"keys": 2, "marks": 3}


def test_every_language_has_the_same_pages_keys_and_marks():
    blocks = load("help.yaml")
    assert set(blocks) == set(INTERFACES)
    en, ar = blocks["en"], blocks["ar"]
    assert set(en) == set(ar) and list(en["pages"]) == list(ar["pages"])
    for name, page in en["pages"].items():
        other = ar["pages"][name]
        assert [key for key, _ in page["keys"]] == [key for key, _ in other["keys"]], name
        assert [mark[0] for mark in page["marks"]] == [mark[0] for mark in other["marks"]], name
        assert len(page["what"]) == len(other["what"]), name
        for part, width in SHAPES.items():
            assert all(len(row) == width for block in (page, other) for row in block[part]), (name, part)
    assert [row[0] for row in en["everywhere"]] == [row[0] for row in ar["everywhere"]]


@pytest.mark.parametrize("language", INTERFACES)
def test_the_four_things_are_told_apart(language):
    t = words(language)
    assert [mark.drawn for mark in absent(t)] == ["unknown", "unresolved", "withheld", "zero"]
    assert [mark.shown for mark in absent(t)] == [t("see.unknown"), t("see.unresolved"), t("absence.withheld"), "0"]


def test_every_page_tells_something_of_itself():
    silent = []
    for path in sorted((HERE / "templates").glob("*/*.html")):
        text, name = path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.name}"
        block = re.search(r"\{% block help %\}\s*(.*?)\s*\{% endblock %\}", text, re.DOTALL)
        if "base.html" not in text or name in WITHOUT_HELP:
            continue
        if help_of_template(name, words("en")) is None and not (block and block[1]):
            silent.append(name)
    assert silent == []


def test_marks_are_drawn_by_the_style_sheet_or_plain():
    sheet = (HERE / "static" / "help.css").read_text(encoding="utf-8")
    plain = {"plain", "interval", "hatch", "dashed", "circle", "band", "cases"}
    for page in pages():
        found = help_of(page, words("en"))
        assert found is not None
        for mark in found.marks:
            assert f".mark-{mark.drawn}" in sheet or mark.drawn in plain, (page, mark.drawn)


@pytest.mark.parametrize("language", INTERFACES)
def test_help_is_on_each_page_and_on_a_page_of_its_own(browser, language):
    browser.post("/language", language=language)
    t = words(language)
    for address, page in (("/", "inbox"), ("/matrix", "matrix"), ("/accuracy", "accuracy")):
        text = browser.client.get(address).text
        found = help_of(page, t)
        assert found is not None and found.name in text
        assert f'href="/help#{page}"' in text and t("see.unresolved") in text
    text = browser.client.get("/help").text
    assert all(f'id="{page.replace("/", "-")}"' in text for page in pages() if page != "help")


def test_keys_that_are_told_are_those_that_work():
    script = (HERE / "static" / "review.js").read_text(encoding="utf-8")
    page = help_of("review", words("en"))
    assert page is not None
    told = {key for keys, _ in page.keys[:-4] for key in keys.split()}
    assert told == {"j", "k", "a", "e", "x", "n", "u", "d", "."}
    assert all(f'"{key}"' in script for key in told)


def test_the_guide_has_the_same_steps_in_every_language():
    blocks = load("guide.yaml")
    for block in blocks.values():
        assert tuple(block["steps"]) == STEPS
        assert "{open}" in block["steps"]["decide"]["told"]
    assert all(blocks["en"]["steps"][id]["keys"] == blocks["ar"]["steps"][id]["keys"] for id in STEPS)


def test_the_guide_goes_by_what_stands_in_the_workspace(workspace):
    guide, t = Guide(on=True), words("en")
    (id,) = [d.id for d in workspace.documents() if d.text == ENGLISH]

    def step() -> str:
        shown = guide.on_review("s", t, workspace.review(id))
        assert shown is not None
        return shown.current.id

    first = guide.on_inbox("s", t, 0)
    assert first is not None and (first.current.id, first.number) == ("open", 1)
    assert step() == "look"
    records = workspace.review(id).records
    workspace.decide("Ana", records[0].kind, records[0].id, "accept")
    assert step() == "decide"
    shown = guide.on_review("s", t, workspace.review(id))
    assert shown is not None and f"Open: {len(records) - 1}" in shown.current.told
    for record in records[1:]:
        workspace.decide("Ana", record.kind, record.id, "accept")
    assert step() == "done"
    workspace.set_state(id, "done", "Ana")
    assert step() == "next"
    guide.end("s")
    assert guide.on_review("s", t, workspace.review(id)) is None
    assert guide.on_inbox("another", t, 0) is not None


def test_the_guide_shows_with_the_example_only_and_can_be_ended(workspace):
    plain, guided = Browser(workspace), Browser(workspace, guide=True)
    with plain.client, guided.client:
        assert 'id="guide"' not in plain.enter().client.get("/").text
        assert 'id="guide"' in guided.enter().client.get("/").text
        assert guided.post("/guide/end", back="/").status_code == 200
        assert 'id="guide"' not in guided.client.get("/").text
