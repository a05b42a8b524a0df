"""A desk that listens, and a Chromium that looks at it; what a page must not do is noted."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from masfufa.desk.app import create_app
from masfufa.desk.settings import DeskSettings
from masfufa.workspace import Workspace

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@contextmanager
def served(space: Workspace, **settings: Any) -> Iterator[DeskSettings]:
    """A desk on a free port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    said = DeskSettings("127.0.0.1", listening.getsockname()[1], "Ana", "t0ken", **settings)
    app = create_app(space, said)
    app.state.desk.ledgers.patience = 60.0
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield said
    finally:
        server.should_exit = True
        thread.join(timeout=20)


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium, else Playwright's own; a test that needs it is skipped where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="no browser tests: Playwright is not installed")
    with api.sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except api.Error as error:
            pytest.skip(f"no browser tests: Chromium is not here ({str(error).splitlines()[0]})")
        yield browser
        browser.close()


class Tab:
    """A tab in one language and size."""

    def __init__(self, browser: Any, settings: DeskSettings, language: str, size: str, **more: Any) -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale=language, **more)
        self.context.set_default_timeout(8000)
        self.page = self.context.new_page()
        self.own = f"http://127.0.0.1:{settings.port}"
        self.name = f"{language}-{size}"
        self.complaints: list[str] = []
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "request",
            lambda r: r.url.startswith((self.own, "data:", "blob:")) or self.complaints.append(f"asked for {r.url}"),
        )
        self.page.goto(settings.address)

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
