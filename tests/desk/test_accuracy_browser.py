"""Accuracy in Chromium, in both languages, wide and narrow: from a review by hand to a gold file that is downloaded."""

from __future__ import annotations

import json

import pytest

from masfufa.desk.views.accuracy import share
from masfufa.desk.words import words

from .served import Tab, chromium, served
from .test_accuracy import measured, reviewed_crisis  # noqa: F401


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


def test_decisions_become_numbers_and_a_file(browser, reviewed_crisis, tmp_path):  # noqa: F811
    desk, documents = reviewed_crisis
    space = desk.app.state.desk.workspace
    precision = share(measured(space).full.total.precision)
    assert precision.share.endswith(" %")
    for size in ("wide", "narrow"):
        for language in ("en", "ar"):
            with served(space) as settings:
                tab = Tab(browser, settings, language, size)
                page, t = tab.page, words(language)
                page.locator("header nav a[href='/accuracy']").click()
                page.locator(".tiles").first.wait_for()
                assert page.locator(".tiles dd .cases").first.inner_text() == precision.cases
                assert page.locator(".tiles .share").first.inner_text() == precision.share
                tab.shot("accuracy")
                assert page.locator(".few").first.inner_text() == t("accuracy.few")
                page.locator("#by-publisher").scroll_into_view_if_needed()
                tab.shot("accuracy-groups")
                page.locator("nav.states a", has_text=t("accuracy.scopes")["all"]).click()
                page.wait_for_url("**scope=all**")
                assert page.locator(".tiles .cases").first.inner_text() != precision.cases
                with page.expect_download() as waiting:
                    page.locator("a[href='/accuracy/gold']").click()
                waiting.value.save_as(tmp_path / "gold.jsonl")
                lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()
                assert {json.loads(line)["id"] for line in lines} == set(documents[:12])
                tab.done()
