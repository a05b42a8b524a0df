"""Signing in, accounts and audit log in real Chromium, in both languages, wide and narrow."""

from __future__ import annotations

import pytest

from masfufa.desk.words import words
from masfufa.workspace.accounts import Accounts

from .conftest import ENGLISH, PASSWORDS, ROLES, SECRET
from .served import SIZES, Tab, chromium, served
from .test_axe import faults

ANSWERED = "Failed to load resource: the server responded with a status of"
"""What Chromium says of a form that was refused, as it should be."""


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def team(workspace, hashes):
    accounts = Accounts.of(workspace)
    for name, role in ROLES.items():
        accounts.add(name, role, hashes[name], "setup")
    with served(workspace, accounts=True, secret=SECRET) as settings:
        yield settings


@pytest.fixture(params=[(language, size) for language in ("en", "ar") for size in SIZES], ids="-".join)
def tab(request, browser, team):
    made = Tab(browser, team, *request.param)
    made.t = words(request.param[0])
    yield made
    made.complaints = [said for said in made.complaints if not said.startswith(ANSWERED)]
    made.done()


def sign_in(tab, name, password=None):
    tab.page.fill("input[name=name]", name)
    tab.page.fill("input[name=password]", password or PASSWORDS[name])
    tab.page.keyboard.press("Enter")


def test_an_administrator_signs_in_and_keeps_accounts(tab):
    page, t = tab.page, tab.t
    assert page.locator("html").get_attribute("dir") == t.direction
    assert page.evaluate("document.activeElement.name") == "name"
    tab.shot("sign-in")
    assert faults(page) == []
    sign_in(tab, "Ana", "not the password")
    assert page.locator("[role=alert]").inner_text() == t("accounts.wrong")
    assert page.input_value("input[name=name]") == "Ana" and page.input_value("input[name=password]") == ""
    tab.shot("sign-in-wrong")
    sign_in(tab, "Ana")
    page.locator("a.me").click()
    page.wait_for_url("**/account")
    tab.shot("account")
    page.get_by_role("link", name=t("accounts.title"), exact=True).click()
    page.wait_for_url("**/accounts")
    assert page.locator("li.panel").count() == 3
    page.fill("form[action='/accounts'] input[name=name]", "سلمى حسن")
    page.select_option("form[action='/accounts'] select", "reviewer")
    page.fill("form[action='/accounts'] input[name=password]", "كلمة سر جديدة جدا")
    page.locator("form[action='/accounts'] button").click()
    page.locator("[role=status]", has_text=t("accounts.said")["added"]).wait_for()
    assert page.locator("li.panel").count() == 4
    page.locator("li.panel", has_text="Vera").locator("summary").click()
    tab.shot("accounts")
    assert faults(page) == []
    page.locator("li.panel", has_text="Vera").get_by_role("button", name=t("accounts.disable")).click()
    page.locator("li.panel.disabled", has_text="Vera").wait_for()
    page.goto(tab.own + "/account")
    page.fill("form[action='/account/tokens'] input[name=name]", "تصدير ليلي")
    page.locator("form[action='/account/tokens'] button.main").click()
    assert page.input_value("#token").startswith("mfd_")
    tab.shot("account-token")
    assert faults(page) == []
    page.goto(tab.own + "/audit")
    assert t("accounts.events")["account_disabled"] in page.locator("ol.audit").inner_text()
    tab.shot("audit")
    assert faults(page) == []
    page.goto(tab.own + "/account")
    page.get_by_role("button", name=t("accounts.sign_out")).click()
    page.wait_for_url("**/sign-in")
    page.goto(tab.own + "/matrix")
    page.wait_for_url("**/sign-in?back=**")


def test_a_viewer_sees_and_is_offered_nothing_else(tab, workspace):
    page, t = tab.page, tab.t
    sign_in(tab, "Vera")
    page.locator("li.document").first.wait_for()
    assert page.locator("#add-form").count() == 0
    tab.shot("inbox-viewer")
    id = next(d.id for d in workspace.documents() if d.text == ENGLISH)
    page.goto(f"{tab.own}/documents/{id}")
    assert page.locator("#text").inner_text().startswith("At least 12")
    names = page.locator("main button").all_inner_texts()
    assert not [name for name in names if t("accept") in name or t("reject") in name or t("edit") in name], names
    tab.shot("review-viewer")
    page.keyboard.press("a")
    page.keyboard.press("d")
    page.keyboard.press("j")
    assert page.locator(".card.selected").count() == 1
    assert list(workspace.decisions()) == []
    page.goto(tab.own + "/accounts")
    assert page.locator("h1").inner_text() == t("forbidden_title")
    tab.shot("forbidden")


def test_two_people_see_each_other_s_names(browser, team, workspace):
    id = next(d.id for d in workspace.documents() if d.text == ENGLISH)
    for name in ("Rana", "Ana"):
        tab = Tab(browser, team, "en", "wide")
        sign_in(tab, name)
        tab.page.locator("li.document").first.wait_for()
        tab.page.goto(f"{tab.own}/documents/{id}")
        tab.page.keyboard.press("a")
        tab.page.locator(".card[data-status=accepted]").nth(0 if name == "Rana" else 1).wait_for()
        tab.done()
    assert [d.who for d in workspace.decisions() if d.subject != "document"] == ["Rana", "Ana"]
