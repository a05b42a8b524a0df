"""A newcomer's first review of the example crisis, by keyboard alone, as README tells it; and the help of pages."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from masfufa.desk.words import load, words
from masfufa.workspace import open_workspace

from .served import Tab, chromium, served

README = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


def copied(example_made: Path, folder: Path) -> Path:
    import shutil

    shutil.copytree(example_made, folder)
    return folder


def step(tab: Tab) -> str:
    return tab.page.locator("#guide").get_attribute("data-step") or ""


def at(tab: Tab, id: str) -> None:
    tab.page.locator(f'#guide[data-step="{id}"]').wait_for()
    told = tab.page.locator("#guide-told").inner_text()
    beginning = load("guide.yaml")[tab.name[:2]]["steps"][id]["told"].partition("{")[0]
    assert told.startswith(beginning), told


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_first_review_by_keyboard_alone(browser, example_made, tmp_path, language, size):
    with open_workspace(copied(example_made, tmp_path / "libya-2019")) as space, served(space, guide=True) as settings:
        tab = Tab(browser, settings, language, size)
        press, page = tab.page.keyboard.press, tab.page
        began = time.monotonic()
        at(tab, "open")
        tab.shot("guide-open")
        press("j")
        press("Enter")
        page.wait_for_url("**/documents/**")
        at(tab, "look")
        document = page.url.rpartition("/")[2].partition("?")[0]
        tab.shot("guide-look")
        press("j")
        at(tab, "accept")
        press("k")
        assert page.locator("#text .lit").first.is_visible()
        press("a")
        at(tab, "decide")
        tab.shot("guide-decide")
        # One is looked at for correcting and left, one is rejected, the rest are accepted.
        press("e")
        page.locator("[data-first]:focus").wait_for()
        press("Escape")
        page.locator(".edit").wait_for(state="detached")
        press("x")
        page.locator("[name=reason]:focus").wait_for()
        page.keyboard.type("not news")
        press("Enter")
        page.locator('.card[data-status="rejected"]').first.wait_for()
        while step(tab) == "decide":
            before = page.locator('.card[data-status="open"]').count()
            press("a")
            page.wait_for_function(
                "n => document.querySelectorAll('.card[data-status=\"open\"]').length < n", arg=before
            )
        at(tab, "done")
        press("d")
        at(tab, "next")
        tab.shot("guide-next")
        taken = time.monotonic() - began
        assert space.review(document).state == "done"
        press(".")
        page.wait_for_url(lambda url: document not in url)
        # Thirty key strokes; who reads and thinks between them has six seconds for each.
        assert taken < 60
        tab.done()


@pytest.mark.parametrize(("language", "size"), [("en", "narrow"), ("ar", "wide"), ("ar", "narrow")])
def test_help_opens_by_key_and_tells_the_pages_own(browser, example_made, tmp_path, language, size):
    with open_workspace(copied(example_made, tmp_path / "libya-2019")) as space, served(space) as settings:
        tab = Tab(browser, settings, language, size)
        page, t = tab.page, words(language)
        for address, name in (("/", "inbox"), ("/matrix", "matrix"), ("/accuracy", "accuracy"), ("/next", "review")):
            page.goto(tab.own + address)
            page.keyboard.press("?")
            dialog = page.locator("dialog#help[open]")
            dialog.wait_for()
            assert t("see.unresolved") in dialog.inner_text()
            tab.shot(f"help-{name}")
            page.keyboard.press("Escape")
            page.locator("dialog#help:not([open])").wait_for(state="attached")
            page.locator(".help-opener").focus()
            page.keyboard.press("Space")
            dialog.wait_for()
            page.keyboard.press("Escape")
        page.goto(tab.own + "/help")
        tab.shot("help")
        tab.done()


@pytest.mark.parametrize("name", ["README.md", "README.ar.md"])
def test_readme_tells_how(name):
    text = (README / name).read_text(encoding="utf-8")
    assert "masfufa desk --example" in text
    assert {"j", "Enter", "a", "d", "?"} <= set(re.findall(r"<kbd>(.+?)</kbd>", text))
