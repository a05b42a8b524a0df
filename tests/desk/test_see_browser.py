"""Matrix, cell, map, time and actors of the example crisis in real Chromium, in both languages, wide and narrow."""

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
from masfufa.workspace import open_workspace

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
CELL = "/cells/LBY.Tripoli/2019-04/killed/person"

playwright_api = pytest.importorskip("playwright.sync_api", reason="no browser tests: Playwright is not installed")


class Seen:
    """One page on one desk; what it must not do is noted."""

    def __init__(self, page, port: int) -> None:
        self.page = page
        self.own = f"http://127.0.0.1:{port}"
        self.complaints: list[str] = []
        page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda r: r.url.startswith((self.own, "data:")) or self.complaints.append(f"asked for {r.url}"),
        )

    def open(self, address: str, language: str, size: str) -> None:
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(self.own + address)
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator("form.language button").click()
            self.page.goto(self.own + address)
        assert self.page.locator("html").get_attribute("dir") == words(language).direction

    def shot(self, name: str) -> None:
        """Keep a picture, and check that nothing is wider than the window."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"

    def done(self) -> None:
        found, self.complaints = self.complaints, []
        assert found == []


@pytest.fixture(scope="module")
def seen(libya_read: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("browser") / "libya"
    shutil.copytree(libya_read, folder)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = DeskSettings("127.0.0.1", port, "Ana", "t0ken", interface="en")
    with open_workspace(folder) as space, playwright_api.sync_playwright() as playwright:
        app = create_app(space, settings)
        app.state.desk.ledgers.patience = 60.0
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except playwright_api.Error as error:
            pytest.skip(f"no browser tests: Chromium is not here ({str(error).splitlines()[0]})")
        page = browser.new_context().new_page()
        page.set_default_timeout(15000)
        made = Seen(page, port)
        page.goto(settings.address)
        yield made
        browser.close()
        server.should_exit = True
        thread.join(timeout=20)


LOOKS = [(language, size) for language in ("ar", "en") for size in SIZES]


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_from_the_matrix_into_a_cell(seen: Seen, language: str, size: str):
    seen.open("/matrix?category=killed", language, size)
    grid = seen.page.locator("table.matrix")
    grid.scroll_into_view_if_needed()
    seen.shot(f"matrix-{language}-{size}")
    if size == "narrow":
        # The names of the rows stay while the periods move below them.
        seen.page.locator(".scroll.grid").evaluate(
            "e => { e.scrollLeft = getComputedStyle(e).direction === 'rtl' ? -200 : 200 }"
        )
        box = seen.page.locator("table.matrix tbody th").first.bounding_box()
        around = seen.page.locator(".scroll.grid").bounding_box()
        assert box and around
        if language == "ar":
            assert abs(box["x"] + box["width"] - around["x"] - around["width"]) < 4
        else:
            assert abs(box["x"] - around["x"]) < 4
    grid.locator(f'a[href="{CELL}"]').click()
    seen.page.wait_for_url(f"**{CELL}")
    assert "376" in seen.page.locator(".estimate").inner_text()
    assert seen.page.locator(".claim-row.used blockquote").count() == 1
    seen.shot(f"cell-{language}-{size}")
    seen.done()


def test_a_person_chooses_and_takes_it_back(seen: Seen):
    seen.open(CELL, "ar", "narrow")
    page = seen.page
    page.locator("#choose input[name=claim][value=value]").check()
    page.locator("#choose input[name=value]").fill("٢٠٥")
    page.locator("#choose input[name=reason]").fill("العدد الأول أدق")
    page.locator("button[value=choose]").click()
    page.wait_for_selector("button[value=undo]")
    assert page.locator(".estimate .value").inner_text() == "205"
    page.locator("button[value=undo]").click()
    page.wait_for_selector("button[value=undo]", state="detached")
    assert page.locator(".estimate .value").inner_text() == "376"
    seen.done()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_the_map_draws_and_answers(seen: Seen, language: str, size: str):
    seen.open("/map?series=killed/person/flow&period=2019-07", language, size)
    page = seen.page
    page.wait_for_selector("#map[data-ready=yes]")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    seen.shot(f"map-{language}-{size}")
    box = page.locator("#map").bounding_box()
    assert box
    page.locator("#map").click(position={"x": box["width"] / 2, "y": box["height"] * 0.6})
    page.wait_for_selector(".maplibregl-popup-content")
    before = page.locator("#table-period").inner_text()
    page.locator("#period").focus()
    page.keyboard.press("Home")
    assert before == "2019-07" and page.locator("#table-period").inner_text() == "2019-04"
    assert page.locator(f'#map-table a[href="{CELL}"]').count() == 1
    seen.done()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_time_and_actors_are_drawn(seen: Seen, language: str, size: str):
    seen.open("/time?by=adm1&place=LBY.Tripoli&category=killed", language, size)
    page = seen.page
    page.wait_for_selector("body[data-charts]")
    assert int(page.locator("body").get_attribute("data-charts") or 0) == page.locator(".chart").count() > 0
    page.locator(".chart").first.scroll_into_view_if_needed()
    seen.shot(f"time-{language}-{size}")
    seen.open("/actors", language, size)
    page.wait_for_selector('body[data-charts="1"]')
    seen.shot(f"actors-{language}-{size}")
    seen.done()
