"""The main job of each page in real Chromium, in both languages, wide and narrow."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from masfufa.desk.app import create_app
from masfufa.desk.settings import DeskSettings
from masfufa.desk.words import words
from masfufa.workspace import Workspace

from .conftest import ARABIC, ENGLISH

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]

playwright_api = pytest.importorskip("playwright.sync_api", reason="no browser tests: Playwright is not installed")


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """One Chromium for all tests: that of the system, else Playwright's own."""
    with playwright_api.sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except playwright_api.Error as error:
            pytest.skip(f"no browser tests: Chromium is not here ({str(error).splitlines()[0]})")
        yield browser
        browser.close()


@pytest.fixture
def served(workspace: Workspace) -> Iterator[DeskSettings]:
    """A desk that listens on a free port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    settings = DeskSettings("127.0.0.1", listening.getsockname()[1], "Ana", "t0ken")
    server = uvicorn.Server(uvicorn.Config(create_app(workspace, settings), log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield settings
    server.should_exit = True
    thread.join(timeout=20)


class Tab:
    """A tab in one language and size; what it must not do is noted."""

    def __init__(self, chromium, settings: DeskSettings, language: str, size: str) -> None:
        width, height = SIZES[size]
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=language, has_touch=size == "narrow"
        )
        self.context.set_default_timeout(8000)
        self.page = self.context.new_page()
        self.name = f"{language}-{size}"
        self.complaints: list[str] = []
        own = f"http://127.0.0.1:{settings.port}/"
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda r: r.url.startswith(own) or self.complaints.append(f"asked for {r.url}"))
        self.page.goto(settings.address)
        self.t = words(language)

    def shot(self, name: str) -> None:
        """Keep a picture, and check that nothing is wider than the window."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.name}.png")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"

    def done(self) -> None:
        """Close; there was no error and no request to elsewhere."""
        self.context.close()
        assert self.complaints == []


@pytest.fixture(params=[(language, size) for language in ("en", "ar") for size in SIZES], ids="-".join)
def tab(request, chromium, served) -> Iterator[Tab]:
    made = Tab(chromium, served, *request.param)
    yield made
    made.done()


def the_id(workspace: Workspace, text: str) -> str:
    (found,) = [d.id for d in workspace.documents() if d.text == text]
    return found


def test_inbox_finds_and_takes_reports(tab, workspace, tmp_path):
    page, t = tab.page, tab.t
    assert page.locator("html").get_attribute("dir") == t.direction
    page.locator("li.document").nth(1).wait_for()
    tab.shot("inbox")
    page.keyboard.press("/")
    page.keyboard.type("طرابلس قتل")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=**")
    assert page.locator("li.document").count() == 1
    page.goto(page.url.split("?")[0])
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    tab.shot("inbox-help")
    page.keyboard.press("Escape")
    report = tmp_path / "new report.txt"
    report.write_text("Five people were killed in Sirte on Friday.", encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    page.set_input_files("input[name=files]", [str(report), str(broken)])
    page.fill("#add-form input[name=url]", "http://127.0.0.1:1/internal")
    page.locator("#add-form button").click()
    page.locator(".item.outcome-added").wait_for()
    page.locator(".item.outcome-failed").nth(1).wait_for()
    assert "url-private" in page.locator("#adding").inner_text()
    page.locator("#adding").scroll_into_view_if_needed()
    tab.shot("inbox-added")
    page.goto(page.url.split("#")[0])
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")
    assert "Sirte" in page.locator("#text").inner_text()


def test_review_by_keyboard(tab, workspace):
    page = tab.page
    id = the_id(workspace, ARABIC)
    page.goto(page.url + f"documents/{id}")
    assert page.locator("#text").evaluate("e => e.textContent") == ARABIC
    first = page.locator(".card.selected").get_attribute("data-id")
    assert page.locator("#text .lit").first.is_visible()
    tab.shot("review")
    page.keyboard.press("j")
    assert page.locator(".card.selected").get_attribute("data-id") != first
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.locator(f'.card[data-id="{first}"][data-status="accepted"]').wait_for()
    second = page.locator(".card.selected").get_attribute("data-id")
    assert second != first
    # correct the first figure of the wounded
    wounded = next(r for r in workspace.review(id).records if r.kind == "claim" and r.original.category == "wounded")
    page.locator(f'[data-r~="{wounded.id}"]').first.click()
    assert page.locator(".card.selected").get_attribute("data-id") == wounded.id
    page.keyboard.press("e")
    page.locator(".edit input[name=low]").wait_for()
    page.locator("[name=low]:focus").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("٧٠٠")
    page.fill(".edit input[name=high]", "756")
    page.fill(".edit input[name=place]", "طرابلس")
    page.locator(".edit .look-up button[name=do]").first.click()
    page.locator(".edit input[value^='g:']").first.check()
    tab.shot("review-edit")
    page.fill(".edit input[name=reason]", "<b>As the ministry said</b>")
    page.press(".edit input[name=reason]", "Enter")  # saves
    page.locator(f'.card[data-id="{wounded.id}"][data-status="corrected"]').wait_for()
    now = workspace.claim(wounded.id)
    assert (now.low, now.high, now.qualifier) == (700, 756, "range") and now.places[-1].country == "LBY"
    page.locator(f'.card[data-id="{wounded.id}"] .choose').click()
    assert "<b>As the ministry said</b>" in page.locator(f'.card[data-id="{wounded.id}"]').inner_text()
    tab.shot("review-corrected")
    page.keyboard.press("u")
    page.locator(f'.card[data-id="{wounded.id}"][data-status="open"]').wait_for()
    # reject with a reason
    page.keyboard.press("x")
    page.locator("[name=reason]:focus").wait_for()
    page.keyboard.type("Said twice")
    page.keyboard.press("Enter")
    page.locator(f'.card[data-id="{wounded.id}"][data-status="rejected"]').wait_for()
    assert workspace.claim(wounded.id) is None
    # add what stands behind an emoji: offsets count code points
    words_ = "المبعوث الأممي"
    page.evaluate(
        """words => {
            const pieces = [...document.querySelectorAll('#text [data-s]')];
            const piece = pieces.find(p => p.textContent.includes(words));
            const range = document.createRange();
            const at = piece.textContent.indexOf(words);
            range.setStart(piece.firstChild, at);
            range.setEnd(piece.firstChild, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words_,
    )
    page.keyboard.press("n")
    page.locator("[name=low]:focus").wait_for()
    assert page.input_value(".edit textarea[name=words]") == words_
    page.keyboard.type("3")
    page.fill(".edit input[name=high]", "3")
    page.select_option(".edit select[name=category]", "missing")
    tab.shot("review-add")
    page.locator(".edit button.main").click()
    page.locator('.card[data-status="added"]').wait_for()
    (added,) = [r for r in workspace.review(id).records if r.original is None]
    start = added.current.locator.start
    assert ARABIC[start : start + len(words_)] == words_ and start == ARABIC.index(words_)
    page.keyboard.press("d")
    page.locator(".state-done").wait_for()
    page.keyboard.press(".")
    page.wait_for_url(f"**/documents/{the_id(workspace, ENGLISH)}*")
    tab.shot("review-english")


def test_two_people_at_one_record(chromium, served, workspace):
    tab = Tab(chromium, served, "en", "wide")
    page, id = tab.page, the_id(workspace, ENGLISH)
    page.goto(page.url + f"documents/{id}")
    record = page.locator(".card.selected").get_attribute("data-id")
    page.keyboard.press("e")
    page.locator(".edit input[name=low]").wait_for()
    workspace.decide("Ben", "claim", record, "correct", edited={"low": 13, "high": 13}, reason="From the list")
    page.fill(".edit input[name=low]", "99")
    page.fill(".edit input[name=high]", "99")
    page.locator(".edit button.main").click()
    page.locator(".message").wait_for()
    assert page.input_value(".edit input[name=low]") == "99"
    assert "From the list" in page.locator(".card.selected .past").inner_text()
    tab.shot("review-conflict")
    assert workspace.claim(record).low == 13
    page.locator(".edit button.main").click()
    page.locator(f'.card[data-id="{record}"]').get_by_text("99").first.wait_for()
    assert workspace.claim(record).low == 99 and len(workspace.decisions()) >= 2
    tab.context.close()
    assert [c for c in tab.complaints if "409" not in c] == []


def test_dark_and_without_scripts(chromium, served, workspace):
    context = chromium.new_context(
        java_script_enabled=False, color_scheme="dark", viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.goto(served.address)
    page.locator("a.open").first.click()
    page.locator(".card.selected button.main").click()
    assert page.locator('.card[data-status="accepted"]').count() == 1
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "review-dark.png")
    page.locator(".language button").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    context.close()
